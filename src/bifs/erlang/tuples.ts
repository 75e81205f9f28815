/**
 * Tuples.
 * OTP: bif.c.
 */
import { type Bif, bifTable } from "../../runtime/bif.ts";
import type { Exec } from "../../runtime/exec.ts";
import type { Result } from "../../runtime/signal.ts";
import { Cons, listFromArray, NIL } from "../../term/list.ts";
import type { Term } from "../../term/term.ts";
import {
  arity,
  element,
  MAX_ARITY,
  Tuple,
  TupleN,
  tupleFromArray,
  tupleToArray,
  withElement,
} from "../../term/tuple.ts";

/** Elements that count as one reduction. */
const ELEMENTS_PER_REDUCTION = 16;

function element_2(x: Exec, i: Term, t: Term): Result {
  if (!(t instanceof Tuple) || typeof i !== "number" || i < 1 || i > arity(t)) return x.badarg();
  return element(t, i - 1);
}

function setelement_3(x: Exec, i: Term, t: Term, v: Term): Result {
  if (!(t instanceof Tuple) || typeof i !== "number" || i < 1 || i > arity(t)) return x.badarg();
  if (t instanceof TupleN) x.reds -= Math.floor(t.elements.length / ELEMENTS_PER_REDUCTION);
  return withElement(t, i - 1, v);
}

function tuple_size_1(x: Exec, t: Term): Result {
  return t instanceof Tuple ? arity(t) : x.badarg();
}

function isArity(n: Term): n is number {
  return typeof n === "number" && n >= 0 && n <= MAX_ARITY;
}

function make_tuple_2(x: Exec, n: Term, v: Term): Result {
  if (!isArity(n)) return x.badarg();
  x.reds -= Math.floor(n / ELEMENTS_PER_REDUCTION);
  x.made(n + 1);
  return tupleFromArray(new Array<Term>(n).fill(v));
}

function make_tuple_3(x: Exec, n: Term, v: Term, init: Term): Result {
  if (!isArity(n)) return x.badarg();
  const es = new Array<Term>(n).fill(v);
  let l = init;
  while (l instanceof Cons && l !== NIL) {
    const pair = l.head;
    if (!(pair instanceof Tuple) || arity(pair) !== 2) return x.badarg();
    const i = element(pair, 0);
    if (typeof i !== "number" || i < 1 || i > n) return x.badarg();
    es[i - 1] = element(pair, 1);
    l = l.tail;
  }
  if (l !== NIL) return x.badarg();
  x.reds -= Math.floor(n / ELEMENTS_PER_REDUCTION);
  x.made(n + 1);
  return tupleFromArray(es);
}

function append_element_2(x: Exec, t: Term, v: Term): Result {
  if (!(t instanceof Tuple) || arity(t) >= MAX_ARITY) return x.badarg();
  const es = tupleToArray(t);
  es.push(v);
  return tupleFromArray(es);
}

function insert_element_3(x: Exec, i: Term, t: Term, v: Term): Result {
  if (!(t instanceof Tuple) || typeof i !== "number" || i < 1 || i > arity(t) + 1 || arity(t) >= MAX_ARITY) {
    return x.badarg();
  }
  const es = tupleToArray(t);
  es.splice(i - 1, 0, v);
  return tupleFromArray(es);
}

function delete_element_2(x: Exec, i: Term, t: Term): Result {
  if (!(t instanceof Tuple) || typeof i !== "number" || i < 1 || i > arity(t)) return x.badarg();
  const es = tupleToArray(t);
  es.splice(i - 1, 1);
  return tupleFromArray(es);
}

function tuple_to_list_1(x: Exec, t: Term): Result {
  if (!(t instanceof Tuple)) return x.badarg();
  const es = t instanceof TupleN ? t.elements : tupleToArray(t);
  x.reds -= Math.floor(es.length / ELEMENTS_PER_REDUCTION);
  return listFromArray(es);
}

function list_to_tuple_1(x: Exec, l: Term): Result {
  const es: Term[] = [];
  let c = l;
  while (c instanceof Cons && c !== NIL) {
    if (es.length >= MAX_ARITY) return x.badarg();
    es.push(c.head);
    c = c.tail;
  }
  if (c !== NIL) return x.badarg();
  x.reds -= Math.floor(es.length / ELEMENTS_PER_REDUCTION);
  return tupleFromArray(es);
}

export const erlangTuples: readonly Bif[] = bifTable("erlang", {
  "element/2": { doc: "Element N of a tuple, from 1. badarg outside.", fn: element_2, guard: true },
  "setelement/3": { doc: "A tuple with another element N. badarg outside.", fn: setelement_3 },
  "tuple_size/1": { doc: "Number of elements. badarg unless a tuple.", fn: tuple_size_1, guard: true },
  "make_tuple/2": { doc: "A tuple of N equal elements. badarg for a wrong size.", fn: make_tuple_2 },
  "make_tuple/3": { doc: "As make_tuple/2, with some elements given as {Index, Value}.", fn: make_tuple_3 },
  "append_element/2": { doc: "A tuple with one more element at its end. badarg unless a tuple.", fn: append_element_2 },
  "insert_element/3": { doc: "A tuple with one more element at index N. badarg outside.", fn: insert_element_3 },
  "delete_element/2": { doc: "A tuple without element N. badarg outside.", fn: delete_element_2 },
  "tuple_to_list/1": { doc: "The elements as a list. badarg unless a tuple.", fn: tuple_to_list_1 },
  "list_to_tuple/1": {
    doc: "A tuple of a list's elements. badarg unless a proper list that is short enough.",
    fn: list_to_tuple_1,
  },
});
