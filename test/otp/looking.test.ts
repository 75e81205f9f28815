/** What people look with on a running system: `c:i()`, observer's back end, `etop`, `sys`, `system_info`, as on `erl`. */
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { compareInFolder } from "../support/in_folder.ts";
import { RELEASES } from "../support/otp.ts";

const SOURCE = fileURLToPath(new URL("looking.erl", import.meta.url));

for (const release of RELEASES) test(`looking on OTP ${release}`, () => compareInFolder(release, "looking", SOURCE));
