/**
 * `npm run otp-suites`: OTP's own test suites on real `erl` and on Gluon. `--help` says what there is.
 * Exit status: 0; 1 when a check fails or something cannot be run; 2 for wrong arguments.
 */
import { writeFileSync } from "node:fs";
import { type OtpRelease, otp, RELEASES } from "../test/support/otp.ts";
import { compare, expected, expectedFile, expectedText, pairsOf, type Pair, unexpected } from "./expected.ts";
import { HELP, type Options, parseOptions, UsageError } from "./options.ts";
import { testsSource } from "./prepare.ts";
import { commit, committed } from "./results.ts";
import { Report } from "./report.ts";
import { runAll } from "./runner.ts";
import { leftOut, select } from "./selection.ts";
import { sideOf } from "./sides.ts";
import { kept } from "./store.ts";
import { conformanceTable } from "./table.ts";

const log = (line: string) => process.stderr.write(`${line}\n`);
const say = (line: string) => process.stdout.write(`${line}\n`);

async function main(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  if (options.action === "help") {
    say(HELP);
    return 0;
  }
  if (options.action === "table") return writeTable(options);
  const suites = select(options.names, await testsSource(options.release));
  if (options.action === "list") {
    for (const { name } of suites) say(name);
    say("\nLeft out:");
    for (const [name, reason] of leftOut()) say(`${name.padEnd(40)} ${reason}`);
    return 0;
  }
  const report = new Report(process.stdout.isTTY === true && !process.env["NO_COLOR"]);
  const all = await runAll(suites, { ...options, log }, (both) => {
    const { erl, gluon } = both.results;
    if (erl === undefined && gluon === undefined) return;
    say(report.suite(both));
    if (both.selected.cases.length > 0) say(report.cases(both));
  });
  const pairs = pairsOf(all);
  const compared = compare(pairs);
  const both = compared.passing.size + compared.failing.size;
  say(`${both} cases pass on erl, ${compared.passing.size} of these on Gluon`);
  for (const { selected, results } of all)
    for (const name of selected.cases)
      if (Object.keys({ ...results.erl?.cases, ...results.gluon?.cases }).length === 0)
        throw new UsageError(`${selected.name} has no case ${name}`);
  if (options.action === "expect") writeExpected(options.release, compared);
  return options.action === "check" ? check(options.release, compared) : 0;
}

function writeExpected(release: OtpRelease, compared: ReturnType<typeof compare>): void {
  const head = `# Cases of OTP ${release}'s own tests that pass on erl and not on Gluon, each with its reason.\n`;
  writeFileSync(expectedFile(release), expectedText(compared, expected(release), head));
}

function check(release: OtpRelease, compared: ReturnType<typeof compare>): number {
  const { failures, passes } = unexpected(compared, expected(release));
  for (const line of failures) say(`unexpected failure: ${line}`);
  for (const line of passes) say(`unexpected pass: ${line}`);
  return failures.length + passes.length === 0 ? 0 : 1;
}

/** What has run here takes the place of what is committed. */
async function writeTable(options: Options): Promise<number> {
  const releases = [];
  for (const release of RELEASES) {
    const o = otp(release);
    const [erl, gluon] = [sideOf("erl", o), sideOf("gluon", o)];
    const before = new Map(committed(release).map((pair) => [pair.name, pair]));
    const pairs: Pair[] = [];
    for (const { name } of select([], await testsSource(release))) {
      const known = before.get(name);
      const theirs = kept(release, erl, name, false) ?? known?.erl;
      const mine = kept(release, gluon, name, options.anyBuild) ?? known?.gluon;
      if (theirs !== undefined && mine !== undefined) pairs.push({ name, erl: theirs, gluon: mine });
    }
    if (pairs.length === 0) continue;
    commit(release, pairs);
    releases.push({ release, version: o.version, pairs: committed(release), reasons: expected(release) });
  }
  writeFileSync(new URL("../docs/conformance.md", import.meta.url), conformanceTable(releases));
  return 0;
}

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: Error) => {
    log(
      error instanceof UsageError
        ? `otp-suites: ${error.message}\nTry \`npm run otp-suites -- --help\`.`
        : `otp-suites: ${error.stack}`,
    );
    // Other suites may be under way: their VMs end with this program.
    process.exit(error instanceof UsageError ? 2 : 1);
  },
);
