/** Timers, by the VM's monotonic time, which goes on from where it was. */
import { Process } from "../runtime/process.ts";
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
    const { suspension } = t.destination instanceof Process ? (t.destination.settings ?? {}) : {};
    if (suspension !== undefined && suspension.holders > 0)
      throw new SnapshotError("a process is suspended and its timers wait");
    const later_us = suspension === undefined ? 0 : suspension.total_us - t.paused_us;
    return [t.kind, t.at_us + later_us, t.destination, t.message, t.ref];
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
