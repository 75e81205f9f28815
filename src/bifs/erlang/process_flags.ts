/**
 * `process_flag/2` and what `process_flag/3` calls.
 * OTP: process_flag_2() in bif.c.
 */
import { Atom, atoms, FALSE, TRUE } from "../../term/atom.ts";
import type { Term } from "../../term/term.ts";
import { Tuple2 } from "../../term/tuple.ts";
import { type Bif, bifTable } from "../../runtime/bif.ts";
import type { Exec } from "../../runtime/exec.ts";
import type { Process } from "../../runtime/process.ts";
import { FULLSWEEP_AFTER, MIN_BIN_VHEAP_SIZE, MIN_HEAP_SIZE } from "../../runtime/settings.ts";
import type { Result } from "../../runtime/signal.ts";
import {
  isSize,
  maxHeapSize,
  maxHeapSizeMap,
  minBinVheapSize,
  minHeapSize,
  priorityAtom,
  priorityOf,
  settingsOf,
} from "./process_options.ts";

const F = atoms("trap_exit", "priority", "error_handler", "min_heap_size", "min_bin_vheap_size", "max_heap_size");
const G = atoms("message_queue_data", "fullsweep_after", "save_calls", "sensitive", "async_dist", "monitor_nodes");
const A = atoms("on_heap", "off_heap", "scheduler", "badtype", "badarg", "badopt", "none");

function bool(t: Term): boolean | undefined {
  return t === TRUE ? true : t === FALSE ? false : undefined;
}

function atomOf(b: boolean): Atom {
  return b ? TRUE : FALSE;
}

/** Sets flag `flag` of the caller and returns the old value; undefined: badarg. */
function setFlag(x: Exec, p: Process, flag: Term, value: Term): Term | undefined {
  const s = p.settings;
  switch (flag) {
    case F.priority: {
      const priority = priorityOf(value);
      if (priority === undefined) return undefined;
      const old = p.priority;
      p.priority = priority;
      return priorityAtom(old);
    }
    case F.error_handler:
      if (!(value instanceof Atom)) return undefined;
      return swap(p, "errorHandler", value);
    case F.min_heap_size: {
      const size = minHeapSize(value);
      const old = s?.minHeapSize ?? MIN_HEAP_SIZE;
      if (size !== undefined) settingsOf(p).minHeapSize = size;
      return size === undefined ? undefined : old;
    }
    case F.min_bin_vheap_size: {
      const size = minBinVheapSize(value);
      const old = s?.minBinVheapSize ?? MIN_BIN_VHEAP_SIZE;
      if (size !== undefined) settingsOf(p).minBinVheapSize = size;
      return size === undefined ? undefined : old;
    }
    case F.max_heap_size: {
      const max = maxHeapSize(value, x.vm.processes.defaults?.maxHeap);
      if (max === undefined || (max.size !== 0 && max.size < (s?.minHeapSize ?? MIN_HEAP_SIZE))) return undefined;
      const old = maxHeapSizeMap(s?.maxHeap, x.vm.release.otp);
      const own = settingsOf(p);
      own.maxHeap = max;
      own.measureAt = 0;
      own.made = 0;
      return old;
    }
    case G.fullsweep_after: {
      if (!isSize(value)) return undefined;
      const old = s?.fullsweepAfter ?? FULLSWEEP_AFTER;
      settingsOf(p).fullsweepAfter = value;
      return old;
    }
    case G.message_queue_data:
      return value === A.on_heap || value === A.off_heap ? swap(p, "messageQueueData", value as Atom) : undefined;
    default:
      return setSwitch(p, flag, value);
  }
}

function swap(p: Process, name: "errorHandler" | "messageQueueData", value: Atom): Atom {
  const s = settingsOf(p);
  const old = s[name];
  s[name] = value;
  return old;
}

function setSwitch(p: Process, flag: Term, value: Term): Term | undefined {
  const on = bool(value);
  if (flag === F.trap_exit) {
    if (on === undefined) return undefined;
    const old = p.trapExit;
    p.trapExit = on;
    return atomOf(old);
  }
  if (flag === G.sensitive || flag === G.async_dist) {
    if (on === undefined) return undefined;
    const name = flag === G.sensitive ? "sensitive" : "asyncDist";
    const old = p.settings?.[name] ?? false;
    settingsOf(p)[name] = on;
    return atomOf(old);
  }
  if (flag === A.scheduler) {
    if (!isSize(value) || value > 1) return undefined;
    const old = p.settings?.scheduler ?? 0;
    settingsOf(p).scheduler = value;
    return old;
  }
  return undefined;
}

function process_flag_2(x: Exec, flag: Term, value: Term): Result {
  const p = x.process;
  // `trap_exit` is nearly always what is set.
  if (flag === F.trap_exit) return setSwitch(p, flag, value) ?? x.badarg();
  if (isFlag(flag)) return setFlag(x, p, flag, value) ?? x.badarg();
  if (flag === G.monitor_nodes) return monitorNodes(x, p, value);
  if (flag instanceof Tuple2 && flag.e0 === G.monitor_nodes) return monitorNodes(x, p, value);
  if (flag !== G.save_calls) return x.badargCause(A.badopt);
  if (!isSize(value) || value > 10000) return x.badargCause(A.none);
  // Calls are saved by the extension for tracing.
  return x.vm.bifs.get("erts_internal:process_flag/3")?.fn(x, p.pid, flag, value) ?? x.badarg();
}

const FLAGS: ReadonlySet<Term> = new Set<Term>([
  ...[F.priority, F.error_handler, F.min_heap_size, F.min_bin_vheap_size, F.max_heap_size],
  ...[G.fullsweep_after, G.message_queue_data, G.sensitive, G.async_dist, A.scheduler],
]);

function isFlag(flag: Term): boolean {
  return FLAGS.has(flag);
}

/** Counts subscriptions to node events, of which there are none without distribution. */
function monitorNodes(x: Exec, p: Process, value: Term): Result {
  const on = bool(value);
  if (on === undefined) return x.badarg();
  const s = settingsOf(p);
  const old = s.monitorNodes;
  s.monitorNodes = on ? old + 1 : 0;
  return old;
}

export const PROCESS_FLAGS: readonly Bif[] = bifTable("erlang", {
  "process_flag/2": { doc: "Sets a flag of the caller; the old value.", fn: process_flag_2 },
});
