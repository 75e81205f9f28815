/**
 * What a program can reach: functions, from its entries on, over modules.
 *
 * Calls, captures and funs in literals are followed. What is called by a name that is only data is found by these rules, which
 * err on the side of more:
 *   - the names of a module and of a function that it exports, side by side in registers, a tuple or a list, reach that function
 *     (`spawn(M, F, Args)`, `{io_lib, format, Args}`);
 *   - a module of the program itself (not of a library) that is named in code that is reached keeps all it exports;
 *   - a module of a library keeps the callbacks of its behaviours as soon as it is reached, and one that defines a behaviour all it
 *     exports, if it is named: `gen` calls `gen_server:init_it/6` so.
 * What these miss (a module's name read from a file) the user names.
 */
import { decodeFunction } from "../beam/decode.ts";
import { Op } from "../beam/op.ts";
import { OPCODES } from "../beam/opcodes.ts";
import { type BeamFile, Kind, type Operand } from "../beam/types.ts";
import { Atom, atoms } from "../term/atom.ts";
import { Fun } from "../term/fun.ts";
import { Cons, listToArray, NIL } from "../term/list.ts";
import { ErlMap, mapForEach } from "../term/map_ops.ts";
import type { Term } from "../term/term.ts";
import { Tuple, Tuple2, tupleToArray } from "../term/tuple.ts";

/** BIFs that leave a part of their work to Erlang functions of their module, as OTP's do. */
const HELPERS: Readonly<Record<string, readonly (readonly [name: string, arity: number])[]>> = {
  "re:compile/1": [["ucompile", 2]],
  "re:compile/2": [["ucompile", 2]],
  "re:run/2": [
    ["urun", 3],
    ["grun", 3],
  ],
  "re:run/3": [
    ["urun", 3],
    ["grun", 3],
  ],
  "unicode:characters_to_binary/2": [["characters_to_binary_int", 2]],
  "unicode:characters_to_list/2": [["characters_to_list_int", 2]],
};

const A = atoms("behaviour", "behavior", "behaviour_info", "module_info");

export interface Library {
  /** The module of this name, read; undefined: there is none. */
  module(name: string): BeamFile | undefined;
  /** Part of the program itself, not of a library. */
  isOwn(name: string): boolean;
  /** Left out wherever it is called. */
  isCut(name: string): boolean;
  /** The VM has other code in the function's place: what it calls itself is not needed. */
  isReplaced(module: string, name: string, arity: number): boolean;
  /** The VM has the function itself. */
  isBif(module: string, name: string, arity: number): boolean;
}

/** A reached module, with the indexes of its reached functions, and why it is there. */
export interface Reached {
  readonly file: BeamFile;
  readonly functions: Set<number>;
  /** Those of them whose code the VM replaces. */
  readonly replaced: Set<number>;
  /** The function that first needed it, or what else did. */
  readonly because: string;
}

export interface Reach {
  readonly modules: ReadonlyMap<string, Reached>;
  /** Functions that are called and are nowhere, each with a caller. */
  readonly missing: ReadonlyMap<string, string>;
}

export type Entry = readonly [module: string, name?: string, arity?: number];

export function reach(library: Library, entries: readonly Entry[]): Reach {
  return new Reacher(library).run(entries);
}

interface Work {
  readonly of: Reached;
  readonly index: number;
}

class Reacher {
  private readonly library: Library;
  private readonly modules = new Map<string, Reached>();
  private readonly missing = new Map<string, string>();
  private readonly work: Work[] = [];
  private readonly whole = new Set<string>();
  private readonly mentioned = new Set<string>();

  constructor(library: Library) {
    this.library = library;
  }

  run(entries: readonly Entry[]): Reach {
    for (const [module, name, arity] of entries) {
      const reached = this.module(module, "named by the user");
      if (reached === undefined) this.missing.set(module, "named by the user");
      else if (name === undefined) this.all(reached);
      else this.named(reached, name, arity, "the user");
    }
    for (let next = this.work.pop(); next !== undefined; next = this.work.pop()) this.follow(next);
    return { modules: this.modules, missing: this.missing };
  }

  private module(name: string, because: string): Reached | undefined {
    const known = this.modules.get(name);
    if (known !== undefined) return known;
    const file = this.library.isCut(name) ? undefined : this.library.module(name);
    if (file === undefined) return undefined;
    const reached = { file, functions: new Set<number>(), replaced: new Set<number>(), because };
    this.modules.set(name, reached);
    for (const row of file.exports) if (row.name === A.module_info) this.label(reached, row.label);
    if (file.onLoad >= 0) this.add(reached, file.onLoad);
    for (const behaviour of behaviours(file)) this.callbacks(reached, behaviour);
    if (this.mentioned.has(name) && definesBehaviour(file)) this.all(reached);
    return reached;
  }

  private all(reached: Reached): void {
    const name = reached.file.name.name;
    if (this.whole.has(name)) return;
    this.whole.add(name);
    for (const row of reached.file.exports) this.label(reached, row.label);
  }

  /** What `behaviour` calls in a module that has it: it says so in `behaviour_info(callbacks)`. */
  private callbacks(reached: Reached, behaviour: string): void {
    const file = this.library.module(behaviour);
    const info = file?.functions.find((f) => f.name === A.behaviour_info && f.arity === 1);
    if (file === undefined || info === undefined) return;
    const wanted = new Set<string>();
    for (const { args } of decodeFunction(file, info))
      for (const arg of args)
        if (arg.kind === Kind.Literal)
          for (const pair of listToArray(arg.term) ?? [])
            if (pair instanceof Tuple2 && pair.e0 instanceof Atom) wanted.add(`${pair.e0.name}/${String(pair.e1)}`);
    for (const row of reached.file.exports)
      if (wanted.has(`${row.name.name}/${row.arity}`)) this.label(reached, row.label);
  }

  private named(reached: Reached, name: string, arity: number | undefined, caller: string): void {
    const { file } = reached;
    const rows = file.exports.filter((r) => r.name.name === name && (arity === undefined || r.arity === arity));
    for (const row of rows) this.label(reached, row.label);
    if (rows.length === 0) this.missing.set(`${file.name.name}:${name}/${arity ?? "_"}`, caller);
  }

  private label(reached: Reached, label: number): void {
    this.add(reached, reached.file.labelFunction[label] as number);
  }

  private add(reached: Reached, index: number): void {
    if (reached.functions.has(index)) return;
    reached.functions.add(index);
    this.work.push({ of: reached, index });
  }

  private follow({ of, index }: Work): void {
    const { file } = of;
    const row = file.functions[index] as BeamFile["functions"][number];
    if (this.library.isReplaced(file.name.name, row.name.name, row.arity)) {
      of.replaced.add(index);
      return;
    }
    const here = `${file.name.name}:${row.name.name}/${row.arity}`;
    /** The atom that each X register holds, if an instruction before has put it there. */
    const registers = new Map<number, Atom>();
    const operand = (o: Operand, letter: string): void => {
      if (o.kind === Kind.Atom) this.mention(o.term as Atom, here);
      else if (o.kind === Kind.Literal) this.term(o.term, here);
      else if (o.kind === Kind.Label && o.n !== 0) this.label(of, o.n);
      else if (o.kind === Kind.List) {
        for (const item of o.list) operand(item, "");
        for (const [i, item] of o.list.entries())
          this.pair(item.term as Term, (o.list[i + 1]?.kind === Kind.Atom && o.list[i + 1]?.term) as Term, here);
      } else if (o.kind === Kind.Unsigned && (letter === "e" || letter === "b")) this.imported(file, o.n, here);
      else if (o.kind === Kind.Unsigned && (letter === "F" || letter === "h"))
        this.label(of, (file.lambdas[o.n] as BeamFile["lambdas"][number]).label);
    };
    for (const { op, args } of decodeFunction(file, row)) {
      // It says who it is, which is no mention.
      if (op === Op.func_info) continue;
      const { operands } = OPCODES[op] as (typeof OPCODES)[number];
      for (const [i, arg] of args.entries()) operand(arg, operands[i] as string);
      const [from, to] = args;
      if (op === Op.move && to?.kind === Kind.X) {
        if (from?.kind === Kind.Atom) registers.set(to.n, from.term as Atom);
        else registers.delete(to.n);
        for (const n of [to.n - 1, to.n]) this.pair(registers.get(n), registers.get(n + 1), here);
      } else if (op === Op.label || operands.includes("e") || operands.includes("g")) registers.clear();
    }
  }

  private imported(file: BeamFile, n: number, caller: string): void {
    const { module, name, arity } = file.imports[n] as BeamFile["imports"][number];
    this.call(module.name, name.name, arity, caller);
  }

  private call(module: string, name: string, arity: number, caller: string): void {
    if (this.library.isCut(module)) return;
    if (this.library.isBif(module, name, arity)) {
      const bif = `${module}:${name}/${arity}`;
      for (const [helper, n] of HELPERS[bif] ?? []) this.call(module, helper, n, bif);
      return;
    }
    const reached = this.module(module, caller);
    if (reached === undefined) this.missing.set(`${module}:${name}/${arity}`, caller);
    else this.named(reached, name, arity, caller);
  }

  /** Names and funs in a literal. */
  private term(t: Term, caller: string): void {
    const open: Term[] = [t];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next instanceof Atom) this.mention(next, caller);
      else if (next instanceof Cons && next !== NIL) {
        if (next.tail instanceof Cons && next.tail !== NIL) this.pair(next.head, next.tail.head, caller);
        open.push(next.tail, next.head);
      } else if (next instanceof Tuple) {
        const items = tupleToArray(next);
        for (const [i, item] of items.entries()) {
          this.pair(item, items[i + 1], caller);
          open.push(item);
        }
      } else if (next instanceof ErlMap) mapForEach(next, (key, value) => void open.push(key, value));
      else if (next instanceof Fun && next.code.external)
        this.call(next.code.module.name, next.code.name.name, next.code.arity, caller);
    }
  }

  /** A module of the program itself, or one that defines a behaviour, may be called in any way where it is named. */
  private mention(a: Atom, caller: string): void {
    if (this.library.isOwn(a.name)) {
      const reached = this.module(a.name, caller);
      if (reached !== undefined) this.all(reached);
      return;
    }
    this.mentioned.add(a.name);
    const reached = this.modules.get(a.name);
    if (reached !== undefined && definesBehaviour(reached.file)) this.all(reached);
  }

  /** Two values side by side: a module and a function of it? */
  private pair(module: Term | undefined, name: Term | undefined, caller: string): void {
    if (!(module instanceof Atom) || !(name instanceof Atom) || name === A.module_info) return;
    const file = this.library.isCut(module.name) ? undefined : this.library.module(module.name);
    if (file === undefined) return;
    for (const row of file.exports) {
      if (row.name !== name || this.library.isBif(module.name, name.name, row.arity)) continue;
      const reached = this.module(module.name, caller);
      if (reached !== undefined) this.label(reached, row.label);
    }
  }
}

function definesBehaviour(file: BeamFile): boolean {
  return file.exports.some((row) => row.name === A.behaviour_info);
}

function behaviours(file: BeamFile): string[] {
  return (listToArray(file.attributes) ?? []).flatMap((pair) =>
    pair instanceof Tuple2 && (pair.e0 === A.behaviour || pair.e0 === A.behavior)
      ? (listToArray(pair.e1) ?? []).flatMap((name) => (name instanceof Atom ? [name.name] : []))
      : [],
  );
}
