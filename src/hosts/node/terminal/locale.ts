/**
 * Does the environment ask for a UTF-8 locale that this machine has? As glibc's `setlocale(LC_CTYPE, "")` decides it, which
 * falls back to ASCII when the locale is not installed.
 * OTP: setlocale_nif() in prim_tty_nif.c, ttysl_start() in ttsl_drv.c.
 */
import { closeSync, existsSync, openSync, readSync } from "node:fs";
import { platform } from "node:os";

type Environment = Readonly<Record<string, string | undefined>>;

export function utf8Locale(env: Environment): boolean {
  const name = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || "C";
  const [, language = "", codeset = "", modifier = ""] = /^([^.@]*)(?:\.([^@]*))?(@.*)?$/.exec(name) ?? [];
  if (codeset.toLowerCase().replaceAll("-", "") !== "utf8") return false;
  if (platform() !== "linux" || language === "C") return true;
  return installed(`${language}.utf8${modifier}`);
}

const FOLDER = "/usr/lib/locale";

/** Installed as a folder of its own or in the archive of locales, where names are written with `utf8`. */
function installed(name: string): boolean {
  // No glibc here: the others take any name for UTF-8.
  if (!existsSync(FOLDER)) return true;
  return existsSync(`${FOLDER}/${name}/LC_CTYPE`) || archiveNames().includes(`\0${name}\0`);
}

/** The names of the archive's locales, each between NULs. */
function archiveNames(): string {
  let fd: number;
  try {
    fd = openSync(`${FOLDER}/locale-archive`, "r");
  } catch {
    return "";
  }
  try {
    // Magic number, serial number, then offset, use and size of: the hash table of names, the names, ...
    const header = new DataView(new ArrayBuffer(32));
    readSync(fd, header, 0, 32, 0);
    if (header.getUint32(0, true) !== ARCHIVE_MAGIC) return "";
    const names = Buffer.alloc(header.getUint32(24, true));
    readSync(fd, names, 0, names.length, header.getUint32(20, true));
    return `\0${names.toString("latin1")}`;
  } finally {
    closeSync(fd);
  }
}
const ARCHIVE_MAGIC = 0xde020109;
