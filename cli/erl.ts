/**
 * `gluon erl`: OTP's own shell and system, booted.
 */
import { findOtp, OtpError } from "../src/hosts/node/otp.ts";
import type { Command } from "./usage.ts";

export const erl: Command = {
  name: "erl",
  summary: "the Erlang shell and system",
  help: "Usage: gluon erl [FLAG...]",
  async run(args) {
    const otp = findOtp(undefined, process.env);
    if (otp === undefined) throw new OtpError("no Erlang/OTP here: `gluon otp install 27` fetches one");
    const { runErl } = await import("./erl_main.ts");
    return runErl(otp, [
      "-root",
      otp.root,
      "-bindir",
      `${otp.root}/erts/bin`,
      "-progname",
      "erl",
      "--",
      "-home",
      process.env.HOME ?? "/",
      "--",
      ...args,
    ]);
  },
};
