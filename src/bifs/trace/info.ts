/**
 * `trace_info`: what is traced, and for whom.
 * OTP: trace_info() in erl_bif_trace.c.
 */
import type { Exec } from "../../runtime/exec.ts";
import type { Result } from "../../runtime/signal.ts";
import { Atom, atoms, FALSE, TRUE } from "../../term/atom.ts";
import { Pid, Port } from "../../term/identifier.ts";
import { listFromArray, NIL } from "../../term/list.ts";
import { isSmallInteger } from "../../term/small.ts";
import type { Term } from "../../term/term.ts";
import { Tuple, tuple2, Tuple3, tuple3, tuple4 } from "../../term/tuple.ts";
import type { Account } from "./call_clock.ts";
import { flagsTerm } from "./flags.ts";
import type { Setting } from "./function_watch.ts";
import { type NewTracing, type Session, TRACING, type Tracing } from "./session.ts";
import { type Places, placesOf, watchAt } from "./sites.ts";
import { watchedTerm } from "./system_monitor.ts";
import { targetOf, tracedOf } from "./traced.ts";
import { isThere } from "./tracer.ts";

const A = atoms("undefined", "flags", "tracer", "session", "new", "new_processes", "new_ports", "on_load", "any");
const F = atoms("traced", "match_spec", "meta", "meta_match_spec", "call_count", "call_time", "call_memory", "all");
const V = atoms("local", "global", "send", "receive", "badopt", "system");

/** `{Item, Value}` or `undefined`. `session` undefined: which sessions have to do with it. */
export function traceInfo(x: Exec, session: Session | undefined, what: Term, item: Term): Result {
  if (session === undefined) return sessionsOf(x, what, item);
  if (what === A.on_load) return onLoadInfo(x, session, item);
  if (what === V.send || what === V.receive) {
    const e = what === V.send ? session.send : session.receive;
    if (item !== F.match_spec) return x.badarg();
    return tuple2(item, !e.on ? FALSE : e.spec.program === undefined ? TRUE : e.spec.source);
  }
  if (what === V.system && x.vm.release.otp >= 29)
    return item === F.all ? tuple2(V.system, watchedTerm(session)) : x.badargCause(V.badopt);
  if (what instanceof Tuple) return functionInfo(x, session, what, item);
  return processInfo(x, session, what, item);
}

// -- Processes and ports.

function processInfo(x: Exec, session: Session, what: Term, item: Term): Result {
  let found: { flags: number; tracer: Term } | undefined;
  if (what === A.new || what === A.new_processes) found = newInfo(x, session.newProcesses);
  else if (what === A.new_ports) found = newInfo(x, session.newPorts);
  else if ((what instanceof Pid || what instanceof Port) && what.node === undefined) {
    if (item !== A.flags && item !== A.tracer) return x.badarg();
    const target = targetOf(x.vm, what);
    if (target === undefined) return A.undefined;
    const traced = tracedOf(target);
    const ref = traced?.ref(session);
    const there = traced !== null && ref !== undefined && traced.alive(ref);
    found = there ? { flags: ref.flags, tracer: ref.tracer?.toTerm() ?? NIL } : { flags: 0, tracer: NIL };
  } else return x.badargCause(V.badopt);
  if (item === A.flags) return tuple2(item, flagsTerm(found.flags));
  return item === A.tracer ? tuple2(item, found.tracer) : x.badarg();
}

function newInfo(x: Exec, n: NewTracing): { flags: number; tracer: Term } {
  if (n.tracer !== undefined && !isThere(x.vm, n.tracer, A.undefined)) {
    n.flags = 0;
    n.tracer = undefined;
  }
  return { flags: n.flags, tracer: n.tracer?.toTerm() ?? NIL };
}

// -- Functions.

function placesFor(x: Exec, what: Term): Places | undefined {
  if (!(what instanceof Tuple3) || !(what.e0 instanceof Atom) || !(what.e1 instanceof Atom)) return undefined;
  if (!isSmallInteger(what.e2)) return undefined;
  return placesOf(x.vm, { module: what.e0, name: what.e1, arity: what.e2 as number });
}

function functionInfo(x: Exec, session: Session, what: Term, item: Term): Result {
  const places = placesFor(x, what);
  if (places === undefined) return x.badarg();
  const { functions, exports, bifs } = places;
  if (functions.length + bifs.length === 0) return tuple2(item, A.undefined);
  const set = [...exports, ...bifs, ...functions]
    .map((at) => watchAt(at)?.of(session))
    .find((s): s is Setting => s !== undefined);
  if (set === undefined) return tuple2(item, FALSE);
  const value = item === F.all ? allItems(x, set) : functionItem(set, item);
  return value === undefined ? x.badarg() : tuple2(item, value);
}

function functionItem(s: Setting, item: Term): Term | undefined {
  switch (item) {
    case F.traced:
      return s.global !== undefined ? V.global : s.local !== undefined ? V.local : FALSE;
    case F.match_spec:
      return (s.global ?? s.local)?.source ?? FALSE;
    case F.meta:
      return s.meta?.tracer?.toTerm() ?? NIL;
    case F.meta_match_spec:
      return s.meta?.spec.source ?? FALSE;
    case F.call_count:
      return s.count?.calls ?? FALSE;
    case F.call_time:
      return s.time === undefined ? FALSE : times(s.time);
    case F.call_memory:
      return s.memory === undefined ? FALSE : memory(s.memory);
    default:
      return undefined;
  }
}

function allItems(x: Exec, s: Setting): Term {
  const items = [F.traced, F.match_spec, F.meta, F.meta_match_spec];
  if (x.vm.release.otp >= 27) items.push(F.call_memory);
  items.push(F.call_time, F.call_count);
  return listFromArray(
    items.map((item) => {
      const value = functionItem(s, item) as Term;
      return tuple2(item, item === F.meta && s.meta?.tracer === undefined ? FALSE : value);
    }),
  );
}

/** `[{Pid, Calls, Seconds, Microseconds}]`. */
function times(a: Account): Term {
  return listFromArray(
    [...a.of].map(([pid, s]) => {
      const us = Math.floor(s.amount);
      return tuple4(pid, s.calls, Math.floor(us / 1e6), us % 1e6);
    }),
  );
}

/** `[{Pid, Calls, Words}]`. */
function memory(a: Account): Term {
  return listFromArray([...a.of].map(([pid, s]) => tuple3(pid, s.calls, s.amount)));
}

function onLoadInfo(x: Exec, session: Session, item: Term): Result {
  const o = session.onLoad;
  if (o === undefined) return tuple2(item, FALSE);
  const { pattern: p } = o;
  const breakpoint = p.local || p.meta || p.callCount || p.callTime || p.callMemory;
  const values: ReadonlyMap<Term, Term> = new Map<Term, Term>([
    [F.traced, !breakpoint ? V.global : p.local ? V.local : FALSE],
    [F.match_spec, !breakpoint || p.local ? o.spec.source : FALSE],
    [F.meta, p.meta ? (o.metaTracer?.toTerm() ?? FALSE) : FALSE],
    [F.meta_match_spec, p.meta ? o.metaSpec.source : FALSE],
    [F.call_count, p.callCount ? TRUE : FALSE],
    [F.call_time, p.callTime ? TRUE : FALSE],
    [F.call_memory, p.callMemory ? TRUE : FALSE],
  ]);
  if (item === F.all) {
    const items = [F.traced, F.match_spec, F.meta, F.meta_match_spec, F.call_count];
    return tuple2(item, listFromArray(items.map((i) => tuple2(i, values.get(i) as Term))));
  }
  const value = values.get(item);
  return value === undefined ? x.badarg() : tuple2(item, value);
}

// -- Sessions.

function sessionsOf(x: Exec, what: Term, item: Term): Result {
  const tracing = x.vm.state(TRACING);
  if (what instanceof Pid || what instanceof Port) {
    if (item !== A.session) return x.badarg();
    const target = targetOf(x.vm, what);
    if (target === undefined) return A.undefined;
    const refs = tracedOf(target)?.refs ?? [];
    return sessionList(refs.map((r) => r.session).reverse());
  }
  if (what instanceof Tuple) {
    const places = placesFor(x, what);
    if (places === undefined || item !== A.session) return x.badarg();
    const all = [...places.exports, ...places.bifs, ...places.functions];
    if (places.functions.length + places.bifs.length === 0) return tuple2(item, A.undefined);
    return sessionList(all.flatMap((at) => watchAt(at)?.settings.map((s) => s.session) ?? []).reverse());
  }
  if (!(what instanceof Atom)) return x.badargCause(V.badopt);
  if (item !== A.session) return x.badarg();
  const has = eventTest(what);
  return has === undefined ? x.badargCause(V.badopt) : sessionList(orderOfOtp(tracing).filter(has));
}

/** OTP builds the list back to front. */
function orderOfOtp(tracing: Tracing): Session[] {
  return [...tracing.sessions].reverse();
}

function sessionList(sessions: readonly Session[]): Term {
  return tuple2(A.session, listFromArray(sessions.map((s) => s.weakReference)));
}

function eventTest(what: Atom): ((s: Session) => boolean) | undefined {
  switch (what) {
    case A.any:
      return () => true;
    case A.on_load:
      return (s) => s.onLoad !== undefined;
    case V.send:
      return (s) => s.send.on;
    case V.receive:
      return (s) => s.receive.on;
    case A.new:
    case A.new_processes:
      return (s) => s.newProcesses.flags !== 0;
    case A.new_ports:
      return (s) => s.newPorts.flags !== 0;
    default:
      return undefined;
  }
}
