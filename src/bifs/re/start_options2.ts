/**
 * What a pattern of PCRE2 may begin with: `(*UTF)` and the like.
 * OTP: pso_list and the start of pcre2_compile() in pcre2_compile.c.
 */
import { PatternError } from "./error.ts";
import * as O from "./options.ts";
import { END, isDigit } from "./scanner.ts";

/** Options before the pattern, the bits they set; the two limits and conventions are done apart. */
const START_OPTIONS: Readonly<Record<string, number>> = {
  "UTF8)": O.UTF,
  "UTF)": O.UTF,
  "UCP)": O.UCP,
  "NOTEMPTY)": O.PATTERN_NOTEMPTY,
  "NOTEMPTY_ATSTART)": O.PATTERN_NOTEMPTY_ATSTART,
  "NO_AUTO_POSSESS)": O.NO_AUTO_POSSESS,
  "NO_DOTSTAR_ANCHOR)": O.NO_DOTSTAR_ANCHOR,
  "NO_JIT)": 0,
  "NO_START_OPT)": O.NO_START_OPTIMIZE,
  "CASELESS_RESTRICT)": O.CASELESS_RESTRICT,
  "TURKISH_CASING)": O.TURKISH,
};
const START_NEWLINES: Readonly<Record<string, number>> = {
  "CR)": O.NL_CR,
  "LF)": O.NL_LF,
  "CRLF)": O.NL_CRLF,
  "ANY)": O.NL_ANY,
  "NUL)": O.NL_NUL,
  "ANYCRLF)": O.NL_ANYCRLF,
};
const START_BSR: Readonly<Record<string, number>> = { "BSR_ANYCRLF)": O.BSR_ANYCRLF, "BSR_UNICODE)": O.BSR_UNICODE };
const START_LIMITS = ["LIMIT_HEAP=", "LIMIT_MATCH=", "LIMIT_DEPTH=", "LIMIT_RECURSION="];

export class StartOptions {
  bits: number;
  newline: number;
  bsr: number;
  limitMatch: number | undefined = undefined;
  limitDepth: number | undefined = undefined;
  limitHeap: number | undefined = undefined;
  /** Where the pattern itself begins. */
  readonly end: number;

  constructor(bytes: Uint8Array, given: O.CompileOptions) {
    this.bits = given.bits;
    this.newline = given.newline;
    this.bsr = given.bsr;
    this.end = this.read(bytes);
  }

  private read(bytes: Uint8Array): number {
    let at = 0;
    while (bytes[at] === 0x28 && bytes[at + 1] === 0x2a) {
      const text = String.fromCharCode(...bytes.subarray(at + 2, at + 24));
      const word = /^\w+[)=]/.exec(text)?.[0] ?? "";
      const bits = START_OPTIONS[word];
      if (bits !== undefined) this.bits |= bits;
      else if (START_NEWLINES[word] !== undefined) this.newline = START_NEWLINES[word];
      else if (START_BSR[word] !== undefined) this.bsr = START_BSR[word];
      else if (START_LIMITS.includes(word)) at += this.limit(bytes, at + 2 + word.length, word);
      else return at;
      at += 2 + word.length;
    }
    return at;
  }

  /** The number of a limit; returns its length with the parenthesis. */
  private limit(bytes: Uint8Array, from: number, word: string): number {
    let i = from;
    let n = 0;
    while (isDigit(bytes[i] ?? END) && n <= 0xffffffff / 10 - 1) n = n * 10 + (bytes[i++] as number) - 48;
    if (i === from || bytes[i] !== 0x29) throw new PatternError(60, i);
    if (word === "LIMIT_MATCH=") this.limitMatch = n;
    else if (word === "LIMIT_HEAP=") this.limitHeap = n;
    else this.limitDepth = n;
    return i + 1 - from;
  }
}
