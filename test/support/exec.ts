/**
 * An `Exec` over as little of a VM as a BIF needs, for tests that call BIFs and NIFs without a running VM.
 */
import { atom, type Atom, AtomTable } from "../../src/term/atom.ts";
import { Pid } from "../../src/term/identifier.ts";
import type { Term } from "../../src/term/term.ts";
import { Exec } from "../../src/runtime/exec.ts";
import { References } from "../../src/runtime/references.ts";
import { RELEASES } from "../../src/runtime/release.ts";
import { SIGNAL, type Result } from "../../src/runtime/signal.ts";
import type { StateKey } from "../../src/runtime/state.ts";
import type { Bif, BifFunction } from "../../src/runtime/bif.ts";
import type { Vm } from "../../src/runtime/vm.ts";
import { nodeHost } from "../../src/hosts/node/host.ts";

export function testExec(release: 25 | 27 | 29 = 27): Exec {
  const states = new Map<unknown, unknown>();
  const vm = {
    host: nodeHost(),
    release: RELEASES[release],
    atoms: new AtomTable(),
    node: atom("nonode@nohost"),
    creation: 0,
    references: new References(0),
    exitHooks: [],
    state<T>(key: StateKey<T>): T {
      if (!states.has(key)) states.set(key, key.make(vm as unknown as Vm));
      return states.get(key) as T;
    },
  };
  const x = new Exec(vm as unknown as Vm);
  x.process = { pid: new Pid(undefined, 0, 80, 0) } as Exec["process"];
  x.reds = 1e9;
  return x;
}

/** The functions of a table by `name/arity`. */
export function functions(table: readonly Bif[]): Readonly<Record<string, BifFunction>> {
  return Object.fromEntries(table.map((b) => [`${b.name}/${b.arity}`, b.fn]));
}

/** The value of a call; a raised exception as a JavaScript one whose text is `class:reason` (reason: an atom's name). */
export function value(x: Exec, r: Result): Term {
  if (r !== SIGNAL) return r as Term;
  if (!x.raising) throw new Error("the BIF left the stack");
  x.raising = false;
  throw new Error(`${x.excClass.name}:${(x.excReason as Atom).name ?? "?"}`);
}
