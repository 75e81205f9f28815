/**
 * PCRE2's syntax: from the bytes of a pattern to its tree.
 *
 * PCRE2 parses the whole pattern before it looks at references and lookbehinds; so here those are noted in `checks`, in the order
 * of the text, and looked at afterwards (check2.ts). Groups that are open are on a stack of their own.
 * Invariant: `s.at` at a failure is the offset that PCRE2 reports.
 * OTP: parse_regex() and the start of pcre2_compile() in pcre2_compile.c.
 */
import { Greed, Kind, SimpleOp } from "./ast.ts";
import { PatternError } from "./error.ts";
import { GroupReader2 } from "./groups2.ts";
import { newlineAt } from "./newline.ts";
import * as O from "./options.ts";
import { MAX_GROUP, type Scanner2 } from "./scan2.ts";
import { Esc } from "./scanner.ts";

/** Deeper nesting than this is refused, since the passes over the tree are recursive. */
const MAX_NESTING = 250;

export class Parser2 extends GroupReader2 {
  // -- The items one by one.

  protected items(): void {
    const s: Scanner2 = this.s;
    let quoted = false;
    while (s.at < s.end) {
      if (this.frames.length > MAX_NESTING) s.fail(33, 0);
      const start = s.at;
      const c = s.character();
      if (quoted) {
        if (c === 0x5c && s.head() === 0x45) {
          quoted = false;
          s.at++;
        } else {
          this.character(c);
          this.quantified = false;
        }
        continue;
      }
      if (c === 0x5c && (s.head() === 0x51 || s.head() === 0x45)) {
        quoted = s.head() === 0x51;
        if (quoted && this.expectCondition > 0 && !s.startsWith("Q\\E")) s.fail(28, s.at - 1);
        s.at++;
        continue;
      }
      if ((this.options & O.EXTENDED) !== 0 && this.isIgnored(c)) continue;
      if (c === 0x28 && s.startsWith("?#")) {
        s.at += 2;
        while (s.at < s.end && s.head() !== 0x29) s.at++;
        if (s.at >= s.end) s.fail(18);
        s.at++;
        continue;
      }
      const expect = this.expectCondition;
      if (expect > 0 && !this.startsCondition(c)) s.fail(28, expect === 2 ? s.at : start);
      this.expectCondition = 0;
      const couldRepeat = this.repeatable;
      const wasQuantifier = this.quantified;
      this.repeatable = false;
      this.quantified = false;
      if (wasQuantifier && (c === 0x3f || c === 0x2b)) {
        this.setGreed(c === 0x2b ? Greed.Possessive : Greed.Lazy);
        continue;
      }
      this.item(c, couldRepeat, expect);
    }
  }

  /** In extended mode: a blank, or a comment, which is skipped. */
  protected isIgnored(c: number): boolean {
    const s: Scanner2 = this.s;
    if (c < 256 ? this.space[c] !== 0 || c === 0x85 : (c | 1) === 0x200f || (c | 1) === 0x2029) return true;
    if (c !== 0x23) return false;
    while (s.at < s.end) {
      const length = newlineAt(s.bytes, s.at, s.end, this.newline, s.utf);
      if (length > 0) {
        s.at += length;
        break;
      }
      s.character();
    }
    return true;
  }

  /** Whether an assertion begins here (or a callout before one); its parenthesis `c` was read. */
  protected startsCondition(c: number): boolean {
    const s: Scanner2 = this.s;
    if (c !== 0x28 || s.end - s.at < 3) return false;
    const next = s.peek(s.at + 1);
    if (s.head() === 0x2a) return this.lower[next] !== 0;
    if (s.head() !== 0x3f) return false;
    if (next === 0x43) return this.expectCondition === 2;
    if (next === 0x3c) return s.peek(s.at + 2) === 0x3d || s.peek(s.at + 2) === 0x21;
    return next === 0x3d || next === 0x21;
  }

  protected item(c: number, couldRepeat: boolean, expect: number): void {
    const s: Scanner2 = this.s;
    switch (c) {
      case 0x5c:
        this.escaped();
        return;
      case 0x5e:
        this.simple((this.options & O.MULTILINE) !== 0 ? SimpleOp.CircMulti : SimpleOp.Circ);
        return;
      case 0x24:
        this.simple((this.options & O.MULTILINE) !== 0 ? SimpleOp.DollarMulti : SimpleOp.Dollar);
        return;
      case 0x2e:
        this.add({ kind: Kind.Dot, all: (this.options & O.DOTALL) !== 0 });
        return;
      case 0x2a:
        this.quantifier(0, -1, couldRepeat);
        return;
      case 0x2b:
        this.quantifier(1, -1, couldRepeat);
        return;
      case 0x3f:
        this.quantifier(0, 1, couldRepeat);
        return;
      case 0x7b: {
        const counts = s.repeatCounts();
        if (counts === undefined) this.character(c);
        else this.quantifier(counts.min, counts.max, couldRepeat);
        return;
      }
      case 0x5b:
        if (s.startsWith("[:<:]]") || s.startsWith("[:>:]]")) this.wordEdge(s.peek(s.at + 2) === 0x3e);
        else this.add(this.classes.read(this.options));
        return;
      case 0x28:
        this.parenthesis(expect);
        return;
      case 0x7c:
        this.alternative();
        return;
      case 0x29:
        this.close();
        return;
      default:
        this.character(c);
    }
  }

  // -- Escapes.

  protected escaped(): void {
    const s: Scanner2 = this.s;
    const esc = s.escape(false);
    switch (esc) {
      case Esc.None:
        this.character(s.value);
        return;
      case Esc.Ref:
        this.numberedReference(s.value);
        return;
      case Esc.g:
      case Esc.k:
        this.namedEscape(esc === Esc.k);
        return;
      case Esc.p:
      case Esc.P:
        this.add({ kind: Kind.Set, set: this.classes.propertySet(s.property(esc === Esc.P), this.options) });
        return;
      case Esc.C:
        this.add(s.utf ? { kind: Kind.AnyByte } : { kind: Kind.Dot, all: true });
        return;
      case Esc.N:
        this.add({ kind: Kind.Dot, all: false });
        return;
      case Esc.R:
        this.add({ kind: Kind.AnyNewline });
        return;
      case Esc.X:
        this.add({ kind: Kind.Grapheme });
        return;
      case Esc.K:
        if (this.assertDepth > 0) this.checks.push({ type: "error", code: 99, at: s.end });
        this.simple(SimpleOp.SetStart);
        return;
      default: {
        const op = SIMPLE[esc];
        if (op !== undefined) this.simple(op);
        else this.add({ kind: Kind.Set, set: this.classes.escapeSet(esc, this.options) });
      }
    }
  }

  /** `\k` with a name, or `\g` with a name or number: a reference, or a call. */
  protected namedEscape(isReference: boolean): void {
    const s: Scanner2 = this.s;
    const open = s.head();
    if (open !== 0x7b && open !== 0x3c && open !== 0x27) s.fail(isReference ? 69 : 57);
    const terminator = open === 0x3c ? 0x3e : open === 0x27 ? 0x27 : 0x7d;
    if (!isReference) {
      const from = s.at;
      s.at++;
      const number = this.numberFrom(from);
      if (number !== undefined) {
        if (s.head() !== terminator) s.fail(119);
        s.at++;
        this.call(number, undefined, s.at, []);
        return;
      }
      s.at = from;
    }
    s.at++;
    const name = s.name(terminator);
    if (isReference) this.namedReference(name);
    else this.call(0, name.text, name.at, []);
  }

  /** A signed number; an error in it is reported at `place`. */
  protected numberFrom(place: number): number | undefined {
    try {
      return this.s.number(true, MAX_GROUP, 61);
    } catch (e) {
      if (e instanceof PatternError) this.s.fail(e.code, place);
      throw e;
    }
  }
}

const SIMPLE: { readonly [E in Esc]?: SimpleOp } = {
  [Esc.A]: SimpleOp.SubjectStart,
  [Esc.G]: SimpleOp.MatchStart,
  [Esc.b]: SimpleOp.WordBoundary,
  [Esc.B]: SimpleOp.NotWordBoundary,
  [Esc.Z]: SimpleOp.SubjectEndNewline,
  [Esc.z]: SimpleOp.SubjectEnd,
};
