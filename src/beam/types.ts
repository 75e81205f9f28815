/**
 * What a .beam file is once it has been read: tables, functions, instructions, operands.
 *
 * Invariant: everything here is immutable and independent of any VM, apart from which atoms were interned.
 * Tables are checked when the file is read; instructions when their function is decoded (shape) and checked (meaning).
 * OTP: beam_file.h.
 */
import type { Atom } from "../term/atom.ts";
import type { Term } from "../term/term.ts";

/** What an operand is. */
export const enum Kind {
  /** Untagged number: arity, live count, size, index. `n`; -1 if above the safe integers (then `term` is the bigint). */
  Unsigned = 0,
  /** Integer term. `term`. */
  Integer = 1,
  /** Atom. `term`; `n` is its index in the atom table. */
  Atom = 2,
  /** X register. `n` its number, `type` its annotation. */
  X = 3,
  /** Y register. `n` its number, `type` its annotation. */
  Y = 4,
  /** Label. `n` its number; 0: no label (an error raises instead of jumping). */
  Label = 5,
  /** The empty list. `term` is NIL. */
  Nil = 6,
  /** Literal. `term`; `n` is its index in the literal table. */
  Literal = 7,
  /** Float register. `n`. */
  Float = 8,
  /** The rest of the operands. `list`. */
  List = 9,
  /** Heap need: `n` words in all; `list` are pairs of Unsigned: 0 words, 1 floats, 2 funs, each with its number. */
  Alloc = 10,
}

export class Operand {
  readonly kind: Kind;
  /** See `Kind`; 0 where it says nothing. */
  readonly n: number;
  /** See `Kind`; 0 where it says nothing. */
  readonly term: Term;
  /** Index into `BeamFile.types` for an annotated register, else -1. */
  readonly type: number;
  /** Elements of a `List` or `Alloc`; else empty. */
  readonly list: readonly Operand[];
  constructor(kind: Kind, n: number, term: Term, type: number, list: readonly Operand[]) {
    this.kind = kind;
    this.n = n;
    this.term = term;
    this.type = type;
    this.list = list;
  }
}

export class Instr {
  /** Opcode number: a row of `OPCODES`. */
  readonly op: number;
  readonly args: readonly Operand[];
  /** Byte offset of the opcode inside the file's code (see `BeamFile.code`). */
  readonly offset: number;
  constructor(op: number, args: readonly Operand[], offset: number) {
    this.op = op;
    this.args = args;
    this.offset = offset;
  }
}

/** One function of the file, before its instructions are decoded. */
export class FunctionRow {
  /** Position among the functions of the file. */
  readonly index: number;
  readonly name: Atom;
  readonly arity: number;
  /** The label in front of `func_info`: where a failing head goes. */
  readonly infoLabel: number;
  /** The label behind `func_info`: where calls go. */
  readonly entryLabel: number;
  /** Byte range in `BeamFile.code`: from the first label up to the next function's first label (or `int_code_end`). */
  readonly start: number;
  readonly end: number;
  constructor(
    index: number,
    name: Atom,
    arity: number,
    infoLabel: number,
    entryLabel: number,
    start: number,
    end: number,
  ) {
    this.index = index;
    this.name = name;
    this.arity = arity;
    this.infoLabel = infoLabel;
    this.entryLabel = entryLabel;
    this.start = start;
    this.end = end;
  }
}

export interface ImportRow {
  readonly module: Atom;
  readonly name: Atom;
  readonly arity: number;
}

/** A row of ExpT or LocT. */
export interface LabelledRow {
  readonly name: Atom;
  readonly arity: number;
  readonly label: number;
}

/** A row of FunT. */
export interface LambdaRow {
  readonly name: Atom;
  /** Arity of the lambda's function: arguments of the fun and free values. */
  readonly arity: number;
  readonly label: number;
  readonly index: number;
  readonly numFree: number;
  readonly oldUniq: number;
}

/** Bits of `TypeEntry.bits`, as OTP 29 numbers them; files of older releases are converted. */
export const enum TypeBit {
  Atom = 1 << 0,
  Bitstring = 1 << 1,
  Cons = 1 << 2,
  Float = 1 << 3,
  Fun = 1 << 4,
  Integer = 1 << 5,
  Map = 1 << 6,
  Nil = 1 << 7,
  Pid = 1 << 8,
  Port = 1 << 9,
  Reference = 1 << 10,
  Tuple = 1 << 11,
  Record = 1 << 12,
  Any = (1 << 13) - 1,
}

/** A type annotation: what the compiler proved about a register's value. */
export interface TypeEntry {
  /** Union of `TypeBit`s the value may have. */
  readonly bits: number;
  /** Bounds of a number, each undefined if unknown. */
  readonly min: number | bigint | undefined;
  readonly max: number | bigint | undefined;
  /** A bitstring's size is a multiple of this. 1 if unknown. */
  readonly unit: number;
}

/** Source positions. Item 0 is "unknown"; file 0 is the module's own `<module>.erl`. */
export interface LineTable {
  readonly files: readonly string[];
  /** For each item: index into `files`. */
  readonly file: Uint32Array;
  /** For each item: line, 0 if unknown. */
  readonly line: Uint32Array;
}

/** A native record's definition (chunk Recs, OTP 29). */
export interface RecordRow {
  readonly name: Atom;
  readonly exported: boolean;
  readonly fields: readonly Atom[];
  /** Default values by field; undefined where a field has none. */
  readonly defaults: readonly (Term | undefined)[];
}

export interface Chunk {
  readonly id: string;
  /** Offset of the chunk's data in the (uncompressed) file. */
  readonly offset: number;
  readonly bytes: Uint8Array;
}

export interface BeamFile {
  /** As given to `parseBeam`, for messages. */
  readonly fileName: string;
  readonly name: Atom;
  /** MD5 of the module as erts computes it, 16 bytes. Computed when first asked for. */
  readonly md5: Uint8Array;
  /** Atom table; index 0 is not an atom and holds the module's name. */
  readonly atoms: readonly Atom[];
  readonly imports: readonly ImportRow[];
  readonly exports: readonly LabelledRow[];
  readonly locals: readonly LabelledRow[];
  readonly lambdas: readonly LambdaRow[];
  readonly literalCount: number;
  /** Literal `n`, the same term each time. */
  literal(n: number): Term;
  readonly strings: Uint8Array;
  readonly lines: LineTable;
  /** Entry 0 is "any". Registers' `type` is -1 when the file has no types this reader knows. */
  readonly types: readonly TypeEntry[];
  /** Version of the Type chunk: 1 (OTP 25), 2 (26), 3 (27, 28), 4 (29); 0: none. */
  readonly typesVersion: number;
  readonly records: readonly RecordRow[];
  /** The terms of the chunks Attr and CInf; NIL where the chunk is missing. */
  readonly attributes: Term;
  readonly compileInfo: Term;
  /** All chunks by name, as they are in the file. The first of several with one name counts for nothing, the last does. */
  readonly chunks: ReadonlyMap<string, Chunk>;
  /** The instructions: the chunk Code without its header. `codeOffset` is where they begin in the file. */
  readonly code: Uint8Array;
  readonly codeOffset: number;
  readonly functions: readonly FunctionRow[];
  /** For each label: the index of the function it is in, -1 if there is no such label. */
  readonly labelFunction: Int32Array;
  /** Some function has an `on_load` instruction: its index, else -1. */
  readonly onLoad: number;
}

/** What the reader needs from outside. */
export interface BeamReader {
  /** zlib inflate; undefined if `bytes` are corrupt or give more than `size` bytes. */
  inflate(bytes: Uint8Array, size: number): Uint8Array | undefined;
  /** gunzip of a whole file; undefined if corrupt or larger than `limit`. */
  gunzip(bytes: Uint8Array, limit: number): Uint8Array | undefined;
  /** External term format; undefined if malformed. */
  decodeTerm(bytes: Uint8Array): Term | undefined;
  /** Interns an atom; undefined if the VM's table is full. */
  atom(name: string): Atom | undefined;
}

/**
 * What `checkFunction` found out about a function that passed.
 * Instructions are numbered as in `instrs`.
 */
export interface CheckedFunction {
  readonly row: FunctionRow;
  /** As in the file; copies of shared code that only raises may follow, with labels of their own (see split.ts). */
  readonly instrs: readonly Instr[];
  /** For each label of the function: index of its `label` instruction. */
  readonly labels: ReadonlyMap<number, number>;
  /** For each instruction: index into `catchStacks` of the catches in force before it; UNREACHABLE if never run. */
  readonly catches: readonly number[];
  /** Static stacks of catches. Stack 0 is empty. */
  readonly catchStacks: readonly CatchStack[];
  /** For each instruction: number of Y registers before it, or NO_FRAME, UNKNOWN_FRAME, UNREACHABLE. */
  readonly frames: readonly number[];
}

/** There is no stack frame. */
export const NO_FRAME = -1;
/** Paths with different frames meet: code that raises an exception and does not touch Y registers. */
export const UNKNOWN_FRAME = -2;
/** No path leads here. */
export const UNREACHABLE = -3;

export interface CatchStack {
  /** Index of the stack below; -1 for the empty one. */
  readonly parent: number;
  /**
   * The handler: a label whose first instruction is `try_case` or `catch_end`; 0 for the empty stack.
   * `try_case` is where exceptions arrive. Code may seem to run or jump into its label otherwise, behind a call that
   * never returns: nothing is known about registers then, the generator makes that path an error.
   */
  readonly label: number;
  /** The register that marks the catch, counted from the bottom of the frame: Y register n is `frame - 1 - n`. */
  readonly slot: number;
  /** True for `try`, false for `catch`. */
  readonly isTry: boolean;
  /** Number of catches in force. */
  readonly depth: number;
}
