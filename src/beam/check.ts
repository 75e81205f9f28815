/**
 * Verifies a function before code is generated from it.
 * Invariant: after `checkFunction` the code generator may rely on operand kinds, on tables' indexes, on labels, on
 * every register being written before it is read, and on one static frame size and stack of catches per instruction.
 * Types are not verified: an instruction may meet a value it is not meant for.
 * OTP: beam_load.c and beam_validator.erl.
 */
import { Op } from "./op.ts";
import { decodeFunction } from "./decode.ts";
import { FlowChecker } from "./flow.ts";
import { OperandChecker } from "./operands.ts";
import type { BeamFile, CheckedFunction, FunctionRow } from "./types.ts";

/** Decodes and verifies one function. Throws BadBeam. Linear in the function's size but for loops in it. */
export function checkFunction(file: BeamFile, row: FunctionRow): CheckedFunction {
  const instrs = decodeFunction(file, row);
  const operands = new OperandChecker(file, row);
  const labels = new Map<number, number>();
  for (let i = 0; i < instrs.length; i++) {
    const instr = instrs[i]!;
    operands.check(instr);
    if (instr.op === Op.label) labels.set(instr.args[0]!.n, i);
  }
  const flow = new FlowChecker(file, row, instrs, labels, operands);
  flow.run();
  return { row, instrs, labels, catches: flow.catches, catchStacks: flow.catchStacks, frames: flow.frames };
}

/** Verifies all functions of a file. Throws BadBeam for the first that is wrong. */
export function checkFile(file: BeamFile): void {
  for (const row of file.functions) checkFunction(file, row);
}
