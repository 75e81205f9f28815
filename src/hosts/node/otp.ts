/**
 * Finds Erlang/OTP on this machine: laid out in the cache folder by `gluon otp install`, installed and on PATH, or in a
 * folder that the user names. Only files are read, no program is started, so that it costs next to nothing at start.
 * OTP: what the `erl` script and `code_server` work out from ROOTDIR.
 */
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";

export type Env = Readonly<Record<string, string | undefined>>;

/** The releases that `gluon otp install` can lay out, oldest first. */
export const INSTALLABLE = [25, 27, 29] as const;
export type Installable = (typeof INSTALLABLE)[number];

/** What is taken where there is a choice. */
export const DEFAULT_RELEASE: Installable = 27;

export interface Otp {
  /** 25, 27, ... */
  readonly release: number;
  /** Such as `27.3.4.1`. */
  readonly version: string;
  /** The emulator's own version, such as `15.2.7`. */
  readonly erts: string;
  /** The folder of the emulator's helper programs, BINDIR. */
  readonly ertsBin: string;
  /** `code:root_dir()`: holds `lib` and `releases`. */
  readonly root: string;
  /** The folder of `erl` and `erlc`. */
  readonly bin: string;
  readonly origin: "cache" | "path" | "folder";
}

/** There is no such OTP here; the message says what to do. */
export class OtpError extends Error {
  /** The message is all that the user needs: no stack is shown. */
  readonly forUser = true;
}

/** Where `gluon otp install` lays releases out. */
export function cacheFolder(env: Env): string {
  const base = env["XDG_CACHE_HOME"] || join(env["HOME"] || homedir(), ".cache");
  return join(base, "gluon", "otp");
}

/** The OTP in `folder`: a root folder, or one of ours, which holds the root at `usr/lib/erlang`. */
export function otpIn(folder: string, origin: Otp["origin"] = "folder"): Otp | undefined {
  const top = resolve(folder);
  for (const [root, bin] of [
    [join(top, "usr", "lib", "erlang"), join(top, "bin")],
    [top, join(top, "bin")],
    [join(top, "lib", "erlang"), join(top, "bin")],
  ] as const) {
    const version = versionOf(root);
    if (version !== undefined) return { ...version, root, bin, origin };
  }
  return undefined;
}

function versionOf(root: string): Pick<Otp, "release" | "version" | "erts" | "ertsBin"> | undefined {
  try {
    const [erts = "", name] = readFileSync(join(root, "releases", "start_erl.data"), "utf8")
      .trim()
      .split(/\s+/);
    const release = Number(name);
    if (!Number.isInteger(release) || !existsSync(join(root, "lib"))) return undefined;
    const file = join(root, "releases", name as string, "OTP_VERSION");
    return {
      release,
      erts,
      ertsBin: join(root, `erts-${erts}`, "bin"),
      version: existsSync(file) ? readFileSync(file, "utf8").trim().replace(/\*+$/, "") : `${release}`,
    };
  } catch {
    return undefined;
  }
}

/** The release as laid out in the cache. A half-finished one never bears this name: the installer renames last. */
export function cachedOtp(release: number, env: Env): Otp | undefined {
  return otpIn(join(cacheFolder(env), `${release}`), "cache");
}

/** The OTP whose `erl` comes first on PATH. */
export function otpOnPath(env: Env): Otp | undefined {
  for (const folder of (env["PATH"] ?? "").split(delimiter)) {
    const erl = join(folder, "erl");
    if (folder === "" || !existsSync(erl)) continue;
    try {
      const real = realpathSync(erl);
      const found = otpIn(join(dirname(real), "..")) ?? otpIn(rootNamedIn(real) ?? "/nonexistent");
      if (found !== undefined) return { ...found, bin: folder, origin: "path" };
    } catch {
      // A broken link or an unreadable script: the next folder.
    }
  }
  return undefined;
}

/** The standard `erl` is a shell script that names its root. */
function rootNamedIn(script: string): string | undefined {
  const text = readFileSync(script, "latin1").slice(0, 4000);
  return /^\s*(?:ERL_)?ROOTDIR="?([^"\n$]+)"?\s*$/m.exec(text)?.[1];
}

/** Every OTP that is found here, the default first. */
export function allOtps(env: Env): Otp[] {
  const found: Otp[] = [];
  for (const release of INSTALLABLE) {
    const otp = cachedOtp(release, env);
    if (otp !== undefined) found.push(otp);
  }
  const path = otpOnPath(env);
  if (path !== undefined && !found.some((o) => o.root === path.root)) found.push(path);
  // A stable sort: newest first, the default release before all.
  const rank = (o: Otp) => (o.release === DEFAULT_RELEASE ? Number.POSITIVE_INFINITY : o.release);
  return found.sort((a, b) => (rank(a) === rank(b) ? 0 : rank(b) - rank(a)));
}

/**
 * The OTP that `wanted` names, a release or a folder; without it the one that GLUON_OTP names; without that the default
 * one that is here, or undefined when there is none. Throws OtpError when a named one is not here.
 */
export function findOtp(wanted: string | undefined, env: Env): Otp | undefined {
  const named = wanted ?? (env["GLUON_OTP"] || undefined);
  if (named === undefined) return defaultOtp(env);
  const source = wanted === undefined ? "GLUON_OTP" : "--otp";
  if (/^[0-9]+$/.test(named)) {
    const release = Number(named);
    const cached = cachedOtp(release, env);
    if (cached !== undefined) return cached;
    const path = otpOnPath(env);
    if (path?.release === release) return path;
    const installable = (INSTALLABLE as readonly number[]).includes(release);
    throw new OtpError(
      `${source}: OTP ${release} is neither in the cache nor on PATH` +
        (installable ? `: \`gluon otp install ${release}\` fetches it` : ""),
    );
  }
  const otp = otpIn(named);
  if (otp === undefined) throw new OtpError(`${source}: no Erlang/OTP in ${named} (no releases/start_erl.data)`);
  return otp;
}

/** The default release if the cache has it, which is the quick case; else the best of what there is. */
function defaultOtp(env: Env): Otp | undefined {
  return cachedOtp(DEFAULT_RELEASE, env) ?? allOtps(env)[0];
}

/** The file of a module in the first folder of `path` that has it. */
export function findBeam(path: readonly string[], name: string): { bytes: Uint8Array; fileName: string } | undefined {
  if (name.includes("/") || name.includes("\0")) return undefined;
  for (const folder of path) {
    const fileName = join(folder, `${name}.beam`);
    // Asking first is cheap: a failed read builds an exception with its stack.
    if (!existsSync(fileName)) continue;
    try {
      return { bytes: new Uint8Array(readFileSync(fileName)), fileName };
    } catch {
      // A folder of that name, or not readable: as if it were not there.
    }
  }
  return undefined;
}

/**
 * The `ebin` folders of OTP's applications, kernel, stdlib and compiler first, and of an Elixir beside it. Where an
 * application is there in several versions the newest counts.
 */
export function codePath(otp: Otp): string[] {
  const applications = new Map<string, string>();
  for (const entry of readdirSync(join(otp.root, "lib"))) {
    const name = /^([a-z][a-z0-9_]*)(?:-[0-9.]+)?$/.exec(entry)?.[1];
    if (name === undefined) continue;
    const other = applications.get(name);
    if (other === undefined || compareVersions(entry, other) > 0) applications.set(name, entry);
  }
  const first = ["kernel", "stdlib", "compiler"].filter((name) => applications.has(name));
  const rest = [...applications.keys()].filter((name) => !first.includes(name)).sort();
  const folders = [...first, ...rest].map((name) => join(otp.root, "lib", applications.get(name) as string, "ebin"));
  const elixir = join(otp.root, "..", "elixir", "lib");
  if (existsSync(elixir)) for (const name of readdirSync(elixir).sort()) folders.push(join(elixir, name, "ebin"));
  return folders;
}

function compareVersions(a: string, b: string): number {
  const numbers = (s: string) => s.split("-")[1]?.split(".").map(Number) ?? [];
  const [x, y] = [numbers(a), numbers(b)];
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const order = (x[i] ?? -1) - (y[i] ?? -1);
    if (order !== 0) return order;
  }
  return 0;
}
