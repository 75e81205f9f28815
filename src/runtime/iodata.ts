/**
 * iodata: binaries, and lists of bytes, binaries and such lists, as bytes.
 * OTP: erts_iolist_to_buf() in utils.c.
 */
import { Bits, bytesOf, MAX_BINARY_BYTES } from "../term/bits.ts";
import { Cons, NIL } from "../term/list.ts";
import type { Term } from "../term/term.ts";

/** The bytes of iodata (a view where it is one binary); undefined when it is none, or more than a binary may hold. */
export function iolistBytes(t: Term): Uint8Array | undefined {
  if (t instanceof Bits) return (t.size & 7) === 0 ? bytesOf(t) : undefined;
  if (!(t instanceof Cons)) return undefined;
  const out = new Collector();
  const rest: Term[] = [];
  let l: Term = t;
  for (;;) {
    if (l === NIL) {
      if (rest.length === 0) return out.finish();
      l = rest.pop() as Term;
    } else if (l instanceof Cons) {
      const head: Term = l.head;
      if (typeof head === "number") {
        if (head < 0 || head > 255) return undefined;
        out.byte(head);
        l = l.tail;
      } else {
        rest.push(l.tail);
        l = head;
      }
    } else if (l instanceof Bits && (l.size & 7) === 0) {
      // As an element, or as the tail of an improper list.
      out.bytes(bytesOf(l));
      if (rest.length === 0) return out.finish();
      l = rest.pop() as Term;
    } else return undefined;
    if (out.length > MAX_BINARY_BYTES) return undefined;
  }
}

class Collector {
  private room = new Uint8Array(64);
  length = 0;
  private grow(n: number): void {
    const larger = new Uint8Array(Math.max(this.room.length * 2, this.length + n));
    larger.set(this.room.subarray(0, this.length));
    this.room = larger;
  }
  byte(b: number): void {
    if (this.length === this.room.length) this.grow(1);
    this.room[this.length++] = b;
  }
  bytes(b: Uint8Array): void {
    if (this.length + b.length > this.room.length) this.grow(b.length);
    this.room.set(b, this.length);
    this.length += b.length;
  }
  finish(): Uint8Array {
    return this.room.subarray(0, this.length);
  }
}
