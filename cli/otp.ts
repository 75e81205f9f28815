/**
 * `gluon otp`: lists the Erlang/OTP releases on this machine and lays new ones out.
 */
import { allOtps, findOtp, INSTALLABLE, type Installable, type Otp } from "../src/hosts/node/otp.ts";
import { type Command, OK, UsageError } from "./usage.ts";

export const otp: Command = {
  name: "otp",
  summary: "list Erlang/OTP releases on this machine, or fetch one",
  help: `Usage: gluon otp list
       gluon otp install [--source] ${INSTALLABLE.join("|")}

list     shows every Erlang/OTP that Gluon finds: those in the cache folder and the one on PATH. The one marked
         with * is used unless --otp or GLUON_OTP names another, by its release or its folder.
install  lays a release out in the cache folder, with Elixir and rebar3, from Debian's packages. Needs apt-get and
         dpkg, the machine's own package sources and about 400 MB; installs nothing system-wide and needs no root.
         --source adds OTP's source code with its test suites.

The cache folder is $XDG_CACHE_HOME/gluon/otp, by default ~/.cache/gluon/otp. A folder in it may be deleted any time.`,

  async run(args) {
    const [action, ...rest] = args;
    if (action === "list" && rest.length === 0) return list();
    if (action === "install") return install(rest);
    throw new UsageError("otp: say `gluon otp list` or `gluon otp install RELEASE`");
  },
};

function list(): number {
  const otps = allOtps(process.env);
  if (otps.length === 0) {
    process.stderr.write("No Erlang/OTP here: `gluon otp install 27` fetches one.\n");
    return OK;
  }
  const used = findOtp(undefined, process.env);
  // GLUON_OTP may name a folder that nothing else leads to.
  if (used !== undefined && !otps.some((o) => o.root === used.root)) otps.push(used);
  process.stdout.write(otps.map((o) => `${describe(o, o.root === used?.root)}\n`).join(""));
  return OK;
}

function describe(o: Otp, used: boolean): string {
  return `${used ? "*" : " "} ${String(o.release).padEnd(4)}${o.version.padEnd(12)}${o.origin.padEnd(8)}${o.root}`;
}

async function install(args: readonly string[]): Promise<number> {
  const source = args.includes("--source");
  const releases = args.filter((arg) => arg !== "--source");
  if (releases.length === 0) throw new UsageError(`otp install: which release, ${INSTALLABLE.join(", ")}?`);
  for (const release of releases) {
    if (!INSTALLABLE.some((r) => `${r}` === release))
      throw new UsageError(`otp install: ${release} is none of ${INSTALLABLE.join(", ")}`);
  }
  const { installOtp } = await import("../src/hosts/node/otp_install.ts");
  const log = (line: string) => process.stderr.write(`${line}\n`);
  for (const release of releases) {
    const made = await installOtp(Number(release) as Installable, { env: process.env, log, source });
    process.stdout.write(`${describe(made, false).trim()}\n`);
  }
  return OK;
}
