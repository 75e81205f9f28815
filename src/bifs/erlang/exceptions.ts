/**
 * BIFs that raise: the program's own exceptions.
 * OTP: bif.c (error_1, raise_3, ...).
 */
import { type Bif, bifTable } from "../../runtime/bif.ts";
import type { Exec } from "../../runtime/exec.ts";
import { SIGNAL, type Result } from "../../runtime/signal.ts";
import { Atom, atoms } from "../../term/atom.ts";
import { Cons, listFromArray, listToArray, NIL } from "../../term/list.ts";
import { ErlMap } from "../../term/map.ts";
import type { Term } from "../../term/term.ts";
import { arity, element, Tuple, tuple2, tupleFromArray, tupleToArray } from "../../term/tuple.ts";
import { Fun } from "../../term/fun.ts";

const A = atoms("error", "exit", "throw", "badarg", "none", "error_info", "undefined", "undef");

function error_1(x: Exec, reason: Term): Result {
  return x.error(reason);
}

/** The arguments stand in the trace in place of the caller's arity. */
function error_2(x: Exec, reason: Term, args: Term): Result {
  x.error(reason);
  if (args !== A.none) x.excTrace.args = args;
  return SIGNAL;
}

/** Options that are none are passed over. */
function error_3(x: Exec, reason: Term, args: Term, options: Term): Result {
  x.error(reason);
  if (args !== A.none) x.excTrace.args = args;
  const info = errorInfo(options);
  if (info !== undefined) x.excTrace.info = listFromArray([tuple2(A.error_info, info)]);
  return SIGNAL;
}

/** The map of the last `{error_info, Map}`. Where one option is wrong none counts. */
function errorInfo(options: Term): Term | undefined {
  let info: Term | undefined;
  for (const o of listToArray(options) ?? []) {
    if (!(o instanceof Tuple) || arity(o) !== 2 || element(o, 0) !== A.error_info) return undefined;
    info = element(o, 1);
    if (!(info instanceof ErlMap)) return undefined;
  }
  return info;
}

function exit_1(x: Exec, reason: Term): Result {
  return x.exit(reason);
}

function throw_1(x: Exec, value: Term): Result {
  return x.throw(value);
}

/** Answers badarg, as a value, when the class or the stack trace is none. */
function raise_3(x: Exec, cls: Term, reason: Term, trace: Term): Result {
  if (cls !== A.error && cls !== A.exit && cls !== A.throw) return A.badarg;
  if (!isStacktrace(trace)) return A.badarg;
  x.raise(cls, reason);
  x.excTrace.given = whole(trace, x.depth || 1);
  return SIGNAL;
}

function isStacktrace(trace: Term): boolean {
  let l: Term = trace;
  for (; l instanceof Cons && l !== NIL; l = l.tail) {
    const t: Term = l.head;
    if (!(t instanceof Tuple)) return false;
    const n = arity(t);
    if (n < 2 || n > 4) return false;
    const first = element(t, 0);
    if (first instanceof Fun) {
      if (n > 3 || !(element(t, 1) instanceof Cons)) return false;
      continue;
    }
    if (!(first instanceof Atom) || n < 3 || !(element(t, 1) instanceof Atom)) return false;
    const args = element(t, 2);
    if (typeof args !== "number" && !(args instanceof Cons)) return false;
    if (n === 4 && !(element(t, 3) instanceof Cons)) return false;
  }
  return l === NIL;
}

/** The first `depth` entries; those without a location get an empty one. */
function whole(trace: Term, depth: number): Term {
  const entries = (listToArray(trace) as Term[]).slice(0, depth).map((t) => {
    const e = tupleToArray(t as Tuple);
    const full = e[0] instanceof Fun ? 3 : 4;
    return e.length < full ? tupleFromArray([...e, NIL]) : t;
  });
  return listFromArray(entries);
}

/** The stub of a BIF that is not there says `undefined`: to the caller that is an undefined function. */
function nif_error_1(x: Exec, reason: Term): Result {
  return x.error(reason === A.undefined ? A.undef : reason);
}

function nif_error_2(x: Exec, reason: Term, args: Term): Result {
  return error_2(x, reason, args);
}

export const EXCEPTION_BIFS: readonly Bif[] = bifTable("erlang", {
  "error/1": { doc: "Raises an error.", fn: error_1 },
  "error/2": { doc: "Raises an error; the arguments go into the stack trace.", fn: error_2 },
  "error/3": { doc: "Raises an error with options. badarg for unknown ones.", fn: error_3 },
  "exit/1": { doc: "Raises an exit.", fn: exit_1 },
  "throw/1": { doc: "Throws.", fn: throw_1 },
  "raise/3": {
    doc: "Raises with class, reason and stack trace given; badarg as a value if they are none.",
    fn: raise_3,
  },
  "nif_error/1": { doc: "As error/1.", fn: nif_error_1 },
  "nif_error/2": { doc: "As error/2.", fn: nif_error_2 },
});
