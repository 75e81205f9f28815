/** `gluon pack --aot`: where no text becomes code a packed program does what it does elsewhere, and as `erl`. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { serve } from "../../scripts/static_server.ts";
import { createVm, type Program } from "../../src/embed/index.ts";
import { browserHost } from "../../src/hosts/browser/host.ts";
import { noChromium, startChromium } from "../support/chromium.ts";
import { compiled } from "../support/compiled.ts";
import { gluonCommand } from "../support/gluon.ts";
import { ROOT } from "../support/modules.ts";
import { otp } from "../support/otp.ts";

const BUILD = join(ROOT, "dist/embed");
const skip = !existsSync(join(BUILD, "aot/gluon.js")) && "not built";

const folder = mkdtempSync(join(tmpdir(), "gluon-aot-"));
after(() => rmSync(folder, { recursive: true }));
for (const name of ["ahead", "ahead_server", "__proto__", "counter"])
  writeFileSync(join(folder, `${name}.beam`), compiled(join(ROOT, `test/pack/${name}.erl`)));

function pack(...args: string[]): { status: number | null; stderr: string } {
  const [gluon, ...first] = gluonCommand();
  const env = { ...process.env, GLUON_OTP: otp(27).home };
  return spawnSync(gluon, [...first, "pack", ...args], { cwd: folder, env, encoding: "utf8" });
}

/** `entry`: a build of the embedding API. */
function run(entry: string, ...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const flags = ["--disallow-code-generation-from-strings", "--import", import.meta.resolve("tsx")];
  const program = join(ROOT, "test/pack/aot_run.ts");
  return spawnSync(process.execPath, [...flags, program, join(BUILD, entry), ...args], {
    cwd: folder,
    encoding: "utf8",
  });
}

/** What `erl` prints when a process runs `main/0`. */
function onErl(module: string): string {
  const text = `{_, R} = spawn_monitor('${module}', main, []), receive {'DOWN', R, _, _, normal} -> halt() end.`;
  const args = ["-noshell", "-kernel", "logger_level", "none", "-eval", text];
  return execFileSync(otp(27).erl, args, { cwd: folder, encoding: "utf8" });
}

/** Its function that is nowhere is one of those that fail. */
const NOWHERE = "gluon pack: no:such/0, which ahead:-failures/0-fun-4-/0 calls, is nowhere\n";

test("a program of supervised servers, deep, preempted and failing", { skip }, () => {
  const expected = onErl("ahead");
  for (const aot of [[], ["--aot"]]) {
    const { status, stderr } = pack("ahead.beam", "--target", "module", ...aot, "-o", `ahead${aot}.mjs`);
    assert.deepEqual([status, stderr], [0, NOWHERE]);
  }
  for (const entry of ["gluon.js", "aot/gluon.js"]) {
    const { status, stdout, stderr } = run(entry, "ahead--aot.mjs", "ahead");
    assert.deepEqual([status, stdout, stderr], [0, expected, ""]);
  }
  const without = run("gluon.js", "ahead.mjs", "ahead");
  assert.match(without.stderr, /no code can be generated here: pack the program with `gluon pack --aot`/);
});

test("the same code goes on wherever a small stack or a short time slice ends", { skip }, async () => {
  const { default: program } = (await import(pathToFileURL(join(folder, "ahead--aot.mjs")).href)) as {
    default: Program;
  };
  for (const [stackBudget, reductions] of [
    [60, 4000],
    [2000, 13],
    [60, 13],
  ] as const) {
    const written: string[] = [];
    const decoder = new TextDecoder();
    const host = { ...browserHost({ stackBudget }), compile: refuse };
    const output = (bytes: Uint8Array, fd: 1 | 2) => fd === 1 && written.push(decoder.decode(bytes));
    const vm = await createVm({ modules: [program], host, output, limits: { reductions } });
    vm.on("defect", ({ text }) => assert.fail(text));
    await vm.call("ahead", "main");
    vm.stop();
    assert.equal(written.join(""), onErl("ahead"));
  }
});

function refuse(): never {
  throw new EvalError("no text becomes code here");
}

test("what there is no code for is refused by name: a module that comes later, breakpoints", { skip }, () => {
  for (const entry of ["gluon.js", "aot/gluon.js"]) {
    const { stdout, stderr } = run(entry, "ahead--aot.mjs", "ahead", "counter.beam");
    const why = "counter has no code generated ahead of time (gluon pack --aot), and none can be generated here";
    assert.deepEqual([stdout, stderr], [`${why}\nerror,badfile\nerror: notsup\n`, ""]);
  }
});

test("names and strings stay what they are", { skip }, () => {
  assert.equal(pack("__proto__.beam", "--target", "module", "--aot", "-o", "names.mjs").status, 0);
  const { stdout, stderr } = run("aot/gluon.js", "names.mjs", "__proto__");
  assert.deepEqual([stdout, stderr], [onErl("__proto__"), ""]);
});

test("a program belongs to a release, and is part of no snapshot", { skip }, async () => {
  const { default: program } = (await import(pathToFileURL(join(folder, "ahead--aot.mjs")).href)) as {
    default: Program;
  };
  await assert.rejects(createVm({ modules: [program], release: 29 }), /packed for OTP 27: the VM is one of OTP 29/);
  const vm = await createVm({ modules: [program], output: () => {} });
  await vm.call("ahead", "main");
  await assert.rejects(async () => vm.save(), /the code of \w+ was generated ahead of time/);
  vm.stop();
  assert.match(pack("ahead.beam", "--aot").stderr, /--aot makes JavaScript: --target module or --target page/);
});

test("a page whose security policy forbids eval", { skip: skip || noChromium() }, async (t) => {
  assert.equal(pack("ahead.beam", "--aot", "--target", "page", "-o", "page").status, 0);
  const html = readFileSync(join(folder, "page/index.html"), "utf8");
  assert.match(html, /<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'">/);
  const [server, browser] = await Promise.all([serve({ "/": join(folder, "page") }), startChromium()]);
  t.after(() => Promise.all([server.close(), browser.close()]));
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(`${error.stack}`));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  await page.goto(server.url);
  const output = page.locator("#output");
  await output.filter({ hasText: "caught:" }).waitFor({ timeout: 60_000 });
  // Errors are in it as well.
  const lines = ((await output.textContent()) ?? "").split("\n");
  assert.deepEqual(
    onErl("ahead")
      .split("\n")
      .filter((line) => !lines.includes(line)),
    [],
  );
  assert.deepEqual(complaints, []);
  // What `evaluate` calls itself may make code, what a timer calls may not.
  const made = await page.evaluate(async () => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    try {
      return new Function("return 'code'")();
    } catch (error) {
      return (error as Error).name;
    }
  });
  assert.equal(made, "EvalError");
});
