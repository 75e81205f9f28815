/**
 * Lists: cons cells and NIL. NIL is one distinguished instance of the same class, so that a walk over a list
 * stays monomorphic; test for it with `=== NIL`, for a cell with `x instanceof Cons && x !== NIL`.
 * Invariant: cells are immutable once they can be seen by a program (a modulo-cons hole is filled before).
 */
import type { Term } from "./term.ts";

export class Cons {
  head: Term;
  tail: Term;
  constructor(head: Term, tail: Term) {
    this.head = head;
    this.tail = tail;
  }
}
Object.setPrototypeOf(Cons.prototype, null);

export const NIL = new Cons(0, 0);
// NIL's own fields point to itself: a careless walk past the end loops on Erlang terms instead of reading `undefined`.
NIL.head = NIL;
NIL.tail = NIL;

export function cons(head: Term, tail: Term): Cons {
  return new Cons(head, tail);
}

/** True for a non-empty list cell (whose tail may be improper). */
export function isCons(x: unknown): x is Cons {
  return x instanceof Cons && x !== NIL;
}

/** `[items... | tail]`. */
export function listFromArray(items: readonly Term[], tail: Term = NIL): Term {
  let l = tail;
  for (let i = items.length - 1; i >= 0; i--) l = new Cons(items[i] as Term, l);
  return l;
}

export function list(...items: Term[]): Cons {
  return listFromArray(items) as Cons;
}

/** The elements of a proper list; undefined when `l` is not one. */
export function listToArray(l: Term): Term[] | undefined {
  const out: Term[] = [];
  while (l instanceof Cons) {
    if (l === NIL) return out;
    out.push(l.head);
    l = l.tail;
  }
  return undefined;
}

/** Length of a proper list; -1 when `l` is not one. */
export function listLength(l: Term): number {
  let n = 0;
  while (l instanceof Cons) {
    if (l === NIL) return n;
    n++;
    l = l.tail;
  }
  return -1;
}

/** A character list of the code points of `s`. */
export function listFromString(s: string): Cons {
  let l: Cons = NIL;
  for (let i = s.length - 1; i >= 0; i--) {
    let c = s.charCodeAt(i);
    if (c >= 0xdc00 && c < 0xe000 && i > 0) c = s.codePointAt(--i) as number;
    l = new Cons(c, l);
  }
  return l;
}
