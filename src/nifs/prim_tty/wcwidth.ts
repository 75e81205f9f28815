/**
 * How many columns a character takes on a terminal, as glibc's `wcwidth` says; -1: it cannot be shown.
 * OTP: wcwidth() in prim_tty_nif.c and ttsl_drv.c.
 */
import { WIDTHS } from "./wcwidth.generated.ts";

/** First code points of the ranges, and what holds from there on. */
interface Ranges {
  readonly starts: Uint32Array;
  readonly widths: Int8Array;
}

/** Each range is its length in base 32 (nothing: 1) and its width as a letter: A not printable, B 0, C 1, D 2. */
function ranges(): Ranges {
  const items = [...WIDTHS.matchAll(/([0-9a-v]*)([A-D])/g)];
  const starts = new Uint32Array(items.length);
  const widths = new Int8Array(items.length);
  let at = 0;
  items.forEach(([, length, letter], i) => {
    starts[i] = at;
    widths[i] = (letter as string).charCodeAt(0) - 0x42;
    at += length === "" ? 1 : Number.parseInt(length as string, 32);
  });
  return { starts, widths };
}

let made: Ranges | undefined;

/** In a UTF-8 locale. */
export function wcwidth(c: number): number {
  if (c < 0 || c > 0x10ffff) return -1;
  made ??= ranges();
  const { starts, widths } = made;
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] as number) <= c) low = middle;
    else high = middle;
  }
  return widths[low] as number;
}

/** In the C locale, which knows ASCII alone. */
export function asciiWidth(c: number): number {
  return c === 0 ? 0 : c >= 0x20 && c < 0x7f ? 1 : -1;
}
