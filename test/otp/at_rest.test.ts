/** A booted system that has nothing to do uses no processor time and little memory. Linux tells by /proc. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT } from "../support/modules.ts";
import { otp, RELEASES } from "../support/otp.ts";

const GLUON = join(ROOT, "bin", "gluon");
const skip = !existsSync("/proc/self/stat") ? "no /proc" : !existsSync(join(ROOT, "dist", "cli.cjs")) && "not built";

/** Processor time is counted in hundredths of a second. */
const TICK_ms = 10;
const REST_ms = 3000;
const MAX_CPU_ms = 30;
const MAX_MEMORY_kB = 150 * 1024;
/** A busy machine takes its time. */
const BOOT_ms = 120_000;

function cpu_ms(pid: number): number {
  // The command in parentheses may hold spaces; user and system time are the 12th and 13th field behind it.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) * TICK_ms;
}

function memory_kB(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
}

for (const release of RELEASES)
  test(`OTP ${release} at rest`, { skip }, async () => {
    // The system says when it is up; what follows then (V8's own threads, too) gets a moment.
    const flags = ["-noinput", "-eval", `io:put_chars("up")`];
    const env = { ...process.env, GLUON_OTP: otp(release).root };
    const child = spawn(process.execPath, [GLUON, "erl", ...flags], { env, stdio: ["pipe", "pipe", "inherit"] });
    try {
      await new Promise((resolve, reject) => {
        child.stdout.once("data", resolve);
        child.once("exit", () => reject(new Error("it has ended")));
        setTimeout(() => reject(new Error("it does not come up")), BOOT_ms).unref();
      });
      const pid = child.pid as number;
      let last = -1;
      for (let now = cpu_ms(pid); now !== last; now = cpu_ms(pid)) {
        last = now;
        await sleep(1000);
      }
      await sleep(REST_ms);
      const used = cpu_ms(pid) - last;
      assert.ok(used < MAX_CPU_ms, `${used} ms of processor time in ${REST_ms} ms`);
      const memory = memory_kB(pid);
      assert.ok(memory <= MAX_MEMORY_kB, `${memory} kB`);
    } finally {
      child.kill("SIGKILL");
    }
  });
