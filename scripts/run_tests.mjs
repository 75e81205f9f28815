/**
 * Runs the test files that are its arguments with node's test runner, two at a time, in the order given: `node --test`
 * would sort them. `node --import tsx scripts/run_tests.mjs FILE...`; `npm test` starts it.
 */
import { resolve } from "node:path";
import { run } from "node:test";
import { spec as Spec } from "node:test/reporters";

/** A file that takes longer hangs. */
const TIMEOUT_MS = 900_000;

const files = process.argv.slice(2).map((file) => resolve(file));
run({ files, concurrency: 2, timeout: TIMEOUT_MS })
  .on("test:fail", () => {
    process.exitCode = 1;
  })
  .compose(new Spec())
  .pipe(process.stdout);
