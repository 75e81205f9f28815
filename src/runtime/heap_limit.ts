/**
 * `max_heap_size`: a process that outgrows its limit is reported, killed, or both. A limit on messages is looked at beside it.
 *
 * The size is found by a walk over all a process holds, at the end of a time slice. It is measured again only when it may
 * have doubled: when so many units have been used that new terms could amount to what was there, or when the mailbox
 * has doubled. That keeps the cost in proportion to the work the process does.
 * OTP: reached_max_heap_size() in erl_gc.c.
 */
import { atoms, FALSE, TRUE } from "../term/atom.ts";
import { listFromArray } from "../term/list.ts";
import { logError } from "./error_log.ts";
import { Microstate } from "./microstates.ts";
import type { Process } from "./process.ts";
import { heapInfo, measure, type ProcessSize } from "./process_memory.ts";
import { Outcome } from "./run_process.ts";
import type { Settings } from "./settings.ts";
import { stackTerm } from "./stack.ts";
import type { Vm } from "./vm.ts";

const A = atoms("nonode@nohost", "max_heap_size");

/** Words that one unit of work makes at most in ordinary code; only BIFs make more at once. */
const WORDS_PER_UNIT = 8;
/** Fewer units are not worth a walk. */
const LEAST_UNITS = 64;

/** Units of a slice for a process with a limit: it cannot outgrow it by much before it is measured. */
export function limitedSlice(s: Settings, slice: number): number {
  const limit = s.maxHeap?.size ?? 0;
  return limit === 0 ? slice : Math.min(slice, Math.max(LEAST_UNITS, Math.floor(limit / WORDS_PER_UNIT)));
}

/**
 * True if `p` has to be killed. Called for processes with settings at the end of a slice with its `outcome`, and without
 * one when somebody asks for a collection: then it is measured in any case.
 * Messages that a process has not looked at before it waits are not on its heap yet.
 */
export function overHeapLimit(vm: Vm, p: Process, s: Settings, outcome?: Outcome): boolean {
  const max = s.maxHeap;
  const messages = p.mailbox.length;
  if (s.maxMessages !== undefined && messages > s.maxMessages) {
    logError(vm, p, "Process ~p has more than ~p messages~n", [p.pid, s.maxMessages]);
    return true;
  }
  if (max === undefined || max.size === 0) return false;
  const { made } = s;
  s.made = 0;
  if (
    outcome !== undefined &&
    made <= max.size &&
    p.reductions < s.measureAt &&
    messages <= s.measuredMessages * 2 + 64
  )
    return false;
  const { microstates } = vm.scheduler;
  const before = microstates?.enter(Microstate.Gc);
  const size = measure(p, outcome !== Outcome.Waiting || !p.mailbox.pending);
  if (before !== undefined) microstates?.enter(before);
  let words = Math.max(size.heap + size.stack, made);
  if (max.includeSharedBinaries) for (const bytes of size.binaries.values()) words += Math.ceil(bytes / 8);
  // A binary may be as large as you like after one unit: what those amount to is looked at again when the walk has paid.
  const until = max.includeSharedBinaries ? size.heap : Math.max(words, max.size - words);
  s.measureAt = p.reductions + Math.max(LEAST_UNITS, Math.floor(until / WORDS_PER_UNIT));
  s.measuredMessages = messages;
  if (words <= max.size) return false;
  p.tracing?.collects(A.max_heap_size);
  if (max.errorLogger) report(vm, p, s, words, size);
  return max.kill;
}

function report(vm: Vm, p: Process, s: Settings, words: number, size: ProcessSize): void {
  const alive = vm.node !== A["nonode@nohost"];
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
    listFromArray(heapInfo(p, size)),
    stackTerm(p, vm.exec.depth),
  ]);
}
