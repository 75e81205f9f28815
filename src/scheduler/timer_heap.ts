/**
 * Timers in a binary heap by time; each timer knows its place, so that a cancelled one is taken out at once.
 *
 * A heap and not OTP's wheel: deadlines stay exact to the microsecond, an idle VM asks for the next one in constant time,
 * and the common case, a timeout that is set last and cancelled soon, is at the bottom of the heap, where both cost
 * no more than an array's push and pop.
 * Invariant: `heap[t.index] === t` for each running timer; a parent is not later than its children.
 * OTP: time.c.
 */
import type { Timer } from "../runtime/timer.ts";

function before(a: Timer, b: Timer): boolean {
  return a.at_us < b.at_us || (a.at_us === b.at_us && a.sequence < b.sequence);
}

export class TimerHeap implements Iterable<Timer> {
  private readonly heap: Timer[] = [];
  private sequence = 0;

  get size(): number {
    return this.heap.length;
  }

  /** When the next timer fires; Infinity if none runs. */
  get next_us(): number {
    return this.heap.length === 0 ? Number.POSITIVE_INFINITY : (this.heap[0] as Timer).at_us;
  }

  add(t: Timer): void {
    t.sequence = this.sequence++;
    this.heap.push(t);
    this.up(t, this.heap.length - 1);
  }

  /** Takes `t` out; false if it was not running. */
  remove(t: Timer): boolean {
    const i = t.index;
    if (i < 0) return false;
    t.index = -1;
    const last = this.heap.pop() as Timer;
    if (last === t) return true;
    if (i > 0 && before(last, this.heap[(i - 1) >> 1] as Timer)) this.up(last, i);
    else this.down(last, i);
    return true;
  }

  /** Takes out the earliest timer that is due at `now_us`. */
  takeDue(now_us: number): Timer | undefined {
    const t = this.heap[0];
    if (t === undefined || t.at_us > now_us) return undefined;
    this.remove(t);
    return t;
  }

  [Symbol.iterator](): Iterator<Timer> {
    return this.heap.slice()[Symbol.iterator]();
  }

  private up(t: Timer, i: number): void {
    const heap = this.heap;
    while (i > 0) {
      const above = (i - 1) >> 1;
      const parent = heap[above] as Timer;
      if (!before(t, parent)) break;
      heap[i] = parent;
      parent.index = i;
      i = above;
    }
    heap[i] = t;
    t.index = i;
  }

  private down(t: Timer, i: number): void {
    const heap = this.heap;
    const n = heap.length;
    for (;;) {
      let c = 2 * i + 1;
      if (c >= n) break;
      if (c + 1 < n && before(heap[c + 1] as Timer, heap[c] as Timer)) c++;
      const child = heap[c] as Timer;
      if (!before(child, t)) break;
      heap[i] = child;
      child.index = i;
      i = c;
    }
    heap[i] = t;
    t.index = i;
  }
}
