/**
 * Calls every BIF on erl and on Gluon and shows where they differ.
 *
 *   npx tsx test/bifs_diff/run.ts [--calls N] [--seed S] [--otp RELEASE] [--shown CHUNKS] [--erl] [MODULE | MODULE:NAME | MODULE:NAME/ARITY]...
 *
 * --erl: real erl twice, to see that the generator itself gives the same each time.
 */
import type { OtpRelease } from "../support/otp.ts";
import { checkErl, compareBifs } from "./diff.ts";

let calls = 100_000;
let seed = 1;
let release: OtpRelease = 27;
let shown = 20;
let erlOnly = false;
const only: string[] = [];
const args = process.argv.slice(2);
for (let i = 0; i < args.length; i++) {
  const a = args[i] as string;
  if (a === "--calls") calls = Number(args[++i]);
  else if (a === "--seed") seed = Number(args[++i]);
  else if (a === "--otp") release = Number(args[++i]) as OtpRelease;
  else if (a === "--shown") shown = Number(args[++i]);
  else if (a === "--erl") erlOnly = true;
  else only.push(a);
}
const start = Date.now();
if (erlOnly) {
  const r = await checkErl(release, seed, calls, only);
  console.log(r.bad.join("\n"));
  for (const [c, lines] of r.a) {
    const other = r.b.get(c) ?? [];
    lines.forEach((l, i) => {
      if (l !== other[i]) console.log(`${c}\n  ${l}\n  ${other[i]}`);
    });
  }
  console.log(`${r.bad.length} chunks differ, ${Date.now() - start} ms`);
} else {
  const report = await compareBifs(release, seed, calls, { only, shown });
  const cut = (s: string) => (s.length > 400 ? `${s.slice(0, 400)}...` : s);
  const byMfa = new Map<string, number>();
  for (const d of report.differences) {
    const n = (byMfa.get(d.mfa) ?? 0) + 1;
    byMfa.set(d.mfa, n);
    if (n <= 3) console.log(`${d.mfa} (chunk ${d.chunk})\n  erl   ${cut(d.erl)}\n  Gluon ${cut(d.gluon)}`);
  }
  for (const [mfa, n] of [...byMfa].sort((a, b) => b[1] - a[1])) console.log(`${String(n).padStart(6)}  ${mfa}`);
  console.log(
    `OTP ${release}, seed ${seed}: ${report.calls} calls, ${report.differentChunks} of ${report.calls / 100} chunks differ, ${Date.now() - start} ms`,
  );
  if (report.differentChunks > 0) process.exitCode = 1;
}
