/**
 * `gluon erl`: OTP's own shell and system, booted. This file reads the command line as `erl` does; the VM is made in
 * erl_main.ts.
 */
import { spawn, spawnSync } from "node:child_process";
import { readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { type Env, findOtp, type Otp, OtpError } from "../src/hosts/node/otp.ts";
import { EMULATOR, type ErlPlan, ManPage, planErl } from "./erl_args.ts";
import { ErlEnd } from "./erl_words.ts";
import { readEmulatorFlags } from "./emulator_flags.ts";
import { ownBin, selfCommand } from "./launchers.ts";
import { type Command, FAILED, OK } from "./usage.ts";

/** Set for the process that `-detached` leaves behind: it is in the background already. */
const IN_BACKGROUND = "GLUON_DETACHED";

export const erl: Command = {
  name: "erl",
  summary: "the Erlang shell and system",
  help: `Usage: gluon [--otp RELEASE|DIR] erl [FLAG...]

Boots Erlang/OTP and takes the flags of OTP's erl: -eval, -s, -run, -pa, -boot, -config, -noshell, -extra and so on, and
the emulator's flags that start with +. \`erl -man erl\` and https://www.erlang.org/doc/man/erl describe them.
ERL_AFLAGS, ERL_FLAGS and ERL_ZFLAGS are read as well. -name and -sname are refused: there is no distribution yet.`,
  ownHelp: true,
  run: (args) => runErlCommand(args, process.env),
};

/** The OTP that is wanted, or an error that says how to get one. */
export function wantedOtp(env: Env): Otp {
  const otp = findOtp(undefined, env);
  if (otp === undefined) throw new OtpError("no Erlang/OTP here: `gluon otp install 27` fetches one");
  return otp;
}

/** Starts `erl` with these arguments in this process; resolves to the exit status. */
export async function runErlCommand(args: readonly string[], env: Env): Promise<number> {
  const otp = wantedOtp(env);
  const bindir = otp.ertsBin;
  try {
    const plan = planErl({
      args,
      env,
      root: otp.root,
      bindir,
      release: otp.release,
      readFile: (name) => readFileSync(name, "latin1"),
      cwd: process.cwd(),
      ownBin: ownBin(),
    });
    const program = plan.env["ESCRIPT_NAME"] ?? join(bindir, EMULATOR);
    const { settings, warnings } = readEmulatorFlags({
      flags: plan.flags,
      program,
      release: otp.release,
      erts: otp.erts,
    });
    say(1, plan.announce);
    say(2, warnings);
    if (plan.detached && env[IN_BACKGROUND] === undefined) return background(args, env);
    setEnvironment(plan);
    const { runErl } = await import("./erl_main.ts");
    // Ports, timers and standard input may still be open: nothing of that keeps a halted system alive.
    process.exit(await runErl(otp, plan.words, settings));
  } catch (end) {
    if (end instanceof ManPage) return showManPage(end.args, otp.root, env);
    if (!(end instanceof ErlEnd)) throw end;
    say(1, end.out);
    say(2, end.err);
    return end.status;
  }
}

/** Writes what there is; a stream that is closed or full is no reason not to go on. */
function say(fd: 1 | 2, text: string): void {
  try {
    if (text !== "") writeSync(fd, text);
  } catch {
    // Nobody reads it.
  }
}

/** The system's environment is this process's own: children and what they find get it. */
function setEnvironment(plan: ErlPlan): void {
  for (const [name, value] of Object.entries(plan.env)) if (value !== undefined) process.env[name] = value;
  delete process.env[IN_BACKGROUND];
}

function background(args: readonly string[], env: Env): number {
  const [program, ...first] = selfCommand();
  const child = spawn(program as string, [...first, "erl", ...args], {
    detached: true,
    stdio: "ignore",
    env: { ...env, [IN_BACKGROUND]: "1" } as NodeJS.ProcessEnv,
  });
  child.unref();
  return OK;
}

function showManPage(args: readonly string[], root: string, env: Env): number {
  const { status, error } = spawnSync("man", args, { stdio: "inherit", env: { ...env, MANPATH: join(root, "man") } });
  if (error === undefined) return status ?? FAILED;
  process.stderr.write("erlexec: Could not execute the 'man' command.\n");
  return FAILED;
}
