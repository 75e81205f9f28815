/** Expected failures: read, compared and written; the table that is made of results; which suites a name means. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { APPLICATIONS, dataModules, namesWithReasons, variants } from "../../conformance/applications.ts";
import type { CaseResult, Outcome } from "../../conformance/events.ts";
import { compare, expectedText, type Pair, unexpected } from "../../conformance/expected.ts";
import { parseOptions, UsageError } from "../../conformance/options.ts";
import { fits, leftOut } from "../../conformance/selection.ts";
import { lineOf, pairOf } from "../../conformance/results.ts";
import { conformanceTable } from "../../conformance/table.ts";

const cases = (outcomes: Record<string, Outcome>): Record<string, CaseResult> =>
  Object.fromEntries(
    Object.entries(outcomes).map(([path, outcome]) => [
      path,
      { outcome, reason: outcome === "passed" ? "" : "r", ms: 1 },
    ]),
  );

const pair = (erl: Record<string, Outcome>, gluon: Record<string, Outcome>): Pair => ({
  name: "stdlib/x_SUITE",
  erl: { build: "e", cases: cases(erl) },
  gluon: { build: "g", cases: cases(gluon) },
});

const MIXED = pair(
  { both: "passed", mine: "passed", slow: "passed", gone: "passed", theirs: "failed", none: "skipped" },
  { both: "passed", mine: "failed", slow: "timeout", theirs: "passed", none: "failed" },
);

test("only what passes on erl counts", () => {
  const { failing, passing } = compare([MIXED]);
  assert.deepEqual([...passing], ["stdlib/x_SUITE/both"]);
  assert.deepEqual(
    [...failing],
    [
      ["stdlib/x_SUITE/mine", "r"],
      ["stdlib/x_SUITE/slow", "timeout: r"],
      ["stdlib/x_SUITE/gone", "not in the suite"],
    ],
  );
});

test("a reason does not say where the tests lie", () => {
  const { erl, gluon } = pair({ a: "passed" }, { a: "failed" });
  const reason = '{badmatch,[{file,"/home/x/.cache/gluon/suites/27/tests-1/stdlib/x_SUITE.erl"}]}';
  const { failing } = compare([
    { name: "stdlib/x_SUITE", erl, gluon: { ...gluon, cases: { a: { outcome: "failed", reason, ms: 1 } } } },
  ]);
  assert.equal(failing.get("stdlib/x_SUITE/a"), '{badmatch,[{file,"x_SUITE.erl"}]}');
});

test("a new failure is unexpected, and so is a pass that has a line", () => {
  const expected = namesWithReasons(
    "# head\nstdlib/x_SUITE/mine why\nstdlib/x_SUITE/both was bad\nstdlib/y_SUITE/z other\n",
  );
  const { failures, passes } = unexpected(compare([MIXED]), expected);
  assert.deepEqual(failures, ["stdlib/x_SUITE/slow timeout: r", "stdlib/x_SUITE/gone not in the suite"]);
  assert.deepEqual(passes, ["stdlib/x_SUITE/both"]);
});

test("the file keeps reasons and what has not been run, and reads as it was written", () => {
  const before = namesWithReasons("stdlib/x_SUITE/mine why\nstdlib/x_SUITE/both was bad\nstdlib/y_SUITE/z other\n");
  const text = expectedText(compare([MIXED]), before, "# head\n");
  assert.equal(
    text,
    "# head\nstdlib/x_SUITE/gone not in the suite\nstdlib/x_SUITE/mine why\nstdlib/x_SUITE/slow timeout: r\nstdlib/y_SUITE/z other\n",
  );
  assert.deepEqual(unexpected(compare([MIXED]), namesWithReasons(text)), { failures: [], passes: [] });
});

test("a line may leave open whether its case passes", () => {
  const before = namesWithReasons("stdlib/x_SUITE/both may pass: slow\nstdlib/x_SUITE/mine may pass: slow\n");
  const { failures, passes } = unexpected(compare([MIXED]), before);
  assert.deepEqual([failures.length, passes], [2, []]);
  assert.match(expectedText(compare([MIXED]), before, ""), /^stdlib\/x_SUITE\/both may pass: slow$/m);
});

test("the table has each suite, its ratio and what does not pass", () => {
  const text = conformanceTable([{ release: 27, version: "27.1", pairs: [MIXED] }]);
  assert.match(text, /^\| stdlib \| 1 \| 6 \| 4 \| 1 \| 25\.0% \|$/m);
  assert.match(text, /^\| x_SUITE \| 6 \| 4 \(1 failed, 1 skipped\) \| 2 \(2 failed, 1 timeout\) \| 25\.0% \|$/m);
  assert.match(text, /^\* x_SUITE\/slow: `timeout: r`$/m);
  assert.doesNotMatch(text, /builds/);
});

test("the table takes the expected reason, and says where results are of several builds", () => {
  const other = { ...MIXED, name: "stdlib/y_SUITE", gluon: { ...MIXED.gluon, build: "another" } };
  const reasons = new Map([["stdlib/x_SUITE/slow", "needs an hour"]]);
  const text = conformanceTable([{ release: 27, version: "27.1", pairs: [MIXED, other], reasons }]);
  assert.match(text, /^\* x_SUITE\/slow: `needs an hour`$/m);
  assert.match(text, /^The results on Gluon are of 2 builds/m);
});

test("results that are committed give the same table", () => {
  const skipped = { name: "stdlib/z_SUITE", erl: { ...MIXED.erl, skipped: "no" }, gluon: { build: "b", cases: {} } };
  for (const of of [MIXED, skipped]) {
    const again = pairOf(JSON.parse(JSON.stringify(lineOf(of))));
    const table = (p: typeof MIXED) => conformanceTable([{ release: 27, version: "27.1", pairs: [p] }]);
    assert.equal(table(again), table(of));
  }
});

test("nearly all is not all", () => {
  const many = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`c${i}`, "passed" as Outcome]));
  const text = conformanceTable([{ release: 27, version: "27.1", pairs: [pair(many, { ...many, c7: "failed" })] }]);
  assert.match(text, /\| 3000 \| 3000 \| 2999 \| 99\.9% \|/);
});

test("names mean cases, groups and ends of paths, never parts of words", () => {
  assert.ok(fits("g/h/b", "b") && fits("g/h/b", "h/b") && fits("g/h/b", "g") && fits("g/h/b", "g/h/b"));
  assert.ok(!fits("g/h/bb", "b") && !fits("g/h/b", "g/b"));
});

test("variants are read from the Makefile", () => {
  const emulator = APPLICATIONS.find((a) => a.name === "emulator");
  assert.ok(emulator);
  const made = variants(
    emulator,
    "X= \\\n\tmap\nNO_OPT= \\\n\tbs_utf \\\n\tguard\n\nR25= \\\n\tmap\n\nR25_MODULES= $(R25:%=%_r25_SUITE)\n",
  );
  assert.deepEqual(
    made.map((v) => `${v.of} ${v.name}`),
    ["bs_utf_SUITE bs_utf_no_opt_SUITE", "guard_SUITE guard_no_opt_SUITE", "map_SUITE map_r25_SUITE"],
  );
});

test("modules in data folders are read from their Makefile", () => {
  const rules =
    "EFLAGS=+debug_info\n\nall: a.@EMULATOR@\n\na.@EMULATOR@: a.erl\n\terlc $(EFLAGS) a.erl\n\terlc $(EFLAGS) -oapp/ebin app/src/b.erl\n" +
    "\terlc -o d d/c.erl\nx@exe@: x.c\n\t$(CC) -c x.c\n";
  assert.deepEqual(dataModules(rules), [
    { source: "a.erl", folder: "." },
    { source: "app/src/b.erl", folder: "app/ebin" },
    { source: "d/c.erl", folder: "d" },
  ]);
});

test("what is left out belongs to an application and has a reason", () => {
  for (const [name, reason] of leftOut()) {
    assert.ok(
      APPLICATIONS.some((a) => name.startsWith(`${a.name}/`)),
      name,
    );
    assert.notEqual(reason, "", name);
  }
});

test("arguments", () => {
  const options = parseOptions(["--otp=29", "--jobs", "3", "--case-timeout", "5", "--check", "stdlib/x_SUITE/"]);
  assert.equal(options.release, 29);
  assert.deepEqual([options.jobs, options.caseTimeout_ms, options.action], [3, 5000, "check"]);
  assert.deepEqual(options.names, ["stdlib/x_SUITE"]);
  for (const wrong of [["--otp", "26"], ["--jobs", "0"], ["--jobs"], ["--only", "x"], ["--nothing"]])
    assert.throws(() => parseOptions(wrong), UsageError, wrong.join(" "));
});
