/**
 * Generated code that is there before a module is loaded: left by an earlier run (code_cache.ts), or generated ahead of time
 * (ahead.ts).
 */
import type { KnownFunctions } from "../beam/file.ts";
import type { BeamFile } from "../beam/types.ts";
import type { Link } from "../compiler/links.ts";
import type { Factory } from "../runtime/code_store.ts";
import type { AtomTable } from "../term/atom.ts";

/** Gives a VM the kept code of each module: `VmOptions.codeCache`. */
export interface CodeCache {
  /** Of the module whose file is `bytes`; `around`: what generated code depends on besides. undefined: there is none. */
  open(bytes: Uint8Array, around: string): KeptCode | undefined;
}

export interface FoundCode {
  readonly factory: Factory;
  readonly links: readonly Link[];
}

/** What is kept of one module's file. */
export interface KeptCode {
  /** Where functions are, if the file has been checked before, or loaded while OTP booted. */
  readonly known: KnownFunctions | undefined;
  /** All code there will ever be: one form of a function (part `r`) goes on at each of its points, and nothing is added. */
  readonly ahead: boolean;
  /** A part of function `fn`: `f` itself, `p` its plain variant, `c...` its continuation at a point, `l...` a fun's entry. */
  find(fn: number, part: string, file: BeamFile, atoms: AtomTable): FoundCode | undefined;
  /** What the function's links lead to has changed. */
  forget?(fn: number): void;
  /** Keeps what this run has generated. */
  add(fn: number, part: string, text: string, links: readonly Link[]): void;
  /** Hands everything new to the store; of a module that is new, that it is a good one. */
  save(file: BeamFile): void;
}
