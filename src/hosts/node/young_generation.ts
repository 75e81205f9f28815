/**
 * V8's young generation, held small while OTP boots: V8 never gives back what it once grew to, and a shell at rest would hold 32 MB
 * of nothing. A boot that is a twentieth faster is not worth the 30 MB that a young generation of 8 MB takes.
 *
 * It is held by a flag of V8's, and V8 refuses a code cache that was made under other flags: `underUsualFlags`.
 */
import { setFlagsFromString } from "node:v8";

let held = false;

export function holdYoungGeneration(): void {
  held = true;
  setFlagsFromString("--semi-space-growth-factor=1");
}

export function releaseYoungGeneration(): void {
  if (!held) return;
  held = false;
  setFlagsFromString("--semi-space-growth-factor=2");
}

/** Makes or reads a code cache. */
export function underUsualFlags<T>(make: () => T): T {
  if (!held) return make();
  releaseYoungGeneration();
  try {
    return make();
  } finally {
    holdYoungGeneration();
  }
}
