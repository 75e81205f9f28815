/**
 * `gluon erlc`: OTP's compiler from the command line. It turns its arguments into those of `erl`, where `erl_compile` does the
 * rest.
 * OTP: erlc.c.
 */
import { spawnSync } from "node:child_process";
import type { Env } from "../src/hosts/node/otp.ts";
import { runErlCommand, wantedOtp } from "./erl.ts";
import { isOwnErl } from "./launchers.ts";
import { type Command, FAILED } from "./usage.ts";

export const erlc: Command = {
  name: "erlc",
  summary: "compile Erlang and other files, as OTP's erlc",
  help: `Usage: gluon [--otp RELEASE|DIR] erlc [OPTION...] FILE...

Compiles .erl, .core, .S, .yrl, .xrl, .asn1, .mib, .rel and other files with OTP's own compilers and takes the options of
OTP's erlc: -o DIR, -I DIR, -D NAME, -W, -pa DIR, +TERM and so on. \`gluon erlc\` without arguments lists them.`,
  ownHelp: true,
  async run(args) {
    const env = process.env;
    const words = erlcArguments(args, wantedOtp(env).release);
    if (typeof words === "string") {
      process.stderr.write(`erlc: ${words}\n`);
      return FAILED;
    }
    process.stderr.write(serverWarning(env));
    process.env["ESCRIPT_NAME"] = "erlc";
    return emulate(env["ERLC_EMULATOR"], words, env);
  },
};

/** The arguments for `erl`, or what is wrong. Which flags go to the emulator depends on the release. */
export function erlcArguments(args: readonly string[], release: number): string[] | string {
  const front: string[] = [];
  const rest: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] as string;
    const path = /^-p[az]/.exec(arg)?.[0];
    if (path !== undefined) {
      let value: string | undefined = arg.slice(3);
      if (value === "") value = args[++at];
      if (value === undefined || (arg.length === 3 && value.startsWith("-"))) return "No value given to -p option";
      front.unshift(path, value);
    } else if (arg === "-smp") front.unshift(arg);
    // The compile server needs distribution; "-d" asks for a trace of erlc itself.
    else if (arg !== "-d" && arg !== "-no-server" && arg !== "-server") rest.push(arg);
  }
  const limits = release >= 28 ? ["+P", "65536", "+Q", "1024"] : [];
  return [
    ...["+S1", ...front, "+sbtu", "+A0", ...limits, "-noinput", "-mode", "minimal", "-boot", "no_dot_erlang"],
    ...["-s", "erl_compile", "compile_cmdline", "-extra", ...rest],
  ];
}

function serverWarning(env: Env): string {
  const value = env["ERLC_USE_SERVER"];
  if (value === undefined || ["false", "no", "true", "yes"].includes(value)) return "";
  return `erlc: Warning: Ignoring unrecognized value '${value}' for environment value ERLC_USE_SERVER\n`;
}

/** Runs `erl` here, or the program that the user has named instead of it. */
export async function emulate(program: string | undefined, args: readonly string[], env: Env): Promise<number> {
  const words = (program ?? "").split(/\s+/).filter((word) => word !== "");
  const [other, ...first] = words;
  if (other === undefined || isOwnErl(other)) return runErlCommand([...first, ...args], process.env);
  const { status, signal, error } = spawnSync(other, [...first, ...args], {
    stdio: "inherit",
    env: env as NodeJS.ProcessEnv,
  });
  if (error !== undefined) throw Object.assign(new Error(`cannot run ${other}: ${error.message}`), { forUser: true });
  if (signal !== null) process.kill(process.pid, signal);
  return status ?? FAILED;
}
