/**
 * Float parameters of loops: those that hold a float on every way round, given that they do on the way in.
 *
 * Such a parameter is unboxed once before the loop and stays a raw double in it. The function checks on entry that it
 * really got floats, and calls its plain variant otherwise.
 * Optimistic data flow: assume all candidates are floats, drop those for which a way round disproves it, repeat.
 */
import { Op } from "../beam/op.ts";
import { type Instr, Kind, type Operand, TypeBit } from "../beam/types.ts";
import { Float } from "../term/float.ts";
import { effects } from "./effects.ts";
import { type Block, type Flow, frameAt, selfTailCall } from "./flow.ts";

/** Numbers of the X registers that are float parameters of the function's loop. */
export function floatParameters(flow: Flow): readonly number[] {
  if (!flow.checked.instrs.some((ins) => selfTailCall(flow, ins) || ins.op === Op.fmove)) return [];
  let params = new Set<number>(candidates(flow));
  while (params.size > 0) {
    const kept = surviving(flow, params);
    if (kept.size === params.size) return [...kept].sort((a, b) => a - b);
    params = kept;
  }
  return [];
}

/** Parameters that some self tail call sets by boxing a float. */
function candidates(flow: Flow): Iterable<number> {
  const out = new Set<number>();
  const { instrs } = flow.checked;
  for (let i = 0; i < instrs.length; i++) {
    if (!selfTailCall(flow, instrs[i]!)) continue;
    for (let k = i - 1; k >= 0 && straight(instrs[k]!); k--) {
      const { op, args } = instrs[k]!;
      if (op === Op.fmove && args[1]!.kind === Kind.X && args[1]!.n < flow.row.arity) out.add(args[1]!.n);
    }
  }
  return out;
}

function straight(ins: Instr): boolean {
  return ins.op !== Op.label && ins.op !== Op.call && ins.op !== Op.call_ext && ins.op !== Op.call_fun;
}

function surviving(flow: Flow, params: ReadonlySet<number>): Set<number> {
  const start = new Set([...params].map((n) => `x${n}`));
  const before: (Set<string> | undefined)[] = new Array(flow.blocks.length);
  before[flow.entry] = start;
  const kept = new Set(params);
  const work = [flow.entry];
  while (work.length > 0) {
    const b = flow.blocks[work.pop() as number]!;
    const facts = new Set(before[b.id]);
    for (let i = b.start; i < b.end; i++) {
      const ins = flow.checked.instrs[i]!;
      if (selfTailCall(flow, ins)) {
        for (const n of params) if (!facts.has(`x${n}`)) kept.delete(n);
      }
      step(flow, b, i, facts);
    }
    for (const s of b.succs) {
      if (s === flow.entry) continue;
      const old = before[s];
      if (old === undefined) before[s] = new Set(facts);
      else {
        const size = old.size;
        for (const r of old) if (!facts.has(r)) old.delete(r);
        if (old.size === size) continue;
      }
      work.push(s);
    }
  }
  return kept;
}

/** The registers that surely hold floats behind an instruction. */
function step(flow: Flow, b: Block, i: number, facts: Set<string>): void {
  const ins = flow.checked.instrs[i]!;
  const frame = frameAt(flow, b, i);
  const name = (o: Operand) => (o.kind === Kind.X ? `x${o.n}` : o.kind === Kind.Y ? `y${frame - 1 - o.n}` : "");
  const isFloat = (o: Operand) =>
    facts.has(name(o)) || (o.kind === Kind.Literal && o.term instanceof Float) || annotated(flow, o);
  let result = "";
  if (ins.op === Op.move && isFloat(ins.args[0]!)) result = name(ins.args[1]!);
  else if (ins.op === Op.fmove) result = name(ins.args[1]!);
  else if (ins.op === Op.gc_bif2 && floatArithmetic(flow, ins, isFloat)) result = name(ins.args[5]!);
  effects(ins, {
    use() {},
    useArgs() {},
    def: (o) => facts.delete(name(o)),
    defX0: () => facts.delete("x0"),
    killX() {
      for (const r of facts) if (r[0] === "x") facts.delete(r);
    },
  });
  if (result !== "") facts.add(result);
}

function annotated(flow: Flow, o: Operand): boolean {
  return o.type >= 0 && flow.file.types[o.type]!.bits === TypeBit.Float;
}

function floatArithmetic(flow: Flow, ins: Instr, isFloat: (o: Operand) => boolean): boolean {
  const { module, name } = flow.file.imports[ins.args[2]!.n]!;
  const [a, b] = [ins.args[3]!, ins.args[4]!];
  const number = (o: Operand) => isFloat(o) || (o.kind === Kind.Integer && typeof o.term === "number");
  return (
    module.name === "erlang" &&
    (name.name === "+" || name.name === "-" || name.name === "*" || name.name === "/") &&
    number(a) &&
    number(b) &&
    (isFloat(a) || isFloat(b))
  );
}
