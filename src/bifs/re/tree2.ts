/**
 * The tree of a PCRE2 pattern while it is read: the groups that are open, the nodes of the branch under way, and what is looked at
 * after the whole text (check2.ts).
 * OTP: the parsed pattern's items and the nest stack of parse_regex() in pcre2_compile.c.
 */
import {
  type Backref,
  type Branch,
  Greed,
  Kind,
  type Look,
  type Node,
  type Pattern,
  type Recurse,
  type Repeat,
  type Simple,
  SimpleOp,
  VerbOp,
} from "./ast.ts";
import type { Check2, Reference } from "./check2.ts";
import { casingOf, ClassReader2 } from "./class2.ts";
import { byteClasses } from "./ctype.ts";
import { PatternError } from "./error.ts";
import * as O from "./options.ts";
import { MAX_GROUP, type Name, Scanner2 } from "./scan2.ts";
import { StartOptions } from "./start_options2.ts";
import { Esc } from "./scanner.ts";
import { unicode } from "./unicode.ts";
import { utf8Error } from "./utf8_error.ts";

/** Options that end with the group they are set in. */
const TRACKED =
  O.CASELESS |
  O.DOTALL |
  O.DUPNAMES |
  O.EXTENDED |
  O.EXTENDED_MORE |
  O.MULTILINE |
  O.NO_AUTO_CAPTURE |
  O.UNGREEDY |
  O.CASELESS_RESTRICT |
  O.ASCII_ALL;

/** A group that is open. */
export interface Frame {
  /** Makes the node of it; undefined: there is none. */
  readonly finish: (branches: Branch[]) => Node;
  readonly branches: Node[][];
  /** Options outside of it. */
  readonly options: number;
  /** `(?|`: the branches' groups are numbered from `from` on; the most there were so far. */
  readonly reset: { readonly from: number; most: number } | undefined;
  /** It is the condition of a group, and must not be repeated. */
  readonly isCondition: boolean;
  readonly capture: number;
  readonly assertion: boolean;
}

interface NamedGroup {
  readonly name: string;
  readonly number: number;
}

export interface Parsed2 {
  readonly pattern: Pattern;
  readonly checks: readonly Check2[];
  readonly hasLookbehind: boolean;
  readonly hasDuplicateNames: boolean;
  /** `(?|` was used: numbers may stand for several groups. */
  readonly hasDuplicateNumbers: boolean;
  readonly named: readonly NamedGroup[];
  /** The length of the text. */
  readonly length: number;
}

export abstract class Tree2 {
  protected s: Scanner2;
  protected classes: ClassReader2;
  protected readonly space = byteClasses(2).space;
  protected readonly lower = byteClasses(2).lower;
  protected bits: number;
  /** The options that hold now. */
  protected options = 0;
  protected newline: number;
  protected bsr: number;
  protected readonly start: StartOptions;
  protected readonly named: NamedGroup[] = [];
  protected readonly frames: Frame[] = [];
  protected nodes: Node[] = [];
  protected readonly rootBranches: Node[][] = [this.nodes];
  protected readonly checks: Check2[] = [];
  protected readonly referenced = new Set<number>();
  protected readonly smallReferences: number[] = [];
  protected readonly emptyLooks = new Map<Node, Look>();
  protected assertDepth = 0;
  /** 2: `(?(` was read and an assertion must follow, 1: and a callout was read. */
  protected expectCondition = 0;
  /** What was read last may be repeated. */
  protected repeatable = false;
  /** What was read last is a quantifier. */
  protected quantified = false;
  protected hasThen = false;
  protected hasAccept = false;
  protected hasPruneOrSkip = false;
  protected hasCrOrLf = false;
  protected hasLookbehind = false;
  /** \b, \B or \A was used. */
  protected looksBack = false;
  protected hasDuplicateNames = false;
  protected hasDuplicateNumbers = false;

  constructor(bytes: Uint8Array, options: O.CompileOptions) {
    const start = new StartOptions(bytes, options);
    const at = start.end;
    this.bits = start.bits;
    this.newline = start.newline;
    this.bsr = start.bsr;
    this.start = start;
    const utf = (this.bits & O.UTF) !== 0;
    if (utf) {
      if ((options.bits & O.NEVER_UTF) !== 0) throw new PatternError(74, at);
      const wrong = utf8Error(bytes);
      if (wrong !== undefined) throw wrong;
    }
    if ((this.bits & O.TURKISH) !== 0) {
      if (!utf) throw new PatternError((this.bits & O.UCP) === 0 ? 104 : 105, at);
      if ((this.bits & O.CASELESS_RESTRICT) !== 0) throw new PatternError(106, at);
    }
    this.s = new Scanner2(bytes, utf, unicode(2));
    this.s.at = at;
    this.classes = new ClassReader2(this.s);
  }

  parse(): Parsed2 {
    this.options = this.bits;
    this.items();
    if (this.frames.length > 0) this.s.fail(14);
    const names = [...this.named].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    const pattern: Pattern = {
      root: { kind: Kind.Group, branches: this.rootBranches, capture: 0, atomic: false },
      bits: this.bits,
      newline: this.newline,
      bsr: this.bsr,
      groups: this.s.groups,
      names,
      hasThen: this.hasThen,
      hasAccept: this.hasAccept,
      hasPruneOrSkip: this.hasPruneOrSkip,
      hasCrOrLf: this.hasCrOrLf || this.classes.sawNewline,
      referenced: this.referenced,
      maxLookbehind: this.looksBack ? 1 : 0,
      limitMatch: this.start.limitMatch,
      limitDepth: this.start.limitDepth,
      limitHeap: this.start.limitHeap,
    };
    return {
      pattern,
      checks: this.checks,
      hasLookbehind: this.hasLookbehind,
      hasDuplicateNames: this.hasDuplicateNames,
      hasDuplicateNumbers: this.hasDuplicateNumbers,
      named: this.named,
      length: this.s.end,
    };
  }

  protected abstract items(): void;

  protected add(node: Node): void {
    this.nodes.push(node);
    this.repeatable = true;
  }

  protected character(c: number): void {
    if (c === 13 || c === 10) this.hasCrOrLf = true;
    const caseless = (this.options & O.CASELESS) !== 0;
    this.add({ kind: Kind.Char, c, caseless, casing: casingOf(this.options) });
  }

  protected simple(op: SimpleOp): void {
    const ucp = (this.options & O.UCP) !== 0 && (this.options & O.ASCII_W) === 0;
    if (op === SimpleOp.WordBoundary || op === SimpleOp.NotWordBoundary || op === SimpleOp.SubjectStart) {
      this.looksBack = true;
    }
    this.nodes.push({ kind: Kind.Simple, op, ucp } satisfies Simple);
  }

  /** `[[:<:]]` and `[[:>:]]`: `\b(?=\w)` and `\b(?<=\w)`. */
  protected wordEdge(end: boolean): void {
    this.simple(SimpleOp.WordBoundary);
    const set = this.classes.escapeSet(Esc.w, this.options & ~O.ASCII_W);
    const branches: Branch[] = [[{ kind: Kind.Set, set }]];
    this.add({ kind: Kind.Look, branches, behind: end, negative: false, nonAtomic: false, back: [], at: 0 });
    if (end) this.hasLookbehind = true;
    this.s.at += 6;
  }

  // -- Quantifiers.

  protected quantifier(min: number, max: number, couldRepeat: boolean): void {
    if (!couldRepeat) this.s.fail(9);
    const { nodes } = this;
    const last = nodes.pop() as Node;
    let node: Node = this.emptyLooks.get(last) ?? last;
    if (last.kind === Kind.Verb && last.op === VerbOp.Accept) {
      // The mark that stands for its name goes with it.
      const mark = nodes[nodes.length - 1];
      const branch = last.named && mark !== undefined ? [nodes.pop() as Node, last] : [last];
      node = { kind: Kind.Group, branches: [branch], capture: 0, atomic: false };
    }
    let most = max;
    if (node.kind === Kind.Look && max < 0) most = min + 1;
    const greed = (this.options & O.UNGREEDY) !== 0 ? Greed.Lazy : Greed.Greedy;
    nodes.push({ kind: Kind.Repeat, node, min, max: most, greed });
    this.quantified = true;
  }

  /** What follows a quantifier: `+` or `?`. */
  protected setGreed(greed: Greed.Possessive | Greed.Lazy): void {
    const repeat = this.nodes.pop() as Repeat;
    const lazy = greed === Greed.Lazy && (this.options & O.UNGREEDY) === 0;
    this.nodes.push({ ...repeat, greed: greed === Greed.Possessive ? greed : lazy ? Greed.Lazy : Greed.Greedy });
  }

  protected numberedReference(number: number): void {
    let at = this.s.at;
    if (number < 10) {
      // Of small numbers PCRE2 remembers only where the first one is.
      this.smallReferences[number] ??= at;
      at = this.smallReferences[number] as number;
    }
    const node: Backref = {
      kind: Kind.Backref,
      numbers: [number],
      caseless: this.caseless,
      casing: casingOf(this.options),
      at,
    };
    this.checks.push({ type: "reference", node, at });
    this.add(node);
  }

  protected get caseless(): boolean {
    return (this.options & O.CASELESS) !== 0;
  }

  protected namedReference(name: Name): void {
    const node: Backref = {
      kind: Kind.Backref,
      numbers: [],
      caseless: this.caseless,
      casing: casingOf(this.options),
      at: name.at,
      name: name.text,
    };
    this.checks.push({ type: "reference", node, at: name.at });
    this.add(node);
  }

  protected call(number: number, name: string | undefined, at: number, kept: readonly Reference[]): void {
    const node: Recurse = { kind: Kind.Recurse, number, kept: [], at };
    if (name !== undefined) node.name = name;
    this.checks.push({ type: "call", node, at, kept });
    this.add(node);
  }

  // -- Groups.

  protected open(
    finish: Frame["finish"],
    how: { capture?: number; reset?: boolean; isCondition?: boolean; assertion?: boolean; options?: number } = {},
  ): void {
    const s: Scanner2 = this.s;
    const reset = how.reset === true ? { from: s.groups, most: s.groups } : undefined;
    const branches: Node[][] = [[]];
    this.frames.push({
      finish,
      branches,
      options: how.options ?? this.options,
      reset,
      isCondition: how.isCondition ?? false,
      capture: how.capture ?? 0,
      assertion: how.assertion ?? false,
    });
    if (how.assertion === true) this.assertDepth++;
    this.nodes = branches[0] as Node[];
  }

  protected openGroup(capture: number, atomic = false): void {
    this.open((branches) => ({ kind: Kind.Group, branches, capture, atomic }), { capture });
  }

  protected get frame(): Frame | undefined {
    return this.frames[this.frames.length - 1];
  }

  protected alternative(): void {
    const { frame, s } = this;
    if (frame?.reset !== undefined) {
      frame.reset.most = Math.max(frame.reset.most, s.groups);
      s.groups = frame.reset.from;
    }
    this.nodes = [];
    (frame?.branches ?? this.rootBranches).push(this.nodes);
  }

  protected close(): void {
    const s: Scanner2 = this.s;
    const frame = this.frames.pop();
    if (frame === undefined) s.fail(22);
    this.options = (this.options & ~TRACKED) | (frame.options & TRACKED);
    if (frame.reset !== undefined) s.groups = Math.max(s.groups, frame.reset.most);
    if (frame.assertion) this.assertDepth--;
    const outer = this.frame?.branches ?? this.rootBranches;
    this.nodes = outer[outer.length - 1] as Node[];
    this.nodes.push(frame.finish(frame.branches));
    this.repeatable = !frame.isCondition;
  }

  protected newGroup(): number {
    if (this.s.groups >= MAX_GROUP) this.s.fail(97);
    return ++this.s.groups;
  }
}
