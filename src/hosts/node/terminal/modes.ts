/**
 * Terminal modes (line editing by the system, echo, signals by keys), set by the system's `stty`: Node can switch to one raw
 * mode of its own, in which keys make no signals and output is still changed, and to nothing else.
 *
 * Node notes the modes of its standard streams when it starts and sets them again when it ends, also by SIGINT and SIGTERM,
 * so that a program need not care whatever way it ends.
 * OTP: tcgetattr() and tcsetattr() in prim_tty_nif.c and ttsl_drv.c, erl_sys_initial_tty_mode in sys.c.
 */
import type { ModeChange } from "../../../nifs/prim_tty/terminal.ts";
import { childProcess, tty } from "../builtin.ts";
import type { InputError } from "./stdin.ts";

/** The modes before they were first changed, as `stty -g` writes them. */
let initial: string | undefined;

/** Sets the modes that the terminal had at first, with `change`. Text: why that failed. */
export function setModes(fd: 0 | 1 | 2, change: ModeChange): InputError | undefined {
  const changes = changesOf(change);
  if (initial !== undefined) return run(fd, "stty", [initial, ...changes]).error;
  // One program that notes the modes and changes them: starting two takes twice as long.
  const { error, output } = run(fd, "sh", ["-c", 'stty -g && exec stty "$@"', "stty", ...changes]);
  if (error === undefined) initial = output.trim();
  return error;
}

/** Sets the modes as they were at first. */
export function restoreModes(fd: 0 | 1 | 2): void {
  if (initial !== undefined) run(fd, "stty", [initial]);
}

/**
 * Runs `action` with the terminal of standard input as it was at first: lines are edited by the system. The interrupt key
 * makes no signal but ends a line, so that a program which does nothing but wait for a line sees it.
 */
export function withLineModes(action: () => void): void {
  const lines = initial === undefined ? [] : [initial];
  const { error, output } = tty().isatty(0)
    ? run(0, "sh", ["-c", 'stty -g && exec stty "$@"', "stty", ...lines, "intr", "undef", "eol", "^C"])
    : { error: "enotty", output: "" };
  try {
    action();
  } finally {
    if (error === undefined) run(0, "stty", [output.trim()]);
  }
}

/** The interrupt key is a key like any other from now on, as if the terminal had come so. */
export function disableInterruptKey(): void {
  if (tty().isatty(0)) run(0, "stty", ["intr", "undef"]);
}

/** Runs `program` with `fd` for its standard input. */
export function run(fd: 0 | 1 | 2, program: string, args: readonly string[]): { error?: InputError; output: string } {
  const done = childProcess().spawnSync(program, args, {
    stdio: [fd, "pipe", "pipe"],
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" },
  });
  // A machine without stty has no way to its terminal.
  if (done.error !== undefined || done.status === 127) return { error: "enotsup", output: "" };
  if (done.status !== 0) return { error: /Input\/output/.test(done.stderr) ? "eio" : "enotty", output: "" };
  return { output: done.stdout };
}

function changesOf({ canon, echo, sig }: ModeChange): string[] {
  const changes = ["-istrip"];
  if (canon === true) changes.push("icrnl", "icanon", "opost");
  else if (canon === false) changes.push("-icrnl", "-icanon", "-opost", "min", "1", "time", "0");
  if (echo !== undefined) changes.push(echo ? "echo" : "-echo");
  if (sig === true) changes.push("brkint", "ignpar", "icrnl", "ixon", "ixany", "isig", "iexten");
  else if (sig === false) changes.push("-brkint", "-ignpar", "-icrnl", "-ixon", "-ixany", "-isig", "-iexten");
  return changes;
}
