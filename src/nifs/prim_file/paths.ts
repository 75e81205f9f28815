/**
 * Paths of prim_file, and numbers: what NIFs take as arguments.
 *
 * A path is a NUL-terminated binary and reaches the file system as the bytes it is. Each VM has a current directory of its own.
 * OTP: efile_marshal_path() in unix_prim_file.c.
 */
import type { Exec } from "../../runtime/exec.ts";
import { absolute, CWD, type FileSystem } from "../../runtime/file_system.ts";
import { posixError, trying } from "../../runtime/posix.ts";
import type { Result } from "../../runtime/signal.ts";
import { type Bits, bytesOf, isBinary } from "../../term/bits.ts";
import { Float } from "../../term/float.ts";
import type { Term } from "../../term/term.ts";

export const EINVAL = posixError("einval");

/** The bytes of a NUL-terminated binary; undefined when it is none. */
export function nativeName(t: Term): Uint8Array | undefined {
  if (!isBinary(t)) return undefined;
  const bytes = bytesOf(t as Bits);
  const end = bytes.indexOf(0);
  if (end < 0) return undefined;
  // Names may end in more than one NUL.
  for (let i = end; i < bytes.length; i++) if (bytes[i] !== 0) return undefined;
  return bytes.subarray(0, end);
}

function path(x: Exec, t: Term): Uint8Array | undefined {
  const name = nativeName(t);
  return name === undefined ? undefined : absolute(x.vm.state(CWD).path, name);
}

/** `operation` on one path; its errors as `{error, Reason}`. */
export function onPath(x: Exec, t: Term, operation: (files: FileSystem, name: Uint8Array) => Term): Result {
  const { files } = x.vm.host;
  if (files === undefined) return x.notsup();
  const name = path(x, t);
  if (name === undefined) return EINVAL;
  return trying(() => operation(files, name));
}

/** `operation` on two paths. */
export function onPaths(
  x: Exec,
  a: Term,
  b: Term,
  operation: (files: FileSystem, from: Uint8Array, to: Uint8Array) => Term,
): Result {
  const to = path(x, b);
  return onPath(x, a, (files, from) => (to === undefined ? EINVAL : operation(files, from, to)));
}

const INT64_MAX = (1n << 63n) - 1n;

/** A number that fits 64 bits, or NaN; undefined when it is no number at all. */
export function int64(t: Term): number | undefined {
  if (typeof t === "number") return t;
  if (typeof t === "bigint") return t <= INT64_MAX && t >= -INT64_MAX - 1n ? Number(t) : Number.NaN;
  return t instanceof Float ? Number.NaN : undefined;
}

export function int32(t: Term): number | undefined {
  return typeof t === "number" && t === (t | 0) ? t : undefined;
}
