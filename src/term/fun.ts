/**
 * Funs: a pointer to code and the values the fun closes over.
 * Invariant: an external fun (`fun M:F/A`) has no environment.
 * OTP: ErlFunThing in erl_fun.h.
 */
import type { Atom } from "./atom.ts";
import type { Term } from "./term.ts";

/** What a fun points to: a row of a module's fun table, or an export entry. The runtime implements both. */
export interface FunCode {
  readonly external: boolean;
  readonly module: Atom;
  /** Function name: of the exported function, or of the lambda's own function (`-f/1-fun-0-`). */
  readonly name: Atom;
  /** How many arguments a caller passes. */
  readonly arity: number;
  /** Number of values closed over; 0 for an external fun. */
  readonly numFree: number;
  /** Local funs: the index and hashes of the fun table; 0 and empty for external ones. */
  readonly index: number;
  readonly oldIndex: number;
  readonly oldUniq: number;
  /** MD5 of the module, 16 bytes. */
  readonly uniq: Uint8Array;
  /** Calls the code: `entry(x0, ..., fun)`. Swapped when the code is compiled, traced or purged. */
  entry: (...args: unknown[]) => unknown;
}

export class Fun {
  readonly code: FunCode;
  readonly e0: Term | undefined;
  readonly e1: Term | undefined;
  readonly e2: Term | undefined;
  /** Values from the fourth on. */
  readonly more: readonly Term[] | undefined;
  constructor(
    code: FunCode,
    e0: Term | undefined,
    e1: Term | undefined,
    e2: Term | undefined,
    more: readonly Term[] | undefined,
  ) {
    this.code = code;
    this.e0 = e0;
    this.e1 = e1;
    this.e2 = e2;
    this.more = more;
  }
}
Object.setPrototypeOf(Fun.prototype, null);

/** The values `f` closes over, in order. */
export function funEnv(f: Fun): Term[] {
  const n = f.code.numFree;
  const env: Term[] = [];
  if (n > 0) env.push(f.e0 as Term);
  if (n > 1) env.push(f.e1 as Term);
  if (n > 2) env.push(f.e2 as Term);
  if (n > 3) env.push(...(f.more as Term[]));
  return env;
}

/** A fun over `env`; `env.length` is `code.numFree`. */
export function funFromArray(code: FunCode, env: readonly Term[]): Fun {
  return new Fun(code, env[0], env[1], env[2], env.length > 3 ? env.slice(3) : undefined);
}
