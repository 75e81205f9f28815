/** What a VM may take. A missing member is no limit, or OTP's own where it has one. */
import type { EmulatorSettings } from "../runtime/emulator_settings.ts";

export interface Limits {
  /** Living processes: more is `system_limit`. At least 1024, as in OTP. */
  readonly processes?: number;
  /** Atoms: more is `system_limit`. */
  readonly atoms?: number;
  /** Bytes that one process may hold, its messages and large binaries included: beyond that it is killed, and logged. */
  readonly processBytes?: number;
  /** Messages that may wait in one mailbox: beyond that its process is killed, and logged. */
  readonly messages?: number;
  /** Reductions in one time slice. Default: 4000. */
  readonly reductions?: number;
}

/** Throws RangeError. */
export function emulatorSettings(limits: Limits): EmulatorSettings {
  for (const [name, value] of Object.entries(limits) as [string, unknown][])
    if (value !== undefined && !(Number.isSafeInteger(value) && (value as number) > 0))
      throw new RangeError(`limits.${name} is a positive integer, not ${String(value)}`);
  const { processes, atoms, processBytes, messages, reductions } = limits;
  return {
    processLimit: processes,
    atomLimit: atoms,
    maxHeap: processBytes === undefined ? undefined : Math.ceil(processBytes / 8),
    maxHeapBinaries: processBytes !== undefined,
    maxMessages: messages,
    slice: reductions,
  };
}
