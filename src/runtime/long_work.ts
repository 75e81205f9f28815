/**
 * BIFs that may take long work in steps, so that other processes, timers and the host get their turn in between.
 *
 * Work that fits one step, which is nearly all, costs one object. Longer work waits in a magic reference, as OTP keeps the
 * state of a BIF that traps: to the process's frame it is a term, and it dies with the process.
 * OTP: BIF_TRAP and the `*_trap` functions.
 */
import type { Term } from "../term/term.ts";
import type { Exec } from "./exec.ts";
import { nativePoint } from "./point.ts";
import { makeResource, resource } from "./resource.ts";
import { StateKey } from "./state.ts";
import { SIGNAL, type Result, type Signal } from "./signal.ts";

/** What is done between two turns of the others, in elements of some tens of nanoseconds: a few milliseconds together. */
export const STEP_CELLS = 50_000;

/** The same for BIFs of which OTP's tests set it, to see them work in many steps: characters, bytes searched, steps of a match. */
export const LIMITS = { unicode: STEP_CELLS, binary: 1 << 20, re: 40_000 };
export const LOOP_LIMITS = new StateKey(() => ({ ...LIMITS }));

export interface LongWork {
  /** Goes on; undefined: there is more to do. SIGNAL: it has raised. */
  step(x: Exec): Result | undefined;
}

/** Which BIF works, for the stack trace of an exception that comes late. */
interface Caller {
  readonly module: string;
  readonly name: string;
  readonly args: readonly Term[];
}

class Task {
  readonly caller: Caller;
  readonly work: LongWork;
  /** How often it has been left. What it has made by then cannot be measured before it is there. */
  steps = 0;
  constructor(caller: Caller, work: LongWork) {
    this.caller = caller;
    this.work = work;
  }
}

const REST = nativePoint("bif/rest", 1, (x, _r, frame, at) => {
  const ref = frame[at + 1] as Term;
  const task = resource(ref, Task) as Task;
  const { work, caller } = task;
  task.steps++;
  const r = work.step(x);
  if (r === undefined) return x.yield(REST, ref);
  x.grown(task.steps);
  if (r === SIGNAL && x.raising) x.bifOnTop(caller, caller.args);
  return r;
});

/** The BIF that goes on with frame `frame[at]`; undefined: it is none of these. */
export function bifAtWork(frame: readonly unknown[], at: number): Caller | undefined {
  return frame[at] === REST ? resource(frame[at + 1] as Term, Task)?.caller : undefined;
}

/** The value of `work`, now or after others have run. */
export function inSteps(x: Exec, work: LongWork, module: string, name: string, ...args: Term[]): Result {
  return work.step(x) ?? x.yield(REST, makeResource(x, new Task({ module, name, args }, work)));
}

/** A BIF raises badarg after it has yielded: what the place that called it would have added is added here. */
export function badargLate(x: Exec, module: string, name: string, ...args: Term[]): Signal {
  x.badarg();
  x.bifOnTop({ module, name }, args);
  return SIGNAL;
}
