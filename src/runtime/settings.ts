/**
 * What `process_flag` and `spawn_opt` can set, beyond priority and `trap_exit`. Allocated for a process when one of these
 * first differs from the default.
 * OTP: flags and fields of Process in erl_process.h.
 */
import { atoms, type Atom } from "../term/atom.ts";
import type { Term } from "../term/term.ts";

const A = atoms("undefined", "on_heap", "error_handler");

export interface MaxHeapSize {
  /** Words; 0: no limit. */
  size: number;
  kill: boolean;
  errorLogger: boolean;
  includeSharedBinaries: boolean;
}

/** Numbers that OTP shows for a process nobody tuned. */
export const MIN_HEAP_SIZE = 233;
export const MIN_BIN_VHEAP_SIZE = 46422;
export const FULLSWEEP_AFTER = 65535;

export class Settings {
  minHeapSize = MIN_HEAP_SIZE;
  minBinVheapSize = MIN_BIN_VHEAP_SIZE;
  fullsweepAfter = FULLSWEEP_AFTER;
  maxHeap: MaxHeapSize | undefined = undefined;
  messageQueueData: Atom = A.on_heap;
  errorHandler: Atom = A.error_handler;
  asyncDist = false;
  sensitive = false;
  saveCalls = 0;
  systemProcess = false;
  /** `erlang:process_flag({label...})` of `proc_lib:set_label/1`: kept by the dictionary there; here for OTP's own item. */
  monitorNodes: Term | undefined = undefined;
  /** Whom this process has suspended, and how often. */
  suspending: Map<unknown, number> | undefined = undefined;
  /** Size in words when it was last measured for `max_heap_size`. */
  measured = 0;
}
