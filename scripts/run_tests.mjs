/**
 * Runs the test files that are its arguments with node's test runner, two at a time, in the order given: `node --test`
 * would sort them. `node --import tsx scripts/run_tests.mjs FILE...`; `npm test` starts it.
 */
import { relative, resolve } from "node:path";
import { run } from "node:test";
import { spec as Spec } from "node:test/reporters";

/** A file that takes longer hangs. */
const TIMEOUT_MS = 900_000;

/** A failure's message in the list at the end; the whole is further up. */
const MESSAGE_LENGTH = 1500;

const failures = [];
const files = process.argv.slice(2).map((file) => resolve(file));
run({ files, concurrency: 2, timeout: TIMEOUT_MS })
  .on("test:fail", ({ name, file, details }) => {
    process.exitCode = 1;
    const message = details.error?.cause?.message ?? details.error?.message ?? "";
    if (details.type !== "suite")
      failures.push(`${relative("", file ?? "")}: ${name}\n${message.slice(0, MESSAGE_LENGTH)}`);
  })
  .compose(new Spec())
  .on("end", () => {
    if (failures.length > 0) console.log(`\n${failures.length} failures, in short:\n\n${failures.join("\n\n")}`);
  })
  .pipe(process.stdout);
