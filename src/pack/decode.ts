/** Modules out of a bundle's streams: .beam files, byte for byte as they were packed. */
import { Ext, Tag } from "../beam/compact.ts";
import { Op } from "../beam/op.ts";
import { OPCODES } from "../beam/opcodes.ts";
import { utf8Decode } from "../util/utf8.ts";
import { unzigzag } from "../util/varint.ts";
import { Bytes } from "./bytes.ts";
import { form } from "./form.ts";
import { Code, LABELS, NUMBERS, Rows, Stream, TABLES } from "./streams.ts";

/** The bytes of each module, by name. Throws Error. */
export function decodeModules(streams: readonly Uint8Array[]): Map<string, Uint8Array> {
  return new ModuleReader(streams).modules();
}

class ModuleReader {
  private readonly streams: readonly Uint8Array[];
  /** How much has been read of each. */
  private readonly at: number[];
  /** The names of all modules' atoms. */
  private readonly names: Uint8Array[] = [];
  private out = new Bytes();
  // Where the module's code is.
  private label = 0;
  private integer = 0;
  private nextAtom = 1;
  private nextRow = [0, 0, 0];

  constructor(streams: readonly Uint8Array[]) {
    this.streams = streams;
    this.at = streams.map(() => 0);
  }

  modules(): Map<string, Uint8Array> {
    const modules = new Map<string, Uint8Array>();
    for (let n = this.number(Stream.Table); n > 0; n--) {
      const name = utf8Decode(this.bytes(Stream.Text, this.number(Stream.Table)));
      modules.set(name ?? damaged(), this.module());
    }
    return modules;
  }

  private module(): Uint8Array {
    const count = this.number(Stream.Table);
    // A file that is not made of what is known here.
    if (count === 0) return this.bytes(Stream.Raw, this.number(Stream.Table)).slice();
    const chunks: [string, Uint8Array][] = [];
    for (let i = 0; i < count; i++) {
      const id = String.fromCharCode(...this.bytes(Stream.Raw, 4));
      this.out = new Bytes();
      if (id === "AtU8") this.atoms();
      else if (id === "Code") this.code();
      else if (TABLES[id] !== undefined) this.table(TABLES[id]);
      else this.out.all(this.bytes(Stream.Raw, this.number(Stream.Table)));
      chunks.push([id, this.out.take()]);
    }
    return form(chunks);
  }

  private atoms(): void {
    const count = this.number(Stream.Table);
    this.out.u32(count);
    for (let i = 0; i < count; i++) {
      const known = this.number(Stream.Atom);
      const name = known > 0 ? this.names[known - 1] : this.bytes(Stream.Text, this.number(Stream.Table));
      if (name === undefined) damaged();
      if (known === 0) this.names.push(name);
      this.out.put(name.length);
      this.out.all(name);
    }
  }

  /** Each number is its difference to the one above it. */
  private table(columns: number): void {
    const count = this.number(Stream.Table);
    this.out.u32(count);
    const row = new Array<number>(columns).fill(0);
    for (let i = 0; i < count; i++)
      for (let c = 0; c < columns; c++) this.out.u32((row[c] = (row[c] as number) + this.signed(Stream.Table)));
  }

  /** A head, then instructions up to the last. */
  private code(): void {
    const { out } = this;
    this.label = this.integer = 0;
    this.nextAtom = 1;
    this.nextRow = [0, 0, 0];
    out.all(this.bytes(Stream.Raw, this.number(Stream.Table)));
    if (this.number(Stream.Table) === 0) return;
    for (let op = 0; op !== Op.int_code_end; ) {
      op = this.byte(Stream.Opcode);
      out.put(op);
      const { operands } = OPCODES[op] ?? damaged();
      for (const letter of operands) this.operand(letter);
    }
  }

  private operand(letter: string): void {
    const { out } = this;
    const code = NUMBERS.includes(letter)
      ? Code.Unsigned
      : LABELS.includes(letter)
        ? Code.Label
        : this.byte(Stream.Operand);
    if (code >= Code.FarRegister) {
      const n = code < Code.Register ? this.number(Stream.Number) : (code - Code.Register) >> 2;
      if (code & 2) out.compact(Tag.Z, Ext.TypedRegister);
      out.compact(code & 1 ? Tag.Y : Tag.X, n);
      if (code & 2) out.compact(Tag.U, this.number(Stream.Type));
      return;
    }
    switch (code) {
      case Code.Unsigned:
        out.compact(Tag.U, this.unsigned(letter));
        return;
      case Code.Integer:
        out.compact(Tag.I, (this.integer += this.signed(Stream.Integer)));
        return;
      case Code.BigInteger:
        out.compact(Tag.I, BigInt(String.fromCharCode(...this.bytes(Stream.Raw, this.number(Stream.Number)))));
        return;
      case Code.Atom: {
        const n = this.number(Stream.Atom);
        out.compact(Tag.A, n > 0 ? n : this.nextAtom++);
        return;
      }
      case Code.Nil:
        out.compact(Tag.A, 0);
        return;
      case Code.Label: {
        // 0 is none. It is no distance: the labels of jumps lie before or behind.
        const n = this.number(Stream.Label);
        out.compact(Tag.F, n === 0 ? 0 : this.label + unzigzag(n - 1));
        return;
      }
      case Code.Literal:
        out.compact(Tag.Z, Ext.Literal);
        out.compact(Tag.U, this.row(Rows.Literals));
        return;
      case Code.FloatRegister:
        out.compact(Tag.Z, Ext.FloatRegister);
        out.compact(Tag.U, this.number(Stream.Number));
        return;
      case Code.List: {
        const length = this.number(Stream.Number);
        out.compact(Tag.Z, Ext.List);
        out.compact(Tag.U, length);
        for (let i = 0; i < length; i++) this.operand("-");
        return;
      }
      case Code.Alloc: {
        const length = this.number(Stream.Number);
        out.compact(Tag.Z, Ext.AllocList);
        out.compact(Tag.U, length);
        for (let i = 0; i < 2 * length; i++) out.compact(Tag.U, this.number(Stream.Number));
        return;
      }
      default:
        damaged();
    }
  }

  private unsigned(letter: string): number {
    if (letter === "e" || letter === "b") return this.row(Rows.Imports);
    if (letter === "F" || letter === "h") return this.row(Rows.Funs);
    return letter === "v" ? ++this.label : this.number(Stream.Number);
  }

  /** 0 is the next row, 1 the one before, ... */
  private row(rows: Rows): number {
    const next = this.nextRow[rows] as number;
    const back = this.number(Stream.Index);
    if (back === 0) this.nextRow[rows] = next + 1;
    return next - back;
  }

  private byte(stream: Stream): number {
    const byte = (this.streams[stream] as Uint8Array)[this.at[stream]!++];
    return byte ?? damaged();
  }

  private bytes(stream: Stream, n: number): Uint8Array {
    const from = this.at[stream] as number;
    const bytes = (this.streams[stream] as Uint8Array).subarray(from, from + n);
    this.at[stream] = from + n;
    return bytes.length === n ? bytes : damaged();
  }

  /** Seven bits a byte, the lowest first. */
  private number(stream: Stream): number {
    let [n, scale, byte] = [0, 1, 128];
    for (; byte >= 128; scale *= 128) {
      byte = this.byte(stream);
      n += (byte & 127) * scale;
    }
    return n;
  }

  private signed(stream: Stream): number {
    return unzigzag(this.number(stream));
  }
}

function damaged(): never {
  throw new Error("a bundle that is cut off or damaged");
}
