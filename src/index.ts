/**
 * The core: a VM wired by hand, without the embedding API (`embed/index.ts`) and its conversions.
 */
export type { Host } from "./runtime/host.ts";
export type { Extension } from "./runtime/extension.ts";
export type { Bif } from "./runtime/bif.ts";
export { bifTable } from "./runtime/bif.ts";
export { createVm, VirtualMachine, type VmOptions } from "./vm.ts";
