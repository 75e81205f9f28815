/**
 * Operations on maps of either size. Everything outside `src/term/map_*.ts` goes through these.
 * OTP: erl_map.c.
 */
import { compareKeys } from "./compare.ts";
import { type ErlMap, MAP_SMALL_LIMIT } from "./map.ts";
import {
  FlatMap,
  flatFromArrays,
  flatInsert,
  flatRemoveAt,
  keyIndex,
  shareKeys,
  termArray,
  valueAt,
  withValueAt,
} from "./map_flat.ts";
import {
  type HashBuild,
  HashMap,
  hashForEach,
  hashFromPairs,
  hashGet,
  hashPairsFrom,
  hashPut,
  hashRemoveRoot,
} from "./map_hash.ts";
import type { Term } from "./term.ts";

export { ErlMap } from "./map.ts";
export { EMPTY_MAP, FlatMap } from "./map_flat.ts";

/** The value of `key`, or undefined. */
export function mapGet(m: ErlMap, key: Term): Term | undefined {
  if (m instanceof FlatMap) {
    const i = keyIndex(m.keys, key);
    return i < 0 ? undefined : valueAt(m, i);
  }
  return hashGet(m as HashMap, key);
}

/** True if `m` has `key`. */
export function mapHas(m: ErlMap, key: Term): boolean {
  return m instanceof FlatMap ? keyIndex(m.keys, key) >= 0 : hashGet(m as HashMap, key) !== undefined;
}

/** `m` with `key` => `v`, added or replaced. */
export function mapPut(m: ErlMap, key: Term, v: Term): ErlMap {
  if (m instanceof FlatMap) {
    const i = keyIndex(m.keys, key);
    if (i >= 0) return withValueAt(m, i, v);
    if (m.keys.length < MAP_SMALL_LIMIT) return flatInsert(m, key, v);
    const keys = m.keys.slice();
    keys.push(key);
    const values = m.valueArray();
    values.push(v);
    return hashFromPairs(keys, values);
  }
  return hashPut(m as HashMap, key, v);
}

/** `m` with another value for an existing key; undefined if `key` is absent. */
export function mapUpdateExisting(m: ErlMap, key: Term, v: Term): ErlMap | undefined {
  if (m instanceof FlatMap) {
    const i = keyIndex(m.keys, key);
    return i < 0 ? undefined : withValueAt(m, i, v);
  }
  return hashGet(m as HashMap, key) === undefined ? undefined : hashPut(m as HashMap, key, v);
}

/** `m` without `key`: the same object if the key is absent. */
export function mapRemove(m: ErlMap, key: Term): ErlMap {
  if (m instanceof FlatMap) {
    const i = keyIndex(m.keys, key);
    return i < 0 ? m : flatRemoveAt(m, i);
  }
  const h = m as HashMap;
  const root = hashRemoveRoot(h, key);
  if (root === h.root) return m;
  return smallIfFew(new HashMap(h.size - 1, root));
}

/** A map of parallel arrays, which it does not keep; of equal keys the last value wins. */
export function mapFromPairs(keys: readonly Term[], values: readonly Term[]): ErlMap {
  if (keys.length <= MAP_SMALL_LIMIT) return flatFromPairs(keys, values);
  return smallIfFew(hashFromPairs(keys, values));
}

/** As `mapFromPairs`, of what was built piece by piece. */
export function mapFromBuild(b: HashBuild): ErlMap {
  return smallIfFew(b.result());
}

function smallIfFew(h: HashMap): ErlMap {
  return h.size > MAP_SMALL_LIMIT ? h : flatFromPairs(h.keyArray(), h.valueArray());
}

/** A small map of few pairs in any order; of equal keys the last value wins. */
function flatFromPairs(keys: readonly Term[], values: readonly Term[]): FlatMap {
  const ks: Term[] = termArray(0);
  const vs: Term[] = termArray(0);
  for (let i = 0; i < keys.length; i++) {
    const k = keys[i] as Term;
    let j = ks.length;
    let c = 1;
    // Pairs mostly come in order: look from the end.
    while (j > 0 && (c = compareKeys(k, ks[j - 1] as Term)) < 0) j--;
    if (j > 0 && c === 0) vs[j - 1] = values[i] as Term;
    else {
      ks.splice(j, 0, k);
      vs.splice(j, 0, values[i] as Term);
    }
  }
  return mapFromSortedUnique(ks, vs) as FlatMap;
}

/** A map of keys in strictly ascending key order. Takes `keys` over: it may be kept and must not change again. */
export function mapFromSortedUnique(keys: readonly Term[], values: readonly Term[]): ErlMap {
  if (keys.length > MAP_SMALL_LIMIT) return hashFromPairs(keys, values);
  return flatFromArrays(keys, values);
}

/** Calls `fn` with each key and value in iteration order. */
export function mapForEach(m: ErlMap, fn: (k: Term, v: Term) => void): void {
  if (m instanceof FlatMap) {
    const { keys } = m;
    for (let i = 0; i < keys.length; i++) fn(keys[i] as Term, valueAt(m, i));
  } else hashForEach((m as HashMap).root, fn);
}

/** The keys in iteration order; the array is not the caller's to change. */
export function mapKeys(m: ErlMap): readonly Term[] {
  return m.keyArray();
}

/** The values in the order of `mapKeys`; the array is not the caller's to change. */
export function mapValues(m: ErlMap): readonly Term[] {
  return m.valueArray();
}

/** Both maps in one; the values of `b` win. */
export function mapMerge(a: ErlMap, b: ErlMap): ErlMap {
  if (a === b || b.size === 0) return a;
  if (a.size === 0) return b;
  if (a instanceof FlatMap && b instanceof FlatMap) return mergeFlat(a, b);
  if (b.size * 8 < a.size) {
    const keys = b.keyArray();
    const values = b.valueArray();
    let m = a;
    for (let i = 0; i < keys.length; i++) m = mapPut(m, keys[i] as Term, values[i] as Term);
    return m;
  }
  if (a.size * 8 < b.size) {
    const keys = a.keyArray();
    const values = a.valueArray();
    let m = b;
    for (let i = 0; i < keys.length; i++) {
      const k = keys[i] as Term;
      if (!mapHas(m, k)) m = mapPut(m, k, values[i] as Term);
    }
    return m;
  }
  return mapFromPairs([...a.keyArray(), ...b.keyArray()], [...a.valueArray(), ...b.valueArray()]);
}

function mergeFlat(a: FlatMap, b: FlatMap): ErlMap {
  const ak = a.keys;
  const bk = b.keys;
  if (ak === bk) return b;
  const keys = termArray(0);
  const values = termArray(0);
  let i = 0;
  let j = 0;
  while (i < ak.length || j < bk.length) {
    const c = i === ak.length ? 1 : j === bk.length ? -1 : keyOrder(ak[i] as Term, bk[j] as Term);
    if (c < 0) {
      keys.push(ak[i] as Term);
      values.push(valueAt(a, i++));
    } else {
      keys.push(bk[j] as Term);
      values.push(valueAt(b, j++));
      if (c === 0) i++;
    }
  }
  // The result shares the keys of an argument that has them all; two with equal keys share them from now on.
  if (keys.length === bk.length) {
    if (keys.length === ak.length) shareKeys(b, ak);
    return b;
  }
  if (keys.length === ak.length) return flatFromArrays(ak, values);
  return mapFromSortedUnique(keys, values);
}

function keyOrder(a: Term, b: Term): number {
  return a === b ? 0 : compareKeys(a, b);
}

/**
 * Appends up to `limit` pairs from position `path` on to `out`, key and value in turn; returns the position to go on
 * from, 0 when there are no more. Positions are integers; 0 is the start.
 */
export function mapPairsFrom(m: ErlMap, path: number, limit: number, out: Term[]): number {
  if (!(m instanceof FlatMap)) return hashPairsFrom(m as HashMap, path, limit, out);
  const { keys } = m;
  let i = path;
  for (let n = 0; i < keys.length && n < limit; i++, n++) out.push(keys[i] as Term, valueAt(m, i));
  return i < keys.length ? i : 0;
}
