/**
 * V8's young generation stays small while OTP boots. Most of what a boot allocates stays, so that a large one saves no time, and
 * V8 never gives back what it once grew to: a shell at rest would hold 32 MB of nothing.
 */
import { setFlagsFromString } from "node:v8";
import { atoms } from "../src/term/atom.ts";
import type { VirtualMachine } from "../src/vm.ts";

/** The last process that kernel registers on the way to a running system. */
const A = atoms("kernel_refc");

const CHECK_MS = 50;

/** Holds growth back until kernel runs; then programs get what they need, as V8 sees fit. */
export function smallWhileBooting(vm: VirtualMachine): void {
  setFlagsFromString("--semi-space-growth-factor=1");
  const check = () => {
    if (vm.registry.whereis(A.kernel_refc) !== undefined) setFlagsFromString("--semi-space-growth-factor=2");
    else setTimeout(check, CHECK_MS).unref();
  };
  setTimeout(check, CHECK_MS).unref();
}
