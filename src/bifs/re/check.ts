/**
 * What PCRE 8 finds only in its second pass: names and numbers that lead nowhere, endless recursion, lookbehinds without a
 * fixed length. Resolves names on the way.
 * Invariant: the checks are done in the order of the text, so that the first error is the one PCRE reports.
 * OTP: the parts of compile_branch() for `lengthptr == NULL`, find_fixedlength(), could_be_empty_branch() in pcre_compile.c.
 */
import { type Backref, type Branch, type Cond, type Group, Kind, type Node, type Recurse, VerbOp } from "./ast.ts";
import { PatternError } from "./error.ts";
import type { Parsed } from "./parse.ts";

/** How many characters a branch of a lookbehind goes back. */
export interface Back {
  readonly min: number;
  readonly max: number;
}

/** A branch that is being read, and the branches around it. */
export interface OpenBranch {
  readonly nodes: readonly Node[];
  readonly outer: OpenBranch | undefined;
  readonly capture: number;
}

export type Check =
  | { readonly type: "behind"; readonly nodes: Branch; readonly at: number; readonly back: Back[] }
  | {
      readonly type: "recurse";
      readonly node: Recurse;
      readonly name: string | undefined;
      readonly at: number;
      /** The branches around the call, innermost first, with how many nodes each had then. */
      readonly trail: readonly { readonly place: OpenBranch; readonly count: number }[];
      readonly inCondition: boolean;
    }
  | { readonly type: "name"; readonly node: Backref; readonly name: string; readonly at: number }
  | { readonly type: "condition"; readonly node: Cond; readonly at: number }
  | { readonly type: "branches"; readonly node: Cond; readonly at: number };

/** Why a branch has no fixed length: PCRE's own codes. */
const VARIABLE = -1;
const ANY_BYTE = -2;
const LATER = -3;

export class Checker {
  private readonly parsed: Parsed;
  private readonly groups = new Map<number, Group>();
  private topReference: number;
  /** The groups that are open at the call which is looked at. */
  private open: ReadonlySet<number> = new Set();

  constructor(parsed: Parsed) {
    this.parsed = parsed;
    this.topReference = parsed.topReference;
    this.collect(parsed.pattern.root);
  }

  /** Throws the first error there is. */
  run(): void {
    const { pattern, checks, unmatched, end } = this.parsed;
    const later: { nodes: Branch; back: Back[]; index: number }[] = [];
    for (const check of checks) {
      if (check.type === "behind") {
        const length = this.fixedLength([check.nodes], false, []);
        if (length === LATER) later.push({ nodes: check.nodes, back: check.back, index: check.back.length });
        else if (length < 0) throw new PatternError(length === ANY_BYTE ? 36 : 25, check.at);
        check.back.push({ min: length, max: length });
      } else if (check.type === "recurse") this.recursion(check);
      else if (check.type === "name") this.name(check.node, check.name, check.at);
      else if (check.type === "condition") this.condition(check.node, check.at);
      else this.condBranches(check.node, check.at);
    }
    if (unmatched >= 0) throw new PatternError(22, unmatched);
    if (this.topReference > pattern.groups) throw new PatternError(15, end);
    for (const { nodes, back, index } of later) {
      const length = this.fixedLength([nodes], true, []);
      if (length < 0) throw new PatternError(length === ANY_BYTE ? 36 : 25, end);
      back[index] = { min: length, max: length };
    }
  }

  private collect(node: Node): void {
    if (node.kind === Kind.Group && node.capture > 0 && !this.groups.has(node.capture)) {
      this.groups.set(node.capture, node);
    }
    for (const child of children(node)) this.collect(child);
  }

  private numbersOf(name: string): number[] {
    return this.parsed.pattern.names.filter((n) => n.name === name).map((n) => n.number);
  }

  private name(node: Backref, name: string, at: number): void {
    const numbers = this.numbersOf(name);
    if (numbers.length === 0) throw new PatternError(15, at);
    node.numbers = this.parsed.hasDuplicates ? numbers : numbers.slice(0, 1);
    for (const n of node.numbers) this.refer(n);
  }

  private refer(n: number): void {
    (this.parsed.pattern.referenced as Set<number>).add(n);
    this.topReference = Math.max(this.topReference, n);
  }

  private condition(node: Cond, at: number): void {
    const condition = node.condition;
    if (condition.type === "group") {
      const n = condition.numbers[0] as number;
      if (n === -1) throw new PatternError(35, at);
      if (n <= 0 || n > this.parsed.pattern.groups) throw new PatternError(15, at);
      this.topReference = Math.max(this.topReference, n);
      return;
    }
    if (condition.type !== "named") return;
    const { name, quoted, inRecursion } = condition;
    const numbers = this.numbersOf(name);
    if (numbers.length > 0) {
      this.topReference = Math.max(this.topReference, numbers[0] as number);
      node.condition = inRecursion ? { type: "recursion", numbers, any: false } : { type: "group", numbers };
    } else if (quoted) throw new PatternError(15, at);
    else if (name.startsWith("R")) {
      if (!/^\d*$/.test(name.slice(1))) throw new PatternError(15, at);
      const n = Number(name.slice(1));
      if (n > 0x7fffffff) throw new PatternError(61, at);
      node.condition = { type: "recursion", numbers: [n], any: n === 0 };
    } else if (name === "DEFINE") node.condition = { type: "define" };
    else throw new PatternError(15, at);
  }

  private condBranches(node: Cond, at: number): void {
    if (node.condition.type === "define") {
      if (node.branches.length > 1) throw new PatternError(54, at);
    } else if (node.branches.length > 2) throw new PatternError(27, at);
  }

  private recursion(check: Extract<Check, { type: "recurse" }>): void {
    const { node, at, trail } = check;
    if (check.name !== undefined) {
      const n = this.numbersOf(check.name)[0];
      if (n === undefined) throw new PatternError(15, at);
      node.number = n;
    }
    if (node.number > this.parsed.pattern.groups) throw new PatternError(15, at);
    if (check.inCondition) return;
    const open = trail.findIndex((t) => t.place.capture === node.number);
    if (open < 0) return;
    this.open = new Set(trail.map((t) => t.place.capture));
    // Called from inside itself: endless unless something was read since its start.
    for (let i = 0; i <= open; i++) {
      const t = trail[i] as (typeof trail)[number];
      if (!this.canBeEmpty(t.place.nodes.slice(0, t.count), new Set())) return;
    }
    throw new PatternError(40, at);
  }

  // -- Can a branch match nothing?

  private canBeEmpty(branch: Branch, calls: ReadonlySet<number>): boolean {
    for (const node of branch) {
      // PCRE gives up at the call of a group that it has not compiled yet.
      if (node.kind === Kind.Recurse && (node.number > (node.groupsBefore ?? 0) || this.open.has(node.number)))
        return true;
      if (node.kind === Kind.Verb && node.op === VerbOp.Accept) return true;
      if (!this.nodeCanBeEmpty(node, calls)) return false;
    }
    return true;
  }

  private nodeCanBeEmpty(node: Node, calls: ReadonlySet<number>): boolean {
    switch (node.kind) {
      case Kind.Char:
      case Kind.Set:
      case Kind.Dot:
      case Kind.AnyByte:
      case Kind.AnyNewline:
      case Kind.Grapheme:
        return false;
      case Kind.Repeat:
        return node.min === 0 || this.nodeCanBeEmpty(node.node, calls);
      case Kind.Cond:
        if (node.condition.type === "define" || node.branches.length < 2) return true;
        return node.branches.some((b) => this.canBeEmpty(b, calls));
      case Kind.Group:
        return node.branches.some((b) => this.canBeEmpty(b, calls));
      case Kind.Recurse: {
        const target = node.number === 0 ? this.parsed.pattern.root : this.groups.get(node.number);
        if (target === undefined || calls.has(node.number)) return true;
        return this.nodeCanBeEmpty(target, new Set([...calls, node.number]));
      }
      default:
        return true;
    }
  }

  // -- Fixed lengths.

  private fixedLength(branches: readonly Branch[], atEnd: boolean, calls: readonly number[]): number {
    let length = VARIABLE;
    for (const branch of branches) {
      let n = 0;
      for (const node of branch) {
        if (node.kind === Kind.Verb && node.op === VerbOp.Accept) break;
        const d = this.nodeLength(node, atEnd, calls);
        if (d < 0) return d;
        n += d;
      }
      if (length === VARIABLE) length = n;
      else if (length !== n) return VARIABLE;
    }
    return length;
  }

  private nodeLength(node: Node, atEnd: boolean, calls: readonly number[]): number {
    switch (node.kind) {
      case Kind.Char:
      case Kind.Set:
      case Kind.Dot:
        return 1;
      case Kind.AnyByte:
        return ANY_BYTE;
      case Kind.AnyNewline:
      case Kind.Grapheme:
      case Kind.Backref:
        return VARIABLE;
      case Kind.Simple:
      case Kind.Look:
      case Kind.Scan:
      case Kind.Verb:
        return 0;
      case Kind.Group:
      case Kind.Cond:
      case Kind.ScriptRun:
        return this.fixedLength(node.branches, atEnd, calls);
      case Kind.Repeat: {
        if (node.min !== node.max) return VARIABLE;
        const inner = node.node.kind;
        const isGroup = inner === Kind.Group || inner === Kind.Cond || inner === Kind.Look;
        if (node.max === 0) return isGroup ? VARIABLE : 0;
        if (inner === Kind.Backref) return VARIABLE;
        // Of single items PCRE counts only how many there are.
        if (!isGroup && inner !== Kind.Recurse && node.max > 1) return node.max;
        const d = this.nodeLength(node.node, atEnd, calls);
        return d < 0 ? d : d * node.max;
      }
      case Kind.Recurse: {
        if (!atEnd) return LATER;
        const target = node.number === 0 ? this.parsed.pattern.root : this.groups.get(node.number);
        if (target === undefined || calls.includes(node.number) || contains(target, node)) return VARIABLE;
        return this.fixedLength(target.branches, atEnd, [...calls, node.number]);
      }
    }
  }
}

/** The nodes right below a node. */
export function children(node: Node): readonly Node[] {
  switch (node.kind) {
    case Kind.Group:
    case Kind.Look:
    case Kind.ScriptRun:
    case Kind.Scan:
      return node.branches.flat();
    case Kind.Cond:
      return node.condition.type === "look" ? [node.condition.look, ...node.branches.flat()] : node.branches.flat();
    case Kind.Repeat:
      return [node.node];
    default:
      return [];
  }
}

export function contains(node: Node, wanted: Node): boolean {
  for (const child of children(node)) if (child === wanted || contains(child, wanted)) return true;
  return false;
}
