/**
 * zlib and gzip inflate of whole byte strings, with a limit on what comes out.
 * Invariant: no more than the limit (and one piece) is ever allocated, whatever the compressed bytes claim.
 * Uses pako; kept out of the core's bundle: the core takes these functions as parameters.
 */
import stream from "pako/lib/zlib/inflate.js";
import ZStream from "pako/lib/zlib/zstream.js";

/** Deflate cannot do better than this many bytes out of one. */
const MAX_RATIO = 1032;
const PIECE = 1 << 20;
/** windowBits: 15 is a zlib header, 16 more a gzip header. */
const ZLIB = 15;
const GZIP = 31;
const Z_NO_FLUSH = 0;
const Z_FINISH = 4;
const Z_OK = 0;
const Z_STREAM_END = 1;

function run(bytes: Uint8Array, limit: number, windowBits: number): Uint8Array | undefined {
  const s = new ZStream();
  stream.inflateInit2(s, windowBits);
  s.input = bytes;
  s.avail_in = bytes.length;
  const room = Math.min(limit, bytes.length * MAX_RATIO, PIECE) + 1;
  const pieces: Uint8Array[] = [];
  let total = 0;
  for (let status = Z_OK; status !== Z_STREAM_END; ) {
    const out = new Uint8Array(room);
    s.output = out;
    s.next_out = 0;
    s.avail_out = room;
    status = stream.inflate(s, Z_NO_FLUSH);
    total += s.next_out;
    if (total > limit) return undefined;
    pieces.push(out.subarray(0, s.next_out));
    // Room is left, and nothing more to read: it is cut off.
    if (status !== Z_STREAM_END && (status !== Z_OK || s.avail_out > 0)) return undefined;
  }
  if (pieces.length === 1) return pieces[0];
  const out = new Uint8Array(total);
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}

/** Inflates zlib data; undefined if it is corrupt, cut off, or gives more than `limit` bytes. */
export function inflate(bytes: Uint8Array, limit: number): Uint8Array | undefined {
  return run(bytes, limit, ZLIB);
}

/** The same for gzip data. */
export function gunzip(bytes: Uint8Array, limit: number): Uint8Array | undefined {
  return run(bytes, limit, GZIP);
}

/**
 * As `inflate`, with the number of bytes read: something may follow the zlib data. (pako's own class would take what follows
 * for one more member.)
 */
export function inflatePart(bytes: Uint8Array, limit: number): { bytes: Uint8Array; used: number } | undefined {
  if (limit > bytes.length * MAX_RATIO) return undefined;
  const s = new ZStream();
  stream.inflateInit2(s, ZLIB);
  // One byte more than allowed, so that data which gives too much does not look complete.
  const out = new Uint8Array(limit + 1);
  s.input = bytes;
  s.avail_in = bytes.length;
  s.output = out;
  s.avail_out = out.length;
  if (stream.inflate(s, Z_FINISH) !== Z_STREAM_END || s.next_out > limit) return undefined;
  return { bytes: out.subarray(0, s.next_out), used: s.next_in };
}
