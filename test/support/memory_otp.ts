/** OTP in a file system in memory, and a VM on the bare host that boots it: what a page without files would do. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LAZY_RE } from "../../src/bifs/lazy_re.ts";
import { ports } from "../../src/bifs/ports.ts";
import { DEBUG } from "../../src/bifs/erts_debug.ts";
import { LAZY_TRACE } from "../../src/bifs/lazy_trace.ts";
import { boot } from "../../src/boot.ts";
import { bareHost } from "../../src/hosts/bare/host.ts";
import { LAZY_ZLIB } from "../../src/nifs/lazy_zlib.ts";
import { MemoryFiles } from "../../src/nifs/memory_files/index.ts";
import { PRIM_BUFFER_NIFS } from "../../src/nifs/prim_buffer.ts";
import { PRIM_FILE_NIFS } from "../../src/nifs/prim_file/index.ts";
import { HOST_FD } from "../../src/ports/host_fd.ts";
import { COMPRESSION } from "../../src/runtime/extension.ts";
import { inflate } from "../../src/util/inflate.ts";
import { createVm } from "../../src/vm.ts";
import { type OtpRelease, otp } from "./otp.ts";

const ROOT = "/otp";

/** The `ebin` folders of kernel and stdlib, the preloaded modules and the boot files. */
export function otpInMemory(release: OtpRelease): MemoryFiles {
  const { root } = otp(release);
  const files = new MemoryFiles({ now_s: () => Date.now() / 1000, cwd: "/home" });
  const addFolder = (folder: string, ending: RegExp) => {
    for (const name of readdirSync(join(root, folder)))
      if (ending.test(name))
        files.add(`${ROOT}/${folder}/${name}`, new Uint8Array(readFileSync(join(root, folder, name))));
  };
  for (const application of readdirSync(join(root, "lib")))
    if (/^(erts|kernel|stdlib)-/.test(application)) addFolder(`lib/${application}/ebin`, /\.(beam|app)$/);
  addFolder("bin", /\.boot$/);
  return files;
}

export interface MemoryRun {
  readonly status: number;
  readonly output: string;
  readonly files: MemoryFiles;
}

/** Boots with `flags` and resolves when it halts. */
export function runInMemory(release: OtpRelease, files: MemoryFiles, flags: readonly string[]): Promise<MemoryRun> {
  return new Promise((resolve, reject) => {
    let output = "";
    const text = new TextDecoder();
    const host = bareHost({
      soon: setImmediate,
      after(delay_ms, run) {
        const timer = setTimeout(run, delay_ms);
        return () => clearTimeout(timer);
      },
      write: (_fd, bytes) => {
        output += text.decode(bytes);
      },
      randomBytes: (n) => crypto.getRandomValues(new Uint8Array(n)),
      os: { family: "unix", name: "linux", version: [6, 0, 0] },
      stackBudget: 5000,
      files,
    });
    const vm = createVm(host, {
      release,
      nifs: [...PRIM_FILE_NIFS, ...PRIM_BUFFER_NIFS],
      extensions: [LAZY_RE, LAZY_TRACE, LAZY_ZLIB, DEBUG, ports([HOST_FD])],
      onDefect: (problem) => reject(new Error(problem)),
      onHalt: (status) => resolve({ status, output, files }),
    });
    vm.state(COMPRESSION).inflate = inflate;
    const erts = new TextDecoder().decode(
      files.list(new TextEncoder().encode(`${ROOT}/lib`)).find((n) => n[0] === 0x65),
    );
    const bin = `${ROOT}/bin`;
    // A system in which nothing happens any more has failed.
    process.once("beforeExit", () => reject(new Error(`it waits for ever\n${output}`)));
    boot(vm, {
      arguments: ["-root", ROOT, "-bindir", bin, "-progname", "erl", "--", "-home", "/home", "--", ...flags],
      preloaded: (name) => {
        const fileName = `${ROOT}/lib/${erts}/ebin/${name}.beam`;
        return { bytes: files.readFile(new TextEncoder().encode(fileName)), fileName };
      },
    });
  });
}
