/**
 * The same patterns and subjects on real OTP and here.
 */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { RE_BIFS } from "../../../src/bifs/re.ts";
import { atom } from "../../../src/term/atom.ts";
import { binary } from "../../../src/term/bits.ts";
import { list, listFromArray, NIL } from "../../../src/term/list.ts";
import type { Term } from "../../../src/term/term.ts";
import { type Tuple2, tuple3, type Tuple5 } from "../../../src/term/tuple.ts";
import { functions, testExec } from "../../support/exec.ts";
import { type OtpRelease, otpReTests, runErl } from "../../support/otp.ts";
import { type Case, erlangBinary, readCases } from "./data.ts";
import { readCases2 } from "./data2.ts";
import { finish, options, show } from "./run.ts";

const F = functions(RE_BIFS);

/** What the BIFs make of a case, as the Erlang program below writes it. */
function ours(release: OtpRelease, c: Case): string[] {
  const x = testExec(release);
  const compiled = finish(x, F["compile/2"]!(x, binary(c.pattern), options(c.options))) as Tuple2;
  if (compiled.e0 !== atom("ok")) return [show(compiled)];
  const { e1: groups, e2: unicode, e3: crlf } = compiled.e1 as Tuple5;
  const runs = c.subjects.map((s) => {
    const all = list(atom("report_errors"), tuple3(atom("capture"), atom("all"), atom("index")));
    const o = options(s.options);
    x.reds = 4000;
    return show(finish(x, F["run/3"]!(x, binary(s.bytes), compiled.e1, append(o, all))));
  });
  return [show(tuple3(groups, unicode, crlf)), ...runs];
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
             {ok, {re_pattern, G, U, N, _} = Compiled} -> [{G, U, N} | [Run(S, Compiled, RO) || {S, RO} <- Subjects]];
             Error -> [Error]
           end,
           file:write(Out, [[io_lib:format("~0p~n", [L]) || L <- Lines], "--\n"])
         end, Cases),
       file:close(Out)`,
      { cwd: folder, timeout_ms: 300_000 },
    );
    const out = readFileSync(join(folder, "out"), "latin1").split("--\n");
    return out.slice(0, -1).map((lines) => lines.split("\n").slice(0, -1));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Those of the files that a release's tests read in the format of PCRE2's test program. */
const PCRE2 = /^(mod_testoutput8|testoutput(1|2|4|5|10))$/;

/** The cases in OTP's own test data, by file. */
export async function dataCases(release: OtpRelease): Promise<Map<string, Case[]>> {
  const folder = join(await otpReTests(release), "re_SUITE_data");
  const files = (readdirSync(folder, { recursive: true }) as string[]).filter((f) => /testoutput\d+$/.test(f)).sort();
  return new Map(
    files.map((file) => {
      const read = release === 29 && PCRE2.test(file) ? readCases2 : readCases;
      return [file, read(join(folder, file))];
    }),
  );
}

/** A match limit that one side meets and the other does not: they count different things. */
const LIMIT = /^\{error,match_limit/;

/**
 * Fails unless both sides say the same of all cases, those apart whose `RELEASE/file:line` is a key of `known`: they must differ.
 */
export async function compare(
  t: TestContext,
  release: OtpRelease,
  file: string,
  cases: readonly Case[],
  known: Readonly<Record<string, string>> = {},
): Promise<void> {
  const expected = await theirs(release, cases);
  let agreed = 0;
  const different: string[] = [];
  const excused = new Set<string>();
  for (const [i, c] of cases.entries()) {
    const got = ours(release, c);
    for (const [k, line] of (expected[i] as string[]).entries()) {
      const place = `${release}/${file}:${c.line}`;
      if (line === got[k]) agreed++;
      else if (known[place] !== undefined) excused.add(place);
      else if (!LIMIT.test(line) && !LIMIT.test(got[k] ?? "")) {
        const subject = c.subjects[k - 1];
        const where = `[${c.options}] ${subject === undefined ? "" : `${erlangBinary(subject.bytes)} [${subject.options}]`}`;
        different.push(`${place} /${Buffer.from(c.pattern).toString("latin1")}/ ${where}: ${got[k]}, not ${line}`);
      }
    }
  }
  const due = Object.keys(known).filter((place) => place.startsWith(`${release}/${file}:`));
  t.diagnostic(`${agreed} results of ${cases.length} patterns agree, ${due.length} patterns are known to differ`);
  assert.deepEqual(different, []);
  assert.deepEqual([...excused], due, "a known difference is gone");
}
