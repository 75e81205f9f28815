/**
 * Iolists and bitstring lists to bytes.
 * Invariant: iterative (a list may be a million levels deep on either side) and linear.
 * OTP: erts_iolist_size() and erts_iolist_to_buf() in utils.c.
 */
import { Bits, copyOfBytes, EMPTY_BINARY, MAX_BINARY_BYTES } from "../term/bits.ts";
import { Cons, NIL } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import { copyBits } from "../util/bits.ts";
import { BytesOut } from "../util/bytes_out.ts";
import { STEP_CELLS } from "./long_work.ts";
import { StateKey } from "./state.ts";
import type { Vm } from "./vm.ts";

/** Why an iolist is none: a wrong element, or too long for a binary. */
export const BAD_LIST = -1;
export const TOO_LONG = -2;

/** There is more to collect. */
export const MORE = -3;

/** The buffer that short iolists are collected in, reused from call to call. */
const BUFFER = new StateKey(() => new BytesOut(1 << 20));

/** What of an iolist or binary is still to be collected into `out`. Bitstrings must be binaries. */
export class IolistWalk {
  private here: Term;
  private readonly stack: Term[] = [];
  private readonly out: BytesOut;
  constructor(t: Term, out: BytesOut) {
    this.here = t;
    this.out = out;
  }

  /** Appends the bytes of about `cells` elements, a kilobyte of a binary counting as one too: 0, MORE, BAD_LIST or TOO_LONG. */
  collect(cells: number): number {
    const { stack, out } = this;
    let here = this.here;
    let left = cells;
    for (;;) {
      let bytes = out.bytes;
      let n = out.n;
      while (here instanceof Cons && here !== NIL) {
        if (--left < 0) {
          out.n = n;
          this.here = here;
          return MORE;
        }
        const head: Term = here.head;
        if (typeof head === "number") {
          if ((head & 255) !== head) return BAD_LIST;
          if (n === bytes.length) {
            out.n = n;
            if (!out.room(1)) return TOO_LONG;
            bytes = out.bytes;
          }
          bytes[n++] = head;
          here = here.tail;
        } else if (head instanceof Bits) {
          out.n = n;
          if (!putBinary(head, out)) return out.overflow ? TOO_LONG : BAD_LIST;
          bytes = out.bytes;
          n = out.n;
          left -= head.size >>> 13;
          here = here.tail;
        } else if (head instanceof Cons) {
          if (here.tail !== NIL) stack.push(here.tail);
          here = head;
        } else return BAD_LIST;
      }
      out.n = n;
      if (here instanceof Bits) {
        if (!putBinary(here, out)) return out.overflow ? TOO_LONG : BAD_LIST;
      } else if (here !== NIL) return BAD_LIST;
      if (stack.length === 0) return 0;
      here = stack.pop() as Term;
    }
  }
}

/** Appends the bytes of the iolist or binary `t` to `out`: 0, or BAD_LIST, or TOO_LONG. */
export function collectIolist(t: Term, out: BytesOut): number {
  return new IolistWalk(t, out).collect(Infinity);
}

function putBinary(b: Bits, out: BytesOut): boolean {
  if ((b.size & 7) !== 0) return false;
  const n = b.size >>> 3;
  if ((b.offset & 7) === 0) out.putBytes(b.bytes, b.offset >>> 3, n);
  else if (out.room(n)) {
    copyBits(b.bytes, b.offset, out.bytes, out.n * 8, b.size);
    out.n += n;
  }
  return !out.overflow;
}

/** The binary of an iolist, BAD_LIST, or TOO_LONG to be done at once. A binary itself is no iolist here. */
export function shortIolistToBinary(vm: Vm, t: Term): Bits | typeof BAD_LIST | typeof TOO_LONG {
  if (t === NIL) return EMPTY_BINARY;
  const out = vm.state(BUFFER);
  out.reset();
  const r = new IolistWalk(t, out).collect(STEP_CELLS);
  if (r === 0) return copyOfBytes(out.bytes, 0, out.n);
  return r === BAD_LIST ? BAD_LIST : TOO_LONG;
}

/** Number of bytes of the iolist or binary `t`, or BAD_LIST. May exceed what a binary can hold. */
export function iolistSize(t: Term): number {
  const stack: Term[] = [];
  let here: Term = t;
  let n = 0;
  for (;;) {
    while (here instanceof Cons && here !== NIL) {
      const head: Term = here.head;
      if (typeof head === "number") {
        if ((head & 255) !== head) return BAD_LIST;
        n++;
        here = here.tail;
      } else if (head instanceof Bits) {
        if ((head.size & 7) !== 0) return BAD_LIST;
        n += head.size >>> 3;
        here = here.tail;
      } else if (head instanceof Cons) {
        if (here.tail !== NIL) stack.push(here.tail);
        here = head;
      } else return BAD_LIST;
    }
    if (here instanceof Bits) {
      if ((here.size & 7) !== 0) return BAD_LIST;
      n += here.size >>> 3;
    } else if (here !== NIL) return BAD_LIST;
    if (stack.length === 0) return n;
    here = stack.pop() as Term;
  }
}

/** The bitstring of a bitstring list; BAD_LIST or TOO_LONG otherwise. */
export function bitstringList(t: Term): Bits | typeof BAD_LIST | typeof TOO_LONG {
  const out = new BytesOut(MAX_BINARY_BYTES);
  const stack: Term[] = [];
  let here: Term = t;
  let bits = 0;
  for (;;) {
    while (here instanceof Cons && here !== NIL) {
      const head: Term = here.head;
      if (typeof head === "number") {
        if ((head & 255) !== head) return BAD_LIST;
        out.putByteAt(bits, head);
        bits += 8;
        here = here.tail;
      } else if (head instanceof Bits) {
        out.putBits(bits, head.bytes, head.offset, head.size);
        bits += head.size;
        here = here.tail;
      } else if (head instanceof Cons) {
        if (here.tail !== NIL) stack.push(here.tail);
        here = head;
      } else return BAD_LIST;
      if (out.overflow) return TOO_LONG;
    }
    if (here instanceof Bits) {
      out.putBits(bits, here.bytes, here.offset, here.size);
      bits += here.size;
      if (out.overflow) return TOO_LONG;
    } else if (here !== NIL) return BAD_LIST;
    if (stack.length === 0) break;
    here = stack.pop() as Term;
  }
  const b = copyOfBytes(out.bytes, 0, out.n);
  return (bits & 7) === 0 ? b : new Bits(b.bytes, b.offset, bits, null);
}
