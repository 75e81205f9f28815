/**
 * The host interface on Node: clocks, randomness, timers, standard streams, files.
 * OTP: sys/unix/sys.c and sys_time.c.
 */
import { randomFillSync } from "node:crypto";
import { writeSync } from "node:fs";
import { availableParallelism, constants, cpus, platform, release } from "node:os";
import type { Host } from "../../runtime/host.ts";
import { NODE_FILES } from "./files.ts";

/**
 * Units of 1 + registers/8 that fit V8's default stack of 984 KB. An interpreted frame takes 128 bytes and 16 to 24 for
 * each register: measured over 24 kinds of recursion, from 6,600 units (building a binary) and 6,960 (a small function) to
 * 10,000 (200 registers) fit. A quarter of the stack is left for the runtime's own calls.
 */
const STACK_BUDGET = 5000;

/** How long one write waits for a reader that does not read, before it tries again. */
const WRITE_RETRY_MS = 5;

export interface NodeHostOptions {
  readonly stackBudget?: number;
  /** What the VM writes and nobody can read is lost, as in erts; without it the process ends. */
  readonly outputMayBeLost?: boolean;
}

/** The host of a VM in this Node process. */
export function nodeHost(options: NodeHostOptions = {}): Host {
  // An absolute origin: two VMs of one process, and a VM made later, read the same clock.
  const origin_us = Math.round(performance.timeOrigin * 1000);
  return {
    stackBudget: options.stackBudget ?? STACK_BUDGET,
    monotonicTime_us: () => Math.round(performance.now() * 1000),
    systemTime_us: () => origin_us + Math.round(performance.now() * 1000),
    localOffset_min: (unix_s) => -new Date(unix_s * 1000).getTimezoneOffset(),
    randomBytes: (n) => randomFillSync(new Uint8Array(n)),
    soon: setImmediate,
    after(delay_ms, run) {
      const timer = setTimeout(run, delay_ms);
      return () => clearTimeout(timer);
    },
    compile: (params, body) => new Function(...params, body) as (...args: unknown[]) => unknown,
    write: options.outputMayBeLost ? writeOrLose : write,
    read,
    env: { ...process.env } as Record<string, string>,
    files: NODE_FILES,
    pid: process.pid,
    setSignal: signals(),
    os: operatingSystem(),
    processors: () => ({ online: cpus().length, available: availableParallelism() }),
    memory_bytes: () => process.memoryUsage.rss(),
    abort: () => process.kill(process.pid, "SIGABRT"),
  };
}

/** `Host.setSignal`: each host has its own handlers. Node cannot ignore a signal, only do nothing on it. */
function signals(): NonNullable<Host["setSignal"]> {
  const handlers = new Map<string, () => void>();
  return (signal, disposition, take) => {
    const name = signal.toUpperCase() as NodeJS.Signals;
    if (!(name in constants.signals)) return false;
    const reset = (): void => {
      const old = handlers.get(name);
      if (old !== undefined) process.off(name, old);
      handlers.delete(name);
    };
    const handle = (): void => {
      if (disposition === "ignore" || take()) return;
      reset();
      process.kill(process.pid, name);
    };
    reset();
    if (disposition === "default") return true;
    try {
      process.on(name, handle);
    } catch {
      return false;
    }
    handlers.set(name, handle);
    return true;
  };
}

/** As OTP names it: `{unix, linux}`, `{win32, nt}`. */
function operatingSystem(): NonNullable<Host["os"]> {
  const [major = 0, minor = 0, patch = 0] = (release().match(/\d+/g) ?? []).map(Number);
  const version = [major, minor, patch] as const;
  if (platform() === "win32") return { family: "win32", name: "nt", version };
  return { family: "unix", name: platform(), version };
}

/** Writes all bytes before it returns: output stays in order, also when the program ends right after. Throws errors of the system. */
function writeAll(fd: 1 | 2, bytes: Uint8Array): void {
  let at = 0;
  while (at < bytes.length) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      // A full pipe whose other end is non-blocking: wait a moment without turning the processor.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WRITE_RETRY_MS);
    }
  }
}

function write(fd: 1 | 2, bytes: Uint8Array): void {
  try {
    writeAll(fd, bytes);
  } catch (error) {
    // The reader is gone (`gluon run ... | head`): nobody is left to tell.
    if ((error as NodeJS.ErrnoException).code === "EPIPE") process.exit(0);
    // A full disk: a program that cannot tell its result has failed.
    if (fd === 1) write(2, Buffer.from(`gluon: standard output: ${(error as Error).message}\n`));
    process.exit(1);
  }
}

/** For a booted system, whose standard output is a port: only what `erlang:display/1` and a system at its end print comes here. */
function writeOrLose(fd: 1 | 2, bytes: Uint8Array): void {
  try {
    writeAll(fd, bytes);
  } catch {
    // As erts, whose printing looks at no error.
  }
}

function read(callback: (chunk: Uint8Array | undefined) => void): void {
  process.stdin.on("data", (chunk: Uint8Array) => callback(chunk));
  process.stdin.once("end", () => callback(undefined));
}
