/**
 * The subject of a match: what stands at a position. Newlines, words, single items and their repetitions, back references.
 * Invariant: nothing here changes the state of the match; positions are byte offsets.
 * OTP: the single-item cases of match() in pcre_exec.c.
 */
import { decodeAt, utf8Length } from "../../util/utf8.ts";
import type { CharSet } from "./charset.ts";
import { graphemeEnd } from "./grapheme.ts";
import { newlineAt, newlineBefore } from "./newline.ts";
import * as O from "./options.ts";
import { Op, type Program } from "./program.ts";
import { type Casing, casesOf, PropType, type Unicode, hasProperty } from "./unicode.ts";

export interface MatchOptions {
  readonly bits: number;
  readonly start: number;
  /** 0: the pattern's own. */
  readonly newline: number;
  readonly bsr: number;
  readonly matchLimit: number;
  readonly depthLimit: number;
}

/** What is known of where a match can start. */
export interface StartInfo {
  readonly bits: number;
  readonly newline: number;
  readonly bsr: number;
  readonly anchored: boolean;
  readonly startLine: boolean;
  /** Bytes that a match starts with: one, or two cases of it; -1: not known. */
  readonly first: number;
  readonly first2: number;
  /** A byte that must occur. */
  readonly required: number;
  readonly required2: number;
  readonly hasCrOrLf: boolean;
  /** What the pattern itself says. */
  readonly limitMatch: number | undefined;
  readonly limitDepth: number | undefined;
  readonly limitHeap: number | undefined;
  readonly program: Program;
  readonly unicode: Unicode;
}

export class Subject {
  protected readonly info: StartInfo;
  protected readonly program: Program;
  protected readonly s: Uint8Array;
  protected end: number;
  protected readonly utf: boolean;
  protected readonly newline: number;
  protected readonly bsrAny: boolean;
  /** Groups' starts and ends, open groups' starts, registers. */
  readonly v: Int32Array;

  constructor(info: StartInfo, subject: Uint8Array, options: MatchOptions) {
    this.info = info;
    this.program = info.program;
    this.s = subject;
    this.end = subject.length;
    this.utf = (info.bits & O.UTF) !== 0;
    this.newline = options.newline !== 0 ? options.newline : info.newline;
    this.bsrAny = (options.bsr !== 0 ? options.bsr : info.bsr) === O.BSR_ANYCRLF;
    const groups = info.program.groups + 1;
    this.v = new Int32Array(groups * 3 + info.program.registers);
  }

  // -- Newlines and words.

  /** The length of the newline at `p`; 0: none. */
  protected newlineAt(p: number): number {
    return newlineAt(this.s, p, this.end, this.newline, this.utf);
  }
  protected newlineBefore(p: number): boolean {
    return newlineBefore(this.s, p, this.newline, this.utf);
  }

  protected isWord(p: number, ucp: boolean): boolean {
    let c = this.s[p] as number;
    if (this.utf && c >= 0x80) c = decodeAt(this.s, p, this.end);
    if (ucp) return hasProperty(this.info.unicode, c, PropType.Word, 0);
    return c < 256 && this.program.words[c] !== 0;
  }
  protected wordBoundary(p: number, ucp: boolean): boolean {
    let before = false;
    if (p > 0) {
      let q = p - 1;
      if (this.utf) while (q > 0 && ((this.s[q] as number) & 0xc0) === 0x80) q--;
      before = this.isWord(q, ucp);
    }
    return before !== (p < this.end && this.isWord(p, ucp));
  }

  /** The length of what `\R` matches at `p`; 0: nothing. */
  protected anyNewline(p: number): number {
    const { s, end } = this;
    if (p >= end) return 0;
    const c = s[p] as number;
    if (c === 13) return p + 1 < end && s[p + 1] === 10 ? 2 : 1;
    if (c === 10) return 1;
    if (this.bsrAny) return 0;
    if (c === 11 || c === 12) return 1;
    if (!this.utf) return c === 0x85 ? 1 : 0;
    if (c === 0xc2) return s[p + 1] === 0x85 ? 2 : 0;
    return c === 0xe2 && s[p + 1] === 0x80 && ((s[p + 2] as number) | 1) === 0xa9 ? 3 : 0;
  }

  // -- Items.

  /** The position after one item at `p`; -1: it does not match. */
  protected one(kind: Op, operand: number, p: number): number {
    const { s, end } = this;
    if (p >= end) return -1;
    switch (kind) {
      case Op.Byte:
        return (this.program.tables[operand] as Uint8Array)[s[p] as number] !== 0 ? p + 1 : -1;
      case Op.Wide: {
        const set = this.program.sets[operand] as CharSet;
        const c = s[p] as number;
        if (c < 0x80) return set.low[c] !== 0 ? p + 1 : -1;
        const wide = decodeAt(s, p, end);
        return set.has(wide) ? p + utf8Length(wide) : -1;
      }
      case Op.NotNewline:
        if (this.newlineAt(p) > 0) return -1;
        return this.utf ? this.forward(p) : p + 1;
      case Op.AnyByte:
        return p + 1;
      case Op.AnyNewline: {
        const n = this.anyNewline(p);
        return n > 0 ? p + n : -1;
      }
      default:
        return this.utf ? graphemeEnd(this.info.unicode, this.program.dialect, s, p, end) : this.byteCluster(p);
    }
  }

  /** `\X` over bytes: each is a cluster, but CR LF is one. */
  protected byteCluster(p: number): number {
    return this.s[p] === 13 && p + 1 < this.end && this.s[p + 1] === 10 ? p + 2 : p + 1;
  }

  protected forward(p: number): number {
    const { s, end } = this;
    p++;
    while (p < end && ((s[p] as number) & 0xc0) === 0x80) p++;
    return p;
  }

  /** The position after up to `max` items (-1: all there are) from `p` on. */
  protected many(kind: Op, operand: number, p: number, max: number): number {
    const { s, end } = this;
    if (kind === Op.Byte) {
      const table = this.program.tables[operand] as Uint8Array;
      const limit = max < 0 || max > end - p ? end : p + max;
      while (p < limit && table[s[p] as number] !== 0) p++;
      return p;
    }
    if (kind === Op.AnyByte) return max < 0 || max > end - p ? end : p + max;
    if (kind === Op.NotNewline && this.newline <= O.NL_LF && (!this.utf || max < 0)) {
      const stop = this.newline === O.NL_CR ? 13 : 10;
      const limit = max < 0 || max > end - p ? end : p + max;
      while (p < limit && s[p] !== stop) p++;
      return p;
    }
    for (let n = 0; n !== max; n++) {
      const next = this.one(kind, operand, p);
      if (next < 0) break;
      p = next;
    }
    return p;
  }

  /** The position before the last item that ends at `p`, given that items start at `from`. */
  protected back(kind: Op, from: number, p: number): number {
    const { s } = this;
    if (kind === Op.Grapheme) {
      // Clusters have to be found from the start.
      let q = from;
      for (;;) {
        const next = this.one(kind, 0, q);
        if (next < 0 || next >= p) return q;
        q = next;
      }
    }
    if (kind === Op.AnyNewline && s[p - 1] === 10 && p - 2 >= from && s[p - 2] === 13) return p - 2;
    p--;
    if (this.utf) while (p > from && ((s[p] as number) & 0xc0) === 0x80) p--;
    return p;
  }

  // -- References.

  /** The first set group of those at `code[at]`; -1: none is set. */
  protected setGroup(at: number, n: number): number {
    const { code } = this.program;
    for (let i = 0; i < n; i++) {
      const g = code[at + i] as number;
      if ((this.v[g * 2] as number) >= 0) return g;
    }
    return -1;
  }

  /** The position after the text of group `g` at `p`; -1: it is not there. `cases`: 0, or 1 and which belong together. */
  protected sameText(g: number, p: number, cases: number): number {
    const { s, end } = this;
    const from = this.v[g * 2] as number;
    const to = this.v[g * 2 + 1] as number;
    if (cases === 0) {
      if (to - from > end - p) return -1;
      for (let i = from; i < to; i++, p++) if (s[i] !== s[p]) return -1;
      return p;
    }
    if (this.utf) return this.sameWide(from, to, p, cases - 1);
    if (to - from > end - p) return -1;
    const ucp = this.program.dialect === 2 && (this.info.bits & O.UCP) !== 0;
    const { flip } = this.program;
    for (let i = from; i < to; i++, p++) {
      const a = s[i] as number;
      const b = s[p] as number;
      if (a !== b && flip[a] !== b && !(ucp && casesOf(this.info.unicode, a, cases - 1).includes(b))) return -1;
    }
    return p;
  }

  private sameWide(from: number, to: number, p: number, casing: Casing): number {
    const { s, end } = this;
    while (from < to) {
      if (p >= end) return -1;
      const a = decodeAt(s, from, to);
      const b = decodeAt(s, p, end);
      if (a !== b && !casesOf(this.info.unicode, a, casing).includes(b)) return -1;
      from += utf8Length(a);
      p += utf8Length(b);
    }
    return p;
  }

  protected startsLine(pos: number): boolean {
    return pos !== this.end && this.newlineBefore(pos);
  }

  protected atLastNewline(pos: number): boolean {
    if (pos >= this.end) return true;
    const n = this.newlineAt(pos);
    return n > 0 && pos + n === this.end;
  }
}
