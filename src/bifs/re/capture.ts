/**
 * What re:run/3 returns of a match: which groups, and as what.
 * OTP: build_capture() and build_exec_return() in erl_bif_re.c.
 */
import { Atom, atoms } from "../../term/atom.ts";
import { binary, Bits, copyOfBytes, EMPTY_BINARY, subBits } from "../../term/bits.ts";
import { Cons, listFromArray, NIL } from "../../term/list.ts";
import type { Term } from "../../term/term.ts";
import { tuple2 } from "../../term/tuple.ts";
import { latin1Decode, utf8Encode } from "../../util/utf8.ts";
import { iolistBytes } from "../../runtime/iodata.ts";
import type { Regex } from "./compile.ts";
import * as O from "./options.ts";

const A = atoms("all", "none", "all_but_first", "first", "all_names", "index", "list", "binary", "match");

const enum As {
  Index,
  List,
  Binary,
  Nothing,
}

export interface Capture {
  readonly as: As;
  /** The groups wanted; undefined: all from `from` on. -1: one that does not exist; -n: the first set one of the next n. */
  readonly groups: readonly number[] | undefined;
  readonly from: number;
}

export const CAPTURE_ALL: Capture = { as: As.Index, groups: undefined, from: 0 };

/** What a `capture` option asks for; undefined: it is malformed. */
export function parseCapture(regex: Regex, values: Term, type: Term): Capture | undefined {
  let as: As;
  if (type === A.index) as = As.Index;
  else if (type === A.list) as = As.List;
  else if (type === A.binary) as = As.Binary;
  else return undefined;
  switch (values) {
    case A.all:
      return { as, groups: undefined, from: 0 };
    case A.none:
    case NIL:
      return { as: As.Nothing, groups: undefined, from: 0 };
    case A.all_but_first:
      return { as, groups: undefined, from: 1 };
    case A.first:
      return { as, groups: [0], from: 0 };
    case A.all_names: {
      if (regex.names.length === 0) return { as: As.Nothing, groups: undefined, from: 0 };
      const groups: number[] = [];
      for (const name of distinctNames(regex)) groups.push(...named(regex, name));
      return { as, groups, from: 0 };
    }
  }
  if (!(values instanceof Cons)) return undefined;
  const groups: number[] = [];
  let l: Term = values;
  for (; l instanceof Cons && l !== NIL; l = l.tail) {
    const item = l.head;
    if (typeof item === "number" && item >= 0 && item <= 0x7fffffff) groups.push(item);
    else {
      const name = nameOf(item);
      if (name === undefined) return undefined;
      groups.push(...named(regex, name));
    }
  }
  return l === NIL ? { as, groups, from: 0 } : undefined;
}

/** The names in the table's order; with duplicates allowed, each once. */
export function distinctNames(regex: Regex): string[] {
  const all = regex.names.map((n) => n.name);
  if ((regex.compiledBits & O.DUPNAMES) === 0) return all;
  return all.filter((name, i) => i === 0 || all[i - 1] !== name);
}

/** A group's name as the bytes that the pattern has; undefined for what cannot be one. */
function nameOf(t: Term): string | undefined {
  if (t instanceof Atom) return latin1Decode(utf8Encode(t.name));
  if (!(t instanceof Bits) && !(t instanceof Cons)) return undefined;
  const bytes = iolistBytes(t);
  if (bytes === undefined) return undefined;
  const nul = bytes.indexOf(0);
  return latin1Decode(bytes, 0, nul < 0 ? bytes.length : nul);
}

function named(regex: Regex, name: string): number[] {
  const numbers = regex.names.filter((n) => n.name === name).map((n) => n.number);
  if (numbers.length === 0) return [-1];
  if (numbers.length === 1 || (regex.compiledBits & O.DUPNAMES) === 0) return [numbers[0] as number];
  return [-numbers.length, ...numbers];
}

/**
 * The value of re:run/3. `v` holds the groups' starts and ends, `count` how many groups are set, the last one included.
 * `subject` is what the program gave, `bytes` its bytes.
 */
export function captured(c: Capture, v: Int32Array, count: number, subject: Term, bytes: Uint8Array): Term {
  if (c.as === As.Nothing) return A.match;
  const out: Term[] = [];
  if (c.groups === undefined) for (let g = c.from; g < count; g++) out.push(one(c.as, v, g, subject, bytes));
  else {
    for (let i = 0; i < c.groups.length; i++) {
      let g = c.groups[i] as number;
      if (g < -1) {
        const last = i - g;
        for (let j = i + 1; j <= last; j++) {
          const candidate = c.groups[j] as number;
          if (candidate < count && (v[candidate * 2] as number) >= 0) {
            g = candidate;
            break;
          }
        }
        i = last;
      }
      out.push(g >= 0 && g < count ? one(c.as, v, g, subject, bytes) : nothing(c.as));
    }
  }
  return tuple2(A.match, listFromArray(out));
}

function nothing(as: As): Term {
  return as === As.Index ? tuple2(-1, 0) : as === As.Binary ? EMPTY_BINARY : NIL;
}

function one(as: As, v: Int32Array, g: number, subject: Term, bytes: Uint8Array): Term {
  const from = v[g * 2] as number;
  const length = (v[g * 2 + 1] as number) - from;
  if (as === As.Index) return tuple2(from, length);
  if (from < 0 || length <= 0) return nothing(as);
  if (as === As.Binary) {
    if (subject instanceof Bits) return subBits(subject, from * 8, length * 8);
    return length <= bytes.length ? copyOfBytes(bytes, from, from + length) : binary(bytes);
  }
  return listFromArray(Array.from(bytes.subarray(from, from + length)));
}
