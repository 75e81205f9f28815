/**
 * Signals of the operating system. One that is handled goes as `{notify, Signal}` to the process `erl_signal_server`.
 * OTP: signal_notify_requested() and init_break_handler() in sys/unix/sys.c.
 */
import { type Atom, atoms } from "../term/atom.ts";
import { tuple2 } from "../term/tuple.ts";
import { deliver } from "./signals.ts";
import type { Vm } from "./vm.ts";

const A = atoms("erl_signal_server", "notify", "sigterm", "sigquit", "sigusr1");

/** False: there is no such process. */
function notify(vm: Vm, signal: Atom): boolean {
  const server = vm.registry.process(A.erl_signal_server);
  if (server !== undefined) deliver(vm, server, tuple2(A.notify, signal));
  return server !== undefined;
}

/** `os:set_signal/2`. False: the host has no such signal, or it cannot be handled. */
export function setSignal(vm: Vm, signal: Atom, disposition: "ignore" | "default" | "handle"): boolean {
  // What nobody takes is dropped, as in erts.
  const take = (): boolean => notify(vm, signal) || true;
  return vm.host.setSignal?.(signal.name, disposition, take) ?? false;
}

/**
 * What the emulator handles from its start on. Until there is a process that takes them they do what they do to any program,
 * so that a system that does not come up can be ended.
 */
export function handleUsualSignals(vm: Vm): void {
  for (const signal of [A.sigterm, A.sigquit, A.sigusr1])
    vm.host.setSignal?.(signal.name, "handle", () => notify(vm, signal));
}
