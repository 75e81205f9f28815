/**
 * The latest results of both sides, as committed: `results/RELEASE.json`, a line for each suite. docs/conformance.md is made
 * from them, so that a machine that has run a few suites anew can write the whole of it.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { OUTCOMES, type Outcome } from "./events.ts";
import { type Pair, withoutFolders } from "./expected.ts";
import { withoutLeftOut } from "./selection.ts";
import type { SuiteResult } from "./store.ts";

/** A suite's results: cases by what became of them on both sides, as in `"passed failed"`, and why one did not pass on Gluon. */
interface Line {
  readonly name: string;
  readonly erl: string;
  readonly gluon: string;
  /** Why the whole suite did not run. */
  readonly erlSkipped?: string;
  readonly gluonSkipped?: string;
  readonly cases: Readonly<Record<string, readonly string[]>>;
  readonly reasons?: Readonly<Record<string, string>>;
}

/** Of a case that the other side has. */
const MISSING = "missing";

function fileOf(release: number): string {
  return fileURLToPath(new URL(`results/${release}.json`, import.meta.url));
}

/** What has been read, by release. */
const read = new Map<number, readonly Pair[]>();

export function committed(release: number): readonly Pair[] {
  const file = fileOf(release);
  const pairs =
    read.get(release) ?? (existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Line[]).map(pairOf) : []);
  read.set(release, pairs);
  return pairs;
}

export function commit(release: number, pairs: readonly Pair[]): void {
  const lines = pairs.map((pair) => JSON.stringify(lineOf(pair)));
  writeFileSync(fileOf(release), `[\n${lines.join(",\n")}\n]\n`);
  read.delete(release);
}

export function lineOf({ name, erl, gluon }: Pair): Line {
  const cases: Record<string, string[]> = {};
  const reasons: Record<string, string> = {};
  for (const path of new Set([...Object.keys(erl.cases), ...Object.keys(gluon.cases)])) {
    const [theirs, mine] = [erl.cases[path]?.outcome ?? MISSING, gluon.cases[path]?.outcome ?? MISSING];
    (cases[`${theirs} ${mine}`] ??= []).push(path);
    const reason = gluon.cases[path]?.reason ?? "";
    if (theirs === "passed" && reason !== "") reasons[path] = withoutFolders(reason).slice(0, 200);
  }
  return {
    name,
    erl: erl.build,
    gluon: gluon.build,
    ...(erl.skipped === undefined ? {} : { erlSkipped: withoutFolders(erl.skipped).slice(0, 200) }),
    ...(gluon.skipped === undefined ? {} : { gluonSkipped: withoutFolders(gluon.skipped).slice(0, 200) }),
    cases,
    ...(Object.keys(reasons).length === 0 ? {} : { reasons }),
  };
}

export function pairOf(line: Line): Pair {
  const erl: Record<string, SuiteResult["cases"][string]> = {};
  const gluon: Record<string, SuiteResult["cases"][string]> = {};
  for (const [outcomes, paths] of Object.entries(line.cases)) {
    const [theirs, mine] = outcomes.split(" ") as [Outcome, Outcome];
    for (const path of paths) {
      if (OUTCOMES.includes(theirs)) erl[path] = { outcome: theirs, reason: "", ms: 0 };
      if (OUTCOMES.includes(mine)) gluon[path] = { outcome: mine, reason: line.reasons?.[path] ?? "", ms: 0 };
    }
  }
  const side = (build: string, skipped: string | undefined, found: SuiteResult["cases"]): SuiteResult => ({
    build,
    ...(skipped === undefined ? {} : { skipped }),
    cases: found,
  });
  return {
    name: line.name,
    erl: withoutLeftOut(line.name, side(line.erl, line.erlSkipped, erl)),
    gluon: withoutLeftOut(line.name, side(line.gluon, line.gluonSkipped, gluon)),
  };
}
