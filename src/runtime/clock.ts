/**
 * The VM's clocks: the one place where time comes in from the host.
 *
 * Erlang monotonic time is the host's, shifted so that it begins below zero, as in OTP, where programs may not take it
 * for a count from zero; the start is chosen so that nanoseconds stay safe integers for a hundred days each side. System
 * time is monotonic time plus an offset fixed at start (OTP's time warp mode `no_time_warp`).
 * Native unit: microseconds.
 * OTP: erl_time_sup.c.
 */
import type { Host } from "./host.ts";
import type { Monitor, Monitored } from "./monitors.ts";

/** Monotonic time when the VM starts: about -13 days. */
export const START_us = -1125899906842;

export class Clock implements Monitored {
  private readonly host: Host;
  shift: number;
  /** Monitors on the time offset, which never changes here. */
  monitoredBy: Monitor | null = null;
  /** System time minus monotonic time. */
  offset: number;
  /** The last value `now/0` gave out: it is strictly increasing. */
  lastNow = 0;

  constructor(host: Host) {
    this.host = host;
    const mono = host.monotonicTime_us();
    this.shift = START_us - mono;
    this.offset = host.systemTime_us() - START_us;
  }

  /** Erlang monotonic time. */
  monotonic_us(): number {
    return this.host.monotonicTime_us() + this.shift;
  }

  /** Erlang system time. */
  system_us(): number {
    return this.host.monotonicTime_us() + this.shift + this.offset;
  }

  /** The operating system's idea of the time, which may jump. */
  osSystem_us(): number {
    return this.host.systemTime_us();
  }

  /** Erlang system time made unique: `erlang:now/0`. */
  uniqueNow_us(): number {
    const t = this.system_us();
    this.lastNow = t > this.lastNow ? t : this.lastNow + 1;
    return this.lastNow;
  }
}
