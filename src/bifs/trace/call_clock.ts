/**
 * `call_time` and `call_memory`: what a process has spent in the functions that a session measures.
 *
 * Time goes to the measured function called last that has not returned. A frame on the stack brings back the one before;
 * as in OTP a tail call needs none, since it returns to where its caller would have.
 * OTP: erts_trace_call_acc(), erts_call_trace_return(), erts_schedule_time_break() in beam_bp.c.
 */
import type { Pid } from "../../term/identifier.ts";
import type { Vm } from "../../runtime/vm.ts";

/** Calls and microseconds. */
export interface Spent {
  calls: number;
  time_us: number;
}

/** What one function has been measured at, by process. */
export class Account {
  active = true;
  readonly of = new Map<Pid, Spent>();

  spent(p: Pid): Spent {
    let s = this.of.get(p);
    if (s === undefined) this.of.set(p, (s = { calls: 0, time_us: 0 }));
    return s;
  }
  restart(): void {
    this.active = true;
    this.of.clear();
  }
}

export class CallClock {
  private readonly vm: Vm;
  private readonly pid: Pid;
  /** The function that time goes to. */
  private current: Account | undefined = undefined;
  private since_us = 0;

  constructor(vm: Vm, pid: Pid) {
    this.vm = vm;
    this.pid = pid;
  }

  /** A measured function is called; the one that gets the time back when it returns. */
  enter(a: Account): Account | undefined {
    this.charge();
    a.spent(this.pid).calls++;
    const before = this.current;
    this.current = a;
    return before;
  }

  leave(before: Account | undefined): void {
    this.charge();
    this.current = before;
  }

  scheduled(what: "in" | "out"): void {
    if (what === "out") this.charge();
    else this.since_us = this.vm.clock.monotonic_us();
  }

  private charge(): void {
    const now = this.vm.clock.monotonic_us();
    if (this.current !== undefined) this.current.spent(this.pid).time_us += now - this.since_us;
    this.since_us = now;
  }
}
