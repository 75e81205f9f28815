/**
 * `npm run bench`: the programs of bench/programs on real Erlang/OTP and on Gluon, side by side. See bench/README.md.
 *
 *   [--only] NAME   only this program, or all parts whose module/part begins so; may be given several times
 *   --otp RELEASE   25, 27 (default) or 29
 *   --suites        the benchmarks in OTP's own test suites; without it only estone, behind the programs
 *   --json FILE     the figures as JSON as well
 *   --runs N        measured runs after warm-up (default 7, at least 5)
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { compileErl, otp, type OtpRelease, RELEASES } from "../test/support/otp.ts";
import { geometricMean, median, ratio, row } from "./bench_figures.ts";
import { nameOf, SUITE_BENCHMARKS } from "../conformance/benchmarks.ts";
import { benchSuites } from "./bench_suites.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PROGRAMS = join(ROOT, "bench", "programs");
const GLUON = join(ROOT, "bin", "gluon");
const ERL = ["-noshell", "+S", "1"];
const SUPPORT = new Set(["bench", "bench_driver"]);

const WARM_UP_RUNS = 3;
/** Fresh VMs whose first run counts; the last of them goes on with the warm runs. */
const COLD_VMS = 3;
const START_UPS = 9;
/** The longest that one VM may take for one program. */
const LIMIT_MS = 600_000;
const LINGER_MS = 300;

type Side = "otp" | "gluon";
const SIDES: readonly Side[] = ["otp", "gluon"];

interface VmRun {
  /** Microseconds of each run by part, the first run first. */
  readonly parts: ReadonlyMap<string, readonly number[]>;
  readonly peak_bytes: number | undefined;
  readonly wall_ms: number;
  /** What went wrong, if anything did. */
  readonly failure: string | undefined;
}

interface Figure {
  readonly warm_us: number;
  readonly cold_us: number;
}
interface PartResult {
  readonly name: string;
  readonly otp: Figure | undefined;
  readonly gluon: Figure | undefined;
}
interface ProgramResult {
  readonly name: string;
  readonly parts: PartResult[];
  readonly failures: string[];
}
interface MemoryResult {
  readonly name: string;
  readonly otp_bytes: number | undefined;
  readonly gluon_bytes: number | undefined;
  readonly failures: string[];
}

const options = readOptions();
const release = RELEASES.find((r) => `${r}` === options.otp) ?? fail(`--otp: ${options.otp} is none of ${RELEASES}`);
const runs = Math.max(5, Number(options.runs));
const beams = mkdtempSync(join(tmpdir(), "gluon-bench-"));
process.on("exit", () => rmSync(beams, { recursive: true, force: true }));

async function main(release: OtpRelease): Promise<void> {
  const all = readdirSync(PROGRAMS).filter((file) => file.endsWith(".erl"));
  await compileErl(
    release,
    all.map((file) => join(PROGRAMS, file)),
    beams,
    ["+deterministic"],
  );
  const suitesWanted = (name: string) => isWanted(name) && (options.suites || name === "estone");
  const names = options.suites
    ? []
    : all.map((file) => basename(file, ".erl")).filter((name) => !SUPPORT.has(name) && isWanted(name));
  if (names.length === 0 && !SUITE_BENCHMARKS.some((b) => suitesWanted(nameOf(b))))
    fail(`no such program: ${options.only.join(", ")}`);
  const head = header(release);
  print(head.map((line) => `${line}\n`).join(""));

  const timed = names.filter((name) => name !== "hello" && !name.startsWith("rss_"));
  const programs: ProgramResult[] = [];
  if (timed.length > 0) print(`\n${row("part", "OTP ms", "Gluon ms", "warm", "OTP ms", "Gluon ms", "cold")}\n`);
  for (const name of timed) {
    const program = await measure(name);
    programs.push(program);
    print(programRows(program));
  }
  const totals = {
    warm: geometricMean(programs.map((p) => ratioOf(p, "warm_us"))),
    cold: geometricMean(programs.map((p) => ratioOf(p, "cold_us"))),
  };
  if (timed.length > 0) {
    print(
      `${row(`geometric mean, ${programs.length} programs`, "", "", ratio(totals.warm), "", "", ratio(totals.cold))}\n`,
    );
    const worst = programs.flatMap((p) => p.parts).map((p) => partRatio(p, "warm_us"));
    print(`worst part, warm: ${ratio(Math.max(...worst.filter((r) => r !== undefined)))}\n`);
  }
  const memory: MemoryResult[] = [];
  for (const name of names.filter((n) => n.startsWith("rss_"))) memory.push(await measureMemory(name));
  if (memory.length > 0) print(memoryTable(memory));
  const failures = [...programs, ...memory].flatMap((p) => p.failures);
  let startUp: Record<"node" | Side, number> | undefined;
  try {
    startUp = names.includes("hello") ? measureStartUp() : undefined;
    if (startUp !== undefined) print(startUpTable(startUp));
  } catch (error) {
    failures.push((error as Error).message);
  }
  const suites = await benchSuites(release, suitesWanted, print);
  failures.push(...suites.flatMap((s) => s.failures));
  for (const failure of failures) print(`FAILED ${failure}\n`);
  if (options.json !== undefined) {
    const text = JSON.stringify({ about: head, programs, totals, memory, startUp, suites, failures }, null, 1);
    writeFileSync(options.json, `${text}\n`);
  }
  if (failures.length > 0) process.exitCode = 1;
}

// -- Measuring.

/** Cold and warm figures of each part, both sides in turn. */
async function measure(name: string): Promise<ProgramResult> {
  const cold: Record<Side, Map<string, number[]>> = { otp: new Map(), gluon: new Map() };
  const warm: Record<Side, Map<string, readonly number[]>> = { otp: new Map(), gluon: new Map() };
  const failures: string[] = [];
  for (let vm = 1; vm <= COLD_VMS; vm++) {
    const last = vm === COLD_VMS;
    for (const side of SIDES) {
      const result = await runVm(side, name, last ? 1 + WARM_UP_RUNS + runs : 1);
      if (result.failure !== undefined) failures.push(`${name} on ${side}: ${result.failure}`);
      for (const [part, times] of result.parts) {
        if (!isWanted(part)) continue;
        cold[side].set(part, [...(cold[side].get(part) ?? []), times[0] as number]);
        if (last) warm[side].set(part, times.slice(1 + WARM_UP_RUNS));
      }
    }
  }
  const figure = (side: Side, part: string): Figure | undefined => {
    const [c, w] = [cold[side].get(part), warm[side].get(part)];
    return c === undefined || w === undefined || w.length < 5 ? undefined : { cold_us: median(c), warm_us: median(w) };
  };
  const parts = [...new Set([...cold.otp.keys(), ...cold.gluon.keys()])];
  return {
    name,
    parts: parts.map((part) => ({ name: part, otp: figure("otp", part), gluon: figure("gluon", part) })),
    failures: [...new Set(failures)],
  };
}

async function measureMemory(name: string): Promise<MemoryResult> {
  const [o, g] = [await runVm("otp", name, 1), await runVm("gluon", name, 1)];
  const failures = [o, g].flatMap(({ failure }, i) =>
    failure === undefined ? [] : [`${name} on ${SIDES[i]}: ${failure}`],
  );
  return { name, otp_bytes: o.peak_bytes, gluon_bytes: g.peak_bytes, failures };
}

/** Wall time in milliseconds from start to end of a hello world. */
function measureStartUp(): Record<"node" | Side, number> {
  const times: Record<"node" | Side, number[]> = { node: [], otp: [], gluon: [] };
  const erl = [...ERL, "-pa", beams, "-eval", "hello:main(), halt()."];
  for (let i = 0; i < START_UPS; i++) {
    times.node.push(wallTime(process.execPath, ["-e", "0"]));
    times.otp.push(wallTime(otp(release).erl, erl));
    times.gluon.push(wallTime(process.execPath, [GLUON, "run", "--otp", otp(release).root, "-pa", beams, "hello"]));
  }
  return { node: median(times.node), otp: median(times.otp), gluon: median(times.gluon) };
}

function wallTime(command: string, args: readonly string[]): number {
  const start = performance.now();
  execFileSync(command, args, { stdio: ["ignore", "ignore", "inherit"] });
  return performance.now() - start;
}

/** Runs a program `count` times in one fresh VM. */
function runVm(side: Side, name: string, count: number): Promise<VmRun> {
  const { erl, root } = otp(release);
  const call = `bench_driver:main(${name}, ${count}, ${LINGER_MS}), halt().`;
  const child =
    side === "otp"
      ? spawn(erl, [...ERL, "-pa", beams, "-eval", call], { stdio: ["ignore", "pipe", "pipe"] })
      : spawn(
          process.execPath,
          [GLUON, "run", "--otp", root, "-pa", beams, "bench_driver", "main", name, `${count}`, `${LINGER_MS}`],
          // A cold run generates its code itself.
          { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, GLUON_CACHE: "off" } },
        );
  return readRuns(child);
}

function readRuns(child: ChildProcess): Promise<VmRun> {
  const start = performance.now();
  const parts = new Map<string, number[]>();
  let peak_bytes: number | undefined;
  let failure: string | undefined;
  let finished = false;
  let rest = "";
  let errors = "";
  const line = (text: string) => {
    const [, part, time, status] = /^BENCH (\S+) ([0-9.]+) (.*)$/.exec(text) ?? [];
    if (part !== undefined && status === "ok") parts.set(part, [...(parts.get(part) ?? []), Number(time)]);
    else if (part !== undefined) failure ??= `${part} ${status}`;
    if (text === "BENCHDONE") {
      finished = true;
      peak_bytes = peakMemory(child.pid as number);
    }
  };
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() as string;
    lines.forEach(line);
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => child.kill("SIGKILL"), LIMIT_MS);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearTimeout(limit);
      if (!finished)
        failure ??= `ended early (${signal ?? code}): ${errors.trim().split("\n").slice(0, 3).join(" | ")}`;
      resolve({ parts, peak_bytes, failure, wall_ms: performance.now() - start });
    });
  });
}

/** The most memory the process has had in use so far, where the system tells (Linux). */
function peakMemory(pid: number): number | undefined {
  try {
    const kilobytes = /^VmHWM:\s*([0-9]+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}

// -- Figures.

function partRatio(part: PartResult, which: keyof Figure): number | undefined {
  return part.otp === undefined || part.gluon === undefined ? undefined : part.gluon[which] / part.otp[which];
}

function ratioOf(program: ProgramResult, which: keyof Figure): number | undefined {
  return geometricMean(program.parts.map((part) => partRatio(part, which)));
}

function isWanted(name: string): boolean {
  if (options.only.length === 0) return true;
  // `fib` names the program with all its parts, `ring/1000` some parts of a program.
  return options.only.some((only) =>
    only.includes("/") && !name.includes("/") ? only.startsWith(`${name}/`) : name.startsWith(only),
  );
}

// -- The table.

function header(release: OtpRelease): string[] {
  const flags = [
    ...process.execArgv.filter((flag) => !/^--import$|tsx/.test(flag)),
    process.env["NODE_OPTIONS"] ?? "",
  ].filter(Boolean);
  const flavor = execFileSync(otp(release).erl, [
    ...ERL,
    "-eval",
    "io:put_chars([erlang:system_info(otp_release), 32, atom_to_list(erlang:system_info(emu_flavor))]), halt().",
  ]).toString();
  return [
    `OTP ${flavor} (${otp(release).version}), erl ${ERL.join(" ")}`,
    `Node ${process.version}, V8 ${process.versions.v8}, V8 flags: ${flags.length === 0 ? "none" : flags.join(" ")}`,
    `${cpus()[0]?.model ?? "unknown processor"}, ${cpus().length} cores`,
  ];
}

function programRows(program: ProgramResult): string {
  const lines = program.parts.map((part) =>
    row(
      part.name,
      ms(part.otp?.warm_us),
      ms(part.gluon?.warm_us),
      ratio(partRatio(part, "warm_us")),
      ms(part.otp?.cold_us),
      ms(part.gluon?.cold_us),
      ratio(partRatio(part, "cold_us")),
    ),
  );
  if (program.parts.length > 1)
    lines.push(
      row(`  ${program.name}`, "", "", ratio(ratioOf(program, "warm_us")), "", "", ratio(ratioOf(program, "cold_us"))),
    );
  return lines.map((line) => `${line}\n`).join("");
}

function memoryTable(memory: readonly MemoryResult[]): string {
  const mb = (bytes: number | undefined) => (bytes === undefined ? "-" : (bytes / 1e6).toFixed(1));
  const lines = memory.map(({ name, otp_bytes, gluon_bytes }) =>
    row(name, mb(otp_bytes), mb(gluon_bytes), ratio(otp_bytes && gluon_bytes && gluon_bytes / otp_bytes)),
  );
  return `\n${[row("peak memory", "OTP MB", "Gluon MB", "ratio"), ...lines].join("\n")}\n`;
}

function startUpTable(t: Record<"node" | Side, number>): string {
  const head = row("start to end", "OTP ms", "Gluon ms", "node ms", "Gluon/node");
  return `\n${head}\n${row("hello", t.otp.toFixed(0), t.gluon.toFixed(0), t.node.toFixed(0), ratio(t.gluon / t.node))}\n`;
}

function ms(us: number | undefined): string {
  return us === undefined ? "-" : (us / 1000).toFixed(us < 10_000 ? 3 : 1);
}

function print(text: string): void {
  process.stdout.write(text);
}

function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        only: { type: "string", multiple: true, default: [] },
        otp: { type: "string", default: "27" },
        suites: { type: "boolean", default: false },
        json: { type: "string" },
        runs: { type: "string", default: "7" },
      },
    });
    return { ...values, only: [...values.only, ...positionals] };
  } catch (error) {
    return fail((error as Error).message);
  }
}

function fail(message: string): never {
  process.stderr.write(`bench: ${message}\n`);
  process.exit(2);
}

await main(release);
