/**
 * Continuation points: where a saved frame goes on.
 *
 * Invariant: a suspended process is data. A frame in a process's continuation is a point followed by `live` values:
 * `[point, v1, ..., v_live]`. The values are terms and the closed list of other frame values (match contexts, receive
 * markers, raw traces). The point's `resume` is code, found through the point when the frame runs, never saved.
 */
import type { Atom } from "../term/atom.ts";
import type { Term } from "../term/term.ts";
import { tuple4 } from "../term/tuple.ts";
import type { Exec } from "./exec.ts";
import type { Result } from "./signal.ts";

/**
 * Goes on with the frame at `frame[at]`, whose values are `frame[at + 1]` to `frame[at + live]`: it reads them before
 * anything else. `r` is what the frame waited for; SIGNAL (only where `handled`): an exception arrives at the frame.
 */
export type Resume = (x: Exec, r: Result, frame: unknown[], at: number) => Result;

/** Where in the Erlang source a point is, for stack traces. */
export interface Location {
  readonly module: Atom;
  readonly name: Atom;
  readonly arity: number;
  /** `[{file, F}, {line, L}]` or `[]`. */
  locationInfo(line: number): Term;
}

export class Point {
  /** The Erlang function the point is in; undefined: a native frame, which no stack trace shows. */
  readonly location: Location | undefined;
  /** Index into the module's line table; 0: unknown. */
  readonly line: number;
  readonly live: number;
  /** The frame has a catch handler at this point: an exception resumes it with SIGNAL. */
  readonly handled: boolean;
  /** For native frames and messages about our own bugs. */
  readonly label: string | number;
  resume: Resume;
  private ownEntry: Term | undefined = undefined;
  constructor(
    location: Location | undefined,
    label: string | number,
    line: number,
    live: number,
    handled: boolean,
    resume: Resume,
  ) {
    this.location = location;
    this.label = label;
    this.line = line;
    this.live = live;
    this.handled = handled;
    this.resume = resume;
  }
  /** `{M, F, Arity, Info}` in a stack trace, made once: traces are built far more often than there are places. */
  get entry(): Term {
    if (this.ownEntry === undefined) {
      const l = this.location as Location;
      this.ownEntry = tuple4(l.module, l.name, l.arity, l.locationInfo(this.line));
    }
    return this.ownEntry;
  }
}

/** A function that builds a list, and its continuation, have points of their own for one place. OTP knows one return address. */
export function isSamePlace(p: Point, q: Point | undefined): boolean {
  return p === q || (p.label === q?.label && p.location === q.location);
}

/** All of them by their labels, which snapshots name. */
export const NATIVE_POINTS = new Map<string, Point>();

/**
 * A point inside a BIF: the way for a BIF to wait or to go on later.
 * `const REST = nativePoint("length/rest", 2, (x, r, frame, at) => { const list = frame[at + 1] as Term; ... })`, then in
 * the BIF `return x.yield(REST, list, n)` or `return x.wait(REST, ...)`, or, to go on after calling Erlang code,
 * `x.call(REST, [values], export, args)`.
 */
export function nativePoint(label: string, live: number, resume: Resume, handled = false): Point {
  const p = new Point(undefined, label, 0, live, handled, resume);
  NATIVE_POINTS.set(label, p);
  return p;
}
