/**
 * What pages load that `gluon pack` makes: all files that a browser fetches before the program has done its work, each
 * compressed with gzip -9. The programs are those of the tests.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";
import { ROOT } from "../test/support/modules.ts";
import { otp } from "../test/support/otp.ts";

/** The sources of programs; the first one's `main/0` runs. */
export const HELLO: readonly string[] = ["test/pack/hello.erl"];
export const SUPERVISED: readonly string[] = ["test/pack/app.erl", "test/pack/counter.erl"];

/** Packs a program as a page into `folder`, by the `gluon` that was built. */
export function packPage(sources: readonly string[], folder: string, options: readonly string[] = []): void {
  const work = mkdtempSync(join(tmpdir(), "gluon-page-"));
  try {
    const { erlc, home } = otp(27);
    execFileSync(erlc, ["-o", work, ...sources.map((source) => join(ROOT, source))]);
    const main = `${basename(sources[0] as string, ".erl")}.beam`;
    const args = ["pack", "--target", "page", ...options, main, "-o", folder];
    const env = { ...process.env, GLUON_OTP: home };
    execFileSync(process.execPath, [join(ROOT, "bin/gluon"), ...args], { cwd: work, env, stdio: "pipe" });
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** The files that a browser loads of a page: what main.js imports, and so on, but for what is imported when it is needed. */
export function pageFiles(folder: string): string[] {
  const all = new Set(["index.html", "main.js"]);
  if (existsSync(join(folder, "program.gluon"))) all.add("program.gluon");
  // Where code is generated ahead of time, what takes it is loaded always.
  else
    for (const chunk of readdirSync(join(folder, "gluon/chunks")).filter((name) => name.startsWith("program-")))
      all.add(`gluon/chunks/${chunk}`);
  for (const path of all) {
    if (!path.endsWith(".js")) continue;
    const text = readFileSync(join(folder, path), "utf8");
    for (const [, other] of text.matchAll(/(?:^|[;\n}])(?:import|export)\b[^;"'()]*?["'](\.[^"']+)["']/g))
      all.add(normalize(join(dirname(path), other as string)));
  }
  return [...all];
}

export const gzipSize = (file: string) => gzipSync(readFileSync(file), { level: 9 }).length;

/** The bytes that a page with this program loads. */
export function pageSize(sources: readonly string[], options: readonly string[] = []): number {
  const folder = mkdtempSync(join(tmpdir(), "gluon-page-"));
  try {
    packPage(sources, folder, options);
    return pageFiles(folder).reduce((sum, path) => sum + gzipSize(join(folder, path)), 0);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
