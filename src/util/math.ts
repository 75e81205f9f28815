/**
 * Elementary functions of doubles, bit for bit as OTP's C library on Linux computes them.
 *
 * JavaScript's own `Math.sin` and the like differ between engines and from OTP in the last bit; only `sqrt`, `floor`, `ceil`,
 * `%` are exact everywhere. Where these come from, and what was measured: docs/math.md.
 */
export { erf, erfc } from "./math/erf.ts";
export { exp } from "./math/exp.ts";
export { acosh, asinh, atanh, cosh, sinh, tanh } from "./math/hyperbolic.ts";
export { acos, asin, atan, atan2 } from "./math/inverse.ts";
export { log, log10, log2 } from "./math/log.ts";
export { pow } from "./math/pow.ts";
export { cos, sin, tan } from "./math/trig.ts";
