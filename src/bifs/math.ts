/**
 * math: functions of floats. An argument that is no number is badarg; an integer too large for a float, or a result that
 * is not finite, is badarith. What takes tables is a chunk of its own, loaded at the first call: math_functions.ts.
 * OTP: erl_math.c.
 */
import { toDouble } from "../term/arith.ts";
import type { Term } from "../term/term.ts";
import { type Bif, bifTable } from "../runtime/bif.ts";
import type { Exec } from "../runtime/exec.ts";
import { type LazyRow, lazyExtension } from "../runtime/lazy_extension.ts";
import type { Result } from "../runtime/signal.ts";
import { bad, result } from "./math_result.ts";

function sqrt_1(x: Exec, t: Term): Result {
  const d = toDouble(t);
  return d - d === 0 ? result(x, Math.sqrt(d)) : bad(x, d);
}

function floor_1(x: Exec, t: Term): Result {
  const d = toDouble(t);
  return d - d === 0 ? result(x, Math.floor(d)) : bad(x, d);
}

function ceil_1(x: Exec, t: Term): Result {
  const d = toDouble(t);
  return d - d === 0 ? result(x, Math.ceil(d)) : bad(x, d);
}

function fmod_2(x: Exec, a: Term, b: Term): Result {
  const d = toDouble(a);
  if (d - d !== 0) return bad(x, d);
  const e = toDouble(b);
  return e - e === 0 ? result(x, d % e) : bad(x, e);
}

const EXACT: readonly Bif[] = bifTable("math", {
  "sqrt/1": { doc: "Square root.", fn: sqrt_1 },
  "floor/1": { doc: "Largest whole float that is not greater.", fn: floor_1 },
  "ceil/1": { doc: "Smallest whole float that is not less.", fn: ceil_1 },
  "fmod/2": { doc: "Remainder of X / Y with the sign of X.", fn: fmod_2 },
});

const TABLED: readonly LazyRow[] = [
  { module: "math", key: "sin/1", doc: "Sine." },
  { module: "math", key: "cos/1", doc: "Cosine." },
  { module: "math", key: "tan/1", doc: "Tangent." },
  { module: "math", key: "asin/1", doc: "Arc sine." },
  { module: "math", key: "acos/1", doc: "Arc cosine." },
  { module: "math", key: "atan/1", doc: "Arc tangent." },
  { module: "math", key: "sinh/1", doc: "Hyperbolic sine." },
  { module: "math", key: "cosh/1", doc: "Hyperbolic cosine." },
  { module: "math", key: "tanh/1", doc: "Hyperbolic tangent." },
  { module: "math", key: "asinh/1", doc: "Inverse hyperbolic sine." },
  { module: "math", key: "acosh/1", doc: "Inverse hyperbolic cosine." },
  { module: "math", key: "atanh/1", doc: "Inverse hyperbolic tangent." },
  { module: "math", key: "exp/1", doc: "e to a power." },
  { module: "math", key: "log/1", doc: "Natural logarithm." },
  { module: "math", key: "log2/1", doc: "Base-2 logarithm." },
  { module: "math", key: "log10/1", doc: "Base-10 logarithm." },
  { module: "math", key: "erf/1", doc: "Error function." },
  { module: "math", key: "erfc/1", doc: "Complementary error function." },
  { module: "math", key: "atan2/2", doc: "Angle of the point (X, Y): `atan2(Y, X)`." },
  { module: "math", key: "pow/2", doc: "X to the power of N." },
];

async function load() {
  return { name: "math", bifs: (await import("./math_functions.ts")).MATH_FUNCTIONS };
}

export const MATH_BIFS: readonly Bif[] = [...EXACT, ...lazyExtension("math", TABLED, load).bifs];
