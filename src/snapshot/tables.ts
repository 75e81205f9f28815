/** Tables: ETS, and persistent terms. What is in them is put into new ones, oldest first. */
import { TERMS } from "../bifs/persistent_term.ts";
import { HashStore } from "../ets/hash_store.ts";
import { type Store, Visit } from "../ets/store.ts";
import { type Protection, Table, TableOptions } from "../ets/table.ts";
import { TABLES } from "../ets/tables.ts";
import type { Process } from "../runtime/process.ts";
import type { Atom } from "../term/atom.ts";
import type { Pid, Ref } from "../term/identifier.ts";
import { printTerm } from "../term/print.ts";
import type { Term } from "../term/term.ts";
import { Tuple } from "../term/tuple.ts";
import type { VirtualMachine } from "../vm.ts";
import { SnapshotError } from "./format.ts";

export function saveTables(vm: VirtualMachine): unknown {
  const { all, superUsers } = vm.state(TABLES);
  return [[...superUsers], ...[...all].map((t) => saveTable(t))];
}

/** One that has been deleted and is named by a reference still is saved as well, without its objects. */
export function saveTable(t: Table): unknown {
  if (t.fixations !== undefined) throw new SnapshotError(`the table ${printTerm(t.handle)} is fixed by a process`);
  const o = t.options;
  const options = [o.compressed, o.readConcurrency, o.writeConcurrency, o.decentralizedCounters];
  const general = [t.id, t.name, t.named, t.type, t.keypos, t.protection, t.owner, t.heir, t.heirData];
  return [...general, options, t.alive ? objectsOf(t.store) : undefined];
}

function objectsOf(store: Store): Tuple[] {
  // Sets and bags show the newest first; a bag's objects of one key are in order.
  if (store instanceof HashStore) return (store.values as (Tuple | Tuple[] | null)[]).flat().filter(isTuple);
  const out: Tuple[] = [];
  store.scanAll({
    visit(object) {
      out.push(object);
      return Visit.Continue;
    },
    replacement: undefined,
    full: false,
  });
  return out;
}

function isTuple(t: unknown): t is Tuple {
  return t instanceof Tuple;
}

export function restoreTables(vm: VirtualMachine, saved: unknown): void {
  const [superUsers, ...rows] = saved as [Process[], ...unknown[]];
  const tables = vm.state(TABLES);
  for (const p of superUsers) tables.superUsers.add(p);
  for (const row of rows) {
    const t = restoreTable(row);
    tables.all.add(t);
    if (t.named) tables.named.set(t.name, t);
    tables.addOwned(t.owner, t);
  }
}

export function restoreTable(saved: unknown): Table {
  const v = saved as unknown[];
  const [id, name] = v as [Ref, Atom];
  const o = new TableOptions();
  o.named = v[2] as boolean;
  o.type = v[3] as Atom;
  o.keypos = v[4] as number;
  o.protection = v[5] as Protection;
  o.heir = v[7] as Pid | undefined;
  o.heirData = v[8] as Term | undefined;
  [o.compressed, o.readConcurrency] = v[9] as [boolean, boolean];
  [, , o.writeConcurrency, o.decentralizedCounters] = v[9] as [boolean, boolean, Term, boolean];
  const t = new Table(id, name, v[6] as Process, o);
  id.target = t;
  const objects = v[10] as Tuple[] | undefined;
  t.alive = objects !== undefined;
  for (const object of objects ?? []) t.store.put(object);
  return t;
}

export function savePersistentTerms(vm: VirtualMachine): unknown {
  return vm.state(TERMS).entries();
}
export function restorePersistentTerms(vm: VirtualMachine, saved: unknown): void {
  const terms = vm.state(TERMS);
  for (const { e0, e1 } of saved as { e0: Term; e1: Term }[]) terms.put(e0, e1);
}
