/**
 * Each row of docs/differences.md is still true: a program gives one thing on `erl` and another on Gluon. When a difference
 * goes away its test fails, and the row goes too.
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { gluonCommand } from "./support/gluon.ts";
import { compileErl, otp, runErl } from "./support/otp.ts";

/** A row of the page, by its first words, and the function of differences.erl that shows it, or the test that does. */
const ROWS: readonly (readonly [row: string, shown: { readonly by: string } | { readonly elsewhere: string }])[] = [
  ["order of the keys of a map", { by: "map_order" }],
  ["native time unit", { by: "time_unit" }],
  ["schedulers", { by: "schedulers" }],
  ["time warp mode", { by: "time_warp" }],
  ["`erlang:system_info({allocator, A})`", { by: "machine" }],
  ["copying", { by: "copying" }],
  ["memory figures", { by: "memory" }],
  ["longest binary", { by: "longest_binary" }],
  ["`binary:referenced_byte_size/1`", { by: "referenced" }],
  ["`erlang:iolist_to_iovec/1`", { by: "iovec" }],
  ["`erlang:system_monitor/2`", { by: "long_gc" }],
  ["`max_heap_size`", { by: "garbage_counts" }],
  ["`badarg` of a search", { by: "select_trap" }],
  ["order of a `set`", { by: "set_order" }],
  ["slots of a `set`", { by: "slots" }],
  ["deleting, emptying or leaving", { by: "large_table" }],
  ["`ets:info(T, memory)`", { by: "table_memory" }],
  ["patterns and expressions", { by: "deep_pattern" }],
  ["`ets:info(T, size)`", { by: "bag_size" }],
  ["a default object without a key", { by: "short_default" }],
  ["`apply/2` of a fun", { by: "too_many" }],
  ["`erlang:fun_info(F, pid)`", { elsewhere: "test/bifs/fun_creator.test.ts" }],
  ["`erlang:phash2/1` of a native record", { elsewhere: "test/term/phash.test.ts" }],
  ["a group inside of a possessive", { elsewhere: "test/bifs/re_data.test.ts" }],
  ["a pattern that starts with an optional", { elsewhere: "test/bifs/re_data.test.ts" }],
  ["`re:version/0`", { by: "re_version" }],
  ["an instruction that meets a value", { elsewhere: "test/runtime/untrusted.test.ts" }],
  ["code that contradicts itself", { by: "contradiction" }],
  ["a file that `gluon erl` loads", { elsewhere: "test/otp/ends.test.ts" }],
  ["`set_tuple_element`", { elsewhere: "test/beam/check.test.ts" }],
  ["trace flag `garbage_collection`", { by: "trace_gc" }],
  ["trace flag `running_ports`", { by: "running_ports" }],
  ["`erlang:statistics(microstate_accounting)`", { by: "microstates" }],
  ["`call_memory`", { by: "call_memory" }],
  ["`{process_dump}`", { by: "process_dump" }],
  ["`erlang:system_profile/2`", { by: "profiled_ports" }],
  ["a trace session nobody", { by: "trace_session" }],
  ["trace message of a `receive`", { by: "trace_receive" }],
  ["crash dump", { elsewhere: "test/otp/ends.test.ts" }],
  ["usage text", { elsewhere: "test/cli/erl_args.test.ts" }],
  ["`-emu_args`", { elsewhere: "test/cli/erl_args.test.ts" }],
  ["PATH of a program", { elsewhere: "test/cli/erl_args.test.ts" }],
  ["`-name`", { elsewhere: "test/cli/erl_args.test.ts" }],
];

/** What is certain of the answers, where they are not just any two that differ. */
const ANSWERS: Readonly<Record<string, readonly [onErl: string, onGluon: string]>> = {
  time_unit: ["1000000000", "1000000"],
  schedulers: ["2", "1"],
  time_warp: ["multi_time_warp", "no_time_warp"],
  copying: ["false", "true"],
  memory: ["true", "false"],
  longest_binary: ["536870912", "{error,system_limit}"],
  referenced: ["100", "80"],
  profiled_ports: ["told", "silent"],
  long_gc: ["told", "silent"],
  garbage_counts: ["killed", "normal"],
  select_trap: ["select_trap", "select"],
  large_table: ["steps", "at_once"],
  running_ports: ["true", "false"],
  microstates: ["true", "false"],
  re_version: ['<<"8.45 2021-06-15">>', '<<"8.45 2021-06-15 gluon">>'],
  deep_pattern: ["[]", "{error,system_limit}"],
  contradiction: ["good", "badfile"],
  too_many: ["1", "badarity"],
  short_default: ["{1,[{0,1}]}", "{error,badarg}"],
  bag_size: ["18446744073709551615", "0"],
};

const names = ROWS.flatMap(([, shown]) => ("by" in shown ? [shown.by] : []));
let onErl = new Map<string, string>();
let onGluon = new Map<string, string>();

/** `NAME: TERM` lines. */
function answers(text: string): Map<string, string> {
  const lines = text.split("\n").filter((l) => l.includes(": "));
  return new Map(lines.map((l): [string, string] => [l.slice(0, l.indexOf(": ")), l.slice(l.indexOf(": ") + 2)]));
}

function runGluon(args: readonly string[]): Promise<string> {
  const [program, ...first] = gluonCommand();
  return new Promise((resolve, reject) => {
    execFile(program, [...first, ...args], { maxBuffer: 1 << 24 }, (error, out, err) => {
      if (error === null) resolve(out);
      else reject(new Error(`${error.message}\n${err}`));
    });
  });
}

before(async () => {
  const folder = mkdtempSync(join(tmpdir(), "gluon-differences-"));
  await compileErl(27, [fileURLToPath(new URL("differences.erl", import.meta.url))], folder);
  const list = `[${names.join(",")}]`;
  onErl = answers(await runErl(27, `differences:run(${list})`, { args: ["+S", "2", "-pa", folder] }));
  onGluon = answers(await runGluon(["run", "--otp", otp(27).root, "-pa", folder, "differences", "run", list]));
  rmSync(folder, { recursive: true });
});

for (const name of names) {
  test(name, () => {
    const [here, there] = [onGluon.get(name), onErl.get(name)];
    assert.notEqual(here, undefined);
    assert.notEqual(there, undefined);
    assert.notEqual(here, there, "the difference has gone: take it out of docs/differences.md");
    if (ANSWERS[name] !== undefined) assert.deepEqual([there, here], ANSWERS[name]);
  });
}

test("each row of docs/differences.md has a test, and each test a row", () => {
  const page = readFileSync(new URL("../docs/differences.md", import.meta.url), "utf8");
  const rows = page.split("\n").filter((l) => l.startsWith("| ") && !/^\| (what|---)/.test(l));
  assert.equal(rows.length, ROWS.length);
  rows.forEach((row, i) => {
    const begin = ROWS[i]![0];
    assert.ok(row.startsWith(`| ${begin}`), `${row}\ndoes not begin with ${begin}`);
  });
  for (const [, shown] of ROWS)
    if ("elsewhere" in shown) readFileSync(new URL(`../${shown.elsewhere}`, import.meta.url));
});
