/**
 * Binary instructions: matching through `MatchContext` (runtime/bs_match.ts) and construction through `S.bs`
 * (runtime/bs_create.ts). Byte-aligned integers of at most 32 bits are read inline.
 */
import { bsFlags, LITTLE, SIGNED } from "../../beam/bs_flags.ts";
import { Op } from "../../beam/op.ts";
import { bitsOf } from "../../beam/operands.ts";
import { Kind, type Operand } from "../../beam/types.ts";
import { type Atom, atoms } from "../../term/atom.ts";
import { Cons, NIL } from "../../term/list.ts";
import type { Term } from "../../term/term.ts";
import type { Emitter } from "../emitter.ts";

const A = atoms(
  "all",
  "undefined",
  "integer",
  "binary",
  "skip",
  "get_tail",
  "=:=",
  "ensure_at_least",
  "ensure_exactly",
  "append",
  "private_append",
  "string",
  "float",
  "utf8",
  "utf16",
  "utf32",
  "little",
  "signed",
  "native",
  "no_fail",
  "resume",
);

/** Flags of a segment: a list of atoms, or the older number. */
function flagsOf(o: Operand): number {
  if (o.kind === Kind.Unsigned || o.kind === Kind.Integer)
    return bsFlags(o.kind === Kind.Unsigned ? o.n : Number(o.term));
  let flags = 0;
  for (let l: Term = o.term; l instanceof Cons && l !== NIL; l = l.tail) {
    if (l.head === A.little || l.head === A.native) flags |= LITTLE;
    if (l.head === A.signed) flags |= SIGNED;
  }
  return flags;
}

function constantOf(o: Operand): number | undefined {
  if (o.kind === Kind.Unsigned) return o.n;
  return o.kind === Kind.Integer && typeof o.term === "number" ? o.term : undefined;
}

export function emitBs(e: Emitter): boolean {
  const { op, args } = e.ins;
  switch (op) {
    case Op.bs_start_match3:
      startMatch(e, args[1]!, args[3]!, args[0]!);
      return true;
    case Op.bs_start_match4:
      startMatch(e, args[2]!, args[3]!, args[0]!);
      return true;
    case Op.bs_match:
      match(e);
      return true;
    case Op.bs_get_tail:
      e.put(`${e.reg(args[1]!)} = ${e.helper("bsTail")}(${e.src(args[0]!)});\n`);
      return true;
    case Op.bs_get_position:
      e.put(`${e.reg(args[1]!)} = ${e.src(args[0]!)}.pos;\n`);
      return true;
    case Op.bs_set_position:
      e.put(`${e.src(args[0]!)}.pos = ${e.helper("bsPosition")}(${e.src(args[0]!)}, ${e.src(args[1]!)});\n`);
      return true;
    case Op.bs_test_tail2: {
      const c = e.src(args[1]!);
      e.test(`${c}.end - ${c}.pos === ${bitsOf(args[2]!)}`, args[0]!.n);
      return true;
    }
    case Op.bs_test_unit:
      e.test(`${e.helper("bsTestUnit")}(${e.src(args[1]!)}, ${args[2]!.n})`, args[0]!.n);
      return true;
    case Op.bs_match_string: {
      const text = strings(e);
      e.test(`${e.helper("bsMatchString")}(${e.src(args[1]!)}, ${text}, ${args[3]!.n}, ${args[2]!.n})`, args[0]!.n);
      return true;
    }
    case Op.bs_get_integer2:
      getInteger(e);
      return true;
    case Op.bs_get_float2: {
      const t = e.temp();
      const size = constantOf(args[3]!);
      const n =
        size !== undefined ? `${size * args[4]!.n}` : `${e.helper("bsFloatSize")}(${e.src(args[3]!)}, ${args[4]!.n})`;
      const get = `${e.helper("bsGetFloat")}(${e.src(args[1]!)}, ${n}, ${flagsOf(args[5]!)})`;
      got(e, `(${t} = ${get}) === ${t}`, `new ${e.helper("Float")}(${t})`, args[6]!);
      return true;
    }
    case Op.bs_get_binary2:
      getBinary(e);
      return true;
    case Op.bs_skip_bits2: {
      const c = e.src(args[1]!);
      if (args[2]!.term === A.all) {
        e.test(`${e.helper("bsTestUnit")}(${c}, ${args[3]!.n}) && (${c}.pos = ${c}.end, true)`, args[0]!.n);
        return true;
      }
      e.test(`${e.helper("bsSkip")}(${c}, ${fieldSize(e, args[2]!, args[3]!.n)})`, args[0]!.n);
      return true;
    }
    case Op.bs_get_utf8:
    case Op.bs_get_utf16:
    case Op.bs_get_utf32:
    case Op.bs_skip_utf8:
    case Op.bs_skip_utf16:
    case Op.bs_skip_utf32: {
      const c = e.src(args[1]!);
      const get =
        op === Op.bs_get_utf8 || op === Op.bs_skip_utf8
          ? `${e.helper("bsGetUtf8")}(${c})`
          : `${e.helper(op === Op.bs_get_utf16 || op === Op.bs_skip_utf16 ? "bsGetUtf16" : "bsGetUtf32")}(${c}, ${flagsOf(args[3]!)})`;
      const t = e.temp();
      if (args.length === 5) got(e, `(${t} = ${get}) >= 0`, t, args[4]!);
      else e.test(`${get} >= 0`, args[0]!.n);
      return true;
    }
    case Op.bs_create_bin:
      createBin(e);
      return true;
    default:
      return emitOldConstruction(e);
  }
}

function strings(e: Emitter): string {
  return e.links.add({ t: "bytes", bytes: e.flow.file.strings }, "strings");
}

function startMatch(e: Emitter, src: Operand, dst: Operand, fail: Operand): void {
  const start = `${e.helper("bsStart")}(${e.src(src)})`;
  if (fail.kind !== Kind.Label || fail.n === 0) {
    e.put(`${e.reg(dst)} = ${start};\n`);
    e.fall();
    return;
  }
  const t = e.temp();
  e.put(`if ((${t} = ${start}) === undefined) {\n`);
  e.gotoLabel(fail.n);
  e.put(`}\n${e.reg(dst)} = ${t};\n`);
  e.fall();
}

/** `if (!cond) goto fail; dst = value; goto next`. */
function got(e: Emitter, cond: string, value: string, dst: Operand): void {
  e.put(`if (!(${cond})) {\n`);
  e.gotoLabel(e.arg(0).n);
  e.put(`}\n${e.reg(dst)} = ${value};\n`);
  e.fall();
}

/** Bits of a field: a number, or an expression that is -1 for a size that matches nothing. */
function fieldSize(e: Emitter, size: Operand, unit: number): string {
  const n = constantOf(size);
  if (n !== undefined) return n < 0 ? "-1" : `${n * unit}`;
  return `${e.helper("bsFieldSize")}(${e.src(size)}, ${unit})`;
}

function getInteger(e: Emitter): void {
  const [, ctx, , size, unit, flags, dst] = e.ins.args as [
    Operand,
    Operand,
    Operand,
    Operand,
    Operand,
    Operand,
    Operand,
  ];
  const n = constantOf(size);
  const c = e.src(ctx);
  const t = e.temp();
  if (n !== undefined && n * unit.n <= 32 && n * unit.n > 0) {
    const bits = n * unit.n;
    const [p, b] = [e.temp("p"), e.temp("b")];
    e.put(`if (${c}.end - (${p} = ${c}.pos) < ${bits}) {\n`);
    e.gotoLabel(e.arg(0).n);
    e.put(`}\n${b} = ${c}.bytes; ${c}.pos = ${p} + ${bits};\n`);
    e.put(`${e.reg(dst)} = ${field(e, 0, bits, flagsOf(flags))};\n`);
    e.fall();
    return;
  }
  const s = fieldSize(e, size, unit.n);
  if (n !== undefined) {
    got(e, `(${t} = ${e.helper("bsGetInteger")}(${c}, ${s}, ${flagsOf(flags)})) !== undefined`, t, dst);
  } else {
    const get = `${e.helper("bsGetInteger")}(${c}, ${t}, ${flagsOf(flags)})`;
    got(e, `(${t} = ${s}) >= 0 && (${t} = ${get}) !== undefined`, t, dst);
  }
}

function getBinary(e: Emitter): void {
  const [, ctx, , size, unit, , dst] = e.ins.args as [Operand, Operand, Operand, Operand, Operand, Operand, Operand];
  const c = e.src(ctx);
  const t = e.temp();
  if (size.term === A.all && size.kind === Kind.Atom) {
    got(e, `(${t} = ${e.helper("bsGetAll")}(${c}, ${unit.n})) !== undefined`, t, dst);
    return;
  }
  const s = fieldSize(e, size, unit.n);
  got(e, `(${t} = ${s}) >= 0 && (${t} = ${e.helper("bsGetBinary")}(${c}, ${t})) !== undefined`, t, dst);
}

/**
 * The value of the integer field of `n` bits at bit `p + off` of `b`, both locals. Fields that a byte-aligned `p` makes
 * simple are read inline in that case.
 */
function field(e: Emitter, off: number, n: number, flags: number): string {
  const at = off === 0 ? "p" : `p + ${off}`;
  const little = (flags & LITTLE) !== 0 && n > 8;
  const signed = (flags & SIGNED) !== 0;
  const sign = (s: string) => (signed ? `(${s}) << ${32 - n} >> ${32 - n}` : s);
  const slow = `${e.helper(little ? "readUintLittle" : "readUint")}(b, ${at}, ${n})`;
  const lead = off & 7;
  const first = off >>> 3;
  const count = (lead + n + 7) >>> 3;
  if (n > 32 || count > 4 || (little && lead !== 0)) return n <= 32 ? sign(slow) : slow;
  const parts: string[] = [];
  // The last byte of a little-endian field that is no whole number of bytes holds its highest bits.
  const rest = little && (n & 7) !== 0 ? 8 - (n & 7) : 0;
  for (let j = 0; j < count; j++) {
    const i = `b[(p >>> 3)${first + j === 0 ? "" : ` + ${first + j}`}]`;
    const shift = little ? 8 * j : 8 * (count - 1 - j);
    const byte =
      j === 0 && lead > 0 ? `(${i} & ${0xff >> lead})` : j === count - 1 && rest > 0 ? `(${i} >> ${rest})` : i;
    parts.push(shift === 0 ? byte : `${byte} << ${shift}`);
  }
  const tail = little ? 0 : count * 8 - lead - n;
  let fast = parts.length === 1 ? parts[0]! : `(${parts.join(" | ")})`;
  if (tail > 0) fast = `(${fast} >>> ${tail})`;
  else if (n === 32 && !signed) fast = `${fast} >>> 0`;
  return `(p & 7) === 0 ? ${sign(fast)} : ${sign(slow)}`;
}

/** bs_match: one check of the size, then all fields at constant offsets. */
function match(e: Emitter): void {
  const [fail, ctx, commands] = e.ins.args as [Operand, Operand, Operand];
  const l = commands.list;
  const [c, p, b] = [e.temp("c"), e.temp("p"), e.temp("b")];
  const failing = (cond: string) => {
    e.put(`if (${cond}) {\n`);
    e.gotoLabel(fail.n);
    e.put("}\n");
  };
  e.put(`${c} = ${e.src(ctx)}; ${p} = ${c}.pos; ${b} = ${c}.bytes;\n`);
  let off = 0;
  let k = 0;
  while (k < l.length) {
    const command = l[k]!.term as Atom;
    if (command === A.ensure_at_least) {
      const [stride, unit] = [bitsOf(l[k + 1]!), l[k + 2]!.n];
      const tail =
        unit === 1
          ? ""
          : unit === 8
            ? ` || ((c.end - p - ${stride}) & 7) !== 0`
            : ` || (c.end - p - ${stride}) % ${unit} !== 0`;
      failing(`c.end - p < ${stride}${tail}`);
      k += 3;
    } else if (command === A.ensure_exactly) {
      failing(`c.end - p !== ${bitsOf(l[k + 1]!)}`);
      k += 2;
    } else if (command === A.integer) {
      const [flags, size, unit, dst] = [flagsOf(l[k + 2]!), constantOf(l[k + 3]!) ?? 0, l[k + 4]!.n, l[k + 5]!];
      const n = size * unit;
      if (n <= 32 && n > 0) e.put(`${e.reg(dst)} = ${field(e, off, n, flags)};\n`);
      else {
        const t = e.temp();
        e.put(`c.pos = p + ${off};\n`);
        failing(`(${t} = ${e.helper("bsTakeInteger")}(c, ${n}, ${flags})) === undefined`);
        e.put(`${e.reg(dst)} = ${t};\n`);
      }
      off += n;
      k += 6;
    } else if (command === A.binary) {
      const n = (constantOf(l[k + 3]!) ?? 0) * l[k + 4]!.n;
      e.put(`${e.reg(l[k + 5]!)} = new ${e.helper("Bits")}(b, p + ${off}, ${n}, null);\n`);
      off += n;
      k += 6;
    } else if (command === A.skip) {
      off += bitsOf(l[k + 1]!);
      k += 2;
    } else if (command === A.get_tail) {
      e.put(`c.pos = p + ${off};\n${e.reg(l[k + 3]!)} = ${e.helper("bsTail")}(c);\n`);
      k += 4;
    } else {
      // '=:=', Live, Size, Value
      const n = l[k + 2]!.n;
      const value = l[k + 3]!;
      const v = value.kind === Kind.Unsigned && value.n >= 0 ? `${value.n}` : e.term(value.term);
      if (n <= 53) failing(`(${field(e, off, n, 0)}) !== ${v}`);
      else {
        e.put(`c.pos = p + ${off};\n`);
        failing(`${e.helper("bsTakeInteger")}(c, ${n}, 0) !== ${v}`);
      }
      off += n;
      k += 4;
    }
  }
  e.put(`c.pos = p + ${off};\n`);
  e.fall();
}

// -- Construction.

function createBin(e: Emitter): void {
  const [fail, , , , dst, segments] = e.ins.args as [Operand, Operand, Operand, Operand, Operand, Operand];
  const l = segments.list;
  const failing = (cond: string, raise: string) => {
    e.put(`if (${cond}) {\n`);
    if (fail.n !== 0) {
      e.put("S.raising = false; ");
      e.gotoLabel(fail.n);
    } else {
      e.put(`${raise};\n`);
      e.raise(`S.bsRaised(${e.place()})`);
    }
    e.put("}\n");
  };
  let constant = 0;
  const sizes: string[] = [];
  const puts: (() => void)[] = [];
  let start: ((bits: string) => string) | undefined;
  for (let k = 0, s = 0; k < l.length; k += 6, s++) {
    const type = l[k]!.term as Atom;
    const [number, unit, flags, src, size] = [l[k + 1]!, l[k + 2]!.n, flagsOf(l[k + 3]!), l[k + 4]!, l[k + 5]!];
    const segment = number.kind === Kind.Unsigned ? number.n : Number(number.term);
    const op = type.name;
    if (type === A.string) {
      const bytes = constantOf(size) as number;
      constant += bytes * 8;
      puts.push(() => e.put(`S.bs.putString(${strings(e)}, ${src.n}, ${bytes});\n`));
      continue;
    }
    const v = e.src(src);
    const put = (call: string) =>
      puts.push(() => failing(`!${call}`, `${e.helper("bsFailPut")}(S, S.bs, ${segment}, "${op}")`));
    if (type === A.append || type === A.private_append) {
      start = (bits) => `S.bs.${type === A.append ? "append" : "privateAppend"}(${v}, ${bits}, ${unit})`;
      continue;
    }
    const n = constantOf(size);
    if (type === A.utf8 || type === A.utf16 || type === A.utf32) {
      const t = e.temp(`n${s}`);
      const name = type === A.utf8 ? "bsSizeUtf8" : type === A.utf16 ? "bsSizeUtf16" : "bsSizeUtf32";
      failing(`(${t} = ${e.helper(name)}(${v})) < 0`, `${e.helper("bsFailType")}(S, ${segment}, "${op}", ${v})`);
      sizes.push(t);
      put(
        type === A.utf8 ? `S.bs.putUtf8(${v})` : `S.bs.${type === A.utf16 ? "putUtf16" : "putUtf32"}(${v}, ${flags})`,
      );
      continue;
    }
    if (type === A.binary && size.term === A.all && size.kind === Kind.Atom) {
      const t = e.temp(`n${s}`);
      failing(`(${t} = ${e.helper("bsSizeAll")}(${v})) < 0`, `${e.helper("bsFailType")}(S, ${segment}, "${op}", ${v})`);
      sizes.push(t);
      put(`S.bs.putAll(${v}, ${unit})`);
      continue;
    }
    let bits: string;
    if (n !== undefined && n >= 0 && n * unit < 2 ** 31) {
      bits = String(n * unit);
      constant += n * unit;
    } else {
      bits = e.temp(`n${s}`);
      const sz = e.src(size);
      failing(
        `(${bits} = ${e.helper("bsSize")}(${sz}, ${unit})) < 0`,
        `${e.helper("bsFailSize")}(S, ${segment}, "${op}", ${sz}, ${bits})`,
      );
      sizes.push(bits);
    }
    if (type === A.binary) put(`S.bs.putBinary(${v}, ${bits})`);
    else if (type === A.float) put(`S.bs.putFloat(${v}, ${bits}, ${flags})`);
    else put(`S.bs.putInteger(${v}, ${bits}, ${flags})`);
  }
  const total = [...sizes, ...(constant > 0 || sizes.length === 0 ? [String(constant)] : [])].join(" + ");
  const r = e.temp("w");
  const begin = start === undefined ? `S.bs.begin(${total})` : start(total);
  const first = start === undefined ? "binary" : l[0]!.term === A.append ? "append" : "private_append";
  const firstSegment = l.length > 0 ? (l[1]!.kind === Kind.Unsigned ? l[1]!.n : Number(l[1]!.term)) : 1;
  failing(`(${r} = ${begin}) === undefined`, `${e.helper("bsFailPut")}(S, S.bs, ${firstSegment}, "${first}")`);
  for (const put of puts) put();
  e.put(`${e.reg(dst)} = ${r};\n`);
  e.fall();
}

/** The construction instructions of OTP 24 and older. */
function emitOldConstruction(e: Emitter): boolean {
  const { op, args } = e.ins;
  const t = e.temp();
  const failing = (cond: string) => {
    e.put(`if (${cond}) {\n`);
    if (args[0]!.n !== 0) e.gotoLabel(args[0]!.n);
    else {
      e.put(`${e.helper("bsFailOld")}(S, S.bs);\n`);
      e.raise(`S.raisedAt(${e.place()})`);
    }
    e.put("}\n");
  };
  const made = (call: string, dst: Operand, bad: string) => {
    failing(`(${t} = ${call}) ${bad}`);
    e.put(`${e.reg(dst)} = ${t};\n`);
    e.fall();
  };
  // Two operations, which the size ties together.
  const put = (size: string, call: (n: string) => string) => {
    const n = e.temp("n0");
    failing(`!S.bs.fits(${n} = ${size}) || !${call(n)}`);
    e.fall();
  };
  const sizeTerm = (o: Operand) => (o.kind === Kind.Unsigned ? String(o.n) : e.src(o));
  const bits = (size: Operand, unit: number) => {
    const n = constantOf(size);
    return n !== undefined ? String(n * unit) : `${e.helper("bsSize")}(${e.src(size)}, ${unit})`;
  };
  switch (op) {
    case Op.bs_init2:
      made(`S.bs.init(${sizeTerm(args[1]!)}, 8)`, args[5]!, "=== undefined");
      return true;
    case Op.bs_init_bits:
      made(`S.bs.init(${sizeTerm(args[1]!)}, 1)`, args[5]!, "=== undefined");
      return true;
    case Op.bs_append:
      made(`S.bs.appendTerm(${e.src(args[5]!)}, ${sizeTerm(args[1]!)}, ${args[4]!.n})`, args[7]!, "=== undefined");
      return true;
    case Op.bs_private_append:
      made(`S.bs.appendTerm(${e.src(args[3]!)}, ${sizeTerm(args[1]!)}, ${args[2]!.n})`, args[5]!, "=== undefined");
      return true;
    case Op.bs_add:
      made(`S.bs.add(${e.src(args[1]!)}, ${e.src(args[2]!)}, ${args[3]!.n})`, args[4]!, "< 0");
      return true;
    case Op.bs_utf8_size:
      made(`${e.helper("bsUtf8Size")}(${e.src(args[1]!)})`, args[2]!, "< 0");
      return true;
    case Op.bs_utf16_size:
      made(`${e.helper("bsUtf16Size")}(${e.src(args[1]!)})`, args[2]!, "< 0");
      return true;
    case Op.bs_put_integer:
      put(bits(args[1]!, args[2]!.n), (n) => `S.bs.putInteger(${e.src(args[4]!)}, ${n}, ${flagsOf(args[3]!)})`);
      return true;
    case Op.bs_put_float:
      put(bits(args[1]!, args[2]!.n), (n) => `S.bs.putFloat(${e.src(args[4]!)}, ${n}, ${flagsOf(args[3]!)})`);
      return true;
    case Op.bs_put_binary: {
      const v = e.src(args[4]!);
      if (args[1]!.kind !== Kind.Atom) put(bits(args[1]!, args[2]!.n), (n) => `S.bs.putBinary(${v}, ${n})`);
      else put(`${e.helper("bsSizeAll")}(${v})`, () => `S.bs.putAll(${v}, ${args[2]!.n})`);
      return true;
    }
    case Op.bs_put_utf8:
      put(`${e.helper("bsSizeUtf8")}(${e.src(args[2]!)})`, () => `S.bs.putUtf8(${e.src(args[2]!)})`);
      return true;
    case Op.bs_put_utf16:
      put(
        `${e.helper("bsSizeUtf16")}(${e.src(args[2]!)})`,
        () => `S.bs.putUtf16(${e.src(args[2]!)}, ${flagsOf(args[1]!)})`,
      );
      return true;
    case Op.bs_put_utf32:
      put("32", () => `S.bs.putUtf32(${e.src(args[2]!)}, ${flagsOf(args[1]!)})`);
      return true;
    case Op.bs_put_string: {
      const [n, from] = [args[0]!.n, args[1]!.n];
      e.put(`if (S.bs.fits(${8 * n})) S.bs.putString(${strings(e)}, ${from}, ${n});
`);
      e.fall();
      return true;
    }
    case Op.bs_init_writable:
      e.put(`${e.x(0)} = ${e.helper("bsInitWritable")}(${e.x(0)});\n`);
      e.fall();
      return true;
    default:
      return false;
  }
}
