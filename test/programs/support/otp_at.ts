/** Where the OTP of a release is, for the harnesses that start it themselves. */
import { type OtpRelease, otp as testOtp } from "../../support/otp.ts";

export type { OtpRelease };

export interface OtpAt {
  /** The folder that the release was laid out in. */
  readonly root: string;
  readonly erl: string;
}

/** See test/support/otp.ts: found in the cache folder or in GLUON_TEST_OTP_DIR, else installed. */
export function otp(release: OtpRelease): OtpAt {
  const { home, erl } = testOtp(release);
  return { root: home, erl };
}
