/**
 * Boots OTP: loads the modules that OTP's emulator carries inside itself, starts the emulator's own processes, and hands over
 * to `erl_init:start/2`, which is OTP's code from there on.
 *
 * Invariant: the processes come in the order in which OTP makes them, so that `init` is `<0.0.0>`.
 * OTP: erl_start() in erl_init.c, erts_initial_processes.
 */
import { Priority, type Process } from "./runtime/process.ts";
import { newSettings } from "./runtime/settings.ts";
import { spawnProcess } from "./runtime/spawn.ts";
import { atom, atoms } from "./term/atom.ts";
import { binary } from "./term/bits.ts";
import { listFromArray } from "./term/list.ts";
import type { Term } from "./term/term.ts";
import { utf8Encode } from "./util/utf8.ts";
import type { VirtualMachine } from "./vm.ts";

const A = atoms("erl_init", "start", "init", "erts_code_purger", "off_heap");

export interface BootOptions {
  /** What OTP's emulator hands to Erlang: `-root R -bindir B -progname P -- -home H -- FLAG...`, one string a word. */
  readonly arguments: readonly string[];
  /** The file of a preloaded module. */
  readonly preloaded: (name: string) => { readonly bytes: Uint8Array; readonly fileName: string };
  /** The module whose `boot/1` is called (flag `+i`). */
  readonly initModule?: string | undefined;
}

/** The emulator's own processes after the first, each `start/0` of a module. OTP: erts_start_* in erl_start(). */
const SYSTEM_PROCESSES: readonly (readonly [module: string, priority: Priority])[] = [
  ["erts_code_purger", Priority.High],
  ["erts_literal_area_collector", Priority.High],
  ["erts_dirty_process_signal_handler", Priority.Normal],
  ["erts_dirty_process_signal_handler", Priority.High],
  ["erts_dirty_process_signal_handler", Priority.Max],
  ["erts_trace_cleaner", Priority.Normal],
];

/** Starts the system in a fresh VM. Throws BadBeam, or what `preloaded` throws, if the preloaded modules are not to be had. */
export function boot(vm: VirtualMachine, options: BootOptions): void {
  for (const name of vm.release.preloaded) {
    const { bytes, fileName } = options.preloaded(name);
    vm.finish(vm.prepare(bytes, fileName));
  }
  vm.booted = true;
  const words = listFromArray(options.arguments.map((word) => binary(utf8Encode(word))));
  systemProcess(vm, A.erl_init.name, Priority.Normal, [atom(options.initModule ?? A.init.name), words]);
  for (const [module, priority] of SYSTEM_PROCESSES) {
    if (!vm.release.preloaded.has(module)) continue;
    const p = systemProcess(vm, module, priority, []);
    (p.settings as NonNullable<Process["settings"]>).messageQueueData = A.off_heap;
  }
}

function systemProcess(vm: VirtualMachine, module: string, priority: Priority, args: readonly Term[]): Process {
  const settings = newSettings(null);
  settings.systemProcess = true;
  const start = vm.export(atom(module), A.start, args.length);
  return spawnProcess(vm, undefined, start, args, { link: false, priority, settings }) as Process;
}
