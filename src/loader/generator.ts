/**
 * The loader's door to the compiler: all that makes code while a program runs goes through here.
 * A build for code that was generated ahead of time has no_generator.ts in its place, and no compiler.
 */
import { checkFunction } from "../beam/check.ts";
import type { BeamFile, FunctionRow } from "../beam/types.ts";
import { buildFlow } from "../compiler/flow.ts";
import type { Unit } from "../compiler/generate.ts";
import { liveness } from "../compiler/liveness.ts";
import type { Host } from "../runtime/host.ts";

export { checkFile } from "../beam/check.ts";
export { generateResumptions } from "../compiler/ahead.ts";
export { generateContinuation, generateFunction, generateLambda } from "../compiler/generate.ts";

/** The function's flow, its instructions checked. `lambda`: it is called through the frame of a fun. Throws BadBeam. */
export function unitOf(file: BeamFile, row: FunctionRow, lambda: boolean): Unit {
  const flow = buildFlow(file, row, checkFunction(file, row));
  const live = liveness(flow);
  return { flow, live, cost: (lambda ? 2 : 1) + ((live.xs + live.ys) >> 3) };
}

/** May the host make functions of text? A page's security policy may forbid it. */
export function canGenerate(host: Host): boolean {
  try {
    host.compile([], "");
    return true;
  } catch {
    return false;
  }
}
