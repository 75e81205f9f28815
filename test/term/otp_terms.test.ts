/** Terms made by real Erlang, with what it says about them: hashes, external format, order. */
import assert from "node:assert";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { compare, compareExact } from "../../src/term/compare.ts";
import { equal, equalExact } from "../../src/term/equal.ts";
import { encodeToBytes, type EncodeOptions, PLAIN } from "../../src/term/etf_encode.ts";
import { hashTerm } from "../../src/term/hash.ts";
import { atom } from "../../src/term/atom.ts";
import { type Bits, bytesOf } from "../../src/term/bits.ts";
import { listToArray } from "../../src/term/list.ts";
import type { ErlMap } from "../../src/term/map.ts";
import { makeHash, makeHash2 } from "../../src/term/phash.ts";
import { formatPretty } from "../../src/term/pretty.ts";
import { printTerm } from "../../src/term/print.ts";
import type { Term } from "../../src/term/term.ts";
import { type Tuple, tupleToArray } from "../../src/term/tuple.ts";
import { deflateZlib } from "../../src/util/deflate.ts";
import { utf8Decode } from "../../src/util/utf8.ts";
import { decode, show } from "../support/etf.ts";
import { compileErl, runErl } from "../support/otp.ts";

const SEED = 42;
let folder = "";

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "gluon-terms-"));
  await compileErl(27, [fileURLToPath(new URL("random_terms.erl", import.meta.url))], folder, [
    "+nowarn_deprecated_function",
  ]);
});
after(() => rmSync(folder, { recursive: true }));

async function rows(call: "main" | "pairs", n: number): Promise<Term[][]> {
  const file = join(folder, call);
  await runErl(27, `random_terms:${call}(${JSON.stringify(file)}, ${SEED}, ${n})`, { args: ["-pa", folder] });
  return (listToArray(decode(readFileSync(file))) as Tuple[]).map(tupleToArray);
}

function fact(facts: Term, name: string): Term {
  return (facts as ErlMap).get(atom(name)) as Term;
}

const options: EncodeOptions = {
  node: atom("nonode@nohost"),
  creation: 0,
  ...PLAIN,
  deflate: deflateZlib,
};

test("phash2, phash, external format", async () => {
  const all = await rows("main", 1000);
  assert.equal(all.length, 1000);
  for (const [t, facts] of all as [Term, Term][]) {
    assert.equal(makeHash2(t), fact(facts, "phash2"), `phash2 ${show(t)}`);
    assert.equal(makeHash(t), fact(facts, "phash"), `phash ${show(t)}`);
    for (const minorVersion of [0, 1, 2]) {
      const expected = bytesOf(fact(facts, `v${minorVersion}`) as Bits);
      const given = encodeToBytes(t, { ...options, minorVersion }) as Uint8Array;
      // Large maps have an order of their own.
      if (!hex(given).includes("74000000"))
        assert.equal(hex(given), hex(expected), `minor_version ${minorVersion} ${show(t)}`);
      else assert.equal(given.length, expected.length, `minor_version ${minorVersion} ${show(t)}`);
      assert.ok(equalExact(decode(expected), t));
      assert.ok(equalExact(decode(given), t));
    }
    assert.ok(equalExact(decode(bytesOf(fact(facts, "packed") as Bits)), t), `compressed ${show(t)}`);
  }
});

test("texts", async () => {
  for (const [t, facts] of (await rows("main", 1000)) as [Term, Term][]) {
    const expected = (name: string) => utf8Decode(bytesOf(fact(facts, name) as Bits)) as string;
    // The first number in the text of another node's identifier belongs to the VM.
    if (/<[1-9][0-9]*\.[0-9]/.test(expected("w"))) continue;
    assert.equal(printTerm(t, { latin1: true, sorted: true }), expected("w"));
    assert.equal(printTerm(t, { sorted: true }), expected("tw"));
    assert.equal(formatPretty(t, { latin1: true, sorted: true }), expected("p"));
    assert.equal(formatPretty(t, { sorted: true }), expected("tp"));
    assert.equal(formatPretty(t, { sorted: true, columns: 0 }), expected("zero_tp"));
  }
});

test("order and equality", async () => {
  for (const [a, b, order, same, exact, keys] of (await rows("pairs", 2000)) as [
    Term,
    Term,
    number,
    Term,
    Term,
    number,
  ][]) {
    const text = `${show(a)} ${show(b)}`;
    assert.equal(Math.sign(compare(a, b)), order, text);
    assert.equal(Math.sign(compare(b, a)), 0 - order, text);
    assert.equal(equal(a, b), same === atom("true"), text);
    assert.equal(equalExact(a, b), exact === atom("true"), text);
    // OTP orders atoms inside of maps that are compared as keys by their numbers.
    if (!text.includes("#{")) assert.equal(Math.sign(compareExact(a, b)), keys, text);
    else assert.equal(compareExact(a, b) === 0, keys === 0, text);
    if (exact === atom("true")) assert.equal(hashTerm(a), hashTerm(b), text);
  }
});

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
