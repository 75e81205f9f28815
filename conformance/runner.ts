/** Runs suites on both sides, several at once, and keeps what comes out. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { type OtpRelease, otp } from "../test/support/otp.ts";
import type { Events } from "./events.ts";
import { prepareSupport, prepareTests, suitesFolder } from "./prepare.ts";
import { committed } from "./results.ts";
import { fits, leftOutOf, type Selected } from "./selection.ts";
import { type Side, type SideName, SIDES, sideOf } from "./sides.ts";
import { keep, kept, type SuiteResult } from "./store.ts";
import { NotRun, runSuite } from "./vm.ts";

export interface RunOptions {
  readonly release: OtpRelease;
  readonly jobs: number;
  readonly caseTimeout_ms: number;
  readonly again: boolean;
  readonly anyBuild: boolean;
  readonly sides: readonly SideName[];
  readonly log: (line: string) => void;
}

export interface BothResults {
  readonly selected: Selected;
  /** Undefined where a side was not asked for and nothing is kept. */
  readonly results: Readonly<Record<SideName, SuiteResult | undefined>>;
  readonly ms: number;
}

/** Calls `done` for each suite as it ends; resolves to all in the order of `suites`. */
export async function runAll(
  suites: readonly Selected[],
  options: RunOptions,
  done: (both: BothResults) => void,
): Promise<BothResults[]> {
  // One after another: the compiler takes all cores itself.
  const applications = options.sides.length === 0 ? [] : new Set(suites.map((s) => s.application));
  for (const application of applications) await prepareTests(application, options.release, options.log);
  const all: BothResults[] = [];
  const queue = [...suites.entries()];
  const lane = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const both = await runBoth(next[1], options);
      all[next[0]] = both;
      done(both);
    }
  };
  await Promise.all(Array.from({ length: options.jobs }, lane));
  return all;
}

async function runBoth(selected: Selected, options: RunOptions): Promise<BothResults> {
  const since = Date.now();
  const results: Record<SideName, SuiteResult | undefined> = { erl: undefined, gluon: undefined };
  for (const name of SIDES) {
    const side = sideOf(name, otp(options.release));
    const asked = options.sides.includes(name);
    const whole = selected.cases.length === 0;
    const before = asked && (options.again || !whole) ? undefined : known(selected.name, side, options);
    const result = before ?? (asked ? await runOne(selected, side, options) : undefined);
    results[name] = whole || result === undefined ? result : onlyOf(result, selected.cases);
  }
  return { selected, results, ms: Date.now() - since };
}

/** What is kept here, or with `anyBuild` at least committed. */
function known(name: string, side: Side, { release, anyBuild }: RunOptions): SuiteResult | undefined {
  const here = kept(release, side, name, anyBuild);
  if (here !== undefined || !anyBuild) return here;
  const result = committed(release).find((pair) => pair.name === name)?.[side.name];
  return side.name === "gluon" || result?.build === side.build ? result : undefined;
}

/** What is kept of a suite has all its cases. */
function onlyOf(result: SuiteResult, names: readonly string[]): SuiteResult {
  const cases = Object.entries(result.cases).filter(([path]) => names.some((name) => fits(path, name)));
  return { ...result, cases: Object.fromEntries(cases) };
}

async function runOne(selected: Selected, side: Side, options: RunOptions): Promise<SuiteResult> {
  const { application, suite, cases } = selected;
  const { release, caseTimeout_ms } = options;
  const { folder, failed } = await prepareTests(application, release, options.log);
  const notCompiled = failed.get(suite);
  const work = join(suitesFolder(release), "work", `${side.name}-${application.name}-${suite}-${process.pid}`);
  const wanted = (path: string) => cases.some((name) => fits(path, name));
  let result: SuiteResult;
  if (notCompiled !== undefined) {
    result = { build: side.build, skipped: `cannot be compiled: ${notCompiled}`, cases: {} };
  } else {
    const support = await prepareSupport(release);
    const all = cases.length === 0 ? undefined : wanted;
    const run = {
      side,
      suite,
      tests: folder,
      support,
      work,
      caseTimeout_ms,
      wanted: all,
      without: leftOutOf(selected.name),
    };
    try {
      result = resultOf(side, await runSuite(run));
    } catch (error) {
      if (!(error instanceof NotRun)) throw error;
      result = { build: side.build, skipped: error.message, cases: {} };
    }
    // What a single case leaves behind is for whoever looks into it.
    if (all === undefined) rmSync(work, { recursive: true, force: true });
    else options.log(`${side.name}: ${work}`);
  }
  if (cases.length === 0) keep(release, side, selected.name, result);
  return result;

  function resultOf({ build }: Side, events: Events): SuiteResult {
    const found: Record<string, SuiteResult["cases"][string]> = {};
    for (const path of events.plan) {
      const of = events.results.get(path);
      if (of !== undefined) found[path] = of;
    }
    return { build, skipped: events.skipped, cases: found };
  }
}
