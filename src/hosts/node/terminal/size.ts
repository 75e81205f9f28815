/** The size of the terminal. OTP: TIOCGWINSZ in prim_tty_nif.c and ttsl_drv.c. */
import { tty } from "../builtin.ts";
import { run } from "./modes.ts";
import { standardInput } from "./stdin.ts";

/** Columns and rows of the terminal that input comes from, else of the one that output goes to. */
export function terminalSize(out: 1 | 2): readonly [number, number] | undefined {
  if (tty().isatty(0)) return standardInput().windowSize();
  if (!tty().isatty(out)) return undefined;
  const size = /^(\d+) (\d+)/.exec(run(out, "stty", ["size"]).output);
  return size === null ? undefined : [Number(size[2]), Number(size[1])];
}
