/**
 * Continuation points as the generator describes them; the loader makes `Point`s of them.
 */
export interface PointSpec {
  /** Instruction index inside the function; -1: the function's entry. */
  readonly instr: number;
  /** Line item, 0: unknown. */
  readonly line: number;
  /** Registers saved, in order: X below `xs`, slots above (see liveness.ts). */
  readonly live: readonly number[];
  /**
   * `frame`: goes on behind the instruction. `cells`: two values, the first and the last cell of a list under
   * construction (cells.ts); puts what comes back into the tail of the last one. `pass`: stands for a frame of that kind
   * in stack traces and hands on what comes back. `loop`: goes on at the instruction, the head of a loop without calls.
   */
  readonly role: "frame" | "cells" | "pass" | "loop";
  /** An exception resumes the frame. */
  readonly handled: boolean;
}
