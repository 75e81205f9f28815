/**
 * Code for where none can be made while the program runs: a function, its plain variant, one form that goes on at each of its
 * points, and the entries of its funs, in one factory. That one form serves long functions elsewhere as well: a text for each of
 * a thousand points, each with all that may follow, is a thousand times the function.
 *
 * It is what generate.ts makes. Only continuations are not made one by one, since which ones a run will need is not known: they
 * are one function that begins with a switch over the points. Where that gives too many ways in to nest them, or ways into a
 * loop, the `switch` in a loop of structure.ts serves.
 */
import type { FunctionRow, LambdaRow } from "../beam/types.ts";
import { Emitter, type Surroundings } from "./emitter.ts";
import { maySuspend } from "./flow.ts";
import {
  continuationText,
  directText,
  factory,
  functionName,
  type Generated,
  lambdaText,
  resumption,
  type Unit,
} from "./generate.ts";
import { type Link, LinkTable } from "./links.ts";
import type { PointSpec } from "./points.ts";
import { analyse, type Graph, type Piece, type Shape } from "./structure.ts";

/** JavaScript engines nest statements as deep as their stack allows, which differs. */
const MAX_WAYS_IN = 200;

/** One Erlang function's parts. */
export interface Ahead extends Generated {
  /** Run-time helpers that the text names. */
  readonly helpers: ReadonlySet<string>;
}

/**
 * Text of a factory `(L) => parts`, as an expression in which `S` and helpers stand.
 * `lambdas`: the rows of the fun table that lead to the function.
 */
export function generateAhead(u: Unit, around: Surroundings, lambdas: readonly LambdaRow[]): Ahead {
  return settled(u, around, lambdas).made;
}

/** The one form that goes on at each point, alone. */
export function generateResumptions(u: Unit, around: Surroundings): Generated {
  const { points } = settled(u, around, []);
  const e = new Emitter(u.flow, u.live, around, false);
  return factory(e, continuationText(e, u, `function ${functionName(u.flow)}_goes_on`, prologue(e, points), shapeOf));
}

/** Continuations have points that the function has not: its calls of itself may be loops. Each is made with those found so far. */
function settled(
  u: Unit,
  around: Surroundings,
  lambdas: readonly LambdaRow[],
): { readonly made: Ahead; readonly points: readonly PointSpec[] } {
  let points: readonly PointSpec[] = [];
  for (;;) {
    const made = generateWith(u, around, lambdas, points);
    const found = pointsIn(made.links, u);
    if (found.length === points.length) return { made, points };
    points = found;
  }
}

function generateWith(
  u: Unit,
  around: Surroundings,
  lambdas: readonly LambdaRow[],
  points: readonly PointSpec[],
): Ahead {
  const links = new LinkTable();
  const helpers = new Set<string>();
  const emitter = (loops: boolean) => new Emitter(u.flow, u.live, around, loops, links, helpers);
  // In parentheses V8 compiles it at once: only what is called is asked for.
  const parts = [`f: (${directText(emitter(true), u, true)})`];
  if (links.links.some((l) => l.t === "plain")) parts.push(`p: ${directText(emitter(true), u, false)}`);
  if (points.length > 0) {
    const e = emitter(false);
    parts.push(`r: ${continuationText(e, u, "function ", prologue(e, points), shapeOf)}`);
  }
  for (const [name, text] of entries(u.flow.row, lambdas, links)) parts.push(`${name}: ${text}`);
  const names = links.links.map((_, k) => `k${k}`);
  const head = names.length > 0 ? `const [${names}] = L;\n` : "";
  return { text: `(L) => {\n${head}return { ${parts.join(",\n")} };\n}`, links: links.links, helpers };
}

/** The points where a frame may go on, by instruction. */
function pointsIn(links: readonly Link[], u: Unit): PointSpec[] {
  const { instrs } = u.flow.checked;
  return links
    .flatMap((l) => (l.t === "point" ? [l.spec] : []))
    .filter(({ role, instr }) => role === "loop" || (role === "frame" && instr >= 0 && maySuspend(instrs[instr]!)))
    .sort((a, b) => a.instr - b.instr);
}

/** A point's label is its instruction: no two that are resumed share one, since a loop's head is a label. */
function prologue(e: Emitter, points: readonly PointSpec[]): readonly Piece[] {
  const ways = points.map((spec) => resumption(e, spec));
  if (ways.length === 1) return ways[0] as readonly Piece[];
  const cases = points.flatMap((spec, k): Piece[] => [`case ${spec.instr}:\n`, ...(ways[k] as readonly Piece[])]);
  return ["switch (s[i].label) {\n", ...cases, "}\n"];
}

function shapeOf(graph: Graph): Shape {
  const shape = analyse(graph);
  const ways = shape.mergesOf[graph.entry]?.length ?? 0;
  return ways > MAX_WAYS_IN ? { ...shape, reducible: false } : shape;
}

function entries(row: FunctionRow, lambdas: readonly LambdaRow[], links: LinkTable): Map<string, string> {
  const out = new Map<string, string>();
  for (const { arity, numFree } of lambdas) {
    const code = links.add({ t: "local", fn: row.index }, `local${row.index}`);
    out.set(`l${numFree}`, lambdaText(arity - numFree, numFree, code));
  }
  return out;
}
