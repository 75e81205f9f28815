/**
 * Maps: the base class, and what other kinds of term need to know about maps.
 *
 * Persistent. Up to MAP_SMALL_LIMIT keys: `FlatMap` (map_flat.ts), keys sorted in term order; above: `HashMap`
 * (map_hash.ts), a hash array mapped trie. Programs go through map_ops.ts. Comparison, hashing and printing use the
 * methods here, so that they need not know the two classes.
 * Invariant: a map is a `HashMap` exactly when it has more than MAP_SMALL_LIMIT keys.
 * OTP: erl_map.c.
 */
import type { Sameness } from "./sameness.ts";
import type { Term } from "./term.ts";

/** OTP: MAP_SMALL_MAP_LIMIT. */
export const MAP_SMALL_LIMIT = 32;

export abstract class ErlMap {
  abstract get size(): number;
  /** The value of `key` (by `=:=`), or undefined. */
  abstract get(key: Term): Term | undefined;
  /** All keys in iteration order (term order for small maps). The caller does not change the array. */
  abstract keyArray(): readonly Term[];
  /** All values, in the order of `keyArray`. The caller does not change the array. */
  abstract valueArray(): readonly Term[];
  /** True if `b`, a map of the same size, has the same keys and values. */
  abstract sameValues(b: ErlMap, c: Sameness, nesting: number): boolean;
}
Object.setPrototypeOf(ErlMap.prototype, null);
