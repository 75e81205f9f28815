/**
 * Native records of OTP 29 (opcodes 186 to 191).
 */
import type { Emitter } from "../emitter.ts";

export function emitRecord(_e: Emitter): boolean {
  return false;
}
