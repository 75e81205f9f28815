/**
 * Calls from JavaScript and mailboxes of JavaScript: processes whose frames hold a number, by which the VM finds the promise
 * or the listener. A suspended process is data alone here as well.
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
  next = 1;
  /** Calls under way, and the processes that run them. */
  readonly calls = new Map<number, Outcome>();
  readonly callOf = new Map<Process, number>();
  readonly mailboxes = new Map<number, (message: Term) => void>();
}

const DOORS = new StateKey((vm) => {
  const doors = new Doors();
  // Ended from outside: an exception of its own ends in the frame RESULT.
  vm.exitHooks.push((p, reason) => {
    const id = doors.callOf.get(p);
    if (id !== undefined) take(doors, p, id)?.failed(A.exit, reason, NIL);
  });
  return doors;
});

function take(doors: Doors, p: Process, id: number): Outcome | undefined {
  const outcome = doors.calls.get(id);
  doors.calls.delete(id);
  doors.callOf.delete(p);
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
  const doors = vm.state(DOORS);
  const id = doors.next++;
  doors.calls.set(id, outcome);
  doors.callOf.set(p, id);
  p.frames = new Segment((p.frames as Segment).frame, 0, new Segment([RESULT, id], 0, null));
  return p;
}

/** The bottom frame of a call. */
const RESULT = nativePoint(
  "embed/result",
  1,
  (x, r, frame, at): Result => {
    const outcome = take(x.vm.state(DOORS), x.process, frame[at + 1] as number);
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
  const doors = vm.state(DOORS);
  const id = doors.next++;
  doors.mailboxes.set(id, take);
  p.frames = new Segment([RECEIVE, id], 0, null);
  vm.scheduler.enqueue(p);
  return p;
}

/** A mailbox's only frame. Its number goes when it is closed: then it ends. */
const RECEIVE = nativePoint("embed/receive", 1, (x, _r, frame, at): Result => {
  const id = frame[at + 1] as number;
  const take = x.vm.state(DOORS).mailboxes.get(id);
  const { mailbox } = x.process;
  for (let m = mailbox.peek(); m !== undefined && take !== undefined; m = mailbox.peek()) {
    mailbox.remove();
    take(m);
  }
  return take === undefined ? A.normal : x.wait(RECEIVE, id);
});

/** The calls that still wait, when the VM ends. */
export function abandonCalls(vm: Vm): Outcome[] {
  const doors = vm.state(DOORS);
  const waiting = [...doors.calls.values()];
  doors.calls.clear();
  doors.callOf.clear();
  doors.mailboxes.clear();
  return waiting;
}
