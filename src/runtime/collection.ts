/**
 * A collection of garbage that a program asks for. The JavaScript engine does it when it likes; what erts does beside, whoever
 * asks gets: the limit of the heap is looked at, and whoever traces or monitors the process is told.
 * OTP: erts_garbage_collect() in erl_gc.c.
 */
import { type Atom, atoms } from "../term/atom.ts";
import { overHeapLimit } from "./heap_limit.ts";
import type { Process } from "./process.ts";
import { exitSignal } from "./signals.ts";
import type { Vm } from "./vm.ts";

const A = atoms("kill");

/** `type`: minor or major. The frames of `p` are saved, or only what they hold does not count. */
export function collect(vm: Vm, p: Process, type: Atom): void {
  p.tracing?.collects(type);
  if (p.settings !== null && overHeapLimit(vm, p, p.settings)) exitSignal(vm, p, p.pid, A.kill);
  else {
    p.tracing?.collects(type, true);
    vm.scheduler.monitor?.collected(p);
  }
}
