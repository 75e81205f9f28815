/**
 * A timer: one entry of the VM's timer heap (`scheduler/timer_heap.ts`), for a receive's `after`, for
 * `send_after`/`start_timer`, or for something native.
 * Invariant: `index` is the timer's place in the heap, -1 exactly when it is not running.
 * OTP: ErtsHLTimer and ErtsTWheelTimer in erl_hl_timer.c.
 */
import type { Ref } from "../term/identifier.ts";
import type { Term } from "../term/term.ts";
import { Process } from "./process.ts";
import type { Suspension } from "./settings.ts";

/** What a timer does when it fires. */
export const enum TimerKind {
  /** Wakes a process whose receive has an `after`. */
  Receive = 0,
  /** Sends `message` to `destination`. */
  Send = 1,
  /** Calls `run`: host capabilities and I/O. */
  Native = 2,
}

export class Timer {
  readonly kind: TimerKind;
  /** When it fires, in microseconds of the VM's monotonic time. */
  at_us: number;
  /** How long its process had been suspended when this was reckoned with: see `Suspension`. */
  paused_us = 0;
  /** Order of creation: timers of the same instant fire in this order. Given by the heap. */
  sequence = 0;
  index = -1;
  /** Receive: the process. Send: the receiving process, or a name (atom). */
  destination: Process | Term | null = null;
  message: Term = 0;
  ref: Ref | undefined = undefined;
  run: (() => void) | undefined = undefined;
  constructor(kind: TimerKind, at_us: number) {
    this.kind = kind;
    this.at_us = at_us;
  }
}

/** Whether and how long the timer's process has been suspended; undefined: never, or it is no process's timer. */
export function suspensionOf(t: Timer): Suspension | undefined {
  return t.destination instanceof Process && t.destination.settings !== null
    ? t.destination.settings.suspension
    : undefined;
}

/** By how much it fires later than `at_us`, for what its process has been suspended since. */
export function postponed_us(t: Timer): number {
  const s = suspensionOf(t);
  return s === undefined ? 0 : s.total_us - t.paused_us;
}
