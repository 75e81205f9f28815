/**
 * The Type chunk: what the compiler proved about registers.
 * Invariant: bits are numbered as in OTP 29 (`TypeBit`), whatever the version of the chunk.
 * OTP: beam_types.c; beam_types.erl, convert_ext/2.
 */
import type { ChunkReader } from "./container.ts";
import { chunkReader } from "./tables.ts";
import { type Chunk, type TypeEntry, TypeBit } from "./types.ts";

export const enum TypesVersion {
  Otp25 = 1,
  Otp26 = 2,
  Otp27 = 3,
  Otp29 = 4,
}

const HAS_LOWER = 1 << 13;
const HAS_UPPER = 1 << 14;
const HAS_UNIT = 1 << 15;

/** The types, and the chunk's version; version 0 and no types if the version is unknown, as in erts. */
export function parseTypes(fileName: string, chunk: Chunk): { version: number; types: TypeEntry[] } {
  const r: ChunkReader = chunkReader(fileName, chunk);
  const version = r.u32("the version");
  if (version < TypesVersion.Otp25 || version > TypesVersion.Otp29) return { version: 0, types: [] };
  const count = r.count(version === TypesVersion.Otp25 ? 18 : 2, "types");
  const types: TypeEntry[] = new Array(count);
  for (let i = 0; i < count; i++) {
    const start = r.at;
    const raw = modernBits(version, r.u16("a type"));
    const ranged = version === TypesVersion.Otp25;
    let min = ranged || raw & HAS_LOWER ? int64(r.take(8, "a type's lower bound")) : undefined;
    let max = ranged || raw & HAS_UPPER ? int64(r.take(8, "a type's upper bound")) : undefined;
    // Version 1 has both bounds always, in the wrong order where there are none.
    if (ranged && (min as number | bigint) > (max as number | bigint)) min = max = undefined;
    const unit = !ranged && raw & HAS_UNIT ? r.u8("a type's unit") + 1 : 1;
    const bits = raw & TypeBit.Any;
    if (bits === 0) r.bad(`type ${i} is empty`, start);
    types[i] = { bits: bits === 0xfff && version < TypesVersion.Otp29 ? TypeBit.Any : bits, min, max, unit };
  }
  if (count === 0 || types[0]!.bits !== TypeBit.Any) r.bad("type 0 is not `any`", 8);
  return { version, types };
}

/** The bytes of each type in a chunk that `parseTypes` takes. */
export function typeRows(bytes: Uint8Array, version: number): Uint8Array[] {
  const rows: Uint8Array[] = [];
  for (let at = 8, end = at; at < bytes.length; at = end) {
    const raw = modernBits(version, (bytes[at]! << 8) | bytes[at + 1]!);
    const bounds = version === TypesVersion.Otp25 ? 16 : (raw & HAS_LOWER ? 8 : 0) + (raw & HAS_UPPER ? 8 : 0);
    end = at + 2 + bounds + (version !== TypesVersion.Otp25 && raw & HAS_UNIT ? 1 : 0);
    rows.push(bytes.subarray(at, end));
  }
  return rows;
}

/** Bits of a type as OTP 29 numbers them. */
function modernBits(version: number, bits: number): number {
  if (version === TypesVersion.Otp29) return bits;
  if (version === TypesVersion.Otp27) return (bits & 0xfff) | ((bits << 1) & 0xe000);
  // Until OTP 26 bit 2 said "match context", which is a bitstring now.
  const context = bits & 4 ? TypeBit.Bitstring : 0;
  const low = (bits & 3) | context | ((bits & 0x1ff8) >> 1);
  return version === TypesVersion.Otp26 ? low | (bits & 0xe000) : low;
}

function int64(b: Uint8Array): number | bigint {
  const high = (b[0]! << 24) | (b[1]! << 16) | (b[2]! << 8) | b[3]!;
  const low = ((b[4]! << 24) | (b[5]! << 16) | (b[6]! << 8) | b[7]!) >>> 0;
  const v = high * 0x100000000 + low;
  return Number.isSafeInteger(v) ? v : (BigInt(high) << 32n) | BigInt(low);
}
