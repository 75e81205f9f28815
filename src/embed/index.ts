/**
 * Gluon in a JavaScript program: `import { createVm } from "gluon"`. docs/embedding.md is the guide.
 */
export type { FileSystem } from "../runtime/file_system.ts";
export type { Host } from "../runtime/host.ts";
export { createVm, type VmOptions } from "./create.ts";
export { ErlangError, VmStoppedError } from "./error.ts";
export type { Limits } from "./limits.ts";
export type { Mailbox } from "./mailbox.ts";
export type { Natives } from "./natives.ts";
export type { OtpOptions } from "./otp.ts";
export type { Program } from "./program.ts";
export {
  Atom,
  atom,
  atomKeys,
  Bitstring,
  charlist,
  type ErlangFunction,
  Float,
  float,
  Handle,
  ImproperList,
  NativeRecord,
  Pid,
  Port,
  Reference,
  text,
  Tuple,
  tuple,
  type Value,
} from "./values.ts";
export type {
  CallOptions,
  DefectEvent,
  EventMap,
  ExitEvent,
  HaltEvent,
  LogEvent,
  ProcessInfo,
  Source,
  Vm,
} from "./vm.ts";
