/**
 * Terms as text on one line: `printTerm` as io_lib writes them (`~w`, `~tw`), `displayTerm` as the emulator does
 * (`erlang:display/1`). Line breaking is in pretty.ts.
 *
 * Invariant: iterative, and linear in the length of the text.
 * OTP: io_lib:write/1; erl_printf_term.c.
 */
import { Atom } from "./atom.ts";
import { Bits, byteAt } from "./bits.ts";
import { sortedOrder } from "./compare.ts";
import { Float } from "./float.ts";
import { scientificFloat, shortFloat } from "./float_text.ts";
import { Fun } from "./fun.ts";
import { Pid, Port, Ref } from "./identifier.ts";
import { Cons, listLength, NIL } from "./list.ts";
import { ErlMap } from "./map.ts";
import { NativeRecord } from "./native_record.ts";
import type { Term } from "./term.ts";
import { type Tuple, tupleToArray } from "./tuple.ts";
import { readSmall } from "../util/bits.ts";
import { latin1Decode, utf8Encode } from "../util/utf8.ts";

export interface PrintOptions {
  /** `~w`: characters above 255 are escaped. Default: `~tw`. */
  readonly latin1?: boolean;
  /** Keys of large maps in order as well (`k`). */
  readonly sorted?: boolean;
  /** OTP 25: `maybe` and `else` are no reserved words. */
  readonly maybeUnquoted?: boolean;
  /** Number of characters after which the text is cut off, with "..." at its end. Default: never. */
  readonly limit?: number;
}

const RESERVED: ReadonlySet<string> = new Set(
  (
    "after and andalso band begin bnot bor bsl bsr bxor case catch cond div end fun if let not of or orelse receive " +
    "rem try when xor"
  ).split(" "),
);

// -- Atoms and strings as io_lib writes them.

/** Digits, letters of Latin-1, `_` and `@`. */
function isNameChar(c: number): boolean {
  if (c < 0x80) return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || (c >= 48 && c <= 57) || c === 95 || c === 64;
  return c >= 0xc0 && c <= 0xff && c !== 0xd7 && c !== 0xf7;
}

function isLower(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 0xdf && c <= 0xff && c !== 0xf7);
}

/** An atom as it has to be written in Erlang: quoted where that is needed. */
export function atomText(a: Atom, options: PrintOptions = {}): string {
  const s = a.name;
  let plain = s !== "" && isLower(s.charCodeAt(0));
  for (let i = 1; plain && i < s.length; i++) plain = isNameChar(s.charCodeAt(i));
  if (plain && (RESERVED.has(s) || (!options.maybeUnquoted && (s === "maybe" || s === "else")))) plain = false;
  return plain ? s : quoted(s, "'", options.latin1 === true);
}

const ESCAPES: Readonly<Record<number, string>> = {
  8: "\\b",
  9: "\\t",
  10: "\\n",
  11: "\\v",
  12: "\\f",
  13: "\\r",
  27: "\\e",
  127: "\\d",
};

/** `s` between quotation marks `q`, control characters (and with `latin1` all above 255) escaped. */
export function quoted(s: string, q: string, latin1: boolean): string {
  let out = q;
  for (const ch of s) {
    const c = ch.codePointAt(0) as number;
    if (ch === q) out += `\\${q}`;
    else if (c === 92) out += "\\\\";
    else if ((c >= 32 && c < 127) || (c >= 160 && (c < 256 || !latin1))) out += ch;
    else if (c >= 256) out += `\\x{${c.toString(16).toUpperCase()}}`;
    else out += ESCAPES[c] ?? `\\${c.toString(8).padStart(3, "0")}`;
  }
  return out + q;
}

// -- Identifiers and funs: the same everywhere.

/** A number for a node's name in texts of its identifiers: 0 for this node. It means something in this VM only. */
function channel(node: Atom | undefined): number {
  return node === undefined ? 0 : node.index + 1;
}

export function pidText(p: Pid): string {
  return `<${channel(p.node)}.${p.id}.${p.serial}>`;
}

export function portText(p: Port): string {
  return `#Port<${channel(p.node)}.${p.id}>`;
}

export function refText(r: Ref): string {
  const words = [r.n0, r.n1, r.n2, ...(r.more ?? [])].slice(0, r.words).reverse();
  return `#Ref<${channel(r.node)}.${words.join(".")}>`;
}

/** A fun, as bytes: see `displayTerm`. */
export function funText(f: Fun): string {
  const c = f.code;
  if (c.external) return `fun ${displayAtom(c.module)}:${displayAtom(c.name)}/${c.arity}`;
  return `#Fun<${byteText(c.module.name)}.${c.oldIndex}.${c.oldUniq}>`;
}

/** A bitstring as integers: `<<1,2,3:4>>`. */
export function bitsText(b: Bits): string {
  return `<<${bitsParts(b).join(",")}>>`;
}

/** The integers of `bitsText`. */
export function bitsParts(b: Bits): string[] {
  const n = b.size >>> 3;
  const rest = b.size & 7;
  const parts: string[] = [];
  for (let i = 0; i < n; i++) parts.push(String(byteAt(b, i)));
  if (rest !== 0) parts.push(`${readSmall(b.bytes, b.offset + n * 8, rest)}:${rest}`);
  return parts;
}

// -- The walk, shared by both styles.

interface Style {
  readonly options: PrintOptions;
  /** Between a key and its value. */
  readonly arrow: string;
  /** The text of what has no parts, or of a list or binary that is printed as a string; else undefined. */
  leaf(t: Term, style: Style): string | undefined;
  /** Stops the text where it is. */
  done?(): boolean;
}

/** Work still to do: terms, and texts wrapped so that they differ from them. */
class Text {
  readonly s: string;
  constructor(s: string) {
    this.s = s;
  }
}
const COMMA = new Text(",");
const END_LIST = new Text("]");
const END_TUPLE = new Text("}");
/** Before a tail: the list goes on. */
const TAIL = new Text("");

function walk(t: Term, style: Style): string {
  const limit = style.options.limit ?? Number.POSITIVE_INFINITY;
  const arrow = new Text(style.arrow);
  const stack: (Term | Text)[] = [t];
  const parts: string[] = [];
  let length = 0;
  while (stack.length > 0) {
    const x = stack.pop() as Term | Text;
    let s: string;
    if (x === TAIL) {
      const tail = stack.pop() as Term;
      if (tail === NIL) s = "]";
      else if (tail instanceof Cons) {
        stack.push(tail.tail, TAIL, tail.head);
        s = ",";
      } else {
        stack.push(END_LIST, tail);
        s = "|";
      }
    } else if (x instanceof Text) s = x.s;
    else s = style.leaf(x, style) ?? open(x, stack, arrow, style.options);
    parts.push(s);
    length += s.length;
    if (style.done?.() === true) break;
    if (length > limit) return `${parts.join("").slice(0, limit)}...`;
  }
  return parts.join("");
}

/** Puts a container's parts on the stack; returns how its text begins. */
function open(t: Term, stack: (Term | Text)[], arrow: Text, options: PrintOptions): string {
  if (t instanceof Cons) {
    stack.push(t.tail, TAIL, t.head);
    return "[";
  }
  stack.push(END_TUPLE);
  if (t instanceof ErlMap) {
    const keys = t.keyArray();
    const values = t.valueArray();
    const order = options.sorted ? sortedOrder(keys) : undefined;
    for (let i = keys.length - 1; i >= 0; i--) {
      const j = order === undefined ? i : (order[i] as number);
      stack.push(values[j] as Term, arrow, keys[j] as Term);
      if (i > 0) stack.push(COMMA);
    }
    return "#{";
  }
  if (t instanceof NativeRecord) {
    const d = t.definition;
    for (let i = t.values.length - 1; i >= 0; i--) {
      stack.push(t.values[i] as Term, new Text(`${atomText(d.fields[i] as Atom, options)}${arrow.s.replace(">", "")}`));
      if (i > 0) stack.push(COMMA);
    }
    return recordHead(t, options);
  }
  const es = tupleToArray(t as Tuple);
  for (let i = es.length - 1; i >= 0; i--) {
    stack.push(es[i] as Term);
    if (i > 0) stack.push(COMMA);
  }
  return "{";
}

/** `#module:name{`. */
export function recordHead(r: NativeRecord, options: PrintOptions): string {
  return `#${atomText(r.definition.module, options)}:${atomText(r.definition.name, options)}{`;
}

/** What is the same in both styles. */
function plainLeaf(t: Term): string | undefined {
  if (typeof t === "number" || typeof t === "bigint") return String(t);
  if (t === NIL) return "[]";
  if (t instanceof Pid) return pidText(t);
  if (t instanceof Ref) return refText(t);
  if (t instanceof Port) return portText(t);
  if (t instanceof Fun) return funText(t);
  return undefined;
}

function writtenLeaf(t: Term, style: Style): string | undefined {
  if (t instanceof Atom) return atomText(t, style.options);
  if (t instanceof Float) return shortFloat(t.value);
  if (t instanceof Bits) return bitsText(t);
  return plainLeaf(t);
}

/** `t` as `io_lib:write/1` gives it: `~tw`, or `~w` with `latin1`. */
export function printTerm(t: Term, options: PrintOptions = {}): string {
  return walk(t, { options, arrow: " => ", leaf: writtenLeaf });
}

// -- The emulator's own style: its texts are bytes, which the strings here hold one by one. Names are in UTF-8,
// character lists in Latin-1.

/** The UTF-8 bytes of `s`, each as a character. */
function byteText(s: string): string {
  for (let i = 0; i < s.length; i++) if (s.charCodeAt(i) > 127) return latin1Decode(utf8Encode(s));
  return s;
}

/** An atom as the emulator writes it: no reserved words, quoted with `@` in it. */
function displayAtom(a: Atom): string {
  const s = a.name;
  let plain = s !== "" && isLower(s.charCodeAt(0));
  for (let i = 1; plain && i < s.length; i++) {
    const c = s.charCodeAt(i);
    plain = c !== 64 && isNameChar(c);
  }
  if (plain) return byteText(s);
  let out = "'";
  for (const ch of s) {
    const c = ch.codePointAt(0) as number;
    if (ch === "'" || ch === "\\") out += `\\${ch}`;
    else if (c >= 8 && c <= 13) out += ESCAPES[c];
    else if (c < 32 || (c >= 128 && c < 160)) out += `\\${c.toString(8).padStart(3, "0")}`;
    else out += byteText(ch);
  }
  return `${out}'`;
}

/** A character of a string as it stands between quotation marks. */
function displayChar(c: number): string {
  return c === 10 ? "\\n" : c === 34 ? '\\"' : String.fromCharCode(c);
}

/** A non-empty list of printable bytes between quotation marks; undefined for any other. */
function displayString(l: Cons): string | undefined {
  let out = '"';
  let cell: Term = l;
  while (cell instanceof Cons && cell !== NIL) {
    const c = cell.head;
    if (typeof c !== "number" || c < 0 || c > 255) return undefined;
    if ((c < 32 && c !== 9 && c !== 10 && c !== 13) || (c >= 127 && c < 160)) return undefined;
    out += displayChar(c);
    cell = cell.tail;
  }
  return cell === NIL ? `${out}"` : undefined;
}

/** True for bytes that are printed as a string: all printable ASCII, at least one. */
function isPrintableAscii(b: Bits): boolean {
  if (b.size === 0 || (b.size & 7) !== 0) return false;
  for (let i = 0; i < b.size >>> 3; i++) {
    const c = byteAt(b, i);
    if (c < 32 || c >= 127) return false;
  }
  return true;
}

function displayBits(b: Bits): string {
  if (!isPrintableAscii(b)) return bitsText(b);
  let out = '<<"';
  for (let i = 0; i < b.size >>> 3; i++) out += displayChar(byteAt(b, i));
  return `${out}">>`;
}

function displayedLeaf(t: Term): string | undefined {
  if (t instanceof Atom) return displayAtom(t);
  if (t instanceof Float) return scientificFloat(t.value, 6) as string;
  if (t instanceof Bits) return displayBits(t);
  if (t instanceof Cons && t !== NIL) return displayString(t);
  return plainLeaf(t);
}

/** `t` as `erlang:display/1` prints it, without the newline. Each character stands for one byte of the text. */
export function displayTerm(t: Term): string {
  return walk(t, { options: {}, arrow: "=>", leaf: displayedLeaf });
}

/**
 * The same, cut off as `erts_internal:term_to_string/2` does it: a term counts 1, and each byte of an atom or binary and
 * each character of a string counts 1 more. "... " stands at the end when the count is used up.
 */
export function displayLimited(t: Term, limit: number): string {
  let left = limit;
  let stopped = false;
  const leaf = (x: Term): string | undefined => {
    if (left-- <= 0) {
      stopped = true;
      return "";
    }
    const s = displayedLeaf(x);
    if (x instanceof Fun && x.code.external) {
      // Never cut off, but counted.
      left -= utf8Encode(x.code.module.name).length + utf8Encode(x.code.name.name).length;
      return s;
    }
    let n = 0;
    if (x instanceof Atom) n = utf8Encode(x.name).length;
    else if (x instanceof Bits) n = x.size >>> 3;
    else if (x instanceof Cons && s !== undefined) n = listLength(x);
    if (left >= n) {
      left -= n;
      // An atom ends the text also when it takes exactly what is left.
      stopped = x instanceof Atom && left === 0;
      return s;
    }
    stopped = true;
    const shown = left;
    left = 0;
    if (x instanceof Bits) return firstBytes(x, shown + 1);
    return x instanceof Cons ? firstChars(x, shown) : s;
  };
  const text = walk(t, { options: {}, arrow: "=>", leaf, done: () => stopped });
  return left <= 0 ? `${text}... ` : text;
}

/** The beginning of `displayString(l)`: `n` characters. */
function firstChars(l: Cons, n: number): string {
  let out = '"';
  for (let c = l; n > 0; n--, c = c.tail as Cons) out += displayChar(c.head as number);
  return out;
}

/** The beginning of `displayBits(b)`: `n` bytes. */
function firstBytes(b: Bits, n: number): string {
  const bytes = Array.from({ length: n }, (_, i) => byteAt(b, i));
  return isPrintableAscii(b) ? `<<"${bytes.map(displayChar).join("")}` : `<<${bytes.join(",")}`;
}
