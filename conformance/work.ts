/**
 * A folder for one VM to run a suite in: tests write beside their data, and may leave it changed.
 */
import { cpSync, linkSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";

/** Lays the compiled tests in `from` out in `to`; the suite's own data is a copy, all else is shared. */
export function makeFolder(from: string, suite: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.name.startsWith(".")) continue;
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (!entry.isDirectory()) linkSync(source, target);
    else if (entry.name.startsWith(`${suite}_`) || !entry.name.endsWith("_data"))
      cpSync(source, target, { recursive: true, verbatimSymlinks: true });
    else symlinkSync(source, target);
  }
}
