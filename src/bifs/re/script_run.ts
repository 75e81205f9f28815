/**
 * Script runs: texts whose characters are of one script, so that letters of another one that look alike cannot hide in them.
 * OTP: pcre2_script_run.c.
 */
import { decodeAt, utf8Length } from "../../util/utf8.ts";
import { DIGITS, type Unicode } from "./unicode.ts";

/** Scripts that may stand beside Han. */
const PARTNERS = [["hira", "kana"], ["bopo"], ["hang"]];

/** The scripts in question, by their numbers. */
class Scripts {
  readonly unknown: number;
  readonly common: number;
  readonly inherited: number;
  readonly han: number;
  /** For Japanese, Taiwan, Korea: what may stand beside Han. */
  readonly partners: readonly (readonly number[])[];
  constructor(u: Unicode) {
    const number = (name: string): number => u.scriptNumber(name) as number;
    this.unknown = number("zzzz");
    this.common = number("zyyy");
    this.inherited = number("zinh");
    this.han = number("hani");
    this.partners = PARTNERS.map((names) => names.map(number));
  }
}
let scripts: Scripts | undefined;

/** What the next character must be. */
class Requirement {
  /** Scripts that are possible; undefined: any. */
  allowed: readonly number[] | undefined = undefined;
  /** Only Han so far. */
  pending = false;
  /** Han with these. */
  beside: readonly number[] | undefined = undefined;
}

/** Whether bytes [from, to) are a script run. */
export function isScriptRun(u: Unicode, utf: boolean, bytes: Uint8Array, from: number, to: number): boolean {
  scripts ??= new Scripts(u);
  const required = new Requirement();
  let digits = -1;
  let count = 0;
  for (let p = from; p < to; ) {
    const c = utf ? decodeAt(bytes, p, to) : (bytes[p] as number);
    p += utf ? utf8Length(c) : 1;
    // A single character always is one.
    if (count++ === 0 && p >= to) return true;
    const script = u.script(c);
    if (script === scripts.unknown) return false;
    const more = u.extensionsOf(c);
    const general = script === scripts.common || script === scripts.inherited;
    if ((more.length > 0 || !general) && !accept(required, script, general ? more : [...more, script], scripts))
      return false;
    if (((1 << u.category(c)) & DIGITS) !== 0) {
      const set = digitSet(u, c);
      if (digits >= 0 && set !== digits) return false;
      digits = set;
    }
  }
  return true;
}

/** Takes note of a character of `script` that is used with `all`; false: it does not fit. */
function accept(r: Requirement, script: number, all: readonly number[], known: Scripts): boolean {
  if (r.pending) return script === known.han || acceptBesideHan(r, all, known);
  if (r.beside !== undefined) return all.includes(known.han) || all.some((s) => r.beside?.includes(s));
  const { allowed } = r;
  if (allowed !== undefined && !all.some((s) => allowed.includes(s))) return false;
  if (script === known.han) r.pending = true;
  else {
    r.beside = known.partners.find((p) => p.includes(script));
    if (r.beside === undefined) r.allowed = allowed === undefined ? all : allowed.filter((s) => all.includes(s));
  }
  return true;
}

/** After Han alone: which language it is, if that is clear now. */
function acceptBesideHan(r: Requirement, all: readonly number[], known: Scripts): boolean {
  const found = known.partners.flat().filter((s) => all.includes(s));
  if (found.length === 0) return false;
  const [japanese, taiwan] = known.partners as [readonly number[], readonly number[]];
  const only = found.join() === japanese.join() ? japanese : found.join() === taiwan.join() ? taiwan : undefined;
  if (only !== undefined) {
    r.pending = false;
    r.beside = only;
  }
  return true;
}

/** Where the ten digits that `c` is one of begin. Some sets stand right behind another. */
function digitSet(u: Unicode, c: number): number {
  let first = c;
  while (((1 << u.category(first - 1)) & DIGITS) !== 0) first--;
  return c - ((c - first) % 10);
}
