/**
 * How a room says what of its own belongs into a snapshot of a VM (`snapshot/`): types alone, so that it costs nothing where
 * none is made.
 */
import type { Vm } from "./vm.ts";

/**
 * What can be written down: terms and other frame values, processes, exports, texts, numbers, truth values, undefined, bytes, and
 * arrays of these. Anything else is refused with an error that names it.
 */
export type Plain = unknown;

/** The class of objects that magic references lead to. */
export interface SavedResource {
  readonly name: string;
  readonly type: abstract new (...args: never[]) => object;
  /** Throws an Error that says why it cannot be saved now. */
  save(target: object, vm: Vm): Plain;
  restore(vm: Vm, saved: Plain): object;
}

/** State of one room. */
export interface SnapshotPart {
  readonly name: string;
  readonly resources?: readonly SavedResource[];
  save?(vm: Vm): Plain;
  restore?(vm: Vm, saved: Plain): void;
}
