/**
 * Unicode properties as the two PCRE libraries know them: general category, script, grapheme break class, other case.
 * The tables are decoded from `unicode.generated.ts` when first needed. They were read out of real OTP
 * (scripts/re_unicode.ts), so they are of the Unicode version that the release has.
 */
import type { Dialect } from "./options.ts";
import { type UnicodeData, UNICODE_1, UNICODE_2 } from "./unicode.generated.ts";

/** General categories in the order of their numbers here; the first letter is the general one. */
export const CATEGORIES = [
  "Cc", "Cf", "Cn", "Co", "Cs", "Ll", "Lm", "Lo", "Lt", "Lu", "Mc", "Me", "Mn", "Nd", "Nl", "No",
  "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "Sc", "Sk", "Sm", "So", "Zl", "Zp", "Zs",
]; // biome-ignore format: a table
const CF = 1;
const LL = 5;
const LT = 8;
const LU = 9;
const ND = 13;

/** Grapheme break classes. */
export const enum Break {
  Other = 0,
  CR = 1,
  LF = 2,
  Control = 3,
  Extend = 4,
  Prepend = 5,
  SpacingMark = 6,
  L = 7,
  V = 8,
  T = 9,
  LV = 10,
  LVT = 11,
  RegionalIndicator = 12,
  Zwj = 13,
  Pictographic = 14,
}

/** A function from code points to small numbers, by runs. */
class Runs {
  private readonly starts: Int32Array;
  private readonly values: Uint16Array;
  /** Values of the first code points, which texts are mostly made of. */
  private readonly low: Uint16Array;
  constructor(text: string) {
    // Each run: its length in base 36 (none: 1), then its value as one or two capital letters of base 26.
    const starts: number[] = [];
    const values: number[] = [];
    let at = 0;
    for (const m of text.matchAll(/([0-9a-z]*)([A-Z])([!-/]?)/g)) {
      starts.push(at);
      const extra = m[3] === "" ? 0 : 26 * ((m[3] as string).charCodeAt(0) - 32);
      values.push((m[2] as string).charCodeAt(0) - 65 + extra);
      at += m[1] === "" ? 1 : Number.parseInt(m[1] as string, 36);
    }
    this.starts = Int32Array.from(starts);
    this.values = Uint16Array.from(values);
    this.low = new Uint16Array(LOW);
    for (let c = 0; c < LOW; c++) this.low[c] = this.find(c);
  }
  get(c: number): number {
    return c < LOW ? (this.low[c] as number) : this.find(c);
  }
  private find(c: number): number {
    let lo = 0;
    let hi = this.starts.length;
    while (hi - lo > 1) {
      const mid = (lo + hi) >>> 1;
      if ((this.starts[mid] as number) <= c) lo = mid;
      else hi = mid;
    }
    return this.values[lo] as number;
  }
}
const LOW = 0x250;

export class Unicode {
  private readonly data: UnicodeData;
  private gcRuns: Runs | undefined;
  private scriptRuns: Runs | undefined;
  private breakRuns: Runs | undefined;
  private cases: Map<number, readonly number[]> | undefined;
  private names: Map<string, number> | undefined;
  constructor(data: UnicodeData) {
    this.data = data;
  }
  /** Index into CATEGORIES. */
  category(c: number): number {
    this.gcRuns ??= new Runs(this.data.categories);
    return this.gcRuns.get(c);
  }
  script(c: number): number {
    this.scriptRuns ??= new Runs(this.data.scripts);
    return this.scriptRuns.get(c);
  }
  breakClass(c: number): Break {
    this.breakRuns ??= new Runs(this.data.breaks);
    return this.breakRuns.get(c) as Break;
  }
  /** The characters that differ from `c` in case only, itself included; undefined: there are none. */
  caseSet(c: number): readonly number[] | undefined {
    if (this.cases === undefined) {
      this.cases = new Map();
      let first = 0;
      for (const item of this.data.cases.split(" ")) {
        const numbers = item.split(",").map((n) => Number.parseInt(n, 36));
        first += numbers[0] as number;
        const set = [first];
        for (const n of numbers.slice(1)) set.push((set[set.length - 1] as number) + n);
        for (const member of set) this.cases.set(member, set);
      }
    }
    return this.cases.get(c);
  }
  /** The number of a script by its name; undefined: there is none. */
  scriptNumber(name: string): number | undefined {
    if (this.names === undefined) {
      this.names = new Map();
      for (const [i, aliases] of this.data.scriptNames.split(" ").entries()) {
        for (const alias of aliases.split("=")) this.names.set(alias, i);
      }
    }
    return this.names.get(name);
  }
}

const known: (Unicode | undefined)[] = [];

/** The tables of a dialect. */
export function unicode(dialect: Dialect): Unicode {
  let u = known[dialect];
  if (u === undefined) {
    u = new Unicode(dialect === 1 ? UNICODE_1 : UNICODE_2);
    known[dialect] = u;
  }
  return u;
}

// -- Properties, as \p{...} names them.

export const enum PropType {
  Any = 0,
  /** L&: Lu, Ll or Lt. */
  CasedLetter = 1,
  /** By the category's first letter. */
  General = 2,
  Category = 3,
  Script = 4,
  Alnum = 5,
  Space = 6,
  Word = 7,
  /** Characters that Universal Character Names may stand for. */
  Ucnc = 8,
  Graph = 9,
  Print = 10,
  Punct = 11,
  /** A set of its own, of the tables. */
  Table = 12,
}

export interface Prop {
  readonly type: PropType;
  readonly value: number;
  readonly negated: boolean;
}

const WHITE = new Set([
  0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20, 0x85, 0xa0, 0x1680, 0x180e, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006,
  0x2007, 0x2008, 0x2009, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000,
]); // biome-ignore format: a table

/** Whether `c` has the property, its negation not considered. */
export function hasProperty(u: Unicode, c: number, type: PropType, value: number): boolean {
  switch (type) {
    case PropType.Any:
      return true;
    case PropType.CasedLetter: {
      const gc = u.category(c);
      return gc === LU || gc === LL || gc === LT;
    }
    case PropType.General:
      return (CATEGORIES[u.category(c)] as string).charCodeAt(0) === value;
    case PropType.Category:
      return u.category(c) === value;
    case PropType.Script:
      return u.script(c) === value;
    case PropType.Alnum: {
      const general = (CATEGORIES[u.category(c)] as string)[0];
      return general === "L" || general === "N";
    }
    case PropType.Space:
      return WHITE.has(c) || (CATEGORIES[u.category(c)] as string)[0] === "Z";
    case PropType.Word: {
      const general = (CATEGORIES[u.category(c)] as string)[0];
      return general === "L" || general === "N" || c === 0x5f;
    }
    case PropType.Ucnc:
      return c === 0x24 || c === 0x40 || c === 0x60 || (c >= 0xa0 && c <= 0xd7ff) || c >= 0xe000;
    case PropType.Graph:
    case PropType.Print: {
      const gc = CATEGORIES[u.category(c)] as string;
      if (type === PropType.Graph ? gc[0] === "Z" : gc === "Zl" || gc === "Zp") return false;
      if (gc[0] !== "C") return true;
      if (u.category(c) !== CF || c === 0x061c) return false;
      return (type === PropType.Print || c !== 0x180e) && (c < 0x2066 || c > 0x2069);
    }
    case PropType.Punct: {
      const general = (CATEGORIES[u.category(c)] as string)[0];
      return general === "P" || (c < 128 && general === "S");
    }
    case PropType.Table:
      return false;
  }
}

/** The property that a name in \p{...} means; undefined: there is none of that name. */
export function property(u: Unicode, name: string): { type: PropType; value: number } | undefined {
  switch (name) {
    case "Any":
      return { type: PropType.Any, value: 0 };
    case "L&":
      return { type: PropType.CasedLetter, value: 0 };
    case "Xan":
      return { type: PropType.Alnum, value: 0 };
    case "Xsp":
    case "Xps":
      return { type: PropType.Space, value: 0 };
    case "Xwd":
      return { type: PropType.Word, value: 0 };
    case "Xuc":
      return { type: PropType.Ucnc, value: 0 };
  }
  if (name.length === 1 && "CLMNPSZ".includes(name)) return { type: PropType.General, value: name.charCodeAt(0) };
  const category = CATEGORIES.indexOf(name);
  if (category >= 0) return { type: PropType.Category, value: category };
  const script = u.scriptNumber(name);
  return script === undefined ? undefined : { type: PropType.Script, value: script };
}

export const DECIMAL: Prop = { type: PropType.Category, value: ND, negated: false };
export const LOWER = LL;
export const UPPER = LU;
