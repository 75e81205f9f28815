/**
 * The standard order of terms:
 * number < atom < reference < fun < port < pid < tuple < native record < map < nil < list < bitstring.
 *
 * `compare` is the order of `<` and `==`: 1 and 1.0 are equal. `compareExact` is the order of map keys: every integer
 * comes before every float and -0.0 before 0.0; it is 0 exactly when `=:=` holds.
 * Deep terms go through an explicit stack: four slots for each piece of work still to do, `x, y, exact, i`; for `i` < 0 the
 * terms `x` and `y`, otherwise the arrays `x` and `y` from index `i` on.
 * OTP: erts_cmp_compound() in utils.c.
 */
import { Atom } from "./atom.ts";
import { Bits, compareBits } from "./bits.ts";
import { Float } from "./float.ts";
import { Fun, funEnv } from "./fun.ts";
import { Pid, Port, Ref } from "./identifier.ts";
import { Cons, NIL } from "./list.ts";
import { ErlMap, MAP_SMALL_LIMIT } from "./map.ts";
import { NativeRecord } from "./native_record.ts";
import type { Term } from "./term.ts";
import { arity, element, Tuple, Tuple2, Tuple3, TupleN, tupleToArray } from "./tuple.ts";

/** Negative, zero or positive: `a` before, equal to or after `b`; an integer equals the float of the same value. */
export function compare(a: Term, b: Term): number {
  if (a === b) return 0;
  if (typeof a !== "object" && typeof b !== "object") return a < b ? -1 : 1;
  return compareNested(a, b, false, MAX_NESTING);
}

/** As `compare`, but integers sort before floats: zero exactly when `a =:= b`. The order of keys in maps. */
export function compareExact(a: Term, b: Term): number {
  if (a === b) return 0;
  if (typeof a !== "object" && typeof b !== "object") return a < b ? -1 : 1;
  return compareNested(a, b, true, MAX_NESTING);
}

/** The order of map keys. */
export const compareKeys = compareExact;

/** By code points, which is also the order of their UTF-8 bytes. */
export function compareAtoms(a: Atom, b: Atom): number {
  if (a === b) return 0;
  if (a.ord !== b.ord) return a.ord - b.ord;
  const s = a.name;
  const t = b.name;
  const n = Math.min(s.length, t.length);
  for (let i = 0; i < n; i++) {
    const c = s.charCodeAt(i);
    const d = t.charCodeAt(i);
    if (c !== d) {
      // Surrogates stand for code points above all others.
      const cs = c >= 0xd800 && c < 0xe000;
      const ds = d >= 0xd800 && d < 0xe000;
      if (cs !== ds) return cs ? 1 : -1;
      return c < d ? -1 : 1;
    }
  }
  return s.length - t.length;
}

/** So many levels are compared by recursion, which allocates nothing; deeper ones by `compareDeep`. */
const MAX_NESTING = 50;

function compareNested(a: Term, b: Term, exact: boolean, nesting: number): number {
  if (nesting === 0) return compareDeep(a, b, exact);
  for (;;) {
    if (a === b) return 0;
    if (typeof a === "number") {
      if (typeof b === "number") return a < b ? -1 : 1;
    } else if (a instanceof Tuple2) {
      if (b instanceof Tuple2) {
        const h = a.e0;
        const k = b.e0;
        if (h !== k) {
          const c = typeof h === "number" && typeof k === "number" ? h - k : compareNested(h, k, exact, nesting - 1);
          if (c !== 0) return c;
        }
        if (--nesting === 0) return compareDeep(a.e1, b.e1, exact);
        const next: Term = a.e1;
        b = b.e1;
        a = next;
        continue;
      }
      return b instanceof Tuple ? 2 - arity(b) : compareLeaves(a, b, exact);
    } else if (a instanceof Atom) {
      if (b instanceof Atom) return compareAtoms(a, b);
    } else if (a instanceof Tuple) {
      if (b instanceof Tuple) return compareTuples(a, b, exact, nesting);
    } else if (a instanceof Cons) {
      if (b instanceof Cons && a !== NIL && b !== NIL) {
        let x: Cons = a;
        let y: Cons = b;
        for (;;) {
          const h = x.head;
          const k = y.head;
          if (h !== k) {
            const c = typeof h === "number" && typeof k === "number" ? h - k : compareNested(h, k, exact, nesting - 1);
            if (c !== 0) return c;
          }
          a = x.tail;
          b = y.tail;
          if (a === b) return 0;
          if (!(a instanceof Cons && b instanceof Cons) || a === NIL || b === NIL) break;
          x = a;
          y = b;
        }
        // The tails, of which one at least is no cell.
        continue;
      }
    } else if (isContainer(a)) {
      if (rank(a) === rank(b)) return compareDeep(a, b, exact);
    }
    return compareLeaves(a, b, exact);
  }
}

function compareTuples(a: Tuple, b: Tuple, exact: boolean, nesting: number): number {
  if (a instanceof Tuple3 && b instanceof Tuple3) {
    let c = compareNested(a.e0, b.e0, exact, nesting - 1);
    if (c === 0) c = compareNested(a.e1, b.e1, exact, nesting - 1);
    return c !== 0 ? c : compareNested(a.e2, b.e2, exact, nesting - 1);
  }
  const n = arity(a);
  const m = arity(b);
  if (n !== m) return n - m;
  for (let i = 0; i < n; i++) {
    const c = compareNested(element(a, i), element(b, i), exact, nesting - 1);
    if (c !== 0) return c;
  }
  return 0;
}

// -- Without recursion.

/** The answer where it needs no descent, else DEEP. */
const DEEP = 2;
function shallow(a: Term, b: Term): number {
  if (a === b) return 0;
  if (typeof a === "number" && typeof b === "number") return a < b ? -1 : 1;
  if (a instanceof Atom && b instanceof Atom) return compareAtoms(a, b) < 0 ? -1 : 1;
  return DEEP;
}

type Work = Term | readonly Term[] | boolean | number;

function compareDeep(a: Term, b: Term, exact: boolean): number {
  let stack: Work[] | undefined;
  for (;;) {
    let c = shallow(a, b);
    if (c === DEEP) {
      if (a instanceof Cons && b instanceof Cons && a !== NIL && b !== NIL) {
        do {
          c = shallow(a.head, b.head);
          if (c !== 0) break;
          a = a.tail;
          b = b.tail;
        } while (a instanceof Cons && b instanceof Cons && a !== NIL && b !== NIL && a !== b);
        if (c === DEEP) {
          stack ??= [];
          const x: Cons = a as Cons;
          const y: Cons = b as Cons;
          if (x.tail !== y.tail) stack.push(x.tail, y.tail, exact, -1);
          a = x.head;
          b = y.head;
          continue;
        }
        if (c !== 0) return c;
        // The spines ended or ran together: compare what is left.
        continue;
      }
      if (a instanceof Tuple2 && b instanceof Tuple2) {
        c = shallow(a.e0, b.e0);
        if (c === 0) {
          const next: Term = a.e1;
          b = b.e1;
          a = next;
          continue;
        }
        if (c !== DEEP) return c;
        stack ??= [];
        stack.push(a.e1, b.e1, exact, -1);
        a = a.e0;
        b = b.e0;
        continue;
      }
      if (isContainer(a) && rank(a) === rank(b)) {
        stack ??= [];
        c = descend(stack, a, b, exact);
      } else c = compareLeaves(a, b, exact);
    }
    if (c !== 0) return c;
    // Take up the next piece of work.
    if (stack === undefined || stack.length === 0) return 0;
    const i = stack.pop() as number;
    exact = stack.pop() as boolean;
    const y = stack.pop() as Work;
    const x = stack.pop() as Work;
    if (i < 0) {
      a = x as Term;
      b = y as Term;
      continue;
    }
    const xs = x as readonly Term[];
    const ys = y as readonly Term[];
    let j = i;
    let d = 0;
    while (j < xs.length && (d = shallow(xs[j] as Term, ys[j] as Term)) === 0) j++;
    if (d !== 0 && d !== DEEP) return d;
    // Equal so far: two equal atoms stand for "go on with the stack".
    a = b = NIL;
    if (j < xs.length) {
      if (j + 1 < xs.length) stack.push(xs, ys, exact, j + 1);
      a = xs[j] as Term;
      b = ys[j] as Term;
    }
  }
}

function isContainer(a: Term): boolean {
  return a instanceof Tuple || a instanceof ErlMap || a instanceof Fun || a instanceof NativeRecord;
}

/** Compares what is before the contents of two containers of the same kind; pushes the contents if that is equal. */
function descend(stack: Work[], a: Term, b: Term, exact: boolean): number {
  if (a instanceof Tuple) return descendTuple(stack, a, b as Tuple, exact);
  if (a instanceof ErlMap) return descendMap(stack, a, b as ErlMap, exact);
  if (a instanceof Fun) return descendFun(stack, a, b as Fun, exact);
  return descendRecord(stack, a as NativeRecord, b as NativeRecord, exact);
}

function descendTuple(stack: Work[], a: Tuple, b: Tuple, exact: boolean): number {
  const n = arity(a);
  const m = arity(b);
  if (n !== m) return n - m;
  if (a instanceof TupleN) {
    stack.push(a.elements, (b as TupleN).elements, exact, 0);
    return 0;
  }
  if (a instanceof Tuple3) {
    const y = b as Tuple3;
    stack.push(a.e2, y.e2, exact, -1, a.e1, y.e1, exact, -1, a.e0, y.e0, exact, -1);
    return 0;
  }
  for (let i = 0; i < n; i++) {
    const x = element(a, i);
    const y = element(b, i);
    const c = shallow(x, y);
    if (c === 0) continue;
    if (c !== DEEP) return c;
    if (i + 1 < n) stack.push(tupleToArray(a), tupleToArray(b), exact, i + 1);
    stack.push(x, y, exact, -1);
    return 0;
  }
  return 0;
}

/** Maps: by size, then by keys in ascending order, then by values in the order of the keys. */
function descendMap(stack: Work[], a: ErlMap, b: ErlMap, exact: boolean): number {
  const n = a.size;
  if (n !== b.size) return n - b.size;
  if (n === 0) return 0;
  let ka = a.keyArray();
  let kb = b.keyArray();
  let va = a.valueArray();
  let vb = b.valueArray();
  if (n > MAP_SMALL_LIMIT) {
    const pa = sortedOrder(ka);
    const pb = sortedOrder(kb);
    ka = permuted(ka, pa);
    kb = permuted(kb, pb);
    va = permuted(va, pa);
    vb = permuted(vb, pb);
  }
  stack.push(va, vb, exact, 0);
  if (ka !== kb) stack.push(ka, kb, true, 0);
  return 0;
}

/** Indices of `keys` in ascending order. */
export function sortedOrder(keys: readonly Term[]): number[] {
  const p = keys.map((_, i) => i);
  return p.sort((i, j) => compareExact(keys[i] as Term, keys[j] as Term));
}

function permuted(a: readonly Term[], p: readonly number[]): Term[] {
  return p.map((i) => a[i] as Term);
}

/** Local funs by module, index, hash and environment; external ones, which come after, by module, name and arity. */
function descendFun(stack: Work[], a: Fun, b: Fun, exact: boolean): number {
  const x = a.code;
  const y = b.code;
  if (x.external !== y.external) return x.external ? 1 : -1;
  const c = compareAtoms(x.module, y.module);
  if (c !== 0) return c;
  if (x.external) return compareAtoms(x.name, y.name) || x.arity - y.arity;
  if (x !== y) {
    if (x.index !== y.index) return x.index - y.index;
    if (x.oldUniq !== y.oldUniq) return x.oldUniq - y.oldUniq;
  }
  if (x.numFree !== y.numFree) return x.numFree - y.numFree;
  if (x.numFree > 0) stack.push(funEnv(a), funEnv(b), exact, 0);
  return 0;
}

/** Native records: by module, name, visibility, number of fields, field names as defined, then the values. */
function descendRecord(stack: Work[], a: NativeRecord, b: NativeRecord, exact: boolean): number {
  const x = a.definition;
  const y = b.definition;
  if (x !== y) {
    const c = compareAtoms(x.module, y.module) || compareAtoms(x.name, y.name);
    if (c !== 0) return c;
    if (x.exported !== y.exported) return x.exported ? 1 : -1;
    if (x.fields.length !== y.fields.length) return x.fields.length - y.fields.length;
    for (let i = 0; i < x.fields.length; i++) {
      const d = compareAtoms(x.fields[i] as Atom, y.fields[i] as Atom);
      if (d !== 0) return d;
    }
  }
  if (a.values.length > 0) stack.push(a.values, b.values, exact, 0);
  return 0;
}

/** Two terms of which at least one has no contents, or which differ in kind. */
function compareLeaves(a: Term, b: Term, exact: boolean): number {
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b, exact);
  const r = rank(a) - rank(b);
  if (r !== 0) return r;
  if (a instanceof Bits) return compareBits(a, b as Bits);
  if (a instanceof Pid) return comparePids(a, b as Pid);
  if (a instanceof Ref) return compareRefs(a, b as Ref);
  if (a instanceof Port) return comparePorts(a, b as Port);
  return 0;
}

function isNumber(a: Term): a is number | bigint | Float {
  return typeof a === "number" || typeof a === "bigint" || a instanceof Float;
}

/** Numbers by exact value, however they are represented. */
function compareNumbers(a: number | bigint | Float, b: number | bigint | Float, exact: boolean): number {
  if (a instanceof Float) {
    if (!(b instanceof Float)) {
      if (exact) return 1;
      return a.value < b ? -1 : a.value > b ? 1 : 0;
    }
    if (a.value !== b.value) return a.value < b.value ? -1 : 1;
    if (!exact || a.value !== 0) return 0;
    const x = Object.is(a.value, -0);
    const y = Object.is(b.value, -0);
    return x === y ? 0 : x ? -1 : 1;
  }
  if (b instanceof Float) {
    if (exact) return -1;
    return a < b.value ? -1 : a > b.value ? 1 : 0;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A local identifier's node sorts as the name it has before distribution starts. */
const NO_NODE = "nonode@nohost";

function compareNodes(a: Pid | Port | Ref, b: Pid | Port | Ref): number {
  if (a.node === b.node) return a.node === undefined ? 0 : a.creation - b.creation;
  const x = a.node === undefined ? NO_NODE : a.node.name;
  const y = b.node === undefined ? NO_NODE : b.node.name;
  return x < y ? -1 : x > y ? 1 : a.creation - b.creation;
}

function comparePids(a: Pid, b: Pid): number {
  if (a.serial !== b.serial) return a.serial - b.serial;
  if (a.id !== b.id) return a.id - b.id;
  return compareNodes(a, b);
}

function comparePorts(a: Port, b: Port): number {
  const c = compareNodes(a, b);
  if (c !== 0) return c;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** Word `i` of a reference; 0 above its words. */
function refWord(r: Ref, i: number): number {
  if (i === 0) return r.n0;
  if (i === 1) return r.n1;
  if (i === 2) return r.n2;
  return r.more?.[i - 3] ?? 0;
}

function compareRefs(a: Ref, b: Ref): number {
  const c = compareNodes(a, b);
  if (c !== 0) return c;
  for (let i = Math.max(a.words, b.words) - 1; i >= 0; i--) {
    const x = refWord(a, i);
    const y = refWord(b, i);
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}

/** Place of a term's kind in the standard order. */
function rank(t: Term): number {
  if (t instanceof Cons) return t === NIL ? 10 : 11;
  if (t instanceof Tuple) return 7;
  if (typeof t === "number" || typeof t === "bigint" || t instanceof Float) return 1;
  if (t instanceof Atom) return 2;
  if (t instanceof Bits) return 12;
  if (t instanceof ErlMap) return 9;
  if (t instanceof Pid) return 6;
  if (t instanceof Ref) return 3;
  if (t instanceof Fun) return 4;
  if (t instanceof Port) return 5;
  return 8;
}
