/**
 * `trace_pattern`: which calls, sent and received messages are traced.
 * OTP: trace_pattern(), erts_set_trace_pattern(), change_on_load_trace_pattern() in erl_bif_trace.c.
 */
import { MatchProgram } from "../../ets/match_compile.ts";
import {
  CALL_TRACE,
  type Clause,
  type Dialect,
  type Expr,
  parseMatchSpec,
  RECEIVE_TRACE,
  SEND_TRACE,
} from "../../ets/match_spec.ts";
import type { Exec } from "../../runtime/exec.ts";
import type { Result } from "../../runtime/signal.ts";
import { Atom, atoms, FALSE, TRUE } from "../../term/atom.ts";
import { Cons, NIL } from "../../term/list.ts";
import { isSmallInteger } from "../../term/small.ts";
import type { Term } from "../../term/term.ts";
import { Tuple, Tuple3 } from "../../term/tuple.ts";
import { Account } from "./call_clock.ts";
import { syncCounting } from "./counting.ts";
import type { Setting } from "./function_watch.ts";
import {
  ALL_CALLS,
  type EventPattern,
  type OnLoad,
  type Pattern,
  type Session,
  type Spec,
  TRACING,
} from "./session.ts";
import { Changes, forgetOldCode, namesAheadCode, placesOf, type Target } from "./sites.ts";
import { taggedTracer, type Tracer, tracerOf } from "./tracer.ts";

const A = atoms(
  "_",
  "notsup",
  "local",
  "global",
  "meta",
  "call_count",
  "call_time",
  "call_memory",
  "restart",
  "pause",
  "on_load",
);
const E = atoms("send", "receive");
const CAUSE = atoms("badopt", "match_spec", "call_count", "none", "session");

type Op = "set" | "clear" | "restart" | "pause";

interface Request {
  readonly session: Session;
  readonly pattern: Pattern;
  readonly op: Op;
  readonly spec: Spec;
  readonly tracer: Tracer | undefined;
}

const NO_FLAGS: Pattern = {
  local: false,
  global: false,
  meta: false,
  callCount: false,
  callTime: false,
  callMemory: false,
};

/** A pattern's flags and the tracer of a meta trace; undefined: badopt. */
function readFlags(
  x: Exec,
  session: Session,
  list: Term,
): { pattern: Pattern; tracer: Tracer | undefined } | undefined {
  const p = { ...NO_FLAGS };
  let tracer: Tracer | undefined;
  let l = list;
  for (; l instanceof Cons && l !== NIL; l = l.tail) {
    const item = l.head;
    if (item instanceof Tuple && session.tracer === undefined) {
      tracer = taggedTracer(x.vm, A.meta, item);
      if (tracer === undefined) return undefined;
      p.meta = true;
    } else if (item === A.local) p.local = true;
    else if (item === A.meta) {
      p.meta = true;
      tracer ??= session.tracer ?? tracerOf(x.vm, x.process.pid);
    } else if (item === A.global) p.global = true;
    else if (item === A.call_count) p.callCount = true;
    else if (item === A.call_time) p.callTime = true;
    else if (item === A.call_memory && x.vm.release.otp >= 27) p.callMemory = true;
    else return undefined;
  }
  if (l !== NIL || (p.global && isBreakpoint(p))) return undefined;
  return { pattern: p, tracer };
}

function isBreakpoint(p: Pattern): boolean {
  return p.local || p.meta || isMeasuring(p);
}

function isMeasuring(p: Pattern): boolean {
  return p.callCount || p.callTime || p.callMemory;
}

/** Functions of a specification that need the stack. */
const STACK = new Set([
  "return_trace",
  "exception_trace",
  "caller",
  "caller_line",
  "current_stacktrace",
  "process_dump",
]);

function needsStack(clauses: readonly Clause[]): boolean {
  const todo: Expr[] = clauses.flatMap((c) => [...c.guards, ...c.body]);
  for (let e = todo.pop(); e !== undefined; e = todo.pop()) {
    if (e.kind === "trace" && STACK.has(e.name)) return true;
    if ("args" in e) todo.push(...e.args);
    if ("items" in e) todo.push(...e.items);
    if ("tail" in e) todo.push(e.tail);
    if ("keys" in e) todo.push(...e.keys, ...e.values);
  }
  return false;
}

/** What the second argument of `trace_pattern` says; undefined: a bad match specification. */
function readOp(x: Exec, what: Term, dialect: Dialect): { op: Op; spec: Spec } | undefined {
  if (what === FALSE) return { op: "clear", spec: ALL_CALLS };
  if (what === NIL || what === TRUE) return { op: "set", spec: ALL_CALLS };
  if (what === A.restart) return { op: "restart", spec: ALL_CALLS };
  if (what === A.pause) return { op: "pause", spec: ALL_CALLS };
  const { clauses } = parseMatchSpec(what, dialect, x.vm.release);
  if (clauses === undefined) return undefined;
  return { op: "set", spec: { program: new MatchProgram(clauses), source: what, stack: needsStack(clauses) } };
}

/** The functions that `{M, F, A}` names; undefined: it is no such pattern. */
export function readTarget(t: Term): Target | undefined {
  if (!(t instanceof Tuple3)) return undefined;
  const { e0, e1, e2 } = t;
  if (!(e0 instanceof Atom) || !(e1 instanceof Atom) || !(isSmallInteger(e2) || e2 === A._)) return undefined;
  const module = e0 === A._ ? undefined : e0;
  const name = e1 === A._ ? undefined : e1;
  const arity = e2 === A._ ? undefined : (e2 as number);
  // What follows a '_' must be one as well.
  if ((module === undefined && name !== undefined) || (name === undefined && arity !== undefined)) return undefined;
  return { module, name, arity };
}

/** The number of functions that match. badarg with a cause. */
export function tracePattern(x: Exec, session: Session, mfa: Term, what: Term, flags: Term): Result {
  const read = readFlags(x, session, flags);
  if (read === undefined) return x.badargCause(CAUSE.badopt);
  const { pattern, tracer } = read;
  const dialect = mfa === E.receive ? RECEIVE_TRACE : mfa === E.send ? SEND_TRACE : CALL_TRACE;
  const op = readOp(x, what, dialect);
  if (op === undefined) return x.badargCause(CAUSE.match_spec);
  if (op.spec.program !== undefined && isMeasuring(pattern) && !pattern.local && !pattern.meta)
    return x.badargCause(CAUSE.call_count);
  const request: Request = { session, pattern, tracer, ...op };
  if (mfa === A.on_load) {
    if (needsVariants(x, request, EVERYTHING)) return x.error(A.notsup);
    const matched = onLoad(x, request);
    return syncCounting(x.vm) ? x.giveUp(matched) : matched;
  }
  if (mfa === E.send || mfa === E.receive)
    return eventPattern(x, mfa === E.send ? session.send : session.receive, request);
  const target = readTarget(mfa);
  if (target === undefined) return x.badargCause(CAUSE.none);
  if (needsVariants(x, request, target)) return x.error(A.notsup);
  listen(x);
  const changes = new Changes(x.vm, session);
  const matched = apply(x, request, target, changes);
  changes.done();
  syncCounting(x.vm);
  // All code that runs meets the breakpoints from here on: no frame of it stays on the JavaScript stack. As in OTP, which waits
  // until all schedulers have seen them, others run before the caller goes on.
  return x.giveUp(matched);
}

const EVERYTHING: Target = { module: undefined, name: undefined, arity: undefined };

/** Would it take variants of code of which there are none? Where words are counted all code is another one. */
function needsVariants(x: Exec, { op, pattern }: Request, t: Target): boolean {
  return op !== "clear" && isBreakpoint(pattern) && namesAheadCode(x.vm, pattern.callMemory ? EVERYTHING : t);
}

function eventPattern(x: Exec, e: EventPattern, r: Request): Result {
  if (r.pattern.global || isBreakpoint(r.pattern) || r.op === "restart" || r.op === "pause")
    return x.badargCause(CAUSE.none);
  e.on = r.op === "set";
  e.spec = r.spec;
  return 1;
}

/** Sets or clears what `r` says at all places of `t`; how many there are. */
function apply(x: Exec, r: Request, t: Target, changes: Changes): number {
  const { functions, exports, bifs } = placesOf(x.vm, t);
  const on = r.op !== "clear";
  const breakpoint = isBreakpoint(r.pattern);
  if (!breakpoint) {
    for (const e of [...exports, ...bifs]) changes.change(e, on, (s) => (s.global = on ? r.spec : undefined));
    if (on) for (const f of functions) changes.change(f, false, clearBreakpoints);
    if (on) for (const e of bifs) changes.change(e, false, clearBreakpoints);
    return exports.length + bifs.length;
  }
  if (on) for (const e of [...exports, ...bifs]) changes.change(e, false, (s) => (s.global = undefined));
  const make = on && (r.op === "set" || r.pattern.local || r.pattern.meta);
  for (const f of [...functions, ...bifs]) changes.change(f, make, (s) => setBreakpoints(s, r));
  return functions.length + bifs.length;
}

function clearBreakpoints(s: Setting): void {
  s.local = s.meta = s.count = s.time = s.memory = undefined;
}

function setBreakpoints(s: Setting, r: Request): void {
  const on = r.op !== "clear";
  const { pattern } = r;
  if (pattern.local) s.local = on ? r.spec : undefined;
  if (pattern.meta) s.meta = on ? { spec: r.spec, tracer: r.tracer } : undefined;
  if (pattern.callCount) s.count = on ? counted(s.count, r.op) : undefined;
  if (pattern.callTime) s.time = on ? measured(s.time, r.op) : undefined;
  if (pattern.callMemory) s.memory = on ? measured(s.memory, r.op) : undefined;
}

function counted(old: Setting["count"], op: Op): NonNullable<Setting["count"]> {
  const count = old ?? { calls: 0, active: true };
  count.active = op !== "pause";
  if (count.active) count.calls = 0;
  return count;
}

function measured(old: Account | undefined, op: Op): Account {
  const account = old ?? new Account();
  if (op === "pause") account.active = false;
  else account.restart();
  return account;
}

/** Has a session see the calls of all exported functions there are and will be. The caller has to leave the stack. */
export function watchAllCalls(x: Exec, session: Session): void {
  listen(x);
  session.onLoad = { pattern: NO_FLAGS, spec: ALL_CALLS, metaSpec: ALL_CALLS, metaTracer: undefined };
  const changes = new Changes(x.vm, session);
  const r: Request = { session, pattern: NO_FLAGS, op: "set", spec: ALL_CALLS, tracer: undefined };
  apply(x, r, EVERYTHING, changes);
  changes.done();
}

// -- Modules to come.

/** From now on old code is dropped, and new code gets what `on_load` has set. */
function listen(x: Exec): void {
  const { vm } = x;
  vm.code.waiting ??= (module) => {
    for (const session of vm.state(TRACING).all) new Changes(vm, session).clear(module);
  };
  vm.code.loaded ??= (m) => {
    const { all } = vm.state(TRACING);
    forgetOldCode(vm, all, m.name);
    for (const session of all) {
      const set = session.onLoad;
      if (set === undefined) continue;
      const changes = new Changes(vm, session);
      const target = { module: m.name, name: undefined, arity: undefined };
      const { local, meta } = set.pattern;
      const r: Request = { session, op: "set", spec: set.spec, pattern: set.pattern, tracer: set.metaTracer };
      apply(x, local || !meta ? { ...r, pattern: { ...set.pattern, meta: false } } : r, target, changes);
      if (meta) apply(x, { ...r, spec: set.metaSpec, pattern: { ...NO_FLAGS, meta } }, target, changes);
    }
  };
}

function onLoad(x: Exec, r: Request): number {
  listen(x);
  const { session, pattern } = r;
  const old = session.onLoad;
  const both = old !== undefined && isBreakpoint(old.pattern) && isBreakpoint(pattern);
  const on = r.op !== "clear";
  const measuring = r.op === "set";
  const flag = (name: keyof Pattern, set: boolean): boolean => {
    const before = both && old.pattern[name];
    return on ? before || (pattern[name] && set) : before && !pattern[name];
  };
  if (!on && old !== undefined && isBreakpoint(old.pattern) !== isBreakpoint(pattern)) return 0;
  const next: Pattern = {
    local: flag("local", true),
    global: false,
    meta: flag("meta", true),
    callCount: flag("callCount", measuring),
    callTime: flag("callTime", measuring),
    callMemory: flag("callMemory", measuring),
  };
  if (!on && !isBreakpoint(next)) session.onLoad = undefined;
  else {
    const keep: OnLoad = old ?? { pattern: NO_FLAGS, spec: ALL_CALLS, metaSpec: ALL_CALLS, metaTracer: undefined };
    session.onLoad = {
      pattern: next,
      spec: pattern.local || !isBreakpoint(pattern) ? r.spec : keep.spec,
      metaSpec: pattern.meta ? r.spec : keep.metaSpec,
      metaTracer: pattern.meta ? r.tracer : keep.metaTracer,
    };
  }
  return 0;
}
