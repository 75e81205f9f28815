/**
 * `statistics/1`. There is one scheduler; what the JavaScript engine does with memory is not counted.
 * OTP: statistics_1() in bif.c.
 */
import { atom, atoms, FALSE, TRUE } from "../../term/atom.ts";
import { listFromArray } from "../../term/list.ts";
import { mapFromPairs } from "../../term/map_ops.ts";
import type { Term } from "../../term/term.ts";
import { tuple2, tuple3, tupleFromArray } from "../../term/tuple.ts";
import { type Bif, bifTable } from "../../runtime/bif.ts";
import { START_us } from "../../runtime/clock.ts";
import type { Exec } from "../../runtime/exec.ts";
import { ACCOUNTING, Microstate, MICROSTATES } from "../../runtime/microstates.ts";
import type { Process } from "../../runtime/process.ts";
import type { Result } from "../../runtime/signal.ts";
import { StateKey } from "../../runtime/state.ts";

const S = atoms(
  "reductions",
  "exact_reductions",
  "runtime",
  "wall_clock",
  "context_switches",
  "io",
  "garbage_collection",
);
const Q = atoms("run_queue", "run_queues", "run_queue_lengths", "run_queue_lengths_all", "total_run_queue_lengths");
const R = atoms("total_run_queue_lengths_all", "active_tasks", "active_tasks_all", "total_active_tasks");
const T = atoms("total_active_tasks_all", "scheduler_wall_time", "scheduler_wall_time_all", "microstate_accounting");
const A = atoms("input", "output", "undefined");

/** What "since the last call" refers to. */
export const LAST = new StateKey(() => ({
  reductions: 0,
  exact: 0,
  wall_ms: 0,
  runtime_ms: 0,
}));

/** Units used by all processes so far, the running one's present slice included. */
function allReductions(x: Exec): number {
  return x.vm.scheduler.reductions + Math.max(0, x.budget - x.reds);
}

/** Milliseconds since the VM was started, and since the last call. */
function wallClock(x: Exec): Term {
  const last = x.vm.state(LAST);
  const now = Math.floor((x.vm.clock.monotonic_us() - START_us) / 1000);
  const since = now - last.wall_ms;
  last.wall_ms = now;
  return tuple2(now, since);
}

/** Milliseconds spent running processes. */
function runtime(x: Exec): Term {
  const last = x.vm.state(LAST);
  const total = Math.floor(x.vm.scheduler.busyTime_us() / 1000);
  const since = total - last.runtime_ms;
  last.runtime_ms = total;
  return tuple2(total, since);
}

/** Who has asked for the scheduler's times to be taken; they are taken anyway, but shown only meanwhile. */
export const WALL_TIME = new StateKey((vm) => {
  const wanted = new Set<Process>();
  vm.exitHooks.push((p) => wanted.delete(p));
  return { wanted, since_us: 0, busy_us: 0 };
});

/** `[{1, Active, Total}]` in microseconds since somebody first asked. */
function schedulerWallTime(x: Exec): Term {
  const { wanted, since_us, busy_us } = x.vm.state(WALL_TIME);
  if (wanted.size === 0) return A.undefined;
  // One look at the clock: it was never busy for longer than the time that passed.
  const now = x.vm.clock.monotonic_us();
  return listFromArray([tuple3(1, x.vm.scheduler.busyTime_us(now) - busy_us, now - since_us)]);
}

/** Begins or (anything but `true`) ends the caller's interest in the scheduler's times; the old value. */
export function scheduler_wall_time_1(x: Exec, on: Term): Term {
  const w = x.vm.state(WALL_TIME);
  const before = w.wanted.has(x.process);
  if (on !== TRUE) w.wanted.delete(x.process);
  else {
    if (w.wanted.size === 0) {
      w.since_us = x.vm.clock.monotonic_us();
      w.busy_us = x.vm.scheduler.busyTime_us(w.since_us);
    }
    w.wanted.add(x.process);
  }
  return before ? TRUE : FALSE;
}

const COUNTERS = MICROSTATES.map((name) => atom(name));
const M = atoms("counters", "id", "type", "scheduler", "reset");

/** `[#{type => scheduler, id => 1, counters => #{State => Microseconds}}]`: there are no threads but the scheduler's. */
function microstateAccounting(x: Exec): Term {
  const accounting = x.vm.state(ACCOUNTING);
  x.vm.scheduler.microstates?.enter(Microstate.Emulator);
  const counters = mapFromPairs(COUNTERS, accounting.times_us);
  return listFromArray([mapFromPairs([M.counters, M.id, M.type], [counters, 1, M.scheduler])]);
}

/** `true`, `false` or `reset`: whether it was running; undefined: badarg. */
export function setMicrostateAccounting(x: Exec, value: Term): Term | undefined {
  const { scheduler } = x.vm;
  const accounting = x.vm.state(ACCOUNTING);
  const before = scheduler.microstates !== undefined ? TRUE : FALSE;
  if (value === M.reset) accounting.reset();
  else if (value === TRUE && before === FALSE) {
    accounting.start(Microstate.Emulator);
    scheduler.microstates = accounting;
  } else if (value === FALSE && before === TRUE) {
    accounting.enter(Microstate.Emulator);
    scheduler.microstates = undefined;
  } else if (value !== TRUE && value !== FALSE) return undefined;
  return before;
}

function statistics_1(x: Exec, what: Term): Result {
  const waiting = x.vm.scheduler.queue.length;
  switch (what) {
    case S.reductions: {
      const last = x.vm.state(LAST);
      const total = allReductions(x);
      const since = total - last.reductions;
      last.reductions = total;
      return tuple2(total, since);
    }
    case S.exact_reductions: {
      const last = x.vm.state(LAST);
      const total = allReductions(x);
      const since = total - last.exact;
      last.exact = total;
      return tuple2(total, since);
    }
    case S.runtime:
      return runtime(x);
    case S.wall_clock:
      return wallClock(x);
    case S.context_switches:
      return tuple2(x.vm.scheduler.contextSwitches, 0);
    case S.garbage_collection:
      return tuple3(0, 0, 0);
    case S.io: {
      const { read, written } = x.vm.ports?.bytes ?? { read: 0, written: 0 };
      return tuple2(tuple2(A.input, read), tuple2(A.output, written));
    }
    case Q.run_queue:
    case Q.total_run_queue_lengths:
    case R.total_run_queue_lengths_all:
      return waiting;
    // One queue: there are no dirty schedulers.
    case Q.run_queues:
      return tupleFromArray([waiting]);
    case Q.run_queue_lengths:
    case Q.run_queue_lengths_all:
      return listFromArray([waiting]);
    case R.active_tasks:
    case R.active_tasks_all:
      return listFromArray([waiting + 1]);
    case R.total_active_tasks:
    case T.total_active_tasks_all:
      return waiting + 1;
    case T.scheduler_wall_time:
    case T.scheduler_wall_time_all:
      return schedulerWallTime(x);
    case T.microstate_accounting:
      return microstateAccounting(x);
    default:
      return x.badarg();
  }
}

export const STATISTICS: readonly Bif[] = [
  ...bifTable("erlang", {
    "statistics/1": { doc: "Counters of the scheduler and clocks; badarg for an unknown one.", fn: statistics_1 },
  }),
  ...bifTable("erts_internal", {
    "scheduler_wall_time/1": { doc: "Asks for the scheduler's times, or no more.", fn: scheduler_wall_time_1 },
  }),
];
