/** A release made with systools, booted from its own boot file, in both modes, and upgraded while it runs. */
import { test } from "node:test";
import { MAIN_RELEASES } from "../support/otp.ts";
import { Lab } from "./support/lab.ts";

/** Reports carry the time of day. */
const undated = (text: string) => text.replaceAll(/(?<=REPORT==== ).*(?= ===)/g, "TIME");

for (const release of MAIN_RELEASES) {
  test(`OTP ${release}: an own release, built, booted, upgraded`, async (t) => {
    const lab = new Lab(release);
    const own = ["-noshell", "-boot", "./one", "-boot_var", "HERE", ".", "-pa", "."];
    try {
      await lab.compile("release");
      await t.test("systools", async () => {
        await lab.same("erl", ["-noshell", "-s", "release", "build", "-s", "init", "stop"]);
      });
      await t.test("-boot", async () => {
        await lab.same("erl", [...own, "-s", "release", "check"]);
      });
      await t.test("embedded", async () => {
        const load = '{module, _} = code:load_abs("./release"), release:check().';
        await lab.same("erl", [...own, "-mode", "embedded", "-eval", load]);
      });
      await t.test("release_handler", async () => {
        await lab.same("erl", [...own, "-s", "release", "upgrade"], { view: undated });
      });
    } finally {
      lab.remove();
    }
  });
}
