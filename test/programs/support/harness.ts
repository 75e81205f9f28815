/**
 * The harness of the test programs: compiles test/programs/*.erl with the compiler of each OTP release, runs them on
 * real erl and on Gluon, many in one start of either, and compares what they print.
 *
 * Compiled files and erl's outputs are cached outside the repository by the hash of their sources; what Gluon prints
 * is never cached. A program whose output differs between the releases of OTP is rejected, unless it says why in a
 * line `%% release-dependent: reason`; then each release is compared with itself.
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { gluonCommand } from "../../support/gluon.ts";
import { type OtpRelease, otp, RELEASES } from "../../support/otp.ts";

export { RELEASES };

const HERE = path.dirname(fileURLToPath(import.meta.url));
export const ROOT = path.resolve(HERE, "../../..");
export const PROGRAMS_DIR = path.resolve(HERE, "..");
const CACHE = process.env.GLUON_TEST_CACHE ?? path.join(os.tmpdir(), "gluon-test-programs");
/** The time one program may take, on either VM and a busy machine. */
const LIMIT_MS = Number(process.env.GLUON_TEST_LIMIT_MS ?? 100_000);

export interface Program {
  readonly name: string;
  readonly source: string;
  /** Reason of a `%% release-dependent:` line. */
  readonly releaseDependent: string | undefined;
  /** The first release whose compiler takes it: a line `%% since-release: 27`. */
  readonly since: number;
}

/** A VM that dies leaves no crash dump behind. */
const ENV = { ...process.env, ERL_CRASH_DUMP_SECONDS: "0" };

/** What a program did: its output, or why there is none. */
export interface Outcome {
  readonly status: "ok" | "timeout" | "died" | "not compiled";
  readonly output: string;
  readonly ms: number;
}

/** The programs in name order; with `names`, those that are named or start with a name that ends in `*`. */
export function programs(names: readonly string[] = []): Program[] {
  const all = fs
    .readdirSync(PROGRAMS_DIR)
    .filter((f) => f.endsWith(".erl"))
    .map((f) => f.slice(0, -4))
    .sort();
  const wanted = (n: string) =>
    names.length === 0 || names.some((w) => (w.endsWith("*") ? n.startsWith(w.slice(0, -1)) : n === w));
  return all.filter(wanted).map((name) => {
    const source = fs.readFileSync(path.join(PROGRAMS_DIR, `${name}.erl`), "utf8");
    return {
      name,
      source,
      releaseDependent: /^%% release-dependent: (.+)$/m.exec(source)?.[1],
      since: Number(/^%% since-release: (\d+)$/m.exec(source)?.[1] ?? 25),
    };
  });
}

/** Those which the compiler of `release` takes. */
export function programsFor(release: OtpRelease, list: readonly Program[]): Program[] {
  return list.filter((p) => p.since <= release);
}

function hash(...parts: readonly string[]): string {
  const h = createHash("sha256");
  for (const p of parts) h.update(p).update("\0");
  return h.digest("hex").slice(0, 20);
}

function supportSources(): { name: string; source: string }[] {
  return ["prog", "programs_driver"].map((name) => ({
    name,
    source: fs.readFileSync(path.join(HERE, `${name}.erl`), "utf8"),
  }));
}

/** `{ stdout, stderr, code }` of a command; never rejects. */
export function run(
  file: string,
  args: readonly string[],
  options: { cwd?: string; timeout_ms?: number } = {},
): Promise<{ stdout: string; stderr: string; code: number | null }> {
  return new Promise((resolve) => {
    execFile(
      file,
      args,
      { cwd: options.cwd, env: ENV, timeout: options.timeout_ms ?? 0, killSignal: "SIGKILL", maxBuffer: 1 << 28 },
      (error, stdout, stderr) =>
        resolve({ stdout, stderr, code: error ? ((error as { code?: number }).code ?? -1) : 0 }),
    );
  });
}

function erlangString(s: string): string {
  return JSON.stringify(s);
}

/** Compiles what has changed; gives the directory of the .beam files and the errors by program. */
export async function compile(
  release: OtpRelease,
  list: readonly Program[],
): Promise<{ dir: string; errors: Map<string, string> }> {
  const dir = path.join(CACHE, String(release), "ebin");
  fs.mkdirSync(dir, { recursive: true });
  const errors = new Map<string, string>();
  const stale: { name: string; file: string; key: string }[] = [];
  const check = (name: string, file: string, source: string) => {
    const key = hash(source, otp(release).root);
    const beam = path.join(dir, `${name}.beam`);
    const keyFile = path.join(dir, `${name}.key`);
    if (fs.existsSync(beam) && fs.existsSync(keyFile) && fs.readFileSync(keyFile, "utf8") === key) return;
    stale.push({ name, file, key });
  };
  for (const s of supportSources()) check(s.name, `support/${s.name}.erl`, s.source);
  for (const p of list) check(p.name, `${p.name}.erl`, p.source);
  if (stale.length === 0) return { dir, errors };
  const tmp = fs.mkdtempSync(path.join(CACHE, "compile-"));
  try {
    const files = stale.map((s) => erlangString(s.file)).join(",");
    const text = `
      Compile = fun(File) ->
          Name = filename:basename(File, ".erl"),
          case compile:file(File, [return, {outdir, ${erlangString(tmp)}}]) of
              {ok, _, _} -> io:format("ok ~s~n", [Name]);
              {error, Es, _} -> io:format("error ~s ~0p~n", [Name, Es])
          end
      end,
      Me = self(),
      Half = fun(L) -> spawn_link(fun() -> lists:foreach(Compile, L), Me ! done end) end,
      {A, B} = lists:split(${Math.floor(stale.length / 2)}, [${files}]),
      Half(A), Half(B),
      receive done -> ok end, receive done -> ok end,
      halt().`;
    const r = await run(otp(release).erl, ["-noshell", "-eval", text.replace(/\s+/g, " ")], { cwd: PROGRAMS_DIR });
    for (const line of r.stdout.split("\n")) {
      const m = /^error (\S+) (.*)$/.exec(line);
      if (m) errors.set(m[1] as string, m[2] as string);
    }
    for (const s of stale) {
      const made = path.join(tmp, `${s.name}.beam`);
      if (!fs.existsSync(made)) {
        if (!errors.has(s.name)) errors.set(s.name, `no .beam file was made\n${r.stderr}`);
        continue;
      }
      fs.renameSync(made, path.join(dir, `${s.name}.beam`));
      fs.writeFileSync(path.join(dir, `${s.name}.key`), s.key);
    }
  } finally {
    fs.rmSync(tmp, { recursive: true, force: true });
  }
  return { dir, errors };
}

/** Text of a driver's line back to what the program printed. */
function unescaped(s: string): string {
  return s.replace(/\\(n|\\|x\{([0-9A-F]+)\})/g, (_, c: string, hex: string | undefined) =>
    c === "n" ? "\n" : c === "\\" ? "\\" : String.fromCodePoint(Number.parseInt(hex as string, 16)),
  );
}

/** Starts a VM that runs the driver on the programs named. */
export type StartVm = (names: readonly string[]) => ChildProcess;

/**
 * Runs `names` in as few starts as possible: when a VM dies or hangs, the program that was running gets the blame and
 * a new VM goes on with the rest.
 */
async function runAll(start: StartVm, names: readonly string[], each?: (name: string, o: Outcome) => void) {
  const outcomes = new Map<string, Outcome>();
  let rest = [...names];
  const note = (name: string, o: Outcome) => {
    outcomes.set(name, o);
    each?.(name, o);
  };
  while (rest.length > 0) {
    const before = rest.length;
    const { current, finished, stderr, hung } = await runSome(start, rest, note);
    rest = rest.filter((n) => !outcomes.has(n));
    if (finished && rest.length === 0) break;
    const guilty = current ?? (rest.length === before ? rest[0] : undefined);
    if (guilty !== undefined && !outcomes.has(guilty)) {
      const why = hung ? "the VM hung" : "the VM died";
      note(guilty, { status: "died", output: `${why}\n${stderr.slice(-4000)}`, ms: 0 });
      rest = rest.filter((n) => n !== guilty);
    }
  }
  return outcomes;
}

function runSome(
  start: StartVm,
  names: readonly string[],
  note: (name: string, o: Outcome) => void,
): Promise<{ current: string | undefined; finished: boolean; stderr: string; hung: boolean }> {
  return new Promise((resolve) => {
    const child = start(names);
    let pending = "";
    let stderr = "";
    let current: string | undefined;
    let finished = false;
    let hung = false;
    const kill = () => {
      hung = true;
      child.kill("SIGKILL");
    };
    let timer = setTimeout(kill, LIMIT_MS + 20_000);
    const line = (l: string) => {
      if (l.startsWith("<")) {
        current = l.slice(1);
        clearTimeout(timer);
        timer = setTimeout(kill, LIMIT_MS + 10_000);
      } else if (l.startsWith(">")) {
        const m = /^>(\S+) (\S+) (\d+) (.*)$/.exec(l);
        if (m) {
          note(m[1] as string, {
            status: m[2] as "ok" | "timeout",
            output: unescaped(m[4] as string),
            ms: Number(m[3]),
          });
          current = undefined;
        }
      } else if (l === "done") finished = true;
    };
    child.stdout?.setEncoding("utf8").on("data", (d: string) => {
      pending += d;
      const lines = pending.split("\n");
      pending = lines.pop() as string;
      for (const l of lines) line(l);
    });
    child.stderr?.setEncoding("utf8").on("data", (d: string) => {
      stderr = (stderr + d).slice(-20_000);
    });
    child.on("error", (e) => {
      stderr += String(e);
    });
    child.on("close", () => {
      clearTimeout(timer);
      resolve({ current, finished, stderr, hung });
    });
  });
}

function startErl(release: OtpRelease, dir: string): StartVm {
  return (names) =>
    spawn(
      otp(release).erl,
      ["-noshell", "-kernel", "logger_level", "none", "-pa", dir, "-eval"].concat(
        `programs_driver:main(${LIMIT_MS},[${names.join(",")}]), halt().`,
      ),
      { stdio: ["ignore", "pipe", "pipe"], env: ENV },
    );
}

function startGluon(release: OtpRelease, dir: string): StartVm {
  const [gluon, ...first] = gluonCommand();
  return (names) =>
    spawn(
      gluon,
      [
        ...first,
        "run",
        "--otp",
        otp(release).home,
        "-pa",
        dir,
        "programs_driver",
        "main",
        String(LIMIT_MS),
        `[${names.join(",")}]`,
      ],
      { stdio: ["ignore", "pipe", "pipe"], env: ENV },
    );
}

/** What erl of `release` prints, from the cache where the sources are the same, unless it is to run `again`. */
export async function runOnErl(
  release: OtpRelease,
  all: readonly Program[],
  again = false,
): Promise<Map<string, Outcome>> {
  const list = programsFor(release, all);
  const { dir, errors } = await compile(release, list);
  const outDir = path.join(CACHE, String(release), "out");
  fs.mkdirSync(outDir, { recursive: true });
  const support = supportSources().map((s) => s.source);
  const outcomes = new Map<string, Outcome>();
  const missing: string[] = [];
  const fileOf = new Map<string, string>();
  for (const p of list) {
    const error = errors.get(p.name);
    if (error !== undefined) {
      outcomes.set(p.name, { status: "not compiled", output: error, ms: 0 });
      continue;
    }
    const file = path.join(outDir, `${p.name}-${hash(p.source, otp(release).root, ...support)}.json`);
    fileOf.set(p.name, file);
    if (!again && fs.existsSync(file)) outcomes.set(p.name, JSON.parse(fs.readFileSync(file, "utf8")) as Outcome);
    else missing.push(p.name);
  }
  await runAll(startErl(release, dir), missing, (name, o) => {
    outcomes.set(name, o);
    if (o.status === "ok") fs.writeFileSync(fileOf.get(name) as string, JSON.stringify(o));
  });
  return outcomes;
}

/** What Gluon prints for the programs as compiled by `release`; `each` is told as they finish. */
export async function runOnGluon(
  release: OtpRelease,
  all: readonly Program[],
  each?: (name: string, o: Outcome) => void,
): Promise<Map<string, Outcome>> {
  const list = programsFor(release, all);
  const { dir, errors } = await compile(release, list);
  const names = list.map((p) => p.name).filter((n) => !errors.has(n));
  return runAll(startGluon(release, dir), names, each);
}

/** Why the program's outputs on the releases of real erl cannot serve as expectations; undefined: they can. */
export function rejected(p: Program, byRelease: ReadonlyMap<OtpRelease, Outcome>): string | undefined {
  let first: { release: OtpRelease; outcome: Outcome } | undefined;
  let differ: string | undefined;
  for (const [release, outcome] of byRelease) {
    if (release < p.since) continue;
    if (outcome.status !== "ok") return `on erl of OTP ${release}: ${outcome.status}\n${outcome.output}`;
    if (first === undefined) first = { release, outcome };
    else if (outcome.output !== first.outcome.output)
      differ ??= `differs between OTP ${first.release} (-) and ${release} (+):\n${diff(first.outcome.output, outcome.output)}`;
  }
  if (differ !== undefined && p.releaseDependent === undefined) return differ;
  if (differ === undefined && p.releaseDependent !== undefined && byRelease.size === RELEASES.length)
    return "is marked as release-dependent, but all releases print the same";
  return undefined;
}

/** Lines of `expected` and `actual` that differ, with `-` and `+`, and their number; at most `limit` of them. */
export function diff(expected: string, actual: string, limit = 30): string {
  const a = expected.split("\n");
  const b = actual.split("\n");
  const out: string[] = [];
  for (let i = 0, j = 0; (i < a.length || j < b.length) && out.length < limit; ) {
    if (a[i] === b[j]) {
      i++;
      j++;
      continue;
    }
    // The nearest place where both go on alike; else one line each.
    let found: [number, number] | undefined;
    for (let d = 1; d < 40 && !found; d++) {
      for (let k = 0; k <= d && !found; k++) {
        const x = i + d - k;
        const y = j + k;
        if (x < a.length && y < b.length && a[x] === b[y] && (a[x] as string).length > 0) found = [x, y];
      }
    }
    const [x, y] = found ?? [Math.min(i + 1, a.length), Math.min(j + 1, b.length)];
    for (; i < x; i++) out.push(`${String(i + 1).padStart(4)} - ${a[i]}`);
    for (; j < y; j++) out.push(`${String(j + 1).padStart(4)} + ${b[j]}`);
  }
  return out
    .slice(0, limit)
    .map((l) => (l.length > 600 ? `${l.slice(0, 600)}...` : l))
    .join("\n");
}
