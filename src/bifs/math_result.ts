/**
 * What the functions of math give: a float, or the exception for one that is not finite.
 * OTP: math_call_1 in erl_math.c.
 */
import { Float } from "../term/float.ts";
import type { Exec } from "../runtime/exec.ts";
import type { Result } from "../runtime/signal.ts";

/** A float of `d`; badarith when it is not finite. */
export function result(x: Exec, d: number): Result {
  return d - d === 0 ? new Float(d) : x.badarith();
}

/** The exception for an argument whose double is not finite: no number (NaN), or too large an integer. */
export function bad(x: Exec, d: number): Result {
  return Number.isNaN(d) ? x.badarg() : x.badarith();
}
