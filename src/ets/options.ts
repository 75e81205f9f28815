/**
 * Options of `ets:new/2` and `ets:setopts/2`.
 * OTP: ets_new_2(), ets_setopts_2() in erl_db.c.
 */
import { type Atom, Atom as AtomClass, atoms, FALSE, TRUE } from "../term/atom.ts";
import { Pid } from "../term/identifier.ts";
import { Cons, cons, NIL } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import { arity, element, Tuple, Tuple2, Tuple3 } from "../term/tuple.ts";
import type { Release } from "../runtime/release.ts";
import { Protection, TableOptions } from "./table.ts";

const A = atoms(
  "set",
  "bag",
  "duplicate_bag",
  "ordered_set",
  "public",
  "protected",
  "private",
  "named_table",
  "compressed",
  "keypos",
  "write_concurrency",
  "read_concurrency",
  "decentralized_counters",
  "heir",
  "none",
  "auto",
  "protection",
  "debug_hash_fixed_number_of_locks",
);

const MAX_LOCKS = 32768;

const PROTECTIONS = new Map<Term, Protection>([
  [A.private, Protection.Private],
  [A.protected, Protection.Protected],
  [A.public, Protection.Public],
]);

export function protectionAtom(p: Protection): Atom {
  return p === Protection.Private ? A.private : p === Protection.Protected ? A.protected : A.public;
}

/** Options while they are read: some mean something only together with others. */
class Reader {
  readonly options = new TableOptions();
  /** `{write_concurrency, W}` as given. */
  write: Term = FALSE;
  decentralizedByWrite = false;
  decentralized: boolean | undefined = undefined;
  read = false;
  private readonly release: Release;
  constructor(release: Release) {
    this.release = release;
  }

  /** Takes one option; false: bad. */
  take(o: Term): boolean {
    if (o instanceof AtomClass) return this.takeAtom(o);
    if (o instanceof Tuple2) return this.takePair(o.e0, o.e1);
    if (o instanceof Tuple3 && o.e0 === A.heir && isLocalPid(o.e1)) {
      this.options.heir = o.e1;
      this.options.heirData = o.e2;
      return true;
    }
    return false;
  }

  private takeAtom(o: Atom): boolean {
    const { options } = this;
    const protection = PROTECTIONS.get(o);
    if (o === A.bag || o === A.duplicate_bag || o === A.ordered_set) {
      options.type = o;
      if (o === A.ordered_set) this.decentralizedByWrite = true;
    } else if (o === A.named_table) options.named = true;
    else if (o === A.compressed) options.compressed = true;
    // The two that are defaults undo nothing: [bag, set] is a bag.
    else if (o === A.set || o === A.protected) return true;
    else if (protection !== undefined) options.protection = protection;
    else return false;
    return true;
  }

  private takePair(key: Term, v: Term): boolean {
    const { options } = this;
    if (key === A.keypos && typeof v === "number" && v > 0) {
      options.keypos = v;
      return true;
    }
    if (key === A.write_concurrency) return this.takeWriteConcurrency(v);
    if (key === A.heir) {
      if (v !== A.none && !(this.release.newerEts && isLocalPid(v))) return false;
      options.heir = v === A.none ? undefined : (v as Pid);
      options.heirData = undefined;
      return true;
    }
    if (v !== TRUE && v !== FALSE) return false;
    if (key === A.read_concurrency) this.read = v === TRUE;
    else if (key === A.decentralized_counters) this.decentralized = v === TRUE;
    else return false;
    return true;
  }

  private takeWriteConcurrency(v: Term): boolean {
    if (v === A.auto) this.decentralizedByWrite = true;
    else if (v === TRUE) {
      if (this.options.type !== A.ordered_set) this.decentralizedByWrite = false;
    } else if (v instanceof Tuple2 && v.e0 === A.debug_hash_fixed_number_of_locks) {
      if (typeof v.e1 !== "number" || v.e1 < 1 || v.e1 > MAX_LOCKS) return false;
      this.decentralizedByWrite = true;
    } else if (v !== FALSE) return false;
    this.write = v;
    return true;
  }

  /** The options as `info` shows them; undefined: they do not go together. */
  finish(): TableOptions | undefined {
    const { options } = this;
    if (options.type === A.ordered_set && this.write instanceof Tuple) return undefined;
    const shared = options.protection !== Protection.Private;
    options.readConcurrency = this.read && shared;
    options.writeConcurrency = shared ? this.write : FALSE;
    options.decentralizedCounters =
      options.writeConcurrency !== FALSE && (this.decentralized ?? this.decentralizedByWrite);
    return options;
  }
}

/** A pid of this node, living or not. */
function isLocalPid(t: Term): t is Pid {
  return t instanceof Pid && t.node === undefined;
}

/** The options of `ets:new/2`; undefined: bad. */
export function parseOptions(list: Term, release: Release): TableOptions | undefined {
  const r = new Reader(release);
  let l = list;
  for (; l instanceof Cons && l !== NIL; l = l.tail) if (!r.take(l.head)) return undefined;
  return l === NIL ? r.finish() : undefined;
}

/** What `ets:setopts/2` changes. */
export interface Changes {
  protection: Protection | undefined;
  /** undefined: the heir stays. */
  heir: { pid: Pid | undefined; data: Term | undefined } | undefined;
}

/** The argument of `ets:setopts/2`, one option or a list; undefined: bad. */
export function parseChanges(opts: Term, release: Release): Changes | undefined {
  const changes: Changes = { protection: undefined, heir: undefined };
  let l: Term = opts instanceof Tuple ? cons(opts, NIL) : opts;
  for (; l instanceof Cons && l !== NIL; l = l.tail) {
    const o: Term = l.head;
    if (!(o instanceof Tuple) || arity(o) < 2) return undefined;
    const v: Term = element(o, 1);
    if (element(o, 0) === A.heir) {
      if (changes.heir !== undefined) return undefined;
      if (arity(o) === 2 && v === A.none) changes.heir = { pid: undefined, data: undefined };
      else if (arity(o) === 3 && isLocalPid(v)) changes.heir = { pid: v, data: element(o, 2) };
      else if (arity(o) === 2 && release.newerEts && isLocalPid(v)) changes.heir = { pid: v, data: undefined };
      else return undefined;
    } else if (element(o, 0) === A.protection) {
      const protection = PROTECTIONS.get(v);
      if (arity(o) !== 2 || changes.protection !== undefined || protection === undefined) return undefined;
      changes.protection = protection;
    } else return undefined;
  }
  return l === NIL ? changes : undefined;
}
