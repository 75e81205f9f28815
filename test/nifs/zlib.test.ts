/**
 * zlib: the bytes equal those of OTP's zlib, for many inputs, levels and strategies; streams behave as OTP's.
 */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { binary, type Bits, bytesOf } from "../../src/term/bits.ts";
import { list, listToArray } from "../../src/term/list.ts";
import type { Term } from "../../src/term/term.ts";
import { element, type Tuple } from "../../src/term/tuple.ts";
import { ZLIB_NIFS } from "../../src/nifs/zlib.ts";
import { deflateZlib } from "../../src/util/deflate.ts";
import { functions, testExec, value } from "../support/exec.ts";
import { type OtpRelease, runErl } from "../support/otp.ts";

const N = functions(ZLIB_NIFS);

/** A small generator of numbers below `n`, the same each time. */
function generator(seed: number): (n: number) => number {
  let s = seed;
  return (n) => {
    s = (Math.imul(s, 1664525) + 1013904223) >>> 0;
    return Math.floor((s / 4294967296) * n);
  };
}

/** Inputs of many kinds: empty, random, few letters, repeats near and far, text. */
function inputs(count: number): Uint8Array[] {
  const random = generator(4711);
  const all: Uint8Array[] = [new Uint8Array(0), new Uint8Array(1), new Uint8Array(300000)];
  while (all.length < count) {
    const size = random([10, 300, 5000, 70000][random(4)] as number);
    const bytes = new Uint8Array(size);
    const letters = [2, 4, 20, 256][random(4)] as number;
    for (let i = 0; i < size; ) {
      if (i > 0 && random(3) === 0) {
        const far = 1 + random(Math.min(i, [8, 300, 40000][random(3)] as number));
        for (let n = 1 + random(random(2) === 0 ? 12 : 400); n > 0 && i < size; n--, i++) {
          bytes[i] = bytes[i - far] as number;
        }
      } else bytes[i++] = random(letters);
    }
    all.push(bytes);
  }
  return all;
}

type Settings = readonly [level: number, bits: number, memory: number, strategy: number];

const SETTINGS: readonly Settings[] = [
  ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, -1].map((level): Settings => [level, 15, 8, 0]),
  [6, 9, 1, 0],
  [9, 10, 9, 1],
  [6, 15, 8, 2],
  [6, 15, 8, 3],
  [6, -15, 8, 0],
  [6, 31, 8, 0],
];

/** As zlib.erl's deflate/3 with `finish`. */
function deflate(bytes: Uint8Array, [level, bits, memory, strategy]: Settings): Uint8Array {
  const x = testExec();
  const z = value(x, N["open_nif/0"]!(x));
  value(x, N["deflateInit_nif/6"]!(x, z, level, 8, bits, memory, strategy));
  value(x, N["enqueue_nif/2"]!(x, z, list(binary(bytes))));
  const parts = drain((out) => value(x, N["deflate_nif/4"]!(x, z, 8 << 10, 8 << 10, 4)) as Tuple & typeof out);
  value(x, N["deflateEnd_nif/1"]!(x, z));
  return parts;
}

function inflate(pieces: readonly Uint8Array[], bits: number, atEnd = 2): Uint8Array {
  const x = testExec();
  const z = value(x, N["open_nif/0"]!(x));
  value(x, N["inflateInit_nif/3"]!(x, z, bits, atEnd));
  const all: Uint8Array[] = [];
  for (const piece of pieces) {
    value(x, N["enqueue_nif/2"]!(x, z, list(binary(piece))));
    all.push(drain(() => value(x, N["inflate_nif/4"]!(x, z, 8 << 10, 16 << 10, 0)) as Tuple));
  }
  value(x, N["inflateEnd_nif/1"]!(x, z));
  return Buffer.concat(all);
}

function drain(step: (out: Tuple) => Tuple): Uint8Array {
  const parts: Uint8Array[] = [];
  for (;;) {
    const t = step(undefined as unknown as Tuple);
    for (const b of listToArray(element(t, 1)) as Term[]) parts.push(bytesOf(b as Bits));
    const tag = (element(t, 0) as { name: string }).name;
    if (tag === "finished") return Buffer.concat(parts);
    assert.equal(tag, "continue");
  }
}

async function compressedByErl(release: OtpRelease, all: readonly Uint8Array[], settings: readonly Settings[]) {
  const folder = mkdtempSync(join(tmpdir(), "gluon-zlib-"));
  try {
    const head = Buffer.alloc(4 * all.length);
    for (const [i, b] of all.entries()) head.writeUInt32BE(b.length, i * 4);
    writeFileSync(join(folder, "in"), Buffer.concat([head, ...all]));
    await runErl(
      release,
      `{ok, B} = file:read_file("in"),
       <<Head:${4 * all.length}/binary, Rest/binary>> = B,
       Sizes = [S || <<S:32>> <= Head],
       {Ins, <<>>} = lists:mapfoldl(fun(S, R) -> split_binary(R, S) end, Rest, Sizes),
       Level = fun(-1) -> default; (L) -> L end,
       How = fun(0) -> default; (1) -> filtered; (2) -> huffman_only; (3) -> rle end,
       Outs = [begin
           Z = zlib:open(),
           ok = zlib:deflateInit(Z, Level(L), deflated, W, M, How(S)),
           O = iolist_to_binary(zlib:deflate(Z, In, finish)),
           ok = zlib:deflateEnd(Z), zlib:close(Z),
           <<(byte_size(O)):32, O/binary>>
         end || In <- Ins, {L, W, M, S} <- [${settings.map((s) => `{${s.join(",")}}`).join(",")}]],
       ok = file:write_file("out", Outs)`,
      { cwd: folder },
    );
    const bytes = readFileSync(join(folder, "out"));
    const outs: Uint8Array[] = [];
    for (let i = 0; i < bytes.length; ) {
      const size = bytes.readUInt32BE(i);
      outs.push(bytes.subarray(i + 4, i + 4 + size));
      i += 4 + size;
    }
    return outs;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

for (const release of [25, 27, 29] as const) {
  test(`deflate gives the bytes of OTP ${release}`, async () => {
    const all = inputs(release === 27 ? 60 : 20);
    const expected = await compressedByErl(release, all, SETTINGS);
    let i = 0;
    const different: string[] = [];
    for (const bytes of all) {
      for (const s of SETTINGS) {
        const want = expected[i++] as Uint8Array;
        const got = deflate(bytes, s);
        if (Buffer.compare(got, want) !== 0) different.push(`${bytes.length} bytes at [${s.join(",")}]`);
        if (s[0] !== 0 && s[1] === 15 && s[2] === 8 && s[3] === 0) {
          assert.equal(Buffer.compare(deflateZlib(bytes, s[0]), got), 0, "deflateZlib");
        }
        assert.equal(Buffer.compare(inflate([want], s[1]), bytes), 0, "inflate");
      }
    }
    assert.deepEqual(different, []);
  });
}

function pieces(bytes: Uint8Array, size: number): Uint8Array[] {
  const all: Uint8Array[] = [];
  for (let i = 0; i < bytes.length; i += size) all.push(bytes.subarray(i, i + size));
  return all;
}

test("input may come in any pieces", () => {
  const bytes = inputs(12).find((b) => b.length > 5000) as Uint8Array;
  const packed = deflateZlib(bytes);
  assert.equal(Buffer.compare(inflate(pieces(packed, 7), 15), bytes), 0);
});

test("streams that follow each other", () => {
  const two = Buffer.concat([deflate(Buffer.from("ab"), [6, 31, 8, 0]), deflate(Buffer.from("cd"), [6, 31, 8, 0])]);
  assert.equal(Buffer.from(inflate([two], 31, 1)).toString(), "abcd");
});

test("a stream that refers back over several inputs, after another one", () => {
  const bytes = new Uint8Array(200000);
  const random = generator(5);
  for (let i = 0; i < 40000; i++) bytes[i] = random(256);
  for (let i = 40000; i < bytes.length; i++) bytes[i] = bytes[i - 30000] as number;
  const packed = deflate(bytes, [6, 31, 8, 0]);
  const two = [...pieces(packed, 1000), ...pieces(packed, 1000)];
  assert.equal(Buffer.compare(inflate(two, 31, 1), Buffer.concat([bytes, bytes])), 0);
});

test("errors", () => {
  const x = testExec();
  assert.throws(() => inflate([Buffer.from("no zlib at all")], 15), /error:data_error/);
  assert.throws(() => inflate([deflateZlib(new Uint8Array(100)).subarray(0, 5)], 15), /error:data_error/);
  const z = value(x, N["open_nif/0"]!(x));
  assert.throws(() => value(x, N["deflate_nif/4"]!(x, z, 1, 1, 0)), /not_initialized/);
  assert.throws(() => value(x, N["deflateInit_nif/6"]!(x, z, 17, 8, 15, 8, 0)), /stream_error/);
  value(x, N["deflateInit_nif/6"]!(x, z, 1, 8, 15, 8, 0));
  assert.throws(() => value(x, N["deflateInit_nif/6"]!(x, z, 1, 8, 15, 8, 0)), /already_initialized/);
  assert.throws(() => value(x, N["close_nif/1"]!(x, 1)), /badarg/);
  value(x, N["close_nif/1"]!(x, z));
  assert.throws(() => value(x, N["close_nif/1"]!(x, z)), /not_initialized/);
});
