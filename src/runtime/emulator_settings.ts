/**
 * What the emulator's flags (`erl +P 5000`) set, as far as it means something here. A member that is missing has OTP's default.
 * OTP: erl_start() in erl_init.c.
 */
import { atom } from "../term/atom.ts";
import { Settings } from "./settings.ts";

export interface EmulatorSettings {
  /** `+P`, `+Q`, `+t`, `+e`: how many processes, ports, atoms and tables there may be. */
  processLimit?: number;
  /** Version of the installed emulator in whose place this one runs. */
  erts?: string;
  portLimit?: number;
  atomLimit?: number;
  /** `+i`: the module whose `boot/1` is called. */
  initModule?: string;
  /** `+pc`: what `io` takes for printable. */
  printable?: "latin1" | "unicode";
  /** `+fn`: how file names are encoded; "auto" asks the locale. */
  fileNames?: "utf8" | "latin1" | "auto";
  fileNameProblems?: "warning" | "ignore" | "error";
  /** `+hms`, `+hmbs`, `+hmax`, in words. */
  minHeap?: number;
  minBinaryHeap?: number;
  maxHeap?: number;
  maxHeapKill?: boolean;
  maxHeapLog?: boolean;
  maxHeapBinaries?: boolean;
  messageQueueData?: "on_heap" | "off_heap";
  asyncDist?: boolean;
  /** Messages that may wait in a mailbox, beyond which its process is killed; reductions in a time slice. No flag sets them. */
  maxMessages?: number;
  slice?: number;
  /** `+B`: what Ctrl-C does. */
  breakHandler?: "off" | "interrupt" | "ignore";
  /** `+W`: how `error_logger` shows warnings. */
  warnings?: "warning" | "info" | "error";
  timeWarp?: "no_time_warp" | "single_time_warp" | "multi_time_warp";
  noCrashDump?: boolean;
  compressedTables?: boolean;
}

/** Settings that new processes begin with; null: nothing differs from OTP's. */
export function processDefaults(e: EmulatorSettings): Settings | null {
  const s = new Settings();
  if (e.minHeap !== undefined) s.minHeapSize = e.minHeap;
  if (e.minBinaryHeap !== undefined) s.minBinVheapSize = e.minBinaryHeap;
  if (e.messageQueueData !== undefined) s.messageQueueData = atom(e.messageQueueData);
  if (e.asyncDist !== undefined) s.asyncDist = e.asyncDist;
  if (e.maxHeap !== undefined || e.maxHeapKill !== undefined || e.maxHeapLog !== undefined || e.maxHeapBinaries)
    s.maxHeap = {
      size: e.maxHeap ?? 0,
      kill: e.maxHeapKill ?? true,
      errorLogger: e.maxHeapLog ?? true,
      includeSharedBinaries: e.maxHeapBinaries ?? false,
    };
  s.maxMessages = e.maxMessages;
  const set = [e.maxMessages, e.minHeap, e.minBinaryHeap, e.messageQueueData, e.asyncDist, s.maxHeap];
  return set.some((value) => value !== undefined) ? s : null;
}
