/**
 * re: the same patterns and subjects on real OTP and here, taken from OTP's own test data; and what belongs to the BIFs.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { atom } from "../../src/term/atom.ts";
import { binary } from "../../src/term/bits.ts";
import { list } from "../../src/term/list.ts";
import type { Term } from "../../src/term/term.ts";
import { type Tuple5, tuple, tuple2, type Tuple2, tuple3, Tuple } from "../../src/term/tuple.ts";
import { RE_BIFS } from "../../src/bifs/re.ts";
import { functions, testExec } from "../support/exec.ts";
import { finish, show } from "./re/run.ts";

const F = functions(RE_BIFS);

function bytes(s: string): Term {
  return binary(new Uint8Array(Buffer.from(s, "latin1")));
}

test("a compiled pattern is a binary that can be copied", () => {
  const x = testExec(27);
  const ok = finish(x, F["compile/2"]!(x, bytes("a(?<n>b)"), list(atom("caseless")))) as Tuple2;
  const p = ok.e1 as Tuple5;
  assert.equal(show(tuple(p.e0, p.e1, p.e2, p.e3)), "{re_pattern,1,0,0}");
  const copy = tuple(p.e0, p.e1, p.e2, p.e3, binary(Uint8Array.from((p.e4 as { bytes: Uint8Array }).bytes)));
  assert.equal(show(finish(x, F["run/2"]!(x, bytes("xAB"), copy))), "{match,[{1,2},{2,1}]}");
  assert.equal(show(finish(x, F["inspect/2"]!(x, copy, atom("namelist")))), "{namelist,[<<110>>]}");
  const broken = tuple(p.e0, p.e1, p.e2, p.e3, bytes("ERCPxxxxxxxx"));
  assert.equal(show(finish(x, F["run/2"]!(x, bytes("xAB"), broken))), "{raised,badarg}");
});

test("what is captured, and as what", () => {
  const x = testExec(27);
  const run = (values: Term, type: string, pattern = "(?<a>x)(?<b>y)?(?<c>z)", subject = "_xz_"): string => {
    const o = list(tuple3(atom("capture"), values, atom(type)));
    return show(finish(x, F["run/3"]!(x, bytes(subject), bytes(pattern), o)));
  };
  assert.equal(run(atom("all"), "index"), "{match,[{1,2},{1,1},{-1,0},{2,1}]}");
  assert.equal(run(atom("all_but_first"), "binary"), "{match,[<<120>>,<<>>,<<122>>]}");
  assert.equal(run(atom("first"), "list"), '{match,["xz"]}');
  assert.equal(run(atom("none"), "list"), "match");
  assert.equal(run(list(atom("c"), 1, bytes("nope"), 7), "list"), '{match,["z","x",[],[]]}');
  assert.equal(run(atom("all_names"), "list"), '{match,["x",[],"z"]}');
  assert.equal(run(list(1.5 as unknown as Term), "nonsense"), "{raised,badarg}");
});

test("a hopeless pattern ends with match_limit and yields on the way", () => {
  const x = testExec(27);
  x.reds = 4000;
  let slices = 0;
  const yieldBefore = x.yield.bind(x);
  x.yield = (...args) => {
    slices++;
    return yieldBefore(...args);
  };
  const subject = bytes(`${"a".repeat(28)}!`);
  const r = finish(x, F["run/3"]!(x, subject, bytes("^(a+)+$"), list(atom("report_errors"))));
  assert.equal(show(r), "{error,match_limit}");
  assert.ok(slices > 100, `${slices} slices`);
  const plain = finish(x, F["run/3"]!(x, subject, bytes("^(a+)+$"), list(tuple2(atom("match_limit"), 1000))));
  assert.equal(show(plain), "nomatch");
});

test("bad arguments", () => {
  const x = testExec(27);
  const bad = (r: unknown): void => assert.equal(show(finish(x, r as Term)), "{raised,badarg}");
  bad(F["compile/1"]!(x, atom("a")));
  bad(F["compile/2"]!(x, bytes("a"), list(atom("nonsense"))));
  bad(F["compile/2"]!(x, bytes("a"), list(atom("notbol"))));
  bad(F["run/2"]!(x, bytes("a"), bytes("(")));
  bad(F["run/2"]!(x, atom("a"), bytes("a")));
  bad(F["run/3"]!(x, bytes("a"), bytes("a"), list(tuple2(atom("offset"), -1))));
  const compiled = (finish(x, F["compile/1"]!(x, bytes("a"))) as Tuple2).e1;
  bad(F["run/3"]!(x, bytes("a"), compiled, list(atom("caseless"))));
  assert.ok(compiled instanceof Tuple);
});
