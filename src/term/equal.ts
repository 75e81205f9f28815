/**
 * Equality of terms: `equalExact` is `=:=`, `equal` is `==`.
 *
 * Before OTP 27, `0.0 =:= -0.0` was true: `equalExact25`. Keys of maps are always compared by the new rule.
 * Deep terms go through an explicit stack: `x, y, mode, i`; for `i` < 0 the terms `x` and `y`, otherwise the arrays
 * `x` and `y` from index `i` on.
 * OTP: eq() in utils.c.
 */
import { Atom } from "./atom.ts";
import { Bits, equalBits } from "./bits.ts";
import { Float } from "./float.ts";
import { Fun, funEnv } from "./fun.ts";
import { Pid, Port, Ref } from "./identifier.ts";
import { Cons, NIL } from "./list.ts";
import { ErlMap, MAP_SMALL_LIMIT } from "./map.ts";
import { NativeRecord } from "./native_record.ts";
import type { Sameness } from "./sameness.ts";
import type { Term } from "./term.ts";
import { arity, element, Tuple, Tuple2, TupleN } from "./tuple.ts";

const EXACT = 0;
const EXACT_25 = 1;
const ARITHMETIC = 2;

/** Parts seen, in any comparison so far, that are the same and hold more than is compared. */
let opaque = 0;

class Comparison implements Sameness {
  readonly mode: number;
  readonly shares: boolean;
  constructor(mode: number, shares: boolean) {
    this.mode = mode;
    this.shares = shares;
  }
  get opaque(): number {
    return opaque;
  }
  same(a: Term, b: Term, nesting: number): boolean {
    return equalNested(a, b, this, nesting);
  }
  get ofKeys(): Sameness {
    return BY_EXACT;
  }
}
const BY_EXACT = new Comparison(EXACT, true);
const BY_EXACT_25 = new Comparison(EXACT_25, true);
const BY_VALUE = new Comparison(ARITHMETIC, false);

/** `a =:= b`: 1 and 1.0 differ, 0.0 and -0.0 differ. */
export function equalExact(a: Term, b: Term): boolean {
  if (a === b) return true;
  // Small numbers are equal only when they are the same.
  if (typeof a === "number" || typeof b === "number") return false;
  return equalNested(a, b, BY_EXACT, MAX_NESTING);
}

/** `a =:= b` before OTP 27: 0.0 and -0.0 are equal. */
export function equalExact25(a: Term, b: Term): boolean {
  if (a === b) return true;
  if (typeof a === "number" || typeof b === "number") return false;
  return equalNested(a, b, BY_EXACT_25, MAX_NESTING);
}

/** `a == b`: an integer equals the float of the same value, also inside terms (but not inside keys of maps). */
export function equal(a: Term, b: Term): boolean {
  if (a === b) return true;
  if (typeof a === "number" && typeof b === "number") return false;
  return equalNested(a, b, BY_VALUE, MAX_NESTING);
}

/** So many levels are compared by recursion, which allocates nothing; deeper ones by `equalDeep`. */
const MAX_NESTING = 50;

function equalNested(a: Term, b: Term, c: Comparison, nesting: number): boolean {
  if (nesting === 0) return equalDeep(a, b, c.mode);
  for (;;) {
    if (a === b) return true;
    if (typeof a === "number") return c.mode === ARITHMETIC && equalNumbers(a, b);
    if (a instanceof Tuple2) {
      if (!(b instanceof Tuple2)) return false;
      if (a.e0 !== b.e0 && !equalNested(a.e0, b.e0, c, nesting - 1)) return false;
      if (a.e1 === b.e1) return true;
      if (--nesting === 0) return equalDeep(a.e1, b.e1, c.mode);
      const next: Term = a.e1;
      b = b.e1;
      a = next;
      continue;
    }
    if (!(a instanceof Cons)) {
      if (a instanceof Atom) return false;
      if (a instanceof Tuple) return b instanceof Tuple && a.sameElements(b, c, nesting - 1);
      if (a instanceof ErlMap) return b instanceof ErlMap && a.size === b.size && a.sameValues(b, c, nesting - 1);
      if (a instanceof Fun || a instanceof NativeRecord) return equalDeep(a, b, c.mode);
      return equalLeaves(a, b, c.mode);
    }
    if (!(b instanceof Cons) || a === NIL || b === NIL) return false;
    let x: Cons = a;
    let y: Cons = b;
    for (;;) {
      if (x.head !== y.head) {
        const before = opaque;
        if (!equalNested(x.head, y.head, c, nesting - 1)) return false;
        if (opaque === before && c.shares) y.head = x.head;
      }
      a = x.tail;
      b = y.tail;
      if (a === b) return true;
      if (!(a instanceof Cons && b instanceof Cons) || a === NIL || b === NIL) break;
      x = a;
      y = b;
    }
    // The tails, of which one at least is no cell.
  }
}

// -- Without recursion.

type Work = Term | readonly Term[] | number;

/** Equal by one look: true and false; undefined where it takes a descent. */
function shallow(a: Term, b: Term, mode: number): boolean | undefined {
  if (a === b) return true;
  if (a instanceof Atom || b instanceof Atom) return false;
  if (typeof a === "number" || typeof b === "number") return mode === ARITHMETIC ? equalNumbers(a, b) : false;
  return undefined;
}

function equalDeep(a: Term, b: Term, mode: number): boolean {
  // What it compares does not share parts.
  opaque++;
  let stack: Work[] | undefined;
  for (;;) {
    let same = shallow(a, b, mode);
    if (same === undefined) {
      if (a instanceof Cons) {
        if (!(b instanceof Cons) || a === NIL || b === NIL) return false;
        // Along both spines, as long as the heads are equal by one look.
        let x: Cons = a;
        let y: Cons = b;
        while ((same = shallow(x.head, y.head, mode)) === true) {
          const s: Term = x.tail;
          const t: Term = y.tail;
          if (s === t || !(s instanceof Cons && t instanceof Cons) || s === NIL || t === NIL) {
            a = s;
            b = t;
            break;
          }
          x = s;
          y = t;
        }
        if (same === false) return false;
        if (same === undefined) {
          stack ??= [];
          if (x.tail !== y.tail) stack.push(x.tail, y.tail, mode, -1);
          a = x.head;
          b = y.head;
        }
        continue;
      } else if (a instanceof Tuple2) {
        if (!(b instanceof Tuple2)) return false;
        same = shallow(a.e0, b.e0, mode);
        if (same === false) return false;
        if (same === undefined) {
          stack ??= [];
          stack.push(a.e1, b.e1, mode, -1);
          a = a.e0;
          b = b.e0;
        } else {
          const next: Term = a.e1;
          b = b.e1;
          a = next;
        }
        continue;
      } else if (a instanceof Tuple || a instanceof ErlMap || a instanceof Fun || a instanceof NativeRecord) {
        stack ??= [];
        if (!descend(stack, a, b, mode)) return false;
      } else if (!equalLeaves(a, b, mode)) return false;
    } else if (!same) return false;
    if (stack === undefined || stack.length === 0) return true;
    const i = stack.pop() as number;
    mode = stack.pop() as number;
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
    same = true;
    while (j < xs.length && (same = shallow(xs[j] as Term, ys[j] as Term, mode)) === true) j++;
    if (same === false) return false;
    a = b = NIL;
    if (j < xs.length) {
      if (j + 1 < xs.length) stack.push(xs, ys, mode, j + 1);
      a = xs[j] as Term;
      b = ys[j] as Term;
    }
  }
}

/** Compares everything but the contents of two containers and pushes those; false: not equal. */
function descend(stack: Work[], a: Tuple | ErlMap | Fun | NativeRecord, b: Term, mode: number): boolean {
  if (a instanceof Tuple) {
    if (!(b instanceof Tuple)) return false;
    if (a instanceof TupleN) {
      if (!(b instanceof TupleN) || a.elements.length !== b.elements.length) return false;
      stack.push(a.elements, b.elements, mode, 0);
      return true;
    }
    const n = arity(a);
    if (arity(b) !== n) return false;
    for (let i = 0; i < n; i++) {
      const x = element(a, i);
      const y = element(b, i);
      const same = shallow(x, y, mode);
      if (same === false) return false;
      if (same === undefined) stack.push(x, y, mode, -1);
    }
    return true;
  }
  if (a instanceof ErlMap) return b instanceof ErlMap && descendMap(stack, a, b, mode);
  if (a instanceof Fun) return b instanceof Fun && descendFun(stack, a, b, mode);
  if (!(b instanceof NativeRecord)) return false;
  const x = a.definition;
  const y = b.definition;
  if (x !== y) {
    if (x.module !== y.module || x.name !== y.name || x.exported !== y.exported) return false;
    if (x.fields.length !== y.fields.length) return false;
    for (let i = 0; i < x.fields.length; i++) if (x.fields[i] !== y.fields[i]) return false;
  }
  stack.push(a.values, b.values, mode, 0);
  return true;
}

function descendMap(stack: Work[], a: ErlMap, b: ErlMap, mode: number): boolean {
  const n = a.size;
  if (n !== b.size) return false;
  const keys = a.keyArray();
  const values = a.valueArray();
  if (n <= MAP_SMALL_LIMIT) {
    // Both are sorted by the same order.
    const others = b.keyArray();
    stack.push(values, b.valueArray(), mode, 0);
    if (keys !== others) stack.push(keys, others, EXACT, 0);
    return true;
  }
  for (let i = 0; i < n; i++) {
    const y = b.get(keys[i] as Term);
    if (y === undefined) return false;
    const x = values[i] as Term;
    const same = shallow(x, y, mode);
    if (same === false) return false;
    if (same === undefined) stack.push(x, y, mode, -1);
  }
  return true;
}

function descendFun(stack: Work[], a: Fun, b: Fun, mode: number): boolean {
  const x = a.code;
  const y = b.code;
  if (x !== y) {
    if (x.external !== y.external || x.module !== y.module) return false;
    if (x.external) return x.name === y.name && x.arity === y.arity;
    if (x.index !== y.index || x.oldUniq !== y.oldUniq || x.arity !== y.arity || x.numFree !== y.numFree) return false;
    for (let i = 0; i < 16; i++) if (x.uniq[i] !== y.uniq[i]) return false;
  }
  if (x.numFree > 0) stack.push(funEnv(a), funEnv(b), mode, 0);
  return true;
}

function equalLeaves(a: Term, b: Term, mode: number): boolean {
  if (a instanceof Float) {
    if (mode === EXACT_25) opaque++;
    if (b instanceof Float)
      return a.value === b.value && (mode !== EXACT || a.value !== 0 || Object.is(a.value, b.value));
    return mode === ARITHMETIC && equalNumbers(a, b);
  }
  if (typeof a === "bigint") return mode === ARITHMETIC && equalNumbers(a, b);
  opaque++;
  if (a instanceof Bits) return b instanceof Bits && equalBits(a, b);
  if (a instanceof Pid) return b instanceof Pid && a.id === b.id && a.serial === b.serial && sameNode(a, b);
  if (a instanceof Ref) return b instanceof Ref && equalRefs(a, b);
  if (a instanceof Port) return b instanceof Port && a.id === b.id && sameNode(a, b);
  return false;
}

function sameNode(a: Pid | Port | Ref, b: Pid | Port | Ref): boolean {
  return a.node === b.node && (a.node === undefined || a.creation === b.creation);
}

/** Missing words count as zero, as in the order of references. */
function equalRefs(a: Ref, b: Ref): boolean {
  if (a.n0 !== b.n0 || a.n1 !== b.n1 || a.n2 !== b.n2 || !sameNode(a, b)) return false;
  if (a.more === undefined && b.more === undefined) return true;
  for (let i = 0; i < 2; i++) if ((a.more?.[i] ?? 0) !== (b.more?.[i] ?? 0)) return false;
  return true;
}

function equalNumbers(a: Term, b: Term): boolean {
  const x = a instanceof Float ? a.value : a;
  const y = b instanceof Float ? b.value : b;
  if ((typeof x === "number" || typeof x === "bigint") && (typeof y === "number" || typeof y === "bigint")) {
    // Loose equality of a number and a bigint is by exact value.
    // biome-ignore lint/suspicious/noDoubleEquals: see above
    return x == y;
  }
  return false;
}
