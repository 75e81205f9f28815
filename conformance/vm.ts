/**
 * Runs one suite on one side. A VM in which something takes too long is killed, what ran counts as timed out, and another VM goes on
 * with the cases that are left; the same where a VM ends by itself before its time.
 * Invariant: each VM gives at least one case its result, so that the run ends.
 */
import { type ChildProcess, spawn } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { delimiter, join } from "node:path";
import type { Side } from "./sides.ts";
import { Events } from "./events.ts";
import { makeFolder } from "./work.ts";

export interface SuiteRun {
  readonly side: Side;
  readonly suite: string;
  /** The application's compiled tests. */
  readonly tests: string;
  /** Modules that all suites use. */
  readonly support: string;
  /** A folder for this run alone. */
  readonly work: string;
  readonly caseTimeout_ms: number;
  /** The cases to run, of all that the suite has: without it all. */
  readonly wanted?: (path: string) => boolean;
  /** Cases that are not run, with the reason. */
  readonly without?: ReadonlyMap<string, string>;
}

const POLL_ms = 100;
/** Common Test's own work before, between and behind the cases. */
const IDLE_ms = 120_000;

/** Ends with the VMs: an interrupted run leaves none behind. */
const alive = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of alive) kill(child);
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(130));

/** The suite cannot even say which cases it has. */
export class NotRun extends Error {}

export async function runSuite(run: SuiteRun): Promise<Events> {
  const events = new Events();
  const some = run.wanted !== undefined || (run.without !== undefined && run.without.size > 0);
  if (some) {
    // What the suite's cases are it says itself.
    const end = await runVm(run, events, "none");
    if (!events.finished) throw new NotRun(end.text);
    if (run.wanted !== undefined) events.restrict(run.wanted);
    for (const [path, reason] of run.without ?? []) if (events.isCase(path)) events.settle(path, "skipped", reason);
  }
  for (let only: readonly string[] | "all" = some ? events.left() : "all"; only.length > 0; only = events.left()) {
    if (events.skipped !== undefined) break;
    const before = events.results.size;
    events.restart();
    const end = await runVm(run, events, only);
    if (events.skipped === undefined && events.plan.length === 0) throw new NotRun(end.text);
    // Common Test may end before its time as well, when a case takes processes of it down.
    const early = !events.finished || events.running.size > 0;
    settle(events, end, run.caseTimeout_ms);
    if (early && events.results.size > before) continue;
    const why = events.confFailed ?? (events.finished ? "never run" : end.text);
    for (const path of events.left()) events.settle(path, "failed", why);
  }
  return events;
}

interface End {
  /** What was under way for too long; undefined when the VM ended by itself. */
  readonly slow: readonly string[] | undefined;
  readonly text: string;
}

/** Gives what was under way when the VM ended its results. */
function settle(events: Events, end: End, limit_ms: number): void {
  for (const name of end.slow ?? events.running.keys()) {
    const reason = end.slow === undefined ? `the VM ended: ${end.text}` : `no end after ${limit_ms / 1000} s`;
    const outcome = end.slow === undefined ? "failed" : "timeout";
    if (events.isCase(name)) events.settle(name, outcome, reason);
    // Without its configuration nothing of the suite or group can run.
    else if (!name.startsWith("end_")) {
      const group = /^init_per_group (.*)$/.exec(name)?.[1];
      for (const path of events.left())
        if (group === undefined || path.startsWith(`${group}/`)) events.settle(path, outcome, `${name}: ${reason}`);
    }
  }
}

async function runVm(run: SuiteRun, events: Events, only: readonly string[] | "all" | "none"): Promise<End> {
  const list = typeof only === "string" ? only : `[${only.map(erlangString).join(",\n")}]`;
  const started = start(run, "gluon_suites", { suite: `'${run.suite}'`, only: list });
  try {
    return await watch(run, events, started.events, started.ended, () => lastLine(started.output));
  } finally {
    started.stop();
  }
}

/** What a VM needs of a run. */
export type Place = Pick<SuiteRun, "side" | "suite" | "tests" | "support" | "work">;

export interface Started {
  /** The file to which the VM appends what happens, and the one with all it prints. */
  readonly events: string;
  readonly output: string;
  /** How it has ended. */
  readonly ended: Promise<string>;
  /** Kills it with all that it has started, unless it has ended. */
  stop(): void;
}

export const erlangString = (text: string): string => JSON.stringify(text);

/** The folder with a suite's tests in the folder of a run. */
export const testsIn = (work: string): string => join(work, "dir");

/** Starts a VM that calls `run/1` of our module with the file of a map: `more`, Erlang terms as text, and where things are. */
export function start(
  { side, suite, tests, support, work }: Place,
  module: string,
  more: Readonly<Record<string, string>>,
): Started {
  rmSync(work, { recursive: true, force: true });
  const dir = testsIn(work);
  makeFolder(tests, suite, dir);
  const [logs, home, tmp, events, output, term] = ["logs", "home", "tmp", "events", "output", "run.term"].map((name) =>
    join(work, name),
  ) as [string, string, string, string, string, string];
  for (const folder of [logs, home, tmp]) mkdirSync(folder);
  writeFileSync(events, "");
  const map = { ...more, dir: erlangString(dir), logs: erlangString(logs), events: erlangString(events) };
  const pairs = Object.entries(map).map(([key, value]) => `${key} => ${value}`);
  writeFileSync(term, `#{${pairs.join(",\n")}}.\n`);
  const [program, ...first] = side.command;
  // The feature is what OTP's own test system enables: suites of OTP 25 use it.
  const flags = ["-noinput", "-enable-feature", "maybe_expr", "-pa", support, dir];
  const args = [...first, ...flags, "-eval", `${module}:run(${erlangString(term)})`];
  const log = openSync(output, "w");
  const child = spawn(program as string, args, {
    cwd: dir,
    // A group of its own: programs that a test has started end with it.
    detached: true,
    stdio: ["ignore", log, log],
    env: environment(side, home, tmp),
  });
  closeSync(log);
  alive.add(child);
  const ended = new Promise<string>((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("exit", (code, signal) => resolve(signal ?? `status ${code}`));
  });
  const stop = () => {
    kill(child);
    alive.delete(child);
  };
  return { events, output, ended, stop };
}

/** Reads the events as they come until the VM ends or something in it takes too long. */
async function watch(
  run: SuiteRun,
  events: Events,
  file: string,
  ended: Promise<string>,
  lastLine: () => string,
): Promise<End> {
  let at = 0;
  let heard = Date.now();
  const read = () => {
    const { size } = statSync(file);
    if (size === at) return;
    const bytes = Buffer.alloc(size - at);
    const descriptor = openSync(file, "r");
    at += readSync(descriptor, bytes, 0, bytes.length, at);
    closeSync(descriptor);
    heard = Date.now();
    events.read(bytes.toString("utf8"), heard);
  };
  for (;;) {
    const status = await Promise.race([
      ended,
      new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), POLL_ms)),
    ]);
    read();
    if (status !== undefined) return { slow: undefined, text: [status, lastLine()].filter(Boolean).join(", ") };
    const now = Date.now();
    const slow = [...events.running].filter(([, since]) => now - since > run.caseTimeout_ms).map(([name]) => name);
    if (slow.length > 0) return { slow, text: `no end of ${slow.join(" and ")}` };
    if (events.running.size === 0 && now - heard > IDLE_ms)
      return { slow: [], text: `nothing happened for ${IDLE_ms / 1000} s` };
  }
}

function environment(side: Side, home: string, tmp: string): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {};
  // What the user has set for Erlang must not decide about results.
  for (const [name, value] of Object.entries(process.env)) if (!/^(ERL|NODE_OPTIONS)/.test(name)) env[name] = value;
  return {
    ...env,
    ...side.env,
    PATH: [side.bin, process.env["PATH"]].filter(Boolean).join(delimiter),
    HOME: home,
    TMPDIR: tmp,
    LANG: "C.UTF-8",
    LC_ALL: "C.UTF-8",
    TERM: "xterm",
  };
}

function kill(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  } catch {
    // All of it has ended.
  }
}

/** What a VM that ended badly said. */
function lastLine(file: string): string {
  if (!existsSync(file)) return "";
  const lines = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^Updating |^Crash dump/.test(line));
  return (lines.at(-1) ?? "").slice(0, 300);
}
