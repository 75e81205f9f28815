/**
 * Large maps: a hash array mapped trie with 32-way nodes, keys and values side by side in the nodes
 * (Steindorfer and Vinju, "Optimizing hash-array mapped tries", OOPSLA 2015).
 *
 * A node is one array: `[dataBits, childBits, key, value, key, value, ..., child, child]`. Bit `d` of `dataBits` says
 * that the node has a pair whose hash has digit `d` at the node's level, bit `d` of `childBits` that it has a child
 * there. Pairs stand in ascending order of digit, children after them in descending order. Below the last level
 * stands a collision node, both bit sets 0, pairs in order of insertion.
 * Iteration goes by digit, so the order depends on the keys alone, save for keys whose hashes are equal.
 * Invariant: nodes never change once built; a child holds at least two pairs; a pair's node is the
 * highest in which no other pair shares its digits (so equal sets of keys have equal shapes).
 * OTP: hashmap in erl_map.c.
 */
import { Atom } from "./atom.ts";
import { equalExact } from "./equal.ts";
import { hashTerm } from "./hash.ts";
import { Cons, NIL } from "./list.ts";
import { ErlMap } from "./map.ts";
import type { Sameness } from "./sameness.ts";
import type { Term } from "./term.ts";

// biome-ignore lint/suspicious/noExplicitAny: bit sets, terms and child nodes share one array
export type Node = any[];

const BITS = 5;
const MASK = 31;
/** Levels 0 to 30 consume the 32 bits of a hash; a node at this shift is a collision node. */
const END_SHIFT = 35;
const HEADER = 2;

export class HashMap extends ErlMap {
  override readonly size: number;
  readonly root: Node;
  constructor(size: number, root: Node) {
    super();
    this.size = size;
    this.root = root;
  }
  override get(key: Term): Term | undefined {
    return hashGet(this, key);
  }
  override keyArray(): Term[] {
    const out: Term[] = [];
    collect(this.root, 0, out);
    return out;
  }
  override valueArray(): Term[] {
    const out: Term[] = [];
    collect(this.root, 1, out);
    return out;
  }
  override sameValues(b: ErlMap, c: Sameness, n: number): boolean {
    const keys = this.keyArray();
    const values = this.valueArray();
    for (let i = 0; i < keys.length; i++) {
      const x = values[i] as Term;
      const y = b.get(keys[i] as Term);
      if (y === undefined || (x !== y && !c.same(x, y, n))) return false;
    }
    return true;
  }
}

/** The 32-bit hash that places a key. */
export function keyHash(k: Term): number {
  if (typeof k === "number") {
    if ((k | 0) === k) return mix(k);
  } else if (k instanceof Atom) return mix(k.hash);
  return mix(hashTerm(k));
}

function mix(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function popcount(x: number): number {
  x = (x - ((x >>> 1) & 0x55555555)) | 0;
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** An array of general elements for a node of `n` slots. */
function newNode(n: number): Node {
  const a: Node = new Array(n);
  a[0] = NIL;
  return a;
}

/** Are two keys, either of which may be of any kind, the same? */
function sameKey(a: Term, b: Term): boolean {
  return a === b || (typeof a !== "number" && !(a instanceof Atom) && equalExact(a, b));
}

/** Slot of the pair with digit bit `bit`. */
function dataSlot(node: Node, bit: number): number {
  return HEADER + 2 * popcount(node[0] & (bit - 1));
}

function childSlot(node: Node, bit: number): number {
  return node.length - 1 - popcount(node[1] & (bit - 1));
}

/** The value of `key`, or undefined. */
export function hashGet(m: HashMap, key: Term): Term | undefined {
  let h = keyHash(key);
  let node = m.root;
  for (let shift = 0; shift < END_SHIFT; shift += BITS) {
    const bit = 1 << (h & MASK);
    h >>>= BITS;
    const children = node[1] as number;
    if ((children & bit) !== 0) {
      node = node[node.length - 1 - popcount(children & (bit - 1))];
      continue;
    }
    if ((node[0] & bit) === 0) return undefined;
    const slot = dataSlot(node, bit);
    return sameKey(key, node[slot]) ? node[slot + 1] : undefined;
  }
  for (let i = HEADER; i < node.length; i += 2) if (sameKey(key, node[i])) return node[i + 1];
  return undefined;
}

/** What a change of a trie reports besides the new root. */
class Change {
  /** 1 when a key was added, -1 when removed. */
  grown = 0;
}

/** `m` with `key` => `v`; the same object if it has that value. With `existing`, undefined if the key is absent. */
export function hashPut(m: HashMap, key: Term, v: Term): HashMap {
  const c = new Change();
  const root = putIn(m.root, 0, keyHash(key), key, v, c);
  return root === m.root ? m : new HashMap(m.size + c.grown, root);
}

function putIn(node: Node, shift: number, h: number, key: Term, v: Term, c: Change): Node {
  if (shift >= END_SHIFT) return putInCollision(node, key, v, c);
  const bit = 1 << ((h >>> shift) & MASK);
  if ((node[1] & bit) !== 0) {
    const slot = childSlot(node, bit);
    const child = node[slot];
    const changed = putIn(child, shift + BITS, h, key, v, c);
    return changed === child ? node : withSlot(node, slot, changed);
  }
  const slot = dataSlot(node, bit);
  if ((node[0] & bit) === 0) {
    c.grown = 1;
    return withPair(node, bit, slot, key, v);
  }
  const key2 = node[slot] as Term;
  if (sameKey(key, key2)) return node[slot + 1] === v ? node : withSlot(node, slot + 1, v);
  c.grown = 1;
  const child = pairNode(shift + BITS, keyHash(key2), key2, node[slot + 1], h, key, v);
  return pairToChild(node, bit, slot, child);
}

function putInCollision(node: Node, key: Term, v: Term, c: Change): Node {
  for (let i = HEADER; i < node.length; i += 2) {
    if (sameKey(key, node[i])) return node[i + 1] === v ? node : withSlot(node, i + 1, v);
  }
  c.grown = 1;
  const a = node.slice();
  a.push(key, v);
  return a;
}

function withSlot(node: Node, slot: number, x: unknown): Node {
  const a = node.slice();
  a[slot] = x;
  return a;
}

function withPair(node: Node, bit: number, slot: number, key: Term, v: Term): Node {
  const n = node.length;
  const a = newNode(n + 2);
  a[0] = node[0] | bit;
  for (let i = 1; i < slot; i++) a[i] = node[i];
  a[slot] = key;
  a[slot + 1] = v;
  for (let i = slot; i < n; i++) a[i + 2] = node[i];
  return a;
}

/** Replaces the pair at `slot` by a child. */
function pairToChild(node: Node, bit: number, slot: number, child: Node): Node {
  const n = node.length;
  const a = newNode(n - 1);
  a[0] = node[0] & ~bit;
  a[1] = node[1] | bit;
  for (let i = HEADER; i < slot; i++) a[i] = node[i];
  // Seen from the end, the child stands after those with smaller digits.
  const at = n - 2 - popcount(node[1] & (bit - 1));
  for (let i = slot + 2; i <= at + 1; i++) a[i - 2] = node[i];
  a[at] = child;
  for (let i = at + 1; i < n - 1; i++) a[i] = node[i + 1];
  return a;
}

/** A node of two pairs. */
function pairNode(shift: number, h1: number, k1: Term, v1: Term, h2: number, k2: Term, v2: Term): Node {
  if (shift >= END_SHIFT) return [0, 0, k1, v1, k2, v2];
  const d1 = (h1 >>> shift) & MASK;
  const d2 = (h2 >>> shift) & MASK;
  if (d1 === d2) return [0, 1 << d1, pairNode(shift + BITS, h1, k1, v1, h2, k2, v2)];
  const bits = (1 << d1) | (1 << d2);
  const a = newNode(HEADER + 4);
  const first = d1 < d2 ? HEADER : HEADER + 2;
  const second = d1 < d2 ? HEADER + 2 : HEADER;
  a[0] = bits;
  a[1] = 0;
  a[first] = k1;
  a[first + 1] = v1;
  a[second] = k2;
  a[second + 1] = v2;
  return a;
}

/** The root of `m` without `key`: the same one if the key is absent. */
export function hashRemoveRoot(m: HashMap, key: Term): Node {
  return removeIn(m.root, 0, keyHash(key), key);
}

function removeIn(node: Node, shift: number, h: number, key: Term): Node {
  if (shift >= END_SHIFT) {
    for (let i = HEADER; i < node.length; i += 2) if (sameKey(key, node[i])) return withoutPair(node, 0, i);
    return node;
  }
  const bit = 1 << ((h >>> shift) & MASK);
  if ((node[1] & bit) !== 0) {
    const slot = childSlot(node, bit);
    const child = node[slot] as Node;
    const changed = removeIn(child, shift + BITS, h, key);
    if (changed === child) return node;
    // A child of a single pair moves up into its parent.
    return changed[1] === 0 && changed.length === HEADER + 2
      ? childToPair(node, bit, slot, changed)
      : withSlot(node, slot, changed);
  }
  if ((node[0] & bit) === 0) return node;
  const slot = dataSlot(node, bit);
  return sameKey(key, node[slot]) ? withoutPair(node, bit, slot) : node;
}

function withoutPair(node: Node, bit: number, slot: number): Node {
  const n = node.length;
  const a = newNode(n - 2);
  a[0] = node[0] & ~bit;
  for (let i = 1; i < slot; i++) a[i] = node[i];
  for (let i = slot + 2; i < n; i++) a[i - 2] = node[i];
  return a;
}

function childToPair(node: Node, bit: number, slot: number, child: Node): Node {
  const n = node.length;
  const a = newNode(n + 1);
  const at = dataSlot(node, bit);
  a[0] = node[0] | bit;
  a[1] = node[1] & ~bit;
  for (let i = HEADER; i < at; i++) a[i] = node[i];
  a[at] = child[HEADER];
  a[at + 1] = child[HEADER + 1];
  for (let i = at; i < slot; i++) a[i + 2] = node[i];
  for (let i = slot + 1; i < n; i++) a[i + 1] = node[i];
  return a;
}

// -- Building from many pairs: a radix sort by digits, which makes each node once.

/**
 * A trie of `n` pairs; a later pair replaces an earlier one with the same key, whose own key object stays.
 * Reports the number of keys through the result's `size`; the caller makes a small map when there are few.
 */
export function hashFromPairs(keys: readonly Term[], values: readonly Term[]): HashMap {
  const n = keys.length;
  const hashes = new Int32Array(n);
  const order = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    hashes[i] = keyHash(keys[i] as Term);
    order[i] = i;
  }
  const b = new Builder(keys, values, hashes, order);
  const root = b.node(0, n, 0);
  return new HashMap(b.size, root);
}

/** Digits that `HashBuild` sorts by: parts are that small that each is made in a moment, of millions of pairs as well. */
const PART_DIGITS = 2;
const PARTS = 1 << (PART_DIGITS * BITS);

/** As `hashFromPairs`, piece by piece: `add` all pairs, then `build` until it says true. */
export class HashBuild {
  private readonly keys: Term[][] = Array.from({ length: PARTS }, () => []);
  private readonly values: Term[][] = Array.from({ length: PARTS }, () => []);
  /** What has been made: nodes below two digits, by both. */
  private readonly nodes: Node[] = [];
  private size = 0;

  add(key: Term, v: Term): void {
    const part = keyHash(key) & (PARTS - 1);
    (this.keys[part] as Term[]).push(key);
    (this.values[part] as Term[]).push(v);
  }
  /** Makes nodes of about `pairs` pairs. True: all are made. */
  build(pairs: number): boolean {
    for (let left = pairs; left > 0 && this.nodes.length < PARTS; ) {
      const keys = this.keys[this.nodes.length] as Term[];
      const order = Int32Array.from(keys.keys());
      const b = new Builder(keys, this.values[this.nodes.length] as Term[], Int32Array.from(keys, keyHash), order);
      this.nodes.push(b.node(0, keys.length, PART_DIGITS * BITS));
      this.size += b.size;
      left -= keys.length + 8;
    }
    return this.nodes.length === PARTS;
  }
  result(): HashMap {
    const root = nodeOf((d) => nodeOf((e) => this.nodes[e * (MASK + 1) + d] as Node));
    return new HashMap(this.size, root);
  }
}

/** The node whose digit `d` leads to `child(d)`. */
function nodeOf(child: (d: number) => Node): Node {
  const pairs: unknown[] = [];
  const nodes: Node[] = [];
  let data = 0;
  let children = 0;
  for (let d = 0; d <= MASK; d++) {
    const c = child(d);
    if (c[1] !== 0 || c.length > HEADER + 2) {
      children |= 1 << d;
      nodes.push(c);
    } else if (c.length > HEADER) {
      data |= 1 << d;
      pairs.push(c[HEADER], c[HEADER + 1]);
    }
  }
  return [data, children, ...pairs, ...nodes.reverse()];
}

class Builder {
  size = 0;
  private readonly keys: readonly Term[];
  private readonly values: readonly Term[];
  private readonly hashes: Int32Array;
  /** Indices of pairs, sorted by digits as far as the recursion has come. */
  private readonly order: Int32Array;
  private readonly scratch: Int32Array;
  /** Pairs and children of the nodes that are being built, those of inner nodes last. */
  private readonly pairs: unknown[] = [NIL];
  private readonly nodes: Node[] = [];
  /** Where the next pair of each digit goes. */
  private readonly next = new Int32Array(33);
  constructor(keys: readonly Term[], values: readonly Term[], hashes: Int32Array, order: Int32Array) {
    this.keys = keys;
    this.values = values;
    this.hashes = hashes;
    this.order = order;
    this.scratch = new Int32Array(order.length);
  }

  /** The node of the pairs `order[from..to)`, which agree in all digits above `shift`. */
  node(from: number, to: number, shift: number): Node {
    if (shift >= END_SHIFT) return this.collision(from, to);
    if (to - from <= 12) this.insertionSort(from, to, shift);
    else this.countingSort(from, to, shift);
    const { pairs, nodes } = this;
    const firstPair = pairs.length;
    const firstNode = nodes.length;
    let data = 0;
    let children = 0;
    for (let lo = from; lo < to; ) {
      const d = this.digit(lo, shift);
      let hi = lo + 1;
      while (hi < to && this.digit(hi, shift) === d) hi++;
      if (hi - lo > 1 && !this.allSame(lo, hi)) {
        const child = this.node(lo, hi, shift + BITS);
        if (child[1] !== 0 || child.length > HEADER + 2) {
          children |= 1 << d;
          nodes.push(child);
        } else {
          // Duplicates have left a single pair below.
          data |= 1 << d;
          pairs.push(child[HEADER], child[HEADER + 1]);
        }
      } else {
        this.size++;
        data |= 1 << d;
        pairs.push(this.keys[this.order[lo] as number], this.values[this.order[hi - 1] as number]);
      }
      lo = hi;
    }
    const a = newNode(HEADER + pairs.length - firstPair + nodes.length - firstNode);
    a[0] = data;
    a[1] = children;
    let at = HEADER;
    for (let i = firstPair; i < pairs.length; i++) a[at++] = pairs[i];
    for (let i = nodes.length - 1; i >= firstNode; i--) a[at++] = nodes[i];
    pairs.length = firstPair;
    nodes.length = firstNode;
    return a;
  }

  private digit(i: number, shift: number): number {
    return ((this.hashes[this.order[i] as number] as number) >>> shift) & MASK;
  }

  private countingSort(from: number, to: number, shift: number): void {
    const { hashes, order, scratch, next } = this;
    next.fill(0);
    for (let i = from; i < to; i++) next[this.digit(i, shift) + 1]!++;
    let p = from;
    for (let d = 0; d <= 32; d++) next[d] = p += next[d] as number;
    for (let i = from; i < to; i++) {
      const index = order[i] as number;
      scratch[next[((hashes[index] as number) >>> shift) & MASK]!++] = index;
    }
    for (let i = from; i < to; i++) order[i] = scratch[i] as number;
  }

  private insertionSort(from: number, to: number, shift: number): void {
    const { order } = this;
    for (let i = from + 1; i < to; i++) {
      const index = order[i] as number;
      const d = this.digit(i, shift);
      let j = i;
      for (; j > from && this.digit(j - 1, shift) > d; j--) order[j] = order[j - 1] as number;
      order[j] = index;
    }
  }

  /** Do all these pairs have the same key? The order of the input is kept among them. */
  private allSame(lo: number, hi: number): boolean {
    const { keys, order, hashes } = this;
    const first = order[lo] as number;
    for (let i = lo + 1; i < hi; i++) {
      const other = order[i] as number;
      if (hashes[other] !== hashes[first] || !sameKey(keys[other] as Term, keys[first] as Term)) return false;
    }
    return true;
  }

  private collision(from: number, to: number): Node {
    const a: Node = [0, 0];
    next: for (let i = from; i < to; i++) {
      const index = this.order[i] as number;
      const key = this.keys[index] as Term;
      for (let j = HEADER; j < a.length; j += 2) {
        if (sameKey(key, a[j])) {
          a[j + 1] = this.values[index];
          continue next;
        }
      }
      this.size++;
      a.push(key, this.values[index]);
    }
    return a;
  }
}

// -- Iteration

/** Appends all keys (`part` 0) or values (1) below `node` to `out`, in iteration order. */
function collect(node: Node, part: 0 | 1, out: Term[]): void {
  let data = node[0] as number;
  let children = node[1] as number;
  if ((data | children) === 0) {
    for (let i = HEADER + part; i < node.length; i += 2) out.push(node[i]);
    return;
  }
  let slot = HEADER + part;
  let child = node.length - 1;
  let all = data | children;
  while (all !== 0) {
    const bit = all & -all;
    all ^= bit;
    if ((data & bit) !== 0) {
      data ^= bit;
      out.push(node[slot]);
      slot += 2;
    } else {
      children ^= bit;
      collect(node[child--], part, out);
    }
  }
}

/** Calls `fn` with each key and value in iteration order. */
export function hashForEach(node: Node, fn: (k: Term, v: Term) => void): void {
  if ((node[0] | node[1]) === 0) {
    for (let i = HEADER; i < node.length; i += 2) fn(node[i], node[i + 1]);
    return;
  }
  const data = node[0] as number;
  let all = data | node[1];
  let slot = HEADER;
  let child = node.length - 1;
  while (all !== 0) {
    const bit = all & -all;
    all ^= bit;
    if ((data & bit) !== 0) {
      fn(node[slot], node[slot + 1]);
      slot += 2;
    } else hashForEach(node[child--], fn);
  }
}

/**
 * Up to `limit` pairs from position `path` on, key and value in turn appended to `out`; returns the position to go on
 * from, 0 at the end. A position is the digits of the next hash to visit, the first level's in the highest place,
 * and below them the index in a collision node; the start is 0.
 */
export function hashPairsFrom(m: HashMap, path: number, limit: number, out: Term[]): number {
  const walk = new Walk(limit * 2, out);
  return walk.visit(m.root, 0, 1, path) ? walk.next : 0;
}

/** Weight of the first level's digit: seven levels of 32 and 2^16 places in a collision node fit a safe integer. */
const TOP = 2 ** 46;
const COLLISIONS = 2 ** 16;

class Walk {
  next = 0;
  private readonly limit: number;
  private readonly out: Term[];
  constructor(limit: number, out: Term[]) {
    this.limit = limit + out.length;
    this.out = out;
  }
  /** Visits from `rest` on (position within this node's subtree); true when the limit was reached, `next` being set. */
  visit(node: Node, base: number, scale: number, rest: number): boolean {
    const weight = TOP / scale;
    const { out, limit } = this;
    if (weight < COLLISIONS) {
      for (let i = HEADER + 2 * rest; i < node.length; i += 2) {
        if (out.length >= limit) {
          this.next = base + (i - HEADER) / 2;
          return true;
        }
        out.push(node[i], node[i + 1]);
      }
      return false;
    }
    const data = node[0] as number;
    const d = Math.floor(rest / weight);
    let inner = rest - d * weight;
    const below = (1 << d) - 1;
    let slot = HEADER + 2 * popcount(data & below);
    let child = node.length - 1 - popcount(node[1] & below);
    for (let all = (data | node[1]) & ~below; all !== 0; inner = 0) {
      const bit = all & -all;
      all ^= bit;
      const here = base + (31 - Math.clz32(bit)) * weight;
      if ((data & bit) !== 0) {
        if (out.length >= limit) {
          this.next = here;
          return true;
        }
        out.push(node[slot], node[slot + 1]);
        slot += 2;
      } else if (this.visit(node[child--], here, scale * 32, inner)) return true;
    }
    return false;
  }
}

/** The pairs of the root as `[K | V]`, then the pairs of each of its children as arrays of keys and values. */
export function hashRootParts(m: HashMap): { pairs: Term[]; children: { keys: Term[]; values: Term[] }[] } {
  const { root } = m;
  const firstChild = root.length - popcount(root[1]);
  const pairs: Term[] = [];
  for (let i = HEADER; i < firstChild; i += 2) pairs.push(new Cons(root[i], root[i + 1]));
  const children = [];
  for (let i = root.length - 1; i >= firstChild; i--) {
    const keys: Term[] = [];
    const values: Term[] = [];
    collect(root[i], 0, keys);
    collect(root[i], 1, values);
    children.push({ keys, values });
  }
  return { pairs, children };
}

/** The nodes right below `node`. */
export function hashChildren(node: Node): Node[] {
  return node.slice(node.length - popcount(node[1]));
}
