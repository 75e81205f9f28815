/**
 * Tables of type `ordered_set`: a B+ tree, keys in the order of `==`, so that 1 and 1.0 are the same key.
 *
 * A B+ tree rather than a balanced binary one, because a node's keys stand in one array: a search in a table of 10^5 keys
 * follows three pointers instead of seventeen, and a traversal walks along arrays. The place found last is remembered:
 * `next` of the key that the last call returned needs no search.
 * Invariant: leaves are linked in order and, but for an empty tree's, not empty; separator `i` of an inner node is above
 * all keys of child `i` and not above those of child `i + 1`; all leaves have the same depth. Nodes may be less
 * than half full: they are joined with a neighbour when both fit in half a node.
 * OTP: erl_db_tree.c (an AVL tree).
 */
import { atoms } from "../term/atom.ts";
import { compare } from "../term/compare.ts";
import { equalExact } from "../term/equal.ts";
import { Cons, NIL } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import { element, type Tuple } from "../term/tuple.ts";
import { NO_KEY, NO_SLOT, type Store, Visit, type Visitor } from "./store.ts";

const END = atoms("$end_of_table").$end_of_table;

/** Keys in a leaf, children of an inner node. */
const MAX = 32;
const JOIN = MAX / 2;

class Leaf {
  readonly keys: Term[];
  readonly objects: Tuple[];
  next: Leaf | null = null;
  prev: Leaf | null = null;
  constructor(keys: Term[], objects: Tuple[]) {
    this.keys = keys;
    this.objects = objects;
  }
}

class Inner {
  readonly seps: Term[];
  readonly kids: TreeNode[];
  constructor(seps: Term[], kids: TreeNode[]) {
    this.seps = seps;
    this.kids = kids;
  }
}

type TreeNode = Leaf | Inner;

/** Order of a wanted key against a key of the table: for searches by something else than a key. */
export type Compass = (key: Term) => number;

/** An array whose elements are general ones from the start, or tables of small integers would have arrays of another kind. */
function general<T>(): T[] {
  const a: unknown[] = [NIL];
  a.pop();
  return a as T[];
}

function insertAt<T>(a: T[], i: number, x: T): void {
  let j = a.length;
  a.push(x);
  for (; j > i; j--) a[j] = a[j - 1] as T;
  a[i] = x;
}

function removeAt<T>(a: T[], i: number): void {
  for (let j = i + 1; j < a.length; j++) a[j - 1] = a[j] as T;
  a.pop();
}

/** Moves the elements of `a` from index `i` on to a fresh array. */
function splitOff<T>(a: T[], i: number): T[] {
  const b = general<T>();
  for (let j = i; j < a.length; j++) b.push(a[j] as T);
  a.length = i;
  return b;
}

/** Number of `keys` below `key`. */
function lowerBound(keys: readonly Term[], key: Term): number {
  let lo = 0;
  let hi = keys.length;
  if (typeof key === "number") {
    while (lo < hi) {
      const mid = (lo + hi) >>> 1;
      const k = keys[mid] as Term;
      if (typeof k === "number" ? k < key : compare(k, key) < 0) lo = mid + 1;
      else hi = mid;
    }
    return lo;
  }
  while (lo < hi) {
    const mid = (lo + hi) >>> 1;
    if (compare(keys[mid] as Term, key) < 0) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}

/** Number of separators not above `key`: the child to go to. */
function childIndex(seps: readonly Term[], key: Term): number {
  let lo = 0;
  let hi = seps.length;
  if (typeof key === "number") {
    while (lo < hi) {
      const mid = (lo + hi) >>> 1;
      const k = seps[mid] as Term;
      if (typeof k === "number" ? k <= key : compare(k, key) <= 0) lo = mid + 1;
      else hi = mid;
    }
    return lo;
  }
  while (lo < hi) {
    const mid = (lo + hi) >>> 1;
    if (compare(seps[mid] as Term, key) <= 0) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}

/** Must `key`, if it is in the tree, be in `leaf`? False is no answer. */
function belongs(key: Term, leaf: Leaf): boolean {
  const { keys } = leaf;
  const n = keys.length;
  if (n === 0) return false;
  const low = keys[0] as Term;
  const high = keys[n - 1] as Term;
  if (typeof key === "number" && typeof low === "number" && typeof high === "number") {
    return (low <= key || leaf.prev === null) && (key <= high || leaf.next === null);
  }
  return (compare(low, key) <= 0 || leaf.prev === null) && (compare(key, high) <= 0 || leaf.next === null);
}

export class OrderedStore implements Store {
  size = 0;
  private readonly keyIndex: number;
  private root: TreeNode;
  private firstLeaf: Leaf;
  private lastLeaf: Leaf;
  /** Where the last search ended: the first key not below the wanted one is `leaf.keys[at]`, or the next leaf's first. */
  private leaf: Leaf;
  private at = 0;
  /** The way to `pathLeaf`: inner nodes and the index taken in each, from the root. */
  private readonly path: Inner[] = [];
  private readonly turns: number[] = [];
  /** null: the path leads nowhere any more. */
  private pathLeaf: Leaf | null = null;

  constructor(keyIndex: number) {
    this.keyIndex = keyIndex;
    this.root = this.firstLeaf = this.lastLeaf = this.leaf = new Leaf(general(), general());
  }

  /** Searches `key`; true: it is at `leaf`, `at`, and the path leads there. */
  private seek(key: Term): boolean {
    if (this.leaf === this.pathLeaf && belongs(key, this.leaf)) return this.seekIn(this.leaf, key);
    let node = this.root;
    let depth = 0;
    while (node instanceof Inner) {
      const i = childIndex(node.seps, key);
      this.path[depth] = node;
      this.turns[depth++] = i;
      node = node.kids[i] as TreeNode;
    }
    this.leaf = this.pathLeaf = node;
    return this.seekIn(node, key);
  }

  private seekIn(leaf: Leaf, key: Term): boolean {
    const at = lowerBound(leaf.keys, key);
    this.at = at;
    if (at === leaf.keys.length) return false;
    const k = leaf.keys[at] as Term;
    return k === key || compare(k, key) === 0;
  }

  /** As `seek`, by a short cut if the search before ended at this very key or in its leaf. The path may lead elsewhere. */
  private find(key: Term): boolean {
    const { leaf } = this;
    if (leaf.keys[this.at] === key) return true;
    return belongs(key, leaf) ? this.seekIn(leaf, key) : this.seek(key);
  }

  get(key: Term): Tuple | undefined {
    return this.find(key) ? this.leaf.objects[this.at] : undefined;
  }

  lookup(key: Term): Term {
    return this.find(key) ? new Cons(this.leaf.objects[this.at] as Tuple, NIL) : NIL;
  }

  member(key: Term): boolean {
    return this.find(key);
  }

  replace(object: Tuple): void {
    this.leaf.objects[this.at] = object;
  }

  put(object: Tuple): void {
    const key = element(object, this.keyIndex);
    if (this.seek(key)) {
      this.leaf.keys[this.at] = key;
      this.leaf.objects[this.at] = object;
      return;
    }
    this.size++;
    const { leaf, at } = this;
    insertAt(leaf.keys, at, key);
    insertAt(leaf.objects, at, object);
    // Keys that come in falling order are moved up each time: short leaves are better there.
    if (leaf.keys.length > (at === 0 && leaf.prev === null ? MAX / 2 : MAX)) this.split(leaf);
  }

  /** Splits an overfull leaf, and the nodes above that become overfull by it. */
  private split(leaf: Leaf): void {
    this.pathLeaf = null;
    // Keys that come in order fill their leaves: the split leaves all but one behind.
    const n = leaf.keys.length;
    const cut = this.at === n - 1 ? n - 1 : this.at === 0 ? 1 : n >>> 1;
    const right = new Leaf(splitOff(leaf.keys, cut), splitOff(leaf.objects, cut));
    right.prev = leaf;
    right.next = leaf.next;
    if (leaf.next !== null) leaf.next.prev = right;
    else this.lastLeaf = right;
    leaf.next = right;
    let sep = right.keys[0] as Term;
    let added: TreeNode = right;
    for (let depth = this.depth() - 1; depth >= 0; depth--) {
      const node = this.path[depth] as Inner;
      const i = this.turns[depth] as number;
      insertAt(node.seps, i, sep);
      insertAt(node.kids, i + 1, added);
      if (node.kids.length <= MAX) {
        this.at = 0;
        return;
      }
      const half = i === MAX - 1 ? MAX : i === 0 ? 1 : MAX / 2;
      const kids = splitOff(node.kids, half);
      const seps = splitOff(node.seps, half);
      sep = node.seps.pop() as Term;
      added = new Inner(seps, kids);
    }
    const seps = general<Term>();
    seps.push(sep);
    const kids = general<TreeNode>();
    kids.push(this.root, added);
    this.root = new Inner(seps, kids);
    this.at = 0;
  }

  private depth(): number {
    let d = 0;
    for (let node = this.root; node instanceof Inner; node = node.kids[0] as TreeNode) d++;
    return d;
  }

  erase(key: Term): void {
    if (this.seek(key)) this.removeFound();
  }

  eraseObject(object: Tuple): void {
    if (this.seek(element(object, this.keyIndex)) && equalExact(this.leaf.objects[this.at] as Tuple, object)) {
      this.removeFound();
    }
  }

  /** Removes what `seek` has just found. */
  private removeFound(): void {
    const { leaf, at } = this;
    this.size--;
    removeAt(leaf.keys, at);
    removeAt(leaf.objects, at);
    const depth = this.depth();
    if (leaf.keys.length <= JOIN / 2 && depth > 0) this.join(leaf, depth);
  }

  /** Joins a small leaf with a neighbour under the same parent if both fit, or takes it out if it is empty. */
  private join(leaf: Leaf, depth: number): void {
    this.pathLeaf = null;
    const parent = this.path[depth - 1] as Inner;
    const i = this.turns[depth - 1] as number;
    const j = i + 1 < parent.kids.length ? i + 1 : i - 1;
    const other = parent.kids[j] as Leaf | undefined;
    if (other !== undefined && leaf.keys.length + other.keys.length <= JOIN) {
      const left = j > i ? leaf : other;
      const right = j > i ? other : leaf;
      for (let k = 0; k < right.keys.length; k++) {
        left.keys.push(right.keys[k] as Term);
        left.objects.push(right.objects[k] as Tuple);
      }
      this.unlink(right);
      this.removeChild(depth - 1, Math.max(i, j));
    } else if (leaf.keys.length === 0) {
      this.unlink(leaf);
      this.removeChild(depth - 1, i);
    }
  }

  private unlink(leaf: Leaf): void {
    if (leaf.prev !== null) leaf.prev.next = leaf.next;
    else this.firstLeaf = leaf.next as Leaf;
    if (leaf.next !== null) leaf.next.prev = leaf.prev;
    else this.lastLeaf = leaf.prev as Leaf;
    this.leaf = this.firstLeaf;
    this.at = 0;
  }

  /** Takes child `i` out of the node at `depth` of the path; nodes without children go, too. */
  private removeChild(depth: number, i: number): void {
    for (let d = depth; d >= 0; d--) {
      const node = this.path[d] as Inner;
      removeAt(node.kids, i);
      if (node.kids.length > 0) {
        removeAt(node.seps, i > 0 ? i - 1 : 0);
        this.joinInner(d);
        break;
      }
      i = d > 0 ? (this.turns[d - 1] as number) : 0;
    }
    while (this.root instanceof Inner && this.root.kids.length === 1) this.root = this.root.kids[0] as TreeNode;
  }

  /** Joins a small inner node with its right or left neighbour if both fit. */
  private joinInner(depth: number): void {
    if (depth === 0) return;
    const node = this.path[depth] as Inner;
    if (node.kids.length > JOIN / 2) return;
    const parent = this.path[depth - 1] as Inner;
    const i = this.turns[depth - 1] as number;
    const l = i + 1 < parent.kids.length ? i : i - 1;
    if (l < 0) return;
    const left = parent.kids[l] as Inner;
    const right = parent.kids[l + 1] as Inner;
    if (left.kids.length + right.kids.length > JOIN) return;
    left.seps.push(parent.seps[l] as Term, ...right.seps);
    left.kids.push(...right.kids);
    removeAt(parent.kids, l + 1);
    removeAt(parent.seps, l);
    this.joinInner(depth - 1);
  }

  clear(): void {
    this.size = 0;
    this.pathLeaf = null;
    this.root = this.firstLeaf = this.lastLeaf = this.leaf = new Leaf(general(), general());
    this.at = 0;
  }

  first(): Term | undefined {
    this.leaf = this.firstLeaf;
    this.at = 0;
    return this.leaf.keys[0];
  }

  last(): Term | undefined {
    this.leaf = this.lastLeaf;
    this.at = this.leaf.keys.length > 0 ? this.leaf.keys.length - 1 : 0;
    return this.leaf.keys[this.at];
  }

  /** Any key has a next one, but for what is answered at the end. */
  next(key: Term): Term | undefined | typeof NO_KEY {
    if (key === END) return NO_KEY;
    if (this.find(key)) this.at++;
    return this.here();
  }

  prev(key: Term): Term | undefined | typeof NO_KEY {
    if (key === END) return NO_KEY;
    this.find(key);
    return this.back() ? this.leaf.keys[this.at] : undefined;
  }

  /** The key at the place of the search, which moves on to the next leaf if it is past its leaf's end. */
  private here(): Term | undefined {
    const { leaf } = this;
    if (this.at < leaf.keys.length) return leaf.keys[this.at];
    if (leaf.next === null) return undefined;
    this.leaf = leaf.next;
    this.at = 0;
    return this.leaf.keys[0];
  }

  /** Moves the place of the search back by one key; false at the beginning. */
  private back(): boolean {
    if (this.at > 0) {
      this.at--;
      return true;
    }
    const { prev } = this.leaf;
    if (prev === null) return false;
    this.leaf = prev;
    this.at = prev.keys.length - 1;
    return true;
  }

  slot(i: number): Term | undefined | typeof NO_SLOT {
    if (i >= this.size) return i === this.size ? undefined : NO_SLOT;
    let leaf = this.firstLeaf;
    for (; i >= leaf.keys.length; leaf = leaf.next as Leaf) i -= leaf.keys.length;
    return new Cons(leaf.objects[i] as Tuple, NIL);
  }

  scanKey(key: Term, v: Visitor): void {
    if (!this.seek(key)) return;
    const what = v.visit(this.leaf.objects[this.at] as Tuple);
    if (what === Visit.Delete) this.removeFound();
    else if (what === Visit.Replace) this.leaf.objects[this.at] = v.replacement as Tuple;
  }

  scanAll(v: Visitor): void {
    this.scanUp(undefined, v, undefined);
  }

  /**
   * Shows `v` the objects in ascending order, those after key `after` (undefined: all), or from the first key that
   * `compass` does not put before its goal, up to the first that it puts behind. Returns the key of the object after which `v`
   * stopped, undefined at the end.
   */
  scanUp(after: Term | undefined, v: Visitor, compass: Compass | undefined): Term | undefined {
    if (after !== undefined) {
      if (this.seek(after)) this.at++;
    } else if (compass === undefined) this.first();
    else this.seekBy(compass);
    let { leaf, at } = this;
    const gone: Term[] = [];
    let stopped: Term | undefined;
    for (;;) {
      if (at >= leaf.keys.length) {
        if (leaf.next === null) break;
        leaf = leaf.next;
        at = 0;
        continue;
      }
      const key = leaf.keys[at] as Term;
      if (compass !== undefined && compass(key) > 0) break;
      const what = v.visit(leaf.objects[at] as Tuple);
      if (what === Visit.Stop) {
        stopped = key;
        break;
      }
      if (what === Visit.Delete) gone.push(key);
      else if (what === Visit.Replace) leaf.objects[at] = v.replacement as Tuple;
      if (v.full) {
        stopped = key;
        break;
      }
      at++;
    }
    for (let i = 0; i < gone.length; i++) this.erase(gone[i] as Term);
    return stopped;
  }

  /** Shows `v` the objects in descending order, those before key `before`; otherwise as `scanUp`. Deletes nothing. */
  scanDown(before: Term | undefined, v: Visitor): Term | undefined {
    if (before === undefined) {
      this.last();
      this.at++;
      if (this.size === 0) return undefined;
    } else this.seek(before);
    while (this.back()) {
      if (v.visit(this.leaf.objects[this.at] as Tuple) === Visit.Stop) return this.leaf.keys[this.at];
    }
    return undefined;
  }

  /** Moves to the first key that `compass` does not put before its goal (answers below zero are before). */
  private seekBy(compass: Compass): void {
    let node = this.root;
    while (node instanceof Inner) {
      // Children whose upper separator is before the goal hold nothing of interest.
      let lo = 0;
      let hi = node.seps.length;
      while (lo < hi) {
        const mid = (lo + hi) >>> 1;
        if (compass(node.seps[mid] as Term) < 0) lo = mid + 1;
        else hi = mid;
      }
      node = node.kids[lo] as TreeNode;
    }
    let lo = 0;
    let hi = node.keys.length;
    while (lo < hi) {
      const mid = (lo + hi) >>> 1;
      if (compass(node.keys[mid] as Term) < 0) lo = mid + 1;
      else hi = mid;
    }
    this.leaf = node;
    this.at = lo;
  }

  // A traversal goes by keys, so nothing has to keep its place.
  fix(): void {}
  unfix(): void {}

  words(): number {
    let leaves = 0;
    for (let leaf: Leaf | null = this.firstLeaf; leaf !== null; leaf = leaf.next) leaves++;
    return 24 + 2 * this.size + 16 * leaves;
  }
}
