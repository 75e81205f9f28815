/**
 * `erlang:system_monitor/0,1,2`, of OTP 29 `erts_internal:system_monitor/1,3` for each trace session.
 * OTP: system_monitor() in erl_bif_trace.c.
 */
import { type Bif, bifTable } from "../../runtime/bif.ts";
import type { Exec } from "../../runtime/exec.ts";
import type { Result } from "../../runtime/signal.ts";
import { StateKey } from "../../runtime/state.ts";
import { SystemMonitor, type Watched, Watcher } from "../../runtime/system_monitor.ts";
import type { Vm } from "../../runtime/vm.ts";
import { atoms, FALSE, TRUE } from "../../term/atom.ts";
import { Pid } from "../../term/identifier.ts";
import { Cons, listFromArray, NIL } from "../../term/list.ts";
import { isSmallInteger } from "../../term/small.ts";
import type { Term } from "../../term/term.ts";
import { Tuple2, tuple2 } from "../../term/tuple.ts";
import { type Session, TRACING } from "./session.ts";

const A = atoms(
  "undefined",
  "legacy",
  "session",
  "busy_port",
  "busy_dist_port",
  "large_heap",
  "long_schedule",
  "long_gc",
);
const Q = atoms("long_message_queue");
const OK = atoms("ok");

/** Words below which no heap is large. */
const LEAST_LARGE_HEAP = 16384;

/** Ends the monitoring for a process that ends. */
const ENDS = new StateKey((vm) => {
  vm.exitHooks.push((p) => {
    if (vm.scheduler.monitor?.watchers.some((w) => w.to === p) !== true) return;
    for (const s of vm.state(TRACING).sessions) if (s.watcher?.to === p) watch(vm, s, undefined);
  });
  return true;
});

/** From now on the session watches for `watcher`; undefined: no more. */
export function watch(vm: Vm, session: Session, watcher: Watcher | undefined): void {
  session.watcher = watcher;
  const { scheduler } = vm;
  const all = vm.state(TRACING).sessions.flatMap((s) => s.watcher ?? []);
  scheduler.monitor = all.length === 0 ? undefined : new SystemMonitor(vm, all);
  if (watcher !== undefined) vm.state(ENDS);
}

/** What the session watches, as a list of options. */
export function watchedTerm(session: Session): Term {
  const out: Term[] = [];
  const w = session.watcher?.watched ?? {};
  if (w.busyDistPort === true) out.push(A.busy_dist_port);
  if (w.busyPort === true) out.push(A.busy_port);
  if (w.largeHeap_words !== undefined) out.push(tuple2(A.large_heap, w.largeHeap_words));
  if (w.longSchedule_ms !== undefined) out.push(tuple2(A.long_schedule, w.longSchedule_ms));
  if (w.longGc_ms !== undefined) out.push(tuple2(A.long_gc, w.longGc_ms));
  if (w.longQueue !== undefined)
    out.push(tuple2(Q.long_message_queue, tuple2(w.longQueue.disable, w.longQueue.enable)));
  return listFromArray(out);
}

/** `{Pid, Options}` or undefined. */
function present(session: Session): Term {
  const { watcher } = session;
  return watcher === undefined ? A.undefined : tuple2(watcher.to.pid, watchedTerm(session));
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

function legacy(x: Exec): Session {
  return x.vm.state(TRACING).legacy;
}

function system_monitor_0(x: Exec): Result {
  return present(legacy(x));
}

function system_monitor_1(x: Exec, what: Term): Result {
  if (what === A.undefined) return system_monitor_2(x, A.undefined, NIL);
  return what instanceof Tuple2 ? system_monitor_2(x, what.e0, what.e1) : x.badarg();
}

function system_monitor_2(x: Exec, pid: Term, options: Term): Result {
  return monitorFor(x, legacy(x), pid, options);
}

/** Returns what was set before. No process, or nothing to watch, ends the monitoring. */
function monitorFor(x: Exec, session: Session, pid: Term, options: Term): Result {
  const before = present(session);
  if (pid === A.undefined || options === NIL) {
    watch(x.vm, session, undefined);
    return before;
  }
  const to = pid instanceof Pid ? x.vm.processes.ofPid(pid) : undefined;
  const watched = watchedOf(options, x.vm.release.otp);
  if (to === undefined || watched === undefined) return x.badarg();
  watch(x.vm, session, new Watcher(to, watched));
  return before;
}

function sessionOf(x: Exec, t: Term): Session | undefined {
  return t === A.legacy ? legacy(x) : x.vm.state(TRACING).find(t, false);
}

function session_monitor_1(x: Exec, session: Term): Result {
  const s = sessionOf(x, session);
  return s === undefined ? x.badarg() : present(s);
}

/** In a session that has a tracer, `pid` is `session`: the options, `{What, Value}`, change what its tracer is told. */
function session_monitor_3(x: Exec, session: Term, pid: Term, options: Term): Result {
  const s = sessionOf(x, session);
  if (s === undefined) return x.badarg();
  if (s.tracer === undefined) return monitorFor(x, s, pid, options);
  const tracer = s.tracer.isModule ? undefined : s.tracer.state;
  if (pid !== A.session || !(tracer instanceof Pid)) return x.badarg();
  const watched = changed(s.watcher?.watched ?? {}, options, x.vm.release.otp);
  if (watched === undefined) return x.badarg();
  const to = x.vm.processes.ofPid(tracer);
  if (to !== undefined) watch(x.vm, s, Object.keys(watched).length === 0 ? undefined : new Watcher(to, watched));
  return OK.ok;
}

/** undefined: badarg. */
function changed(before: Watched, options: Term, otp: number): Watched | undefined {
  const w: Watched = { ...before };
  let l = options;
  for (; l instanceof Cons && l !== NIL; l = l.tail) {
    const o: Term = l.head;
    const [what, value] = o instanceof Tuple2 ? [o.e0, o.e1] : [o, TRUE];
    const field = FIELDS.get(what);
    if (field === undefined) return undefined;
    if (value === FALSE) delete w[field];
    else if (field === "busyPort" || field === "busyDistPort") {
      if (value !== TRUE) return undefined;
      w[field] = true;
    } else if (!threshold(w, what, value, otp)) return undefined;
  }
  return l === NIL ? w : undefined;
}

const FIELDS: ReadonlyMap<Term, keyof Watched> = new Map<Term, keyof Watched>([
  [A.busy_port, "busyPort"],
  [A.busy_dist_port, "busyDistPort"],
  [A.large_heap, "largeHeap_words"],
  [A.long_schedule, "longSchedule_ms"],
  [A.long_gc, "longGc_ms"],
  [Q.long_message_queue, "longQueue"],
]);

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
