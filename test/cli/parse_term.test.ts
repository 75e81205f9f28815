import assert from "node:assert/strict";
import { test } from "node:test";
import { parseTerm, TermSyntaxError } from "../../cli/parse_term.ts";
import { atom } from "../../src/term/atom.ts";
import { Bits, binary } from "../../src/term/bits.ts";
import { equalExact } from "../../src/term/equal.ts";
import { Float } from "../../src/term/float.ts";
import { cons, list, listFromString, NIL } from "../../src/term/list.ts";
import { mapFromPairs } from "../../src/term/map_ops.ts";
import type { Term } from "../../src/term/term.ts";
import { tuple } from "../../src/term/tuple.ts";

const bytes = (...values: number[]) => binary(Uint8Array.from(values));

const GOOD: readonly (readonly [string, Term])[] = [
  ["ok", atom("ok")],
  ["ok.", atom("ok")],
  [" % a remark\n élan@1 ", atom("élan@1")],
  ["'two words\\n'", atom("two words\n")],
  ["''", atom("")],
  ["0", 0],
  ["-0", 0],
  ["1_000", 1000],
  ["16#fF", 255],
  ["-36#zz", -1295],
  ["9007199254740991", 9007199254740991],
  ["9007199254740992", 9007199254740992n],
  ["-123456789012345678901234567890", -123456789012345678901234567890n],
  ["$a", 97],
  ["$\\n", 10],
  ["-$a", -97],
  ["$😀", 0x1f600],
  ["1.5", new Float(1.5)],
  ["-1.0e-3", new Float(-0.001)],
  ["-0.0", new Float(-0)],
  ['"ab" "c"', listFromString("abc")],
  ['"\\x{1F600}\\x41\\101\\e\\s\\^A\\q"', list(0x1f600, 65, 65, 27, 32, 1, 113)],
  ['""', NIL],
  ["[]", NIL],
  ["[1,[2|3]|x]", cons(1, cons(cons(2, 3), atom("x")))],
  ["{}", tuple()],
  ["{a,{1}}", tuple(atom("a"), tuple(1))],
  ["#{}", mapFromPairs([], [])],
  ["#{a => 1, 1.0 => #{}, a => 2}", mapFromPairs([atom("a"), new Float(1)], [2, mapFromPairs([], [])])],
  ["<<>>", bytes()],
  ['<<"añ">>', bytes(97, 0xf1)],
  ['<<"añ"/utf8, 256, -1>>', bytes(97, 0xc3, 0xb1, 0, 255)],
  ["<<1:4, 16#abc:12>>", bytes(0x1a, 0xbc)],
  ["<<5:3>>", new Bits(Uint8Array.of(0xa0), 0, 3)],
];

const BAD: readonly (readonly [string, RegExp, number])[] = [
  ["", /a term is missing/, 0],
  ["[1,", /a term is missing/, 3],
  ["[1 2]", /, is missing before "2"/, 3],
  ["{a", /, is missing at the end/, 2],
  ["hello world", /unexpected "world"/, 6],
  ["Var", /Var is a variable/, 0],
  ["fun", /reserved word/, 0],
  ["'open", /closing ' is missing/, 0],
  ["16#", /digits are missing/, 3],
  ["2#12", /2 is no digit in base 2/, 4],
  ["37#1", /base is from 2 to 36/, 2],
  ["1.0e999", /no such float/, 7],
  ["'\\x{110000}'", /no such character/, 11],
  ["#{a}", /=> is missing/, 3],
  ["<<1.5>>", /integers and strings/, 5],
  [`'${"x".repeat(256)}'`, /at most 255/, 258],
  ["[".repeat(100_000), /nested too deeply/, 1001],
];

test("terms", () => {
  for (const [text, term] of GOOD) assert.ok(equalExact(parseTerm(text), term), text);
});

test("texts that are none", () => {
  for (const [text, message, at] of BAD) {
    assert.throws(
      () => parseTerm(text),
      (error) => {
        assert.ok(error instanceof TermSyntaxError);
        assert.match(error.message, message);
        assert.equal(error.at, at, text);
        return true;
      },
    );
  }
});
