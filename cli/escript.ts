/**
 * `gluon escript`: runs an Erlang script, source, compiled or archive. It finds the emulator's flags in the script and hands
 * over to OTP's module `escript`.
 * OTP: escript.c.
 */
import { closeSync, openSync, readSync } from "node:fs";
import { wantedOtp } from "./erl.ts";
import { emulate } from "./erlc.ts";
import { type Command, FAILED } from "./usage.ts";

export const escript: Command = {
  name: "escript",
  summary: "run an Erlang script, as OTP's escript",
  help: `Usage: gluon [--otp RELEASE|DIR] escript [-c|-d|-e|-i|-n|-s]... FILE [ARGUMENT...]

Runs a script: Erlang source, a .beam file or an archive. The options are those of OTP's escript: -s checks it only, -c
compiles it first, -i interprets it, -e extracts what it is made of.`,
  ownHelp: true,
  async run(args) {
    const plan = escriptArguments(args, wantedOtp(process.env).release, shebangArguments);
    if (typeof plan === "string") {
      process.stderr.write(`escript: ${plan}\n`);
      return FAILED;
    }
    process.env["ESCRIPT_NAME"] = plan.script;
    return emulate(process.env["ESCRIPT_EMULATOR"], plan.args, process.env);
  },
};

/** The arguments for `erl`, or what is wrong. `flags` gives those in the script, undefined when it cannot be opened. */
export function escriptArguments(
  args: readonly string[],
  release: number,
  flags: (script: string) => readonly string[] | undefined,
): { readonly script: string; readonly args: readonly string[] } | string {
  const end = args.findIndex((arg) => !arg.startsWith("-"));
  const script = args[end];
  if (script === undefined) return "Missing filename\n";
  const own = flags(script);
  if (own === undefined) return `Failed to open file: ${script}`;
  const boot = ["-boot", release >= 28 ? "$ROOT/no_dot_erlang" : "no_dot_erlang"];
  return {
    script,
    args: [
      ...(release >= 26 ? ["+B", "-noshell", ...boot] : ["+B", ...boot, "-noshell"]),
      ...[...own, "-run", "escript", "start", ...args.slice(0, end).map((option) => option.slice(1))],
      ...["-extra", ...args.slice(end)],
    ],
  };
}

/** So much of a line counts. OTP: LINEBUFSZ. */
const LINE = 4095;

/** The flags in a line `%%! FLAGS`, which is the second or the third. */
function shebangArguments(script: string): readonly string[] | undefined {
  let fd: number;
  try {
    fd = openSync(script, "r");
  } catch {
    return undefined;
  }
  try {
    const bytes = Buffer.alloc(3 * LINE);
    const text = bytes.toString("utf8", 0, readSync(fd, bytes));
    const line = text
      .split("\n", 3)
      .slice(1)
      .find((l) => l.startsWith("%%!"));
    return line === undefined ? [] : line.slice(3).split(/ +/).filter(Boolean);
  } catch {
    return [];
  } finally {
    closeSync(fd);
  }
}
