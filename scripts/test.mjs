/**
 * `npm test`: everything that has to hold, in this order:
 * build, types, formatter and linter, real OTPs for the tests to compare with, a browser, then node's test runner over test/.
 *
 *   npm test                      everything
 *   npm test -- test/term ...     only these files and folders, without the stages before
 *
 * The last lines are the test runner's own summary.
 */
import { spawn } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const named = process.argv.slice(2);

/** The tests that take more than half a minute, the longest first. */
const LONGEST = [
  "test/programs.test.ts",
  "test/compiler_workload.test.ts",
  "test/web/page.test.ts",
  "test/otp/tools.test.ts",
  "test/conformance/sample.test.ts",
  "test/terminal/terminal.test.ts",
  "test/otp/ends.test.ts",
  "test/bifs_diff.test.ts",
  "test/pack/pack.test.ts",
  "test/embed/vm.test.ts",
];

/** Runs `command`; resolves to its exit status. */
function run(command, ...args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: "inherit" });
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(code ?? `signal ${signal}`));
  });
}

async function stage(title, ...command) {
  const start = Date.now();
  const status = await run(...command);
  console.error(`${status === 0 ? "ok    " : "FAILED"} ${title} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  if (status !== 0) process.exitCode = 1;
  return status === 0;
}

/** The test files under `path`, or `path` itself. */
function testFiles(path) {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path), { recursive: true })
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => `${path}/${name}`)
    .sort();
}

const tool = (name) => join(root, "node_modules", ".bin", name);

if (named.length === 0) {
  const built = await stage("build", process.execPath, "scripts/build.mjs");
  // What has just been built is what users run, and it starts faster than the sources do.
  if (built) process.env.GLUON_BIN ??= join(root, "bin", "gluon");
  for (const project of ["core", "browser", ""]) {
    const file = project === "" ? "tsconfig.json" : `tsconfig.${project}.json`;
    await stage(`types, ${file}`, tool("tsc"), "-p", file);
  }
  await stage("formatter and linter", tool("biome"), "check", "--error-on-warnings");
  if (built) await stage("OTP 25, 27, 29", process.execPath, "--import", "tsx", "test/support/install_otp.ts");
  await stage("Chromium", process.execPath, "--import", "tsx", "test/support/install_chromium.ts");
}
const files = (named.length === 0 ? ["test"] : named).flatMap(testFiles);
// The long ones go first, so that both lanes end at about the same time.
const rank = (file) => (LONGEST.indexOf(file) + 1 || LONGEST.length + 1) - 1;
files.sort((a, b) => rank(a) - rank(b));
const status = await run(process.execPath, "--import", "tsx", "scripts/run_tests.mjs", ...files);
if (status !== 0 || process.exitCode) process.exit(1);
