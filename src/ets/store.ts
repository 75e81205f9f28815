/**
 * What every kind of table can do: the interface between the BIFs and the three stores (set_store.ts, bag_store.ts,
 * ordered_store.ts).
 *
 * Iteration order of sets and bags: newest key first. An object that is inserted while a table is traversed then stands
 * where the traversal has been, so inserting from inside a traversal cannot make it endless.
 * OTP: DbTableMethod in erl_db_util.h.
 */
import type { Term } from "../term/term.ts";
import type { Tuple } from "../term/tuple.ts";

/** What a visitor wants done with the object it was shown. */
export const enum Visit {
  Continue = 0,
  /** Stop at the next place where the scan can be taken up again. */
  Stop = 1,
  Delete = 2,
  /** Put the visitor's `replacement`, which has the same key, in the object's place. */
  Replace = 3,
}

/** Sees the objects of a table one after another. */
export interface Visitor {
  visit(object: Tuple): Visit;
  /** For `Visit.Replace`. */
  replacement: Tuple | undefined;
  /** Stop after a deletion or replacement as well. */
  full: boolean;
}

/** The answer of `next` and `prev` for a key that is not there. */
export const NO_KEY = Symbol("no key");
/** The answer of `slot` for a number that is too large. */
export const NO_SLOT = Symbol("no slot");

export interface Store {
  /** Number of objects. */
  readonly size: number;
  /** The list of objects with this key, oldest first. */
  lookup(key: Term): Term;
  member(key: Term): boolean;
  /** The only object with this key; sets alone have it. */
  get(key: Term): Tuple | undefined;
  /** Puts `object` in the place of the one that `get` has just found. */
  replace(object: Tuple): void;
  put(object: Tuple): void;
  /** Removes all objects with this key. */
  erase(key: Term): void;
  /** Removes this object, however often it is there. */
  eraseObject(object: Tuple): void;
  /** Removes everything. */
  clear(): void;
  first(): Term | undefined;
  last(): Term | undefined;
  /** The key after `key`, undefined at the end, NO_KEY when an unordered table does not have `key`. */
  next(key: Term): Term | undefined | typeof NO_KEY;
  prev(key: Term): Term | undefined | typeof NO_KEY;
  /** The objects of slot `i` (from 0) as a list, undefined for the number of slots, NO_SLOT above. */
  slot(i: number): Term | undefined | typeof NO_SLOT;
  /** Shows `v` the objects with this key. */
  scanKey(key: Term, v: Visitor): void;
  /** Shows `v` all objects. */
  scanAll(v: Visitor): void;
  /** From now on deleted keys keep their place. */
  fix(): void;
  /** The places of deleted keys may go. */
  unfix(): void;
  /** Words of 64 bits that the store itself takes, without the objects: an estimate. */
  words(): number;
}
