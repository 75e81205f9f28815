/**
 * What `erlang:system_monitor/2` asks to be told of processes: those that hold the scheduler long, that have grown large, or
 * whose mailbox is long.
 *
 * All is looked at where a time slice ends, and only while somebody has asked. Collecting garbage is the JavaScript
 * engine's business: what a program asks for is all that is known of it. `busy_port` and `busy_dist_port` are the business of ports.
 * OTP: monitor_long_gc(), monitor_large_heap() and monitor_long_schedule_proc() in erl_trace.c.
 */
import { atoms, FALSE, TRUE } from "../term/atom.ts";
import { listFromArray } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import { tuple2, tuple4 } from "../term/tuple.ts";
import { COLLECTION_SLEEP } from "./collection_sleep.ts";
import type { Point } from "./point.ts";
import { type Process, Status } from "./process.ts";
import { heapBlock, heapInfo, measure, type ProcessSize } from "./process_memory.ts";
import { deliver } from "./signals.ts";
import { placeTerm, stackPlaces } from "./stack.ts";
import type { Vm } from "./vm.ts";

const A = atoms("monitor", "long_schedule", "large_heap", "long_message_queue", "long_gc", "timeout", "in", "out");
const U = atoms("undefined");
/** Thresholds; undefined: not asked for. */
export interface Watched {
  longGc_ms?: number;
  longSchedule_ms?: number;
  largeHeap_words?: number;
  longQueue?: { readonly disable: number; readonly enable: number };
  busyPort?: true;
  busyDistPort?: true;
}

/** Words that one unit of work makes at most in ordinary code. */
const WORDS_PER_UNIT = 8;

export class SystemMonitor {
  readonly to: Process;
  readonly watched: Watched;
  private readonly vm: Vm;
  /** Processes whose mailbox has been reported as long. */
  private readonly long = new WeakSet<Process>();
  /** When each process is to be measured again: units that it has used. */
  private readonly measureAt = new WeakMap<Process, number>();
  private began_us = 0;
  private at: Point | undefined = undefined;

  constructor(vm: Vm, to: Process, watched: Watched) {
    this.vm = vm;
    this.to = to;
    this.watched = watched;
  }

  /** A slice of `p` begins. */
  before(p: Process): void {
    if (this.watched.longSchedule_ms === undefined) return;
    this.began_us = this.vm.clock.monotonic_us();
    this.at = p.frames === null ? undefined : (p.frames.frame[p.frames.at] as Point);
  }

  /** A slice of `p` has ended. The monitoring process itself is not watched. */
  after(p: Process): void {
    if (p === this.to) return;
    const { longSchedule_ms, largeHeap_words, longQueue } = this.watched;
    if (longSchedule_ms !== undefined) this.schedule(p, longSchedule_ms);
    if (p.status === Status.Ended) return;
    if (largeHeap_words !== undefined) this.heap(p, largeHeap_words);
    if (longQueue !== undefined) this.queue(p, longQueue.disable, longQueue.enable);
  }

  private schedule(p: Process, limit_ms: number): void {
    const took_ms = Math.floor((this.vm.clock.monotonic_us() - this.began_us) / 1000);
    if (took_ms < limit_ms) return;
    const l = this.at?.location;
    const from =
      l === undefined
        ? U.undefined
        : placeTerm({ module: l.module, name: l.name, arity: l.arity, info: l.locationInfo((this.at as Point).line) });
    const out = stackPlaces(p, 1)[0];
    const info = [
      tuple2(A.timeout, took_ms),
      tuple2(A.in, from),
      tuple2(A.out, out === undefined ? U.undefined : placeTerm(out)),
    ];
    this.tell(p, A.long_schedule, listFromArray(info));
  }

  /**
   * A collection of the garbage of `p` has been asked for. The engine collects when it likes, so it has taken no longer than
   * testing wants it to.
   */
  collected(p: Process): void {
    const { longGc_ms, largeHeap_words } = this.watched;
    if (longGc_ms !== undefined) {
      const { ms } = this.vm.state(COLLECTION_SLEEP);
      const { clock } = this.vm;
      for (const end = clock.monotonic_us() + ms * 1000; clock.monotonic_us() < end; );
      if (p !== this.to && ms >= longGc_ms)
        this.tell(p, A.long_gc, listFromArray([tuple2(A.timeout, ms), ...heapFigures(p, measure(p))]));
    }
    if (p !== this.to && largeHeap_words !== undefined) this.measured(p, largeHeap_words);
  }

  /** Measures `p` when it may have grown over the limit since it was measured last. */
  private heap(p: Process, limit: number): void {
    if (p.reductions >= (this.measureAt.get(p) ?? Math.floor(limit / WORDS_PER_UNIT))) this.measured(p, limit);
  }

  private measured(p: Process, limit: number): void {
    const size = measure(p);
    const words = heapBlock(p, size);
    this.measureAt.set(p, p.reductions + Math.floor(Math.max(words, limit - words) / WORDS_PER_UNIT));
    if (words >= limit) this.tell(p, A.large_heap, listFromArray(heapFigures(p, size)));
  }

  private queue(p: Process, disable: number, enable: number): void {
    const { length } = p.mailbox;
    if (this.long.has(p) ? length > disable : length < enable) return;
    const isLong = !this.long.has(p);
    if (isLong) this.long.add(p);
    else this.long.delete(p);
    this.tell(p, A.long_message_queue, isLong ? TRUE : FALSE);
  }

  private tell(p: Process, what: Term, info: Term): void {
    deliver(this.vm, this.to, tuple4(A.monitor, p.pid, what, info));
  }
}

/** Of `heapInfo`, all up to the binaries but `recent_size`. */
function heapFigures(p: Process, size: ProcessSize): Term[] {
  return heapInfo(p, size).filter((_, i) => i !== 3 && i < 7);
}
