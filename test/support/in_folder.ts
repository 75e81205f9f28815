/** A program that works in a folder, on `gluon erl` and on `erl`: both print the same. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runBoth } from "./booted.ts";
import { compileErl, type OtpRelease } from "./otp.ts";
import { sameText } from "./same_text.ts";

/** What such programs share. */
const SHARED = ["../otp/printed.erl", "../programs/support/prog.erl"].map((file) =>
  fileURLToPath(new URL(file, import.meta.url)),
);

/** Runs `main(Folder)` of the module in `source`. Both sides get an empty folder of the same name, because it is part of the output, compared after `view`. */
export async function compareInFolder(
  release: OtpRelease,
  module: string,
  source: string,
  view: (text: string) => string = (text) => text,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "gluon-test-"));
  const code = join(folder, "code");
  await compileErl(release, [source, ...SHARED], code, [
    "+nowarn_shadow_vars",
    "+nowarn_deprecated_function",
    "+nowarn_removed",
  ]);
  const work = join(folder, "work");
  const fresh = () => {
    rmSync(work, { recursive: true, force: true });
    mkdirSync(work);
    return { cwd: work };
  };
  const flags = ["-noshell", "-pa", code, "-eval", `${module}:main("${work}"), halt().`];
  const { erl, gluon } = await runBoth(release, () => flags, fresh);
  sameText(view(gluon.stdout), view(erl.stdout), `${module} on OTP ${release}, standard output`);
  assert.deepEqual({ ...gluon, stdout: "" }, { ...erl, stdout: "" });
  rmSync(folder, { recursive: true });
}
