/**
 * Loaded code: a module's functions, each compiled when it is first called, and its continuation points, each compiled when
 * a frame is first resumed there.
 *
 * Invariant: compiling never changes what a program can see. It happens near the bottom of the JavaScript stack: a first
 * call deep in it leaves the stack first.
 */
import type { BeamFile, FunctionRow } from "../beam/types.ts";
import type { Generated, Unit } from "../compiler/generate.ts";
import type { Surroundings } from "../compiler/emitter.ts";
import type { PointSpec } from "../compiler/points.ts";
import { Why, type Exec } from "../runtime/exec.ts";
import type { Code, Export, FunctionEntry, FunEntry, ModuleInstance } from "../runtime/module.ts";
import { nativePoint, Point, type Resume } from "../runtime/point.ts";
import { SIGNAL, type Result } from "../runtime/signal.ts";
import { atoms, type Atom } from "../term/atom.ts";
import { type Cons, list, listFromString, NIL } from "../term/list.ts";
import type { RecordDefinition } from "../term/native_record.ts";
import type { Term } from "../term/term.ts";
import { tuple2 } from "../term/tuple.ts";
import { StateKey } from "../runtime/state.ts";
import type { Vm } from "../runtime/vm.ts";
import { HELPERS } from "./helpers.ts";
import type { Breakpoint } from "./breakpoint.ts";
import type { Link } from "../compiler/links.ts";
import type { Factory } from "../runtime/code_store.ts";
import { generateContinuation, generateFunction, generateLambda, generateResumptions, unitOf } from "./generator.ts";
import type { KeptCode } from "./kept_code.ts";
import { resolveLinks } from "./link.ts";

const A = atoms("file", "line");

/** Where the continuations of one function together reach so far, those that follow share one text. */
const MAX_CONTINUED_bytes = 200_000;

export class LoadedModule implements ModuleInstance {
  readonly file: BeamFile;
  readonly vm: Vm;
  readonly around: Surroundings;
  readonly name: Atom;
  functions: readonly LoadedFunction[] = [];
  /** By entry label. */
  entries: ReadonlyMap<number, LoadedFunction> = new Map();
  exports: readonly Export[] = [];
  lambdas: readonly FunEntry[] = [];
  onLoad: LoadedFunction | undefined = undefined;
  /** Code of earlier runs, where the host keeps it, or all there is. */
  readonly cache: KeptCode | undefined;
  constructor(file: BeamFile, vm: Vm, around: Surroundings, cache: KeptCode | undefined) {
    this.file = file;
    this.vm = vm;
    this.around = around;
    this.cache = cache;
    this.name = file.name;
  }
  private lambdaLabels: ReadonlySet<number> | undefined = undefined;
  /** Is it the code of a fun? */
  isLambda(fn: LoadedFunction): boolean {
    this.lambdaLabels ??= new Set(this.file.lambdas.map((row) => row.label));
    return this.lambdaLabels.has(fn.row.entryLabel);
  }
  private definitions: ReadonlyMap<Atom, RecordDefinition> | undefined = undefined;
  get records(): ReadonlyMap<Atom, RecordDefinition> {
    this.definitions ??= new Map(this.file.records.map((row) => [row.name, { module: this.name, ...row }]));
    return this.definitions;
  }
  get md5(): Uint8Array {
    return this.file.md5;
  }
  get bytes(): number {
    let n = 0;
    for (const chunk of this.file.chunks.values()) n += chunk.bytes.length;
    return n;
  }
  get attributes(): Term {
    return this.file.attributes;
  }
  get compileInfo(): Term {
    return this.file.compileInfo;
  }
}

export class LoadedFunction implements FunctionEntry {
  readonly owner: LoadedModule;
  readonly row: FunctionRow;
  f: Code;
  exported: Export | undefined = undefined;
  /** Set while the instrumented variant stands in `f`. */
  breakpoint: Breakpoint | undefined = undefined;
  /** What runs behind a breakpoint: each call of itself goes through `f`. Compiled when it is first needed. */
  private behind: Code | undefined = undefined;
  private instead: Code | undefined = undefined;
  /** BIFs that its code calls by themselves. */
  private calls: Export[] | undefined = undefined;
  /** The variant that expects no floats, compiled when it is first needed. */
  readonly plain: { f: Code } = { f: this.plainStub() };
  private unit: Unit | undefined = undefined;
  /** For how many bytes of BEAM code, at most, there are continuations: each has all that may follow. */
  private continued_bytes = 0;
  /** What goes on at any point. V8 optimises it less well than one for each. */
  private resumptions: Resume | undefined = undefined;
  readonly points = new Map<number, { readonly point: Point; readonly spec: PointSpec }>();

  constructor(owner: LoadedModule, row: FunctionRow) {
    this.owner = owner;
    this.row = row;
    this.f = this.stub();
  }
  get module(): Atom {
    return this.owner.name;
  }
  get name(): Atom {
    return this.row.name;
  }
  get arity(): number {
    return this.row.arity;
  }
  locationInfo(line: number): Term {
    const { lines, name } = this.owner.file;
    if (this.owner.vm.release.preloaded.has(name.name)) return NIL;
    if (line <= 0 || line >= lines.line.length) return NIL;
    const file = lines.file[line] as number;
    const text = file === 0 ? `${name.name}.erl` : (lines.files[file] as string);
    return list(tuple2(A.file, listFromString(text)), tuple2(A.line, lines.line[line] as number));
  }

  /** Checks the function's instructions and finds its flow, once. Throws BadBeam. */
  analysed(): Unit {
    this.unit ??= unitOf(this.owner.file, this.row, this.owner.isLambda(this));
    return this.unit;
  }
  generate(loops = true): Generated {
    return generateFunction(this.analysed(), this.owner.around, loops);
  }
  /** Makes the function's code and puts it in place. */
  compile(): Code {
    const f = this.instead ?? (this.code("f", () => this.generate()) as Code);
    this.install(f);
    return f;
  }
  install(f: Code): void {
    this.f = f;
    const e = this.exported;
    if (e !== undefined && e.fn === this && e.watched?.of !== this) e.f = f;
  }
  private instantiate(g: Generated, watched = false): Code {
    return this.link(this.owner.vm.host.compile(["S", "L", "R"], g.text) as Factory, g.links, watched);
  }
  private link(factory: Factory, links: readonly Link[], watched: boolean): Code {
    const { vm } = this.owner;
    for (const l of links) if (l.t === "calledBif") this.noteCall(vm.export(l.module, l.name, l.arity));
    const helpers = this.owner.around.flavour?.helpers ?? vm.state(HELPER_OBJECT);
    return factory(vm.exec, resolveLinks(this, links, watched), helpers) as Code;
  }

  // -- Breakpoints.

  /** Puts the instrumented variant into the function's place; undefined: takes it away. */
  setBreakpoint(b: Breakpoint | undefined): void {
    this.breakpoint = b;
    this.install(b === undefined ? this.stub() : b.instrumented);
  }
  get readyBehind(): boolean {
    return this.behind !== undefined;
  }
  /** What runs behind the breakpoint: self tail calls are no loops, and a pause at the entry comes back here. */
  codeBehind(): Code {
    this.behind ??= this.instead ?? this.instantiate(this.generate(false), true);
    return this.behind;
  }
  /** The way to `codeBehind` for a call that has not been seen yet: the first one may leave the stack. */
  prepareBehind(args: unknown[]): Result {
    return firstCall(this, args);
  }
  /** Where a call goes on that paused at the entry and has been seen already. */
  enteredPoint(spec: PointSpec): Point {
    return new Point(this, spec.instr, spec.line, spec.live.length, false, (_x, _r, s, i) =>
      this.codeBehind()(...s.slice(i + 1, i + 1 + this.arity)),
    );
  }
  private noteCall(bif: Export): void {
    if (this.calls === undefined) this.calls = [bif];
    else if (!this.calls.includes(bif)) this.calls.push(bif);
  }
  callsAny(bifs: ReadonlySet<Export>): boolean {
    return this.calls?.some((e) => bifs.has(e)) === true;
  }
  /** Forgets all code, so that it is made anew: what its links lead to has changed. No frame of it is on the stack. */
  forget(): void {
    this.calls = undefined;
    this.behind = undefined;
    this.resumptions = undefined;
    this.owner.cache?.forget?.(this.row.index);
    this.plain.f = this.plainStub();
    for (const { point, spec } of this.points.values()) point.resume = this.resume(spec);
    if (this.breakpoint === undefined) this.install(this.stub());
  }
  replace(instead: Code | undefined): void {
    this.instead = instead;
    this.forget();
  }
  private stub(): Code {
    return this.instead ?? ((...args) => firstCall(this, args));
  }
  private plainStub(): Code {
    return (...args) => {
      const generate = () => generateFunction(this.analysed(), this.owner.around, true, false);
      this.plain.f = this.instead ?? (this.code("p", generate) as Code);
      return this.plain.f(...args);
    };
  }
  /** What a fun of this function's code leads to: arguments and the fun, whose `numFree` values follow them. */
  lambda(arity: number, numFree: number): Code {
    return this.code(`l${numFree}`, () => generateLambda(this.row.index, arity, numFree)) as Code;
  }
  /** The part of the function that is kept, or what is generated now. */
  private code(part: string, generate: () => Generated): unknown {
    const { cache, file, vm, around } = this.owner;
    if (cache === undefined || around.flavour !== undefined) return this.instantiate(generate());
    const found = cache.find(this.row.index, part, file, vm.atoms);
    if (found !== undefined) return this.link(found.factory, found.links, false);
    const g = generate();
    cache.add(this.row.index, part, g.text, g.links);
    return this.instantiate(g);
  }

  /** The point of an instruction, made when first named. */
  point(spec: PointSpec): Point {
    const key = spec.instr * 4 + ROLES.indexOf(spec.role);
    const known = this.points.get(key);
    if (known !== undefined) return known.point;
    const point = new Point(this, spec.instr, spec.line, spec.live.length, spec.handled, this.resume(spec));
    this.points.set(key, { point, spec });
    return point;
  }
  private resume(spec: PointSpec): Resume {
    if (spec.role === "cells") return fillLastCell;
    if (spec.role === "pass") return handOn;
    return spec.instr < 0 ? entryResume(this) : this.lazyResume(spec);
  }
  private lazyResume(spec: PointSpec): Resume {
    return (x, r, frame, at) => {
      const resume = this.continuation(spec);
      this.point(spec).resume = resume;
      return resume(x, r, frame, at);
    };
  }
  private continuation(spec: PointSpec): Resume {
    const { cache, around } = this.owner;
    if (cache?.ahead === true || (this.continued_bytes > MAX_CONTINUED_bytes && around.flavour === undefined)) {
      this.resumptions ??= this.code("r", () => generateResumptions(this.analysed(), around)) as Resume;
      return this.resumptions;
    }
    this.continued_bytes += this.row.end - this.row.start;
    const generate = () => generateContinuation(this.analysed(), around, spec);
    return this.code(`c${spec.instr}${spec.role}`, generate) as Resume;
  }
}

/** What came back is the rest of the list under construction. */
const fillLastCell: Resume = (_x, r, s, i) => {
  (s[i + 2] as Cons).tail = r as Term;
  return s[i + 1] as Term;
};
const handOn: Resume = (_x, r) => r;

const ROLES: readonly PointSpec["role"][] = ["frame", "cells", "pass", "loop"];

/** Goes on at a function's entry: calls it again with its arguments. */
function entryResume(fn: LoadedFunction): Resume {
  switch (fn.arity) {
    case 0:
      return () => fn.f();
    case 1:
      return (_x, _r, s, i) => fn.f(s[i + 1]);
    case 2:
      return (_x, _r, s, i) => fn.f(s[i + 1], s[i + 2]);
    case 3:
      return (_x, _r, s, i) => fn.f(s[i + 1], s[i + 2], s[i + 3]);
    case 4:
      return (_x, _r, s, i) => fn.f(s[i + 1], s[i + 2], s[i + 3], s[i + 4]);
    default:
      return (_x, _r, s, i) => fn.f(...s.slice(i + 1, i + 1 + fn.arity));
  }
}

/** The function has no code yet: compiles it here if the stack is shallow, else from the trampoline. */
function firstCall(fn: LoadedFunction, args: unknown[]): Result {
  const x = fn.owner.vm.exec;
  if (x.budget - x.reds <= x.budget >> 1) return compileAndCall(x, fn, args);
  x.why = Why.Capture;
  x.push(FIRST_CALL, [fn, args]);
  return SIGNAL;
}

const FIRST_CALL = nativePoint("first_call", 2, (x, _r, frame, at) =>
  compileAndCall(x, frame[at + 1] as LoadedFunction, frame[at + 2] as unknown[]),
);

function compileAndCall(x: Exec, fn: LoadedFunction, args: readonly unknown[]): Result {
  try {
    if (fn.breakpoint === undefined) fn.compile();
    else fn.codeBehind();
  } catch (e) {
    return x.vm.badCode(fn.owner.name, e);
  }
  return fn.f(...args) as Result;
}

/** `R`: one object for each VM, so that V8 sees its own constants. */
const HELPER_OBJECT = new StateKey(() => ({ ...HELPERS }));
