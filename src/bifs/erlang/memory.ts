/**
 * What `erlang:memory/0,1` asks the emulator: it is Erlang code that adds up what allocators report.
 *
 * There are no allocators, so one report of the scheduler stands for all: processes and binaries as a walk over them
 * finds them, tables as `ets:info/2` says, code as the files that are loaded, and the rest of what the host says the program
 * takes: the code that was generated belongs to the engine.
 * OTP: erts_memory() in erl_alloc.c.
 */
import { atoms, FALSE } from "../../term/atom.ts";
import { listFromArray } from "../../term/list.ts";
import type { Term } from "../../term/term.ts";
import { type Tuple3, tuple2, tuple3, tuple4 } from "../../term/tuple.ts";
import { tableItem } from "../../ets/info.ts";
import { TABLES } from "../../ets/tables.ts";
import type { Exec } from "../../runtime/exec.ts";
import { allProcessesBytes } from "../../runtime/process_memory.ts";
import { deliver } from "../../runtime/signals.ts";

const A = atoms("eheap_alloc", "binary_alloc", "ets_alloc", "mbcs", "blocks", "size", "external_alloc", "atom_space");
const M = atoms("memory", "loaded_code");

/** Bytes that an atom takes, its table entry included: OTP's average. */
const ATOM_BYTES = 28;

function tableBytes(x: Exec): number {
  let words = 0;
  for (const t of x.vm.state(TABLES).list()) words += tableItem(x.vm, t, M.memory) as number;
  return words * 8;
}

/** Current and old code, and what waits for its on_load function. */
function codeBytes({ vm: { code } }: Exec): number {
  let bytes = 0;
  for (const table of [code.modules, code.old, code.onLoad]) for (const m of table.values()) bytes += m.bytes;
  return bytes;
}

function report(allocator: Term, bytes: number): Tuple3 {
  const sizes = listFromArray([tuple4(A.size, bytes, bytes, bytes)]);
  const blocks = tuple2(A.blocks, listFromArray([tuple2(allocator, sizes)]));
  return tuple3(allocator, 0, listFromArray([tuple2(A.mbcs, listFromArray([blocks]))]));
}

/**
 * Sends the one reply there is to `system_info({memory_internal, Ref, Allocators})`: three reports stand for all allocators,
 * as which `erlang:memory` takes them; who asks for others alone hears that they do not run.
 */
export function sendMemory(x: Exec, ref: Term, names: readonly Term[]): void {
  const { processes, binaries } = allProcessesBytes(x.vm.processes.all());
  const data = [report(A.eheap_alloc, processes), report(A.binary_alloc, binaries), report(A.ets_alloc, tableBytes(x))];
  const asked = data.filter((d) => names.includes(d.e0));
  const reply = asked.length > 0 ? asked : names.map((name) => tuple2(name, FALSE));
  deliver(x.vm, x.process, tuple3(ref, 0, listFromArray(reply)));
}

/** What is not in that reply: atoms, code, and all that the host knows of and we do not. */
export function allocatedAreas(x: Exec): Term {
  const atomBytes = x.vm.atoms.count * ATOM_BYTES;
  const { processes, binaries } = allProcessesBytes(x.vm.processes.all());
  const code = codeBytes(x);
  const rest = (x.vm.host.memory_bytes?.() ?? 0) - processes - binaries - tableBytes(x);
  return listFromArray([
    tuple2(A.external_alloc, Math.max(rest, atomBytes + code)),
    tuple3(A.atom_space, atomBytes, atomBytes),
    tuple2(M.loaded_code, code),
  ]);
}
