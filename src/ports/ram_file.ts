/**
 * `ram_file_drv`: files in memory, for `file:open(Data, [ram])` and what uses it (zip, erl_tar).
 *
 * A command is an operation and its arguments; each is answered by one message, `{Port, {data, [Kind | Rest]}}`. As in erts, an
 * operation that is not known is not answered.
 * Invariant: bytes of the file behind its end are zero.
 * OTP: ram_file_drv.c, ram_file.erl.
 */
import type { Driver, DriverInstance, DriverPort } from "./driver.ts";
import { utf8Encode } from "../util/utf8.ts";

const enum Op {
  Open = 1,
  Read = 2,
  Seek = 3,
  Write = 4,
  Sync = 9,
  Truncate = 14,
  ReadAt = 17,
  WriteAt = 18,
  DataSync = 19,
  Get = 30,
  Size = 37,
  Advise = 38,
  Allocate = 39,
}

const enum Reply {
  Ok = 0,
  Error = 1,
  Data = 2,
  Number = 3,
}

const enum Mode {
  Read = 1,
  Write = 2,
}

class RamFile implements DriverInstance {
  private readonly port: DriverPort;
  private mode = 0;
  private bytes = new Uint8Array(0);
  private at = 0;
  private end = 0;

  constructor(port: DriverPort) {
    this.port = port;
  }

  output(command: Uint8Array): void {
    const args = command.subarray(1);
    switch (command[0]) {
      case Op.Open:
        this.open(args);
        break;
      case Op.Read:
        this.read(this.at, int32(args, 0), true);
        break;
      case Op.ReadAt:
        this.read(int32(args, 0), int32(args, 4), false);
        break;
      case Op.Write:
        this.write(this.at, args, true);
        break;
      case Op.WriteAt:
        this.write(int32(args, 0), args.subarray(4), false);
        break;
      case Op.Seek:
        this.seek(int32(args, 0), int32(args, 4));
        break;
      case Op.Truncate:
        this.truncate();
        break;
      case Op.Get:
        this.data(this.bytes.slice(0, this.end));
        break;
      case Op.Size:
        this.number(this.end);
        break;
      case Op.Sync:
      case Op.DataSync:
      case Op.Advise:
      case Op.Allocate:
        if (this.mode === 0) this.error("ebadf");
        else this.ok();
    }
  }

  private open(args: Uint8Array): void {
    if (args.length < 4) {
      this.error("einval");
      return;
    }
    this.mode = int32(args, 0);
    this.bytes = args.slice(4);
    this.at = 0;
    this.end = this.bytes.length;
    this.number(0);
  }

  private read(from: number, wanted: number, moves: boolean): void {
    if ((this.mode & Mode.Read) === 0 && (moves || from >= 0)) this.error("ebadf");
    else if (!(from >= 0 && wanted >= 0)) this.error("einval");
    else {
      const n = Math.max(0, Math.min(wanted, this.end - from));
      if (moves) this.at = from + n;
      this.data(this.bytes.slice(from, from + n));
    }
  }

  private write(to: number, bytes: Uint8Array, moves: boolean): void {
    if ((this.mode & Mode.Write) === 0 && (moves || to >= 0)) this.error("ebadf");
    else if (!(to >= 0)) this.error("einval");
    else if (!this.room(to + bytes.length)) this.error("enomem");
    else {
      this.bytes.set(bytes, to);
      const end = to + bytes.length;
      if (end > this.end) this.end = end;
      if (moves) this.at = end;
      this.number(bytes.length);
    }
  }

  /** Makes room for a file of `n` bytes. */
  private room(n: number): boolean {
    if (n <= this.bytes.length) return true;
    try {
      const larger = new Uint8Array(Math.max(n + 512, Math.floor(this.bytes.length * 1.5)));
      larger.set(this.bytes.subarray(0, this.end));
      this.bytes = larger;
      return true;
    } catch {
      return false;
    }
  }

  private seek(offset: number, origin: number): void {
    const from = [0, this.at, this.end][origin];
    if (this.mode === 0) this.error("ebadf");
    else if (from === undefined || !(from + offset >= 0)) this.error("einval");
    else {
      this.at = from + offset;
      this.number(this.at);
    }
  }

  /** Also a position behind the end becomes the end. */
  private truncate(): void {
    if ((this.mode & Mode.Write) === 0) {
      this.error("eacces");
      return;
    }
    this.room(this.at);
    if (this.end > this.at) this.bytes.fill(0, this.at, this.end);
    this.end = this.at;
    this.ok();
  }

  // -- Answers.

  private ok(): void {
    this.port.output(undefined, Uint8Array.of(Reply.Ok));
  }
  private error(errno: string): void {
    this.port.output(undefined, Uint8Array.of(Reply.Error, ...utf8Encode(errno)));
  }
  private number(n: number): void {
    this.port.output(undefined, withInt32(Reply.Number, n));
  }
  private data(bytes: Uint8Array): void {
    this.port.output(bytes, withInt32(Reply.Data, bytes.length));
  }
}

/** A signed number in network byte order; NaN where there are not enough bytes, which fails every check. */
function int32(b: Uint8Array, at: number): number {
  if (b.length < at + 4) return Number.NaN;
  return new DataView(b.buffer, b.byteOffset).getInt32(at);
}

function withInt32(kind: Reply, n: number): Uint8Array {
  const b = new Uint8Array(5);
  b[0] = kind;
  new DataView(b.buffer).setInt32(1, n);
  return b;
}

export const RAM_FILE: Driver = {
  name: "ram_file_drv",
  start: (port) => new RamFile(port),
};
