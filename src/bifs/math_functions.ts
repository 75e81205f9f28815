/**
 * The functions of math that take tables: util/math.ts. Their rows with documentation stand in math.ts.
 */
import { toDouble } from "../term/arith.ts";
import type { Term } from "../term/term.ts";
import * as libm from "../util/math.ts";
import { type Bif, bifTable } from "../runtime/bif.ts";
import type { Exec } from "../runtime/exec.ts";
import type { Result } from "../runtime/signal.ts";
import { bad, result } from "./math_result.ts";

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

function erf_1(x: Exec, t: Term): Result {
  const d = toDouble(t);
  return d - d === 0 ? result(x, libm.erf(d)) : bad(x, d);
}

function erfc_1(x: Exec, t: Term): Result {
  const d = toDouble(t);
  return d - d === 0 ? result(x, libm.erfc(d)) : bad(x, d);
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

const doc = "See math.ts.";

export const MATH_FUNCTIONS: readonly Bif[] = bifTable("math", {
  "sin/1": { doc, fn: sin_1 },
  "cos/1": { doc, fn: cos_1 },
  "tan/1": { doc, fn: tan_1 },
  "asin/1": { doc, fn: asin_1 },
  "acos/1": { doc, fn: acos_1 },
  "atan/1": { doc, fn: atan_1 },
  "sinh/1": { doc, fn: sinh_1 },
  "cosh/1": { doc, fn: cosh_1 },
  "tanh/1": { doc, fn: tanh_1 },
  "asinh/1": { doc, fn: asinh_1 },
  "acosh/1": { doc, fn: acosh_1 },
  "atanh/1": { doc, fn: atanh_1 },
  "exp/1": { doc, fn: exp_1 },
  "log/1": { doc, fn: log_1 },
  "log2/1": { doc, fn: log2_1 },
  "log10/1": { doc, fn: log10_1 },
  "erf/1": { doc, fn: erf_1 },
  "erfc/1": { doc, fn: erfc_1 },
  "atan2/2": { doc, fn: atan2_2 },
  "pow/2": { doc, fn: pow_2 },
});
