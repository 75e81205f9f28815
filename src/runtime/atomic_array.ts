/**
 * Arrays of 64-bit integers that wrap around: what `atomics` and `counters` are made of.
 *
 * Invariant: `values[i]` is the value while it is a safe integer; otherwise it is NaN and the value is in `large`.
 * OTP: AtomicsRef in erl_bif_atomics.c.
 */
import { normalize } from "../term/arith.ts";

const MIN_SIGNED = -(2n ** 63n);
const MAX_SIGNED = 2n ** 63n - 1n;
const MAX_UNSIGNED = 2n ** 64n - 1n;

/** More are `system_limit`. */
export const MAX_ATOMICS = 2 ** 27;

export class AtomicArray {
  readonly signed: boolean;
  private readonly values: Float64Array;
  private readonly large = new Map<number, bigint>();
  constructor(size: number, signed: boolean) {
    this.signed = signed;
    this.values = new Float64Array(size);
  }
  get size(): number {
    return this.values.length;
  }
  get min(): bigint | number {
    return this.signed ? MIN_SIGNED : 0;
  }
  get max(): bigint {
    return this.signed ? MAX_SIGNED : MAX_UNSIGNED;
  }

  /** Is `v` a value that an element can have? */
  holds(v: number | bigint): boolean {
    return v >= this.min && v <= this.max;
  }

  /** Can `v` be added? What either kind can hold. */
  static isIncrement(v: number | bigint): boolean {
    return v >= MIN_SIGNED && v <= MAX_UNSIGNED;
  }

  get(i: number): number | bigint {
    const v = this.values[i] as number;
    return !Number.isNaN(v) ? v : (this.large.get(i) as bigint);
  }

  /** Stores `v`, which `holds`. */
  set(i: number, v: number | bigint): void {
    if (typeof v === "number") {
      this.values[i] = v;
      if (this.large.size > 0) this.large.delete(i);
    } else {
      this.values[i] = Number.NaN;
      this.large.set(i, v);
    }
  }

  /** Adds `n` modulo 2^64; the new value. */
  add(i: number, n: number | bigint): number | bigint {
    const old = this.get(i);
    if (typeof n === "number" && typeof old === "number") {
      const sum = old + n;
      if (Number.isSafeInteger(sum) && (sum >= 0 || this.signed)) {
        this.values[i] = sum;
        return sum;
      }
    }
    const sum = BigInt(old) + BigInt(n);
    const v = normalize(this.signed ? BigInt.asIntN(64, sum) : BigInt.asUintN(64, sum));
    this.set(i, v);
    return v;
  }
}
