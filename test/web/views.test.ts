/** What the page shows, without a page: the processes as lines, the log of messages, and what is known of a source file. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { mainCall, template } from "../../web/page/editor/source.ts";
import { MessageLog, MOST } from "../../web/page/messages/log.ts";
import { bytes, short } from "../../web/page/numbers.ts";
import { layOut } from "../../web/page/processes/map_layout.ts";
import { ProcessModel } from "../../web/page/processes/model.ts";
import type { ProcessRow } from "../../web/protocol.ts";

function row(pid: number, more: Partial<ProcessRow> = {}): ProcessRow {
  return {
    pid: `<0.${pid}.0>`,
    name: undefined,
    initialCall: "m:init/1",
    currentFunction: "gen_server:loop/7",
    status: "waiting",
    messages: 0,
    reductions: 0,
    memory_bytes: 1000,
    parent: undefined,
    supervisor: false,
    application: undefined,
    ...more,
  };
}

const SYSTEM: readonly ProcessRow[] = [
  row(0, { name: "init" }),
  row(40, { name: "application_controller" }),
  row(50, { name: "kernel_sup", application: "kernel", parent: "<0.49.0>" }),
  row(80, { initialCall: "erlang:apply/2", currentFunction: "shell:eval_loop/3", parent: "<0.50.0>" }),
  row(102, { name: "b", parent: "<0.100.0>" }),
  row(101, { name: "a", parent: "<0.100.0>", reductions: 50 }),
  row(100, { name: "sup", parent: "<0.80.0>", supervisor: true }),
  row(90, { name: "server", application: "mine", messages: 7 }),
];

const shown = (model: ProcessModel): string[] =>
  model
    .lines()
    .map(({ depth, label, children }) => `${"  ".repeat(depth - 1)}${label}${children > 0 ? ` ${children}` : ""}`);

test("the tree: what the shell has started first, the emulator's own last and folded", () => {
  const model = new ProcessModel();
  model.update(SYSTEM, 0);
  assert.deepEqual(shown(model), [
    "Shell 1",
    "  shell:eval_loop/3 1",
    "    sup 2",
    "      a",
    "      b",
    "mine 1",
    "  server",
    "kernel 1",
    "  kernel_sup",
    "Emulator 2",
  ]);
  model.collapsed.add("<0.80.0>");
  assert.deepEqual(shown(model).slice(0, 3), ["Shell 1", "  shell:eval_loop/3 1", "mine 1"]);
  model.reveal("<0.101.0>");
  assert.ok(shown(model).includes("      a"));
});

test("the map: what was started stands to the right, a crowd as a block, applications' masters not at all", () => {
  const model = new ProcessModel();
  model.update(
    [
      row(40, { name: "application_controller" }),
      row(44, { application: "kernel", initialCall: "application_master:init/4" }),
      row(45, { application: "kernel", initialCall: "application_master:start_it/4", parent: "<0.44.0>" }),
      row(50, { name: "kernel_sup", application: "kernel", parent: "<0.45.0>" }),
      row(80, { name: "first" }),
      row(81, { name: "second", parent: "<0.80.0>" }),
      ...Array.from({ length: 100 }, (_, at) => row(100 + at, { parent: "<0.80.0>" })),
    ],
    0,
  );
  const { places, width, height } = layOut(model.lines(), 600);
  const place = (pid: number) => places.get(`<0.${pid}.0>`);
  assert.equal(places.has("<0.44.0>"), false);
  assert.equal(place(50)?.parent?.line.key, "kernel");
  assert.equal(place(81)?.y, place(80)?.y);
  assert.ok((place(81)?.x ?? 0) > (place(80)?.x ?? 0));
  assert.equal([...places.values()].filter(({ small }) => small).length, 100);
  assert.equal(new Set([...places.values()].map(({ x, y }) => `${x},${y}`)).size, places.size);
  assert.ok([...places.values()].every(({ x, y }) => x < width && y < height));
  assert.ok(width <= 600);
  const chain = new ProcessModel();
  chain.update(
    Array.from({ length: 20_000 }, (_, at) => row(at + 1, { parent: `<0.${at}.0>` })),
    0,
  );
  assert.equal(layOut(chain.lines(), 600).places.size, 20_001);
});

test("a process whose parent lives no more is a root", () => {
  const model = new ProcessModel();
  model.update([row(101, { parent: "<0.5.0>" }), row(102, { parent: "<0.101.0>" })], 0);
  assert.deepEqual(shown(model), ["Shell 1", "  m:init/1 1", "    m:init/1"]);
});

test("a chain of a hundred thousand processes", () => {
  const model = new ProcessModel();
  model.update(
    Array.from({ length: 100_000 }, (_, at) => row(at + 1, { parent: `<0.${at}.0>` })),
    0,
  );
  assert.equal(model.lines().length, 100_001);
  model.reveal("<0.100000.0>");
});

test("rates, sorting and filtering", () => {
  const model = new ProcessModel();
  model.update(SYSTEM, 1000);
  model.update(
    SYSTEM.map((old) => (old.name === "a" ? { ...old, reductions: 550 } : old)),
    1500,
  );
  assert.equal(model.get("<0.101.0>")?.rate, 1000);
  model.mode = "table";
  assert.equal(shown(model)[0], "a");
  model.sort = { column: "pid", descending: false };
  assert.equal(shown(model)[0], "init");
  model.filter = "SERVER:LOOP";
  assert.equal(shown(model).length, 7);
  model.filter = "<0.90";
  assert.deepEqual(shown(model), ["server"]);
  // Another system: its clock and its counters begin anew.
  model.update([row(101, { reductions: 5 })], 100);
  assert.equal(model.get("<0.101.0>")?.rate, 0);
});

test("the log of messages: the last ones, names, a filter", () => {
  const log = new MessageLog();
  const message = (from: string, to: string, text: string) => ({ at_ms: 0, from, to, text });
  assert.equal(log.learn([row(7, { name: "seven" })]), true);
  assert.equal(log.learn([row(7, { name: "seven" })]), false);
  log.add([message("<0.1.0>", "seven", "{job,1}"), message("<0.7.0>", "<0.1.0>", "done")], 3);
  assert.equal(log.label("<0.7.0>"), "seven");
  assert.equal(log.pid("seven"), "<0.7.0>");
  log.filter = "seven JOB";
  assert.deepEqual(
    log.wanted().map(({ text }) => text),
    ["{job,1}"],
  );
  log.filter = "0.7.0";
  assert.equal(log.wanted().length, 2);
  log.filter = "";
  log.add(
    Array.from({ length: 2 * MOST }, (_, at) => message("a", "b", `${at}`)),
    0,
  );
  assert.equal(log.size, MOST);
  assert.equal(log.wanted().at(-1)?.text, `${2 * MOST - 1}`);
  assert.equal(log.lost, 3);
});

test("how main is called, from either shell", () => {
  const erlang = "-module(one).\n-export([main/0]).\nmain() -> ok.\n";
  const elixir = "defmodule A.B do\nend\ndefmodule C do\n  def main do\n  end\nend\n";
  assert.equal(mainCall("one.erl", erlang, "erl"), "one:main().");
  assert.equal(mainCall("one.erl", erlang, "iex"), ":one.main()");
  assert.equal(mainCall("x.ex", elixir, "erl"), "'Elixir.C':main().");
  assert.equal(mainCall("x.ex", elixir, "iex"), "C.main()");
  assert.equal(mainCall("odd.erl", "-module('an odd one').\nmain() -> ok.\n", "iex"), ':"an odd one".main()');
  assert.equal(mainCall("none.erl", "-module(none).\nother() -> ok.\n", "erl"), undefined);
  assert.equal(mainCall("new_one.ex", template("new_one.ex"), "iex"), "NewOne.main()");
  assert.equal(mainCall("new.erl", template("new.erl"), "erl"), "new:main().");
});

test("numbers for people", () => {
  assert.deepEqual([0, 999, 1000, 99_940, 123_456, 1_234_567].map(short), [
    "0",
    "999",
    "1.0 k",
    "99.9 k",
    "123 k",
    "1.2 M",
  ]);
  assert.deepEqual([808, 2600].map(bytes), ["808 B", "2.6 kB"]);
});
