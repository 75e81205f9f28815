/**
 * The two sides: real `erl` and Gluon.
 * `erl` gets one scheduler: Gluon has one as well, and what a suite expects of a system it works out from that number.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "../src/hosts/node/otp.ts";
import type { TestOtp } from "../test/support/otp.ts";

export const SIDES = ["erl", "gluon"] as const;
export type SideName = (typeof SIDES)[number];

export interface Side {
  readonly name: SideName;
  /** Program and first arguments. */
  readonly command: readonly string[];
  /** The folder with `erl`, `erlc` and `escript`, which tests start. */
  readonly bin: string;
  readonly env: Readonly<Record<string, string>>;
  /** What its results depend on, besides the release. */
  readonly build: string;
}

const ROOT = fileURLToPath(new URL("..", import.meta.url));

export function sideOf(name: SideName, otp: TestOtp): Side {
  // Tests get a home of their own; Gluon's cache stays where it is.
  const cache = { XDG_CACHE_HOME: dirname(dirname(cacheFolder(process.env))) };
  if (name === "erl") {
    return { name, command: [otp.erl, "+S", "1"], bin: dirname(otp.erl), env: cache, build: otp.version };
  }
  const bin = join(ROOT, "bin");
  const command = [join(bin, "gluon"), "--otp", otp.home, "erl"];
  return { name, command, bin, env: { ...cache, GLUON_OTP: otp.home }, build: buildOf(join(ROOT, "dist", "cli.cjs")) };
}

function buildOf(program: string): string {
  return createHash("sha256").update(readFileSync(program)).digest("hex").slice(0, 12);
}
