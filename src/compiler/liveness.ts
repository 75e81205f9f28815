/**
 * Liveness: which registers a block still needs when it begins. A continuation point saves exactly those.
 *
 * Y registers are numbered by their distance from the bottom of the frame ("slots"), which `trim` does not change.
 * Backward data flow over blocks, bit sets in 32-bit words.
 */
import { Op } from "../beam/op.ts";
import { type Instr, Kind, type Operand } from "../beam/types.ts";
import { numbers } from "../util/numbers.ts";
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
  const { blocks } = flow;
  let maxX = flow.row.arity;
  let maxY = 0;
  for (let i = 0; i < instrs.length; i++) {
    const x = highestX(instrs[i]!);
    if (x > maxX) maxX = x;
    if (frames[i]! > maxY) maxY = frames[i]!;
  }
  const xs = Math.max(maxX + 1, 3);
  const words = (xs + maxY + 31) >>> 5;
  // One row of words for each block.
  const live = numbers(blocks.length * words, 0);
  const scan = new Scan(flow, xs, words);
  for (const b of blocks) {
    scan.from = b.id * words;
    for (let i = b.end - 1; i >= b.start; i--) if (flow.checked.catches[i]! >= 0) scan.instr(b, i);
  }
  const { gen, kill } = scan;
  const handlers = blocks.map((b) => (mayRaise(instrs[b.end - 1]!) ? handlerOf(flow, b.end - 1) : -1));
  for (let changed = true; changed; ) {
    changed = false;
    for (let k = blocks.length - 1; k >= 0; k--) {
      const { succs } = blocks[k]!;
      const row = k * words;
      for (let w = 0; w < words; w++) {
        let out = 0;
        let caught = 0;
        for (let j = 0; j < succs.length; j++) {
          const s = succs[j]!;
          // A handler starts before the raising instruction has written anything, and has x0 to x2 from the exception.
          if (s === handlers[k]) caught |= live[s * words + w]! & (w === 0 ? ~7 : -1);
          else out |= live[s * words + w]!;
        }
        const v = gen[row + w]! | (out & ~kill[row + w]!) | caught;
        if (v !== live[row + w]) {
          live[row + w] = v;
          changed = true;
        }
      }
    }
  }
  const lists: (readonly number[] | undefined)[] = [];
  return {
    xs,
    ys: maxY,
    liveAt(block) {
      let list = lists[block];
      if (list === undefined) lists[block] = list = members(live, block * words, words);
      return list;
    },
  };
}

function members(set: readonly number[], from: number, words: number): readonly number[] {
  const out: number[] = [];
  for (let w = 0; w < words; w++) {
    for (let bits = set[from + w]!; bits !== 0; bits &= bits - 1) out.push(w * 32 + 31 - Math.clz32(bits & -bits));
  }
  return out;
}

function highestX(ins: Instr): number {
  const { args } = ins;
  let max = -1;
  for (let i = 0; i < args.length; i++) {
    const o = args[i]!;
    if (o.kind === Kind.X && o.n > max) max = o.n;
    // Lists are not nested.
    for (let j = 0; j < o.list.length; j++) {
      const e = o.list[j]!;
      if (e.kind === Kind.X && e.n > max) max = e.n;
    }
  }
  switch (ins.op) {
    case Op.call:
    case Op.call_ext:
    case Op.call_last:
    case Op.call_only:
    case Op.call_ext_last:
    case Op.call_ext_only:
      return Math.max(max, args[0]!.n - 1);
    case Op.call_fun:
      return Math.max(max, args[0]!.n);
    case Op.call_fun2:
      return Math.max(max, args[1]!.n - 1);
    case Op.apply:
    case Op.apply_last:
      return Math.max(max, args[0]!.n + 1);
    case Op.raw_raise:
    case Op.try_case:
      return Math.max(max, 2);
    default:
      return Math.max(max, 0);
  }
}

/**
 * Accumulates blocks backwards. An instruction reports what it uses before what it defines, and going backwards the
 * definitions come first: its uses wait until it has reported all.
 */
class Scan implements Visitor {
  readonly gen: number[];
  readonly kill: number[];
  /** Where the block's row begins. */
  from = 0;
  private frame = 0;
  private readonly used: number[] = [];
  private usedArgs = 0;
  private readonly flow: Flow;
  private readonly xs: number;
  constructor(flow: Flow, xs: number, words: number) {
    this.flow = flow;
    this.xs = xs;
    this.gen = numbers(flow.blocks.length * words, 0);
    this.kill = numbers(flow.blocks.length * words, 0);
  }
  instr(b: Block, i: number): void {
    const ins = this.flow.checked.instrs[i]!;
    this.frame = frameAt(this.flow, b, i);
    this.used.length = 0;
    this.usedArgs = 0;
    effects(ins, this);
    if (ins.op === Op.try_case) for (let r = 0; r < 3; r++) this.clear(r);
    for (let k = 0; k < this.used.length; k++) this.set(this.used[k]!);
    for (let r = 0; r < this.usedArgs; r++) this.set(r);
  }
  private number(o: Operand): number {
    if (o.kind === Kind.X) return o.n;
    if (o.kind === Kind.Y) return this.xs + this.frame - 1 - o.n;
    return -1;
  }
  private clear(r: number): void {
    const w = this.from + (r >>> 5);
    this.gen[w] = this.gen[w]! & ~(1 << (r & 31));
    this.kill[w] = this.kill[w]! | (1 << (r & 31));
  }
  private set(r: number): void {
    const w = this.from + (r >>> 5);
    this.gen[w] = this.gen[w]! | (1 << (r & 31));
  }
  use(o: Operand): void {
    const r = this.number(o);
    if (r >= 0) this.used.push(r);
  }
  def(o: Operand): void {
    const r = this.number(o);
    if (r >= 0) this.clear(r);
  }
  useArgs(n: number): void {
    this.usedArgs = Math.max(this.usedArgs, Math.min(n, this.xs));
  }
  defX0(): void {
    this.clear(0);
  }
  killX(): void {
    for (let r = 0; r < this.xs; r++) this.clear(r);
  }
}
