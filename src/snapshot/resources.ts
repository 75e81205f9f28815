/** What references lead to, other than monitors, timers and tables: each kind with its name. */
import { Counters } from "../bifs/counters.ts";
import { compile } from "../bifs/ets_select.ts";
import { MatchProgram } from "../ets/match_compile.ts";
import { Table } from "../ets/table.ts";
import { AtomicArray } from "../runtime/atomic_array.ts";
import { Monitor } from "../runtime/monitors.ts";
import { RegexSource } from "../runtime/regex_source.ts";
import type { SavedResource } from "../runtime/snapshot.ts";
import { Timer } from "../runtime/timer.ts";
import type { Ref } from "../term/identifier.ts";
import type { Term } from "../term/term.ts";
import { ManyPatterns, OnePattern } from "../util/search.ts";
import type { VirtualMachine } from "../vm.ts";
import { SnapshotError } from "./format.ts";
import { described } from "./graph_writer.ts";
import { restoreTable, saveTable } from "./tables.ts";

const ATOMICS: SavedResource = {
  name: "atomics",
  type: AtomicArray,
  save: (a) => saveArray(a as AtomicArray),
  restore: (_vm, saved) => restoreArray(saved),
};

const COUNTERS: SavedResource = {
  name: "counters",
  type: Counters,
  save: (c) => saveArray((c as Counters).array),
  restore: (_vm, saved) => new Counters(restoreArray(saved)),
};

function saveArray(a: AtomicArray): unknown {
  return [a.signed, ...Array.from({ length: a.size }, (_, i) => a.get(i))];
}
function restoreArray(saved: unknown): AtomicArray {
  const [signed, ...values] = saved as [boolean, ...(number | bigint)[]];
  const a = new AtomicArray(values.length, signed);
  for (const [i, v] of values.entries()) a.set(i, v);
  return a;
}

/** One that has been deleted: `ets` tells it from a reference that never was one. */
const DELETED_TABLE: SavedResource = {
  name: "deleted table",
  type: Table,
  save: (t) => saveTable(t as Table),
  restore: (_vm, saved) => restoreTable(saved),
};

const PATTERN: SavedResource = {
  name: "pattern",
  type: RegexSource,
  save(source) {
    const { bytes, bits, newline, bsr } = source as RegexSource;
    return [bytes, bits, newline, bsr];
  },
  restore: (_vm, saved) => new RegexSource(...(saved as [Uint8Array, number, number, number]), undefined),
};

/** `binary:compile_pattern/1`. */
const SEARCH: SavedResource[] = [
  {
    name: "one",
    type: OnePattern,
    save: (s) => (s as OnePattern).pattern,
    restore: (_vm, saved) => new OnePattern(saved as Uint8Array),
  },
  {
    name: "many",
    type: ManyPatterns,
    save: (s) => (s as ManyPatterns).patterns,
    restore: (_vm, saved) => new ManyPatterns(saved as Uint8Array[]),
  },
];

/** `ets:match_spec_compile/1`, and where a `select` with a limit goes on. */
const MATCH_SPEC: SavedResource = {
  name: "match specification",
  type: MatchProgram,
  save(program) {
    const { spec } = program as MatchProgram;
    if (spec === undefined) throw new Error("the continuation of an ets:match cannot be saved");
    return spec;
  },
  restore: (vm, spec) => compile(vm.exec, spec as Term) as MatchProgram,
};

const OWN = [ATOMICS, COUNTERS, DELETED_TABLE, PATTERN, ...SEARCH, MATCH_SPEC];

export class ResourceWriter {
  private readonly vm: VirtualMachine;
  private readonly kinds: readonly SavedResource[];
  private readonly seen = new Set<Ref>();
  /** Written, but not yet what they lead to. */
  private pending: [Ref, string, unknown][] = [];
  constructor(vm: VirtualMachine, kinds: readonly SavedResource[]) {
    this.vm = vm;
    this.kinds = [...OWN, ...kinds];
  }

  /** Notes a reference. Throws if what it leads to cannot be saved. */
  note(ref: Ref): void {
    const { target } = ref;
    if (this.seen.has(ref) || target instanceof Monitor || target instanceof Timer) return;
    if (target instanceof Table && target.alive) return;
    this.seen.add(ref);
    const kind = this.kinds.find((k) => target instanceof k.type);
    if (kind === undefined) throw new SnapshotError(`a reference to ${described(target)} cannot be saved`);
    this.pending.push([ref, kind.name, saved(kind, target as object, this.vm)]);
  }

  /** Those noted since the last time. */
  take(): [Ref, string, unknown][] {
    const { pending } = this;
    this.pending = [];
    return pending;
  }
}

/** What prevents it gets the name of an error of ours. */
function saved(kind: SavedResource, target: object, vm: VirtualMachine): unknown {
  try {
    return kind.save(target, vm);
  } catch (e) {
    throw e instanceof Error ? new SnapshotError(e.message) : e;
  }
}

export function restoreResources(vm: VirtualMachine, kinds: readonly SavedResource[], saved: unknown): void {
  const all = [...OWN, ...kinds];
  for (const [ref, name, value] of saved as [Ref, string, unknown][]) {
    const kind = all.find((k) => k.name === name);
    if (kind === undefined) throw new SnapshotError(`the snapshot holds ${name}, which this VM knows nothing of`);
    ref.target = kind.restore(vm, value);
  }
}
