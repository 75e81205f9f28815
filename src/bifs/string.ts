/**
 * string: the two functions that OTP has (or had) in C.
 * OTP: string_list_to_float_1() in bif.c.
 */
import { type Bif, bifTable } from "../runtime/bif.ts";
import type { Exec } from "../runtime/exec.ts";
import type { Result } from "../runtime/signal.ts";
import { atoms } from "../term/atom.ts";
import { Float } from "../term/float.ts";
import { parseFloatText } from "../term/float_text.ts";
import { Cons, NIL } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import { tuple2 } from "../term/tuple.ts";
import { list_to_integer_prefix } from "./erlang/numbers.ts";

const A = atoms("error", "no_float", "no_integer", "not_a_list");

const DIGITS = /^[+-]?[0-9]+[.,][0-9]+(?:[eE][+-]?[0-9]+)?/;
/** What a float may be made of. */
const isFloatChar = (c: Term): c is number =>
  typeof c === "number" &&
  ((c >= 48 && c <= 57) || c === 43 || c === 45 || c === 46 || c === 44 || c === 101 || c === 69);

function list_to_float_1(_x: Exec, list: Term): Result {
  if (list === NIL) return tuple2(A.error, A.no_float);
  if (!(list instanceof Cons)) return tuple2(A.error, A.not_a_list);
  let text = "";
  let l: Term = list;
  while (l instanceof Cons && l !== NIL && isFloatChar(l.head)) {
    text += String.fromCharCode(l.head);
    l = l.tail;
  }
  const m = DIGITS.exec(text);
  const v = m === null ? undefined : parseFloatText(m[0]);
  if (m === null || v === undefined) return tuple2(A.error, A.no_float);
  let rest: Term = list;
  for (let i = 0; i < m[0].length; i++) rest = (rest as Cons).tail;
  return tuple2(new Float(v), rest);
}

/** `{Integer, Rest}` or `{error, Reason}`: OTP 25; newer releases have it in Erlang. */
function list_to_integer_1(x: Exec, list: Term): Result {
  const r = list_to_integer_prefix(x, list, 10);
  return r === A.no_integer || r === A.not_a_list ? tuple2(A.error, r) : r;
}

export const stringBifs: readonly Bif[] = bifTable("string", {
  "list_to_float/1": {
    doc: "{Float, Rest} of a list that begins with a float, or {error, Reason}.",
    fn: list_to_float_1,
  },
  "list_to_integer/1": {
    doc: "{Integer, Rest} of a list that begins with an integer, or {error, Reason}.",
    fn: list_to_integer_1,
    releases: [25],
  },
});
