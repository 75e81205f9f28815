/**
 * Copies code that only raises an exception for paths that cannot share it.
 *
 * Compilers merge equal code at the end of a function (`if_end`, `badmatch`) even when it is reached inside and outside
 * of a `try`, or from frames of different size. erts finds catches and frames on its stack at run time; here each
 * instruction has one static stack of catches and Y registers have fixed slots, so such a path gets a copy.
 * OTP: beam_jump.erl, sharing of exit blocks.
 */
import { atoms } from "../term/atom.ts";
import { Op } from "./op.ts";
import { type BeamFile, type ImportRow, Instr, Kind, Operand } from "./types.ts";

const A = atoms("erlang", "exit", "throw", "error", "nif_error");

/** The longest code that is copied. */
const MAX_EXIT = 32;

/** A jump of `instr` to `label` with a frame and catches of its own, which `state` stands for. */
export interface Split {
  readonly instr: Instr;
  readonly label: number;
  readonly state: string;
}

/** True for the BIFs that never return: code behind a call of one is dead. OTP: erl_bifs:is_exit_bif/3. */
export function isExitBif(i: ImportRow): boolean {
  if (i.module !== A.erlang) return false;
  if (i.name === A.error) return i.arity >= 1 && i.arity <= 3;
  if (i.name === A.nif_error) return i.arity === 1 || i.arity === 2;
  return i.arity === 1 && (i.name === A.exit || i.name === A.throw);
}

/** The instructions behind the label at `index` if they are short and do nothing but raise; else undefined. */
export function exitBlock(file: BeamFile, instrs: readonly Instr[], index: number): readonly Instr[] | undefined {
  for (let i = index + 1; i < instrs.length && i <= index + MAX_EXIT; i++) {
    const instr = instrs[i]!;
    switch (instr.op) {
      case Op.badmatch:
      case Op.if_end:
      case Op.case_end:
      case Op.try_case_end:
      case Op.badrecord:
      case Op.raise:
        return instrs.slice(index + 1, i + 1);
      case Op.call_ext:
        if (isExitBif(file.imports[instr.args[1]!.n]!)) return instrs.slice(index + 1, i + 1);
        return undefined;
      case Op.label:
        return undefined;
    }
    if (instr.args.some((o) => o.kind === Kind.Label && o.n !== 0)) return undefined;
  }
  return undefined;
}

/** The function's instructions with a copy of the shared code for each state, at the end, and the jumps led there. */
export function copyExits(
  file: BeamFile,
  instrs: readonly Instr[],
  labels: ReadonlyMap<number, number>,
  splits: readonly Split[],
): Instr[] {
  const out = instrs.slice();
  const copies = new Map<string, number>();
  const changed = new Map<Instr, Instr>();
  let next = Math.max(file.labelFunction.length, ...labels.keys()) + 1;
  for (const { instr, label, state } of splits) {
    const key = `${label},${state}`;
    let copy = copies.get(key);
    if (copy === undefined) {
      copy = next++;
      copies.set(key, copy);
      appendCopy(out, file, instrs, labels.get(label)!, copy);
    }
    const before = changed.get(instr) ?? instr;
    changed.set(instr, new Instr(instr.op, relabel(before.args, label, copy), instr.offset));
  }
  return out.map((i) => changed.get(i) ?? i);
}

function appendCopy(out: Instr[], file: BeamFile, instrs: readonly Instr[], index: number, label: number): void {
  const first = instrs[index]!;
  out.push(new Instr(Op.label, [new Operand(Kind.Unsigned, label, 0, -1, [])], first.offset));
  // The code's line is the last one in front of it, wherever that is.
  let line = index;
  while (line > 0 && instrs[line]!.op !== Op.line) line--;
  if (instrs[line]!.op === Op.line) out.push(instrs[line]!);
  out.push(...exitBlock(file, instrs, index)!);
}

function relabel(args: readonly Operand[], from: number, to: number): Operand[] {
  return args.map((o) => {
    if (o.kind === Kind.Label) return o.n === from ? new Operand(Kind.Label, to, 0, -1, []) : o;
    return o.kind === Kind.List ? new Operand(o.kind, o.n, o.term, o.type, relabel(o.list, from, to)) : o;
  });
}
