/**
 * `call_time` and `call_memory`: what a process has spent in the functions that a session measures, microseconds or words.
 *
 * They go to the measured function called last that has not returned. A frame on the stack brings back the one before;
 * as in OTP a tail call needs none, since it returns to where its caller would have.
 * OTP: erts_trace_call_acc(), erts_call_trace_return(), erts_schedule_time_break() in beam_bp.c.
 */
import type { Pid } from "../../term/identifier.ts";

/** Calls, and microseconds or words. */
export interface Spent {
  calls: number;
  amount: number;
}

/** What one function has been measured at, by process. */
export class Account {
  active = true;
  readonly of = new Map<Pid, Spent>();

  spent(p: Pid): Spent {
    let s = this.of.get(p);
    if (s === undefined) this.of.set(p, (s = { calls: 0, amount: 0 }));
    return s;
  }
  restart(): void {
    this.active = true;
    this.of.clear();
  }
}

export class CallClock {
  private readonly pid: Pid;
  /** What the VM has spent so far. */
  private readonly now: () => number;
  /** The function that it goes to. */
  private current: Account | undefined = undefined;
  private since = 0;

  constructor(pid: Pid, now: () => number) {
    this.pid = pid;
    this.now = now;
  }

  /** A measured function is called; the one that is charged again when it returns. `advance`: has been spent already. */
  enter(a: Account, advance = 0): Account | undefined {
    this.charge();
    this.since -= advance;
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
    else this.since = this.now();
  }

  private charge(): void {
    const now = this.now();
    if (this.current !== undefined) this.current.spent(this.pid).amount += now - this.since;
    this.since = now;
  }
}
