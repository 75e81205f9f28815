import { test } from "node:test";
import { BINARY_MODULE_BIFS } from "../../src/bifs/binary.ts";
import { BINARY_BIFS } from "../../src/bifs/erlang/binaries.ts";
import { UNICODE_BIFS } from "../../src/bifs/unicode.ts";
import { atom } from "../../src/term/atom.ts";
import { Bits, binary, fromUtf8String } from "../../src/term/bits.ts";
import { Float } from "../../src/term/float.ts";
import { list, listFromArray, NIL } from "../../src/term/list.ts";
import type { Term } from "../../src/term/term.ts";
import { tuple } from "../../src/term/tuple.ts";
import { copyBits } from "../../src/util/bits.ts";
import { type Call, compareCalls } from "../support/bif_calls.ts";
import { Random } from "../support/random.ts";

const ALL = [...BINARY_BIFS, ...BINARY_MODULE_BIFS, ...UNICODE_BIFS];
const r = new Random(Number(process.env.GLUON_TEST_SEED ?? 7));

/** A bitstring at a random bit offset, of random bytes out of few or many letters. */
function bits(size = r.below(r.pick([9, 40, 300])), letters = 256): Bits {
  const offset = r.chance(0.5) ? 0 : r.below(20);
  const bytes = new Uint8Array(((offset + size + 7) >> 3) + r.below(3));
  for (let i = 0; i < bytes.length; i++) bytes[i] = r.below(256);
  const own = new Uint8Array((size + 7) >> 3);
  for (let i = 0; i < own.length; i++) own[i] = r.below(letters);
  copyBits(own, 0, bytes, offset, size);
  return new Bits(bytes, offset, size);
}
function bin(max = 40, letters = 256): Bits {
  return bits(8 * r.below(max), letters);
}
const ODD: readonly Term[] = [
  0,
  1,
  -1,
  2,
  7,
  8,
  100,
  255,
  256,
  2 ** 31,
  2 ** 53 - 1,
  2n ** 62n,
  2n ** 64n,
  -(2n ** 64n),
  new Float(1.5),
  atom("a"),
  atom("big"),
  atom("little"),
  NIL,
  tuple(),
  tuple(0, 1),
  binary(new Uint8Array(0)),
];
function odd(): Term {
  return r.pick(ODD);
}
function int(max: number): Term {
  return r.chance(0.1) ? odd() : r.below(max + 6) - 3;
}
/** A list of bytes, binaries and lists, now and then with something wrong in it. */
function iolist(depth: number, wrong: number, leaf: () => Term): Term {
  const items: Term[] = [];
  for (let n = r.below(6); n > 0; n--) {
    if (depth > 0 && r.chance(0.3)) items.push(iolist(depth - 1, wrong, leaf));
    else items.push(r.chance(wrong) ? odd() : leaf());
  }
  return listFromArray(items, r.chance(0.2) ? bin(5) : r.chance(wrong) ? odd() : NIL);
}

test("sizes, parts, lists", async () => {
  const calls: Call[] = [];
  for (let i = 0; i < 400; i++) {
    const b = r.chance(0.1) ? odd() : r.chance(0.7) ? bin() : bits();
    const n = b instanceof Bits ? b.size >> 3 : 5;
    calls.push({ bif: "erlang:byte_size", args: [b] });
    calls.push({ bif: "erlang:bit_size", args: [b] });
    calls.push({ bif: "erlang:binary_part", args: [b, int(n), int(n)] });
    calls.push({ bif: "erlang:binary_part", args: [b, r.chance(0.1) ? odd() : tuple(int(n), int(n))] });
    calls.push({ bif: "erlang:split_binary", args: [b, int(n)] });
    calls.push({ bif: "erlang:binary_to_list", args: [b] });
    calls.push({ bif: "erlang:binary_to_list", args: [b, int(n), int(n)] });
    calls.push({ bif: "erlang:bitstring_to_list", args: [b] });
    calls.push({ bif: "binary:at", args: [b, int(n)] });
    calls.push({ bif: "binary:first", args: [b] });
    calls.push({ bif: "binary:last", args: [b] });
    calls.push({ bif: "binary:copy", args: [b] });
    calls.push({ bif: "binary:copy", args: [b, r.pick([0, 1, 2, 3, 17, -1, atom("a")])] });
    calls.push({ bif: "binary:decode_unsigned", args: [b] });
    calls.push({ bif: "binary:decode_unsigned", args: [b, r.pick([atom("big"), atom("little"), odd()])] });
  }
  for (const v of [...ODD, 2n ** 71n - 1n, 2n ** 72n, 2n ** 72n - 1n]) {
    calls.push({ bif: "binary:encode_unsigned", args: [v] });
    for (const e of [atom("big"), atom("little"), odd()]) calls.push({ bif: "binary:encode_unsigned", args: [v, e] });
  }
  await compareCalls(ALL, calls);
});

test("iolists", async () => {
  const calls: Call[] = [];
  const leaf = () => (r.chance(0.5) ? r.below(256) : bin(12));
  const bitLeaf = () => (r.chance(0.5) ? r.below(256) : bits(r.below(40)));
  for (let i = 0; i < 500; i++) {
    const l = r.chance(0.05) ? odd() : r.chance(0.1) ? bits() : iolist(3, i & 1 ? 0.05 : 0, leaf);
    for (const f of ["list_to_binary", "iolist_to_binary", "iolist_size", "iolist_to_iovec", "list_to_bitstring"]) {
      calls.push({ bif: `erlang:${f}`, args: [l] });
    }
    const m = iolist(3, i & 1 ? 0.05 : 0, bitLeaf);
    calls.push({ bif: "erlang:list_to_bitstring", args: [m] }, { bif: "erlang:list_to_binary", args: [m] });
  }
  await compareCalls(ALL, calls);
});

test("searching", async () => {
  const calls: Call[] = [];
  for (let i = 0; i < 700; i++) {
    const letters = r.pick([2, 3, 256]);
    const subject = r.chance(0.03) ? odd() : r.chance(0.05) ? bits() : bin(r.pick([10, 60, 400]), letters);
    const n = subject instanceof Bits ? subject.size >> 3 : 5;
    const one = () => (r.chance(0.03) ? odd() : bin(r.pick([3, 4, 7, 12]), letters));
    const pattern = r.chance(0.5)
      ? one()
      : listFromArray(Array.from({ length: r.below(6) }, one), r.chance(0.02) ? 1 : NIL);
    const scope = () => (r.chance(0.1) ? odd() : tuple(atom("scope"), r.chance(0.1) ? odd() : tuple(int(n), int(n))));
    const option = () => (r.chance(0.4) ? scope() : atom(r.pick(["global", "global", "trim", "trim_all", "x"])));
    const opts = r.chance(0.05)
      ? odd()
      : listFromArray(Array.from({ length: r.below(4) }, option), r.chance(0.05) ? 1 : NIL);
    const scopes = r.chance(0.1) ? opts : list(scope());
    calls.push(
      { bif: "binary:match", args: [subject, pattern] },
      { bif: "binary:match", args: [subject, pattern, scopes] },
    );
    calls.push(
      { bif: "binary:matches", args: [subject, pattern] },
      { bif: "binary:matches", args: [subject, pattern, scopes] },
    );
    calls.push(
      { bif: "binary:split", args: [subject, pattern] },
      { bif: "binary:split", args: [subject, pattern, opts] },
    );
  }
  for (let i = 0; i < 200; i++) {
    const common = bin(6, 2);
    const l = listFromArray(
      Array.from({ length: r.below(5) }, () => (r.chance(0.03) ? odd() : join(common, bin(6, 2), r.chance(0.5)))),
      r.chance(0.03) ? odd() : NIL,
    );
    calls.push({ bif: "binary:longest_common_prefix", args: [l] }, { bif: "binary:longest_common_suffix", args: [l] });
  }
  await compareCalls(ALL, calls);
});

function join(a: Bits, b: Bits, swap: boolean): Bits {
  const [p, q] = swap ? [b, a] : [a, b];
  const out = new Uint8Array((p.size + q.size) >> 3);
  copyBits(p.bytes, p.offset, out, 0, p.size);
  copyBits(q.bytes, q.offset, out, p.size, q.size);
  return binary(out);
}

test("unicode", async () => {
  const calls: Call[] = [];
  const point = () => r.pick([65, 127, 128, 255, 256, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff]);
  const wrongPoint = () =>
    r.pick<Term>([0xd800, 0xdfff, 0x110000, -1, 2 ** 40, 2n ** 58n, 2n ** 70n, -(2n ** 70n), ...ODD]);
  const text = () => fromUtf8String(String.fromCodePoint(...Array.from({ length: r.below(4) }, point)));
  const cut = () => {
    const b = text();
    const n = r.below((b.size >> 3) + 1);
    return new Bits(b.bytes, b.offset + n * 8, r.below((b.size >> 3) - n + 1) * 8);
  };
  for (let i = 0; i < 1500; i++) {
    const bad = r.pick([0, 0.02, 0.1]);
    const leaf = (): Term => {
      if (r.chance(bad)) return r.chance(0.5) ? wrongPoint() : r.chance(0.5) ? bits() : cut();
      return r.chance(0.5) ? point() : r.chance(0.8) ? text() : cut();
    };
    const pick = r.below(10);
    const data =
      pick === 0 ? leaf() : pick === 1 ? cut() : pick === 2 ? join(text(), cut(), false) : iolist(2, bad / 4, leaf);
    const encoding = atom(r.pick(["latin1", "utf8", "unicode"]));
    calls.push({ bif: "unicode:characters_to_binary", args: [data, encoding] });
    calls.push({ bif: "unicode:characters_to_list", args: [data, encoding] });
    calls.push({ bif: "unicode:bin_is_7bit", args: [data] });
  }
  // Every sequence of two bytes, and the interesting ones of three and four.
  const lead = [
    0x41, 0x80, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xed, 0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xf7, 0xf8, 0xff,
  ];
  const next = [0x41, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0];
  for (const a of lead) {
    for (const b of next) {
      for (const bytes of [[a], [a, b], [a, b, r.pick(next)], [a, b, 0x80, r.pick(next)], [65, a, b, 0x80, 0x80, 66]]) {
        const data = binary(Uint8Array.from(bytes));
        calls.push({ bif: "unicode:characters_to_binary", args: [data, atom("utf8")] });
        calls.push({ bif: "unicode:characters_to_list", args: [data, atom("utf8")] });
        calls.push({ bif: "unicode:characters_to_list", args: [list(65, data), atom("utf8")] });
      }
    }
  }
  await compareCalls(ALL, calls);
});
