/** The behaviours of OTP's "Design Principles" and the loading of code do on Gluon what they do on `erl`. */
import { test } from "node:test";
import { RELEASES } from "../support/otp.ts";
import { Lab } from "./support/lab.ts";

for (const release of RELEASES) {
  test(`OTP ${release}: servers, machines, events, supervisors, applications`, async () => {
    const lab = new Lab(release);
    try {
      await lab.compile("design", "door", "listener");
      await lab.same("erl", ["-noshell", "-s", "design", "main", "-s", "init", "stop"]);
    } finally {
      lab.remove();
    }
  });

  test(`OTP ${release}: loading, purging, on_load, cover`, async () => {
    const lab = new Lab(release);
    try {
      await lab.compile("loading");
      await lab.same("erl", ["-noshell", "-s", "loading", "main", "-s", "init", "stop"]);
    } finally {
      lab.remove();
    }
  });
}
