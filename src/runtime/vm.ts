/**
 * What a BIF sees of the VM it runs in: tables and services, wired together by `src/vm.ts`.
 * Invariant: everything that belongs to one VM hangs off this object, nothing off a JavaScript module.
 */
import type { Atom, AtomTable } from "../term/atom.ts";
import type { Pid, Port } from "../term/identifier.ts";
import type { Term } from "../term/term.ts";
import type { Bif } from "./bif.ts";
import type { Clock } from "./clock.ts";
import type { EmulatorSettings } from "./emulator_settings.ts";
import type { Exec } from "./exec.ts";
import type { Host } from "./host.ts";
import type { CodeTables, Export, ModuleInstance } from "./module.ts";
import type { Monitored } from "./monitors.ts";
import type { Process } from "./process.ts";
import type { ProcessTable } from "./process_table.ts";
import type { References } from "./references.ts";
import type { Registry } from "./registry.ts";
import type { Release } from "./release.ts";
import type { Scheduling } from "./scheduling.ts";
import type { Result, Signal } from "./signal.ts";
import type { StateKey } from "./state.ts";
import type { TracedPort } from "./tracing.ts";

export interface Vm {
  readonly host: Host;
  readonly release: Release;
  /** What the command line has set. */
  readonly emulator: EmulatorSettings;
  readonly atoms: AtomTable;
  readonly exec: Exec;
  /** This node's name: `nonode@nohost` until distribution starts. */
  node: Atom;
  creation: number;
  /** What the hashes of LOCAL_EXT start from. */
  readonly localSalt: number;
  state<T>(key: StateKey<T>): T;
  /** The export entry of `M:F/A`, made when first named. */
  export(module: Atom, name: Atom, arity: number): Export;
  /** Code tables; `export` and the loader go through them. */
  readonly code: CodeTables;
  /** Takes an export entry's code away. */
  undefine(e: Export): void;
  /** Loads a module that is asked about, where the VM itself finds code (no code server runs). True if it is loaded now. */
  loadOnDemand(module: Atom): boolean;
  /** All BIFs and NIFs, by `M:F/A`. */
  readonly bifs: Map<string, Bif>;
  /** Are there NIFs of this module? */
  hasNifs(module: Atom): boolean;
  /** Reads a module into an instance that nobody sees yet; undefined: it is bad. */
  prepareModule(bytes: Uint8Array, fileName: string): ModuleInstance | undefined;
  /** Makes prepared code current; what was current becomes old. */
  finishModule(m: ModuleInstance): void;
  /** Makes current code old. False: there was none. */
  deleteModule(module: Atom): boolean;
  /** Forgets old code. */
  purgeModule(module: Atom): void;
  /** A module that is called for is bad, or no code can be made of a function: raises. */
  badCode(module: Atom, problem: unknown): Signal;
  /** The function `what/3` of the running process's error handler, which may not be defined. */
  errorHandler(what: Atom): Export;
  /** Gives it the call of a function, as erts does with one that has no code; undef if it is not defined. */
  callErrorHandler(what: Atom, f: Named, args: readonly Term[]): Result;
  readonly clock: Clock;
  readonly references: References;
  readonly processes: ProcessTable;
  readonly registry: Registry;
  readonly scheduler: Scheduling;
  /** Called when a process has ended, before its links and monitors learn of it. */
  readonly exitHooks: ((p: Process, reason: Term) => void)[];
  /** Ports, once there are any. */
  ports?: PortServices;
  readonly inside: Inside;
  /** Has `p`, whose frames are saved, one in old code of `module`? */
  usesOldCode(p: Process, module: Atom): boolean;
  /** A process is ending by an error or an uncaught throw: somebody may want to log it. */
  crashed(p: Process, reason: Term): void;
  /** A JavaScript exception came out of generated code or a BIF. */
  defect(text: string, blame: Blame): void;
  /** Ends the VM: `erlang:halt/2`. Processes stop at once; `flush` waits for output to be written. */
  halt(status: number, flush: boolean): void;
}

export interface Named {
  readonly module: Atom;
  readonly name: Atom;
}

/**
 * Whose defect it is: a file that cannot be loaded; code that gives an instruction a value it is not made for, or else the VM
 * (the two can't be told apart: docs/architecture.md, "Untrusted code"); nobody's, as a limit of the engine was reached and
 * raised system_limit; the VM for sure.
 */
export type Blame = "file" | "code" | "limit" | "vm";

/** What the extension for debugging sees of rooms that it does not import: the core stays in few chunks. */
export interface Inside {
  /** The items of `process_info`. */
  infoItems(): Term[];
  persistentTerms(): { readonly places: number; entries(): Term[] };
}

/** What processes need of ports. */
export interface PortServices {
  /** The VM ends: calls `done` when what is queued has been written, or at once without `flush`. */
  halt(flush: boolean, done: () => void): void;
  /** Open ports. */
  readonly count: number;
  /** Bytes that ports have read and written so far. */
  readonly bytes: { readonly read: number; readonly written: number };
  /** How many there may be at once. */
  readonly limit: number;
  /** The number of the next one, which tests set. */
  get next(): number | bigint;
  set next(n: bigint);
  /** Hears of new ports, before they are opened. */
  tracing: ((port: TracedPort) => void) | null;
  /** The open port; undefined when it is closed or never was. */
  find(port: Port): TracedPort | undefined;
  /** Open ports in the order of their numbers. */
  all(): readonly TracedPort[];
  /** Is the port open? */
  isOpen(port: Port): boolean;
  /** What a monitor on an open port hangs on. */
  monitored(port: Port): Monitored | undefined;
  link(port: Port, p: Process): void;
  unlink(port: Port, p: Process): void;
  linkedProcessEnded(port: Port, p: Process, reason: Term): void;
  /** `Port ! {Pid, Command}`. False: the port is busy, and nothing has been done. */
  send(port: Port, message: Term): boolean;
  /** The process, which is about to wait, is suspended until the port is not busy any more; then it tries again. */
  suspend(port: Port, p: Process): void;
  /** Gives bytes to the port, as a tracer's port gets its messages. */
  output(port: Port, bytes: Uint8Array): void;
  /** An exit signal to a port. */
  exit(port: Port, from: Pid, reason: Term): void;
}
