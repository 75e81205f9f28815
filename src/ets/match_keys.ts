/**
 * What the heads of a match program say about keys: which objects of a table need a look at all.
 * OTP: analyze_pattern() in erl_db_hash.c and erl_db_tree.c; db_match_keeps_key() in erl_db_util.c.
 */
import { atoms, Atom } from "../term/atom.ts";
import { compare } from "../term/compare.ts";
import { equal, equalExact } from "../term/equal.ts";
import { Cons, NIL } from "../term/list.ts";
import { ErlMap } from "../term/map.ts";
import type { Term } from "../term/term.ts";
import { arity, element, Tuple, Tuple1, Tuple2, Tuple3 } from "../term/tuple.ts";
import type { Clause, Pattern } from "./match_spec.ts";
import { variableNumber } from "./match_spec.ts";
import type { Compass } from "./ordered_store.ts";

const A = atoms("_", "$_", "$$", "const", "element");

/** Where to look. */
export interface Reach {
  /** The only keys that can match; undefined: any. */
  readonly keys: readonly Term[] | undefined;
  /** Ordered tables: the range of keys that can match. */
  readonly compass: Compass | undefined;
}

const EVERYWHERE: Reach = { keys: undefined, compass: undefined };

/** The reach of a program in a table with the key at `keyIndex` (from 0). */
export function reachOf(clauses: readonly Clause[], keyIndex: number, ordered: boolean): Reach {
  const keys: Term[] = [];
  let compass: Compass | undefined;
  for (const { head } of clauses) {
    if (head.kind === "any" || head.kind === "bind") return EVERYWHERE;
    const p = keyPattern(head, keyIndex);
    if (p === undefined) continue;
    if (p.kind !== "equal") {
      if (ordered && clauses.length === 1) compass = prefixCompass(p);
      return compass === undefined ? EVERYWHERE : { keys: undefined, compass };
    }
    if (!keys.some((k) => (ordered ? equal(k, p.value) : equalExact(k, p.value)))) keys.push(p.value);
  }
  // Objects are shown in the order of their keys.
  if (ordered) keys.sort(compare);
  return { keys, compass: undefined };
}

/** The pattern of the key in a head; undefined: the head matches no object. */
function keyPattern(head: Pattern, keyIndex: number): Pattern | undefined {
  if (head.kind === "tuple") return head.items[keyIndex];
  if (head.kind === "equal" && head.value instanceof Tuple && keyIndex < arity(head.value)) {
    return { kind: "equal", value: element(head.value, keyIndex) };
  }
  return undefined;
}

/** The range of keys that agree with a tuple pattern as far as its first elements are bound. */
function prefixCompass(p: Pattern): Compass | undefined {
  if (p.kind !== "tuple") return undefined;
  const n = p.items.length;
  const prefix: Term[] = [];
  for (const item of p.items) {
    if (item.kind !== "equal") break;
    prefix.push(item.value);
  }
  if (prefix.length === 0) return undefined;
  // Tuples of this size stand together; within them the first elements decide.
  return (key) => {
    if (!(key instanceof Tuple)) return kindBelowTuple(key) ? -1 : 1;
    if (arity(key) !== n) return arity(key) - n;
    for (let i = 0; i < prefix.length; i++) {
      const c = compare(element(key, i), prefix[i] as Term);
      if (c !== 0) return c;
    }
    return 0;
  };
}

/** Does a term that is no tuple sort before tuples? */
function kindBelowTuple(t: Term): boolean {
  return compare(t, EMPTY) < 0;
}
const EMPTY: Term = new Tuple1(0);

/**
 * Does every clause give back an object with the key it matched? As OTP judges it from the text of `spec`, a well-formed
 * specification: `ets:select_replace/2` demands it.
 */
export function keepsKeys(spec: Term, keypos: number): boolean {
  for (let l = spec; l instanceof Cons && l !== NIL; l = l.tail) {
    const c = l.head as Tuple3;
    if (!keepsKey(c.e0, c.e2, keypos)) return false;
  }
  return true;
}

function keyOf(t: Term, keypos: number): Term | undefined {
  return t instanceof Tuple && arity(t) >= keypos ? element(t, keypos - 1) : undefined;
}

function keepsKey(head: Term, body: Term, keypos: number): boolean {
  if (!(body instanceof Cons) || body === NIL || body.tail !== NIL) return false;
  const result = body.head;
  if (result === A.$_) return true;
  const key = keyOf(head, keypos);
  if (key === undefined) return false;
  let constant = false;
  let object: Term;
  if (result instanceof Tuple2 && result.e0 === A.const) {
    constant = true;
    object = result.e1;
  } else if (result instanceof Tuple1) object = result.e0;
  else return false;
  const newKey = keyOf(object, keypos);
  if (newKey === undefined) return false;
  if (buildsSame(key, newKey, constant)) return true;
  return !constant && newKey instanceof Tuple3 && newKey.e0 === A.element && newKey.e1 === keypos && newKey.e2 === A.$_;
}

/** Does the expression `b` always make the term that the pattern `a` has matched? */
function buildsSame(a: Term, b: Term, constant: boolean): boolean {
  const stack: [Term, Term, boolean][] = [[a, b, constant]];
  while (stack.length > 0) {
    let [p, e, quoted] = stack.pop() as [Term, Term, boolean];
    if (e instanceof Cons && e !== NIL) {
      if (!(p instanceof Cons) || p === NIL) return false;
      stack.push([p.tail, e.tail, quoted], [p.head, e.head, quoted]);
      continue;
    }
    if (e instanceof Tuple) {
      if (!quoted) {
        if (e instanceof Tuple1 && e.e0 instanceof Tuple) e = e.e0;
        else if (e instanceof Tuple2 && e.e0 === A.const) {
          stack.push([p, e.e1, true]);
          continue;
        } else return false;
      }
      if (!(p instanceof Tuple) || arity(p) !== arity(e)) return false;
      for (let i = arity(e) - 1; i >= 0; i--) stack.push([element(p, i), element(e, i), quoted]);
      continue;
    }
    if (e instanceof ErlMap) return false;
    if (!equalExact(p, e)) return false;
    if (p instanceof Atom) {
      if (p === A._ || p === A.$$ || p === A.$_ || (quoted && variableNumber(p) >= 0)) return false;
    }
  }
  return true;
}
