/**
 * What passes on `erl` and is known not to pass on Gluon: `expected/RELEASE.txt`, a line `APPLICATION/SUITE/CASE REASON` for each.
 * A case that fails without a line is an error, and so is one with a line that passes, unless the reason begins with `may pass: `:
 * whether it does is a matter of the machine's speed, or of luck.
 */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { namesWithReasons } from "./applications.ts";
import type { BothResults } from "./runner.ts";
import type { SuiteResult } from "./store.ts";

export interface Compared {
  /** Passes on `erl`, not on Gluon. Name and Gluon's reason, sorted. */
  readonly failing: ReadonlyMap<string, string>;
  /** Passes on both. */
  readonly passing: ReadonlySet<string>;
}

export interface Pair {
  /** Application and suite. */
  readonly name: string;
  readonly erl: SuiteResult;
  readonly gluon: SuiteResult;
}

/** The suites that have results of both sides. */
export function pairsOf(all: readonly BothResults[]): Pair[] {
  return all.flatMap(({ selected: { name }, results: { erl, gluon } }) =>
    erl === undefined || gluon === undefined ? [] : [{ name, erl, gluon }],
  );
}

export function expectedFile(release: number): string {
  return fileURLToPath(new URL(`expected/${release}.txt`, import.meta.url));
}

export function expected(release: number): Map<string, string> {
  const file = expectedFile(release);
  return namesWithReasons(existsSync(file) ? readFileSync(file, "utf8") : "");
}

export function compare(pairs: readonly Pair[]): Compared {
  const failing = new Map<string, string>();
  const passing = new Set<string>();
  for (const { name, erl, gluon } of pairs) {
    for (const [path, { outcome }] of Object.entries(erl.cases)) {
      if (outcome !== "passed") continue;
      const mine = gluon.cases[path];
      if (mine?.outcome === "passed") passing.add(`${name}/${path}`);
      else failing.set(`${name}/${path}`, reasonOf(mine, gluon));
    }
  }
  return { failing, passing };
}

function reasonOf(mine: SuiteResult["cases"][string] | undefined, gluon: SuiteResult): string {
  if (mine === undefined) return gluon.skipped === undefined ? "not in the suite" : `skipped: ${gluon.skipped}`;
  const reason = withoutFolders(mine.reason);
  return mine.outcome === "failed" ? reason : `${mine.outcome}: ${reason}`;
}

/** Where the tests lie is another place on each machine. */
export const withoutFolders = (reason: string): string => reason.replace(FOLDERS, '"');
const FOLDERS = /"[^"]*\/suites\/[^"]*\//g;

export interface Unexpected {
  readonly failures: readonly string[];
  readonly passes: readonly string[];
}

/** Has `name` a line that does not leave open whether it passes? */
function mustNotPass(name: string, lines: ReadonlyMap<string, string>): boolean {
  return lines.get(name)?.startsWith("may pass: ") === false;
}

/** Cases that do not end as `expected` says; what has not been run says nothing. */
export function unexpected({ failing, passing }: Compared, expected: ReadonlyMap<string, string>): Unexpected {
  return {
    failures: [...failing].filter(([name]) => !expected.has(name)).map(([name, reason]) => `${name} ${reason}`),
    passes: [...passing].filter((name) => mustNotPass(name, expected)),
  };
}

/** The text of the file: what is known stays with its line, run or not; new lines get Gluon's reason. */
export function expectedText(compared: Compared, before: ReadonlyMap<string, string>, head: string): string {
  const lines = new Map(before);
  for (const name of compared.passing) if (mustNotPass(name, before)) lines.delete(name);
  for (const [name, reason] of compared.failing) if (!lines.has(name)) lines.set(name, reason);
  const sorted = [...lines].sort(([a], [b]) => (a < b ? -1 : 1));
  return `${head}${sorted.map(([name, reason]) => `${name} ${reason}\n`).join("")}`;
}
