/** Installs what the tests compare with, before they run: the three releases. */
import { otp, RELEASES } from "./otp.ts";

for (const release of RELEASES) otp(release);
