import assert from "node:assert/strict";
import { test } from "node:test";
import { atoms, FALSE, TRUE } from "../../src/term/atom.ts";
import { list, NIL } from "../../src/term/list.ts";
import type { Ref } from "../../src/term/identifier.ts";
import { Ref as RefClass } from "../../src/term/identifier.ts";
import type { Term } from "../../src/term/term.ts";
import { type Tuple, tuple2, tupleToArray } from "../../src/term/tuple.ts";
import type { Bif } from "../../src/runtime/bif.ts";
import { type Process, Status } from "../../src/runtime/process.ts";
import { endProcess } from "../../src/runtime/signals.ts";
import { MESSAGES } from "../../src/bifs/erlang/messages.ts";
import { MONITORS } from "../../src/bifs/erlang/monitors.ts";
import { PROCESSES } from "../../src/bifs/erlang/processes.ts";
import { call, pause, raise, receive, start, type TestVm, testVm } from "../support/native_process.ts";

const A = atoms(
  "normal",
  "kill",
  "killed",
  "noproc",
  "EXIT",
  "DOWN",
  "process",
  "bad",
  "name",
  "alias",
  "reply",
  "flush",
);
const B = atoms(
  "demonitor",
  "reply_demonitor",
  "explicit_unalias",
  "hello",
  "timeout",
  "info",
  "undefined",
  "tag",
  "mine",
);
const C = atoms("noconnection", "unless_suspending", "priority");

function bif(table: readonly Bif[], name: string, arity: number) {
  return (table.find((b) => b.name === name && b.arity === arity) as Bif).fn;
}
const link_1 = bif(PROCESSES, "link", 1);
const unlink_1 = bif(PROCESSES, "unlink", 1);
const exit_2 = bif(PROCESSES, "exit", 2);
const register_2 = bif(PROCESSES, "register", 2);
const whereis_1 = bif(PROCESSES, "whereis", 1);
const suspend_2 = bif(PROCESSES, "suspend_process", 2);
const resume_1 = bif(PROCESSES, "resume_process", 1);
const monitor_2 = bif(MONITORS, "monitor", 2);
const monitor_3 = bif(MONITORS, "monitor", 3);
const demonitor_1 = bif(MONITORS, "demonitor", 1);
const demonitor_2 = bif(MONITORS, "demonitor", 2);
const alias_1 = bif(MONITORS, "alias", 1);
const unalias_1 = bif(MONITORS, "unalias", 1);
const send_2 = bif(MESSAGES, "!", 2);

function idle(vm: TestVm): Process {
  return start(vm, function* () {
    return yield receive();
  });
}

function messages(p: Process): Term[][] {
  return p.mailbox.toArray().map((m) => tupleToArray(m as Tuple));
}

test("a link takes the other process along, but not for normal", () => {
  for (const [reason, ended] of [
    [A.bad, true],
    [A.normal, false],
  ] as const) {
    const vm = testVm();
    const other = idle(vm);
    const p = start(vm, function* () {
      yield call(link_1, other.pid);
      yield receive();
      return A.normal;
    });
    vm.host.settle();
    endProcess(vm, p, reason);
    assert.equal(other.status === Status.Ended, ended);
    assert.equal(vm.processes.count, ended ? 0 : 1);
    assert.equal(other.links, null);
  }
});

test("who traps exits gets a message; kill through exit/2 cannot be trapped and is passed on as killed", () => {
  const vm = testVm();
  const other = idle(vm);
  const p = start(vm, function* (self) {
    self.trapExit = true;
    yield call(link_1, other.pid);
    yield call(exit_2, other.pid, A.kill);
    const m = yield receive();
    assert.deepEqual(tupleToArray(m as Tuple), [A.EXIT, other.pid, A.killed]);
    yield call(exit_2, self.pid, A.bad);
    const own = yield receive();
    assert.deepEqual(tupleToArray(own as Tuple), [A.EXIT, self.pid, A.bad]);
    yield call(exit_2, self.pid, A.kill);
    assert.fail("kill ends it before exit/2 returns");
  });
  vm.host.settle();
  assert.equal(p.status, Status.Ended);
  assert.equal(p.exitReason, A.killed);
  assert.deepEqual(vm.crashes, []);
  assert.deepEqual(vm.defects, []);
});

test("exit(self(), normal) ends a process that does not trap exits", () => {
  const vm = testVm();
  let after = false;
  const p = start(vm, function* (self) {
    yield call(exit_2, self.pid, A.normal);
    after = true;
    return A.normal;
  });
  vm.host.settle();
  assert.equal(after, false);
  assert.equal(p.exitReason, A.normal);
});

test("a running process that is killed through a link ends at its next yield", () => {
  const vm = testVm();
  const other = idle(vm);
  let after = false;
  const p = start(vm, function* () {
    yield call(link_1, other.pid);
    yield call(exit_2, other.pid, A.bad);
    yield pause();
    after = true;
    return A.normal;
  });
  vm.host.settle();
  assert.equal(after, false);
  assert.equal(p.exitReason, A.bad);
});

test("a chain of a hundred thousand links breaks without deep recursion", () => {
  const vm = testVm();
  const all: Process[] = [];
  for (let i = 0; i < 100000; i++) {
    const before = all[i - 1];
    all.push(
      start(vm, function* () {
        if (before !== undefined) yield call(link_1, before.pid);
        return yield receive();
      }),
    );
  }
  while (vm.host.settle() > 0);
  assert.equal(vm.processes.count, 100000);
  endProcess(vm, all[0] as Process, A.bad);
  assert.equal(vm.processes.count, 0);
});

test("linking to nobody", () => {
  const vm = testVm();
  const dead = idle(vm);
  endProcess(vm, dead, A.normal);
  const p = start(vm, function* () {
    yield call(link_1, dead.pid);
    return A.normal;
  });
  const q = start(vm, function* (self) {
    self.trapExit = true;
    return yield call(link_1, dead.pid);
  });
  q.mailbox.push(0);
  vm.host.settle();
  assert.equal((p.exitReason as { e0?: Term }).e0, A.noproc);
  assert.equal(q.exitReason, A.normal);
});

test("unlink", () => {
  const vm = testVm();
  const other = idle(vm);
  const p = start(vm, function* () {
    yield call(link_1, other.pid);
    yield call(link_1, other.pid);
    yield call(unlink_1, other.pid);
    yield raise(A.bad);
    return A.normal;
  });
  vm.host.settle();
  assert.equal(p.status, Status.Ended);
  assert.notEqual(other.status, Status.Ended);
  assert.equal(vm.crashes.length, 1);
});

test("monitors: 'DOWN' with the reason, noproc at once, by name, nothing for oneself", () => {
  const vm = testVm();
  const other = idle(vm);
  const p = start(vm, function* (self) {
    yield call(monitor_2, A.process, self.pid);
    yield call(register_2, A.name, other.pid);
    yield call(monitor_2, A.process, A.name);
    yield call(monitor_2, A.process, other.pid);
    yield call(monitor_2, A.process, B.hello);
    return yield receive((m) => m === 0);
  });
  vm.host.settle();
  endProcess(vm, other, A.bad);
  assert.equal(vm.registry.whereis(A.name), undefined);
  const got = messages(p);
  assert.deepEqual(
    got.map((m) => [m[0], m[2], m[4]]),
    [
      [A.DOWN, A.process, A.noproc],
      [A.DOWN, A.process, A.bad],
      [A.DOWN, A.process, A.bad],
    ],
  );
  assert.deepEqual(tupleToArray(got[1]?.[3] as Tuple), [A.name, vm.node]);
  assert.equal(got[2]?.[3], other.pid);
  assert.equal(p.monitors, null);
});

test("demonitor: flush takes the message out, info tells", () => {
  const vm = testVm();
  const other = idle(vm);
  const results: Term[] = [];
  start(vm, function* (self) {
    const a = yield call(monitor_2, A.process, other.pid);
    const b = yield call(monitor_2, A.process, other.pid);
    results.push(yield call(demonitor_2, a, list(B.info)));
    results.push(yield call(demonitor_2, a, list(B.info)));
    yield call(exit_2, other.pid, A.bad);
    assert.equal(self.mailbox.length, 1);
    results.push(yield call(demonitor_2, b, list(A.flush, B.info)));
    assert.equal(self.mailbox.length, 0);
    results.push(yield call(demonitor_1, b));
    return A.normal;
  });
  vm.host.settle();
  assert.deepEqual(results, [TRUE, FALSE, FALSE, TRUE]);
  assert.equal(other.monitoredBy, null);
  assert.deepEqual(vm.crashes, []);
});

test("a monitor goes with its holder", () => {
  const vm = testVm();
  const other = idle(vm);
  for (let i = 0; i < 3; i++) {
    start(vm, function* () {
      yield call(monitor_2, A.process, other.pid);
      return A.normal;
    });
  }
  vm.host.settle();
  assert.equal(other.monitoredBy, null);
});

test("a custom tag", () => {
  const vm = testVm();
  const p = start(vm, function* () {
    yield call(monitor_3, A.process, B.hello, list(tuple2(B.tag, B.mine)));
    return yield receive((m) => m === 0);
  });
  vm.host.settle();
  assert.equal(messages(p)[0]?.[0], B.mine);
});

test("aliases: sending, unalias, reply once, and a decoded copy of the reference", () => {
  const vm = testVm();
  const p = start(vm, function* (self) {
    const a = (yield call(alias_1, NIL)) as Ref;
    const copy = new RefClass(undefined, a.creation, a.n0, a.n1, a.n2, a.more, a.words);
    yield call(send_2, a, 1);
    yield call(send_2, copy, 2);
    assert.equal(yield call(unalias_1, a), TRUE);
    assert.equal(yield call(unalias_1, a), FALSE);
    yield call(send_2, a, 3);
    yield call(send_2, copy, 3);
    const once = yield call(alias_1, list(A.reply));
    yield call(send_2, once, 4);
    yield call(send_2, once, 5);
    assert.equal(self.monitors, null);
    return yield receive((m) => m === 0);
  });
  vm.host.settle();
  assert.deepEqual(p.mailbox.toArray(), [1, 2, 4]);
  assert.deepEqual(vm.crashes, []);
});

test("a monitor with an alias: reply_demonitor ends both, explicit_unalias outlives the monitor", () => {
  const vm = testVm();
  const other = idle(vm);
  const p = start(vm, function* (self) {
    const a = yield call(monitor_3, A.process, other.pid, list(tuple2(A.alias, B.reply_demonitor)));
    yield call(send_2, a, 1);
    yield call(send_2, a, 2);
    assert.equal(self.monitors, null);
    const b = yield call(monitor_3, A.process, other.pid, list(tuple2(A.alias, B.explicit_unalias)));
    yield call(demonitor_1, b);
    yield call(send_2, b, 3);
    yield call(unalias_1, b);
    const c = yield call(monitor_3, A.process, other.pid, list(tuple2(A.alias, B.demonitor)));
    yield call(demonitor_1, c);
    yield call(send_2, c, 4);
    const d = yield call(monitor_3, A.process, other.pid, list(tuple2(A.alias, B.explicit_unalias)));
    yield call(exit_2, other.pid, A.bad);
    yield call(send_2, d, 5);
    return yield receive((m) => m === 0);
  });
  vm.host.settle();
  const got = p.mailbox.toArray();
  assert.deepEqual([got[0], got[1], got[3]], [1, 3, 5]);
  assert.equal((got[2] as { e0?: Term }).e0, A.DOWN);
  assert.deepEqual(vm.crashes, []);
});

test("the end of a process: names first, hooks called, crash reported", () => {
  const vm = testVm();
  const ends: Term[] = [];
  (vm.exitHooks as ((p: Process, r: Term) => void)[]).push((_p, r) => ends.push(r));
  const p = start(vm, function* (self) {
    yield call(register_2, A.name, self.pid);
    assert.equal(yield call(whereis_1, A.name), self.pid);
    yield raise(A.bad);
    return A.normal;
  });
  vm.host.settle();
  assert.equal(p.status, Status.Ended);
  assert.equal(p.pid.process, null);
  assert.equal(ends.length, 1);
  assert.deepEqual(tupleToArray(vm.crashes[0] as Tuple), [A.bad, NIL]);
});

test("suspended processes do not run; suspensions end with whoever asked for them", () => {
  const vm = testVm();
  let got = 0;
  const victim = start(vm, function* () {
    for (;;) {
      yield receive();
      got++;
    }
  });
  const holder = start(vm, function* () {
    assert.equal(yield call(suspend_2, victim.pid, NIL), TRUE);
    assert.equal(yield call(suspend_2, victim.pid, list(C.unless_suspending)), FALSE);
    assert.equal(yield call(suspend_2, victim.pid, NIL), TRUE);
    yield call(send_2, victim.pid, 1);
    yield call(resume_1, victim.pid);
    yield receive((m) => m === B.hello);
    return A.normal;
  });
  vm.host.settle();
  assert.equal(got, 0);
  start(vm, function* () {
    yield call(send_2, holder.pid, B.hello);
    return A.normal;
  });
  vm.host.settle();
  assert.equal(got, 1);
  assert.deepEqual(vm.crashes, []);
});

test("other nodes cannot be reached", () => {
  const vm = testVm();
  const results: Term[] = [];
  const remote = tuple2(A.name, C.noconnection);
  start(vm, function* () {
    results.push(yield call(send_2, remote, 1));
    results.push(yield call(bif(MESSAGES, "send", 3), remote, 1, NIL));
    return A.normal;
  });
  vm.host.settle();
  assert.equal(results.length, 2);
  assert.equal(results[0], 1);
});

test("priority messages of OTP 29", () => {
  const vm = testVm(29);
  const p = start(vm, function* () {
    const a = yield call(alias_1, list(C.priority));
    const send_3 = bif(MESSAGES, "send", 3);
    yield call(send_3, a, 1, NIL);
    yield call(send_3, a, 2, list(C.priority));
    yield call(send_3, a, 3, list(C.priority));
    return yield receive((m) => m === 0);
  });
  vm.host.settle();
  assert.deepEqual(p.mailbox.toArray(), [2, 3, 1]);
});
