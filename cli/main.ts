/**
 * The command line: finds the subcommand, shows help, turns errors into messages and exit statuses.
 * What a subcommand needs is loaded when it is called, so that none pays for another's code.
 */
import { resolve } from "node:path";
import { BAD_USAGE, type Command, FAILED, OK, UsageError } from "./usage.ts";

declare const GLUON_VERSION: string | undefined;

/** Programs that stand beside `erl` and start it. */
const SCRIPTS = ["elixir", "elixirc", "iex", "mix", "rebar3"] as const;

/** In the order in which help shows them. */
const COMMANDS: readonly { readonly name: string; readonly summary: string; load(): Promise<Command> }[] = [
  {
    name: "erl",
    summary: "the Erlang shell and system",
    load: async () => (await import("./erl.ts")).erl,
  },
  {
    name: "erlc",
    summary: "compile Erlang and other files, as OTP's erlc",
    load: async () => (await import("./erlc.ts")).erlc,
  },
  {
    name: "escript",
    summary: "run an Erlang script, as OTP's escript",
    load: async () => (await import("./escript.ts")).escript,
  },
  ...SCRIPTS.map((name) => ({
    name,
    summary: `the ${name} that comes with the Erlang/OTP, on Gluon`,
    load: async () => (await import("./otp_script.ts")).otpScript(name),
  })),
  {
    name: "run",
    summary: "run a function of a compiled module",
    load: async () => (await import("./run.ts")).run,
  },
  {
    name: "pack",
    summary: "put a program's modules, and what they need of OTP, into one small file",
    load: async () => (await import("./pack.ts")).pack,
  },
  {
    name: "dis",
    summary: "show a module's BEAM assembly and the JavaScript made of it",
    load: async () => (await import("./dis.ts")).dis,
  },
  {
    name: "otp",
    summary: "list Erlang/OTP releases on this machine, or fetch one",
    load: async () => (await import("./otp.ts")).otp,
  },
];

async function help(): Promise<string> {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length)) + 2;
  return [
    "Gluon runs compiled Erlang and Elixir (.beam files).",
    "",
    "Usage: gluon [--otp RELEASE|DIR] [COMMAND [ARGUMENT...]]",
    "",
    "Without a command it is the Erlang shell. --otp says which Erlang/OTP; GLUON_OTP does so as well.",
    "",
    ...COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`),
    "",
    "`gluon help COMMAND` tells more. `gluon --version` prints the version.",
    "",
  ].join("\n");
}

async function command(name: string): Promise<Command> {
  const found = COMMANDS.find((c) => c.name === name);
  if (found === undefined) throw new UsageError(`there is no command ${JSON.stringify(name)}`);
  return found.load();
}

function print(text: string): number {
  process.stdout.write(text);
  return OK;
}

async function dispatch(args: readonly string[]): Promise<number> {
  const [first, ...rest] = args;
  switch (first) {
    case undefined:
      return (await command("erl")).run([]);
    case "--otp":
      return withOtp(rest[0], rest.slice(1));
    case "--help":
    case "-h":
      return print(await help());
    case "--version":
    case "-v":
      return print(`gluon ${await version()}\n`);
    case "help":
      return print(rest[0] === undefined ? await help() : `${(await command(rest[0])).help}\n`);
  }
  if (first.startsWith("--otp=")) return withOtp(first.slice("--otp=".length), rest);
  if (first.startsWith("-")) throw new UsageError(`there is no option ${first}`);
  const { help: text, ownHelp, run } = await command(first);
  if (ownHelp !== true && (rest[0] === "--help" || rest[0] === "-h")) return print(`${text}\n`);
  return run(rest);
}

/** Commands and the programs they start all find this OTP. */
async function withOtp(wanted: string | undefined, args: readonly string[]): Promise<number> {
  if (wanted === undefined) throw new UsageError("--otp needs a value");
  const { findOtp } = await import("../src/hosts/node/otp.ts");
  findOtp(wanted, process.env);
  process.env["GLUON_OTP"] = /^[0-9]+$/.test(wanted) ? wanted : resolve(wanted);
  return dispatch(args);
}

/** Replaced by the build; a run from source reads the package. */
async function version(): Promise<string> {
  if (typeof GLUON_VERSION === "string") return GLUON_VERSION;
  const { readFileSync } = await import("node:fs");
  return JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version;
}

/** Runs the command line and returns the exit status. */
async function main(args: readonly string[]): Promise<number> {
  try {
    return await dispatch(args);
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`gluon: ${error.message}\nTry \`gluon help\`.\n`);
      return BAD_USAGE;
    }
    const { forUser, name, message, stack, syscall } = error as NodeJS.ErrnoException & { forUser?: boolean };
    // What the operating system refuses (a full disk, a folder that may not be written) is no defect of ours.
    const known = forUser === true || name === "BadBeam" || syscall !== undefined;
    process.stderr.write(`gluon: ${known ? message : (stack ?? error)}\n`);
    return FAILED;
  }
}

// The status is set, not the process ended: output that is on its way still arrives.
main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
