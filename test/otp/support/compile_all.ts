/** OTP's own source files through `erlc +deterministic`, on real `erl` and on Gluon: the same files come out. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gluonCommand } from "../../support/gluon.ts";
import { type OtpRelease, otp, otpSource } from "../../support/otp.ts";
import { start } from "./lab.ts";

/** The folder of an application, such as `.../lib/stdlib-6.2`. */
function application(release: OtpRelease, name: string): string {
  const lib = join(otp(release).root, "lib");
  return join(lib, readdirSync(lib).find((entry) => entry.startsWith(`${name}-`)) as string);
}

/** Headers that Debian leaves out of `erlang-src` come from OTP's source package. */
async function includeFolders(release: OtpRelease, name: string): Promise<string[]> {
  const source = await otpSource(release, "headers", ["lib/*/src/*.hrl"]);
  return ["kernel", "stdlib", name].flatMap((a) => [
    ...["include", "src"].map((folder) => join(application(release, a), folder)),
    join(source, "lib", a, "src"),
  ]);
}

/** The source files of an application. */
export function sources(release: OtpRelease, name: string): string[] {
  const folder = join(application(release, name), "src");
  return readdirSync(folder)
    .filter((file) => file.endsWith(".erl"))
    .sort()
    .map((file) => join(folder, file));
}

export interface Compared {
  readonly file: string;
  /** "same", "neither" where both refuse the file, or what differs. */
  readonly result: string;
}

/** Compiles `files` of `name` on both sides. */
export async function compareCompiled(
  release: OtpRelease,
  name: string,
  files: readonly string[],
  timeout_ms = 3_600_000,
): Promise<{ readonly compared: readonly Compared[]; readonly said: readonly [string, string] }> {
  const home = mkdtempSync(join(tmpdir(), "gluon-erlc-"));
  const includes = await includeFolders(release, name);
  const args = (out: string) => ["+deterministic", ...includes.flatMap((i) => ["-I", i]), "-o", out, ...files];
  try {
    const [theirs, mine] = [join(home, "erl"), join(home, "gluon")];
    for (const folder of [theirs, mine]) mkdirSync(folder);
    const real = await start(otp(release).erlc, args(theirs), home, { timeout_ms });
    const [gluon, ...first] = gluonCommand();
    const options = [...first, "--otp", otp(release).home, "erlc", ...args(mine)];
    const ours = await start(gluon, options, home, { timeout_ms });
    const compared = files.map((file) => {
      const beam = `${file.slice(file.lastIndexOf("/") + 1, -".erl".length)}.beam`;
      return { file, result: difference(join(theirs, beam), join(mine, beam)) };
    });
    const text = (d: typeof real) => `${d.status}\n${d.out}${d.err}`;
    return { compared, said: [text(real), text(ours)] };
  } finally {
    rmSync(home, { recursive: true });
  }
}

function difference(theirs: string, mine: string): string {
  const [a, b] = [theirs, mine].map((file) => (existsSync(file) ? readFileSync(file) : undefined));
  if (a === undefined || b === undefined)
    return a === b ? "neither" : `only ${a === undefined ? "Gluon" : "erl"} made it`;
  return a.equals(b) ? "same" : `${a.length} bytes and ${b.length} bytes differ`;
}
