/**
 * re: the same patterns and subjects on real OTP and here, taken from OTP's own test data; and what belongs to the BIFs.
 */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { atom } from "../../src/term/atom.ts";
import { binary } from "../../src/term/bits.ts";
import { list, listFromArray, NIL } from "../../src/term/list.ts";
import type { Term } from "../../src/term/term.ts";
import { type Tuple5, tuple, tuple2, type Tuple2, tuple3, Tuple } from "../../src/term/tuple.ts";
import { RE_BIFS } from "../../src/bifs/re.ts";
import { functions, testExec } from "../support/exec.ts";
import { type OtpRelease, otpReTests, RELEASES, runErl } from "../support/otp.ts";
import { type Case, erlangBinary, readCases } from "./re/data.ts";
import { readCases2 } from "./re/data2.ts";
import { finish, options, show } from "./re/run.ts";

const F = functions(RE_BIFS);

function bytes(s: string): Term {
  return binary(new Uint8Array(Buffer.from(s, "latin1")));
}

/** What the BIFs make of a case, as the Erlang program below writes it. */
function ours(release: OtpRelease, c: Case): string[] {
  const x = testExec(release);
  const compiled = finish(x, F["compile/2"]!(x, binary(c.pattern), options(c.options))) as Tuple2;
  if (compiled.e0 !== atom("ok")) return [show(compiled)];
  return c.subjects.map((s) => {
    const all = list(atom("report_errors"), tuple3(atom("capture"), atom("all"), atom("index")));
    const o = options(s.options);
    x.reds = 4000;
    return show(finish(x, F["run/3"]!(x, binary(s.bytes), compiled.e1, append(o, all))));
  });
}

function append(a: Term, b: Term): Term {
  const items: Term[] = [];
  for (let l = a as { head: Term; tail: Term }; (l as unknown) !== NIL; l = l.tail as typeof l) items.push(l.head);
  return listFromArray(items, b);
}

async function theirs(release: OtpRelease, cases: readonly Case[]): Promise<string[][]> {
  const folder = mkdtempSync(join(tmpdir(), "gluon-re-"));
  try {
    const text = cases.map((c) => {
      const subjects = c.subjects.map((s) => `{${erlangBinary(s.bytes)},[${s.options.join(",")}]}`);
      return `{${erlangBinary(c.pattern)},[${c.options.join(",")}],[${subjects.join(",")}]}.\n`;
    });
    writeFileSync(join(folder, "in"), text.join(""));
    await runErl(
      release,
      `{ok, Cases} = file:consult("in"),
       {ok, Out} = file:open("out", [write, raw, delayed_write]),
       logger:set_primary_config(level, none),
       %% Nothing catches an internal_error: the process ends.
       Run = fun(S, P, O) ->
           {Pid, M} = spawn_monitor(fun() ->
               exit({done, try re:run(S, P, O ++ [report_errors, {capture, all, index}])
                           catch error:R -> {raised, R} end}) end),
           receive {'DOWN', M, process, Pid, {done, Result}} -> Result;
                   {'DOWN', M, process, Pid, {R, _}} -> {raised, R} end end,
       lists:foreach(fun({P, O, Subjects}) ->
           Lines = case re:compile(P, O) of
             {ok, Compiled} -> [Run(S, Compiled, RO) || {S, RO} <- Subjects];
             Error -> [Error]
           end,
           file:write(Out, [[io_lib:format("~0p~n", [L]) || L <- Lines], "--\n"])
         end, Cases),
       file:close(Out)`,
      { cwd: folder },
    );
    const out = readFileSync(join(folder, "out"), "latin1").split("--\n");
    return out.slice(0, -1).map((lines) => lines.split("\n").slice(0, -1));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Subjects whose result differs, by release, file and line of the pattern, with the reason. */
const KNOWN: Readonly<Record<string, string>> = {
  "25/testoutput1:9342": "a group set by an abandoned branch keeps its old text in PCRE 8",
  "27/testoutput1:9342": "a group set by an abandoned branch keeps its old text in PCRE 8",
  "29/testoutput2:19470":
    "PCRE2 knows all bytes that a match can start with and so does not try a place where COMMIT would end the search",
};

/** Those of the files that a release's tests read in the format of PCRE2's test program. */
const PCRE2 = /^(mod_testoutput8|testoutput(1|2|4|5|10))$/;

for (const release of RELEASES) {
  const folder = join(await otpReTests(release), "re_SUITE_data");
  const files = (readdirSync(folder, { recursive: true }) as string[]).filter((f) => /testoutput\d+$/.test(f)).sort();
  for (const file of files) {
    test(`OTP ${release}, ${file}`, async (t) => {
      const path = join(folder, file);
      const cases = release === 29 && PCRE2.test(file) ? readCases2(path) : readCases(path);
      const expected = await theirs(release, cases);
      let agreed = 0;
      const different: string[] = [];
      const excused = new Set<string>();
      for (const [i, c] of cases.entries()) {
        const got = ours(release, c);
        for (const [k, line] of (expected[i] as string[]).entries()) {
          const place = `${release}/${file}:${c.line}`;
          if (line === got[k]) agreed++;
          else if (KNOWN[place] !== undefined) excused.add(place);
          else different.push(`${place} /${Buffer.from(c.pattern).toString("latin1")}/: ${got[k]}, not ${line}`);
        }
      }
      const known = Object.keys(KNOWN).filter((place) => place.startsWith(`${release}/${file}:`));
      t.diagnostic(`${agreed} results of ${cases.length} patterns agree, ${known.length} are known to differ`);
      assert.deepEqual(different, []);
      assert.deepEqual([...excused], known, "an entry of KNOWN holds no longer");
    });
  }
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
