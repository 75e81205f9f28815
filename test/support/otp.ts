/**
 * Real Erlang/OTP for the tests: found, or installed into Gluon's cache folder when it is missing, so that a fresh clone
 * needs nothing but Node and Debian's package sources.
 * `GLUON_TEST_OTP_DIR` names a folder that holds 25, 27 and 29 already.
 */
import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cachedOtp, cacheFolder, codePath, INSTALLABLE, type Installable, otpIn } from "../../src/hosts/node/otp.ts";
import { fetchSourceFiles } from "../../src/hosts/node/otp_install.ts";

export type OtpRelease = Installable;
export const RELEASES: readonly OtpRelease[] = INSTALLABLE;
/** `GLUON_TEST_LONG=1`: also what takes minutes. */
export const LONG = process.env["GLUON_TEST_LONG"] === "1";
/** The releases of tests that start many systems. */
export const MAIN_RELEASES: readonly OtpRelease[] = LONG ? RELEASES : [27];

export interface TestOtp {
  readonly release: OtpRelease;
  readonly version: string;
  /** The folder that the release was laid out in. */
  readonly home: string;
  /** `code:root_dir()`. */
  readonly root: string;
  readonly erl: string;
  readonly erlc: string;
  readonly escript: string;
  /** The `ebin` folders of all its applications, and of Elixir. */
  readonly ebins: readonly string[];
}

const found = new Map<OtpRelease, TestOtp>();

/** The OTP of this release. Installs it first when it is missing, which takes about ten seconds. */
export function otp(release: OtpRelease = 27): TestOtp {
  let o = found.get(release);
  if (o === undefined) {
    o = look(release);
    if (o === undefined) {
      install(release);
      o = look(release);
    }
    if (o === undefined) throw new Error(`OTP ${release} is not here and could not be installed`);
    found.set(release, o);
  }
  return o;
}

const sources = new Map<string, Promise<string>>();

/**
 * The folder with those files of OTP's source code that tar's patterns `members` name, under their paths. Debian's source
 * package has them; they are fetched once, into the folder `name` beside the releases. Rejects when that cannot be done.
 */
export function otpSource(release: OtpRelease, name: string, members: readonly string[]): Promise<string> {
  const key = `${name}/${release}`;
  const folder = sources.get(key) ?? findSource(release, join(name, `${release}`), members);
  sources.set(key, folder);
  return folder;
}

async function findSource(release: OtpRelease, name: string, members: readonly string[]): Promise<string> {
  const whole = join(otp(release).home, "src");
  if (existsSync(whole)) return whole;
  const target = join(dirname(cacheFolder(process.env)), name);
  try {
    await fetchSourceFiles(release, members, target, { env: process.env, log: () => {} });
  } catch (error) {
    throw new Error(
      `${members.join(", ")} of OTP ${release}'s source code cannot be fetched: ${(error as Error).message}`,
    );
  }
  return target;
}

/** The folder with OTP's own tests of `re`: the suite, what it generated from PCRE's test data, and the data. */
export async function otpReTests(release: OtpRelease): Promise<string> {
  const members = ["lib/stdlib/test/re_*", "lib/stdlib/test/run_pcre_tests.erl"];
  return join(await otpSource(release, "re_tests", members), "lib/stdlib/test");
}

function look(release: OtpRelease): TestOtp | undefined {
  const given = process.env["GLUON_TEST_OTP_DIR"];
  const home = join(given ?? cacheFolder(process.env), `${release}`);
  const o = given === undefined ? cachedOtp(release, process.env) : otpIn(home);
  if (o?.release !== release) return undefined;
  const program = (name: string) => join(o.bin, name);
  const { version, root } = o;
  const [erl, erlc, escript] = [program("erl"), program("erlc"), program("escript")];
  return { release, version, home, root, erl, erlc, escript, ebins: codePath(o) };
}

/** In a process of its own, because a test wants the answer at once. */
function install(release: OtpRelease): void {
  const main = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));
  const args = ["--import", "tsx", main, "otp", "install", `${release}`];
  execFileSync(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
}

export interface RunErlOptions {
  /** More arguments for `erl`, such as `-pa DIR`. */
  readonly args?: readonly string[];
  readonly cwd?: string;
  readonly timeout_ms?: number;
}

/** The most that Linux takes as one argument is 128 KB; longer programs go through a file. */
const MAX_EVAL = 100_000;

/**
 * Evaluates `expressions` (comma-separated, as after `-eval`) in a fresh `erl` and resolves to what it prints.
 * Rejects with erl's messages when it fails or takes longer than 60 s.
 */
export async function runErl(release: OtpRelease, expressions: string, options: RunErlOptions = {}): Promise<string> {
  const body = expressions.trim().replace(/\.$/, "");
  let evaluated = `${body}, erlang:halt(0).`;
  const folder = evaluated.length > MAX_EVAL ? mkdtempSync(join(tmpdir(), "gluon-erl-")) : undefined;
  if (folder !== undefined) {
    const file = join(folder, "script");
    writeFileSync(file, evaluated);
    evaluated = `{ok, _} = file:script(${JSON.stringify(file)}).`;
  }
  try {
    return await exec(otp(release).erl, ["-noshell", "+S", "1", ...(options.args ?? []), "-eval", evaluated], options);
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true });
  }
}

/** Compiles Erlang files with the release's own `erlc` into `outDir`, which is made. Rejects with erlc's messages. */
export async function compileErl(
  release: OtpRelease,
  files: readonly string[],
  outDir: string,
  options: readonly string[] = [],
): Promise<void> {
  mkdirSync(outDir, { recursive: true });
  await exec(otp(release).erlc, [...options, "-o", outDir, ...files], {});
}

/** Writes `source` as MODULE.erl in a new folder and compiles it there; resolves to the folder. */
export async function compileModule(release: OtpRelease, module: string, source: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "gluon-test-"));
  const file = join(folder, `${module}.erl`);
  writeFileSync(file, source);
  await compileErl(release, [file], folder, ["+debug_info"]);
  return folder;
}

function exec(file: string, args: readonly string[], { cwd, timeout_ms = 60_000 }: RunErlOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(file, args, { cwd, timeout: timeout_ms, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${file}: ${error.killed ? "timeout" : `status ${error.code}`}\n${stderr}${stdout}`));
    });
  });
}
