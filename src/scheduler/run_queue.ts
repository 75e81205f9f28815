/**
 * Run queue: runnable processes. `max` goes before `high`, `high` before the rest.
 *
 * `normal` and `low` stand in one FIFO, where a process of priority low goes to the end again until its eighth turn: it runs
 * once while each normal one runs eight times, however many there are of both.
 * Invariant: a process is in at most one queue, exactly when it is runnable; one that ended while it was queued stays in
 * as a blank that the scheduler passes over.
 * OTP: erl_process.c, run queues.
 */
import { Priority, type Process, Status } from "../runtime/process.ts";
import type { Queue } from "../runtime/scheduling.ts";

/** A process of priority low runs at each such turn. OTP: RESCHEDULE_LOW. */
const LOW_TURN = 8;

/** A queue in a ring buffer that doubles when full. */
class Fifo {
  ring: (Process | undefined)[] = new Array(16).fill(undefined);
  mask = 15;
  head = 0;
  length = 0;

  push(p: Process): void {
    if (this.length > this.mask) this.grow();
    this.ring[(this.head + this.length) & this.mask] = p;
    this.length++;
  }

  /** The caller has checked `length`. */
  shift(): Process {
    const p = this.ring[this.head] as Process;
    this.ring[this.head] = undefined;
    this.head = (this.head + 1) & this.mask;
    this.length--;
    return p;
  }

  private grow(): void {
    const ring: (Process | undefined)[] = [];
    for (let i = 0; i < this.length; i++) ring.push(this.ring[(this.head + i) & this.mask]);
    for (let i = this.length; i < this.length * 2; i++) ring.push(undefined);
    this.ring = ring;
    this.mask = ring.length - 1;
    this.head = 0;
  }
}

export class RunQueue implements Queue {
  readonly max = new Fifo();
  readonly high = new Fifo();
  readonly rest = new Fifo();
  /** Turns that processes of priority low have let pass. */
  private readonly passed = new Map<Process, number>();

  push(p: Process): void {
    if (p.priority === Priority.High) this.high.push(p);
    else if (p.priority === Priority.Max) this.max.push(p);
    else this.rest.push(p);
  }

  /** The process whose turn it is, taken out; undefined if none is runnable. */
  next(): Process | undefined {
    if (this.max.length > 0) return this.max.shift();
    if (this.high.length > 0) return this.high.shift();
    const { rest } = this;
    while (rest.length > 0) {
      const p = rest.shift();
      if (p.priority !== Priority.Low || !this.passes(p)) return p;
      rest.push(p);
    }
    return undefined;
  }

  private passes(p: Process): boolean {
    const turns = (this.passed.get(p) ?? 0) + 1;
    if (turns < LOW_TURN && this.rest.length > 0 && p.status !== Status.Ended) {
      this.passed.set(p, turns);
      return true;
    }
    this.passed.delete(p);
    return false;
  }

  get length(): number {
    return this.max.length + this.high.length + this.rest.length;
  }
}
