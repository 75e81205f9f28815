/**
 * Bitstrings: `size` bits from bit `offset` of a shared `Uint8Array`.
 * Invariant: bytes inside a visible bitstring never change; an append to the newest binary over a buffer extends
 * that buffer in place beyond every visible end.
 * OTP: ErlSubBits and Binary in erl_bits.h.
 */

export class Bits {
  readonly bytes: Uint8Array;
  /** First bit, counted from the start of `bytes`. */
  readonly offset: number;
  /** Number of bits. */
  readonly size: number;
  constructor(bytes: Uint8Array, offset: number, size: number) {
    this.bytes = bytes;
    this.offset = offset;
    this.size = size;
  }
}
Object.setPrototypeOf(Bits.prototype, null);

/** A binary over `bytes`, which the caller does not write again. */
export function binary(bytes: Uint8Array): Bits {
  return new Bits(bytes, 0, bytes.length * 8);
}

export const EMPTY_BINARY = binary(new Uint8Array(0));
