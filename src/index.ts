/**
 * The embedding API: what `import ... from "gluon"` gives.
 */
export type { Host } from "./runtime/host.ts";
export type { Extension } from "./runtime/extension.ts";
export type { Bif } from "./runtime/bif.ts";
export { bifTable } from "./runtime/bif.ts";
export { createVm, VirtualMachine, type VmOptions } from "./vm.ts";
