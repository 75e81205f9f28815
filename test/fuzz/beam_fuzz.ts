/**
 * Mutated .beam files: each is refused by a BadBeam or loads (and does what `use` does with it); no other exception,
 * nothing takes longer than TIME_LIMIT_MS.
 *
 *     npx tsx test/fuzz/beam_fuzz.ts [--count N] [--seed S] [--run | --check-only] [--case SEED]
 *
 * `--run` calls the functions of what loads (beam_run.ts). Without it or `--check-only` all functions are compiled.
 * A case is told by one number. Those that failed are appended to seeds/beam.txt, which beam_fuzz.test.ts runs again.
 */
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { BadBeam } from "../../src/beam/bad_beam.ts";
import { checkFile } from "../../src/beam/check.ts";
import { parseBeam } from "../../src/beam/file.ts";
import { nodeHost } from "../../src/hosts/node/host.ts";
import { COMPRESSION } from "../../src/runtime/extension.ts";
import { gunzip, inflate } from "../../src/util/inflate.ts";
import { createVm } from "../../src/vm.ts";
import { reader } from "../beam/assemble.ts";
import { otp, RELEASES } from "../support/otp.ts";
import { Random } from "../support/random.ts";
import { runCounts, runModule } from "./beam_run.ts";
import { mutate, type Sample, sample, type Touched } from "./beam_mutate.ts";

export const SEEDS = fileURLToPath(new URL("seeds/beam.txt", import.meta.url));
export const TIME_LIMIT_MS = 10_000;

/** Does something with a file. BadBeam says that it is refused. */
export type Use = (bytes: Uint8Array, s: Sample, r: Random, touched: Touched) => void;

/** Reads the file and checks all its functions. */
export const checkOnly: Use = (bytes, { name }) => checkFile(parseBeam(bytes, name, reader));

/** The same, then generates JavaScript for all functions and lets the engine compile it. */
export const compileAll: Use = (bytes, { name, release }) => {
  const host = nodeHost();
  const vm = createVm(host, { release });
  const compression = vm.state(COMPRESSION);
  compression.inflate = inflate;
  compression.gunzip = gunzip;
  const module = vm.prepare(bytes, name);
  for (const f of module.functions) host.compile(["S", "L", "R"], f.generate().text);
};

/** Loads the file and calls functions of it, one time in ten with OTP's libraries at hand. */
export const runSome: Use = (bytes, { name, release }, r, { fn }) =>
  runModule({ bytes, name, release, fn }, r, r.chance(0.1) ? libraries(release) : undefined);

const found = new Map<string, { bytes: Uint8Array; fileName: string } | undefined>();

function libraries(release: 25 | 27 | 29): (name: string) => { bytes: Uint8Array; fileName: string } | undefined {
  return (name) => {
    const key = `${release} ${name}`;
    if (!found.has(key)) found.set(key, /^\w+$/.test(name) ? library(release, name) : undefined);
    return found.get(key);
  };
}

function library(release: 25 | 27 | 29, name: string): { bytes: Uint8Array; fileName: string } | undefined {
  for (const dir of otp(release).ebins) {
    const fileName = join(dir, `${name}.beam`);
    if (existsSync(fileName)) return { bytes: new Uint8Array(readFileSync(fileName)), fileName };
  }
  return undefined;
}

const MAX_SIZE = 25_000;
const SAMPLES = 60;

/** Real modules of the three releases, not too large, always the same ones. */
export function samples(): Sample[] {
  const out: Sample[] = [];
  for (const release of RELEASES) {
    const files = otp(release)
      .ebins.filter(existsSync)
      .flatMap((dir) => readdirSync(dir).map((name) => join(dir, name)))
      .filter((file) => file.endsWith(".beam") && statSync(file).size < MAX_SIZE)
      .sort();
    const step = Math.floor(files.length / SAMPLES);
    for (let n = 0; n < SAMPLES; n++) {
      const file = files[n * step]!;
      out.push(sample(file.slice(file.lastIndexOf("/") + 1), release, new Uint8Array(readFileSync(file))));
    }
  }
  return out;
}

export interface Outcome {
  refused: number;
  passed: number;
  /** Seeds of the cases that went wrong, with what happened. */
  readonly failed: (readonly [seed: number, what: string])[];
}

/** Runs the cases of these seeds. `tell` hears each seed before its case begins. */
export function fuzz(
  all: readonly Sample[],
  seeds: Iterable<number>,
  use: Use,
  tell: (seed: number) => void = () => {},
): Outcome {
  const outcome: Outcome = { refused: 0, passed: 0, failed: [] };
  for (const seed of seeds) {
    tell(seed);
    const r = new Random(seed);
    const s = r.pick(all);
    const touched = { fn: -1 };
    const bytes = mutate(s, r, touched);
    const start = performance.now();
    try {
      use(bytes, s, r, touched);
      outcome.passed++;
    } catch (e) {
      if (e instanceof BadBeam) outcome.refused++;
      else outcome.failed.push([seed, `${s.name}: ${(e as Error).stack ?? e}`]);
    }
    const ms = performance.now() - start;
    if (ms > TIME_LIMIT_MS) outcome.failed.push([seed, `${s.name}: took ${Math.round(ms)} ms`]);
  }
  return outcome;
}

/** Seeds `first` and following of the run `seed`. */
export function* caseSeeds(seed: number, count: number): Generator<number> {
  for (let n = 0; n < count; n++) yield (Math.imul(seed, 0x9e3779b1) + n) >>> 0;
}

/** The seeds that failed once. */
export function keptSeeds(): number[] {
  if (!existsSync(SEEDS)) return [];
  return readFileSync(SEEDS, "utf8")
    .split("\n")
    .filter((line) => /^\d/.test(line))
    .map((line) => Number.parseInt(line, 10));
}

function keep(seed: number, what: string): void {
  appendFileSync(SEEDS, `${seed} ${what.split("\n")[0]}\n`);
}

/**
 * Ends the process when one case does not end: an endless loop can't be interrupted from inside. What counts is processor time: on a
 * busy machine a case may have to wait. One that only waits gets ten times as much.
 */
function watchdog(): (seed: number) => void {
  const shared = new Int32Array(new SharedArrayBuffer(8));
  const text = `
    const { workerData: shared } = require("node:worker_threads");
    const { appendFileSync } = require("node:fs");
    const spent = () => { const c = process.cpuUsage(); return Math.max((c.user + c.system) / 1000, performance.now() / 10); };
    let last = -1, since = spent();
    setInterval(() => {
      const turn = Atomics.load(shared, 0);
      if (turn !== last) { last = turn; since = spent(); return; }
      if (spent() - since < ${TIME_LIMIT_MS}) return;
      const seed = Atomics.load(shared, 1) >>> 0;
      appendFileSync(${JSON.stringify(SEEDS)}, seed + " does not end\\n");
      require("node:fs").writeSync(2, "case " + seed + " does not end\\n");
      process.kill(process.pid, "SIGKILL");
    }, 500);`;
  new Worker(text, { eval: true, workerData: shared }).unref();
  return (seed) => {
    Atomics.store(shared, 1, seed | 0);
    Atomics.add(shared, 0, 1);
  };
}

function main(args: readonly string[]): number {
  mkdirSync(dirname(SEEDS), { recursive: true });
  const option = (name: string, otherwise: number) => {
    const at = args.indexOf(name);
    return at < 0 ? otherwise : Number(args[at + 1]);
  };
  const one = option("--case", -1);
  const seeds = one >= 0 ? [one] : caseSeeds(option("--seed", 1), option("--count", 1000));
  const start = performance.now();
  const use = args.includes("--check-only") ? checkOnly : args.includes("--run") ? runSome : compileAll;
  const outcome = fuzz(samples(), seeds, use, watchdog());
  for (const [seed, what] of outcome.failed) {
    process.stdout.write(`case ${seed}: ${what}\n`);
    if (one < 0) keep(seed, what);
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  process.stdout.write(
    `${outcome.refused} refused, ${outcome.passed} passed, ${outcome.failed.length} failed in ${seconds} s\n`,
  );
  if (use === runSome) process.stdout.write(`calls: ${JSON.stringify(runCounts)}\n`);
  process.stdout.write(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB\n`);
  return outcome.failed.length === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv.slice(2));
