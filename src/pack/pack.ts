/** A program's modules, with what it can reach of them and nothing else. */
import type { BeamFile } from "../beam/types.ts";
import { encodeToBytes, PLAIN } from "../term/etf_encode.ts";
import type { VirtualMachine } from "../vm.ts";
import type { Packable } from "./encode.ts";
import { prune, type PruneOptions } from "./prune.ts";
import { type Entry, reach } from "./reach.ts";

export interface PackOptions {
  /** A VM of the release and with the BIFs and NIFs that the program will run in. Nothing runs in it. */
  readonly vm: VirtualMachine;
  /** The file of a module; `own` if it belongs to the program and not to a library. */
  readonly find: (name: string) => { readonly bytes: Uint8Array; readonly own: boolean } | undefined;
  readonly entries: readonly Entry[];
  /** Modules that are left out wherever they are called. */
  readonly without: ReadonlySet<string>;
  /** Keeps the places of instructions in the source, for stack traces. */
  readonly lines: boolean;
  /** Keeps whole modules. */
  readonly whole: boolean;
}

/** What became of one module. */
export interface PackedModule extends Packable {
  readonly name: string;
  readonly originalBytes: number;
  readonly functions: number;
  readonly kept: number;
  /** What first needed it. */
  readonly because: string;
}

export interface Packed {
  readonly modules: readonly PackedModule[];
  /** Functions that are called and are nowhere, each with a caller. */
  readonly missing: ReadonlyMap<string, string>;
}

/** Where no OTP is booted the embedding takes the logger's messages and loads modules (`embed/logger.ts`, `embed/code.ts`). */
const REPLACED: ReadonlySet<string> = new Set(["logger:log_allowed/4", "code:ensure_modules_loaded/1"]);

/** Throws BadBeam. */
export function pack({ vm, find, entries, without, lines, whole }: PackOptions): Packed {
  const found = new Map<string, { file: BeamFile; own: boolean; bytes: Uint8Array } | undefined>();
  const look = (name: string) => {
    if (found.has(name)) return found.get(name);
    const source = find(name);
    const made = source && { ...source, file: vm.prepare(source.bytes, `${name}.beam`).file };
    found.set(name, made);
    return made;
  };
  const reached = reach(
    {
      module: (name) => look(name)?.file,
      isCut: (name) => without.has(name),
      isReplaced: (module, name, arity) => !whole && REPLACED.has(`${module}:${name}/${arity}`),
      isOwn: (name) => look(name)?.own === true,
      isBif: (module, name, arity) => vm.bifs.has(`${module}:${name}/${arity}`),
    },
    entries,
  );
  const modules = [...reached.modules].map(([name, { file, functions, replaced, because }]): PackedModule => {
    const { bytes: original, own } = look(name)!;
    const row = { name, originalBytes: original.length, functions: file.functions.length, because };
    const keep = whole ? new Set(file.functions.keys()) : functions;
    const bytes = pruned(vm, file, keep, { lines, attributes: own || whole, replaced });
    if (bytes === undefined) return { ...row, bytes: original, kept: row.functions };
    return { ...row, bytes, file: vm.prepare(bytes, `${name}.beam`).file, kept: keep.size };
  });
  return { modules: modules.sort((a, b) => (a.name < b.name ? -1 : 1)), missing: reached.missing };
}

/** The file again with the functions of `keep` alone; undefined: it has native records, which name atoms in a chunk of their own. */
export function pruned(
  vm: VirtualMachine,
  file: BeamFile,
  keep: ReadonlySet<number>,
  options: Omit<PruneOptions, "encodeLiteral">,
): Uint8Array | undefined {
  if (file.records.length > 0) return undefined;
  const encodeLiteral = (n: number) =>
    encodeToBytes(file.literal(n), { ...PLAIN, node: vm.node, creation: 0 }) as Uint8Array;
  return prune(file, keep, { ...options, encodeLiteral });
}
