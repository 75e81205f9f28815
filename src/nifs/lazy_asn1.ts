/** asn1rt_nif's functions, loaded when a program first uses them. */
import type { Extension } from "../runtime/extension.ts";
import { type LazyRow, lazyExtension } from "../runtime/lazy_extension.ts";

const ROWS = ["decode_ber_tlv_raw/1", "encode_ber_tlv/1", "encode_per_complete/1"].map(
  (key): LazyRow => ({ module: "asn1rt_nif", key, doc: "See asn1.ts, which is loaded at the first call.", nif: true }),
);

export const LAZY_ASN1: Extension = lazyExtension("asn1", ROWS, async () => (await import("./asn1.ts")).ASN1);
