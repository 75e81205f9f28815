/**
 * Verifies a function before code is generated from it.
 * Invariant: after `checkFunction` the code generator may rely on operand kinds, on tables' indexes, on labels, on
 * every register being written before it is read, and on one static frame size and stack of catches per instruction.
 * Types are not verified: an instruction may meet a value it is not meant for.
 * OTP: beam_load.c and beam_validator.erl.
 */
import { badCode, decodeFunction } from "./decode.ts";
import { FlowChecker } from "./flow.ts";
import { checkMutations } from "./mutation.ts";
import { Op } from "./op.ts";
import { OperandChecker } from "./operands.ts";
import { copyExits } from "./split.ts";
import type { BeamFile, CheckedFunction, FunctionRow, Instr } from "./types.ts";

/** Copies of shared code can make more copies necessary, but not often. */
const MAX_ROUNDS = 8;

/** Decodes and verifies one function. Throws BadBeam. Linear in the function's size but for loops in it. */
export function checkFunction(file: BeamFile, row: FunctionRow): CheckedFunction {
  let instrs = decodeFunction(file, row);
  const operands = new OperandChecker(file, row);
  for (const instr of instrs) operands.check(instr);
  checkMutations(file, instrs);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const labels = placeLabels(instrs);
    const flow = new FlowChecker(file, row, instrs, labels, operands);
    flow.run();
    if (flow.splits.length === 0) {
      return { row, instrs, labels, catches: flow.catches, catchStacks: flow.catchStacks, frames: flow.frames };
    }
    instrs = copyExits(file, instrs, labels, flow.splits);
  }
  throw badCode(file, row.start, "paths with different catches in force meet too often");
}

function placeLabels(instrs: readonly Instr[]): Map<number, number> {
  const labels = new Map<number, number>();
  for (let i = 0; i < instrs.length; i++) {
    const instr = instrs[i]!;
    if (instr.op === Op.label) labels.set(instr.args[0]!.n, i);
  }
  return labels;
}

/** Verifies all functions of a file. Throws BadBeam for the first that is wrong. */
export function checkFile(file: BeamFile): void {
  for (const row of file.functions) checkFunction(file, row);
}
