/**
 * What ports over byte streams share: packets in and out, the queue of what is still to be written, and being busy.
 *
 * Invariant: the port is busy from the moment on that `highWatermark` bytes are queued until fewer than `lowWatermark` are.
 * OTP: output(), ready_input() and ready_output() in sys_drivers.c.
 */
import type { DriverInstance, DriverPort, OpenOptions } from "../../../ports/driver.ts";
import { PacketReader, packetHeader } from "../../../ports/framing.ts";

/** Writes bytes and says when they are written, or which error there was. */
export type Write = (bytes: Uint8Array, done: (errno?: string) => void) => void;

const NO_HEADER = new Uint8Array(0);
/** A packet of so many bytes is copied behind its header, so that one write does. */
const SMALL_BYTES = 16384;

export abstract class StreamPort implements DriverInstance {
  protected readonly port: DriverPort;
  protected readonly options: OpenOptions;
  /** Undefined: the port does not write. */
  protected writer: Write | undefined = undefined;
  private readonly packets: PacketReader | undefined;
  private bytesQueued = 0;
  private busy = false;
  /** The input has ended while something was queued. */
  private ended = false;
  protected stopped = false;

  constructor(port: DriverPort, options: OpenOptions) {
    this.port = port;
    this.options = options;
    this.packets = options.packetBytes === 0 ? undefined : new PacketReader(options.packetBytes);
  }

  /** Lets go of the streams. */
  protected abstract release(): void;

  queued(): number {
    return this.bytesQueued;
  }

  stop(): void {
    this.stopped = true;
    this.release();
  }

  output(data: Uint8Array): void {
    const { packetBytes } = this.options;
    if (this.stopped) return;
    if (this.writer === undefined) {
      this.port.fail("ebadf");
      return;
    }
    const header = packetBytes === 0 ? NO_HEADER : packetHeader(packetBytes, data.length);
    if (header === undefined) {
      this.port.fail("einval");
      return;
    }
    if (header.length + data.length <= SMALL_BYTES) this.write(this.writer, Buffer.concat([header, data]));
    else {
      this.write(this.writer, header);
      this.write(this.writer, data);
    }
  }

  private write(writer: Write, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.bytesQueued += bytes.length;
    if (!this.busy && this.bytesQueued >= this.options.highWatermark) {
      this.busy = true;
      this.port.setBusy(true);
    }
    writer(bytes, (errno) => this.written(bytes.length, errno));
  }

  private written(n: number, errno: string | undefined): void {
    if (this.stopped) return;
    this.bytesQueued -= n;
    if (errno !== undefined) {
      this.bytesQueued = 0;
      this.port.fail(errno);
      return;
    }
    if (this.busy && this.bytesQueued < this.options.lowWatermark) {
      this.busy = false;
      this.port.setBusy(false);
    }
    if (this.bytesQueued > 0) return;
    if (this.ended) this.port.endOfInput();
    else this.port.drained();
  }

  /** Bytes have come. Node's buffers become plain arrays, the one class that all binaries have. */
  protected read(chunk: Buffer): void {
    if (this.stopped) return;
    const bytes = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length);
    if (this.packets === undefined) this.port.output(bytes);
    else this.packets.add(bytes, (packet) => this.port.output(packet));
  }

  /**
   * The input has ended; `before` is called before the port learns of it. Node tells of the end right behind the last bytes: in
   * between the VM gets a turn, so that a process may still answer to them, as it may where each is a read of its own.
   * `wait`: only when all that is queued has been written.
   */
  protected inputEnded(wait: boolean, before?: () => void): void {
    setImmediate(() => {
      if (this.stopped) return;
      before?.();
      if (wait && this.bytesQueued > 0) this.ended = true;
      else this.port.endOfInput();
    });
  }
}
