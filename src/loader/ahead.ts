/**
 * Modules whose code was generated ahead of time: what `gluon pack --aot` writes, and how a VM finds its code there.
 *
 * Invariant: nothing is generated. The file has tables (atoms, literals, exports) and no instructions.
 */
import type { KnownFunctions } from "../beam/file.ts";
import type { BeamFile } from "../beam/types.ts";
import type { Factory } from "../runtime/code_store.ts";
import type { AtomTable } from "../term/atom.ts";
import type { FoundCode, KeptCode } from "./kept_code.ts";
import { LinkReader } from "./link_json.ts";
import { NoCode } from "./no_code.ts";

export interface AheadModule {
  /** Four numbers a function: the atom of its name, arity, label of `func_info`, entry label. */
  readonly functions: readonly number[];
  /** Index of the on_load function; -1: none. */
  readonly onLoad: number;
  /** For each function its links, as JSON. */
  readonly links: readonly string[];
  /** For each function the factory of its parts, which takes the links. */
  readonly code: (exec: unknown, helpers: unknown) => readonly ((links: readonly unknown[]) => Parts)[];
}

type Parts = Readonly<Record<string, unknown>>;

/**
 * A module's code for one instance of it. A function's parts are made together and once: of two closures of one text V8 takes
 * neither's links for constants, which costs half the speed.
 */
export function aheadCode(module: AheadModule): KeptCode {
  let reader: LinkReader | undefined;
  let factories: ReturnType<AheadModule["code"]> | undefined;
  const made: (Parts | undefined)[] = [];
  return {
    known: knownFunctions(module),
    ahead: true,
    find(fn: number, part: string, file: BeamFile, atoms: AtomTable): FoundCode {
      const factory: Factory = (exec, links, helpers) => {
        factories ??= module.code(exec, helpers);
        made[fn] ??= factories[fn]?.(links);
        const code = made[fn]?.[part];
        if (code === undefined) throw new NoCode(file.name.name);
        return code;
      };
      if (made[fn] !== undefined) return { factory, links: [] };
      reader ??= new LinkReader(file, atoms);
      return { factory, links: reader.read(module.links[fn] as string) };
    },
    forget(fn: number): void {
      made[fn] = undefined;
    },
    add() {},
    save() {},
  };
}

function knownFunctions({ functions, onLoad }: AheadModule): KnownFunctions {
  const rows: number[] = [];
  for (let i = 0; i < functions.length; i += 4) rows.push(...functions.slice(i, i + 4), 0, 0);
  return { rows, onLoad };
}
