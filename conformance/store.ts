/**
 * Results that are kept: one file for each suite and side, in the cache folder. Those of Gluon belong to a build of it.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { OtpRelease } from "../test/support/otp.ts";
import type { CaseResult } from "./events.ts";
import { suitesFolder } from "./prepare.ts";
import { withoutLeftOut } from "./selection.ts";
import type { Side } from "./sides.ts";

export interface SuiteResult {
  readonly build: string;
  /** The whole suite, by its own decision or because it cannot be compiled. */
  readonly skipped?: string;
  readonly cases: Readonly<Record<string, CaseResult>>;
}

function fileOf(release: OtpRelease, side: Side, name: string): string {
  return join(suitesFolder(release), "results", side.name, `${name}.json`);
}

/** The results of `name`, an application and a suite; those of another build only if `anyBuild`. */
export function kept(release: OtpRelease, side: Side, name: string, anyBuild: boolean): SuiteResult | undefined {
  try {
    const result = JSON.parse(readFileSync(fileOf(release, side, name), "utf8")) as SuiteResult;
    return anyBuild || result.build === side.build ? withoutLeftOut(name, result) : undefined;
  } catch {
    return undefined;
  }
}

export function keep(release: OtpRelease, side: Side, name: string, result: SuiteResult): void {
  const file = fileOf(release, side, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.${process.pid}`, `${JSON.stringify(result, undefined, 1)}\n`);
  renameSync(`${file}.${process.pid}`, file);
}
