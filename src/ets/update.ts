/**
 * `ets:update_counter` and `ets:update_element`: all operations are checked before the first takes effect.
 * OTP: do_update_counter(), do_update_element() in erl_db.c.
 */
import { atoms } from "../term/atom.ts";
import { add, isInteger, LIMIT } from "../term/arith.ts";
import { compare } from "../term/compare.ts";
import { Cons, cons, listFromArray, NIL } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import {
  arity,
  element,
  Tuple,
  Tuple2,
  Tuple4,
  tuple2,
  tupleFromArray,
  tupleToArray,
  withElement,
} from "../term/tuple.ts";
import type { Exec } from "../runtime/exec.ts";
import type { Result } from "../runtime/signal.ts";
import type { Table } from "./table.ts";

const A = atoms("true", "false", "table_type", "keypos", "position", "badkey", "default");

/**
 * The object `old`, or `fallback` with `key` put in if there is none. undefined with the cause noted: `fallback` is too short,
 * which newer releases look at in any case.
 */
function objectOr(
  x: Exec,
  t: Table,
  key: Term,
  old: Tuple | undefined,
  fallback: Tuple | undefined,
): Tuple | undefined {
  const { newerEts } = x.vm.release;
  if (fallback !== undefined && arity(fallback) < t.keypos && (newerEts || old === undefined)) {
    x.cause = newerEts ? A.default : A.position;
    return undefined;
  }
  return old ?? withElement(fallback as Tuple, t.keypos - 1, key);
}

/** update_counter of a key by `op`: an increment, an operation or a list of operations. badarg. */
export function updateCounter(x: Exec, t: Table, key: Term, op: Term, fallback: Tuple | undefined): Result {
  if (!t.isSet) return x.badargCause(A.table_type);
  const old = t.store.get(key);
  if (old === undefined && fallback === undefined) return x.badargCause(A.badkey);
  const object = objectOr(x, t, key, old, fallback);
  if (object === undefined) return x.badarg();
  // The one form that almost every caller uses.
  if (typeof op === "number" && old !== undefined) {
    const i = t.keypos;
    const n = i < arity(old) ? element(old, i) : undefined;
    if (typeof n === "number") {
      const sum = n + op;
      if (Number.isSafeInteger(sum)) {
        t.store.replace(withElement(old, i, sum));
        return sum;
      }
    }
  }
  const asList = !isInteger(op) && !(op instanceof Tuple);
  const ops = isInteger(op) ? cons(tuple2(t.keypos + 1, op), NIL) : op instanceof Tuple ? cons(op, NIL) : op;
  if (!counterOpsAreGood(x, t, object, ops)) return x.badarg();
  const elements = tupleToArray(object);
  const results: Term[] = [];
  for (let l: Term = ops; l !== NIL; l = (l as Cons).tail) {
    const o = (l as Cons).head as Tuple2 | Tuple4;
    const i = (o.e0 as number) - 1;
    let sum = add(elements[i] as Term, o.e1) as Term | typeof LIMIT;
    if (sum === LIMIT) return x.systemLimit();
    if (o instanceof Tuple4) {
      const past = compare(o.e1, 0) < 0 ? compare(sum, o.e2) < 0 : compare(sum, o.e2) > 0;
      if (past) sum = o.e3;
    }
    elements[i] = sum;
    results.push(sum);
  }
  save(t, old, tupleFromArray(elements));
  return asList ? listFromArray(results) : (results[0] as Term);
}

/** Stores an updated object: in place of `old`, which `get` has just found, if there was one. */
function save(t: Table, old: Tuple | undefined, object: Tuple): void {
  if (old !== undefined) t.store.replace(object);
  else t.store.put(object);
}

function counterOpsAreGood(x: Exec, t: Table, object: Tuple, ops: Term): boolean {
  let l = ops;
  for (; l instanceof Cons && l !== NIL; l = l.tail) {
    const o: Term = l.head;
    if (o instanceof Tuple4) {
      if (!isInteger(o.e2) || !isInteger(o.e3)) return false;
    } else if (!(o instanceof Tuple2)) return false;
    if (typeof o.e0 !== "number" || !isInteger(o.e1)) return false;
    if (!positionIsGood(x, t, object, o.e0)) return false;
    if (!isInteger(element(object, o.e0 - 1))) return false;
  }
  return l === NIL;
}

/** Is `position` in the object and not the key's? Notes the cause otherwise. */
function positionIsGood(x: Exec, t: Table, object: Tuple, position: number): boolean {
  if (position === t.keypos) x.cause = A.keypos;
  else if (position < 1 || position > arity(object)) x.cause = A.position;
  else return true;
  return false;
}

/** update_element of a key by `{Pos, Value}` or a list of these. False if there is no such key; badarg. */
export function updateElement(x: Exec, t: Table, key: Term, changes: Term, fallback: Tuple | undefined): Result {
  if (!t.isSet) return x.badarg();
  const old = t.store.get(key);
  if (old === undefined && fallback === undefined) return A.false;
  const object = objectOr(x, t, key, old, fallback);
  if (object === undefined) return x.badarg();
  const list = changes instanceof Tuple ? cons(changes, NIL) : changes;
  let l: Term = list;
  for (; l instanceof Cons && l !== NIL; l = l.tail) {
    const change: Term = l.head;
    if (!(change instanceof Tuple2) || typeof change.e0 !== "number") return x.badarg();
    if (!positionIsGood(x, t, object, change.e0)) {
      if (x.vm.release.otp === 25 && x.cause === A.position) x.cause = undefined;
      return x.badarg();
    }
  }
  if (l !== NIL) return x.badarg();
  const elements = tupleToArray(object);
  for (l = list; l !== NIL; l = (l as Cons).tail) {
    const change = (l as Cons).head as Tuple2;
    elements[(change.e0 as number) - 1] = change.e1;
  }
  save(t, old, tupleFromArray(elements));
  return A.true;
}
