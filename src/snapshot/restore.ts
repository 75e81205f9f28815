/** Makes a fresh VM go on from a snapshot. */
import type { SnapshotPart } from "../runtime/snapshot.ts";
import type { VirtualMachine } from "../vm.ts";
import { readAtoms } from "./atoms.ts";
import { readBuffers } from "./buffers.ts";
import { SnapshotError, unsealed } from "./format.ts";
import { readGraph } from "./graph_reader.ts";
import { type ModuleFiles, restoreModules } from "./modules.ts";
import { restorePorts } from "./ports.ts";
import {
  restoreMonitors,
  restoreMonitorsOn,
  restoreNames,
  restoreProcess,
  restoreProcessIds,
  restoreQueue,
} from "./processes.ts";
import { restoreResources } from "./resources.ts";
import { restoreDevices, restoreStates } from "./states.ts";
import { restorePersistentTerms, restoreTables } from "./tables.ts";
import { restoreTimers } from "./timers.ts";

export interface RestoreOptions {
  /** As they were when the VM was saved. */
  readonly parts?: readonly SnapshotPart[];
  /** The files of modules that are not in the snapshot itself. They are read when they are needed. */
  readonly files?: ModuleFiles;
}

/**
 * Fills `vm`, in which nothing has run yet and which was made with the options of the one that was saved. It runs from the host's
 * next turn on. Throws a SnapshotError if the bytes are damaged or made by another build, or for another release or other NIFs; `vm` is of no use then.
 * The snapshot's bytes must not change as long as the VM lives.
 */
export function restoreVm(vm: VirtualMachine, snapshot: Uint8Array, options: RestoreOptions = {}): void {
  if (vm.processes.count > 0 || vm.code.modules.size > 0)
    throw new SnapshotError("a VM that is in use cannot be restored");
  const parts = options.parts ?? [];
  const [atomBytes, bufferBytes, processBytes, head, body] = unsealed(vm, snapshot) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  const atoms = readAtoms(vm, atomBytes);
  const buffer = readBuffers(bufferBytes);
  const processes = restoreProcessIds(vm, processBytes);
  const process = (id: number) => processes[id] as (typeof processes)[number];
  const noCode = () => {
    throw new SnapshotError("the snapshot is damaged: there is code where none belongs");
  };
  const [modules, states, names] = readGraph(vm, head, { atoms, buffer, process, module: noCode }) as unknown[];
  const expected = parts.map((p) => p.name).join();
  if ((names as string[]).join() !== expected) throw new SnapshotError(`the snapshot holds ${names}, not ${expected}`);
  restoreStates(vm, states);
  const module = restoreModules(vm, modules, options.files ?? (() => undefined));
  const all = readGraph(vm, body, { atoms, buffer, process, module }) as unknown[];
  const next = () => all.shift();

  for (const [i, saved] of (next() as unknown[]).entries()) restoreProcess(process(i), saved);
  const monitors = restoreMonitors(next());
  const watched = next() as unknown[];
  restoreMonitorsOn(vm.clock, watched.pop(), monitors);
  for (const [i, on] of watched.entries()) restoreMonitorsOn(process(i), on, monitors);
  restoreNames(vm, next());
  restoreTables(vm, next());
  restorePersistentTerms(vm, next());
  restorePorts(vm, next(), monitors);
  restoreDevices(vm, next());
  restoreResources(
    vm,
    parts.flatMap((p) => p.resources ?? []),
    all.pop(),
  );
  for (const part of parts) {
    const saved = next();
    part.restore?.(vm, saved);
  }
  restoreTimers(vm, next());
  restoreQueue(vm, next());
}
