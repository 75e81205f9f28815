/**
 * What the page and the worker with the VM say to each other, as structured clones.
 *
 * The page asks (`Request`, each answered by one `Answer` with the same `id`) and is told (`Event`). Input and size of the
 * terminal need no answer. Pids are text (`<0.88.0>`); terms are printed, cut where they are long.
 */

import type { MessageRow, ProcessDetails, ProcessRow, SystemRow } from "../src/embed/inspect.ts";

import type { ShellName } from "./shells.ts";

export type { MessageRow, ProcessDetails, ProcessRow };

export type ToWorker =
  | StartMessage
  /** What the shell starts from, compressed; or why it is not to be had. */
  | { readonly kind: "archive"; readonly bytes: ArrayBuffer }
  | { readonly kind: "archive"; readonly error: string }
  | { readonly kind: "input"; readonly text: string }
  /** So many bytes of output have been shown: there is room for more. */
  | { readonly kind: "shown"; readonly bytes: number }
  | { readonly kind: "resize"; readonly columns: number; readonly rows: number }
  | { readonly kind: "request"; readonly id: number; readonly request: Request };

export interface StartMessage {
  readonly kind: "start";
  readonly columns: number;
  readonly rows: number;
  /** Where OTP's archives lie: the page's own folder. */
  readonly base: string;
  readonly shell: ShellName;
}

export type FromWorker =
  | { readonly kind: "answer"; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly kind: "answer"; readonly id: number; readonly ok: false; readonly error: string }
  | Event;

export type Event =
  /** Something large is under way: `done` of `total` bytes. */
  | { readonly kind: "progress"; readonly what: string; readonly done: number; readonly total: number }
  /** The shell has asked for its first line. */
  | { readonly kind: "ready" }
  /** Bytes for the terminal. */
  | { readonly kind: "output"; readonly bytes: Uint8Array }
  /** The files in the home folder are other ones. */
  | { readonly kind: "files" }
  | { readonly kind: "processes"; readonly system: SystemInfo; readonly processes: readonly ProcessRow[] }
  | { readonly kind: "messages"; readonly messages: readonly MessageRow[]; readonly lost: number }
  | { readonly kind: "halt"; readonly status: number }
  /** An error of Gluon's own. */
  | { readonly kind: "defect"; readonly text: string };

/** What the page may ask for, with the answer's value. */
export interface Requests {
  /** Files below the home folder, by name, sorted. */
  files(): readonly FileRow[];
  read(name: string): string;
  /** The file is kept in the browser. */
  write(name: string, text: string): void;
  writeBytes(name: string, bytes: Uint8Array): void;
  remove(name: string): void;
  rename(from: string, to: string): void;
  /** Compiles a file of Erlang (`.erl`) or Elixir (`.ex`, `.exs`) by OTP's or Elixir's own compiler and loads it. */
  compile(name: string): Compiled;
  /** Loads a `.beam` file of the home folder. Answers the module's name. */
  load(name: string): string;
  /** `processes` events from now on, about every so often; 0: no more. */
  watch(interval_ms: number): void;
  process(pid: string): ProcessDetails | undefined;
  kill(pid: string): void;
  suspend(pid: string): void;
  resume(pid: string): void;
  /** No process runs any more; the page goes on. */
  pause(): void;
  continue(): void;
  /** One time slice of one process, while paused. Answers who had it. */
  step(): string | undefined;
  /** `messages` events from now on, or no more. */
  trace(on: boolean): void;
}

export type Request = {
  [K in keyof Requests]: { readonly op: K; readonly args: Parameters<Requests[K]> };
}[keyof Requests];

export interface FileRow {
  readonly name: string;
  readonly bytes: number;
}

export interface Compiled {
  /** Modules that have been loaded; none if there were errors. */
  readonly modules: readonly string[];
  readonly messages: readonly Diagnostic[];
}

export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly file: string;
  /** From 1; 0: of the whole file. */
  readonly line: number;
  /** From 1; 0: of the whole line. */
  readonly column: number;
  readonly text: string;
}

export interface SystemInfo extends SystemRow {
  readonly uptime_ms: number;
}
