/**
 * The machine's database of terminals.
 * OTP: the terminal library that prim_tty_nif.c and ttsl_drv.c call, ncurses.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { TerminfoEntry } from "../../../nifs/prim_tty/terminfo.ts";

/** Where distributions keep the database; Debian's order. */
const PLACES = ["/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/lib/terminfo"];

function places(env: Readonly<Record<string, string | undefined>>): string[] {
  const home = env["HOME"];
  return [
    env["TERMINFO"] ?? "",
    home === undefined ? "" : join(home, ".terminfo"),
    // An empty name in the list stands for the usual places, which are looked through in any case.
    ...(env["TERMINFO_DIRS"]?.split(":") ?? []),
    ...PLACES,
  ].filter((place) => place !== "");
}

/** The entry of a terminal. undefined: the database has none. */
export function findTerminal(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
): TerminfoEntry | undefined {
  if (name === "" || name.includes("/") || name.includes("\0")) return undefined;
  // The folder is called by the first letter, or by its code where file names are the same in capitals.
  const folders = [name[0] as string, name.charCodeAt(0).toString(16)];
  for (const place of places(env)) {
    for (const folder of folders) {
      try {
        return TerminfoEntry.read(readFileSync(join(place, folder, name)));
      } catch {
        // Not here, or not readable: ncurses looks further as well.
      }
    }
  }
  return undefined;
}
