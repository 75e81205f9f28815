/**
 * What generated code calls for the instructions on maps: get_map_elements, has_map_fields, put_map_assoc, put_map_exact.
 * Invariant: keys that stand in the code are looked up by place in a small map; the place found last is tried first.
 * OTP: map_instrs.tab, erl_map.c.
 */
import { ErlMap } from "../term/map.ts";
import { EMPTY_MAP, FlatMap, INLINE, keyIndex, valueAt } from "../term/map_flat.ts";
import { mapFromPairs, mapGet, mapHas, mapPut, mapUpdateExisting } from "../term/map_ops.ts";
import type { Term } from "../term/term.ts";
import type { Exec } from "./exec.ts";
import type { Result } from "./signal.ts";

/** The value of `key` in `m`, which is a map; undefined: absent. */
export function getMapElement(m: Term, key: Term): Term | undefined {
  if (m instanceof FlatMap) {
    const i = keyIndex(m.keys, key);
    return i < 0 ? undefined : valueAt(m, i);
  }
  return mapGet(m as ErlMap, key);
}

/** True if `m`, which is a map, has `key`. */
export function hasMapField(m: Term, key: Term): boolean {
  return mapHas(m as ErlMap, key);
}

const NO_KEYS: readonly Term[] = [];

/** One place in the code that looks up a constant key: remembers where it stood in the keys it saw last. */
export class KeyCache {
  /** At first the keys of no map, not even of the empty one. */
  keys: readonly Term[] = NO_KEYS;
  index = 0;
}

/** As `getMapElement`, for a constant key and the cache that belongs to the place. */
export function getMapElementCached(c: KeyCache, m: Term, key: Term): Term | undefined {
  // Only small maps have keys of their own: one look at the object's shape answers two questions.
  if ((m as FlatMap).keys === c.keys) {
    switch (c.index) {
      case 0:
        return (m as FlatMap).v0;
      case 1:
        return (m as FlatMap).v1;
      case 2:
        return (m as FlatMap).v2;
      case 3:
        return (m as FlatMap).v3;
      default:
        return (m as FlatMap).more[c.index - INLINE];
    }
  }
  return getMapElementMissed(c, m as ErlMap, key);
}

function getMapElementMissed(c: KeyCache, m: ErlMap, key: Term): Term | undefined {
  if (!(m instanceof FlatMap)) return mapGet(m, key);
  const i = keyIndex(m.keys, key);
  if (i < 0) return undefined;
  c.keys = m.keys;
  c.index = i;
  return valueAt(m, i);
}

/** `M#{K => V}`; {badmap, M} if `m` is no map. */
export function putMapAssoc1(x: Exec, m: Term, key: Term, v: Term): Result {
  return m instanceof ErlMap ? mapPut(m, key, v) : x.badmap(m);
}

/** `M#{K := V}`; {badmap, M}, {badkey, K}. */
export function putMapExact1(x: Exec, m: Term, key: Term, v: Term): Result {
  if (!(m instanceof ErlMap)) return x.badmap(m);
  return mapUpdateExisting(m, key, v) ?? x.badkey(key);
}

/** `M#{K1 => V1, ...}`, `pairs` being keys and values in turn; a later pair wins. {badmap, M} if `m` is no map. */
export function putMapAssoc(x: Exec, m: Term, pairs: readonly Term[]): Result {
  if (!(m instanceof ErlMap)) return x.badmap(m);
  const n = pairs.length;
  if (!(m instanceof FlatMap)) {
    let r: ErlMap = m;
    for (let i = 0; i < n; i += 2) r = mapPut(r, pairs[i] as Term, pairs[i + 1] as Term);
    return r;
  }
  if (m === EMPTY_MAP) return fromPairs(pairs);
  let r = m;
  for (let i = 0; i < n; i += 2) {
    const at = keyIndex(m.keys, pairs[i] as Term);
    if (at < 0) return putRest(r, pairs, i);
    r = updated(m, r, at, pairs[i + 1] as Term);
  }
  return r;
}

function putRest(m: ErlMap, pairs: readonly Term[], from: number): ErlMap {
  if (pairs.length - from > 6) {
    const keys = m.keyArray().slice();
    const values = m.valueArray().slice();
    for (let i = from; i < pairs.length; i += 2) {
      keys.push(pairs[i] as Term);
      values.push(pairs[i + 1] as Term);
    }
    return mapFromPairs(keys, values);
  }
  let r = m;
  for (let i = from; i < pairs.length; i += 2) r = mapPut(r, pairs[i] as Term, pairs[i + 1] as Term);
  return r;
}

function fromPairs(pairs: readonly Term[]): ErlMap {
  const keys: Term[] = [];
  const values: Term[] = [];
  for (let i = 0; i < pairs.length; i += 2) {
    keys.push(pairs[i] as Term);
    values.push(pairs[i + 1] as Term);
  }
  return mapFromPairs(keys, values);
}

/** `M#{K1 := V1, ...}`, `pairs` being keys and values in turn. {badmap, M}; {badkey, K} with the first absent key. */
export function putMapExact(x: Exec, m: Term, pairs: readonly Term[]): Result {
  if (!(m instanceof ErlMap)) return x.badmap(m);
  const n = pairs.length;
  if (m instanceof FlatMap) {
    let r = m;
    for (let i = 0; i < n; i += 2) {
      const at = keyIndex(m.keys, pairs[i] as Term);
      if (at < 0) return x.badkey(pairs[i] as Term);
      r = updated(m, r, at, pairs[i + 1] as Term);
    }
    return r;
  }
  let r: ErlMap = m;
  for (let i = 0; i < n; i += 2) {
    const next = mapUpdateExisting(r, pairs[i] as Term, pairs[i + 1] as Term);
    if (next === undefined) return x.badkey(pairs[i] as Term);
    r = next;
  }
  return r;
}

/** `r`, which is `m` or a copy of it, with a value: copied with the first one that is another. */
function updated(m: FlatMap, r: FlatMap, at: number, v: Term): FlatMap {
  if (r === m) {
    if (valueAt(m, at) === v) return m;
    const own = ownCopy(m);
    setValueAt(own, at, v);
    return own;
  }
  setValueAt(r, at, v);
  return r;
}

/** A copy that nobody else has seen, to be written until it is returned. */
function ownCopy(m: FlatMap): FlatMap {
  return new FlatMap(m.keys, m.v0, m.v1, m.v2, m.v3, m.keys.length > INLINE ? m.more.slice() : m.more);
}

function setValueAt(m: FlatMap, i: number, v: Term): void {
  switch (i) {
    case 0:
      m.v0 = v;
      return;
    case 1:
      m.v1 = v;
      return;
    case 2:
      m.v2 = v;
      return;
    case 3:
      m.v3 = v;
      return;
    default:
      (m.more as Term[])[i - INLINE] = v;
  }
}
