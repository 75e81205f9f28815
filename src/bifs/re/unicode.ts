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

/** The categories of a general one (its letter), or one category by its name, as a set of bits. */
function mask(...names: readonly string[]): number {
  let bits = 0;
  for (const [i, c] of CATEGORIES.entries()) if (names.some((n) => c.startsWith(n))) bits |= 1 << i;
  return bits;
}

export const LETTERS = mask("L");
export const CASED = mask("Lu", "Ll", "Lt");
export const LOWER = mask("Ll");
export const UPPER = mask("Lu");
export const ALNUM = mask("L", "N");
export const DIGITS = mask("Nd");
export const CONTROLS = mask("Cc");
const SEPARATORS = mask("Z");
const LINES = mask("Zl", "Zp");
const OTHERS = mask("C");
const FORMATS = mask("Cf");
const PUNCTUATION = mask("P");
const SYMBOLS = mask("S");
/** What word characters are besides `_`: PCRE2 has more. */
const WORDS = [0, ALNUM, mask("L", "N", "Mn", "Pc")];

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
  readonly dialect: Dialect;
  private readonly data: UnicodeData;
  private gcRuns: Runs | undefined;
  private scriptRuns: Runs | undefined;
  private breakRuns: Runs | undefined;
  private cases: Map<number, readonly number[]> | undefined;
  private names: Map<string, number> | undefined;
  private extensionTable: Map<number, Ranges> | undefined;
  private bidiRuns: Runs | undefined;
  private properties: Map<string, number> | undefined;
  private readonly sets: (Ranges | undefined)[] = [];
  private readonly setTexts: string[] = [];
  constructor(data: UnicodeData, dialect: Dialect) {
    this.data = data;
    this.dialect = dialect;
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
  /** Whether the character is used with a script that is not its own (Script_Extensions). */
  hasExtension(c: number, script: number): boolean {
    return this.extensions().get(script)?.has(c) ?? false;
  }
  /** The scripts besides its own that the character is used with. */
  extensionsOf(c: number): number[] {
    return [...this.extensions()].filter(([, ranges]) => ranges.has(c)).map(([script]) => script);
  }
  private extensions(): ReadonlyMap<number, Ranges> {
    if (this.extensionTable === undefined) {
      this.extensionTable = new Map();
      for (const item of (this.data.extensions ?? "").split("|")) {
        const colon = item.indexOf(":");
        if (colon > 0) this.extensionTable.set(Number(item.slice(0, colon)), new Ranges(item.slice(colon + 1)));
      }
    }
    return this.extensionTable;
  }
  bidiClass(c: number): number {
    this.bidiRuns ??= new Runs(this.data.bidi ?? "");
    return this.bidiRuns.get(c);
  }
  bidiNumber(name: string): number {
    return (this.data.bidiNames ?? "").split(" ").indexOf(name);
  }
  /** The number of a yes-or-no property by its name. */
  propertyNumber(name: string): number | undefined {
    if (this.properties === undefined) {
      this.properties = new Map();
      for (const [i, item] of (this.data.properties ?? "").split("|").entries()) {
        const colon = item.indexOf(":");
        for (const alias of item.slice(0, colon).split("=")) this.properties.set(alias, i);
        this.setTexts.push(item.slice(colon + 1));
      }
    }
    return this.properties.get(name);
  }
  /** Whether the character has the property of this number. */
  hasNumbered(c: number, number: number): boolean {
    let set = this.sets[number];
    if (set === undefined) {
      set = new Ranges(this.setTexts[number] as string);
      this.sets[number] = set;
    }
    return set.has(c);
  }
}

/** A set of code points: for each range, in base 36, its distance from the one before and its length (none: 1). */
class Ranges {
  /** First and last by turns. */
  private readonly bounds: Int32Array;
  constructor(text: string) {
    const bounds: number[] = [];
    let at = 0;
    for (const item of text.split(" ")) {
      const [gap, length] = item.split(",") as [string, string | undefined];
      const first = at + Number.parseInt(gap, 36);
      at = first + (length === undefined ? 1 : Number.parseInt(length, 36));
      bounds.push(first, at - 1);
    }
    this.bounds = Int32Array.from(bounds);
  }
  has(c: number): boolean {
    const { bounds } = this;
    let lo = 0;
    let hi = bounds.length >> 1;
    while (lo < hi) {
      const mid = (lo + hi) >>> 1;
      if (c > (bounds[mid * 2 + 1] as number)) lo = mid + 1;
      else hi = mid;
    }
    return lo < bounds.length >> 1 && c >= (bounds[lo * 2] as number);
  }
}

/** Which cases belong together. */
export const enum Casing {
  Usual,
  /** None across ASCII and the rest. */
  Restricted,
  Turkish,
}

const TURKISH: Readonly<Record<number, readonly number[]>> = {
  73: [0x49, 0x131],
  305: [0x49, 0x131],
  105: [0x69, 0x130],
  304: [0x69, 0x130],
};

/** The characters that differ from `c` in case only, itself included. */
export function casesOf(u: Unicode, c: number, casing: Casing): readonly number[] {
  if (casing === Casing.Turkish && TURKISH[c] !== undefined) return TURKISH[c];
  const all = u.caseSet(c);
  if (all === undefined) return [c];
  return casing === Casing.Restricted ? all.filter((d) => d < 128 === c < 128) : all;
}

const known: (Unicode | undefined)[] = [];

/** The tables of a dialect. */
export function unicode(dialect: Dialect): Unicode {
  let u = known[dialect];
  if (u === undefined) {
    u = new Unicode(dialect === 1 ? UNICODE_1 : UNICODE_2, dialect);
    known[dialect] = u;
  }
  return u;
}

// -- Properties, as \p{...} names them.

export const enum PropType {
  Any,
  /** One of a set of categories, given as bits. */
  Categories,
  Script,
  /** A script, or used with it. */
  ScriptExtensions,
  Space,
  Word,
  /** Characters that Universal Character Names may stand for. */
  Ucnc,
  Graph,
  Print,
  Punct,
  HexDigit,
  Bidi,
  /** A yes-or-no property, by its number. */
  Numbered,
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
  const category = 1 << u.category(c);
  switch (type) {
    case PropType.Any:
      return true;
    case PropType.Categories:
      return (category & value) !== 0;
    case PropType.Script:
      return u.script(c) === value;
    case PropType.ScriptExtensions:
      return u.script(c) === value || u.hasExtension(c, value);
    case PropType.Space:
      return WHITE.has(c) || (category & SEPARATORS) !== 0;
    case PropType.Word:
      return (category & (WORDS[u.dialect] as number)) !== 0 || c === 0x5f;
    case PropType.Ucnc:
      return c === 0x24 || c === 0x40 || c === 0x60 || (c >= 0xa0 && c <= 0xd7ff) || c >= 0xe000;
    case PropType.Graph:
    case PropType.Print:
      if ((category & (type === PropType.Graph ? SEPARATORS : LINES)) !== 0) return false;
      if ((category & OTHERS) === 0) return true;
      if ((category & FORMATS) === 0 || c === 0x061c) return false;
      return (type === PropType.Print || c !== 0x180e) && (c < 0x2066 || c > 0x2069);
    case PropType.Punct:
      return (category & PUNCTUATION) !== 0 || (c < 128 && (category & SYMBOLS) !== 0);
    case PropType.HexDigit: {
      // ASCII and full width.
      const d = c >= 0xff10 ? c - 0xfee0 : c;
      return (d >= 48 && d <= 57) || ((d | 32) >= 97 && (d | 32) <= 102 && d < 128);
    }
    case PropType.Bidi:
      return u.bidiClass(c) === value;
    case PropType.Numbered:
      return u.hasNumbered(c, value);
  }
}

export interface PropKind {
  readonly type: PropType;
  readonly value: number;
}

const SPECIAL: Readonly<Record<string, PropKind>> = {
  any: { type: PropType.Any, value: 0 },
  "l&": { type: PropType.Categories, value: CASED },
  xan: { type: PropType.Categories, value: ALNUM },
  xsp: { type: PropType.Space, value: 0 },
  xps: { type: PropType.Space, value: 0 },
  xwd: { type: PropType.Word, value: 0 },
  xuc: { type: PropType.Ucnc, value: 0 },
};

function general(name: string): PropKind | undefined {
  if (!CATEGORIES.includes(name) && !/^[CLMNPSZ]$/.test(name)) return undefined;
  return { type: PropType.Categories, value: mask(name) };
}

/** The property that a name in \p{...} means in PCRE 8; undefined: there is none of that name. */
export function property(u: Unicode, name: string): PropKind | undefined {
  const lower = name.toLowerCase();
  // These names alone have no other letters than the ones written here.
  if (/^(Any|L&|X(an|sp|ps|wd|uc))$/.test(name)) return SPECIAL[lower];
  const script = u.scriptNumber(name);
  return general(name) ?? (script === undefined ? undefined : { type: PropType.Script, value: script });
}

/**
 * The same in PCRE2, where names are written in small letters without blanks, hyphens, underscores. `kind`: what stands before
 * a colon or an equals sign, if there is one.
 */
export function property2(u: Unicode, name: string, kind: string | undefined): PropKind | undefined {
  if (kind === "bidiclass" || kind === "bc") return property2(u, `bidi${name}`, undefined);
  const script = u.scriptNumber(name);
  if (kind !== undefined) {
    if (script === undefined || !/^(sc|script|scx|scriptextensions)$/.test(kind)) return undefined;
    return { type: /^sc(ript)?$/.test(kind) ? PropType.Script : PropType.ScriptExtensions, value: script };
  }
  if (script !== undefined) return { type: PropType.ScriptExtensions, value: script };
  if (Object.hasOwn(SPECIAL, name)) return SPECIAL[name];
  if (name === "lc") return SPECIAL["l&"];
  const bidi = u.bidiNumber(name);
  if (bidi >= 0) return { type: PropType.Bidi, value: bidi };
  const number = u.propertyNumber(name);
  if (number !== undefined) return { type: PropType.Numbered, value: number };
  return general(name.charAt(0).toUpperCase() + name.slice(1));
}
