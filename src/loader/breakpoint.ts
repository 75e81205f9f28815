/**
 * Breakpoints: an instrumented variant of a function, swapped into its place, shows each call to a watch.
 *
 * A breakpoint in a function sees local calls and exported ones, since all go through its entry and the code behind it has
 * no loops; one in an export entry sees the calls from elsewhere; one in a BIF's entry sees those of generated code as well,
 * which is made anew because it holds the BIF itself. A watch that wants to read the stack, or to hear of the return, sees
 * the call when all frames have moved into the process; it then puts frames of its own on the stack, which are data like
 * any other: what returns through them is not hooked into, and a tail call stays one.
 * OTP: beam_bp.c, erts_activate_export_trampoline() in export.c.
 */
import { type Exec, visible, Why } from "../runtime/exec.ts";
import type { Bif, BifFunction } from "../runtime/bif.ts";
import type { Code, Export, WatchedExport } from "../runtime/module.ts";
import { type Location, Point } from "../runtime/point.ts";
import { type Process, Segment } from "../runtime/process.ts";
import { SIGNAL, type Result } from "../runtime/signal.ts";
import { NIL } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import type { Vm } from "../runtime/vm.ts";
import { LoadedModule, type LoadedFunction } from "./loaded.ts";

export interface Watch {
  /** Whether a call by `p` is to be shown to it, and whether with the stack in `p.frames`. */
  wants(p: Process): Wants;
  /** A call, before it happens. `stack`: the stack is in `p.frames`, the caller's frame first; more may be put on it. */
  called(x: Exec, args: readonly Term[], stack: boolean): void;
}

export const enum Wants {
  Nothing = 0,
  Call = 1,
  Stack = 2,
}

/** Puts a frame on the stack of a process whose frames are all in `p.frames`. */
export function pushFrame(p: Process, point: Point, ...values: unknown[]): void {
  p.frames = new Segment([point, ...values], 0, p.frames);
}

/** What the JavaScript frames between a caller and the code behind a breakpoint take of the stack's budget. */
const FRAME_COST = 4;

abstract class Instrumented {
  readonly location: Location;
  readonly watch: Watch;
  private readonly entry: Point;

  constructor(location: Location, watch: Watch) {
    this.location = location;
    this.watch = watch;
    this.entry = new Point(location, "breakpoint", 0, 1, false, (x, _r, frame, at) => {
      const args = frame[at + 1] as Term[];
      if (this.watch.wants(x.process) !== Wants.Nothing) this.watch.called(x, args.map(visible), true);
      return this.run(x, args);
    });
  }

  protected enter(x: Exec, args: Term[]): Result {
    const wants = this.watch.wants(x.process);
    if (wants === Wants.Stack) {
      x.why = Why.Capture;
      x.push(this.entry, [args]);
      return SIGNAL;
    }
    if (wants === Wants.Call) this.watch.called(x, args.map(visible), false);
    x.reds -= FRAME_COST;
    return this.run(x, args);
  }

  /** The call itself, unseen. */
  protected abstract run(x: Exec, args: Term[]): Result;
}

/** A breakpoint in a function. */
export class Breakpoint extends Instrumented {
  private readonly fn: LoadedFunction;
  /** What stands in the function's place. */
  readonly instrumented: Code;

  constructor(fn: LoadedFunction, watch: Watch) {
    super(fn, watch);
    this.fn = fn;
    const x = fn.owner.vm.exec;
    this.instrumented = (...args) => (fn.readyBehind ? this.enter(x, args) : fn.prepareBehind(args));
  }
  protected run(_x: Exec, args: Term[]): Result {
    return this.fn.codeBehind()(...args) as Result;
  }
}

/** A breakpoint in an export entry: for a BIF it stands for the BIF. */
export class ExportBreakpoint extends Instrumented implements WatchedExport {
  of: NonNullable<Export["fn"]> | NonNullable<Export["bif"]>;
  readonly direct: BifFunction;
  private readonly e: Export;
  /** A BIF's code for anyone to call; undefined for other functions. */
  bif: Code | undefined;

  constructor(vm: Vm, e: Export, watch: Watch) {
    super(locationOf(e), watch);
    this.e = e;
    this.bif = e.bif === undefined ? undefined : e.f;
    this.of = e.bif ?? (e.fn as NonNullable<Export["fn"]>);
    this.direct = (x, ...args) => this.enter(x, args);
    e.watched = this;
    e.f = (...args) => this.enter(vm.exec, args);
  }
  protected run(_x: Exec, args: Term[]): Result {
    return (this.bif ?? (this.e.fn as NonNullable<Export["fn"]>).f)(...args) as Result;
  }
  /** Stands for another variant of the BIF. */
  standsFor(bif: Bif, code: Code): void {
    this.of = bif;
    this.bif = code;
  }
  clear(): void {
    const { e } = this;
    if (!inForce(e, this)) return;
    e.watched = undefined;
    e.f = this.bif ?? (e.fn as NonNullable<Export["fn"]>).f;
  }
}

/** Has the entry still got the code that `b` was set for? Loading and deleting take a breakpoint away. */
export function inForce(e: Export, b: WatchedExport): boolean {
  return e.watched === b && (e.bif ?? e.fn) === b.of;
}

function locationOf(e: Export): Location {
  if (e.fn !== undefined) return e.fn;
  return { module: e.module, name: e.name, arity: e.arity, locationInfo: () => NIL };
}

/** Makes the code anew that calls these BIFs by itself. The caller has to leave the stack before any of it runs. */
export function relinkCallers(vm: Vm, entries: ReadonlySet<Export>): void {
  for (const m of [...vm.code.modules.values(), ...vm.code.old.values()]) {
    if (!(m instanceof LoadedModule)) continue;
    for (const fn of m.functions) if (fn.callsAny(entries)) fn.forget();
  }
}
