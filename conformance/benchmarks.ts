/** The benchmarks in OTP's own test suites (its files *_bench.spec name them), run by Common Test on one side at a time. */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type OtpRelease, otp } from "../test/support/otp.ts";
import { APPLICATIONS } from "./applications.ts";
import { prepareSupport, prepareTests, suitesFolder } from "./prepare.ts";
import { type SideName, sideOf } from "./sides.ts";
import { erlangString, start, testsIn } from "./vm.ts";

export interface SuiteBenchmark {
  readonly application: string;
  readonly suite: string;
  readonly group?: string;
  /** What its figures are: of how much in a time, or of how long something takes. */
  readonly figure: "rate" | "time";
}

const of = (application: string, suite: string, groups: readonly string[], figure: SuiteBenchmark["figure"] = "rate") =>
  groups.map((group): SuiteBenchmark => ({ application, suite: `${suite}_SUITE`, group, figure }));

/**
 * Not among them: ets_SUITE's (how tables scale over processors, half an hour), prof_bench_SUITE (writes a trace of 4 GB),
 * logger_stress_SUITE (counts lost messages), erts_debug_SUITE's (the size of the C interpreter).
 */
export const SUITE_BENCHMARKS: readonly SuiteBenchmark[] = [
  { application: "emulator", suite: "estone_SUITE", figure: "time" },
  ...of("emulator", "hash", ["phash2_benchmark"]),
  ...of("emulator", "binary", ["iolist_size_benchmarks"]),
  ...of("emulator", "map", ["benchmarks"], "time"),
  ...of("stdlib", "stdlib_bench", ["unicode", "base64", "binary", "io", "gen_server", "gen_statem"]),
  ...of("kernel", "zlib", ["bench"]),
  ...of("kernel", "file", ["bench"]),
];

export function nameOf({ suite, group }: SuiteBenchmark): string {
  return [suite.replace(/_SUITE$/, ""), group].filter(Boolean).join("/");
}

export interface Measured {
  /** All figures of a name, in the order in which they came. */
  readonly values: ReadonlyMap<string, readonly number[]>;
  /** What went wrong, if anything did. */
  readonly failures: readonly string[];
}

/** A VM that takes longer hangs. */
const LIMIT_ms = 1_200_000;

export async function runSuiteBenchmark(
  benchmark: SuiteBenchmark,
  release: OtpRelease,
  name: SideName,
  log: (line: string) => void,
): Promise<Measured> {
  const application = APPLICATIONS.find((a) => a.name === benchmark.application);
  if (application === undefined) throw new Error(`there is no application ${benchmark.application}`);
  const { folder } = await prepareTests(application, release, log);
  const support = await prepareSupport(release);
  const { suite, group } = benchmark;
  const work = join(suitesFolder(release), "work", `bench-${name}-${process.pid}`);
  // Some groups repeat themselves up to ten times.
  const spec =
    group === undefined
      ? "estone"
      : `[{groups, ${erlangString(testsIn(work))}, ${suite}, [{${group}, [{repeat, 1}]}]}]`;
  const vm = start({ side: sideOf(name, otp(release)), suite, tests: folder, support, work }, "gluon_benchmarks", {
    spec,
  });
  const limit = setTimeout(vm.stop, LIMIT_ms);
  try {
    const status = await vm.ended;
    return measured(readFileSync(vm.events, "utf8"), status);
  } finally {
    clearTimeout(limit);
    vm.stop();
    rmSync(work, { recursive: true, force: true });
  }
}

/** What the lines of a VM that ended with `status` say. */
export function measured(events: string, status: string): Measured {
  const values = new Map<string, number[]>();
  const failures: string[] = [];
  let finished = false;
  for (const line of events.split("\n")) {
    const [kind, name = "", text = ""] = line.split("\t");
    if (kind === "value") values.set(name, [...(values.get(name) ?? []), Number(text)]);
    else if (kind === "failed") failures.push(`${name}: ${text}`);
    else if (kind === "finished") finished = true;
  }
  if (!finished) failures.push(`ended early: ${status}`);
  return { values, failures };
}
