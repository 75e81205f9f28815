/** What the hook writes, read: what becomes of each case, also where a VM is killed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Events } from "../../conformance/events.ts";

const PLAN = "plan\ta\nplan\tg/a\nplan\tg/h/b\nplan\tc\n";

function after(...lines: string[]): Events {
  const events = new Events();
  events.read(PLAN + lines.map((line) => `${line.replaceAll(" ", "\t")}\n`).join(""), 5);
  return events;
}

const outcome = (events: Events, path: string) => events.results.get(path)?.outcome;

test("a case passes unless a line behind its end says otherwise", () => {
  const events = after("start a", "end a 12", "start g/a", "end g/a 3", "fail g/a why");
  assert.deepEqual(events.results.get("a"), { outcome: "passed", reason: "", ms: 12 });
  assert.deepEqual(events.results.get("g/a"), { outcome: "failed", reason: "why", ms: 3 });
  assert.deepEqual(events.left(), ["g/h/b", "c"]);
});

test("a case that is skipped by itself has not passed", () => {
  const events = after("start a", "end a 12", "skip a why");
  assert.deepEqual(events.results.get("a"), { outcome: "skipped", reason: "why", ms: 12 });
});

test("of a repeated case the worst counts", () => {
  const events = after("start a", "end a 1", "fail a x", "start a", "end a 1");
  assert.equal(outcome(events, "a"), "failed");
  assert.equal(outcome(after("start a", "end a 1", "start a", "end a 1"), "a"), "passed");
});

test("a path without its outer groups is found among those that have no result", () => {
  const events = after("broken h/b init failed".replace("init failed", "init_failed"));
  assert.equal(outcome(events, "g/h/b"), "failed");
  assert.equal(outcome(events, "a"), undefined);
});

test("what runs is known until it ends", () => {
  const events = after("conf init_per_suite", "done init_per_suite", "start a", "start g/a", "end a 1");
  assert.deepEqual([...events.running], [["g/a", 5]]);
  events.restart();
  assert.deepEqual([...events.running], []);
  assert.deepEqual(events.left(), ["g/a", "g/h/b", "c"]);
});

test("half a line waits for its rest, and goes with its VM", () => {
  const events = after();
  events.read("start\ta\nen", 6);
  events.read("d\ta\t1\n", 7);
  assert.equal(outcome(events, "a"), "passed");
  events.read("start\tc\nend\tc", 8);
  events.restart();
  events.read("\t1\nstart\tc\n", 9);
  assert.equal(outcome(events, "c"), undefined);
});

test("where no node can be started the case counts as skipped", () => {
  const events = after("start a", "end a 1", "fail a {badmatch,{error,not_alive}}");
  assert.deepEqual(events.results.get("a"), { outcome: "skipped", reason: "needs other nodes", ms: 1 });
});

test("only the wanted cases are left", () => {
  const events = after("finished false");
  events.restrict((path) => path.startsWith("g/"));
  assert.deepEqual(events.left(), ["g/a", "g/h/b"]);
  assert.equal(events.finished, true);
});
