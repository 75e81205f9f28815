/**
 * `max_heap_size`: a process that outgrows its limit is reported, killed, or both.
 *
 * The size is found by a walk over all a process holds, at the end of a time slice. It is measured again only when it may
 * have doubled: when so many units have been used that new terms could amount to what was there, or when the mailbox
 * has doubled. That keeps the cost in proportion to the work the process does.
 * OTP: reached_max_heap_size() in erl_gc.c.
 */
import { atoms, FALSE, TRUE } from "../term/atom.ts";
import { listFromArray } from "../term/list.ts";
import { tuple2 } from "../term/tuple.ts";
import { logError } from "./error_log.ts";
import type { Process } from "./process.ts";
import { measure } from "./process_memory.ts";
import type { Settings } from "./settings.ts";
import { stackTerm } from "./stack.ts";
import type { Vm } from "./vm.ts";

const A = atoms("nonode@nohost", "heap_size", "stack_size");

/** Words that one unit of work makes at most in ordinary code; only BIFs make more at once. */
const WORDS_PER_UNIT = 8;
/** Fewer units are not worth a walk. */
const LEAST_UNITS = 64;

/** Units of a slice for a process with a limit: it cannot outgrow it by much before it is measured. */
export function limitedSlice(s: Settings, slice: number): number {
  const limit = s.maxHeap?.size ?? 0;
  return limit === 0 ? slice : Math.min(slice, Math.max(LEAST_UNITS, Math.floor(limit / WORDS_PER_UNIT)));
}

/** True if `p` has to be killed. Called at the end of a slice, for processes with a limit. */
export function overHeapLimit(vm: Vm, p: Process, s: Settings): boolean {
  const max = s.maxHeap;
  if (max === undefined || max.size === 0) return false;
  const messages = p.mailbox.length;
  if (p.reductions < s.measureAt && messages <= s.measuredMessages * 2 + 64) return false;
  const size = measure(p);
  let words = size.heap + size.stack;
  if (max.includeSharedBinaries) for (const bytes of size.binaries.values()) words += Math.ceil(bytes / 8);
  s.measureAt = p.reductions + Math.max(LEAST_UNITS, Math.floor(Math.max(words, max.size - words) / WORDS_PER_UNIT));
  s.measuredMessages = messages;
  if (words <= max.size) return false;
  if (max.errorLogger) report(vm, p, s, words);
  return max.kill;
}

function report(vm: Vm, p: Process, s: Settings, words: number): void {
  const alive = vm.node !== A["nonode@nohost"];
  const size = measure(p);
  const info = listFromArray([tuple2(A.heap_size, size.heap), tuple2(A.stack_size, size.stack)]);
  const format =
    `     Process:            ~p ${alive ? "on node ~p" : ""}~n     Context:            maximum heap size reached~n` +
    "     Max Heap Size:      ~p~n     Total Heap Size:    ~p~n     Kill:               ~p~n" +
    "     Error Logger:       ~p~n     Message Queue Len:  ~p~n     GC Info:            ~p~n" +
    "     Stacktrace:         ~p~n";
  logError(vm, p, format, [
    p.pid,
    ...(alive ? [vm.node] : []),
    s.maxHeap?.size ?? 0,
    words,
    s.maxHeap?.kill === true ? TRUE : FALSE,
    TRUE,
    p.mailbox.length,
    info,
    stackTerm(p, vm.exec.depth),
  ]);
}
