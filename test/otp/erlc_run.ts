/**
 * All source files of OTP's kernel and stdlib (or the applications that are named) through `erlc +deterministic` on `erl` and
 * on Gluon: every .beam file has the same bytes.
 *
 *   npx tsx test/otp/erlc_run.ts [--otp 25|27|29] [APPLICATION...]
 */
import { RELEASES } from "../support/otp.ts";
import { compareCompiled, sources } from "./support/compile_all.ts";

const args = process.argv.slice(2);
const at = args.indexOf("--otp");
const release = RELEASES.find((r) => `${r}` === (at < 0 ? "27" : args[at + 1])) ?? 27;
const named = args.filter((_, i) => at < 0 || (i !== at && i !== at + 1));

for (const application of named.length > 0 ? named : ["kernel", "stdlib"]) {
  const files = sources(release, application);
  const began = Date.now();
  const { compared, said } = await compareCompiled(release, application, files);
  const counts = new Map<string, number>();
  for (const { file, result } of compared) {
    const kind = result === "same" || result === "neither" ? result : "different";
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    if (kind === "different") console.log(`${file}: ${result}`);
  }
  const total = [...counts].map(([kind, n]) => `${n} ${kind}`).join(", ");
  console.log(`${application} of OTP ${release}: ${total} (${Math.round((Date.now() - began) / 1000)} s)`);
  if (said[0] !== said[1]) console.log(`erl said:\n${said[0]}\nGluon said:\n${said[1]}`);
  if (counts.has("different") || said[0] !== said[1]) process.exitCode = 1;
}
