/** OTP in an embedded VM: booted from its own boot script, out of the files the VM was given. */
import type { BootOptions } from "../boot.ts";
import type { Bif } from "../runtime/bif.ts";
import type { Extension } from "../runtime/extension.ts";
import type { FileSystem } from "../runtime/file_system.ts";
import type { Terminal } from "../nifs/prim_tty/terminal.ts";
import type { Value } from "./values.ts";
import type { Vm } from "./vm.ts";
import { startIoServer } from "../runtime/io_server.ts";
import { atoms } from "../term/atom.ts";
import { utf8Decode, utf8Encode } from "../util/utf8.ts";
import type { VirtualMachine } from "../vm.ts";

const A = atoms("user");

/** An OTP to boot: its files lie in the VM's `files`. */
export interface OtpOptions {
  /** The folder with `lib` and `bin`. */
  readonly root: string;
  /** Flags as `erl` has them: `["-s", "hello"]`. */
  readonly flags?: readonly string[];
  /** `init:get_argument(home)`. Default: `/`. */
  readonly home?: string;
  /** What OTP's shell runs on. Without it there is no shell, and `user` only writes. */
  readonly terminal?: Terminal;
}

/** What OTP needs beyond the core, in chunks of their own: NIFs of its file server, ports over the host's streams. */
export async function otpParts(): Promise<{ nifs: readonly Bif[]; extensions: readonly Extension[] }> {
  const [file, tty, buffer, { ports }, { HOST_FD }, { DEBUG }] = await Promise.all([
    import("../nifs/prim_file/index.ts"),
    import("../nifs/prim_tty/index.ts"),
    import("../nifs/prim_buffer.ts"),
    import("../bifs/ports.ts"),
    import("../ports/host_fd.ts"),
    import("../bifs/erts_debug.ts"),
  ]);
  return {
    nifs: [...file.PRIM_FILE_NIFS, ...tty.PRIM_TTY_NIFS, ...buffer.PRIM_BUFFER_NIFS],
    extensions: [DEBUG, ports([HOST_FD])],
  };
}

export async function setTerminal(core: VirtualMachine, { terminal }: OtpOptions): Promise<void> {
  if (terminal === undefined) return;
  const { TERMINAL } = await import("../nifs/prim_tty/terminal.ts");
  core.state(TERMINAL).terminal = terminal;
}

/** Resolves when `init` has started the system; rejects if it halts before. */
export async function bootOtp(core: VirtualMachine, vm: Vm, otp: OtpOptions): Promise<void> {
  const { files } = core.host;
  if (files === undefined) throw new Error("otp: a VM without files has nothing to boot from");
  const { boot } = await import("../boot.ts");
  boot(core, bootOptions(otp, files));
  // OTP's own `user` is a terminal's driver.
  if (otp.terminal === undefined) core.processes.groupLeader = startIoServer(core, A.user, 1, "unicode").pid;
  const box = vm.mailbox();
  const halted = new Promise<never>((_resolve, reject) => {
    vm.on("halt", ({ status }) => reject(new Error(`otp: the system halted with status ${status} while it started`)));
  });
  const started = (async (): Promise<Value> => {
    // The preloaded `init` takes the request at once, and answers when it has run the boot script.
    await vm.call("init", "notify_when_started", [box.pid]);
    return box.receive();
  })();
  await Promise.race([started, halted]);
  box.close();
}

function bootOptions({ root, flags = [], home = "/", terminal }: OtpOptions, files: FileSystem): BootOptions {
  const names = files.list(utf8Encode(`${root}/lib`)).map((name) => utf8Decode(name) ?? "");
  const erts = names.find((name) => name.startsWith("erts-"));
  if (erts === undefined) throw new Error(`otp: there is no erts-VERSION in ${root}/lib`);
  const words = [
    "-root",
    root,
    "-bindir",
    `${root}/bin`,
    "-progname",
    "erl",
    "--",
    "-home",
    home,
    "--",
    ...(terminal === undefined ? ["-nouser"] : []),
    ...flags,
  ];
  return {
    arguments: words,
    preloaded: (name) => {
      const fileName = `${root}/lib/${erts}/ebin/${name}.beam`;
      return { bytes: files.readFile(utf8Encode(fileName)), fileName };
    },
  };
}
