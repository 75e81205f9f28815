/**
 * The trampoline: gives a process its time slice.
 *
 * It takes the innermost saved frame, resumes it, hands its value to the next one, and so on. When code leaves the JavaScript
 * stack (SIGNAL), the frames it saved become the process's innermost segment; a spent stack budget goes on at once, a spent
 * slice ends the turn. An exception that leaves the JavaScript stack is offered to the saved frames by their static handler.
 * Invariant: no generated or BIF frame is on the JavaScript stack when this returns.
 */
import { atoms } from "../term/atom.ts";
import type { Term } from "../term/term.ts";
import { tuple2 } from "../term/tuple.ts";
import { type Exec, Why } from "./exec.ts";
import type { Point } from "./point.ts";
import { type Process, Segment } from "./process.ts";
import { SIGNAL, type Result } from "./signal.ts";

const A = atoms("error", "exit", "throw", "nocatch", "normal", "system_limit", "internal_error");

export const enum Outcome {
  /** Goes back into the run queue. */
  Yielded = 0,
  Waiting = 1,
  /** `exitReason` is set, unless it returned: then undefined stands for `normal`. */
  Ended = 2,
}

/** Slots that the array in which frames are saved keeps from one time to the next. */
const ROOM = 16_384;

/** Runs `p` for at most about `slice` units. `p.reductions` counts what it used. */
export function runSlice(x: Exec, p: Process, slice: number): Outcome {
  x.process = p;
  let r = p.resumeValue;
  let left = slice;
  for (;;) {
    const fill = left < x.vm.host.stackBudget ? left : x.vm.host.stackBudget;
    x.reds = fill;
    x.budget = fill;
    try {
      r = runFrames(x, p, r);
    } catch (e) {
      r = trouble(x, e);
    }
    const used = fill - x.reds;
    left -= used;
    p.reductions += used;
    if (r !== SIGNAL) return Outcome.Ended;
    if (x.raising) {
      if (p.frames === null) return uncaught(x, p);
      continue;
    }
    if (p.exitReason !== undefined || x.why === Why.Dead) {
      x.n = 0;
      return Outcome.Ended;
    }
    if (x.why === Why.Hibernate) {
      p.frames = null;
      x.n = 1 + (x.seg[0] as Point).live;
    }
    takeFrames(x, p);
    if (x.why === Why.Wait || (x.why === Why.Hibernate && p.mailbox.peek() === undefined)) return Outcome.Waiting;
    if (left <= 0) {
      p.resumeValue = A.normal;
      return Outcome.Yielded;
    }
    r = A.normal;
  }
}

/** Resumes frame after frame until none is left (the process's value) or one gives SIGNAL. */
function runFrames(x: Exec, p: Process, start: Result): Result {
  let r = start;
  for (;;) {
    const s = p.frames;
    if (s === null) return r;
    const { frame, at } = s;
    const point = frame[at] as Point;
    const next = at + 1 + point.live;
    if (next < frame.length) s.at = next;
    else p.frames = s.older;
    if (r === SIGNAL && !point.handled) {
      x.excTrace.note(point);
      continue;
    }
    r = point.resume(x, r, frame, at);
    if (r === SIGNAL && !x.raising) return r;
  }
}

/** What was saved becomes the process's innermost segment. */
function takeFrames(x: Exec, p: Process): void {
  const n = x.n;
  x.n = 0;
  let older = p.frames;
  if (older !== null && older.at > older.cleared) older = trimmed(older);
  if (n === 0) {
    p.frames = older;
    return;
  }
  // A copy: `x.seg` keeps its room, so that saving a frame never makes an array grow.
  const { seg } = x;
  p.frames = new Segment(seg.slice(0, n), 0, older);
  if (n > ROOM) x.seg = seg.slice(0, ROOM);
  x.seg.fill(undefined, 0, n);
}

/** Frames that have run must not keep their values alive. Each slot is cleared once, and copied at most once in all. */
function trimmed(s: Segment): Segment {
  if (s.at * 2 >= s.frame.length) return new Segment(s.frame.slice(s.at), 0, s.older);
  s.frame.fill(undefined, s.cleared, s.at);
  s.cleared = s.at;
  return s;
}

/** The process ends by an exception. */
function uncaught(x: Exec, p: Process): Outcome {
  const reason = x.excReason;
  x.raising = false;
  p.exitReason = exitReason(x, reason);
  if (x.excClass !== A.exit) x.vm.crashed(p, p.exitReason);
  return Outcome.Ended;
}

function exitReason(x: Exec, reason: Term): Term {
  if (x.excClass === A.exit) return reason;
  const what = x.excClass === A.throw ? tuple2(A.nocatch, reason) : reason;
  return tuple2(what, x.excTrace.toTerm());
}

/**
 * A JavaScript exception came up: the process gets it as an error, the VM lives on. A RangeError is the engine's limit. A
 * TypeError comes up as well where code gives an instruction a value that it is not made for, which no check of the file can
 * rule out (docs/architecture.md, "Untrusted code"). Anything else is a defect of ours.
 */
function trouble(x: Exec, e: unknown): Result {
  x.n = 0;
  x.cause = undefined;
  const text = e instanceof Error ? (e.stack ?? e.message) : String(e);
  if (e instanceof RangeError) {
    x.vm.defect(text, "limit");
    return x.systemLimit();
  }
  x.vm.defect(text, e instanceof TypeError ? "code" : "vm");
  return x.error(A.internal_error);
}
