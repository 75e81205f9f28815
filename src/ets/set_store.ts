/**
 * Tables of type `set`: one object for each key, keys compared by `=:=`.
 * OTP: erl_db_hash.c.
 */
import { equalExact } from "../term/equal.ts";
import { Cons, NIL } from "../term/list.ts";
import { keyHash } from "../term/map_hash.ts";
import type { Term } from "../term/term.ts";
import { element, type Tuple } from "../term/tuple.ts";
import { HashStore } from "./hash_store.ts";
import { NO_SLOT, type Store, Visit, type Visitor } from "./store.ts";

export class SetStore extends HashStore<Tuple> implements Store {
  /** Index of the key in an object, from 0. */
  private readonly keyIndex: number;
  constructor(keyIndex: number) {
    super();
    this.keyIndex = keyIndex;
  }

  get(key: Term): Tuple | undefined {
    return this.values[this.entry(key)] ?? undefined;
  }

  lookup(key: Term): Term {
    const o = this.values[this.entry(key)] as Tuple | null;
    return o === null ? NIL : new Cons(o, NIL);
  }

  replace(object: Tuple): void {
    this.values[this.cursor] = object;
  }

  put(object: Tuple): void {
    const key = element(object, this.keyIndex);
    const hash = keyHash(key);
    const place = this.place(key, hash);
    const e = this.index[place] as number;
    if (e === 0) {
      this.size++;
      this.append(place, key, hash, object);
      return;
    }
    if (this.values[e] === null) {
      this.size++;
      this.revive(e, object);
    } else this.values[e] = object;
  }

  erase(key: Term): void {
    const e = this.entry(key);
    if (this.values[e] === null) return;
    this.size--;
    this.vacate(e);
    this.settle();
  }

  eraseObject(object: Tuple): void {
    const e = this.entry(element(object, this.keyIndex));
    const o = this.values[e] as Tuple | null;
    if (o === null || !equalExact(o, object)) return;
    this.size--;
    this.vacate(e);
    this.settle();
  }

  slot(i: number): Term | undefined | typeof NO_SLOT {
    if (i >= this.slots) return i === this.slots ? undefined : NO_SLOT;
    const o = this.values[this.top - i];
    return o === null || o === undefined ? NIL : new Cons(o, NIL);
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

  /** As `scanAll`, from position `from` (0 at first); returns the position to go on from, 0 at the end. */
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

  /** Shows one entry; true: stop. */
  private show(e: number, v: Visitor): boolean {
    switch (v.visit(this.values[e] as Tuple)) {
      case Visit.Stop:
        return true;
      case Visit.Delete:
        this.size--;
        this.vacate(e);
        return v.full;
      case Visit.Replace:
        this.values[e] = v.replacement as Tuple;
        return v.full;
    }
    return false;
  }
}
