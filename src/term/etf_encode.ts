/**
 * The external term format, encoding, with the tags that OTP writes.
 *
 * Invariant: recursion is bounded; the bytes of a term depend on the term and the options alone.
 * OTP: enc_term() and erts_term_to_binary() in external.c.
 */
import { bigToBytes } from "../util/bigbits.ts";
import { BytesOut } from "../util/bytes_out.ts";
import { doubleBits, lowBits } from "../util/half.ts";
import { utf8Encode } from "../util/utf8.ts";
import { Atom } from "./atom.ts";
import { Bits, byteSize, bytesOf, MAX_BINARY_BYTES } from "./bits.ts";
import { sortedOrder } from "./compare.ts";
import * as T from "./etf_tags.ts";
import { Float } from "./float.ts";
import { scientificFloat } from "./float_text.ts";
import { Fun, funEnv } from "./fun.ts";
import { Pid, type Port, Ref } from "./identifier.ts";
import { Cons, NIL } from "./list.ts";
import { ErlMap, MAP_SMALL_LIMIT } from "./map.ts";
import { NativeRecord } from "./native_record.ts";
import { blockHash } from "./phash.ts";
import type { Term } from "./term.ts";
import { arity, element, Tuple, tupleToArray } from "./tuple.ts";

export interface EncodeOptions {
  /** This node's name and creation, written into local identifiers. */
  readonly node: Atom;
  readonly creation: number;
  /** 0: floats as text, 1: atoms in Latin-1 where possible, 2: all atoms in UTF-8. */
  readonly minorVersion: number;
  /** Keys of maps in ascending order. */
  readonly deterministic: boolean;
  /** The local format: with a hash, and without this node's name. */
  readonly local: boolean;
  /** What the hash of the local format starts from. */
  readonly localSalt: number;
  /** 0: not compressed; else the level, -1 for zlib's default. */
  readonly compressed: number;
  /** zlib's deflate. Without it nothing is compressed. */
  readonly deflate: ((bytes: Uint8Array, level: number) => Uint8Array) | undefined;
}

/** The external format as `term_to_binary/1` writes it, but for whose it is. */
export const PLAIN = {
  minorVersion: 2,
  deterministic: false,
  local: false,
  localSalt: 0,
  compressed: 0,
  deflate: undefined,
};

const MAX_STRING = 65535;
const MAX_SAFE_INT32 = 2147483647;

/**
 * Appends the external term, with version byte and compression, to `out`; false: larger than a binary may be, and
 * `out.overflow` is set.
 */
export function encodeTerm(t: Term, options: EncodeOptions, out: BytesOut): boolean {
  const from = out.n;
  out.put(T.VERSION_MAGIC);
  new Encoder(options, out).encode(t);
  return finish(options, out, from);
}

/** Compresses what stands from `from` on, if that is wanted and saves anything. */
function finish(options: EncodeOptions, out: BytesOut, from: number): boolean {
  if (out.overflow) return false;
  const size = out.n - from - 1;
  // Compression must save the bytes of its own head at least.
  if (options.compressed === 0 || options.deflate === undefined || size < 5) return true;
  const packed = options.deflate(out.bytes.subarray(from + 1, out.n), options.compressed);
  if (packed.length > size - 5) return true;
  out.n = from + 1;
  out.put(T.COMPRESSED);
  put32(out, size);
  out.putBytes(packed, 0, packed.length);
  return true;
}

/** Encodes in steps, to the end of an empty `out`. */
export class TermEncoding {
  private readonly options: EncodeOptions;
  private readonly out: BytesOut;
  private readonly encoder: Encoder;
  constructor(t: Term, options: EncodeOptions, out: BytesOut) {
    this.options = options;
    this.out = out;
    out.put(T.VERSION_MAGIC);
    this.encoder = new Encoder(options, out);
    this.encoder.begin(t);
  }

  /** Encodes about `parts` leaves and containers. undefined: there is more; else as encodeTerm. */
  proceed(parts: number): boolean | undefined {
    if (!this.encoder.proceed(parts)) return undefined;
    return finish(this.options, this.out, 0);
  }
}

/** The same as a fresh array; undefined: larger than a binary may be. */
export function encodeToBytes(t: Term, options: EncodeOptions): Uint8Array | undefined {
  const out = new BytesOut(MAX_BINARY_BYTES);
  return encodeTerm(t, options, out) ? out.bytes.slice(0, out.n) : undefined;
}

function put16(out: BytesOut, v: number): void {
  out.put((v >>> 8) & 255);
  out.put(v & 255);
}

function put32(out: BytesOut, v: number): void {
  if (out.n + 4 > out.bytes.length && !out.room(4)) return;
  const b = out.bytes;
  const p = out.n;
  b[p] = v >>> 24;
  b[p + 1] = v >>> 16;
  b[p + 2] = v >>> 8;
  b[p + 3] = v;
  out.n = p + 4;
}

/** Work on the stack comes in twos: a term array and where to go on in it, or one of these with what it is about. */
const CELL = -1;
const FUN_END = -2;
const LOCAL_END = -3;

/** Levels that are written by recursion. */
const MAX_NESTING = 50;

class Encoder {
  private readonly o: EncodeOptions;
  private readonly out: BytesOut;
  private readonly stack: unknown[] = [];
  /** Parts that may still be written in this step. */
  private left = Infinity;

  constructor(options: EncodeOptions, out: BytesOut) {
    this.o = options;
    this.out = out;
  }

  encode(t: Term): void {
    const start = this.localHead();
    this.nested(t, MAX_NESTING);
    this.localHash(start);
  }

  /** As `encode`, without recursion: `proceed` does the rest in steps. */
  begin(t: Term): void {
    const start = this.localHead();
    this.stack.push(start, LOCAL_END);
    this.term(t);
  }

  private localHead(): number {
    const { out } = this;
    const start = out.n + 5;
    if (this.o.local) {
      out.put(T.LOCAL_EXT);
      put32(out, 0);
    }
    return start;
  }
  private localHash(start: number): void {
    const { out, o } = this;
    if (!o.local || out.overflow) return;
    const n = out.n - start;
    this.patch(start - 4, blockHash(out.bytes.subarray(start, out.n), n, o.localSalt | 0));
  }

  /** Terms of few levels, by recursion: nothing is allocated. */
  private nested(t: Term, nesting: number): void {
    if (typeof t === "number") this.integer(t);
    else if (t instanceof Atom) this.atom(t);
    else if (nesting === 0) this.iterative(t);
    else if (t instanceof Tuple) {
      const n = arity(t);
      this.tupleHead(n);
      for (let i = 0; i < n; i++) this.nested(element(t, i), nesting - 1);
    } else if (t instanceof Cons) {
      if (t === NIL) this.out.put(T.NIL_EXT);
      else if (!this.listHead(t)) {
        let l: Term = t;
        for (; l instanceof Cons && l !== NIL && !this.out.overflow; l = l.tail) this.nested(l.head, nesting - 1);
        this.nested(l, nesting - 1);
      }
    } else if (t instanceof Bits) this.bits(t);
    else if (t instanceof Float) this.float(t.value);
    else if (t instanceof ErlMap && !this.o.deterministic) {
      this.mapHead(t.size);
      const keys = t.keyArray();
      const values = t.valueArray();
      for (let i = 0; i < keys.length && !this.out.overflow; i++) {
        this.nested(keys[i] as Term, nesting - 1);
        this.nested(values[i] as Term, nesting - 1);
      }
    } else this.iterative(t);
  }

  /** Terms of any depth. */
  private iterative(t: Term): void {
    const base = this.stack.length;
    this.term(t);
    this.left = Infinity;
    this.unwind(base);
  }

  /** Works off the stack; false: `parts` have been written and there is more. */
  proceed(parts: number): boolean {
    this.left = parts;
    return this.unwind(0);
  }

  private unwind(base: number): boolean {
    const { out, stack } = this;
    while (stack.length > base && !out.overflow) {
      if (this.left <= 0) return false;
      const i = stack.pop() as number;
      const x = stack.pop();
      if (i >= 0) this.array(x as readonly Term[], i);
      else if (i === CELL) this.cells(x as Cons);
      else if (i === FUN_END) this.patch(x as number, out.n - (x as number));
      else this.localHash(x as number);
    }
    return true;
  }

  private patch(at: number, v: number): void {
    const n = this.out.n;
    this.out.n = at;
    put32(this.out, v);
    this.out.n = n;
  }

  /** Elements from `i` on, until one opens a container: then the rest waits on the stack below that one's parts. */
  private array(a: readonly Term[], i: number): void {
    const { stack } = this;
    while (i < a.length) {
      if (--this.left < 0) {
        stack.push(a, i);
        return;
      }
      const t = a[i++] as Term;
      if (isLeaf(t)) this.leaf(t);
      else {
        if (i < a.length) stack.push(a, i);
        this.container(t);
        return;
      }
    }
  }

  /** The rest of a list whose head is written. */
  private cells(cell: Cons): void {
    const { stack } = this;
    for (;;) {
      if (--this.left < 0) {
        stack.push(cell, CELL);
        return;
      }
      const head = cell.head;
      const tail = cell.tail;
      const more = tail instanceof Cons && tail !== NIL;
      if (isLeaf(head)) this.leaf(head);
      else {
        if (more) stack.push(tail, CELL);
        else stack.push([tail], 0);
        this.container(head);
        return;
      }
      if (!more) {
        this.term(tail);
        return;
      }
      if (this.out.overflow) return;
      cell = tail as Cons;
    }
  }

  /** Writes a leaf, or a container's head and puts its parts on the stack. */
  private term(t: Term): void {
    if (isLeaf(t)) this.leaf(t);
    else this.container(t);
  }

  private container(t: Term): void {
    const { stack } = this;
    if (t instanceof Cons) {
      if (!this.listHead(t)) stack.push(t, CELL);
    } else if (t instanceof Tuple) {
      const a = tupleToArray(t);
      this.tupleHead(a.length);
      if (a.length > 0) stack.push(a, 0);
    } else if (t instanceof ErlMap) this.map(t);
    else if (t instanceof Fun) this.fun(t);
    else this.record(t as NativeRecord);
  }

  private tupleHead(n: number): void {
    const { out } = this;
    if (n < 256) {
      out.put(T.SMALL_TUPLE_EXT);
      out.put(n);
    } else {
      out.put(T.LARGE_TUPLE_EXT);
      put32(out, n);
    }
  }

  /** Writes a short list of bytes whole: true. Of any other list the head alone: false. */
  private listHead(l: Cons): boolean {
    const { out } = this;
    const n = stringLength(l);
    if (n >= 0) {
      out.put(T.STRING_EXT);
      put16(out, n);
      for (let c: Cons = l; c !== NIL; c = c.tail as Cons) out.put(c.head as number);
      return true;
    }
    let count = 0;
    for (let c: Term = l; c instanceof Cons && c !== NIL; c = c.tail) count++;
    out.put(T.LIST_EXT);
    put32(out, count);
    return false;
  }

  private mapHead(size: number): void {
    this.out.put(T.MAP_EXT);
    put32(this.out, size);
  }

  private map(m: ErlMap): void {
    this.mapHead(m.size);
    if (m.size === 0) return;
    const keys = m.keyArray();
    const values = m.valueArray();
    const order = this.o.deterministic && m.size > MAP_SMALL_LIMIT ? sortedOrder(keys) : undefined;
    const pairs: Term[] = [];
    for (let i = 0; i < keys.length; i++) {
      const j = order === undefined ? i : (order[i] as number);
      pairs.push(keys[j] as Term, values[j] as Term);
    }
    this.stack.push(pairs, 0);
  }

  private fun(f: Fun): void {
    const { out, stack } = this;
    const c = f.code;
    if (c.external) {
      out.put(T.EXPORT_EXT);
      this.atom(c.module);
      this.atom(c.name);
      this.integer(c.arity);
      return;
    }
    out.put(T.NEW_FUN_EXT);
    const sizeAt = out.n;
    put32(out, 0);
    out.put(c.arity);
    out.putBytes(c.uniq, 0, 16);
    put32(out, c.index);
    put32(out, c.numFree);
    this.atom(c.module);
    this.integer(c.oldIndex);
    this.integer(c.oldUniq);
    // The creator, which nobody reads any more: the init process.
    this.pid(undefined, 0, 0, 0);
    stack.push(sizeAt, FUN_END);
    if (c.numFree > 0) stack.push(funEnv(f), 0);
  }

  private record(r: NativeRecord): void {
    const { out } = this;
    const d = r.definition;
    out.put(T.RECORD_EXT);
    put32(out, r.values.length);
    out.put(d.exported ? 1 : 0);
    this.atom(d.module);
    this.atom(d.name);
    for (const field of d.fields) this.atom(field);
    if (r.values.length > 0) this.stack.push(r.values, 0);
  }

  private leaf(t: Term): void {
    if (typeof t === "number") this.integer(t);
    else if (t instanceof Atom) this.atom(t);
    else if (t === NIL) this.out.put(T.NIL_EXT);
    else if (t instanceof Bits) this.bits(t);
    else if (t instanceof Float) this.float(t.value);
    else if (typeof t === "bigint") this.big(t);
    else if (t instanceof Pid) this.pid(t.node, t.creation, t.id, t.serial);
    else if (t instanceof Ref) this.reference(t);
    else this.port(t as Port);
  }

  private integer(v: number): void {
    const { out } = this;
    if ((v & 255) === v) {
      out.put(T.SMALL_INTEGER_EXT);
      out.put(v);
    } else if (v <= MAX_SAFE_INT32 && v >= -MAX_SAFE_INT32 - 1) {
      out.put(T.INTEGER_EXT);
      put32(out, v);
    } else {
      let m = v < 0 ? -v : v;
      out.put(T.SMALL_BIG_EXT);
      const sizeAt = out.n;
      out.put(0);
      out.put(v < 0 ? 1 : 0);
      while (m > 0) {
        out.put(m % 256);
        m = Math.floor(m / 256);
      }
      if (!out.overflow) out.bytes[sizeAt] = out.n - sizeAt - 2;
    }
  }

  private big(b: bigint): void {
    const { out } = this;
    const m = b < 0n ? -b : b;
    const n = m < 0x10000000000000000n ? smallBytes(m) : (m.toString(16).length + 1) >>> 1;
    if (n < 256) {
      out.put(T.SMALL_BIG_EXT);
      out.put(n);
    } else {
      out.put(T.LARGE_BIG_EXT);
      put32(out, n);
    }
    out.put(b < 0n ? 1 : 0);
    if (!out.room(n)) return;
    const { bytes } = out;
    const from = out.n;
    const to = from + n;
    bigToBytes(m, bytes, from, to);
    bytes.subarray(from, to).reverse();
    out.n = to;
  }

  private float(v: number): void {
    const { out } = this;
    if (this.o.minorVersion > 0) {
      out.put(T.NEW_FLOAT_EXT);
      put32(out, doubleBits(v));
      put32(out, lowBits());
      return;
    }
    out.put(T.FLOAT_EXT);
    const text = scientificFloat(v, 20) as string;
    for (let i = 0; i < 31; i++) out.put(i < text.length ? text.charCodeAt(i) : 0);
  }

  private atom(a: Atom): void {
    const { out } = this;
    const name = a.name;
    const n = name.length;
    let widest = 0;
    for (let i = 0; i < n; i++) widest |= name.charCodeAt(i);
    if (this.o.minorVersion < 2 && widest < 256) {
      out.put(T.ATOM_EXT);
      put16(out, n);
      for (let i = 0; i < n; i++) out.put(name.charCodeAt(i));
      return;
    }
    if (widest < 128) {
      out.put(T.SMALL_ATOM_UTF8_EXT);
      out.put(n);
      for (let i = 0; i < n; i++) out.put(name.charCodeAt(i));
      return;
    }
    const bytes = utf8Encode(name);
    if (bytes.length < 256) {
      out.put(T.SMALL_ATOM_UTF8_EXT);
      out.put(bytes.length);
    } else {
      out.put(T.ATOM_UTF8_EXT);
      put16(out, bytes.length);
    }
    out.putBytes(bytes, 0, bytes.length);
  }

  /** A node's name; the creation to go with it. */
  private node(node: Atom | undefined, creation: number): number {
    if (node !== undefined) {
      this.atom(node);
      return creation;
    }
    if (this.o.local) {
      this.out.put(T.NIL_EXT);
      return 0;
    }
    this.atom(this.o.node);
    return this.o.creation;
  }

  private pid(node: Atom | undefined, creation: number, id: number, serial: number): void {
    const { out } = this;
    out.put(T.NEW_PID_EXT);
    const c = this.node(node, creation);
    put32(out, id);
    put32(out, serial);
    put32(out, c);
  }

  private port(p: Port): void {
    const { out } = this;
    out.put(T.V4_PORT_EXT);
    const c = this.node(p.node, p.creation);
    const id = BigInt(p.id);
    put32(out, Number(BigInt.asIntN(32, id >> 32n)));
    put32(out, Number(BigInt.asIntN(32, id)));
    put32(out, c);
  }

  private reference(r: Ref): void {
    const { out } = this;
    out.put(T.NEWER_REFERENCE_EXT);
    put16(out, r.words);
    const c = this.node(r.node, r.creation);
    put32(out, c);
    put32(out, r.n0);
    if (r.words > 1) put32(out, r.n1);
    if (r.words > 2) put32(out, r.n2);
    for (let i = 3; i < r.words; i++) put32(out, r.more?.[i - 3] ?? 0);
  }

  private bits(b: Bits): void {
    const { out } = this;
    const n = byteSize(b);
    const rest = b.size & 7;
    out.put(rest === 0 ? T.BINARY_EXT : T.BIT_BINARY_EXT);
    put32(out, n);
    if (rest !== 0) out.put(rest);
    if (n > 0) out.putBytes(bytesOf(b), 0, n);
  }
}

/** Bytes of a magnitude below 2^64. */
function smallBytes(m: bigint): number {
  let n = 0;
  for (let v = m; v > 0n; v >>= 8n) n++;
  return n;
}

function isLeaf(t: Term): boolean {
  return (
    t === NIL ||
    !(t instanceof Cons || t instanceof Tuple || t instanceof ErlMap || t instanceof Fun || t instanceof NativeRecord)
  );
}

/** Length of a proper list of bytes that is short enough for STRING_EXT, else -1. */
function stringLength(l: Cons): number {
  let n = 0;
  let c: Term = l;
  while (c instanceof Cons && c !== NIL) {
    const h = c.head;
    if (typeof h !== "number" || (h & 255) !== h || ++n > MAX_STRING) return -1;
    c = c.tail;
  }
  return c === NIL ? n : -1;
}
