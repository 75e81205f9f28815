/** Timers, by the VM's monotonic time, which goes on from where it was. */
import type { Process } from "../runtime/process.ts";
import { Timer, TimerKind } from "../runtime/timer.ts";
import type { Ref } from "../term/identifier.ts";
import type { Term } from "../term/term.ts";
import type { VirtualMachine } from "../vm.ts";
import { SnapshotError } from "./format.ts";

/** In the order in which they were started, which decides between those of one instant. */
export function saveTimers(vm: VirtualMachine): unknown {
  const all = [...vm.scheduler.timersRunning()].sort((a, b) => a.sequence - b.sequence);
  return all.map((t) => {
    if (t.kind !== TimerKind.Receive && t.kind !== TimerKind.Send)
      throw new SnapshotError("a timer of JavaScript's own is running");
    return [t.kind, t.at_us, t.destination, t.message, t.ref];
  });
}

export function restoreTimers(vm: VirtualMachine, saved: unknown): void {
  for (const [kind, at_us, destination, message, ref] of saved as [TimerKind, number, Process | Term, Term, Ref?][]) {
    const t = new Timer(kind, at_us);
    t.destination = destination;
    t.message = message;
    t.ref = ref;
    if (ref !== undefined) ref.target = t;
    if (kind === TimerKind.Receive) (destination as Process).receiveTimer = t;
    vm.scheduler.startTimer(t);
  }
}
