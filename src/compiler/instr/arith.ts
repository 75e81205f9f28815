/**
 * Arithmetic, comparison and type-test BIFs as instructions: bif1, bif2, bif3, gc_bif1, gc_bif2, gc_bif3, bif0.
 *
 * Small integers are computed inline with a check of the range; everything else goes to the BIF. Where the compiler's type
 * annotations bound the operands and so the result, the checks fall away.
 */
import { Kind, Operand, TypeBit } from "../../beam/types.ts";
import { type Atom, atom, atoms } from "../../term/atom.ts";
import { MAX_SMALL } from "../../term/tuple.ts";
import type { Emitter, Range } from "../emitter.ts";
import { compareCondition, exactCondition, looseCondition, typeCondition } from "./tests.ts";

const REASON = atoms("badarith");
const PLUS = atom("+");
const ZERO = new Operand(Kind.Integer, 0, 0, -1, []);
const MAX = 9007199254740991;

/** A BIF instruction: `bif` is its import, `args` its operands, `dst` its destination, `fail` its label (0: raises). */
export function emitBif(
  e: Emitter,
  module: Atom,
  name: Atom,
  operands: readonly Operand[],
  dst: Operand,
  fail: number,
): void {
  // The loader of OTP makes an addition of zero of the unary plus, which traces show.
  const args = name === PLUS && operands.length === 1 ? [operands[0]!, ZERO] : operands;
  e.unnamed = !e.around.operatorsInTrace && module === e.erlang && isIncrement(name.name, args);
  if (module.name === "erlang" && args.length === 2 && floatOp(e, name, args[0]!, args[1]!, dst, fail)) {
    e.fall();
    return;
  }
  e.boxUses();
  if (
    module.name === "erlang" &&
    (args.length === 2 ? inline2(e, name, args, dst, fail) : inlineOther(e, name, args, dst, fail))
  ) {
    e.fall();
    return;
  }
  const texts = args.map((a) => e.src(a));
  viaBif(e, module, name, texts, dst, fail);
  e.fall();
}

/** OTP 25 has an instruction of its own for adding or subtracting a small constant. */
function isIncrement(op: string, args: readonly Operand[]): boolean {
  if (args.length !== 2) return false;
  const small = (o: Operand, sign: 1n | -1n) => {
    if (o.kind !== Kind.Integer) return false;
    const n = BigInt(o.term as number | bigint) * sign;
    return n >= -(1n << 59n) && n < 1n << 59n;
  };
  if (op === "+") return small(args[0]!, 1n) || small(args[1]!, 1n);
  return op === "-" && small(args[1]!, 1n) && small(args[1]!, -1n);
}

/** Arithmetic on two numbers one of which is a float (or their quotient): the result stays a raw double. */
function floatOp(e: Emitter, name: Atom, a: Operand, b: Operand, dst: Operand, fail: number): boolean {
  const op = name.name;
  if (op !== "+" && op !== "-" && op !== "*" && op !== "/") return false;
  const [A, B] = [e.double(a), e.double(b)];
  if (A === undefined || B === undefined) return false;
  if (op !== "/" && e.range(a) !== undefined && e.range(b) !== undefined) return false;
  const d = e.rawName(dst);
  // An overflow or a division by zero gives no finite number.
  const t = e.temp("g");
  e.put(`if ((${t} = ${A} ${op} ${B}) - ${t} !== 0) {\n`);
  if (fail !== 0) e.gotoLabel(fail);
  else if (e.unnamed) e.raise(`S.raiseAt(${e.place()}, ${e.atom(REASON.badarith)})`);
  else e.raise(`S.badArith(${[e.place(), row(e, ERLANG(e), name, 2), e.boxed(a), e.boxed(b)].join(", ")})`);
  e.put(`}\n${d} = ${t};\n`);
  e.result(dst, TypeBit.Float, true);
  return true;
}

/** `t = bif(...)`; on SIGNAL to the fail label or out; else into the destination. */
function viaBif(e: Emitter, module: Atom, name: Atom, texts: readonly string[], dst: Operand, fail: number): void {
  const b = bifLink(e, module, name, texts.length);
  const t = e.temp();
  e.put(`if ((${t} = ${b}(${["S", ...texts].join(", ")})) === ${e.helper("SIGNAL")}) {\n`);
  if (fail !== 0 && e.liveAtLabel(fail, dst)) e.put(`${e.reg(dst)} ??= ${e.helper("NIL")};\n`);
  e.bifFailed(module, name, texts, fail);
  e.put(`}\n${e.reg(dst)} = ${t};\n`);
}

function row(e: Emitter, module: Atom, name: Atom, arity: number): string {
  return e.links.add({ t: "bifRow", module, name, arity }, `row:${module.name}:${name.name}/${arity}`);
}

export function bifLink(e: Emitter, module: Atom, name: Atom, arity: number): string {
  return e.links.add({ t: "bif", module, name, arity }, `bif:${module.name}:${name.name}/${arity}`);
}

/** `if (fast) dst = value; else <BIF>`; `fast` empty: always. */
function guarded(
  e: Emitter,
  fast: string,
  value: string,
  name: Atom,
  texts: readonly string[],
  dst: Operand,
  fail: number,
): void {
  if (fast === "") {
    e.put(`${e.reg(dst)} = ${value};\n`);
    return;
  }
  e.put(`if (${fast}) ${e.reg(dst)} = ${value};\nelse {\n`);
  viaBif(e, ERLANG(e), name, texts, dst, fail);
  e.put("}\n");
}

function ERLANG(e: Emitter): Atom {
  return e.erlang;
}

function numberTest(e: Emitter, o: Operand): string {
  return e.range(o) !== undefined ? "" : `typeof ${e.src(o)} === "number"`;
}
/** The operand is a number that fits 32 bits. */
function int32Test(e: Emitter, o: Operand): string {
  const r = e.range(o);
  const s = e.src(o);
  if (r !== undefined) return r.min >= -2147483648 && r.max <= 2147483647 ? "" : `(${s} | 0) === ${s}`;
  return `typeof ${s} === "number" && (${s} | 0) === ${s}`;
}
function all(...tests: string[]): string {
  return tests.filter((t) => t !== "").join(" && ");
}
function resultRange(name: string, a: Range | undefined, b: Range | undefined): Range | undefined {
  if (a === undefined || b === undefined) return undefined;
  let c: number[];
  if (name === "+") c = [a.min + b.min, a.max + b.max];
  else if (name === "-") c = [a.min - b.max, a.max - b.min];
  else c = [a.min * b.min, a.min * b.max, a.max * b.min, a.max * b.max];
  return { min: Math.min(...c), max: Math.max(...c) };
}

function addLike(e: Emitter, name: Atom, a: Operand, b: Operand, dst: Operand, fail: number): void {
  const A = e.src(a);
  const B = e.src(b);
  const ra = e.range(a);
  const rb = e.range(b);
  const r = resultRange(name.name, ra, rb);
  // Zero times a negative number is -0 in JavaScript.
  const mayBeMinusZero = name.name === "*" && !(ra !== undefined && ra.min >= 0 && rb !== undefined && rb.min >= 0);
  const value = mayBeMinusZero ? `${A} * ${B} + 0` : `${A} ${name.name} ${B}`;
  if (r !== undefined && r.min >= -MAX && r.max <= MAX) {
    e.put(`${e.reg(dst)} = ${value};\n`);
    return;
  }
  const t = e.temp();
  let bounds = `(${t} = ${value}) <= ${MAX}`;
  const oneSided = name.name === "*" ? undefined : constantSign(name.name, ra, rb, a, b);
  if (oneSided === undefined) bounds += ` && ${t} >= -${MAX}`;
  else if (oneSided < 0) bounds = `(${t} = ${value}) >= -${MAX}`;
  guarded(e, all(numberTest(e, a), numberTest(e, b), bounds), t, name, [A, B], dst, fail);
}

/** Adding a constant can leave the safe integers at one end only: 1 the upper, -1 the lower; undefined: not a constant. */
function constantSign(
  op: string,
  ra: Range | undefined,
  rb: Range | undefined,
  _a: Operand,
  _b: Operand,
): number | undefined {
  if (rb !== undefined && (rb.min >= 0 || rb.max <= 0)) {
    const up = rb.min >= 0 ? 1 : -1;
    return op === "+" ? up : -up;
  }
  if (op === "+" && ra !== undefined && (ra.min >= 0 || ra.max <= 0)) return ra.min >= 0 ? 1 : -1;
  return undefined;
}

function inline2(e: Emitter, name: Atom, args: readonly Operand[], dst: Operand, fail: number): boolean {
  const [a, b] = args as [Operand, Operand];
  const op = name.name;
  switch (op) {
    case "+":
    case "-":
    case "*":
      addLike(e, name, a, b, dst, fail);
      return true;
    case "div":
    case "rem":
    case "band":
    case "bor":
    case "bxor":
    case "bsl":
    case "bsr":
      return integerOp(e, name, a, b, dst, fail);
    case "<":
    case ">":
    case "=<":
    case ">=":
      boolean(e, compareCondition(e, op, a, b), dst);
      return true;
    case "=:=":
      boolean(e, exactCondition(e, a, b), dst);
      return true;
    case "=/=":
      boolean(e, `!${exactCondition(e, a, b)}`, dst);
      return true;
    case "==":
      boolean(e, looseCondition(e, a, b), dst);
      return true;
    case "/=":
      boolean(e, `!${looseCondition(e, a, b)}`, dst);
      return true;
    case "and":
    case "or": {
      const A = e.src(a);
      const B = e.src(b);
      const T = e.helper("TRUE");
      const F = e.helper("FALSE");
      const boolA = e.isBoolean(a) ? "" : `(${A} === ${T} || ${A} === ${F})`;
      const boolB = e.isBoolean(b) ? "" : `(${B} === ${T} || ${B} === ${F})`;
      const value = op === "and" ? `${A} === ${T} ? ${B} : ${F}` : `${A} === ${T} ? ${T} : ${B}`;
      guarded(e, all(boolA, boolB), value, name, [A, B], dst, fail);
      return true;
    }
    case "element": {
      const A = e.src(a);
      const B = e.object(b);
      const t = e.temp();
      const index = e.range(a);
      const at =
        index !== undefined && index.min === index.max && index.min > 0 && index.min <= MAX_SMALL
          ? `${B} instanceof ${e.helper("Tuple")} && (${t} = ${B}.e${index.min - 1}) !== undefined`
          : `(${t} = ${e.helper("elementOrUndefined")}(${A}, ${B})) !== undefined`;
      guarded(e, at, t, name, [A, B], dst, fail);
      return true;
    }
    case "map_get": {
      const A = e.src(a);
      const B = e.src(b);
      const t = e.temp();
      const get = `${e.helper("getMapElement")}(${B}, ${A})`;
      guarded(e, `${B} instanceof ${e.helper("ErlMap")} && (${t} = ${get}) !== undefined`, t, name, [A, B], dst, fail);
      return true;
    }
    case "is_map_key": {
      const A = e.src(a);
      const B = e.src(b);
      const value = `${e.helper("hasMapField")}(${B}, ${A}) ? ${e.helper("TRUE")} : ${e.helper("FALSE")}`;
      guarded(e, `${B} instanceof ${e.helper("ErlMap")}`, value, name, [A, B], dst, fail);
      return true;
    }
    case "min":
    case "max": {
      const A = e.src(a);
      const B = e.src(b);
      const cmp = op === "min" ? compareCondition(e, "=<", a, b) : compareCondition(e, ">=", a, b);
      e.put(`${e.reg(dst)} = ${cmp} ? ${A} : ${B};\n`);
      return true;
    }
    default:
      return false;
  }
}

function boolean(e: Emitter, cond: string, dst: Operand): void {
  e.put(`${e.reg(dst)} = ${cond} ? ${e.helper("TRUE")} : ${e.helper("FALSE")};\n`);
}

function integerOp(e: Emitter, name: Atom, a: Operand, b: Operand, dst: Operand, fail: number): boolean {
  const A = e.src(a);
  const B = e.src(b);
  const rb = e.range(b);
  const ra = e.range(a);
  const texts = [A, B];
  const constant = rb !== undefined && rb.min === rb.max ? rb.min : undefined;
  switch (name.name) {
    case "div": {
      const positive = rb !== undefined && rb.min > 0 ? "" : `${B} > 0`;
      guarded(e, all(int32Test(e, a), int32Test(e, b), positive), `(${A} / ${B}) | 0`, name, texts, dst, fail);
      return true;
    }
    case "rem": {
      const nonZero = rb !== undefined && (rb.min > 0 || rb.max < 0) ? "" : `${B} !== 0`;
      const plus = ra !== undefined && ra.min >= 0 ? "" : " + 0";
      guarded(e, all(numberTest(e, a), numberTest(e, b), nonZero), `${A} % ${B}${plus}`, name, texts, dst, fail);
      return true;
    }
    case "band": {
      const mask = constant ?? (ra !== undefined && ra.min === ra.max ? ra.min : undefined);
      const other = constant !== undefined ? a : b;
      if (mask !== undefined && mask >= 0 && mask <= 0x7fffffff) {
        // ToInt32 is exact modulo 2^32 for every safe integer.
        guarded(e, numberTest(e, other), `${A} & ${B}`, name, texts, dst, fail);
      } else if (mask !== undefined && mask > 0 && mask <= 0xffffffff) {
        guarded(e, numberTest(e, other), `(${A} & ${B}) >>> 0`, name, texts, dst, fail);
      } else guarded(e, all(int32Test(e, a), int32Test(e, b)), `${A} & ${B}`, name, texts, dst, fail);
      return true;
    }
    case "bor":
    case "bxor":
      guarded(
        e,
        all(int32Test(e, a), int32Test(e, b)),
        `${A} ${name.name === "bor" ? "|" : "^"} ${B}`,
        name,
        texts,
        dst,
        fail,
      );
      return true;
    case "bsl": {
      if (constant === undefined || constant < 0 || constant > 52) {
        const t = e.temp();
        const small = `${B} >= 0 && ${B} < 32 && (${t} = ${A} * (1 << ${B} >>> 0)) <= ${MAX} && ${t} >= -${MAX}`;
        guarded(e, all(numberTest(e, a), numberTest(e, b), small), t, name, texts, dst, fail);
        return true;
      }
      const k = 2 ** constant;
      if (ra !== undefined && ra.min * k >= -MAX && ra.max * k <= MAX) {
        e.put(`${e.reg(dst)} = ${A} * ${k};\n`);
        return true;
      }
      const t = e.temp();
      guarded(e, all(numberTest(e, a), `(${t} = ${A} * ${k}) <= ${MAX} && ${t} >= -${MAX}`), t, name, texts, dst, fail);
      return true;
    }
    case "bsr": {
      const shift = constant !== undefined && constant >= 0 && constant < 32 ? "" : `${B} >= 0 && ${B} < 32`;
      if (shift !== "" && constant !== undefined) return false;
      guarded(e, all(int32Test(e, a), numberTest(e, b), shift), `${A} >> ${B}`, name, texts, dst, fail);
      return true;
    }
    default:
      return false;
  }
}

function inlineOther(e: Emitter, name: Atom, args: readonly Operand[], dst: Operand, fail: number): boolean {
  if (args.length === 0) {
    if (name.name === "self") e.put(`${e.reg(dst)} = S.process.pid;\n`);
    else if (name.name === "node") e.put(`${e.reg(dst)} = S.vm.node;\n`);
    else return false;
    return true;
  }
  if (args.length !== 1) return false;
  const a = args[0]!;
  const A = e.object(a);
  switch (name.name) {
    case "-": {
      const r = e.range(a);
      if (r !== undefined) e.put(`${e.reg(dst)} = 0 - ${A};\n`);
      else guarded(e, `typeof ${A} === "number"`, `0 - ${A}`, name, [A], dst, fail);
      return true;
    }
    case "not": {
      const t = `${A} === ${e.helper("TRUE")} ? ${e.helper("FALSE")} : ${e.helper("TRUE")}`;
      guarded(e, e.isBoolean(a) ? "" : `(${A} === TRUE || ${A} === FALSE)`, t, name, [A], dst, fail);
      return true;
    }
    case "hd":
    case "tl": {
      const fast = e.is(a, TypeBit.Cons) ? "" : `${A} instanceof ${e.helper("Cons")} && ${A} !== ${e.helper("NIL")}`;
      guarded(e, fast, `${A}.${name.name === "hd" ? "head" : "tail"}`, name, [A], dst, fail);
      return true;
    }
    case "map_size":
      guarded(e, `${A} instanceof ${e.helper("ErlMap")}`, `${A}.size`, name, [A], dst, fail);
      return true;
    case "tuple_size":
      guarded(e, `${A} instanceof ${e.helper("Tuple")}`, `${e.helper("tupleArity")}(${A})`, name, [A], dst, fail);
      return true;
    case "byte_size":
      guarded(e, `${A} instanceof ${e.helper("Bits")}`, `Math.ceil(${A}.size / 8)`, name, [A], dst, fail);
      return true;
    case "bit_size":
      guarded(e, `${A} instanceof ${e.helper("Bits")}`, `${A}.size`, name, [A], dst, fail);
      return true;
    default: {
      const cond = typeCondition(e, name.name, a);
      if (cond === undefined) return false;
      boolean(e, cond, dst);
      return true;
    }
  }
}
