/** Reading and writing through OTP's file module: as on `erl`. */
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { compareInFolder } from "../support/in_folder.ts";
import { RELEASES } from "../support/otp.ts";

const SOURCE = fileURLToPath(new URL("files_io.erl", import.meta.url));

for (const release of RELEASES) test(`files_io on OTP ${release}`, () => compareInFolder(release, "files_io", SOURCE));
