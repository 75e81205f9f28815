/**
 * The one sentinel of the abnormal return.
 *
 * Every generated function and every BIF returns either a term or `SIGNAL`. `SIGNAL` means: look at the `Exec`.
 * Either an exception is under way (`exec.raising`), or the process is being moved off the JavaScript stack
 * (yield, wait, trap): each active frame saves itself and returns `SIGNAL` on.
 */
import type { Term } from "../term/term.ts";

export class Signal {
  readonly isSignal = true;
}
export const SIGNAL = new Signal();

export type Result = Term | Signal;
