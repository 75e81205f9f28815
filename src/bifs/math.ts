/**
 * math: functions of floats. An argument that is no number is badarg; an integer too large for a float, or a result that
 * is not finite, is badarith.
 * OTP: erl_math.c. The functions themselves: util/math.ts.
 */
import { toDouble } from "../term/arith.ts";
import { Float } from "../term/float.ts";
import type { Term } from "../term/term.ts";
import * as libm from "../util/math.ts";
import { type Bif, bifTable } from "../runtime/bif.ts";
import type { Exec } from "../runtime/exec.ts";
import type { Result } from "../runtime/signal.ts";

/** A float of `d`; badarith when it is not finite. */
function result(x: Exec, d: number): Result {
  return d - d === 0 ? new Float(d) : x.badarith();
}

/** The exception for an argument whose double is not finite: no number (NaN), or too large an integer. */
function bad(x: Exec, d: number): Result {
  return Number.isNaN(d) ? x.badarg() : x.badarith();
}

function sin_1(x: Exec, t: Term): Result {
  const d = toDouble(t);
  return d - d === 0 ? result(x, libm.sin(d)) : bad(x, d);
}

function cos_1(x: Exec, t: Term): Result {
  const d = toDouble(t);
  return d - d === 0 ? result(x, libm.cos(d)) : bad(x, d);
}

function tan_1(x: Exec, t: Term): Result {
  const d = toDouble(t);
  return d - d === 0 ? result(x, libm.tan(d)) : bad(x, d);
}

function asin_1(x: Exec, t: Term): Result {
  const d = toDouble(t);
  return d - d === 0 ? result(x, libm.asin(d)) : bad(x, d);
}

function acos_1(x: Exec, t: Term): Result {
  const d = toDouble(t);
  return d - d === 0 ? result(x, libm.acos(d)) : bad(x, d);
}

function atan_1(x: Exec, t: Term): Result {
  const d = toDouble(t);
  return d - d === 0 ? result(x, libm.atan(d)) : bad(x, d);
}

function sinh_1(x: Exec, t: Term): Result {
  const d = toDouble(t);
  return d - d === 0 ? result(x, libm.sinh(d)) : bad(x, d);
}

function cosh_1(x: Exec, t: Term): Result {
  const d = toDouble(t);
  return d - d === 0 ? result(x, libm.cosh(d)) : bad(x, d);
}

function tanh_1(x: Exec, t: Term): Result {
  const d = toDouble(t);
  return d - d === 0 ? result(x, libm.tanh(d)) : bad(x, d);
}

function asinh_1(x: Exec, t: Term): Result {
  const d = toDouble(t);
  return d - d === 0 ? result(x, libm.asinh(d)) : bad(x, d);
}

function acosh_1(x: Exec, t: Term): Result {
  const d = toDouble(t);
  return d - d === 0 ? result(x, libm.acosh(d)) : bad(x, d);
}

function atanh_1(x: Exec, t: Term): Result {
  const d = toDouble(t);
  return d - d === 0 ? result(x, libm.atanh(d)) : bad(x, d);
}

function exp_1(x: Exec, t: Term): Result {
  const d = toDouble(t);
  return d - d === 0 ? result(x, libm.exp(d)) : bad(x, d);
}

function log_1(x: Exec, t: Term): Result {
  const d = toDouble(t);
  return d - d === 0 ? result(x, libm.log(d)) : bad(x, d);
}

function log2_1(x: Exec, t: Term): Result {
  const d = toDouble(t);
  return d - d === 0 ? result(x, libm.log2(d)) : bad(x, d);
}

function log10_1(x: Exec, t: Term): Result {
  const d = toDouble(t);
  return d - d === 0 ? result(x, libm.log10(d)) : bad(x, d);
}

function sqrt_1(x: Exec, t: Term): Result {
  const d = toDouble(t);
  return d - d === 0 ? result(x, Math.sqrt(d)) : bad(x, d);
}

function erf_1(x: Exec, t: Term): Result {
  const d = toDouble(t);
  return d - d === 0 ? result(x, libm.erf(d)) : bad(x, d);
}

function erfc_1(x: Exec, t: Term): Result {
  const d = toDouble(t);
  return d - d === 0 ? result(x, libm.erfc(d)) : bad(x, d);
}

function floor_1(x: Exec, t: Term): Result {
  const d = toDouble(t);
  return d - d === 0 ? result(x, Math.floor(d)) : bad(x, d);
}

function ceil_1(x: Exec, t: Term): Result {
  const d = toDouble(t);
  return d - d === 0 ? result(x, Math.ceil(d)) : bad(x, d);
}

function atan2_2(x: Exec, a: Term, b: Term): Result {
  const d = toDouble(a);
  if (d - d !== 0) return bad(x, d);
  const e = toDouble(b);
  return e - e === 0 ? result(x, libm.atan2(d, e)) : bad(x, e);
}

function pow_2(x: Exec, a: Term, b: Term): Result {
  const d = toDouble(a);
  if (d - d !== 0) return bad(x, d);
  const e = toDouble(b);
  return e - e === 0 ? result(x, libm.pow(d, e)) : bad(x, e);
}

function fmod_2(x: Exec, a: Term, b: Term): Result {
  const d = toDouble(a);
  if (d - d !== 0) return bad(x, d);
  const e = toDouble(b);
  return e - e === 0 ? result(x, libm.fmod(d, e)) : bad(x, e);
}

export const MATH_BIFS: readonly Bif[] = bifTable("math", {
  "sin/1": { doc: "Sine.", fn: sin_1 },
  "cos/1": { doc: "Cosine.", fn: cos_1 },
  "tan/1": { doc: "Tangent.", fn: tan_1 },
  "asin/1": { doc: "Arc sine.", fn: asin_1 },
  "acos/1": { doc: "Arc cosine.", fn: acos_1 },
  "atan/1": { doc: "Arc tangent.", fn: atan_1 },
  "sinh/1": { doc: "Hyperbolic sine.", fn: sinh_1 },
  "cosh/1": { doc: "Hyperbolic cosine.", fn: cosh_1 },
  "tanh/1": { doc: "Hyperbolic tangent.", fn: tanh_1 },
  "asinh/1": { doc: "Inverse hyperbolic sine.", fn: asinh_1 },
  "acosh/1": { doc: "Inverse hyperbolic cosine.", fn: acosh_1 },
  "atanh/1": { doc: "Inverse hyperbolic tangent.", fn: atanh_1 },
  "exp/1": { doc: "e to a power.", fn: exp_1 },
  "log/1": { doc: "Natural logarithm.", fn: log_1 },
  "log2/1": { doc: "Base-2 logarithm.", fn: log2_1 },
  "log10/1": { doc: "Base-10 logarithm.", fn: log10_1 },
  "sqrt/1": { doc: "Square root.", fn: sqrt_1 },
  "erf/1": { doc: "Error function.", fn: erf_1 },
  "erfc/1": { doc: "Complementary error function.", fn: erfc_1 },
  "floor/1": { doc: "Largest whole float that is not greater.", fn: floor_1 },
  "ceil/1": { doc: "Smallest whole float that is not less.", fn: ceil_1 },
  "atan2/2": { doc: "Angle of the point (X, Y): `atan2(Y, X)`.", fn: atan2_2 },
  "pow/2": { doc: "X to the power of N.", fn: pow_2 },
  "fmod/2": { doc: "Remainder of X / Y with the sign of X.", fn: fmod_2 },
});
