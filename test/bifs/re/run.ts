/** Runs regular expressions through the BIFs, and writes their results as Erlang's ~0p would. */
import { Atom, atom } from "../../../src/term/atom.ts";
import { binary, Bits, bytesOf } from "../../../src/term/bits.ts";
import { Cons, listFromArray, listToArray, NIL } from "../../../src/term/list.ts";
import type { Term } from "../../../src/term/term.ts";
import { arity, element, Tuple, tuple, tuple2 } from "../../../src/term/tuple.ts";
import { Exec } from "../../../src/runtime/exec.ts";
import type { Point } from "../../../src/runtime/point.ts";
import { SIGNAL, type Result } from "../../../src/runtime/signal.ts";

/** The value of a BIF's call, resumed as often as it yields; `{raised, Reason}` for an exception. */
export function finish(x: Exec, r: Result): Term {
  while (r === SIGNAL && !x.raising) {
    const frame = x.seg.slice(0, x.n);
    x.n = 0;
    x.reds = 4000;
    r = (frame[0] as Point).resume(x, 0, frame, 0);
  }
  if (r !== SIGNAL) return r as Term;
  x.raising = false;
  return tuple2(atom("raised"), x.excReason);
}

export function options(texts: readonly string[]): Term {
  return listFromArray(
    texts.map((t) => {
      const pair = /^\{(\w+),(\w+)\}$/.exec(t);
      if (pair === null) return atom(t);
      const value = pair[2] as string;
      return tuple2(atom(pair[1] as string), /^\d+$/.test(value) ? Number(value) : atom(value));
    }),
  );
}

/** As `io_lib:format("~0p", [T])` for the terms that occur here. */
export function show(t: Term): string {
  if (typeof t === "number") return String(t);
  if (t instanceof Atom) return t.name;
  if (t instanceof Tuple) return `{${Array.from({ length: arity(t) }, (_, i) => show(element(t, i))).join(",")}}`;
  if (t === NIL) return "[]";
  if (t instanceof Cons) {
    const items = listToArray(t) as Term[];
    if (items.every((i) => typeof i === "number" && i >= 32 && i < 127)) {
      return JSON.stringify(String.fromCharCode(...(items as number[])));
    }
    return `[${items.map(show).join(",")}]`;
  }
  if (t instanceof Bits) return `<<${Array.from(bytesOf(t)).join(",")}>>`;
  return "?";
}

export { binary, Exec, tuple };
