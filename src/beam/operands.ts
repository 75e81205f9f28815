/**
 * Checks the operands of one instruction against its row in the opcode table, whatever stands around it.
 * Invariant: afterwards kinds are right; labels, functions, imports, funs, strings named exist and arities agree.
 * OTP: what ops.tab and beam_load.c accept.
 */
import { Op } from "./op.ts";
import { type Atom, atoms } from "../term/atom.ts";
import { isCons, NIL } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import { badCode, MAX_REG } from "./decode.ts";
import { OPCODES } from "./opcodes.ts";
import { MAX_ARITY } from "./tables.ts";
import { type BeamFile, type FunctionRow, type Instr, Kind, type Operand } from "./types.ts";

const A = atoms(
  "erlang",
  "safe",
  "unsafe",
  "no_fail",
  "resume",
  "append",
  "private_append",
  "binary",
  "float",
  "integer",
  "string",
  "utf8",
  "utf16",
  "utf32",
  "ensure_at_least",
  "ensure_exactly",
  "skip",
  "get_tail",
  "=:=",
  "little",
  "big",
  "signed",
  "unsigned",
  "native",
  "copy",
  "reuse",
  "inplace",
);

/** What a source may be, by kind. */
const SOURCE: readonly boolean[] = kinds(Kind.X, Kind.Y, Kind.Integer, Kind.Atom, Kind.Nil, Kind.Literal);
const CONSTANT: readonly boolean[] = kinds(Kind.Integer, Kind.Atom, Kind.Nil, Kind.Literal);

function kinds(...list: Kind[]): boolean[] {
  const out: boolean[] = new Array(Kind.Alloc + 1).fill(false);
  for (const k of list) out[k] = true;
  return out;
}

/** Letters of each opcode's operands as character codes. */
export const LETTERS: readonly Uint8Array[] = OPCODES.map((o) =>
  Uint8Array.from(o.operands, (letter) => letter.charCodeAt(0)),
);

/** How many arguments the BIF of a bif or gc_bif instruction has. */
const BIF_ARITY: readonly number[] = OPCODES.map((o) => {
  const bif = o.operands.indexOf("b");
  return bif < 0 ? -1 : o.operands.length - bif - 2;
});

/** Commands of bs_match: letters of operands (`l` live, `n` live or nil, `t` flags, `u`, `i`, `w` any number, `d` destination). */
export const MATCH_COMMANDS: ReadonlyMap<Atom, string> = new Map([
  [A.ensure_at_least, "iu"],
  [A.ensure_exactly, "i"],
  [A.integer, "ltuud"],
  [A.binary, "ltuud"],
  [A.skip, "i"],
  [A.get_tail, "lud"],
  [A["=:="], "nuw"],
]);

/** The number of bits of an operand `i`; about so many where no integer of JavaScript is exact. */
export function bitsOf(o: Operand): number {
  return o.n < 0 && typeof o.term === "bigint" ? Number(o.term) : o.n;
}

const SEGMENTS: ReadonlySet<Term> = new Set([
  A.append,
  A.private_append,
  A.binary,
  A.float,
  A.integer,
  A.string,
  A.utf8,
  A.utf16,
  A.utf32,
]);
const FLAGS: ReadonlySet<Term> = new Set([A.little, A.big, A.signed, A.unsigned, A.native]);
const HINTS: ReadonlySet<Term> = new Set([A.copy, A.reuse, A.inplace]);

export class OperandChecker {
  private readonly file: BeamFile;
  private readonly f: FunctionRow;
  /** The instruction being checked. */
  private instr!: Instr;
  /** Highest X and float register and largest frame met so far, plus one. */
  maxX = 0;
  maxFloat = 0;
  maxFrame = 0;

  constructor(file: BeamFile, f: FunctionRow) {
    this.file = file;
    this.f = f;
  }

  private bad(reason: string): never {
    throw badCode(this.file, this.instr.offset, `${OPCODES[this.instr.op]!.name}: ${reason}`);
  }

  check(instr: Instr): void {
    this.instr = instr;
    const letters = LETTERS[instr.op]!;
    const args = instr.args;
    for (let i = 0; i < args.length; i++) this.operand(letters[i]!, args[i]!, i);
    switch (instr.op) {
      case Op.make_fun3: {
        const free = this.file.lambdas[args[0]!.n]!.numFree;
        if (args[2]!.list.length !== free) this.bad(`the fun has ${free} free values, not ${args[2]!.list.length}`);
        break;
      }
      case Op.bs_match_string:
        this.string(args[3]!.n, Math.ceil(args[2]!.n / 8));
        break;
      case Op.bs_put_string:
        this.string(args[1]!.n, args[0]!.n);
        break;
      case Op.update_record:
        this.updateRecord(args);
        break;
    }
  }

  private operand(letter: number, o: Operand, i: number): void {
    switch (letter) {
      case 115: // s
        if (!SOURCE[o.kind]) this.wrong(i, "a source");
        this.note(o);
        break;
      case 114: // r
      case 100: // d
        if (o.kind !== Kind.X && o.kind !== Kind.Y) this.wrong(i, "a register");
        this.note(o);
        break;
      case 117: // u
        this.unsigned(o, i, Number.MAX_SAFE_INTEGER);
        break;
      case 105: // i
        this.bits(o, i);
        break;
      case 102: // f
        if (o.kind !== Kind.Label || o.n === 0) this.wrong(i, "a label");
        this.local(o);
        break;
      case 106: // j
        if (o.kind !== Kind.Label) this.wrong(i, "a label");
        if (o.n !== 0) this.local(o);
        break;
      case 76: // L
        this.unsigned(o, i, MAX_REG);
        break;
      case 73: // I
        this.unsigned(o, i, this.file.lines.file.length - 1);
        break;
      case 110: // n
        this.unsigned(o, i, MAX_ARITY);
        break;
      case 118: // v
        break;
      case 97: // a
        if (o.kind !== Kind.Atom) this.wrong(i, "an atom");
        break;
      case 121: // y
        if (o.kind !== Kind.Y) this.wrong(i, "a Y register");
        break;
      case 72: // H
        if (o.kind !== Kind.Alloc) this.unsigned(o, i, 0x7fffffff);
        break;
      case 78: // N
        this.unsigned(o, i, MAX_REG);
        if (o.n > this.maxFrame) this.maxFrame = o.n;
        break;
      case 108: // l
      case 109: // m
        if (o.kind !== Kind.Float) this.wrong(i, "a float register");
        this.note(o);
        break;
      case 113: // q
        if (!SOURCE[o.kind] && o.kind !== Kind.Float) this.wrong(i, "a source or float register");
        this.note(o);
        break;
      case 112: // p
        if (o.kind !== Kind.X && o.kind !== Kind.Y && o.kind !== Kind.Float) this.wrong(i, "a register");
        this.note(o);
        break;
      case 122: // z
        if (!SOURCE[o.kind]) this.unsigned(o, i, Number.MAX_SAFE_INTEGER);
        this.note(o);
        break;
      default:
        if (letter >= 97) this.reference(letter, o, i);
        else if (letter === 70) this.unsigned(o, i, this.file.lambdas.length - 1);
        else this.list(letter, o, i);
    }
  }

  /** Operands that name something outside of the function. */
  private reference(letter: number, o: Operand, i: number): void {
    const file = this.file;
    switch (letter) {
      case 103: {
        // g
        if (o.kind !== Kind.Label || o.n === 0) this.wrong(i, "a label");
        const index = file.labelFunction[o.n]!;
        const target = index < 0 ? undefined : file.functions[index]!;
        if (target === undefined || target.entryLabel !== o.n) this.bad(`label ${o.n} is not the entry of a function`);
        this.arity(target.arity);
        break;
      }
      case 101: // e
        this.unsigned(o, i, file.imports.length - 1);
        this.arity(file.imports[o.n]!.arity);
        break;
      case 98: {
        // b
        this.unsigned(o, i, file.imports.length - 1);
        const bif = file.imports[o.n]!;
        if (bif.module !== A.erlang || bif.arity !== BIF_ARITY[this.instr.op]) {
          this.bad(`${bif.module.name}:${bif.name.name}/${bif.arity} is not a BIF for this instruction`);
        }
        break;
      }
      case 104: // h
        if (o.kind === Kind.Atom && (o.term === A.safe || o.term === A.unsafe)) break;
        this.unsigned(o, i, file.lambdas.length - 1);
        break;
      case 107: // k
        if (o.kind === Kind.Atom && (o.term === A.no_fail || o.term === A.resume)) break;
        if (o.kind !== Kind.Label) this.wrong(i, "a label");
        if (o.n !== 0) this.local(o);
        break;
    }
  }

  private list(letter: number, o: Operand, i: number): void {
    if (o.kind !== Kind.List) this.wrong(i, "a list");
    const list = o.list;
    switch (letter) {
      case 86: // V
        this.even(list);
        for (let k = 0; k < list.length; k += 2) {
          if (!CONSTANT[list[k]!.kind]) this.wrong(i, "a list of constants and labels");
          this.operand(102, list[k + 1]!, i);
        }
        break;
      case 84: // T
        this.even(list);
        for (let k = 0; k < list.length; k += 2) {
          this.operand(117, list[k]!, i);
          this.operand(102, list[k + 1]!, i);
        }
        break;
      case 69: // E
      case 75: // K
        for (let k = 0; k < list.length; k++) this.operand(115, list[k]!, i);
        break;
      case 89: // Y
        for (let k = 0; k < list.length; k++) this.operand(121, list[k]!, i);
        break;
      case 77: // M
        this.pairs(115, 115, list, i);
        break;
      case 71: // G
        this.pairs(115, 100, list, i);
        break;
      case 80: // P
        this.pairs(117, 115, list, i);
        break;
      case 82: // R
        this.pairs(97, 100, list, i);
        break;
      case 81: // Q
        // A record that is made of its default values alone.
        if (list.length > 0) this.pairs(97, 115, list, i);
        break;
      case 66: // B
        this.segments(list, i);
        break;
      case 67: // C
        this.commands(list, i);
        break;
    }
  }

  private pairs(first: number, second: number, list: readonly Operand[], i: number): void {
    this.even(list);
    for (let k = 0; k < list.length; k += 2) {
      this.operand(first, list[k]!, i);
      this.operand(second, list[k + 1]!, i);
    }
  }

  private even(list: readonly Operand[]): void {
    if (list.length === 0 || list.length % 2 !== 0) this.bad(`a list of pairs has ${list.length} elements`);
  }

  /** Type, segment, unit, flags, value, size of each segment. */
  private segments(list: readonly Operand[], i: number): void {
    if (list.length % 6 !== 0) this.bad(`the list of segments has ${list.length} elements`);
    for (let k = 0; k < list.length; k += 6) {
      const type = list[k]!.term;
      if (list[k]!.kind !== Kind.Atom || !SEGMENTS.has(type)) this.bad(`segment ${k / 6 + 1} has an unknown type`);
      if ((type === A.append || type === A.private_append) && k > 0)
        this.bad("only the first segment can be appended to");
      this.unsigned(list[k + 1]!, i, Number.MAX_SAFE_INTEGER);
      this.unsigned(list[k + 2]!, i, 256);
      this.flags(list[k + 3]!);
      this.operand(115, list[k + 5]!, i);
      if (type !== A.string) {
        this.operand(115, list[k + 4]!, i);
        continue;
      }
      const size = list[k + 5]!;
      this.unsigned(list[k + 4]!, i, Number.MAX_SAFE_INTEGER);
      if (size.kind !== Kind.Integer || typeof size.term !== "number" || size.term < 0) this.bad("a string's size");
      this.string(list[k + 4]!.n, size.term);
    }
  }

  /** Operands of each command; and no command takes bits that no command before it has made sure of. */
  private commands(list: readonly Operand[], i: number): void {
    let ensured = 0;
    let k = 0;
    while (k < list.length) {
      const name = list[k++]!;
      const letters = name.kind === Kind.Atom ? MATCH_COMMANDS.get(name.term as Atom) : undefined;
      if (letters === undefined) this.bad(`list element ${k} is not a command`);
      if (letters.length > list.length - k) this.bad("the list of commands ends inside a command");
      for (let j = 0; j < letters.length; j++) this.commandOperand(letters[j]!, list[k + j]!, i);
      ensured = this.ensured(name.term as Atom, list, k, ensured);
      k += letters.length;
    }
  }

  private commandOperand(letter: string, o: Operand, i: number): void {
    switch (letter) {
      case "u":
        this.unsigned(o, i, Number.MAX_SAFE_INTEGER);
        break;
      case "i":
        this.bits(o, i);
        break;
      case "l":
        this.unsigned(o, i, MAX_REG);
        break;
      case "n":
        if (o.kind !== Kind.Nil) this.unsigned(o, i, MAX_REG);
        break;
      case "t":
        this.flags(o);
        break;
      case "w":
        if (o.kind !== Kind.Unsigned) this.wrong(i, "a number");
        break;
      case "d":
        this.operand(100, o, i);
        break;
    }
  }

  /** How many bits are sure to be there after the command whose operands begin at `k`. */
  private ensured(name: Atom, list: readonly Operand[], k: number, before: number): number {
    let taken = 0;
    switch (name) {
      case A.ensure_at_least:
      case A.ensure_exactly:
        return bitsOf(list[k]!);
      case A.integer:
      case A.binary:
        taken = list[k + 2]!.n * list[k + 3]!.n;
        break;
      case A.skip:
        taken = bitsOf(list[k]!);
        break;
      case A["=:="]:
        taken = list[k + 1]!.n;
        break;
      default:
        return 0;
    }
    if (taken > before) this.bad(`${name.name} takes ${taken} bits of ${before}`);
    return before - taken;
  }

  /** Flags of a segment: nil or a literal list of atoms. */
  private flags(o: Operand): void {
    if (o.kind === Kind.Nil) return;
    let t: Term = o.kind === Kind.Literal ? o.term : 0;
    if (!isCons(t)) this.bad("a segment's flags are not a list");
    for (let n = 0; isCons(t) && n < 8; n++) {
      if (!FLAGS.has(t.head)) this.bad("a segment's flags");
      t = t.tail;
    }
    if (t !== NIL) this.bad("a segment's flags are not a list");
  }

  private updateRecord(args: readonly Operand[]): void {
    if (!HINTS.has(args[0]!.term)) this.bad("the hint is unknown");
    const size = args[1]!.n;
    const list = args[4]!.list;
    for (let k = 0; k < list.length; k += 2) {
      const position = list[k]!.n;
      if (position < 1 || position > size) this.bad(`position ${position} in a tuple of ${size}`);
    }
  }

  private string(offset: number, size: number): void {
    if (offset + size > this.file.strings.length) {
      this.bad(`bytes ${offset} to ${offset + size} of a string table of ${this.file.strings.length}`);
    }
  }

  private arity(arity: number): void {
    const given = this.instr.args[0]!.n;
    if (given !== arity) this.bad(`${given} arguments for a function of ${arity}`);
  }

  private unsigned(o: Operand, i: number, max: number): void {
    if (o.kind !== Kind.Unsigned) this.wrong(i, "an unsigned number");
    if (o.n < 0 || o.n > max) this.bad(`operand ${i + 1} is ${o.n < 0 ? o.term : o.n}, at most ${max} is possible`);
  }

  private bits(o: Operand, i: number): void {
    if (o.kind !== Kind.Unsigned || !(bitsOf(o) >= 0)) this.wrong(i, "a number of bits");
  }

  private local(o: Operand): void {
    if (this.file.labelFunction[o.n] !== this.f.index) this.bad(`label ${o.n} is not in this function`);
  }

  private note(o: Operand): void {
    if (o.kind === Kind.X) {
      if (o.n >= this.maxX) this.maxX = o.n + 1;
    } else if (o.kind === Kind.Float && o.n >= this.maxFloat) this.maxFloat = o.n + 1;
  }

  private wrong(i: number, expected: string): never {
    return this.bad(`operand ${i + 1} is not ${expected}`);
  }
}
