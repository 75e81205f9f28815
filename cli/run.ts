/**
 * `gluon run`: calls a function of a compiled module, without starting OTP. This file reads the command line; the VM is
 * set up in run_main.ts.
 */
import { dirname } from "node:path";
import { codePath, findOtp, type Otp } from "../src/hosts/node/otp.ts";
import type { Term } from "../src/term/term.ts";
import { parseTerm, TermSyntaxError } from "./parse_term.ts";
import { type Command, UsageError } from "./usage.ts";

export interface RunOptions {
  /** The OTP whose libraries are on the code path and whose release decides; undefined: there is none here. */
  readonly otp: Otp | undefined;
  /** Folders that are searched for MODULE.beam, in this order. */
  readonly codePath: readonly string[];
  /** The file to load, when one was named, else the module to find on the code path. */
  readonly target: { readonly file: string } | { readonly module: string };
  readonly functionName: string;
  readonly args: readonly Term[];
}

export const run: Command = {
  name: "run",
  summary: "run a function of a compiled module",
  help: `Usage: gluon run [--otp RELEASE|DIR] [-pa DIR]... FILE.beam|MODULE [FUNCTION [ARG...]]

Loads the module, calls FUNCTION (default: main) with the arguments in a new process, and prints the value. Modules
that it calls are loaded when first called, from the -pa folders, the folder of FILE.beam, the current folder and
OTP's own libraries. An argument is an Erlang term, such as 42, ok, '"text"', '[1,2]' or '{a,<<"b">>}'.

-pa DIR             adds a folder to the beginning of the code path; may be given several times
--otp RELEASE|DIR   whose libraries to use: a release such as 27, or the root folder of an Erlang/OTP.
                    Default: GLUON_OTP, else what \`gluon otp list\` marks

The exit status is 0 when the function returns, 1 when it fails, 2 when the command line is wrong.`,

  async run(args) {
    const options = parseRun(args, process.env);
    const { runMain } = await import("./run_main.ts");
    return runMain(options);
  },
};

/** Reads the arguments after `gluon run`. Throws UsageError, and OtpError when there is no such OTP. */
export function parseRun(args: readonly string[], env: Readonly<Record<string, string | undefined>>): RunOptions {
  const folders: string[] = [];
  let wantedOtp: string | undefined;
  let at = 0;
  for (; at < args.length && (args[at] as string).startsWith("-"); at++) {
    const option = args[at] as string;
    if (option === "--") {
      at++;
      break;
    }
    if (option.startsWith("--otp=")) wantedOtp = option.slice("--otp=".length);
    else if (option === "--otp") wantedOtp = optionValue(args, ++at, option);
    else if (option === "-pa") folders.unshift(optionValue(args, ++at, option));
    else throw new UsageError(`run: there is no option ${option}`);
  }
  const [name, functionName = "main", ...texts] = args.slice(at);
  if (name === undefined) throw new UsageError("run: which FILE.beam or MODULE?");
  const isFile = name.endsWith(".beam") || name.includes("/");
  if (isFile && !folders.includes(dirname(name))) folders.push(dirname(name));
  if (!folders.includes(".")) folders.push(".");
  const otp = findOtp(wantedOtp, env);
  return {
    otp,
    codePath: [...folders, ...(otp === undefined ? [] : codePath(otp))],
    target: isFile ? { file: name } : { module: name },
    functionName,
    args: texts.map(argument),
  };
}

function optionValue(args: readonly string[], at: number, option: string): string {
  const value = args[at];
  if (value === undefined) throw new UsageError(`run: ${option} needs a value`);
  return value;
}

function argument(text: string, i: number): Term {
  try {
    return parseTerm(text);
  } catch (error) {
    if (!(error instanceof TermSyntaxError)) throw error;
    throw new UsageError(
      `run: argument ${i + 1} is no Erlang term: ${error.message}\n  ${text.replaceAll("\n", " ")}\n  ${" ".repeat(error.at)}^`,
    );
  }
}
