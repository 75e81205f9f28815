/**
 * Terms as `~w` prints them, for tests that compare with erl before there is a whole VM: numbers, atoms, lists, tuples
 * and bitstrings. What is printed is valid Erlang.
 */
import { Atom } from "../../src/term/atom.ts";
import { Bits } from "../../src/term/bits.ts";
import { Float } from "../../src/term/float.ts";
import { Cons, NIL } from "../../src/term/list.ts";
import type { Term } from "../../src/term/term.ts";
import { Tuple, tupleToArray } from "../../src/term/tuple.ts";
import { readSmall } from "../../src/util/bits.ts";

export function show(t: Term): string {
  if (typeof t === "number" || typeof t === "bigint") return String(t);
  if (t instanceof Atom) return /^[a-z][a-zA-Z0-9_@]*$/.test(t.name) ? t.name : `'${t.name}'`;
  if (t instanceof Float) return Number.isInteger(t.value) ? t.value.toFixed(1) : String(t.value);
  if (t instanceof Bits) return showBits(t);
  if (t instanceof Tuple) return `{${tupleToArray(t).map(show).join(",")}}`;
  if (t instanceof Cons) {
    const parts: string[] = [];
    let l: Term = t;
    while (l instanceof Cons && l !== NIL) {
      parts.push(show(l.head));
      l = l.tail;
    }
    return `[${parts.join(",")}${l === NIL ? "" : `|${show(l)}`}]`;
  }
  throw new Error("no text for this kind of term");
}

function showBits(b: Bits): string {
  const parts: string[] = [];
  let p = b.offset;
  const end = b.offset + b.size;
  for (; p + 8 <= end; p += 8) parts.push(String(readSmall(b.bytes, p, 8)));
  if (p < end) parts.push(`${readSmall(b.bytes, p, end - p)}:${end - p}`);
  return `<<${parts.join(",")}>>`;
}
