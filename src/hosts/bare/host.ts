/**
 * The host interface on an engine that offers nothing but the language: QuickJS, an edge function, a test.
 * The embedder hands in what it has; the rest stays a missing capability, except for time and randomness, without which
 * no VM runs.
 */
import type { Host } from "../../runtime/host.ts";

/** What fits a stack of 256 KB, the smallest default seen (QuickJS: 1,089 calls at 8 locals). */
const STACK_BUDGET = 1000;

export interface BareOptions extends Partial<Host> {
  /** The one thing that no language has: a way to be called later. */
  readonly soon: Host["soon"];
  readonly after: Host["after"];
  readonly write: Host["write"];
  /** Cryptographically strong where the program needs it to be. */
  readonly randomBytes: Host["randomBytes"];
}

/** A host from the embedder's few functions; the clock is `Date` unless `monotonicTime_us` is given. */
export function bareHost(options: BareOptions): Host {
  const now_us = () => Date.now() * 1000;
  // `Date` may be set back, a monotonic clock may not.
  let last_us = 0;
  return {
    stackBudget: STACK_BUDGET,
    monotonicTime_us() {
      last_us = Math.max(last_us, now_us());
      return last_us;
    },
    systemTime_us: now_us,
    localOffset_min: (unix_s) => -new Date(unix_s * 1000).getTimezoneOffset(),
    compile: (params, body) => new Function(...params, body) as (...args: unknown[]) => unknown,
    ...options,
  };
}
