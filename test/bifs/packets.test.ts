import { test } from "node:test";
import { PACKET_FUNCTIONS } from "../../src/bifs/packet_functions.ts";
import { atom } from "../../src/term/atom.ts";
import { Bits, binary, fromUtf8String } from "../../src/term/bits.ts";
import { list, listFromArray, NIL } from "../../src/term/list.ts";
import type { Term } from "../../src/term/term.ts";
import { tuple } from "../../src/term/tuple.ts";
import { copyBits } from "../../src/util/bits.ts";
import { type Call, compareCalls } from "../support/bif_calls.ts";
import { Random } from "../support/random.ts";

const r = new Random(Number(process.env.GLUON_TEST_SEED ?? 3));
const BINARY_TYPES: readonly Term[] = [
  0,
  1,
  2,
  4,
  ...["raw", "asn1", "sunrm", "cdr", "fcgi", "tpkt", "ssl_tls"].map(atom),
];
const HTTP_TYPES = ["http", "httph", "http_bin", "httph_bin"].map(atom);

function unaligned(b: Bits): Bits {
  if (r.chance(0.7)) return b;
  const offset = 1 + r.below(7);
  const bytes = new Uint8Array(b.bytes.length + 1);
  copyBits(b.bytes, b.offset, bytes, offset, b.size);
  return new Bits(bytes, offset, b.size);
}

test("packets with a length", async () => {
  const calls: Call[] = [];
  const byte = () =>
    r.pick([0, 0, 1, 2, 3, 4, 5, 0x1f, 0x30, 0x7f, 0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0xff, r.below(256)]);
  for (let i = 0; i < 4000; i++) {
    const bytes = Array.from({ length: r.below(r.pick([6, 20])) }, byte);
    const head = r.below(8);
    if (head === 0) bytes.unshift(71, 73, 79, 80, 1, 0, r.below(2), 0, 0, 0, 0, r.below(8));
    if (head === 1) bytes.unshift(3, 0, 0, r.below(12));
    if (head === 2) bytes.unshift(1, 6, 0, 1, 0, r.below(5), r.below(4), 0);
    if (head === 3) bytes.unshift(0x80, r.below(12), 1, 3, 1);
    if (head === 4) bytes.unshift(22, 3, 1, 0, r.below(12));
    const options = r.chance(0.7) ? NIL : list(tuple(atom("packet_size"), r.pick([0, 1, 4, 10, 2 ** 32 - 1])));
    calls.push({
      bif: "erlang:decode_packet",
      args: [r.pick(BINARY_TYPES), unaligned(binary(Uint8Array.from(bytes))), options],
    });
  }
  const odd: Term[] = [
    atom("x"),
    3,
    NIL,
    list(1),
    tuple(),
    binary(new Uint8Array(2)),
    new Bits(new Uint8Array(2), 0, 11),
  ];
  const option = () =>
    r.chance(0.2)
      ? r.pick(odd)
      : tuple(
          atom(r.pick(["packet_size", "line_length", "line_delimiter", "x"])),
          r.pick<Term>([0, 5, 255, 256, 2 ** 32, -1, atom("a")]),
        );
  for (let i = 0; i < 300; i++) {
    const options = r.chance(0.1)
      ? r.pick(odd)
      : listFromArray(Array.from({ length: r.below(3) }, option), r.chance(0.1) ? 1 : NIL);
    const type = r.chance(0.2) ? r.pick(odd) : r.pick([atom("line"), 0, 2, atom("http")]);
    calls.push({
      bif: "erlang:decode_packet",
      args: [type, r.chance(0.2) ? r.pick(odd) : fromUtf8String("ab\ncd"), options],
    });
  }
  await compareCalls(PACKET_FUNCTIONS, calls);
});

test("lines", async () => {
  const calls: Call[] = [];
  for (let i = 0; i < 1000; i++) {
    const text = Array.from({ length: r.below(12) }, () => r.pick([..."ab\n\r\0"])).join("");
    const options = ["packet_size", "line_length", "line_delimiter"].flatMap((o) =>
      r.chance(0.4) ? [tuple(atom(o), r.pick([0, 1, 3, 5, 10, 97]))] : [],
    );
    calls.push({
      bif: "erlang:decode_packet",
      args: [atom("line"), unaligned(fromUtf8String(text)), listFromArray(options)],
    });
  }
  await compareCalls(PACKET_FUNCTIONS, calls);
});

test("HTTP", async () => {
  const calls: Call[] = [];
  const nl = () => r.pick(["\r\n", "\r\n", "\n", "", "\r"]);
  const sp = () => r.pick([" ", " ", "  ", "\t", ""]);
  const version = () =>
    r.pick([
      "HTTP/1.1",
      "HTTP/1.0",
      "HTTP/0.9",
      "HTTP/11.22",
      "HTTP/1",
      "HTTP/.1",
      "HTTP/1.",
      "http/1.1",
      "HTTP/99999999999.1",
      "HTTP/1.1x",
    ]);
  const uri = () =>
    r.pick([
      "*",
      "/",
      "/a/b?c=d",
      "x",
      "http://host",
      "HTTP://host:80/a",
      "https://host:8080",
      "http://h:x/",
      "http://[::1]:40/p",
      "http://[::1]/p",
      "http://[::1",
      "http://[::1]x:3",
      "http://h:99999999999999/",
      "https://",
      "http://",
      "ftp://x/y",
      "mailto:me",
      ":",
      "a:",
      "noscheme",
      "http:/x",
      "http://h:/",
      "http://h:80:90/x",
    ]);
  const request = () =>
    r.pick(["GET", "POST", "OPTIONS", "PATCH", "get", "G(T", "", "\x80", "\x7f", "DELETE"]) +
    sp() +
    uri() +
    sp() +
    r.pick([version(), "", version(), "x"]);
  const response = () =>
    version() +
    sp() +
    r.pick(["200", "404", "2147483648", "", "x", "0007"]) +
    sp() +
    r.pick(["OK", "", "Not Found", "\xff"]);
  const name = () =>
    r.pick([
      "Host",
      "content-type",
      "CONTENT-MD5",
      "x-forwarded-FOR",
      "foo",
      "fOO-bAR--baz",
      "-a-b",
      "a_b",
      "",
      "a b",
      "A".repeat(50),
      "b".repeat(51),
      "Set-Cookie2",
      "ETag",
      "TE",
      "\x7fx",
      "\xe9",
    ]);
  const header = () =>
    name() + r.pick([":", ":", ": ", ":\t ", " :", ""]) + r.pick(["", "value", "a\r\n b", "a\n\tb", " x ", "\xff"]);
  for (let i = 0; i < 4000; i++) {
    const pick = r.below(4);
    let text = pick === 0 ? request() : pick === 1 ? response() : pick === 2 ? header() : "";
    text += nl() + r.pick(["", "x", " y", "\r\n", "Host: b\r\n"]);
    if (r.chance(0.05)) text = text.slice(0, r.below(text.length + 1));
    const options = ["packet_size", "line_length"].flatMap((o) =>
      r.chance(0.15) ? [tuple(atom(o), r.pick([0, 1, 10, 20, 40]))] : [],
    );
    const data = unaligned(binary(Uint8Array.from(text, (c) => c.charCodeAt(0))));
    calls.push({ bif: "erlang:decode_packet", args: [r.pick(HTTP_TYPES), data, listFromArray(options)] });
  }
  await compareCalls(PACKET_FUNCTIONS, calls);
});
