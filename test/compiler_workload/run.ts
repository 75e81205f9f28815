/**
 * The real compiler as a workload, on erl and on Gluon.
 *
 *   npx tsx test/compiler_workload/run.ts [--otp RELEASE|all] [--erl] [MODULE...]
 */
import { RELEASES } from "../programs/support/harness.ts";
import type { OtpRelease } from "../support/otp.ts";
import { MODULES, workloadOnErl, workloadOnGluon } from "./workload.ts";

let releases: readonly OtpRelease[] = [27];
let erlOnly = false;
const modules: string[] = [];
const args = process.argv.slice(2);
for (let i = 0; i < args.length; i++) {
  const a = args[i] as string;
  if (a === "--otp") releases = args[++i] === "all" ? RELEASES : [Number(args[i]) as OtpRelease];
  else if (a === "--erl") erlOnly = true;
  else modules.push(a);
}
const wanted = modules.length > 0 ? modules : MODULES;
for (const release of releases) {
  const expected = await workloadOnErl(release, wanted);
  const { results, stderr } = erlOnly ? { results: expected, stderr: "" } : await workloadOnGluon(release, wanted);
  let equal = 0;
  let erlMs = 0;
  let gluonMs = 0;
  for (const m of wanted) {
    const e = expected.get(m);
    const g = results.get(m);
    if (e !== undefined && g?.result === e.result) {
      equal++;
      erlMs += e.ms;
      gluonMs += g.ms;
      console.log(`${m.padEnd(20)} ${e.result}  erl ${e.ms} ms, Gluon ${g.ms} ms`);
    } else console.log(`${m.padEnd(20)} DIFFERS\n  erl   ${e?.result}\n  Gluon ${g?.result}`);
  }
  console.log(`OTP ${release}: ${equal} of ${wanted.length} equal; erl ${erlMs} ms, Gluon ${gluonMs} ms`);
  if (stderr !== "") console.log(stderr);
  if (equal < wanted.length) process.exitCode = 1;
}
