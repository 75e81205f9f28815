/**
 * Code tables of one VM: modules, their functions, and export entries.
 *
 * Invariant: calls from other modules go through the one `Export` of their `{M, F, A}`, which exists as soon as anyone
 * names it; calls inside a module go through the instance's `FunctionEntry`. `f` in both is the current code:
 * a stub that compiles on first call, the compiled function, an instrumented variant, or "undefined function".
 * OTP: export.c, module.c.
 */
import type { Atom } from "../term/atom.ts";
import type { Term } from "../term/term.ts";
import type { Fun, FunCode } from "../term/fun.ts";
import type { Bif } from "./bif.ts";
import type { Location } from "./point.ts";

export type Code = (...args: unknown[]) => unknown;

export interface FunctionEntry extends Location {
  f: Code;
}

export class Export {
  readonly module: Atom;
  readonly name: Atom;
  readonly arity: number;
  /** Calls the function, whatever it is now. */
  f: Code;
  /** The function in the current code, if the module is loaded and exports it. */
  fn: FunctionEntry | undefined = undefined;
  /** Set for a BIF: calls from generated code skip `f` and go to `bif.fn` directly. */
  bif: Bif | undefined = undefined;
  /** The `fun M:F/A` of this entry, made once. */
  fun: Fun | undefined = undefined;
  funCode: FunCode | undefined = undefined;
  constructor(module: Atom, name: Atom, arity: number, undefinedFunction: Code) {
    this.module = module;
    this.name = name;
    this.arity = arity;
    this.f = undefinedFunction;
  }
  get defined(): boolean {
    return this.fn !== undefined || this.bif !== undefined;
  }
}

/** What `erlang:get_module_info`, `code` and the loader need to know about loaded code. */
export interface ModuleInstance {
  readonly name: Atom;
  readonly md5: Uint8Array;
  readonly exports: readonly Export[];
  readonly functions: readonly FunctionEntry[];
  /** Chunk bytes and attributes for module_info. */
  readonly attributes: Term;
  readonly compileInfo: Term;
  readonly nativeFile: string;
}
