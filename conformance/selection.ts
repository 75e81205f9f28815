/** Which suites the names on the command line mean. */
import { readFileSync } from "node:fs";
import { type Application, APPLICATIONS, namesWithReasons, suitesOf } from "./applications.ts";
import type { CaseResult } from "./events.ts";
import { UsageError } from "./options.ts";
import type { SuiteResult } from "./store.ts";

export interface Selected {
  readonly application: Application;
  readonly suite: string;
  /** Application and suite. */
  readonly name: string;
  /** Single cases and groups; empty for all. */
  readonly cases: readonly string[];
}

/** Suites and cases that are not run, with the reason. */
export function leftOut(): ReadonlyMap<string, string> {
  left ??= namesWithReasons(readFileSync(new URL("left_out.txt", import.meta.url), "utf8"));
  return left;
}
let left: ReadonlyMap<string, string> | undefined;

/** The suites of `names` in OTP's source `source`, all when there are no names. Throws UsageError for unknown ones. */
export function select(names: readonly string[], source: string): Selected[] {
  const without = leftOut();
  const found = new Map<string, Selected>();
  const add = (application: Application, suite: string, cases: readonly string[]) => {
    const name = `${application.name}/${suite}`;
    const before = found.get(name);
    const all = before !== undefined && before.cases.length === 0;
    found.set(name, {
      application,
      suite,
      name,
      cases: all || cases.length === 0 ? [] : [...(before?.cases ?? []), ...cases],
    });
  };
  for (const name of names.length === 0 ? APPLICATIONS.map((a) => a.name) : names) {
    const [first, suite, ...path] = name.split("/");
    const application = APPLICATIONS.find((a) => a.name === first);
    if (application === undefined)
      throw new UsageError(`there is no application ${first}: ${APPLICATIONS.map((a) => a.name).join(", ")}`);
    const suites = suitesOf(application, source);
    if (suite === undefined) {
      for (const s of suites) if (!without.has(`${first}/${s}`)) add(application, s, []);
      continue;
    }
    if (!suites.includes(suite)) throw new UsageError(`${first} has no suite ${suite}: ${suites.join(", ")}`);
    const why = without.get(`${first}/${suite}`);
    if (why !== undefined) throw new UsageError(`${first}/${suite} is left out: ${why}`);
    add(application, suite, path.length === 0 ? [] : [path.join("/")]);
  }
  return [...found.values()];
}

/** Does the path of a case fit the name: of the case, its end, or a group around it? */
export function fits(path: string, name: string): boolean {
  return `/${path}/`.includes(`/${name}/`);
}

/** The cases of a suite that are not run, with the reason. */
export function leftOutOf(name: string): ReadonlyMap<string, string> {
  const own = [...leftOut()].filter(([of]) => of.startsWith(`${name}/`));
  return new Map(own.map(([of, reason]) => [of.slice(name.length + 1), reason]));
}

/** The results of a suite, its cases that are left out being skipped: nothing is said about those on either side. */
export function withoutLeftOut(name: string, result: SuiteResult): SuiteResult {
  const without = leftOutOf(name);
  const cases = Object.entries(result.cases).map(([path, of]): [string, CaseResult] => {
    const reason = without.get(path);
    return [path, reason === undefined ? of : { outcome: "skipped", reason, ms: 0 }];
  });
  return { ...result, cases: Object.fromEntries(cases) };
}
