/**
 * unicode: character data (nested lists of code points and binaries) to UTF-8 and to lists.
 *
 * Only latin1 and utf8 input is converted here; other encodings go on in `unicode.erl`, as in OTP. Errors give what was
 * converted and what is left, in the shape that OTP leaves it: the innermost list from the bad element on, then the
 * rests of the lists around it.
 * OTP: erl_unicode.c; https://www.erlang.org/doc/apps/stdlib/unicode.html
 */
import { type Bif, bifTable } from "../runtime/bif.ts";
import type { Exec } from "../runtime/exec.ts";
import { inSteps, LOOP_LIMITS, type LongWork } from "../runtime/long_work.ts";
import type { Result } from "../runtime/signal.ts";
import { StateKey } from "../runtime/state.ts";
import { type Atom, atoms, FALSE, TRUE } from "../term/atom.ts";
import { Bits, bytesOf, copyOfBytes, isBinary, MAX_BINARY_BYTES, subBits } from "../term/bits.ts";
import { Cons, listFromArray, NIL } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import { tuple3 } from "../term/tuple.ts";
import { BytesOut } from "../util/bytes_out.ts";
import { decodeAt, putUtf8, utf8Length } from "../util/utf8.ts";

const A = atoms(
  "latin1",
  "unicode",
  "utf8",
  "error",
  "incomplete",
  "characters_to_binary_int",
  "characters_to_list_int",
);

/** Collects the UTF-8 of character data, in steps. */
class Conversion {
  readonly out = new BytesOut(MAX_BINARY_BYTES);
  latin1 = false;
  /** The beginning of a character that the last binary ended in. */
  leftover: number[] = [];
  /** Set by a failure: what could not be converted. */
  rest: Term = NIL;
  private here: Term = NIL;
  private stack: Term[] = [];

  start(t: Term, latin1: boolean): void {
    this.out.reset();
    this.latin1 = latin1;
    this.leftover = [];
    this.rest = NIL;
    this.here = t;
    this.stack = [];
  }

  /**
   * Converts about `cells` elements. True: all is done. False: `rest` is what remains, or the output is too long
   * (`out.overflow`). undefined: there is more.
   */
  proceed(cells: number): boolean | undefined {
    const { stack } = this;
    let here = this.here;
    if (here instanceof Bits) return this.binary(here);
    let left = cells;
    for (;;) {
      while (here instanceof Cons && here !== NIL) {
        if (--left < 0) {
          this.here = here;
          return undefined;
        }
        const head: Term = here.head;
        if (typeof head === "number") {
          if (!this.character(head)) return this.fail(here, stack);
          here = here.tail;
        } else if (head instanceof Cons) {
          if (head === NIL) here = here.tail;
          else {
            stack.push(here.tail);
            here = head;
          }
        } else if (head instanceof Bits) {
          if (!this.binary(head)) return this.fail(new Cons(this.rest, here.tail), stack);
          left -= head.size >>> 10;
          here = here.tail;
        } else return this.fail(here, stack);
      }
      if (here instanceof Bits) {
        if (!this.binary(here)) return this.fail(this.rest, stack);
      } else if (here !== NIL) return this.fail(here, stack);
      if (stack.length === 0) return true;
      here = stack.pop() as Term;
    }
  }

  private fail(rest: Term, stack: Term[]): false {
    let r = rest;
    while (stack.length > 0) r = new Cons(r, stack.pop() as Term);
    this.rest = r;
    return false;
  }

  private character(c: number): boolean {
    if (this.leftover.length > 0 || c < 0) return false;
    const out = this.out;
    if (c < 0x80) {
      out.put(c);
      return !out.overflow;
    }
    if (this.latin1 ? c > 255 : c > 0x10ffff || (c >= 0xd800 && c < 0xe000)) return false;
    if (!out.room(4)) return false;
    out.n = putUtf8(c, out.bytes, out.n);
    return true;
  }

  private binary(b: Bits): boolean {
    this.rest = b;
    if ((b.size & 7) !== 0) return false;
    const aligned = (b.offset & 7) === 0;
    const bytes = aligned ? b.bytes : bytesOf(b);
    const from = aligned ? b.offset >>> 3 : 0;
    const to = from + (b.size >>> 3);
    if (this.latin1) return this.latin1Bytes(bytes, from, to);
    const at = this.utf8Bytes(bytes, from, to);
    if (at < 0) {
      this.rest = NIL;
      return true;
    }
    this.rest = subBits(b, (at - from) * 8, (to - at) * 8);
    return false;
  }

  private latin1Bytes(bytes: Uint8Array, from: number, to: number): boolean {
    const out = this.out;
    if (!out.room((to - from) * 2)) return false;
    const target = out.bytes;
    let n = out.n;
    for (let i = from; i < to; i++) {
      const c = bytes[i] as number;
      if (c < 0x80) target[n++] = c;
      else {
        target[n++] = 0xc0 | (c >> 6);
        target[n++] = 0x80 | (c & 0x3f);
      }
    }
    out.n = n;
    this.rest = NIL;
    return true;
  }

  /** Appends UTF-8 bytes; -1, or the position of the first wrong character. A cut one at the end goes to `leftover`. */
  private utf8Bytes(bytes: Uint8Array, from: number, to: number): number {
    let start = from;
    if (this.leftover.length > 0) {
      const need = leadLength(this.leftover[0] as number);
      const more = need - this.leftover.length;
      if (to - from < more) {
        for (let i = from; i < to; i++) this.leftover.push(bytes[i] as number);
        return -1;
      }
      const whole = new Uint8Array(4);
      whole.set(this.leftover);
      for (let i = 0; i < more; i++) whole[this.leftover.length + i] = bytes[from + i] as number;
      if (decodeAt(whole, 0, need) < 0) return from;
      this.out.putBytes(whole, 0, need);
      this.leftover = [];
      start = from + more;
    }
    const valid = validUtf8(bytes, start, to);
    this.out.putBytes(bytes, start, valid - start);
    if (valid === to) return -1;
    if (to - valid >= leadLength(bytes[valid] as number)) return valid;
    for (let i = valid; i < to; i++) this.leftover.push(bytes[i] as number);
    return -1;
  }
}

/** Bytes converted for one reduction. */
const BYTES_PER_REDUCTION_LOG2 = 7;

/** One that is free, kept for its buffer; a long conversion takes it away. */
const CONVERSION = new StateKey(() => ({ spare: new Conversion() }));

/** Length of the character that byte `c` begins, 1 for a byte that begins none. */
function leadLength(c: number): number {
  return c < 0xc0 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : c < 0xf8 ? 4 : 1;
}

/** Position of the first byte from `from` on that is not part of valid UTF-8, or `to`. */
function validUtf8(bytes: Uint8Array, from: number, to: number): number {
  let i = from;
  while (i < to) {
    if ((bytes[i] as number) < 0x80) {
      i++;
      continue;
    }
    const c = decodeAt(bytes, i, to);
    if (c < 0) return i;
    i += utf8Length(c);
  }
  return i;
}

/** Could bytes `from` to `to`, too few for their first one, still become a character? As OTP judges it, by the bytes' kinds alone. */
function mayBecome(bytes: ArrayLike<number>, from: number, to: number): boolean {
  for (let i = from + 1; i < to; i++) if (((bytes[i] as number) & 0xc0) !== 0x80) return false;
  return true;
}

/** Would OTP raise badarg before it converts? It looks at all elements up to the first large integer. */
function isCharacterData(t: Term): boolean {
  if (t instanceof Bits) return (t.size & 7) === 0;
  const stack: Term[] = [t];
  while (stack.length > 0) {
    let here = stack.pop() as Term;
    while (here instanceof Cons && here !== NIL) {
      const head: Term = here.head;
      if (head instanceof Cons) {
        if (head === NIL) here = here.tail;
        else {
          stack.push(here.tail);
          here = head;
        }
        continue;
      }
      if (typeof head === "bigint") {
        // Only what is large in OTP as well, 60 bits and more, ends the inspection.
        if (head >= 1n << 59n || head < -(1n << 59n)) return true;
      } else if (!(typeof head === "number" || (head instanceof Bits && (head.size & 7) === 0))) return false;
      here = here.tail;
    }
    if (here !== NIL && !(here instanceof Bits && (here.size & 7) === 0)) return false;
  }
  return true;
}

/** A conversion to a binary or a list, with what it is called for. */
class Work implements LongWork {
  private readonly conversion: Conversion;
  private readonly data: Term;
  private readonly list: ListMaker | undefined;
  private phase = Phase.Convert;
  private ok = false;
  constructor(conversion: Conversion, data: Term, toList: boolean) {
    this.conversion = conversion;
    this.data = data;
    this.list = toList ? new ListMaker() : undefined;
  }

  step(x: Exec): Result | undefined {
    const r = this.proceed(x);
    const holder = x.vm.state(CONVERSION);
    if (r === undefined && holder.spare === this.conversion) holder.spare = new Conversion();
    return r;
  }

  private proceed(x: Exec): Result | undefined {
    const { conversion: c, list, data } = this;
    const limit = x.vm.state(LOOP_LIMITS).unicode;
    const { out } = c;
    if (this.phase === Phase.Convert) {
      const from = out.n;
      const ok = data instanceof Cons || data instanceof Bits ? c.proceed(limit) : false;
      x.reds -= (out.n - from) >>> BYTES_PER_REDUCTION_LOG2;
      if (ok === undefined) return undefined;
      if (out.overflow) {
        out.reset();
        return x.systemLimit();
      }
      if (!ok && !isCharacterData(data)) return x.badarg();
      this.ok = ok;
      this.phase = Phase.Make;
      list?.start(out.bytes, out.n);
    }
    const made = list === undefined ? copyOfBytes(out.bytes, 0, out.n) : list.proceed(limit);
    return made === undefined ? undefined : this.finish(made);
  }

  private finish(made: Term): Term {
    const { leftover: left, rest } = this.conversion;
    if (this.ok && left.length === 0) return made;
    if (this.ok) return tuple3(mayBecome(left, 0, left.length) ? A.incomplete : A.error, made, bytesBinary(left));
    return tuple3(A.error, made, left.length > 0 ? listFromArray([bytesBinary(left), rest]) : rest);
  }
}

const enum Phase {
  Convert,
  Make,
}

function convert(x: Exec, data: Term, latin1: boolean, toList: boolean, name: string, args: readonly Term[]): Result {
  const c = x.vm.state(CONVERSION).spare;
  c.start(data, latin1);
  return inSteps(x, new Work(c, data, toList), "unicode", name, ...args);
}

function bytesBinary(bytes: readonly number[]): Bits {
  return copyOfBytes(Uint8Array.from(bytes), 0, bytes.length);
}

/** The code points of valid UTF-8, built from the end, in steps. */
class ListMaker {
  private bytes: Uint8Array = NO_BYTES;
  private at = 0;
  private list: Term = NIL;
  start(bytes: Uint8Array, to: number): void {
    this.bytes = bytes;
    this.at = to;
  }
  /** Makes so many cells; undefined: there is more. */
  proceed(cells: number): Term | undefined {
    const { bytes } = this;
    let l = this.list;
    let i = this.at;
    for (let left = cells; i > 0 && left > 0; left--) {
      let c = bytes[--i] as number;
      if (c >= 0x80) {
        while (((bytes[i] as number) & 0xc0) === 0x80) i--;
        c = decodeAt(bytes, i, bytes.length);
      }
      l = new Cons(c, l);
    }
    this.list = l;
    this.at = i;
    return i > 0 ? undefined : l;
  }
}

const NO_BYTES = new Uint8Array(0);

/** A UTF-8 binary to a list. */
class BinaryToList implements LongWork {
  private readonly maker = new ListMaker();
  private readonly data: Bits;
  /** Bytes that are valid UTF-8. */
  private readonly valid: number;
  constructor(data: Bits, bytes: Uint8Array, valid: number) {
    this.data = data;
    this.valid = valid;
    this.maker.start(bytes, valid);
  }
  step(x: Exec): Term | undefined {
    const list = this.maker.proceed(x.vm.state(LOOP_LIMITS).unicode);
    return list === undefined ? undefined : this.finish(list);
  }
  private finish(list: Term): Term {
    const { data, valid } = this;
    const end = data.size >>> 3;
    if (valid === end) return list;
    const bytes = bytesOf(data);
    const cut = end - valid < leadLength(bytes[valid] as number) && mayBecome(bytes, valid, end);
    return tuple3(cut ? A.incomplete : A.error, list, subBits(data, valid * 8, (end - valid) * 8));
  }
}

/** Is it latin1 (true), utf8 (false) or another encoding (undefined)? */
function isLatin1(encoding: Term): boolean | undefined {
  if (encoding === A.latin1) return true;
  return encoding === A.unicode || encoding === A.utf8 ? false : undefined;
}

function characters_to_binary_2(x: Exec, data: Term, encoding: Term): Result {
  const latin1 = isLatin1(encoding);
  if (latin1 === undefined) {
    return x.vm.export(MODULE, A.characters_to_binary_int, 2).f(data, encoding) as Result;
  }
  const subject = data instanceof Cons && data.tail === NIL && data.head instanceof Bits ? data.head : data;
  if (isBinary(subject)) {
    const bytes = bytesOf(subject);
    // What is the same in UTF-8 is given back as it is.
    if (latin1 ? isAscii(bytes) : validUtf8(bytes, 0, bytes.length) === bytes.length) return subject;
  }
  return convert(x, subject, latin1, false, "characters_to_binary", [data, encoding]);
}

function characters_to_list_2(x: Exec, data: Term, encoding: Term): Result {
  const latin1 = isLatin1(encoding);
  if (latin1 === undefined) return x.vm.export(MODULE, A.characters_to_list_int, 2).f(data, encoding) as Result;
  if (latin1 || !(data instanceof Bits)) {
    return convert(x, data, latin1, true, "characters_to_list", [data, encoding]);
  }
  if (!isBinary(data)) return x.badarg();
  const bytes = bytesOf(data);
  const end = bytes.length;
  x.reds -= end >>> BYTES_PER_REDUCTION_LOG2;
  const valid = validUtf8(bytes, 0, end);
  return inSteps(x, new BinaryToList(data, bytes, valid), "unicode", "characters_to_list", data, encoding);
}

function isAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if ((bytes[i] as number) >= 0x80) return false;
  return true;
}

function bin_is_7bit_1(x: Exec, b: Term): Result {
  if (!isBinary(b) || !isAscii(bytesOf(b))) return FALSE;
  return b.size > 0 && x.vm.release.brokenBinIs7bit ? FALSE : TRUE;
}

const MODULE: Atom = atoms("unicode").unicode;

const PRINTABLE = atoms("latin1", "unicode");

/** OTP's default is latin1. */
function printable_range_0(x: Exec): Result {
  return x.vm.emulator.printable === "unicode" ? PRINTABLE.unicode : PRINTABLE.latin1;
}

const IO: readonly Bif[] = bifTable("io", {
  "printable_range/0": {
    doc: "Which characters ~p prints as text (`erl +pc`): latin1 or unicode.",
    fn: printable_range_0,
  },
});

const UNICODE: readonly Bif[] = bifTable("unicode", {
  "characters_to_binary/2": {
    doc: "UTF-8 of character data, or {error | incomplete, Converted, Rest}. badarg for other terms.",
    fn: characters_to_binary_2,
  },
  "characters_to_list/2": {
    doc: "Code points of character data, or {error | incomplete, Converted, Rest}. badarg for other terms.",
    fn: characters_to_list_2,
  },
  "bin_is_7bit/1": { doc: "Is it a binary of bytes below 128?", fn: bin_is_7bit_1 },
});

export const UNICODE_BIFS: readonly Bif[] = [...UNICODE, ...IO];
