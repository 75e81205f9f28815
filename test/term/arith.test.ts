/** Results on the edges: of the safe integers, of the release's limit, of the floats. Expected values are OTP's. */
import assert from "node:assert";
import { test } from "node:test";
import { erlangArith } from "../../src/bifs/erlang/arith.ts";
import { bigToDouble, roundToNearest, toBig } from "../../src/term/arith.ts";
import { Float } from "../../src/term/float.ts";
import { fixedFloat, parseFloatText, scientificFloat, shortFloat } from "../../src/term/float_text.ts";
import type { Term } from "../../src/term/term.ts";
import { functions, testExec, value } from "../support/exec.ts";

const f = functions(erlangArith);
const SAFE = 9007199254740991;

function call(release: 25 | 27 | 29, name: string, ...args: Term[]): Term | string {
  const x = testExec(release);
  try {
    const v = value(x, f[name]!(x, ...args));
    return v instanceof Float ? `${v.value}` : v;
  } catch (e) {
    return (e as Error).message;
  }
}

test("the edges of safe integers", () => {
  assert.equal(call(27, "+/2", SAFE, 1), 9007199254740992n);
  assert.equal(call(27, "-/2", 9007199254740992n, 1), SAFE);
  assert.equal(call(27, "-/2", -SAFE, 1), -9007199254740992n);
  assert.equal(call(27, "*/2", 3037000500, 3037000500), 9223372037000250000n);
  assert.ok(Object.is(call(27, "*/2", 0, -5), 0));
  assert.ok(Object.is(call(27, "rem/2", -4, 2), 0));
  assert.ok(Object.is(call(27, "-/1", 0), 0));
  assert.equal(call(27, "band/2", -SAFE, -2), -9007199254740992n);
  assert.equal(call(27, "bnot/1", SAFE), -9007199254740992n);
  assert.equal(call(27, "bsl/2", 1, 53), 9007199254740992n);
  assert.equal(call(27, "bsr/2", -1, 10n ** 30n), -1);
  assert.equal(call(27, "bsl/2", -1, -(10n ** 30n)), -1);
  assert.equal(call(27, "rem/2", 5, 10n ** 30n), 5);
  assert.equal(call(27, "div/2", 5, -(10n ** 30n)), 0);
  for (const n of [0, 1, -1, 2 ** 32, -(2 ** 32), SAFE, -SAFE, 4294967295, -4294967297])
    assert.equal(toBig(n), BigInt(n));
});

test("the largest integers", () => {
  for (const [release, bits] of [
    [25, 33554368],
    [27, 4194240],
    [29, 4194240],
  ] as const) {
    assert.equal(typeof call(release, "bsl/2", 1, bits - 1), "bigint");
    assert.equal(call(release, "bsl/2", 1, bits), "error:system_limit");
    assert.equal(call(release, "bsl/2", 1, 10n ** 30n), "error:system_limit");
    assert.equal(call(release, "bsr/2", 1, -(10n ** 30n)), "error:system_limit");
  }
  assert.equal(call(27, "bsl/2", 0, 10n ** 30n), 0);
  const top = 1n << 4194239n;
  assert.equal(call(27, "+/2", top, top), "error:system_limit");
  assert.equal(call(27, "*/2", top, 2), "error:system_limit");
  assert.equal(call(27, "*/2", top, top), "error:system_limit");
  assert.equal(call(27, "-/2", top, 1), top - 1n);
});

test("floats", () => {
  assert.equal(call(27, "//2", 1, 0), "error:badarith");
  assert.equal(call(27, "*/2", new Float(1e308), 10), "error:badarith");
  assert.equal(call(27, "+/2", 10n ** 400n, new Float(1)), "error:badarith");
  assert.equal(call(27, "float/1", 10n ** 400n), "error:badarg");
  assert.equal(call(27, "round/1", new Float(0.49999999999999994)), 0);
  assert.equal(call(27, "round/1", new Float(-2.5)), -3);
  assert.equal(call(27, "trunc/1", new Float(1e22)), 10n ** 22n);
  for (const [nearest, double] of [
    [true, 3.478410485308664e19],
    [false, 3.4784104853086642e19],
  ] as const) {
    roundToNearest(nearest);
    assert.equal(bigToDouble(34784104853086640000n), double);
  }
  assert.equal(bigToDouble(-(2n ** 64n)), -(2 ** 64));
  assert.equal(bigToDouble(10n ** 400n), Number.POSITIVE_INFINITY);
});

test("texts of floats", () => {
  assert.deepEqual(
    [1e22, 1e23, 100, 1000, 0.001, 0.0001, 1e-5, 123456789e3, 2 ** 53, -0, 5e-324, 1.7976931348623157e308].map(
      shortFloat,
    ),
    [
      "1.0e22",
      "1.0e23",
      "100.0",
      "1.0e3",
      "0.001",
      "0.0001",
      "1.0e-5",
      "1.23456789e11",
      "9.007199254740992e15",
      "-0.0",
      "5.0e-324",
      "1.7976931348623157e308",
    ],
  );
  assert.equal(scientificFloat(1e23, 15), "9.999999999999999e+22");
  assert.equal(scientificFloat(9.99, 1), "1.0e+01");
  assert.equal(scientificFloat(1.5, -1), "1.500000e+00");
  assert.equal(scientificFloat(1.5, 250), undefined);
  assert.equal(fixedFloat(1e22, 0, true), "1");
  assert.equal(fixedFloat(0.5, 20, true), "0.5");
  assert.equal(fixedFloat(-2.5, 0, false), "-3");
  assert.equal(parseFloatText("1,5"), 1.5);
  assert.equal(parseFloatText("1.0e400"), undefined);
  assert.equal(parseFloatText("1.0e-400"), 0);
  assert.equal(parseFloatText("1e5"), undefined);
});
