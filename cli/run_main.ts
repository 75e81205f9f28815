/**
 * `gluon run`, second half: makes the VM, loads the module, calls the function, waits and prints.
 */
import { join } from "node:path";
import { readFileSync } from "node:fs";
import { nodeHost } from "../src/hosts/node/host.ts";
import { NODE_NIFS } from "../src/hosts/node/nifs/index.ts";
import { COMPRESSION } from "../src/runtime/extension.ts";
import { spawnProcess } from "../src/runtime/spawn.ts";
import type { Process } from "../src/runtime/process.ts";
import { nativePoint } from "../src/runtime/point.ts";
import { Segment } from "../src/runtime/process.ts";
import { atoms } from "../src/term/atom.ts";
import type { Term } from "../src/term/term.ts";
import { gunzip, inflate } from "../src/util/inflate.ts";
import { createVm, type VirtualMachine } from "../src/vm.ts";
import type { RunOptions } from "./run.ts";

/** Runs what `options` say; resolves to the exit status. */
export async function runMain(options: RunOptions): Promise<number> {
  return new Promise((resolve) => {
    const host = nodeHost();
    const vm = createVm(host, {
      release: (options.otp?.release as 25 | 27 | 29 | undefined) ?? 27,
      nifs: NODE_NIFS,
      findModule: (name) => findModule(options.codePath, name),
      onDefect: (text) => process.stderr.write(`gluon: ${text}\n`),
      onHalt: resolve,
    });
    const compression = vm.state(COMPRESSION);
    compression.inflate = inflate;
    compression.gunzip = gunzip;
    start(vm, options, resolve);
  });
}

function start(vm: VirtualMachine, options: RunOptions, resolve: (status: number) => void): void {
  let name: string;
  if ("file" in options.target) {
    const m = vm.prepare(new Uint8Array(readFileSync(options.target.file)), options.target.file);
    vm.finish(m);
    name = m.name.name;
  } else name = options.target.module;
  const e = vm.export(vm.atoms.intern(name)!, vm.atoms.intern(options.functionName)!, options.args.length);
  const p = spawnProcess(vm, undefined, e, options.args) as Process;
  p.frames = new Segment(p.frames!.frame, 0, new Segment([RESULT, resolve], 0, null));
  vm.exitHooks.push((q, reason) => {
    if (q === p && reason !== A.normal) {
      process.stderr.write(`** exception exit: ${show(reason)}\n`);
      resolve(1);
    }
  });
}
const A = atoms("normal");

const RESULT = nativePoint("result", 1, (_x, r, frame, at) => {
  process.stdout.write(`${show(r as Term)}\n`);
  (frame[at + 1] as (status: number) => void)(0);
  return A.normal;
});

function show(t: Term): string {
  return JSON.stringify(t, (_k, v) => (typeof v === "bigint" ? `${v}n` : v?.name !== undefined ? v.name : v))?.slice(
    0,
    3000,
  );
}

function findModule(path: readonly string[], name: string): { bytes: Uint8Array; fileName: string } | undefined {
  if (name.includes("/")) return undefined;
  for (const dir of path) {
    const fileName = join(dir, `${name}.beam`);
    try {
      return { bytes: new Uint8Array(readFileSync(fileName)), fileName };
    } catch {}
  }
  return undefined;
}
