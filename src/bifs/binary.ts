/**
 * binary: searching, splitting, copying, conversion to and from unsigned integers.
 * Unaligned subjects are copied once where a search needs bytes.
 * OTP: erl_bif_binary.c; https://www.erlang.org/doc/apps/stdlib/binary.html
 */
import { type Bif, bifTable } from "../runtime/bif.ts";
import type { Exec } from "../runtime/exec.ts";
import { inSteps, LOOP_LIMITS, type LongWork } from "../runtime/long_work.ts";
import type { Result } from "../runtime/signal.ts";
import { Atom, atoms } from "../term/atom.ts";
import {
  Bits,
  binary,
  byteAt,
  byteSize,
  bytesOf,
  copyOfBytes,
  EMPTY_BINARY,
  isBinary,
  MAX_BINARY_BYTES,
  referencedBytes,
  subBits,
} from "../term/bits.ts";
import { Ref } from "../term/identifier.ts";
import { Cons, NIL } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import { Tuple2, tuple2 } from "../term/tuple.ts";
import { bigFromBytes, bigToBytes, normalBig } from "../util/bigbits.ts";
import { ManyPatterns, OnePattern, type Searcher } from "../util/search.ts";
import { binary_part_2, binary_part_3, list_to_binary_1 } from "./erlang/binaries.ts";

const A = atoms("bm", "ac", "nomatch", "scope", "global", "trim", "trim_all", "big", "little");

// -- Patterns.

/** The searcher of a pattern, compiled or not; undefined for a wrong one. */
function searcher(p: Term): Searcher | undefined {
  if (p instanceof Tuple2) {
    const s = p.e1 instanceof Ref ? p.e1.target : undefined;
    if (p.e0 === A.bm && s instanceof OnePattern) return s;
    return p.e0 === A.ac && s instanceof ManyPatterns ? s : undefined;
  }
  if (p instanceof Bits) return p.size > 0 && isBinary(p) ? new OnePattern(bytesOf(p)) : undefined;
  if (!(p instanceof Cons)) return undefined;
  const patterns: Uint8Array[] = [];
  let l: Term = p;
  while (l instanceof Cons && l !== NIL) {
    const b: Term = l.head;
    if (!isBinary(b) || b.size === 0) return undefined;
    patterns.push(bytesOf(b));
    l = l.tail;
  }
  if (l !== NIL || patterns.length === 0) return undefined;
  return patterns.length === 1 ? new OnePattern(patterns[0] as Uint8Array) : new ManyPatterns(patterns);
}

function compile_pattern_1(x: Exec, p: Term): Result {
  const s = p instanceof Tuple2 ? undefined : searcher(p);
  return s === undefined ? x.badarg() : tuple2(s.kind === "bm" ? A.bm : A.ac, x.vm.references.make(s));
}

// -- Options.

interface Options {
  from: number;
  to: number;
  global: boolean;
  trim: boolean;
  trimAll: boolean;
}

/** Reads the options of match, matches (`split` false) or split; undefined for wrong ones. */
function options(l: Term, size: number, split: boolean): Options | undefined {
  const o: Options = { from: 0, to: size, global: false, trim: false, trimAll: false };
  if (!(l instanceof Cons)) return undefined;
  let here: Term = l;
  while (here instanceof Cons && here !== NIL) {
    const t: Term = here.head;
    // As in OTP, what follows the last cell is not looked at.
    here = here.tail;
    if (split && t instanceof Atom) {
      if (t === A.global) o.global = true;
      else if (t === A.trim) o.trim = true;
      else if (t === A.trim_all) o.trimAll = true;
      else return undefined;
      continue;
    }
    if (!(t instanceof Tuple2) || t.e0 !== A.scope || !(t.e1 instanceof Tuple2)) return undefined;
    const { e0: pos, e1: len } = t.e1;
    if (typeof pos !== "number" || typeof len !== "number" || pos < 0) return undefined;
    o.from = len < 0 ? pos + len : pos;
    o.to = len < 0 ? pos : pos + len;
    if (o.from < 0 || o.to > size) return undefined;
  }
  return o;
}

/** Stands in for a pattern that nobody looks at. */
const ANY = new OnePattern(new Uint8Array(1));

/** `searcher`, with what a release does when there is nothing to search. */
function searcherFor(x: Exec, pattern: Term, o: Options): Searcher | undefined {
  return o.to === 0 && !x.vm.release.checksUnusedPattern ? ANY : searcher(pattern);
}

// -- match, matches.

/** Bytes searched or copied for one reduction. */
const BYTES_PER_REDUCTION_LOG2 = 8;

/** A search through a range of a subject that begins at `base` in `text`, in steps. */
abstract class Search implements LongWork {
  protected readonly s: Searcher;
  protected readonly subject: Bits;
  protected readonly base: number;
  private readonly text: Uint8Array;
  /** Where the search goes on, and where it ends. */
  protected at: number;
  protected to: number;
  private stop = 0;
  constructor(s: Searcher, subject: Bits, o: Options) {
    const { text, base } = textOf(subject);
    this.s = s;
    this.subject = subject;
    this.text = text;
    this.base = base;
    this.at = base + o.from;
    this.to = base + o.to;
  }

  step(x: Exec): Result | undefined {
    this.stop = Math.min(this.to, this.at + x.vm.state(LOOP_LIMITS).binary);
    x.reds -= (this.stop - this.at) >>> BYTES_PER_REDUCTION_LOG2;
    return this.search();
  }
  /** Goes on; undefined: there is more. */
  protected abstract search(): Result | undefined;

  /** The next match that begins in this step; -1: none. */
  protected find(): number {
    // What begins in the step is seen to its end.
    const found = this.s.find(this.text, this.at, Math.min(this.to, this.stop + this.s.longest - 1));
    return found < this.stop ? found : -1;
  }
  /** After `find` has found nothing: is there more to search? */
  protected more(): boolean {
    if (this.at < this.stop) this.at = this.stop;
    return this.at < this.to;
  }
}

class FirstMatch extends Search {
  protected search(): Result | undefined {
    const at = this.find();
    if (at >= 0) return tuple2(at - this.base, this.s.length);
    return this.more() ? undefined : A.nomatch;
  }
}

class AllMatches extends Search {
  private readonly out = new Cons(NIL, NIL);
  private last = this.out;
  protected search(): Result | undefined {
    const { s, base } = this;
    for (let at = this.find(); at >= 0; at = this.find()) {
      const cell = new Cons(tuple2(at - base, s.length), NIL);
      this.last.tail = cell;
      this.last = cell;
      this.at = at + s.length;
    }
    return this.more() ? undefined : this.out.tail;
  }
}

function match(x: Exec, subject: Term, pattern: Term, opts: Term): Result {
  if (!isBinary(subject)) return x.badarg();
  const o = options(opts, subject.size >>> 3, false);
  const s = o === undefined ? undefined : searcherFor(x, pattern, o);
  if (o === undefined || s === undefined) return x.badarg();
  return inSteps(x, new FirstMatch(s, subject, o), "binary", "match");
}

function matches(x: Exec, subject: Term, pattern: Term, opts: Term): Result {
  if (!isBinary(subject)) return x.badarg();
  const o = options(opts, subject.size >>> 3, false);
  const s = o === undefined ? undefined : searcherFor(x, pattern, o);
  if (o === undefined || s === undefined) return x.badarg();
  return inSteps(x, new AllMatches(s, subject, o), "binary", "matches");
}

/** The bytes of a binary and where they begin in `text`. */
function textOf(b: Bits): { text: Uint8Array; base: number } {
  return (b.offset & 7) === 0 ? { text: b.bytes, base: b.offset >>> 3 } : { text: bytesOf(b), base: 0 };
}

function match_2(x: Exec, subject: Term, pattern: Term): Result {
  return match(x, subject, pattern, NIL);
}
function matches_2(x: Exec, subject: Term, pattern: Term): Result {
  return matches(x, subject, pattern, NIL);
}

// -- split.

function split_3(x: Exec, subject: Term, pattern: Term, opts: Term): Result {
  if (!isBinary(subject)) return x.badarg();
  const size = subject.size >>> 3;
  const o = options(opts, size, true);
  const s = o === undefined ? undefined : searcherFor(x, pattern, o);
  if (o === undefined || s === undefined) return x.badarg();
  return inSteps(x, new Parts(s, subject, o), "binary", "split");
}

class Parts extends Search {
  private readonly o: Options;
  private readonly out = new Cons(NIL, NIL);
  private last = this.out;
  /** The last cell before a run of empty parts at the end, which trim removes. */
  private lastFull = this.out;
  private start = 0;
  constructor(s: Searcher, subject: Bits, o: Options) {
    super(s, subject, o);
    this.o = o;
  }

  protected search(): Result | undefined {
    const { s, o, base } = this;
    for (let at = this.find(); at >= 0; at = this.find()) {
      this.part(at - base);
      this.at = at + s.length;
      this.start = this.at - base;
      if (!o.global) this.to = this.at;
    }
    if (this.more()) return undefined;
    this.part(this.subject.size >>> 3);
    if (o.trim || o.trimAll) this.lastFull.tail = NIL;
    return this.out.tail;
  }
  private part(end: number): void {
    const { start } = this;
    if (end <= start && this.o.trimAll) return;
    const cell = new Cons(subBits(this.subject, start * 8, (end - start) * 8), NIL);
    this.last.tail = cell;
    this.last = cell;
    if (end > start) this.lastFull = cell;
  }
}

function split_2(x: Exec, subject: Term, pattern: Term): Result {
  return split_3(x, subject, pattern, NIL);
}

// -- Single bytes, common ends.

function at_2(x: Exec, b: Term, i: Term): Result {
  if (!isBinary(b) || typeof i !== "number" || i < 0 || i * 8 >= b.size) return x.badarg();
  return byteAt(b, i);
}

function first_1(x: Exec, b: Term): Result {
  return isBinary(b) && b.size > 0 ? byteAt(b, 0) : x.badarg();
}

function last_1(x: Exec, b: Term): Result {
  return isBinary(b) && b.size > 0 ? byteAt(b, (b.size >>> 3) - 1) : x.badarg();
}

function common(x: Exec, l: Term, fromEnd: boolean): Result {
  let shortest = MAX_BINARY_BYTES + 1;
  let here: Term = l;
  let reference: Bits | undefined;
  while (here instanceof Cons && here !== NIL) {
    const b: Term = here.head;
    if (!isBinary(b)) return x.badarg();
    reference ??= b;
    if (b.size >>> 3 < shortest) shortest = b.size >>> 3;
    here = here.tail;
  }
  if (here !== NIL || reference === undefined) return x.badarg();
  const first = bytesOf(reference);
  // Each binary is compared with the first as far as all before it agree.
  let n = shortest;
  for (here = (l as Cons).tail; here instanceof Cons && here !== NIL && n > 0; here = here.tail) {
    const bytes = bytesOf(here.head as Bits);
    const a = fromEnd ? first.length - 1 : 0;
    const b = fromEnd ? bytes.length - 1 : 0;
    const step = fromEnd ? -1 : 1;
    let k = 0;
    while (k < n && first[a + k * step] === bytes[b + k * step]) k++;
    n = k;
  }
  return n;
}

function longest_common_prefix_1(x: Exec, l: Term): Result {
  return common(x, l, false);
}
function longest_common_suffix_1(x: Exec, l: Term): Result {
  return common(x, l, true);
}

// -- Copies.

function copy_2(x: Exec, b: Term, n: Term): Result {
  if (n === 0 && b instanceof Bits && x.vm.release.bitsPassAsBinary) return EMPTY_BINARY;
  if (!isBinary(b) || !((typeof n === "number" && n >= 0) || (typeof n === "bigint" && n < 1n << 64n && n > 0n))) {
    return x.badarg();
  }
  const size = b.size >>> 3;
  if (size === 0 || n === 0) return EMPTY_BINARY;
  if (typeof n === "bigint" || size * n > MAX_BINARY_BYTES) return x.systemLimit();
  const src = bytesOf(b);
  if (n === 1) return copyOfBytes(src, 0, size);
  const out = new Uint8Array(size * n);
  x.reds -= out.length >>> BYTES_PER_REDUCTION_LOG2;
  if (size === 1) out.fill(src[0] as number);
  else {
    out.set(src);
    for (let done = size; done < out.length; done *= 2) out.copyWithin(done, 0, done);
  }
  return binary(out);
}

function copy_1(x: Exec, b: Term): Result {
  return copy_2(x, b, 1);
}

function referenced_byte_size_1(x: Exec, b: Term): Result {
  if (!(b instanceof Bits)) return x.badarg();
  const own = byteSize(b);
  // OTP 27 and 29 copy parts of up to 64 bytes, so they refer to nothing larger.
  return own <= 64 ? own : referencedBytes(b);
}

// -- Unsigned integers.

/** The byte order of an option: true for little, undefined for a wrong one. */
function littleEndian(e: Term): boolean | undefined {
  return e === A.little ? true : e === A.big ? false : undefined;
}

function encode_unsigned_2(x: Exec, v: Term, endian: Term): Result {
  const little = littleEndian(endian);
  if (little === undefined) return x.badarg();
  let bytes: Uint8Array;
  if (typeof v === "number" && v >= 0) {
    let n = 1;
    for (let w = v; w >= 256; w = Math.floor(w / 256)) n++;
    bytes = new Uint8Array(n);
    let w = v;
    for (let i = n - 1; i >= 0; i--) {
      bytes[i] = w % 256;
      w = Math.floor(w / 256);
    }
  } else if (typeof v === "bigint" && v > 0n) {
    bytes = new Uint8Array((v.toString(16).length + 1) >>> 1);
    bigToBytes(v, bytes, 0, bytes.length);
  } else return x.badarg();
  if (little) bytes.reverse();
  return copyOfBytes(bytes, 0, bytes.length);
}

function encode_unsigned_1(x: Exec, v: Term): Result {
  return encode_unsigned_2(x, v, A.big);
}

function decode_unsigned_2(x: Exec, b: Term, endian: Term): Result {
  const little = littleEndian(endian);
  if (little === undefined || !isBinary(b)) return x.badarg();
  let bytes = bytesOf(b);
  if (little) bytes = bytes.slice().reverse();
  return normalBig(bigFromBytes(bytes, 0, bytes.length));
}

function decode_unsigned_1(x: Exec, b: Term): Result {
  return decode_unsigned_2(x, b, A.big);
}

export const BINARY_MODULE_BIFS: readonly Bif[] = bifTable("binary", {
  "compile_pattern/1": {
    doc: "{bm | ac, Ref} for match, matches and split. badarg for wrong patterns.",
    fn: compile_pattern_1,
  },
  "match/2": { doc: "{Pos, Len} of the first match, or nomatch.", fn: match_2 },
  "match/3": { doc: "As match/2 with [{scope, {Start, Len}}].", fn: match },
  "matches/2": { doc: "[{Pos, Len}] of all matches, which do not overlap.", fn: matches_2 },
  "matches/3": { doc: "As matches/2 with [{scope, {Start, Len}}].", fn: matches },
  "split/2": { doc: "Parts before and after the first match.", fn: split_2 },
  "split/3": { doc: "As split/2 with scope, global, trim, trim_all.", fn: split_3 },
  "at/2": { doc: "Byte at a position from 0. badarg outside.", fn: at_2 },
  "first/1": { doc: "First byte. badarg when empty.", fn: first_1 },
  "last/1": { doc: "Last byte. badarg when empty.", fn: last_1 },
  "part/2": { doc: "As erlang:binary_part/2.", fn: binary_part_2 },
  "part/3": { doc: "As erlang:binary_part/3.", fn: binary_part_3 },
  "list_to_bin/1": { doc: "As erlang:list_to_binary/1.", fn: list_to_binary_1 },
  "longest_common_prefix/1": { doc: "Number of bytes all begin with.", fn: longest_common_prefix_1 },
  "longest_common_suffix/1": { doc: "Number of bytes all end with.", fn: longest_common_suffix_1 },
  "copy/1": { doc: "A copy that refers to no larger binary.", fn: copy_1 },
  "copy/2": { doc: "N copies in one. system_limit when too large.", fn: copy_2 },
  "referenced_byte_size/1": { doc: "Bytes of the binary that this one is a part of.", fn: referenced_byte_size_1 },
  "encode_unsigned/1": { doc: "Big-endian bytes of a non-negative integer.", fn: encode_unsigned_1 },
  "encode_unsigned/2": { doc: "Bytes of a non-negative integer, big or little.", fn: encode_unsigned_2 },
  "decode_unsigned/1": { doc: "Integer of big-endian bytes.", fn: decode_unsigned_1 },
  "decode_unsigned/2": { doc: "Integer of bytes, big or little.", fn: decode_unsigned_2 },
});
