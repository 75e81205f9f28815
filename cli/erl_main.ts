/** `gluon erl`, second half: makes the VM and boots OTP in it. */
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { boot } from "../src/boot.ts";
import { LAZY_RE } from "../src/bifs/lazy_re.ts";
import { type NodeCodeStore, nodeCodeStore } from "../src/hosts/node/code_store.ts";
import { NODE_DRIVERS } from "../src/hosts/node/drivers/index.ts";
import { nodeHost } from "../src/hosts/node/host.ts";
import { nodeInflate } from "../src/hosts/node/inflate.ts";
import { NODE_NIFS } from "../src/hosts/node/nifs/index.ts";
import type { Otp } from "../src/hosts/node/otp.ts";
import { PRIM_BUFFER_NIFS } from "../src/nifs/prim_buffer.ts";
import { LAZY_ZLIB } from "../src/nifs/lazy_zlib.ts";
import { RAM_FILE } from "../src/ports/ram_file.ts";
import type { EmulatorSettings } from "../src/runtime/emulator_settings.ts";
import { COMPRESSION } from "../src/runtime/extension.ts";
import { deflateZlib } from "../src/util/deflate.ts";
import { gunzip, inflatePart } from "../src/util/inflate.ts";
import { createVm } from "../src/vm.ts";

declare const GLUON_BUILD: string | undefined;

/** A run from source keeps no code: the generator may be another one next time. */
function codeStore(): NodeCodeStore | undefined {
  if (typeof GLUON_BUILD !== "string") return undefined;
  const base = process.env["XDG_CACHE_HOME"] || join(process.env["HOME"] || homedir(), ".cache");
  return nodeCodeStore(join(base, "gluon", "modules"), `${GLUON_BUILD}-${process.version}`);
}

/** Boots `otp` with the emulator's arguments; resolves to the exit status. */
export function runErl(otp: Otp, args: readonly string[], emulator: EmulatorSettings): Promise<number> {
  return new Promise((resolve, reject) => {
    const store = codeStore();
    const vm = createVm(nodeHost({ codeStore: store }), {
      release: otp.release as 25 | 27 | 29,
      emulator,
      drivers: [...NODE_DRIVERS, RAM_FILE],
      nifs: [...NODE_NIFS, ...PRIM_BUFFER_NIFS],
      extensions: [LAZY_RE, LAZY_ZLIB],
      onDefect: (text, blame) => blame !== "limit" && process.stderr.write(`gluon: ${text}\n`),
      onHalt: resolve,
    });
    if (store !== undefined)
      process.once("exit", () => {
        vm.saveCode();
        store.flush();
      });
    const compression = vm.state(COMPRESSION);
    compression.inflate = nodeInflate;
    compression.inflatePart = inflatePart;
    compression.gunzip = gunzip;
    compression.deflate = deflateZlib;
    try {
      boot(vm, {
        arguments: args,
        initModule: emulator.initModule,
        preloaded: (name) => {
          const fileName = join(otp.root, "lib", `erts-${otp.erts}`, "ebin", `${name}.beam`);
          return { bytes: new Uint8Array(readFileSync(fileName)), fileName };
        },
      });
    } catch (problem) {
      reject(problem);
    }
  });
}
