/** erlang:decode_packet/3, which few programs call: a chunk of its own, loaded at the first call. See packet_functions.ts. */
import type { Bif } from "../runtime/bif.ts";
import { type LazyRow, lazyExtension } from "../runtime/lazy_extension.ts";

const ROWS: readonly LazyRow[] = [
  {
    module: "erlang",
    key: "decode_packet/3",
    doc: "{ok, Packet, Rest}, {more, Length | undefined} or {error, invalid}. badarg for wrong types and options.",
  },
];

async function load() {
  return { name: "packets", bifs: (await import("./packet_functions.ts")).PACKET_FUNCTIONS };
}

export const PACKET_BIFS: readonly Bif[] = lazyExtension("packets", ROWS, load).bifs;
