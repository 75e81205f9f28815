/**
 * A bundle's streams: what is alike of all modules stands together (all opcodes, all labels, ...), because that compresses to two
 * thirds of what the files would. Numbers are differences where neighbours are close: a character table's ranges are sorted, a
 * jump's label is near.
 *
 * Writer and reader (`encode.ts`, `decode.ts`) go through a module in the same order; what one puts the other takes.
 */

export const enum Stream {
  /** Names: of modules, of atoms that are new. */
  Text,
  /** Bytes as they are: names of chunks, literals, what has no structure of its own. */
  Raw,
  /** Lengths, and rows of tables. */
  Table,
  Opcode,
  /** What kind an operand is; registers are whole in it. */
  Operand,
  Atom,
  /** Unsigned numbers. */
  Number,
  /** Imports, funs, literals. */
  Index,
  Label,
  Integer,
  Type,
}
export const STREAMS = Stream.Type + 1;

/** The first byte of an operand whose letter (beam/opcodes.ts) does not say what it is. */
export const enum Code {
  Unsigned,
  Integer,
  /** One that no double holds, or nearly. */
  BigInteger,
  Atom,
  Nil,
  Label,
  Literal,
  FloatRegister,
  List,
  Alloc,
  /** A register with a higher number than fits; bit 0: Y, bit 1: it has a type. */
  FarRegister = 12,
  /** X0, with those two bits, and four more for each next register. */
  Register = 16,
}
export const NEAR_REGISTERS = (256 - Code.Register) / 4;

/** Letters of operands that are always numbers, always labels. */
export const NUMBERS = "unLNIiebFv";
export const LABELS = "fgj";

/** Tables whose rows an operand names by number, in the order of their first use. */
export const enum Rows {
  Imports,
  Funs,
  Literals,
}

/** An integer beyond this is a `BigInteger`: two of them have an exact difference. */
export const MAX_INTEGER = 2 ** 51;

/** How many numbers a row has of the chunks that are tables of 32-bit numbers. */
export const TABLES: Readonly<Record<string, number>> = { ImpT: 3, ExpT: 3, FunT: 6 };
