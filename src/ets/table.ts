/**
 * A table: its options, its owner, who has it fixed, and the store that holds the objects.
 * OTP: DbTableCommon in erl_db_util.h.
 */
import { type Atom, atoms, FALSE } from "../term/atom.ts";
import type { Pid, Ref } from "../term/identifier.ts";
import type { Term } from "../term/term.ts";
import type { Process } from "../runtime/process.ts";
import { BagStore } from "./bag_store.ts";
import { OrderedStore } from "./ordered_store.ts";
import { SetStore } from "./set_store.ts";
import type { Store } from "./store.ts";

const A = atoms("set", "bag", "duplicate_bag", "ordered_set", "none");

/** Who may do what, besides the owner. */
export const enum Protection {
  Private = 0,
  /** Others may read. */
  Protected = 1,
  Public = 2,
}

/** What `ets:new/2` was told. */
export class TableOptions {
  type: Atom = A.set;
  protection: Protection = Protection.Protected;
  named = false;
  keypos = 1;
  compressed = false;
  readConcurrency = false;
  /** As `info` shows it. */
  writeConcurrency: Term = FALSE;
  decentralizedCounters = false;
  heir: Pid | undefined = undefined;
  /** The last element of `{heir, Pid, Data}`; undefined: the heir gets no message. */
  heirData: Term | undefined = undefined;
}

export class Table {
  readonly id: Ref;
  name: Atom;
  readonly named: boolean;
  readonly type: Atom;
  protection: Protection;
  /** Position of the key, from 1. */
  readonly keypos: number;
  readonly options: TableOptions;
  readonly store: Store;
  owner: Process;
  heir: Pid | undefined;
  heirData: Term | undefined;
  alive = true;
  /** How often each process has it fixed; undefined: nobody has. */
  fixations: Map<Process, number> | undefined = undefined;
  /** When the first of the present fixations began: monotonic time. */
  fixedSince_us = 0;

  constructor(id: Ref, name: Atom, owner: Process, options: TableOptions) {
    this.id = id;
    this.name = name;
    this.named = options.named;
    this.type = options.type;
    this.protection = options.protection;
    this.keypos = options.keypos;
    this.options = options;
    this.owner = owner;
    this.heir = options.heir;
    this.heirData = options.heirData;
    this.store = newStore(options.type, options.keypos - 1);
  }

  /** What programs call the table. */
  get handle(): Term {
    return this.named ? this.name : this.id;
  }

  /** Each key has one object. */
  get isSet(): boolean {
    return this.type === A.set || this.type === A.ordered_set;
  }

  fix(p: Process, now_us: number): void {
    if (this.fixations === undefined) {
      this.fixations = new Map();
      this.fixedSince_us = now_us;
      this.store.fix();
    }
    this.fixations.set(p, (this.fixations.get(p) ?? 0) + 1);
  }

  /** Takes back `count` fixations of `p`, or all. */
  unfix(p: Process, count = Infinity): void {
    const n = this.fixations?.get(p);
    if (n === undefined) return;
    const fixations = this.fixations as Map<Process, number>;
    if (n > count) fixations.set(p, n - count);
    else fixations.delete(p);
    if (fixations.size > 0) return;
    this.fixations = undefined;
    this.store.unfix();
  }
}

function newStore(type: Atom, keyIndex: number): Store {
  if (type === A.ordered_set) return new OrderedStore(keyIndex);
  if (type === A.set) return new SetStore(keyIndex);
  return new BagStore(keyIndex, type === A.duplicate_bag);
}
