/** A program's modules, with what it can reach of them and nothing else. */
import type { BeamFile } from "../beam/types.ts";
import { encodeToBytes } from "../term/etf_encode.ts";
import type { VirtualMachine } from "../vm.ts";
import { prune } from "./prune.ts";
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
export interface PackedModule {
  readonly name: string;
  readonly bytes: Uint8Array;
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

/** Where no OTP is booted the embedding takes the logger's messages (`embed/logger.ts`). */
const REPLACED: ReadonlySet<string> = new Set(["logger:log_allowed/4"]);

/** Throws BadBeam. */
export function pack({ vm, find, entries, without, lines, whole }: PackOptions): Packed {
  const found = new Map<string, { file: BeamFile; own: boolean; size: number } | undefined>();
  const look = (name: string) => {
    if (found.has(name)) return found.get(name);
    const source = find(name);
    const made = source && {
      file: vm.prepare(source.bytes, `${name}.beam`).file,
      own: source.own,
      size: source.bytes.length,
    };
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
    // Native records name atoms in a chunk of their own.
    const all = whole || file.records.length > 0 ? new Set(file.functions.keys()) : functions;
    const encodeLiteral = (n: number) => encodeToBytes(file.literal(n), { ...LITERAL, node: vm.node }) as Uint8Array;
    const bytes = file.records.length > 0 ? find(name)!.bytes : prune(file, all, { lines, replaced, encodeLiteral });
    return {
      name,
      bytes,
      originalBytes: look(name)!.size,
      functions: file.functions.length,
      kept: all.size,
      because,
    };
  });
  return { modules: modules.sort((a, b) => (a.name < b.name ? -1 : 1)), missing: reached.missing };
}

const LITERAL = {
  creation: 0,
  minorVersion: 2,
  deterministic: false,
  local: false,
  localSalt: 0,
  compressed: 0,
  deflate: undefined,
};
