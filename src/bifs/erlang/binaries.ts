/**
 * Binaries and bitstrings: sizes, parts, conversions to and from lists.
 * OTP: binary.c, erl_bif_guard.c, erl_io_queue.c; https://www.erlang.org/doc/apps/erts/erlang.html
 */
import { type Bif, bifTable } from "../../runtime/bif.ts";
import { MatchContext } from "../../runtime/bs_match.ts";
import type { Exec } from "../../runtime/exec.ts";
import {
  bitstringList,
  collectIolist,
  IolistWalk,
  iolistSize,
  MORE,
  shortIolistToBinary,
  TOO_LONG,
} from "../../runtime/iolist.ts";
import { inSteps, type LongWork, STEP_CELLS } from "../../runtime/long_work.ts";
import { nativePoint } from "../../runtime/point.ts";
import type { Result } from "../../runtime/signal.ts";
import { Bits, byteSize, copyOfBytes, isBinary, MAX_BINARY_BYTES, subBits } from "../../term/bits.ts";
import { Cons, listFromArray, NIL } from "../../term/list.ts";
import type { Term } from "../../term/term.ts";
import { Tuple2, tuple2 } from "../../term/tuple.ts";
import { readSmall } from "../../util/bits.ts";
import { BytesOut } from "../../util/bytes_out.ts";

/**
 * Also of a match context: the compiler lets these two BIFs (and no other) see one, for what remains of it.
 * OTP: beam_ssa_bsm.erl.
 */
export function byte_size_1(x: Exec, b: Term | MatchContext): Result {
  if (b instanceof Bits) return byteSize(b);
  return b instanceof MatchContext ? (b.end - b.pos + 7) >>> 3 : x.badarg();
}

export function bit_size_1(x: Exec, b: Term | MatchContext): Result {
  if (b instanceof Bits) return b.size;
  return b instanceof MatchContext ? b.end - b.pos : x.badarg();
}

/** The part of `b` from byte `pos` on, `len` bytes forwards or (negative) backwards; undefined where there is none. */
export function part(b: Term, pos: Term, len: Term): Bits | undefined {
  if (!isBinary(b) || typeof pos !== "number" || typeof len !== "number" || pos < 0) return undefined;
  const from: number = len < 0 ? pos + len : pos;
  const to: number = len < 0 ? pos : pos + len;
  return from >= 0 && to * 8 <= b.size ? subBits(b, from * 8, (to - from) * 8) : undefined;
}

export function binary_part_3(x: Exec, b: Term, pos: Term, len: Term): Result {
  return part(b, pos, len) ?? x.badarg();
}

export function binary_part_2(x: Exec, b: Term, t: Term): Result {
  return (t instanceof Tuple2 ? part(b, t.e0, t.e1) : undefined) ?? x.badarg();
}

function split_binary_2(x: Exec, b: Term, pos: Term): Result {
  if (!(b instanceof Bits) || typeof pos !== "number" || pos < 0 || pos * 8 > b.size) return x.badarg();
  return tuple2(subBits(b, 0, pos * 8), subBits(b, pos * 8, b.size - pos * 8));
}

// -- To lists.

/** Bytes converted for one reduction. OTP: ERTS_B2L_BYTES_PER_REDUCTION. */
const BYTES_PER_REDUCTION_LOG2 = 8;

/** The bytes `from` to `to` of `b` as a list in front of `tail`. From the end on, so many at a time that others get their turn. */
function bytesToList(x: Exec, b: Bits, from: number, to: number, tail: Term): Result {
  const stop = to - from > STEP_CELLS ? to - STEP_CELLS : from;
  x.reds -= (to - stop) >>> 4;
  x.made((to - stop) * 2);
  let l = tail;
  const bytes = b.bytes;
  if ((b.offset & 7) === 0) {
    const base = b.offset >>> 3;
    for (let i = base + to - 1; i >= base + stop; i--) l = new Cons(bytes[i] as number, l);
  } else {
    for (let i = to - 1; i >= stop; i--) l = new Cons(readSmall(bytes, b.offset + i * 8, 8), l);
  }
  return stop === from ? l : x.yield(BYTES, b, from, stop, l);
}

const BYTES = nativePoint("erlang:binary_to_list/rest", 4, (x, _r, f, at) =>
  bytesToList(x, f[at + 1] as Bits, f[at + 2] as number, f[at + 3] as number, f[at + 4] as Term),
);

function binary_to_list_1(x: Exec, b: Term): Result {
  return isBinary(b) ? bytesToList(x, b, 0, b.size >>> 3, NIL) : x.badarg();
}

function binary_to_list_3(x: Exec, b: Term, start: Term, stop: Term): Result {
  if (typeof start !== "number" || typeof stop !== "number") return x.badarg();
  if (!isBinary(b) && !(b instanceof Bits && x.vm.release.bitsPassAsBinary)) return x.badarg();
  const n = b.size >>> 3;
  if (start < 1 || stop < start || stop > n) return x.badarg();
  return bytesToList(x, b, start - 1, stop, NIL);
}

function bitstring_to_list_1(x: Exec, b: Term): Result {
  if (!(b instanceof Bits)) return x.badarg();
  const n = b.size >>> 3;
  const rest = b.size & 7;
  return bytesToList(x, b, 0, n, rest === 0 ? NIL : new Cons(subBits(b, n * 8, rest), NIL));
}

// -- From lists.

function finish(x: Exec, r: Bits | number): Result {
  if (r instanceof Bits) {
    x.reds -= byteSize(r) >>> BYTES_PER_REDUCTION_LOG2;
    return r;
  }
  return r === TOO_LONG ? x.systemLimit() : x.badarg();
}

export function list_to_binary_1(x: Exec, l: Term): Result {
  if (!(l instanceof Cons)) return x.badarg();
  const r = shortIolistToBinary(x.vm, l);
  if (r !== TOO_LONG) return finish(x, r);
  return inSteps(x, new Collection(l), "erlang", "list_to_binary", l);
}

/** A long iolist becomes a binary in steps. */
class Collection implements LongWork {
  private readonly out = new BytesOut(MAX_BINARY_BYTES, 1 << 20);
  private readonly walk: IolistWalk;
  constructor(l: Term) {
    this.walk = new IolistWalk(l, this.out);
  }
  step(x: Exec): Result | undefined {
    const r = this.walk.collect(STEP_CELLS);
    if (r === MORE) return undefined;
    return finish(x, r === 0 ? copyOfBytes(this.out.bytes, 0, this.out.n) : r);
  }
}

export function iolist_to_binary_1(x: Exec, l: Term): Result {
  if (l instanceof Bits) return (l.size & 7) === 0 ? l : x.badarg();
  return list_to_binary_1(x, l);
}

function list_to_bitstring_1(x: Exec, l: Term): Result {
  return l instanceof Cons ? finish(x, bitstringList(l)) : x.badarg();
}

function iolist_size_1(x: Exec, l: Term): Result {
  const n = iolistSize(l);
  return n < 0 ? x.badarg() : n;
}

/** Binaries from this size on go into an iovec as they are; smaller ones are copied together. */
const IOVEC_SHARE_BYTES = 4096;

/**
 * The binaries of `l` in order, small pieces joined. OTP shares from some hundred bytes on, which cannot be seen but by
 * the number of elements.
 */
function iolist_to_iovec_1(x: Exec, l: Term): Result {
  if (l instanceof Bits) {
    if ((l.size & 7) !== 0) return x.badarg();
    return l.size === 0 ? NIL : new Cons(l, NIL);
  }
  const parts: Term[] = [];
  const out = new BytesOut(MAX_BINARY_BYTES);
  const stack: Term[] = [l];
  const flush = () => {
    if (out.n > 0) parts.push(copyOfBytes(out.bytes, 0, out.n));
    out.n = 0;
  };
  while (stack.length > 0) {
    let here = stack.pop() as Term;
    if (here instanceof Bits) here = new Cons(here, NIL);
    while (here instanceof Cons && here !== NIL) {
      const head: Term = here.head;
      if (head instanceof Bits && (head.size & 7) === 0 && head.size >= IOVEC_SHARE_BYTES * 8) {
        flush();
        parts.push(head);
        here = here.tail;
      } else if (typeof head === "number" && (head & 255) === head) {
        out.put(head);
        here = here.tail;
      } else if (head instanceof Bits) {
        const r = collectIolist(head, out);
        if (r < 0) return r === TOO_LONG ? x.systemLimit() : x.badarg();
        here = here.tail;
      } else if (head instanceof Cons) {
        stack.push(here.tail);
        here = head;
      } else return x.badarg();
      if (here instanceof Bits) here = new Cons(here, NIL);
    }
    if (here !== NIL) return x.badarg();
  }
  flush();
  x.reds -= parts.length;
  return listFromArray(parts);
}

const ERLANG: readonly Bif[] = bifTable("erlang", {
  "byte_size/1": { doc: "Bytes needed for a bitstring. badarg for other terms.", guard: true, fn: byte_size_1 },
  "bit_size/1": { doc: "Bits of a bitstring. badarg for other terms.", guard: true, fn: bit_size_1 },
  "binary_part/2": { doc: "Part {Pos, Len} of a binary. badarg outside.", guard: true, fn: binary_part_2 },
  "binary_part/3": { doc: "Part of a binary. badarg outside.", guard: true, fn: binary_part_3 },
  "split_binary/2": { doc: "{First, Rest} of a bitstring at a byte. badarg outside.", fn: split_binary_2 },
  "binary_to_list/1": { doc: "Bytes of a binary. badarg for other terms.", fn: binary_to_list_1 },
  "binary_to_list/3": { doc: "Bytes Start to Stop, from 1. badarg outside.", fn: binary_to_list_3 },
  "bitstring_to_list/1": { doc: "Bytes, a last partial one as a bitstring.", fn: bitstring_to_list_1 },
  "list_to_binary/1": { doc: "Binary of an iolist. badarg when it is none.", fn: list_to_binary_1 },
  "iolist_to_binary/1": { doc: "Binary of an iolist or binary.", fn: iolist_to_binary_1 },
  "list_to_bitstring/1": { doc: "Bitstring of a bitstring list.", fn: list_to_bitstring_1 },
  "iolist_size/1": { doc: "Bytes of an iolist or binary.", fn: iolist_size_1 },
  "iolist_to_iovec/1": { doc: "List of the binaries of an iolist or binary.", fn: iolist_to_iovec_1 },
});

export const BINARY_BIFS: readonly Bif[] = [...ERLANG];
