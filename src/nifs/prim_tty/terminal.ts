/**
 * A terminal, or the pipes and files in its place, as `prim_tty` sees it: what it asks of the system, in the host's hands. Node
 * has the machine's own (`hosts/node/terminal/terminal.ts`), a page one that it draws.
 *
 * Whoever makes a VM sets it (`vm.state(TERMINAL).terminal`) before OTP boots.
 */
import { StateKey } from "../../runtime/state.ts";
import type { TerminfoEntry } from "./terminfo.ts";

export interface Terminal {
  isTerminal(fd: 0 | 1 | 2): boolean;
  /** Columns and rows. */
  size(out: 1 | 2): readonly [number, number] | undefined;
  /** Sets the modes that the terminal had at first, with `change`. Text: the errno's name. */
  setModes(fd: 0 | 1 | 2, change: ModeChange): string | undefined;
  /** Sets the modes as they were at first. */
  restoreModes(fd: 0 | 1 | 2): void;
  /** Calls `run` once when there is something to read. Returns a way to give up. */
  whenReady(run: () => void): () => void;
  /** Up to `n` bytes of input, none if there is nothing now; text: why there is none and never will be, `closed` at the end. */
  read(n: number): Uint8Array | string;
  /** Is the other end of the input known to be gone? */
  hungUp(): boolean;
  /** Writes all of `bytes`; `done` learns the errno's name if that fails. */
  write(fd: 1 | 2, bytes: Uint8Array, done: (error: string | undefined) => void): void;
  /** Tells of another size (`winch`), and that the program goes on after it was stopped (`cont`). */
  onSignal(tell: (name: "winch" | "cont") => void): void;
  /** Does the locale have UTF-8? */
  utf8(): boolean;
  /** What a kind of terminal can do. */
  entry(name: string): TerminfoEntry | undefined;
}

/** What to change; absent: stays. */
export interface ModeChange {
  /** The system lets a line be edited and gives it whole (`false`: keys as they come, output as it is). */
  readonly canon?: boolean | undefined;
  readonly echo?: boolean | undefined;
  /** Keys that make signals, and those that stop output. */
  readonly sig?: boolean | undefined;
}

class TerminalOfVm {
  terminal: Terminal = NONE;
}

/** No terminal, no input, no output. */
const NONE: Terminal = {
  isTerminal: () => false,
  size: () => undefined,
  setModes: () => "enotty",
  restoreModes: () => {},
  whenReady: (run) => {
    run();
    return () => {};
  },
  read: () => "closed",
  hungUp: () => true,
  write: (_fd, _bytes, done) => done("ebadf"),
  onSignal: () => {},
  utf8: () => true,
  entry: () => undefined,
};

export const TERMINAL = new StateKey(() => new TerminalOfVm());
