/**
 * The words that `erl` works on: those of the command line joined with those of ERL_AFLAGS, ERL_FLAGS and ERL_ZFLAGS, and
 * argument files read in. Pure: files come in through a function.
 * OTP: initial_argv_massage() and build_args_from_string() in erlexec.c.
 */
import type { Env } from "../src/hosts/node/otp.ts";

/** The word that ends each source's arguments, so that flags of one do not swallow words of the next. */
export const SEPARATOR = "--";

/** `erl` says something and ends: text for both streams, the status. */
export class ErlEnd extends Error {
  readonly status: number;
  readonly out: string;
  readonly err: string;
  constructor(status: number, text: { readonly out?: string; readonly err?: string }) {
    super(text.err ?? text.out ?? "");
    this.status = status;
    this.out = text.out ?? "";
    this.err = text.err ?? "";
  }
}

export interface WordSources {
  readonly args: readonly string[];
  readonly env: Env;
  /** OTP's release: 26 changed where separators stand and how `-S` is read. */
  readonly release: number;
  /** The text of an argument file; throws Node's error. */
  readonly readFile: (name: string) => string;
  readonly cwd: string;
  /** Ends with a message and the usage text. */
  readonly usage: (message: string) => never;
}

/** Splits a string into words: quotes, backslashes, and comments where they are allowed. */
export function splitWords(text: string, comments: boolean): string[] {
  const words: string[] = [];
  const space = /[\n\f\r\t\v ]/;
  let at = 0;
  while (at < text.length) {
    const c = text[at] as string;
    if (space.test(c)) at++;
    else if (comments && c === "#") at = endOfLine(text, at);
    else {
      const [word, end] = oneWord(text, at, comments);
      words.push(word);
      at = end;
    }
  }
  return words;
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

function oneWord(text: string, at: number, comments: boolean): [word: string, end: number] {
  let word = "";
  for (; at < text.length; at++) {
    const c = text[at] as string;
    if (/[\n\f\r\t\v ]/.test(c) || (comments && c === "#")) break;
    if (c === '"' || c === "'") {
      const end = text.indexOf(c, at + 1);
      word += text.slice(at + 1, end < 0 ? undefined : end);
      at = end < 0 ? text.length : end;
    } else if (c === "\\") word += text[++at] ?? "";
    else word += c;
  }
  return [word, at];
}

/** All words in the order in which `erl` reads them; those for `-extra` last. Throws ErlEnd. */
export function allWords(sources: WordSources): string[] {
  const { env, args, release } = sources;
  const environment = [`ERL_OTP${release}_FLAGS`, "ERL_AFLAGS", "ERL_FLAGS", "ERL_ZFLAGS"].map(
    (name) => env[name] ?? "",
  );
  // Up to 25 a command line that stands alone is taken as it is.
  if (release < 26 && environment.every((text) => splitWords(text, false).length === 0)) {
    const end = args.indexOf("-extra");
    if (!(end < 0 ? args : args.slice(0, end)).includes("-args_file")) return [...args];
  }
  const [otp = "", before = "", behind = "", last = ""] = environment;
  const collected = new Collector(sources);
  collected.environment(otp);
  collected.environment(before);
  if (args.length > 0) {
    collected.add(args, true);
    collected.words.push(SEPARATOR);
  }
  collected.environment(behind);
  collected.environment(last);
  return collected.result();
}

class Collector {
  readonly words: string[] = [];
  private readonly extra: string[] = [];
  private readonly started: string[] = [];
  private readonly from: WordSources;
  constructor(from: WordSources) {
    this.from = from;
  }

  private get newer(): boolean {
    return this.from.release >= 26;
  }

  environment(value: string): void {
    this.add(this.separated(splitWords(value, false)), false);
  }

  private separated(words: string[]): string[] {
    if (words.length === 0 || (this.newer && words.includes("-extra"))) return words;
    return [...words, SEPARATOR];
  }

  add(words: readonly string[], commandLine: boolean): void {
    for (let at = 0; at < words.length; at++) {
      const word = words[at] as string;
      if (word === "-args_file") {
        const name = words[++at];
        if (name === undefined) this.from.usage("Missing argument(s) for '-args_file'.");
        this.file(name as string);
      } else if (word === "-extra") {
        this.extra.push(...words.slice(at + 1));
        if (this.newer) this.words.push(SEPARATOR);
        return;
      } else if (word === "-S" && commandLine && this.newer) {
        // What follows is the function's, `--` included, which is marked to be told from the separators added here.
        this.started.push("++S", ...words.slice(at + 1).map((w) => (w === SEPARATOR ? `\\${SEPARATOR}` : w)));
        this.words.push(SEPARATOR);
        return;
      } else this.words.push(word);
    }
  }

  /** An argument file, and those that it names. */
  private file(name: string): void {
    const words = this.separated(splitWords(this.read(name), true));
    for (let at = 0; at < words.length; at++) {
      const word = words[at] as string;
      if (word === "-args_file") {
        const inner = words[++at];
        if (inner === undefined) this.from.usage("Missing argument(s) for '-args_file'.");
        this.file(inner as string);
      } else if (word === "-extra") {
        this.extra.push(...words.slice(at + 1));
        return;
      } else this.words.push(word);
    }
  }

  private read(name: string): string {
    try {
      return this.from.readFile(name);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const reason = REASONS[code ?? ""] ?? message;
      if (code === "EISDIR") this.from.usage(`Failed to read arguments file "${name}": ${reason}`);
      return this.from.usage(`Failed to open arguments file "${name}" at "${this.from.cwd}": ${reason}`);
    }
  }

  result(): string[] {
    if (this.extra.length > 0) this.words.push("-extra", ...this.extra);
    return [...this.words, ...this.started];
  }
}

/** C's words for what can go wrong with an argument file. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "No such file or directory",
  EACCES: "Permission denied",
  EISDIR: "Is a directory",
  ENOTDIR: "Not a directory",
  ELOOP: "Too many levels of symbolic links",
  ENAMETOOLONG: "File name too long",
};
