/**
 * What a BIF sees of the VM it runs in: tables and services, wired together by `src/vm.ts`.
 * Invariant: everything that belongs to one VM hangs off this object, nothing off a JavaScript module.
 */
import type { Atom, AtomTable } from "../term/atom.ts";
import type { Pid, Port } from "../term/identifier.ts";
import type { Term } from "../term/term.ts";
import type { Clock } from "./clock.ts";
import type { Exec } from "./exec.ts";
import type { Host } from "./host.ts";
import type { Export } from "./module.ts";
import type { Process } from "./process.ts";
import type { ProcessTable } from "./process_table.ts";
import type { References } from "./references.ts";
import type { Registry } from "./registry.ts";
import type { Release } from "./release.ts";
import type { Scheduling } from "./scheduling.ts";
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
  readonly clock: Clock;
  readonly references: References;
  readonly processes: ProcessTable;
  readonly registry: Registry;
  readonly scheduler: Scheduling;
  /** Called when a process has ended, before its links and monitors learn of it. */
  readonly exitHooks: ((p: Process, reason: Term) => void)[];
  /** Ports, once there are any. */
  ports?: PortServices;
  /** Ends the VM: `erlang:halt/2`. Processes stop at once; `flush` waits for output to be written. */
  halt(status: number, flush: boolean): void;
}

/** What processes need of ports. */
export interface PortServices {
  /** Is the port open? */
  isOpen(port: Port): boolean;
  link(port: Port, p: Process): void;
  unlink(port: Port, p: Process): void;
  linkedProcessEnded(port: Port, p: Process, reason: Term): void;
  /** `Port ! {Pid, Command}`. */
  send(port: Port, message: Term): void;
  /** An exit signal to a port. */
  exit(port: Port, from: Pid, reason: Term): void;
}
