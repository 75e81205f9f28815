/** The parts of pako 2.1 below its classes: zlib's own stream functions. It comes without types. */
declare module "pako/lib/zlib/zstream.js" {
  export default class ZStream {
    input: Uint8Array | null;
    next_in: number;
    avail_in: number;
    output: Uint8Array | null;
    next_out: number;
    avail_out: number;
    adler: number;
    // biome-ignore lint/suspicious/noExplicitAny: pako's internal state
    state: any;
  }
}
declare module "pako/lib/zlib/deflate.js" {
  import type ZStream from "pako/lib/zlib/zstream.js";
  const api: {
    deflateInit2(
      s: ZStream,
      level: number,
      method: number,
      windowBits: number,
      memLevel: number,
      strategy: number,
    ): number;
    deflateReset(s: ZStream): number;
    deflate(s: ZStream, flush: number): number;
    deflateEnd(s: ZStream): number;
    deflateSetDictionary(s: ZStream, dictionary: Uint8Array): number;
  };
  export default api;
}
declare module "pako/lib/zlib/inflate.js" {
  import type ZStream from "pako/lib/zlib/zstream.js";
  const api: {
    inflateInit2(s: ZStream, windowBits: number): number;
    inflateReset(s: ZStream): number;
    inflate(s: ZStream, flush: number): number;
    inflateEnd(s: ZStream): number;
    inflateSetDictionary(s: ZStream, dictionary: Uint8Array): number;
  };
  export default api;
}
declare module "pako/lib/zlib/crc32.js" {
  export default function crc32(crc: number, bytes: Uint8Array, length: number, from: number): number;
}
declare module "pako/lib/zlib/adler32.js" {
  export default function adler32(adler: number, bytes: Uint8Array, length: number, from: number): number;
}
