/**
 * Writes a .beam file again with some of its functions: what only the others used (atoms, imports, literals, funs, exports)
 * goes with them, and so do the chunks that no running program needs.
 *
 * Invariant: what is written is an ordinary .beam file. OTP's own emulator loads it, from OTP 28 on: literals are not compressed.
 * OTP: beam_asm.erl, beam_lib:strip/1.
 */
import { Ext, Tag } from "../beam/compact.ts";
import { decodeFunction } from "../beam/decode.ts";
import { Op } from "../beam/op.ts";
import { MAX_OPCODE, OPCODES } from "../beam/opcodes.ts";
import { type BeamFile, Instr, Kind, type Operand } from "../beam/types.ts";
import type { Atom } from "../term/atom.ts";
import { utf8Encode } from "../util/utf8.ts";
import { Bytes } from "./bytes.ts";
import { form } from "./form.ts";
import { COMPARISONS, TypeRows } from "./type_rows.ts";

export interface PruneOptions {
  /** Places of instructions in the source, for stack traces. */
  readonly lines: boolean;
  /** `-attribute(...)`, for `module_info/1`. */
  readonly attributes: boolean;
  /** Functions of which only the head is left, and code that raises. */
  readonly replaced: ReadonlySet<number>;
  /** The external format of a literal, with its version byte. */
  readonly encodeLiteral: (n: number) => Uint8Array;
}

/** Old tables' rows by their new place, in the order of first use. */
class Renumbered {
  readonly old: number[] = [];
  private readonly places = new Map<number, number>();
  place(n: number): number {
    let at = this.places.get(n);
    if (at === undefined) {
      at = this.old.push(n) - 1;
      this.places.set(n, at);
    }
    return at;
  }
}

/** The bytes of `file` with the functions whose indexes are in `keep`, which has all that these call. */
export function prune(file: BeamFile, keep: ReadonlySet<number>, options: PruneOptions): Uint8Array {
  return new Pruner(file, keep, options).bytes();
}

class Pruner {
  private readonly file: BeamFile;
  private readonly keep: ReadonlySet<number>;
  private readonly options: PruneOptions;
  private readonly atoms: Atom[] = [];
  private readonly atomPlaces = new Map<Atom, number>();
  private readonly imports = new Renumbered();
  private readonly literals = new Renumbered();
  private readonly lambdas = new Renumbered();
  private readonly labels = new Renumbered();
  private readonly types: TypeRows;
  private readonly code = new Bytes();
  /** The instruction that is written is a comparison. */
  private compares = false;

  constructor(file: BeamFile, keep: ReadonlySet<number>, options: PruneOptions) {
    this.file = file;
    this.keep = keep;
    this.options = options;
    // Label 0 is none. The module's name is its first atom.
    this.labels.place(0);
    this.types = new TypeRows(file);
    this.atom(file.name);
  }

  bytes(): Uint8Array {
    const { file, code } = this;
    const kept = file.functions.filter((f) => this.keep.has(f.index));
    // Labels stay in the order of their places: OTP's loader relies on it that a function's entry follows its head.
    const instrs = kept.map((f) =>
      this.options.replaced.has(f.index) ? headOf(decodeFunction(file, f)) : decodeFunction(file, f),
    );
    for (const { op, args } of instrs.flat()) if (op === Op.label) this.labels.place((args[0] as Operand).n);
    for (const of of instrs) this.functionCode(of);
    code.put(Op.int_code_end);
    const exports = file.exports.filter((row) => this.keep.has(file.labelFunction[row.label] as number));
    const exported = this.table(exports.map((row) => [this.atom(row.name), row.arity, this.labels.place(row.label)]));
    const imported = this.table(
      this.imports.old.map((n) => {
        const row = file.imports[n] as BeamFile["imports"][number];
        return [this.atom(row.module), this.atom(row.name), row.arity];
      }),
    );
    const funs = this.table(
      this.lambdas.old.map((n, place) => {
        const row = file.lambdas[n] as BeamFile["lambdas"][number];
        return [this.atom(row.name), row.arity, this.labels.place(row.label), place, row.numFree, row.oldUniq];
      }),
    );
    const head = new Bytes();
    for (const n of [16, 0, MAX_OPCODE, this.labels.old.length, this.keep.size]) head.u32(n);
    head.all(code.take());
    const chunks: [string, Uint8Array | undefined][] = [
      ["AtU8", this.atomTable()],
      ["Code", head.take()],
      ["StrT", file.strings],
      ["ImpT", imported],
      ["ExpT", exported],
      ["FunT", this.lambdas.old.length > 0 ? funs : undefined],
      ["LitT", this.literals.old.length > 0 ? this.literalTable() : undefined],
      ["Attr", this.options.attributes ? file.chunks.get("Attr")?.bytes : undefined],
      ["Type", file.types.length > 0 ? this.types.table() : undefined],
      ["Line", this.options.lines ? file.chunks.get("Line")?.bytes : undefined],
    ];
    return form(chunks);
  }

  private functionCode(instrs: readonly Instr[]): void {
    const { code } = this;
    for (const instr of instrs) {
      const { operands } = OPCODES[instr.op] as (typeof OPCODES)[number];
      if (instr.op === Op.line && !this.options.lines) continue;
      code.put(instr.op);
      this.compares = COMPARISONS.has(instr.op);
      for (const [i, arg] of instr.args.entries()) this.operand(arg, operands[i] as string);
    }
  }

  private operand(o: Operand, letter: string): void {
    const { code } = this;
    switch (o.kind) {
      case Kind.Unsigned:
        code.compact(Tag.U, this.number(o, letter));
        return;
      case Kind.Integer:
        code.compact(Tag.I, o.term as number | bigint);
        return;
      case Kind.Atom:
        code.compact(Tag.A, this.atom(o.term as Atom));
        return;
      case Kind.Nil:
        code.compact(Tag.A, 0);
        return;
      case Kind.X:
      case Kind.Y:
        this.register(o);
        return;
      case Kind.Label:
        code.compact(Tag.F, this.labels.place(o.n));
        return;
      case Kind.Literal:
        code.compact(Tag.Z, Ext.Literal);
        code.compact(Tag.U, this.literals.place(o.n));
        return;
      case Kind.Float:
        code.compact(Tag.Z, Ext.FloatRegister);
        code.compact(Tag.U, o.n);
        return;
      case Kind.List:
        code.compact(Tag.Z, Ext.List);
        code.compact(Tag.U, o.list.length);
        for (const item of o.list) this.operand(item, "");
        return;
      case Kind.Alloc:
        code.compact(Tag.Z, Ext.AllocList);
        code.compact(Tag.U, o.list.length / 2);
        for (const item of o.list) code.compact(Tag.U, item.n);
    }
  }

  /** A number that stands for a row of a table is another one now. */
  private number(o: Operand, letter: string): number | bigint {
    if (letter === "e" || letter === "b") return this.imports.place(o.n);
    if (letter === "F" || letter === "h") return this.lambdas.place(o.n);
    if (letter === "v") return this.labels.place(o.n);
    return o.n < 0 ? (o.term as bigint) : o.n;
  }

  private register({ kind, n, type }: Operand): void {
    const tag = kind === Kind.X ? Tag.X : Tag.Y;
    // A file whose types are of a version that is not known has none.
    if (type < 0 || this.file.types.length === 0) {
      this.code.compact(tag, n);
      return;
    }
    this.code.compact(Tag.Z, Ext.TypedRegister);
    this.code.compact(tag, n);
    this.code.compact(Tag.U, this.types.place(type, this.compares));
  }

  /** The place of an atom in the new table, from 1. */
  private atom(a: Atom): number {
    let place = this.atomPlaces.get(a);
    if (place === undefined) {
      place = this.atoms.push(a);
      this.atomPlaces.set(a, place);
    }
    return place;
  }

  /** Written last: the other tables name atoms. */
  private atomTable(): Uint8Array {
    const out = new Bytes();
    const names = this.atoms.map((a) => utf8Encode(a.name));
    const long = names.some((name) => name.length > 255);
    out.u32(long ? -names.length : names.length);
    for (const name of names) {
      if (long) out.compact(Tag.U, name.length);
      else out.put(name.length);
      out.all(name);
    }
    return out.take();
  }

  /** Not compressed, as since OTP 28: a bundle is compressed as a whole. */
  private literalTable(): Uint8Array {
    const out = new Bytes();
    out.u32(0);
    out.u32(this.literals.old.length);
    for (const n of this.literals.old) {
      const bytes = this.options.encodeLiteral(n);
      out.u32(bytes.length);
      out.all(bytes);
    }
    return out.take();
  }

  private table(rows: readonly (readonly number[])[]): Uint8Array {
    const out = new Bytes();
    out.u32(rows.length);
    for (const row of rows) for (const n of row) out.u32(n);
    return out.take();
  }
}

/** The instructions up to the entry's label, and one that raises. */
function headOf(instrs: readonly Instr[]): Instr[] {
  const info = instrs.findIndex(({ op }) => op === Op.func_info);
  return [...instrs.slice(0, info + 2), new Instr(Op.if_end, [], 0)];
}
