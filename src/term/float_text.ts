/**
 * Floats as text and back.
 *
 * `shortFloat` gives the shortest digits that read back as the same float, in the layout of OTP 25 and newer; the
 * digits come from JavaScript's own number printing, which is specified to be shortest and nearest. Everything
 * with a given number of digits is computed exactly with bigints, ties to even, as C's printf does.
 * OTP: ryu/d2s.c, sys_double_to_chars_fast(), sys_chars_to_double().
 */

/** Size of erts' buffer: what does not fit is badarg. */
const BUFFER = 256;
/** Digits after the point in `float_to_list/1`. */
export const DEFAULT_DECIMALS = 20;

/** `[short]`, and what io_lib prints: `1.0`, `0.001`, `1.0e22`. */
export function shortFloat(v: number): string {
  if (v === 0) return Object.is(v, -0) ? "-0.0" : "0.0";
  const text = Math.abs(v).toExponential();
  const at = text.indexOf("e");
  const digits = at > 1 ? text.charAt(0) + text.slice(2, at) : text.charAt(0);
  const scientific = Number(text.slice(at + 1));
  const n = digits.length;
  // The value is the digits, read as an integer, times ten to the `e`.
  const e = scientific - n + 1;
  const sign = v < 0 ? "-" : "";
  if (isFixed(digits, e, scientific)) {
    if (e >= 0) return `${sign}${digits}${"0".repeat(e)}.0`;
    const whole = n + e;
    if (whole > 0) return `${sign}${digits.slice(0, whole)}.${digits.slice(whole)}`;
    return `${sign}0.${"0".repeat(-whole)}${digits}`;
  }
  return `${sign}${digits.charAt(0)}.${n > 1 ? digits.slice(1) : "0"}e${scientific}`;
}

/** True where OTP writes no exponent: where that is not longer, and not for integers beyond 2^53. */
function isFixed(digits: string, e: number, scientific: number): boolean {
  const n = digits.length;
  const lower = n === 1 ? -4 : -(n + 2);
  const upper = n === 1 || scientific >= 10 ? 2 : 1;
  if (e < lower || e > upper || e < 0) return e >= lower && e <= upper;
  const d = Number(digits);
  if (e === 0) return d < 9007199254740992;
  return e === 1 ? d <= 900719925474099 : d <= 90071992547409;
}

/** `v` as `m * 2^e`, both integers, m >= 0. */
function parts(v: number): { m: bigint; e: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(v));
  const bits = view.getBigUint64(0);
  const exponent = Number(bits >> 52n);
  const fraction = bits & 0xfffffffffffffn;
  return exponent === 0 ? { m: fraction, e: -1074 } : { m: fraction | 0x10000000000000n, e: exponent - 1075 };
}

/** |v| * 10^p as an integer, rounded to nearest, ties to even; `down`: cut off instead. */
function scaled(v: number, p: number, down = false): bigint {
  const { m, e } = parts(v);
  let a = m;
  let b = 1n;
  if (e > 0) a <<= BigInt(e);
  else b <<= BigInt(-e);
  if (p > 0) a *= 10n ** BigInt(p);
  else b *= 10n ** BigInt(-p);
  const q = a / b;
  if (down) return q;
  const twice = (a % b) * 2n;
  return twice > b || (twice === b && (q & 1n) === 1n) ? q + 1n : q;
}

/** C's `%.*e`; undefined where erts' buffer is too small. */
export function scientificFloat(v: number, decimals: number): string | undefined {
  // A negative precision counts as none given, which is 6.
  const n = decimals < 0 ? 6 : decimals;
  if (n + 8 > BUFFER + 3) return undefined;
  const sign = v < 0 || Object.is(v, -0) ? "-" : "";
  let exponent = 0;
  let digits = "0".repeat(n + 1);
  if (v !== 0) {
    // The estimate may be one off.
    exponent = Math.floor(Math.log10(Math.abs(v)));
    if (scaled(v, -exponent, true) === 0n) exponent--;
    else if (scaled(v, -exponent, true) > 9n) exponent++;
    digits = scaled(v, n - exponent).toString();
    // Rounded up to the next power of ten.
    if (digits.length > n + 1) {
      exponent++;
      digits = digits.slice(0, -1);
    }
  }
  const e = Math.abs(exponent);
  const text = `${sign}${digits.charAt(0)}${n > 0 ? `.${digits.slice(1)}` : ""}e${exponent < 0 ? "-" : "+"}${e < 10 ? "0" : ""}${e}`;
  return text.length < BUFFER ? text : undefined;
}

/** `{decimals, N}` with or without `compact`; undefined where N is negative or erts' buffer is too small. */
export function fixedFloat(v: number, decimals: number, compact: boolean): string | undefined {
  if (decimals < 0 || decimals >= BUFFER) return undefined;
  const sign = v < 0 || Object.is(v, -0) ? "-" : "";
  const a = Math.abs(v);
  if (a > 9007199254740992 || decimals > 18) {
    const digits = scaled(v, decimals)
      .toString()
      .padStart(decimals + 1, "0");
    const at = digits.length - decimals;
    const text = `${sign}${digits.slice(0, at)}${decimals > 0 ? `.${digits.slice(at)}` : ""}`;
    if (text.length >= BUFFER) return undefined;
    return compact ? withoutZeros(text) : text;
  }
  if (decimals === 0) return `${sign}${Math.round(a)}`;
  // As erts does it, with doubles: the fraction scaled and rounded, which may differ from the exact value's rounding.
  let whole = Math.floor(a);
  let fraction = BigInt(Math.round((a - whole) * POW10[decimals]!));
  if (fraction >= BigInt(POW10[decimals]!)) {
    whole++;
    fraction = 0n;
  }
  const text = `${sign}${whole}.${fraction.toString().padStart(decimals, "0")}`;
  return compact ? withoutZeros(text) : text;
}

const POW10: readonly number[] = [
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
];

/** Without trailing zeros, but with one digit after the point. Digits before the point go as well where there is none. */
function withoutZeros(text: string): string {
  let n = text.length;
  while (n > 0 && text.charCodeAt(n - 1) === 48) n--;
  if (text.charCodeAt(n - 1) === 46) n++;
  return text.slice(0, n);
}

const FLOAT = /^[+-]?[0-9]+[.,][0-9]+(?:[eE][+-]?[0-9]+)?$/;

/** The float that `text` is the whole text of: digits on both sides of the point. undefined: none, or too large. */
export function parseFloatText(text: string): number | undefined {
  // C strings end at a zero byte.
  const zero = text.indexOf("\0");
  const s = zero < 0 ? text : text.slice(0, zero);
  if (!FLOAT.test(s)) return undefined;
  const v = Number(s.replace(",", "."));
  return Number.isFinite(v) ? v : undefined;
}
