/**
 * Options of a regular expression, as bits, and the two dialects.
 * OTP 25 and 27 use PCRE 8.4x, OTP 29 uses PCRE2 10.4x: `Dialect`.
 * OTP: pcre.h, pcre2.h.
 */

export const CASELESS = 1 << 0;
export const MULTILINE = 1 << 1;
export const DOTALL = 1 << 2;
export const EXTENDED = 1 << 3;
export const ANCHORED = 1 << 4;
export const DOLLAR_ENDONLY = 1 << 5;
export const UNGREEDY = 1 << 6;
export const NO_AUTO_CAPTURE = 1 << 7;
export const DUPNAMES = 1 << 8;
export const FIRSTLINE = 1 << 9;
export const UTF = 1 << 10;
export const UCP = 1 << 11;
export const NEVER_UTF = 1 << 12;
export const NO_START_OPTIMIZE = 1 << 13;
/** `(?X)` of PCRE 8: an unknown escape is an error. */
export const EXTRA = 1 << 14;
/** `(?xx)` of PCRE2: blanks in classes are ignored as well. */
export const EXTENDED_MORE = 1 << 15;
/** `(?aD)`, `(?aS)`, `(?aW)`, `(?aP)`, `(?aT)` of PCRE2: ASCII only. */
export const ASCII_D = 1 << 16;
export const ASCII_S = 1 << 17;
export const ASCII_W = 1 << 18;
export const ASCII_POSIX = 1 << 19;
export const ASCII_DIGIT = 1 << 20;
/** `(?r)` of PCRE2: no case across ASCII and the rest. */
export const CASELESS_RESTRICT = 1 << 21;
export const NO_AUTO_POSSESS = 1 << 22;
/** `(*TURKISH_CASING)` of PCRE2: i has a dot in both cases, or in none. */
export const TURKISH = 1 << 23;
/** `(*NOTEMPTY)`, `(*NOTEMPTY_ATSTART)`, `(*NO_DOTSTAR_ANCHOR)` of PCRE2. */
export const PATTERN_NOTEMPTY = 1 << 24;
export const PATTERN_NOTEMPTY_ATSTART = 1 << 25;
export const NO_DOTSTAR_ANCHOR = 1 << 26;
export const ASCII_ALL = ASCII_D | ASCII_S | ASCII_W | ASCII_POSIX | ASCII_DIGIT;

/** Newline conventions: PCRE's own numbers, which OTP's option lists combine with "or". 0: none given. */
export const NL_CR = 1;
export const NL_LF = 2;
export const NL_CRLF = 3;
export const NL_ANY = 4;
export const NL_ANYCRLF = 5;
/** PCRE2 only. */
export const NL_NUL = 6;

/** What \R matches. 0: not given. */
export const BSR_ANYCRLF = 1;
export const BSR_UNICODE = 2;

export interface CompileOptions {
  readonly bits: number;
  readonly newline: number;
  readonly bsr: number;
}

/** Of a match. */
export const NOTBOL = 1 << 0;
export const NOTEOL = 1 << 1;
export const NOTEMPTY = 1 << 2;
export const NOTEMPTY_ATSTART = 1 << 3;
export const MATCH_ANCHORED = 1 << 4;
/** The subject is known to be UTF-8. */
export const NO_UTF_CHECK = 1 << 5;

export type Dialect = 1 | 2;
