/**
 * Small maps: an array of keys sorted in term order, shared by all maps that differ only in values, and the values.
 *
 * The first four values are fields and the others an array: an update of a small map is one allocation, and an update
 * of one of the first four values of a larger one shares the array. Generated code may keep an index it found
 * together with the identity of the keys array it found it in.
 * Invariant: `keys` is sorted by `compareKeys`, without duplicates, and never changes; `more` has exactly the values
 * from the fifth on. All arrays have the elements kind of general objects, so that access stays monomorphic.
 * OTP: flatmap_t in erl_map.h.
 */
import { Atom } from "./atom.ts";
import { compareKeys } from "./compare.ts";
import { equalExact } from "./equal.ts";
import { NIL } from "./list.ts";
import { ErlMap } from "./map.ts";
import { type Sameness, sameItems } from "./sameness.ts";
import type { Term } from "./term.ts";

/** How many values are fields of the map itself. */
export const INLINE = 4;

export const NO_MORE: Term[] = [];

/** An array of `n` general elements, to be filled by the caller. Never `number[]` inside: see the invariant. */
export function termArray(n: number): Term[] {
  const a: Term[] = new Array(n);
  if (n > 0) a[0] = NIL;
  return a;
}

export class FlatMap extends ErlMap {
  readonly keys: readonly Term[];
  v0: Term;
  v1: Term;
  v2: Term;
  v3: Term;
  more: readonly Term[];
  constructor(keys: readonly Term[], v0: Term, v1: Term, v2: Term, v3: Term, more: readonly Term[]) {
    super();
    this.keys = keys;
    this.v0 = v0;
    this.v1 = v1;
    this.v2 = v2;
    this.v3 = v3;
    this.more = more;
  }
  override get size(): number {
    return this.keys.length;
  }
  override get(key: Term): Term | undefined {
    const i = keyIndex(this.keys, key);
    return i < 0 ? undefined : valueAt(this, i);
  }
  override keyArray(): readonly Term[] {
    return this.keys;
  }
  override valueArray(): Term[] {
    return flatValues(this);
  }
  override sameValues(other: ErlMap, c: Sameness, n: number): boolean {
    const b = other as FlatMap;
    const { opaque } = c;
    // Both are sorted by the same order.
    if (this.keys !== b.keys && !sameItems(this.keys, b.keys, c.ofKeys, n)) return false;
    const size = this.keys.length;
    if (
      !(
        (size < 1 || this.v0 === b.v0 || c.same(this.v0, b.v0, n)) &&
        (size < 2 || this.v1 === b.v1 || c.same(this.v1, b.v1, n)) &&
        (size < 3 || this.v2 === b.v2 || c.same(this.v2, b.v2, n)) &&
        (size < 4 || this.v3 === b.v3 || c.same(this.v3, b.v3, n)) &&
        (this.more === b.more || sameItems(this.more, b.more, c, n))
      )
    )
      return false;
    if (c.opaque !== opaque || !c.shares) return true;
    if (b.keys !== this.keys) shareKeys(b, this.keys);
    if (b.v0 !== this.v0) b.v0 = this.v0;
    if (b.v1 !== this.v1) b.v1 = this.v1;
    if (b.v2 !== this.v2) b.v2 = this.v2;
    if (b.v3 !== this.v3) b.v3 = this.v3;
    if (b.more !== this.more) b.more = this.more;
    return true;
  }
}

// Fields that held both integers and objects once are general from the start: no map is ever deprecated later.
export const EMPTY_MAP: FlatMap = new FlatMap(NO_MORE, NIL, NIL, NIL, NIL, NO_MORE);
EMPTY_MAP.v0 = EMPTY_MAP.v1 = EMPTY_MAP.v2 = EMPTY_MAP.v3 = 0;

/** The value at index `i` of the keys. */
export function valueAt(m: FlatMap, i: number): Term {
  switch (i) {
    case 0:
      return m.v0;
    case 1:
      return m.v1;
    case 2:
      return m.v2;
    case 3:
      return m.v3;
    default:
      return m.more[i - INLINE] as Term;
  }
}

/** `m` gets an equal array of keys, which others have as well. */
export function shareKeys(m: FlatMap, keys: readonly Term[]): void {
  (m as { keys: readonly Term[] }).keys = keys;
}

/** Index of `key` in sorted `keys` by `=:=`, or -1. */
export function keyIndex(keys: readonly Term[], key: Term): number {
  const n = keys.length;
  for (let i = 0; i < n; i++) if (keys[i] === key) return i;
  if (typeof key === "number" || key instanceof Atom) return -1;
  if (n > 6) {
    const i = insertionPoint(keys, key);
    return i < n && equalExact(keys[i] as Term, key) ? i : -1;
  }
  for (let i = 0; i < n; i++) if (equalExact(keys[i] as Term, key)) return i;
  return -1;
}

/** Number of keys that sort before `key`. */
export function insertionPoint(keys: readonly Term[], key: Term): number {
  let lo = 0;
  let hi = keys.length;
  while (lo < hi) {
    const mid = (lo + hi) >>> 1;
    if (compareKeys(keys[mid] as Term, key) < 0) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}

/** A map of `keys` (sorted, unique, not changed again) and `values` (left to the caller). */
export function flatFromArrays(keys: readonly Term[], values: readonly Term[]): FlatMap {
  const n = keys.length;
  if (n === 0) return EMPTY_MAP;
  let more = NO_MORE;
  if (n > INLINE) {
    more = termArray(n - INLINE);
    for (let i = INLINE; i < n; i++) more[i - INLINE] = values[i] as Term;
  }
  return new FlatMap(
    keys,
    values[0] as Term,
    n > 1 ? (values[1] as Term) : 0,
    n > 2 ? (values[2] as Term) : 0,
    n > 3 ? (values[3] as Term) : 0,
    more,
  );
}

/** A fresh array of all values. */
export function flatValues(m: FlatMap): Term[] {
  const n = m.keys.length;
  const a = termArray(n);
  if (n > 0) a[0] = m.v0;
  if (n > 1) a[1] = m.v1;
  if (n > 2) a[2] = m.v2;
  if (n > 3) a[3] = m.v3;
  const more = m.more;
  for (let i = INLINE; i < n; i++) a[i] = more[i - INLINE] as Term;
  return a;
}

/** `m` with another value at index `i`; the same object if it has that value. */
export function withValueAt(m: FlatMap, i: number, v: Term): FlatMap {
  switch (i) {
    case 0:
      return v === m.v0 ? m : new FlatMap(m.keys, v, m.v1, m.v2, m.v3, m.more);
    case 1:
      return v === m.v1 ? m : new FlatMap(m.keys, m.v0, v, m.v2, m.v3, m.more);
    case 2:
      return v === m.v2 ? m : new FlatMap(m.keys, m.v0, m.v1, v, m.v3, m.more);
    case 3:
      return v === m.v3 ? m : new FlatMap(m.keys, m.v0, m.v1, m.v2, v, m.more);
    default: {
      if (v === m.more[i - INLINE]) return m;
      const more = m.more.slice();
      more[i - INLINE] = v;
      return new FlatMap(m.keys, m.v0, m.v1, m.v2, m.v3, more);
    }
  }
}

/** `a` with `x` put in before index `i`. */
export function inserted(a: readonly Term[], i: number, x: Term): Term[] {
  const n = a.length;
  const b = termArray(n + 1);
  for (let j = 0; j < i; j++) b[j] = a[j] as Term;
  b[i] = x;
  for (let j = i; j < n; j++) b[j + 1] = a[j] as Term;
  return b;
}

/** `a` without index `i`. */
export function removed(a: readonly Term[], i: number): Term[] {
  const n = a.length - 1;
  const b = termArray(n);
  for (let j = 0; j < i; j++) b[j] = a[j] as Term;
  for (let j = i; j < n; j++) b[j] = a[j + 1] as Term;
  return b;
}

/** `m` with a new key, which is absent and for which there is room. */
export function flatInsert(m: FlatMap, key: Term, v: Term): FlatMap {
  const i = insertionPoint(m.keys, key);
  const n = m.keys.length;
  const keys = inserted(m.keys, i, key);
  if (i >= INLINE) return new FlatMap(keys, m.v0, m.v1, m.v2, m.v3, inserted(m.more, i - INLINE, v));
  const more = n >= INLINE ? inserted(m.more, 0, m.v3) : NO_MORE;
  switch (i) {
    case 0:
      return new FlatMap(keys, v, m.v0, m.v1, m.v2, more);
    case 1:
      return new FlatMap(keys, m.v0, v, m.v1, m.v2, more);
    case 2:
      return new FlatMap(keys, m.v0, m.v1, v, m.v2, more);
    default:
      return new FlatMap(keys, m.v0, m.v1, m.v2, v, more);
  }
}

/** `m` without the key at index `i`. */
export function flatRemoveAt(m: FlatMap, i: number): FlatMap {
  const n = m.keys.length;
  if (n === 1) return EMPTY_MAP;
  const keys = removed(m.keys, i);
  if (i >= INLINE) return new FlatMap(keys, m.v0, m.v1, m.v2, m.v3, removed(m.more, i - INLINE));
  const next = n > INLINE ? (m.more[0] as Term) : 0;
  const more = n > INLINE + 1 ? removed(m.more, 0) : NO_MORE;
  switch (i) {
    case 0:
      return new FlatMap(keys, m.v1, m.v2, m.v3, next, more);
    case 1:
      return new FlatMap(keys, m.v0, m.v2, m.v3, next, more);
    case 2:
      return new FlatMap(keys, m.v0, m.v1, m.v3, next, more);
    default:
      return new FlatMap(keys, m.v0, m.v1, m.v2, next, more);
  }
}
