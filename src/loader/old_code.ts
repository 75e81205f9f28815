/**
 * Who still runs old code.
 *
 * As in OTP a process uses code if it is in it or will return to it; funs do not count, those of purged code are lost. Purged
 * code that somebody runs nevertheless stays until its last frame is gone: the JavaScript engine collects it.
 * OTP: check_process_code() in beam_bif_load.c.
 */
import type { ModuleInstance } from "../runtime/module.ts";
import type { Point } from "../runtime/point.ts";
import type { Process } from "../runtime/process.ts";
import { LoadedFunction } from "./loaded.ts";

/** Has `p`, whose frames are saved, one in a function of `m`? */
export function runsCode(p: Process, m: ModuleInstance): boolean {
  for (let s = p.frames; s !== null; s = s.older) {
    for (let i = s.at; i < s.frame.length; i += 1 + (s.frame[i] as Point).live) {
      const { location } = s.frame[i] as Point;
      if (location instanceof LoadedFunction && location.owner === m) return true;
    }
  }
  return false;
}
