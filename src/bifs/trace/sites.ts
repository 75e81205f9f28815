/**
 * Where watches stand: found by module, name and arity, put into place and taken away.
 *
 * A trace of all calls stands in a function, one of global calls in its export entry. A BIF has one place for both, its
 * export entry; calls from its own module pass it only if local calls are traced.
 * Invariant: a session knows every watch in which it has set something.
 * OTP: erts_bp_match_functions(), erts_bp_match_export() in beam_bp.c.
 */
import { Breakpoint, ExportBreakpoint, inForce, relinkCallers } from "../../loader/breakpoint.ts";
import { LoadedFunction, LoadedModule } from "../../loader/loaded.ts";
import type { Export, ModuleInstance } from "../../runtime/module.ts";
import type { Vm } from "../../runtime/vm.ts";
import type { Atom } from "../../term/atom.ts";
import { FunctionWatch, isEmpty, type Setting } from "./function_watch.ts";
import type { Session } from "./session.ts";

/** `{M, F, A}`; undefined stands for `'_'`. */
export interface Target {
  readonly module: Atom | undefined;
  readonly name: Atom | undefined;
  readonly arity: number | undefined;
}

export interface Places {
  readonly functions: readonly LoadedFunction[];
  readonly exports: readonly Export[];
  /** BIFs, which count as both. */
  readonly bifs: readonly Export[];
}

interface Named {
  readonly name: Atom;
  readonly arity: number;
}

/** All that a target names. */
export function placesOf(vm: Vm, t: Target): Places {
  const fits = (f: Named) =>
    (t.name === undefined || f.name === t.name) && (t.arity === undefined || f.arity === t.arity);
  const functions: LoadedFunction[] = [];
  const exports: Export[] = [];
  const bifs = new Set<Export>();
  for (const m of modules(vm, t)) {
    for (const f of m.functions) {
      if (!(f instanceof LoadedFunction) || !fits(f)) continue;
      const e = vm.code.existing(m.name, f.name, f.arity);
      if (e?.bif !== undefined) bifs.add(e);
      else functions.push(f);
    }
    for (const e of m.exports) if (fits(e) && e.bif === undefined) exports.push(e);
  }
  // A BIF is there even if its module's file is not.
  if (t.module !== undefined && t.name !== undefined && t.arity !== undefined) {
    const e = vm.export(t.module, t.name, t.arity);
    if (e.bif !== undefined) bifs.add(e);
  }
  return { functions, exports, bifs: [...bifs] };
}

/** Is there code among it that was generated ahead of time, of which no instrumented variant can be made? */
export function namesAheadCode(vm: Vm, t: Target): boolean {
  return placesOf(vm, t).functions.some((f) => f.owner.cache?.ahead === true);
}

function modules(vm: Vm, t: Target): readonly ModuleInstance[] {
  if (t.module === undefined) return [...vm.code.modules.values()];
  // Modules with BIFs are loaded when OTP has started; here it may be that nobody has asked for one yet.
  if (!vm.code.modules.has(t.module) && hasBifs(vm, t.module)) vm.loadOnDemand(t.module);
  const m = vm.code.modules.get(t.module);
  return m === undefined ? [] : [m];
}

function hasBifs(vm: Vm, module: Atom): boolean {
  if (vm.release.preloaded.has(module.name)) return true;
  for (const e of vm.code.ofModule(module)) if (e.bif !== undefined) return true;
  return false;
}

/** The watch that stands there, if any does. */
export function watchAt(at: LoadedFunction | Export): FunctionWatch | undefined {
  if (at instanceof LoadedFunction) return at.breakpoint?.watch as FunctionWatch | undefined;
  const w = at.watched;
  return w instanceof ExportBreakpoint && inForce(at, w) ? (w.watch as FunctionWatch) : undefined;
}

/** Changes what a session has set at a place; `make`: also if nothing stands there yet. */
export class Changes {
  private readonly vm: Vm;
  private readonly session: Session;
  /** BIFs that have begun or ceased to be watched. */
  private readonly relink = new Set<Export>();

  constructor(vm: Vm, session: Session) {
    this.vm = vm;
    this.session = session;
  }

  change(at: LoadedFunction | Export, make: boolean, f: (s: Setting) => void): void {
    const known = watchAt(at);
    if (!make && known?.of(this.session) === undefined) return;
    const watch = known ?? new FunctionWatch(at);
    f(watch.open(this.session));
    watch.sweep();
    if (watch.of(this.session) === undefined) this.session.functions.delete(watch);
    else this.session.functions.add(watch);
    this.sync(watch, known !== undefined);
  }

  /** Takes everything away that the session has set, in one module or in all. */
  clear(module?: Atom): void {
    for (const watch of [...this.session.functions]) {
      if (module !== undefined && watch.location.module !== module) continue;
      this.session.functions.delete(watch);
      watch.settings = watch.settings.filter((s) => s.session !== this.session);
      if (watchAt(watch.at) === watch) this.sync(watch, true);
    }
  }

  private sync(watch: FunctionWatch, stands: boolean): void {
    const { at } = watch;
    const wanted = watch.settings.length > 0;
    if (at instanceof LoadedFunction) {
      if (wanted !== stands) at.setBreakpoint(wanted ? new Breakpoint(at, watch) : undefined);
      return;
    }
    if (wanted !== stands) {
      if (wanted) new ExportBreakpoint(this.vm, at, watch);
      else (at.watched as ExportBreakpoint).clear();
      if (at.bif !== undefined) this.relink.add(at);
    }
    if (at.bif !== undefined) this.localCalls(at, watch);
  }

  /** Calls of a BIF from its own module go through its stub there. */
  private localCalls(e: Export, watch: FunctionWatch): void {
    const stub = this.vm.code.modules.get(e.module)?.functions.find((f) => f.name === e.name && f.arity === e.arity);
    if (stub === undefined) return;
    const local = watch.settings.some((s) => !isEmpty({ ...s, global: undefined }));
    const b = e.watched as ExportBreakpoint | undefined;
    stub.f = local || b === undefined ? e.f : (b.bif ?? e.f);
  }

  /** Call it when all is changed; code that runs now must leave the stack. */
  done(): void {
    if (this.relink.size > 0) relinkCallers(this.vm, this.relink);
  }
}

/** Code that is not current any more is not watched. */
export function forgetOldCode(vm: Vm, sessions: readonly Session[], module: Atom): void {
  const old = vm.code.old.get(module);
  for (const session of sessions) {
    for (const watch of session.functions) {
      if (watch.location.module !== module || watchIsCurrent(vm, watch)) continue;
      session.functions.delete(watch);
      if (watch.at instanceof LoadedFunction && watch.at.owner === old) watch.at.setBreakpoint(undefined);
    }
  }
}

function watchIsCurrent(vm: Vm, watch: FunctionWatch): boolean {
  const { at } = watch;
  if (!(at instanceof LoadedFunction)) return watchAt(at) === watch;
  const m = vm.code.modules.get(at.module);
  return m instanceof LoadedModule && m === at.owner;
}
