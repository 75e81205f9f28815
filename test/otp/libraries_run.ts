/**
 * Erlang libraries that Debian packages, with their own tests: compiled by `gluon erlc` and tested by EUnit on Gluon, next to the
 * same on `erl`; each test has the same result. The sources are fetched from Debian into the cache folder. What cannot be
 * fetched is said and left out.
 *
 *   npx tsx test/otp/libraries_run.ts [--otp 25|27|29] [NAME...]
 */
import { fetchLibraries, LIBRARIES, testLibrary } from "./support/libraries.ts";
import { RELEASES } from "../support/otp.ts";

const args = process.argv.slice(2);
const at = args.indexOf("--otp");
const release = RELEASES.find((r) => `${r}` === (at < 0 ? "27" : args[at + 1])) ?? 27;
const named = args.filter((_, i) => at < 0 || (i !== at && i !== at + 1));
const unknown = named.filter((name) => !LIBRARIES.some((library) => library.name === name));
if (unknown.length > 0) throw new Error(`no such library here: ${unknown.join(", ")}`);

let passed = 0;
for (const library of LIBRARIES) {
  if (named.length > 0 && !named.includes(library.name)) continue;
  const began = Date.now();
  const missing = await fetchLibraries(library);
  if (missing !== undefined) {
    console.log(`left out ${library.name}: ${missing}`);
    continue;
  }
  const { differences, counts } = await testLibrary(library, release);
  const seconds = Math.round((Date.now() - began) / 1000);
  console.log(`${differences.length === 0 ? "same    " : "DIFFERS "} ${library.name}: ${counts} (${seconds} s)`);
  for (const line of differences) console.log(`  ${line}`);
  if (differences.length === 0) passed++;
  else process.exitCode = 1;
}
console.log(`${passed} libraries have the same results on OTP ${release} and on Gluon`);
