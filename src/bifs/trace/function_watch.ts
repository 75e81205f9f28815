/**
 * A watched function: what each session has set on it, and what happens at a call.
 *
 * Frames that wait for the return are data: the watch, the session, and for a meta trace its tracer. Who is traced, and by
 * whom, is looked up when they run.
 * OTP: GenericBp and do_session_breakpoint() in beam_bp.c, erts_call_trace() and erts_trace_return() in erl_trace.c.
 */
import { isSensitive } from "../../runtime/settings.ts";
import { Run } from "../../ets/match_compile.ts";
import { pushFrame, type Watch, Wants } from "../../loader/breakpoint.ts";
import type { LoadedFunction } from "../../loader/loaded.ts";
import type { Exec } from "../../runtime/exec.ts";
import type { Export } from "../../runtime/module.ts";
import { type Location, nativePoint, type Point } from "../../runtime/point.ts";
import type { Process } from "../../runtime/process.ts";
import { type Result, SIGNAL } from "../../runtime/signal.ts";
import { stackPlaces } from "../../runtime/stack.ts";
import { type Atom, atoms, FALSE, TRUE } from "../../term/atom.ts";
import { listFromArray, NIL } from "../../term/list.ts";
import type { Term } from "../../term/term.ts";
import { tuple2, tuple3 } from "../../term/tuple.ts";
import { CallActions } from "./actions.ts";
import type { Account, CallClock } from "./call_clock.ts";
import { copiedWords } from "./counting.ts";
import { Flag } from "./flags.ts";
import type { Session, Spec, TraceRef } from "./session.ts";
import { Tracee } from "./tracee.ts";
import { isThere, report, type Tracer, verdict } from "./tracer.ts";

const A = atoms("call", "return_from", "exception_from", "return_to", "undefined", "throw", "error", "nocatch");

/** What one session has set. */
export interface Setting {
  readonly session: Session;
  /** A call trace, of all calls or of those from elsewhere. */
  local: Spec | undefined;
  global: Spec | undefined;
  meta: { readonly spec: Spec; tracer: Tracer | undefined } | undefined;
  count: { calls: number; active: boolean } | undefined;
  time: Account | undefined;
  memory: Account | undefined;
}

export function isEmpty(s: Setting): boolean {
  return (
    s.local === undefined &&
    s.global === undefined &&
    s.meta === undefined &&
    s.count === undefined &&
    s.time === undefined &&
    s.memory === undefined
  );
}

export class FunctionWatch implements Watch {
  readonly location: Location;
  /** Where it stands: in a function, or in an export entry. */
  readonly at: LoadedFunction | Export;
  /** The newest session first. */
  settings: Setting[] = [];

  constructor(at: LoadedFunction | Export) {
    this.at = at;
    const { module, name, arity } = at;
    this.location = { module, name, arity, locationInfo: () => NIL };
  }

  of(session: Session): Setting | undefined {
    return this.settings.find((s) => s.session === session);
  }

  /** The session's setting, made if there is none. */
  open(session: Session): Setting {
    const known = this.of(session);
    if (known !== undefined) return known;
    const made: Setting = {
      session,
      local: undefined,
      global: undefined,
      meta: undefined,
      count: undefined,
      time: undefined,
      memory: undefined,
    };
    this.settings = [made, ...this.settings];
    return made;
  }

  /** Drops settings that set nothing. */
  sweep(): void {
    this.settings = this.settings.filter((s) => !isEmpty(s));
  }

  wants(p: Process): Wants {
    if (isSensitive(p)) return Wants.Nothing;
    let wants = Wants.Nothing;
    const tracee = p.tracing as Tracee | null;
    for (const s of this.settings) {
      if (s.count?.active === true || s.meta !== undefined) wants = Wants.Call;
      if (s.meta?.spec.stack === true) return Wants.Stack;
      if (tracee === null) continue;
      if (s.session.saves && tracee.saved !== undefined) wants = Wants.Call;
      const flags = tracee.ref(s.session)?.flags ?? 0;
      if ((flags & Flag.call) === 0) continue;
      const spec = s.local ?? s.global;
      if (spec !== undefined) wants = Wants.Call;
      if (spec?.stack === true || (s.local !== undefined && (flags & Flag.return_to) !== 0)) return Wants.Stack;
      if (s.time?.active === true || s.memory?.active === true) return Wants.Stack;
    }
    return wants;
  }

  called(x: Exec, args: readonly Term[], stack: boolean): void {
    const p = x.process;
    for (const s of this.settings) {
      const tracee = (p.tracing as Tracee | null) ?? undefined;
      if (s.session.saves) {
        tracee?.saved?.add(this.mfa);
        continue;
      }
      const ref = tracee?.ref(s.session);
      const traced = tracee !== undefined && ref !== undefined && (ref.flags & Flag.call) !== 0;
      const spec = s.local ?? s.global;
      if (traced && spec !== undefined) this.callTrace(x, s, tracee, ref, spec, args, stack);
      if (s.meta !== undefined) this.metaTrace(x, s, args, stack);
      if (s.count?.active === true) s.count.calls++;
      if (traced && stack && tracee.alive(ref)) this.measure(x, s, tracee, args);
    }
  }

  /** The trace of a process that is traced for calls. */
  private callTrace(
    x: Exec,
    s: Setting,
    tracee: Tracee,
    ref: TraceRef,
    spec: Spec,
    args: readonly Term[],
    stack: boolean,
  ): void {
    if (!tracee.alive(ref)) return;
    const { pid } = x.process;
    const tracer = ref.tracer as Tracer;
    if (verdict(x.vm, tracer, "call", A.call, pid) !== "trace") return;
    const run = match(x, spec, args, new CallActions(tracee, ref));
    // The specification may have ended the trace, or silenced it.
    const { flags } = ref;
    if ((flags & Flag.silent) !== 0 || run === undefined) return;
    if (run.message !== FALSE) {
      if (stack && s.local !== undefined && (flags & Flag.return_to) !== 0) expectReturnTo(x.process, s.session);
      const term = this.call(args, flags);
      report(x.vm, tracer, { kind: "call", flags, tag: A.call, tracee: pid, term, result: run.message });
    }
    if (stack) this.expectReturn(x.process, run, s.session, undefined);
  }

  private metaTrace(x: Exec, s: Setting, args: readonly Term[], stack: boolean): void {
    const meta = s.meta as NonNullable<Setting["meta"]>;
    const { pid } = x.process;
    const { tracer } = meta;
    if (tracer === undefined) return;
    if (!isThere(x.vm, tracer, pid)) {
      meta.tracer = undefined;
      return;
    }
    if (verdict(x.vm, tracer, "call", A.call, pid) !== "trace") return;
    const tracee = (x.process.tracing as Tracee | null) ?? new Tracee(x.vm, x.process);
    const run = match(x, meta.spec, args, new CallActions(tracee, tracee.ref(s.session), s.session));
    if (run === undefined) return;
    if (run.message !== FALSE) {
      const term = this.call(args, META_FLAGS);
      report(x.vm, tracer, { kind: "call", flags: META_FLAGS, tag: A.call, tracee: pid, term, result: run.message });
    }
    if (stack) this.expectReturn(x.process, run, s.session, tracer);
  }

  /** `{M, F, Args}` or `{M, F, Arity}`. */
  private call(args: readonly Term[], flags: number): Term {
    const { module, name, arity } = this.location;
    return tuple3(module, name, (flags & Flag.arity) !== 0 ? arity : listFromArray([...args]));
  }

  get mfa(): Term {
    const { module, name, arity } = this.location;
    return tuple3(module, name, arity);
  }

  private expectReturn(p: Process, run: Matched, session: Session, tracer: Tracer | undefined): void {
    if (run.returnTrace || run.exceptionTrace) pushFrame(p, RETURN, this, session, tracer, run.exceptionTrace);
  }

  private measure(x: Exec, s: Setting, tracee: Tracee, args: readonly Term[]): void {
    let time: CallClock | undefined;
    let memory: CallClock | undefined;
    let timeBefore: Account | undefined;
    let memoryBefore: Account | undefined;
    if (s.time?.active === true) {
      time = tracee.clock("times", s.session);
      timeBefore = time.enter(s.time);
    }
    if (s.memory?.active === true) {
      // What a process is made with is the first thing in its heap.
      const first = tracee.newborn && tracee.memory?.has(s.session) !== true && this.isInitialCall(x.process);
      memory = tracee.clock("memory", s.session);
      memoryBefore = memory.enter(s.memory, first ? copiedWords(x.vm, tracee.madeWith ?? listFromArray([...args])) : 0);
    }
    if ((time ?? memory) === undefined || topTraceFrame(x.process) !== undefined) return;
    pushFrame(x.process, MEASURED, time, timeBefore, memory, memoryBefore);
  }

  private isInitialCall({ initialCall: e }: Process): boolean {
    const { module, name, arity } = this.location;
    return e !== undefined && e.module === module && e.name === name && e.arity === arity;
  }
}

const META_FLAGS = Flag.call | Flag.timestamp;

interface Matched {
  readonly message: Term;
  readonly returnTrace: boolean;
  readonly exceptionTrace: boolean;
}

const EVERYTHING: Matched = { message: TRUE, returnTrace: false, exceptionTrace: false };

/** What the specification makes of a call; undefined: it does not match. */
function match(x: Exec, spec: Spec, args: readonly Term[], actions: CallActions): Matched | undefined {
  if (spec.program === undefined) return EVERYTHING;
  const run = new Run(x.vm, x.process.pid, actions);
  return spec.program.runTrace(run, args) ? run : undefined;
}

// -- Frames.

/** The call returns or raises: tells whoever asked with `return_trace` or `exception_trace`. */
const RETURN: Point = nativePoint(
  "return_trace",
  4,
  (x, r, frame, at): Result => {
    const watch = frame[at + 1] as FunctionWatch;
    const session = frame[at + 2] as Session;
    const meta = frame[at + 3] as Tracer | undefined;
    const raised = r === SIGNAL;
    if (raised && frame[at + 4] !== true) return r;
    const tag = raised ? A.exception_from : A.return_from;
    const extra = raised ? raisedTerm(x) : (r as Term);
    if (meta === undefined) tellReturn(x, session, tag, watch.mfa, extra);
    else if (isThere(x.vm, meta, x.process.pid))
      report(x.vm, meta, { kind: "call", flags: META_FLAGS, tag, tracee: x.process.pid, term: watch.mfa, extra });
    return r;
  },
  true,
);

/** `{Class, Reason}`; a throw that nobody will catch is an error from the start. OTP: nocatch in handle_error(). */
function raisedTerm(x: Exec): Term {
  const { excClass, excReason } = x;
  if (excClass === A.throw && !isHandled(x.process)) return tuple2(A.error, tuple2(A.nocatch, excReason));
  return tuple2(excClass, excReason);
}

function isHandled(p: Process): boolean {
  for (const { point } of frames(p)) if (point.handled && point.location !== undefined) return true;
  return false;
}

function tellReturn(x: Exec, session: Session, tag: Atom, term: Term, extra?: Term): void {
  const tracee = x.process.tracing as Tracee | null;
  const ref = tracee?.ref(session);
  if (tracee !== null && ref !== undefined && (ref.flags & Flag.call) !== 0) tracee.tell(ref, "call", tag, term, extra);
}

/** The call returns: tells where to. An exception is told of when it has passed the last such frame before its handler. */
const RETURN_TO: Point = nativePoint(
  "return_to",
  1,
  (x, r, frame, at): Result => {
    const session = frame[at + 1] as Session;
    const to = r === SIGNAL ? handlerOf(x.process, session) : callerOf(x.process);
    if (to !== undefined) tellReturn(x, session, A.return_to, to);
    return r;
  },
  true,
);

/** Time and words go to the functions measured before. */
const MEASURED: Point = nativePoint(
  "call_time",
  4,
  (_x, r, frame, at): Result => {
    for (const i of [at + 1, at + 3]) (frame[i] as CallClock | undefined)?.leave(frame[i + 1] as Account | undefined);
    return r;
  },
  true,
);

const TRACE_FRAMES: ReadonlySet<Point> = new Set([RETURN, RETURN_TO, MEASURED]);

/** One frame for a chain of tail calls is enough. */
function expectReturnTo(p: Process, session: Session): void {
  for (const { point, frame, at } of frames(p)) {
    if (!TRACE_FRAMES.has(point)) break;
    if (point === RETURN_TO && frame[at + 1] === session) return;
  }
  pushFrame(p, RETURN_TO, session);
}

/** The innermost frame if tracing has put it there: a tail call returns to where its caller would have. */
function topTraceFrame(p: Process): Point | undefined {
  for (const { point } of frames(p)) return TRACE_FRAMES.has(point) ? point : undefined;
  return undefined;
}

function* frames(p: Process): Iterable<{ point: Point; frame: unknown[]; at: number }> {
  for (let s = p.frames; s !== null; s = s.older) {
    for (let at = s.at; at < s.frame.length; ) {
      const point = s.frame[at] as Point;
      yield { point, frame: s.frame, at };
      at += 1 + point.live;
    }
  }
}

function callerOf(p: Process): Term {
  const place = stackPlaces(p, 1)[0];
  return place === undefined ? A.undefined : tuple3(place.module, place.name, place.arity);
}

/** The function that will handle the exception under way; undefined: none, or another frame will tell. */
function handlerOf(p: Process, session: Session): Term | undefined {
  for (const { point, frame, at } of frames(p)) {
    if (point === RETURN_TO && frame[at + 1] === session) return undefined;
    const l = point.location;
    if (l !== undefined && point.handled) return tuple3(l.module, l.name, l.arity);
  }
  return undefined;
}
