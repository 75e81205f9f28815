/**
 * Runs a fuzzer of test/fuzz bundled, which is several times faster than through tsx, and with a bounded heap.
 *
 *     node scripts/fuzz.mjs beam --run --count 100000 --seed 3
 *     node scripts/fuzz.mjs etf --count 100000 --seed 1
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const HEAP_MB = 1500;

const [name, ...args] = process.argv.slice(2);
if (name !== "beam" && name !== "etf") {
  process.stderr.write("node scripts/fuzz.mjs beam|etf [--count N] [--seed S] ...\n");
  process.exit(2);
}
const entry = fileURLToPath(new URL(`../test/fuzz/${name}_fuzz.ts`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "gluon-fuzz-"));
const bundle = join(folder, "fuzz.mjs");
// The bundle takes itself for the file it was made of: it finds seeds and OTP from there.
const banner =
  `import { createRequire as requireOf } from "node:module"; const require = requireOf(${JSON.stringify(entry)}); ` +
  `const MODULE_URL = ${JSON.stringify(pathToFileURL(entry).href)}; process.argv[1] = ${JSON.stringify(entry)};`;
await build({
  entryPoints: [entry],
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  sourcemap: true,
  outfile: bundle,
  logLevel: "error",
  define: { "import.meta.url": "MODULE_URL" },
  banner: { js: banner },
});
const flags = ["--enable-source-maps", `--max-old-space-size=${HEAP_MB}`];
const { status } = spawnSync(process.execPath, [...flags, bundle, ...args], { stdio: "inherit" });
rmSync(folder, { recursive: true });
process.exitCode = status ?? 1;
