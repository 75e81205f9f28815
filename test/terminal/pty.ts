/**
 * A program on a pseudo-terminal, and the screen that a person would see: `script` (util-linux) makes the terminal, xterm.js
 * draws it.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import xterm from "@xterm/headless";

export interface Screen {
  /** The lines without trailing blanks, without empty ones at the end. */
  readonly lines: readonly string[];
  readonly cursor: readonly [row: number, column: number];
}

/** Quotes an argument for the shell. */
function quoted(s: string): string {
  return `'${s.replaceAll("'", "'\\''")}'`;
}

export class Pty {
  /** How the program has ended: its status, 128 + signal. */
  readonly ended: Promise<number>;
  status: number | undefined = undefined;
  /** When something last changed. */
  changed_ms = Date.now();
  readonly output: Buffer[] = [];
  private readonly child: ChildProcess;
  private readonly terminal: xterm.Terminal;
  private readonly folder = mkdtempSync(join(tmpdir(), "gluon-pty-"));

  constructor(command: readonly string[], env: Readonly<Record<string, string>>, columns: number, rows: number) {
    this.terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 0 });
    const inner = `tty > ${this.folder}/tty; stty rows ${rows} cols ${columns}; exec ${command.map(quoted).join(" ")}`;
    this.child = spawn("script", ["-qfec", inner, "/dev/null"], { env, stdio: ["pipe", "pipe", "ignore"] });
    this.child.stdout?.on("data", (chunk: Buffer) => {
      this.output.push(chunk);
      this.terminal.write(chunk, () => {
        this.changed_ms = Date.now();
      });
    });
    this.child.stdin?.on("error", () => undefined);
    // A program may ask its terminal something.
    this.terminal.onData((answer) => this.type(answer));
    this.ended = new Promise((resolve) => {
      this.child.on("close", (code, signal) => {
        this.status = code ?? (signal === null ? 255 : 128);
        this.changed_ms = Date.now();
        rmSync(this.folder, { recursive: true, force: true });
        resolve(this.status);
      });
    });
  }

  type(keys: string): void {
    if (this.status === undefined) this.child.stdin?.write(keys);
  }

  /** Gives the terminal another size, as dragging its window does. */
  resize(columns: number, rows: number): void {
    this.terminal.resize(columns, rows);
    this.changed_ms = Date.now();
    execFileSync("stty", ["-F", this.name(), "rows", `${rows}`, "cols", `${columns}`]);
  }

  /** The modes that the terminal is in, as `stty -a` writes them. */
  modes(): string {
    return execFileSync("stty", ["-F", this.name(), "-a"], { encoding: "utf8" });
  }

  private name(): string {
    const file = join(this.folder, "tty");
    if (!existsSync(file)) throw new Error("the terminal is not there yet");
    return readFileSync(file, "utf8").trim();
  }

  get screen(): Screen {
    const { active } = this.terminal.buffer;
    const lines: string[] = [];
    for (let i = 0; i < this.terminal.rows; i++) lines.push(active.getLine(i)?.translateToString(true).trimEnd() ?? "");
    while (lines.length > 0 && lines.at(-1) === "") lines.pop();
    return { lines, cursor: [active.cursorY, active.cursorX] };
  }

  /** Ends the program, whatever it does. */
  kill(): void {
    if (this.status === undefined) this.child.kill("SIGKILL");
  }
}
