/**
 * The command line: finds the subcommand, shows help, turns errors into messages and exit statuses.
 * What a subcommand needs is loaded when it is called, so that none pays for another's code.
 */
import { BAD_USAGE, type Command, FAILED, OK, UsageError } from "./usage.ts";

declare const GLUON_VERSION: string | undefined;

/** In the order in which help shows them. */
const COMMANDS: readonly { readonly name: string; readonly summary: string; load(): Promise<Command> }[] = [
  {
    name: "erl",
    summary: "the Erlang shell and system",
    load: async () => (await import("./erl.ts")).erl,
  },
  {
    name: "run",
    summary: "run a function of a compiled module",
    load: async () => (await import("./run.ts")).run,
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
    "Usage: gluon COMMAND [ARGUMENT...]",
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
    case "--help":
    case "-h":
      return print(await help());
    case "--version":
    case "-v":
      return print(`gluon ${await version()}\n`);
    case "help":
      return print(rest[0] === undefined ? await help() : `${(await command(rest[0])).help}\n`);
  }
  if (first.startsWith("-")) throw new UsageError(`there is no option ${first}`);
  const { help: text, run } = await command(first);
  if (rest[0] === "--help" || rest[0] === "-h") return print(`${text}\n`);
  return run(rest);
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
    const { forUser, name, message, stack } = error as Error & { forUser?: boolean };
    const known = forUser === true || name === "BadBeam";
    process.stderr.write(`gluon: ${known ? message : (stack ?? error)}\n`);
    return FAILED;
  }
}

// The status is set, not the process ended: output that is on its way still arrives.
main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
