/**
 * One Erlang function, or one of its continuations, as JavaScript text.
 *
 * The text is the body of a factory `(S, L, R) => function`: `S` the Exec, `L` the links in order, `R` the run-time helpers by
 * name. A continuation is the same compilation started behind another instruction.
 */
import { Op } from "../beam/op.ts";
import { emitBif } from "./instr/arith.ts";
import { emitBs } from "./instr/bs.ts";
import { emitControl, emitResume } from "./instr/control.ts";
import { emitData, emitFloatOp, emitMap } from "./instr/data.ts";
import { emitRecord } from "./instr/record.ts";
import { emitTest } from "./instr/tests.ts";
import { Facts } from "./facts.ts";
import { floatParameters } from "./floats.ts";
import { fusedChain } from "./fuse.ts";
import { cellSites } from "./cells.ts";
import { Emitter, type Surroundings } from "./emitter.ts";
import { failLabel } from "./effects.ts";
import { type Block, type Flow, neverFallsThrough, selfTailCall } from "./flow.ts";
import type { Link } from "./links.ts";
import type { Liveness } from "./liveness.ts";
import type { PointSpec } from "./points.ts";
import { analyse, type Graph, type Piece, type Shape, structured, subtreeWeights } from "./structure.ts";

export interface Generated {
  /** Body of the factory; its parameters are `S`, `L` and `R`. */
  readonly text: string;
  readonly links: readonly Link[];
}

export interface Unit {
  readonly flow: Flow;
  readonly live: Liveness;
  /** Units a call costs: 1 + registers / 8. */
  readonly cost: number;
}

/** The function from its entry. `loops`: self tail calls are loops (false where each call must be seen: tracing). */
export function generateFunction(u: Unit, around: Surroundings, loops = true, floats = loops): Generated {
  const e = new Emitter(u.flow, u.live, around, loops);
  return factory(e, directText(e, u, floats));
}

export function directText(e: Emitter, u: Unit, floats: boolean): string {
  if (floats) e.floatParams = floatParameters(u.flow);
  if (e.loops && e.around.flavour === undefined) e.sites = cellSites(u.flow);
  const entry = [u.flow.entry];
  const graph: Graph = {
    entry: u.flow.entry,
    size: u.flow.blocks.length,
    successors: (b) => (e.sites.has(u.flow.blocks[b]!.end - 1) ? entry : successors(u.flow, b, e.loops)),
  };
  const body = generateBody(e, graph, u);
  const params = e.xargs(u.flow.row.arity);
  return functionText(
    e,
    u.flow.row.arity,
    `function ${functionName(u.flow)}(${params}) {\n`,
    unboxing(e, params) + body,
  );
}

/** The continuation at a point. */
export function generateContinuation(u: Unit, around: Surroundings, spec: PointSpec): Generated {
  const e = new Emitter(u.flow, u.live, around, false);
  const head = `function ${functionName(u.flow)}_at_${spec.instr}`;
  return factory(e, continuationText(e, u, head, resumption(e, spec)));
}

/** The frame's values into their registers, then to where the point leads. */
export function resumption(e: Emitter, spec: PointSpec): readonly Piece[] {
  e.pieces = [];
  e.i = spec.instr;
  spec.live.forEach((r, k) => {
    e.put(`${e.register(r)} = s[i + ${k + 1}];\n`);
  });
  if (spec.role === "loop") e.goto(e.flow.blockAt[spec.instr] as number);
  else emitResume(e);
  return e.pieces;
}

export function continuationText(
  e: Emitter,
  u: Unit,
  head: string,
  prologue: readonly Piece[],
  shapeOf: (g: Graph) => Shape = analyse,
): string {
  const start = u.flow.blocks.length;
  const targets = prologue.flatMap((p) => (typeof p === "string" ? [] : [p.to]));
  const graph: Graph = {
    entry: start,
    size: start + 1,
    successors: (b) => (b === start ? targets : successors(u.flow, b, false)),
  };
  return functionText(e, 0, `${head}(x, r, s, i) {\n`, generateBody(e, graph, u, prologue, shapeOf(graph)));
}

/** Text of its own for each lambda, so that V8 knows what each one calls. `fn`: the function's index. */
export function generateLambda(fn: number, arity: number, numFree: number): Generated {
  return {
    text: `"use strict"; const k = L[0]; return ${lambdaText(arity, numFree, "k")}`,
    links: [{ t: "local", fn }],
  };
}

/** A fun's code as its callers see it: arguments, then the fun, whose values the function wants as well. */
export function lambdaText(arity: number, numFree: number, code: string): string {
  const params = Array.from({ length: arity }, (_, i) => `x${i}`);
  const env = Array.from({ length: numFree }, (_, i) => (i < 3 ? `f.e${i}` : `f.more[${i - 3}]`));
  return `function lambda(${[...params, "f"]}) { return ${code}.f(${[...params, ...env]}); }`;
}

/** In front of a loop with float parameters. */
function unboxing(e: Emitter, params: string): string {
  if (e.floatParams.length === 0) return "";
  const plain = e.links.add({ t: "plain" }, "plain");
  const Float = e.helper("Float");
  const test = e.floatParams.map((n) => `x${n} instanceof ${Float}`).join(" && ");
  const load = e.floatParams.map((n) => `${e.temp(`dx${n}`)} = x${n}.value;`).join(" ");
  return `if (!(${test})) return ${plain}.f(${params});\n${load}\n`;
}

function functionText(e: Emitter, params: number, head: string, body: string): string {
  let locals = "";
  for (const name of e.locals)
    if (!(name[0] === "x" && Number(name.slice(1)) < params)) locals += locals === "" ? name : `, ${name}`;
  return `${head}${locals === "" ? "" : `let ${locals};\n`}${body}}`;
}

/** The text of a function as that of its factory. */
export function factory(e: Emitter, fn: string): Generated {
  let text = '"use strict";\n';
  e.links.links.forEach((_, k) => {
    text += `const k${k} = L[${k}];\n`;
  });
  for (const h of e.helpers) text += `const ${h} = R.${h};\n`;
  // In parentheses V8 compiles the function at once instead of scanning it first and compiling it when it is called.
  text += `return (${fn})`;
  return { text, links: e.links.links };
}

export function functionName(flow: Flow): string {
  const plain = `${flow.file.name.name}$${flow.row.name.name}_${flow.row.arity}`;
  return `$${plain.replace(/[^A-Za-z0-9_$]/g, "_").slice(0, 120)}`;
}

function successors(flow: Flow, b: number, loops: boolean): readonly number[] {
  const block = flow.blocks[b]!;
  return !loops && selfTailCall(flow, flow.checked.instrs[block.end - 1]!) ? NONE : block.succs;
}
const NONE: readonly number[] = [];

function generateBody(
  e: Emitter,
  graph: Graph,
  u: Unit,
  prologue?: readonly Piece[],
  shape: Shape = analyse(graph),
): string {
  const blocks = u.flow.blocks;
  const weights = subtreeWeights(shape, (n) => (n < blocks.length ? blocks[n]!.end - blocks[n]!.start : 1));
  let from = 0;
  e.isInline = (b) =>
    shape.reducible && shape.isMerge[b] === 0 && shape.isLoop[b] === 0 && (shape.position[b] as number) > from;
  e.inlineWeight = (b) =>
    shape.isMerge[b] === 1 || (shape.position[b] as number) <= from ? 0 : (weights[b] as number);
  return structured(graph, shape, (n) => {
    if (prologue !== undefined && n === graph.entry) return prologue;
    from = shape.position[n] as number;
    e.pieces = [];
    e.block = blocks[n]!;
    e.facts = e.entryFacts.get(n) ?? new Facts();
    if (n === u.flow.entry && e.loops) for (const p of e.floatParams) e.facts.raw.add(`x${p}`);
    const b = e.block;
    if (n === u.flow.entry) entryCheck(e, u);
    else if (shape.isLoop[n] === 1 && !chargesItself(u.flow, b)) loopCheck(e, b);
    for (let i = b.start; i < b.end; i++) {
      e.i = i;
      e.begin();
      const { flavour } = e.around;
      flavour?.before(e);
      const fused = flavour === undefined ? fusedChain(e, b.end) : undefined;
      if (fused === undefined) {
        emitInstr(e);
        e.commit();
        if (!e.ended) flavour?.after(e);
        continue;
      }
      // The plain instructions stay as the other arm.
      e.put(`if (${fused.test}) ${fused.assign};\nelse {\n`);
      e.inArm = true;
      for (; ; i++) {
        e.i = i;
        e.begin();
        emitInstr(e);
        e.commit();
        if (i === fused.last) break;
      }
      e.inArm = false;
      e.put("}\n");
    }
    if (!e.ended && !neverFallsThrough(e.ins)) e.fall();
    return e.pieces;
  });
}

/** Charges the call and leaves the stack when the budget is used up. */
function entryCheck(e: Emitter, u: Unit): void {
  const live = Array.from({ length: u.flow.row.arity }, (_, i) => i);
  const p = e.point(-1, live, false);
  const n = live.length <= 3 ? String(live.length) : "";
  const values = live.map((r) => e.boxedRegister(e.x(r)));
  e.put(`if ((S.reds -= ${u.cost}) < 0) return ${e.left(`S.pause${n}(${[p, ...values].join(", ")})`)};\n`);
}

function emitInstr(e: Emitter): void {
  const { op, args } = e.ins;
  switch (op) {
    case Op.label:
    case Op.line:
    case Op.executable_line:
    case Op.debug_line:
    case Op.allocate:
    case Op.allocate_heap:
    case Op.allocate_zero:
    case Op.allocate_heap_zero:
    case Op.test_heap:
    case Op.deallocate:
    case Op.trim:
    case Op.catch:
    case Op.try:
    case Op.try_end:
    case Op.nif_start:
    case Op.on_load:
    // Float instructions raise at once, there is no flag to look at.
    case Op.fclearerror:
    case Op.fcheckerror:
    // A hint only, of OTP 22 and 23: the receive looks at all messages.
    case Op.recv_mark:
    case Op.recv_set:
      return;
    case Op.bif0:
    case Op.bif1:
    case Op.bif2:
    case Op.bif3:
    case Op.gc_bif1:
    case Op.gc_bif2:
    case Op.gc_bif3:
      bifInstruction(e);
      return;
    case Op.int_code_end:
      e.put("return S.endOfCode();\n");
      return;
    default:
      if (!FLOAT_AWARE.has(op)) e.boxUses();
      if (emitData(e) || emitFloatOp(e) || emitTest(e) || emitMap(e) || emitBs(e) || emitControl(e) || emitRecord(e))
        return;
      throw new Error(`no code for opcode ${op} with ${args.length} operands`);
  }
}

/** The head of a receive: its way back goes through `loop_rec_end`. */
function chargesItself(flow: Flow, b: Block): boolean {
  for (let i = b.start; i < b.end; i++) {
    const { op } = flow.checked.instrs[i]!;
    if (op !== Op.label && op !== Op.line) return op === Op.loop_rec;
  }
  return false;
}

/** Compilers loop by calls only, but other code may jump backwards for ever. */
function loopCheck(e: Emitter, b: Block): void {
  const live = e.live.liveAt(b.id);
  const line = e.flow.lines[b.start] as number;
  const spec: PointSpec = { instr: b.start, line, live, role: "loop", handled: false };
  const p = e.links.add({ t: "point", spec }, `loop${b.id}`);
  const values = live.map((r) => e.register(r));
  e.put(`if ((S.reds -= 1) < 0) return ${e.left(`S.pause(${[p, ...values].join(", ")})`)};\n`);
}

/** Instructions that take unboxed floats as they are. */
const FLOAT_AWARE = new Set<number>([
  Op.move,
  Op.fmove,
  Op.fconv,
  Op.is_lt,
  Op.is_ge,
  Op.is_eq,
  Op.is_ne,
  Op.is_eq_exact,
  Op.is_ne_exact,
]);

function bifInstruction(e: Emitter): void {
  const { op, args } = e.ins;
  const fail = failLabel(e.ins);
  const skip = op === Op.bif0 ? 0 : op === Op.bif1 || op === Op.bif2 || op === Op.bif3 ? 1 : 2;
  const imported = e.flow.file.imports[args[skip]!.n]!;
  emitBif(e, imported.module, imported.name, args.slice(skip + 1, args.length - 1), args[args.length - 1]!, fail);
}
