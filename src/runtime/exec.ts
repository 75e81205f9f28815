/**
 * The execution state of a VM: what generated code and BIFs see as `x` (in generated code: `S`).
 *
 * One process runs at a time; `x.process` is it. The counter `reds` bounds both time and stack: each call takes its
 * frame's units off; below zero the frames move into the process (`seg`) and the trampoline in `run_process.ts`
 * decides whether the same process goes on.
 * Invariant: `raising` is true exactly between the raise and the handler (or the process's end).
 * OTP: the emulator loop's registers, erl_process.h.
 */
import { type Atom, atoms } from "../term/atom.ts";
import { listFromArray, NIL } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import { tuple2 } from "../term/tuple.ts";
import { RawTrace } from "./exception.ts";
import type { Export } from "./module.ts";
import type { Point } from "./point.ts";
import type { Process } from "./process.ts";
import { SIGNAL, type Result, type Signal } from "./signal.ts";
import type { Vm } from "./vm.ts";

const A = atoms("error", "exit", "throw", "badarg", "badarith", "system_limit", "notsup", "badmap", "badkey");

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
}

export class Exec {
  readonly vm: Vm;
  /** Units left before the frames move into the process. */
  reds = 0;
  process!: Process;
  raising = false;
  excClass: Atom = A.error;
  excReason: Term = NIL;
  excTrace: RawTrace = new RawTrace();
  why: Why = Why.Yield;
  /** The segment being built while frames are saved, innermost frame first. */
  seg: unknown[] = [];

  constructor(vm: Vm) {
    this.vm = vm;
  }

  // -- Raising. Each returns SIGNAL, so that a BIF says `return x.badarg()`.

  raise(cls: Atom, reason: Term): Signal {
    this.raising = true;
    this.excClass = cls;
    this.excReason = reason;
    this.excTrace = new RawTrace();
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
    this.seg.push(point, ...values);
    return SIGNAL;
  }
  /**
   * Saves a native frame and waits until someone calls `vm.scheduler.wake(process, value)` (a message does so with
   * `FALSE`); `value` is `point.resume`'s `r`. The process may be woken for another reason: `resume` checks and waits again.
   */
  wait(point: Point, ...values: unknown[]): Signal {
    this.why = Why.Wait;
    this.seg.push(point, ...values);
    return SIGNAL;
  }
  /** Calls an exported function; `point.resume` gets its value. In tail position call `e.f(...args)` directly instead. */
  call(point: Point, values: readonly unknown[], e: Export, args: readonly Term[]): Result {
    const r = e.f(...args) as Result;
    if (r !== SIGNAL) return point.resume(this, r, [point, ...values], 0);
    if (!this.raising) this.seg.push(point, ...values);
    else if (point.handled) return point.resume(this, SIGNAL, [point, ...values], 0);
    return SIGNAL;
  }

  // -- Saving frames: what generated code calls on SIGNAL. An exception under way notes the point instead.

  save0(p: Point): Signal {
    if (this.raising) this.excTrace.note(p);
    else this.seg.push(p);
    return SIGNAL;
  }
  save1(p: Point, a: unknown): Signal {
    if (this.raising) this.excTrace.note(p);
    else this.seg.push(p, a);
    return SIGNAL;
  }
  save2(p: Point, a: unknown, b: unknown): Signal {
    if (this.raising) this.excTrace.note(p);
    else this.seg.push(p, a, b);
    return SIGNAL;
  }
  save3(p: Point, a: unknown, b: unknown, c: unknown): Signal {
    if (this.raising) this.excTrace.note(p);
    else this.seg.push(p, a, b, c);
    return SIGNAL;
  }
  save(p: Point, ...values: unknown[]): Signal {
    if (this.raising) this.excTrace.note(p);
    else this.seg.push(p, ...values);
    return SIGNAL;
  }
}

export function badmatchReason(tag: Atom, value: Term): Term {
  return tuple2(tag, value);
}

export function argList(args: readonly Term[]): Term {
  return listFromArray(args);
}
