/**
 * Links: the set of processes and ports a process is linked to.
 *
 * Most processes have no link or one, so a set of one is the identifier itself.
 * Invariant: links are symmetric: whoever is in the set of a living process has that process in its own.
 * OTP: erl_monitor_link.h.
 */
import type { Pid, Port } from "../term/identifier.ts";

export type Linked = Pid | Port;
export type LinkSet = null | Linked | Set<Linked>;

/** `set` with `other` in it. */
export function withLink(set: LinkSet, other: Linked): LinkSet {
  if (set === null || set === other) return other;
  if (set instanceof Set) {
    set.add(other);
    return set;
  }
  return new Set([set, other]);
}

/** `set` without `other`. */
export function withoutLink(set: LinkSet, other: Linked): LinkSet {
  if (set === other) return null;
  if (set instanceof Set) {
    set.delete(other);
    if (set.size === 0) return null;
  }
  return set;
}

export function hasLink(set: LinkSet, other: Linked): boolean {
  return set === other || (set instanceof Set && set.has(other));
}

/** The members, in the order they were linked. */
export function linksToArray(set: LinkSet): Linked[] {
  if (set === null) return [];
  return set instanceof Set ? [...set] : [set];
}

export function linkCount(set: LinkSet): number {
  if (set === null) return 0;
  return set instanceof Set ? set.size : 1;
}
