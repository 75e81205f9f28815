/**
 * The same commands on real `erl` and on Gluon, each side in a folder of its own with the same files; what they print and
 * how they end is compared.
 */
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gluonCommand } from "../../support/gluon.ts";
import { type OtpRelease, otp } from "../../support/otp.ts";
import { sameText } from "../../support/same_text.ts";

export type Program = "erl" | "erlc" | "escript" | "elixir" | "iex" | "mix" | "rebar3";

export interface Done {
  readonly status: number | string;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  /** Standard input; without it there is an empty one. */
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeout_ms?: number;
  /** A shell command line around the program, which is `"$@"` in it. */
  readonly shell?: string;
  /** The folder below the side's own. */
  readonly folder?: string;
}

const SOURCES = fileURLToPath(new URL("../src", import.meta.url));
const TIMEOUT_ms = 240_000;

/** Two folders with the same files. */
export class Lab {
  readonly release: OtpRelease;
  readonly home = mkdtempSync(join(tmpdir(), "gluon-otp-"));
  readonly erlFolder = join(this.home, "e");
  readonly gluonFolder = join(this.home, "g");

  constructor(release: OtpRelease) {
    this.release = release;
    for (const folder of [this.erlFolder, this.gluonFolder]) mkdirSync(folder);
  }

  /** Writes a file on both sides. */
  write(name: string, text: string): void {
    for (const folder of [this.erlFolder, this.gluonFolder]) {
      mkdirSync(join(folder, name, ".."), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
  }

  /** Compiles modules of test/otp/src with real `erlc`, for both sides. */
  async compile(...modules: string[]): Promise<void> {
    const files = modules.map((m) => `${m}.erl`);
    for (const f of files) cpSync(join(SOURCES, f), join(this.erlFolder, f));
    const done = await start(otp(this.release).erlc, ["+debug_info", ...files], this.erlFolder, {});
    if (done.status !== 0) throw new Error(done.out + done.err);
    for (const m of modules)
      for (const name of [`${m}.erl`, `${m}.beam`]) cpSync(join(this.erlFolder, name), join(this.gluonFolder, name));
  }

  erl(program: Program, args: readonly string[], options: RunOptions = {}): Promise<Done> {
    return start(join(otp(this.release).home, "bin", program), args, this.erlFolder, options);
  }

  gluon(program: Program, args: readonly string[], options: RunOptions = {}): Promise<Done> {
    const [command, ...first] = gluonCommand();
    const all = [...first, "--otp", otp(this.release).home, program, ...args];
    return start(command, all, this.gluonFolder, options);
  }

  /** Runs the command on both sides and compares, after `view`. */
  async same(
    program: Program,
    args: readonly string[],
    options: RunOptions & { readonly view?: (text: string) => string } = {},
  ): Promise<Done> {
    // One after the other: with both at once timers of the slower side are late.
    const theirs = await this.erl(program, args, options);
    const mine = await this.gluon(program, args, options);
    const view = options.view ?? ((text) => text);
    sameDone(mine, theirs, `${program} ${args.join(" ")}`, (text) => view(this.plain(text)));
    return theirs;
  }

  private plain(text: string): string {
    return text.replaceAll(this.erlFolder, "DIR").replaceAll(this.gluonFolder, "DIR").replaceAll(CRASH_DUMP, "");
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}

/** Both ended alike and printed the same, after `view`. */
export function sameDone(mine: Done, theirs: Done, what: string, view: (text: string) => string): void {
  const of = (d: Done) => `status: ${d.status}\nout:\n${view(d.out)}\nerr:\n${view(d.err)}`;
  sameText(of(mine), of(theirs), what);
}

/** Gluon writes no crash dump: docs/differences.md. */
export const CRASH_DUMP = /\r?\nCrash dump is being written to: erl_crash.dump\.\.\.done\r?\n?/g;

export function start(program: string, args: readonly string[], cwd: string, options: RunOptions): Promise<Done> {
  const [command, words] =
    options.shell === undefined ? [program, args] : ["sh", ["-c", options.shell, "sh", program, ...args]];
  return new Promise((resolve, reject) => {
    const child = spawn(command as string, words as string[], {
      cwd: join(cwd, options.folder ?? "."),
      env: { ...process.env, ...options.env },
      stdio: ["pipe", "pipe", "pipe"],
    });
    let [out, err] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text) => (err += text));
    const timer = setTimeout(() => child.kill("SIGKILL"), options.timeout_ms ?? TIMEOUT_ms);
    child.stdin.on("error", () => {});
    child.stdin.end(options.input ?? "");
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ status: code ?? String(signal), out, err });
    });
  });
}
