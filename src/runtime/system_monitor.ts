/**
 * What `erlang:system_monitor/2` and `trace:system/3` ask to be told of processes: those that hold the scheduler long, that have grown large, or
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

/** What one trace session, the old functions' among them, wants to be told, and who is told. */
export class Watcher {
  readonly to: Process;
  readonly watched: Watched;
  /** Processes whose mailbox has been reported as long. */
  readonly long = new WeakSet<Process>();
  /** When each process is to be measured again: units that it has used. */
  readonly measureAt = new WeakMap<Process, number>();

  constructor(to: Process, watched: Watched) {
    this.to = to;
    this.watched = watched;
  }
}

/** Looks for all watchers; there is one while there are any. A watcher's own process is not watched for it. */
export class SystemMonitor {
  readonly watchers: readonly Watcher[];
  private readonly vm: Vm;
  /** Whether anybody asks for long slices: the clock is read then. */
  private readonly timed: boolean;
  private began_us = 0;
  private at: Point | undefined = undefined;

  constructor(vm: Vm, watchers: readonly Watcher[]) {
    this.vm = vm;
    this.watchers = watchers;
    this.timed = watchers.some((w) => w.watched.longSchedule_ms !== undefined);
  }

  /** A slice of `p` begins. */
  before(p: Process): void {
    if (!this.timed) return;
    this.began_us = this.vm.clock.monotonic_us();
    this.at = p.frames === null ? undefined : (p.frames.frame[p.frames.at] as Point);
  }

  /** A slice of `p` has ended. */
  after(p: Process): void {
    const took_ms = this.timed ? Math.floor((this.vm.clock.monotonic_us() - this.began_us) / 1000) : 0;
    for (const w of this.watchers) {
      if (p === w.to) continue;
      const { longSchedule_ms, largeHeap_words, longQueue } = w.watched;
      if (longSchedule_ms !== undefined && took_ms >= longSchedule_ms) this.schedule(w, p, took_ms);
      if (p.status === Status.Ended) continue;
      if (largeHeap_words !== undefined) this.heap(w, p, largeHeap_words);
      if (longQueue !== undefined) this.queue(w, p, longQueue.disable, longQueue.enable);
    }
  }

  private schedule(w: Watcher, p: Process, took_ms: number): void {
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
    this.tell(w, p, A.long_schedule, listFromArray(info));
  }

  /**
   * A collection of the garbage of `p` has been asked for. The engine collects when it likes, so it has taken no longer than
   * testing wants it to.
   */
  collected(p: Process): void {
    let ms = 0;
    if (this.watchers.some((w) => w.watched.longGc_ms !== undefined)) {
      ms = this.vm.state(COLLECTION_SLEEP).ms;
      const { clock } = this.vm;
      for (const end = clock.monotonic_us() + ms * 1000; clock.monotonic_us() < end; );
    }
    for (const w of this.watchers) {
      if (p === w.to) continue;
      const { longGc_ms, largeHeap_words } = w.watched;
      if (longGc_ms !== undefined && ms >= longGc_ms)
        this.tell(w, p, A.long_gc, listFromArray([tuple2(A.timeout, ms), ...heapFigures(p, measure(p))]));
      if (largeHeap_words !== undefined) this.measured(w, p, largeHeap_words);
    }
  }

  /** Measures `p` when it may have grown over the limit since it was measured last. */
  private heap(w: Watcher, p: Process, limit: number): void {
    if (p.reductions >= (w.measureAt.get(p) ?? Math.floor(limit / WORDS_PER_UNIT))) this.measured(w, p, limit);
  }

  private measured(w: Watcher, p: Process, limit: number): void {
    const size = measure(p);
    const words = heapBlock(p, size);
    w.measureAt.set(p, p.reductions + Math.floor(Math.max(words, limit - words) / WORDS_PER_UNIT));
    if (words >= limit) this.tell(w, p, A.large_heap, listFromArray(heapFigures(p, size)));
  }

  private queue(w: Watcher, p: Process, disable: number, enable: number): void {
    const { length } = p.mailbox;
    if (w.long.has(p) ? length > disable : length < enable) return;
    const isLong = !w.long.has(p);
    if (isLong) w.long.add(p);
    else w.long.delete(p);
    this.tell(w, p, A.long_message_queue, isLong ? TRUE : FALSE);
  }

  private tell(w: Watcher, p: Process, what: Term, info: Term): void {
    deliver(this.vm, w.to, tuple4(A.monitor, p.pid, what, info));
  }
}

/** Of `heapInfo`, all up to the binaries but `recent_size`. */
function heapFigures(p: Process, size: ProcessSize): Term[] {
  return heapInfo(p, size).filter((_, i) => i !== 3 && i < 7);
}
