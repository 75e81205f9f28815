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
  /** An exception resumes the frame. */
  readonly handled: boolean;
}
