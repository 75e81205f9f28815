/**
 * `tty_sl`: the terminal of OTP 25's shell. Commands put, insert and delete text and move the cursor; keys come as data.
 * Invariant: one port at a time, as there is one terminal.
 * OTP: ttsl_drv.c.
 */
import { tty } from "../builtin.ts";
import type { Driver, DriverInstance, DriverPort } from "../../../ports/driver.ts";
import { OpenError } from "../../../ports/driver.ts";
import { atoms } from "../../../term/atom.ts";
import { tuple2 } from "../../../term/tuple.ts";
import { utf8Locale } from "../terminal/locale.ts";
import { LineBuffer, type Screen, utf8Size } from "../terminal/line_buffer.ts";
import { restoreModes, setModes } from "../terminal/modes.ts";
import { writeOut } from "../terminal/output.ts";
import { terminalSize } from "../terminal/size.ts";
import { standardInput } from "../terminal/stdin.ts";
import { findTerminal } from "../terminal/database.ts";

const A = atoms("ok");

const OP_PUT = 0;
const OP_MOVE = 1;
const OP_INSERT = 2;
const OP_DELETE = 3;
const OP_BEEP = 4;
const OP_PUT_SYNC = 5;

const CONTROL_MAGIC = 0x018b0900;
const GET_WINDOW_SIZE = 100;
const GET_UNICODE = 101;
const SET_UNICODE = 102;

/** A line as long as this is given up: a new one starts. */
const LONGEST_LINE = 1 << 16;
/** With more than this to be written, answers wait. */
const MUCH = 1024;

let open = false;

export const TTY_SL: Driver = {
  name: "tty_sl",
  releases: [25],
  start(port, name) {
    if (open || !tty().isatty(0) || !tty().isatty(1)) return new OpenError("einval");
    const flags = new Map<string, boolean>();
    for (const word of Buffer.from(name).toString("latin1").split(" ").slice(1)) {
      // Another terminal than the one of standard input.
      if (!/^[-+]/.test(word)) return new OpenError("einval");
      flags.set(word[1] ?? "", word[0] === "+");
    }
    const screen = screenOf(port.vm.host.env ?? process.env);
    if (screen === undefined) return new OpenError("einval");
    const modes = { canon: flags.get("c"), echo: flags.get("e"), sig: flags.get("s") };
    if (setModes(0, modes) !== undefined) return new OpenError("einval");
    return new Terminal(port, screen, () => setModes(0, modes));
  },
};

/** What $TERM can do. undefined: not enough. */
function screenOf(env: Readonly<Record<string, string | undefined>>): Screen | undefined {
  const entry = findTerminal(env["TERM"] ?? "", env)?.asTermcap();
  const up = entry?.termcapString("up");
  const right = entry?.termcapString("nd");
  if (entry === undefined || up === undefined || right === undefined) return undefined;
  return {
    up,
    right,
    down: entry.termcapString("do") ?? "\n",
    left: entry.termcapFlag("bs") ? "\b" : (entry.termcapString("bc") ?? "\b"),
    wrapsLate: entry.termcapFlag("xn"),
    columns: entry.size("co", env, terminalSize(1)?.[0]),
  };
}

class Terminal implements DriverInstance {
  private readonly port: DriverPort;
  private readonly screen: Screen;
  private readonly line: LineBuffer;
  private readonly setModes: () => void;
  private sizeChanged = false;
  /** Bytes on their way to the screen. */
  private pending = 0;
  private readonly chunks: Uint8Array[] = [];
  private writing = false;
  private owesAnswer = false;
  private closing = false;
  /** The beginning of a character whose end has not come. */
  private rest = new Uint8Array(0);
  private giveUp: () => void = () => undefined;

  constructor(port: DriverPort, screen: Screen, setModes: () => void) {
    this.port = port;
    this.screen = screen;
    this.setModes = setModes;
    this.line = new LineBuffer(screen, utf8Locale(process.env));
    open = true;
    process.on("SIGCONT", this.setModes);
    process.on("SIGWINCH", this.resized);
    this.listen();
  }

  private readonly resized = (): void => {
    this.sizeChanged = true;
  };

  // -- From Erlang.

  output(data: Uint8Array): void {
    if (this.sizeChanged) {
      this.sizeChanged = false;
      this.screen.columns = windowSize()[0];
    }
    if (this.line.position > LONGEST_LINE) this.line.put(new Uint8Array([10]));
    const operation = data[0];
    const text = data.subarray(1);
    switch (operation) {
      case OP_PUT:
      case OP_PUT_SYNC:
        this.line.put(text);
        break;
      case OP_MOVE:
        this.line.move(int16(text));
        break;
      case OP_INSERT:
        this.line.insert(text);
        break;
      case OP_DELETE:
        this.line.delete(int16(text));
        break;
      case OP_BEEP:
        this.line.beep();
        break;
    }
    this.write(this.line.take());
    if (operation !== OP_PUT_SYNC) return;
    this.owesAnswer = true;
    this.answer();
  }

  control(operation: number, data: Uint8Array): Uint8Array | undefined {
    switch (operation - CONTROL_MAGIC) {
      case GET_WINDOW_SIZE:
        return new Uint8Array(Uint32Array.from(windowSize()).buffer);
      case GET_UNICODE:
        return new Uint8Array([this.line.utf8 ? 1 : 0]);
      case SET_UNICODE: {
        if (data.length === 0) return data;
        const before = this.line.utf8 ? 1 : 0;
        this.line.utf8 = data[0] !== 0;
        return new Uint8Array([before]);
      }
      default:
        return undefined;
    }
  }

  // -- To the screen.

  private write(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.chunks.push(bytes);
    this.pending += bytes.length;
    if (!this.writing) this.writeNext();
  }

  private writeNext(): void {
    const bytes = Buffer.concat(this.chunks.splice(0));
    this.writing = bytes.length > 0;
    if (!this.writing) {
      if (this.closing) this.port.drained();
      return;
    }
    writeOut(
      1,
      bytes,
      (error) => {
        if (error !== undefined) this.port.fail(error);
        else this.writeNext();
      },
      (n) => {
        this.pending -= n;
        this.answer();
      },
    );
  }

  /** A put that asked for it is answered once little is left to be written. */
  private answer(): void {
    if (!this.owesAnswer || this.pending > MUCH) return;
    this.owesAnswer = false;
    this.port.outputTerm(tuple2(this.port.id, A.ok));
  }

  queued(): number {
    return this.pending;
  }

  flush(): void {
    this.closing = true;
  }

  stop(): void {
    open = false;
    process.off("SIGCONT", this.setModes);
    process.off("SIGWINCH", this.resized);
    this.giveUp();
    restoreModes(0);
  }

  // -- From the keyboard.

  private listen(): void {
    this.giveUp = standardInput().whenReady(() => this.keys());
  }

  private keys(): void {
    const bytes = standardInput().read(MUCH - this.rest.length);
    if (typeof bytes === "string") {
      this.port.fail(bytes === "closed" ? "normal" : bytes);
      return;
    }
    if (bytes.length > 0) this.send(Buffer.concat([this.rest, bytes]));
    this.listen();
  }

  /** Keys go to Erlang as UTF-8; the first byte that is none shows that the terminal has another encoding. */
  private send(bytes: Buffer): void {
    this.rest = new Uint8Array(0);
    if (this.line.utf8) {
      let at = 0;
      let size = 1;
      while (at < bytes.length && (size = utf8Size(bytes, at)) > 0) at += size;
      if (size > 0) this.port.output(Uint8Array.from(bytes));
      else if (size < 0) {
        this.rest = Uint8Array.from(bytes.subarray(at));
        if (at > 0) this.port.output(Uint8Array.from(bytes.subarray(0, at)));
      } else this.line.utf8 = false;
    }
    if (!this.line.utf8) this.port.output(new TextEncoder().encode(bytes.toString("latin1")));
  }
}

function int16(bytes: Uint8Array): number {
  return (((bytes[0] ?? 0) << 24) >> 16) | (bytes[1] ?? 0);
}

/** Columns and rows. */
function windowSize(): [number, number] {
  const [columns, rows] = terminalSize(1) ?? [0, 0];
  return [columns || 80, rows || 24];
}
