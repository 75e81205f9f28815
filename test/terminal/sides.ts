/** The two sides of the terminal test: real `erl`, and Gluon's. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gluonCommand } from "../support/gluon.ts";
import { type OtpRelease, otp } from "../support/otp.ts";
import { type Difference, lockstep, type Session, type Side } from "./lockstep.ts";
import { SESSIONS } from "./sessions.ts";

/** Sessions at a time: each mostly waits. */
const AT_ONCE = 3;

export interface Outcome {
  readonly session: Session;
  readonly difference: Difference | undefined;
  readonly seconds: string;
}

/** Runs the release's sessions whose name contains one of `parts` (none: all) on `erl` and on Gluon, or on `erl` twice. */
export async function runSessions(
  release: OtpRelease,
  parts: readonly string[],
  self: boolean,
  limit_ms = 30_000,
): Promise<Outcome[]> {
  const sessions = SESSIONS.filter(
    (s) => s.releases.includes(release) && (parts.length === 0 || parts.some((part) => s.name.includes(part))),
  );
  const home = mkdtempSync(join(tmpdir(), "gluon-home-"));
  const env: Record<string, string> = {
    PATH: process.env["PATH"] ?? "",
    HOME: home,
    LANG: "C.UTF-8",
    TERM: "xterm-256color",
    // The caches of compiled code stay where they are.
    XDG_CACHE_HOME: process.env["XDG_CACHE_HOME"] ?? join(process.env["HOME"] ?? "/", ".cache"),
    ERL_CRASH_DUMP_SECONDS: "0",
  };
  const erl: Side = { command: [otp(release).erl], env };
  const other: Side = self ? erl : { command: [...gluonCommand(), "erl"], env: { ...env, GLUON_OTP: `${release}` } };
  const outcomes: Outcome[] = [];
  const todo = [...sessions];
  const lane = async (): Promise<void> => {
    for (let session = todo.shift(); session !== undefined; session = todo.shift()) {
      const start = Date.now();
      const difference = await lockstep(session, erl, other, limit_ms);
      outcomes.push({ session, difference, seconds: ((Date.now() - start) / 1000).toFixed(1) });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  rmSync(home, { recursive: true, force: true });
  return outcomes;
}
