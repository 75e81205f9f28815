/**
 * Fused arithmetic: `(A * B + C) band Mask` in 32 bits.
 *
 * Hashes and random number generators multiply beyond the safe integers and keep the low bits. The low 32 bits of a product or
 * sum of safe integers depend on the low 32 bits of the operands alone, so the chain is computed without the large
 * intermediate result. Measured: 2.9 times erts' time without, 1 with.
 * Only chains inside one block whose intermediate results go through one register, which the next link overwrites.
 */
import { Op } from "../beam/op.ts";
import { Kind, type Operand } from "../beam/types.ts";
import type { Emitter } from "./emitter.ts";

export interface Fused {
  /** The operands are small integers. */
  readonly test: string;
  readonly assign: string;
  /** The chain's last instruction. */
  readonly last: number;
}

/** The chain that begins at the present instruction with a multiplication; undefined: none. `end`: of the block. */
export function fusedChain(e: Emitter, end: number): Fused | undefined {
  const first = link(e, e.i);
  if (first?.name !== "*") return undefined;
  const tests = new Set<string>();
  const low = (o: Operand) => {
    const s = e.src(o);
    if (e.range(o) === undefined) tests.add(`typeof ${s} === "number"`);
    return s;
  };
  let value = `Math.imul(${low(first.a)}, ${low(first.b)})`;
  const register = first.dst;
  for (let i = e.i + 1; i < end; i++) {
    const op = e.flow.checked.instrs[i]!.op;
    if (op === Op.line || op === Op.test_heap) continue;
    const next = link(e, i);
    if (next === undefined || !same(next.a, register) || same(next.b, register)) return undefined;
    if (next.name === "band") {
      const range = e.range(next.b);
      if (range === undefined || range.min !== range.max || range.min < 0 || range.min > 0xffffffff) return undefined;
      const unsigned = range.min > 0x7fffffff ? " >>> 0" : "";
      const text = `${e.reg(next.dst)} = (${value} & ${range.min})${unsigned}`;
      return { test: tests.size === 0 ? "true" : [...tests].join(" && "), assign: text, last: i };
    }
    if (!same(next.dst, register)) return undefined;
    if (next.name === "+" || next.name === "-") value = `(${value} ${next.name} (${low(next.b)} | 0) | 0)`;
    else if (next.name === "*") value = `Math.imul(${value}, ${low(next.b)})`;
    else return undefined;
  }
  return undefined;
}

interface Link {
  readonly name: string;
  readonly a: Operand;
  readonly b: Operand;
  readonly dst: Operand;
}

function link(e: Emitter, i: number): Link | undefined {
  const { op, args } = e.flow.checked.instrs[i]!;
  if (op !== Op.gc_bif2 || args[0]!.n !== 0) return undefined;
  const f = e.flow.file.imports[args[2]!.n]!;
  if (f.module !== e.erlang) return undefined;
  const [, , , a, b, dst] = args as [Operand, Operand, Operand, Operand, Operand, Operand];
  return { name: f.name.name, a, b, dst };
}

function same(a: Operand, b: Operand): boolean {
  return (a.kind === Kind.X || a.kind === Kind.Y) && a.kind === b.kind && a.n === b.n;
}
