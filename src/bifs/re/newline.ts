/**
 * Newlines, in a pattern or in a subject, by each of the conventions.
 * OTP: pcre_newline.c.
 */
import * as O from "./options.ts";

/** The length of the newline at `p`, before `end`; 0: none. */
export function newlineAt(s: Uint8Array, p: number, end: number, convention: number, utf: boolean): number {
  if (p >= end) return 0;
  const c = s[p] as number;
  switch (convention) {
    case O.NL_CR:
      return c === 13 ? 1 : 0;
    case O.NL_CRLF:
      return c === 13 && p + 1 < end && s[p + 1] === 10 ? 2 : 0;
    case O.NL_NUL:
      return c === 0 ? 1 : 0;
    case O.NL_ANY:
    case O.NL_ANYCRLF:
      if (c === 13) return p + 1 < end && s[p + 1] === 10 ? 2 : 1;
      if (c === 10) return 1;
      if (convention === O.NL_ANYCRLF) return 0;
      if (c === 11 || c === 12) return 1;
      if (!utf) return c === 0x85 ? 1 : 0;
      if (c === 0xc2) return s[p + 1] === 0x85 ? 2 : 0;
      return c === 0xe2 && s[p + 1] === 0x80 && ((s[p + 2] as number) | 1) === 0xa9 ? 3 : 0;
    default:
      return c === 10 ? 1 : 0;
  }
}

/** Whether a newline ends at `p`. */
export function newlineBefore(s: Uint8Array, p: number, convention: number, utf: boolean): boolean {
  if (p <= 0) return false;
  const c = s[p - 1] as number;
  switch (convention) {
    case O.NL_CR:
      return c === 13;
    case O.NL_CRLF:
      return c === 10 && p > 1 && s[p - 2] === 13;
    case O.NL_NUL:
      return c === 0;
    case O.NL_ANY:
      if (c === 10 || c === 13 || c === 11 || c === 12) return true;
      if (!utf) return c === 0x85;
      if (c === 0x85) return p > 1 && s[p - 2] === 0xc2;
      return (c | 1) === 0xa9 && p > 2 && s[p - 2] === 0x80 && s[p - 3] === 0xe2;
    case O.NL_ANYCRLF:
      return c === 10 || c === 13;
    default:
      return c === 10;
  }
}
