/**
 * erlang:decode_packet/3: the first packet of a binary. Loaded at the first call: packets.ts.
 * OTP: erl_bif_port.c; https://www.erlang.org/doc/apps/erts/erlang.html#decode_packet/3
 */
import { type Bif, bifTable } from "../runtime/bif.ts";
import type { Exec } from "../runtime/exec.ts";
import { MORE, type PacketType, packetBody, packetLength, parsePacket } from "../runtime/packet.ts";
import type { Result } from "../runtime/signal.ts";
import { Atom, atoms } from "../term/atom.ts";
import { Bits, bytesOf, isBinary, subBits } from "../term/bits.ts";
import { Cons, NIL } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import { Tuple2, tuple2, tuple3 } from "../term/tuple.ts";

const A = atoms(
  "ok",
  "more",
  "error",
  "invalid",
  "undefined",
  "badopt",
  "packet_size",
  "line_length",
  "line_delimiter",
);

const NAMED: ReadonlySet<string> = new Set<PacketType>([
  "raw",
  "asn1",
  "sunrm",
  "cdr",
  "fcgi",
  "line",
  "tpkt",
  "http",
  "httph",
  "http_bin",
  "httph_bin",
  "ssl_tls",
]);

function packetType(t: Term): PacketType | undefined {
  if (t === 0) return "raw";
  if (t === 1 || t === 2 || t === 4) return String(t) as PacketType;
  return t instanceof Atom && NAMED.has(t.name) ? (t.name as PacketType) : undefined;
}

function decode_packet_3(x: Exec, t: Term, b: Term, options: Term): Result {
  const type = packetType(t);
  if (type === undefined) return x.badargCause(A.badopt);
  // OTP 25 takes the whole bytes of any bitstring.
  if (!isBinary(b) && !(b instanceof Bits && x.vm.release.bitsPassAsBinary)) return x.badarg();
  const limits = { size: 0, line: 0, delimiter: 10 };
  let l: Term = options;
  for (; l instanceof Cons && l !== NIL; l = l.tail) {
    const o: Term = l.head;
    if (!(o instanceof Tuple2) || typeof o.e1 !== "number" || o.e1 < 0 || o.e1 > 0xffffffff) return x.badarg();
    if (o.e0 === A.packet_size) limits.size = o.e1;
    else if (o.e0 === A.line_length) limits.line = o.e1;
    else if (o.e0 === A.line_delimiter && type === "line" && o.e1 <= 255) limits.delimiter = o.e1;
    else return x.badarg();
  }
  if (l !== NIL) return x.badarg();
  const bytes = bytesOf(b).subarray(0, b.size >>> 3);
  const n = packetLength(type, bytes, limits, false);
  if (n < 0) return tuple2(A.error, A.invalid);
  if (n === MORE) return tuple2(A.more, A.undefined);
  if (n > bytes.length) return tuple2(A.more, n);
  let body = parsePacket(type, bytes, n, false);
  if (body === undefined) {
    const [from, to] = packetBody(type, bytes, n);
    body = subBits(b, from * 8, (to - from) * 8);
  }
  return tuple3(A.ok, body, subBits(b, n * 8, b.size - n * 8));
}

export const PACKET_FUNCTIONS: readonly Bif[] = bifTable("erlang", {
  "decode_packet/3": { doc: "See packets.ts.", fn: decode_packet_3 },
});
