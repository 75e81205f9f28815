/**
 * Fetches OTP's tests and compiles them with the release's own compiler, into the cache folder: everything once.
 * Invariant: what is half made is never taken for whole.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "../src/hosts/node/otp.ts";
import { compileErl, type OtpRelease, otp, otpSource } from "../test/support/otp.ts";
import { type Application, dataModules, MEMBERS, TEST_SERVER_MODULES, variants } from "./applications.ts";

/** The way of compiling: another number compiles everything anew. */
const VERSION = 3;

const ERL = fileURLToPath(new URL("erl", import.meta.url));

/** The folder that all this lies in. */
export function suitesFolder(release: OtpRelease): string {
  return join(dirname(cacheFolder(process.env)), "suites", `${release}`);
}

/** OTP's source with its tests; fetched unless it is there. */
export function testsSource(release: OtpRelease): Promise<string> {
  return otpSource(release, "suites/sources", MEMBERS);
}

/** Our own modules and those of OTP's test system, compiled; resolves to their folder. */
export async function prepareSupport(release: OtpRelease): Promise<string> {
  const source = await testsSource(release);
  const own = readdirSync(ERL).map((name) => join(ERL, name));
  const helpers = helpersIn(join(source, "lib/stdlib/test"));
  const files = [...own, ...TEST_SERVER_MODULES.map((name) => join(source, name)), ...helpers];
  const hash = createHash("sha256");
  for (const file of own) hash.update(readFileSync(file));
  const folder = join(suitesFolder(release), `support-${hash.digest("hex").slice(0, 12)}`);
  await complete(folder, (part) => compileErl(release, files, part, ["+debug_info"]));
  return folder;
}

/** Makes the folder under another name unless it is there. */
async function complete(folder: string, make: (part: string) => Promise<void>): Promise<void> {
  if (existsSync(folder)) return;
  const part = `${folder}.part-${process.pid}`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(dirname(part), { recursive: true });
  await make(part);
  try {
    renameSync(part, folder);
  } catch (error) {
    // Another run was quicker: its result serves as well.
    if (!existsSync(folder)) throw error;
    rmSync(part, { recursive: true, force: true });
  }
}

const WAIT_ms = 500;

/**
 * Makes `file`, the last one of `folder`, unless it is there; others that want it wait. Modules remember where their sources
 * were, so that the folder cannot be made under another name.
 */
async function alone(folder: string, file: string, make: () => Promise<void>): Promise<void> {
  const lock = `${folder}.lock`;
  mkdirSync(dirname(lock), { recursive: true });
  while (!existsSync(file)) {
    try {
      writeFileSync(lock, `${process.pid}`, { flag: "wx" });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      if (isAlive(lock)) await new Promise((resolve) => setTimeout(resolve, WAIT_ms));
      else rmSync(lock, { force: true });
      continue;
    }
    try {
      if (!existsSync(file)) await make();
    } finally {
      rmSync(lock, { force: true });
    }
  }
}

/** Does the process live that holds the lock? */
function isAlive(lock: string): boolean {
  try {
    const pid = Number(readFileSync(lock, "utf8"));
    // Its number may not have been written yet.
    if (pid > 0) process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Modules that tests of other applications use as well. */
function helpersIn(tests: string): string[] {
  return readdirSync(tests)
    .filter((name) => name.endsWith("_lib.erl"))
    .map((name) => join(tests, name));
}

export interface Prepared {
  readonly folder: string;
  /** Modules that cannot be compiled, with the compiler's first message. */
  readonly failed: ReadonlyMap<string, string>;
}

/** The application's tests, with their sources and data beside them. */
export async function prepareTests(
  application: Application,
  release: OtpRelease,
  log: (line: string) => void,
): Promise<Prepared> {
  const source = await testsSource(release);
  const support = await prepareSupport(release);
  const folder = join(suitesFolder(release), `tests-${VERSION}`, application.name);
  const failures = join(folder, ".failed");
  await alone(folder, failures, async () => {
    log(`OTP ${release}: compiling the tests of ${application.name}`);
    rmSync(folder, { recursive: true, force: true });
    cpSync(join(source, application.folder), folder, { recursive: true });
    for (const file of application.more ?? []) cpSync(join(source, file), join(folder, basename(file)));
    for (const [name, text, by] of application.edits ?? []) {
      const file = join(folder, name);
      const before = readFileSync(file, "latin1");
      if (!before.includes(text)) throw new Error(`${file} has no ${text}`);
      writeFileSync(file, before.replace(text, by), "latin1");
    }
    writeFileSync(failures, (await compileAll(application, release, folder, support)).replaceAll(`${folder}/`, ""));
  });
  const failed = new Map<string, string>();
  for (const line of readFileSync(failures, "utf8").split("\n")) {
    const [file, reason] = line.split("\t");
    if (file?.endsWith(".erl")) failed.set(basename(file, ".erl"), reason ?? "");
  }
  return { folder, failed };
}

/** Resolves to lines `FILE.erl, tab, message` for what cannot be compiled. */
async function compileAll(
  application: Application,
  release: OtpRelease,
  folder: string,
  support: string,
): Promise<string> {
  const makefile = join(folder, "Makefile");
  const made = existsSync(makefile) ? variants(application, readFileSync(makefile, "utf8")) : [];
  const include = join(await testsSource(release), dirname(application.folder), "include");
  const includes = [folder, include].map((name) => `{i, "${name}"}`);
  const options = ["debug_info", "nowarn_export_all", ...includes, ...(application.options ?? [])];
  const jobs: string[] = [];
  const job = (file: string, more: readonly string[]) =>
    jobs.push(`{"${join(folder, file)}", "${folder}", [${[...options, ...more].join(", ")}]}.\n`);
  for (const file of readdirSync(folder).sort()) if (file.endsWith(".erl")) job(file, []);
  for (const variant of made) {
    const text = readFileSync(join(folder, `${variant.of}.erl`), "latin1");
    writeFileSync(
      join(folder, `${variant.name}.erl`),
      text.replace(`-module(${variant.of})`, `-module(${variant.name})`),
      "latin1",
    );
    job(`${variant.name}.erl`, variant.options);
  }
  for (const data of readdirSync(folder)) {
    const rules = join(folder, data, "Makefile.src");
    if (!data.endsWith("_data") || !existsSync(rules)) continue;
    for (const module of dataModules(readFileSync(rules, "utf8"))) {
      const [from, to] = [join(folder, data, module.source), join(folder, data, module.folder)];
      // The rules of one or the other release name modules that are not there.
      if (!existsSync(from)) continue;
      mkdirSync(to, { recursive: true });
      jobs.push(`{"${from}", "${to}", [debug_info]}.\n`);
    }
  }
  const file = join(folder, ".compile.term");
  writeFileSync(file, jobs.join(""));
  return new Promise((resolve, reject) => {
    const args = ["-noinput", "-pa", support, "-eval", `gluon_suites:compile("${file}")`];
    const child = spawn(otp(release).erl, args, { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
    let out = "";
    child.stdout.setEncoding("utf8").on("data", (text) => (out += text));
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve(out) : reject(new Error(`compiling ${application.name}: ${out}`)),
    );
  });
}
