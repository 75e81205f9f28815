/** The embedding API's tests on Bun and Deno. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { promisify } from "node:util";
import { ENGINES, engineProgram } from "../support/engines.ts";
import { ROOT } from "../support/modules.ts";
import { LONG } from "../support/otp.ts";
import { serveEmbedTests, testCount } from "./embed_elsewhere.ts";
import type { runEmbedTests } from "./embed_run.ts";

const skip =
  (!LONG && "fetches 100 MB: GLUON_TEST_LONG=1 runs it") ||
  (!existsSync(join(ROOT, "dist/embed/min/gluon.js")) && "not built");

const folder = mkdtempSync(join(tmpdir(), "gluon-engines-"));
after(() => rmSync(folder, { recursive: true }));
symlinkSync(join(ROOT, "dist/embed/min"), join(folder, "gluon"));
/** What the tests end with here: their outcomes on the last line. */
const END = `
import process from "node:process";
const all = await runEmbedTests(process.argv[2]);
process.stdout.write("\\n" + JSON.stringify(all), () => process.exit(0));
`;

for (const engine of ENGINES)
  test(`${engine.name} ${engine.version}`, { skip }, async (t) => {
    const server = await serveEmbedTests();
    t.after(() => server.close());
    const file = join(folder, "tests.mjs");
    writeFileSync(file, (await (await fetch(`${server.url}tests.js`)).text()) + END);
    const args = [...engine.run, file, server.url];
    const options = { timeout: 120_000, maxBuffer: 1 << 26 };
    const { stdout } = await promisify(execFile)(engineProgram(engine), args, options);
    // What VMs write to the console comes first.
    const outcomes = JSON.parse(stdout.split("\n").at(-1) as string) as Awaited<ReturnType<typeof runEmbedTests>>;
    assert.equal(outcomes.length, testCount());
    assert.deepEqual(
      outcomes.filter(({ problem }) => problem !== undefined),
      [],
    );
  });
