/**
 * Control flow: a graph of basic blocks becomes nested JavaScript loops and labelled blocks.
 *
 * After N. Ramsey, "Beyond Relooper: recursive translation of unstructured control flow to structured control flow"
 * (ICFP 2022). It departs from the paper in two ways: it works with an explicit stack, because real functions have
 * chains of thousands of blocks; and the last arm of a branch is emitted flat, not nested, because a block never
 * completes normally and V8's parser limits nesting.
 * Irreducible graphs (none known from a compiler) become a `switch` in a loop.
 */

import { numbers } from "../util/numbers.ts";

/** A piece of a block's text: source text, or a branch to a node. */
export type Piece = string | { readonly to: number };

export interface Graph {
  readonly entry: number;
  /** Number of nodes; nodes are 0 .. size-1. */
  readonly size: number;
  successors(node: number): readonly number[];
}

export interface Shape {
  /** Reachable nodes in reverse postorder. */
  readonly order: readonly number[];
  /** Position in `order`; -1: unreachable. */
  readonly position: readonly number[];
  /** Immediate dominator (the entry dominates itself). */
  readonly idom: readonly number[];
  readonly isMerge: readonly number[];
  readonly isLoop: readonly number[];
  readonly reducible: boolean;
  /** Merge nodes immediately dominated by a node, by ascending position. */
  readonly mergesOf: readonly (readonly number[] | undefined)[];
}

/** Orders the graph, finds dominators, merge nodes and loop headers. */
export function analyse(g: Graph): Shape {
  const order = reversePostorder(g);
  const position = numbers(g.size, -1);
  for (let i = 0; i < order.length; i++) position[order[i] as number] = i;
  const preds: number[][] = order.map(() => []);
  for (let i = 0; i < order.length; i++) {
    for (const s of g.successors(order[i] as number)) (preds[position[s] as number] as number[]).push(i);
  }
  const idomAt = dominators(order.length, preds);
  const idom = numbers(g.size, -1);
  const isMerge = numbers(g.size, 0);
  const isLoop = numbers(g.size, 0);
  const mergesOf: number[][] = new Array(g.size);
  let reducible = true;
  for (let i = 0; i < order.length; i++) {
    const node = order[i] as number;
    idom[node] = order[idomAt[i] as number] as number;
    let forward = 0;
    for (const p of preds[i] as number[]) {
      if (p < i) forward++;
      else {
        isLoop[node] = 1;
        if (!dominates(idomAt, i, p)) reducible = false;
      }
    }
    if (forward > 1 && i > 0) {
      isMerge[node] = 1;
      const d = idom[node] as number;
      const list = mergesOf[d];
      if (list === undefined) mergesOf[d] = [node];
      else list.push(node);
    }
  }
  return { order, position, idom, isMerge, isLoop, reducible, mergesOf };
}

function reversePostorder(g: Graph): number[] {
  const seen = numbers(g.size, 0);
  const post: number[] = [];
  const stack: number[] = [g.entry];
  const next: number[] = [0];
  seen[g.entry] = 1;
  while (stack.length > 0) {
    const top = stack.length - 1;
    const node = stack[top] as number;
    const succ = g.successors(node);
    const i = next[top] as number;
    if (i < succ.length) {
      next[top] = i + 1;
      const s = succ[i] as number;
      if (seen[s] === 0) {
        seen[s] = 1;
        stack.push(s);
        next.push(0);
      }
    } else {
      post.push(node);
      stack.pop();
      next.pop();
    }
  }
  return post.reverse();
}

/** Cooper, Harvey and Kennedy's iteration, over positions in reverse postorder. */
function dominators(n: number, preds: readonly (readonly number[])[]): number[] {
  const idom = numbers(n, -1);
  idom[0] = 0;
  let changed = true;
  while (changed) {
    changed = false;
    for (let i = 1; i < n; i++) {
      let best = -1;
      for (const p of preds[i] as readonly number[]) {
        if (idom[p] === -1) continue;
        best = best === -1 ? p : intersect(idom, p, best);
      }
      if (best !== idom[i]) {
        idom[i] = best;
        changed = true;
      }
    }
  }
  return idom;
}

function intersect(idom: readonly number[], a: number, b: number): number {
  let i = a;
  let j = b;
  while (i !== j) {
    while (i > j) i = idom[i] as number;
    while (j > i) j = idom[j] as number;
  }
  return i;
}

function dominates(idom: readonly number[], a: number, b: number): boolean {
  let i = b;
  while (i > a) i = idom[i] as number;
  return i === a;
}

/** Sizes of dominator subtrees, in the units of `weightOf`: which arm of a branch is the shorter one. */
export function subtreeWeights(shape: Shape, weightOf: (node: number) => number): number[] {
  const w = numbers(shape.position.length, 0);
  for (let i = shape.order.length - 1; i >= 0; i--) {
    const node = shape.order[i] as number;
    w[node] = (w[node] as number) + weightOf(node);
    const d = shape.idom[node] as number;
    if (i > 0) w[d] = (w[d] as number) + (w[node] as number);
  }
  return w;
}

/** The text of the whole graph from its entry. `emit` gives a block's pieces; the last branch of a block is flat. */
export function structured(g: Graph, shape: Shape, emit: (node: number) => readonly Piece[]): string {
  if (!shape.reducible) return dispatched(g, shape, emit);
  const out: string[] = [];
  /** Text to append, a node to open (>= 0). */
  const work: (string | number)[] = [g.entry];
  while (work.length > 0) {
    const item = work.pop() as string | number;
    if (typeof item === "string") {
      out.push(item);
      continue;
    }
    const node = item;
    if (shape.isLoop[node] === 1) {
      out.push(`L${node}: for (;;) {\n`);
      work.push("}\n");
    }
    const merges = shape.mergesOf[node];
    if (merges !== undefined) {
      for (let i = merges.length - 1; i >= 0; i--) {
        const m = merges[i] as number;
        out.push(`B${m}: {\n`);
        work.push(m, "}\n");
      }
    }
    const pieces = emit(node);
    for (let i = pieces.length - 1; i >= 0; i--) {
      const piece = pieces[i] as Piece;
      if (typeof piece === "string") work.push(piece);
      else if ((shape.position[piece.to] as number) <= (shape.position[node] as number))
        work.push(`continue L${piece.to};\n`);
      else if (shape.isMerge[piece.to] === 1) work.push(`break B${piece.to};\n`);
      else work.push(piece.to);
    }
  }
  return out.join("");
}

function dispatched(g: Graph, shape: Shape, emit: (node: number) => readonly Piece[]): string {
  const out: string[] = [`let pc = ${g.entry};\nfor (;;) switch (pc) {\n`];
  for (const node of shape.order) {
    out.push(`case ${node}: {\n`);
    for (const piece of emit(node)) out.push(typeof piece === "string" ? piece : `pc = ${piece.to}; continue;\n`);
    out.push("}\n");
  }
  out.push("}\n");
  return out.join("");
}
