/**
 * Microstate accounting: what the scheduler spends its time on, while somebody wants to know.
 *
 * The one thread is in one state at any moment; who changes the state hands the time since the last change to the old one.
 * Taken at each slice and each call of a driver, so it is off until `system_flag(microstate_accounting, true)`.
 * OTP: erl_msacc.h.
 */
import type { Clock } from "./clock.ts";
import { StateKey } from "./state.ts";

/** As numbers that index `Microstates.times_us`. */
export const enum Microstate {
  /** Timers that are due. */
  Aux,
  /** A turn is planned: the host looks after its events first. */
  CheckIo,
  /** Processes run. */
  Emulator,
  /** A process's terms are measured for its `max_heap_size`; the engine's collections are part of whatever they interrupt. */
  Gc,
  /** Between slices. */
  Other,
  /** A port's driver does what a process asks for. */
  Port,
  /** Nothing is to be done. */
  Sleep,
}

/** OTP's names, in the order of the numbers. */
export const MICROSTATES = ["aux", "check_io", "emulator", "gc", "other", "port", "sleep"] as const;

export class Microstates {
  readonly times_us: number[] = MICROSTATES.map(() => 0);
  private state = Microstate.Emulator;
  private since_us = 0;
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** From now on, in `state`. */
  start(state: Microstate): void {
    this.state = state;
    this.since_us = this.clock.monotonic_us();
  }

  /** The state before. */
  enter(state: Microstate): Microstate {
    const before = this.state;
    const now = this.clock.monotonic_us();
    this.times_us[before] = (this.times_us[before] as number) + now - this.since_us;
    this.since_us = now;
    this.state = state;
    return before;
  }

  reset(): void {
    this.enter(this.state);
    this.times_us.fill(0);
  }
}

/** The VM's, running or not; `scheduler.microstates` is it while it runs. */
export const ACCOUNTING = new StateKey((vm) => new Microstates(vm.clock));
