/** `gluon erl`, second half: makes the VM and boots OTP in it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { boot } from "../src/boot.ts";
import type { Otp } from "../src/hosts/node/otp.ts";
import type { EmulatorSettings } from "../src/runtime/emulator_settings.ts";
import { installBreakHandler } from "../src/hosts/node/break_handler.ts";
import { handleUsualSignals } from "../src/runtime/os_signals.ts";
import { nodeVm } from "./node_vm.ts";
import { holdYoungGeneration, releaseYoungGeneration } from "../src/hosts/node/young_generation.ts";
import { atoms } from "../src/term/atom.ts";
import type { VirtualMachine } from "../src/vm.ts";

/** The last process that kernel registers on the way to a running system. */
const A = atoms("kernel_refc");

const CHECK_MS = 50;

/** Boots `otp` with the emulator's arguments; resolves to the exit status. */
export function runErl(otp: Otp, args: readonly string[], emulator: EmulatorSettings): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = {
      release: otp.release as 25 | 27 | 29,
      emulator: { ...emulator, erts: otp.erts },
      onHalt: (status: number) => {
        releaseYoungGeneration();
        resolve(status);
      },
    };
    const vm = nodeVm(options, { outputMayBeLost: true });
    hastenBoot(vm);
    handleUsualSignals(vm);
    installBreakHandler(vm, { mode: emulator.breakHandler });
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

/** Until kernel runs: a small young generation, and no check of what is not called. */
function hastenBoot(vm: VirtualMachine): void {
  vm.checksAtLoad = false;
  holdYoungGeneration();
  const check = () => {
    if (vm.registry.whereis(A.kernel_refc) !== undefined) {
      vm.checksAtLoad = true;
      releaseYoungGeneration();
    } else setTimeout(check, CHECK_MS).unref();
  };
  setTimeout(check, CHECK_MS).unref();
}
