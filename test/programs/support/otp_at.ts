/** Where the OTP of a release is, for the harnesses that start it themselves. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

export type OtpRelease = 25 | 27 | 29;

export interface OtpAt {
  readonly root: string;
  readonly erl: string;
}

/** GLUON_TEST_OTP<release>, or a folder named after the release in GLUON_TEST_OTP_DIR, else in ~/.cache/otp. */
export function otp(release: OtpRelease): OtpAt {
  const base = process.env.GLUON_TEST_OTP_DIR ?? path.join(os.homedir(), ".cache/otp");
  const root = process.env[`GLUON_TEST_OTP${release}`] ?? path.join(base, String(release));
  const erl = path.join(root, "bin/erl");
  if (!fs.existsSync(erl)) throw new Error(`no OTP ${release} at ${root}`);
  return { root, erl };
}
