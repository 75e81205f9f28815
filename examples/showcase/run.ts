/**
 * `npm start`: compiles showcase.erl with a real Erlang's `erlc`, fetched into the cache folder where none is here, and runs
 * the .beam file on Gluon.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DEFAULT_RELEASE, findOtp, INSTALLABLE, type Otp, OtpError } from "../../src/hosts/node/otp.ts";
import { installOtp } from "../../src/hosts/node/otp_install.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

async function findOrInstall(): Promise<Otp> {
  const found = findOtp(undefined, process.env);
  if (found !== undefined && (INSTALLABLE as readonly number[]).includes(found.release)) return found;
  process.stderr.write("The example needs Erlang's compiler once: fetching it into the cache folder.\n");
  return installOtp(DEFAULT_RELEASE, { env: process.env, log: (line) => process.stderr.write(`  ${line}\n`) });
}

const beams = mkdtempSync(join(tmpdir(), "gluon-showcase-"));
try {
  const otp = await findOrInstall();
  execFileSync(join(otp.bin, "erlc"), ["-o", beams, here("showcase.erl")], { stdio: "inherit" });
  const style = process.stdout.isTTY && !process.env["NO_COLOR"] ? "color" : "plain";
  const args = [here("../../bin/gluon"), "run", "--otp", otp.root, "-pa", beams, "showcase", "main", style];
  process.exitCode = spawnSync(process.execPath, args, { stdio: "inherit" }).status ?? 1;
} catch (error) {
  if (!(error instanceof OtpError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  rmSync(beams, { recursive: true, force: true });
}
