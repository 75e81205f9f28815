/**
 * Persistent terms: one table of the VM, keys compared by `=:=`. Terms are shared anyway, so this is a plain table.
 * OTP: erl_bif_persistent.c.
 */
import { type Bif, bifTable } from "../runtime/bif.ts";
import type { Exec } from "../runtime/exec.ts";
import { Walk } from "../runtime/process_memory.ts";
import type { Result } from "../runtime/signal.ts";
import { StateKey } from "../runtime/state.ts";
import { atoms, FALSE, TRUE } from "../term/atom.ts";
import { equalExact } from "../term/equal.ts";
import { listFromArray } from "../term/list.ts";
import { keyHash } from "../term/map_hash.ts";
import { mapFromPairs } from "../term/map_ops.ts";
import type { Term } from "../term/term.ts";
import { type Tuple2, tuple2 } from "../term/tuple.ts";

const A = atoms("ok", "true", "count", "memory");

const LEAST_PLACES = 8;

/** A hash table of `{Key, Term}` tuples, open addressing, between a quarter and half full, as OTP's is. */
class PersistentTerms {
  size = 0;
  private table: (Tuple2 | null)[] = noEntries(LEAST_PLACES);
  /** The hashes of the keys in the same places: few others need to be compared. */
  private hashes = new Int32Array(LEAST_PLACES);
  /** What was found last: who asks for a key often asks for it again. */
  private last: Tuple2 | null = null;
  /** Words of entries that were measured. */
  private readonly measured = new WeakMap<Tuple2, number>();

  get places(): number {
    return this.table.length;
  }
  /** Where `key` stands, or the free place where it would. */
  private place(key: Term, hash: number): number {
    const { table, hashes } = this;
    const mask = table.length - 1;
    let i = hash & mask;
    for (let e = table[i]; e && (hashes[i] !== hash || !(e.e0 === key || equalExact(e.e0, key))); e = table[i])
      i = (i + 1) & mask;
    return i;
  }
  /** True if the key is new. */
  private insert(e: Tuple2, hash: number): boolean {
    const i = this.place(e.e0, hash);
    const free = this.table[i] === null;
    this.table[i] = e;
    this.hashes[i] = hash;
    return free;
  }
  get(key: Term): Term | undefined {
    const { last } = this;
    if (last !== null && last.e0 === key) return last.e1;
    const e = this.table[this.place(key, keyHash(key))] as Tuple2 | null;
    if (e === null) return undefined;
    this.last = e;
    return e.e1;
  }
  put(key: Term, value: Term): void {
    if (this.insert(tuple2(key, value), keyHash(key))) this.size++;
    this.last = null;
    if (this.size * 2 > this.places) this.resize(this.places * 2);
  }
  erase(key: Term): boolean {
    const { table, hashes } = this;
    let i = this.place(key, keyHash(key));
    if (table[i] === null) return false;
    table[i] = null;
    this.last = null;
    this.size--;
    // Those behind it may have been pushed on by it.
    for (;;) {
      i = (i + 1) & (table.length - 1);
      const e = table[i];
      if (!e) break;
      table[i] = null;
      this.insert(e, hashes[i] as number);
    }
    if (this.size * 4 <= this.places && this.places > LEAST_PLACES) this.resize(this.places / 2);
    return true;
  }
  private resize(places: number): void {
    const { table, hashes } = this;
    this.empty(places);
    for (const [i, e] of table.entries()) if (e !== null) this.insert(e, hashes[i] as number);
  }
  clear(): void {
    this.empty(LEAST_PLACES);
    this.last = null;
    this.size = 0;
  }
  private empty(places: number): void {
    this.table = noEntries(places);
    this.hashes = new Int32Array(places);
  }
  entries(): Tuple2[] {
    return this.table.filter((e) => e !== null);
  }
  /** Of the table and its entries, each as if nothing were shared with others. */
  words(): number {
    let n = this.places;
    for (const e of this.entries()) {
      let own = this.measured.get(e);
      if (own === undefined) {
        const walk = new Walk();
        walk.add(e);
        walk.run();
        own = walk.heap;
        this.measured.set(e, own);
      }
      n += own;
    }
    return n;
  }
}

function noEntries(places: number): null[] {
  return new Array(places).fill(null);
}

export const TERMS = new StateKey(() => new PersistentTerms());

function terms(x: Exec): PersistentTerms {
  return x.vm.state(TERMS);
}

function get_0(x: Exec): Result {
  return listFromArray(terms(x).entries());
}

function get_1(x: Exec, key: Term): Result {
  return terms(x).get(key) ?? x.badarg();
}

function get_2(x: Exec, key: Term, fallback: Term): Result {
  return terms(x).get(key) ?? fallback;
}

function put_2(x: Exec, key: Term, value: Term): Result {
  terms(x).put(key, value);
  return A.ok;
}

/** Puts a term unless the key has one: badarg if that is another. */
function put_new_2(x: Exec, key: Term, value: Term): Result {
  const old = terms(x).get(key);
  if (old !== undefined) return equalExact(old, value) ? A.ok : x.badarg();
  terms(x).put(key, value);
  return A.ok;
}

function erase_1(x: Exec, key: Term): Result {
  return terms(x).erase(key) ? TRUE : FALSE;
}

function info_0(x: Exec): Result {
  return mapFromPairs([A.count, A.memory], [terms(x).size, terms(x).words() * 8]);
}

function erase_persistent_terms_0(x: Exec): Result {
  terms(x).clear();
  return A.true;
}

export const PERSISTENT_TERM_BIFS: readonly Bif[] = [
  ...bifTable("persistent_term", {
    "get/0": { doc: "All keys and terms.", fn: get_0 },
    "get/1": { doc: "The term of a key. badarg.", fn: get_1 },
    "get/2": { doc: "The term of a key, or a default.", fn: get_2 },
    "put/2": { doc: "Sets the term of a key.", fn: put_2 },
    "put_new/2": { doc: "Sets the term of a new key. badarg if it has another.", fn: put_new_2, releases: [29] },
    "erase/1": { doc: "Erases the term of a key; whether there was one.", fn: erase_1 },
    "info/0": { doc: "Number of terms and memory.", fn: info_0 },
  }),
  ...bifTable("erts_internal", {
    "erase_persistent_terms/0": { doc: "Erases all persistent terms.", fn: erase_persistent_terms_0 },
  }),
];
