/**
 * BIFs of the module maps. The rest of the module is Erlang on top of `erts_internal:map_next/3`.
 * OTP: erl_map.c.
 */
import { bifTable } from "../runtime/bif.ts";
import type { Exec } from "../runtime/exec.ts";
import { inSteps, type LongWork, STEP_CELLS } from "../runtime/long_work.ts";
import type { Result } from "../runtime/signal.ts";
import { atoms, FALSE, TRUE } from "../term/atom.ts";
import { Cons, listFromArray, NIL } from "../term/list.ts";
import { ErlMap } from "../term/map.ts";
import { HashBuild } from "../term/map_hash.ts";
import {
  mapFromBuild,
  mapFromPairs,
  mapGet,
  mapHas,
  mapMerge,
  mapPairsFrom,
  mapPut,
  mapRemove,
  mapUpdateExisting,
} from "../term/map_ops.ts";
import type { Term } from "../term/term.ts";
import { Tuple2, tuple2 } from "../term/tuple.ts";

const A = atoms("ok", "error");

function get_2(x: Exec, key: Term, m: Term): Result {
  if (!(m instanceof ErlMap)) return x.badmap(m);
  return mapGet(m, key) ?? x.badkey(key);
}

function find_2(x: Exec, key: Term, m: Term): Result {
  if (!(m instanceof ErlMap)) return x.badmap(m);
  const v = mapGet(m, key);
  return v === undefined ? A.error : tuple2(A.ok, v);
}

function is_key_2(x: Exec, key: Term, m: Term): Result {
  if (!(m instanceof ErlMap)) return x.badmap(m);
  return mapHas(m, key) ? TRUE : FALSE;
}

function put_3(x: Exec, key: Term, v: Term, m: Term): Result {
  return m instanceof ErlMap ? mapPut(m, key, v) : x.badmap(m);
}

function update_3(x: Exec, key: Term, v: Term, m: Term): Result {
  if (!(m instanceof ErlMap)) return x.badmap(m);
  return mapUpdateExisting(m, key, v) ?? x.badkey(key);
}

function remove_2(x: Exec, key: Term, m: Term): Result {
  return m instanceof ErlMap ? mapRemove(m, key) : x.badmap(m);
}

function take_2(x: Exec, key: Term, m: Term): Result {
  if (!(m instanceof ErlMap)) return x.badmap(m);
  const v = mapGet(m, key);
  return v === undefined ? A.error : tuple2(v, mapRemove(m, key));
}

function keys_1(x: Exec, m: Term): Result {
  return parts(x, m, "keys", 0);
}

function values_1(x: Exec, m: Term): Result {
  return parts(x, m, "values", 1);
}

function parts(x: Exec, m: Term, name: "keys" | "values", part: 0 | 1): Result {
  if (!(m instanceof ErlMap)) return x.badmap(m);
  if (m.size > STEP_CELLS) return inSteps(x, new Parts(m, part), "maps", name, m);
  x.reds -= m.size >> 4;
  return listFromArray(part === 0 ? m.keyArray() : m.valueArray());
}

/** The keys or values of a large map, in steps. */
class Parts implements LongWork {
  private path = 0;
  private readonly m: ErlMap;
  private readonly part: 0 | 1;
  /** A cell before the list. */
  private readonly first = new Cons(NIL, NIL);
  private last = this.first;
  constructor(m: ErlMap, part: 0 | 1) {
    this.m = m;
    this.part = part;
  }
  step(_x: Exec): Result | undefined {
    const pairs: Term[] = [];
    this.path = mapPairsFrom(this.m, this.path, STEP_CELLS, pairs);
    for (let i: number = this.part; i < pairs.length; i += 2) {
      const cell = new Cons(pairs[i] as Term, NIL);
      this.last.tail = cell;
      this.last = cell;
    }
    return this.path === 0 ? this.first.tail : undefined;
  }
}

function merge_2(x: Exec, a: Term, b: Term): Result {
  if (!(a instanceof ErlMap)) return x.badmap(a);
  if (!(b instanceof ErlMap)) return x.badmap(b);
  x.reds -= (a.size + b.size) >> 3;
  return mapMerge(a, b);
}

function from_list_1(x: Exec, list: Term): Result {
  return inSteps(x, new FromList(list, undefined), "maps", "from_list", list);
}

function from_keys_2(x: Exec, list: Term, v: Term): Result {
  return inSteps(x, new FromList(list, v), "maps", "from_keys", list, v);
}

/** A map of a list of pairs, or of keys that all have the value `v`. A long one is made in steps. */
class FromList implements LongWork {
  private l: Term;
  private readonly v: Term | undefined;
  private readonly keys: Term[] = [];
  private readonly values: Term[] = [];
  private long: HashBuild | undefined = undefined;
  constructor(l: Term, v: Term | undefined) {
    this.l = l;
    this.v = v;
  }

  step(x: Exec): Result | undefined {
    const { keys, values, v } = this;
    let l = this.l;
    for (; keys.length < STEP_CELLS && l instanceof Cons && l !== NIL; l = l.tail) {
      const t: Term = l.head;
      if (v !== undefined) {
        keys.push(t);
        values.push(v);
      } else if (t instanceof Tuple2) {
        keys.push(t.e0);
        values.push(t.e1);
      } else return x.badarg();
    }
    this.l = l;
    if (l !== NIL) {
      if (!(l instanceof Cons)) return x.badarg();
      this.sort();
      return undefined;
    }
    if (this.long === undefined) {
      x.reds -= keys.length >> 2;
      return mapFromPairs(keys, values);
    }
    this.sort();
    return this.long.build(STEP_CELLS >> 1) ? mapFromBuild(this.long) : undefined;
  }
  /** Hands what has been read on to what is built of it. */
  private sort(): void {
    const { keys, values } = this;
    this.long ??= new HashBuild();
    for (let i = 0; i < keys.length; i++) this.long.add(keys[i] as Term, values[i] as Term);
    keys.length = 0;
    values.length = 0;
  }
}

export const MAPS_BIFS = bifTable("maps", {
  "get/2": { doc: "The value of a key. {badmap, M}, {badkey, K}.", fn: get_2 },
  "find/2": { doc: "{ok, Value} or error. {badmap, M}.", fn: find_2 },
  "is_key/2": { doc: "Whether a map has a key. {badmap, M}.", fn: is_key_2 },
  "put/3": { doc: "Adds or replaces a value. {badmap, M}.", fn: put_3 },
  "update/3": { doc: "Replaces the value of an existing key. {badmap, M}, {badkey, K}.", fn: update_3 },
  "remove/2": { doc: "The map without a key. {badmap, M}.", fn: remove_2 },
  "take/2": { doc: "{Value, MapWithoutKey} or error. {badmap, M}.", fn: take_2 },
  "keys/1": { doc: "The keys in iteration order. {badmap, M}.", fn: keys_1 },
  "values/1": { doc: "The values in iteration order. {badmap, M}.", fn: values_1 },
  "merge/2": { doc: "Both maps in one, the second's values winning. {badmap, M}.", fn: merge_2 },
  "from_list/1": { doc: "A map of a list of pairs, later ones winning. badarg.", fn: from_list_1 },
  "from_keys/2": { doc: "A map that gives each key of a list the same value. badarg.", fn: from_keys_2 },
});
