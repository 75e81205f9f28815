/**
 * Flags of binary segments: what stands in a file's `{field_flags, N}`, and the form that Gluon's own code takes.
 * Invariant: the form of ours is LITTLE and SIGNED alone; native endianness is settled here.
 * OTP: erl_bits.h, BSF_LITTLE, BSF_SIGNED, BSF_NATIVE.
 */

export const LITTLE = 2;
export const SIGNED = 4;

/** Our flags from an instruction's `{field_flags, N}`: native (16) is little, as on the machines OTP runs on today. */
export function bsFlags(operand: number): number {
  return (operand & SIGNED) | ((operand & 18) !== 0 ? LITTLE : 0);
}
