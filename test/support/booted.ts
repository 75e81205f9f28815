/** Programs on booted OTP: `erl` and `gluon erl` with the same flags, side by side. */
import { spawn } from "node:child_process";
import { gluonCommand } from "./gluon.ts";
import { type OtpRelease, otp } from "./otp.ts";

export interface Side {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface BootedOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Longer means that it hangs; the machine may be busy with other tests. */
  readonly timeout_ms?: number;
}

function run(command: string, args: readonly string[], options: BootedOptions, env: NodeJS.ProcessEnv): Promise<Side> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: options.cwd, env, timeout: options.timeout_ms ?? 120_000 });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("close", (status) => resolve({ status, stdout, stderr }));
    child.stdin.on("error", () => {});
    child.stdin.end(options.input ?? "");
  });
}

export function runRealErl(release: OtpRelease, flags: readonly string[], options: BootedOptions = {}): Promise<Side> {
  return run(otp(release).erl, flags, options, { ...process.env, ...options.env });
}

export function runGluonErl(release: OtpRelease, flags: readonly string[], options: BootedOptions = {}): Promise<Side> {
  const [command, ...first] = gluonCommand();
  const env = { ...process.env, GLUON_OTP: otp(release).root, ...options.env };
  return run(command, [...first, "erl", ...flags], options, env);
}

/** `flags` gets the side's name, for folders of its own. */
export async function runBoth(
  release: OtpRelease,
  flags: (side: "erl" | "gluon") => readonly string[],
  options: (side: "erl" | "gluon") => BootedOptions = () => ({}),
): Promise<{ erl: Side; gluon: Side }> {
  const erl = await runRealErl(release, flags("erl"), options("erl"));
  const gluon = await runGluonErl(release, flags("gluon"), options("gluon"));
  return { erl, gluon };
}
