/**
 * The page as static files in dist/web, for `npm run web`.
 *
 *   index.html, start.js, page.js, worker.js, page.css, chunks/   the page, by esbuild
 *   sw.js, files.json       the service worker, and the names of all files
 *   otp/erl.bin, ...        OTP, and Elixir: web_archives.ts
 */
import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { type BuildOptions, build, type Metafile } from "esbuild";
import { cachedOtp, type Otp, otpOnPath } from "../src/hosts/node/otp.ts";
import { RELEASE } from "../web/shells.ts";
import { loadedAtOnce, sourceDigest, withoutDocs } from "./build_parts.mjs";
import { writeArchives } from "./web_archives.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
export const WEB_DIST = join(ROOT, "dist", "web");

/** The page's programs. */
async function writePrograms(): Promise<void> {
  // For what browsers keep.
  const version = sourceDigest(ROOT, ["src", "web"], /\.(ts|css|html|svg|erl|ex)$/);
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
    define: { GLUON_WEB_VERSION: JSON.stringify(version) },
  };
  // Scripts that are no modules.
  await build({ ...common, entryPoints: [join(web, "start.ts"), join(web, "sw.ts")], format: "iife" });
  // All in one: what it needs at once lies in dozens of chunks, each a way over the network and back.
  await build({
    ...common,
    entryPoints: { worker: join(web, "worker/main.ts") },
    format: "esm",
    plugins: [withoutDocs],
  });
  const { metafile } = await build({
    ...common,
    entryPoints: { page: join(web, "page/main.ts") },
    splitting: true,
    format: "esm",
    metafile: true,
    chunkNames: "chunks/[name]-[hash]",
    loader: { ".erl": "text", ".ex": "text", ".exs": "text" },
  });
  for (const name of readdirSync(web))
    if (/\.(svg|webmanifest)$/.test(name)) cpSync(join(web, name), join(WEB_DIST, name));
  const html = readFileSync(join(web, "index.html"), "utf8");
  writeFileSync(
    join(WEB_DIST, "index.html"),
    html.replace("<!-- terminal -->", preloads(metafile, "web/page/shell/shell.ts")),
  );
}

/** Has the browser fetch a chunk, and what that imports, with the page, not when the page's program asks for it. */
function preloads({ outputs }: Metafile, entry: string): string {
  const chunk = Object.keys(outputs).find((path) => outputs[path]?.entryPoint === entry);
  if (chunk === undefined) throw new Error(`${entry} is in no chunk of its own`);
  const names = loadedAtOnce(outputs, chunk);
  return [...names].map((path) => `<link rel="modulepreload" href="${relative("dist/web", path)}" />`).join("\n    ");
}

/** The names of the files in a folder, with `/`. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => name.replaceAll("\\", "/"))
    .sort();
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
