/**
 * Extended grapheme clusters, as `\X` finds them.
 * OTP: the pairs in ucp_gbtable; PCRE2 has rules for flags and emoji sequences on top (pcre2_extuni.c).
 */
import { decodeAt, utf8Length } from "../../util/utf8.ts";
import type { Dialect } from "./options.ts";
import { Break, type Unicode } from "./unicode.ts";

function bits(...classes: Break[]): number {
  let b = 0;
  for (const c of classes) b |= 1 << c;
  return b;
}

const MARKS = bits(Break.Extend, Break.SpacingMark, Break.Zwj);
const SYLLABLES = bits(Break.L, Break.V, Break.T, Break.LV, Break.LVT);
const ALL = (1 << 15) - 1;

/** For each class: the classes that do not start a new cluster after it. */
const JOINS: Int32Array = (() => {
  const t = new Int32Array(15).fill(MARKS);
  t[Break.CR] = bits(Break.LF);
  t[Break.LF] = 0;
  t[Break.Control] = 0;
  t[Break.Prepend] = ALL & ~bits(Break.CR, Break.LF, Break.Control);
  t[Break.L] = MARKS | (SYLLABLES & ~bits(Break.T));
  t[Break.V] = MARKS | bits(Break.V, Break.T);
  t[Break.LV] = MARKS | bits(Break.V, Break.T);
  t[Break.T] = MARKS | bits(Break.T);
  t[Break.LVT] = MARKS | bits(Break.T);
  t[Break.RegionalIndicator] = bits(Break.RegionalIndicator);
  return t;
})();

/** Where the cluster that starts at `at` ends. */
export function graphemeEnd(u: Unicode, dialect: Dialect, bytes: Uint8Array, at: number, end: number): number {
  let c = decodeAt(bytes, at, end);
  let p = at + utf8Length(c);
  let left = u.breakClass(c);
  let flags = left === Break.RegionalIndicator ? 1 : 0;
  // A pictograph and extenders so far.
  let pictograph = left === Break.Pictographic;
  while (p < end) {
    c = decodeAt(bytes, p, end);
    const right = u.breakClass(c);
    let joined = ((JOINS[left] as number) & (1 << right)) !== 0;
    if (dialect === 2) {
      if (right === Break.RegionalIndicator && left === Break.RegionalIndicator) joined = (flags & 1) === 1;
      if (right === Break.Pictographic && left === Break.Zwj) joined = pictograph;
    }
    if (!joined) return p;
    if (right === Break.RegionalIndicator) flags++;
    if (right === Break.Pictographic) pictograph = true;
    else if (right !== Break.Extend && right !== Break.Zwj) pictograph = false;
    left = right;
    p += utf8Length(c);
  }
  return p;
}
