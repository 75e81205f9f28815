/**
 * The page as static files in dist/web, for `npm run web`.
 *
 *   index.html, start.js, page.js, worker.js, page.css, chunks/   the page, by esbuild
 *   sw.js, files.json       the service worker, and the names of all files
 *   otp/erl.bin, ...        OTP, and Elixir: web_archives.ts
 */
import { createHash } from "node:crypto";
import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { type BuildOptions, build } from "esbuild";
import { cachedOtp, type Otp, otpOnPath } from "../src/hosts/node/otp.ts";
import { RELEASE } from "../web/shells.ts";
import { writeArchives } from "./web_archives.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
export const WEB_DIST = join(ROOT, "dist", "web");

/** The page's programs. */
async function writePrograms(): Promise<void> {
  const web = join(ROOT, "web");
  const common: BuildOptions = {
    absWorkingDir: ROOT,
    outdir: WEB_DIST,
    bundle: true,
    target: "es2022",
    minify: true,
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    define: { GLUON_WEB_VERSION: JSON.stringify(version()) },
  };
  // Scripts that are no modules.
  await build({ ...common, entryPoints: [join(web, "start.ts"), join(web, "sw.ts")], format: "iife" });
  await build({
    ...common,
    entryPoints: { page: join(web, "page/main.ts"), worker: join(web, "worker/main.ts") },
    splitting: true,
    format: "esm",
    chunkNames: "chunks/[name]-[hash]",
    loader: { ".erl": "text", ".ex": "text", ".exs": "text" },
  });
  for (const name of readdirSync(web))
    if (/\.(html|svg|webmanifest)$/.test(name)) cpSync(join(web, name), join(WEB_DIST, name));
}

/** The names of the files in a folder, with `/`. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => name.replaceAll("\\", "/"))
    .sort();
}

/** Names this state of the sources, for what browsers keep. */
function version(): string {
  const hash = createHash("sha1");
  for (const folder of ["src", "web"])
    for (const file of readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).sort())
      if (/\.(ts|css|html|svg|erl|ex)$/.test(file)) hash.update(file).update(readFileSync(join(ROOT, folder, file)));
  return hash.digest("hex").slice(0, 16);
}

/** OTP 27, fetched first where there is none. */
async function otpForWeb(log: (line: string) => void): Promise<Otp> {
  const onPath = otpOnPath(process.env);
  const found = cachedOtp(RELEASE, process.env) ?? (onPath?.release === RELEASE ? onPath : undefined);
  if (found !== undefined) return found;
  log(`No Erlang/OTP ${RELEASE} here: fetching it into the cache folder. This happens once.`);
  const { installOtp } = await import("../src/hosts/node/otp_install.ts");
  return installOtp(RELEASE, { env: process.env, log });
}

/** Writes dist/web anew. Answers with its files and what each weighs in transit, compressed. */
export async function buildWeb(log: (line: string) => void): Promise<(readonly [name: string, bytes: number])[]> {
  const otp = await otpForWeb(log);
  rmSync(WEB_DIST, { recursive: true, force: true });
  await writePrograms();
  await writeArchives(otp, join(WEB_DIST, "otp"));
  writeFileSync(join(WEB_DIST, "files.json"), JSON.stringify(filesIn(WEB_DIST)));
  return filesIn(WEB_DIST).map((name) => {
    const bytes = readFileSync(join(WEB_DIST, name));
    return [name, name.endsWith(".bin") ? bytes.length : gzipSync(bytes, { level: 9 }).length] as const;
  });
}
