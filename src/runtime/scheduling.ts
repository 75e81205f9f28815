/**
 * What the rooms below the scheduler need of it. `scheduler/scheduler.ts` implements it.
 */
import type { Term } from "../term/term.ts";
import type { Microstates } from "./microstates.ts";
import type { Process } from "./process.ts";
import type { Result } from "./signal.ts";
import type { SystemMonitor } from "./system_monitor.ts";
import type { Timer } from "./timer.ts";

/** Answer of `receiveTimeout`. */
export const enum After {
  /** The timer runs (or the time is `infinity`): wait. `TRUE` as the resume value says it ran out, `FALSE` a message came. */
  Wait = 0,
  /** No time is left: go on after the receive. */
  Expired = 1,
  /** Not a timeout: raise `timeout_value`. */
  Bad = 2,
}

/** Runnable processes in the order of their turns: `scheduler/run_queue.ts`, or who watches it. */
export interface Queue {
  readonly length: number;
  push(p: Process): void;
  /** The process whose turn it is, taken out; undefined if none is runnable. */
  next(): Process | undefined;
}

export interface Scheduling {
  /** Puts a process that is in no queue into one. */
  enqueue(p: Process): void;
  /** Makes a waiting process runnable; its innermost frame gets `value`. Nothing happens to a process that does not wait. */
  wake(p: Process, value: Result): void;
  /**
   * `wait_timeout`: the queue holds nothing that matches; `time` is the term after `after`. A timer that already runs for
   * this receive goes on.
   */
  receiveTimeout(p: Process, time: Term): After;
  /** A message matched: the receive's timer is stopped. Call it if `p.receiveTimer !== null || p.timedOut`. */
  cancelReceive(p: Process): void;
  /** Ends the suspensions that `p` asked for: it has ended. */
  releaseSuspended(p: Process): void;
  /** A process suspends another one, and takes that back; where the release says so, timers pause meanwhile. */
  suspend(p: Process): void;
  unsuspend(p: Process): void;
  /** Undoes one of `p.suspends`. */
  resume(p: Process): void;
  startTimer(t: Timer): void;
  /** False if it was not running. */
  cancelTimer(t: Timer): boolean;
  /** Timers that are running. */
  timersRunning(): Iterable<Timer>;
  /** Runnable processes, without the running one. Somebody who profiles the system puts himself in its place. */
  queue: Queue;
  /** Slices begun. */
  readonly contextSwitches: number;
  /** Units used in finished slices, by all processes. */
  readonly reductions: number;
  /** Set while somebody wants to be told of busy and large processes. */
  monitor: SystemMonitor | undefined;
  /** Set while somebody wants to know what the time goes into. */
  microstates: Microstates | undefined;
  /** Microseconds spent in turns, up to `now_us` of the VM's clock. */
  busyTime_us(now_us?: number): number;
  /** Runs what is runnable for one turn; plans the next turn or the next timer with the host. */
  run(): void;
}
