import assert from "node:assert/strict";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { compileModule, otp, RELEASES, runErl } from "./otp.ts";

for (const release of RELEASES) {
  test(`OTP ${release} compiles and runs`, async () => {
    assert.ok(otp(release).ebins.some((folder) => existsSync(join(folder, "lists.beam"))));
    const folder = await compileModule(release, "one", "-module(one).\n-export([f/0]).\nf() -> {1, 2.5}.\n");
    assert.equal(await runErl(release, `io:format("~p", [one:f()])`, { args: ["-pa", folder] }), "{1,2.5}");
    rmSync(folder, { recursive: true });
  });
}

test("a failing program is an error", async () => {
  await assert.rejects(runErl(27, "1 = 2"), /badmatch/);
});

test("a long program goes through a file", async () => {
  const sum = Array.from({ length: 50_000 }, () => "1").join(" + ");
  assert.equal(await runErl(27, `io:format("~p", [${sum}])`), "50000");
});
