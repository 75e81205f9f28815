/**
 * UTF-8 to and from JavaScript strings, strict as Erlang is: no surrogates, no overlong forms, at most U+10FFFF.
 * OTP: the decoder in erl_unicode.c.
 */

/** Number of bytes of code point `c` in UTF-8. */
export function utf8Length(c: number): number {
  return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

/** Writes code point `c` at `at`; returns the position after it. */
export function putUtf8(c: number, out: Uint8Array, at: number): number {
  if (c < 0x80) {
    out[at] = c;
    return at + 1;
  }
  if (c < 0x800) {
    out[at] = 0xc0 | (c >> 6);
    out[at + 1] = 0x80 | (c & 0x3f);
    return at + 2;
  }
  if (c < 0x10000) {
    out[at] = 0xe0 | (c >> 12);
    out[at + 1] = 0x80 | ((c >> 6) & 0x3f);
    out[at + 2] = 0x80 | (c & 0x3f);
    return at + 3;
  }
  out[at] = 0xf0 | (c >> 18);
  out[at + 1] = 0x80 | ((c >> 12) & 0x3f);
  out[at + 2] = 0x80 | ((c >> 6) & 0x3f);
  out[at + 3] = 0x80 | (c & 0x3f);
  return at + 4;
}

/** The UTF-8 bytes of `s`; an unpaired surrogate becomes U+FFFD. */
export function utf8Encode(s: string): Uint8Array {
  let n = 0;
  for (let i = 0; i < s.length; i++) {
    const c = s.charCodeAt(i);
    if (c < 0x80) n++;
    else if (c < 0x800) n += 2;
    else if (c >= 0xd800 && c < 0xdc00 && (s.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      n += 4;
      i++;
    } else n += 3;
  }
  const out = new Uint8Array(n);
  if (n === s.length) {
    for (let i = 0; i < n; i++) out[i] = s.charCodeAt(i);
    return out;
  }
  let at = 0;
  for (let i = 0; i < s.length; i++) {
    let c = s.charCodeAt(i);
    if (c >= 0xd800 && c < 0xe000) {
      if (c < 0xdc00 && (s.charCodeAt(i + 1) & 0xfc00) === 0xdc00) c = s.codePointAt(i++) as number;
      else c = 0xfffd;
    }
    at = putUtf8(c, out, at);
  }
  return out;
}

/** `decodeAt`: the bytes are no UTF-8. */
export const INVALID = -1;
/** `decodeAt`: the bytes end inside a character that could still become valid. */
export const INCOMPLETE = -2;

/**
 * The code point at `at`, or INVALID, or INCOMPLETE when `end` cuts it. Its length is `utf8Length` of it.
 */
export function decodeAt(bytes: Uint8Array, at: number, end: number): number {
  const a = bytes[at] as number;
  if (a < 0x80) return a;
  if (a < 0xc2 || a > 0xf4) return INVALID;
  if (at + 1 >= end) return INCOMPLETE;
  const b = bytes[at + 1] as number;
  if ((b & 0xc0) !== 0x80) return INVALID;
  if (a < 0xe0) return ((a & 0x1f) << 6) | (b & 0x3f);
  if (a < 0xf0) {
    if (a === 0xe0 ? b < 0xa0 : a === 0xed && b > 0x9f) return INVALID;
    if (at + 2 >= end) return INCOMPLETE;
    const c = bytes[at + 2] as number;
    if ((c & 0xc0) !== 0x80) return INVALID;
    return ((a & 0x0f) << 12) | ((b & 0x3f) << 6) | (c & 0x3f);
  }
  if (a === 0xf0 ? b < 0x90 : a === 0xf4 && b > 0x8f) return INVALID;
  if (at + 2 >= end) return INCOMPLETE;
  const c = bytes[at + 2] as number;
  if ((c & 0xc0) !== 0x80) return INVALID;
  if (at + 3 >= end) return INCOMPLETE;
  const d = bytes[at + 3] as number;
  if ((d & 0xc0) !== 0x80) return INVALID;
  return ((a & 0x07) << 18) | ((b & 0x3f) << 12) | ((c & 0x3f) << 6) | (d & 0x3f);
}

/** Code units handed to `String.fromCharCode` at once: small enough for every engine's argument limit. */
const CHUNK = 4096;

/** The string that bytes `from` to `to` are in UTF-8; undefined when they are none. */
export function utf8Decode(bytes: Uint8Array, from = 0, to = bytes.length): string | undefined {
  let ascii = from;
  while (ascii < to && (bytes[ascii] as number) < 0x80) ascii++;
  if (ascii >= to) return latin1Decode(bytes, from, to);
  let text = "";
  let units: number[] = [];
  for (let i = from; i < to; ) {
    const c = decodeAt(bytes, i, to);
    if (c < 0) return undefined;
    i += utf8Length(c);
    if (c < 0x10000) units.push(c);
    else units.push(0xd7c0 + (c >> 10), 0xdc00 | (c & 0x3ff));
    if (units.length >= CHUNK) {
      text += String.fromCharCode.apply(null, units);
      units = [];
    }
  }
  return text + String.fromCharCode.apply(null, units);
}

/** The string whose code units are bytes `from` to `to`. */
export function latin1Decode(bytes: Uint8Array, from = 0, to = bytes.length): string {
  let text = "";
  for (let i = from; i < to; i += CHUNK) {
    text += String.fromCharCode.apply(null, bytes.subarray(i, Math.min(i + CHUNK, to)) as unknown as number[]);
  }
  return text;
}
