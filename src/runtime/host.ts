/**
 * The one small interface to whatever JavaScript engine and machine the VM runs on. The core knows nothing else of it.
 * Optional members are capabilities: a BIF that needs a missing one raises `notsup`.
 */
import type { FileSystem } from "./file_system.ts";

export interface Host {
  /** Monotonic time in microseconds, a safe integer. */
  monotonicTime_us(): number;
  /** Unix time in microseconds. */
  systemTime_us(): number;
  /** Local time zone's offset from UTC in minutes (as Date#getTimezoneOffset, sign reversed: east is positive) at a Unix time. */
  localOffset_min(unix_s: number): number;
  randomBytes(n: number): Uint8Array;
  /** Calls `run` soon, after the host's own events had their turn. */
  soon(run: () => void): void;
  /** Calls `run` after about `delay_ms`; returns a way to cancel it. Does not keep the program alive if `idle` is set. */
  after(delay_ms: number, run: () => void): () => void;
  /** Makes a function from source text: `new Function(...params, body)`. */
  compile(params: readonly string[], body: string): (...args: unknown[]) => unknown;
  /** How many call units (1 + registers/8 each, at most 145 bytes) fit the JavaScript stack. */
  readonly stackBudget: number;
  /** Bytes to standard output or standard error. */
  write(fd: 1 | 2, bytes: Uint8Array): void;
  /** Bytes from standard input: calls back with a chunk, or undefined at the end. */
  read?(callback: (chunk: Uint8Array | undefined) => void): void;
  /** Environment variables: a snapshot to start from. */
  readonly env?: Readonly<Record<string, string>>;
  /** Files and directories. */
  readonly files?: FileSystem;
  /** Id of the operating system's process. */
  readonly pid?: number;
  /**
   * Sets what happens on a signal ("sigterm"); `handle` calls `take`, and does the usual if that answers false. False: there is no
   * such signal, or nothing can be done about it.
   */
  setSignal?(signal: string, disposition: "ignore" | "default" | "handle", take: () => boolean): boolean;
  /** The operating system as `os:type/0` and `os:version/0` name it. */
  readonly os?: {
    readonly family: "unix" | "win32";
    readonly name: string;
    readonly version?: readonly [number, number, number];
  };
  /** How many processors the machine has, and how many of them this program may use. */
  processors?(): { readonly online: number; readonly available: number };
  /** Bytes of memory the process uses, if known. */
  memory_bytes?(): number;
  /** Ends the operating system's process as a crash would, at once. */
  abort?(): void;
}
