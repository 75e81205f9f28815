/**
 * Persistent terms: one table of the VM, keys compared by `=:=`. Terms are shared anyway, so this is a plain table.
 * OTP: erl_bif_persistent.c.
 */
import { HashStore } from "../ets/hash_store.ts";
import { type Bif, bifTable } from "../runtime/bif.ts";
import type { Exec } from "../runtime/exec.ts";
import type { Result } from "../runtime/signal.ts";
import { StateKey } from "../runtime/state.ts";
import { atoms, FALSE, TRUE } from "../term/atom.ts";
import { equalExact } from "../term/equal.ts";
import { cons, NIL } from "../term/list.ts";
import { keyHash } from "../term/map_hash.ts";
import { mapFromPairs } from "../term/map_ops.ts";
import type { Term } from "../term/term.ts";
import { tuple2 } from "../term/tuple.ts";

const A = atoms("ok", "true", "count", "memory");

class PersistentTerms extends HashStore<Term> {
  get(key: Term): Term | undefined {
    return this.values[this.entry(key)] ?? undefined;
  }
  put(key: Term, value: Term): void {
    const hash = keyHash(key);
    const place = this.place(key, hash);
    const e = this.index[place] as number;
    if (e !== 0) this.values[e] = value;
    else {
      this.size++;
      this.append(place, key, hash, value);
    }
  }
  erase(key: Term): boolean {
    const e = this.entry(key);
    if (e === 0) return false;
    this.size--;
    this.vacate(e);
    this.settle();
    return true;
  }
  toList(): Term {
    let l: Term = NIL;
    for (let e = 1; e <= this.top; e++) {
      const v = this.values[e] as Term | null;
      if (v !== null) l = cons(tuple2(this.keys[e] as Term, v), l);
    }
    return l;
  }
}

const TERMS = new StateKey(() => new PersistentTerms());

function terms(x: Exec): PersistentTerms {
  return x.vm.state(TERMS);
}

function get_0(x: Exec): Result {
  return terms(x).toList();
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

/** The memory is that of the table alone: keys and values are shared. */
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
