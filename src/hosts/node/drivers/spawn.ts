/**
 * Ports to programs: `{spawn, Command}` and `{spawn_executable, File}`.
 *
 * A command is given to `/bin/sh -c "exec Command"`, as erts does. The program is a session leader, its standard input and output (or
 * file descriptors 3 and 4) lead to the port, what is not taken is inherited. It is not waited for once the port is closed.
 * Node starts programs with socket pairs, not pipes, and takes names and arguments only as UTF-8; what is not is `einval`. It lets an
 * executable have SIGPIPE as usual, which erts ignores.
 * OTP: spawn_driver in sys_drivers.c, erl_child_setup.c.
 */
import type { ChildProcess, StdioOptions } from "node:child_process";
import { accessSync, constants, statSync, writeSync } from "node:fs";
import { constants as os } from "node:os";
import type { Readable, Writable } from "node:stream";
import { type Driver, type DriverPort, OpenError, type OpenOptions } from "../../../ports/driver.ts";
import { utf8Decode } from "../../../util/utf8.ts";
import { childProcess } from "../builtin.ts";
import { CWD } from "../../../runtime/file_system.ts";
import { errnoName } from "../../../runtime/posix.ts";
import { StreamPort } from "./stream_port.ts";

/** What is to be executed. */
interface Program {
  readonly file: string;
  readonly argv0: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Standard error comes through a pipe of its own. */
  readonly ownStderr: boolean;
}

/** erts ignores SIGPIPE, and what it starts inherits that. */
const IGNORE_SIGPIPE = "trap '' PIPE; ";
const STDERR_TO_STDOUT = "exec 2>&1; ";

class ProgramPort extends StreamPort {
  private child: ChildProcess | undefined = undefined;
  private readonly inputs: Readable[] = [];
  private openInputs = 0;
  /** The exit status: known, to be waited for, or not wanted. Once it has been told there is nothing to wait for. */
  private status: number | "running" | "unwanted" | "told";

  constructor(port: DriverPort, options: OpenOptions) {
    super(port, options);
    this.status = options.exitStatus ? "running" : "unwanted";
  }

  /** False: the system has no room for another program. */
  run(child: ChildProcess, ownStderr: boolean): boolean {
    const { useStdio, write, read } = this.options;
    const sink = write ? ((useStdio ? child.stdin : child.stdio?.[3]) as Writable | null | undefined) : null;
    const source = read ? ((useStdio ? child.stdout : child.stdio?.[4]) as Readable | null | undefined) : null;
    if (sink === undefined || source === undefined) return false;
    this.child = child;
    // Node would destroy the stream when the program ends, though a program that it has started may still read.
    (child as { stdin: unknown }).stdin = null;
    this.port.osPid = child.pid;
    if (sink !== null) this.writeTo(sink);
    if (source !== null) this.readFrom(source);
    if (ownStderr) this.readFrom(child.stderr as Readable);
    child.once("exit", (code, signal) => this.exited(code ?? 128 + os.signals[signal as NodeJS.Signals]));
    return true;
  }

  private writeTo(sink: Writable): void {
    this.writer = (bytes, done) => sink.write(bytes, (error) => done(error ? errnoName(error) : undefined));
    // Errors come through the callback of the write that failed.
    sink.on("error", () => undefined);
  }

  private readFrom(source: Readable): void {
    this.inputs.push(source);
    this.openInputs++;
    source.on("data", (chunk: Buffer) => this.read(chunk));
    source.on("error", () => undefined);
    source.once("close", () => {
      this.openInputs--;
      this.checkEnd();
    });
  }

  /** The program has ended, or could not be executed: then with the errno, as the process that tried does in erts. */
  exited(status: number): void {
    if (this.status !== "running") return;
    this.status = status;
    this.checkEnd();
  }

  /** A port that does not read learns nothing of the end. */
  private checkEnd(): void {
    if (this.stopped || this.openInputs > 0 || !this.options.read) return;
    if (this.status === "running" || this.status === "told") return;
    const { status } = this;
    this.status = "told";
    this.inputEnded(false, () => typeof status === "number" && this.port.exitStatus(status));
  }

  protected release(): void {
    this.child?.unref();
    for (const s of this.child?.stdio ?? []) s?.destroy();
  }

  /** The program does not even start: its input is at its end. */
  failedToStart(errno: number): void {
    if (this.status === "running") this.status = errno;
    this.openInputs = 0;
    this.checkEnd();
  }
}

export const SPAWN: Driver = {
  name: "spawn",
  opensLater: true,
  start(port, name, options) {
    const program = programOf(port, name, options);
    if (program instanceof OpenError) return program;
    const instance = new ProgramPort(port, options);
    const wrong = options.cd === undefined ? undefined : badDirectory(options.cd, program.cwd);
    if (wrong !== undefined) {
      port.opened();
      setImmediate(() => instance.failedToStart(wrong));
    } else {
      const problem = execute(port, instance, program, options);
      if (problem !== undefined) return new OpenError(problem);
    }
    return instance;
  },
};

/** The system has no room for another process: there is no port then. Any other error is one of the program, which ends by it. */
const NO_ROOM = new Set(["eagain", "emfile", "enfile", "enomem"]);

/** Starts the program, and tells the port when it has; the errno when that is known to be impossible at once. */
function execute(port: DriverPort, instance: ProgramPort, p: Program, options: OpenOptions): string | undefined {
  try {
    const child = childProcess().spawn(p.file, p.args, {
      // A directory of the VM's own that is gone is ignored.
      cwd: directoryProblem(p.cwd) === undefined ? p.cwd : undefined,
      env: Object.fromEntries(options.environment),
      argv0: p.argv0,
      detached: true,
      stdio: stdio(options, p.ownStderr),
    });
    child.once("spawn", () => port.opened());
    child.once("error", (error) => {
      const errno = errnoName(error);
      if (NO_ROOM.has(errno)) {
        port.openFailed(errno);
        return;
      }
      port.opened();
      instance.failedToStart(os.errno[errno.toUpperCase() as keyof typeof os.errno] ?? os.errno.EINVAL);
    });
    return instance.run(child, p.ownStderr) ? undefined : "emfile";
  } catch (error) {
    return errnoName(error);
  }
}

function stdio(o: OpenOptions, ownStderr: boolean): StdioOptions {
  const stderr = ownStderr ? "pipe" : "inherit";
  const input = o.write ? "pipe" : o.useStdio ? "inherit" : "ignore";
  const output = o.read ? "pipe" : o.useStdio ? "inherit" : "ignore";
  return o.useStdio ? [input, output, stderr] : ["inherit", "inherit", stderr, input, output];
}

function programOf(port: DriverPort, name: Uint8Array, o: OpenOptions): Program | OpenError {
  const here = utf8Decode(port.vm.state(CWD).path);
  const command = utf8Decode(name);
  const cd = o.cd === undefined ? "" : utf8Decode(o.cd);
  const args = (o.args ?? []).map((a) => utf8Decode(a));
  const arg0 = o.arg0 === undefined ? command : utf8Decode(o.arg0);
  if (here === undefined || command === undefined || cd === undefined || arg0 === undefined)
    return new OpenError("einval");
  if (args.includes(undefined)) return new OpenError("einval");
  const cwd = within(here, cd);
  if (o.spawn !== "executable") {
    const script = `${IGNORE_SIGPIPE}${o.stderrToStdout ? STDERR_TO_STDOUT : ""}exec ${command}`;
    return { file: "/bin/sh", argv0: "sh", args: ["-c", script], cwd, ownStderr: false };
  }
  try {
    accessSync(within(here, command), constants.X_OK);
  } catch (error) {
    return new OpenError(errnoName(error));
  }
  // It is the file of this name in the directory, not one on PATH.
  const file = command.includes("/") ? command : `./${command}`;
  if (!o.stderrToStdout) return { file, argv0: arg0, args: args as string[], cwd, ownStderr: false };
  // The shell lets both outputs be one; it cannot set argv[0], then they come through two pipes, in no certain order.
  if (o.arg0 !== undefined) return { file, argv0: arg0, args: args as string[], cwd, ownStderr: true };
  const script = `${STDERR_TO_STDOUT}exec "$0" "$@"`;
  return { file: "/bin/sh", argv0: "sh", args: ["-c", script, file, ...(args as string[])], cwd, ownStderr: false };
}

/** `path` as seen from the directory `here`. */
function within(here: string, path: string): string {
  if (path === "") return here;
  return path.startsWith("/") ? path : `${here}/${path}`;
}

/** The errno of a directory that one cannot go to; erts's helper says so on standard error. */
function badDirectory(cd: Uint8Array, path: string): number | undefined {
  const problem = directoryProblem(path);
  if (problem !== undefined) writeSync(2, `spawn: Could not cd to ${utf8Decode(cd)}\r\n`);
  return problem;
}

function directoryProblem(path: string): number | undefined {
  try {
    if (!statSync(path).isDirectory()) return os.errno.ENOTDIR;
    accessSync(path, constants.X_OK);
    return undefined;
  } catch (error) {
    return Math.abs((error as NodeJS.ErrnoException).errno ?? os.errno.ENOENT);
  }
}
