import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
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

function start(cacheFolder: string): string {
  return execFileSync(process.execPath, [GLUON, "run", "--otp", otp(27).root, join(folder, "answer.beam")], {
    encoding: "utf8",
    env: { ...process.env, XDG_CACHE_HOME: cacheFolder },
  });
}

test("a run leaves V8's code cache behind and the next uses it", { skip }, () => {
  const cache = mkdtempSync(join(tmpdir(), "gluon-test-"));
  assert.equal(start(cache), "42\n");
  const files = readdirSync(join(cache, "gluon", "code"));
  assert.equal(files.length, 1);
  assert.equal(start(cache), "42\n");
  writeFileSync(join(cache, "gluon", "code", files[0] as string), "spoiled");
  assert.equal(start(cache), "42\n");
  rmSync(cache, { recursive: true });
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
