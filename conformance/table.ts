/** docs/conformance.md: the results of all releases as tables, and what does not pass. */
import { APPLICATIONS } from "./applications.ts";
import { compare, type Pair } from "./expected.ts";
import type { SuiteResult } from "./store.ts";

export interface ReleaseResults {
  readonly release: number;
  readonly version: string;
  readonly pairs: readonly Pair[];
  /** Why cases are expected to fail: better than what they said themselves. */
  readonly reasons?: ReadonlyMap<string, string>;
}

const HEAD = `# OTP's own test suites

Written by \`npm run otp-suites -- --table\`; do not edit. Each case has run on real \`erl\` with one scheduler and on Gluon, on the
same machine, by OTP's own Common Test. A case counts where it passes on \`erl\`: what fails there too needs other nodes,
programs in C, tools that are not here, or more time. [CONTRIBUTING](../CONTRIBUTING.md) says how to run them,
[left_out.txt](../conformance/left_out.txt) which suites and cases are left out and why; all results by case are in
[results](../conformance/results). A reason that begins with \`may pass: \` is a matter of the machine's speed, or of luck.
`;

export function conformanceTable(releases: readonly ReleaseResults[]): string {
  return [HEAD, ...releases.map(releaseText)].join("\n");
}

function releaseText({ release, version, pairs, reasons }: ReleaseResults): string {
  const builds = new Set(pairs.map((p) => p.gluon.build)).size;
  const lines = [
    `## OTP ${release} (${version})`,
    "",
    ...(builds > 1 ? [`The results on Gluon are of ${builds} builds, the last one and some before it.`, ""] : []),
    "| application | suites | cases | pass on `erl` | of these on Gluon | |",
    "|---|---|---|---|---|---|",
  ];
  const applications = APPLICATIONS.map(({ name }) => ({
    name,
    own: pairs.filter((p) => p.name.startsWith(`${name}/`)),
  }));
  for (const { name, own } of applications) if (own.length > 0) lines.push(row(name, `${own.length}`, own));
  lines.push(row("all", `${pairs.length}`, pairs), "");
  for (const { name, own } of applications) {
    if (own.length === 0) continue;
    lines.push(`### ${name}`, "", "| suite | cases | `erl` | Gluon | |", "|---|---|---|---|---|");
    for (const pair of own) lines.push(suiteRow(pair));
    const failing = [...compare(own).failing];
    if (failing.length > 0)
      lines.push(
        "",
        ...failing.map(([path, reason]) => `* ${path.slice(name.length + 1)}: ${code(reasons?.get(path) ?? reason)}`),
      );
    lines.push("");
  }
  return lines.join("\n");
}

function row(name: string, suites: string, pairs: readonly Pair[]): string {
  const { failing, passing } = compare(pairs);
  const cases = pairs.reduce((sum, p) => sum + Object.keys(p.erl.cases).length, 0);
  const both = passing.size + failing.size;
  return `| ${name} | ${suites} | ${cases} | ${both} | ${passing.size} | ${percent(passing.size, both)} |`;
}

function suiteRow(pair: Pair): string {
  const name = pair.name.split("/")[1] as string;
  const { failing, passing } = compare([pair]);
  const skipped = pair.erl.skipped ?? "";
  const both = passing.size + failing.size;
  const cells = [
    name,
    Object.keys(pair.erl.cases).length,
    counts(pair.erl),
    counts(pair.gluon),
    skipped === "" ? percent(passing.size, both) : code(skipped),
  ];
  return `| ${cells.join(" | ")} |`;
}

/** `12 (1 failed, 2 skipped)`. */
function counts({ cases }: SuiteResult): string {
  const outcomes = Object.values(cases).map((c) => c.outcome);
  const n = (outcome: string) => outcomes.filter((o) => o === outcome).length;
  const rest = ["failed", "skipped", "timeout"].filter((o) => n(o) > 0).map((o) => `${n(o)} ${o}`);
  return `${n("passed")}${rest.length > 0 ? ` (${rest.join(", ")})` : ""}`;
}

/** Never rounded up to a hundred. */
function percent(part: number, whole: number): string {
  return whole === 0 ? "" : `${(Math.floor((part / whole) * 1000) / 10).toFixed(1)}%`;
}

/** A reason as Markdown code on one line. */
function code(text: string): string {
  const short = text.replaceAll("`", "'").replaceAll("|", "\\|").slice(0, 200);
  return short === "" ? "" : `\`${short}\``;
}
