/**
 * Guard BIFs on maps, and the ways into a map's inside that OTP's Erlang code uses.
 * OTP: erl_map.c; erts_internal_map_next_3() defines the forms of iterators.
 */
import { bifTable } from "../../runtime/bif.ts";
import type { Exec } from "../../runtime/exec.ts";
import type { Result } from "../../runtime/signal.ts";
import { StateKey } from "../../runtime/state.ts";
import { atoms, FALSE, TRUE } from "../../term/atom.ts";
import { Cons, cons, listFromArray, NIL } from "../../term/list.ts";
import { ErlMap } from "../../term/map.ts";
import { FlatMap, mapFromPairs, mapGet, mapHas, mapPairsFrom } from "../../term/map_ops.ts";
import { HashMap, hashRootParts } from "../../term/map_hash.ts";
import type { Term } from "../../term/term.ts";
import { tuple2, tuple3, tupleFromArray } from "../../term/tuple.ts";

const A = atoms("iterator", "none");

/** How many pairs one call of map_next gives: the first time few, as the caller may want no more. */
const FIRST_BATCH = 32;
const BATCH = 512;
const LIST_BATCH = 10_000;
/** Above every position that mapPairsFrom gives. */
const PATH_END = 2 ** 51;

function map_size_1(x: Exec, m: Term): Result {
  return m instanceof ErlMap ? m.size : x.badmap(m);
}

function map_get_2(x: Exec, key: Term, m: Term): Result {
  if (!(m instanceof ErlMap)) return x.badmap(m);
  return mapGet(m, key) ?? x.badkey(key);
}

function is_map_key_2(x: Exec, key: Term, m: Term): Result {
  if (!(m instanceof ErlMap)) return x.badmap(m);
  return mapHas(m, key) ? TRUE : FALSE;
}

/**
 * `map_next(Path, Map, iterator)`: `{K, V, {K, V, ... Next}}` where Next is `none` or `[Path | Map]`.
 * `map_next(Path, Map, Acc)`: `[{K, V}, ... | Acc]`, or `[Path, Map, {K, V}, ... | Acc]` when there is more.
 * A path is a position, or for an iterator also a list of keys.
 */
function map_next_3(x: Exec, path: Term, m: Term, type: Term): Result {
  if (!(m instanceof ErlMap)) return x.badarg();
  if (type === A.iterator) {
    if (path instanceof Cons) return nextByKeys(x, path, m);
  } else if (!(type instanceof Cons)) return x.badarg();
  if (typeof path !== "number" || path < 0 || path >= PATH_END) return x.badarg();
  if (m instanceof FlatMap && path > m.size) return x.badarg();
  const from = m instanceof FlatMap ? 0 : path;
  const pairs: Term[] = [];
  if (type === A.iterator) {
    const next = mapPairsFrom(m, from, path === 0 ? FIRST_BATCH : BATCH, pairs);
    x.reds -= pairs.length >> 4;
    return iteratorOf(pairs, next === 0 ? A.none : cons(next, m));
  }
  const next = mapPairsFrom(m, from, LIST_BATCH, pairs);
  x.reds -= pairs.length >> 4;
  let l = type as Cons;
  for (let i = pairs.length - 2; i >= 0; i -= 2) l = cons(tuple2(pairs[i] as Term, pairs[i + 1] as Term), l);
  return next === 0 ? l : cons(next, cons(m, l));
}

function iteratorOf(pairs: readonly Term[], last: Term): Term {
  let it = last;
  for (let i = pairs.length - 2; i >= 0; i -= 2) it = tuple3(pairs[i] as Term, pairs[i + 1] as Term, it);
  return it;
}

function nextByKeys(x: Exec, path: Cons, m: ErlMap): Result {
  const pairs: Term[] = [];
  let l: Term = path;
  for (let n = 0; n < BATCH && l instanceof Cons && l !== NIL; n++, l = l.tail) {
    const v = mapGet(m, l.head);
    if (v === undefined) return x.badarg();
    pairs.push(l.head, v);
  }
  if (!(l instanceof Cons)) return x.badarg();
  x.reds -= pairs.length >> 2;
  return iteratorOf(pairs, l === NIL ? A.none : cons(l, m));
}

/** The tuples made of maps' keys: maps that share their keys share the tuple. */
const KEY_TUPLES = new StateKey(() => new WeakMap<readonly Term[], Term>());

function map_to_tuple_keys_1(x: Exec, m: Term): Result {
  if (!(m instanceof ErlMap)) return x.badmap(m);
  if (!(m instanceof FlatMap)) return x.badarg();
  const tuples = x.vm.state(KEY_TUPLES);
  const t = tuples.get(m.keys) ?? tupleFromArray(m.keys.slice());
  tuples.set(m.keys, t);
  return t;
}

/** The pairs and the subtrees (as maps) below the root of a large map. */
function map_hashmap_children_1(x: Exec, m: Term): Result {
  if (!(m instanceof ErlMap)) return x.badmap(m);
  if (!(m instanceof HashMap)) return x.badarg();
  const { pairs, children } = hashRootParts(m);
  return listFromArray([...pairs, ...children.map((c) => mapFromPairs(c.keys, c.values))]);
}

export const ERLANG_MAPS_BIFS = [
  ...bifTable("erlang", {
    "map_size/1": { doc: "Number of keys. {badmap, M}.", fn: map_size_1, guard: true },
    "map_get/2": { doc: "The value of a key. {badmap, M}, {badkey, K}.", fn: map_get_2, guard: true },
    "is_map_key/2": { doc: "Whether a map has a key. {badmap, M}.", fn: is_map_key_2, guard: true },
  }),
  ...bifTable("erts_internal", {
    "map_next/3": { doc: "The next pairs of an iteration. badarg.", fn: map_next_3 },
    "map_to_tuple_keys/1": { doc: "The keys of a small map as a tuple. {badmap, M}, badarg.", fn: map_to_tuple_keys_1 },
    "map_hashmap_children/1": {
      doc: "Pairs and subtrees below a large map's root. {badmap, M}, badarg.",
      fn: map_hashmap_children_1,
    },
  }),
];
