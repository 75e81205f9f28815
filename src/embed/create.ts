/** Making a VM: what it may use, and what it starts with. */
import { browserHost } from "../hosts/browser/host.ts";
import { LOGGING } from "../runtime/error_log.ts";
import { COMPRESSION } from "../runtime/extension.ts";
import type { FileSystem } from "../runtime/file_system.ts";
import type { Host } from "../runtime/host.ts";
import { startStandardIo } from "../runtime/io_server.ts";
import { gunzip, inflate, inflatePart } from "../util/inflate.ts";
import { VirtualMachine } from "../vm.ts";
import { abandonCalls } from "./calls.ts";
import { replaceCode } from "./code.ts";
import { Events } from "./events.ts";
import { EMBEDDED_EXTENSIONS } from "./extensions.ts";
import { INTEROP, JS_BIFS } from "./interop.ts";
import { emulatorSettings, type Limits } from "./limits.ts";
import { replaceLogger } from "./logger.ts";
import { type Natives, nativeBifs } from "./natives.ts";
import { bootOtp, type OtpOptions, otpParts, setTerminal } from "./otp.ts";
import { Given } from "./given.ts";
import { type EventMap, type Source, Vm } from "./vm.ts";

/** What a VM may use. Whatever is not given here it does not have: no files, no environment, no JavaScript. */
export interface VmOptions {
  /** As which OTP release it behaves. Default: 27. */
  readonly release?: 25 | 27 | 29;
  /** Modules to load first. */
  readonly modules?: Iterable<Source>;
  /** The bytes of a module that is called and not loaded: a file beside the program, a bundle. Without OTP only. */
  readonly findModule?: (name: string) => Uint8Array | undefined;
  /** Boots OTP: `createVm` resolves when it has started. Without it functions run as they are, with a group leader that writes. */
  readonly otp?: OtpOptions;
  /**
   * What `vm.save` has given: the VM goes on from there, and nothing is booted. The options that make a VM what it is (`release`,
   * `otp`, `nifs`, `js`, `files` with the same modules in them) are those of the VM that was saved.
   */
  readonly snapshot?: Uint8Array;
  /** Time, randomness and turns. Default: those of a browser's page or worker, which Node, Deno and Bun have as well. */
  readonly host?: Host;
  /** Gets what is written to standard output (1) and standard error (2). Default: lines to the console. */
  readonly output?: (bytes: Uint8Array, fd: 1 | 2) => void;
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: FileSystem;
  /** Gives Erlang the module `js`: `js:global()` is `global`, by default an empty object. docs/interop.md. */
  readonly js?: { readonly global?: object };
  /** NIFs in JavaScript, by module and `name/arity`. */
  readonly nifs?: Natives;
  readonly limits?: Limits;
  /** Binaries that are UTF-8 text come as strings. Default: all binaries are a Uint8Array. */
  readonly strings?: boolean;
}

/** Makes a VM. Rejects if a module or OTP cannot be loaded, or a limit is no number. */
export async function createVm(options: VmOptions = {}): Promise<Vm> {
  const events = new Events<EventMap>();
  const given = new Given();
  const parts = options.otp === undefined ? { nifs: [], extensions: [] } : await otpParts();
  const core: VirtualMachine = new VirtualMachine(hostOf(options), {
    release: options.release,
    emulator: emulatorSettings(options.limits ?? {}),
    extensions: [...EMBEDDED_EXTENSIONS, ...parts.extensions],
    nifs: [...parts.nifs, ...nativeBifs(options.nifs ?? {}), ...(options.js === undefined ? [] : JS_BIFS)],
    findModule: (name) => {
      const bytes = given.files.get(name) ?? options.findModule?.(name);
      return bytes && { bytes, fileName: `${name}.beam` };
    },
    codeCache: given,
    onLoad(_vm, m) {
      if (options.otp !== undefined) return;
      replaceLogger(core, m, (message) => vm.loggedByOtp(message));
      replaceCode(core, m);
    },
    onDefect: (text, blame) => blame !== "limit" && events.emit("defect", { text }),
    onHalt: (status) => {
      abandonCalls(core);
      events.emit("halt", { status });
    },
  });
  Object.assign(core.state(COMPRESSION), { inflate, inflatePart, gunzip });
  const vm: Vm = new Vm(core, events, given, options.strings ?? false);
  if (options.js?.global !== undefined) core.state(INTEROP).global = options.js.global;
  // Programs that boot no OTP find a group leader and a code server; the emulator's reports are events.
  if (options.otp === undefined) core.state(LOGGING).hold = (report) => vm.logged(report);
  else await setTerminal(core, options.otp);
  if (options.snapshot !== undefined) (await import("./snapshot.ts")).restoreEmbedded(core, options.snapshot);
  else if (options.otp === undefined) startStandardIo(core, "unicode");
  else await bootOtp(core, vm, options.otp);
  for (const source of options.modules ?? []) await vm.load(source);
  return vm;
}

function hostOf({ host, output, env, files }: VmOptions): Host {
  const base = host ?? browserHost();
  // A host of one's own may have files and an environment; they are for this program, not for what it runs.
  return {
    ...base,
    write: output === undefined ? base.write : (fd, bytes) => output(bytes, fd),
    env: env ?? {},
    files,
  };
}
