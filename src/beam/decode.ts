/**
 * Instructions of one function as objects.
 * Invariant: decoding checks what a byte sequence can be (tags, table indexes, register numbers); whether an
 * instruction makes sense where it stands is check.ts.
 * OTP: beamcodereader_read_next() in beam_file.c.
 */
import { NIL } from "../term/list.ts";
import { BadBeam } from "./bad_beam.ts";
import { CompactReader, Ext, Tag } from "./compact.ts";
import { MAX_OPCODE, OPCODES, ARITY } from "./opcodes.ts";
import { type BeamFile, type FunctionRow, Instr, Kind, Operand } from "./types.ts";

/** X, Y and float registers are below this. OTP: MAX_REG. */
export const MAX_REG = 1024;

const EMPTY: readonly Operand[] = [];

function operands(kind: Kind, count: number): readonly Operand[] {
  return Array.from({ length: count }, (_, n) => new Operand(kind, n, 0, -1, EMPTY));
}

// Operands never change, so the frequent ones exist once.
const SHARED = 64;
const UNSIGNED = operands(Kind.Unsigned, SHARED);
const X = operands(Kind.X, SHARED);
const Y = operands(Kind.Y, SHARED);
const NO_LABEL = new Operand(Kind.Label, 0, 0, -1, EMPTY);
const NIL_OPERAND = new Operand(Kind.Nil, 0, NIL, -1, EMPTY);

/** The instructions of `f`, from its first label on. Throws BadBeam. */
export function decodeFunction(file: BeamFile, f: FunctionRow): Instr[] {
  return new Decoder(file, f.start, f.end).instructions();
}

/** The operands that follow each other from `at` on in a chunk that borrows the encoding of instructions. */
export class Decoder {
  private readonly file: BeamFile;
  private readonly r: CompactReader;

  constructor(file: BeamFile, start: number, end: number, chunk = "Code", bytes = file.code, base = file.codeOffset) {
    this.file = file;
    this.r = new CompactReader(file.fileName, chunk, bytes, base, start, end);
  }

  get at(): number {
    return this.r.at;
  }

  instructions(): Instr[] {
    const r = this.r;
    const out: Instr[] = [];
    while (r.at < r.end) out.push(this.instruction());
    return out;
  }

  instruction(): Instr {
    const r: CompactReader = this.r;
    const offset = r.at;
    const op = r.bytes[r.at++]!;
    if (op === 0 || op > MAX_OPCODE) r.bad(`opcode ${op} does not exist`, offset);
    const arity = ARITY[op]!;
    const args: Operand[] = new Array(arity);
    for (let i = 0; i < arity; i++) args[i] = this.operand();
    // A stripped file has line instructions without a table: they say nothing.
    if (this.file.lines.line.length === 1 && OPCODES[op]!.operands.includes("I")) {
      args[OPCODES[op]!.operands.indexOf("I")] = UNSIGNED[0]!;
    }
    if (OPCODES[op]!.refused) {
      r.bad(`${OPCODES[op]!.name} is an instruction of compilers before OTP 22: compile the module again`, offset);
    }
    return new Instr(op, args, offset);
  }

  private operand(): Operand {
    const r: CompactReader = this.r;
    const at = r.at;
    r.next();
    const v = r.value;
    switch (r.tag) {
      case Tag.U:
        if (v >= 0 && v < SHARED) return UNSIGNED[v]!;
        return new Operand(Kind.Unsigned, v, r.big ? r.bigValue : 0, -1, EMPTY);
      case Tag.X:
        return v >= 0 && v < SHARED ? X[v]! : this.register(Kind.X, v, -1, at);
      case Tag.Y:
        return v >= 0 && v < SHARED ? Y[v]! : this.register(Kind.Y, v, -1, at);
      case Tag.F:
        if (v === 0) return NO_LABEL;
        if (v < 0 || v >= this.file.labelFunction.length) r.bad(`label ${v} is out of range`, at);
        return new Operand(Kind.Label, v, 0, -1, EMPTY);
      case Tag.A:
        if (v === 0) return NIL_OPERAND;
        if (v < 0 || v >= this.file.atoms.length) r.bad(`atom ${v} does not exist`, at);
        return new Operand(Kind.Atom, v, this.file.atoms[v]!, -1, EMPTY);
      case Tag.I:
        return new Operand(Kind.Integer, 0, r.big ? r.bigValue : v, -1, EMPTY);
      case Tag.Z:
        return this.extended(v, at);
      default:
        return r.bad("an operand of a kind that is no longer in use", at);
    }
  }

  private register(kind: Kind, n: number, type: number, at: number): Operand {
    const r: CompactReader = this.r;
    if (n < 0 || n >= MAX_REG) r.bad(`register ${n} is above ${MAX_REG - 1}`, at);
    return new Operand(kind, n, 0, type, EMPTY);
  }

  private extended(kind: number, at: number): Operand {
    const r: CompactReader = this.r;
    switch (kind) {
      case Ext.List: {
        const n = r.unsigned("the length of a list");
        if (n > r.end - r.at) r.bad(`a list of ${n} operands, more than there is room for`, at);
        const list: Operand[] = new Array(n);
        for (let i = 0; i < n; i++) list[i] = this.element();
        return new Operand(Kind.List, n, 0, -1, list);
      }
      case Ext.FloatRegister: {
        const n = r.unsigned("a float register");
        if (n >= MAX_REG) r.bad(`float register ${n} is above ${MAX_REG - 1}`, at);
        return new Operand(Kind.Float, n, 0, -1, EMPTY);
      }
      case Ext.AllocList:
        return this.allocList(at);
      case Ext.Literal: {
        const n = r.unsigned("the index of a literal");
        if (n >= this.file.literalCount) r.bad(`literal ${n} does not exist`, at);
        return new Operand(Kind.Literal, n, this.file.literal(n), -1, EMPTY);
      }
      case Ext.TypedRegister: {
        r.next();
        if (r.tag !== Tag.X && r.tag !== Tag.Y) r.bad("a type annotation without a register", at);
        const register = r.tag === Tag.X ? Kind.X : Kind.Y;
        const n = r.value;
        const type = r.unsigned("the index of a type");
        const types = this.file.types.length;
        if (types > 0 && type >= types) r.bad(`type ${type} does not exist`, at);
        return this.register(register, n, types > 0 ? type : -1, at);
      }
      default:
        return r.bad(`extended operand ${kind} does not exist`, at);
    }
  }

  /** An element of a list: anything but another list. */
  private element(): Operand {
    const r: CompactReader = this.r;
    const at = r.at;
    const o = this.operand();
    if (o.kind === Kind.List || o.kind === Kind.Alloc) r.bad("a list inside a list", at);
    return o;
  }

  private allocList(at: number): Operand {
    const r: CompactReader = this.r;
    const n = r.unsigned("the length of an allocation list");
    if (n > 3) r.bad(`an allocation list of ${n} rows`, at);
    const list: Operand[] = [];
    let words = 0;
    for (let i = 0; i < n; i++) {
      const kind = r.unsigned("what is allocated");
      const count = r.unsigned("how many are allocated");
      const size = WORDS[kind];
      if (size === undefined) r.bad(`allocation of kind ${kind} does not exist`, at);
      words += size * count;
      list.push(new Operand(Kind.Unsigned, kind, 0, -1, EMPTY), new Operand(Kind.Unsigned, count, 0, -1, EMPTY));
    }
    if (words > 0x7fffffff) r.bad("an allocation that is too large", at);
    return new Operand(Kind.Alloc, words, 0, -1, list);
  }
}

/** Words that erts takes for a word, a float, a fun. */
const WORDS = [1, 2, 6];

/** The BadBeam for something wrong at byte `offset` of the file's code. */
export function badCode(file: BeamFile, offset: number, reason: string): BadBeam {
  return new BadBeam(file.fileName, "Code", file.codeOffset + offset, reason);
}
