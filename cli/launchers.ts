/** Where Gluon's own programs are, and how one of them is started again. */
import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";

/** The `bin` folder beside the built command line; a run from source has it two folders up. */
export function ownBin(): string {
  const main = realpathSync(process.argv[1] as string);
  for (const folder of [dirname(main), join(dirname(main), "..", "bin"), join(dirname(main), "..", "..", "bin")])
    if (existsSync(join(folder, "gluon"))) return folder;
  return dirname(main);
}

/** Program and first arguments that start this command line once more. */
export function selfCommand(): string[] {
  const main = process.argv[1] as string;
  // bin/erl and its like add their own name as the first argument.
  const gluon = join(ownBin(), "gluon");
  return [process.execPath, ...process.execArgv, existsSync(gluon) && !main.endsWith(".ts") ? gluon : main];
}

/** Is this program Gluon's own `erl`? Then it need not be started. */
export function isOwnErl(program: string): boolean {
  try {
    return realpathSync(program) === realpathSync(join(ownBin(), "erl"));
  } catch {
    return false;
  }
}
