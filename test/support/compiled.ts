/** Modules compiled from Erlang source by real erlc, for tests that give a VM bytes. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { type OtpRelease, otp } from "./otp.ts";

/** The bytes of the `.beam` file of an Erlang source file. */
export function compiled(file: string, release: OtpRelease = 27): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), "gluon-compiled-"));
  try {
    execFileSync(otp(release).erlc, ["-o", folder, file]);
    return new Uint8Array(readFileSync(join(folder, `${basename(file, ".erl")}.beam`)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
