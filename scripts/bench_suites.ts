/** The part of `npm run bench` that runs the benchmarks of OTP's own test suites: see bench/README.md. */
import { nameOf, runSuiteBenchmark, SUITE_BENCHMARKS, type SuiteBenchmark } from "../conformance/benchmarks.ts";
import type { OtpRelease } from "../test/support/otp.ts";
import { geometricMean, median, ratio, row } from "./bench_figures.ts";

export interface SuiteResult {
  readonly name: string;
  /** What the suite calls its figures; the median of each. */
  readonly parts: readonly {
    readonly name: string;
    readonly otp?: number;
    readonly gluon?: number;
    readonly ratio?: number;
  }[];
  readonly failures: readonly string[];
}

/** Runs those that `wanted` takes, and prints their table as it comes. */
export async function benchSuites(
  release: OtpRelease,
  wanted: (name: string) => boolean,
  print: (text: string) => void,
): Promise<SuiteResult[]> {
  const benchmarks = SUITE_BENCHMARKS.filter((b) => wanted(nameOf(b)));
  if (benchmarks.length === 0) return [];
  print(`\n${row("OTP's own benchmarks", "OTP", "Gluon", "ratio")}\n`);
  const results: SuiteResult[] = [];
  for (const benchmark of benchmarks) {
    const result = await measure(benchmark, release);
    results.push(result);
    const mean = geometricMean(result.parts.map((p) => p.ratio));
    for (const p of result.parts) print(`${row(p.name, figure(p.otp), figure(p.gluon), ratio(p.ratio))}\n`);
    print(`${row(`  ${result.name}`, "", "", ratio(mean))}\n`);
  }
  const all = results.flatMap((r) => r.parts).map((p) => p.ratio);
  print(`${row(`geometric mean, ${all.length} figures`, "", "", ratio(geometricMean(all)))}\n`);
  return results;
}

async function measure(benchmark: SuiteBenchmark, release: OtpRelease): Promise<SuiteResult> {
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const erl = await runSuiteBenchmark(benchmark, release, "erl", log);
  const gluon = await runSuiteBenchmark(benchmark, release, "gluon", log);
  const failures = [
    ...erl.failures.map((f) => `${nameOf(benchmark)} on otp: ${f}`),
    ...gluon.failures.map((f) => `${nameOf(benchmark)} on gluon: ${f}`),
  ];
  const names = [...new Set([...erl.values.keys(), ...gluon.values.keys()])];
  const of = (values: readonly number[] | undefined) => (values === undefined ? undefined : median(values));
  const parts = names.map((name) => {
    const [o, g] = [of(erl.values.get(name)), of(gluon.values.get(name))];
    if (o === undefined || g === undefined) return { name, otp: o, gluon: g };
    return { name, otp: o, gluon: g, ratio: benchmark.figure === "time" ? g / o : o / g };
  });
  return { name: nameOf(benchmark), parts, failures };
}

/** Four digits: the suites count in units of their own. */
function figure(value: number | undefined): string {
  return value === undefined ? "-" : String(Number(value.toPrecision(4)));
}
