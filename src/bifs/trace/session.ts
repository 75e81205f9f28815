/**
 * Trace sessions: who is traced for whom, and what the `TRACING` state of a VM holds.
 *
 * The legacy session is that of `erlang:trace/3`; `trace:session_create/3` (OTP 27 and newer) makes others, which do not
 * disturb each other. A process knows in which sessions it is traced (`Tracee` in tracee.ts), a function likewise.
 * OTP: ErtsTraceSession and ErtsTracerRef in erl_trace.h.
 */
import type { MatchProgram } from "../../ets/match_compile.ts";
import { resource } from "../../runtime/resource.ts";
import { StateKey } from "../../runtime/state.ts";
import type { Watcher } from "../../runtime/system_monitor.ts";
import type { Vm } from "../../runtime/vm.ts";
import { Atom, atoms } from "../../term/atom.ts";
import { NIL } from "../../term/list.ts";
import type { Term } from "../../term/term.ts";
import { Tuple2, tuple2 } from "../../term/tuple.ts";
import type { FunctionWatch } from "./function_watch.ts";
import type { Tracer } from "./tracer.ts";

const A = atoms("legacy", "default");

/** A match specification of a pattern: the program, undefined for "all calls", and the term it came from. */
export interface Spec {
  readonly program: MatchProgram | undefined;
  readonly source: Term;
  /** It reads the stack, or asks for the return. */
  readonly stack: boolean;
}

export const ALL_CALLS: Spec = { program: undefined, source: NIL, stack: false };

/** What `trace_pattern(send | 'receive', _, [])` has set. */
export interface EventPattern {
  on: boolean;
  spec: Spec;
}

/** Flags for what is yet to be made. */
export interface NewTracing {
  flags: number;
  tracer: Tracer | undefined;
}

/** What `trace_pattern` does to a function. */
export interface Pattern {
  readonly local: boolean;
  readonly global: boolean;
  readonly meta: boolean;
  readonly callCount: boolean;
  readonly callTime: boolean;
  readonly callMemory: boolean;
}

export class Session {
  readonly name: Atom;
  readonly weakId: Term;
  /** The tracer of all that is traced in it; undefined for the legacy session, whose callers name theirs. */
  tracer: Tracer | undefined;
  alive = true;
  readonly send: EventPattern = { on: true, spec: ALL_CALLS };
  readonly receive: EventPattern = { on: true, spec: ALL_CALLS };
  readonly newProcesses: NewTracing = { flags: 0, tracer: undefined };
  readonly newPorts: NewTracing = { flags: 0, tracer: undefined };
  /** `trace_pattern(on_load, _, _)`; undefined: nothing. */
  onLoad: OnLoad | undefined = undefined;
  /** What it watches of the whole system: see `system_monitor.ts`. */
  watcher: Watcher | undefined = undefined;
  /** The functions it watches. */
  readonly functions = new Set<FunctionWatch>();

  /** It tells nobody: processes remember the calls it sees (`saved_calls.ts`). */
  readonly saves: boolean;

  constructor(name: Atom, weakId: Term, tracer: Tracer | undefined, saves = false) {
    this.saves = saves;
    this.name = name;
    this.weakId = weakId;
    this.tracer = tracer;
  }

  get weakReference(): Term {
    return tuple2(this.name, this.weakId);
  }
}

/** What a module gets that is loaded. */
export interface OnLoad {
  readonly pattern: Pattern;
  readonly spec: Spec;
  readonly metaSpec: Spec;
  readonly metaTracer: Tracer | undefined;
}

/** A process's part in a session. */
export interface TraceRef {
  readonly session: Session;
  flags: number;
  tracer: Tracer | undefined;
}

export class Tracing {
  readonly vm: Vm;
  readonly legacy: Session;
  /** Living sessions: the legacy one, then the newest first. */
  sessions: Session[];
  /** The one of `save_calls`, while a process remembers its calls; among the others it is not found. */
  saving: Session | undefined = undefined;
  /** `cpu_timestamp`: time stamps show the processor's time. */
  cpuTimestamps = false;
  private nextId = 0;

  constructor(vm: Vm) {
    this.vm = vm;
    this.legacy = new Session(A.legacy, A.default, undefined);
    this.sessions = [this.legacy];
  }

  create(name: Atom, tracer: Tracer | undefined): Session {
    const s = new Session(name, this.nextId++, tracer);
    this.sessions.splice(1, 0, s);
    return s;
  }

  /** With that of `save_calls`. */
  get all(): readonly Session[] {
    return this.saving === undefined ? this.sessions : [...this.sessions, this.saving];
  }

  /** The session that `{Reference, WeakReference}` or `WeakReference` stands for; `dead`: also if it is destroyed. */
  find(t: Term, dead: boolean): Session | undefined {
    if (!(t instanceof Tuple2)) return undefined;
    if (t.e0 instanceof Atom)
      return this.sessions.find((s) => s !== this.legacy && s.name === t.e0 && s.weakId === t.e1);
    const s = resource(t.e0, Session);
    if (s === undefined || !(t.e1 instanceof Tuple2) || t.e1.e0 !== s.name || t.e1.e1 !== s.weakId) return undefined;
    return s.alive || dead ? s : undefined;
  }
}

export const TRACING = new StateKey((vm) => new Tracing(vm));
