/**
 * Standard input as a file descriptor that can be waited for, as `enif_select` and `driver_select` see it.
 *
 * Nothing is read before somebody asks, because a program that is started later, or comes after, may want the input. Node
 * has no way to learn of input without reading it, so that to wait is to read; what has come is kept for the reads that follow.
 * Node's stream does the reading of pipes and terminals: a read by `readSync` could block the whole program, as every child
 * that inherits the descriptor makes it blocking again.
 * There is one standard input for the whole operating system process, whatever number of VMs it runs.
 */
import { fstatSync, readSync } from "node:fs";
import type { Socket } from "node:net";
import { net, tty } from "../builtin.ts";
import { errnoName } from "../../../runtime/posix.ts";

/** The name of an errno; `closed`: the end of input. */
export type InputError = string;
/** As much as OTP reads at once. */
export const READ_AT_MOST = 1024;
const NOTHING = new Uint8Array(0);

class StandardInput {
  /** What tells of input; undefined: a file or a device that is always ready. */
  private readonly stream: Socket | undefined;
  /** What has come and has not been asked for yet. */
  private readonly chunks: Uint8Array[] = [];
  /** No input will ever come any more. */
  private ended: InputError | undefined = undefined;
  private readonly waiting = new Set<() => void>();

  constructor() {
    if (tty().isatty(0)) this.stream = new (tty().ReadStream)(0);
    else if (this.isPipe()) {
      this.stream = new (net().Socket)({ fd: 0, readable: true, writable: false, manualStart: true } as object);
    }
    this.stream?.pause();
    this.stream?.on("data", (chunk: Uint8Array) => this.arrived(chunk));
    this.stream?.on("end", () => this.over("closed"));
    this.stream?.on("error", (error) => this.over(errnoName(error)));
  }

  private isPipe(): boolean {
    try {
      const stat = fstatSync(0);
      return stat.isFIFO() || stat.isSocket();
    } catch (error) {
      this.ended = errnoName(error);
      return false;
    }
  }

  /** Is the other end known to be gone? */
  get hungUp(): boolean {
    return this.ended !== undefined;
  }

  /** Columns and rows of the terminal that input comes from. */
  windowSize(): readonly [number, number] | undefined {
    if (!(this.stream instanceof tty().ReadStream)) return undefined;
    // Node asks the system for the size of output streams alone, but can do it for any terminal.
    const handle = (this.stream as unknown as { _handle?: { getWindowSize?(size: number[]): number } })._handle;
    const size = [0, 0];
    return handle?.getWindowSize?.(size) === 0 ? (size as [number, number]) : undefined;
  }

  /** Calls `run` once when there is something to read. Returns a way to give up. */
  whenReady(run: () => void): () => void {
    this.waiting.add(run);
    if (this.stream === undefined || this.chunks.length > 0 || this.ended !== undefined)
      setImmediate(() => this.tell());
    else this.stream.resume();
    return () => {
      this.waiting.delete(run);
      if (this.waiting.size === 0) this.stream?.pause();
    };
  }

  /** Up to `n` bytes of what is there, none if there is nothing now; text: why there is none and never will be. */
  read(n: number): Uint8Array | InputError {
    const first = this.chunks[0];
    if (first === undefined) return this.ended ?? (this.stream === undefined ? this.readFile(n) : NOTHING);
    if (first.length <= n) this.chunks.shift();
    else this.chunks[0] = first.subarray(n);
    return first.slice(0, n);
  }

  private readFile(n: number): Uint8Array | InputError {
    const bytes = new Uint8Array(n);
    try {
      const got = readSync(0, bytes, 0, n, null);
      if (got > 0 || n === 0) return bytes.subarray(0, got);
      this.ended = "closed";
    } catch (error) {
      this.ended = errnoName(error);
    }
    return this.ended;
  }

  private arrived(chunk: Uint8Array): void {
    this.stream?.pause();
    this.chunks.push(Uint8Array.from(chunk));
    this.tell();
  }

  private over(reason: InputError): void {
    this.ended ??= reason;
    this.tell();
  }

  private tell(): void {
    const all = [...this.waiting];
    this.waiting.clear();
    for (const run of all) run();
  }
}

let opened: StandardInput | undefined;
export function standardInput(): StandardInput {
  opened ??= new StandardInput();
  return opened;
}
