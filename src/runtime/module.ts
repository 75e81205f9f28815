/**
 * Code tables of one VM: modules, their functions, and export entries.
 *
 * Invariant: calls from other modules go through the one `Export` of their `{M, F, A}`, which exists as soon as anyone
 * names it; calls inside a module go through the instance's `FunctionEntry`. `f` in both is the current code:
 * a stub that compiles on first call, the compiled function, an instrumented variant, or "undefined function".
 * OTP: export.c, module.c.
 */
import type { Atom } from "../term/atom.ts";
import { Fun, type FunCode } from "../term/fun.ts";
import type { RecordDefinition } from "../term/native_record.ts";
import type { Term } from "../term/term.ts";
import type { Bif, BifFunction } from "./bif.ts";
import type { Location } from "./point.ts";

// biome-ignore lint/suspicious/noExplicitAny: code of every arity
export type Code = (...args: any[]) => any;

/** A function of a loaded module. */
export interface FunctionEntry extends Location {
  f: Code;
  /** The export entry that leads here, if it is exported and current. */
  exported: Export | undefined;
  /** Has `instead` in the place of its code; undefined: its own again. The caller leaves the stack before any of it runs. */
  replace(instead: Code | undefined): void;
}

/** What calls are charged to: the Exec. */
export interface Units {
  reds: number;
}

/** What stands in an export entry, and with a BIF in generated code as well, while its calls are watched. */
export interface WatchedExport {
  /** The function it was set for: with another one it means nothing any more. */
  readonly of: FunctionEntry | Bif;
  /** For a BIF: what generated code calls. */
  readonly direct: BifFunction;
}

export class Export {
  readonly module: Atom;
  readonly name: Atom;
  readonly arity: number;
  /** Calls the function, whatever it is now. */
  f: Code;
  /** The function in the current code, if the module is loaded and exports it. */
  fn: FunctionEntry | undefined = undefined;
  /** Set for a BIF; generated code calls `bif.fn` directly. */
  bif: Bif | undefined = undefined;
  /** Set while calls through this entry are watched. */
  watched: WatchedExport | undefined = undefined;
  private ownFun: Fun | undefined = undefined;
  private readonly units: Units;
  constructor(units: Units, module: Atom, name: Atom, arity: number) {
    this.units = units;
    this.module = module;
    this.name = name;
    this.arity = arity;
    this.f = unset;
  }
  get defined(): boolean {
    return this.fn !== undefined || this.bif !== undefined;
  }
  /** The `fun M:F/A` of this entry: always the same object. */
  get fun(): Fun {
    if (this.ownFun === undefined)
      this.ownFun = new Fun(exportFunCode(this, this.units), undefined, undefined, undefined, undefined);
    return this.ownFun;
  }
}

function unset(): never {
  throw new Error("export entry without code");
}

/** What funs point to: one class for local and external ones, so that calls stay monomorphic. */
export class FunEntry implements FunCode {
  readonly external: boolean;
  readonly module: Atom;
  readonly name: Atom;
  readonly arity: number;
  readonly numFree: number;
  readonly index: number;
  readonly oldIndex: number;
  readonly oldUniq: number;
  readonly owner: { readonly md5: Uint8Array } | undefined;
  entry: Code;
  /** Its code is not there: see `lost_fun.ts`. */
  lost = false;
  /** The fun without environment, made once. */
  constant: Fun | undefined = undefined;
  constructor(
    external: boolean,
    module: Atom,
    name: Atom,
    arity: number,
    numFree: number,
    index: number,
    oldIndex: number,
    oldUniq: number,
    /** Has the MD5 of the fun's module, worked out when asked for; undefined for external funs. */
    owner: { readonly md5: Uint8Array } | undefined,
    entry: Code,
  ) {
    this.external = external;
    this.module = module;
    this.name = name;
    this.arity = arity;
    this.numFree = numFree;
    this.index = index;
    this.oldIndex = oldIndex;
    this.oldUniq = oldUniq;
    this.owner = owner;
    this.entry = entry;
  }
  get uniq(): Uint8Array {
    return this.owner?.md5 ?? NO_UNIQ;
  }
}

const NO_UNIQ = new Uint8Array(16);

function exportFunCode(e: Export, units: Units): FunEntry {
  return new FunEntry(true, e.module, e.name, e.arity, 0, 0, 0, 0, undefined, externalEntry(e, units));
}

/** Calls through the export entry without the fun itself, which comes last. It is a frame as well, and charged as one. */
function externalEntry(e: Export, units: Units): Code {
  switch (e.arity) {
    case 0:
      return () => {
        units.reds--;
        return e.f();
      };
    case 1:
      return (a) => {
        units.reds--;
        return e.f(a);
      };
    case 2:
      return (a, b) => {
        units.reds--;
        return e.f(a, b);
      };
    case 3:
      return (a, b, c) => {
        units.reds--;
        return e.f(a, b, c);
      };
    default:
      return (...args) => {
        units.reds--;
        return e.f(...args.slice(0, e.arity));
      };
  }
}

/** Loaded code as `erlang:get_module_info`, `code` and the loader see it. */
export interface ModuleInstance {
  readonly name: Atom;
  readonly md5: Uint8Array;
  readonly exports: readonly Export[];
  readonly functions: readonly FunctionEntry[];
  readonly lambdas: readonly FunEntry[];
  readonly attributes: Term;
  readonly compileInfo: Term;
  readonly onLoad: FunctionEntry | undefined;
  /** Its native records (OTP 29), by name. */
  readonly records: ReadonlyMap<Atom, RecordDefinition>;
  /** Bytes of its file, all of which it keeps. */
  readonly bytes: number;
}

/** What `erlang:prepare_loading/2` gives: code that is not current yet. */
export class PreparedCode {
  readonly module: ModuleInstance;
  finished = false;
  constructor(module: ModuleInstance) {
    this.module = module;
  }
}

/** All export entries of a VM and its loaded modules. */
export class CodeTables {
  modules = new Map<Atom, ModuleInstance>();
  old = new Map<Atom, ModuleInstance>();
  /** Loaded code that waits for the end of its on_load function: nobody calls it from outside yet. */
  onLoad = new Map<Atom, ModuleInstance>();
  /** Called with a module that has become current, or old without a successor, once something has been traced. */
  loaded: ((m: ModuleInstance) => void) | null = null;
  /** Called with a module of which new code waits for its on_load function, likewise. */
  waiting: ((module: Atom) => void) | null = null;
  /** Modules that have ever been loaded. */
  readonly known = new Set<Atom>();
  private readonly byModule = new Map<Atom, Map<Atom, Export[]>>();
  private readonly units: Units;
  onNew: (e: Export) => void;
  /** `onNew` gives a fresh entry its first code. */
  constructor(units: Units, onNew: (e: Export) => void) {
    this.units = units;
    this.onNew = onNew;
  }
  /** The entry of `module:name/arity`, made when first named. */
  entry(module: Atom, name: Atom, arity: number): Export {
    let names = this.byModule.get(module);
    if (names === undefined) this.byModule.set(module, (names = new Map()));
    let arities = names.get(name);
    if (arities === undefined) names.set(name, (arities = []));
    for (const e of arities) if (e.arity === arity) return e;
    const e = new Export(this.units, module, name, arity);
    arities.push(e);
    this.onNew(e);
    return e;
  }
  /** The entry if anyone has named it. */
  existing(module: Atom, name: Atom, arity: number): Export | undefined {
    const arities = this.byModule.get(module)?.get(name);
    if (arities !== undefined) for (const e of arities) if (e.arity === arity) return e;
    return undefined;
  }
  /** All entries of a module, defined or not. */
  *ofModule(module: Atom): Iterable<Export> {
    const names = this.byModule.get(module);
    if (names !== undefined) for (const arities of names.values()) yield* arities;
  }
}
