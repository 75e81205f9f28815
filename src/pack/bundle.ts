/**
 * A bundle: the modules of a program in one file.
 *
 * `GLUB`, a version byte, then for each stream (`streams.ts`) the length of its zlib data (four bytes) and the data.
 */
import { Bytes } from "./bytes.ts";
import { decodeModules } from "./decode.ts";
import { STREAMS } from "./streams.ts";

const MAGIC = "GLUB";
const VERSION = 2;
const HEAD = MAGIC.length + 1;

/** Is it a bundle? A module begins with FOR1 or with gzip's mark. */
export function isBundle(bytes: Uint8Array): boolean {
  return bytes.length >= HEAD && MAGIC.split("").every((c, i) => bytes[i] === c.charCodeAt(0));
}

/** The file of what `encodeModules` gave. */
export function bundle(streams: readonly Uint8Array[], deflate: (data: Uint8Array) => Uint8Array): Uint8Array {
  const out = new Bytes();
  out.ascii(MAGIC);
  out.put(VERSION);
  for (const stream of streams) {
    const data = deflate(stream);
    out.u32(data.length);
    out.all(data);
  }
  return out.take();
}

/** More than this, in all streams together, is no bundle. */
const MAX_BYTES = 1 << 28;

/** The modules of a bundle. Throws Error. */
export function unbundle(
  bytes: Uint8Array,
  inflate: (data: Uint8Array, limit: number) => Uint8Array | undefined,
): Map<string, Uint8Array> {
  const version = bytes[MAGIC.length];
  if (version !== VERSION)
    throw new Error(`a bundle of version ${version}, which this Gluon does not know: pack it again`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const streams: Uint8Array[] = [];
  let left = MAX_BYTES;
  for (let at = HEAD; streams.length < STREAMS; ) {
    const from = at + 4;
    const end = from > bytes.length ? from : from + view.getUint32(at);
    const stream = end > bytes.length ? undefined : inflate(bytes.subarray(from, end), left);
    if (stream === undefined) throw new Error("a bundle that is cut off or damaged");
    left -= stream.length;
    streams.push(stream);
    at = end;
  }
  return decodeModules(streams);
}
