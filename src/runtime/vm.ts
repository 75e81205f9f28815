/**
 * What a BIF sees of the VM it runs in: tables and services, wired together by `src/vm.ts`.
 * Invariant: everything that belongs to one VM hangs off this object, nothing off a JavaScript module.
 */
import type { Atom, AtomTable } from "../term/atom.ts";
import type { Exec } from "./exec.ts";
import type { Host } from "./host.ts";
import type { Export } from "./module.ts";
import type { Release } from "./release.ts";
import type { StateKey } from "./state.ts";

export interface Vm {
  readonly host: Host;
  readonly release: Release;
  readonly atoms: AtomTable;
  readonly exec: Exec;
  /** This node's name: `nonode@nohost` until distribution starts. */
  node: Atom;
  creation: number;
  state<T>(key: StateKey<T>): T;
  /** The export entry of `M:F/A`, made when first named. */
  export(module: Atom, name: Atom, arity: number): Export;
}
