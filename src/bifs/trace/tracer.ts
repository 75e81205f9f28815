/**
 * Tracers: who gets trace messages, and how the messages look.
 *
 * A tracer is a process or port of this node, served by the module `erl_tracer`, or a module of NIFs with a state. A
 * process that has ended is no tracer any more: whoever finds that out drops it.
 * OTP: erl_tracer_nif.c, call_enabled_tracer() and send_to_tracer_nif_raw() in erl_trace.c.
 */
import type { BifFunction } from "../../runtime/bif.ts";
import { processOf, type Process, Status } from "../../runtime/process.ts";
import { SIGNAL } from "../../runtime/signal.ts";
import type { Vm } from "../../runtime/vm.ts";
import { Atom, atoms, FALSE, TRUE } from "../../term/atom.ts";
import { encodeToBytes, PLAIN } from "../../term/etf_encode.ts";
import { equalExact } from "../../term/equal.ts";
import { Pid, Port } from "../../term/identifier.ts";
import { ErlMap } from "../../term/map.ts";
import { mapFromPairs, mapGet } from "../../term/map_ops.ts";
import type { Term } from "../../term/term.ts";
import { tuple2, Tuple2, tuple3, Tuple3, tupleFromArray } from "../../term/tuple.ts";
import { Flag, TIMESTAMPS } from "./flags.ts";
import { TRACING } from "./session.ts";

const A = atoms("erl_tracer", "trace", "trace_ts", "discard", "remove", "trace_status", "seq_trace", "enabled", "ok");
const O = atoms("extra", "match_spec_result", "scheduler_id", "timestamp");
const T = atoms("cpu_timestamp", "monotonic", "strict_monotonic");

/** Which callbacks of a tracer module an event is for: `enabled_call/3` before `enabled/3`, and so on. */
export type Kind =
  | "call"
  | "garbage_collection"
  | "ports"
  | "procs"
  | "receive"
  | "running_ports"
  | "running_procs"
  | "send"
  | "seq_trace";

export type Verdict = "trace" | "discard" | "remove";

export class Tracer {
  readonly module: Atom;
  readonly state: Term;
  constructor(module: Atom, state: Term) {
    this.module = module;
    this.state = state;
  }
  get isModule(): boolean {
    return this.module !== A.erl_tracer;
  }
  equals(other: Tracer | undefined): boolean {
    return other !== undefined && other.module === this.module && equalExact(other.state, this.state);
  }
  /** As `trace_info` shows it. */
  toTerm(): Term {
    return this.isModule ? tuple2(this.module, this.state) : this.state;
  }
}

/** The tracer that a pid, a port or `{Module, State}` stands for; undefined: none. */
export function tracerOf(vm: Vm, t: Term): Tracer | undefined {
  // A decoded pid may be a copy: the living process has the one that leads to it.
  if (t instanceof Pid)
    return t.node === undefined ? new Tracer(A.erl_tracer, vm.processes.ofPid(t)?.pid ?? t) : undefined;
  if (t instanceof Port)
    return t.node === undefined && vm.ports !== undefined ? new Tracer(A.erl_tracer, t) : undefined;
  return t instanceof Tuple2 ? moduleTracer(vm, t.e0, t.e1) : undefined;
}

/** The tracer in `{tag, Tracer}` or `{tag, Module, State}`. */
export function taggedTracer(vm: Vm, tag: Atom, t: Term): Tracer | undefined {
  if (t instanceof Tuple2 && t.e0 === tag) {
    // `{meta, []}` and the like say that there is none.
    return t.e1 instanceof Tuple2 ? undefined : tracerOf(vm, t.e1);
  }
  return t instanceof Tuple3 && t.e0 === tag ? moduleTracer(vm, t.e1, t.e2) : undefined;
}

function moduleTracer(vm: Vm, module: Term, state: Term): Tracer | undefined {
  if (!(module instanceof Atom)) return undefined;
  if (module === A.erl_tracer) return state instanceof Pid || state instanceof Port ? tracerOf(vm, state) : undefined;
  return nif(vm, module, A.enabled, 3) === undefined ? undefined : new Tracer(module, state);
}

function nif(vm: Vm, module: Atom, name: Atom, arity: number): BifFunction | undefined {
  const bif = vm.export(module, name, arity).bif;
  return bif?.nif === true ? bif.fn : undefined;
}

/** The callback for a kind of event, or the general one. */
function callback(vm: Vm, module: Atom, name: string, kind: Kind | undefined, arity: number): BifFunction | undefined {
  const special = kind === undefined ? undefined : vm.atoms.intern(`${name}_${kind}`);
  const own = special === undefined ? undefined : nif(vm, module, special, arity);
  return own ?? nif(vm, module, vm.atoms.intern(name) as Atom, arity);
}

/** A NIF called on behalf of whoever runs; one that raises says nothing. */
function callNif(vm: Vm, fn: BifFunction, args: readonly Term[]): Term | undefined {
  const r = fn(vm.exec, ...args);
  if (r !== SIGNAL) return r as Term;
  vm.exec.raising = false;
  return undefined;
}

/** Whether an event `tag` of `tracee` is wanted; `trace_status`: whether the tracer is still there. */
export function verdict(vm: Vm, tracer: Tracer, kind: Kind | undefined, tag: Term, tracee: Term): Verdict {
  if (!tracer.isModule) {
    if (!livesOn(vm, tracer.state)) return "remove";
    return tracer.state === tracee ? "discard" : "trace";
  }
  const fn = callback(vm, tracer.module, "enabled", kind, 3);
  const answer = fn === undefined ? A.remove : callNif(vm, fn, [tag, tracer.state, tracee]);
  if (answer === A.trace) return "trace";
  return answer === A.discard ? "discard" : "remove";
}

export function livesOn(vm: Vm, state: Term): boolean {
  return state instanceof Pid ? processOf(state) !== undefined : vm.ports?.isOpen(state as Port) === true;
}

/** Is the tracer there? */
export function isThere(vm: Vm, tracer: Tracer, tracee: Term): boolean {
  return tracer.isModule
    ? verdict(vm, tracer, undefined, A.trace_status, tracee) === "trace"
    : livesOn(vm, tracer.state);
}

export interface Report {
  readonly kind: Kind;
  /** Of the tracee: what says how to report. */
  readonly flags: number;
  readonly tag: Atom;
  readonly tracee: Term;
  readonly term: Term;
  readonly extra?: Term | undefined;
  /** What the match specification made; true is left out. */
  readonly result?: Term | undefined;
}

/** Gives the tracer a trace message. */
export function report(vm: Vm, tracer: Tracer, r: Report): void {
  if (!tracer.isModule) {
    post(vm, tracer.state, message(vm, r));
    return;
  }
  const fn = callback(vm, tracer.module, "trace", r.kind, 5);
  if (fn !== undefined) callNif(vm, fn, [r.tag, tracer.state, r.tracee, r.term, options(r)]);
}

export function post(vm: Vm, to: Term, message: Term): void {
  if (to instanceof Pid) {
    const p = processOf(to);
    if (p !== undefined) put(vm, p, message);
  } else if (to instanceof Port) {
    const bytes = encodeToBytes(message, { ...PLAIN, node: vm.node, creation: vm.creation });
    if (bytes !== undefined) vm.ports?.output(to, bytes);
  }
}

/** A trace message is none of the events of the tracer. */
function put(vm: Vm, to: Process, message: Term): void {
  to.mailbox.push(message);
  if (to.status === Status.Waiting) vm.scheduler.wake(to, FALSE);
}

function message(vm: Vm, r: Report): Term {
  const stamp = r.flags & TIMESTAMPS;
  const out: Term[] =
    r.kind === "seq_trace"
      ? [A.seq_trace, r.tracee, r.term]
      : [stamp === 0 ? A.trace : A.trace_ts, r.tracee, r.tag, r.term];
  if (r.extra !== undefined) out.push(r.extra);
  if (r.result !== undefined && r.result !== TRUE) out.push(r.result);
  if ((r.flags & Flag.scheduler_id) !== 0) out.push(1);
  if (stamp !== 0) out.push(timestamp(vm, r.flags, vm.state(TRACING).cpuTimestamps));
  return tupleFromArray(out);
}

/** Of the kind that `flags` ask for; `cpu`: a `timestamp` shows the processor's time. */
export function timestamp(vm: Vm, flags: number, cpu: boolean): Term {
  if ((flags & Flag.timestamp) !== 0) {
    const us = cpu ? vm.scheduler.busyTime_us() : vm.clock.uniqueNow_us();
    return tuple3(Math.floor(us / 1e12), Math.floor(us / 1e6) % 1e6, Math.floor(us) % 1e6);
  }
  const ns = BigInt(vm.clock.monotonic_us()) * 1000n;
  const now = Number.isSafeInteger(Number(ns)) ? Number(ns) : ns;
  return (flags & Flag.strict_monotonic_timestamp) !== 0 ? tuple2(now, vm.references.uniqueMonotonic()) : now;
}

function options(r: Report): Term {
  const pairs: [Term, Term][] = [];
  if (r.extra !== undefined) pairs.push([O.extra, r.extra]);
  if (r.result !== undefined && r.result !== TRUE) pairs.push([O.match_spec_result, r.result]);
  if ((r.flags & Flag.scheduler_id) !== 0) pairs.push([O.scheduler_id, 1]);
  const stamp = stampName(r.flags);
  if (stamp !== undefined) pairs.push([O.timestamp, stamp]);
  return mapFromPairs(
    pairs.map((p) => p[0]),
    pairs.map((p) => p[1]),
  );
}

function stampName(flags: number): Atom | undefined {
  if ((flags & Flag.timestamp) !== 0) return O.timestamp;
  if ((flags & Flag.strict_monotonic_timestamp) !== 0) return T.strict_monotonic;
  return (flags & Flag.monotonic_timestamp) !== 0 ? T.monotonic : undefined;
}

/** `erl_tracer:enabled/3`: the tracer `state` is a process or port. */
export function defaultEnabled(vm: Vm, tag: Term, state: Term, tracee: Term): Term {
  const there = (state instanceof Pid || state instanceof Port) && livesOn(vm, state);
  if (there) return state === tracee ? A.discard : A.trace;
  return tag === A.trace_status ? A.remove : A.discard;
}

/** `erl_tracer:trace/5`: the message that the arguments of a tracer module's callback come to. */
export function defaultTrace(vm: Vm, tag: Term, state: Term, tracee: Term, term: Term, opts: Term): Term {
  const option = (name: Atom): Term | undefined => (opts instanceof ErlMap ? mapGet(opts, name) : undefined);
  const stamp = option(O.timestamp);
  let flags = 0;
  if (stamp === O.timestamp || stamp === T.cpu_timestamp) flags = Flag.timestamp;
  else if (stamp === T.strict_monotonic) flags = Flag.strict_monotonic_timestamp;
  else if (stamp === T.monotonic) flags = Flag.monotonic_timestamp;
  if (option(O.scheduler_id) !== undefined) flags |= Flag.scheduler_id;
  const kind: Kind = tag === A.seq_trace ? "seq_trace" : "call";
  const r: Report = {
    kind,
    flags,
    tag: tag as Atom,
    tracee,
    term,
    extra: option(O.extra),
    result: option(O.match_spec_result),
  };
  post(vm, state, message(vm, r));
  return A.ok;
}
