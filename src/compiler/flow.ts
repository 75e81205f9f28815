/**
 * The control-flow graph of one function: basic blocks over the checked instructions.
 *
 * A block ends at every branch, at every instruction where the process may leave the JavaScript stack (calls, waits), and,
 * under a catch, at every instruction that may raise. So each continuation point is the beginning of a block.
 */
import { Op } from "../beam/op.ts";
import { type BeamFile, type CheckedFunction, type FunctionRow, type Instr, UNKNOWN_FRAME } from "../beam/types.ts";
import { numbers } from "../util/numbers.ts";
import { failLabel } from "./effects.ts";

export class Block {
  readonly id: number;
  /** Instruction range [start, end). */
  readonly start: number;
  readonly end: number;
  /**
   * The frame of the path that leads here, where paths with different frames meet (UNKNOWN_FRAME): such a block is
   * copied for each of them. -1 otherwise.
   */
  readonly frame: number;
  /** Successors by block id, once for each branch in the block's text: two branches make the target a merge node. */
  readonly succs: number[] = [];
  constructor(id: number, start: number, end: number, frame = -1) {
    this.id = id;
    this.start = start;
    this.end = end;
    this.frame = frame;
  }
}

export interface Flow {
  readonly file: BeamFile;
  readonly row: FunctionRow;
  readonly checked: CheckedFunction;
  readonly blocks: Block[];
  /** Copies of blocks with unknown frames, by `block/frame`. */
  readonly copies: Map<string, number>;
  /** Block at an instruction index that starts one; -1 elsewhere. */
  readonly blockAt: readonly number[];
  /** Block of the function's entry label. */
  readonly entry: number;
  /** Line item in force at each instruction. */
  readonly lines: readonly number[];
}

/** The block a label leads to from a place with `frame` Y registers. */
export function blockOfLabel(flow: Flow, label: number, frame: number): number {
  const i = flow.checked.labels.get(label) as number;
  const id = flow.blockAt[i] as number;
  if (flow.checked.frames[i] !== UNKNOWN_FRAME || frame < 0) return id;
  const key = `${id}/${frame}`;
  let copy = flow.copies.get(key);
  if (copy === undefined) {
    const b = flow.blocks[id]!;
    copy = flow.blocks.length;
    flow.copies.set(key, copy);
    flow.blocks.push(new Block(copy, b.start, b.end, frame));
  }
  return copy;
}

/** Number of Y registers before instruction `i` of block `b`. */
export function frameAt(flow: Flow, b: Block, i: number): number {
  return b.frame >= 0 ? b.frame : (flow.checked.frames[i] as number);
}

/** The block of the catch handler in force at instruction `i`; -1: none. */
export function handlerOf(flow: Flow, i: number): number {
  const c = flow.checked.catches[i] as number;
  if (c <= 0) return -1;
  return blockOfLabel(flow, flow.checked.catchStacks[c]!.label, -1);
}

export function buildFlow(file: BeamFile, row: FunctionRow, checked: CheckedFunction): Flow {
  const { instrs, labels } = checked;
  const n = instrs.length;
  const leader = numbers(n + 1, 0);
  for (const i of labels.values()) leader[i] = 1;
  leader[0] = 1;
  for (let i = 0; i < n; i++) if (endsBlock(instrs[i]!, checked, i)) leader[i + 1] = 1;
  const blocks: Block[] = [];
  const blockAt = numbers(n + 1, -1);
  for (let i = 0; i < n; ) {
    let j = i + 1;
    while (j < n && leader[j] === 0) j++;
    blockAt[i] = blocks.length;
    blocks.push(new Block(blocks.length, i, j));
    i = j;
  }
  const lines = numbers(n, 0);
  for (let i = 0, line = 0; i < n; i++) {
    const ins = instrs[i]!;
    if (ins.op === Op.line) line = ins.args[0]!.n;
    lines[i] = line;
  }
  const flow: Flow = {
    file,
    row,
    checked,
    blocks,
    blockAt,
    entry: blockAt[labels.get(row.entryLabel) as number] as number,
    lines,
    copies: new Map(),
  };
  // Copies are appended on the way and get their successors in turn.
  for (let b = 0; b < blocks.length; b++) addSuccessors(flow, blocks[b]!);
  return flow;
}

function addSuccessors(flow: Flow, b: Block): void {
  const i = b.end - 1;
  const frame = frameAt(flow, b, i);
  const ins = flow.checked.instrs[i]!;
  if ((flow.checked.catches[i] as number) < 0) return;
  const add = (id: number) => {
    if (id >= 0) b.succs.push(id);
  };
  const fail = failLabel(ins);
  if (fail !== 0) add(blockOfLabel(flow, fail, frame));
  if (fail !== 0 && manyFailures(ins)) add(blockOfLabel(flow, fail, frame));
  if (ins.op === Op.select_val || ins.op === Op.select_tuple_arity) {
    const list = ins.args[2]!.list;
    for (let k = 1; k < list.length; k += 2) add(blockOfLabel(flow, list[k]!.n, frame));
  }
  if (selfTailCall(flow, ins)) add(flow.entry);
  else if (!neverFallsThrough(ins) && reached(flow, b.end)) add(flow.blockAt[b.end] as number);
  if (mayRaise(ins)) add(handlerOf(flow, i));
  if (mayRaise(ins) && manyFailures(ins)) add(handlerOf(flow, i));
}

/** False behind a call that never returns, such as erlang:error/1: what follows may not even make sense. */
export function reached(flow: Flow, i: number): boolean {
  return i < flow.checked.instrs.length && (flow.checked.catches[i] as number) >= 0;
}

/** Instructions whose text branches to their fail label or handler from several places: the target is a merge node. */
function manyFailures(ins: Instr): boolean {
  return ins.op === Op.bs_match || ins.op === Op.bs_create_bin;
}

/** A tail call of the function to itself: a loop. */
export function selfTailCall(flow: Flow, ins: Instr): boolean {
  return (ins.op === Op.call_only || ins.op === Op.call_last) && ins.args[1]!.n === flow.row.entryLabel;
}

export function neverFallsThrough(ins: Instr): boolean {
  switch (ins.op) {
    case Op.return:
    case Op.jump:
    case Op.call_last:
    case Op.call_only:
    case Op.call_ext_last:
    case Op.call_ext_only:
    case Op.apply_last:
    case Op.badmatch:
    case Op.badrecord:
    case Op.case_end:
    case Op.if_end:
    case Op.try_case_end:
    case Op.raise:
    case Op.func_info:
    case Op.select_val:
    case Op.select_tuple_arity:
    case Op.wait:
    case Op.loop_rec_end:
    case Op.int_code_end:
      return true;
    default:
      return false;
  }
}

/** Instructions where the process may leave the JavaScript stack and come back behind them. */
export function maySuspend(ins: Instr): boolean {
  switch (ins.op) {
    case Op.call:
    case Op.call_ext:
    case Op.call_fun:
    case Op.call_fun2:
    case Op.apply:
    case Op.send:
    case Op.wait:
    case Op.wait_timeout:
    case Op.loop_rec_end:
    case Op.catch_end:
    case Op.build_stacktrace:
      return true;
    default:
      return false;
  }
}

/** Instructions that can raise: those with an empty fail label and a partial operation, calls, and the explicit ones. */
export function mayRaise(ins: Instr): boolean {
  switch (ins.op) {
    case Op.call:
    case Op.call_ext:
    case Op.call_fun:
    case Op.call_fun2:
    case Op.apply:
    case Op.send:
    case Op.badmatch:
    case Op.badrecord:
    case Op.case_end:
    case Op.if_end:
    case Op.try_case_end:
    case Op.raise:
    case Op.raw_raise:
    case Op.func_info:
    case Op.wait_timeout:
    case Op.fconv:
    case Op.fadd:
    case Op.fsub:
    case Op.fmul:
    case Op.fdiv:
    case Op.bs_init_writable:
      return true;
    case Op.bif1:
    case Op.bif2:
    case Op.bif3:
    case Op.gc_bif1:
    case Op.gc_bif2:
    case Op.gc_bif3:
    case Op.bs_create_bin:
    case Op.bs_init2:
    case Op.bs_init_bits:
    case Op.bs_add:
    case Op.bs_append:
    case Op.bs_private_append:
    case Op.bs_put_integer:
    case Op.bs_put_binary:
    case Op.bs_put_float:
    case Op.bs_put_utf8:
    case Op.bs_put_utf16:
    case Op.bs_put_utf32:
    case Op.bs_utf8_size:
    case Op.bs_utf16_size:
    case Op.put_map_assoc:
    case Op.put_map_exact:
    case Op.put_record:
    case Op.get_record_field:
      return failLabel(ins) === 0;
    default:
      return false;
  }
}

function endsBlock(ins: Instr, checked: CheckedFunction, i: number): boolean {
  if (neverFallsThrough(ins) || maySuspend(ins) || failLabel(ins) !== 0) return true;
  return mayRaise(ins) && (checked.catches[i] as number) > 0;
}
