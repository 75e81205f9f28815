/**
 * Terms as `io:format("~p")` prints them: strings as such, and lines broken at 80 columns.
 *
 * First a tree of texts with their lengths is made, then it is laid out: what fits goes on the line; elements of a list
 * fill lines as long as they are plain texts, anything with parts of its own begins a line when it does not fit.
 * The layout has to equal OTP's, so its measures (columns, characters on the line, closing brackets to come) do as well.
 * Invariant: terms nested deeper than MAX_DEPTH are written on one line, which keeps the recursion here bounded.
 * OTP: io_lib_pretty.erl.
 */
import { Bits, bytesOf } from "./bits.ts";
import { sortedOrder } from "./compare.ts";
import { Cons, NIL } from "./list.ts";
import { ErlMap } from "./map.ts";
import { NativeRecord } from "./native_record.ts";
import { Atom } from "./atom.ts";
import { atomText, bitsParts, printTerm, quoted, recordHead, type PrintOptions } from "./print.ts";
import type { Term } from "./term.ts";
import { Tuple, tupleToArray } from "./tuple.ts";
import { decodeAt, utf8Length } from "../util/utf8.ts";

export interface PrettyOptions extends PrintOptions {
  /** Length of a line. Default 80. */
  readonly columns?: number;
  /** Column the text begins in, from 1. */
  readonly column?: number;
  /** OTP 29: a binary that is UTF-8 up to a character that cannot be printed is no text, whatever follows. */
  readonly stopsAtUnprintable?: boolean;
}

const MAX_DEPTH = 100;

const enum Kind {
  Text,
  List,
  /** A tuple whose first element is an atom. */
  Tagged,
  Tuple,
  Map,
  Pair,
  /** A bitstring as integers. */
  Integers,
  Record,
  Field,
}

class Doc {
  readonly kind: Kind;
  /** Text; of a record or field: its name. */
  readonly text: string;
  readonly items: readonly Doc[];
  /** The tail of an improper list. */
  readonly tail: Doc | undefined;
  /** Characters on one line. */
  readonly length: number;
  constructor(kind: Kind, text: string, items: readonly Doc[], tail: Doc | undefined, length: number) {
    this.kind = kind;
    this.text = text;
    this.items = items;
    this.tail = tail;
    this.length = length;
  }
}

const NONE: readonly Doc[] = [];

function text(s: string): Doc {
  let n = s.length;
  for (let i = 0; i < s.length; i++) if ((s.charCodeAt(i) & 0xfc00) === 0xdc00) n--;
  return new Doc(Kind.Text, s, NONE, undefined, n);
}

/** `t` as `~tp` prints it, or `~p` with `latin1`. */
export function formatPretty(t: Term, options: PrettyOptions = {}): string {
  if (tooDeep(t)) return printTerm(t, options);
  const doc = new Builder(options).doc(t);
  const columns = options.columns ?? 80;
  const column = options.column ?? 1;
  if (doc.kind === Kind.Text || columns === 0 || doc.length < columns - column) return flat(doc);
  for (const indent of [-1, 4]) {
    if (new Probe(columns, doc.length, indent).fits(doc, column, 0, 0)) {
      return new Layout(columns, doc.length, indent).doc(doc, column, " ".repeat(column - 1), 0, 0);
    }
  }
  return new Layout(columns, doc.length, 1).doc(doc, column, " ".repeat(column - 1), 0, 0);
}

function tooDeep(t: Term): boolean {
  const stack: (Term | number)[] = [t, 0];
  while (stack.length > 0) {
    const depth = stack.pop() as number;
    let x = stack.pop() as Term;
    if (depth > MAX_DEPTH) return true;
    while (x instanceof Cons && x !== NIL) {
      if (typeof x.head === "object") stack.push(x.head, depth + 1);
      x = x.tail;
    }
    let parts: readonly Term[] = [];
    if (x instanceof Tuple) parts = tupleToArray(x);
    else if (x instanceof ErlMap) parts = [...x.keyArray(), ...x.valueArray()];
    else if (x instanceof NativeRecord) parts = x.values;
    for (const p of parts) if (typeof p === "object") stack.push(p, depth + 1);
  }
  return false;
}

// -- The tree.

class Builder {
  private readonly o: PrettyOptions;
  constructor(options: PrettyOptions) {
    this.o = options;
  }

  doc(t: Term): Doc {
    if (t instanceof Cons && t !== NIL) return this.list(t);
    if (t instanceof Tuple) return this.tuple(t);
    if (t instanceof ErlMap) return this.map(t);
    if (t instanceof Bits) return this.bits(t);
    if (t instanceof NativeRecord) return this.record(t);
    return text(printTerm(t, this.o));
  }

  private list(l: Cons): Doc {
    const s = printableList(l);
    if (s !== undefined) return text(quoted(s, '"', false));
    const items: Doc[] = [];
    let length = 2;
    let cell: Term = l;
    while (cell instanceof Cons && cell !== NIL) {
      const d = this.doc(cell.head);
      items.push(d);
      length += d.length + 1;
      cell = cell.tail;
    }
    const tail = cell === NIL ? undefined : this.doc(cell);
    return new Doc(Kind.List, "", items, tail, tail === undefined ? length - 1 : length + tail.length);
  }

  private tuple(t: Tuple): Doc {
    const es = tupleToArray(t);
    if (es.length === 0) return text("{}");
    const items = es.map((e) => this.doc(e));
    const kind = es.length > 1 && es[0] instanceof Atom ? Kind.Tagged : Kind.Tuple;
    return new Doc(kind, "", items, undefined, total(items, 2));
  }

  private map(m: ErlMap): Doc {
    if (m.size === 0) return text("#{}");
    const keys = m.keyArray();
    const values = m.valueArray();
    const order = this.o.sorted ? sortedOrder(keys) : keys.map((_, i) => i);
    const items = order.map((i) => {
      const k = this.doc(keys[i] as Term);
      const v = this.doc(values[i] as Term);
      return new Doc(Kind.Pair, "", [k, v], undefined, k.length + 4 + v.length);
    });
    return new Doc(Kind.Map, "", items, undefined, total(items, 3));
  }

  private record(r: NativeRecord): Doc {
    const head = recordHead(r, this.o).slice(0, -1);
    if (r.values.length === 0) return text(`${head}{}`);
    const items = r.values.map((v, i) => {
      const name = atomText(r.definition.fields[i] as Atom, this.o);
      const d = this.doc(v);
      return new Doc(Kind.Field, name, [d], undefined, name.length + 3 + d.length);
    });
    return new Doc(Kind.Record, head, items, undefined, total(items, head.length + 2));
  }

  private bits(b: Bits): Doc {
    if (b.size === 0) return text("<<>>");
    if ((b.size & 7) === 0) {
      const s = this.o.latin1 ? latin1Text(b) : unicodeText(b, this.o.stopsAtUnprintable === true);
      if (s !== undefined) return text(s);
    }
    const parts = bitsParts(b);
    const items = parts.map(text);
    return new Doc(Kind.Integers, "", items, undefined, total(items, 4));
  }
}

/** Lengths of the items with commas between them, and `around` characters. */
function total(items: readonly Doc[], around: number): number {
  let n = around + items.length - 1;
  for (const d of items) n += d.length;
  return n;
}

/** Characters that the shell prints as such: Latin-1 without control characters but those with an escape. */
function isPrintable(c: number): boolean {
  return (c >= 32 && c < 127) || (c >= 160 && c < 256) || (c >= 8 && c <= 13) || c === 27;
}

function printableList(l: Cons): string | undefined {
  const codes: number[] = [];
  let cell: Term = l;
  while (cell instanceof Cons && cell !== NIL) {
    const c = cell.head;
    if (typeof c !== "number" || !isPrintable(c)) return undefined;
    codes.push(c);
    cell = cell.tail;
  }
  return cell === NIL ? codes.map((c) => String.fromCharCode(c)).join("") : undefined;
}

function latin1Text(b: Bits): string | undefined {
  let s = "";
  for (const c of bytesOf(b)) {
    if (!isPrintable(c)) return undefined;
    s += String.fromCharCode(c);
  }
  return `<<${quoted(s, '"', false)}>>`;
}

/** As UTF-8 where it is valid, with a suffix where that makes a difference, else as Latin-1. */
function unicodeText(b: Bits, stops: boolean): string | undefined {
  const bytes = bytesOf(b);
  let s = "";
  let printable = true;
  for (let i = 0; i < bytes.length; ) {
    const c = decodeAt(bytes, i, bytes.length);
    if (c < 0) return latin1Text(b);
    if (!isPrintable(c)) {
      if (stops) return undefined;
      printable = false;
    }
    if (printable) s += String.fromCharCode(c);
    i += utf8Length(c);
  }
  if (!printable) return undefined;
  return `<<${quoted(s, '"', false)}${s.length === bytes.length ? "" : "/utf8"}>>`;
}

// -- On one line.

function flat(d: Doc): string {
  switch (d.kind) {
    case Kind.Text:
      return d.text;
    case Kind.List:
      return `[${d.items.map(flat).join(",")}${d.tail === undefined ? "" : `|${flat(d.tail)}`}]`;
    case Kind.Map:
      return `#{${d.items.map(flat).join(",")}}`;
    case Kind.Pair:
      return `${flat(d.items[0] as Doc)} => ${flat(d.items[1] as Doc)}`;
    case Kind.Integers:
      return `<<${d.items.map(flat).join(",")}>>`;
    case Kind.Record:
      return `${d.text}{${d.items.map(flat).join(",")}}`;
    case Kind.Field:
      return `${d.text} = ${flat(d.items[0] as Doc)}`;
    default:
      return `{${d.items.map(flat).join(",")}}`;
  }
}

// -- On several lines. `w`: characters on the line so far; `ld`: closing brackets that follow.

class Measure {
  readonly columns: number;
  /** Characters of the whole term on one line. */
  readonly max: number;
  /** Indentation for elements after a tag, at most; -1: as long as the tag is. */
  readonly indent: number;
  constructor(columns: number, max: number, indent: number) {
    this.columns = columns;
    this.max = max;
    this.indent = indent;
  }
  protected room(d: Doc, col: number, ld: number, w: number): boolean {
    return d.length < this.columns - col - ld && d.length + w + ld <= this.max;
  }
  /** Does `d` fit behind the element before it, after a comma? */
  protected follows(d: Doc, col: number, ld: number, w: number): boolean {
    const n = d.length + 1;
    if (!isPlain(d)) return false;
    if (ld === 0) return n + 1 < this.columns - col && w + n + 1 <= this.max;
    return n < this.columns - col - ld && w + n + ld <= this.max;
  }
  protected get valueIndent(): number {
    return this.indent > 0 ? this.indent : 4;
  }
}

function isPlain(d: Doc): boolean {
  if (d.kind === Kind.Pair || d.kind === Kind.Field) return d.items.every(isPlain);
  return d.kind === Kind.Text;
}

/** Closing brackets after item `i`: none if more items follow. */
function lastDepth(d: Doc, i: number, ld: number): number {
  return i + 1 < d.items.length ? 0 : ld + 1;
}

/** Tries an indentation: false where a tag or record would be indented beyond half the line. */
class Probe extends Measure {
  fits(d: Doc, col: number, ld: number, w: number): boolean {
    if (this.room(d, col, ld, w)) return true;
    switch (d.kind) {
      case Kind.List:
        return this.items(d, 0, col + 1, ld, w + 1);
      case Kind.Tuple:
        return this.items(d, 0, col + 1, ld, w + 1);
      case Kind.Tagged:
        return this.tagged(d, col, ld, w + 1);
      case Kind.Map:
        return this.map(d, col + 2, ld, w + 2);
      case Kind.Record:
        return this.record(d, col, ld, w + d.text.length + 1);
      default:
        return true;
    }
  }

  private tagged(d: Doc, col: number, ld: number, w: number): boolean {
    const { columns, max, indent } = this;
    const length = (d.items[0] as Doc).length;
    if (indent > 0 && length + 2 > indent) {
      const c = col + indent;
      if (max + c > columns && c > columns >> 1) return false;
      return this.rest(d, 1, c, col + length + 2, ld, w + length);
    }
    const c = col + length + 2;
    if (max + c >= columns && c >= columns >> 1) return false;
    return this.items(d, 1, c, ld, w + length + 1);
  }

  /** Items from `i` on, the first on the line at `col0`. */
  private items(d: Doc, i: number, col0: number, ld: number, w: number): boolean {
    const n = this.element(d.items[i] as Doc, col0, lastDepth(d, i, ld), w);
    return n >= 0 && this.rest(d, i + 1, col0, col0 + n, ld, w + n);
  }

  private rest(d: Doc, i: number, col0: number, col: number, ld: number, w: number): boolean {
    for (; i < d.items.length; i++) {
      const e = d.items[i] as Doc;
      const ld1 = lastDepth(d, i, ld);
      if (this.follows(e, col, ld1, w)) {
        col += e.length + 1;
        w += e.length + 1;
      } else {
        const n = this.element(e, col0, ld1, 0);
        if (n < 0) return false;
        col = col0 + n;
        w = n;
      }
    }
    if (d.tail === undefined) return true;
    const n = d.tail.length + 1;
    if (isPlain(d.tail) && n < this.columns - col - (ld + 1) && n + w + (ld + 1) <= this.max) return true;
    return this.fits(d.tail, col, ld + 1, 0);
  }

  /** Characters the element takes of the line; -1: it does not fit. */
  private element(e: Doc, col: number, ld: number, w: number): number {
    if (e.kind === Kind.Pair || e.kind === Kind.Field) {
      if (this.room(e, col, ld, w)) return isPlain(e) ? e.length : this.columns;
      return (e.kind === Kind.Pair ? this.pair(e, col, ld, w) : this.field(e, col, ld, w)) ? this.columns : -1;
    }
    if (isPlain(e) && this.room(e, col, ld, w)) return e.length;
    return this.fits(e, col, ld, w) ? this.columns : -1;
  }

  private map(d: Doc, col: number, ld: number, w: number): boolean {
    return this.items(d, 0, col, ld, w);
  }

  private pair(e: Doc, col: number, ld: number, w: number): boolean {
    return this.fits(e.items[0] as Doc, col, ld, w) && this.fits(e.items[1] as Doc, col + this.valueIndent, ld, 0);
  }

  private record(d: Doc, col: number, ld: number, w: number): boolean {
    const r = this.recordIndent(d.text.length + 1, col, w);
    return r !== undefined && this.items(d, 0, r.col, ld, r.w);
  }

  private field(e: Doc, col: number, ld: number, w: number): boolean {
    const n = e.text.length + 3;
    const r = this.recordIndent(n, col, w + n);
    return r !== undefined && this.fits(e.items[0] as Doc, r.col, ld, r.w);
  }

  private recordIndent(n: number, col0: number, w: number): { col: number; w: number } | undefined {
    const breaks = this.indent > 0 && n > this.indent;
    const col = col0 + (breaks ? this.indent : n);
    if (this.max + col > this.columns && col > this.columns >> 1) return undefined;
    return { col, w: breaks ? 0 : w };
  }
}

class Layout extends Measure {
  doc(d: Doc, col: number, ind: string, ld: number, w: number): string {
    if (this.room(d, col, ld, w)) return flat(d);
    switch (d.kind) {
      case Kind.List:
        return `[${this.items(d, 0, col + 1, `${ind} `, ld, w + 1)}]`;
      case Kind.Tuple:
        return `{${this.items(d, 0, col + 1, `${ind} `, ld, w + 1)}}`;
      case Kind.Tagged:
        return `{${this.tagged(d, col, ind, ld, w + 1)}}`;
      case Kind.Map:
        return `#{${this.items(d, 0, col + 2, `${ind}  `, ld, w + 1)}}`;
      case Kind.Record:
        return `${d.text}{${this.record(d, col, ind, ld, w + d.text.length + 1)}}`;
      case Kind.Integers:
        return this.integers(d, col + 2, `${ind}  `, ld, w);
      default:
        return d.text;
    }
  }

  private tagged(d: Doc, col: number, ind: string, ld: number, w: number): string {
    const tag = d.items[0] as Doc;
    const n = tag.length + 2;
    if (this.indent > 0 && n > this.indent) {
      const spaces = ind + " ".repeat(this.indent);
      return tag.text + this.rest(d, 1, col + this.indent, col + n, spaces, ld, w + tag.length);
    }
    return `${tag.text},${this.items(d, 1, col + n, ind + " ".repeat(n), ld, w + tag.length + 1)}`;
  }

  /** Items from `i` on, the first on the line at `col0`. */
  private items(d: Doc, i: number, col0: number, ind: string, ld: number, w: number): string {
    const first = this.element(d.items[i] as Doc, col0, ind, lastDepth(d, i, ld), w);
    const n = this.width;
    // Of a map OTP counts the first pair only.
    return first + this.rest(d, i + 1, col0, col0 + n, ind, ld, d.kind === Kind.Map ? n : w + n);
  }

  private rest(d: Doc, i: number, col0: number, col: number, ind: string, ld: number, w: number): string {
    const parts: string[] = [];
    for (; i < d.items.length; i++) {
      const e = d.items[i] as Doc;
      const ld1 = lastDepth(d, i, ld);
      if (this.follows(e, col, ld1, w)) {
        parts.push(",", flat(e));
        col += e.length + 1;
        w += e.length + 1;
      } else {
        parts.push(",\n", ind, this.element(e, col0, ind, ld1, 0));
        col = col0 + this.width;
        w = this.width;
      }
    }
    const t = d.tail;
    if (t !== undefined) {
      if (isPlain(t) && t.length + 1 < this.columns - col - (ld + 1) && t.length + 1 + w + (ld + 1) <= this.max) {
        parts.push("|", flat(t));
      } else parts.push("|\n", ind, this.doc(t, col0, ind, ld + 1, 0));
    }
    return parts.join("");
  }

  /** Characters of the line that the last element took; a whole line, so that the next one begins a new one. */
  private width = 0;

  private element(e: Doc, col: number, ind: string, ld: number, w: number): string {
    let s: string;
    if (e.kind === Kind.Pair || e.kind === Kind.Field) {
      const fits = this.room(e, col, ld, w);
      if (fits) s = flat(e);
      else s = e.kind === Kind.Pair ? this.pair(e, col, ind, ld, w) : this.field(e, col, ind, ld, w);
      this.width = fits && isPlain(e) ? e.length : this.columns;
      return s;
    }
    const fits = isPlain(e) && this.room(e, col, ld, w);
    s = fits ? flat(e) : this.doc(e, col, ind, ld, w);
    this.width = fits ? e.length : this.columns;
    return s;
  }

  private pair(e: Doc, col: number, ind: string, ld: number, w: number): string {
    const n = this.valueIndent;
    const key = this.doc(e.items[0] as Doc, col, ind, ld, w);
    const spaces = ind + " ".repeat(n);
    return `${key} =>\n${spaces}${this.doc(e.items[1] as Doc, col + n, spaces, ld, 0)}`;
  }

  private record(d: Doc, col: number, ind: string, ld: number, w: number): string {
    const r = this.recordIndent(d.text.length + 1, col, ind, w);
    return r.start + this.items(d, 0, r.col, r.ind, ld, r.w);
  }

  private field(e: Doc, col: number, ind: string, ld: number, w: number): string {
    const n = e.text.length + 3;
    const r = this.recordIndent(n, col, ind, w + n);
    const separator = r.start === "" ? " = " : " =";
    return e.text + separator + r.start + this.doc(e.items[0] as Doc, r.col, r.ind, ld, r.w);
  }

  private recordIndent(n: number, col: number, ind: string, w: number) {
    const breaks = this.indent > 0 && n > this.indent;
    const by = breaks ? this.indent : n;
    const spaces = ind + " ".repeat(by);
    return { col: col + by, ind: spaces, start: breaks ? `\n${spaces}` : "", w: breaks ? 0 : w };
  }

  /** Lines as full of integers as they get. */
  private integers(d: Doc, col: number, ind: string, ld: number, w: number): string {
    const width = Math.max(8, Math.min(this.columns - col, this.max - 4 - w) - ld);
    let left = width;
    let out = "<<";
    const last = d.items.length - 1;
    for (let i = 0; i <= last; i++) {
      const s = (d.items[i] as Doc).text;
      const n = i < last ? s.length + 1 : s.length;
      if (n > left) {
        out += `\n${ind}`;
        left = width;
      }
      out += i < last ? `${s},` : s;
      left -= n;
    }
    return `${out}>>`;
  }
}
