/** What measures programs: cprof, eprof, fprof, tprof, cover and dbg count and print as on `erl`. */
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { compareInFolder } from "../support/in_folder.ts";
import { MAIN_RELEASES } from "../support/otp.ts";

const SOURCE = fileURLToPath(new URL("profiling.erl", import.meta.url));

/** Tables of times are left out: the program prints the numbers of calls by itself. */
const view = (text: string) =>
  text
    .replaceAll(/<0\.\d+\.0>/g, "PID")
    .replaceAll(/^(?:FUNCTION|-----|Total:|\S+\/\d).*\n/gm, "")
    .replaceAll(/^\*{6} Process .*\n/gm, "");

for (const release of MAIN_RELEASES)
  test(`profiling on OTP ${release}`, () => compareInFolder(release, "profiling", SOURCE, view));
