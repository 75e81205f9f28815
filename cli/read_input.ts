/** Reads a file that the command line names; what is wrong with it is told in words. */
import { readFileSync } from "node:fs";

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  EISDIR: "is a folder",
  EACCES: "may not be read",
  ENOTDIR: "no such file",
};

/** Throws an error whose message is for the user. */
export function readInput(file: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(file));
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    throw Object.assign(new Error(`${file}: ${WORDS[code] ?? message}`), { forUser: true });
  }
}
