/** The arguments of `npm run otp-suites`. */
import { availableParallelism } from "node:os";
import { INSTALLABLE } from "../src/hosts/node/otp.ts";
import type { OtpRelease } from "../test/support/otp.ts";
import { APPLICATIONS } from "./applications.ts";
import { SIDES, type SideName } from "./sides.ts";

export const HELP = `OTP's own test suites on real erl and on Gluon, by OTP's own Common Test.

Usage: npm run otp-suites -- [OPTION...] [APPLICATION[/SUITE[/CASE]]...]

Without names all suites run. CASE is a case, or a group of them. Results are kept: what has run is not run again, on
Gluon's side until Gluon is built anew. Named cases are always run and not kept.

  --otp RELEASE       25, 27 (the default) or 29
  --jobs N            suites at once; as many as there are cores
  --case-timeout S    a case that takes longer is stopped and counts as timed out; 300 seconds
  --again             runs what has run
  --only SIDE         erl, gluon or none: for the other side kept results serve
  --any-build         results of other builds of Gluon serve as well, and where nothing is kept those of conformance/results
  --list              says which suites there are, and why some are left out
  --check             compares with conformance/expected/RELEASE.txt: a case that passes on erl and not on Gluon without
                      standing there is an error, and so is one that stands there and passes,
                      but with a reason that begins with "may pass: "
  --expect            writes what is new into that file
  --table             runs nothing; puts what is kept into conformance/results and writes docs/conformance.md from there

Applications: ${APPLICATIONS.map((a) => a.name).join(", ")}.
`;

export class UsageError extends Error {}

export interface Options {
  readonly release: OtpRelease;
  readonly jobs: number;
  readonly caseTimeout_ms: number;
  readonly again: boolean;
  readonly sides: readonly SideName[];
  readonly anyBuild: boolean;
  readonly action: "run" | "check" | "expect" | "list" | "table" | "help";
  readonly names: readonly string[];
}

export function parseOptions(args: readonly string[]): Options {
  let [release, jobs, seconds]: [number, number, number] = [27, availableParallelism(), 300];
  let [again, anyBuild] = [false, false];
  let sides: readonly SideName[] = SIDES;
  let action: Options["action"] = "run";
  const names: string[] = [];
  const rest = args.flatMap((arg) =>
    /^--[a-z-]+=/.test(arg) ? [arg.slice(0, arg.indexOf("=")), arg.slice(arg.indexOf("=") + 1)] : [arg],
  );
  const value = (option: string): string => {
    const given = rest.shift();
    if (given === undefined) throw new UsageError(`${option} needs a value`);
    return given;
  };
  const number = (option: string): number => {
    const text = value(option);
    if (!/^[1-9][0-9]*$/.test(text)) throw new UsageError(`${option} needs a number, not ${text}`);
    return Number(text);
  };
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === "--otp") release = number(arg);
    else if (arg === "--jobs") jobs = number(arg);
    else if (arg === "--case-timeout") seconds = number(arg);
    else if (arg === "--again") again = true;
    else if (arg === "--any-build") anyBuild = true;
    else if (arg === "--only") {
      const name = value(arg);
      sides = SIDES.filter((side) => side === name);
      if (sides.length === 0 && name !== "none") throw new UsageError(`--only is erl, gluon or none, not ${name}`);
    } else if (["--check", "--expect", "--list", "--table", "--help"].includes(arg))
      action = arg.slice(2) as Options["action"];
    else if (arg === "-h") action = "help";
    else if (arg.startsWith("-")) throw new UsageError(`there is no option ${arg}`);
    else names.push(arg.replace(/\/$/, ""));
  }
  if (!(INSTALLABLE as readonly number[]).includes(release))
    throw new UsageError(`--otp is one of ${INSTALLABLE.join(", ")}, not ${release}`);
  return {
    release: release as OtpRelease,
    jobs,
    caseTimeout_ms: seconds * 1000,
    again,
    sides,
    anyBuild,
    action,
    names,
  };
}
