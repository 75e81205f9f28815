/**
 * Character classes: `[...]` and the escapes that stand for classes.
 * OTP: the class part of compile_branch() and add_to_class() in pcre_compile.c.
 */
import { type Char, Kind, type Node } from "./ast.ts";
import { type CharSet, SetBuilder } from "./charset.ts";
import { type ByteClasses, byteClasses } from "./ctype.ts";
import { CASELESS, type Dialect, EXTRA, UCP, UTF } from "./options.ts";
import { END, Esc, type Scanner } from "./scanner.ts";
import { ALNUM, DIGITS, LETTERS, LOWER, type Prop, PropType, type Unicode, unicode, UPPER } from "./unicode.ts";

export const POSIX = [
  "alpha", "lower", "upper", "alnum", "ascii", "blank", "cntrl", "digit", "graph", "print", "punct", "space", "word",
  "xdigit",
] as const; // biome-ignore format: a table
export type PosixName = (typeof POSIX)[number];

export const HSPACE = [0x09, 0x20, 0xa0, 0x1680, 0x180e, [0x2000, 0x200a], 0x202f, 0x205f, 0x3000] as const;
export const VSPACE = [[0x0a, 0x0d], 0x85, [0x2028, 0x2029]] as const;

const MAX = 0x10ffff;

/** What the escapes and POSIX names mean with the Unicode properties. */
const ND: Prop = { type: PropType.Categories, value: DIGITS, negated: false };
const SPACE: Prop = { type: PropType.Space, value: 0, negated: false };
const WORD: Prop = { type: PropType.Word, value: 0, negated: false };
const POSIX_UCP: { readonly [N in PosixName]?: Prop } = {
  alpha: { type: PropType.Categories, value: LETTERS, negated: false },
  lower: { type: PropType.Categories, value: LOWER, negated: false },
  upper: { type: PropType.Categories, value: UPPER, negated: false },
  alnum: { type: PropType.Categories, value: ALNUM, negated: false },
  digit: ND,
  space: SPACE,
  word: WORD,
  graph: { type: PropType.Graph, value: 0, negated: false },
  print: { type: PropType.Print, value: 0, negated: false },
  punct: { type: PropType.Punct, value: 0, negated: false },
};

function negate(p: Prop, negated: boolean): Prop {
  return negated ? { ...p, negated: !p.negated } : p;
}

export function addList(b: SetBuilder, list: readonly (number | readonly [number, number])[], negated: boolean): void {
  let from = 0;
  for (const item of list) {
    const [first, last] = typeof item === "number" ? [item, item] : item;
    if (!negated) b.add(first, last);
    else if (first > from) b.add(from, first - 1);
    from = last + 1;
  }
  if (negated) b.add(from, MAX);
}

/** Reads classes of one dialect. */
export class ClassReader {
  private readonly s: Scanner;
  private readonly dialect: Dialect;
  private readonly unicode: Unicode;
  private readonly bytes: ByteClasses;
  /** A class named CR or LF. */
  sawNewline = false;

  constructor(s: Scanner, dialect: Dialect) {
    this.s = s;
    this.dialect = dialect;
    this.unicode = unicode(dialect);
    this.bytes = byteClasses(dialect);
  }

  /** The set of an esc outside of a class. */
  escapeSet(esc: Esc, options: number): CharSet {
    const b = new SetBuilder(this.unicode);
    const negated = esc === Esc.D || esc === Esc.S || esc === Esc.W || esc === Esc.H || esc === Esc.V;
    if (esc === Esc.h || esc === Esc.H || esc === Esc.v || esc === Esc.V) {
      addList(b, esc === Esc.h || esc === Esc.H ? HSPACE : VSPACE, false);
      return b.build(negated);
    }
    const which = esc === Esc.d || esc === Esc.D ? 0 : esc === Esc.s || esc === Esc.S ? 1 : 2;
    if ((options & UCP) !== 0) b.addProp([ND, SPACE, WORD][which] as Prop);
    else b.addTable([this.bytes.digit, this.bytes.space, this.bytes.word][which] as Uint8Array, false);
    return b.build(negated);
  }

  propertySet(p: Prop): CharSet {
    const b = new SetBuilder(this.unicode);
    b.addProp(p);
    return b.build(false);
  }

  /** All characters but `c` (and its other cases). */
  allBut(c: number, options: number): CharSet {
    const b = new SetBuilder(this.unicode);
    this.addRange(b, c, c, options);
    return b.build(true);
  }

  /** Adds `first` to `last`, and their other cases if the options say so. */
  addRange(b: SetBuilder, first: number, last: number, options: number): void {
    b.add(first, last);
    if ((options & CASELESS) === 0) return;
    if ((options & (UTF | (this.dialect === 2 ? UCP : 0))) !== 0) {
      for (let c = first; c <= last; c++) {
        const set = this.unicode.caseSet(c);
        if (set !== undefined) for (const other of set) b.add(other, other);
      }
    } else {
      for (let c = first; c <= last && c < 256; c++) {
        const other = this.bytes.flip[c] as number;
        b.add(other, other);
      }
    }
  }

  /** Where a POSIX construct that starts at `i` (its bracket) ends: the index of its closing `:`, `.` or `=`; else -1. */
  posixEnd(i: number): number {
    const s = this.s;
    const terminator = s.peek(i + 1);
    if (terminator !== 0x3a && terminator !== 0x2e && terminator !== 0x3d) return -1;
    for (let p = i + 2; s.peek(p) !== END; p++) {
      const c = s.peek(p);
      if (c === 0x5c && (s.peek(p + 1) === 0x5d || s.peek(p + 1) === 0x5c)) p++;
      else if ((c === 0x5b && s.peek(p + 1) === terminator) || c === 0x5d) return -1;
      else if (c === terminator && s.peek(p + 1) === 0x5d) return p;
    }
    return -1;
  }

  /** The class whose bracket is at `s.at`, which becomes its closing bracket. */
  read(options: number): Node {
    const s = this.s;
    const utf = (options & UTF) !== 0;
    const ucp = (options & UCP) !== 0;
    const outside = this.posixEnd(s.at);
    if (outside >= 0) s.fail(s.peek(s.at + 1) === 0x3a ? 13 : 31);
    let negated = false;
    let i = s.at;
    let c: number;
    for (;;) {
      c = s.peek(++i);
      if (c === 0x5c) {
        if (s.peek(i + 1) === 0x45) i++;
        else if (s.startsWith("Q\\E", i + 1)) i += 3;
        else break;
      } else if (!negated && c === 0x5e) negated = true;
      else break;
    }
    const b = new SetBuilder(this.unicode);
    let quoted = false;
    let flip = false;
    let hasProp = false;
    /** How many characters there are, as far as it matters: 2 is "more than one". */
    let count = 0;
    s.at = i;
    if (c === END) s.fail(6, i);
    do {
      if (utf && c >= 0x80) c = s.character(s.at, true);
      if (quoted) {
        if (c === 0x5c && s.peek(s.at + 1) === 0x45) {
          quoted = false;
          s.at++;
          continue;
        }
      } else if (c === 0x5b) {
        const end = this.posixEnd(s.at);
        if (end >= 0) {
          const localNegate = s.peek(s.at + 2) === 0x5e;
          if (s.peek(s.at + 1) !== 0x3a) s.fail(31);
          if (localNegate) flip = true;
          hasProp = this.posix(b, s.at + (localNegate ? 3 : 2), end, localNegate, options) || hasProp;
          s.at = end + 1;
          count = 2;
          continue;
        }
      } else if (c === 0x5c) {
        const esc = s.escape(options, true);
        if (esc === Esc.None) c = s.value;
        else if (esc === Esc.b) c = 8;
        else if (esc === Esc.N) s.fail(71);
        else if (esc === Esc.Q) {
          if (s.startsWith("\\E", s.at + 1)) s.at += 2;
          else quoted = true;
          continue;
        } else if (esc === Esc.E) continue;
        else {
          const done = this.classEscape(b, esc, ucp);
          if (done !== undefined) {
            count = 2;
            if (done === "prop") hasProp = true;
            else if (done === "negated" && !ucp) flip = true;
            continue;
          }
          // An esc without a meaning here is its letter.
          if ((options & EXTRA) !== 0) s.fail(7);
          c = s.peek(s.at);
        }
      }
      while (s.startsWith("\\E", s.at + 1)) {
        quoted = false;
        s.at += 2;
      }
      const before = s.at;
      if (c === 13 || c === 10) this.sawNewline = true;
      if (!quoted && s.peek(s.at + 1) === 0x2d) {
        const last = this.rangeEnd(options, () => {
          quoted = true;
        });
        if (last === undefined) s.at = before;
        else {
          if (last < c) s.fail(8);
          if (last === 13 || last === 10) this.sawNewline = true;
          if (last > c) {
            count = 2;
            this.addRange(b, c, last, options);
            continue;
          }
        }
      }
      if (count < 2) count++;
      if (!quoted && !hasProp && count === 1 && s.peek(s.at + 1) === 0x5d) {
        s.at++;
        if (negated) return { kind: Kind.Set, set: this.allBut(c, options) };
        return { kind: Kind.Char, c, caseless: (options & CASELESS) !== 0 } satisfies Char;
      }
      this.addRange(b, c, c, options);
    } while ((c = s.peek(++s.at)) !== END && (c !== 0x5d || quoted));
    if (c === END) s.fail(6, s.at);
    return { kind: Kind.Set, set: this.finish(b, negated, flip, utf, ucp) };
  }

  /** How members above 255 come out, with the rules PCRE has for negated classes inside. */
  private finish(b: SetBuilder, negated: boolean, flip: boolean, utf: boolean, ucp: boolean): CharSet {
    const extended = b.hasWide && (b.props.length > 0 || !flip || ucp);
    if (!extended) return b.build(negated, negated !== flip);
    if (utf && flip && !negated && !ucp) b.add(0x100, MAX);
    return b.build(negated);
  }

  /** The end of a range whose hyphen follows `s.at`; undefined: the hyphen stands for itself. */
  private rangeEnd(options: number, quote: () => void): number | undefined {
    const s = this.s;
    s.at += 2;
    let quoted = false;
    while (s.startsWith("\\E", s.at)) s.at += 2;
    while (s.startsWith("\\Q", s.at)) {
      s.at += 2;
      if (s.startsWith("\\E", s.at)) {
        s.at += 2;
        continue;
      }
      quoted = true;
      break;
    }
    const c = s.peek(s.at);
    if (c === END || (!quoted && c === 0x5d)) return undefined;
    if (quoted) quote();
    const d = s.character(s.at, (options & UTF) !== 0);
    if (quoted) return d;
    if (d === 0x5c) {
      const esc = s.escape(options, true);
      if (esc === Esc.b) return 8;
      if (esc !== Esc.None) s.fail(83);
      return s.value;
    }
    if (d === 0x5b && this.posixEnd(s.at) >= 0) s.fail(83);
    return d;
  }

  /** Adds an esc's set; undefined when it has none inside a class. */
  private classEscape(b: SetBuilder, esc: Esc, ucp: boolean): "plain" | "negated" | "prop" | undefined {
    const negated = esc === Esc.D || esc === Esc.S || esc === Esc.W;
    switch (esc) {
      case Esc.d:
      case Esc.D:
      case Esc.s:
      case Esc.S:
      case Esc.w:
      case Esc.W: {
        const which = esc === Esc.d || esc === Esc.D ? 0 : esc === Esc.s || esc === Esc.S ? 1 : 2;
        if (ucp) {
          b.addProp(negate([ND, SPACE, WORD][which] as Prop, negated));
          return "prop";
        }
        b.addTable([this.bytes.digit, this.bytes.space, this.bytes.word][which] as Uint8Array, negated);
        return negated ? "negated" : "plain";
      }
      case Esc.h:
      case Esc.H:
        addList(b, HSPACE, esc === Esc.H);
        return "plain";
      case Esc.v:
      case Esc.V:
        addList(b, VSPACE, esc === Esc.V);
        return "plain";
      case Esc.p:
      case Esc.P:
        b.addProp(this.s.property(esc === Esc.P));
        return "prop";
      default:
        return undefined;
    }
  }

  /** Adds the POSIX class named from `from` to `end`; true when it became a property. */
  private posix(b: SetBuilder, from: number, end: number, negated: boolean, options: number): boolean {
    const s = this.s;
    let name = s.text(from, end) as PosixName;
    if (!POSIX.includes(name)) s.fail(30, from);
    if ((options & CASELESS) !== 0 && (name === "lower" || name === "upper")) name = "alpha";
    if ((options & UCP) !== 0) {
      if (name === "blank") {
        addList(b, HSPACE, negated);
        return false;
      }
      const prop = POSIX_UCP[name];
      if (prop !== undefined) {
        b.addProp(negate(prop, negated));
        return true;
      }
      if (negated) b.add(0x100, MAX);
    }
    b.addTable(this.bytes[name], negated);
    return false;
  }
}
