/**
 * Generated code between runs: a second run finds all of it, a damaged or missing store costs nothing but time.
 */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { BadBeam } from "../../src/beam/bad_beam.ts";
import { type NodeCodeStore, nodeCodeStore } from "../../src/hosts/node/code_store.ts";
import { nodeHost } from "../../src/hosts/node/host.ts";
import { nodeInflate } from "../../src/hosts/node/inflate.ts";
import { codeCache } from "../../src/loader/code_cache.ts";
import { COMPRESSION } from "../../src/runtime/extension.ts";
import type { Code } from "../../src/runtime/module.ts";
import { createVm, type VirtualMachine } from "../../src/vm.ts";
import { runGluonErl } from "../support/booted.ts";
import { ROOT } from "../support/modules.ts";
import { compileErl, otp } from "../support/otp.ts";

const folder = mkdtempSync(join(tmpdir(), "gluon-code-"));
after(() => rmSync(folder, { recursive: true }));

/** Modules with every kind of link: maps, binaries, floats, funs, big selects, big integers, list builders. */
const MODULES = ["lists", "maps", "binary", "calendar", "erl_scan", "io_lib_format", "rand", "base64", "unicode_util"];

function fileOf(module: string): string {
  const dir = otp().ebins.find((d) => readdirSync(d).includes(`${module}.beam`)) as string;
  return join(dir, `${module}.beam`);
}

interface Run {
  readonly vm: VirtualMachine;
  readonly store: NodeCodeStore;
  /** How many texts were compiled one by one. */
  readonly compiled: () => number;
  /** The code of all functions, by name. */
  readonly text: ReadonlyMap<string, string>;
}

/** A VM that makes the code of all functions of `modules`, from what is kept in `build` or anew. */
function run(build: string, modules = MODULES): Run {
  const host = nodeHost();
  let compiled = 0;
  const counting = {
    ...host,
    compile: (params: readonly string[], body: string) => {
      compiled++;
      return host.compile(params, body);
    },
  };
  const store = nodeCodeStore(folder, build);
  const vm = createVm(counting, { release: 27, codeCache: codeCache(store) });
  vm.state(COMPRESSION).inflate = nodeInflate;
  const text = new Map<string, string>();
  for (const module of modules) {
    const file = fileOf(module);
    const m = vm.prepare(new Uint8Array(readFileSync(file)), file);
    vm.finish(m);
    for (const fn of m.functions) text.set(`${module}:${fn.name.name}/${fn.arity}`, String(fn.compile() as Code));
  }
  return { vm, store, compiled: () => compiled, text };
}

function keep({ vm, store }: Pick<Run, "vm" | "store">): void {
  vm.saveCode();
  store.flush();
}

test("a second run generates nothing, and has the same code", () => {
  const first = run("same");
  assert.ok(first.compiled() >= first.text.size);
  keep(first);
  const second = run("same");
  assert.equal(second.compiled(), 0);
  assert.deepEqual(second.text, first.text);
  keep(second);
  // The third has V8's own cache as well.
  assert.equal(run("same").compiled(), 0);
});

test("what a run adds is there beside what was kept, however often", () => {
  for (let i = 1; i <= MODULES.length; i++) keep(run("grows", MODULES.slice(0, i)));
  assert.equal(run("grows").compiled(), 0);
});

test("a file is checked until a run has kept it, whether or not that has called anything", () => {
  const file = fileOf("lists");
  const good = new Uint8Array(readFileSync(file));
  const at = Buffer.from(good).indexOf("Code") + 28;
  /** Loads and keeps; is it known now? */
  const load = (bytes: Uint8Array) => {
    const store = nodeCodeStore(folder, "checked");
    const vm = createVm(nodeHost(), { release: 27, codeCache: codeCache(store) });
    vm.state(COMPRESSION).inflate = nodeInflate;
    const m = vm.prepare(bytes, file);
    vm.finish(m);
    keep({ vm, store });
    return m.cache?.known !== undefined;
  };
  assert.deepEqual([load(good), load(good)], [false, true]);
  // The kind of an operand changes: the file is as well-formed as before.
  const bad = good.slice();
  const move = [...bad.keys()].find(
    (i) => i > at && bad[i] === 64 && bad[i + 1] === 0x03 && bad[i + 2] === 0x13,
  ) as number;
  bad[move + 2] = 0x12;
  for (let i = 0; i < 2; i++) assert.throws(() => load(bad), BadBeam);
  assert.equal(load(good), true);
});

test("damaged files are as good as none", () => {
  const first = run("damaged");
  keep(first);
  const own = join(folder, "damaged");
  for (const [i, name] of readdirSync(own).entries()) {
    const bytes = readFileSync(join(own, name));
    if (i % 3 === 0) bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 1;
    writeFileSync(join(own, name), i % 3 === 1 ? bytes.subarray(0, bytes.length - 7) : i % 3 === 2 ? "" : bytes);
  }
  const second = run("damaged");
  assert.equal(second.compiled(), first.compiled());
  assert.deepEqual(second.text, first.text);
  keep(second);
  assert.equal(run("damaged").compiled(), 0);
});

test("two runs that begin and end at once", () => {
  const [a, b] = [run("both", MODULES.slice(0, 5)), run("both", MODULES.slice(3))];
  keep(a);
  keep(b);
  assert.equal(run("both").compiled(), 0);
  assert.deepEqual(
    readdirSync(join(folder, "both")).filter((name) => name.includes(".")),
    [],
  );
});

test("a folder that cannot be written", () => {
  writeFileSync(join(folder, "file"), "");
  const store = nodeCodeStore(join(folder, "file"), "build");
  store.add("name", "[]", ["() => 1"], false);
  store.flush();
  assert.equal(store.load("name"), undefined);
});

test("a function that goes on at hundreds of places keeps no text for each of them", async () => {
  const programs = join(ROOT, "test", "programs");
  const beams = join(folder, "beams");
  const cache = join(folder, "long");
  await compileErl(
    27,
    ["support/prog", "long_functions"].map((name) => join(programs, `${name}.erl`)),
    beams,
  );
  const flags = ["-noshell", "-pa", beams, "-s", "long_functions", "main", "-s", "init", "stop"];
  const { status, stdout } = await runGluonErl(27, flags, { env: { XDG_CACHE_HOME: cache } });
  assert.equal(status, 0);
  assert.match(stdout, /^800$/m);
  const sizes = readdirSync(cache, { recursive: true, encoding: "utf8" }).map(
    (name) => statSync(join(cache, name)).size,
  );
  // One text for each point of `straight/2` alone would be 400 MB.
  assert.ok(Math.max(...sizes) < 30_000_000, `${Math.max(...sizes)} bytes`);
});
