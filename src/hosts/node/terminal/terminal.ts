/** The terminal of this Node process, or the pipes and files in its place. */
import type { Terminal } from "../../../nifs/prim_tty/terminal.ts";
import { tty } from "../builtin.ts";
import { findTerminal } from "./database.ts";
import { utf8Locale } from "./locale.ts";
import { restoreModes, setModes } from "./modes.ts";
import { writeOut } from "./output.ts";
import { terminalSize } from "./size.ts";
import { standardInput } from "./stdin.ts";

export const NODE_TERMINAL: Terminal = {
  isTerminal: (fd) => tty().isatty(fd),
  size: terminalSize,
  setModes,
  restoreModes,
  whenReady: (run) => standardInput().whenReady(run),
  read: (n) => standardInput().read(n),
  hungUp: () => standardInput().hungUp,
  write: writeOut,
  onSignal(tell) {
    process.on("SIGWINCH", () => tell("winch"));
    process.on("SIGCONT", () => tell("cont"));
  },
  utf8: () => utf8Locale(process.env),
  entry: (name) => findTerminal(name, process.env),
};
