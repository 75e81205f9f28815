/**
 * The terminal test by hand: types into `erl` and `gluon erl` and says where the screens differ.
 *
 *   npx tsx test/terminal/run.ts [--otp 25|27|29|all] [--self] [--limit SECONDS] [PART OF A SESSION'S NAME...]
 *
 * With --self the other side is `erl` as well: what differs then differs by chance.
 */
import { parseArgs } from "node:util";
import { type OtpRelease, RELEASES } from "../support/otp.ts";
import { runSessions } from "./sides.ts";

const { values, positionals } = parseArgs({
  options: {
    otp: { type: "string", default: "27" },
    self: { type: "boolean", default: false },
    limit: { type: "string", default: "30" },
  },
  allowPositionals: true,
});
const releases = values.otp === "all" ? RELEASES : ([Number(values.otp)] as OtpRelease[]);
let failed = 0;
for (const release of releases) {
  for (const { session, difference, seconds } of await runSessions(
    release,
    positionals,
    values.self,
    Number(values.limit) * 1000,
  )) {
    if (difference === undefined)
      console.log(`ok     ${release} ${session.name} (${session.steps.length}, ${seconds} s)`);
    else {
      failed++;
      console.log(`FAILED ${release} ${session.name}, step ${difference.step} ${difference.keys}: ${difference.why}`);
      console.log(`--- erl\n${difference.erl}\n--- gluon\n${difference.other}\n---`);
    }
  }
}
process.exit(failed === 0 ? 0 : 1);
