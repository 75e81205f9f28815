/**
 * `prim_file` over the machine's files and over files in memory: the same program gives the same output on both as on `erl`.
 * In memory, OTP boots on a host that has nothing but the language, from `ebin` folders that are not on any disk.
 */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { utf8Encode } from "../../src/util/utf8.ts";
import { otpInMemory, runInMemory } from "../support/memory_otp.ts";
import { compileErl } from "../support/otp.ts";
import { runBoth, type Side } from "../support/booted.ts";

const SOURCE = fileURLToPath(new URL("files_posix.erl", import.meta.url));

let folder: string;
let sides: { erl: string; gluon: string };

/** The program's output, or what went wrong. */
function output(side: Side, out: string): string {
  try {
    return readFileSync(out, "utf8");
  } catch {
    return `status ${side.status}\n${side.stdout}${side.stderr}`;
  }
}

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "gluon-test-"));
  await compileErl(27, [SOURCE], folder);
  const out = (name: string) => join(folder, `${name}.out`);
  for (const name of ["erl", "gluon"]) mkdirSync(join(folder, name));
  const both = await runBoth(27, (name) => [
    ...["-noshell", "-pa", folder, "-eval"],
    `files_posix:main("${join(folder, name)}", "${out(name)}"), halt().`,
  ]);
  sides = { erl: output(both.erl, out("erl")), gluon: output(both.gluon, out("gluon")) };
});
after(() => rmSync(folder, { recursive: true }));

test("the machine's files", () => {
  assert.equal(sides.gluon, sides.erl);
});

test("files in memory, on a bare host", async () => {
  const files = otpInMemory(27);
  files.add("/home/files_posix.beam", new Uint8Array(readFileSync(join(folder, "files_posix.beam"))));
  files.addDirectory("/tmp/work");
  const main = `files_posix:main("/tmp/work", "/tmp/out"), erlang:display(init:get_status()), halt(7).`;
  const flags = ["-noshell", "-nouser", "-pa", "/home", "-eval", main];
  const { status, output: said } = await runInMemory(27, files, flags);
  assert.equal(status, 7, said);
  assert.match(said, /^\{starting,started\}$/m);
  assert.equal(new TextDecoder().decode(files.readFile(utf8Encode("/tmp/out"))), sides.erl);
});
