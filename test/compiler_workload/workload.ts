/**
 * Runs compiler_workload.erl on real erl and on Gluon: some of OTP's modules, compiled again by OTP's own compiler from
 * the abstract code in their .beam files. Each result's size and MD5 must be the same on both.
 */
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { gluonCommand } from "../support/gluon.ts";
import { type OtpRelease, otp } from "../support/otp.ts";
import { run } from "../programs/support/harness.ts";

const HERE = path.dirname(fileURLToPath(import.meta.url));

/** Ordinary code of every style: generated parsers, behaviours, data structures, compiler passes. */
export const MODULES: readonly string[] = [
  "lists",
  "maps",
  "proplists",
  "queue",
  "orddict",
  "dict",
  "gb_trees",
  "string",
  "base64",
  "calendar",
  "rand",
  "gen_server",
  "gen_statem",
  "supervisor",
  "io_lib",
  "io_lib_pretty",
  "io_lib_format",
  "ets",
  "re",
  "digraph",
  "erl_scan",
  "erl_parse",
  "erl_eval",
  "erl_pp",
  "sofs",
  "epp",
  "beam_ssa",
  "beam_asm",
  "beam_validator",
  "sys_core_fold",
  "v3_core",
];

/** Paths of the .beam files of `modules` in OTP's stdlib, kernel and compiler. */
export function beamPaths(release: OtpRelease, modules: readonly string[]): string[] {
  return modules.map((m) => {
    const dir = otp(release).ebins.find((d) => fs.existsSync(path.join(d, `${m}.beam`)));
    if (dir === undefined) throw new Error(`OTP ${release} has no module ${m}`);
    return path.join(dir, `${m}.beam`);
  });
}

async function compileWorkload(release: OtpRelease): Promise<string> {
  const source = fs.readFileSync(path.join(HERE, "compiler_workload.erl"));
  const key = createHash("sha256").update(source).update(otp(release).root).digest("hex").slice(0, 16);
  const dir = path.join(
    process.env.GLUON_TEST_CACHE ?? path.join(os.tmpdir(), "gluon-test-workload"),
    `${release}-${key}`,
  );
  if (fs.existsSync(path.join(dir, "compiler_workload.beam"))) return dir;
  fs.mkdirSync(dir, { recursive: true });
  const text = `{ok,_} = compile:file("compiler_workload", [report, {outdir, ${JSON.stringify(dir)}}]), halt().`;
  const r = await run(otp(release).erl, ["-noshell", "-eval", text], { cwd: HERE });
  if (r.code !== 0) throw new Error(r.stdout + r.stderr);
  return dir;
}

/** Result by module, with the milliseconds it took. */
export type Results = Map<string, { result: string; ms: number }>;

function parse(stdout: string): Results {
  const results: Results = new Map();
  for (const line of stdout.split("\n")) {
    const m = /^(\S+) (.*) \((\d+) ms\)$/.exec(line);
    if (m) results.set(m[1] as string, { result: m[2] as string, ms: Number(m[3]) });
  }
  return results;
}

export async function workloadOnErl(release: OtpRelease, modules = MODULES): Promise<Results> {
  const dir = await compileWorkload(release);
  const paths = beamPaths(release, modules).map((p) => JSON.stringify(p));
  const text = `compiler_workload:main([${paths.join(",")}]), halt().`;
  const r = await run(otp(release).erl, ["-noshell", "-pa", dir, "-eval", text]);
  if (!r.stdout.endsWith("done\n")) throw new Error(r.stdout + r.stderr);
  return parse(r.stdout);
}

/** What Gluon makes of them; `stderr` says why where modules are missing. */
export async function workloadOnGluon(
  release: OtpRelease,
  modules = MODULES,
  timeout_ms = 600_000,
): Promise<{ results: Results; stderr: string }> {
  const dir = await compileWorkload(release);
  const paths = beamPaths(release, modules).map((p) => JSON.stringify(p));
  const [gluon, ...first] = gluonCommand();
  const args = [
    ...first,
    "run",
    "--otp",
    otp(release).home,
    "-pa",
    dir,
    "compiler_workload",
    "main",
    `[${paths.join(",")}]`,
  ];
  const r = await run(gluon, args, { timeout_ms });
  return { results: parse(r.stdout), stderr: r.stdout.endsWith("done\nok\n") ? "" : r.stderr.slice(-4000) };
}
