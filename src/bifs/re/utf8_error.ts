/**
 * What is wrong with bytes that should be UTF-8, in PCRE2's words.
 * OTP: valid_utf() in pcre2_valid_utf.c.
 */
import { PatternError, UTF8_ERRORS } from "./error.ts";

/** The first error there is. */
export function utf8Error(bytes: Uint8Array): PatternError | undefined {
  const fail = (code: number, at: number): PatternError => new PatternError(UTF8_ERRORS + code, at);
  for (let i = 0; i < bytes.length; i++) {
    const c = bytes[i] as number;
    if (c < 0x80) continue;
    if (c < 0xc0) return fail(20, i);
    if (c >= 0xfe) return fail(21, i);
    const more = c < 0xe0 ? 1 : c < 0xf0 ? 2 : c < 0xf8 ? 3 : c < 0xfc ? 4 : 5;
    const left = bytes.length - i - 1;
    if (left < more) return fail(more - left, i);
    for (let k = 1; k <= more; k++) if (((bytes[i + k] as number) & 0xc0) !== 0x80) return fail(5 + k, i);
    const d = bytes[i + 1] as number;
    const overlong =
      (more === 1 && (c & 0x3e) === 0) ||
      (more === 2 && c === 0xe0 && (d & 0x20) === 0) ||
      (more === 3 && c === 0xf0 && (d & 0x30) === 0) ||
      (more === 4 && c === 0xf8 && (d & 0x38) === 0) ||
      (more === 5 && c === 0xfc && (d & 0x3c) === 0);
    if (overlong) return fail(14 + more, i);
    if (more === 2 && c === 0xed && d >= 0xa0) return fail(14, i);
    if (more === 3 && (c > 0xf4 || (c === 0xf4 && d > 0x8f))) return fail(13, i);
    if (more > 3) return fail(more === 4 ? 11 : 12, i);
    i += more;
  }
  return undefined;
}
