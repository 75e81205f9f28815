/**
 * Standard input as a file descriptor that can be waited for, as `enif_select` and `driver_select` see it.
 *
 * Node's own stream reads ahead as much as there is. Here nothing is read before somebody asks, because a program that
 * is started later, or comes after, may want the rest. Node has no way to learn of input without reading it, so that to wait
 * is to read; what has come is kept for the read that follows.
 * Node's stream does the reading of pipes and terminals: a read by `readSync` could block the whole program, as every child
 * that inherits the descriptor makes it blocking again.
 * There is one standard input for the whole operating system process, whatever number of VMs it runs.
 */
import { fstatSync, readSync } from "node:fs";
import type { Socket } from "node:net";
import { net, tty } from "../builtin.ts";
import { errnoName } from "../nifs/errno.ts";

/** The name of an errno; `closed`: the end of input. */
export type InputError = string;
/** As much as OTP reads at once. */
export const READ_AT_MOST = 1024;
const NOTHING = new Uint8Array(0);

class StandardInput {
  /** What tells of input; undefined: a file or a device that is always ready. */
  private readonly stream: Socket | undefined;
  /** What has come and has not been asked for yet. */
  private ahead: Uint8Array = NOTHING;
  /** No input will ever come any more. */
  private ended: InputError | undefined = undefined;
  private readonly waiting = new Set<() => void>();

  constructor() {
    const onread = {
      buffer: Buffer.alloc(READ_AT_MOST),
      callback: (n: number, bytes: Uint8Array) => this.arrived(Uint8Array.from(bytes.subarray(0, n))),
    };
    if (tty().isatty(0)) {
      // The types do not say that a terminal's stream takes a socket's options.
      const Terminal = tty().ReadStream as unknown as new (fd: number, options: object) => Socket;
      this.stream = new Terminal(0, { onread });
    } else if (this.isPipe()) {
      this.stream = new (net().Socket)({ fd: 0, readable: true, writable: false, onread, manualStart: true } as object);
    }
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
    if (this.stream === undefined || this.ahead.length > 0 || this.ended !== undefined) setImmediate(() => this.tell());
    else this.stream.resume();
    return () => {
      this.waiting.delete(run);
      if (this.waiting.size === 0) this.stream?.pause();
    };
  }

  /** Up to `n` bytes of what is there, none if there is nothing now; text: why there is none and never will be. */
  read(n: number): Uint8Array | InputError {
    if (this.ahead.length === 0) return this.ended ?? (this.stream === undefined ? this.readFile(n) : NOTHING);
    const bytes = this.ahead.slice(0, n);
    this.ahead = this.ahead.subarray(n);
    return bytes;
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

  /** False: enough for now. */
  private arrived(bytes: Uint8Array): boolean {
    this.ahead = bytes;
    this.tell();
    return false;
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
