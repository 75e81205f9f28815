/**
 * What `process_flag` and `spawn_opt` can set, beyond priority and `trap_exit`. Allocated for a process when one of these
 * first differs from the default.
 * OTP: flags and fields of Process in erl_process.h.
 */
import { atoms, type Atom } from "../term/atom.ts";
import type { Process } from "./process.ts";
import type { Timer } from "./timer.ts";

const A = atoms("undefined", "on_heap", "error_handler");

export interface MaxHeapSize {
  /** Words; 0: no limit. */
  size: number;
  kill: boolean;
  errorLogger: boolean;
  includeSharedBinaries: boolean;
}

/** Nothing of it is traced or shown: `process_flag(sensitive, true)`. */
export function isSensitive(p: Process): boolean {
  return p.settings?.sensitive === true;
}

/** Numbers that OTP shows for a process nobody tuned. */
export const MIN_HEAP_SIZE = 233;
export const MIN_BIN_VHEAP_SIZE = 46422;
export const FULLSWEEP_AFTER = 65535;

/** Settings for a new process: a copy of `defaults`. */
export function newSettings(defaults: Settings | null): Settings {
  const s = new Settings();
  if (defaults === null) return s;
  s.minHeapSize = defaults.minHeapSize;
  s.minBinVheapSize = defaults.minBinVheapSize;
  s.fullsweepAfter = defaults.fullsweepAfter;
  s.maxHeap = defaults.maxHeap;
  s.maxMessages = defaults.maxMessages;
  s.messageQueueData = defaults.messageQueueData;
  s.asyncDist = defaults.asyncDist;
  return s;
}

/**
 * That others suspend a process, and how long they have in all: its timers do not run meanwhile, where the release pauses them.
 * A timer finds out when it would fire: it is held until the process is resumed, or fires later by what has been added.
 */
export interface Suspension {
  /** Who suspends it now. */
  holders: number;
  since_us: number;
  total_us: number;
  readonly held: Timer[];
}

export class Settings {
  minHeapSize = MIN_HEAP_SIZE;
  minBinVheapSize = MIN_BIN_VHEAP_SIZE;
  fullsweepAfter = FULLSWEEP_AFTER;
  maxHeap: MaxHeapSize | undefined = undefined;
  /** Messages that may wait. */
  maxMessages: number | undefined = undefined;
  messageQueueData: Atom = A.on_heap;
  errorHandler: Atom = A.error_handler;
  asyncDist = false;
  sensitive = false;
  /** Subscriptions to node events (`net_kernel:monitor_nodes`). */
  monitorNodes = 0;
  systemProcess = false;
  /** The scheduler it is bound to; 0: none. */
  scheduler = 0;
  /** Whom this process has suspended, and how often. */
  suspending: Map<Process, number> | undefined = undefined;
  suspension: Suspension | undefined = undefined;
  /** For `max_heap_size`: units used when the size is to be measured next, and messages when it was measured last. */
  measureAt = 0;
  measuredMessages = 0;
  /** Words of the largest term that a BIF has made at once since then. */
  made = 0;
}
