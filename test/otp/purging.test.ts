/** Who calls a fun of a module that is being purged, as on `erl`. */
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { compareInFolder } from "../support/in_folder.ts";
import { RELEASES } from "../support/otp.ts";

const SOURCE = fileURLToPath(new URL("purging.erl", import.meta.url));

for (const release of RELEASES) test(`purging on OTP ${release}`, () => compareInFolder(release, "purging", SOURCE));
