/**
 * The syntax tree of a pattern.
 * Invariant: made by the parser alone, which has checked it; nothing changes it afterwards but `Recurse.group`.
 */
import type { CharSet } from "./charset.ts";
import type { Casing } from "./unicode.ts";

export const enum Kind {
  Char,
  Set,
  Dot,
  AnyByte,
  AnyNewline,
  Grapheme,
  Simple,
  Group,
  Look,
  Cond,
  Repeat,
  Backref,
  Recurse,
  Verb,
  ScriptRun,
  Scan,
}

/** One character (a byte where the pattern is not UTF-8), or its other cases as well. */
export interface Char {
  readonly kind: Kind.Char;
  readonly c: number;
  readonly caseless: boolean;
  readonly casing?: Casing;
}
/** One character of a set. */
export interface SetNode {
  readonly kind: Kind.Set;
  readonly set: CharSet;
}
/** `.`, or `\N` (`all` false). */
export interface Dot {
  readonly kind: Kind.Dot;
  readonly all: boolean;
}
/** `\C` in UTF-8. */
export interface AnyByte {
  readonly kind: Kind.AnyByte;
}
/** `\R` */
export interface AnyNewline {
  readonly kind: Kind.AnyNewline;
}
/** `\X` */
export interface Grapheme {
  readonly kind: Kind.Grapheme;
}

export const enum SimpleOp {
  /** `^` */
  Circ,
  CircMulti,
  /** `$` */
  Dollar,
  DollarMulti,
  /** `\A` */
  SubjectStart,
  /** `\G` */
  MatchStart,
  /** `\z` */
  SubjectEnd,
  /** `\Z` */
  SubjectEndNewline,
  WordBoundary,
  NotWordBoundary,
  /** `\K` */
  SetStart,
  Fail,
}
export interface Simple {
  readonly kind: Kind.Simple;
  readonly op: SimpleOp;
  /** Word boundaries by Unicode. */
  readonly ucp: boolean;
}

export type Branch = readonly Node[];

export interface Group {
  readonly kind: Kind.Group;
  readonly branches: readonly Branch[];
  /** Its number; 0: not capturing. */
  readonly capture: number;
  atomic: boolean;
}

export interface Look {
  readonly kind: Kind.Look;
  readonly branches: readonly Branch[];
  readonly behind: boolean;
  readonly negative: boolean;
  /** PCRE2's `(?*`: may be backtracked into. */
  readonly nonAtomic: boolean;
  /** Of each branch of a lookbehind: how many characters to go back (least and most). */
  readonly back: { min: number; max: number }[];
  /** Where PCRE2 reports that it is wrong. */
  readonly at?: number;
}

export type Condition =
  | { readonly type: "group"; numbers: number[] }
  | { readonly type: "recursion"; numbers: number[]; any: boolean }
  /** Not yet looked up. */
  | { readonly type: "named"; readonly name: string; readonly quoted: boolean; readonly inRecursion: boolean }
  | { readonly type: "define" }
  | { readonly type: "true" }
  | { readonly type: "false" }
  | { readonly type: "look"; readonly look: Look };

export interface Cond {
  readonly kind: Kind.Cond;
  condition: Condition;
  readonly branches: readonly Branch[];
}

export const enum Greed {
  Greedy,
  Lazy,
  Possessive,
}

export interface Repeat {
  readonly kind: Kind.Repeat;
  readonly node: Node;
  readonly min: number;
  /** -1: no limit. */
  readonly max: number;
  readonly greed: Greed;
}

export interface Backref {
  readonly kind: Kind.Backref;
  /** Several where groups share a name: the first that is set counts. */
  numbers: readonly number[];
  readonly caseless: boolean;
  readonly casing?: Casing;
  /** For PCRE2, which looks it up later: its name, where it stands. */
  readonly name?: string;
  readonly at?: number;
}

export interface Recurse {
  readonly kind: Kind.Recurse;
  number: number;
  /** For PCRE 8: how many groups there were when it was read; of a later one it knows nothing yet. */
  readonly groupsBefore?: number;
  /** PCRE2's `(?1(2,3))`: groups that the call leaves set. */
  kept?: readonly number[];
  /** As in Backref. */
  name?: string;
  readonly at?: number;
}

/** PCRE2's `(*sr:...)`: what it matches must be of one script. */
export interface ScriptRun {
  readonly kind: Kind.ScriptRun;
  readonly branches: readonly Branch[];
}

/** PCRE2's `(*scs:(1)...)`: an assertion about what a group matched. */
export interface Scan {
  readonly kind: Kind.Scan;
  readonly branches: readonly Branch[];
  /** The first of these that is set. */
  readonly numbers: readonly number[];
}

export const enum VerbOp {
  Accept,
  Fail,
  Commit,
  Prune,
  Skip,
  Then,
  Mark,
}
export interface Verb {
  readonly kind: Kind.Verb;
  readonly op: VerbOp;
  readonly argument: string | undefined;
  /** For ACCEPT: the groups that are open here, innermost first. */
  readonly open: readonly number[];
  /** For ACCEPT: inside an assertion. */
  readonly inAssertion: boolean;
  /** A MARK before it is its name. */
  readonly named?: boolean;
}

export type Node =
  | Char
  | SetNode
  | Dot
  | AnyByte
  | AnyNewline
  | Grapheme
  | Simple
  | Group
  | Look
  | Cond
  | Repeat
  | Backref
  | Recurse
  | Verb
  | ScriptRun
  | Scan;

/** A parsed pattern. */
export interface Pattern {
  readonly root: Group;
  /** Options after `(*UTF8)` and the like at the start. */
  readonly bits: number;
  readonly newline: number;
  readonly bsr: number;
  readonly groups: number;
  /** Names in the table's order (by name, then as they come), each with its number. */
  readonly names: readonly { readonly name: string; readonly number: number }[];
  /** Duplicate names are allowed, by option or `(?J)` at the top. */
  readonly hasThen: boolean;
  readonly hasAccept: boolean;
  readonly hasPruneOrSkip: boolean;
  readonly hasCrOrLf: boolean;
  /** Groups that a back reference names. */
  readonly referenced: ReadonlySet<number>;
  /** How many characters before the start lookbehinds and word boundaries look at; only PCRE2 asks. */
  readonly maxLookbehind: number;
  /** `(*LIMIT_MATCH=)`, `(*LIMIT_RECURSION=)`, (*LIMIT_HEAP=)`. */
  readonly limitMatch: number | undefined;
  readonly limitDepth: number | undefined;
  /** In KiB. */
  readonly limitHeap: number | undefined;
}
