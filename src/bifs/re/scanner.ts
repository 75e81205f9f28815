/**
 * The pattern's bytes and the parts of its syntax that stand by themselves: escapes, numbers, quantifiers, properties.
 * `END` stands behind the last byte. Positions are those that PCRE reports with an error.
 * OTP: check_escape(), read_repeat_counts(), get_ucp() in pcre_compile.c.
 */
import { decodeAt, utf8Length } from "../../util/utf8.ts";
import { PatternError } from "./error.ts";
import { EXTRA, UTF } from "./options.ts";
import { type Prop, property, type Unicode } from "./unicode.ts";

export const END = -1;

/** Escapes that stand for more than a character. The order of the ones from D to X matters: those may be repeated. */
export const enum Esc {
  None = 0,
  A,
  G,
  K,
  B,
  b,
  D,
  d,
  S,
  s,
  W,
  w,
  N,
  C,
  P,
  p,
  R,
  H,
  h,
  V,
  v,
  X,
  Z,
  z,
  g,
  k,
  E,
  Q,
  /** A back reference; the number is `number`. */
  Ref,
}

const ESCAPES: Readonly<Record<string, Esc>> = {
  A: Esc.A,
  G: Esc.G,
  K: Esc.K,
  B: Esc.B,
  b: Esc.b,
  D: Esc.D,
  d: Esc.d,
  S: Esc.S,
  s: Esc.s,
  W: Esc.W,
  w: Esc.w,
  N: Esc.N,
  C: Esc.C,
  P: Esc.P,
  p: Esc.p,
  R: Esc.R,
  H: Esc.H,
  h: Esc.h,
  V: Esc.V,
  v: Esc.v,
  X: Esc.X,
  Z: Esc.Z,
  z: Esc.z,
  k: Esc.k,
  E: Esc.E,
  Q: Esc.Q,
};

const CHARACTERS: Readonly<Record<string, number>> = { a: 7, e: 27, f: 12, n: 10, r: 13, t: 9 };

const INT_MAX = 0x7fffffff;

export function isDigit(c: number): boolean {
  return c >= 48 && c <= 57;
}

function hexValue(c: number): number {
  if (c >= 48 && c <= 57) return c - 48;
  const lower = c | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

export class Scanner {
  readonly bytes: Uint8Array;
  readonly end: number;
  readonly unicode: Unicode;
  at = 0;
  /** Groups opened so far. */
  groups = 0;
  /** Results of `escape`: the character, or the reference's number. */
  value = 0;

  constructor(bytes: Uint8Array, end: number, unicode: Unicode) {
    this.bytes = bytes;
    this.end = end;
    this.unicode = unicode;
  }

  peek(i: number): number {
    return i < this.end ? (this.bytes[i] as number) : END;
  }

  fail(code: number, at = this.at): never {
    throw new PatternError(code, at);
  }

  /** The character at `i`; `this.at` becomes its last byte. */
  character(i: number, utf: boolean): number {
    const c = this.peek(i);
    this.at = i;
    if (!utf || c < 0x80) return c;
    const wide = decodeAt(this.bytes, i, this.end);
    if (wide < 0) return c;
    this.at = i + utf8Length(wide) - 1;
    return wide;
  }

  text(from: number, to: number): string {
    let s = "";
    for (let i = from; i < to; i++) s += String.fromCharCode(this.bytes[i] as number);
    return s;
  }

  startsWith(s: string, i: number): boolean {
    for (let k = 0; k < s.length; k++) if (this.peek(i + k) !== s.charCodeAt(k)) return false;
    return true;
  }

  /** `{n}`, `{n,}` or `{n,m}` after the brace at `i - 1`. */
  isCountedRepeat(i: number): boolean {
    if (!isDigit(this.peek(i))) return false;
    while (isDigit(this.peek(i))) i++;
    if (this.peek(i) === 0x7d) return true;
    if (this.peek(i++) !== 0x2c) return false;
    if (this.peek(i) === 0x7d) return true;
    if (!isDigit(this.peek(i))) return false;
    while (isDigit(this.peek(i))) i++;
    return this.peek(i) === 0x7d;
  }

  /** Reads what `isCountedRepeat` found; `this.at` becomes the closing brace. */
  repeatCounts(i: number): { min: number; max: number } {
    let min = 0;
    while (isDigit(this.peek(i))) {
      min = min * 10 + this.peek(i++) - 48;
      if (min > 65535) this.fail(5, i);
    }
    let max = -1;
    if (this.peek(i) === 0x7d) max = min;
    else if (this.peek(++i) !== 0x7d) {
      max = 0;
      while (isDigit(this.peek(i))) {
        max = max * 10 + this.peek(i++) - 48;
        if (max > 65535) this.fail(5, i);
      }
      if (max < min) this.fail(4, i);
    }
    this.at = i;
    return { min, max };
  }

  /**
   * The escape whose backslash is at `this.at`, which becomes the escape's last byte. None: `value` is a character.
   */
  escape(options: number, inClass: boolean): Esc {
    const utf = (options & UTF) !== 0;
    let c = this.character(this.at + 1, utf);
    let i = this.at;
    if (c === END) this.fail(1, i);
    this.value = c;
    const name = c >= 48 && c <= 122 ? String.fromCharCode(c) : "";
    if (name === "") return Esc.None;
    const known = ESCAPES[name];
    if (known !== undefined) {
      if (known === Esc.N && this.peek(i + 1) === 0x7b && !this.isCountedRepeat(i + 2)) this.fail(37, i);
      return known;
    }
    const character = CHARACTERS[name];
    if (character !== undefined) {
      this.value = character;
      return Esc.None;
    }
    switch (name) {
      case "l":
      case "L":
      case "u":
      case "U":
        return this.fail(37, i);
      case "g":
        return inClass ? Esc.None : this.groupReference(i);
      case "1":
      case "2":
      case "3":
      case "4":
      case "5":
      case "6":
      case "7":
      case "8":
      case "9":
        if (!inClass) {
          let s = c - 48;
          let j = i;
          while (isDigit(this.peek(j + 1))) {
            if (s > INT_MAX / 10 - 1) {
              while (isDigit(this.peek(j + 1))) j++;
              this.fail(61, j);
            }
            s = s * 10 + this.peek(++j) - 48;
          }
          if (s < 8 || s <= this.groups) {
            this.at = j;
            this.value = s;
            return Esc.Ref;
          }
        }
        return c >= 56 ? Esc.None : this.octal(i, utf);
      case "0":
        return this.octal(i, utf);
      case "o":
        if (this.peek(i + 1) !== 0x7b) this.fail(81, i);
        if (this.peek(i + 2) === 0x7d) this.fail(86, i);
        return this.braced(i + 2, 8, utf, 80);
      case "x":
        if (this.peek(i + 1) === 0x7b) {
          if (this.peek(i + 2) === 0x7d) this.fail(86, i + 2);
          return this.braced(i + 2, 16, utf, 79);
        }
        c = 0;
        for (let n = 0; n < 2 && hexValue(this.peek(i + 1)) >= 0; n++) c = c * 16 + hexValue(this.peek(++i));
        break;
      case "c":
        c = this.peek(++i);
        if (c === END) this.fail(2, i);
        if (c > 127) this.fail(68, i);
        if (c >= 97 && c <= 122) c -= 32;
        c ^= 0x40;
        break;
      default:
        if ((options & EXTRA) !== 0 && ((c >= 65 && c <= 90) || (c >= 97 && c <= 122))) this.fail(3, i);
        break;
    }
    this.at = i;
    this.value = c;
    return Esc.None;
  }

  /** Up to three octal digits from `i` on. */
  private octal(i: number, utf: boolean): Esc {
    let c = this.peek(i) - 48;
    for (let n = 0; n < 2 && this.peek(i + 1) >= 48 && this.peek(i + 1) <= 55; n++) c = c * 8 + this.peek(++i) - 48;
    if (!utf && c > 0xff) this.fail(51, i);
    this.at = i;
    this.value = c;
    return Esc.None;
  }

  /** The digits of `\x{...}` or `\o{...}` from `i` on. */
  private braced(i: number, base: 8 | 16, utf: boolean, malformed: number): Esc {
    const digit = (c: number): boolean => (base === 16 ? hexValue(c) >= 0 : c >= 48 && c <= 55);
    let c = 0;
    while (digit(this.peek(i))) {
      c = c * base + hexValue(this.peek(i++));
      if (c > (utf ? 0x10ffff : 0xff)) {
        while (digit(this.peek(i))) i++;
        this.fail(34, i);
      }
    }
    if (this.peek(i) !== 0x7d) this.fail(malformed, i);
    if (utf && c >= 0xd800 && c <= 0xdfff) this.fail(73, i);
    this.at = i;
    this.value = c;
    return Esc.None;
  }

  /** `\g`: a reference by number or name, or a call. `i` is the letter. */
  private groupReference(i: number): Esc {
    const next = this.peek(i + 1);
    if (next === 0x3c || next === 0x27) return Esc.g;
    let braced = false;
    if (next === 0x7b) {
      let p = i + 2;
      while (this.peek(p) !== END && this.peek(p) !== 0x7d && (this.peek(p) === 0x2d || isDigit(this.peek(p)))) p++;
      if (this.peek(p) !== END && this.peek(p) !== 0x7d) return Esc.k;
      braced = true;
      i++;
    }
    const negated = this.peek(i + 1) === 0x2d;
    if (negated) i++;
    let s = 0;
    while (isDigit(this.peek(i + 1))) {
      if (s > INT_MAX / 10 - 1) {
        while (isDigit(this.peek(i + 1))) i++;
        this.fail(61, i);
      }
      s = s * 10 + this.peek(++i) - 48;
    }
    if (braced && this.peek(++i) !== 0x7d) this.fail(57, i);
    if (s === 0) this.fail(58, i);
    if (negated) {
      if (s > this.groups) this.fail(15, i);
      s = this.groups - (s - 1);
    }
    this.at = i;
    this.value = s;
    return Esc.Ref;
  }

  /** The property after `\p` or `\P`, whose letter is at `this.at`; that becomes the property's last byte. */
  property(negatedEscape: boolean): Prop {
    let i = this.at + 1;
    let c = this.peek(i);
    if (c === END) this.fail(46, i);
    let negated = negatedEscape;
    let name = "";
    if (c === 0x7b) {
      if (this.peek(i + 1) === 0x5e) {
        negated = !negated;
        i++;
      }
      for (let n = 0; n < 31; n++) {
        c = this.peek(++i);
        if (c === END) this.fail(46, i);
        if (c === 0x7d) break;
        name += String.fromCharCode(c);
      }
      if (c !== 0x7d) this.fail(46, i);
    } else name = String.fromCharCode(c);
    const p = property(this.unicode, name);
    if (p === undefined) this.fail(47, i);
    this.at = i;
    return { ...p, negated };
  }
}
