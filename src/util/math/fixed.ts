/**
 * Fixed-point numbers of 220 fraction bits as bigints: what the tables of the elementary functions are made with.
 * Used once, when a function is first called; nothing here is fast.
 */

const P = 220n;
export const ONE = 1n << P;

const view = new DataView(new ArrayBuffer(8));

/** The exact value of a double of moderate size (bits below 2^-220 are lost). */
export function fromDouble(d: number): bigint {
  if (d === 0) return 0n;
  view.setFloat64(0, d);
  const bits = view.getBigUint64(0);
  const e = Number((bits >> 52n) & 0x7ffn);
  const m = (bits & 0xfffffffffffffn) | (1n << 52n);
  const shift = P + BigInt(e - 1075);
  const v = shift >= 0n ? m << shift : m >> -shift;
  return d < 0 ? -v : v;
}

/** The nearest double, ties to even. */
export function toDouble(f: bigint): number {
  return roundTo(f, 53);
}

/** The nearest number of `bits` significant bits, ties to even. */
export function roundTo(f: bigint, bits: number): number {
  if (f === 0n) return 0;
  const negative = f < 0n;
  let m = negative ? -f : f;
  const drop = m.toString(2).length - bits;
  if (drop > 0) {
    const d = BigInt(drop);
    const rest = m & ((1n << d) - 1n);
    const half = 1n << (d - 1n);
    m >>= d;
    if (rest > half || (rest === half && (m & 1n) === 1n)) m += 1n;
    m <<= d;
  }
  // What is left has few enough bits to be exact.
  let scaled = Number(m);
  for (let n = Number(P); n > 0; n -= 100) scaled *= 2 ** -Math.min(n, 100);
  return negative ? -scaled : scaled;
}

/** The nearest multiple of 2^-bits. */
export function roundToMultiple(f: bigint, bits: number): number {
  const d = P - BigInt(bits);
  return Number((f + (1n << (d - 1n))) >> d) * 2 ** -bits;
}

export function mul(a: bigint, b: bigint): bigint {
  return (a * b) >> P;
}

export function div(a: bigint, b: bigint): bigint {
  return (a << P) / b;
}

export function sqrt(a: bigint): bigint {
  const n = a << P;
  let x = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (;;) {
    const y = (x + n / x) >> 1n;
    if (y >= x) return x;
    x = y;
  }
}

/** ln x for x in (0.25, 4): twice the area tangent of (x - 1) / (x + 1). */
export function ln(x: bigint): bigint {
  // Two square roots bring the argument near 1.
  const r = sqrt(sqrt(sqrt(x)));
  const t = div(r - ONE, r + ONE);
  const t2 = mul(t, t);
  let sum = 0n;
  let power = t;
  for (let n = 1n; power !== 0n && power !== -1n; n += 2n) {
    sum += power / n;
    power = mul(power, t2);
  }
  return sum << 4n;
}

/** Sine and cosine for |x| up to about 1.6. */
export function sinCos(x: bigint): { sin: bigint; cos: bigint } {
  let sin = 0n;
  let cos = 0n;
  let term = ONE;
  for (let n = 0n; term !== 0n && term !== -1n; n += 1n) {
    const odd = (n & 1n) === 1n;
    const minus = (n & 2n) === 2n;
    if (odd) sin += minus ? -term : term;
    else cos += minus ? -term : term;
    term = mul(term, x) / (n + 1n);
  }
  return { sin, cos };
}

/** Arc tangent for x in [0, 2]. */
export function atan(x: bigint): bigint {
  // atan x = 2 atan(x / (1 + sqrt(1 + x^2))), three times.
  let r = x;
  for (let i = 0; i < 3; i++) r = div(r, ONE + sqrt(ONE + mul(r, r)));
  const r2 = mul(r, r);
  let sum = 0n;
  let power = r;
  for (let n = 1n; power !== 0n; n += 2n) {
    sum += (n & 2n) === 0n ? power / n : -(power / n);
    power = mul(power, r2);
  }
  return sum << 3n;
}

/** Pi with this many fraction bits, by Machin's formula. */
export function pi(bits: bigint): bigint {
  const inverse = (n: bigint): bigint => {
    let power = (1n << bits) / n;
    let sum = power;
    for (let k = 3n; power !== 0n; k += 2n) {
      power /= n * n;
      sum += (k & 2n) === 0n ? power / k : -(power / k);
    }
    return sum;
  };
  return (inverse(5n) * 4n - inverse(239n)) * 4n;
}

/** Arc sine for x in [0, 1). */
export function asin(x: bigint): bigint {
  return atan(div(x, ONE + sqrt(ONE - mul(x, x)))) * 2n;
}

/**
 * The polynomial of this degree, in powers of x - center, whose greatest error for |x - center| <= half is least; the error is
 * relative to f, or absolute. It is the first step of E. Remez's algorithm from Chebyshev's points, which for short intervals
 * is nearly its end: the errors in those points are made alternate, and Chebyshev's polynomials are summed.
 */
export function minimax(
  f: (x: bigint) => bigint,
  center: bigint,
  half: bigint,
  degree: number,
  relative: boolean,
): bigint[] {
  const n = degree + 1;
  const points = Array.from({ length: n + 1 }, (_, j) => cosine(j, n));
  const values = points.map((u) => f(center + mul(half, u)));
  const weights = relative ? values : values.map(() => ONE);
  let alternating = 0n;
  let sum = 0n;
  for (const [j, value] of values.entries()) {
    const share = j % n === 0 ? 1n : 2n;
    alternating += sign(j) * share * value;
    sum += share * (weights[j] as bigint);
  }
  const error = div(alternating, sum);
  const powers: bigint[] = new Array(n).fill(0n);
  for (let k = 0; k < n; k++) {
    let c = 0n;
    for (const [j, value] of values.entries()) {
      const share = j % n === 0 ? 1n : 2n;
      c += share * mul(value - sign(j) * mul(error, weights[j] as bigint), cosine(j * k, n));
    }
    c /= BigInt(k === 0 ? 2 * n : n);
    for (const [i, t] of chebyshev(k).entries()) powers[i] = (powers[i] as bigint) + t * c;
  }
  let scale = ONE;
  return powers.map((c) => {
    const r = div(c, scale);
    scale = mul(scale, half);
    return r;
  });
}

function sign(j: number): bigint {
  return (j & 1) === 0 ? 1n : -1n;
}

const cosines = new Map<number, bigint[]>();

/** cos(j pi / n). */
function cosine(j: number, n: number): bigint {
  let all = cosines.get(n);
  if (all === undefined) {
    const step = pi(P) / BigInt(n);
    all = Array.from({ length: 2 * n }, (_, i) => sinCos(step * BigInt(i)).cos);
    cosines.set(n, all);
  }
  return all[j % (2 * n)] as bigint;
}

/** The coefficients in powers of t - d of a polynomial in powers of t. */
export function shifted(coefficients: readonly bigint[], d: bigint): bigint[] {
  const c = [...coefficients];
  for (let i = 0; i < c.length - 1; i++) {
    for (let j = c.length - 2; j >= i; j--) c[j] = (c[j] as bigint) + mul(c[j + 1] as bigint, d);
  }
  return c;
}

const chebyshevs: bigint[][] = [[1n], [0n, 1n]];

/** Coefficients of the n-th Chebyshev polynomial, from the constant up. */
function chebyshev(n: number): readonly bigint[] {
  for (let k = chebyshevs.length; k <= n; k++) {
    const a = chebyshevs[k - 2] as bigint[];
    const b = chebyshevs[k - 1] as bigint[];
    chebyshevs.push(Array.from({ length: k + 1 }, (_, i) => 2n * (b[i - 1] ?? 0n) - (a[i] ?? 0n)));
  }
  return chebyshevs[n] as bigint[];
}
