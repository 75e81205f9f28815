/**
 * PCRE 8's syntax: from the bytes of a pattern to its tree.
 *
 * PCRE compiles in two passes, of which the second finds some of the errors. Here there is one pass over the text; what
 * the second would find is noted in `checks`, in the order of the text, and looked at afterwards (check.ts).
 * OTP: compile_branch() and compile_regex() in pcre_compile.c.
 */
import {
  type Branch,
  type Cond,
  type Condition,
  Greed,
  type Group,
  Kind,
  type Node,
  type Pattern,
  type Recurse,
  type Simple,
  SimpleOp,
  VerbOp,
} from "./ast.ts";
import type { Back, Check, OpenBranch } from "./check.ts";
import { ClassReader } from "./class.ts";
import { byteClasses } from "./ctype.ts";
import { newlineAt } from "./newline.ts";
import * as O from "./options.ts";
import { END, Esc, isDigit, Scanner } from "./scanner.ts";
import { unicode } from "./unicode.ts";

/** Deeper nesting than this is refused, since the passes over the tree are recursive. */
const MAX_NESTING = 250;
const MAX_NAME = 32;
const MAX_NAMES = 10000;
const MAX_ARGUMENT = 255;
const MAX_LIMIT = 429496728;

const VERBS: Readonly<Record<string, VerbOp>> = {
  "": VerbOp.Mark,
  MARK: VerbOp.Mark,
  ACCEPT: VerbOp.Accept,
  COMMIT: VerbOp.Commit,
  F: VerbOp.Fail,
  FAIL: VerbOp.Fail,
  PRUNE: VerbOp.Prune,
  SKIP: VerbOp.Skip,
  THEN: VerbOp.Then,
};

/** Where a group is: the branch around it, its number (-1: not capturing; 0: the whole pattern). */
interface GroupPlace {
  readonly outer: OpenBranch | undefined;
  readonly capture: number;
  /** `(?|`: each branch numbers its groups from the same number on. */
  readonly reset: boolean;
  /** Of a lookbehind: receives how far each branch goes back. */
  readonly back: Back[] | undefined;
}

interface NamedGroup {
  readonly name: string;
  readonly number: number;
}

/** A capturing group around the present position. */
interface OpenGroup {
  readonly number: number;
  /** Refers to itself: becomes atomic, as in PCRE 8. */
  selfReference: boolean;
}

/** The state of one branch while it is read. */
class BranchState {
  options: number;
  readonly nodes: Node[] = [];
  /** The last node may be repeated. */
  repeatable = false;
  /** For the checks: this branch inside its group, and what is around it. */
  readonly place: OpenBranch;
  constructor(options: number, place: OpenBranch) {
    this.options = options;
    this.place = place;
  }
}

export interface Parsed {
  readonly pattern: Pattern;
  readonly checks: readonly Check[];
  /** Where an unmatched parenthesis stands; -1: nowhere. */
  readonly unmatched: number;
  readonly end: number;
  readonly hasDuplicates: boolean;
  /** The highest group that a back reference or condition names. */
  readonly topReference: number;
}

export class Parser {
  protected readonly s: Scanner;
  private readonly classes: ClassReader;
  private readonly word: Uint8Array;
  private readonly space: Uint8Array;
  private readonly letter: Uint8Array;
  private bits: number;
  private newline: number;
  private bsr: number;
  private limitMatch: number | undefined = undefined;
  private limitDepth: number | undefined = undefined;
  private readonly named: NamedGroup[] = [];
  private readonly open: OpenGroup[] = [];
  private readonly checks: Check[] = [];
  private readonly referenced = new Set<number>();
  private quoted = false;
  private depth = 0;
  private assertDepth = 0;
  private condDepth = 0;
  private condAssertion = false;
  private hasThen = false;
  private hasAccept = false;
  private hasPruneOrSkip = false;
  private hasCrOrLf = false;
  private duplicates = false;
  private topReference = 0;

  constructor(bytes: Uint8Array, options: O.CompileOptions) {
    const nul = bytes.indexOf(0);
    this.s = new Scanner(bytes, nul < 0 ? bytes.length : nul, unicode(1));
    this.classes = new ClassReader(this.s, 1);
    const kinds = byteClasses(1);
    this.word = kinds.word;
    this.space = kinds.space;
    this.letter = kinds.alpha;
    this.bits = options.bits;
    this.newline = options.newline;
    this.bsr = options.bsr;
  }

  parse(): Parsed {
    this.startOptions();
    const s = this.s;
    if ((this.bits & O.UTF) !== 0) {
      if ((this.bits & O.NEVER_UTF) !== 0) s.fail(78, 0);
      this.checkUtf();
    }
    if (this.bsr > O.BSR_UNICODE || this.newline > O.NL_ANYCRLF) s.fail(56, s.at);
    const branches = this.branches(this.bits, { outer: undefined, capture: 0, reset: false, back: undefined });
    const root: Group = { kind: Kind.Group, branches, capture: 0, atomic: false };
    const names = [...this.named].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    const pattern: Pattern = {
      root,
      bits: this.bits,
      newline: this.newline,
      bsr: this.bsr,
      groups: s.groups,
      names,
      hasThen: this.hasThen,
      hasAccept: this.hasAccept,
      hasPruneOrSkip: this.hasPruneOrSkip,
      hasCrOrLf: this.hasCrOrLf || this.classes.sawNewline,
      referenced: this.referenced,
      maxLookbehind: 0,
      limitMatch: this.limitMatch,
      limitDepth: this.limitDepth,
      limitHeap: undefined,
    };
    const unmatched = s.peek(s.at) === 0x29 ? s.at : -1;
    return {
      pattern,
      checks: this.checks,
      unmatched,
      end: s.at,
      hasDuplicates: this.duplicates,
      topReference: this.topReference,
    };
  }

  // -- The start: (*UTF8) and the like.

  private startOptions(): void {
    const s = this.s;
    for (;;) {
      const at = s.at;
      if (s.peek(at) !== 0x28 || s.peek(at + 1) !== 0x2a) return;
      const close = s.bytes.indexOf(0x29, at);
      if (close < 0 || close >= s.end) return;
      const word = s.text(at + 2, close);
      const limit = /^LIMIT_(MATCH|RECURSION)=(\d*)$/.exec(word);
      if (limit !== null) {
        const n = Number(limit[2]);
        // PCRE stops reading digits where another one might be too much.
        if (n / 10 > MAX_LIMIT) return;
        if (limit[1] === "MATCH") this.limitMatch = Math.min(n, this.limitMatch ?? n);
        else this.limitDepth = Math.min(n, this.limitDepth ?? n);
      } else if (!this.startOption(word)) return;
      s.at = close + 1;
    }
  }

  private startOption(word: string): boolean {
    switch (word) {
      case "UTF8":
      case "UTF":
        this.bits |= O.UTF;
        return true;
      case "UCP":
        this.bits |= O.UCP;
        return true;
      case "NO_AUTO_POSSESS":
        this.bits |= O.NO_AUTO_POSSESS;
        return true;
      case "NO_START_OPT":
        this.bits |= O.NO_START_OPTIMIZE;
        return true;
      case "CR":
        this.newline = O.NL_CR;
        return true;
      case "LF":
        this.newline = O.NL_LF;
        return true;
      case "CRLF":
        this.newline = O.NL_CRLF;
        return true;
      case "ANY":
        this.newline = O.NL_ANY;
        return true;
      case "ANYCRLF":
        this.newline = O.NL_ANYCRLF;
        return true;
      case "BSR_ANYCRLF":
        this.bsr = O.BSR_ANYCRLF;
        return true;
      case "BSR_UNICODE":
        this.bsr = O.BSR_UNICODE;
        return true;
      default:
        return false;
    }
  }

  private checkUtf(): void {
    const s = this.s;
    const start = s.at;
    for (let i = 0; i < s.end; ) {
      s.character(i, true);
      if (s.peek(i) >= 0x80 && s.at === i) s.fail(44, i);
      i = s.at + 1;
    }
    s.at = start;
  }

  // -- Groups and branches.

  /** The branches up to the end of the group; `s.at` becomes the closing parenthesis (or the pattern's end). */
  private branches(options: number, where: GroupPlace): Node[][] {
    const s = this.s;
    const all: Node[][] = [];
    const first = s.groups;
    let most = first;
    for (;;) {
      if (where.reset) s.groups = first;
      const state = new BranchState(options, { nodes: [], outer: where.outer, capture: where.capture });
      const nodes = this.branch(state);
      options = state.options;
      most = Math.max(most, s.groups);
      all.push(nodes);
      if (where.back !== undefined) this.checks.push({ type: "behind", nodes, at: s.at, back: where.back });
      if (s.peek(s.at) !== 0x7c) break;
      s.at++;
    }
    s.groups = most;
    return all;
  }

  private branch(b: BranchState): Node[] {
    const s = this.s;
    const nodes = b.place.nodes as Node[];
    for (; ; s.at++) {
      const c = s.peek(s.at);
      if (c !== END) {
        if (c === 0x5c && s.peek(s.at + 1) === 0x45) {
          this.quoted = false;
          s.at++;
          continue;
        }
        if (this.quoted) {
          this.literal(b, nodes, c);
          continue;
        }
        if (c === 0x5c && s.peek(s.at + 1) === 0x51) {
          this.quoted = true;
          s.at++;
          continue;
        }
      }
      if ((b.options & O.EXTENDED) !== 0 && this.skipSpace()) {
        s.at--;
        continue;
      }
      if (c === 0x28 && s.peek(s.at + 1) === 0x3f && s.peek(s.at + 2) === 0x23) {
        s.at += 3;
        while (s.peek(s.at) !== END && s.peek(s.at) !== 0x29) s.at++;
        if (s.peek(s.at) === END) s.fail(18);
        continue;
      }
      if (c === END || c === 0x7c || c === 0x29) return nodes;
      this.item(b, nodes, c);
    }
  }

  /** Skips blanks and a comment; true if anything was skipped. */
  private skipSpace(): boolean {
    const s = this.s;
    const from = s.at;
    while (s.at < s.end && this.space[s.peek(s.at)] !== 0) s.at++;
    if (s.peek(s.at) === 0x23) this.skipComment();
    return s.at > from;
  }

  private skipComment(): void {
    const s = this.s;
    s.at++;
    while (s.peek(s.at) !== END) {
      const length = newlineAt(s.bytes, s.at, s.end, this.newline, (this.bits & O.UTF) !== 0);
      if (length > 0) {
        s.at += length;
        return;
      }
      s.at++;
    }
  }

  private item(b: BranchState, nodes: Node[], c: number): void {
    const s = this.s;
    switch (c) {
      case 0x5e:
        this.simple(b, nodes, (b.options & O.MULTILINE) !== 0 ? SimpleOp.CircMulti : SimpleOp.Circ);
        return;
      case 0x24:
        this.simple(b, nodes, (b.options & O.MULTILINE) !== 0 ? SimpleOp.DollarMulti : SimpleOp.Dollar);
        return;
      case 0x2e:
        this.add(b, nodes, { kind: Kind.Dot, all: (b.options & O.DOTALL) !== 0 });
        return;
      case 0x5b:
        if (s.startsWith("[:<:]]", s.at + 1)) this.wordEdge(b, nodes, false);
        else if (s.startsWith("[:>:]]", s.at + 1)) this.wordEdge(b, nodes, true);
        else this.add(b, nodes, this.classes.read(b.options));
        return;
      case 0x7b:
        if (!s.isCountedRepeat(s.at + 1)) {
          this.literal(b, nodes, c);
          return;
        }
        {
          const { min, max } = s.repeatCounts(s.at + 1);
          this.repeat(b, nodes, min, max);
        }
        return;
      case 0x2a:
        this.repeat(b, nodes, 0, -1);
        return;
      case 0x2b:
        this.repeat(b, nodes, 1, -1);
        return;
      case 0x3f:
        this.repeat(b, nodes, 0, 1);
        return;
      case 0x28:
        this.parenthesis(b, nodes);
        return;
      case 0x5c:
        this.escaped(b, nodes);
        return;
      default:
        this.literal(b, nodes, c);
    }
  }

  private add(b: BranchState, nodes: Node[], node: Node): void {
    nodes.push(node);
    b.repeatable = true;
  }

  private simple(b: BranchState, nodes: Node[], op: SimpleOp): void {
    nodes.push({ kind: Kind.Simple, op, ucp: (b.options & O.UCP) !== 0 } satisfies Simple);
    b.repeatable = false;
  }

  private literal(b: BranchState, nodes: Node[], first: number): void {
    const s = this.s;
    const c = first < 0x80 ? first : s.character(s.at, (b.options & O.UTF) !== 0);
    this.character(b, nodes, c);
  }

  private character(b: BranchState, nodes: Node[], c: number): void {
    if (c === 13 || c === 10) this.hasCrOrLf = true;
    this.add(b, nodes, { kind: Kind.Char, c, caseless: (b.options & O.CASELESS) !== 0 });
  }

  /** `[[:<:]]` and `[[:>:]]`: `\b(?=\w)` and `\b(?<=\w)`. */
  private wordEdge(b: BranchState, nodes: Node[], end: boolean): void {
    this.simple(b, nodes, SimpleOp.WordBoundary);
    const set = this.classes.escapeSet(Esc.w, b.options);
    this.add(b, nodes, {
      kind: Kind.Look,
      branches: [[{ kind: Kind.Set, set }]],
      behind: end,
      negative: false,
      nonAtomic: false,
      back: end ? [{ min: 1, max: 1 }] : [],
    });
    this.s.at += 6;
  }

  // -- Quantifiers.

  private repeat(b: BranchState, nodes: Node[], min: number, max: number): void {
    const s = this.s;
    if (!b.repeatable) s.fail(9);
    if ((b.options & O.EXTENDED) !== 0) {
      s.at++;
      while (this.skipSpace()) {}
      s.at--;
    }
    if (s.startsWith("(?#", s.at + 1)) {
      s.at += 4;
      while (s.peek(s.at) !== END && s.peek(s.at) !== 0x29) s.at++;
      if (s.peek(s.at) === END) s.fail(18);
    }
    let greed: Greed = (b.options & O.UNGREEDY) !== 0 ? Greed.Lazy : Greed.Greedy;
    if (s.peek(s.at + 1) === 0x2b) {
      greed = Greed.Possessive;
      s.at++;
    } else if (s.peek(s.at + 1) === 0x3f) {
      greed = greed === Greed.Greedy ? Greed.Lazy : Greed.Greedy;
      s.at++;
    }
    b.repeatable = false;
    const node = nodes[nodes.length - 1] as Node;
    if (node.kind === Kind.Cond && node.condition.type === "define") return;
    if (node.kind === Kind.Look) {
      // An assertion is tried once, or not at all.
      if (min > 0) return;
      if (max < 0 || max > 1) max = 1;
    }
    nodes[nodes.length - 1] = { kind: Kind.Repeat, node, min, max, greed };
  }

  // -- Escapes.

  private escaped(b: BranchState, nodes: Node[]): void {
    const s = this.s;
    const esc = s.escape(b.options, false);
    switch (esc) {
      case Esc.None:
        this.character(b, nodes, s.value);
        return;
      case Esc.Ref:
        this.reference(b, nodes, [s.value]);
        return;
      case Esc.g:
        this.call(b, nodes);
        return;
      case Esc.k: {
        const next = s.peek(s.at + 1);
        if (next !== 0x3c && next !== 0x27 && next !== 0x7b) s.fail(69);
        s.at++;
        this.namedReference(b, nodes, next === 0x3c ? 0x3e : next === 0x27 ? 0x27 : 0x7d, false);
        return;
      }
      case Esc.p:
      case Esc.P:
        this.add(b, nodes, { kind: Kind.Set, set: this.classes.propertySet(s.property(esc === Esc.P)) });
        return;
      case Esc.C:
        this.add(b, nodes, (b.options & O.UTF) !== 0 ? { kind: Kind.AnyByte } : { kind: Kind.Dot, all: true });
        return;
      case Esc.N:
        this.add(b, nodes, { kind: Kind.Dot, all: false });
        return;
      case Esc.R:
        this.add(b, nodes, { kind: Kind.AnyNewline });
        return;
      case Esc.X:
        this.add(b, nodes, { kind: Kind.Grapheme });
        return;
      case Esc.A:
        this.simple(b, nodes, SimpleOp.SubjectStart);
        return;
      case Esc.G:
        this.simple(b, nodes, SimpleOp.MatchStart);
        return;
      case Esc.K:
        this.simple(b, nodes, SimpleOp.SetStart);
        return;
      case Esc.b:
        this.simple(b, nodes, SimpleOp.WordBoundary);
        return;
      case Esc.B:
        this.simple(b, nodes, SimpleOp.NotWordBoundary);
        return;
      case Esc.Z:
        this.simple(b, nodes, SimpleOp.SubjectEndNewline);
        return;
      case Esc.z:
        this.simple(b, nodes, SimpleOp.SubjectEnd);
        return;
      default:
        this.add(b, nodes, { kind: Kind.Set, set: this.classes.escapeSet(esc, b.options) });
    }
  }

  /** `\g<...>` and `\g'...'`: a call by number or name. */
  private call(b: BranchState, nodes: Node[]): void {
    const s = this.s;
    const terminator = s.peek(++s.at) === 0x3c ? 0x3e : 0x27;
    const first = s.peek(s.at + 1);
    if (first !== 0x2b && first !== 0x2d && !isDigit(first)) {
      this.namedReference(b, nodes, terminator, true);
      return;
    }
    let p = s.at + 2;
    while (isDigit(s.peek(p))) p++;
    if (s.peek(p) !== terminator) s.fail(57);
    s.at++;
    this.numberedCall(b, nodes, terminator);
  }

  private reference(b: BranchState, nodes: Node[], numbers: readonly number[]): void {
    for (const n of numbers) {
      this.referenced.add(n);
      this.topReference = Math.max(this.topReference, n);
      this.markSelfReference(n);
    }
    this.add(b, nodes, { kind: Kind.Backref, numbers, caseless: (b.options & O.CASELESS) !== 0 });
  }

  private markSelfReference(n: number): void {
    for (let i = this.open.length - 1; i >= 0; i--) {
      const o = this.open[i] as OpenGroup;
      if (o.number === n) {
        o.selfReference = true;
        return;
      }
    }
  }

  private recurse(b: BranchState, nodes: Node[], number: number, name: string | undefined): void {
    const node: Recurse = { kind: Kind.Recurse, number, groupsBefore: this.s.groups };
    const trail: { place: OpenBranch; count: number }[] = [];
    for (let p: OpenBranch | undefined = b.place; p !== undefined; p = p.outer) {
      trail.push({ place: p, count: p.nodes.length });
    }
    this.checks.push({ type: "recurse", node, name, at: this.s.at, trail, inCondition: this.condDepth > 0 });
    this.add(b, nodes, node);
  }

  /** Digits with a sign or without, then `terminator`, at `s.at`: `(?1)`, `(?+1)`, `(?-1)`. */
  private numberedCall(b: BranchState, nodes: Node[], terminator: number): void {
    const s = this.s;
    const sign = s.peek(s.at);
    if (sign === 0x2b) {
      s.at++;
      if (!isDigit(s.peek(s.at))) s.fail(63);
    } else if (sign === 0x2d) s.at++;
    let n = 0;
    while (isDigit(s.peek(s.at))) {
      if (n > 0x7fffffff / 10 - 1) {
        while (isDigit(s.peek(s.at))) s.at++;
        s.fail(61);
      }
      n = n * 10 + s.peek(s.at++) - 48;
    }
    if (s.peek(s.at) !== terminator) s.fail(29);
    if (sign === 0x2b || sign === 0x2d) {
      if (n === 0) s.fail(58);
      n = sign === 0x2d ? s.groups - n + 1 : n + s.groups;
      if (n <= 0) s.fail(15);
    }
    this.recurse(b, nodes, n, undefined);
  }

  /** A name that ends at `terminator`; `s.at` is before it and becomes the terminator. */
  private namedReference(b: BranchState, nodes: Node[], terminator: number, isCall: boolean): void {
    const s = this.s;
    const from = ++s.at;
    if (isDigit(s.peek(from))) s.fail(84);
    while (s.at < s.end && this.word[s.peek(s.at)] !== 0) s.at++;
    if (s.at === from) s.fail(62);
    if (s.peek(s.at) !== terminator) s.fail(42);
    if (s.at - from > MAX_NAME) s.fail(48);
    const name = s.text(from, s.at);
    for (const g of this.named) if (!isCall && g.name === name) this.markSelfReference(g.number);
    if (isCall) {
      this.recurse(b, nodes, 0, name);
      return;
    }
    const node = {
      kind: Kind.Backref as const,
      numbers: [] as readonly number[],
      caseless: (b.options & O.CASELESS) !== 0,
    };
    this.checks.push({ type: "name", node, name, at: s.at });
    this.add(b, nodes, node);
  }

  // -- Parentheses.

  private parenthesis(b: BranchState, nodes: Node[]): void {
    const s = this.s;
    s.at++;
    const next = s.peek(s.at + 1);
    if (s.peek(s.at) === 0x2a && (next === 0x3a || (next !== END && this.letter[next] !== 0))) {
      this.verb(b, nodes);
      return;
    }
    if (s.peek(s.at) === 0x3f) {
      s.at++;
      this.special(b, nodes);
    } else if ((b.options & O.NO_AUTO_CAPTURE) !== 0) this.group(b, nodes, 0, b.options, {});
    else this.group(b, nodes, ++s.groups, b.options, {});
  }

  /** A group's body, from `s.at` to its closing parenthesis. */
  private group(
    b: BranchState,
    nodes: Node[],
    capture: number,
    options: number,
    how: { readonly atomic?: boolean; readonly reset?: boolean },
  ): void {
    const open: OpenGroup = { number: capture, selfReference: false };
    if (capture > 0) this.open.push(open);
    this.enter();
    const branches = this.branches(options, {
      outer: b.place,
      capture: capture > 0 ? capture : -1,
      reset: how.reset ?? false,
      back: undefined,
    });
    const group: Group = { kind: Kind.Group, branches, capture, atomic: how.atomic ?? false };
    this.leave();
    if (capture > 0) this.open.pop();
    this.add(b, nodes, open.selfReference ? wrapAtomic(group) : group);
  }

  private enter(): void {
    if (++this.depth > MAX_NESTING) this.s.fail(85);
  }

  private leave(): void {
    this.depth--;
    if (this.s.peek(this.s.at) !== 0x29) this.s.fail(14);
  }

  private look(b: BranchState, nodes: Node[], behind: boolean, negative: boolean): void {
    this.assertDepth++;
    const inCondition = this.condAssertion;
    this.condAssertion = false;
    this.enter();
    const back: Back[] = [];
    const branches = this.branches(b.options, {
      outer: b.place,
      capture: -1,
      reset: false,
      back: behind ? back : undefined,
    });
    this.leave();
    this.assertDepth--;
    this.add(b, nodes, { kind: Kind.Look, branches, behind, negative, nonAtomic: false, back });
    if (inCondition) b.repeatable = false;
  }

  private special(b: BranchState, nodes: Node[]): void {
    const s = this.s;
    switch (s.peek(s.at)) {
      case 0x7c:
        s.at++;
        this.group(b, nodes, 0, b.options, { reset: true });
        return;
      case 0x3a:
        s.at++;
        this.group(b, nodes, 0, b.options, {});
        return;
      case 0x3e:
        s.at++;
        this.group(b, nodes, 0, b.options, { atomic: true });
        return;
      case 0x28:
        this.conditional(b, nodes);
        return;
      case 0x3d:
        s.at++;
        this.look(b, nodes, false, false);
        return;
      case 0x21:
        s.at++;
        if (s.peek(s.at) === 0x29 && !this.quantifierAt(s.at + 1)) {
          this.simple(b, nodes, SimpleOp.Fail);
          return;
        }
        this.look(b, nodes, false, true);
        return;
      case 0x3c:
        if (s.peek(s.at + 1) === 0x3d || s.peek(s.at + 1) === 0x21) {
          const negative = s.peek(s.at + 1) === 0x21;
          s.at += 2;
          this.look(b, nodes, true, negative);
        } else if (s.at + 1 < s.end && this.word[s.peek(s.at + 1)] !== 0) this.namedGroup(b, nodes, 0x3e);
        else s.fail(24, s.at + 1);
        return;
      case 0x27:
        this.namedGroup(b, nodes, 0x27);
        return;
      case 0x43:
        this.callout(b);
        return;
      case 0x50: {
        const next = s.peek(++s.at);
        if (next === 0x3d || next === 0x3e) this.namedReference(b, nodes, 0x29, next === 0x3e);
        else if (next === 0x3c) this.namedGroup(b, nodes, 0x3e);
        else s.fail(41);
        return;
      }
      case 0x26:
        this.namedReference(b, nodes, 0x29, true);
        return;
      case 0x52:
        if (s.peek(++s.at) !== 0x29) s.fail(29);
        this.recurse(b, nodes, 0, undefined);
        return;
      default: {
        const c = s.peek(s.at);
        if (c === 0x2b || isDigit(c) || (c === 0x2d && isDigit(s.peek(s.at + 1)))) this.numberedCall(b, nodes, 0x29);
        else this.optionSetting(b, nodes);
      }
    }
  }

  private quantifierAt(i: number): boolean {
    const c = this.s.peek(i);
    return c === 0x2a || c === 0x2b || c === 0x3f || (c === 0x7b && this.s.isCountedRepeat(i + 1));
  }

  private optionSetting(b: BranchState, nodes: Node[]): void {
    const s = this.s;
    let set = 0;
    let unset = 0;
    let minus = false;
    for (;;) {
      const c = s.peek(s.at);
      if (c === 0x29 || c === 0x3a) break;
      const bit = OPTION_LETTERS[c === END ? "" : String.fromCharCode(c)];
      if (c === 0x2d) minus = true;
      else if (bit === undefined) s.fail(12);
      else if (minus) unset |= bit;
      else set |= bit;
      s.at++;
    }
    const options = (b.options | set) & ~unset;
    if (s.peek(s.at) === 0x29) {
      b.options = options;
      b.repeatable = false;
      return;
    }
    s.at++;
    this.group(b, nodes, 0, options, {});
  }

  private callout(b: BranchState): void {
    const s = this.s;
    let n = 0;
    s.at++;
    while (isDigit(s.peek(s.at))) {
      n = n * 10 + s.peek(s.at++) - 48;
      if (n > 255) s.fail(38);
    }
    if (s.peek(s.at) !== 0x29) s.fail(39);
    b.repeatable = false;
  }

  /** `(?<name>`, `(?'name'`, `(?P<name>`: `s.at` is the bracket or quote. */
  private namedGroup(b: BranchState, nodes: Node[], terminator: number): void {
    const s = this.s;
    const from = ++s.at;
    if (isDigit(s.peek(from))) s.fail(84);
    while (s.at < s.end && this.word[s.peek(s.at)] !== 0) s.at++;
    if (s.peek(s.at) !== terminator) s.fail(42);
    if (this.named.length >= MAX_NAMES) s.fail(49);
    const name = s.text(from, s.at);
    if (name.length > MAX_NAME) s.fail(48);
    const number = s.groups + 1;
    let isNew = true;
    for (const g of this.named) {
      if (g.name === name) {
        if (g.number === number) {
          isNew = false;
          break;
        }
        if ((b.options & O.DUPNAMES) === 0) s.fail(43);
        this.duplicates = true;
      } else if (g.number === number) s.fail(65);
    }
    if (isNew) this.named.push({ name, number });
    s.at++;
    this.group(b, nodes, ++s.groups, b.options, {});
  }

  // -- Conditions.

  /** `(?(`: `s.at` is the second parenthesis. */
  private conditional(b: BranchState, nodes: Node[]): void {
    const s = this.s;
    let p = s.at;
    if (s.startsWith("?C", p + 1)) {
      let i = p + 3;
      while (isDigit(s.peek(i))) i++;
      if (s.peek(i) === 0x29) p = i + 1;
      if (s.peek(p) !== 0x28) s.fail(28);
    }
    const isLook =
      s.startsWith("?=", p + 1) ||
      s.startsWith("?!", p + 1) ||
      s.startsWith("?<=", p + 1) ||
      s.startsWith("?<!", p + 1);
    if (isLook) {
      this.condAssertion = true;
      this.condBody(b, nodes, undefined);
    } else this.condBody(b, nodes, this.condition());
  }

  private condBody(b: BranchState, nodes: Node[], condition: Condition | undefined): void {
    this.enter();
    this.condDepth++;
    const node: Cond = { kind: Kind.Cond, condition: condition ?? { type: "false" }, branches: [] };
    if (condition !== undefined) this.checks.push({ type: "condition", node, at: this.s.at });
    const branches = this.branches(b.options, { outer: b.place, capture: -1, reset: false, back: undefined });
    if (condition === undefined) {
      const first = branches[0]?.shift() as Node;
      if (first.kind === Kind.Look) node.condition = { type: "look", look: first };
      else if (first.kind === Kind.Simple) node.condition = { type: "false" };
    }
    (node as { branches: readonly Branch[] }).branches = branches;
    this.condDepth--;
    this.leave();
    this.checks.push({ type: "branches", node, at: this.s.at });
    this.add(b, nodes, node);
  }

  /** What stands between `(?(` and `)`, not being an assertion; `s.at` becomes what follows. */
  private condition(): Condition {
    const s = this.s;
    s.at++;
    let terminator = END;
    let sign = -1;
    let inRecursion = false;
    if (s.startsWith("R&", s.at)) {
      s.at += 2;
      inRecursion = true;
    } else if (s.peek(s.at) === 0x3c || s.peek(s.at) === 0x27) {
      terminator = s.peek(s.at) === 0x3c ? 0x3e : 0x27;
      s.at++;
    } else if (s.peek(s.at) === 0x2d || s.peek(s.at) === 0x2b) sign = s.peek(s.at++);
    else if (isDigit(s.peek(s.at))) sign = 0;
    const quotedName = terminator !== END || inRecursion;
    let n = 0;
    let name = "";
    if (sign >= 0) {
      while (isDigit(s.peek(s.at))) {
        if (n > 0x7fffffff / 10 - 1) {
          while (isDigit(s.peek(s.at))) s.at++;
          s.fail(61);
        }
        n = n * 10 + s.peek(s.at++) - 48;
      }
    } else {
      if (isDigit(s.peek(s.at))) s.fail(84);
      if (s.at >= s.end || this.word[s.peek(s.at)] === 0) s.fail(28);
      const from = s.at;
      while (s.at < s.end && this.word[s.peek(s.at)] !== 0) s.at++;
      name = s.text(from, s.at);
    }
    if (terminator !== END && s.peek(s.at++) !== terminator) s.fail(26, s.at - 1);
    if (s.peek(s.at++) !== 0x29) s.fail(26, s.at - 1);
    if (sign >= 0) {
      const number = sign === 0 ? n : sign === 0x2d ? s.groups - n + 1 : n + s.groups;
      return { type: "group", numbers: [n === 0 ? -1 : number] };
    }
    return { type: "named", name, quoted: quotedName, inRecursion };
  }

  // -- Verbs.

  private verb(b: BranchState, nodes: Node[]): void {
    const s = this.s;
    const from = ++s.at;
    while (s.at < s.end && this.letter[s.peek(s.at)] !== 0) s.at++;
    const name = s.text(from, s.at);
    let argument: string | undefined;
    if (s.peek(s.at) === 0x3a) {
      const start = ++s.at;
      while (s.peek(s.at) !== END && s.peek(s.at) !== 0x29) s.at++;
      argument = s.text(start, s.at);
      if (argument.length > MAX_ARGUMENT) s.fail(75);
    }
    if (s.peek(s.at) !== 0x29) s.fail(60);
    if (!Object.hasOwn(VERBS, name)) s.fail(60);
    const op = VERBS[name] as VerbOp;
    if (argument === "") argument = undefined;
    if (argument !== undefined && (op === VerbOp.Accept || op === VerbOp.Commit || op === VerbOp.Fail)) s.fail(59);
    if (argument === undefined && op === VerbOp.Mark) s.fail(66);
    if (op === VerbOp.Then) this.hasThen = true;
    if (op === VerbOp.Prune || op === VerbOp.Skip) this.hasPruneOrSkip = true;
    if (op === VerbOp.Accept) this.hasAccept = true;
    const open: number[] = [];
    if (op === VerbOp.Accept)
      for (let i = this.open.length - 1; i >= 0; i--) open.push((this.open[i] as OpenGroup).number);
    nodes.push({ kind: Kind.Verb, op, argument, open, inAssertion: this.assertDepth > 0 });
    b.repeatable = false;
  }
}

const OPTION_LETTERS: Readonly<Record<string, number>> = {
  J: O.DUPNAMES,
  i: O.CASELESS,
  m: O.MULTILINE,
  s: O.DOTALL,
  x: O.EXTENDED,
  U: O.UNGREEDY,
  X: O.EXTRA,
};

function wrapAtomic(group: Group): Group {
  return { kind: Kind.Group, branches: [[group]], capture: 0, atomic: true };
}
