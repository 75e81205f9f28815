/**
 * What PCRE2 looks at after it has parsed a pattern: how far lookbehinds go back, then numbers and names that lead nowhere, then
 * conditional groups with too many branches. Resolves names on the way.
 * Invariant: the checks are done in the order of the text, so that the first error is the one PCRE2 reports.
 * OTP: check_lookbehinds(), set_lookbehind_lengths(), get_branchlength(), and what compile_branch() finds, in pcre2_compile.c.
 */
import {
  type Backref,
  type Branch,
  type Cond,
  type Group,
  Kind,
  type Look,
  type Node,
  type Recurse,
  VerbOp,
} from "./ast.ts";
import { children, contains } from "./check.ts";
import { PatternError } from "./error.ts";
import type { Parsed2 } from "./tree2.ts";

/** A group that is named or numbered, and where. */
export interface Reference {
  readonly number: number;
  readonly name: string | undefined;
  readonly at: number;
}

export type Check2 =
  | { readonly type: "error"; readonly code: number; readonly at: number }
  | { readonly type: "reference"; readonly node: Backref; readonly at: number }
  | { readonly type: "call"; readonly node: Recurse; readonly at: number; readonly kept: readonly Reference[] }
  | { readonly type: "groups"; readonly references: readonly Reference[]; readonly numbers: number[] }
  | { readonly type: "condition"; readonly node: Cond; readonly at: number }
  | { readonly type: "branches"; readonly node: Cond; readonly at: number };

/** Least and most characters that something matches. */
interface Length {
  readonly min: number;
  readonly max: number;
}

const NOTHING: Length = { min: 0, max: 0 };
const ONE: Length = { min: 1, max: 1 };
const MAX_BEHIND = 65535;
/** Most that a lookbehind without a fixed length may go back. */
const MAX_VARIABLE = 255;
/** More branches than this are not looked at for one lookbehind after the other. */
const MAX_LOOPS = 2000;
/** No place: that of the lookbehind around counts. */
const UNSET = -1;

export class Checker2 {
  private readonly parsed: Parsed2;
  private readonly groups = new Map<number, Group>();
  private readonly lengths = new Map<number, Length>();
  private loops = 0;
  /** The farthest that a lookbehind goes back. */
  maxBack = 0;

  constructor(parsed: Parsed2) {
    this.parsed = parsed;
    this.collect(parsed.pattern.root);
  }

  /** Throws the first error there is. */
  run(): void {
    if (this.parsed.hasLookbehind) this.lookbehinds(this.parsed.pattern.root, []);
    const { checks } = this.parsed;
    for (const check of checks) {
      if (check.type === "error") throw new PatternError(check.code, check.at);
      if (check.type === "reference") this.reference(check.node, check.at);
      else if (check.type === "call") {
        this.call(check.node, check.at);
        check.node.kept = check.kept.flatMap((r) => this.numbersOf(r));
      } else if (check.type === "groups") check.numbers.push(...check.references.flatMap((r) => this.numbersOf(r)));
      else if (check.type === "condition") this.condition(check.node, check.at);
    }
    for (const check of checks) if (check.type === "branches") this.branches(check.node, check.at);
  }

  private collect(node: Node): void {
    if (node.kind === Kind.Group && node.capture > 0 && !this.groups.has(node.capture)) {
      this.groups.set(node.capture, node);
    }
    for (const child of children(node)) this.collect(child);
  }

  /** All groups of a name. */
  private named(name: string): number[] {
    return this.parsed.pattern.names.filter((n) => n.name === name).map((n) => n.number);
  }

  private numbersOf(r: Reference): number[] {
    const numbers = r.name === undefined ? [r.number] : this.named(r.name);
    if (numbers.length === 0 || (numbers[0] as number) > this.parsed.pattern.groups) throw new PatternError(15, r.at);
    return numbers;
  }

  private refer(numbers: readonly number[]): void {
    for (const n of numbers) (this.parsed.pattern.referenced as Set<number>).add(n);
  }

  private reference(node: Backref, at: number): void {
    if (node.name !== undefined) node.numbers = this.named(node.name);
    const [first] = node.numbers;
    if (first === undefined || first > this.parsed.pattern.groups) throw new PatternError(15, at);
    this.refer(node.numbers);
  }

  private call(node: Recurse, at: number): void {
    if (node.name !== undefined) node.number = this.named(node.name)[0] ?? Number.POSITIVE_INFINITY;
    if (node.number > this.parsed.pattern.groups) throw new PatternError(15, at);
  }

  private condition(node: Cond, at: number): void {
    const { condition } = node;
    if (condition.type === "group") {
      if ((condition.numbers[0] as number) > this.parsed.pattern.groups) throw new PatternError(15, at);
      return;
    }
    if (condition.type !== "named") return;
    const { name, quoted, inRecursion } = condition;
    const numbers = this.named(name);
    if (numbers.length > 0) {
      node.condition = inRecursion ? { type: "recursion", numbers, any: false } : { type: "group", numbers };
      return;
    }
    if (quoted) throw new PatternError(15, at);
    // R and digits, which no group is named after.
    let number = 0;
    for (let i = 1; i < name.length; i++) {
      number = number * 10 + Number(name[i]);
      if (number > 65535) throw new PatternError(61, at + i);
    }
    if (number > this.parsed.pattern.groups) throw new PatternError(15, at);
    node.condition = { type: "recursion", numbers: [number], any: number === 0 };
  }

  private branches(node: Cond, at: number): void {
    if (node.condition.type === "define") {
      if (node.branches.length > 1) throw new PatternError(54, at);
    } else if (node.branches.length > 2) throw new PatternError(27, at);
  }

  // -- Lookbehinds.

  /** Finds the lookbehinds below a node. `calls`: the groups whose lengths are being found. */
  private lookbehinds(node: Node, calls: readonly Group[]): void {
    if (node.kind === Kind.Look && node.behind) this.lookbehind(node, calls);
    else for (const child of children(node)) this.lookbehinds(child, calls);
  }

  private lookbehind(node: Look, calls: readonly Group[]): void {
    try {
      const lengths = node.branches.map((b) => this.branch(b, calls));
      const min = Math.min(...lengths.map((l) => l.min));
      const max = Math.max(...lengths.map((l) => l.max));
      this.maxBack = Math.max(this.maxBack, max);
      const variable = lengths.some((l) => l.min !== l.max);
      if (variable && max > MAX_VARIABLE) throw new PatternError(100, UNSET);
      for (const l of lengths) node.back.push({ min: variable ? Math.min(min, l.max) : l.max, max: l.max });
    } catch (e) {
      if (e instanceof PatternError && e.offset === UNSET) throw new PatternError(e.code, node.at ?? 0);
      throw e;
    }
  }

  private branch(branch: Branch, calls: readonly Group[]): Length {
    if (this.loops++ > MAX_LOOPS) throw new PatternError(35, UNSET);
    let min = 0;
    let max = 0;
    for (const node of branch) {
      if (node.kind === Kind.Verb && (node.op === VerbOp.Accept || node.op === VerbOp.Fail)) break;
      const l = this.node(node, calls);
      min += l.min;
      max += l.max;
      if (max > MAX_BEHIND) throw new PatternError(87, UNSET);
    }
    return { min, max };
  }

  /** The length of a group; `capture`: its number, or 0. Numbered ones are looked at once, if the number means but one group. */
  private group(branches: readonly Branch[], calls: readonly Group[], capture = 0): Length {
    const remembered = capture > 0 && !this.parsed.hasDuplicateNumbers;
    const known = remembered ? this.lengths.get(capture) : undefined;
    if (known !== undefined) return known;
    const lengths = branches.map((b) => this.branch(b, calls));
    const length = { min: Math.min(...lengths.map((l) => l.min)), max: Math.max(...lengths.map((l) => l.max)) };
    if (remembered) this.lengths.set(capture, length);
    return length;
  }

  private node(node: Node, calls: readonly Group[]): Length {
    switch (node.kind) {
      case Kind.Char:
      case Kind.Set:
      case Kind.Dot:
        return ONE;
      case Kind.AnyByte:
        throw new PatternError(36, UNSET);
      case Kind.AnyNewline:
        return { min: 1, max: 2 };
      case Kind.Simple:
      case Kind.Verb:
        return NOTHING;
      case Kind.Look:
      case Kind.Scan:
        this.lookbehinds(node, calls);
        return NOTHING;
      case Kind.Cond:
        if (node.condition.type === "define") return NOTHING;
        if (node.condition.type === "look") this.lookbehinds(node.condition.look, calls);
        return this.group(node.branches, calls);
      case Kind.Group:
        return this.group(node.branches, calls, node.capture);
      case Kind.ScriptRun:
        return this.group(node.branches, calls);
      case Kind.Repeat: {
        if (node.node.kind === Kind.Look || node.node.kind === Kind.Scan) return this.node(node.node, calls);
        const l = this.node(node.node, calls);
        if (node.max < 0) break;
        return { min: l.min * node.min, max: l.max * node.max };
      }
      case Kind.Backref:
        if (this.parsed.hasDuplicateNumbers) break;
        if (node.name !== undefined && this.named(node.name).length > 1) break;
        return this.called(node, node.name, node.numbers[0] ?? 0, calls);
      case Kind.Recurse:
        return this.called(node, node.name, node.number, calls);
      case Kind.Grapheme:
        break;
    }
    throw new PatternError(25, UNSET);
  }

  /** The length of the group that a reference or a call means. */
  private called(node: Backref | Recurse, name: string | undefined, number: number, calls: readonly Group[]): Length {
    const n = name === undefined ? number : (this.named(name)[0] ?? Number.POSITIVE_INFINITY);
    if (n > this.parsed.pattern.groups) throw new PatternError(15, node.at ?? 0);
    const target = this.groups.get(n);
    if (target === undefined || calls.includes(target) || contains(target, node)) throw new PatternError(25, UNSET);
    return this.group(target.branches, [...calls, target], target.capture);
  }
}
