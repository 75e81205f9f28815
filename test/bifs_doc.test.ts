import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { bifsDoc, otpRows, ownRows, PAGE, TABLES } from "../scripts/bifs_doc.ts";

test("docs/bifs.md is up to date", () => {
  assert.equal(readFileSync(PAGE, "utf8"), bifsDoc(), "run `npm run bifs-doc`");
});

/** What OTP's loader turns into instructions is a function in no C table: here it has rows like a BIF. */
const INSTRUCTIONS = ["erlang:apply/2", "erlang:apply/3", "erlang:hibernate/0", "erlang:yield/0"];

test("every BIF of ours is one of OTP's", () => {
  const otp = new Set([...otpRows().map((row) => row.key), ...INSTRUCTIONS]);
  assert.deepEqual(
    [...ownRows().keys()].filter((key) => !otp.has(key)),
    [],
  );
});

test("no BIF stands in two tables", () => {
  const keys = TABLES.flatMap(({ bifs }) => bifs.map(({ module, name, arity }) => `${module}:${name}/${arity}`));
  assert.deepEqual(
    keys.filter((key, i) => keys.indexOf(key) !== i),
    [],
  );
});

test("each BIF is there in the releases that have it in OTP", () => {
  const wrong: string[] = [];
  const own = ownRows();
  for (const { key, releases } of otpRows()) {
    const bif = own.get(key)?.bif;
    const ours = bif?.releases ?? [25, 27, 29];
    if (bif !== undefined && ours.join() !== releases.join()) wrong.push(`${key}: ${ours}, in OTP ${releases}`);
  }
  assert.deepEqual(wrong, []);
});

test("functions take the arguments that their rows say", () => {
  // Fewer are fine: some ignore theirs.
  const wrong = [...ownRows()].filter(([, { bif }]) => bif.fn.length > bif.arity + 1).map(([key]) => key);
  assert.deepEqual(wrong, []);
});
