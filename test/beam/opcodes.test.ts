/** The opcode table against the compiler of OTP 29, and the opcode numbers against the table. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { MAX_OPCODE, OPCODES } from "../../src/beam/opcodes.ts";
import { runErl } from "../support/otp.ts";

test("numbers, names and arities are OTP 29's", async () => {
  const text = await runErl(
    29,
    `[io:format("~w ~w~n", [N, A]) || I <- lists:seq(1, 191), {N, A} <- [beam_opcodes:opname(I)]]`,
  );
  const expected = text.trim().split("\n");
  assert.equal(MAX_OPCODE, expected.length);
  assert.deepEqual(
    OPCODES.slice(1).map((o) =>
      `${/^(try|catch|send)$/.test(o.name) ? `'${o.name}'` : o.name} ${o.arity}`.replace("'send'", "send"),
    ),
    expected,
  );
});

test("op.ts numbers the opcodes as the table does", () => {
  const source = readFileSync(new URL("../../src/beam/op.ts", import.meta.url), "utf8");
  const numbers = [...source.matchAll(/^ {2}(\w+) = (\d+),$/gm)].map((m) => [Number(m[2]), m[1]]);
  assert.deepEqual(
    numbers,
    OPCODES.slice(1).map((o) => [o.op, o.name]),
  );
});
