/** asn1rt_nif: the same results as OTP's library, for values, for PER's instructions and for what is neither. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { ASN1_NIFS } from "../../src/nifs/asn1.ts";
import { binary, type Bits, bytesOf } from "../../src/term/bits.ts";
import { list, NIL } from "../../src/term/list.ts";
import { printTerm } from "../../src/term/print.ts";
import type { Term } from "../../src/term/term.ts";
import { element, type Tuple, tuple2 } from "../../src/term/tuple.ts";
import { functions, testExec, value } from "../support/exec.ts";
import { runErl } from "../support/otp.ts";

const N = functions(ASN1_NIFS);

let seed = 77;
function random(n: number): number {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 4294967296) * n);
}

const randomBytes = (n: number) => Uint8Array.from({ length: n }, () => random(256));

function encoded(depth: number): number[] {
  const number = [random(31), 31 + random(97), 128 + random(16000)][random(3)] as number;
  const inner = depth === 0 ? undefined : Array.from({ length: random(4) }, () => encoded(random(depth))).flat();
  const kind = (random(4) << 6) | (inner === undefined ? 0 : 0x20);
  const tag = number < 31 ? [kind | number] : [kind | 31, ...(number < 128 ? [] : [128 | (number >> 7)]), number & 127];
  const data = inner ?? [...randomBytes([random(5), random(300)][random(2)] as number)];
  if (inner !== undefined && random(3) === 0) return [...tag, 128, ...data, 0, 0];
  const long = data.length < 128 && random(4) > 0 ? [data.length] : [130, data.length >> 8, data.length & 255];
  return [...tag, ...long, ...data];
}

function berInputs(): Uint8Array[] {
  const all: Uint8Array[] = [new Uint8Array(0)];
  for (let i = 0; i < 400; i++) {
    const good = Uint8Array.from(encoded(4));
    all.push(good, good.subarray(0, random(good.length)), randomBytes(random(12)));
    const bad = good.slice();
    bad[random(bad.length)] = [0, 0x80, 0xff, random(256)][random(4)] as number;
    all.push(bad);
  }
  // As deep as OTP goes, and deeper.
  for (const n of [585, 586, 3000])
    all.push(Uint8Array.from({ length: 4 * n }, (_, i) => [[48, 128][i & 1], 0][+(i >= 2 * n)] as number));
  return all;
}

function perInstruction(): number[] {
  const size = random(40);
  const data = [...randomBytes(size)];
  const bits = data.map((b) => b & 1);
  const whole = (n: number) => Array.from({ length: n }, (_, i) => (n > 1 && i === 0 ? 0 : size));
  /** Lengths that fit the data, as generated code gives them: one byte may be cut, no more. */
  const wanted = Math.max(0, 8 * size - random(8)) + (random(3) === 0 ? 9 : 0);
  const last =
    wanted < 8 * size && size > 0
      ? [...data.slice(0, -1), (data[size - 1] as number) & (0xff << (8 * size - wanted))]
      : data;
  const count = random(2 * size + 2);
  switch (random(11)) {
    case 0:
      return [random(2)];
    case 1:
      return [2];
    case 2: {
      const n = 1 + random(8);
      return [10, n, random(1 << n)];
    }
    case 3:
      return [20, size, ...data];
    case 4:
      return [21, ...whole(2), ...data];
    case 5:
    case 6: {
      const unused = size === 0 ? 0 : random(8);
      const cut = [...data.slice(0, -1), (data.at(-1) ?? 0) & (0xff << unused)].slice(0, size);
      return random(2) === 0 ? [30, unused, size, ...cut] : [31, unused, ...whole(2), ...cut];
    }
    case 7:
      return random(2) === 0 ? [40, count, size, ...bits] : [41, count, ...whole(2), ...bits];
    case 8:
      return random(2) === 0 ? [42, 0, count, size, ...bits] : [43, 0, count, ...whole(2), ...bits];
    case 9:
      return [46, wanted >> 8, wanted & 255, size, ...last];
    default:
      return [47, wanted >> 8, wanted & 255, ...whole(2), ...last];
  }
}

function perInputs(): Uint8Array[] {
  const all: Uint8Array[] = [new Uint8Array(0), Uint8Array.of(99), Uint8Array.of(20, 5, 1), Uint8Array.of(40, 1, 1, 2)];
  for (let i = 0; i < 400; i++)
    all.push(Uint8Array.from(Array.from({ length: 1 + random(20) }, perInstruction).flat()));
  return all;
}

async function ofErl(inputs: readonly Uint8Array[], expression: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "gluon-asn1-"));
  try {
    const file = join(folder, "in");
    const parts = inputs.flatMap((bytes) => [Uint8Array.of(bytes.length >> 8, bytes.length & 255), bytes]);
    writeFileSync(file, Buffer.concat(parts));
    const text = await runErl(
      27,
      `{ok, Bytes} = file:read_file("${file}"), F = ${expression},
       [io:format("~w~n", [F(B)]) || <<N:16, B:N/binary>> <= Bytes]`,
    );
    return text.trimEnd().split("\n");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const call = (name: string, arg: Term) => value(testExec(), (N[name] as (typeof N)[string])(testExec(), arg));

test("BER is read as OTP reads it", async () => {
  const inputs = berInputs();
  const expected = await ofErl(
    inputs,
    "fun(B) -> try asn1rt_nif:decode_ber_tlv(B) catch exit:{error, {asn1, Reason}} -> {error, Reason} end end",
  );
  assert.deepEqual(
    inputs.map((bytes) => printTerm(call("decode_ber_tlv_raw/1", binary(bytes)))),
    expected,
  );
});

test("BER is written as OTP writes it", async () => {
  const inputs = berInputs().slice(0, 1000);
  const expected = await ofErl(
    inputs,
    "fun(B) -> try asn1rt_nif:encode_ber_tlv(element(1, asn1rt_nif:decode_ber_tlv(B))) catch exit:_ -> none end end",
  );
  const own = inputs.map((bytes) => {
    const read = call("decode_ber_tlv_raw/1", binary(bytes)) as Tuple;
    if (printTerm(element(read, 0)) === "error") return "none";
    return printTerm(call("encode_ber_tlv/1", element(read, 0)));
  });
  assert.deepEqual(own, expected);
});

test("terms that are no values", () => {
  for (const term of [1, tuple2(1, 2), tuple2(-1, NIL), tuple2(1, list(2)), tuple2(2 ** 32, NIL)])
    assert.equal(printTerm(call("encode_ber_tlv/1", term)), "{error,-1}");
});

test("values of any depth are written", () => {
  let term: Term = tuple2(1, NIL);
  for (let i = 0; i < 20000; i++) term = tuple2(16, list(term));
  assert.equal(bytesOf(call("encode_ber_tlv/1", term) as Bits).length > 40000, true);
});

test("PER's instructions give OTP's bits", async () => {
  const inputs = perInputs();
  const expected = await ofErl(inputs, "fun(B) -> asn1rt_nif:encode_per_complete(B) end");
  assert.deepEqual(
    inputs.map((bytes) => printTerm(call("encode_per_complete/1", binary(bytes)))),
    expected,
  );
});
