/**
 * Breakpoints: an instrumented variant of a function, swapped into its place, sees each call, return and exception.
 *
 * Local calls and exported ones all go through the function's entry, and the variant has no loops, so nothing passes by it;
 * a continuation saved before keeps running and meets the breakpoint at the function's next call. The frame that waits for
 * the return is data: it names the function, and who is listening is looked up when it returns.
 * OTP: beam_bp.c.
 */
import type { Exec } from "../runtime/exec.ts";
import { nativePoint } from "../runtime/point.ts";
import { SIGNAL, type Result } from "../runtime/signal.ts";
import type { Term } from "../term/term.ts";
import type { LoadedFunction } from "./loaded.ts";

export interface Breakpoint {
  /** The function is called. True: its return or exception is wanted as well. */
  called(x: Exec, fn: LoadedFunction, args: readonly Term[]): boolean;
  returned(x: Exec, fn: LoadedFunction, value: Term): void;
  /** An exception leaves the function: `x.excClass`, `x.excReason`. */
  raised(x: Exec, fn: LoadedFunction): void;
}

/** Sets, replaces or (with undefined) clears the breakpoint of a function. */
export function setBreakpoint(fn: LoadedFunction, b: Breakpoint | undefined): void {
  fn.breakpoint = b;
  if (b === undefined) {
    fn.compile();
    return;
  }
  const x = fn.owner.vm.exec;
  const plain = fn.compilePlain();
  fn.install((...args) => {
    const wanted = fn.breakpoint?.called(x, fn, args) === true;
    const r = plain(...args) as Result;
    if (!wanted) return r;
    if (r === SIGNAL && !x.raising) {
      x.push(RETURN, [fn]);
      return SIGNAL;
    }
    return left(x, fn, r);
  });
}

function left(x: Exec, fn: LoadedFunction, r: Result): Result {
  if (r === SIGNAL) fn.breakpoint?.raised(x, fn);
  else fn.breakpoint?.returned(x, fn, r as Term);
  return r;
}

const RETURN = nativePoint("return_trace", 1, (x, r, frame, at) => left(x, frame[at + 1] as LoadedFunction, r), true);
