/**
 * Modules into a bundle's streams (`streams.ts`).
 * Invariant: `decodeModules` gives the same bytes; a file of which it would not is put in as it is.
 */
import { readChunks } from "../beam/container.ts";
import { decodeFunction } from "../beam/decode.ts";
import { Op } from "../beam/op.ts";
import { OPCODES } from "../beam/opcodes.ts";
import { type BeamFile, type Instr, Kind, type Operand } from "../beam/types.ts";
import type { Atom } from "../term/atom.ts";
import { equalBytes } from "../util/bits.ts";
import { utf8Encode } from "../util/utf8.ts";
import { putVarint, zigzag } from "../util/varint.ts";
import { Bytes } from "./bytes.ts";
import { decodeModules } from "./decode.ts";
import { Code, LABELS, MAX_INTEGER, NEAR_REGISTERS, NUMBERS, Rows, Stream, STREAMS, TABLES } from "./streams.ts";

/** A module's file; read too, if its code is to be taken apart. */
export interface Packable {
  readonly bytes: Uint8Array;
  readonly file?: BeamFile | undefined;
}

/** The streams of these modules, by name. */
export function encodeModules(modules: ReadonlyMap<string, Packable>): Uint8Array[] {
  const writer = new ModuleWriter();
  writer.number(Stream.Table, modules.size);
  for (const [name, module] of modules) {
    writer.text(utf8Encode(name));
    if (survives(module)) writer.module(module);
    else writer.whole(module.bytes);
  }
  return writer.streams.map((s) => s.take());
}

/** Is it the same after encoding and decoding? Not so what compilers do not write: other orders, longer numbers than need be. */
function survives(module: Packable): boolean {
  const writer = new ModuleWriter();
  writer.number(Stream.Table, 1);
  writer.text(new Uint8Array(0));
  try {
    writer.module(module);
    const back = decodeModules(writer.streams.map((s) => s.take())).get("") as Uint8Array;
    return equalBytes(back, module.bytes);
  } catch (problem) {
    if (problem instanceof Unfit) return false;
    throw problem;
  }
}

class Unfit extends Error {}

function unfit(): never {
  throw new Unfit();
}

class ModuleWriter {
  readonly streams = Array.from({ length: STREAMS }, () => new Bytes());
  private readonly names = new Map<string, number>();
  // Where the module's code is.
  private label = 0;
  private integer = 0;
  private nextAtom = 1;
  private nextRow = [0, 0, 0];
  private atomPlaces = new Map<string, number>();

  /** With its length. */
  text(bytes: Uint8Array): void {
    this.number(Stream.Table, bytes.length);
    this.streams[Stream.Text]!.all(bytes);
  }

  whole(bytes: Uint8Array): void {
    this.number(Stream.Table, 0);
    this.raw(bytes);
  }

  private raw(bytes: Uint8Array): void {
    this.number(Stream.Table, bytes.length);
    this.streams[Stream.Raw]!.all(bytes);
  }

  module({ bytes, file }: Packable): void {
    const chunks = readChunks(bytes, "");
    this.number(Stream.Table, chunks.size);
    for (const [id, chunk] of chunks) {
      this.streams[Stream.Raw]!.ascii(id);
      if (id === "AtU8") this.atoms(chunk.bytes);
      else if (id === "Code") this.code(chunk.bytes, file);
      else if (TABLES[id] !== undefined) this.table(chunk.bytes, TABLES[id]);
      else this.raw(chunk.bytes);
    }
  }

  private atoms(chunk: Uint8Array): void {
    const count = u32(chunk, 0);
    this.number(Stream.Table, count);
    this.atomPlaces = new Map();
    for (let i = 1, at = 4; i <= count; i++) {
      const name = chunk.subarray(at + 1, at + 1 + (chunk[at] ?? unfit()));
      at += 1 + name.length;
      const key = String.fromCharCode(...name);
      this.atomPlaces.set(key, i);
      const known = this.names.get(key);
      this.number(Stream.Atom, known ?? 0);
      if (known !== undefined) continue;
      this.names.set(key, this.names.size + 1);
      this.text(name);
    }
  }

  private table(chunk: Uint8Array, columns: number): void {
    const count = u32(chunk, 0);
    if (chunk.length !== 4 + 4 * columns * count) unfit();
    this.number(Stream.Table, count);
    const row = new Array<number>(columns).fill(0);
    for (let i = 0; i < count * columns; i++) {
      const value = u32(chunk, 4 + 4 * i);
      this.signed(Stream.Table, value - (row[i % columns] as number));
      row[i % columns] = value;
    }
  }

  private code(chunk: Uint8Array, file: BeamFile | undefined): void {
    if (file === undefined || file.functions.length === 0) {
      this.raw(chunk);
      this.number(Stream.Table, 0);
      return;
    }
    this.raw(chunk.subarray(0, chunk.length - file.code.length));
    this.number(Stream.Table, 1);
    this.label = this.integer = 0;
    this.nextAtom = 1;
    this.nextRow = [0, 0, 0];
    for (const f of file.functions) for (const instr of decodeFunction(file, f)) this.instruction(instr);
    this.streams[Stream.Opcode]!.put(Op.int_code_end);
  }

  private instruction({ op, args }: Instr): void {
    this.streams[Stream.Opcode]!.put(op);
    const { operands } = OPCODES[op] as (typeof OPCODES)[number];
    for (const [i, arg] of args.entries()) this.operand(arg, operands[i] as string);
  }

  private operand(o: Operand, letter: string): void {
    const [alwaysNumber, alwaysLabel] = [NUMBERS.includes(letter), LABELS.includes(letter)];
    if ((alwaysNumber && o.kind !== Kind.Unsigned) || (alwaysLabel && o.kind !== Kind.Label)) unfit();
    const code = (c: number) => {
      if (!alwaysNumber && !alwaysLabel) this.streams[Stream.Operand]!.put(c);
    };
    switch (o.kind) {
      case Kind.Unsigned:
        code(Code.Unsigned);
        this.unsigned(o, letter);
        return;
      case Kind.Integer:
        this.integerOperand(o.term as number | bigint);
        return;
      case Kind.Atom: {
        code(Code.Atom);
        const n = this.atomPlaces.get(String.fromCharCode(...utf8Encode((o.term as Atom).name))) ?? unfit();
        this.number(Stream.Atom, n === this.nextAtom ? 0 : n);
        if (n === this.nextAtom) this.nextAtom++;
        return;
      }
      case Kind.Nil:
        code(Code.Nil);
        return;
      case Kind.X:
      case Kind.Y:
        this.register(o);
        return;
      case Kind.Label:
        code(Code.Label);
        this.number(Stream.Label, o.n === 0 ? 0 : 1 + zigzag(o.n - this.label));
        return;
      case Kind.Literal:
        code(Code.Literal);
        this.row(Rows.Literals, o.n);
        return;
      case Kind.Float:
        code(Code.FloatRegister);
        this.number(Stream.Number, o.n);
        return;
      case Kind.List:
        code(Code.List);
        this.number(Stream.Number, o.list.length);
        for (const item of o.list) this.operand(item, "-");
        return;
      case Kind.Alloc:
        code(Code.Alloc);
        this.number(Stream.Number, o.list.length / 2);
        for (const { n } of o.list) this.number(Stream.Number, n);
    }
  }

  private unsigned({ n }: Operand, letter: string): void {
    if (n < 0) unfit();
    if (letter === "e" || letter === "b") this.row(Rows.Imports, n);
    else if (letter === "F" || letter === "h") this.row(Rows.Funs, n);
    else if (letter !== "v") this.number(Stream.Number, n);
    // A label's own number says nothing: it is the next.
    else if (n !== ++this.label) unfit();
  }

  private integerOperand(value: number | bigint): void {
    if (typeof value === "number" && Math.abs(value) < MAX_INTEGER) {
      this.streams[Stream.Operand]!.put(Code.Integer);
      this.signed(Stream.Integer, value - this.integer);
      this.integer = value;
      return;
    }
    this.streams[Stream.Operand]!.put(Code.BigInteger);
    this.number(Stream.Number, `${value}`.length);
    this.streams[Stream.Raw]!.ascii(`${value}`);
  }

  private register({ kind, n, type }: Operand): void {
    const bits = (kind === Kind.Y ? 1 : 0) + (type >= 0 ? 2 : 0);
    const near = n < NEAR_REGISTERS;
    this.streams[Stream.Operand]!.put(near ? Code.Register + 4 * n + bits : Code.FarRegister + bits);
    if (!near) this.number(Stream.Number, n);
    if (type >= 0) this.number(Stream.Type, type);
  }

  private row(rows: Rows, n: number): void {
    const next = this.nextRow[rows] as number;
    if (n > next) unfit();
    this.number(Stream.Index, next - n);
    if (n === next) this.nextRow[rows] = next + 1;
  }

  number(stream: Stream, n: number): void {
    putVarint(this.streams[stream] as Bytes, n);
  }

  private signed(stream: Stream, n: number): void {
    this.number(stream, zigzag(n));
  }
}

function u32(bytes: Uint8Array, at: number): number {
  if (at + 4 > bytes.length) unfit();
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);
}
