/**
 * What `spawn_opt`, `process_flag` and `process_info` share: priorities, heap sizes, `max_heap_size`.
 *
 * There are no heaps here: the sizes are kept and shown, rounded up as OTP rounds them.
 * OTP: erts_parse_spawn_opts() in erl_process.c, erl_gc.c.
 */
import { type Atom, atoms, FALSE, TRUE } from "../../term/atom.ts";
import { ErlMap } from "../../term/map.ts";
import { mapFromPairs, mapGet } from "../../term/map_ops.ts";
import type { Term } from "../../term/term.ts";
import { Priority, type Process } from "../../runtime/process.ts";
import { type MaxHeapSize, MIN_BIN_VHEAP_SIZE, MIN_HEAP_SIZE, Settings } from "../../runtime/settings.ts";

const P = atoms("max", "high", "normal", "low");
const H = atoms("size", "kill", "error_logger", "include_shared_binaries");

/** The settings of `p`, made if it has none yet. */
export function settingsOf(p: Process): Settings {
  p.settings ??= new Settings();
  return p.settings;
}

export function priorityOf(t: Term): Priority | undefined {
  if (t === P.normal) return Priority.Normal;
  if (t === P.high) return Priority.High;
  if (t === P.low) return Priority.Low;
  return t === P.max ? Priority.Max : undefined;
}

export function priorityAtom(p: Priority): Atom {
  switch (p) {
    case Priority.Max:
      return P.max;
    case Priority.High:
      return P.high;
    case Priority.Low:
      return P.low;
    default:
      return P.normal;
  }
}

/** The sizes a heap may have, in words: Fibonacci numbers and one, from 1.3 million on a fifth more each time. */
export function heapSizes(): number[] {
  const sizes = [12, 38];
  while (sizes.length < 23) sizes.push((sizes.at(-1) as number) + (sizes.at(-2) as number) + 1);
  for (;;) {
    const last = sizes.at(-1) as number;
    const next = last + Math.floor(last / 5);
    if (next > 2 ** 50) return sizes;
    sizes.push(next);
  }
}

/** The smallest heap size that holds `words`, not under `least`. */
function heapSizeFor(words: number, least: number): number {
  if (words < least) return least;
  return heapSizes().find((s) => s >= words) ?? words;
}

/** `{min_heap_size, t}`: the rounded size, undefined if `t` is none. */
export function minHeapSize(t: Term): number | undefined {
  return isSize(t) ? heapSizeFor(t, MIN_HEAP_SIZE) : undefined;
}

export function minBinVheapSize(t: Term): number | undefined {
  return isSize(t) ? heapSizeFor(t, MIN_BIN_VHEAP_SIZE) : undefined;
}

/** A non-negative small integer of OTP. */
export function isSize(t: Term): t is number {
  return typeof t === "number" && t >= 0;
}

/** `{max_heap_size, t}`: undefined if `t` is not one. What it does not say is as in `defaults`, what `system_flag` has set. */
export function maxHeapSize(t: Term, defaults: MaxHeapSize | undefined): MaxHeapSize | undefined {
  const max: MaxHeapSize = { kill: true, errorLogger: true, includeSharedBinaries: false, ...defaults, size: 0 };
  if (!(t instanceof ErlMap)) {
    if (!isSize(t)) return undefined;
    max.size = t;
    return max;
  }
  const size = mapGet(t, H.size);
  if (size === undefined || !isSize(size)) return undefined;
  max.size = size;
  const kill = flag(mapGet(t, H.kill), max.kill);
  const log = flag(mapGet(t, H.error_logger), max.errorLogger);
  const shared = flag(mapGet(t, H.include_shared_binaries), max.includeSharedBinaries);
  if (kill === undefined || log === undefined || shared === undefined) return undefined;
  max.kill = kill;
  max.errorLogger = log;
  max.includeSharedBinaries = shared;
  return max;
}

function flag(t: Term | undefined, otherwise: boolean): boolean | undefined {
  if (t === undefined) return otherwise;
  if (t === TRUE) return true;
  return t === FALSE ? false : undefined;
}

/** `max` as `process_flag` and `process_info` show it. `release` has shared binaries from OTP 27 on. */
export function maxHeapSizeMap(max: MaxHeapSize | undefined, otp: number): ErlMap {
  const keys: Term[] = [H.error_logger, H.kill, H.size];
  const values: Term[] = [
    max?.errorLogger === false ? FALSE : TRUE,
    max?.kill === false ? FALSE : TRUE,
    max?.size ?? 0,
  ];
  if (otp >= 27) {
    keys.push(H.include_shared_binaries);
    values.push(max?.includeSharedBinaries === true ? TRUE : FALSE);
  }
  return mapFromPairs(keys, values);
}
