import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { ROOT } from "../support/modules.ts";
import { compileModule, otp } from "../support/otp.ts";

const GLUON = join(ROOT, "bin", "gluon");
const skip = !existsSync(join(ROOT, "dist", "cli.cjs")) && "not built";

let folder: string;
before(async () => {
  folder = await compileModule(27, "answer", "-module(answer).\n-export([main/0]).\nmain() -> 42.\n");
});
after(() => rmSync(folder, { recursive: true }));

function start(cacheFolder: string, gluon = GLUON): string {
  return execFileSync(process.execPath, [gluon, "run", "--otp", otp(27).root, join(folder, "answer.beam")], {
    encoding: "utf8",
    env: { ...process.env, XDG_CACHE_HOME: cacheFolder },
  });
}

test("the build leaves V8's code cache, and a run none", { skip }, () => {
  const cache = mkdtempSync(join(tmpdir(), "gluon-test-"));
  assert.equal(start(cache), "42\n");
  assert.equal(existsSync(join(cache, "gluon", "code")), false);
  rmSync(cache, { recursive: true });
});

test("where the build has left none, a run does, and the next uses it", { skip }, () => {
  const cache = mkdtempSync(join(tmpdir(), "gluon-test-"));
  cpSync(join(ROOT, "bin"), join(cache, "bin"), { recursive: true });
  cpSync(join(ROOT, "dist", "cli.cjs"), join(cache, "dist", "cli.cjs"));
  const gluon = join(cache, "bin", "gluon");
  assert.equal(start(cache, gluon), "42\n");
  const files = readdirSync(join(cache, "gluon", "code"));
  assert.equal(files.length, 1);
  assert.equal(start(cache, gluon), "42\n");
  writeFileSync(join(cache, "gluon", "code", files[0] as string), "spoiled");
  assert.equal(start(cache, gluon), "42\n");
  rmSync(cache, { recursive: true });
});

test("as a program, by sh", { skip }, () => {
  const link = join(folder, "linked");
  symlinkSync(GLUON, link);
  for (const program of [GLUON, link])
    assert.equal(
      execFileSync(program, ["run", "--otp", otp(27).root, join(folder, "answer.beam")], { encoding: "utf8" }),
      "42\n",
    );
});

test("no cache folder is no error", { skip }, () => {
  assert.equal(start(join(folder, "answer.erl")), "42\n");
});

test("exit statuses", { skip }, () => {
  const status = (...args: string[]) => spawnSync(process.execPath, [GLUON, ...args]).status;
  assert.equal(status("--version"), 0);
  assert.equal(status("nothing"), 2);
  assert.equal(status("run", join(folder, "answer.beam"), "nothing"), 1);
});
