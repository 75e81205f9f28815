/**
 * The shell on a terminal: the screen shows what real `erl`'s shows. Here only some sessions run for each release, since a session
 * starts two systems; `npx tsx test/terminal/run.ts --otp all` runs them all.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { OtpRelease } from "../support/otp.ts";
import { runSessions } from "./sides.ts";

const USUAL: Readonly<Record<OtpRelease, readonly string[]>> = {
  25: ["typing", "job control", "break"],
  27: [
    "typing",
    "history",
    "completion",
    "many lines",
    "Unicode",
    "job control",
    "crashes",
    "another size",
    "break",
    "old shell",
  ],
  29: ["typing", "completion", "break"],
};

/** A busy machine may take a minute to start a system for the first time. */
const LIMIT_MS = 120_000;

for (const release of [27, 25, 29] as const) {
  test(`OTP ${release}: the same keys, the same screens`, async () => {
    const outcomes = await runSessions(release, USUAL[release], false, LIMIT_MS);
    const different = outcomes.filter((o) => o.difference !== undefined);
    assert.deepEqual(
      different.map((o) => ({ session: o.session.name, ...o.difference })),
      [],
    );
    assert.ok(outcomes.length >= USUAL[release].length);
  });
}
