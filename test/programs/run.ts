/**
 * Runs test programs and shows what differs between erl and Gluon.
 *
 *   npx tsx test/programs/run.ts [--otp RELEASE] [--erl] [--show] [--times] [NAME...]
 *
 * NAME may end in `*`. Without --otp: OTP 27. --otp all: each release. --erl: real erl only, and whether its releases
 * agree. --show: print the outputs as well. --times: the slowest programs on Gluon.
 */
import {
  diff,
  type Outcome,
  programs,
  programsFor,
  RELEASES,
  rejected,
  runOnErl,
  runOnGluon,
} from "./support/harness.ts";
import type { OtpRelease } from "../support/otp.ts";

async function main(args: string[]): Promise<number> {
  let releases: readonly OtpRelease[] = [27];
  let erlOnly = false;
  let show = false;
  let times = false;
  const names: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const a = args[i] as string;
    if (a === "--otp") releases = args[++i] === "all" ? RELEASES : [Number(args[i]) as OtpRelease];
    else if (a === "--only") names.push(args[++i] as string);
    else if (a === "--erl") erlOnly = true;
    else if (a === "--show") show = true;
    else if (a === "--times") times = true;
    else names.push(a.replace(/^.*\//, "").replace(/\.erl$/, ""));
  }
  const list = programs(names);
  if (erlOnly) return checkErl(list, show);
  let failed = 0;
  for (const release of releases) failed += await compare(release, list, show, times);
  return failed === 0 ? 0 : 1;
}

async function checkErl(list: ReturnType<typeof programs>, show: boolean): Promise<number> {
  const outcomes = new Map<OtpRelease, Map<string, Outcome>>();
  for (const r of RELEASES) outcomes.set(r, await runOnErl(r, list));
  let bad = 0;
  for (const p of list) {
    const of = new Map(RELEASES.map((r) => [r, outcomes.get(r)?.get(p.name) as Outcome]));
    if (show) console.log(`== ${p.name}\n${of.get(27)?.output}`);
    const why = rejected(p, of);
    if (why === undefined) continue;
    bad++;
    console.log(`REJECTED ${p.name}: ${why}`);
  }
  console.log(`${list.length - bad} of ${list.length} programs are fit`);
  return bad === 0 ? 0 : 1;
}

async function compare(release: OtpRelease, all: ReturnType<typeof programs>, show: boolean, times: boolean) {
  const list = programsFor(release, all);
  const expected = await runOnErl(release, list);
  let failed = 0;
  const start = Date.now();
  const slow: { name: string; ms: number; erl: number }[] = [];
  const actual = await runOnGluon(release, list, (name, o) => {
    const e = expected.get(name) as Outcome;
    slow.push({ name, ms: o.ms, erl: e.ms });
    if (show) console.log(`== ${name} (${o.ms} ms, erl ${e.ms} ms)\n${o.output}`);
    if (o.status === "ok" && e.status === "ok" && o.output === e.output) return;
    failed++;
    console.log(
      `FAILED ${name}: ${o.status} (erl -, Gluon +)\n${o.status === "ok" || o.status === "timeout" ? diff(e.output, o.output) : o.output}`,
    );
  });
  for (const p of list) {
    if (actual.has(p.name)) continue;
    failed++;
    console.log(`FAILED ${p.name}: ${expected.get(p.name)?.status} ${expected.get(p.name)?.output}`);
  }
  if (times) {
    slow.sort((a, b) => b.ms - a.ms);
    for (const s of slow.slice(0, 20)) console.log(`${String(s.ms).padStart(7)} ms (erl ${s.erl})  ${s.name}`);
  }
  console.log(
    `OTP ${release}: ${list.length - failed} of ${list.length} programs agree, ${Date.now() - start} ms on Gluon`,
  );
  return failed;
}

process.exitCode = await main(process.argv.slice(2));
