/**
 * Hashes and checksums: phash, phash2, crc32, adler32, md5.
 * OTP: bif.c, erl_bif_chksum.c.
 */
import { type Bif, bifTable } from "../../runtime/bif.ts";
import type { Exec } from "../../runtime/exec.ts";
import { iolistBytes } from "../../runtime/iodata.ts";
import type { Result } from "../../runtime/signal.ts";
import { binary, Bits, bytesOf } from "../../term/bits.ts";
import { Cons, NIL } from "../../term/list.ts";
import { makeHash, makeHash2 } from "../../term/phash.ts";
import type { Term } from "../../term/term.ts";
import { adler32, adler32Combine, crc32, crc32Combine } from "../../util/checksum.ts";
import { Md5, md5 } from "../../util/md5.ts";

const TWO32 = 4294967296;
/** Bytes of a checksum that count as one reduction. */
const BYTES_PER_REDUCTION = 10;

function isRange(n: Term): n is number {
  return typeof n === "number" && n >= 1 && n <= TWO32;
}

function isUint32(n: Term): n is number {
  return typeof n === "number" && n >= 0 && n < TWO32;
}

function phash2_1(_x: Exec, t: Term): Result {
  return makeHash2(t) & 0x7ffffff;
}

function phash2_2(x: Exec, t: Term, range: Term): Result {
  return isRange(range) ? makeHash2(t) % range : x.badarg();
}

function phash_2(x: Exec, t: Term, range: Term): Result {
  return isRange(range) ? (makeHash(t) % range) + 1 : x.badarg();
}

/** The bytes of iodata, charged for; undefined: badarg. */
function data(x: Exec, t: Term): Uint8Array | undefined {
  const bytes = iolistBytes(t);
  if (bytes !== undefined) x.reds -= Math.floor(bytes.length / BYTES_PER_REDUCTION);
  return bytes;
}

function crc32_1(x: Exec, t: Term): Result {
  const bytes = data(x, t);
  return bytes === undefined ? x.badarg() : crc32(0, bytes);
}

function crc32_2(x: Exec, old: Term, t: Term): Result {
  const bytes = isUint32(old) ? data(x, t) : undefined;
  return bytes === undefined ? x.badarg() : crc32(old as number, bytes);
}

function crc32_combine_3(x: Exec, a: Term, b: Term, length: Term): Result {
  return isUint32(a) && isUint32(b) && isUint32(length) ? crc32Combine(a, b, length) : x.badarg();
}

function adler32_1(x: Exec, t: Term): Result {
  const bytes = data(x, t);
  return bytes === undefined ? x.badarg() : adler32(1, bytes);
}

function adler32_2(x: Exec, old: Term, t: Term): Result {
  const bytes = isUint32(old) ? data(x, t) : undefined;
  if (bytes === undefined) return x.badarg();
  // A sum that is none stays as it is where there is nothing at all to add; an empty binary is enough to reduce it.
  return bytes.length === 0 && !hasBinary(t) ? old : adler32(old as number, bytes);
}

/** True if there is a binary anywhere in iodata. */
function hasBinary(t: Term): boolean {
  const stack: Term[] = [t];
  for (let l = stack.pop(); l !== undefined; l = stack.pop()) {
    while (l instanceof Cons && l !== NIL) {
      if (typeof l.head !== "number") stack.push(l.head);
      l = l.tail;
    }
    if (l instanceof Bits) return true;
  }
  return false;
}

function adler32_combine_3(x: Exec, a: Term, b: Term, length: Term): Result {
  if (!isUint32(a) || !isUint32(b) || !isUint32(length)) return x.badarg();
  return length === 0 ? a : adler32Combine(a, b, length);
}

function md5_1(x: Exec, t: Term): Result {
  const bytes = data(x, t);
  return bytes === undefined ? x.badarg() : binary(md5(bytes));
}

// A context is a binary of 92 bytes: four words of the digest, the length in bits, the block, and how full that is.

const CONTEXT_BYTES = 92;

function contextFrom(t: Term): Md5 | undefined {
  if (!(t instanceof Bits) || t.size !== CONTEXT_BYTES * 8) return undefined;
  const bytes = bytesOf(t);
  const view = new DataView(bytes.buffer, bytes.byteOffset, CONTEXT_BYTES);
  const m = new Md5();
  for (let i = 0; i < 4; i++) m.words[i] = view.getInt32(i * 4, true);
  m.length = view.getUint32(20, true) * 0x20000000 + Math.floor(view.getUint32(16, true) / 8);
  m.block.set(bytes.subarray(24, 88));
  return m;
}

function contextOf(m: Md5): Bits {
  const bytes = new Uint8Array(CONTEXT_BYTES);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < 4; i++) view.setInt32(i * 4, m.words[i] as number, true);
  view.setUint32(16, (m.length * 8) % TWO32, true);
  view.setUint32(20, Math.floor(m.length / 0x20000000), true);
  const fill = m.length & 63;
  bytes.set(m.block.subarray(0, fill), 24);
  view.setUint32(88, fill, true);
  return binary(bytes);
}

function md5_init_0(_x: Exec): Result {
  return contextOf(new Md5());
}

function md5_update_2(x: Exec, context: Term, t: Term): Result {
  const m = contextFrom(context);
  const bytes = m === undefined ? undefined : data(x, t);
  return m === undefined || bytes === undefined ? x.badarg() : contextOf(m.update(bytes));
}

function md5_final_1(x: Exec, context: Term): Result {
  const m = contextFrom(context);
  return m === undefined ? x.badarg() : binary(m.digest());
}

export const erlangHash: readonly Bif[] = bifTable("erlang", {
  "phash2/1": { doc: "Portable hash of a term, 27 bits.", fn: phash2_1 },
  "phash2/2": { doc: "Portable hash from 0 to Range - 1. badarg unless Range is 1 to 2^32.", fn: phash2_2 },
  "phash/2": { doc: "The older portable hash, from 1 to Range. badarg unless Range is 1 to 2^32.", fn: phash_2 },
  "crc32/1": { doc: "CRC-32 of iodata. badarg otherwise.", fn: crc32_1 },
  "crc32/2": { doc: "CRC-32 continued from an earlier sum. badarg otherwise.", fn: crc32_2 },
  "crc32_combine/3": { doc: "CRC-32 of two pieces from their sums and the second one's size.", fn: crc32_combine_3 },
  "adler32/1": { doc: "Adler-32 of iodata. badarg otherwise.", fn: adler32_1 },
  "adler32/2": { doc: "Adler-32 continued from an earlier sum. badarg otherwise.", fn: adler32_2 },
  "adler32_combine/3": {
    doc: "Adler-32 of two pieces from their sums and the second one's size.",
    fn: adler32_combine_3,
  },
  "md5/1": { doc: "MD5 of iodata. badarg otherwise.", fn: md5_1 },
  "md5_init/0": { doc: "A new MD5 context.", fn: md5_init_0 },
  "md5_update/2": { doc: "A context with iodata taken in. badarg otherwise.", fn: md5_update_2 },
  "md5_final/1": { doc: "The digest of a context. badarg otherwise.", fn: md5_final_1 },
});
