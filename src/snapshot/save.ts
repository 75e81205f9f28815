/**
 * A VM at rest as bytes, of which `restore.ts` makes VMs that go on from there.
 *
 * Everything that Erlang programs have made is in it: processes, tables, code, timers, names. What belongs to the host is not:
 * open files, sockets, running programs, JavaScript objects. A VM that has any of these is refused.
 */
import type { SnapshotPart } from "../runtime/snapshot.ts";
import type { VirtualMachine } from "../vm.ts";
import { AtomWriter } from "./atoms.ts";
import { BufferWriter } from "./buffers.ts";
import { sealed } from "./format.ts";
import { GraphWriter, type Surroundings } from "./graph_writer.ts";
import { ModuleWriter, type PlaceOf } from "./modules.ts";
import { savePorts } from "./ports.ts";
import { MonitorIds, ProcessIds, processName, saveNames, saveProcess, saveQueue } from "./processes.ts";
import { ResourceWriter } from "./resources.ts";
import { refuseUnrest, saveDevices, saveStates } from "./states.ts";
import { savePersistentTerms, saveTables } from "./tables.ts";
import { saveTimers } from "./timers.ts";

export interface SaveOptions {
  /** State of rooms that the core does not know, and their kinds of references. */
  readonly parts?: readonly SnapshotPart[];
  /** Where a module's file will be found again, for those whose bytes need not be in the snapshot. */
  readonly place?: PlaceOf;
}

/** The snapshot of `vm`, which is not running at the moment. Throws a SnapshotError that names what cannot be saved. */
export function saveVm(vm: VirtualMachine, options: SaveOptions = {}): Uint8Array {
  refuseUnrest(vm);
  const parts = options.parts ?? [];
  const atoms = new AtomWriter(vm);
  const buffers = new BufferWriter();
  const processes = new ProcessIds(vm);
  const modules = new ModuleWriter(vm, options.place ?? (() => undefined));
  const resources = new ResourceWriter(
    vm,
    parts.flatMap((p) => p.resources ?? []),
  );
  const around: Surroundings = {
    processId: (p) => processes.id(p),
    moduleId: (m) => modules.id(m),
    isKnown: (m) => modules.isKnown(m),
    target: (ref) => resources.note(ref),
  };
  const body = new GraphWriter(atoms, buffers, around);
  const all: unknown[] = [];
  const add = (name: string, value: unknown) => {
    body.add(name, value);
    all.push(value);
  };
  const monitors = new MonitorIds(processes.living);
  const own: unknown[] = [];
  for (const p of processes.living) {
    const value = saveProcess(p);
    body.add(processName(p), value);
    own.push(value);
  }
  add("processes", own);
  add("monitors", monitors.saved());
  add("monitors", [...processes.living.map((p) => monitors.on(p)), monitors.on(vm.clock)]);
  add("names", saveNames(vm));
  add("tables", saveTables(vm));
  add("persistent terms", savePersistentTerms(vm));
  add("ports", savePorts(vm, monitors));
  add("standard input and output", saveDevices(vm));
  for (const part of parts) add(part.name, part.save?.(vm));
  add("timers", saveTimers(vm));
  add("run queue", saveQueue(vm));
  const noted: unknown[] = [];
  for (let more = resources.take(); more.length > 0; more = resources.take()) {
    body.add("references", more);
    noted.push(...more);
  }
  add("references", noted);
  body.add("all", all);

  const head = new GraphWriter(atoms, buffers, around);
  const first = [modules.saved(), saveStates(vm), parts.map((p) => p.name)];
  head.add("the VM", first);
  const graphs = [head.section(first), body.section(all)];
  return sealed(vm, [atoms.section(), buffers.section(), processes.section(), ...graphs]);
}
