/** Timers, by the VM's monotonic time, which goes on from where it was. */
import type { Process } from "../runtime/process.ts";
import { postponed_us, suspensionOf, Timer, TimerKind } from "../runtime/timer.ts";
import type { Ref } from "../term/identifier.ts";
import type { Term } from "../term/term.ts";
import type { VirtualMachine } from "../vm.ts";
import { SnapshotError } from "./format.ts";

const SUSPENDED = "a process is suspended and its timers wait";

/** In the order in which they were started, which decides between those of one instant. */
export function saveTimers(vm: VirtualMachine): unknown {
  // Those that would have fired are held by their process, and run no more.
  for (const p of vm.processes.all())
    if ((p.settings?.suspension?.held.length ?? 0) > 0) throw new SnapshotError(SUSPENDED);
  const all = [...vm.scheduler.timersRunning()].sort((a, b) => a.sequence - b.sequence);
  return all.map((t) => {
    if (t.kind !== TimerKind.Receive && t.kind !== TimerKind.Send)
      throw new SnapshotError("a timer of JavaScript's own is running");
    if ((suspensionOf(t)?.holders ?? 0) > 0) throw new SnapshotError(SUSPENDED);
    return [t.kind, t.at_us + postponed_us(t), t.destination, t.message, t.ref];
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
