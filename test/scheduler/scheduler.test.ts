import assert from "node:assert/strict";
import { test } from "node:test";
import { atoms, FALSE, TRUE } from "../../src/term/atom.ts";
import { type Ref, Ref as RefClass } from "../../src/term/identifier.ts";
import { list, NIL } from "../../src/term/list.ts";
import type { Term } from "../../src/term/term.ts";
import { tuple2, type Tuple, tupleToArray } from "../../src/term/tuple.ts";
import type { Bif } from "../../src/runtime/bif.ts";
import { Priority, Process, Status } from "../../src/runtime/process.ts";
import { Timer, TimerKind } from "../../src/runtime/timer.ts";
import { Pid } from "../../src/term/identifier.ts";
import { endProcess } from "../../src/runtime/signals.ts";
import { MESSAGES } from "../../src/bifs/erlang/messages.ts";
import { TIMERS } from "../../src/bifs/erlang/timers.ts";
import { RunQueue } from "../../src/scheduler/run_queue.ts";
import { TimerHeap } from "../../src/scheduler/timer_heap.ts";
import { call, pause, receive, start, testVm } from "../support/native_process.ts";

const A = atoms("timeout", "infinity", "ok", "async", "info", "cancel_timer", "abs", "name", "bad", "hello");

function bif(table: readonly Bif[], name: string, arity: number) {
  return (table.find((b) => b.name === name && b.arity === arity) as Bif).fn;
}
const send_after_3 = bif(TIMERS, "send_after", 3);
const send_after_4 = bif(TIMERS, "send_after", 4);
const start_timer_3 = bif(TIMERS, "start_timer", 3);
const cancel_timer_1 = bif(TIMERS, "cancel_timer", 1);
const cancel_timer_2 = bif(TIMERS, "cancel_timer", 2);
const read_timer_1 = bif(TIMERS, "read_timer", 1);
const send_2 = bif(MESSAGES, "!", 2);

test("priorities: max, high, and low at its eighth turn", () => {
  const queue = new RunQueue();
  const make = (id: number, priority: Priority): Process => {
    const p = new Process(new Pid(undefined, 0, id, 0), undefined);
    p.priority = priority;
    return p;
  };
  for (let i = 0; i < 3; i++) queue.push(make(i, Priority.Normal));
  queue.push(make(100, Priority.Low));
  queue.push(make(101, Priority.Low));
  queue.push(make(200, Priority.High));
  queue.push(make(300, Priority.Max));
  const order: number[] = [];
  const runs = new Map<number, number>();
  for (let i = 0; i < 2 + 10 * (3 * 8 + 2); i++) {
    const p = queue.next() as Process;
    order.push(p.pid.id);
    runs.set(p.pid.id, (runs.get(p.pid.id) ?? 0) + 1);
    if (p.priority >= Priority.Normal) queue.push(p);
  }
  assert.deepEqual(order.slice(0, 8), [300, 200, 0, 1, 2, 0, 1, 2]);
  assert.deepEqual(
    [0, 1, 2, 100, 101].map((id) => runs.get(id)),
    [80, 80, 80, 10, 10],
  );
  assert.equal(queue.length, 5);
  for (let i = 0; i < 5; i++) queue.next();
  assert.equal(queue.length, 0);
});

test("the timer heap keeps order through random additions and removals", () => {
  const heap = new TimerHeap();
  let seed = 1;
  const random = (n: number): number => {
    seed = (seed * 48271) % 2147483647;
    return seed % n;
  };
  const running: Timer[] = [];
  for (let i = 0; i < 2000; i++) {
    const t = new Timer(TimerKind.Native, random(500));
    heap.add(t);
    running.push(t);
    if (random(3) === 0) {
      const gone = running.splice(random(running.length), 1)[0] as Timer;
      assert.equal(heap.remove(gone), true);
      assert.equal(heap.remove(gone), false);
    }
  }
  const expected = running.sort((a, b) => a.at_us - b.at_us || a.sequence - b.sequence);
  for (const t of expected) assert.equal(heap.takeDue(1000), t);
  assert.equal(heap.takeDue(1000), undefined);
});

test("receive with after: message first, timeout, and values that are no timeouts", () => {
  const vm = testVm();
  const results: Term[] = [];
  const p = start(vm, function* () {
    results.push(yield receive((m) => m === 1, 100));
    results.push(yield receive((m) => m === 2, 50));
    results.push(yield receive((m) => m === 2, 0));
    results.push(yield receive((m) => m === 2, 0xffffffff));
    yield receive((m) => m === 2, 0x100000000);
    return A.ok;
  });
  start(vm, function* () {
    yield receive(() => false, 10);
    yield call(send_2, p.pid, 3);
    yield call(send_2, p.pid, 1);
    return A.ok;
  });
  vm.host.advance(10);
  assert.deepEqual(results, [1]);
  vm.host.advance(49);
  assert.deepEqual(results, [1]);
  vm.host.advance(1);
  assert.deepEqual(results, [1, A.timeout, A.timeout]);
  vm.host.advance(0xfffffffe);
  assert.equal(results.length, 3);
  vm.host.advance(1);
  assert.equal(results.length, 4);
  assert.equal(vm.crashes.length, 1);
  assert.ok(vm.host.idle);
});

test("messages that do not match do not prolong the time", () => {
  const vm = testVm();
  const times: number[] = [];
  const p = start(vm, function* () {
    const before = vm.host.now_us;
    yield receive(() => false, 20);
    times.push(vm.host.now_us - before);
    return A.ok;
  });
  start(vm, function* () {
    for (let i = 0; i < 10; i++) {
      yield receive(() => false, 3);
      yield call(send_2, p.pid, i);
    }
    return A.ok;
  });
  vm.host.advance(100);
  assert.deepEqual(times, [20000]);
});

test("send_after, start_timer: order, names, cancelling, reading", () => {
  const vm = testVm();
  const results: Term[] = [];
  const p = start(vm, function* (self) {
    vm.registry.register(A.name, self);
    yield call(send_after_3, 30, self.pid, 3);
    yield call(send_after_3, 10, A.name, 1);
    yield call(send_after_3, 10, self.pid, 2);
    const t = (yield call(start_timer_3, 40, self.pid, 4)) as Ref;
    const gone = yield call(send_after_3, 20, self.pid, 5);
    results.push(yield call(read_timer_1, gone));
    results.push(yield call(cancel_timer_1, gone));
    results.push(yield call(cancel_timer_1, gone));
    const copy = new RefClass(undefined, t.creation, t.n0, t.n1, t.n2);
    results.push(yield call(read_timer_1, copy));
    results.push(yield call(cancel_timer_2, t, list(tuple2(A.info, FALSE))));
    yield call(start_timer_3, 40, self.pid, 6);
    yield call(send_after_4, -1125899000000, self.pid, 7, list(tuple2(A.abs, TRUE)));
    yield receive((m) => m === 0);
    return A.ok;
  });
  vm.host.advance(9);
  assert.deepEqual(results, [20, 20, FALSE, 40, A.ok]);
  vm.host.advance(100);
  const got = p.mailbox.toArray();
  assert.deepEqual(got.slice(0, 4), [7, 1, 2, 3], "an absolute time that is past comes first");
  assert.equal((tupleToArray(got[4] as Tuple) as Term[])[2], 6);
});

test("asynchronous cancelling", () => {
  const vm = testVm();
  const p = start(vm, function* (self) {
    const t = yield call(send_after_3, 20, self.pid, 5);
    assert.equal(yield call(cancel_timer_2, t, list(tuple2(A.async, TRUE))), A.ok);
    return yield receive((m) => m === 0);
  });
  vm.host.settle();
  const m = tupleToArray(p.mailbox.toArray()[0] as Tuple);
  assert.deepEqual([m[0], m[2]], [A.cancel_timer, 20]);
});

test("timers: bad arguments, and a timer whose process is gone", () => {
  const vm = testVm();
  const p = start(vm, function* () {
    return yield receive();
  });
  const fails: unknown[] = [];
  let ref: Term = NIL;
  start(vm, function* (self) {
    ref = yield call(send_after_3, 20, p.pid, 1);
    endProcess(vm, p, A.bad);
    assert.equal(yield call(read_timer_1, ref), FALSE);
    for (const [time, to] of [
      [-1, self.pid],
      [A.hello, self.pid],
      [2 ** 50, self.pid],
      [1, 1],
    ] as const) {
      yield call((x) => {
        fails.push(send_after_3(x, time, to, 1));
        x.raising = false;
        return NIL;
      });
    }
    return A.ok;
  });
  vm.host.advance(100);
  assert.equal(fails.length, 4);
  assert.ok(fails.every((f) => f === vm.exec.raised));
  assert.deepEqual(vm.defects, []);
});

test("a process that never waits stops neither others nor timers nor the host", () => {
  const vm = testVm();
  let spins = 0;
  let others = 0;
  start(vm, function* () {
    for (;;) {
      spins++;
      vm.host.now_us += 10;
      yield pause();
    }
  });
  start(vm, function* () {
    for (let i = 0; i < 5; i++) {
      yield receive(() => false, 20);
      others++;
    }
    return A.ok;
  });
  const turns = vm.host.settle(30);
  assert.equal(turns, 30, "it goes back to the host again and again");
  assert.equal(others, 5);
  assert.ok(spins > 1000);
});

test("several VMs do not touch each other", () => {
  const one = testVm();
  const two = testVm();
  const p = start(one, function* () {
    return yield receive();
  });
  const q = start(two, function* () {
    return yield receive();
  });
  one.host.settle();
  assert.equal(p.status, Status.Waiting);
  assert.equal(q.status, Status.Runnable);
  assert.equal(p.pid.id, q.pid.id);
});

test("a ring passes a message around", () => {
  const vm = testVm();
  const size = 100;
  const rounds = 50;
  const ring: Process[] = [];
  let hops = 0;
  for (let i = 0; i < size; i++) {
    ring.push(
      start(vm, function* () {
        const next = ring[(i + 1) % size] as Process;
        for (;;) {
          const n = (yield receive()) as number;
          hops++;
          if (n === 0) return A.ok;
          yield call(send_2, next.pid, n - 1);
        }
      }),
    );
  }
  start(vm, function* () {
    yield call(send_2, (ring[0] as Process).pid, size * rounds);
    return A.ok;
  });
  while (vm.host.settle() > 0);
  assert.equal(hops, size * rounds + 1);
});
