/**
 * Errors of the operating system as Erlang's `{error, Reason}`.
 *
 * What a host's functions throw carries `code`, the errno's name (`"ENOENT"`), as Node's errors do.
 * OTP: posix_error_to_tuple() in prim_file_nif.c, erl_errno_id().
 */
import { atom, atoms } from "../term/atom.ts";
import type { Term } from "../term/term.ts";
import { type Tuple2, tuple2 } from "../term/tuple.ts";

const A = atoms("error");

/** What an operation throws that the system refuses. */
export class PosixError {
  readonly code: string;
  constructor(code: string) {
    this.code = code;
  }
}

/** `{error, Name}`. */
export function posixError(name: string): Tuple2 {
  return tuple2(A.error, atom(name));
}

/** The errno's name in lower case; what the host itself refuses (a bad number, a bad path) is `einval`. */
export function errnoName(error: unknown): string {
  const code = (error as { code?: string }).code;
  if (code === undefined || code.startsWith("ERR_")) {
    if (error instanceof RangeError && code === undefined) return "enomem";
    return "einval";
  }
  return code.toLowerCase();
}

/** The value of `operation`, or `{error, Reason}` of what it throws. */
export function trying(operation: () => Term): Term {
  try {
    return operation();
  } catch (error) {
    return posixError(errnoName(error));
  }
}
