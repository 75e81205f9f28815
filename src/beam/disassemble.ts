/**
 * A function's instructions as text, one on each line, operands in the order of the opcode table.
 *
 *     lists:nth/2
 *     label 12
 *         is_eq_exact f13 x0 1
 *         is_nonempty_list f13 x1
 *         get_hd x1 x0
 *         return
 *
 * Registers are x0, y0, fr0, labels f1; a type annotation follows its register as `x0::integer`. Invariant: names from the file
 * are quoted and escaped where Erlang would, so that a line is a line.
 * OTP: beam_disasm.erl.
 */
import type { Atom } from "../term/atom.ts";
import { atomText, printTerm } from "../term/print.ts";
import type { Term } from "../term/term.ts";
import { OPCODES } from "./opcodes.ts";
import { Op } from "./op.ts";
import { type BeamFile, type FunctionRow, type Instr, Kind, type Operand, TypeBit, type TypeEntry } from "./types.ts";

/** Literals longer than this are cut off. */
const MAX_LITERAL = 200;

/** `module:name/arity` as one writes it in Erlang. */
export function functionText(module: Atom, name: Atom, arity: number): string {
  return `${atomText(module)}:${atomText(name)}/${arity}`;
}

/** The instructions of a function, as `decodeFunction` or `checkFunction` gives them, as text. */
export function disassemble(file: BeamFile, row: FunctionRow, instrs: readonly Instr[]): string {
  const lines = instrs.map((instr) => instructionText(file, instr));
  return `${[functionText(file.name, row.name, row.arity), ...lines].join("\n")}\n`;
}

function instructionText(file: BeamFile, { op, args }: Instr): string {
  if (op === Op.label) return `label ${args[0]?.n}`;
  const { name, operands } = OPCODES[op]!;
  const texts = args.map((operand, i) => operandText(file, operand, operands[i]!));
  return `    ${[name, ...texts].join(" ")}`;
}

/** `letter` is the operand's in the opcode table: it says what an unsigned number counts. */
function operandText(file: BeamFile, o: Operand, letter: string): string {
  switch (o.kind) {
    case Kind.Unsigned:
      return unsignedText(file, o, letter);
    case Kind.X:
      return `x${o.n}${annotation(file, o)}`;
    case Kind.Y:
      return `y${o.n}${annotation(file, o)}`;
    case Kind.Float:
      return `fr${o.n}`;
    case Kind.Label:
      return `f${o.n}`;
    case Kind.List:
      return `[${o.list.map((element) => operandText(file, element, "")).join(", ")}]`;
    case Kind.Alloc:
      return `{${o.list.map((element) => element.n).join(", ")}}`;
    default:
      return termText(o.term);
  }
}

function unsignedText(file: BeamFile, o: Operand, letter: string): string {
  const { n } = o;
  if (n < 0) return termText(o.term);
  switch (letter) {
    case "e":
    case "b": {
      const row = file.imports[n];
      return row === undefined ? `import ${n}` : functionText(row.module, row.name, row.arity);
    }
    case "F":
    case "h": {
      const row = file.lambdas[n];
      return row === undefined ? `fun ${n}` : `fun ${atomText(row.name)}/${row.arity - row.numFree}+${row.numFree}`;
    }
    case "I": {
      const { files, file: fileOf, line } = file.lines;
      return n > 0 && n < line.length ? `${files[fileOf[n]!]}:${line[n]}` : "-";
    }
  }
  return String(n);
}

function termText(t: Term): string {
  return printTerm(t, { limit: MAX_LITERAL });
}

const TYPE_NAMES: readonly (readonly [TypeBit, string])[] = [
  [TypeBit.Atom, "atom"],
  [TypeBit.Bitstring, "bitstring"],
  [TypeBit.Cons, "cons"],
  [TypeBit.Nil, "nil"],
  [TypeBit.Float, "float"],
  [TypeBit.Fun, "fun"],
  [TypeBit.Integer, "integer"],
  [TypeBit.Map, "map"],
  [TypeBit.Pid, "pid"],
  [TypeBit.Port, "port"],
  [TypeBit.Reference, "reference"],
  [TypeBit.Tuple, "tuple"],
  [TypeBit.Record, "record"],
];

function annotation(file: BeamFile, o: Operand): string {
  const type = o.type < 0 ? undefined : file.types[o.type];
  return type === undefined || (type.bits & TypeBit.Any) === TypeBit.Any ? "" : `::${typeText(type)}`;
}

function typeText({ bits, min, max, unit }: TypeEntry): string {
  const names = TYPE_NAMES.filter(([bit]) => (bits & bit) !== 0).map(([, name]) => name);
  const range = min === undefined && max === undefined ? "" : `(${min ?? ""}..${max ?? ""})`;
  return names.join("|") + range + (unit === 1 ? "" : `*${unit}`);
}
