/** Compiles an example's Erlang module with OTP's own compiler, on Gluon: the bytes of the .beam file. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const gluon = fileURLToPath(new URL("../bin/gluon", import.meta.url));

export function compiled(source) {
  const file = fileURLToPath(source);
  const folder = mkdtempSync(join(tmpdir(), "gluon-example-"));
  try {
    execFileSync(process.execPath, [gluon, "erlc", "-o", folder, file], { stdio: ["ignore", "inherit", "inherit"] });
    return readFileSync(join(folder, `${basename(file, ".erl")}.beam`));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
