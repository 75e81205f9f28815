/**
 * `gluon elixir`, `iex`, `mix`, `elixirc`, `rebar3`: the programs that stand beside `erl` in an Erlang/OTP, unchanged, with
 * Gluon's `erl` first on PATH.
 */
import { spawn } from "node:child_process";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import type { Otp } from "../src/hosts/node/otp.ts";
import { wantedOtp } from "./erl.ts";
import { escript } from "./escript.ts";
import { ownBin } from "./launchers.ts";
import { type Command, FAILED } from "./usage.ts";

export function otpScript(name: string): Command {
  return {
    name,
    summary: `the ${name} that comes with the Erlang/OTP, on Gluon`,
    help: `Usage: gluon [--otp RELEASE|DIR] ${name} [ARGUMENT...]

Runs the ${name} that comes with the Erlang/OTP, as it is, with Gluon's erl in place of OTP's. The arguments are its own.`,
    ownHelp: true,
    run: (args) => runScript(name, args),
  };
}

/** The file itself: not a link or a wrapper that puts the OTP's own `erl` in front again. */
function scriptFile(otp: Otp, name: string): string {
  const beside = [
    join(otp.root, "..", "elixir", "bin"),
    join(otp.root, "..", "..", "bin"),
    ...(otp.origin === "cache" ? [] : [otp.bin]),
    ...(process.env["PATH"] ?? "").split(delimiter).filter(Boolean),
  ];
  const file = beside.map((folder) => join(folder, name)).find((f) => existsSync(f));
  if (file !== undefined) return realpathSync(file);
  throw Object.assign(new Error(`${name}: neither beside the Erlang/OTP in ${otp.root} nor on PATH`), {
    forUser: true,
  });
}

function runScript(name: string, args: readonly string[]): Promise<number> {
  const otp = wantedOtp(process.env);
  const own = ownBin();
  const file = scriptFile(otp, name);
  if (isEscript(file)) return escript.run([file, ...args]);
  const env = {
    ...process.env,
    // `mix` is a script for the `elixir` beside it.
    PATH: [own, dirname(file), process.env["PATH"]].filter(Boolean).join(delimiter),
    ESCRIPT_EMULATOR: join(own, "erl"),
    ERLC_EMULATOR: join(own, "erl"),
    ERTS_BIN: `${own}/`,
  };
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: "inherit", env });
    // Signals from the terminal reach the child as well, and it is the child that answers them.
    const ignore = () => {};
    for (const signal of ["SIGINT", "SIGQUIT"] as const) process.on(signal, ignore);
    process.on("SIGTERM", () => child.kill("SIGTERM"));
    child.on("error", reject);
    child.on("exit", (status, signal) => {
      if (signal !== null) process.kill(process.pid, signal);
      resolve(status ?? FAILED);
    });
  });
}

function isEscript(file: string): boolean {
  const [line = ""] = readFileSync(file).subarray(0, 200).toString("latin1").split("\n", 1);
  return /^#!.*\bescript\b/.test(line);
}
