/**
 * Calls from JavaScript and mailboxes of JavaScript: the VM finds the promise or the listener by the process, whose frames do
 * not hold it. A suspended process is data alone here as well.
 */
import { type Atom, atoms } from "../term/atom.ts";
import { NIL } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import type { Export } from "../runtime/module.ts";
import { nativePoint } from "../runtime/point.ts";
import { type Process, Segment } from "../runtime/process.ts";
import { SIGNAL, type Result } from "../runtime/signal.ts";
import { createProcess } from "../runtime/spawn.ts";
import { StateKey } from "../runtime/state.ts";
import type { Vm } from "../runtime/vm.ts";

const A = atoms("normal", "exit");

export interface Outcome {
  returned(value: Term): void;
  failed(cls: Atom, reason: Term, trace: Term): void;
  /** The VM has ended. */
  abandoned(): void;
}

class Doors {
  /** Calls under way, and mailboxes, by the processes that run them. */
  readonly calls = new Map<Process, Outcome>();
  readonly mailboxes = new Map<Process, (message: Term) => void>();
}

export const DOORS = new StateKey((vm) => {
  const doors = new Doors();
  // Ended from outside: an exception of its own ends in the frame RESULT.
  vm.exitHooks.push((p, reason) => {
    takeOutcome(doors, p)?.failed(A.exit, reason, NIL);
    doors.mailboxes.delete(p);
  });
  return doors;
});

function takeOutcome({ calls }: Doors, p: Process): Outcome | undefined {
  const outcome = calls.get(p);
  calls.delete(p);
  return outcome;
}

/** Calls `e` in a new process. undefined: there are too many processes. */
export function startCall(vm: Vm, e: Export, args: readonly Term[], outcome: Outcome): Process | undefined {
  const p = prepareCall(vm, e, args, outcome);
  if (p !== undefined) vm.scheduler.enqueue(p);
  return p;
}

/** As `startCall`, without a place in the run queue. */
export function prepareCall(vm: Vm, e: Export, args: readonly Term[], outcome: Outcome): Process | undefined {
  const p = createProcess(vm, undefined, e, args);
  if (p === undefined) return undefined;
  vm.state(DOORS).calls.set(p, outcome);
  p.frames = new Segment((p.frames as Segment).frame, 0, new Segment([RESULT], 0, null));
  return p;
}

/** The bottom frame of a call. */
const RESULT = nativePoint(
  "embed/result",
  0,
  (x, r): Result => {
    const outcome = takeOutcome(x.vm.state(DOORS), x.process);
    if (r !== SIGNAL) outcome?.returned(r as Term);
    else {
      x.raising = false;
      outcome?.failed(x.excClass, x.excReason, x.excTrace.toTerm());
    }
    return A.normal;
  },
  true,
);

/** A process that hands each of its messages to `take`. undefined: there are too many processes. */
export function startMailbox(vm: Vm, take: (message: Term) => void): Process | undefined {
  const p = vm.processes.create(undefined);
  if (p === undefined) return undefined;
  vm.state(DOORS).mailboxes.set(p, take);
  p.frames = new Segment([RECEIVE], 0, null);
  vm.scheduler.enqueue(p);
  return p;
}

/** A mailbox's only frame. */
const RECEIVE = nativePoint("embed/receive", 0, (x): Result => {
  const take = x.vm.state(DOORS).mailboxes.get(x.process);
  const { mailbox } = x.process;
  for (let m = mailbox.peek(); m !== undefined && take !== undefined; m = mailbox.peek()) {
    mailbox.remove();
    take(m);
  }
  return take === undefined ? A.normal : x.wait(RECEIVE);
});

/** The VM has ended: calls under way do not come back. */
export function abandonCalls(vm: Vm): void {
  const doors = vm.state(DOORS);
  const waiting = [...doors.calls.values()];
  doors.calls.clear();
  doors.mailboxes.clear();
  for (const outcome of waiting) outcome.abandoned();
}
