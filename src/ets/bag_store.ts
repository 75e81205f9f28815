/**
 * Tables of type `bag` and `duplicate_bag`: a list of objects for each key, oldest first.
 * Invariant: the arrays of objects are never empty and never change but by appending.
 * OTP: erl_db_hash.c.
 */
import { equalExact } from "../term/equal.ts";
import { listFromArray, NIL } from "../term/list.ts";
import { keyHash } from "../term/map_hash.ts";
import type { Term } from "../term/term.ts";
import { element, type Tuple } from "../term/tuple.ts";
import { HashStore } from "./hash_store.ts";
import { NO_SLOT, type Store, Visit, type Visitor } from "./store.ts";

export class BagStore extends HashStore<Tuple[]> implements Store {
  private readonly keyIndex: number;
  private readonly duplicates: boolean;
  constructor(keyIndex: number, duplicates: boolean) {
    super();
    this.keyIndex = keyIndex;
    this.duplicates = duplicates;
  }

  /** Only sets have the one object of a key. */
  get(_key: Term): Tuple | undefined {
    return undefined;
  }

  lookup(key: Term): Term {
    const a = this.values[this.entry(key)] as Tuple[] | null;
    return a === null ? NIL : listFromArray(a);
  }

  replace(_object: Tuple): void {}

  put(object: Tuple): void {
    const key = element(object, this.keyIndex);
    const hash = keyHash(key);
    const place = this.place(key, hash);
    const e = this.index[place] as number;
    if (e === 0) {
      this.size++;
      this.append(place, key, hash, [object]);
      return;
    }
    const a = this.values[e] as Tuple[] | null;
    if (a === null) {
      this.size++;
      this.revive(e, [object]);
      return;
    }
    if (!this.duplicates) for (let i = 0; i < a.length; i++) if (equalExact(a[i] as Tuple, object)) return;
    this.size++;
    a.push(object);
  }

  erase(key: Term): void {
    const e = this.entry(key);
    const a = this.values[e] as Tuple[] | null;
    if (a === null) return;
    this.size -= a.length;
    this.vacate(e);
    this.settle();
  }

  eraseObject(object: Tuple): void {
    const e = this.entry(element(object, this.keyIndex));
    const a = this.values[e] as Tuple[] | null;
    if (a === null) return;
    this.keep(
      e,
      a.filter((o) => !equalExact(o, object)),
    );
    this.settle();
  }

  /** Replaces the objects of entry `e`. */
  private keep(e: number, rest: Tuple[]): void {
    this.size += rest.length - (this.values[e] as Tuple[]).length;
    if (rest.length > 0) this.values[e] = rest;
    else this.vacate(e);
  }

  slot(i: number): Term | undefined | typeof NO_SLOT {
    if (i >= this.slots) return i === this.slots ? undefined : NO_SLOT;
    const a = this.values[this.top - i];
    return a === null || a === undefined ? NIL : listFromArray(a);
  }

  scanKey(key: Term, v: Visitor): void {
    const e = this.entry(key);
    if (this.values[e] === null) return;
    this.show(e, v);
    this.settle();
  }

  scanAll(v: Visitor): void {
    this.scanFrom(0, v);
  }

  /** As `scanAll`, from position `from` (0 at first); returns the position to go on from, 0 at the end. Stops between keys. */
  scanFrom(from: number, v: Visitor): number {
    const { values } = this;
    let stopped = 0;
    for (let e = from === 0 || from > this.top ? this.top : from; e > 0; e--) {
      if (values[e] !== null && this.show(e, v)) {
        stopped = e - 1;
        break;
      }
    }
    this.settle();
    return stopped;
  }

  /** Shows the objects of one entry; true: stop. */
  private show(e: number, v: Visitor): boolean {
    const a = this.values[e] as Tuple[];
    let rest: Tuple[] | undefined;
    let stop = false;
    for (let i = 0; i < a.length; i++) {
      const o = a[i] as Tuple;
      const what = v.visit(o);
      if (what === Visit.Stop) stop = true;
      if (what >= Visit.Delete) {
        rest ??= a.slice(0, i);
        if (what === Visit.Replace) rest.push(v.replacement as Tuple);
      } else rest?.push(o);
    }
    if (rest !== undefined) this.keep(e, rest);
    return stop || v.full;
  }
}
