/**
 * The program that the matcher runs: a flat array of instructions made from a pattern's tree.
 *
 * Alternatives, optional parts and loops are jumps and choice points (`Split`). A counted group is copied; the first copy is
 * the one that calls (`(?1)`) lead to. What an instruction means stands at its line; its operands follow it in `code`.
 */
import {
  type Backref,
  type Branch,
  type Char,
  type Cond,
  Greed,
  type Group,
  Kind,
  type Look,
  type Node,
  type Pattern,
  type Recurse,
  type Repeat,
  type Scan,
  SimpleOp,
  type Verb,
  VerbOp,
} from "./ast.ts";
import type { CharSet } from "./charset.ts";
import { SetBuilder } from "./charset.ts";
import { byteClasses } from "./ctype.ts";
import { PatternError } from "./error.ts";
import * as O from "./options.ts";
import { Casing, casesOf, unicode } from "./unicode.ts";

export const enum Op {
  /** The pattern's end, or the end of a call of the whole pattern. */
  End,
  /** n, bytes: exactly these. */
  Literal,
  /** n, pairs: each byte is one of two. */
  LiteralEither,
  /** table: one byte of it. */
  Byte,
  /** set: one UTF-8 character of it. */
  Wide,
  /** Any character where no newline starts (newline is CRLF). */
  NotNewline,
  /** One byte of UTF-8. */
  AnyByte,
  /** \R */
  AnyNewline,
  /** \X */
  Grapheme,
  /** greed, kind of item (an `Op`), its operand, min, max: the item again and again. */
  Repeat,
  /** target */
  Jump,
  /** target: goes on, `target` is the other choice. */
  Split,
  /** target: goes to it, going on is the other choice. */
  SplitLazy,
  /** target, from, to: as Split; a THEN between `from` and `to` fails into it. */
  SplitThen,
  /** from, to: the last alternative; a THEN between them fails the group. */
  LastThen,
  /** group: notes where it starts. */
  Open,
  /** group: sets it, or returns from its call. */
  Close,
  /** group: sets it (before ACCEPT). */
  CloseAccept,
  /** register: notes the position. */
  Mark,
  /** register, target: goes there if nothing was read since `Mark`. */
  IfEmpty,
  /** register: what follows up to AtomicEnd is tried once. */
  AtomicBegin,
  AtomicEnd,
  /** register, whether behind: a positive assertion; the position is kept in the next register. */
  LookBegin,
  /** register: the position is again what it was. */
  LookEnd,
  /** register, target: a negative assertion; `target` is where to go on. */
  NotBegin,
  /** register: as LookEnd, but its choices stay. */
  LookEndOpen,
  /** register, n, groups: an assertion about what the first set one of the groups matched. */
  ScanBegin,
  /** register: the subject is again whole. */
  ScanEnd,
  /** register: what was matched since `Mark` must be of one script. */
  ScriptRun,
  /** register: fails. */
  NotEnd,
  /** register, target: a positive assertion as condition; `target` where it is false. */
  CondBegin,
  /** register, target: the negative assertion's inside matched, so the condition is false. */
  CondNotEnd,
  /** min, max: goes back so many characters. */
  Back,
  /** register: the end of a lookbehind without a fixed length must be where it started. */
  BackEnd,
  /** caseless, n, groups: what the first set one of the groups matched. */
  Ref,
  /** greed, min, max, caseless, n, groups */
  RefRepeat,
  /** group, target, n, groups: calls it; the groups stay set. */
  Call,
  /** target, n, groups: goes there unless one of the groups is set. */
  IfGroup,
  /** target, any, n, groups: goes there unless in a call (of one of the groups). */
  IfCall,
  Circ,
  CircMulti,
  Dollar,
  DollarMulti,
  SubjectStart,
  MatchStart,
  SubjectEnd,
  SubjectEndNewline,
  /** negated, ucp */
  WordBoundary,
  SetStart,
  Fail,
  /** register of the assertion around, or -1 */
  Accept,
  Commit,
  Prune,
  Skip,
  /** name */
  SkipName,
  /** (its own place says which THEN it is) */
  Then,
  /** name */
  MarkName,
}

/** What the matcher needs of a pattern. */
export interface Program {
  readonly code: Int32Array;
  readonly tables: readonly Uint8Array[];
  readonly sets: readonly CharSet[];
  readonly names: readonly string[];
  readonly groups: number;
  readonly registers: number;
  readonly hasThen: boolean;
  /** The other case of each byte. */
  readonly flip: Uint8Array;
  /** Bytes that are word characters. */
  readonly words: Uint8Array;
  /** Where each assertion ends, by its register. */
  readonly lookEnds: ReadonlyMap<number, number>;
  readonly dialect: O.Dialect;
}

/** More instructions than this is "too large". PCRE 8's own limit is 64 KB of its code. */
const MAX_CODE = 1 << 20;

export class Generator {
  private readonly code: number[] = [];
  private readonly tables: Uint8Array[] = [];
  private readonly tableKeys = new Map<string, number>();
  private readonly sets: CharSet[] = [];
  private readonly names: string[] = [];
  private readonly starts = new Map<number, number>();
  private readonly calls: { at: number; group: number }[] = [];
  private readonly lookEnds = new Map<number, number>();
  private registers = 0;
  private readonly pattern: Pattern;
  private readonly dialect: O.Dialect;
  private readonly utf: boolean;
  private readonly flip: Uint8Array;
  /** Registers of the assertions around, innermost last. */
  private readonly assertions: number[] = [];

  constructor(pattern: Pattern, dialect: O.Dialect) {
    this.pattern = pattern;
    this.dialect = dialect;
    this.utf = (pattern.bits & O.UTF) !== 0;
    this.flip = byteClasses(dialect).flip;
  }

  generate(): Program {
    this.starts.set(0, 0);
    this.alternatives(this.pattern.root.branches);
    this.emit(Op.End);
    for (const { at, group } of this.calls) this.code[at] = this.starts.get(group) as number;
    return {
      code: Int32Array.from(this.code),
      tables: this.tables,
      sets: this.sets,
      names: this.names,
      groups: this.pattern.groups,
      registers: this.registers,
      hasThen: this.pattern.hasThen,
      flip: this.flip,
      words: byteClasses(this.dialect).word,
      lookEnds: this.lookEnds,
      dialect: this.dialect,
    };
  }

  private emit(...words: number[]): number {
    const at = this.code.length;
    if (at > MAX_CODE) throw new PatternError(20, 0);
    for (const w of words) this.code.push(w);
    return at;
  }

  private get here(): number {
    return this.code.length;
  }

  private table(low: Uint8Array): number {
    const key = low.join("");
    let i = this.tableKeys.get(key);
    if (i === undefined) {
      i = this.tables.push(low) - 1;
      this.tableKeys.set(key, i);
    }
    return i;
  }

  private set(set: CharSet): number {
    return this.sets.push(set) - 1;
  }

  /** The branches, as choices one after the other; of a lookbehind each goes back first. */
  private alternatives(branches: readonly Branch[], behind: Look | undefined = undefined, register = -1): void {
    const ends: number[] = [];
    const withThen = this.pattern.hasThen && branches.length > 1;
    for (const [i, branch] of branches.entries()) {
      const last = i === branches.length - 1;
      let split = -1;
      if (!last) split = withThen ? this.emit(Op.SplitThen, 0, 0, 0) : this.emit(Op.Split, 0);
      else if (withThen) split = this.emit(Op.LastThen, 0, 0);
      const from = this.here;
      const back = behind?.back[i];
      if (back !== undefined) this.emit(Op.Back, back.min, back.max);
      this.sequence(branch);
      if (back !== undefined && back.min !== back.max) this.emit(Op.BackEnd, register);
      if (withThen) {
        const at = last ? split + 1 : split + 2;
        this.code[at] = from;
        this.code[at + 1] = this.here;
      }
      if (!last) {
        ends.push(this.emit(Op.Jump, 0) + 1);
        this.code[split + 1] = this.here;
      }
    }
    for (const at of ends) this.code[at] = this.here;
  }

  private sequence(branch: Branch): void {
    for (let i = 0; i < branch.length; i++) {
      const node = branch[i] as Node;
      if (node.kind === Kind.Char) i = this.literal(branch, i);
      else if (node.kind === Kind.Repeat) this.repeat(node, branch[i + 1]);
      else this.node(node);
    }
  }

  // -- Characters.

  /** The bytes of a character that stands for itself alone; undefined when it has other cases. */
  private plainBytes(node: Node): readonly number[] | undefined {
    if (node.kind !== Kind.Char) return undefined;
    const c = node.c;
    if (node.caseless && this.casesOf(node).length > 1) return undefined;
    if (!this.utf) return [c];
    return utf8(c);
  }

  /** The characters that a caseless one stands for. */
  private casesOf({ c, casing }: Char): readonly number[] {
    if (this.utf || (this.dialect === 2 && (this.pattern.bits & O.UCP) !== 0)) {
      const all = casesOf(unicode(this.dialect), c, casing ?? Casing.Usual);
      return this.utf ? all : all.filter((d) => d < 256);
    }
    const other = this.flip[c] as number;
    return other === c ? [c] : [c, other];
  }

  /** A run of characters as one instruction; returns the index of the last one. */
  private literal(branch: Branch, from: number): number {
    const bytes: number[] = [];
    let i = from;
    for (; i < branch.length; i++) {
      const plain = this.plainBytes(branch[i] as Node);
      if (plain === undefined) break;
      bytes.push(...plain);
    }
    if (bytes.length > 0) {
      this.emit(Op.Literal, bytes.length, ...bytes);
      return i - 1;
    }
    const pairs: number[] = [];
    for (; i < branch.length; i++) {
      const node = branch[i] as Node;
      if (node.kind !== Kind.Char || !node.caseless) break;
      const cases = this.casesOf(node);
      if (cases.length > 2 || (this.utf && cases.some((c) => c > 127))) break;
      pairs.push(cases[0] as number, cases[cases.length - 1] as number);
    }
    if (pairs.length > 0) {
      this.emit(Op.LiteralEither, pairs.length / 2, ...pairs);
      return i - 1;
    }
    const [kind, operand] = this.item(branch[from] as Node) as [Op, number];
    this.emit(kind, operand);
    return from;
  }

  /** What matches one character, byte or cluster, as an instruction with one operand; undefined for anything else. */
  private item(node: Node): [Op, number] | undefined {
    switch (node.kind) {
      case Kind.Char: {
        const b = new SetBuilder(unicode(this.dialect));
        if (node.caseless) for (const c of this.casesOf(node)) b.add(c, c);
        b.add(node.c, node.c);
        const set = b.build(false);
        return this.utf && (node.c > 127 || (node.caseless && this.casesOf(node).some((c) => c > 127)))
          ? [Op.Wide, this.set(set)]
          : [Op.Byte, this.table(set.low)];
      }
      case Kind.Set:
        return this.utf ? [Op.Wide, this.set(node.set)] : [Op.Byte, this.table(node.set.low)];
      case Kind.Dot:
        return this.dot(node.all);
      case Kind.AnyByte:
        return [Op.AnyByte, 0];
      case Kind.AnyNewline:
        return [Op.AnyNewline, 0];
      case Kind.Grapheme:
        return [Op.Grapheme, 0];
      default:
        return undefined;
    }
  }

  private dot(all: boolean): [Op, number] {
    const newline = this.pattern.newline;
    // The convention may be given at the match, in PCRE 8, so it must be looked at then.
    if (!all && (newline === O.NL_CRLF || this.dialect === 1)) return [Op.NotNewline, 0];
    const b = new SetBuilder(unicode(this.dialect));
    if (!all) {
      const stops =
        newline === O.NL_CR
          ? [13]
          : newline === O.NL_ANYCRLF
            ? [10, 13]
            : newline === O.NL_ANY
              ? [10, 11, 12, 13, 0x85, 0x2028, 0x2029]
              : newline === O.NL_NUL
                ? [0]
                : [10];
      for (const c of stops) b.add(c, c);
    }
    const set = b.build(true);
    return this.utf ? [Op.Wide, this.set(set)] : [Op.Byte, this.table(set.low)];
  }

  // -- Other nodes.

  private node(node: Node): void {
    switch (node.kind) {
      case Kind.Simple:
        this.simple(node.op, node.ucp);
        return;
      case Kind.Group:
        this.group(node);
        return;
      case Kind.Look:
        this.look(node);
        return;
      case Kind.Cond:
        this.cond(node);
        return;
      case Kind.Repeat:
        this.repeat(node, undefined);
        return;
      case Kind.Backref:
        this.emit(Op.Ref, caseOperand(node), node.numbers.length, ...node.numbers);
        return;
      case Kind.Recurse:
        this.call(node);
        return;
      case Kind.Verb:
        this.verb(node);
        return;
      case Kind.ScriptRun: {
        const r = this.registers++;
        this.emit(Op.Mark, r);
        this.alternatives(node.branches);
        this.emit(Op.ScriptRun, r);
        return;
      }
      case Kind.Scan:
        this.scan(node);
        return;
      default: {
        const [op, operand] = this.item(node) as [Op, number];
        if (op === Op.Byte || op === Op.Wide) this.emit(op, operand);
        else this.emit(op);
      }
    }
  }

  private call(node: Recurse): void {
    const kept = node.kept ?? [];
    this.calls.push({ at: this.emit(Op.Call, node.number, 0, kept.length, ...kept) + 2, group: node.number });
  }

  private simple(op: SimpleOp, ucp: boolean): void {
    if (op === SimpleOp.WordBoundary || op === SimpleOp.NotWordBoundary) {
      this.emit(Op.WordBoundary, op === SimpleOp.NotWordBoundary ? 1 : 0, ucp ? 1 : 0);
    } else this.emit(SIMPLE[op] as Op);
  }

  private group(node: Group): void {
    if (node.atomic) {
      const r = this.registers++;
      this.emit(Op.AtomicBegin, r);
      this.alternatives(node.branches);
      this.emit(Op.AtomicEnd, r);
      return;
    }
    if (node.capture === 0) {
      this.alternatives(node.branches);
      return;
    }
    this.emit(Op.Open, node.capture);
    if (!this.starts.has(node.capture)) this.starts.set(node.capture, this.here);
    this.alternatives(node.branches);
    this.emit(Op.Close, node.capture);
  }

  private lookBody(node: Look, register: number): void {
    this.assertions.push(register);
    this.alternatives(node.branches, node.behind ? node : undefined, register);
    this.lookEnds.set(register, this.here);
    this.assertions.pop();
  }

  private look(node: Look): void {
    const r = this.registers;
    this.registers += 2;
    if (node.negative) {
      const at = this.emit(Op.NotBegin, r, 0);
      this.lookBody(node, r);
      this.emit(Op.NotEnd, r);
      this.code[at + 2] = this.here;
    } else {
      this.emit(Op.LookBegin, r);
      this.lookBody(node, r);
      this.emit(node.nonAtomic ? Op.LookEndOpen : Op.LookEnd, r);
    }
  }

  private scan(node: Scan): void {
    const r = this.registers;
    this.registers += 3;
    this.emit(Op.ScanBegin, r, node.numbers.length, ...node.numbers);
    this.assertions.push(r);
    this.alternatives(node.branches);
    this.lookEnds.set(r, this.here);
    this.assertions.pop();
    this.emit(Op.ScanEnd, r);
  }

  private cond(node: Cond): void {
    const c = node.condition;
    let otherwise = -1;
    switch (c.type) {
      case "define":
        otherwise = this.emit(Op.Jump, 0) + 1;
        break;
      case "group":
        otherwise = this.emit(Op.IfGroup, 0, c.numbers.length, ...c.numbers) + 1;
        break;
      case "recursion":
        otherwise = this.emit(Op.IfCall, 0, c.any ? 1 : 0, c.numbers.length, ...c.numbers) + 1;
        break;
      case "look": {
        const r = this.registers;
        this.registers += 2;
        if (c.look.negative) {
          const at = this.emit(Op.NotBegin, r, 0);
          this.lookBody(c.look, r);
          otherwise = this.emit(Op.CondNotEnd, r, 0) + 2;
          this.code[at + 2] = this.here;
        } else {
          otherwise = this.emit(Op.CondBegin, r, 0) + 2;
          this.lookBody(c.look, r);
          this.emit(Op.LookEnd, r);
        }
        break;
      }
      case "true":
        break;
      default:
        otherwise = this.emit(Op.Jump, 0) + 1;
    }
    this.sequence(node.branches[0] ?? []);
    if (node.branches.length > 1) {
      const end = this.emit(Op.Jump, 0) + 1;
      if (otherwise >= 0) this.code[otherwise] = this.here;
      this.sequence(node.branches[1] as Branch);
      this.code[end] = this.here;
    } else if (otherwise >= 0) this.code[otherwise] = this.here;
  }

  private verb(node: Verb): void {
    switch (node.op) {
      case VerbOp.Accept:
        for (const n of node.open) this.emit(Op.CloseAccept, n);
        this.emit(Op.Accept, this.assertions.length > 0 ? (this.assertions[this.assertions.length - 1] as number) : -1);
        return;
      case VerbOp.Fail:
        this.emit(Op.Fail);
        return;
      case VerbOp.Commit:
        this.emit(Op.Commit);
        return;
      case VerbOp.Prune:
        this.emit(Op.Prune);
        return;
      case VerbOp.Skip:
        if (node.argument === undefined) this.emit(Op.Skip);
        else this.emit(Op.SkipName, this.name(node.argument));
        return;
      case VerbOp.Then:
        this.emit(Op.Then);
        return;
      case VerbOp.Mark:
        this.emit(Op.MarkName, this.name(node.argument as string));
    }
  }

  private name(name: string): number {
    const i = this.names.indexOf(name);
    return i >= 0 ? i : this.names.push(name) - 1;
  }

  // -- Repetition.

  private repeat(node: Repeat, next: Node | undefined): void {
    const { min, max } = node;
    const inner = node.node;
    if (inner.kind === Kind.Backref) {
      if (max !== 0) {
        const greed = node.greed === Greed.Lazy ? 1 : node.greed === Greed.Possessive ? 2 : 0;
        this.emit(Op.RefRepeat, greed, min, max, caseOperand(inner), inner.numbers.length, ...inner.numbers);
      }
      return;
    }
    const item = this.item(inner);
    if (item !== undefined) {
      if (max === 0) return;
      if (min === 1 && max === 1) {
        this.sequence([inner]);
        return;
      }
      const [kind, operand] = item;
      let greed = node.greed === Greed.Lazy ? 1 : node.greed === Greed.Possessive ? 2 : 0;
      if (greed === 0 && this.excludes(inner, next)) greed = 2;
      this.emit(Op.Repeat, greed, kind, operand, min, max);
      return;
    }
    if (max === 0) {
      // Never entered here, but calls may lead into it.
      const skip = this.emit(Op.Jump, 0) + 1;
      this.node(inner);
      this.code[skip] = this.here;
      return;
    }
    if (node.greed === Greed.Possessive) {
      const r = this.registers++;
      this.emit(Op.AtomicBegin, r);
      this.copies(inner, min, max, false);
      this.emit(Op.AtomicEnd, r);
    } else this.copies(inner, min, max, node.greed === Greed.Lazy);
  }

  /** `min` copies, then a loop or as many optional copies as may follow, each inside the one before. */
  private copies(inner: Node, min: number, max: number, lazy: boolean): void {
    const size = (max < 0 ? Math.max(min, 1) : max) * (nodeSize(inner) + 2);
    if (this.here + size > MAX_CODE) throw new PatternError(20, 0);
    for (let i = 0; i < min - (max < 0 ? 1 : 0); i++) this.node(inner);
    if (max < 0) {
      const skip = min === 0 ? this.emit(lazy ? Op.SplitLazy : Op.Split, 0) + 1 : -1;
      // A lazy loop may be left before its first round: then going on is the first choice.
      this.loop(inner, lazy);
      if (skip >= 0) this.code[skip] = this.here;
      return;
    }
    const skips: number[] = [];
    for (let i = min; i < max; i++) {
      skips.push(this.emit(lazy ? Op.SplitLazy : Op.Split, 0) + 1);
      this.node(inner);
    }
    for (const at of skips) this.code[at] = this.here;
  }

  private loop(inner: Node, lazy: boolean): void {
    const r = minimum(inner) === 0 ? this.registers++ : -1;
    const top = this.here;
    if (r >= 0) this.emit(Op.Mark, r);
    this.node(inner);
    const empty = r >= 0 ? this.emit(Op.IfEmpty, r, 0) + 2 : -1;
    if (lazy) this.emit(Op.Split, top);
    else this.emit(Op.SplitLazy, top);
    if (empty >= 0) this.code[empty] = this.here;
  }

  /** Whether what follows can never start with a member of the repeated item, so that giving back is useless. */
  private excludes(inner: Node, next: Node | undefined): boolean {
    if ((this.pattern.bits & O.NO_AUTO_POSSESS) !== 0 || next === undefined) return false;
    if (next.kind === Kind.Repeat) return next.min > 0 && this.excludes(inner, next.node);
    if (next.kind !== Kind.Char) {
      if (this.utf || next.kind !== Kind.Set || inner.kind !== Kind.Set) return false;
      const a = inner.set.low;
      return next.set.low.every((x, c) => x === 0 || a[c] === 0);
    }
    const cases = next.caseless ? this.casesOf(next) : [next.c];
    if (inner.kind === Kind.Set) return cases.every((c) => !inner.set.has(c));
    if (inner.kind !== Kind.Char) return false;
    const mine = inner.caseless ? this.casesOf(inner) : [inner.c];
    return cases.every((c) => !mine.includes(c));
  }
}

/** 0: case matters; else 1 and which cases belong together. */
function caseOperand(node: Backref): number {
  return node.caseless ? 1 + (node.casing ?? Casing.Usual) : 0;
}

const SIMPLE: { readonly [op in SimpleOp]?: Op } = {
  [SimpleOp.Circ]: Op.Circ,
  [SimpleOp.CircMulti]: Op.CircMulti,
  [SimpleOp.Dollar]: Op.Dollar,
  [SimpleOp.DollarMulti]: Op.DollarMulti,
  [SimpleOp.SubjectStart]: Op.SubjectStart,
  [SimpleOp.MatchStart]: Op.MatchStart,
  [SimpleOp.SubjectEnd]: Op.SubjectEnd,
  [SimpleOp.SubjectEndNewline]: Op.SubjectEndNewline,
  [SimpleOp.SetStart]: Op.SetStart,
  [SimpleOp.Fail]: Op.Fail,
};

function utf8(c: number): readonly number[] {
  if (c < 0x80) return [c];
  if (c < 0x800) return [0xc0 | (c >> 6), 0x80 | (c & 63)];
  if (c < 0x10000) return [0xe0 | (c >> 12), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63)];
  return [0xf0 | (c >> 18), 0x80 | ((c >> 12) & 63), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63)];
}

/** 0 if the node may match nothing, else 1. Calls and references may. */
function minimum(node: Node): number {
  switch (node.kind) {
    case Kind.Char:
    case Kind.Set:
    case Kind.Dot:
    case Kind.AnyByte:
    case Kind.AnyNewline:
    case Kind.Grapheme:
      return 1;
    case Kind.Repeat:
      return node.min === 0 ? 0 : minimum(node.node);
    case Kind.Group:
    case Kind.ScriptRun:
      return node.branches.every((b) => b.some((n) => minimum(n) > 0) && !b.some(isAccept)) ? 1 : 0;
    default:
      return 0;
  }
}

function isAccept(node: Node): boolean {
  return node.kind === Kind.Verb && node.op === VerbOp.Accept;
}

/** About how many words a node's code takes. */
function nodeSize(node: Node): number {
  switch (node.kind) {
    case Kind.Group:
    case Kind.Look:
    case Kind.Cond:
    case Kind.ScriptRun:
    case Kind.Scan:
      return 6 + node.branches.reduce((n, b) => n + 4 + b.reduce((m, x) => m + nodeSize(x), 0), 0);
    case Kind.Repeat: {
      const one = nodeSize(node.node);
      const isGroup = node.node.kind === Kind.Group || node.node.kind === Kind.Cond || node.node.kind === Kind.Recurse;
      return isGroup ? Math.max(1, node.min, node.max) * (one + 2) : 6;
    }
    default:
      return 3;
  }
}
