/**
 * `erlang:system_monitor/0,1,2`, of OTP 29 `erts_internal:system_monitor/1,3`.
 * OTP: system_monitor() in erl_bif_trace.c.
 */
import { type Bif, bifTable } from "../../runtime/bif.ts";
import type { Exec } from "../../runtime/exec.ts";
import type { Result } from "../../runtime/signal.ts";
import { StateKey } from "../../runtime/state.ts";
import { SystemMonitor, type Watched } from "../../runtime/system_monitor.ts";
import { atoms } from "../../term/atom.ts";
import { Pid } from "../../term/identifier.ts";
import { Cons, listFromArray, NIL } from "../../term/list.ts";
import { isSmallInteger } from "../../term/small.ts";
import type { Term } from "../../term/term.ts";
import { Tuple2, tuple2 } from "../../term/tuple.ts";

const A = atoms("undefined", "legacy", "busy_port", "busy_dist_port", "large_heap", "long_schedule", "long_gc");
const Q = atoms("long_message_queue");

/** Words below which no heap is large. */
const LEAST_LARGE_HEAP = 16384;

/** Ends the monitoring when the process that asked for it ends. */
const ENDS = new StateKey((vm) => {
  vm.exitHooks.push((p) => {
    if (vm.scheduler.monitor?.to === p) vm.scheduler.monitor = undefined;
  });
  return true;
});

/** `{Pid, Options}` or undefined. */
function present(x: Exec): Term {
  const m = x.vm.scheduler.monitor;
  if (m === undefined) return A.undefined;
  const { watched: w } = m;
  const out: Term[] = [];
  if (w.longQueue !== undefined)
    out.push(tuple2(Q.long_message_queue, tuple2(w.longQueue.disable, w.longQueue.enable)));
  if (w.busyDistPort === true) out.push(A.busy_dist_port);
  if (w.busyPort === true) out.push(A.busy_port);
  if (w.largeHeap_words !== undefined) out.push(tuple2(A.large_heap, w.largeHeap_words));
  if (w.longSchedule_ms !== undefined) out.push(tuple2(A.long_schedule, w.longSchedule_ms));
  if (w.longGc_ms !== undefined) out.push(tuple2(A.long_gc, w.longGc_ms));
  return tuple2(m.to.pid, listFromArray(out));
}

/** undefined: badarg. */
function watchedOf(options: Term, otp: number): Watched | undefined {
  const w: Watched = {};
  let l = options;
  for (; l instanceof Cons && l !== NIL; l = l.tail) {
    const o: Term = l.head;
    if (o === A.busy_port) w.busyPort = true;
    else if (o === A.busy_dist_port) w.busyDistPort = true;
    else if (!(o instanceof Tuple2) || !threshold(w, o.e0, o.e1, otp)) return undefined;
  }
  return l === NIL ? w : undefined;
}

function threshold(w: Watched, what: Term, value: Term, otp: number): boolean {
  if (what === Q.long_message_queue) {
    if (otp < 27 || !(value instanceof Tuple2) || !isCount(value.e0) || !isCount(value.e1)) return false;
    if (value.e0 >= value.e1) return false;
    w.longQueue = { disable: value.e0, enable: value.e1 };
    return true;
  }
  if (!isCount(value)) return false;
  if (what === A.long_gc) w.longGc_ms = Math.max(value, 1);
  else if (what === A.long_schedule) w.longSchedule_ms = Math.max(value, 1);
  else if (what === A.large_heap) w.largeHeap_words = Math.max(value, LEAST_LARGE_HEAP);
  else return false;
  return true;
}

function isCount(t: Term): t is number {
  return isSmallInteger(t) && typeof t === "number" && t >= 0;
}

function system_monitor_0(x: Exec): Result {
  return present(x);
}

function system_monitor_1(x: Exec, what: Term): Result {
  if (what === A.undefined) return system_monitor_2(x, A.undefined, NIL);
  return what instanceof Tuple2 ? system_monitor_2(x, what.e0, what.e1) : x.badarg();
}

/** Returns what was set before. No process, or nothing to watch, ends the monitoring. */
function system_monitor_2(x: Exec, pid: Term, options: Term): Result {
  const before = present(x);
  const { scheduler } = x.vm;
  if (pid === A.undefined || options === NIL) {
    if (pid !== A.undefined && !(pid instanceof Pid)) return x.badarg();
    scheduler.monitor = undefined;
    return before;
  }
  const to = pid instanceof Pid ? x.vm.processes.ofPid(pid) : undefined;
  const watched = watchedOf(options, x.vm.release.otp);
  if (to === undefined || watched === undefined) return x.badarg();
  x.vm.state(ENDS);
  scheduler.monitor = new SystemMonitor(x.vm, to, watched);
  return before;
}

/** The session of the old functions is the only one that can monitor. */
function session_monitor_1(x: Exec, session: Term): Result {
  return session === A.legacy ? present(x) : x.badarg();
}

function session_monitor_3(x: Exec, session: Term, pid: Term, options: Term): Result {
  return session === A.legacy ? system_monitor_2(x, pid, options) : x.badarg();
}

const OLD = [25, 27] as const;

export const SYSTEM_MONITOR: readonly Bif[] = [
  ...bifTable("erlang", {
    "system_monitor/0": { doc: "Who is told of what.", fn: system_monitor_0, releases: OLD },
    "system_monitor/1": { doc: "As system_monitor/2, in a tuple. badarg.", fn: system_monitor_1, releases: OLD },
    "system_monitor/2": {
      doc: "Has a process told of busy and large ones. badarg.",
      fn: system_monitor_2,
      releases: OLD,
    },
  }),
  ...bifTable("erts_internal", {
    "system_monitor/1": { doc: "Who is told of what.", fn: session_monitor_1, releases: [29] },
    "system_monitor/3": {
      doc: "Has a process told of busy and large ones. badarg.",
      fn: session_monitor_3,
      releases: [29],
    },
  }),
];
