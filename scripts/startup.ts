/**
 * How long `erl -noshell -eval 'halt().'` takes: real erl, Gluon with what earlier runs have left in its cache folder, and
 * Gluon with an empty one. The three take turns, medians count.
 *
 *   npm run startup [-- --otp RELEASE] [--runs N]
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { findOtp } from "../src/hosts/node/otp.ts";

const { values } = parseArgs({
  options: { otp: { type: "string", default: "27" }, runs: { type: "string", default: "9" } },
});
const found = findOtp(values.otp, process.env);
if (found === undefined) throw new Error("no Erlang/OTP here: `gluon otp install 27` fetches one");
const otp = found;
const runs = Number(values.runs);
const gluon = fileURLToPath(new URL("../bin/gluon", import.meta.url));
const work = mkdtempSync(join(tmpdir(), "gluon-startup-"));
const ARGS = ["-noshell", "-eval", "halt()."];

/** Milliseconds of one run. */
function time(command: string, args: readonly string[], cache: string): number {
  const env = { ...process.env, GLUON_OTP: otp.root, XDG_CACHE_HOME: cache };
  const began = performance.now();
  const { status, stderr } = spawnSync(command, args, { env, stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" });
  if (status !== 0) throw new Error(`${command}: status ${status}\n${stderr}`);
  return performance.now() - began;
}

function median(all: readonly number[]): number {
  return [...all].sort((a, b) => a - b)[all.length >> 1] as number;
}

const warm = join(work, "warm");
const sides: Record<string, (i: number) => number> = {
  erl: () => time(join(otp.bin, "erl"), ARGS, warm),
  "gluon, warm": () => time(gluon, ["erl", ...ARGS], warm),
  "gluon, no cache": (i) => time(gluon, ["erl", ...ARGS], join(work, `cold${i}`)),
};
const times: Record<string, number[]> = Object.fromEntries(Object.keys(sides).map((name) => [name, []]));
try {
  // The first run leaves text, the second V8's code of it.
  for (let i = 0; i < 3; i++) sides["gluon, warm"]?.(0);
  sides["erl"]?.(0);
  for (let i = 0; i < runs; i++) for (const [name, run] of Object.entries(sides)) times[name]?.push(run(i));
} finally {
  rmSync(work, { recursive: true, force: true });
}
const base = median(times["erl"] ?? []);
process.stdout.write(
  `erl -noshell -eval 'halt().', OTP ${otp.version}, Node ${process.version}, ${runs} runs each\n\n`,
);
for (const [name, all] of Object.entries(times)) {
  const m = median(all);
  process.stdout.write(`${name.padEnd(18)}${m.toFixed(0).padStart(6)} ms${(m / base).toFixed(2).padStart(8)}\n`);
}
