/**
 * A process. Between two time slices it is data alone: terms, points and frame values.
 *
 * A million of them may be alive, so what few processes use (links, monitors, dictionary, flags) is allocated on first use.
 * Invariant: `frames` holds the continuation, innermost segment first; a running process's live frames are on the
 * JavaScript stack and not here.
 * OTP: Process in erl_process.h.
 */
import { FALSE, type Atom } from "../term/atom.ts";
import type { Pid, PidTarget } from "../term/identifier.ts";
import type { Term } from "../term/term.ts";
import type { Dictionary } from "./dictionary.ts";
import type { LinkSet } from "./links.ts";
import { Mailbox } from "./mailbox.ts";
import type { Export } from "./module.ts";
import type { Monitor } from "./monitors.ts";
import type { Settings } from "./settings.ts";
import type { Result } from "./signal.ts";
import type { Timer } from "./timer.ts";
import type { ProcessTracing } from "./tracing.ts";

/** A stretch of saved frames, read from `at` on: point, values, point, values, ... innermost first. */
export class Segment {
  readonly frame: unknown[];
  at: number;
  /** Slots in front of this one have been cleared. */
  cleared = 0;
  readonly older: Segment | null;
  constructor(frame: unknown[], at: number, older: Segment | null) {
    this.frame = frame;
    this.at = at;
    this.older = older;
  }
}

/** Where a process is in its life. */
export const enum Status {
  /** In a run queue. */
  Runnable = 0,
  Running = 1,
  /** Until a message, a timer or `wake`. */
  Waiting = 2,
  /** Runnable but for `suspend_process`: in no queue. */
  Held = 3,
  /** Gone: it gets no signal and no message any more. */
  Ended = 4,
}

/** Scheduling priorities in the order of their urgency. */
export const enum Priority {
  Max = 0,
  High = 1,
  Normal = 2,
  Low = 3,
}

export class Process implements PidTarget {
  readonly pid: Pid;
  status: Status = Status.Waiting;
  priority: Priority = Priority.Normal;
  frames: Segment | null = null;
  /** What the innermost frame gets when the process runs next. */
  resumeValue: Result = FALSE;
  readonly mailbox = new Mailbox();
  /** The running `after` of a receive. */
  receiveTimer: Timer | null = null;
  /** The `after` has run out and the receive has not noticed yet. */
  timedOut = false;
  trapExit = false;
  /** An exit signal has killed the process while it ran: it ends at its next yield or wait, with this reason. */
  exitReason: Term | undefined = undefined;
  /** Units used in finished slices. */
  reductions = 0;
  groupLeader: Pid;
  /** The process that spawned it; undefined: none (the first process). */
  parent: Pid | undefined = undefined;
  /** The function it was spawned with. */
  initialCall: Export | undefined = undefined;
  name: Atom | undefined = undefined;
  links: LinkSet = null;
  /** Monitors and aliases this process holds: head of a ring (`monitors.ts`). */
  monitors: Monitor | null = null;
  /** Monitors on this process: head of a ring. */
  monitoredBy: Monitor | null = null;
  dictionary: Dictionary | null = null;
  /** Everything that differs from the defaults. */
  settings: Settings | null = null;
  /** Who is told of what it does; null: nobody. */
  tracing: ProcessTracing | null = null;
  /** How often it is suspended (`suspend_process`). */
  suspends = 0;

  constructor(pid: Pid, groupLeader: Pid | undefined) {
    this.pid = pid;
    this.groupLeader = groupLeader ?? pid;
    pid.process = this;
  }
}

/** The living local process of a pid; undefined for a dead or remote one. */
export function processOf(pid: Pid): Process | undefined {
  return (pid.process as Process | null) ?? undefined;
}
