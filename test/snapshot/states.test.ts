/** A restored VM does what the saved one does when it goes on, whatever its processes were about. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { otpModules } from "../../src/hosts/node/embed.ts";
import { COMPRESSION } from "../../src/runtime/extension.ts";
import { Dictionary } from "../../src/runtime/dictionary.ts";
import { Point } from "../../src/runtime/point.ts";
import { type Process, Segment } from "../../src/runtime/process.ts";
import { SPAWN, spawnProcess } from "../../src/runtime/spawn.ts";
import { Timer, type TimerKind } from "../../src/runtime/timer.ts";
import { SnapshotError } from "../../src/snapshot/format.ts";
import { restoreVm } from "../../src/snapshot/restore.ts";
import { saveVm } from "../../src/snapshot/save.ts";
import { atom } from "../../src/term/atom.ts";
import { inflate } from "../../src/util/inflate.ts";
import { createVm, type VirtualMachine } from "../../src/vm.ts";
import { compiled } from "../support/compiled.ts";
import { ROOT } from "../support/modules.ts";
import { FakeHost } from "../support/native_process.ts";
import { otp } from "../support/otp.ts";

const states = compiled(join(ROOT, "test/snapshot/states.erl"));
const find = otpModules({ otp: otp(27).home });

/** Its time stands still but for `advance`, or passes a little with each look at it. */
class CodeHost extends FakeHost {
  tick_us = 0;
  override monotonicTime_us(): number {
    this.now_us += this.tick_us;
    return this.now_us;
  }
  override compile(params?: readonly string[], body?: string): never {
    return new Function(...(params ?? []), body ?? "") as never;
  }
  get text(): string {
    return this.written.join("");
  }
}

interface Machine {
  readonly host: CodeHost;
  readonly vm: VirtualMachine;
}

const defects: string[] = [];

function machine(now_us?: number): Machine {
  const host = new CodeHost();
  if (now_us !== undefined) host.now_us = now_us;
  const vm = createVm(host, {
    findModule(name) {
      const bytes = name === "states" ? states : find(name);
      return bytes && { bytes, fileName: `${name}.beam` };
    },
    onDefect: (text) => defects.push(text),
  });
  vm.state(COMPRESSION).inflate = inflate;
  return { host, vm };
}

function call({ vm }: Machine, name: string): void {
  spawnProcess(vm, undefined, vm.export(atom("states"), atom(name), 0), []);
}

function restored(bytes: Uint8Array, now_us: number): Machine {
  const m = machine(now_us);
  restoreVm(m.vm, bytes);
  return m;
}

/** What is said from here on when all go on. */
function goOn(m: Machine): string {
  const before = m.host.text.length;
  m.host.settle();
  call(m, "go");
  for (let i = 0; i < 3; i++) {
    m.host.advance(1000);
    call(m, "go");
    m.host.settle();
  }
  return m.host.text.slice(before);
}

function started(): Machine {
  const m = machine();
  call(m, "start");
  m.host.advance(300);
  return m;
}

test("processes of all kinds go on where they were", () => {
  const m = started();
  const bytes = saveVm(m.vm);
  // Another machine, whose clock has nothing to do with this one's.
  const [a, b] = [restored(bytes, 5_000_000_000), restored(bytes, 77)];
  const expected = goOn(m);
  for (const name of ["deep", "send_timers", "monitors", "tables", "bits", "cells", "traced", "compiled", "sleeping"])
    assert.match(expected, new RegExp(`^{${name},`, "m"));
  assert.equal(goOn(a), expected);
  assert.equal(goOn(b), expected);
  assert.deepEqual(defects, []);
});

test("a snapshot of a restored VM is as good", () => {
  const m = started();
  const again = saveVm(restored(saveVm(m.vm), 123).vm);
  assert.equal(goOn(restored(again, 456)), goOn(m));
});

test("a process is saved between two slices", () => {
  const m = machine();
  call(m, "computing");
  m.host.tick_us = 3000;
  m.vm.scheduler.run();
  assert.ok(m.vm.processes.all().some((p) => p.reductions > 10_000));
  assert.equal(m.host.text, "");
  const r = restored(saveVm(m.vm), 0);
  for (const one of [m, r]) one.host.settle();
  assert.match(m.host.text, /^{computing,\d+}\r\n$/);
  assert.equal(r.host.text, m.host.text);
});

test("bytes that are none, damaged, or of another VM are refused", () => {
  const bytes = saveVm(started().vm);
  const refused = (b: Uint8Array, why: RegExp) =>
    assert.throws(
      () => restored(b, 0),
      (e: unknown) => e instanceof SnapshotError && why.test(e.message),
    );
  refused(new Uint8Array(0), /no snapshot/);
  refused(states, /no snapshot/);
  for (let at = 12; at < bytes.length; at += Math.ceil(bytes.length / 50)) {
    const damaged = bytes.slice();
    damaged[at]! ^= 1;
    refused(damaged, /damaged/);
  }
  refused(bytes.subarray(0, bytes.length - 1), /damaged/);
  const older = createVm(new CodeHost(), { release: 25 });
  assert.throws(() => restoreVm(older, bytes), /of OTP 27/);
  const used = machine();
  call(used, "start");
  assert.throws(() => restoreVm(used.vm, bytes), /in use/);
});

test("a VM that cannot be saved says why", () => {
  const m = started();
  const refused = (why: RegExp) =>
    assert.throws(
      () => saveVm(m.vm),
      (e: unknown) => e instanceof SnapshotError && why.test(e.message),
    );
  const p = m.vm.registry.process(atom("deep")) as Process;
  // A BIF's place that has no name here, and an object that no term is.
  p.frames = new Segment([new Point(undefined, "somewhere", 0, 0, false, () => 0)], 0, null);
  refused(/process <0\.1\.0> \(deep\): it is in somewhere/);
  p.frames = new Segment([SPAWN, m.vm.export(atom("erlang"), atom("self"), 0), { a: 1 }], 0, null);
  refused(/process <0\.1\.0> \(deep\): a JavaScript object \(Object\) cannot be saved/);
  p.frames = null;
  p.dictionary = new Dictionary();
  p.dictionary.put(1, m.vm.references.make(new Date(0)));
  refused(/\(deep\): a reference to a JavaScript object \(Date\) cannot be saved/);
  p.dictionary = null;
  const t = m.vm.scheduler.timersRunning()[Symbol.iterator]().next().value as Timer;
  m.vm.scheduler.startTimer(new Timer(2 as TimerKind.Native, t.at_us));
  refused(/a timer of JavaScript's own is running/);
});
