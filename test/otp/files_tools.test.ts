/** What OTP builds on files: terms, scripts, paths, archives, tables and logs on disk: as on `erl`. */
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { compareInFolder } from "../support/in_folder.ts";
import { RELEASES } from "../support/otp.ts";

const SOURCE = fileURLToPath(new URL("files_tools.erl", import.meta.url));

for (const release of RELEASES)
  test(`files_tools on OTP ${release}`, () => compareInFolder(release, "files_tools", SOURCE));
