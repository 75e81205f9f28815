/**
 * BEAM assembly as text, in the shape of what `erlc -S` writes.
 * Invariant: works on any function that can be decoded, also on one that the checker refuses.
 * OTP: beam_listing.erl, beam_disasm.erl.
 */
import type { Atom } from "../term/atom.ts";
import type { Term } from "../term/term.ts";
import { decodeFunction } from "./decode.ts";
import { Op } from "./op.ts";
import { OPCODES } from "./opcodes.ts";
import { MATCH_COMMANDS } from "./operands.ts";
import {
  type BeamFile,
  type FunctionRow,
  type ImportRow,
  type Instr,
  Kind,
  type Operand,
  TypeBit,
  type TypeEntry,
} from "./types.ts";

/** Writes a term. */
export type Print = (t: Term) => string;

/** The whole module. */
export function moduleText(file: BeamFile, print: Print): string {
  const rows = file.exports.map((e) => `{${print(e.name)},${e.arity}}`).join(",");
  const head = [
    `{module, ${print(file.name)}}.`,
    `{exports, [${rows}]}.`,
    `{attributes, ${print(file.attributes)}}.`,
    `{labels, ${file.labelFunction.length}}.`,
  ];
  return `${head.join("\n\n")}\n\n${file.functions.map((f) => functionText(file, f, print)).join("\n")}`;
}

/** One function. */
export function functionText(file: BeamFile, f: FunctionRow, print: Print): string {
  const d = new Disassembler(file, print);
  const lines = [`{function, ${print(f.name)}, ${f.arity}, ${f.entryLabel}}.`];
  for (const i of decodeFunction(file, f)) lines.push(d.line(i));
  return `${lines.join("\n")}\n`;
}

/** Opcodes that erlc -S writes as `{test, Name, Fail, [Operand]}`. */
const TESTS: ReadonlySet<Op> = new Set([
  Op.is_lt,
  Op.is_ge,
  Op.is_eq,
  Op.is_ne,
  Op.is_eq_exact,
  Op.is_ne_exact,
  Op.is_integer,
  Op.is_float,
  Op.is_number,
  Op.is_atom,
  Op.is_pid,
  Op.is_reference,
  Op.is_port,
  Op.is_nil,
  Op.is_binary,
  Op.is_list,
  Op.is_nonempty_list,
  Op.is_tuple,
  Op.test_arity,
  Op.is_function,
  Op.is_boolean,
  Op.is_function2,
  Op.is_bitstr,
  Op.is_map,
  Op.is_tagged_tuple,
  Op.bs_test_tail2,
  Op.bs_test_unit,
  Op.bs_skip_bits2,
  Op.bs_skip_utf8,
  Op.bs_skip_utf16,
  Op.bs_skip_utf32,
  Op.is_any_native_record,
  Op.is_native_record,
  Op.is_record_accessible,
]);

class Disassembler {
  private readonly file: BeamFile;
  private readonly print: Print;
  constructor(file: BeamFile, print: Print) {
    this.file = file;
    this.print = print;
  }

  /** An instruction, indented, with a full stop; what a call calls as a comment. */
  line(i: Instr): string {
    if (i.op === Op.label) return `  {label,${i.args[0]!.n}}.`;
    const comment = this.comment(i);
    return `    ${this.instr(i)}.${comment === "" ? "" : `  % ${comment}`}`;
  }

  private instr(i: Instr): string {
    const name = OPCODES[i.op]!.name;
    const a = i.args;
    if (TESTS.has(i.op)) return `{test,${name},${this.operand(a[0]!)},${this.listOf(a.slice(1))}}`;
    switch (i.op) {
      case Op.line:
        return this.location(a[0]!.n);
      case Op.bif0:
        return `{bif,${this.bif(a[0]!)},{f,0},[],${this.operand(a[1]!)}}`;
      case Op.bif1:
      case Op.bif2:
      case Op.bif3:
        return `{bif,${this.bif(a[1]!)},${this.operand(a[0]!)},${this.listOf(a.slice(2, -1))},${this.operand(a.at(-1)!)}}`;
      case Op.gc_bif1:
      case Op.gc_bif2:
      case Op.gc_bif3: {
        const sources = this.listOf(a.slice(3, -1));
        return `{gc_bif,${this.bif(a[2]!)},${this.operand(a[0]!)},${a[1]!.n},${sources},${this.operand(a.at(-1)!)}}`;
      }
      case Op.fadd:
      case Op.fsub:
      case Op.fmul:
      case Op.fdiv:
      case Op.fnegate:
        return `{bif,${name},${this.operand(a[0]!)},${this.listOf(a.slice(1, -1))},${this.operand(a.at(-1)!)}}`;
      case Op.call_ext:
      case Op.call_ext_only:
      case Op.call_ext_last:
        return `{${[name, a[0]!.n, this.extfunc(a[1]!), ...a.slice(2).map((o) => o.n)].join(",")}}`;
      case Op.bs_match:
        return `{bs_match,${this.operand(a[0]!)},${this.operand(a[1]!)},{commands,[${this.commands(a[2]!.list)}]}}`;
      case Op.bs_create_bin: {
        const head = a.slice(0, 5).map((o) => this.operand(o));
        return `{bs_create_bin,${head.join(",")},{list,[${this.segments(a[5]!.list)}]}}`;
      }
      case Op.bs_match_string:
        return `{test,bs_match_string,${this.operand(a[0]!)},[${this.operand(a[1]!)},${a[2]!.n},${this.string(a[3]!.n, (a[2]!.n + 7) >> 3)}]}`;
      default:
        return a.length === 0 ? name : `{${[name, ...a.map((o) => this.operand(o))].join(",")}}`;
    }
  }

  /** What is called or made. */
  private comment(i: Instr): string {
    const { functions, labelFunction, lambdas } = this.file;
    const called = (label: number) => {
      const f = functions[labelFunction[label] ?? -1];
      return f === undefined ? "" : this.fa(f.name, f.arity);
    };
    switch (i.op) {
      case Op.call:
      case Op.call_last:
      case Op.call_only:
        return called(i.args[1]!.n);
      case Op.make_fun2:
      case Op.make_fun3:
      case Op.call_fun2: {
        const lambda = i.args[0]!.kind === Kind.Unsigned ? lambdas[i.args[0]!.n] : undefined;
        return lambda === undefined ? "" : this.fa(lambda.name, lambda.arity);
      }
      default:
        return "";
    }
  }

  private fa(name: Atom, arity: number): string {
    return `${this.print(name)}/${arity}`;
  }

  private operand(o: Operand): string {
    switch (o.kind) {
      case Kind.X:
      case Kind.Y: {
        const register = `{${o.kind === Kind.X ? "x" : "y"},${o.n}}`;
        const type = this.file.types[o.type];
        return type === undefined ? register : `{tr,${register},${typeText(type)}}`;
      }
      case Kind.Float:
        return `{fr,${o.n}}`;
      case Kind.Label:
        return `{f,${o.n}}`;
      case Kind.Integer:
        return `{integer,${this.print(o.term)}}`;
      case Kind.Atom:
        return `{atom,${this.print(o.term)}}`;
      case Kind.Nil:
        return "nil";
      case Kind.Literal:
        return `{literal,${this.print(o.term)}}`;
      case Kind.List:
        return `{list,${this.listOf(o.list)}}`;
      case Kind.Alloc:
        return `{alloc,[${this.alloc(o.list)}]}`;
      default:
        return o.n < 0 ? String(o.term) : String(o.n);
    }
  }

  private listOf(list: readonly Operand[]): string {
    return `[${list.map((o) => this.operand(o)).join(",")}]`;
  }

  private alloc(list: readonly Operand[]): string {
    const parts: string[] = [];
    for (let k = 0; k < list.length; k += 2) {
      parts.push(`{${["words", "floats", "funs"][list[k]!.n]},${list[k + 1]!.n}}`);
    }
    return parts.join(",");
  }

  private imported(o: Operand): ImportRow | undefined {
    return this.file.imports[o.n];
  }
  private bif(o: Operand): string {
    const i = this.imported(o);
    return i === undefined ? `{import,${o.n}}` : this.print(i.name);
  }
  private extfunc(o: Operand): string {
    const i = this.imported(o);
    return i === undefined ? `{import,${o.n}}` : `{extfunc,${this.print(i.module)},${this.print(i.name)},${i.arity}}`;
  }

  private location(item: number): string {
    const { files, file, line } = this.file.lines;
    const f = files[file[item] ?? 0];
    if (item === 0 || f === undefined || line[item] === undefined) return "{line,[]}";
    return `{line,[{location,${JSON.stringify(f)},${line[item]}}]}`;
  }

  private string(offset: number, size: number): string {
    const bytes = this.file.strings.subarray(offset, offset + size);
    const text = bytes.every((b) => b >= 0x20 && b < 0x7f && b !== 0x22 && b !== 0x5c);
    return `{string,<<${text ? `"${String.fromCharCode(...bytes)}"` : bytes.join(",")}>>}`;
  }

  private segments(list: readonly Operand[]): string {
    const parts: string[] = [];
    for (let k = 0; k + 6 <= list.length; k += 6) {
      const segment = list.slice(k, k + 6);
      const texts = segment.map((o) => this.operand(o));
      if (texts[0] === "{atom,string}") texts[4] = this.string(segment[4]!.n, Number(segment[5]!.term));
      parts.push(texts.join(","));
    }
    return parts.join(",\n        ");
  }

  private commands(list: readonly Operand[]): string {
    const parts: string[] = [];
    for (let k = 0; k < list.length; ) {
      const size = MATCH_COMMANDS.get(list[k]!.term as Atom)?.length ?? 0;
      const rest = list.slice(k + 1, k + 1 + size).map((o) => this.operand(o));
      const name = list[k]!.kind === Kind.Atom ? this.print(list[k]!.term) : this.operand(list[k]!);
      parts.push(`{${[name, ...rest].join(",")}}`);
      k += 1 + size;
    }
    return parts.join(",\n        ");
  }
}

/** A type as beam_types.erl names it. */
export function typeText(t: TypeEntry): string {
  if (t.bits === TypeBit.Any) return "any";
  const parts: string[] = [];
  const numbers = t.bits & (TypeBit.Integer | TypeBit.Float);
  const range = t.min === undefined && t.max === undefined ? "any" : `{${t.min ?? "'-inf'"},${t.max ?? "'+inf'"}}`;
  if (t.bits & TypeBit.Atom) parts.push("t_atom");
  if (t.bits & TypeBit.Bitstring) parts.push(`{t_bitstring,${t.unit}}`);
  if (t.bits & TypeBit.Cons) parts.push(t.bits & TypeBit.Nil ? "t_list" : "t_cons");
  else if (t.bits & TypeBit.Nil) parts.push("nil");
  if (numbers === (TypeBit.Integer | TypeBit.Float)) parts.push(`{t_number,${range}}`);
  else if (numbers === TypeBit.Integer) parts.push(`{t_integer,${range}}`);
  else if (numbers === TypeBit.Float) parts.push(`{t_float,${range}}`);
  if (t.bits & TypeBit.Fun) parts.push("t_fun");
  if (t.bits & TypeBit.Map) parts.push("t_map");
  if (t.bits & TypeBit.Pid) parts.push("pid");
  if (t.bits & TypeBit.Port) parts.push("port");
  if (t.bits & TypeBit.Reference) parts.push("reference");
  if (t.bits & TypeBit.Tuple) parts.push("t_tuple");
  if (t.bits & TypeBit.Record) parts.push("t_record");
  return parts.length === 1 ? parts[0]! : `{t_union,[${parts.join(",")}]}`;
}
