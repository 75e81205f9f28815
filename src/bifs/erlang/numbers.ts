/**
 * Numbers as text and back.
 * OTP: bif.c, big.c, binary.c.
 */
import { type Bif, bifTable } from "../../runtime/bif.ts";
import type { Exec } from "../../runtime/exec.ts";
import type { Result } from "../../runtime/signal.ts";
import { exceedsBits, isInteger } from "../../term/arith.ts";
import { atoms } from "../../term/atom.ts";
import { Bits, bytesOf, fromUtf8String, isBinary } from "../../term/bits.ts";
import { Float } from "../../term/float.ts";
import { DEFAULT_DECIMALS, fixedFloat, parseFloatText, scientificFloat, shortFloat } from "../../term/float_text.ts";
import { digitValue, integerFromDigits, integerText, maxDigits, parseInteger } from "../../term/integer_text.ts";
import { Cons, listFromString, NIL } from "../../term/list.ts";
import type { Term } from "../../term/term.ts";
import { Tuple2, tuple2 } from "../../term/tuple.ts";
import { latin1Decode } from "../../util/utf8.ts";

const A = atoms("badarg", "big", "compact", "decimals", "no_integer", "not_a_list", "scientific", "short");

const isBase = (t: Term): t is number => typeof t === "number" && t >= 2 && t <= 36;

/** Long texts of integers take quadratic time in most engines: digits that count as one reduction. */
const DIGITS_PER_REDUCTION = 64;

// -- Integers.

function textOf(x: Exec, i: Term, base: Term): string | undefined {
  if (!isInteger(i) || !isBase(base)) return undefined;
  const s = integerText(i, base);
  x.reds -= Math.floor(s.length / DIGITS_PER_REDUCTION);
  return s;
}

/** Decimal digits of an integer of 32 bits, which come out last first, as a list wants them. */
function shortList(i: number): Cons {
  let m = i < 0 ? -i : i;
  let l = NIL;
  do {
    const q = Math.floor(m / 10);
    l = new Cons(48 + m - q * 10, l);
    m = q;
  } while (m !== 0);
  return i < 0 ? new Cons(45, l) : l;
}

function integer_to_list_1(x: Exec, i: Term): Result {
  return integer_to_list_2(x, i, 10);
}
function integer_to_list_2(x: Exec, i: Term, base: Term): Result {
  if (typeof i === "number" && (i | 0) === i && base === 10) return shortList(i);
  const s = textOf(x, i, base);
  return s === undefined ? x.badarg() : listFromString(s);
}
function integer_to_binary_1(x: Exec, i: Term): Result {
  return integer_to_binary_2(x, i, 10);
}
function integer_to_binary_2(x: Exec, i: Term, base: Term): Result {
  const s = textOf(x, i, base);
  return s === undefined ? x.badarg() : fromUtf8String(s);
}

/** Too many digits for the release, leading zeros aside. */
function tooLong(x: Exec, text: string, base: number): boolean {
  if (text.length < 1000) return false;
  const digits = text.replace(/^[+-]?0*/, "");
  return digits.length > maxDigits(x.vm.release.maxIntegerBits, base);
}

/** The integer that is the whole of `text`; A.badarg: none; A.big: too large, which OTP's Erlang code finds out again. */
function whole(x: Exec, text: string, base: number): Term {
  if (tooLong(x, text, base)) return A.big;
  const v = parseInteger(text, base);
  if (v === undefined) return A.badarg;
  return typeof v === "bigint" && exceedsBits(v, x.vm.release.maxIntegerBits) ? A.big : v;
}

/** `erts_internal:binary_to_integer/2`: an integer, `big` or `badarg`. */
function internal_binary_to_integer_2(x: Exec, b: Term, base: Term): Result {
  if (!isBinary(b) || !isBase(base)) return A.badarg;
  return whole(x, latin1Decode(bytesOf(b)), base);
}

/**
 * `erts_internal:list_to_integer/2`: `{Integer, Rest}`, `big`, `badarg`, `not_a_list` or `no_integer`.
 */
export function list_to_integer_prefix(x: Exec, list: Term, base: Term): Result {
  if (list === NIL) return A.no_integer;
  if (!(list instanceof Cons)) return A.not_a_list;
  if (!isBase(base)) return A.badarg;
  let l: Term = list;
  const negative = list.head === 45;
  if (negative || list.head === 43) l = list.tail;
  let count = 0;
  let value = 0;
  let text = "";
  while (l instanceof Cons && l !== NIL) {
    const c: Term = l.head;
    if (typeof c !== "number") break;
    let d = c - 48;
    // OTP looks at the lowest byte alone.
    if (d < 0 || d > 9 || base < 10) d = digitValue(c & 255, base);
    if (d < 0) break;
    // The first digits add up to a number, which becomes text when it gets large.
    if (text !== "") text += String.fromCharCode(c & 255);
    else if (value < 0x40000000) value = value * base + d;
    else text = value.toString(base) + String.fromCharCode(c & 255);
    count++;
    l = l.tail;
  }
  if (count === 0) return A.no_integer;
  x.reds -= Math.floor(count / DIGITS_PER_REDUCTION);
  if (text === "") return tuple2(negative && value !== 0 ? -value : value, l);
  if (tooLong(x, text, base)) return A.big;
  const v = integerFromDigits(text, base);
  if (typeof v === "bigint" && exceedsBits(v, x.vm.release.maxIntegerBits)) return A.big;
  return tuple2(negative ? -v : v, l);
}

// Until OTP 25 the conversions themselves were in C.

function failed(x: Exec, r: Term): Result {
  return r === A.big ? x.systemLimit() : x.badarg();
}
function binary_to_integer_1(x: Exec, b: Term): Result {
  return binary_to_integer_2(x, b, 10);
}
function binary_to_integer_2(x: Exec, b: Term, base: Term): Result {
  const r = internal_binary_to_integer_2(x, b, base) as Term;
  return isInteger(r) ? r : failed(x, r);
}
function list_to_integer_1(x: Exec, l: Term): Result {
  return list_to_integer_2(x, l, 10);
}
function list_to_integer_2(x: Exec, l: Term, base: Term): Result {
  const r = list_to_integer_prefix(x, l, base) as Term;
  return r instanceof Tuple2 && r.e1 === NIL ? r.e0 : failed(x, r);
}

// -- Floats.

/** `f` as the options say; undefined: badarg. */
function floatText(f: Term, options: Term): string | undefined {
  if (!(f instanceof Float)) return undefined;
  let decimals = DEFAULT_DECIMALS;
  let compact = false;
  let style: Term = A.scientific;
  let l = options;
  while (l instanceof Cons && l !== NIL) {
    const o = l.head;
    if (o === A.compact) compact = true;
    else if (o === A.short) style = A.short;
    else if (o instanceof Tuple2 && (o.e0 === A.decimals || o.e0 === A.scientific) && isInteger(o.e1)) {
      // OTP keeps the lowest 32 bits of a small integer.
      if (typeof o.e1 === "bigint" && (o.e1 >= 1n << 59n || o.e1 < -(1n << 59n))) return undefined;
      decimals = Number(BigInt.asIntN(32, BigInt(o.e1)));
      style = o.e0;
    } else return undefined;
    l = l.tail;
  }
  if (l !== NIL) return undefined;
  if (style === A.short) return shortFloat(f.value);
  return style === A.decimals ? fixedFloat(f.value, decimals, compact) : scientificFloat(f.value, decimals);
}

function float_to_list_1(x: Exec, f: Term): Result {
  return float_to_list_2(x, f, NIL);
}
function float_to_list_2(x: Exec, f: Term, options: Term): Result {
  const s = floatText(f, options);
  return s === undefined ? x.badarg() : listFromString(s);
}
function float_to_binary_1(x: Exec, f: Term): Result {
  return float_to_binary_2(x, f, NIL);
}
function float_to_binary_2(x: Exec, f: Term, options: Term): Result {
  const s = floatText(f, options);
  return s === undefined ? x.badarg() : fromUtf8String(s);
}

function list_to_float_1(x: Exec, l: Term): Result {
  const s = byteString(l);
  const v = s === undefined ? undefined : parseFloatText(s);
  return v === undefined ? x.badarg() : new Float(v);
}

function binary_to_float_1(x: Exec, b: Term): Result {
  if (!(b instanceof Bits) || (b.size & 7) !== 0) return x.badarg();
  const v = parseFloatText(latin1Decode(bytesOf(b)));
  return v === undefined ? x.badarg() : new Float(v);
}

/** The string of a proper list of bytes; undefined for any other term. */
export function byteString(l: Term): string | undefined {
  const codes: number[] = [];
  let c = l;
  while (c instanceof Cons && c !== NIL) {
    if (typeof c.head !== "number" || (c.head & 255) !== c.head) return undefined;
    codes.push(c.head);
    c = c.tail;
  }
  return c === NIL ? latin1Decode(Uint8Array.from(codes)) : undefined;
}

export const erlangNumbers: readonly Bif[] = bifTable("erlang", {
  "integer_to_list/1": { doc: "Decimal text of an integer. badarg otherwise.", fn: integer_to_list_1 },
  "integer_to_list/2": { doc: "Text in base 2 to 36. badarg otherwise.", fn: integer_to_list_2 },
  "integer_to_binary/1": { doc: "Decimal text of an integer. badarg otherwise.", fn: integer_to_binary_1 },
  "integer_to_binary/2": { doc: "Text in base 2 to 36. badarg otherwise.", fn: integer_to_binary_2 },
  "list_to_integer/1": { doc: "The integer of a text. badarg, system_limit.", fn: list_to_integer_1, releases: [25] },
  "list_to_integer/2": {
    doc: "The same in base 2 to 36. badarg, system_limit.",
    fn: list_to_integer_2,
    releases: [25],
  },
  "binary_to_integer/1": {
    doc: "The integer of a text. badarg, system_limit.",
    fn: binary_to_integer_1,
    releases: [25],
  },
  "binary_to_integer/2": {
    doc: "The same in base 2 to 36. badarg, system_limit.",
    fn: binary_to_integer_2,
    releases: [25],
  },
  "float_to_list/1": { doc: "Text with 20 decimals and an exponent. badarg unless a float.", fn: float_to_list_1 },
  "float_to_list/2": {
    doc: "Text as the options say. badarg for wrong ones, and for more than 255 characters.",
    fn: float_to_list_2,
  },
  "float_to_binary/1": { doc: "Text with 20 decimals and an exponent. badarg unless a float.", fn: float_to_binary_1 },
  "float_to_binary/2": { doc: "Text as the options say. badarg as float_to_list/2.", fn: float_to_binary_2 },
  "list_to_float/1": { doc: "The float of a text. badarg otherwise.", fn: list_to_float_1 },
  "binary_to_float/1": { doc: "The float of a text. badarg otherwise.", fn: binary_to_float_1 },
});

export const ertsInternalNumbers: readonly Bif[] = bifTable("erts_internal", {
  "list_to_integer/2": {
    doc: "{Integer, Rest}, or an atom that says why not.",
    fn: list_to_integer_prefix,
    releases: [27, 29],
  },
  "binary_to_integer/2": {
    doc: "An integer, or an atom that says why not.",
    fn: internal_binary_to_integer_2,
    releases: [27, 29],
  },
});
