/**
 * Maps: persistent. Up to 32 keys: flat arrays sorted in term order; above: a hash array mapped trie.
 * OTP: erl_map.c.
 */
import type { Term } from "./term.ts";

export abstract class ErlMap {
  abstract readonly size: number;
}
Object.setPrototypeOf(ErlMap.prototype, null);

/** Placeholder signatures until the map engine below is complete. */
export type MapEntry = readonly [Term, Term];
