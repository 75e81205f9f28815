/**
 * How the tests start Gluon's command line: from the sources, so that it is never older than they are.
 * GLUON_BIN names another command, such as bin/gluon as built.
 */
import { fileURLToPath } from "node:url";

/** Program and first arguments. */
export function gluonCommand(): readonly [string, ...string[]] {
  const given = process.env.GLUON_BIN;
  if (given !== undefined) return [given];
  const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  return [process.execPath, "--import", import.meta.resolve("tsx"), file("../../cli/main.ts")];
}
