/**
 * lists: what OTP has in C, and the list operators and guards of erlang.
 *
 * Invariant: linear, but for keys with contents of their own; no recursion. Of a long list STEP_CELLS cells are seen to,
 * then others may run.
 * OTP: erl_bif_lists.c.
 */
import { type Bif, bifTable } from "../runtime/bif.ts";
import type { Exec } from "../runtime/exec.ts";
import { badargLate, inSteps, type LongWork, STEP_CELLS } from "../runtime/long_work.ts";
import { nativePoint } from "../runtime/point.ts";
import { SIGNAL, type Result } from "../runtime/signal.ts";
import { isInteger } from "../term/arith.ts";
import { Atom, atoms, FALSE, TRUE } from "../term/atom.ts";
import { equal, equalExact, equalExact25 } from "../term/equal.ts";
import { hashTerm } from "../term/hash.ts";
import { Cons, NIL } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import { arity, element, Tuple, Tuple2, Tuple3, tuple2 } from "../term/tuple.ts";

const A = atoms("value");

/** Cells that count as one reduction, also of a list that turns out to be improper: a loop may catch the badarg. */
const CELLS_PER_REDUCTION = 16;

function charge(x: Exec, cells: number): void {
  x.reds -= (cells / CELLS_PER_REDUCTION) | 0;
}

function reverse_2(x: Exec, list: Term, tail: Term): Result {
  return reverse(x, list, tail, list, tail);
}

/** Goes on with the rest `l` of `list`, what came before it being reversed already. */
function reverse(x: Exec, l: Term, out: Term, list: Term, tail: Term): Result {
  let n = 0;
  while (l instanceof Cons && l !== NIL) {
    if (n === STEP_CELLS) return x.yield(REVERSE, l, out, list, tail);
    out = new Cons(l.head, out);
    l = l.tail;
    n++;
  }
  charge(x, n);
  return l === NIL ? out : x.badarg();
}

const REVERSE = nativePoint("lists:reverse/rest", 4, (x, _r, f, at) => {
  const [list, tail] = [f[at + 3] as Term, f[at + 4] as Term];
  return late(x, reverse(x, f[at + 1] as Term, f[at + 2] as Term, list, tail), "lists", "reverse", list, tail);
});

/** What is left of a BIF ends with `r`. */
function late(x: Exec, r: Result, module: string, name: string, ...args: Term[]): Result {
  return r === SIGNAL && x.raising ? badargLate(x, module, name, ...args) : r;
}

function member_2(x: Exec, t: Term, list: Term): Result {
  // Identity decides for numbers and atoms.
  return typeof t === "number" || t instanceof Atom ? memberSame(x, t, list, list) : memberEqual(x, t, list, list);
}

function memberSame(x: Exec, t: Term, l: Term, list: Term): Result {
  let n = 0;
  while (l instanceof Cons && l !== NIL) {
    if (l.head === t) {
      charge(x, n);
      return TRUE;
    }
    if (n === STEP_CELLS) return x.yield(MEMBER_SAME, t, l, list);
    l = l.tail;
    n++;
  }
  charge(x, n);
  return l === NIL ? FALSE : x.badarg();
}

const MEMBER_SAME = nativePoint("lists:member/same", 3, (x, _r, f, at) => {
  const [t, list] = [f[at + 1] as Term, f[at + 3] as Term];
  return late(x, memberSame(x, t, f[at + 2] as Term, list), "lists", "member", t, list);
});

function memberEqual(x: Exec, t: Term, l: Term, list: Term): Result {
  const same = x.vm.release.signedZeroDiffers ? equalExact : equalExact25;
  let n = 0;
  while (l instanceof Cons && l !== NIL) {
    if (same(t, l.head)) {
      charge(x, n);
      return TRUE;
    }
    if (n === STEP_CELLS) return x.yield(MEMBER_EQUAL, t, l, list);
    l = l.tail;
    n++;
  }
  charge(x, n);
  return l === NIL ? FALSE : x.badarg();
}

const MEMBER_EQUAL = nativePoint("lists:member/equal", 3, (x, _r, f, at) => {
  const [t, list] = [f[at + 1] as Term, f[at + 3] as Term];
  return late(x, memberEqual(x, t, f[at + 2] as Term, list), "lists", "member", t, list);
});

/** Element `i` (from 0) of `t` if it is a tuple that has one, else undefined. */
function keyOf(t: Term, i: number): Term | undefined {
  if (t instanceof Tuple2) return i === 0 ? t.e0 : i === 1 ? t.e1 : undefined;
  if (t instanceof Tuple3) return i === 0 ? t.e0 : i === 1 ? t.e1 : i === 2 ? t.e2 : undefined;
  return t instanceof Tuple && i < arity(t) ? element(t, i) : undefined;
}

/** One more than the largest small integer of OTP. */
const MAX_SMALL = 1n << 59n;

/** What a key search gives for the tuple that it finds. */
const enum Find {
  Tuple,
  Member,
  Value,
}

const FIND_NAMES = ["keyfind", "keymember", "keysearch"] as const;

/** Looks for the first tuple whose element `n` equals `key` in the rest `l` of `list`. */
function findKey(x: Exec, what: Find, key: Term, n: Term, l: Term, list: Term): Result {
  // Any small integer of OTP will do, though no tuple is so large.
  if (!isInteger(n) || n < 1 || n >= MAX_SMALL) return x.badarg();
  const i = Number(n) - 1;
  const atom = key instanceof Atom;
  let count = 0;
  while (l instanceof Cons && l !== NIL) {
    const t = l.head;
    const k = keyOf(t, i);
    if (k === key || (!atom && k !== undefined && equal(k, key))) {
      charge(x, count);
      return what === Find.Tuple ? t : what === Find.Member ? TRUE : tuple2(A.value, t);
    }
    if (count === STEP_CELLS) return x.yield(FIND, what, key, n, l, list);
    l = l.tail;
    count++;
  }
  charge(x, count);
  return l === NIL ? FALSE : x.badarg();
}

const FIND = nativePoint("lists:keyfind/rest", 5, (x, _r, f, at) => {
  const what = f[at + 1] as Find;
  const [key, n, list] = [f[at + 2] as Term, f[at + 3] as Term, f[at + 5] as Term];
  return late(x, findKey(x, what, key, n, f[at + 4] as Term, list), "lists", FIND_NAMES[what] as string, key, n, list);
});

function keyfind_3(x: Exec, key: Term, n: Term, list: Term): Result {
  return findKey(x, Find.Tuple, key, n, list, list);
}

function keymember_3(x: Exec, key: Term, n: Term, list: Term): Result {
  return findKey(x, Find.Member, key, n, list, list);
}

function keysearch_3(x: Exec, key: Term, n: Term, list: Term): Result {
  return findKey(x, Find.Value, key, n, list, list);
}

// -- erlang.

function hd_1(x: Exec, l: Term): Result {
  return l instanceof Cons && l !== NIL ? l.head : x.badarg();
}

function tl_1(x: Exec, l: Term): Result {
  return l instanceof Cons && l !== NIL ? l.tail : x.badarg();
}

function length_1(x: Exec, list: Term): Result {
  let l = list;
  let n = 0;
  while (l instanceof Cons && l !== NIL) {
    l = l.tail;
    n++;
  }
  charge(x, n);
  if (l !== NIL) return x.badarg();
  return n;
}

function append_2(x: Exec, a: Term, b: Term): Result {
  if (a === NIL) return b;
  if (!(a instanceof Cons)) return x.badarg();
  const first = new Cons(a.head, NIL);
  return append(x, a.tail, first, first, a, b);
}

/** Goes on with the rest `l` of `a`, what came before it being copied to the cells from `first` to `last`. */
function append(x: Exec, l: Term, first: Cons, last: Cons, a: Term, b: Term): Result {
  let n = 1;
  while (l instanceof Cons && l !== NIL) {
    if (n === STEP_CELLS) return x.yield(APPEND, l, first, last, a, b);
    const cell = new Cons(l.head, NIL);
    last.tail = cell;
    last = cell;
    l = l.tail;
    n++;
  }
  charge(x, n);
  if (l !== NIL) return x.badarg();
  last.tail = b;
  return first;
}

const APPEND = nativePoint("erlang:++/rest", 5, (x, _r, f, at) => {
  const a = f[at + 4] as Term;
  const b = f[at + 5] as Term;
  const r = append(x, f[at + 1] as Term, f[at + 2] as Cons, f[at + 3] as Cons, a, b);
  return late(x, r, "erlang", "++", a, b);
});

/** How often each term may still be taken away; terms by identity where that decides, else by hash. */
class Bag {
  private readonly simple = new Map<Term, number>();
  private readonly others = new Map<number, { readonly term: Term; count: number }[]>();
  private readonly same: (a: Term, b: Term) => boolean;
  /** Terms left in it. */
  size = 0;

  constructor(same: (a: Term, b: Term) => boolean) {
    this.same = same;
  }

  add(t: Term): void {
    this.size++;
    if (typeof t === "number" || t instanceof Atom) {
      this.simple.set(t, (this.simple.get(t) ?? 0) + 1);
      return;
    }
    const h = hashTerm(t);
    const bucket = this.others.get(h);
    if (bucket === undefined) this.others.set(h, [{ term: t, count: 1 }]);
    else {
      const e = bucket.find((b) => this.same(b.term, t));
      if (e === undefined) bucket.push({ term: t, count: 1 });
      else e.count++;
    }
  }

  /** Takes one `t` out; false: there is none. */
  take(t: Term): boolean {
    if (typeof t === "number" || t instanceof Atom) {
      const n = this.simple.get(t);
      if (n === undefined || n === 0) return false;
      this.simple.set(t, n - 1);
      this.size--;
      return true;
    }
    if (this.others.size === 0) return false;
    const e = this.others.get(hashTerm(t))?.find((b) => this.same(b.term, t));
    if (e === undefined || e.count === 0) return false;
    e.count--;
    this.size--;
    return true;
  }
}

function subtract_2(x: Exec, a: Term, b: Term): Result {
  const lengthA = properLength(a);
  const lengthB = properLength(b);
  if (lengthA < 0 || lengthB < 0) return x.badarg();
  charge(x, lengthA + lengthB);
  if (lengthA === 0 || lengthB === 0) return a;
  const same = x.vm.release.signedZeroDiffers ? equalExact : equalExact25;
  return inSteps(x, new Subtraction(a as Cons, b as Cons, same), "erlang", "--", a, b);
}

class Subtraction implements LongWork {
  private readonly bag: Bag;
  private toAdd: Cons;
  private rest: Cons;
  private readonly first = new Cons(NIL, NIL);
  private last = this.first;
  constructor(a: Cons, b: Cons, same: (a: Term, b: Term) => boolean) {
    this.rest = a;
    this.toAdd = b;
    this.bag = new Bag(same);
  }
  step(): Term | undefined {
    const { bag } = this;
    let n = 0;
    for (; this.toAdd !== NIL; this.toAdd = this.toAdd.tail as Cons) {
      if (n++ === STEP_CELLS) return undefined;
      bag.add(this.toAdd.head);
    }
    let l = this.rest;
    for (; l !== NIL && bag.size > 0; l = l.tail as Cons) {
      if (n++ === STEP_CELLS) {
        this.rest = l;
        return undefined;
      }
      if (bag.take(l.head)) continue;
      const cell = new Cons(l.head, NIL);
      this.last.tail = cell;
      this.last = cell;
    }
    // Nothing is left to take away: the rest can be shared.
    this.last.tail = l;
    return this.first.tail;
  }
}

function properLength(list: Term): number {
  let l = list;
  let n = 0;
  while (l instanceof Cons && l !== NIL) {
    l = l.tail;
    n++;
  }
  return l === NIL ? n : -1;
}

export const listsBifs: readonly Bif[] = bifTable("lists", {
  "reverse/2": { doc: "A list reversed onto a tail. badarg unless it is proper.", fn: reverse_2 },
  "member/2": { doc: "Whether a term is an element (=:=). badarg for an improper list.", fn: member_2 },
  "keyfind/3": {
    doc: "The first tuple whose element N == Key, or false. badarg for a wrong N or list.",
    fn: keyfind_3,
  },
  "keymember/3": { doc: "Whether a tuple's element N == Key. badarg as keyfind/3.", fn: keymember_3 },
  "keysearch/3": { doc: "As keyfind/3, as {value, Tuple}.", fn: keysearch_3 },
});

export const erlangLists: readonly Bif[] = bifTable("erlang", {
  "hd/1": { doc: "Head of a cell. badarg otherwise.", fn: hd_1, guard: true },
  "tl/1": { doc: "Tail of a cell. badarg otherwise.", fn: tl_1, guard: true },
  "length/1": { doc: "Length of a proper list. badarg otherwise.", fn: length_1, guard: true },
  "++/2": { doc: "A proper list in front of any term. badarg otherwise.", fn: append_2 },
  "append/2": { doc: "As `++`.", fn: append_2 },
  "--/2": {
    doc: "The first list without one occurrence of each element of the second. badarg unless both are proper.",
    fn: subtract_2,
  },
  "subtract/2": { doc: "As `--`.", fn: subtract_2 },
});
