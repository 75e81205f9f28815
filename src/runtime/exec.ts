/**
 * The execution state of a VM: what generated code and BIFs see as `x` (in generated code: `S`).
 *
 * One process runs at a time; `x.process` is it. The counter `reds` bounds both time and stack: each call takes its
 * frame's units off; below zero the frames move into the process (`seg`) and the trampoline in `run_process.ts`
 * decides whether the same process goes on.
 * Invariant: `raising` is true exactly between the raise and the handler (or the process's end).
 * OTP: the emulator loop's registers, erl_process.h.
 */
import { Atom, atom, atoms } from "../term/atom.ts";
import { Fun } from "../term/fun.ts";
import { type Cons, listFromArray, listToArray, NIL } from "../term/list.ts";
import { mapFromPairs } from "../term/map_ops.ts";
import type { Term } from "../term/term.ts";
import { tuple2 } from "../term/tuple.ts";
import type { Bif } from "./bif.ts";
import { BitBuilder } from "./bs_create.ts";
import { bsTail, MatchContext } from "./bs_match.ts";
import { DEPTH, RawTrace } from "./exception.ts";
import type { Export } from "./module.ts";
import { type Location, nativePoint, type Point } from "./point.ts";
import type { Process } from "./process.ts";
import type { After } from "./scheduling.ts";
import { SIGNAL, type Result, type Signal } from "./signal.ts";
import type { Vm } from "./vm.ts";

const A = atoms(
  "error",
  "exit",
  "throw",
  "badarg",
  "badarith",
  "system_limit",
  "notsup",
  "badmap",
  "badkey",
  "function_clause",
  "badarity",
  "badfun",
  "EXIT",
  "erlang",
  "apply",
  "error_info",
  "module",
  "cause",
  "function",
  "erl_erts_errors",
  "erl_stdlib_errors",
  "erl_kernel_errors",
  "format_bs_fail",
);

/** Whose tail calls by apply leave the function that applies on the stack. */
const RAISERS: ReadonlySet<string> = new Set(["error/1", "error/2", "error/3", "exit/1", "throw/1"]);

function isRaiser(m: Term, f: Term, arity: number | undefined): boolean {
  return m === A.erlang && f instanceof Atom && RAISERS.has(`${f.name}/${arity}`);
}

/** Why the frames are being saved. */
export const enum Why {
  /** Out of reductions or stack budget: goes on as soon as the scheduler lets it. */
  Yield = 0,
  /** Waits: someone makes the process runnable later. */
  Wait = 1,
  /** Saved only in order to be read (stack trace): goes on at once. */
  Capture = 2,
  /** The process has ended by its own hand (exit signal to itself): its frames are dropped. */
  Dead = 3,
  /** All frames but the innermost are dropped, then as `Wait` if the mailbox is empty, else as `Yield`. */
  Hibernate = 4,
}

/** Units in which ordinary code makes as much as a BIF in one step (`long_work.ts`). */
const STEP_UNITS = 25_000;

export class Exec {
  readonly vm: Vm;
  /** Units left before the frames move into the process. */
  reds = 0;
  /** What `reds` was filled with: the difference bounds the depth of the JavaScript stack. */
  budget = 0;
  process!: Process;
  raising = false;
  excClass: Atom = A.error;
  excReason: Term = NIL;
  /** How many places an exception keeps: erlang:system_flag(backtrace_depth). */
  depth = DEPTH;
  excTrace: RawTrace = new RawTrace(A.error, DEPTH);
  why: Why = Why.Yield;
  /** The segment being built while frames are saved, innermost frame first: its first `n` elements. */
  seg: unknown[] = [];
  n = 0;
  /** The builder that the binary construction instructions share; another one while words are counted. */
  bs = new BitBuilder(this);
  /** Words of all terms made, while they are counted (`call_memory`). */
  words = 0;

  constructor(vm: Vm) {
    this.vm = vm;
  }

  // -- Raising. Each returns SIGNAL, so that a BIF says `return x.badarg()`.

  raise(cls: Atom, reason: Term): Signal {
    this.raising = true;
    this.excClass = cls;
    this.excReason = reason;
    this.excTrace = new RawTrace(cls, this.depth);
    return SIGNAL;
  }
  error(reason: Term): Signal {
    return this.raise(A.error, reason);
  }
  badarg(): Signal {
    return this.raise(A.error, A.badarg);
  }
  badarith(): Signal {
    return this.raise(A.error, A.badarith);
  }
  systemLimit(): Signal {
    return this.raise(A.error, A.system_limit);
  }
  notsup(): Signal {
    return this.raise(A.error, A.notsup);
  }
  badmap(x: Term): Signal {
    return this.raise(A.error, tuple2(A.badmap, x));
  }
  badkey(x: Term): Signal {
    return this.raise(A.error, tuple2(A.badkey, x));
  }
  exit(reason: Term): Signal {
    return this.raise(A.exit, reason);
  }
  throw(reason: Term): Signal {
    return this.raise(A.throw, reason);
  }
  /**
   * badarg whose stack trace entry carries `#{cause => Cause, module => erl_erts_errors}`, as some BIFs do.
   * Only the cause is noted here; the call site adds the entry.
   */
  badargCause(cause: Term): Signal {
    this.cause = cause;
    return this.badarg();
  }
  /** See `badargCause`; undefined: no cause. Cleared by the call site. */
  cause: Term | undefined = undefined;

  // -- Leaving the JavaScript stack from a BIF.

  /** Saves a native frame and gives up the processor; `point.resume` goes on when the process is scheduled again. */
  yield(point: Point, ...values: unknown[]): Signal {
    this.why = Why.Yield;
    this.reds = -1;
    this.grown(1);
    this.push(point, values);
    return SIGNAL;
  }
  /** Others run before the caller goes on with `value`: what is left of its slice is given up, not used. */
  giveUp(value: Term): Signal {
    this.process.reductions -= Math.max(this.reds + 1, 0);
    return this.yield(GIVEN_UP, value);
  }
  /** A BIF has made terms in `steps` steps, which is more than its units tell: a limit on the heap is looked at the sooner. */
  grown(steps: number): void {
    const { settings } = this.process;
    if (settings) settings.measureAt -= steps * STEP_UNITS;
  }
  /** A BIF makes a term of so many words at once, which may be garbage already when a limit on the heap is looked at. */
  made(words: number): void {
    const { settings } = this.process;
    if (settings && words > settings.made) settings.made = words;
  }
  /**
   * Saves a native frame and waits until someone calls `vm.scheduler.wake(process, value)` (a message does so with
   * `FALSE`); `value` is `point.resume`'s `r`. The process may be woken for another reason: `resume` checks and waits again.
   */
  wait(point: Point, ...values: unknown[]): Signal {
    this.why = Why.Wait;
    this.push(point, values);
    return SIGNAL;
  }
  /** Calls an exported function; `point.resume` gets its value. In tail position call `e.f(...args)` directly instead. */
  call(point: Point, values: readonly unknown[], e: Export, args: readonly Term[]): Result {
    const r = e.f(...args) as Result;
    if (r !== SIGNAL) return point.resume(this, r, [point, ...values], 0);
    if (!this.raising) this.push(point, values);
    else if (point.handled) return point.resume(this, SIGNAL, [point, ...values], 0);
    return SIGNAL;
  }

  /** What a BIF returns when something it called has raised already. */
  readonly raised: Signal = SIGNAL;

  // -- Saving frames: what generated code calls on SIGNAL. An exception under way notes the point instead.

  save0(p: Point): Signal {
    if (this.raising) this.excTrace.note(p);
    else this.seg[this.n++] = p;
    return SIGNAL;
  }
  save1(p: Point, a: unknown): Signal {
    if (this.raising) this.excTrace.note(p);
    else {
      const s = this.seg;
      const n = this.n;
      s[n] = p;
      s[n + 1] = a;
      this.n = n + 2;
    }
    return SIGNAL;
  }
  save2(p: Point, a: unknown, b: unknown): Signal {
    if (this.raising) this.excTrace.note(p);
    else {
      const s = this.seg;
      const n = this.n;
      s[n] = p;
      s[n + 1] = a;
      s[n + 2] = b;
      this.n = n + 3;
    }
    return SIGNAL;
  }
  save3(p: Point, a: unknown, b: unknown, c: unknown): Signal {
    if (this.raising) this.excTrace.note(p);
    else {
      const s = this.seg;
      const n = this.n;
      s[n] = p;
      s[n + 1] = a;
      s[n + 2] = b;
      s[n + 3] = c;
      this.n = n + 4;
    }
    return SIGNAL;
  }
  save(p: Point, ...values: unknown[]): Signal {
    if (this.raising) this.excTrace.note(p);
    else this.push(p, values);
    return SIGNAL;
  }
  push(p: Point, values: readonly unknown[]): void {
    const s = this.seg;
    let n = this.n;
    s[n++] = p;
    for (let i = 0; i < values.length; i++) s[n++] = values[i];
    this.n = n;
  }
  /** Out of reductions or stack budget at a function's entry. */
  pause0(p: Point): Signal {
    this.why = Why.Yield;
    return this.save0(p);
  }
  pause1(p: Point, a: unknown): Signal {
    this.why = Why.Yield;
    return this.save1(p, a);
  }
  pause2(p: Point, a: unknown, b: unknown): Signal {
    this.why = Why.Yield;
    return this.save2(p, a, b);
  }
  pause3(p: Point, a: unknown, b: unknown, c: unknown): Signal {
    this.why = Why.Yield;
    return this.save3(p, a, b, c);
  }
  pause(p: Point, ...values: unknown[]): Signal {
    this.why = Why.Yield;
    this.push(p, values);
    return SIGNAL;
  }
  /** A BIF in tail position suspends: one that reads the stack, or fails later, finds its caller there. */
  captured(p: Point): Signal {
    return this.why === Why.Capture || this.why === Why.Yield ? this.save0(p) : SIGNAL;
  }
  /** Waits for a message or a timeout. */
  park0(p: Point): Signal {
    this.why = Why.Wait;
    return this.save0(p);
  }
  park1(p: Point, a: unknown): Signal {
    this.why = Why.Wait;
    return this.save1(p, a);
  }
  park2(p: Point, a: unknown, b: unknown): Signal {
    this.why = Why.Wait;
    return this.save2(p, a, b);
  }
  park3(p: Point, a: unknown, b: unknown, c: unknown): Signal {
    this.why = Why.Wait;
    return this.save3(p, a, b, c);
  }
  park(p: Point, ...values: unknown[]): Signal {
    this.why = Why.Wait;
    this.push(p, values);
    return SIGNAL;
  }

  /**
   * Something leaves a function that is building a list (`last` undefined: not yet) other than by a value. The frame that
   * will complete the list follows, or is noted, with those of the earlier places in `hist`: base 16, the newest lowest.
   */
  cells(
    _left: Signal,
    sites: readonly CellPoints[],
    hist: number,
    first: Cons | undefined,
    last: Cons | undefined,
  ): Signal {
    if (last === undefined) return SIGNAL;
    this.save2((sites[(hist & 15) - 1] as CellPoints).cells, first, last);
    for (let h = hist >>> 4; h !== 0; h >>>= 4) this.save0((sites[(h & 15) - 1] as CellPoints).pass);
    return SIGNAL;
  }

  // -- Exceptions in generated code. `p` is where they happen.

  /** An exception (or a suspension) arrives at a frame with a handler: true if the handler is to run. */
  caught(p: Point): boolean {
    if (!this.raising) return false;
    this.excTrace.note(p);
    return true;
  }
  raisedAt(p: Point): Signal {
    this.excTrace.note(p);
    return SIGNAL;
  }
  raiseAt(p: Point, reason: Term): Signal {
    this.error(reason);
    this.excTrace.note(p);
    return SIGNAL;
  }
  raiseTagged(p: Point, tag: Atom, value: Term): Signal {
    return this.raiseAt(p, tuple2(tag, visible(value)));
  }
  functionClause(p: Point, ...args: Term[]): Signal {
    this.error(A.function_clause);
    const l = p.location as Location;
    const info = l.locationInfo(p.line);
    this.excTrace.top = { module: l.module, name: l.name, args: listFromArray(args.map(visible)), info };
    this.excTrace.last = p;
    return SIGNAL;
  }
  /** A BIF returned SIGNAL with an exception: it stands on top of the trace unless Erlang code below it raised. */
  bifRaised(p: Point, bif: Bif | undefined, ...args: Term[]): Signal {
    if (bif !== undefined) this.bifOnTop(bif, args);
    this.excTrace.note(p);
    return SIGNAL;
  }
  /** As `bifRaised` for a tail call: what Erlang code raised that the BIF went on to (apply) has nothing to do with here. */
  bifRaisedLast(p: Point, bif: Bif | undefined, ...args: Term[]): Signal {
    const t = this.excTrace;
    const own = t.top === undefined && t.last === undefined && t.given === undefined;
    t.twice = false;
    return own ? this.bifRaised(p, bif, ...args) : SIGNAL;
  }
  bifOnTop(bif: Pick<Bif, "module" | "name">, args: readonly Term[]): void {
    const t = this.excTrace;
    if (t.top === undefined && t.last === undefined && t.given === undefined && !t.bare) {
      const info = this.excClass === A.error ? errorInfo(bif.module, this.cause, undefined) : NIL;
      t.top = { module: atom(bif.module), name: atom(bif.name), args: listFromArray(args.map(visible)), info };
    }
    this.cause = undefined;
  }
  /** Inline arithmetic gave no number. */
  badArith(p: Point, bif: Bif | undefined, ...args: Term[]): Signal {
    this.badarith();
    return this.bifRaised(p, bif, ...args);
  }
  /** A binary construction failed: its error_info goes with the function's own entry. */
  bsRaised(p: Point): Signal {
    this.excTrace.info = errorInfo("erlang", this.cause, A.format_bs_fail);
    this.cause = undefined;
    this.excTrace.note(p);
    return SIGNAL;
  }
  /** erts counts the place twice: its own return address and the instruction. */
  badFun(f: Term, ...args: Term[]): Signal {
    if (f instanceof Fun) this.error(tuple2(A.badarity, tuple2(f, listFromArray(args))));
    else this.error(tuple2(A.badfun, f));
    this.excTrace.twice = true;
    return SIGNAL;
  }
  /** As `badFun` in a tail call, whose return address is not there. */
  badFunLast(p: Point, f: Term, ...args: Term[]): Signal {
    this.badFun(f, ...args);
    this.excTrace.twice = false;
    this.excTrace.note(p);
    return SIGNAL;
  }
  /** The export that `M:F(...)` with `arity` arguments means now, remembered in `cache`; SIGNAL: M or F is no atom. */
  applyTarget(cache: ApplyCache, m: Term, f: Term, arity: number): Export | Signal {
    if (!(m instanceof Atom) || !(f instanceof Atom)) return SIGNAL;
    cache.module = m;
    cache.name = f;
    cache.target = this.vm.export(m, f, arity);
    return cache.target;
  }
  /**
   * As `applyTarget` for a tail call, whose function stays behind at `p` if what it applies only raises. Such a target and
   * apply/3, which may lead to one, are not remembered.
   */
  applyTargetLast(p: Point, cache: ApplyCache, m: Term, f: Term, arity: number): Pick<Export, "f"> | Signal {
    if (m !== A.erlang || (f !== A.apply && !isRaiser(m, f, arity))) return this.applyTarget(cache, m, f, arity);
    const e = this.vm.export(m, f as Atom, arity);
    return {
      f: (...args) => {
        const r = e.f(...args) as Result;
        return r === SIGNAL ? this.applied(p, m, f, listFromArray(args)) : r;
      },
    };
  }
  /** A tail call by apply of `m:f(args)` has given SIGNAL. OTP: apply_bif_error_adjustment() in beam_common.c. */
  applied(p: Point, m: Term, f: Term, args: Term): Signal {
    let list = listToArray(args);
    while (m === A.erlang && f === A.apply && list?.length === 3) {
      [m, f] = list as [Term, Term];
      list = listToArray(list[2] as Term);
    }
    return isRaiser(m, f, list?.length) ? this.save0(p) : SIGNAL;
  }
  applyFailed(p: Point, m: Term, f: Term, ...args: Term[]): Signal {
    this.badarg();
    this.excTrace.top = {
      module: A.erlang,
      name: A.apply,
      args: listFromArray([m, f, listFromArray(args)]),
      info: errorInfo("erlang", undefined, undefined),
    };
    this.excTrace.note(p);
    return SIGNAL;
  }
  /** `raise`: goes on with the exception whose raw trace a handler got. */
  reraise(trace: unknown, reason: Term): Signal {
    this.raising = true;
    if (trace instanceof RawTrace) {
      this.excClass = trace.cls;
      this.excTrace = trace;
    } else this.excTrace = new RawTrace(this.excClass, this.depth);
    this.excReason = reason;
    return SIGNAL;
  }
  /** `raw_raise`: SIGNAL, or badarg as a value when the class is none. */
  rawRaise(cls: Term, reason: Term, trace: unknown): Result {
    if (cls !== A.error && cls !== A.exit && cls !== A.throw) return A.badarg;
    this.raising = true;
    this.excClass = cls as Atom;
    this.excReason = reason;
    if (trace instanceof RawTrace) {
      trace.cls = cls as Atom;
      this.excTrace = trace;
    } else {
      this.excTrace = new RawTrace(cls as Atom, this.depth);
      this.excTrace.given = trace as Term;
    }
    return SIGNAL;
  }
  /** The value of a `catch` whose body raised; SIGNAL: the rest of the stack must be read first. */
  catchEnd(): Result {
    this.raising = false;
    const reason = this.excReason;
    if (this.excClass === A.throw) return reason;
    if (this.excClass === A.exit) return tuple2(A.EXIT, reason);
    const trace = this.excTrace;
    if (trace.finished) return tuple2(A.EXIT, tuple2(reason, trace.toTerm()));
    this.why = Why.Capture;
    this.push(CATCH_TRACE, [trace, reason]);
    return SIGNAL;
  }
  /** The term of a raw trace; SIGNAL: the rest of the stack must be read first. */
  buildStacktrace(trace: unknown): Result {
    if (!(trace instanceof RawTrace)) return trace as Term;
    if (trace.finished) return trace.toTerm();
    this.why = Why.Capture;
    this.push(BUILD_TRACE, [trace]);
    return SIGNAL;
  }

  // -- Receive.

  removeMessage(): void {
    const p = this.process;
    if (p.tracing !== null) p.tracing.removes();
    p.mailbox.remove();
    if (p.receiveTimer !== null || p.timedOut) this.vm.scheduler.cancelReceive(p);
  }
  timeout(): void {
    const p = this.process;
    if (p.tracing !== null) p.tracing.timesOut();
    p.mailbox.timeout();
    if (p.receiveTimer !== null || p.timedOut) this.vm.scheduler.cancelReceive(p);
  }
  waitTimeout(time: Term): After {
    return this.vm.scheduler.receiveTimeout(this.process, time);
  }
  endOfCode(): Signal {
    throw new Error("ran past the end of the code");
  }
}

/** The two points of a place that builds a list on the way down. */
export interface CellPoints {
  readonly cells: Point;
  readonly pass: Point;
}

/** What a place that applies `M:F(...)` remembers. */
export class ApplyCache {
  module: Term = NIL;
  name: Term = NIL;
  target: Export | undefined = undefined;
}

/** A match context that shows up in an error reason or trace is shown as the bitstring it stands for. */
export function visible(t: Term): Term {
  return (t as unknown) instanceof MatchContext ? bsTail(t as unknown as MatchContext) : t;
}

/** `[{error_info, #{module => M, cause => C, function => F}}]`. */
function errorInfo(module: string, cause: Term | undefined, fn: Atom | undefined): Term {
  const keys: Term[] = [A.module];
  const values: Term[] = [ERROR_MODULES.get(module) ?? A.erl_erts_errors];
  if (cause !== undefined) {
    keys.push(A.cause);
    values.push(cause);
  }
  if (fn !== undefined) {
    keys.push(A.function);
    values.push(fn);
  }
  return listFromArray([tuple2(A.error_info, mapFromPairs(keys, values))]);
}

/** Which module explains the errors of a module's BIFs. OTP: erl_bif_table, `error_info` in beam_common.c. */
const ERROR_MODULES = new Map<string, Atom>([
  ...["lists", "maps", "math", "ets", "binary", "re", "unicode", "string", "io", "records"].map((m): [string, Atom] => [
    m,
    A.erl_stdlib_errors,
  ]),
  ...["os", "code", "erl_ddll", "file", "net_kernel", "prim_file", "error_logger"].map((m): [string, Atom] => [
    m,
    A.erl_kernel_errors,
  ]),
]);

// The frame under a trace point is the handler's own, whose point has been noted when the exception arrived.

const BUILD_TRACE = nativePoint("build_stacktrace", 1, (x, _r, frame, at) => {
  const trace = frame[at + 1] as RawTrace;
  completeTrace(trace, x.process);
  return trace.toTerm();
});

const GIVEN_UP = nativePoint("yield", 1, (_x, _r, frame, at) => frame[at + 1] as Term);

const CATCH_TRACE = nativePoint("catch_end", 2, (x, _r, frame, at) => {
  const trace = frame[at + 1] as RawTrace;
  completeTrace(trace, x.process);
  return tuple2(A.EXIT, tuple2(frame[at + 2] as Term, trace.toTerm()));
});

/** Notes the points of the saved frames below the innermost one. */
function completeTrace(trace: RawTrace, p: Process): void {
  let first = true;
  for (let s = p.frames; s !== null && !trace.full; s = s.older) {
    for (let at = s.at; at < s.frame.length && !trace.full; ) {
      const point = s.frame[at] as Point;
      if (!first && point.location !== undefined) trace.note(point);
      first = false;
      at += 1 + point.live;
    }
  }
  trace.complete = true;
}
