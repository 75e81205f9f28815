/**
 * Where a match can start: anchors, the first byte, a byte that must occur.
 * These speed up the search; with verbs they also decide what is found, so they follow PCRE's rules to the letter.
 * OTP: firstchar and reqchar in compile_branch(), is_anchored(), is_startline(), find_firstassertedchar() in pcre_compile.c.
 */
import {
  type Branch,
  type Char,
  type Group,
  Kind,
  type Node,
  type Pattern,
  type ScriptRun,
  SimpleOp,
  VerbOp,
} from "./ast.ts";
import { byteClasses } from "./ctype.ts";
import * as O from "./options.ts";
import { Casing, casesOf, unicode } from "./unicode.ts";

/** A byte with flags: -2 not yet known, -1 none, else bits. */
const UNSET = -2;
const NONE = -1;
const CASELESS = 1;
const VARY = 2;

interface Byte {
  c: number;
  flags: number;
}

interface Bytes {
  first: Byte;
  required: Byte;
}

export interface Starts {
  readonly anchored: boolean;
  readonly startLine: boolean;
  readonly first: number;
  readonly first2: number;
  readonly required: number;
  readonly required2: number;
}

export function analyse(pattern: Pattern, dialect: O.Dialect): Starts {
  return new Analysis(pattern, dialect).run();
}

class Analysis {
  private readonly pattern: Pattern;
  private readonly dialect: O.Dialect;
  private readonly utf: boolean;
  private varies = 0;

  constructor(pattern: Pattern, dialect: O.Dialect) {
    this.pattern = pattern;
    this.dialect = dialect;
    this.utf = (pattern.bits & O.UTF) !== 0;
  }

  run(): Starts {
    const { root, bits, hasAccept } = this.pattern;
    const found = this.branches(root.branches);
    let { first } = found;
    const required = hasAccept ? { c: 0, flags: NONE } : found.required;
    let anchored = (bits & O.ANCHORED) !== 0;
    let startLine = false;
    if (!anchored) {
      if (this.isAnchored(root.branches, new Set(), 0, false)) anchored = true;
      else {
        if (first.flags < 0) {
          const asserted = this.firstAsserted(root.branches, false);
          // As the first byte it would push the required one behind it, of which /(?=a)b?a/ has no second.
          if (this.dialect === 1 || required.flags < 0 || asserted.c !== required.c) first = asserted;
        }
        if (first.flags < 0) startLine = this.isStartLine(root.branches, new Set(), 0, false);
      }
    }
    const hasFirst = !anchored && first.flags >= 0;
    const hasRequired = required.flags >= 0 && (!anchored || (required.flags & VARY) !== 0);
    return {
      anchored,
      startLine,
      first: hasFirst ? first.c : -1,
      first2: hasFirst ? this.other(first) : -1,
      required: hasRequired ? required.c : -1,
      required2: hasRequired ? this.other(required) : -1,
    };
  }

  private other(b: Byte): number {
    if ((b.flags & CASELESS) === 0) return b.c;
    if (b.c > 127 && this.dialect === 2 && !this.utf && (this.pattern.bits & O.UCP) !== 0) {
      return casesOf(unicode(2), b.c, Casing.Usual).find((d) => d !== b.c && d < 256) ?? b.c;
    }
    return byteClasses(this.dialect).flip[b.c] as number;
  }

  // -- First and required bytes.

  private branches(branches: readonly Branch[]): Bytes {
    let first: Byte = { c: 0, flags: UNSET };
    let required: Byte = { c: 0, flags: UNSET };
    for (const [i, branch] of branches.entries()) {
      const b = this.branch(branch);
      if (i === 0) {
        ({ first, required } = b);
        continue;
      }
      if (first.flags >= 0 && (first.flags !== b.first.flags || first.c !== b.first.c)) {
        if (required.flags < 0) required = first;
        first = { c: first.c, flags: NONE };
      }
      let r = b.required;
      if (first.flags < 0 && b.first.flags >= 0 && r.flags < 0) r = b.first;
      if ((required.flags & ~VARY) !== (r.flags & ~VARY) || required.c !== r.c)
        required = { c: required.c, flags: NONE };
      else required = { c: r.c, flags: required.flags | r.flags };
    }
    return { first, required };
  }

  private branch(branch: Branch): Bytes {
    let first: Byte = { c: 0, flags: UNSET };
    let required: Byte = { c: 0, flags: UNSET };
    for (const item of branch) {
      let node = item;
      let min = 1;
      let max = 1;
      if (node.kind === Kind.Repeat) {
        ({ min, max } = node);
        node = node.node;
      }
      // What holds if the item is repeated zero times.
      let zeroFirst = first;
      let zeroRequired = required;
      let setByGroup = false;
      switch (node.kind) {
        case Kind.Char: {
          const bytes = this.bytesOf(node);
          const flags = node.caseless ? CASELESS : 0;
          if (bytes === undefined) {
            if (first.flags === UNSET) first = zeroFirst = { c: 0, flags: NONE };
          } else if (first.flags === UNSET) {
            zeroFirst = { c: first.c, flags: NONE };
            if (bytes.length === 1 || !node.caseless) {
              first = { c: bytes[0] as number, flags };
              if (bytes.length > 1) required = { c: bytes[bytes.length - 1] as number, flags: this.varies };
            } else {
              first = { c: 0, flags: NONE };
              required = { c: 0, flags: NONE };
            }
          } else if (bytes.length === 1 || !node.caseless) {
            required = { c: bytes[bytes.length - 1] as number, flags: flags | this.varies };
          }
          if (min > 1 && bytes?.length === 1) required = { c: bytes[0] as number, flags: flags | this.varies };
          break;
        }
        case Kind.Set:
        case Kind.Dot:
        case Kind.AnyByte:
        case Kind.AnyNewline:
        case Kind.Grapheme:
          if (first.flags === UNSET) first = { c: 0, flags: NONE };
          zeroFirst = first;
          break;
        case Kind.Backref:
          if (first.flags === UNSET) first = zeroFirst = { c: 0, flags: NONE };
          break;
        case Kind.Recurse:
          if (first.flags === UNSET) first = { c: 0, flags: NONE };
          zeroFirst = first;
          break;
        case Kind.Simple:
          if (node.op === SimpleOp.CircMulti && first.flags === UNSET) first = { c: 0, flags: NONE };
          break;
        case Kind.Verb:
          if (node.op === VerbOp.Accept && first.flags === UNSET) first = { c: 0, flags: NONE };
          break;
        case Kind.Cond:
          if (node.condition.type === "define") continue;
          ({ first, required, zeroFirst, setByGroup } = this.after(first, required, this.condBytes(node)));
          break;
        case Kind.Group:
        case Kind.ScriptRun:
          ({ first, required, zeroFirst, setByGroup } = this.after(first, required, this.groupBytes(node)));
          break;
        case Kind.Scan:
          this.branches(node.branches);
          break;
        case Kind.Look: {
          const inner = this.branches(node.branches);
          if (!node.behind && !node.negative && inner.required.flags >= 0 && inner.first.flags >= 0) {
            required = inner.required;
          }
          break;
        }
      }
      if (item.kind !== Kind.Repeat) continue;
      if (min === 0) {
        first = zeroFirst;
        required = zeroRequired;
      } else if (min > 1 && setByGroup && required.flags < 0) required = first;
      if (min !== max) this.varies |= VARY;
      zeroRequired = required;
    }
    return { first, required };
  }

  private groupBytes(node: Group | ScriptRun): { bytes: Bytes; varies: number } {
    const varies = this.varies;
    return { bytes: this.branches(node.branches), varies };
  }

  private condBytes(node: Extract<Node, { kind: Kind.Cond }>): { bytes: Bytes; varies: number } {
    const varies = this.varies;
    const branches =
      node.condition.type === "look"
        ? [[node.condition.look as Node, ...(node.branches[0] ?? [])], ...node.branches.slice(1)]
        : node.branches;
    const bytes = this.branches(branches);
    if (node.branches.length > 1) return { bytes, varies };
    return { bytes: { first: { c: 0, flags: NONE }, required: { c: 0, flags: NONE } }, varies };
  }

  /** What is known after a group. */
  private after(
    first: Byte,
    required: Byte,
    inner: { bytes: Bytes; varies: number },
  ): { first: Byte; required: Byte; zeroFirst: Byte; setByGroup: boolean } {
    const sub = inner.bytes;
    let zeroFirst = first;
    let setByGroup = false;
    let subRequired = sub.required;
    if (first.flags === UNSET) {
      if (sub.first.flags >= 0) {
        first = sub.first;
        setByGroup = true;
      } else first = { c: 0, flags: NONE };
      zeroFirst = { c: zeroFirst.c, flags: NONE };
    } else if (sub.first.flags >= 0 && subRequired.flags < 0) {
      subRequired = { c: sub.first.c, flags: sub.first.flags | inner.varies };
    }
    if (subRequired.flags >= 0) required = subRequired;
    return { first, required, zeroFirst, setByGroup };
  }

  /** The bytes of a character; undefined when it has more than two cases (UTF-8). */
  private bytesOf({ c, caseless, casing }: Char): number[] | undefined {
    if (caseless && (this.utf || (this.dialect === 2 && (this.pattern.bits & O.UCP) !== 0))) {
      if (casing === Casing.Turkish && "iI\u0130\u0131".includes(String.fromCodePoint(c))) return undefined;
      if (casesOf(unicode(this.dialect), c, casing ?? Casing.Usual).length > 2) return undefined;
    }
    if (!this.utf || c < 0x80) return [c];
    if (c < 0x800) return [0xc0 | (c >> 6), 0x80 | (c & 63)];
    if (c < 0x10000) return [0xe0 | (c >> 12), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63)];
    return [0xf0 | (c >> 18), 0x80 | ((c >> 12) & 63), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63)];
  }

  // -- Anchors.

  /** The first node that matters, assertions that look at nothing passed over. */
  private significant(branch: Branch, skipAssertions: boolean): Node | undefined {
    for (const node of branch) {
      if (node.kind === Kind.Look && (node.negative || node.behind) && skipAssertions) continue;
      if (
        node.kind === Kind.Simple &&
        (node.op === SimpleOp.WordBoundary || node.op === SimpleOp.NotWordBoundary) &&
        skipAssertions
      ) {
        continue;
      }
      if (node.kind === Kind.Cond && node.condition.type === "define") continue;
      return node;
    }
    return undefined;
  }

  private refers(groups: ReadonlySet<number>): boolean {
    for (const g of groups) if (this.pattern.referenced.has(g)) return true;
    return false;
  }

  private isAnchored(
    branches: readonly Branch[],
    inside: ReadonlySet<number>,
    atomic: number,
    inAssertion: boolean,
  ): boolean {
    return branches.every((branch) => {
      const node = this.significant(branch, false);
      if (node === undefined) return false;
      switch (node.kind) {
        case Kind.Group:
          return this.isAnchored(
            node.branches,
            node.capture > 0 ? new Set([...inside, node.capture]) : inside,
            atomic + (node.atomic ? 1 : 0),
            inAssertion,
          );
        case Kind.Look:
          return !node.behind && !node.negative && this.isAnchored(node.branches, inside, atomic, this.dialect === 2);
        case Kind.Cond:
          return node.branches.length > 1 && node.condition.type !== "look"
            ? this.isAnchored(node.branches, inside, atomic, inAssertion)
            : false;
        case Kind.Repeat: {
          const inner = node.node;
          if (inner.kind === Kind.Dot) {
            return (
              inner.all &&
              !inAssertion &&
              node.min === 0 &&
              node.max < 0 &&
              !this.refers(inside) &&
              atomic === 0 &&
              !this.pattern.hasPruneOrSkip &&
              (this.pattern.bits & O.NO_DOTSTAR_ANCHOR) === 0
            );
          }
          // A group that is there at least once is looked into.
          if (inner.kind === Kind.Group && node.min > 0) return this.isAnchored([[inner]], inside, atomic, inAssertion);
          return false;
        }
        case Kind.Simple:
          return node.op === SimpleOp.SubjectStart || node.op === SimpleOp.MatchStart || node.op === SimpleOp.Circ;
        default:
          return false;
      }
    });
  }

  private isStartLine(
    branches: readonly Branch[],
    inside: ReadonlySet<number>,
    atomic: number,
    inAssertion: boolean,
  ): boolean {
    return branches.every((branch) => {
      const node = this.significant(branch, false);
      if (node === undefined) return false;
      switch (node.kind) {
        case Kind.Group:
          return this.isStartLine(
            node.branches,
            node.capture > 0 ? new Set([...inside, node.capture]) : inside,
            atomic + (node.atomic ? 1 : 0),
            inAssertion,
          );
        case Kind.Look:
          return !node.behind && !node.negative && this.isStartLine(node.branches, inside, atomic, true);
        case Kind.Cond:
          return false;
        case Kind.Repeat: {
          const inner = node.node;
          if (inner.kind === Kind.Dot) {
            return (
              !inner.all &&
              node.min === 0 &&
              node.max < 0 &&
              !this.refers(inside) &&
              atomic === 0 &&
              !this.pattern.hasPruneOrSkip &&
              (this.pattern.bits & O.NO_DOTSTAR_ANCHOR) === 0 &&
              !inAssertion
            );
          }
          if (inner.kind === Kind.Group && node.min > 0)
            return this.isStartLine([[inner]], inside, atomic, inAssertion);
          return false;
        }
        case Kind.Simple:
          return node.op === SimpleOp.Circ || node.op === SimpleOp.CircMulti;
        default:
          return false;
      }
    });
  }

  /** A byte that every branch asserts to come first. */
  private firstAsserted(branches: readonly Branch[], inAssertion: boolean): Byte {
    const none: Byte = { c: 0, flags: NONE };
    let found = none;
    for (const branch of branches) {
      let node = this.significant(branch, true);
      if (node === undefined) return none;
      let d: Byte;
      if (node.kind === Kind.Repeat && node.min > 0 && node.node.kind !== Kind.Group) node = node.node;
      if (node.kind === Kind.Group) d = this.firstAsserted(node.branches, false);
      else if (node.kind === Kind.Look && !node.behind && !node.negative) d = this.firstAsserted(node.branches, true);
      else if (node.kind === Kind.Char && inAssertion) {
        const bytes = this.bytesOf(node);
        if (bytes === undefined || (node.caseless && bytes.length > 1)) return none;
        d = { c: bytes[0] as number, flags: node.caseless ? CASELESS : 0 };
      } else return none;
      if (d.flags < 0) return none;
      if (found.flags < 0) found = d;
      else if (found.c !== d.c || found.flags !== d.flags) return none;
    }
    return found;
  }
}
