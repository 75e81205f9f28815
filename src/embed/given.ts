/** What JavaScript gives a VM to load. */
import type { CodeCache, KeptCode } from "../loader/kept_code.ts";

export class Given implements CodeCache {
  /** Bytes of modules by name, for the core's `findModule`. */
  readonly files = new Map<string, Uint8Array>();
  /** The code of those for which it was generated ahead of time. */
  readonly ahead = new WeakMap<Uint8Array, () => KeptCode>();

  open(bytes: Uint8Array): KeptCode | undefined {
    return this.ahead.get(bytes)?.();
  }
}
