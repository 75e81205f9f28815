/**
 * Exceptions: class, reason and the raw stack trace that grows while one propagates.
 *
 * Frames note their point as an exception returns through them; as in erts, equal neighbouring points count once and
 * `depth` of them are kept. The trace becomes a term only when someone asks for it.
 * OTP: erl_process.h (freason), save_stacktrace() in beam_common.c.
 */
import type { Atom } from "../term/atom.ts";
import type { Term } from "../term/term.ts";
import { Cons, listFromArray, listToArray, NIL } from "../term/list.ts";
import { tuple4 } from "../term/tuple.ts";
import { isSamePlace, type Location, type Point } from "./point.ts";

/** How many places are kept unless erlang:system_flag(backtrace_depth) says otherwise. */
export const DEPTH = 8;

/** `{M, F, ArityOrArgs, Info}` that stands first in a trace and is no point: a failing BIF, an undefined function. */
export interface TopEntry {
  readonly module: Atom;
  readonly name: Atom;
  /** Arity, or the list of arguments. */
  readonly args: Term;
  /** The fourth element, beyond a location: `[{error_info, Map}]` or NIL. */
  readonly info: Term;
}

export class RawTrace {
  /** The exception's class, which `raise` takes from here. */
  cls: Atom;
  top: TopEntry | undefined = undefined;
  /** What stands in the first point's entry in place of its arity. */
  args: Term | undefined = undefined;
  /** error_info of the first point's entry. */
  info: Term | undefined = undefined;
  readonly points: Point[] = [];
  /** The first point counts twice. */
  twice = false;
  /** The last point noted, kept or not. */
  last: Point | undefined = undefined;
  /** Raised by `error`, `exit` and the like, which have no entry; neither has what they were called through (apply). */
  bare = false;
  /** A finished term, as `erlang:raise/3` gives it: nothing is added any more. */
  given: Term | undefined = undefined;
  /** The frames below the handler have been read as well. */
  complete = false;

  readonly depth: number;

  constructor(cls: Atom, depth: number) {
    this.cls = cls;
    // One place is always kept.
    this.depth = depth || 1;
  }

  note(p: Point): void {
    if (isSamePlace(p, this.last) || this.given !== undefined || this.complete) return;
    this.last = p;
    if (p.location === undefined || this.full) return;
    this.points.push(p);
    if (this.twice) this.points.push(p);
    this.twice = false;
  }

  /** Nothing below can add to it. */
  get finished(): boolean {
    return this.complete || this.given !== undefined || this.full;
  }
  get full(): boolean {
    return this.points.length >= this.depth;
  }

  /** `[{M, F, ArityOrArgs, Info}]`. */
  toTerm(): Term {
    if (this.given !== undefined) return this.given;
    const { top, points } = this;
    const room = top === undefined ? this.depth : this.depth - 1;
    let list = NIL;
    for (let i = Math.min(points.length, room) - 1; i > 0; i--) list = new Cons((points[i] as Point).entry, list);
    if (points.length > 0 && room > 0) list = new Cons(this.firstEntry(points[0] as Point), list);
    return top === undefined ? list : new Cons(tuple4(top.module, top.name, top.args, top.info), list);
  }
  /** The innermost function may show its arguments, and why an operation in it failed. */
  private firstEntry(p: Point): Term {
    if (this.info === undefined && this.args === undefined) return p.entry;
    const l = p.location as Location;
    const info = l.locationInfo(p.line);
    const shown = this.info === undefined ? info : listFromArray(listToArray(info) ?? [], this.info);
    return tuple4(l.module, l.name, this.args ?? l.arity, shown);
  }
}
