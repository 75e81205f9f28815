/**
 * Chromium for the tests: found, or installed when it is missing and Debian's `apt-get` may be asked to. `CHROMIUM` names another
 * one. Where there is none a test is skipped and says why.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { type Browser, chromium as playwright } from "playwright-core";

const PLACE = "/usr/bin/chromium";

let known: { readonly path: string } | { readonly missing: string } | undefined;

/** Where Chromium is, after installing it if need be; or what is missing, as the reason for skipping a test. */
export function chromium(): { readonly path: string } | { readonly missing: string } {
  known ??= find();
  return known;
}

/** For a test's `skip`. */
export function noChromium(): string | false {
  const found = chromium();
  return "missing" in found && found.missing;
}

function find(): { readonly path: string } | { readonly missing: string } {
  const given = process.env["CHROMIUM"];
  if (given !== undefined) {
    if (!existsSync(given)) throw new Error(`CHROMIUM names ${given}, which is not there`);
    return { path: given };
  }
  if (existsSync(PLACE)) return { path: PLACE };
  const how = `Chromium is not at ${PLACE}: have it installed (Debian: apt-get install chromium), or name one in CHROMIUM`;
  if (!isDebian() || process.getuid?.() !== 0) return { missing: how };
  const why = install();
  return existsSync(PLACE) ? { path: PLACE } : { missing: `${how}. apt-get: ${why}` };
}

/** Elsewhere a package of that name may be something else: Ubuntu's is a snap, which does not run everywhere. */
function isDebian(): boolean {
  return existsSync("/etc/os-release") && /^ID=debian$/m.test(readFileSync("/etc/os-release", "utf8"));
}

/** Returns what apt-get had to say, when it failed. Another test may be doing the same: its lock is waited for. */
function install(): string {
  const apt = (...args: string[]): string => {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    try {
      execFileSync("apt-get", ["-o", "DPkg::Lock::Timeout=300", "-qq", ...args], { env, stdio: "pipe" });
      return "";
    } catch (error) {
      return `${(error as { stderr?: Buffer }).stderr ?? error}`.trim();
    }
  };
  const packages = ["install", "-y", "--no-install-recommends", "chromium"];
  // A machine that was just made has no package lists, an old one outdated ones.
  return apt(...packages) && (apt("update") || apt(...packages));
}

/** A new headless Chromium, with a user's folder of its own. The caller closes it. */
export async function startChromium(): Promise<Browser> {
  const found = chromium();
  if ("missing" in found) throw new Error(found.missing);
  return playwright.launch({
    executablePath: found.path,
    // Its sandbox does not work for root, nor in many containers; it talks to nobody but this machine.
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
