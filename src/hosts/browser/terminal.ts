/**
 * A terminal that the program draws itself (xterm.js, or whatever takes xterm's control sequences): what is typed is handed in,
 * what is to be shown is handed out.
 */
import type { Terminal } from "../../nifs/prim_tty/terminal.ts";
import { TerminfoEntry } from "../../nifs/prim_tty/terminfo.ts";

export interface DrawnTerminalOptions {
  readonly columns: number;
  readonly rows: number;
  /** Shows bytes. `shown` is to be called when there is room for more: until then who writes waits. */
  readonly show: (bytes: Uint8Array, shown: () => void) => void;
}

const NOTHING = new Uint8Array(0);

export class DrawnTerminal implements Terminal {
  private dimensions: readonly [number, number];
  private readonly show: DrawnTerminalOptions["show"];
  private readonly chunks: Uint8Array[] = [];
  private waiting: (() => void) | undefined = undefined;
  private signalled: ((name: "winch" | "cont") => void) | undefined = undefined;

  constructor({ columns, rows, show }: DrawnTerminalOptions) {
    this.dimensions = [columns, rows];
    this.show = show;
  }

  /** Bytes, as keys send them. */
  type(bytes: Uint8Array): void {
    this.chunks.push(bytes);
    this.tell();
  }

  resize(columns: number, rows: number): void {
    this.dimensions = [columns, rows];
    this.signalled?.("winch");
  }

  isTerminal(): boolean {
    return true;
  }

  size(): readonly [number, number] {
    return this.dimensions;
  }

  /** Keys come one by one and nothing is echoed, whatever is asked for. */
  setModes(): undefined {}

  restoreModes(): void {}

  whenReady(run: () => void): () => void {
    this.waiting = run;
    if (this.chunks.length > 0) queueMicrotask(() => this.tell());
    return () => {
      if (this.waiting === run) this.waiting = undefined;
    };
  }

  read(n: number): Uint8Array {
    const first = this.chunks[0];
    if (first === undefined) return NOTHING;
    if (first.length <= n) this.chunks.shift();
    else this.chunks[0] = first.subarray(n);
    return first.slice(0, n);
  }

  hungUp(): boolean {
    return false;
  }

  write(_fd: 1 | 2, bytes: Uint8Array, done: (error: undefined) => void): void {
    this.show(bytes, () => done(undefined));
  }

  onSignal(tell: (name: "winch" | "cont") => void): void {
    this.signalled = tell;
  }

  utf8(): boolean {
    return true;
  }

  /** Whatever the name: it is drawn as xterm is. */
  entry(): TerminfoEntry {
    return TerminfoEntry.of(XTERM);
  }

  private tell(): void {
    const run = this.waiting;
    this.waiting = undefined;
    run?.();
  }
}

/** What OTP's programs ask of an xterm. */
const XTERM: Readonly<Record<string, true | number | string>> = {
  am: true,
  xenl: true,
  bce: true,
  km: true,
  mir: true,
  msgr: true,
  npc: true,
  cols: 80,
  lines: 24,
  it: 8,
  colors: 256,
  bel: "\x07",
  cr: "\r",
  ind: "\n",
  ri: "\x1bM",
  ht: "\t",
  cub1: "\b",
  cud1: "\n",
  cuf1: "\x1b[C",
  cuu1: "\x1b[A",
  cub: "\x1b[%p1%dD",
  cud: "\x1b[%p1%dB",
  cuf: "\x1b[%p1%dC",
  cuu: "\x1b[%p1%dA",
  cup: "\x1b[%i%p1%d;%p2%dH",
  hpa: "\x1b[%i%p1%dG",
  vpa: "\x1b[%i%p1%dd",
  home: "\x1b[H",
  clear: "\x1b[H\x1b[2J",
  ed: "\x1b[J",
  el: "\x1b[K",
  el1: "\x1b[1K",
  ich: "\x1b[%p1%d@",
  dch: "\x1b[%p1%dP",
  dch1: "\x1b[P",
  ech: "\x1b[%p1%dX",
  il: "\x1b[%p1%dL",
  il1: "\x1b[L",
  dl: "\x1b[%p1%dM",
  dl1: "\x1b[M",
  smir: "\x1b[4h",
  rmir: "\x1b[4l",
  sc: "\x1b7",
  rc: "\x1b8",
  civis: "\x1b[?25l",
  cnorm: "\x1b[?12l\x1b[?25h",
  smcup: "\x1b[?1049h\x1b[22;0;0t",
  rmcup: "\x1b[?1049l\x1b[23;0;0t",
  smkx: "\x1b[?1h\x1b=",
  rmkx: "\x1b[?1l\x1b>",
  bold: "\x1b[1m",
  dim: "\x1b[2m",
  blink: "\x1b[5m",
  rev: "\x1b[7m",
  sgr0: "\x1b(B\x1b[m",
  smul: "\x1b[4m",
  rmul: "\x1b[24m",
  smso: "\x1b[7m",
  rmso: "\x1b[27m",
  setaf: "\x1b[%?%p1%{8}%<%t3%p1%d%e%p1%{16}%<%t9%p1%{8}%-%d%e38;5;%p1%d%;m",
  setab: "\x1b[%?%p1%{8}%<%t4%p1%d%e%p1%{16}%<%t10%p1%{8}%-%d%e48;5;%p1%d%;m",
  op: "\x1b[39;49m",
  u6: "\x1b[%i%d;%dR",
  u7: "\x1b[6n",
};
