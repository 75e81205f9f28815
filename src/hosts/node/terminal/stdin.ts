/**
 * Standard input as a file descriptor that can be waited for, as `enif_select` and `driver_select` see it.
 *
 * Node's own stream reads ahead as much as there is. Here nothing is read before somebody asks, because a program that
 * is started later, or comes after, may want the rest: to wait for input is to read a single byte, which the next read
 * returns first.
 * There is one standard input for the whole operating system process, whatever number of VMs it runs.
 */
import { fstatSync, readSync } from "node:fs";
import { Socket } from "node:net";
import { isatty, ReadStream } from "node:tty";
import { errnoName } from "../../../runtime/posix.ts";

/** The name of an errno; `closed`: the end of input. */
export type InputError = string;
const NOTHING = new Uint8Array(0);

class StandardInput {
  /** What tells of input; undefined: a file or a device that is always ready. */
  private readonly stream: Socket | undefined;
  private readonly byte = Buffer.alloc(1);
  /** The byte that told of input has not been returned yet. */
  private ahead = false;
  /** No input will ever come any more. */
  private ended: InputError | undefined = undefined;
  private readonly waiting = new Set<() => void>();

  constructor() {
    const onread = { buffer: this.byte, callback: () => this.arrived() };
    if (isatty(0)) {
      // The types do not say that a terminal's stream takes a socket's options.
      const Terminal = ReadStream as unknown as new (fd: number, options: object) => Socket;
      this.stream = new Terminal(0, { onread });
    } else if (this.isPipe()) {
      this.stream = new Socket({ fd: 0, readable: true, writable: false, onread, manualStart: true } as object);
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
    if (!(this.stream instanceof ReadStream)) return undefined;
    // Node asks the system for the size of output streams alone, but can do it for any terminal.
    const handle = (this.stream as unknown as { _handle?: { getWindowSize?(size: number[]): number } })._handle;
    const size = [0, 0];
    return handle?.getWindowSize?.(size) === 0 ? (size as [number, number]) : undefined;
  }

  /** Calls `run` once when a read will not have to wait. Returns a way to give up. */
  whenReady(run: () => void): () => void {
    this.waiting.add(run);
    if (this.stream === undefined || this.ahead || this.ended !== undefined) setImmediate(() => this.tell());
    else this.stream.resume();
    return () => {
      this.waiting.delete(run);
      if (this.waiting.size === 0) this.stream?.pause();
    };
  }

  /** Up to `n` bytes of what is there, none if there is nothing now; text: why there is none and never will be. */
  read(n: number): Uint8Array | InputError {
    if (n === 0) return NOTHING;
    const out = new Uint8Array(n);
    let size = 0;
    if (this.ahead) {
      this.ahead = false;
      out[size++] = this.byte[0] as number;
    }
    if (size < n && this.ended === undefined) {
      try {
        const got = readSync(0, out, size, n - size, null);
        if (got === 0) this.ended = "closed";
        size += got;
      } catch (error) {
        const reason = errnoName(error);
        if (reason !== "eagain" && reason !== "eintr") this.ended = reason;
      }
    }
    return size === 0 ? (this.ended ?? NOTHING) : out.slice(0, size);
  }

  /** A byte came in. False: enough. */
  private arrived(): boolean {
    this.ahead = true;
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
