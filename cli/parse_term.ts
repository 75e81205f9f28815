/**
 * Erlang terms as one writes them on a command line: atoms, integers, floats, strings, binaries, lists, tuples, maps.
 * Numbers, quoting and escapes are those of Erlang's own scanner; a final full stop may be there or not.
 * OTP: erl_scan.erl and erl_parse:parse_term/1.
 */
import { normalBig } from "../src/util/bigbits.ts";
import { atom, MAX_ATOM_CHARACTERS } from "../src/term/atom.ts";
import { Bits } from "../src/term/bits.ts";
import { Float } from "../src/term/float.ts";
import { listFromArray, listFromString } from "../src/term/list.ts";
import { mapFromPairs } from "../src/term/map_ops.ts";
import type { Term } from "../src/term/term.ts";
import { tupleFromArray } from "../src/term/tuple.ts";

/** The text is no term; `at` counts characters from 0. */
export class TermSyntaxError extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** Deeper than anyone types, shallower than the JavaScript stack. */
const MAX_DEPTH = 1000;

const RESERVED = new Set(
  (
    "after and andalso band begin bnot bor bsl bsr bxor case catch cond div else end fun if let maybe not of or orelse " +
    "receive rem try when xor"
  ).split(" "),
);

const ESCAPES: Readonly<Record<string, number>> = {
  b: 8,
  d: 127,
  e: 27,
  f: 12,
  n: 10,
  r: 13,
  s: 32,
  t: 9,
  v: 11,
};

/** The term that `text` writes. Throws TermSyntaxError. */
export function parseTerm(text: string): Term {
  const parser = new Parser(text);
  const term = parser.term(0);
  parser.end();
  return term;
}

class Parser {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Nothing more than a full stop may follow. */
  end(): void {
    this.space();
    if (this.text[this.at] === ".") this.at++;
    this.space();
    if (this.at < this.text.length) this.fail(`unexpected ${JSON.stringify(this.text.slice(this.at, this.at + 10))}`);
  }

  term(depth: number): Term {
    if (depth > MAX_DEPTH) this.fail("nested too deeply");
    this.space();
    const c = this.text[this.at];
    if (c === undefined) this.fail("a term is missing");
    if (c === "[") return this.list(depth);
    if (c === "{") return this.tuple(depth);
    if (c === "#") return this.map(depth);
    if (c === '"') return listFromString(this.strings());
    if (c === "'") return this.atom(this.quoted("'"));
    if (this.text.startsWith("<<", this.at)) return this.binary();
    if (c === "-" || c === "+") {
      this.at++;
      this.space();
      return this.number(c === "-");
    }
    if (c === "$" || /[0-9]/.test(c)) return this.number(false);
    return this.plainAtom();
  }

  private plainAtom(): Term {
    const name = this.match(/[\p{Ll}\u00df-\u00f6\u00f8-\u00ff][\p{L}\p{N}_@]*/uy);
    if (name === undefined) {
      const variable = this.match(/[\p{Lu}_][\p{L}\p{N}_@]*/uy);
      if (variable !== undefined) this.fail(`${variable} is a variable: quote it to make it an atom`, variable.length);
      this.fail(`unexpected ${JSON.stringify(this.text[this.at])}`);
    }
    if (RESERVED.has(name)) this.fail(`${name} is a reserved word: quote it to make it an atom`, name.length);
    return this.atom(name);
  }

  private atom(name: string): Term {
    if ([...name].length > MAX_ATOM_CHARACTERS) this.fail(`an atom has at most ${MAX_ATOM_CHARACTERS} characters`);
    return atom(name);
  }

  private list(depth: number): Term {
    const items: Term[] = [];
    this.expect("[");
    if (this.take("]")) return listFromArray([]);
    for (;;) {
      items.push(this.term(depth + 1));
      if (this.take("]")) return listFromArray(items);
      if (this.take("|")) {
        const tail = this.term(depth + 1);
        this.expect("]");
        return listFromArray(items, tail);
      }
      this.expect(",");
    }
  }

  private tuple(depth: number): Term {
    const items: Term[] = [];
    this.expect("{");
    if (this.take("}")) return tupleFromArray(items);
    for (;;) {
      items.push(this.term(depth + 1));
      if (this.take("}")) return tupleFromArray(items);
      this.expect(",");
    }
  }

  private map(depth: number): Term {
    const keys: Term[] = [];
    const values: Term[] = [];
    this.expect("#");
    this.expect("{");
    if (this.take("}")) return mapFromPairs(keys, values);
    for (;;) {
      keys.push(this.term(depth + 1));
      this.expect("=>");
      values.push(this.term(depth + 1));
      if (this.take("}")) return mapFromPairs(keys, values);
      this.expect(",");
    }
  }

  /** Segments are strings and integers, with `:Size` and `/utf8` where one wants them. */
  private binary(): Term {
    const bits: number[] = [];
    this.expect("<<");
    if (!this.take(">>")) {
      do {
        this.segment(bits);
      } while (this.take(","));
      this.expect(">>");
    }
    const bytes = new Uint8Array((bits.length + 7) >> 3);
    bits.forEach((bit, i) => {
      if (bit !== 0) bytes[i >> 3] = (bytes[i >> 3] as number) | (0x80 >> (i & 7));
    });
    return new Bits(bytes, 0, bits.length, null);
  }

  private segment(bits: number[]): void {
    this.space();
    const values: (number | bigint)[] = [];
    const c = this.text[this.at];
    if (c === '"') for (const character of this.strings()) values.push(character.codePointAt(0) as number);
    else {
      const negative = this.take("-");
      this.space();
      const value = this.number(negative);
      if (value instanceof Float) this.fail("a binary holds integers and strings");
      values.push(value);
    }
    const size = this.take(":") ? Number(this.match(/[0-9]+/y) ?? this.fail("a size is missing")) : 8;
    if (this.take("/")) {
      if (this.match(/utf8/y) === undefined) this.fail("the only type here is utf8");
      const utf8 = new TextEncoder().encode(String.fromCodePoint(...values.map(Number)));
      for (const byte of utf8) pushBits(bits, BigInt(byte), 8);
      return;
    }
    for (const value of values) pushBits(bits, BigInt(value), size);
  }

  /** One string, or several next to each other, which are one. */
  private strings(): string {
    let all = "";
    do {
      all += this.quoted('"');
      this.space();
    } while (this.text[this.at] === '"');
    return all;
  }

  private quoted(quote: string): string {
    const start = this.at++;
    let value = "";
    for (;;) {
      const c = this.text[this.at];
      if (c === undefined) this.fail(`the closing ${quote} is missing`, this.at - start);
      this.at++;
      if (c === quote) return value;
      value += c === "\\" ? String.fromCodePoint(this.escape()) : c;
    }
  }

  /** What follows a backslash. */
  private escape(): number {
    const octal = this.match(/[0-7]{1,3}/y);
    if (octal !== undefined) return Number.parseInt(octal, 8);
    const hex = this.match(/x\{[0-9a-fA-F]+\}/y)?.slice(2, -1) ?? this.match(/x[0-9a-fA-F]{2}/y)?.slice(1);
    if (hex !== undefined) {
      const code = Number.parseInt(hex, 16);
      if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) this.fail("no such character");
      return code;
    }
    const control = this.match(/\^[@A-Z[\\\]^_a-z]/y);
    if (control !== undefined) return control.charCodeAt(1) & 31;
    const code = this.text.codePointAt(this.at);
    if (code === undefined) this.fail("a character is missing after \\");
    const c = String.fromCodePoint(code);
    if (c === "x") this.fail("\\x needs two hexadecimal digits or {...}");
    this.at += c.length;
    return ESCAPES[c] ?? code;
  }

  private number(negative: boolean): number | bigint | Float {
    if (this.take("$")) return this.character() * (negative ? -1 : 1) || 0;
    const whole = this.match(/[0-9]+(?:_[0-9]+)*/y);
    if (whole === undefined) this.fail("a number is missing");
    if (this.text[this.at] === "#") return this.based(Number(whole), negative);
    const fraction = this.match(/\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+)?/y);
    const digits = whole.replaceAll("_", "");
    if (fraction === undefined) return normalBig(BigInt(digits) * (negative ? -1n : 1n));
    const value = Number(digits + fraction.replaceAll("_", ""));
    if (!Number.isFinite(value)) this.fail("no such float");
    return new Float(negative ? -value : value);
  }

  private character(): number {
    const c = this.text.codePointAt(this.at);
    if (c === undefined) this.fail("a character is missing after $");
    this.at += c > 0xffff ? 2 : 1;
    return c === 0x5c ? this.escape() : c;
  }

  private based(base: number, negative: boolean): number | bigint {
    if (base < 2 || base > 36) this.fail("a base is from 2 to 36");
    this.at++;
    const digits = this.match(/[0-9a-zA-Z]+(?:_[0-9a-zA-Z]+)*/y);
    if (digits === undefined) this.fail("digits are missing after #");
    let value = 0n;
    for (const digit of digits.replaceAll("_", "")) {
      const d = Number.parseInt(digit, 36);
      if (d >= base) this.fail(`${digit} is no digit in base ${base}`);
      value = value * BigInt(base) + BigInt(d);
    }
    return normalBig(negative ? -value : value);
  }

  // -- The text.

  private space(): void {
    this.match(/(?:\s|%.*)+/y);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private take(token: string): boolean {
    this.space();
    const there = this.text.startsWith(token, this.at);
    if (there) this.at += token.length;
    return there;
  }

  private expect(token: string): void {
    if (this.take(token)) return;
    const c = this.text[this.at];
    this.fail(`${token} is missing${c === undefined ? " at the end" : ` before ${JSON.stringify(c)}`}`);
  }

  private fail(message: string, back = 0): never {
    throw new TermSyntaxError(message, this.at - back);
  }
}

/** The lowest `size` bits of `value`, most significant first. */
function pushBits(bits: number[], value: bigint, size: number): void {
  for (let i = size - 1; i >= 0; i--) bits.push(Number((value >> BigInt(i)) & 1n));
}
