/**
 * The state of generating one JavaScript function, and the phrases that all instruction families use.
 *
 * Registers are JavaScript locals: `x0`.. , slots `y0`.. counted from the bottom of the frame (so `trim` moves nothing), raw
 * doubles `f0`.. . `S` is the `Exec`, `t` a scratch local.
 * Invariant: a block's text never completes normally; it ends in a branch, a return or a continue.
 */
import { type Instr, Kind, type Operand, type TypeEntry, TypeBit } from "../beam/types.ts";
import { type Atom, atoms, FALSE, TRUE } from "../term/atom.ts";
import { Float } from "../term/float.ts";
import type { Term } from "../term/term.ts";
import { Op } from "../beam/op.ts";
import { effects } from "./effects.ts";
import { Facts } from "./facts.ts";
import { type Block, blockOfLabel, type Flow, frameAt, handlerOf, maySuspend, reached } from "./flow.ts";
import type { CellSite } from "./cells.ts";
import { LinkTable } from "./links.ts";
import type { Liveness } from "./liveness.ts";
import type { PointSpec } from "./points.ts";
import type { Piece } from "./structure.ts";

/** What the generator asks about the world around the function. */
export interface Surroundings {
  /** True if `M:F/A` is a BIF in this release. */
  isBif(module: Atom, name: Atom, arity: number): boolean;
  /** Has the module any? */
  hasBifs(module: Atom): boolean;
  /** `0.0 =:= -0.0` is false in this release. */
  readonly signedZeroDiffers: boolean;
  /** Failing operators stand on top of the stack trace. */
  readonly operatorsInTrace: boolean;
  /** Set while all code that is made is of another flavour. */
  flavour?: Flavour | undefined;
}

/** Code that does something besides: it is never kept between runs. Lists are built as the instructions say. */
export interface Flavour {
  /** Puts text in front of the present instruction. */
  before(e: Emitter): void;
  /** Puts text behind the present instruction, where it has not failed. */
  after(e: Emitter): void;
  /** A literal or a fun that code refers to. */
  literal(t: Term): void;
  /** In the place of the run-time helpers. */
  readonly helpers: object;
}

export interface Range {
  readonly min: number;
  readonly max: number;
}

const A = atoms("erlang");

export class Emitter {
  readonly erlang = A.erlang;
  readonly flow: Flow;
  readonly live: Liveness;
  readonly around: Surroundings;
  readonly links: LinkTable;
  /** Names of run-time helpers the text uses. */
  readonly helpers: Set<string>;
  readonly locals = new Set<string>();
  /** Self tail calls are loops (the function itself), or leave through the function's entry (a continuation, tracing). */
  readonly loops: boolean;
  private readonly points = new Map<number, string>();
  private readonly behind = new Map<number, readonly number[]>();
  /** Places that build a list on the way down; empty: the function leaves as usual. */
  sites: ReadonlyMap<number, CellSite> = new Map();
  /** Pieces of the block being emitted. */
  pieces: Piece[] = [];
  /** The block and the instruction being emitted. */
  block: Block;
  i = 0;
  /** What is known at this place, and what a block begins with that one straight path leads to. */
  facts = new Facts();
  readonly entryFacts = new Map<number, Facts>();
  /** X registers that are float parameters of the loop: raw doubles at its head. */
  floatParams: readonly number[] = [];
  /** What the present instruction's destinations hold, once it is done. */
  private readonly results = new Map<string, { mask: number; raw: boolean }>();
  private committed = true;
  /** True if a branch to the block puts its text right there; set by the driver. */
  isInline: (block: number) => boolean = () => false;
  /** Weight of what a branch to a block would put inline; set by the driver. */
  inlineWeight: (block: number) => number = () => 0;

  /** Functions that are made together share links and helpers. */
  constructor(
    flow: Flow,
    live: Liveness,
    around: Surroundings,
    loops: boolean,
    links = new LinkTable(),
    helpers = new Set<string>(),
  ) {
    this.links = links;
    this.helpers = helpers;
    this.flow = flow;
    this.live = live;
    this.around = around;
    this.loops = loops;
    this.block = flow.blocks[flow.entry]!;
  }

  get ins(): Instr {
    return this.flow.checked.instrs[this.i]!;
  }
  arg(n: number): Operand {
    return this.ins.args[n]!;
  }

  // -- Text.

  put(text: string): void {
    this.pieces.push(text);
  }
  goto(block: number): void {
    if (this.isInline(block)) this.entryFacts.set(block, this.facts.copy());
    else this.boxForBlock(block);
    this.pieces.push({ to: block });
  }
  /** Where paths meet, registers are terms; at the head of the loop float parameters are raw. */
  private boxForBlock(block: number): void {
    const params = this.loops && block === this.flow.entry ? this.floatParams : NO_PARAMS;
    if (this.facts.raw.size > 0) {
      for (const r of this.live.liveAt(block)) {
        const name = this.register(r);
        if (this.facts.raw.has(name) && !(r < this.live.xs && params.includes(r)))
          this.put(`${name} = ${this.boxedRegister(name)};\n`);
      }
    }
    for (const n of params)
      if (!this.facts.raw.has(`x${n}`)) this.put(`${this.local(`dx${n}`)} = ${this.x(n)}.value;\n`);
  }

  // -- One instruction after the other.

  /** Before the present instruction is emitted. */
  begin(): void {
    this.ended = false;
    this.committed = false;
    this.results.clear();
  }
  /** The destination of the present instruction will hold this. `raw`: its double is in `double(dst)`. */
  result(dst: Operand, mask: number, raw = false): void {
    this.results.set(this.reg(dst), { mask, raw });
  }
  /** The present instruction is done: its destinations have new values. */
  commit(): void {
    if (this.committed) return;
    this.committed = true;
    const { facts } = this;
    if (facts.types.size === 0 && facts.raw.size === 0 && this.results.size === 0) return;
    effects(this.ins, {
      use() {},
      useArgs() {},
      def: (o) => {
        if (o.kind === Kind.X || o.kind === Kind.Y) facts.forget(this.reg(o));
      },
      defX0: () => facts.forget("x0"),
      killX() {
        for (const r of [...facts.types.keys(), ...facts.raw]) if (r[0] === "x") facts.forget(r);
      },
    });
    if (this.ins.op === Op.try_case) for (const r of ["x0", "x1", "x2"]) facts.forget(r);
    for (const [r, { mask, raw }] of this.results) {
      facts.types.set(r, mask);
      if (raw) facts.raw.add(r);
    }
  }
  /** Makes terms of the registers that the present instruction reads. */
  boxUses(): void {
    if (this.facts.raw.size === 0) return;
    const box = (name: string) => {
      if (!this.facts.raw.has(name)) return;
      this.put(`${name} = ${this.boxedRegister(name)};\n`);
      this.facts.raw.delete(name);
    };
    effects(this.ins, {
      use: (o) => {
        if (o.kind === Kind.X || o.kind === Kind.Y) box(this.reg(o));
      },
      def() {},
      useArgs: (n) => {
        for (let i = 0; i < n; i++) box(`x${i}`);
      },
      defX0() {},
      killX() {},
    });
  }
  /** The term in a register. */
  boxedRegister(name: string): string {
    return this.facts.raw.has(name) ? `new ${this.helper("Float")}(${this.local(`d${name}`)})` : name;
  }
  /** An operand as a term, wherever it is. */
  boxed(o: Operand): string {
    return o.kind === Kind.X || o.kind === Kind.Y ? this.boxedRegister(this.reg(o)) : this.src(o);
  }
  isRaw(o: Operand): boolean {
    return (o.kind === Kind.X || o.kind === Kind.Y) && this.facts.raw.has(this.reg(o));
  }
  /** Where the raw double of a destination goes. */
  rawName(dst: Operand): string {
    return this.local(`d${this.reg(dst)}`);
  }
  /** The double of an operand that is surely a float or a small integer; undefined: it may be something else. */
  double(o: Operand): string | undefined {
    if (this.range(o) !== undefined) return this.src(o);
    if (o.kind === Kind.Literal) return o.term instanceof Float ? doubleText(o.term.value) : undefined;
    if (o.kind !== Kind.X && o.kind !== Kind.Y) return undefined;
    const name = this.reg(o);
    if (this.facts.raw.has(name)) return this.local(`d${name}`);
    return this.is(o, TypeBit.Float) ? `${name}.value` : undefined;
  }
  gotoLabel(label: number): void {
    this.goto(this.target(label));
  }
  /** The block a label leads to from here. */
  target(label: number): number {
    return blockOfLabel(this.flow, label, this.frame);
  }
  private get frame(): number {
    return frameAt(this.flow, this.block, this.i);
  }
  /** Does the code at a label read a register before it writes it? */
  liveAtLabel(label: number, o: Operand): boolean {
    const name = this.reg(o);
    return this.live.liveAt(this.target(label)).some((r) => this.register(r) === name);
  }
  /** The block behind the present instruction. */
  get next(): number {
    return this.flow.blockAt[this.i + 1] as number;
  }
  /** Inside one arm of a fused chain: what follows comes behind both. */
  inArm = false;
  /** The block's text has its last branch. */
  ended = false;
  /** Goes on behind the present instruction: a branch if a block begins there. */
  fall(): void {
    if (this.next < 0 || this.inArm) return;
    this.commit();
    this.around.flavour?.after(this);
    if (reached(this.flow, this.i + 1)) this.goto(this.next);
    else this.put("return S.endOfCode();\n");
    this.ended = true;
  }
  helper(name: string): string {
    this.helpers.add(name);
    return name;
  }

  // -- Operands.

  private local(name: string): string {
    this.locals.add(name);
    return name;
  }
  x(n: number): string {
    return this.local(`x${n}`);
  }
  xargs(n: number): string {
    let s = "";
    for (let i = 0; i < n; i++) s += i === 0 ? this.x(0) : `, ${this.x(i)}`;
    return s;
  }
  /** A scratch local. */
  temp(name = "t"): string {
    return this.local(name);
  }
  slot(n: number): string {
    return this.local(`y${n}`);
  }
  f(o: Operand): string {
    return this.local(`f${o.n}`);
  }
  reg(o: Operand): string {
    if (o.kind === Kind.X) return this.x(o.n);
    return this.slot(this.frame - 1 - o.n);
  }
  src(o: Operand): string {
    switch (o.kind) {
      case Kind.X:
      case Kind.Y:
        return this.reg(o);
      case Kind.Nil:
        return this.helper("NIL");
      case Kind.Literal:
        return this.links.add({ t: "literal", index: o.n }, o.term);
      default:
        return this.term(o.term);
    }
  }
  /** An operand whose fields are read: a number must not swallow the dot. */
  object(o: Operand): string {
    return o.kind === Kind.Integer ? `(${this.src(o)})` : this.src(o);
  }
  term(t: Term): string {
    if (typeof t === "number") return t < 0 ? `(${t})` : `${t}`;
    return this.links.add({ t: "term", term: t }, t);
  }
  atom(a: Atom): string {
    return this.links.add({ t: "term", term: a }, a);
  }

  // -- What is known of an operand.

  /** Surely true or false. */
  isBoolean(o: Operand): boolean {
    return o.kind === Kind.Atom && (o.term === TRUE || o.term === FALSE);
  }

  type(o: Operand): TypeEntry | undefined {
    return o.type >= 0 ? this.flow.file.types[o.type] : undefined;
  }
  /** Union of TypeBits the operand's value may have. */
  bits(o: Operand): number {
    switch (o.kind) {
      case Kind.Integer:
        return TypeBit.Integer;
      case Kind.Atom:
        return TypeBit.Atom;
      case Kind.Nil:
        return TypeBit.Nil;
      case Kind.Literal:
        return o.term instanceof Float ? TypeBit.Float : typeof o.term === "bigint" ? TypeBit.Integer : TypeBit.Any;
      default: {
        if (o.kind !== Kind.X && o.kind !== Kind.Y) return TypeBit.Any;
        return (this.type(o)?.bits ?? TypeBit.Any) & (this.facts.types.get(this.reg(o)) ?? TypeBit.Any);
      }
    }
  }
  is(o: Operand, mask: number): boolean {
    return (this.bits(o) & ~mask) === 0;
  }
  /** Bounds of an operand that is surely a small (non-bigint) integer. */
  range(o: Operand): Range | undefined {
    if (o.kind === Kind.Integer) return typeof o.term === "number" ? { min: o.term, max: o.term } : undefined;
    const ty = this.type(o);
    if (ty === undefined || ty.bits !== TypeBit.Integer) return undefined;
    if (typeof ty.min !== "number" || typeof ty.max !== "number") return undefined;
    return { min: ty.min, max: ty.max };
  }

  // -- Leaving the function.

  /** `return value;`, `value` being a term. */
  returnValue(value: string): void {
    if (this.sites.size === 0) this.put(`return ${value};\n`);
    else this.put(`if (last === undefined) return ${value};\nlast.tail = ${value};\nreturn first;\n`);
  }
  /** A tail call. */
  returnCall(call: string): void {
    if (this.sites.size === 0) this.put(`return ${call};\n`);
    else {
      const t = this.temp();
      this.put(
        `if (last === undefined) return ${call};\nif ((${t} = ${call}) === ${this.helper("SIGNAL")}) return ${this.left("t")};\n`,
      );
      this.put(`last.tail = ${t};\nreturn first;\n`);
    }
  }
  /** `return signal;`, an expression whose value is SIGNAL. */
  leave(signal: string): void {
    this.put(`return ${this.left(signal)};\n`);
  }
  left(signal: string): string {
    if (this.sites.size === 0) return signal;
    const sites = [...this.sites.keys()].map((i) => {
      const line = this.flow.lines[i] as number;
      const spec = { instr: i, line, handled: false };
      return {
        cells: { ...spec, live: [0, 1], role: "cells" as const },
        pass: { ...spec, live: [], role: "pass" as const },
      };
    });
    const k = this.links.add({ t: "cells", sites }, "cells");
    return `S.cells(${signal}, ${k}, hist, first, last)`;
  }
  /** Builds the cells of a site and goes on with the recursive call as a loop. */
  buildCells(site: CellSite): void {
    const Cons = this.helper("Cons");
    const [t, w] = [this.temp(), this.temp("w")];
    const call = this.i;
    site.heads.forEach((head, k) => {
      this.i = site.at[k] as number;
      const h = this.boxed(head);
      if (k === 0) this.put(`${w} = ${t} = new ${Cons}(${h}, ${this.helper("NIL")});\n`);
      else this.put(`${w} = new ${Cons}(${h}, ${w});\n`);
    });
    this.i = call;
    for (const name of ["first", "last", "hist"]) this.temp(name);
    this.put(`if (last === undefined) first = ${w}; else last.tail = ${w};\nlast = ${t};\n`);
    const digit = [...this.sites.keys()].indexOf(call) + 1;
    this.put(this.sites.size === 1 ? "hist = 1;\n" : `if ((hist & 15) !== ${digit}) hist = hist << 4 | ${digit};\n`);
    this.goto(this.flow.entry);
    this.ended = true;
  }

  // -- Points, saving, raising.

  /** The link to the point behind the present instruction (or the one given), with its live registers. */
  point(i = this.i, live: readonly number[] = this.liveBehind(i), handled = this.handler(i) >= 0): string {
    let name = this.points.get(i);
    if (name === undefined) {
      const line =
        i < 0
          ? (this.flow.lines[this.flow.checked.labels.get(this.flow.row.entryLabel) as number] as number)
          : (this.flow.lines[i] as number);
      const spec: PointSpec = { instr: i, line, live, role: "frame", handled };
      name = this.links.add({ t: "point", spec }, `point${i}`);
      this.points.set(i, name);
    }
    return name;
  }
  /** A point that only a stack trace reads. */
  place(i = this.i): string {
    return maySuspend(this.flow.checked.instrs[i]!) ? this.point(i) : this.point(i, behindNothing, false);
  }
  /** A point that stands for the function in the stack of a BIF it called last, and hands on what comes back. */
  passing(): string {
    const spec: PointSpec = {
      instr: this.i,
      line: this.flow.lines[this.i] as number,
      live: [],
      role: "pass",
      handled: false,
    };
    return this.links.add({ t: "point", spec }, `pass${this.i}`);
  }
  handler(i = this.i): number {
    return handlerOf(this.flow, i);
  }
  liveBehind(i: number): readonly number[] {
    let list = this.behind.get(i);
    if (list === undefined) {
      list = liveBehind(this.flow, this.live, i);
      this.behind.set(i, list);
    }
    return list;
  }
  register(r: number): string {
    return r < this.live.xs ? this.x(r) : this.slot(r - this.live.xs);
  }
  /** `S.save2(P, y0, y1)`: the frame saves itself, or notes its point if an exception is under way. */
  save(how: "save" | "pause" | "park" = "save", i = this.i, live = this.liveBehind(i)): string {
    const p = this.point(i, live);
    const values = live.map((r) => this.boxedRegister(this.register(r)));
    const n = values.length <= 3 ? String(values.length) : "";
    return `S.${how}${n}(${[p, ...values].join(", ")})`;
  }
  /** After a call gave SIGNAL: to the handler if an exception arrives here, else out. */
  signalled(): void {
    const h = this.handler();
    if (h < 0) this.leave(this.save());
    else {
      this.put(`if (S.caught(${this.point()})) {`);
      this.goto(h);
      this.put("}\n");
      this.leave(this.save());
    }
  }
  /** `call` raises (an expression whose value is SIGNAL): to the handler or out. */
  raise(call: string): void {
    const h = this.handler();
    if (h < 0) this.leave(call);
    else {
      this.put(`${call};\n`);
      this.goto(h);
    }
  }
  /** The present instruction fails without a trace entry of its own: OTP 25's increment. */
  unnamed = false;
  /** A BIF called with `args` gave SIGNAL and can't suspend: jump to `label`, or raise with the BIF on top of the trace. */
  bifFailed(module: Atom, name: Atom, args: readonly string[], label: number): void {
    if (label !== 0) {
      this.put("S.raising = false; ");
      this.gotoLabel(label);
    } else if (this.unnamed) this.raise(`S.raisedAt(${this.place()})`);
    else this.raise(this.bifRaised(module, name, args));
  }
  bifRaised(module: Atom, name: Atom, args: readonly string[], tail = false): string {
    const row = this.links.add(
      { t: "bifRow", module, name, arity: args.length },
      `row:${module.name}:${name.name}/${args.length}`,
    );
    return `S.bifRaised${tail ? "Last" : ""}(${[this.place(), row, ...args].join(", ")})`;
  }
  /** Two-way branch behind a test. `no` is a label. */
  test(yes: string, no: number, o?: Operand, mask: number = TypeBit.Any): void {
    this.refined =
      o !== undefined && (o.kind === Kind.X || o.kind === Kind.Y) ? { name: this.reg(o), mask } : undefined;
    this.branch(yes, this.next, this.target(no));
    this.refined = undefined;
  }
  private refined: { name: string; mask: number } | undefined = undefined;
  /** `goto a`, where the present test holds. */
  private gotoTrue(a: number): void {
    const before = this.facts;
    if (this.refined !== undefined) {
      const { name, mask } = this.refined;
      this.facts = before.copy();
      this.facts.types.set(name, (before.types.get(name) ?? TypeBit.Any) & mask);
    }
    this.goto(a);
    this.facts = before;
  }
  /** `if (cond) goto a; goto b;`, the shorter one nested. */
  branch(cond: string, a: number, b: number): void {
    this.ended = true;
    if (a === b) {
      this.put(`${cond};\n`);
      this.goto(a);
    } else if (this.inlineWeight(a) <= this.inlineWeight(b)) {
      this.put(`if (${cond}) {\n`);
      this.gotoTrue(a);
      this.put("}\n");
      this.goto(b);
    } else {
      this.put(`if (!(${cond})) {\n`);
      this.goto(b);
      this.put("}\n");
      this.gotoTrue(a);
    }
  }
}

/** A double as JavaScript text. */
export function doubleText(v: number): string {
  if (Object.is(v, -0)) return "-0";
  return v < 0 ? `(${v})` : String(v);
}

const NO_PARAMS: readonly number[] = [];
const behindNothing: readonly number[] = [];

/** Registers needed behind instruction `i`, apart from its result in x0; with those its handler needs. */
export function liveBehind(flow: Flow, live: Liveness, i: number): readonly number[] {
  const b = flow.blocks[blockEndingAt(flow, i)]!;
  const h = handlerOf(flow, i);
  const out: number[] = [];
  for (const s of b.succs) {
    const lowest = s === h ? 3 : 1;
    for (const r of live.liveAt(s)) if (r >= lowest && !out.includes(r)) out.push(r);
  }
  return out.sort((p, q) => p - q);
}

function blockEndingAt(flow: Flow, i: number): number {
  let k = i;
  while ((flow.blockAt[k] as number) < 0) k--;
  return flow.blockAt[k] as number;
}
