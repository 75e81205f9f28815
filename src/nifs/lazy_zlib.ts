/** zlib's NIFs, loaded when a program first uses them. */
import type { Extension } from "../runtime/extension.ts";
import { type LazyRow, lazyExtension } from "../runtime/lazy_extension.ts";

const doc = "See zlib.ts, which is loaded at the first call.";

const NAMES =
  "open_nif/0 close_nif/1 set_controller_nif/2 getStash_nif/1 clearStash_nif/1 setStash_nif/2 enqueue_nif/2 " +
  "deflateInit_nif/6 deflateSetDictionary_nif/2 deflateReset_nif/1 deflateEnd_nif/1 deflateParams_nif/3 deflate_nif/4 " +
  "inflateInit_nif/3 inflateSetDictionary_nif/2 inflateGetDictionary_nif/1 inflateReset_nif/1 inflateEnd_nif/1 inflate_nif/4";

const ROWS: readonly LazyRow[] = [
  ...NAMES.split(" ").map((key): LazyRow => ({ module: "zlib", key, doc, nif: true })),
  { module: "zlib", key: "crc32_nif/1", doc, nif: true, releases: [25] },
  { module: "zlib", key: "getBufSize_nif/1", doc, nif: true, releases: [25] },
  { module: "zlib", key: "setBufSize_nif/2", doc, nif: true, releases: [25] },
];

export const LAZY_ZLIB: Extension = lazyExtension("zlib", ROWS, async () => (await import("./zlib.ts")).ZLIB);
