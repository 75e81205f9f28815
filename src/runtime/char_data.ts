/**
 * Character data (lists of code points, binaries and such lists) to bytes on a device.
 * Invariant: iterative; data that is no character data gives undefined and no partial output.
 * OTP: unicode:characters_to_binary/3 as the I/O servers use it.
 */
import { Bits, bytesOf } from "../term/bits.ts";
import { Cons, NIL } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import { decodeAt, putUtf8, utf8Length } from "../util/utf8.ts";

/** Characters of a device or a request: bytes are Latin-1 or UTF-8. */
export type Encoding = "latin1" | "unicode";

const MAX_BYTES = 0x7fffffff;

class Out {
  bytes = new Uint8Array(256);
  n = 0;
  private readonly encoding: Encoding;
  constructor(encoding: Encoding) {
    this.encoding = encoding;
  }

  char(c: number): void {
    if (this.n + 12 > this.bytes.length) this.grow(this.n * 2 + 12);
    if (this.encoding === "unicode") this.n = putUtf8(c, this.bytes, this.n);
    else if (c < 256) this.bytes[this.n++] = c;
    else for (const digit of `\\x{${c.toString(16).toUpperCase()}}`) this.bytes[this.n++] = digit.charCodeAt(0);
  }

  raw(b: Uint8Array): void {
    if (this.n + b.length > this.bytes.length) this.grow(this.n * 2 + b.length);
    this.bytes.set(b, this.n);
    this.n += b.length;
  }

  private grow(size: number): void {
    const bigger = new Uint8Array(Math.min(size, MAX_BYTES));
    bigger.set(this.bytes.subarray(0, this.n));
    this.bytes = bigger;
  }

  get result(): Uint8Array {
    return this.bytes.subarray(0, this.n);
  }
}

function isCodePoint(c: number, from: Encoding): boolean {
  return c >= 0 && (from === "latin1" ? c < 256 : c <= 0x10ffff && (c < 0xd800 || c > 0xdfff));
}

/** Appends a binary; false if it is not text in `from`. */
function putBinary(out: Out, b: Bits, from: Encoding, to: Encoding): boolean {
  if (b.size % 8 !== 0) return false;
  const bytes = bytesOf(b);
  if (from === "latin1") {
    if (to === "latin1") out.raw(bytes);
    else for (const c of bytes) out.char(c);
    return true;
  }
  // Checked before it is copied: `raw` takes what is UTF-8 already.
  for (let i = 0; i < bytes.length; ) {
    const c = decodeAt(bytes, i, bytes.length);
    if (c < 0) return false;
    i += utf8Length(c);
    if (to === "latin1") out.char(c);
  }
  if (to === "unicode") out.raw(bytes);
  return true;
}

/**
 * The bytes of character data `t`, read as `from` (binaries in it are in that encoding, integers code points of it),
 * written as `to`; what Latin-1 does not have becomes `\x{...}`. undefined: `t` is none.
 */
export function charDataBytes(t: Term, from: Encoding, to: Encoding): Uint8Array | undefined {
  const out = new Out(to);
  if (t instanceof Bits) return putBinary(out, t, from, to) ? out.result : undefined;
  if (!(t instanceof Cons)) return undefined;
  const rest: Term[] = [];
  let l: Term = t;
  for (;;) {
    if (l instanceof Cons) {
      if (l === NIL) {
        const next = rest.pop();
        if (next === undefined) return out.result;
        l = next;
        continue;
      }
      const head: Term = l.head;
      l = l.tail;
      if (typeof head === "number") {
        if (!isCodePoint(head, from)) return undefined;
        out.char(head);
      } else if (head instanceof Cons) {
        if (head === NIL) continue;
        if (l !== NIL) rest.push(l);
        l = head;
      } else if (!(head instanceof Bits) || !putBinary(out, head, from, to)) return undefined;
    } else {
      // The tail of an improper list may be a binary.
      if (!(l instanceof Bits) || !putBinary(out, l, from, to)) return undefined;
      l = NIL;
    }
  }
}
