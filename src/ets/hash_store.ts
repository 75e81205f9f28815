/**
 * The part that sets and bags share: a hash index over entries that stand in the order of their insertion.
 *
 * `index` is an open-addressing table (linear probing, at most half full, deletion by shifting back) of entry numbers from 1;
 * entry `e` has its key in `keys[e]`, its hash in `hashes[e]`, and its object or objects in `values[e]`. A deleted entry
 * leaves a hole (`values[e] === null`). Holes go when there are more of them than entries. In a fixed table a deleted
 * entry keeps its key and its place in the index, so that `next` finds the way from it: a tombstone.
 * Invariant: each key stands in the index once; `keys[0]` is no entry, but keeps the arrays' elements general.
 * OTP: erl_db_hash.c.
 */
import { Atom } from "../term/atom.ts";
import { equalExact } from "../term/equal.ts";
import { NIL } from "../term/list.ts";
import { keyHash } from "../term/map_hash.ts";
import type { Term } from "../term/term.ts";
import { NO_KEY } from "./store.ts";

const FIRST_INDEX = 16;
const MIN_HOLES = 32;
const MIN_SLOTS = 256;
const NIL_HASH = keyHash(NIL);

export abstract class HashStore<V> {
  /** Number of objects. */
  size = 0;
  /** Highest entry. */
  protected top = 0;
  protected keys: Term[] = [NIL];
  values: (V | null)[] = [null];
  protected hashes = new Int32Array(FIRST_INDEX / 2 + 1);
  protected index = new Int32Array(FIRST_INDEX);
  protected mask = FIRST_INDEX - 1;
  /** Entries without a value, tombstones included. */
  protected holes = 0;
  protected fixed = false;
  /** The entry found last: who asks for a key often asks for it again, or for the next one. */
  protected cursor = 0;
  /** Entries that were deleted while the table was fixed. */
  private tombstones: number[] = [];

  /** Where `key` stands in the index, or the free place where it would. */
  protected place(key: Term, hash: number): number {
    const { index, keys, mask } = this;
    let i = hash & mask;
    let e = index[i] as number;
    if (typeof key === "number" || key instanceof Atom) {
      while (e !== 0 && keys[e] !== key) {
        i = (i + 1) & mask;
        e = index[i] as number;
      }
      return i;
    }
    const { hashes } = this;
    while (e !== 0 && !(hashes[e] === hash && equalExact(keys[e] as Term, key))) {
      i = (i + 1) & mask;
      e = index[i] as number;
    }
    return i;
  }

  /** The entry of `key`, a tombstone perhaps; 0: none. */
  protected entry(key: Term): number {
    const c = this.cursor;
    if (this.keys[c] === key && this.values[c] !== null) return c;
    const e = this.index[this.place(key, keyHash(key))] as number;
    this.cursor = e;
    return e;
  }

  member(key: Term): boolean {
    return this.values[this.entry(key)] !== null;
  }

  /** Makes a new entry, whose place in the index is free. */
  protected append(place: number, key: Term, hash: number, value: V): void {
    const e = ++this.top;
    this.keys.push(key);
    this.values.push(value);
    this.hashes[e] = hash;
    this.index[place] = e;
    if (e * 2 >= this.index.length) this.makeRoom();
  }

  private makeRoom(): void {
    const size = this.index.length;
    if (!this.fixed && this.holes * 4 > this.top) {
      this.compact();
      // Half as full as before at most, or it would soon be here again.
      if (this.top * 4 < size) return;
    }
    // Small tables grow in larger steps: typed arrays are dear to make.
    const larger = size < 4096 ? size * 4 : size * 2;
    const hashes = new Int32Array(larger / 2 + 1);
    hashes.set(this.hashes);
    this.hashes = hashes;
    this.index = new Int32Array(larger);
    this.mask = larger - 1;
    this.fillIndex();
  }

  private fillIndex(): void {
    const { index, hashes, mask, values, top, keys } = this;
    for (let e = 1; e <= top; e++) {
      // A hole without a key is not in the index; tombstones keep their keys, and NIL may be a key itself.
      if (values[e] === null && !(this.fixed && (keys[e] !== NIL || hashes[e] === NIL_HASH))) continue;
      let i = (hashes[e] as number) & mask;
      while (index[i] !== 0) i = (i + 1) & mask;
      index[i] = e;
    }
  }

  /** Moves entries together. */
  private compact(): void {
    const { keys, values, hashes } = this;
    let to = 0;
    for (let e = 1; e <= this.top; e++) {
      if (values[e] === null) continue;
      to++;
      keys[to] = keys[e] as Term;
      values[to] = values[e] as V;
      hashes[to] = hashes[e] as number;
    }
    keys.length = values.length = to + 1;
    this.top = to;
    this.cursor = 0;
    this.holes = 0;
    this.index.fill(0);
    this.fillIndex();
  }

  /** Takes the value off entry `e`. `settle` is due when the scan or operation is over. */
  protected vacate(e: number): void {
    this.values[e] = null;
    this.holes++;
    if (this.fixed) this.tombstones.push(e);
    else this.unindex(e);
  }

  /** Entry `e` gets a value again: only in a fixed table. */
  protected revive(e: number, value: V): void {
    this.values[e] = value;
    this.holes--;
  }

  /** Takes entry `e` out of the index and forgets its key. */
  private unindex(e: number): void {
    const { index, hashes, mask } = this;
    let i = (hashes[e] as number) & mask;
    while (index[i] !== e) i = (i + 1) & mask;
    // Shift back what the free place would cut off from its home.
    let j = i;
    for (;;) {
      j = (j + 1) & mask;
      const other = index[j] as number;
      if (other === 0) break;
      const home = (hashes[other] as number) & mask;
      if (((j - home) & mask) < ((j - i) & mask)) continue;
      index[i] = other;
      i = j;
    }
    index[i] = 0;
    this.keys[e] = NIL;
    hashes[e] = 0;
  }

  /** Gives up holes, where there are many and no one may be standing on them. */
  protected settle(): void {
    if (this.fixed) return;
    const { keys, values } = this;
    while (this.top > 0 && values[this.top] === null) {
      keys.pop();
      values.pop();
      if (this.cursor === this.top) this.cursor = 0;
      this.top--;
      this.holes--;
    }
    if (this.holes > MIN_HOLES && this.holes * 2 > this.top) this.compact();
  }

  clear(): void {
    this.size = 0;
    if (this.fixed) {
      for (let e = this.top; e > 0; e--) if (this.values[e] !== null) this.vacate(e);
      return;
    }
    this.top = this.holes = this.cursor = 0;
    this.keys = [NIL];
    this.values = [null];
    this.hashes = new Int32Array(FIRST_INDEX / 2 + 1);
    this.index = new Int32Array(FIRST_INDEX);
    this.mask = FIRST_INDEX - 1;
  }

  fix(): void {
    this.fixed = true;
  }

  unfix(): void {
    this.fixed = false;
    for (const e of this.tombstones) {
      // Revived since, deleted twice, or already gone.
      if (this.values[e] === null && this.index[this.place(this.keys[e] as Term, this.hashes[e] as number)] === e) {
        this.unindex(e);
      }
    }
    this.tombstones = [];
    this.settle();
  }

  /** Slots for `ets:slot/2`: an entry each, and as many as a table has in OTP at least. */
  protected get slots(): number {
    return this.top > MIN_SLOTS ? this.top : MIN_SLOTS;
  }

  first(): Term | undefined {
    return this.keyBelow(this.top + 1);
  }
  last(): Term | undefined {
    return this.first();
  }
  next(key: Term): Term | undefined | typeof NO_KEY {
    const e = this.entry(key);
    return e === 0 ? NO_KEY : this.keyBelow(e);
  }
  prev(key: Term): Term | undefined | typeof NO_KEY {
    return this.next(key);
  }
  private keyBelow(e: number): Term | undefined {
    const { values } = this;
    for (e--; e > 0; e--) {
      if (values[e] !== null) {
        this.cursor = e;
        return this.keys[e];
      }
    }
    return undefined;
  }

  /** How the keys spread: number of places, fewest and most keys with one home, the mean of the squares, and tombstones. */
  spread(): { places: number; min: number; max: number; squares: number; kept: number } {
    const { mask, values, hashes } = this;
    const counts = new Uint32Array(mask + 1);
    for (let e = 1; e <= this.top; e++) if (values[e] !== null) counts[(hashes[e] as number) & mask]!++;
    let min = counts[0] as number;
    let max = 0;
    let squares = 0;
    for (const n of counts) {
      if (n < min) min = n;
      if (n > max) max = n;
      squares += n * n;
    }
    return { places: mask + 1, min, max, squares: squares / (mask + 1), kept: this.fixed ? this.tombstones.length : 0 };
  }

  words(): number {
    return 24 + 2 * this.keys.length + Math.ceil((this.index.length + this.hashes.length) / 2);
  }
}
