/**
 * Lays Erlang/OTP, Elixir and rebar3 out in a cache folder, from Debian's packages: nothing is installed system-wide and
 * no root is needed. `apt-get` works on a state of its own, made from the machine's own package sources; the packages are
 * unpacked, not configured.
 *
 * Each release comes from the Debian suite that carries it, which may be newer than the machine: the suite's own C library
 * comes along, and every program is started through that library's loader by a small script which stands in its place.
 * Invariant: the folder is laid out under a name of its own and renamed when it is complete and has run once, so that
 * a killed installation is never taken for a whole one. The scripts find their folder by themselves.
 */
import { spawn } from "node:child_process";
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import {
  cachedOtp,
  cacheFolder,
  DEFAULT_RELEASE,
  type Env,
  type Installable,
  type Otp,
  OtpError,
  otpIn,
} from "./otp.ts";

/** The Debian suite that carries a release. */
const SUITES: { readonly [release in Installable]: string } = { 25: "bookworm", 27: "trixie", 29: "forky" };

/** OTP's applications, as Debian's `erlang-*` packages group them. */
const ERLANG_PARTS =
  "base crypto ssl public-key asn1 inets mnesia tools syntax-tools parsetools runtime-tools xmerl eunit common-test " +
  "ssh os-mon dev src observer debugger edoc et ftp tftp snmp sasl reltool dialyzer diameter eldap megaco";
const OTHER_PACKAGES = "elixir rebar3";
/** What the programs and NIF libraries are linked with, under the names of all three suites. */
const LIBRARIES =
  "libc6 libgcc-s1 libstdc++6 zlib1g libtinfo6 libncurses6 libssl3 libssl3t64 libsystemd0 libsctp1 libcap2 liblzma5 " +
  "liblz4-1 libzstd1 libgcrypt20 libgpg-error0";

export interface InstallOptions {
  readonly env: Env;
  /** Receives progress, one line at a time. */
  readonly log: (line: string) => void;
  /** Also OTP's source package with its test suites, as `src` beside the programs. */
  readonly source?: boolean;
}

/** Lays `release` out in the cache unless it is there. Throws OtpError when this machine has no way to. */
export async function installOtp(release: Installable, options: InstallOptions): Promise<Otp> {
  const target = join(cacheFolder(options.env), `${release}`);
  if (cachedOtp(release, options.env) === undefined) {
    mkdirSync(dirname(target), { recursive: true });
    await inFolderOfItsOwn(target, (part) => layOut(release, part, options));
  }
  if (options.source && !existsSync(join(target, "src"))) {
    await inFolderOfItsOwn(join(target, "src"), (part) => fetchSource(release, part, options));
  }
  return cachedOtp(release, options.env) as Otp;
}

const ABANDONED_MS = 6 * 3_600_000;

/** Runs `make` on `target.part-PID` and renames that to `target`. What killed runs left behind goes. */
async function inFolderOfItsOwn(target: string, make: (part: string) => Promise<void>): Promise<void> {
  for (const name of readdirSync(dirname(target))) {
    if (!name.startsWith(`${basename(target)}.part-`)) continue;
    const left = join(dirname(target), name);
    // The number may belong to another process by now.
    const old = Date.now() - statSync(left).mtimeMs > ABANDONED_MS;
    if (old || !isAlive(Number(name.split("-").at(-1)))) rmSync(left, { recursive: true, force: true });
  }
  const part = `${target}.part-${process.pid}`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part);
  try {
    await make(part);
    try {
      renameSync(part, target);
    } catch (error) {
      // Another installation was quicker: its result serves as well.
      if (!existsSync(target)) throw error;
    }
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function layOut(release: Installable, folder: string, { env, log }: InstallOptions): Promise<void> {
  const apt = new PrivateApt(folder, SUITES[release], env);
  log(`OTP ${release}: reading the package lists of Debian ${SUITES[release]}`);
  await apt.update("deb");
  await apt.mustHave(release);

  const known = new Set((await apt.run("apt-cache", ["pkgnames"])).split("\n"));
  const wanted = [
    ...ERLANG_PARTS.split(" ").map((part) => `erlang-${part}`),
    ...`${OTHER_PACKAGES} ${LIBRARIES}`.split(" "),
  ];
  const packages = wanted.filter((name) => known.has(name));
  const debs = join(folder, ".debs");
  mkdirSync(debs);
  let got = 0;
  await apt.run("apt-get", ["download", ...packages], debs, (line) => {
    if (/^(Get|Hit):/.test(line) && (++got % 10 === 0 || got === packages.length))
      log(`OTP ${release}: ${got} of ${packages.length} packages`);
  });
  log(`OTP ${release}: unpacking`);
  for (const deb of readdirSync(debs)) await run("dpkg-deb", ["-x", join(debs, deb), folder], { env });
  for (const rest of [".debs", ".apt", "usr/share", "var"])
    rmSync(join(folder, rest), { recursive: true, force: true });

  writePrograms(folder);
  const erl = join(folder, "bin", "erl");
  const answer = await run(erl, ["-noshell", "-eval", "io:put_chars(erlang:system_info(otp_release)), halt()."], {
    env,
  });
  if (answer !== `${release}` || otpIn(folder) === undefined) {
    throw new OtpError(`the Erlang laid out in ${folder} does not run: it says ${JSON.stringify(answer)}`);
  }
  log(`OTP ${release}: ready`);
}

/**
 * Takes what tar's patterns `members` name out of OTP's source package, into `target` unless that is there: the package is
 * unpacked to 200 MB, of which most need little. Throws OtpError when this machine has no way to.
 */
export async function fetchSourceFiles(
  release: Installable,
  members: readonly string[],
  target: string,
  options: InstallOptions,
): Promise<void> {
  if (existsSync(target)) return;
  mkdirSync(dirname(target), { recursive: true });
  await inFolderOfItsOwn(target, (part) => fetchSource(release, part, options, members));
}

/** Unpacks a source package of Debian's, as its authors made it, into `target` unless that is there. */
export async function fetchDebianSource(name: string, target: string, options: InstallOptions): Promise<void> {
  if (existsSync(target)) return;
  mkdirSync(dirname(target), { recursive: true });
  await inFolderOfItsOwn(target, (part) => fetchArchive(name, SUITES[DEFAULT_RELEASE], part, options));
}

async function fetchSource(
  release: Installable,
  folder: string,
  options: InstallOptions,
  members: readonly string[] = [],
): Promise<void> {
  options.log(`OTP ${release}: fetching the source package`);
  await fetchArchive("erlang", SUITES[release], folder, options, members);
  options.log(`OTP ${release}: sources ready`);
}

async function fetchArchive(
  name: string,
  suite: string,
  folder: string,
  { env }: InstallOptions,
  members: readonly string[] = [],
): Promise<void> {
  const apt = new PrivateApt(folder, suite, env);
  await apt.update("deb-src");
  const work = join(folder, ".source");
  mkdirSync(work);
  // The authors' own archive alone: mirrors drop Debian's changes to it while their lists still name them.
  await apt.run("apt-get", ["source", "--download-only", "--tar-only", `${name}/${suite}`], work);
  const archive = readdirSync(work).find((file) => /\.orig\.tar\.[a-z0-9]+$/.test(file));
  if (archive === undefined) throw new OtpError(`the source package ${name} holds no orig.tar`);
  const wanted = members.length === 0 ? [] : ["--wildcards", ...members.map((member) => `*/${member}`)];
  await run("tar", ["-xf", join(work, archive), "--strip-components=1", "-C", folder, ...wanted], { env });
  for (const rest of [".source", ".apt"]) rmSync(join(folder, rest), { recursive: true, force: true });
}

// -- Apt on a state of its own.

interface DebianSource {
  readonly uri: string;
  readonly signedBy: string | undefined;
}

class PrivateApt {
  private readonly state: string;
  private readonly suite: string;
  private readonly env: Env;

  constructor(folder: string, suite: string, env: Env) {
    for (const tool of ["apt-get", "apt-cache", "dpkg-deb"]) {
      if (!onPath(tool, env)) throw new OtpError(`\`${tool}\` is not here. ${ELSEWHERE}`);
    }
    this.state = join(folder, ".apt");
    this.suite = suite;
    this.env = env;
    mkdirSync(join(this.state, "lists", "partial"), { recursive: true });
    mkdirSync(join(this.state, "cache", "archives", "partial"), { recursive: true });
  }

  /** Reads the lists of binary (`deb`) or source packages. */
  async update(kind: "deb" | "deb-src"): Promise<void> {
    const source = debianSource(this.env);
    const signed = source.signedBy === undefined ? "" : `[signed-by=${source.signedBy}] `;
    writeFileSync(join(this.state, "sources.list"), `${kind} ${signed}${source.uri} ${this.suite} main\n`);
    await this.run("apt-get", ["update"]);
  }

  /** Debian's testing suite moves on: what it has now may be another release. */
  async mustHave(release: number): Promise<void> {
    const shown = await this.run("apt-cache", ["show", "--no-all-versions", "erlang-base"]);
    const version = /^Version: (?:[0-9]+:)?([0-9]+)/m.exec(shown)?.[1];
    if (version !== `${release}`)
      throw new OtpError(`Debian ${this.suite} now has OTP ${version ?? "none"}, not ${release}. ${ELSEWHERE}`);
  }

  run(tool: string, args: readonly string[], cwd?: string, onLine?: (line: string) => void): Promise<string> {
    const settings = {
      "Dir::State::Lists": join(this.state, "lists"),
      "Dir::State::status": "/dev/null",
      "Dir::Cache": join(this.state, "cache"),
      "Dir::Etc::sourcelist": join(this.state, "sources.list"),
      "Dir::Etc::sourceparts": "/nonexistent",
      // Without this, apt as root drops to a user who cannot write here.
      "APT::Sandbox::User": "root",
      "Acquire::Languages": "none",
      "Acquire::Retries": "3",
      // A list that cannot be fetched is an error, not a warning.
      "APT::Update::Error-Mode": "any",
    };
    const options = Object.entries(settings).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
    return run(tool, ["-q", ...options, ...args], { env: this.env, cwd, onLine });
  }
}

const ELSEWHERE =
  "Releases are laid out from Debian's packages; elsewhere install Erlang/OTP as your system does " +
  "(such as `brew install erlang` or a build from source) and have `erl` on PATH, or name its folder: " +
  "`--otp DIR` or GLUON_OTP=DIR, where DIR is what `erl -noshell -eval 'io:put_chars(code:root_dir()), halt().'` prints.";

const KEYRINGS = ["debian-archive-keyring.gpg", "debian-archive-keyring.pgp"].map((name) =>
  join("/usr/share/keyrings", name),
);

/** The mirror and the keys that this machine's own apt uses for Debian's main archive. */
function debianSource(env: Env): DebianSource {
  const keyring = KEYRINGS.find((file) => existsSync(file));
  const named = env["GLUON_DEBIAN_MIRROR"];
  if (named) return { uri: named, signedBy: keyring };
  const etc = "/etc/apt";
  const files = [join(etc, "sources.list")];
  const parts = join(etc, "sources.list.d");
  if (existsSync(parts)) files.push(...readdirSync(parts).map((name) => join(parts, name)));
  for (const file of files) {
    if (!existsSync(file)) continue;
    const text = readFileSync(file, "utf8");
    const found = file.endsWith(".sources") ? fromStanzas(text) : file.endsWith(".list") ? fromLines(text) : undefined;
    if (found !== undefined) return { uri: found.uri, signedBy: found.signedBy ?? keyring };
  }
  throw new OtpError(
    `this machine's apt sources name no Debian archive; GLUON_DEBIAN_MIRROR=URL names one. ${ELSEWHERE}`,
  );
}

/** Debian's main archive: not its security updates, not a snapshot, which lacks the other suites; other archives are no `debian`. */
function isMainArchive(uri: string): boolean {
  return /^[a-z+]+:.*\/debian\/?$/.test(uri) && !uri.includes("snapshot");
}

/** One-line format: `deb [options] URI suite components`. */
export function fromLines(text: string): DebianSource | undefined {
  for (const line of text.split("\n")) {
    const match = /^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+\S+/.exec(line);
    if (match === null || !isMainArchive(match[2] as string)) continue;
    return { uri: match[2] as string, signedBy: /signed-by=(\S+)/.exec(match[1] ?? "")?.[1] };
  }
  return undefined;
}

/** Deb822 format: stanzas of `Field: value`. A key that stands in the stanza itself is left to the keyring. */
export function fromStanzas(text: string): DebianSource | undefined {
  for (const stanza of text.split(/\n\s*\n/)) {
    const field = (name: string) => new RegExp(`^${name}:[ \\t]*(.*)$`, "mi").exec(stanza)?.[1]?.trim();
    if (/^no$/i.test(field("Enabled") ?? "")) continue;
    const uri = field("URIs")?.split(/\s+/).find(isMainArchive);
    if (uri === undefined) continue;
    const signed = field("Signed-By");
    return { uri, signedBy: signed?.startsWith("/") && existsSync(signed) ? signed : undefined };
  }
  return undefined;
}

// -- Programs that run on their suite's own C library.

const SELF = `self=$0
while [ -h "$self" ]; do
  link=$(readlink "$self")
  case $link in /*) self=$link ;; *) self=\${self%/*}/$link ;; esac
done
here=$(cd "\${self%/*}/.." && pwd)
`;

function writePrograms(folder: string): void {
  const erlang = join(folder, "usr", "lib", "erlang");
  const elves = walk(erlang).filter(isProgram);
  for (const file of elves) wrapProgram(folder, file);

  const erts = readdirSync(erlang).find((name) => name.startsWith("erts-"));
  mkdirSync(join(folder, "bin"), { recursive: true });
  for (const program of ["erl", "erlc", "escript"]) {
    script(join(folder, "bin", program), [
      `${SELF}ROOTDIR=$here/usr/lib/erlang BINDIR=$here/usr/lib/erlang/${erts}/bin EMU=beam PROGNAME=erl`,
      "ESCRIPT_EMULATOR=$here/bin/erl ERLC_EMULATOR=$here/bin/erl",
      "export ROOTDIR BINDIR EMU PROGNAME ESCRIPT_EMULATOR ERLC_EMULATOR",
      `exec "$BINDIR/${program === "erl" ? "erlexec" : program}" "$@"`,
    ]);
  }
  const path = `${SELF}PATH=$here/bin:$PATH ERTS_BIN=$here/bin/\nexport PATH ERTS_BIN`;
  for (const program of ["elixir", "elixirc", "iex", "mix"])
    script(join(folder, "bin", program), [path, `exec "$here/usr/lib/elixir/bin/${program}" "$@"`]);
  script(join(folder, "bin", "rebar3"), [path, 'exec "$here/bin/escript" "$here/usr/bin/rebar3" "$@"']);
}

/** Puts a script in the program's place that starts it through the loader of the C library beside it. */
function wrapProgram(folder: string, file: string): void {
  const loader = loaderIn(folder);
  const up = relative(dirname(file), folder);
  const inside = (path: string) => `"$here/${up}/${relative(folder, path)}"`;
  const libraries = ["lib", "usr/lib"].flatMap((lib) =>
    existsSync(join(folder, lib))
      ? readdirSync(join(folder, lib))
          .filter((name) => name.endsWith("-linux-gnu"))
          .map((name) => `${lib}/${name}`)
      : [],
  );
  const program = join(dirname(file), `.${basename(file)}.elf`);
  renameSync(file, program);
  script(file, [
    `here=\${0%/*}`,
    `libs=${libraries.map((lib) => `$here/${up}/${lib}`).join(":")}`,
    `exec ${inside(loader)} --library-path "$libs" --argv0 "$0" "$here/${basename(program)}" "$@"`,
  ]);
}

/** The dynamic loader itself, not the absolute link that leads to the machine's own. */
function loaderIn(folder: string): string {
  for (const lib of ["usr/lib", "lib", "usr/lib64", "lib64"]) {
    const found = walk(join(folder, lib), 2).find((file) =>
      /^ld-linux-.*\.so\.[0-9]$|^ld-[0-9.]+\.so$/.test(basename(file)),
    );
    if (found !== undefined) return found;
  }
  throw new OtpError("the C library's package holds no dynamic loader");
}

function script(file: string, lines: readonly string[]): void {
  rmSync(file, { force: true });
  writeFileSync(file, ["#!/bin/sh", ...lines, ""].join("\n"));
  chmodSync(file, 0o755);
}

/** The regular files under `folder`, links left out. */
function walk(folder: string, depth = Number.POSITIVE_INFINITY): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return depth > 1 ? walk(path, depth - 1) : [];
    return entry.isFile() ? [path] : [];
  });
}

const PT_INTERP = 3;

/** True for an ELF file that names a loader: a program, not a library. */
function isProgram(file: string): boolean {
  const head = new Uint8Array(4096);
  const fd = openSync(file, "r");
  const length = readSync(fd, head, 0, head.length, 0);
  closeSync(fd);
  if (length < 64 || head[0] !== 0x7f || head[1] !== 0x45 || head[2] !== 0x4c || head[3] !== 0x46) return false;
  const view = new DataView(head.buffer);
  const wide = head[4] === 2;
  const table = wide ? Number(view.getBigUint64(32, true)) : view.getUint32(28, true);
  const size = view.getUint16(wide ? 54 : 42, true);
  const count = view.getUint16(wide ? 56 : 44, true);
  for (let i = 0; i < count && table + i * size + 4 <= length; i++)
    if (view.getUint32(table + i * size, true) === PT_INTERP) return true;
  return false;
}

// -- Small tools.

function onPath(tool: string, env: Env): boolean {
  return (env["PATH"] ?? "").split(":").some((folder) => folder !== "" && existsSync(join(folder, tool)));
}

interface RunOptions {
  readonly env: Env;
  readonly cwd?: string | undefined;
  readonly onLine?: ((line: string) => void) | undefined;
}

/** Runs a program; resolves to its standard output. Throws OtpError with its last words when it fails. */
function run(command: string, args: readonly string[], options: RunOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const env = { ...options.env, LC_ALL: "C.UTF-8", DEBIAN_FRONTEND: "noninteractive" } as NodeJS.ProcessEnv;
    const child = spawn(command, args, { cwd: options.cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    let errors = "";
    let line = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (options.onLine === undefined) return;
      const lines = (line + text).split("\n");
      line = lines.pop() as string;
      lines.forEach(options.onLine);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors += text;
    });
    child.on("error", (error) => reject(new OtpError(`${command}: ${error.message}`)));
    child.on("close", (code) => {
      if (code === 0) resolve(output);
      else reject(new OtpError(`${basename(command)} ${args.at(-1)} failed (${code}): ${errors.trim().slice(-2000)}`));
    });
  });
}
