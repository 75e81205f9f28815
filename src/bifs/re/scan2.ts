/**
 * The pattern's bytes and the parts of PCRE2's syntax that stand by themselves: numbers, quantifiers, escapes, names, properties.
 * `at` is where reading goes on; an error is reported there. `END` stands behind the last byte.
 * OTP: read_number(), read_repeat_counts(), check_escape(), read_name(), get_ucp() in pcre2_compile.c.
 */
import { decodeAt, utf8Length } from "../../util/utf8.ts";
import { byteClasses } from "./ctype.ts";
import { PatternError } from "./error.ts";
import { END, Esc, isDigit } from "./scanner.ts";
import { DIGITS, LETTERS, type Prop, property2, type Unicode } from "./unicode.ts";

export const MAX_GROUP = 65535;
const MAX_REPEAT = 65535;
const MAX_NAME = 128;
/** Longer than any name of a property. */
const MAX_PROPERTY = 49;

const ESCAPES: Readonly<Record<string, Esc>> = {
  A: Esc.A,
  B: Esc.B,
  C: Esc.C,
  D: Esc.D,
  E: Esc.E,
  G: Esc.G,
  H: Esc.H,
  K: Esc.K,
  N: Esc.N,
  P: Esc.P,
  Q: Esc.Q,
  R: Esc.R,
  S: Esc.S,
  V: Esc.V,
  W: Esc.W,
  X: Esc.X,
  Z: Esc.Z,
  b: Esc.b,
  d: Esc.d,
  h: Esc.h,
  k: Esc.k,
  p: Esc.p,
  s: Esc.s,
  v: Esc.v,
  w: Esc.w,
  z: Esc.z,
};
const CHARACTERS: Readonly<Record<string, number>> = { a: 7, e: 27, f: 12, n: 10, r: 13, t: 9 };

export function isBlank(c: number): boolean {
  return c === 32 || c === 9;
}

function hexValue(c: number): number {
  if (c >= 48 && c <= 57) return c - 48;
  const lower = c | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

export interface Name {
  readonly text: string;
  /** Where it starts. */
  readonly at: number;
}

export class Scanner2 {
  readonly bytes: Uint8Array;
  readonly end: number;
  readonly utf: boolean;
  readonly unicode: Unicode;
  private readonly word: Uint8Array;
  at = 0;
  /** Groups opened so far. */
  groups = 0;
  /** Results of `escape`: the character, or the reference's number. */
  value = 0;

  constructor(bytes: Uint8Array, utf: boolean, unicode: Unicode) {
    this.bytes = bytes;
    this.end = bytes.length;
    this.utf = utf;
    this.unicode = unicode;
    this.word = byteClasses(2).word;
  }

  peek(i: number): number {
    return i < this.end ? (this.bytes[i] as number) : END;
  }

  /** The byte where reading goes on. */
  head(): number {
    return this.at < this.end ? (this.bytes[this.at] as number) : END;
  }

  fail(code: number, at = this.at): never {
    throw new PatternError(code, at);
  }

  /** The error belongs to the character that is next: its end is reported. */
  failAfter(code: number): never {
    if (this.at < this.end) this.character();
    else this.at++;
    this.fail(code);
  }

  /** Reads a character. */
  character(): number {
    const c = this.bytes[this.at] as number;
    if (!this.utf || c < 0x80) {
      this.at++;
      return c;
    }
    const wide = decodeAt(this.bytes, this.at, this.end);
    this.at += utf8Length(wide);
    return wide;
  }

  text(from: number, to: number): string {
    let s = "";
    for (let i = from; i < to; i++) s += String.fromCharCode(this.bytes[i] as number);
    return s;
  }

  startsWith(s: string, i = this.at): boolean {
    for (let k = 0; k < s.length; k++) if (this.peek(i + k) !== s.charCodeAt(k)) return false;
    return true;
  }

  skipBlanks(): void {
    while (isBlank(this.head())) this.at++;
  }

  /**
   * A number, with a sign if `signed`: then it is relative to the groups opened so far. Undefined: there is none, and `at` is as
   * before.
   */
  number(signed: boolean, max: number, tooBig: number): number | undefined {
    let i = this.at;
    const sign = signed && (this.peek(i) === 0x2b || this.peek(i) === 0x2d) ? this.peek(i++) : 0;
    if (!isDigit(this.peek(i))) return undefined;
    const most = sign === 0x2b ? max - this.groups : max;
    let n = 0;
    while (isDigit(this.peek(i))) {
      n = n * 10 + this.peek(i++) - 48;
      if (n > most) {
        while (isDigit(this.peek(i))) i++;
        this.fail(tooBig, i);
      }
    }
    this.at = i;
    if (sign === 0) return n;
    if (n === 0) this.fail(26);
    if (sign === 0x2b) return n + this.groups;
    if (n > this.groups) this.fail(15);
    return this.groups + 1 - n;
  }

  /** `{n}`, `{n,}`, `{,m}` or `{n,m}` after the brace: `at` becomes what follows. Undefined: it is none of them. */
  repeatCounts(): { min: number; max: number } | undefined {
    const m = /^[ \t]*(?:(\d+)[ \t]*(?:(,)[ \t]*(\d+)?[ \t]*)?|,[ \t]*(\d+)[ \t]*)\}/.exec(this.quantifierText());
    if (m === null) return undefined;
    const start = this.at;
    // Digits are read one by one: a number that is too big ends where its last digit ends.
    const read = (text: string): number => {
      const n = Number(text);
      if (n > MAX_REPEAT) this.fail(5, start + m[0].indexOf(text, from) + text.length);
      return n;
    };
    let from = 0;
    let min = 0;
    let max = -1;
    if (m[1] !== undefined) {
      min = read(m[1]);
      from = m[0].indexOf(m[1]) + m[1].length;
      if (m[2] === undefined) max = min;
      else if (m[3] !== undefined) {
        max = read(m[3]);
        if (max < min) this.fail(4, start + m[0].indexOf(m[3], from) + m[3].length);
      }
    } else max = read(m[4] as string);
    this.at += m[0].length;
    return { min, max };
  }

  /** What is next as far as it can be a quantifier's inside. */
  private quantifierText(): string {
    let i = this.at;
    while (isDigit(this.peek(i)) || isBlank(this.peek(i)) || this.peek(i) === 0x2c) i++;
    return this.text(this.at, Math.min(i + 1, this.end));
  }

  isQuantifier(): boolean {
    const at = this.at;
    const is = this.repeatCounts() !== undefined;
    this.at = at;
    return is;
  }

  // -- Escapes.

  /** What stands after a backslash. None: `value` is a character. Ref: `value` is the group. */
  escape(inClass: boolean): Esc {
    if (this.at >= this.end) this.fail(1);
    const c = this.character();
    this.value = c;
    const name = (c >= 48 && c <= 57) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122) ? String.fromCharCode(c) : "";
    if (name === "") return Esc.None;
    const esc = ESCAPES[name];
    if (esc !== undefined) return esc === Esc.N && this.head() === 0x7b ? this.namedCharacter(inClass) : esc;
    const character = CHARACTERS[name];
    if (character !== undefined) {
      this.value = character;
      return Esc.None;
    }
    switch (name) {
      case "F":
      case "l":
      case "L":
      case "u":
      case "U":
        return this.fail(37);
      case "g":
        return inClass ? Esc.None : this.groupReference();
      case "o":
        if (this.head() !== 0x7b) this.fail(55);
        this.at++;
        this.skipBlanks();
        return this.coded(8, 64);
      case "x":
        if (this.head() === 0x7b) {
          this.at++;
          this.skipBlanks();
          return this.coded(16, 67);
        }
        return this.twoDigits();
      case "c":
        return this.control();
    }
    if (c > 57) this.fail(3);
    return this.digits(c, inClass);
  }

  /** `\N{U+...}`, or `\N` with a quantifier. */
  private namedCharacter(inClass: boolean): Esc {
    const brace = this.at;
    this.at++;
    this.skipBlanks();
    if (this.startsWith("U+")) {
      this.at += 2;
      if (this.utf) return this.coded(16, 67);
      while (hexValue(this.head()) >= 0) this.at++;
      this.skipBlanks();
      if (this.head() === 0x7d) this.at++;
      this.fail(93);
    }
    this.at = brace + 1;
    if (inClass) this.fail(37);
    try {
      if (!this.isQuantifier()) this.fail(37);
    } catch (e) {
      // Its numbers are wrong: PCRE2 reports that here, before it comes to the quantifier.
      if (e instanceof PatternError && e.code !== 37) this.fail(e.code, brace);
      throw e;
    }
    this.at = brace;
    return Esc.N;
  }

  /** The digits of `\x{...}` or `\o{...}` and the brace. */
  private coded(base: 8 | 16, malformed: number): Esc {
    const digit = (c: number): number => (base === 16 ? hexValue(c) : c >= 48 && c <= 55 ? c - 48 : -1);
    if (this.head() === END || this.head() === 0x7d) this.fail(78);
    let c = 0;
    let overflow = false;
    while (digit(this.head()) >= 0 && !overflow) {
      c = c * base + digit(this.head());
      this.at++;
      overflow = c > (this.utf ? 0x10ffff : 0xff);
    }
    this.skipBlanks();
    if (overflow) {
      while (digit(this.head()) >= 0) this.at++;
      this.fail(34);
    }
    if (this.utf && c >= 0xd800 && c <= 0xdfff) this.fail(73);
    if (this.head() !== 0x7d) this.failAfter(malformed);
    this.at++;
    this.value = c;
    return Esc.None;
  }

  private twoDigits(): Esc {
    let c = hexValue(this.head());
    if (c < 0) this.fail(78);
    this.at++;
    if (hexValue(this.head()) >= 0) c = c * 16 + hexValue(this.bytes[this.at++] as number);
    this.value = c;
    return Esc.None;
  }

  private control(): Esc {
    if (this.at >= this.end) this.fail(2);
    let c = this.head();
    if (c >= 97 && c <= 122) c -= 32;
    if (c < 32 || c > 126) this.failAfter(68);
    this.at++;
    this.value = c ^ 0x40;
    return Esc.None;
  }

  /** A back reference or up to three octal digits; `first` was read. */
  private digits(first: number, inClass: boolean): Esc {
    const after = this.at;
    if (!inClass && first !== 48) {
      let n = first - 48;
      while (isDigit(this.head())) {
        n = Math.min(n * 10 + this.head() - 48, MAX_GROUP + 1);
        this.at++;
      }
      if (n < 10 || first >= 56 || n <= this.groups) {
        if (n > MAX_GROUP) this.fail(61);
        this.value = n;
        return Esc.Ref;
      }
      this.at = after;
    }
    if (first >= 56) return Esc.None;
    let c = first - 48;
    for (let n = 0; n < 2 && this.head() >= 48 && this.head() <= 55; n++)
      c = c * 8 + (this.bytes[this.at++] as number) - 48;
    if (!this.utf && c > 0xff) this.fail(51);
    this.value = c;
    return Esc.None;
  }

  /** `\g`: a reference by number or name, or a call. */
  private groupReference(): Esc {
    const next = this.head();
    if (next === END) this.fail(57);
    if (next === 0x3c || next === 0x27) return Esc.g;
    let n: number | undefined;
    if (next === 0x7b) {
      const brace = this.at;
      this.at++;
      this.skipBlanks();
      n = this.numberAt(brace);
      if (n === undefined) {
        this.at = brace;
        return Esc.k;
      }
      this.skipBlanks();
      if (this.head() !== 0x7d) this.fail(119);
      this.at++;
    } else {
      n = this.number(true, MAX_GROUP, 61);
      if (n === undefined) this.fail(57);
    }
    if (n <= 0) this.fail(15);
    this.value = n;
    return Esc.Ref;
  }

  /** A signed number whose errors are reported at `place`. */
  private numberAt(place: number): number | undefined {
    try {
      return this.number(true, MAX_GROUP, 61);
    } catch (e) {
      if (e instanceof PatternError) this.fail(e.code, place);
      throw e;
    }
  }

  // -- Names.

  /** A name at `at`, up to `terminator` (0: to its last character); `at` becomes what follows. */
  name(terminator: number): Name {
    const braced = terminator === 0x7d;
    if (braced) this.skipBlanks();
    if (this.at >= this.end) this.fail(62);
    const from = this.at;
    if (this.utf) this.unicodeName();
    else {
      if (isDigit(this.head())) this.fail(44, this.at + 1);
      this.skipWord();
    }
    if (this.at - from > MAX_NAME) this.fail(48);
    if (this.at === from) this.fail(62);
    const text = this.text(from, this.at);
    if (braced) this.skipBlanks();
    if (terminator !== 0) {
      if (this.head() !== terminator) this.fail(42);
      this.at++;
    }
    return { text, at: from };
  }

  private skipWord(): void {
    while (this.at < this.end && this.word[this.head()] !== 0) this.at++;
  }

  private unicodeName(): void {
    let first = true;
    while (this.at < this.end) {
      const before = this.at;
      const c = this.character();
      const category = 1 << this.unicode.category(c);
      if (first && (category & DIGITS) !== 0) this.fail(44);
      if ((category & (DIGITS | LETTERS)) === 0 && c !== 0x5f) {
        this.at = before;
        return;
      }
      first = false;
    }
  }

  /** The name of a verb or of an assertion, which may be empty. */
  verbName(): string {
    if (this.at >= this.end) this.fail(60);
    const from = this.at;
    this.skipWord();
    if (this.at - from > MAX_NAME) this.fail(48);
    return this.text(from, this.at);
  }

  // -- Properties.

  /** The property after `\p` or `\P`. */
  property(negatedEscape: boolean): Prop {
    if (this.at >= this.end) this.fail(46);
    let negated = negatedEscape;
    let name = "";
    let kind: string | undefined;
    const c = this.character();
    if (c === 0x7b) {
      let circumflex = false;
      for (;;) {
        if (this.at >= this.end) this.fail(46);
        const d = this.character();
        if (d === 0x5f || d === 0x2d || d === 32 || (d >= 9 && d <= 13)) continue;
        if (name === "" && kind === undefined && !circumflex && d === 0x5e) {
          circumflex = true;
          continue;
        }
        if (d === 0x7d) break;
        if (d < 0x26 || d > 0x7a) this.fail(46);
        if (kind === undefined && (d === 0x3a || d === 0x3d)) {
          kind = name;
          name = "";
        } else name += String.fromCharCode(d).toLowerCase();
        if (name.length + (kind === undefined ? 0 : kind.length + 1) >= MAX_PROPERTY) {
          // PCRE2 has no room for more, and looks for the brace only where it would read the next one.
          this.fail(46);
        }
      }
      if (circumflex) negated = !negated;
    } else {
      name = String.fromCharCode(c).toLowerCase();
      if (!/^[a-z]$/.test(name) || c > 122) this.fail(46);
    }
    const p = property2(this.unicode, name, kind);
    if (p === undefined) this.fail(47);
    return { ...p, negated };
  }
}
