/**
 * Liveness: which registers a block still needs when it begins. A continuation point saves exactly those.
 *
 * Y registers are numbered by their distance from the bottom of the frame ("slots"), which `trim` does not change.
 * Backward data flow over blocks, bit sets in 32-bit words.
 */
import { Op } from "../beam/op.ts";
import { type Instr, Kind, type Operand } from "../beam/types.ts";
import { effects, type Visitor } from "./effects.ts";
import { type Block, type Flow, frameAt, handlerOf, mayRaise } from "./flow.ts";

export interface Liveness {
  /** X registers are numbers 0 .. xs-1, slots follow from xs. */
  readonly xs: number;
  readonly ys: number;
  /** Live registers at the beginning of a block, ascending. */
  liveAt(block: number): readonly number[];
}

export function liveness(flow: Flow): Liveness {
  const { instrs, frames } = flow.checked;
  let maxX = flow.row.arity;
  let maxY = 0;
  for (let i = 0; i < instrs.length; i++) {
    maxX = Math.max(maxX, highestX(instrs[i]!));
    maxY = Math.max(maxY, frames[i] as number);
  }
  const xs = Math.max(maxX + 1, 3);
  const words = (xs + maxY + 31) >>> 5;
  const live = flow.blocks.map(() => new Int32Array(words));
  const scan = new Scan(flow, xs);
  const gen: Int32Array[] = [];
  const kill: Int32Array[] = [];
  for (const b of flow.blocks) {
    scan.gen = new Int32Array(words);
    scan.kill = new Int32Array(words);
    for (let i = b.end - 1; i >= b.start; i--) if ((flow.checked.catches[i] as number) >= 0) scan.instr(b, i);
    gen.push(scan.gen);
    kill.push(scan.kill);
  }
  const handlers = flow.blocks.map((b) => (mayRaise(instrs[b.end - 1]!) ? handlerOf(flow, b.end - 1) : -1));
  for (let changed = true; changed; ) {
    changed = false;
    for (let k = flow.blocks.length - 1; k >= 0; k--) {
      const b = flow.blocks[k]!;
      const set = live[k]!;
      for (let w = 0; w < words; w++) {
        let out = 0;
        let caught = 0;
        for (const s of b.succs) {
          // A handler starts before the raising instruction has written anything, and has x0 to x2 from the exception.
          if (s === handlers[k]) caught |= (live[s]![w] as number) & (w === 0 ? ~7 : -1);
          else out |= live[s]![w] as number;
        }
        const v = (gen[k]![w] as number) | (out & ~(kill[k]![w] as number)) | caught;
        if (v !== set[w]) {
          set[w] = v;
          changed = true;
        }
      }
    }
  }
  const lists: (readonly number[] | undefined)[] = new Array(live.length);
  return {
    xs,
    ys: maxY,
    liveAt(block) {
      let list = lists[block];
      if (list === undefined) lists[block] = list = members(live[block]!);
      return list;
    },
  };
}

function members(set: Int32Array): readonly number[] {
  const out: number[] = [];
  for (let w = 0; w < set.length; w++) {
    for (let bits = set[w] as number; bits !== 0; bits &= bits - 1) out.push(w * 32 + 31 - Math.clz32(bits & -bits));
  }
  return out;
}

function highestX(ins: Instr): number {
  let max = -1;
  const see = (o: Operand) => {
    if (o.kind === Kind.X && o.n > max) max = o.n;
    for (const e of o.list) see(e);
  };
  for (const o of ins.args) see(o);
  switch (ins.op) {
    case Op.call:
    case Op.call_ext:
    case Op.call_last:
    case Op.call_only:
    case Op.call_ext_last:
    case Op.call_ext_only:
      return Math.max(max, ins.args[0]!.n - 1);
    case Op.call_fun:
      return Math.max(max, ins.args[0]!.n);
    case Op.call_fun2:
      return Math.max(max, ins.args[1]!.n - 1);
    case Op.apply:
    case Op.apply_last:
      return Math.max(max, ins.args[0]!.n + 1);
    case Op.raw_raise:
    case Op.try_case:
      return Math.max(max, 2);
    default:
      return Math.max(max, 0);
  }
}

/** Accumulates one block backwards: first what an instruction defines, then what it uses. */
class Scan implements Visitor {
  gen = new Int32Array(0);
  kill = new Int32Array(0);
  private frame = 0;
  private defining = false;
  private readonly flow: Flow;
  private readonly xs: number;
  constructor(flow: Flow, xs: number) {
    this.flow = flow;
    this.xs = xs;
  }
  instr(b: Block, i: number): void {
    const ins = this.flow.checked.instrs[i]!;
    this.frame = frameAt(this.flow, b, i);
    this.defining = true;
    effects(ins, this);
    if (ins.op === Op.try_case) for (let r = 0; r < 3; r++) this.clear(r);
    this.defining = false;
    effects(ins, this);
  }
  private number(o: Operand): number {
    if (o.kind === Kind.X) return o.n;
    if (o.kind === Kind.Y) return this.xs + this.frame - 1 - o.n;
    return -1;
  }
  private clear(r: number): void {
    this.gen[r >>> 5] = (this.gen[r >>> 5] as number) & ~(1 << (r & 31));
    this.kill[r >>> 5] = (this.kill[r >>> 5] as number) | (1 << (r & 31));
  }
  private set(r: number): void {
    this.gen[r >>> 5] = (this.gen[r >>> 5] as number) | (1 << (r & 31));
  }
  use(o: Operand): void {
    if (this.defining) return;
    const r = this.number(o);
    if (r >= 0) this.set(r);
  }
  def(o: Operand): void {
    if (!this.defining) return;
    const r = this.number(o);
    if (r >= 0) this.clear(r);
  }
  useArgs(n: number): void {
    if (!this.defining) for (let r = 0; r < Math.min(n, this.xs); r++) this.set(r);
  }
  defX0(): void {
    if (this.defining) this.clear(0);
  }
  killX(): void {
    if (this.defining) for (let r = 0; r < this.xs; r++) this.clear(r);
  }
}
