/**
 * `dbg:trace_port(file, ...)`: trace messages into a file, or into a ring of files that starts again at its first.
 *
 *   trace_file_drv [w SIZE COUNT TIME AT ]n FILE
 *
 * With `w` a file's number, 0 to COUNT, stands at the byte AT of its name; the next one is begun when it has SIZE bytes, or after
 * TIME ms. One number is always missing, so that a reader finds the oldest. A message is a zero, its length in four bytes and the
 * external term. Bytes are collected and written 64 KB at a time; `f` by `port_control/3` writes what there is.
 * OTP: trace_file_drv.c of runtime_tools.
 */
import * as fs from "node:fs";
import { type Driver, type DriverInstance, type DriverPort, OpenError } from "../../../ports/driver.ts";
import { errnoName } from "../../../runtime/posix.ts";

const BUFFER_BYTES = 65536;
const FLUSH = "f".charCodeAt(0);
const OK = Uint8Array.of(0);

interface Ring {
  readonly size: number;
  readonly count: number;
  readonly time_ms: number;
  readonly at: number;
}

class TraceFile implements DriverInstance {
  private readonly port: DriverPort;
  private readonly name: Buffer;
  private readonly ring: Ring | undefined;
  private fd: number;
  private current = 0;
  private oldest = 0;
  /** How many files are begun before the oldest goes. */
  private room: number;
  private length = 0;
  private pieces: Uint8Array[] = [];
  private pending = 0;
  private cancel: (() => void) | undefined;

  /** Throws what `open` throws. */
  constructor(port: DriverPort, name: Buffer, ring: Ring | undefined) {
    this.port = port;
    this.name = name;
    this.ring = ring;
    this.room = ring?.count ?? 0;
    this.fd = fs.openSync(this.fileName(0), "w", 0o777);
    this.wait();
  }

  output(data: Uint8Array): void {
    const head = Buffer.alloc(5);
    head.writeUInt32BE(data.length, 1);
    this.pieces.push(head, data);
    this.pending += head.length + data.length;
    this.length += head.length + data.length;
    this.attempt(() => {
      if (this.pending >= BUFFER_BYTES) this.write();
      if (this.ring?.time_ms === 0 && this.length >= this.ring.size) this.next(this.ring);
    });
  }

  control(operation: number): Uint8Array | undefined {
    if (operation !== FLUSH) return undefined;
    this.attempt(() => this.write());
    return OK;
  }

  stop(): void {
    this.cancel?.();
    try {
      this.write();
    } catch {
      // The port is gone: nobody can be told.
    }
    fs.closeSync(this.fd);
  }

  private attempt(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.port.fail(errnoName(error));
    }
  }

  private fileName(number: number): Buffer {
    if (this.ring === undefined) return this.name;
    const { at } = this.ring;
    return Buffer.concat([this.name.subarray(0, at), Buffer.from(`${number}`), this.name.subarray(at)]);
  }

  private write(): void {
    const bytes = Buffer.concat(this.pieces);
    this.pieces = [];
    this.pending = 0;
    for (let at = 0; at < bytes.length; ) at += fs.writeSync(this.fd, bytes, at);
  }

  private next(ring: Ring): void {
    const after = (n: number) => (n === ring.count ? 0 : n + 1);
    this.write();
    if (this.room > 0) this.room--;
    if (this.room === 0) {
      fs.rmSync(this.fileName(this.oldest), { force: true });
      this.oldest = after(this.oldest);
    }
    this.current = after(this.current);
    const fd = fs.openSync(this.fileName(this.current), "w", 0o777);
    fs.closeSync(this.fd);
    this.fd = fd;
    this.length = 0;
  }

  private wait(): void {
    const { ring, port } = this;
    if (ring === undefined || ring.time_ms === 0) return;
    this.cancel = port.vm.host.after(ring.time_ms, () =>
      this.attempt(() => {
        this.next(ring);
        this.wait();
      }),
    );
  }
}

export const TRACE_FILE: Driver = {
  name: "trace_file_drv",
  start(port, command) {
    const text = Buffer.from(command).toString("latin1");
    const match = /^trace_file_drv +(?:w +(\d+) +(\d+) +(\d+) +(\d+) +)?n ([^\0]+)/.exec(text);
    if (match === null) return new OpenError("badarg");
    const [, size, count, time_ms, at, name = ""] = match;
    const ring =
      size === undefined
        ? undefined
        : { size: Number(size), count: Number(count), time_ms: Number(time_ms), at: Number(at) };
    if (ring !== undefined && ring.at >= name.length) return new OpenError("badarg");
    try {
      return new TraceFile(port, Buffer.from(name, "latin1"), ring);
    } catch (error) {
      return new OpenError(errnoName(error));
    }
  },
};
