/**
 * The stack of a process whose frames are saved: which Erlang functions it is in.
 * OTP: gather_stacktrace() and erts_build_stacktrace() in beam_common.c.
 */
import { type Atom, atom } from "../term/atom.ts";
import { listFromArray, NIL } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import { tuple4 } from "../term/tuple.ts";
import { bifAtWork } from "./long_work.ts";
import { isSamePlace, type Location, type Point } from "./point.ts";
import type { Process } from "./process.ts";

/** A function on a stack, and where in its source: `[{file, F}, {line, L}]` or `[]`. */
export interface Place {
  readonly module: Atom;
  readonly name: Atom;
  readonly arity: number;
  readonly info: Term;
}

/** The functions on the stack, innermost first, at most `limit`; equal neighbours count once. A BIF that works in steps comes first. */
export function stackPlaces(p: Process, limit: number): Place[] {
  const out: Place[] = [];
  let last: Point | undefined;
  const bif = p.frames === null ? undefined : bifAtWork(p.frames.frame, p.frames.at);
  if (bif !== undefined)
    out.push({ module: atom(bif.module), name: atom(bif.name), arity: bif.args.length, info: NIL });
  for (let s = p.frames; s !== null && out.length < limit; s = s.older) {
    for (let i = s.at; i < s.frame.length && out.length < limit; ) {
      const point = s.frame[i] as Point;
      i += 1 + point.live;
      if (isSamePlace(point, last) || point.location === undefined) continue;
      last = point;
      const l = point.location as Location;
      out.push({ module: l.module, name: l.name, arity: l.arity, info: l.locationInfo(point.line) });
    }
  }
  return out;
}

/** `{M, F, Arity, Info}`. */
export function placeTerm(at: Place): Term {
  return tuple4(at.module, at.name, at.arity, at.info);
}

/** The stack as a term. */
export function stackTerm(p: Process, limit: number): Term {
  return listFromArray(stackPlaces(p, limit).map(placeTerm));
}
