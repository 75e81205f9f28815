/**
 * Every BIF, both sides: the same seeded calls on real erl and on Gluon, compared by a hash for each chunk of 100 calls;
 * chunks that differ are run again with all their calls shown.
 */
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { ownRows } from "../../scripts/bifs_doc.ts";
import { run } from "../programs/support/harness.ts";
import { gluonCommand } from "../support/gluon.ts";
import { type OtpRelease, otp } from "../support/otp.ts";

const HERE = path.dirname(fileURLToPath(import.meta.url));
export const CALLS_PER_CHUNK = 100;

/** A line of bifs.txt. */
export interface Row {
  readonly mfa: string;
  readonly types: readonly string[];
  readonly how: string;
  /** Why it is not called. */
  readonly excluded: string | undefined;
}

export function rows(): Row[] {
  const out: Row[] = [];
  for (const line of fs.readFileSync(path.join(HERE, "bifs.txt"), "utf8").split("\n")) {
    if (line.startsWith("#") || line.trim() === "") continue;
    const [mfa, ...rest] = line.split(" ") as [string, ...string[]];
    if (rest[0] === "-") out.push({ mfa, types: [], how: "", excluded: rest.slice(1).join(" ") });
    else {
      const how = rest.at(-1)?.startsWith("=") ? (rest.pop() as string).slice(1) : "all";
      if (rest.length !== Number(mfa.slice(mfa.lastIndexOf("/") + 1))) throw new Error(`bifs.txt: ${line}`);
      out.push({ mfa, types: rest, how, excluded: undefined });
    }
  }
  return out;
}

/** Those of bifs.txt that Gluon does not have. */
export function missing(): string[] {
  const own = ownRows();
  return rows()
    .filter((r) => r.excluded === undefined && !own.has(r.mfa))
    .map((r) => r.mfa);
}

/** The BIFs a release of real erl has, as `module:name/arity`. */
export async function bifsOf(release: OtpRelease): Promise<string[]> {
  const text = '[io:format("~s:~s/~w~n",[M,F,A]) || {M,F,A} <- erlang:system_info(snifs)], halt().';
  const r = await run(otp(release).erl, ["-noshell", "-eval", text]);
  return r.stdout.split("\n").filter((l) => l !== "");
}

/** Exported functions of `modules` on real erl, as `module:name/arity`. */
async function exportsOf(release: OtpRelease, modules: readonly string[]): Promise<string[]> {
  const text = `[io:format("~s:~s/~w~n",[M,F,A]) || M <- [${modules.join(",")}], {module, _} <- [code:ensure_loaded(M)], {F,A} <- M:module_info(exports)], halt().`;
  const r = await run(otp(release).erl, ["-noshell", "-eval", text]);
  return r.stdout.split("\n").filter((l) => l !== "");
}

/** Compiles the generator and the table of `only` (all, if empty) for `release`; gives the directory. */
async function prepare(release: OtpRelease, only: readonly string[]): Promise<string> {
  const modules = [...new Set(rows().map((r) => r.mfa.split(":")[0] as string))];
  const has = new Set([...(await bifsOf(release)), ...(await exportsOf(release, modules))]);
  const wanted = (mfa: string) =>
    only.length === 0 || only.some((o) => mfa === o || mfa.startsWith(`${o}:`) || mfa.startsWith(`${o}/`));
  const entries = rows()
    .filter((r) => r.excluded === undefined && has.has(r.mfa) && wanted(r.mfa))
    .map((r) => {
      const m = /^(\w+):(.+)\/\d+$/.exec(r.mfa) as RegExpExecArray;
      const types = r.types.map((t) => (t.endsWith("!") ? `{strict,${t.slice(0, -1)}}` : t));
      return `  {${m[1]}, '${m[2]}', [${types.join(",")}], ${r.how}}`;
    });
  if (entries.length === 0) throw new Error("no such BIF in bifs.txt");
  const table = `-module(bif_table).\n-export([calls/0]).\ncalls() -> [\n${entries.join(",\n")}].\n`;
  const gen = fs.readFileSync(path.join(HERE, "bif_gen.erl"), "utf8");
  const key = createHash("sha256").update(table).update(gen).update(otp(release).root).digest("hex").slice(0, 16);
  const dir = path.join(process.env.GLUON_TEST_CACHE ?? path.join(os.tmpdir(), "gluon-test-bifs"), `${release}-${key}`);
  if (fs.existsSync(path.join(dir, "done"))) return dir;
  fs.mkdirSync(dir, { recursive: true });
  fs.writeFileSync(path.join(dir, "bif_table.erl"), table);
  const text = `[{ok,_} = compile:file(F, [report, {outdir, ${JSON.stringify(dir)}}]) || F <- [${JSON.stringify(path.join(dir, "bif_table.erl"))}, "bif_gen.erl"]], halt().`;
  const r = await run(otp(release).erl, ["-noshell", "-eval", text], { cwd: HERE });
  if (r.code !== 0) throw new Error(r.stdout + r.stderr);
  fs.writeFileSync(path.join(dir, "done"), "");
  return dir;
}

type Side = "erl" | "gluon";

async function call(
  side: Side,
  release: OtpRelease,
  dir: string,
  fn: string,
  args: readonly string[],
  timeout_ms: number,
) {
  if (side === "erl") {
    const text = `bif_gen:${fn}(${args.join(",")}), halt().`;
    return run(otp(release).erl, ["-noshell", "-kernel", "logger_level", "none", "-pa", dir, "-eval", text], {
      timeout_ms,
    });
  }
  const [gluon, ...first] = gluonCommand();
  return run(gluon, [...first, "run", "--otp", otp(release).home, "-pa", dir, "bif_gen", fn, ...args], { timeout_ms });
}

/** Hash, or what happened instead, by chunk. A VM that dies is started again after the chunk that killed it. */
async function hashes(side: Side, release: OtpRelease, dir: string, seed: number, chunks: number) {
  const out = new Map<number, string>();
  for (let from = 0; from < chunks; ) {
    const r = await call(side, release, dir, "main", [String(seed), String(from), String(chunks - 1)], 600_000);
    for (const m of r.stdout.matchAll(/^C (\d+) (.*)$/gm)) out.set(Number(m[1]), m[2] as string);
    let next = from;
    while (out.has(next)) next++;
    if (next >= chunks) break;
    out.set(next, `the VM died: ${(r.stderr + r.stdout.slice(-200)).trim().slice(-1500)}`);
    from = next + 1;
  }
  return out;
}

async function details(side: Side, release: OtpRelease, dir: string, seed: number, chunks: readonly number[]) {
  const r = await call(side, release, dir, "details", [String(seed), `[${chunks.join(",")}]`], 300_000);
  const out = new Map<number, string[]>();
  let lines: string[] = [];
  for (const line of r.stdout.split("\n")) {
    const m = /^D (\d+)$/.exec(line);
    if (m) out.set(Number(m[1]), (lines = []));
    // What a logger prints in between is no result.
    else if (/^ {2}\w+:/.test(line)) lines.push(line.trim());
  }
  return out;
}

/** A call that gave different results. */
export interface Difference {
  readonly chunk: number;
  readonly mfa: string;
  readonly erl: string;
  readonly gluon: string;
}

export interface Report {
  readonly calls: number;
  readonly differentChunks: number;
  readonly differences: readonly Difference[];
}

/** Makes at least `calls` calls of each side and compares; details of at most `shown` differing chunks. */
export async function compareBifs(
  release: OtpRelease,
  seed: number,
  calls: number,
  options: { only?: readonly string[]; shown?: number } = {},
): Promise<Report> {
  const dir = await prepare(release, options.only ?? []);
  const chunks = Math.ceil(calls / CALLS_PER_CHUNK);
  const [erl, gluon] = await Promise.all([
    hashes("erl", release, dir, seed, chunks),
    hashes("gluon", release, dir, seed, chunks),
  ]);
  const different: number[] = [];
  for (let c = 0; c < chunks; c++)
    if (erl.get(c) !== gluon.get(c) || !/^\d+$/.test(erl.get(c) as string)) different.push(c);
  const look = different.slice(0, options.shown ?? 20);
  const differences: Difference[] = [];
  if (look.length > 0) {
    const [a, b] = await Promise.all([
      details("erl", release, dir, seed, look),
      details("gluon", release, dir, seed, look),
    ]);
    for (const c of look) {
      const x = a.get(c) ?? [];
      const y = b.get(c) ?? [];
      let found = false;
      for (let i = 0; i < Math.max(x.length, y.length, 1); i++) {
        if (x[i] === y[i] && x[i] !== undefined) continue;
        const mfa = /^(\w+:.+?)\(/.exec(x[i] ?? y[i] ?? "")?.[1] ?? "?";
        differences.push({ chunk: c, mfa, erl: x[i] ?? String(erl.get(c)), gluon: y[i] ?? String(gluon.get(c)) });
        found = true;
        if (x[i] === undefined || y[i] === undefined) break;
      }
      if (!found) differences.push({ chunk: c, mfa: "?", erl: `hash ${erl.get(c)}`, gluon: `hash ${gluon.get(c)}` });
    }
  }
  return { calls: chunks * CALLS_PER_CHUNK, differentChunks: different.length, differences };
}

/** The same calls twice on real erl, and on erl alone in another order of chunks: what differs is no fit test. */
export async function checkErl(release: OtpRelease, seed: number, calls: number, only: readonly string[] = []) {
  const dir = await prepare(release, only);
  const chunks = Math.ceil(calls / CALLS_PER_CHUNK);
  const first = await hashes("erl", release, dir, seed, chunks);
  const second = await hashes("erl", release, dir, seed, chunks);
  const bad = [...first].filter(([c, h]) => second.get(c) !== h || !/^\d+$/.test(h)).map(([c]) => c);
  const look = bad.slice(0, 5);
  const [a, b] = [await details("erl", release, dir, seed, look), await details("erl", release, dir, seed, look)];
  return { bad: bad.map((c) => `${c}: ${first.get(c)} ${second.get(c)}`), a, b };
}

/** Seeds that once failed: `SEED CALLS RELEASE`, and why, one a line. */
export function savedSeeds(): { seed: number; calls: number; release: OtpRelease }[] {
  return fs
    .readFileSync(path.join(HERE, "seeds.txt"), "utf8")
    .split("\n")
    .filter((l) => /^\d/.test(l))
    .map((l) => {
      const [seed, calls, release] = l.split(/\s+/).map(Number) as [number, number, number];
      return { seed, calls, release: release as OtpRelease };
    });
}
