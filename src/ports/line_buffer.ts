/**
 * Lines of input: `{line, N}` of `open_port/2`. A line ends with LF or CR LF; one longer than N comes in pieces.
 * Invariant: a CR is held back until the next byte tells whether it belongs to the line's end.
 * OTP: read_linebuf() and flush_linebuf() in io.c.
 */
const LF = 10;
const CR = 13;

const enum State {
  Main,
  /** The line is as long as may be. */
  Full,
  /** A CR has come. */
  CrInside,
  /** A CR has come behind a full line. */
  CrAfter,
}

/** `eol`: the line ends here; else it goes on, or the input has ended. */
export type LineSink = (line: Uint8Array, eol: boolean) => void;

export class LineBuffer {
  private readonly limit: number;
  private room = new Uint8Array(64);
  private length = 0;
  private state = State.Main;

  constructor(limit: number) {
    this.limit = limit;
  }

  private put(byte: number): void {
    if (this.length === this.room.length) {
      const larger = new Uint8Array(this.length * 2);
      larger.set(this.room);
      this.room = larger;
    }
    this.room[this.length++] = byte;
  }

  private deliver(sink: LineSink, eol: boolean): void {
    const line = this.room.slice(0, this.length);
    this.length = 0;
    sink(line, eol);
  }

  add(bytes: Uint8Array, sink: LineSink): void {
    for (let i = 0; i < bytes.length; ) {
      const byte = bytes[i] as number;
      if (byte === LF) {
        this.state = State.Main;
        i++;
        this.deliver(sink, true);
      } else if (this.state === State.Main) {
        if (this.length === this.limit) this.state = State.Full;
        else {
          if (byte === CR) this.state = State.CrInside;
          else this.put(byte);
          i++;
        }
      } else if (this.state === State.Full && byte === CR) {
        this.state = State.CrAfter;
        i++;
      } else if (this.state === State.Full) {
        this.state = State.Main;
        this.deliver(sink, false);
      } else if (this.state === State.CrInside) {
        this.put(CR);
        this.state = State.Main;
      } else {
        this.state = State.CrInside;
        this.deliver(sink, false);
      }
    }
  }

  /** The input has ended: what is left comes, as lines that did not end. */
  flush(sink: LineSink): void {
    if (this.state === State.CrInside) this.put(CR);
    if (this.length > 0) this.deliver(sink, false);
    // A CR behind a full line is a line of its own.
    if (this.state === State.CrAfter) {
      this.put(CR);
      this.deliver(sink, false);
    }
    this.state = State.Main;
  }
}
