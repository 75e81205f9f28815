/**
 * A process. Between two time slices it is data alone: terms, points and frame values.
 * Invariant: `frames` holds the continuation, innermost segment first; a running process's live frames are on the
 * JavaScript stack and not here.
 * OTP: Process in erl_process.h.
 */
import type { Pid, PidTarget } from "../term/identifier.ts";

/** A stretch of saved frames, read from `at` on: point, values, point, values, ... innermost first. */
export class Segment {
  readonly frame: unknown[];
  at: number;
  readonly older: Segment | null;
  constructor(frame: unknown[], at: number, older: Segment | null) {
    this.frame = frame;
    this.at = at;
    this.older = older;
  }
}

export class Process implements PidTarget {
  readonly pid: Pid;
  frames: Segment | null = null;
  constructor(pid: Pid) {
    this.pid = pid;
  }
}
