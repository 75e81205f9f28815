/**
 * Installs what the tests compare with, before they run: the three releases and OTP's own tests of regular expressions, all
 * at once, because most of it is waiting.
 *
 *   node --import tsx test/support/install_otp.ts [RELEASE...]
 */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type OtpRelease, otp, otpReTests, RELEASES } from "./otp.ts";

/** Does `release` in a process of its own; resolves to its exit status. */
function inParallel(release: OtpRelease): Promise<number> {
  const args = [...process.execArgv, fileURLToPath(import.meta.url), `${release}`];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: "inherit" });
    child.on("error", () => resolve(1));
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

const named = process.argv.slice(2).map(Number) as OtpRelease[];
for (const release of named) {
  otp(release);
  await otpReTests(release);
}
if (named.length === 0) process.exitCode = Math.max(...(await Promise.all(RELEASES.map(inParallel))));
