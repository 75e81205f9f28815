/**
 * Run queue: runnable processes, one FIFO for each priority.
 *
 * `max` goes before `high`, `high` before the rest; `low` gets every eighth turn of those left to `normal` and `low`.
 * Invariant: a process is in at most one queue, exactly when it is runnable; one that ended while it was queued stays in
 * as a blank that the scheduler passes over.
 * OTP: erl_process.c, run queues.
 */
import { Priority, type Process } from "../runtime/process.ts";

/** A process of priority low runs once for so many of priority normal. OTP: RESCHEDULE_LOW. */
const LOW_TURN = 8;

/** A queue in a ring buffer that doubles when full. */
class Fifo {
  private ring: (Process | undefined)[] = new Array(16).fill(undefined);
  private mask = 15;
  private head = 0;
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

export class RunQueue {
  private readonly max = new Fifo();
  private readonly high = new Fifo();
  private readonly normal = new Fifo();
  private readonly low = new Fifo();
  /** Turns of normal processes until one of priority low has its own. */
  private untilLow = LOW_TURN;

  push(p: Process): void {
    switch (p.priority) {
      case Priority.Normal:
        this.normal.push(p);
        break;
      case Priority.High:
        this.high.push(p);
        break;
      case Priority.Max:
        this.max.push(p);
        break;
      default:
        this.low.push(p);
    }
  }

  /** The process whose turn it is, taken out; undefined if none is runnable. */
  next(): Process | undefined {
    if (this.max.length > 0) return this.max.shift();
    if (this.high.length > 0) return this.high.shift();
    if (this.low.length === 0) return this.normal.length > 0 ? this.normal.shift() : undefined;
    if (this.normal.length > 0 && --this.untilLow > 0) return this.normal.shift();
    this.untilLow = LOW_TURN;
    return this.low.shift();
  }

  get empty(): boolean {
    return this.max.length + this.high.length + this.normal.length + this.low.length === 0;
  }

  /** Queue lengths: max, high, normal, low. */
  lengths(): number[] {
    return [this.max.length, this.high.length, this.normal.length, this.low.length];
  }
}
