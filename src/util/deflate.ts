/**
 * zlib's deflate of whole byte strings, and the stream functions of zlib that pako lacks or has a defect in.
 * The bytes equal zlib's: pako is a port of zlib 1.2.13, whose deflate did not change its choices up to 1.3.1 (tested).
 * Kept out of the core's bundle.
 */
import deflate from "pako/lib/zlib/deflate.js";
import inflate from "pako/lib/zlib/inflate.js";
import ZStream from "pako/lib/zlib/zstream.js";

export const Z_FINISH = 4;
export const Z_BLOCK = 5;
export const Z_OK = 0;
export const Z_STREAM_ERROR = -2;
export const Z_BUF_ERROR = -5;
const Z_DEFLATED = 8;

/** `bytes` in zlib's format. `level`: 0 to 9, or -1 for zlib's default (6). */
export function deflateZlib(bytes: Uint8Array, level = -1): Uint8Array {
  const s = new ZStream();
  deflate.deflateInit2(s, level, Z_DEFLATED, 15, 8, 0);
  // zlib's own bound on what comes out, so that one call does it.
  const out = new Uint8Array(bytes.length + (bytes.length >>> 12) + (bytes.length >>> 14) + (bytes.length >>> 9) + 64);
  s.input = bytes;
  s.avail_in = bytes.length;
  s.output = out;
  s.avail_out = out.length;
  deflate.deflate(s, Z_FINISH);
  return out.slice(0, s.next_out);
}

/** good_length, max_lazy, nice_length, max_chain of each level, and which of the three deflate functions it uses. */
const CONFIGURATION: readonly (readonly [number, number, number, number, number])[] = [
  [0, 0, 0, 0, 0],
  [4, 4, 8, 4, 1],
  [4, 5, 16, 8, 1],
  [4, 6, 32, 32, 1],
  [4, 4, 16, 16, 2],
  [8, 16, 32, 32, 2],
  [8, 16, 128, 128, 2],
  [8, 32, 128, 256, 2],
  [32, 128, 258, 1024, 2],
  [32, 258, 258, 4096, 2],
];

/** zlib's deflateParams(): another level and strategy from here on. */
export function deflateParams(s: ZStream, newLevel: number, strategy: number): number {
  const st = s.state;
  const level = newLevel === -1 ? 6 : newLevel;
  if (level < 0 || level > 9 || strategy < 0 || strategy > 4) return Z_STREAM_ERROR;
  const [good, lazy, nice, chain, fn] = CONFIGURATION[level] as (typeof CONFIGURATION)[number];
  if ((strategy !== st.strategy || fn !== CONFIGURATION[st.level]?.[4]) && st.last_flush !== -2) {
    const e = deflate.deflate(s, Z_BLOCK);
    if (e === Z_STREAM_ERROR) return e;
    if (s.avail_in !== 0 || st.strstart - st.block_start + st.lookahead !== 0) return Z_BUF_ERROR;
  }
  if (st.level !== level) {
    if (st.level === 0 && st.matches !== 0) {
      if (st.matches === 1) slideHash(st.head, st.prev, st.w_size);
      else st.head.fill(0);
      st.matches = 0;
    }
    st.level = level;
    st.max_lazy_match = lazy;
    st.good_match = good;
    st.nice_match = nice;
    st.max_chain_length = chain;
  }
  st.strategy = strategy;
  return Z_OK;
}

/** zlib's slide_hash(): positions move back by one window. */
function slideHash(head: Uint16Array, prev: Uint16Array, size: number): void {
  for (let i = 0; i < head.length; i++) head[i] = Math.max((head[i] as number) - size, 0);
  for (let i = 0; i < size; i++) prev[i] = Math.max((prev[i] as number) - size, 0);
}

/** zlib's inflateReset(): pako's keeps a window of which it forgets the size, and copies nothing into it any more. */
export function inflateAnew(s: ZStream): number {
  if (s.state) s.state.window = null;
  return inflate.inflateReset(s);
}

/** zlib's inflateGetDictionary(): the window's contents, oldest byte first. */
export function inflateDictionary(s: ZStream): Uint8Array {
  const { window, whave, wnext } = s.state as { window: Uint8Array | null; whave: number; wnext: number };
  const out = new Uint8Array(whave);
  if (window === null || whave === 0) return out;
  out.set(window.subarray(wnext, whave));
  out.set(window.subarray(0, wnext), whave - wnext);
  return out;
}
