/** Programs whose code was generated ahead of time, for a VM that is given one. */
import { type AheadModule, aheadCode } from "../loader/ahead.ts";
import { unbundle } from "../pack/bundle.ts";
import { inflate } from "../util/inflate.ts";
import type { VirtualMachine } from "../vm.ts";
import type { Given } from "./given.ts";

declare const GLUON_BUILD: string | undefined;

/** The default export of what `gluon pack --aot` writes. */
export interface Program {
  readonly build?: string | undefined;
  readonly release: number;
  /** The modules' tables: atoms, literals, exports. */
  readonly bundle: Uint8Array;
  /** Their functions, by module. */
  readonly code: Readonly<Record<string, AheadModule>>;
}

/** Gives `core` the program's modules, and returns their names. Throws Error if they are for another VM. */
export function giveProgram(program: Program, core: VirtualMachine, given: Given): string[] {
  check(program, core);
  const modules = unbundle(program.bundle, inflate);
  for (const [name, file] of modules) {
    given.files.set(name, file);
    given.ahead.set(file, () => aheadCode(program.code[name] as AheadModule));
  }
  return [...modules.keys()];
}

/** Generated code calls into the very Gluon that generated it. */
function check({ build, release }: Program, core: VirtualMachine): void {
  const own = typeof GLUON_BUILD === "string" ? GLUON_BUILD : undefined;
  if (build !== undefined && own !== undefined && build !== own)
    throw new Error("a program that was packed by another build of Gluon: pack it again");
  if (release !== core.release.otp)
    throw new Error(`a program that was packed for OTP ${release}: the VM is one of OTP ${core.release.otp}`);
  if (core.booted) throw new Error("a program whose code was generated ahead of time boots no OTP");
}
