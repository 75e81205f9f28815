/** Elementary functions of doubles. */
const M = Math;
export const { sin, cos, tan, asin, acos, atan, atan2, sinh, cosh, tanh, asinh, acosh, atanh, exp, log, log2, log10, pow } = M;
