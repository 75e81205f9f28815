/**
 * All tables of one VM: found by name or identifier, and what becomes of them when their owner ends.
 * Invariant: a table is alive exactly while it is in `all`; `named` has exactly the living named tables.
 * OTP: erl_db.c.
 */
import { type Atom, Atom as AtomClass, atoms } from "../term/atom.ts";
import { equalExact } from "../term/equal.ts";
import { type Pid, Ref } from "../term/identifier.ts";
import type { Term } from "../term/term.ts";
import { tuple4 } from "../term/tuple.ts";
import type { Exec } from "../runtime/exec.ts";
import { type Process, processOf } from "../runtime/process.ts";
import { deliver } from "../runtime/signals.ts";
import { StateKey } from "../runtime/state.ts";
import type { Vm } from "../runtime/vm.ts";
import { Protection, Table, type TableOptions } from "./table.ts";

const A = atoms("id", "type", "access", "already_exists", "ETS-TRANSFER");

export class Tables {
  private readonly vm: Vm;
  readonly named = new Map<Atom, Table>();
  readonly all = new Set<Table>();
  /** Tables of each process that owns any. */
  private readonly owned = new Map<Process, Set<Table>>();
  /** Tables that each process has fixed. */
  private readonly fixedBy = new Map<Process, Set<Table>>();
  /** Processes that may do what only owners may: `erts_internal:ets_super_user/1`. */
  readonly superUsers = new Set<Process>();

  constructor(vm: Vm) {
    this.vm = vm;
    vm.exitHooks.push((p) => this.processEnded(p));
  }

  /** The living table of this name or identifier; undefined with the cause noted otherwise. */
  find(x: Exec, id: Term): Table | undefined {
    let t: Table | undefined;
    if (id instanceof Ref) {
      const target = id.target;
      if (target instanceof Table) t = target;
      else {
        t = this.byEqualRef(id);
        if (t === undefined) {
          x.cause = A.type;
          return undefined;
        }
      }
      if (t.alive) return t;
      x.cause = A.id;
      return undefined;
    }
    if (id instanceof AtomClass) {
      t = this.named.get(id);
      if (t === undefined) x.cause = A.id;
      return t;
    }
    x.cause = A.type;
    return undefined;
  }

  /** A reference that was decoded is another object than the table's own. */
  private byEqualRef(id: Ref): Table | undefined {
    for (const t of this.all) if (equalExact(t.id, id)) return t;
    return undefined;
  }

  /** As `find`, if `x.process` may read it. */
  readable(x: Exec, id: Term): Table | undefined {
    const t = this.find(x, id);
    if (t === undefined || t.owner === x.process || t.protection !== Protection.Private) return t;
    return this.exception(x, t);
  }

  /** As `find`, if `x.process` may write to it. */
  writable(x: Exec, id: Term): Table | undefined {
    const t = this.find(x, id);
    if (t === undefined || t.owner === x.process || t.protection === Protection.Public) return t;
    return this.exception(x, t);
  }

  private exception(x: Exec, t: Table): Table | undefined {
    if (this.superUsers.has(x.process)) return t;
    x.cause = A.access;
    return undefined;
  }

  /** A new table of `x.process`; undefined with the cause noted if the name is taken. */
  create(x: Exec, name: Atom, options: TableOptions): Table | undefined {
    if (options.named && this.named.has(name)) {
      x.cause = A.already_exists;
      return undefined;
    }
    options.heir = options.heir && this.heir(options.heir);
    const id = this.vm.references.make();
    const t = new Table(id, name, x.process, options);
    id.target = t;
    this.all.add(t);
    if (options.named) this.named.set(name, t);
    this.addOwned(x.process, t);
    return t;
  }

  addOwned(p: Process, t: Table): void {
    const set = this.owned.get(p);
    if (set === undefined) this.owned.set(p, new Set([t]));
    else set.add(t);
  }

  private removeOwned(p: Process, t: Table): void {
    const set = this.owned.get(p);
    set?.delete(t);
    if (set?.size === 0) this.owned.delete(p);
  }

  /** The living process of a local pid. */
  living(pid: Pid): Process | undefined {
    return processOf(pid) ?? this.vm.processes.ofPid(pid);
  }

  /** The pid to keep of an heir: the process's own, which stands for it alone, not for a later one of the same numbers. */
  heir(pid: Pid): Pid | undefined {
    return this.living(pid)?.pid;
  }

  delete(t: Table): void {
    t.alive = false;
    this.all.delete(t);
    if (t.named) this.named.delete(t.name);
    this.removeOwned(t.owner, t);
    if (t.fixations !== undefined) for (const p of t.fixations.keys()) this.fixedBy.get(p)?.delete(t);
    t.fixations = undefined;
    t.store.unfix();
    t.store.clear();
  }

  /** Gives `t` another name; false if a named table has it. */
  rename(t: Table, name: Atom): boolean {
    if (t.named) {
      if (this.named.has(name)) return false;
      this.named.delete(t.name);
      this.named.set(name, t);
    }
    t.name = name;
    return true;
  }

  /** Makes `to` the owner and tells it, unless `data` is undefined. */
  give(t: Table, to: Process, data: Term | undefined): void {
    const from = t.owner;
    this.removeOwned(from, t);
    t.owner = to;
    this.addOwned(to, t);
    if (data !== undefined) deliver(this.vm, to, tuple4(A["ETS-TRANSFER"], t.handle, from.pid, data));
  }

  fix(x: Exec, t: Table): void {
    t.fix(x.process, this.vm.clock.monotonic_us());
    const set = this.fixedBy.get(x.process);
    if (set === undefined) this.fixedBy.set(x.process, new Set([t]));
    else set.add(t);
  }

  unfix(x: Exec, t: Table): void {
    t.unfix(x.process, 1);
    if (t.fixations?.has(x.process)) return;
    const set = this.fixedBy.get(x.process);
    set?.delete(t);
    if (set?.size === 0) this.fixedBy.delete(x.process);
  }

  private processEnded(p: Process): void {
    this.superUsers.delete(p);
    const owned = this.owned.get(p);
    if (owned !== undefined) {
      // Newest first.
      for (const t of [...owned].reverse()) {
        const heir = t.heir && processOf(t.heir);
        if (heir !== undefined && heir !== p) this.give(t, heir, t.heirData);
        else this.delete(t);
      }
      this.owned.delete(p);
    }
    const fixed = this.fixedBy.get(p);
    if (fixed === undefined) return;
    this.fixedBy.delete(p);
    for (const t of fixed) t.unfix(p);
  }

  /** All living tables, newest first. */
  list(): Table[] {
    return [...this.all].reverse();
  }

  get count(): number {
    return this.all.size;
  }
}

export const TABLES = new StateKey((vm) => new Tables(vm));

/** The living table `id` if the running process may read it; undefined with the cause noted. */
export function readable(x: Exec, id: Term): Table | undefined {
  if (id instanceof Ref) {
    const t = id.target;
    if (t instanceof Table && t.alive && (t.owner === x.process || t.protection !== Protection.Private)) return t;
  }
  return x.vm.state(TABLES).readable(x, id);
}

/** The living table `id` if the running process may write to it; undefined with the cause noted. */
export function writable(x: Exec, id: Term): Table | undefined {
  if (id instanceof Ref) {
    const t = id.target;
    if (t instanceof Table && t.alive && (t.owner === x.process || t.protection === Protection.Public)) return t;
  }
  return x.vm.state(TABLES).writable(x, id);
}
