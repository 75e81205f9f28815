/**
 * PCRE2's character classes: `[...]`, Perl's extended `(?[...])`, and the escapes that stand for classes.
 * OTP: the class part of parse_regex() in pcre2_compile.c, pcre2_compile_class.c.
 */
import { Kind, type Node } from "./ast.ts";
import { type CharSet, CombinedSet, SetBuilder } from "./charset.ts";
import { addList, HSPACE, POSIX, type PosixName, VSPACE } from "./class.ts";
import { byteClasses } from "./ctype.ts";
import * as O from "./options.ts";
import { isBlank, type Scanner2 } from "./scan2.ts";
import { END, Esc } from "./scanner.ts";
import {
  ALNUM,
  CASED,
  Casing,
  casesOf,
  CONTROLS,
  DIGITS,
  LETTERS,
  LOWER,
  type Prop,
  PropType,
  UPPER,
} from "./unicode.ts";

const MAX = 0x10ffff;
const MAX_DEPTH = 15;

function prop(type: PropType, value: number, negated = false): Prop {
  return { type, value, negated };
}

/** What the POSIX names mean with the Unicode properties. */
const POSIX_UCP: { readonly [N in PosixName]?: Prop } = {
  alpha: prop(PropType.Categories, LETTERS),
  lower: prop(PropType.Categories, LOWER),
  upper: prop(PropType.Categories, UPPER),
  alnum: prop(PropType.Categories, ALNUM),
  cntrl: prop(PropType.Categories, CONTROLS),
  digit: prop(PropType.Categories, DIGITS),
  graph: prop(PropType.Graph, 0),
  print: prop(PropType.Print, 0),
  punct: prop(PropType.Punct, 0),
  space: prop(PropType.Space, 0),
  word: prop(PropType.Word, 0),
  xdigit: prop(PropType.HexDigit, 0),
};

/** Whether a hyphen now makes a range. */
const enum Range {
  No,
  Started,
  /** After a class: only at the end does it stand for itself. */
  Forbidden,
  ForbiddenStarted,
  Possible,
}

/** Where the contents of a class come from. */
const enum Mode {
  Normal,
  /** Inside `(?[...])`: blanks are nothing. */
  Leaf,
}

type Operator = "+" | "|" | "-" | "&" | "^" | "!";

/** What precedes in an extended class. */
const enum Before {
  Nothing,
  Operand,
  Operator,
}

/** One parenthesis of an extended class. */
interface Level {
  readonly tokens: (CharSet | Operator)[];
}

export function casingOf(options: number): Casing {
  if ((options & O.CASELESS_RESTRICT) !== 0) return Casing.Restricted;
  return (options & O.TURKISH) !== 0 ? Casing.Turkish : Casing.Usual;
}

/** What a normal class contains, while it is read: characters and ranges, and in `b` the rest. */
class Contents {
  readonly b: SetBuilder;
  readonly ranges: [number, number][] = [];
  /** There is more than characters. */
  other = false;
  constructor(b: SetBuilder) {
    this.b = b;
  }
}

export class ClassReader2 {
  private readonly s: Scanner2;
  private readonly tables = byteClasses(2);
  /** A class named CR or LF. */
  sawNewline = false;

  constructor(s: Scanner2) {
    this.s = s;
  }

  private builder(): SetBuilder {
    return new SetBuilder(this.s.unicode);
  }

  /** The set of an escape outside of a class. */
  escapeSet(esc: Esc, options: number): CharSet {
    const b = this.builder();
    this.addEscape(b, esc, options);
    return b.build(false);
  }

  propertySet(p: Prop, options: number): CharSet {
    const b = this.builder();
    b.addProp(this.caselessProp(p, options));
    return b.build(false);
  }

  /** Without regard to case all cased letters are one category. */
  private caselessProp(p: Prop, options: number): Prop {
    const cased =
      p.type === PropType.Categories &&
      (p.value === LOWER || p.value === UPPER || p.value === (CASED & ~LOWER & ~UPPER));
    return cased && (options & O.CASELESS) !== 0 ? { ...p, value: CASED } : p;
  }

  private addRange(b: SetBuilder, first: number, last: number, options: number): void {
    b.add(first, last);
    if ((options & O.CASELESS) === 0) return;
    if (this.s.utf || (options & O.UCP) !== 0) {
      const casing = casingOf(options);
      for (let c = first; c <= last; c++) for (const d of casesOf(this.s.unicode, c, casing)) b.add(d, d);
    } else {
      for (let c = first; c <= last && c < 256; c++) {
        const d = this.tables.flip[c] as number;
        b.add(d, d);
      }
    }
  }

  /** Adds an escape's set; false when it has none. */
  private addEscape(b: SetBuilder, esc: Esc, options: number): boolean {
    const negated = esc === Esc.D || esc === Esc.S || esc === Esc.W;
    switch (esc) {
      case Esc.h:
      case Esc.H:
        addList(b, HSPACE, esc === Esc.H);
        return true;
      case Esc.v:
      case Esc.V:
        addList(b, VSPACE, esc === Esc.V);
        return true;
      case Esc.d:
      case Esc.D:
        this.addKind(b, prop(PropType.Categories, DIGITS, negated), this.tables.digit, options & ~O.ASCII_D, options);
        return true;
      case Esc.s:
      case Esc.S:
        this.addKind(b, prop(PropType.Space, 0, negated), this.tables.space, options & ~O.ASCII_S, options);
        return true;
      case Esc.w:
      case Esc.W:
        this.addKind(b, prop(PropType.Word, 0, negated), this.tables.word, options & ~O.ASCII_W, options);
        return true;
      case Esc.p:
      case Esc.P:
        b.addProp(this.caselessProp(this.s.property(esc === Esc.P), options));
        return true;
      default:
        return false;
    }
  }

  /** Adds a property, or ASCII's table where there is no UCP or an option (which is missing in `rest`) says so. */
  private addKind(b: SetBuilder, p: Prop, table: Uint8Array, rest: number, options: number): void {
    if ((options & O.UCP) !== 0 && rest === options) b.addProp(p);
    else this.addTable(b, table, p.negated);
  }

  private addTable(b: SetBuilder, table: Uint8Array, negated: boolean): void {
    b.addTable(table, negated);
    if (negated) b.add(0x100, MAX);
  }

  /** Where a POSIX construct whose bracket was read ends: the index of its closing `:`, `.` or `=`; else -1. */
  private posixEnd(): number {
    const s = this.s;
    const terminator = s.head();
    if (terminator !== 0x3a && terminator !== 0x2e && terminator !== 0x3d) return -1;
    for (let p = s.at + 1; p + 1 < s.end; p++) {
      const c = s.peek(p);
      if (c === 0x5c && (s.peek(p + 1) === 0x5d || s.peek(p + 1) === 0x5c)) p++;
      else if ((c === 0x5b && s.peek(p + 1) === terminator) || c === 0x5d) return -1;
      else if (c === terminator && s.peek(p + 1) === 0x5d) return p;
    }
    return -1;
  }

  /** Adds the POSIX class that ends at `end`; `s.at` is its colon and becomes what follows. */
  private addPosix(b: SetBuilder, end: number, options: number): void {
    const s = this.s;
    const colon = s.head() === 0x3a;
    const negated = s.peek(s.at + 1) === 0x5e;
    const text = s.text(s.at + (negated ? 2 : 1), end) as PosixName;
    s.at = end + 2;
    if (!colon) s.fail(13);
    if (!POSIX.includes(text)) s.fail(30);
    let name = text;
    const ascii =
      (options & O.ASCII_POSIX) !== 0 || ((options & O.ASCII_DIGIT) !== 0 && (name === "digit" || name === "xdigit"));
    if ((options & O.UCP) !== 0 && !ascii) {
      const p = POSIX_UCP[name];
      if (p !== undefined) {
        b.addProp({ ...p, negated });
        return;
      }
      if (name === "blank") {
        addList(b, HSPACE, negated);
        return;
      }
    }
    if ((options & O.CASELESS) !== 0 && (name === "lower" || name === "upper")) name = "alpha";
    this.addTable(b, this.tables[name], negated);
  }

  // -- Normal classes.

  /** The class whose bracket was read. */
  read(options: number): Node {
    const s = this.s;
    const outside = this.posixEnd();
    if (outside >= 0) {
      const code = s.head() === 0x3a ? 12 : 13;
      s.fail(code, outside + 2);
    }
    const contents = new Contents(this.builder());
    const negated = this.contents(contents, options, Mode.Normal);
    const { b, ranges, other } = contents;
    const [one, two] = ranges;
    const caseless = (options & O.CASELESS) !== 0;
    if (!other && !negated && one !== undefined && one[0] === one[1]) {
      if (ranges.length === 1) return { kind: Kind.Char, c: one[0], caseless, casing: casingOf(options) };
      if (ranges.length === 2 && two !== undefined && two[0] === two[1] && this.areCases(one[0], two[0], options)) {
        return { kind: Kind.Char, c: one[0], caseless: true, casing: casingOf(options) };
      }
    }
    for (const [first, last] of ranges) this.addRange(b, first, last, options);
    return { kind: Kind.Set, set: b.build(negated) };
  }

  /** Whether two characters are each other's only other case. */
  private areCases(c: number, d: number, options: number): boolean {
    const { unicode, utf } = this.s;
    const all = casesOf(unicode, c, casingOf(options));
    if (
      all.length > 2 ||
      (casingOf(options) === Casing.Turkish && "iI\u0130\u0131".includes(String.fromCodePoint(c)))
    ) {
      return false;
    }
    if ((utf || (options & O.UCP) !== 0) && c > 127) return c !== d && all.includes(d);
    return c !== d && this.tables.flip[c] === d;
  }

  /** Reads a class up to its bracket; returns whether it is negated. */
  private contents(into: Contents, options: number, mode: Mode): boolean {
    const s = this.s;
    const blanks = mode === Mode.Leaf || (options & O.EXTENDED_MORE) !== 0;
    let negated = false;
    let c: number;
    for (;;) {
      if (s.at >= s.end) s.fail(6);
      c = s.character();
      if (c === 0x5c) {
        if (s.head() === 0x45) s.at++;
        else if (s.startsWith("Q\\E")) s.at += 3;
        else break;
      } else if (isBlank(c) && blanks) continue;
      else if (!negated && c === 0x5e) negated = true;
      else break;
    }
    const { b, ranges } = into;
    let state = Range.No as Range;
    let quoted = false;
    let forbidden = 0;
    let first = true;
    const literal = (d: number): void => {
      if (d === 13 || d === 10) this.sawNewline = true;
      if (state === Range.Started) {
        const range = ranges[ranges.length - 1] as [number, number];
        if (range[0] > d) s.fail(8);
        range[1] = d;
        state = Range.No;
      } else if (state === Range.ForbiddenStarted) s.fail(50, forbidden);
      else {
        ranges.push([d, d]);
        state = Range.Possible;
      }
    };
    const afterSet = (): void => {
      if (state === Range.Started) s.fail(50);
      if (state === Range.ForbiddenStarted) s.fail(50, forbidden);
      into.other = true;
      state = Range.Forbidden;
    };
    for (; ; first = false) {
      const posix = !quoted && c === 0x5b ? this.posixEnd() : -1;
      if (quoted) {
        if (c === 0x5c && s.head() === 0x45) {
          quoted = false;
          s.at++;
        } else literal(c);
      } else if (isBlank(c) && blanks) {
        // Nothing.
      } else if (posix >= 0) {
        if (state === Range.Started) s.fail(50, posix + 2);
        if (state === Range.ForbiddenStarted) s.fail(50, forbidden);
        this.addPosix(b, posix, options);
        afterSet();
      } else if (c === 0x5d && !first) {
        if (state === Range.Started) ranges.push([0x2d, 0x2d]);
        return negated;
      } else if (c === 0x5c) {
        const esc = s.escape(true);
        if (esc === Esc.None) literal(s.value);
        else if (esc === Esc.b) literal(8);
        else if (esc === Esc.k) literal(0x6b);
        else if (esc === Esc.Q) quoted = true;
        else if (esc === Esc.N) s.fail(71);
        else if (esc !== Esc.E) {
          if (!this.addEscape(b, esc, options)) s.fail(7);
          afterSet();
        }
      } else if (c === 0x2d && state === Range.Possible) state = Range.Started;
      else if (c === 0x2d && state === Range.Forbidden) {
        ranges.push([c, c]);
        state = Range.ForbiddenStarted;
        forbidden = s.at;
      } else literal(c);
      if (s.at >= s.end) s.fail(6);
      c = s.character();
    }
  }

  // -- Perl's extended classes.

  /** `(?[...])`, whose bracket was read. */
  readExtended(options: number): Node {
    const s = this.s;
    const levels: Level[] = [{ tokens: [] }];
    let before = Before.Nothing as Before;
    let quoted = false;
    const top = (): Level => levels[levels.length - 1] as Level;
    const operand = (set: CharSet): void => {
      top().tokens.push(set);
      before = Before.Operand;
    };
    for (;;) {
      if (s.at >= s.end) s.fail(6);
      const c = s.character();
      const posix = !quoted && c === 0x5b ? this.posixEnd() : -1;
      if (quoted) {
        if (c !== 0x5c || s.head() !== 0x45) s.fail(116);
        quoted = false;
        s.at++;
      } else if (isBlank(c)) continue;
      else if (posix >= 0) {
        if (before === Before.Operand) s.fail(113, posix + 2);
        const b = this.builder();
        this.addPosix(b, posix, options);
        operand(b.build(false));
      } else if (c === 0x5b || c === 0x28) {
        if (before === Before.Operand) s.fail(113);
        if (levels.length >= MAX_DEPTH) s.fail(107, s.at - 1);
        if (c === 0x5b) {
          const contents = new Contents(this.builder());
          const negated = this.contents(contents, options, Mode.Leaf);
          for (const [first, last] of contents.ranges) this.addRange(contents.b, first, last, options);
          operand(contents.b.build(negated));
        } else {
          if (s.at >= s.end) s.fail(14);
          levels.push({ tokens: [] });
          before = Before.Nothing;
        }
      } else if (c === 0x5d || c === 0x29) {
        if (c === 0x5d && levels.length > 1) s.fail(14, s.at - 1);
        if (c === 0x29 && levels.length < 2) s.fail(22);
        if (before === Before.Operator) s.fail(110);
        if (before === Before.Nothing) s.fail(114);
        const set = evaluate((levels.pop() as Level).tokens);
        if (levels.length === 0) {
          if (s.head() !== 0x29) s.fail(115);
          s.at++;
          return { kind: Kind.Set, set };
        }
        operand(set);
      } else if (c === 0x2b || c === 0x7c || c === 0x2d || c === 0x26 || c === 0x5e) {
        if (before !== Before.Operand) s.fail(109);
        top().tokens.push(String.fromCharCode(c) as Operator);
        before = Before.Operator;
      } else if (c === 0x21) {
        if (before === Before.Operand) s.fail(113);
        top().tokens.push("!");
        before = Before.Operator;
      } else if (c === 0x5c) {
        const esc = s.escape(true);
        if (esc === Esc.Q) quoted = true;
        else if (esc === Esc.N) s.fail(71);
        else if (esc !== Esc.E) {
          const b = this.builder();
          const literal = esc === Esc.None ? s.value : esc === Esc.b ? 8 : esc === Esc.k ? 0x6b : END;
          if (literal !== END) this.addRange(b, literal, literal, options);
          else if (!this.addEscape(b, esc, options)) s.fail(7);
          if (before === Before.Operand) s.fail(113);
          operand(b.build(false));
        }
      } else s.fail(116);
    }
  }
}

/** The set of an expression: `!` binds most, then `&`, then the others from left to right. */
function evaluate(tokens: readonly (CharSet | Operator)[]): CharSet {
  let i = 0;
  const unary = (): CharSet => {
    const t = tokens[i++] as CharSet | Operator;
    if (t !== "!") return t as CharSet;
    const inner = unary();
    return new CombinedSet(inner, inner, (a) => !a);
  };
  const tight = (): CharSet => {
    let set = unary();
    while (tokens[i] === "&") {
      i++;
      set = new CombinedSet(set, unary(), (a, b) => a && b);
    }
    return set;
  };
  let set = tight();
  while (i < tokens.length) {
    const operator = tokens[i++];
    const right = tight();
    if (operator === "-") set = new CombinedSet(set, right, (a, b) => a && !b);
    else if (operator === "^") set = new CombinedSet(set, right, (a, b) => a !== b);
    else set = new CombinedSet(set, right, (a, b) => a || b);
  }
  return set;
}
