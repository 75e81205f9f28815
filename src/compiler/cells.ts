/**
 * Tail recursion modulo cons: `f([H | T]) -> [g(H) | f(T)]` becomes a loop that fills the tail of the last cell.
 *
 * After D. Friedman and D. Wise, "Unwinding stylized recursions into iterations" (1975), and OCaml's "tail modulo cons".
 * Departures: only lists, and only the function itself, not its continuations. While no cell has been built everything is
 * as before; once there is one, whatever leaves the function leaves through `cells`: a value becomes the last tail, and a
 * frame that saves itself is followed by one that will do so. Such a frame stands in a stack trace where the recursive
 * call's would; a function with several places notes each change from one to another, the last eight.
 * Invariant: the hole is filled before anyone else sees the list, so a continuation with a hole runs at most once.
 */
import { Op } from "../beam/op.ts";
import { Kind, type Operand } from "../beam/types.ts";
import type { Flow } from "./flow.ts";

/** A place that can be one: the recursive call's instruction and the heads consed onto its result, innermost first. */
export interface CellSite {
  readonly call: number;
  readonly heads: readonly Operand[];
  /** The instruction of each head, for its frame. */
  readonly at: readonly number[];
}

/** What the history's digits hold. */
const MAX_SITES = 15;

/** The places of a function by call instruction; empty where there are none, or too many. */
export function cellSites(flow: Flow): ReadonlyMap<number, CellSite> {
  const sites = new Map<number, CellSite>();
  const { instrs, catches } = flow.checked;
  for (let i = 0; i < instrs.length; i++) {
    const ins = instrs[i]!;
    if (ins.op !== Op.call || ins.args[1]!.n !== flow.row.entryLabel || catches[i] !== 0) continue;
    const site = siteBehind(flow, i);
    if (site !== undefined) sites.set(i, site);
  }
  return sites.size <= MAX_SITES ? sites : new Map();
}

function siteBehind(flow: Flow, call: number): CellSite | undefined {
  const { instrs } = flow.checked;
  const heads: Operand[] = [];
  const at: number[] = [];
  for (let i = call + 1; i < instrs.length; i++) {
    const { op, args } = instrs[i]!;
    switch (op) {
      case Op.test_heap:
      case Op.line:
      case Op.deallocate:
        continue;
      case Op.put_list: {
        const [head, tail, dst] = args as [Operand, Operand, Operand];
        if (!isX0(tail) || !isX0(dst) || head.kind === Kind.X) return undefined;
        heads.push(head);
        at.push(i);
        continue;
      }
      case Op.return:
        return heads.length > 0 ? { call, heads, at } : undefined;
      default:
        return undefined;
    }
  }
  return undefined;
}

function isX0(o: Operand): boolean {
  return o.kind === Kind.X && o.n === 0;
}
