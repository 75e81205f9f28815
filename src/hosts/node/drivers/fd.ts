/**
 * Ports to open file descriptors: `{fd, In, Out}`. They are not closed with the port.
 *
 * Writing goes through Node's thread pool, one write at a time, so that neither a reader that does not read nor a terminal
 * that is stopped holds the VM up, and the descriptor, which others may share, stays as blocking as it was. Files, where nobody
 * has to read, are written at once: whoever writes next learns of a full disk, as in erts.
 * OTP: fd_driver in sys_drivers.c.
 */
import * as fs from "node:fs";
import type { Readable } from "node:stream";
import type { WriteStream } from "node:tty";
import type { Driver, DriverPort, OpenOptions } from "../../../ports/driver.ts";
import { logPortError } from "../../../runtime/error_log.ts";
import { portText } from "../../../term/print.ts";
import { net, tty } from "../builtin.ts";
import { errnoName } from "../../../runtime/posix.ts";
import { StreamPort } from "./stream_port.ts";

/** How long to wait for room in a non-blocking descriptor. */
const RETRY_MS = 5;

/** `port_control/3`: columns and rows of the terminal. OTP: ERTS_TTYSL_DRV_CONTROL_MAGIC_NUMBER, FD_CTRL_OP_GET_WINSIZE. */
const GET_WINDOW_SIZE = 0x018b0900 + 100;

/** Writes in order, each when the one before is done. */
class FdWriter {
  private readonly fd: number;
  private readonly queue: { bytes: Uint8Array; done: (errno?: string) => void }[] = [];
  private at = 0;
  private readonly file: boolean;

  constructor(fd: number) {
    this.fd = fd;
    this.file = isFile(fd);
  }

  write(bytes: Uint8Array, done: (errno?: string) => void): void {
    if (this.file) {
      done(writeNow(this.fd, bytes));
      return;
    }
    this.queue.push({ bytes, done });
    if (this.queue.length === 1) this.next();
  }

  private next(): void {
    const first = this.queue[0];
    if (first === undefined) return;
    fs.write(this.fd, first.bytes, this.at, first.bytes.length - this.at, null, (error, n) => {
      if (error?.code === "EAGAIN") {
        setTimeout(() => this.next(), RETRY_MS);
        return;
      }
      this.at += n;
      if (error === null && this.at < first.bytes.length) this.next();
      else {
        this.at = 0;
        this.queue.shift();
        this.next();
        first.done(error === null ? undefined : errnoName(error));
      }
    });
  }
}

/** The major number of Linux's devices in memory, such as /dev/null and /dev/full. */
const MEMORY_DEVICES = 1;

function isFile(fd: number): boolean {
  try {
    const kind = fs.fstatSync(fd);
    return kind.isFile() || (kind.isCharacterDevice() && kind.rdev >> 8 === MEMORY_DEVICES);
  } catch {
    return false;
  }
}

/** The errno when it fails. */
function writeNow(fd: number, bytes: Uint8Array): string | undefined {
  try {
    for (let at = 0; at < bytes.length; ) at += fs.writeSync(fd, bytes, at);
    return undefined;
  } catch (error) {
    return errnoName(error);
  }
}

/** One stream for each descriptor that is read: Node reads ahead, and a later port goes on where an earlier one stopped. */
const readers = new Map<number, Readable>();

function readerOf(fd: number): Readable {
  let reader = readers.get(fd);
  if (reader === undefined) {
    reader = openReader(fd);
    readers.set(fd, reader);
  }
  return reader;
}

function openReader(fd: number): Readable {
  if (fd === 0) return process.stdin;
  const kind = fs.fstatSync(fd);
  if (kind.isFIFO() || kind.isSocket()) return new (net().Socket)({ fd, readable: true, writable: false });
  if (kind.isCharacterDevice() && tty().isatty(fd)) return new (tty().ReadStream)(fd);
  return fs.createReadStream("", { fd, autoClose: false });
}

export class FdPort extends StreamPort {
  private reader: Readable | undefined = undefined;
  private readonly onData = (chunk: Buffer): void => this.read(chunk);
  private readonly onEnd = (): void => this.inputEnded(true);
  private readonly onError = (error: Error): void => this.port.fail(errnoName(error));

  constructor(port: DriverPort, options: OpenOptions) {
    super(port, options);
    if (options.write) {
      const writer = new FdWriter(options.outputFd);
      this.writer = (bytes, done) => writer.write(bytes, done);
    }
    if (options.read) this.startReading();
  }

  private startReading(): void {
    try {
      const reader = readerOf(this.options.inputFd);
      this.reader = reader;
      reader.on("data", this.onData);
      reader.once("error", this.onError);
      if (reader.readableEnded) setImmediate(this.onEnd);
      else reader.once("end", this.onEnd);
      reader.resume();
    } catch {
      // erts says that it cannot poll the descriptor; the port stays, and reads nothing.
      const { inputFd, outputFd } = this.options;
      const port = `fd=${inputFd}, port=${portText(this.port.id)}, driver=fd, name=${inputFd}/${outputFd}`;
      logPortError(this.port.vm, `Bad input fd in erts_poll()! ${port}\n`);
    }
  }

  control(operation: number): Uint8Array | undefined {
    if (operation !== GET_WINDOW_SIZE) return undefined;
    const { read, write, inputFd, outputFd } = this.options;
    const size = (write ? windowSize(outputFd) : undefined) ?? (read ? windowSize(inputFd) : undefined);
    return size === undefined ? undefined : new Uint8Array(Uint32Array.from(size).buffer);
  }

  protected release(): void {
    const { reader } = this;
    if (reader === undefined) return;
    reader.off("data", this.onData);
    reader.off("end", this.onEnd);
    reader.off("error", this.onError);
    // A stream that nobody listens to must neither lose data nor keep the program alive.
    if (reader.listenerCount("data") === 0) reader.pause();
  }
}

/** Columns and rows; undefined: no terminal. */
function windowSize(fd: number): [number, number] | undefined {
  if (!tty().isatty(fd)) return undefined;
  // Node asks for the size where it writes; all three lead to the one terminal.
  const stream = [process.stdout, process.stderr].find((s) => s.isTTY) as WriteStream | undefined;
  return stream?.getWindowSize() as [number, number] | undefined;
}

export const FD: Driver = {
  name: "fd",
  start: (port, _name, options) => new FdPort(port, options),
};
