/**
 * Tests: type tests, comparisons, tuple shapes, selects. Each gives a JavaScript condition.
 */
import { Op } from "../../beam/op.ts";
import { Kind, type Operand, TypeBit } from "../../beam/types.ts";
import { Atom } from "../../term/atom.ts";
import { MAX_SMALL } from "../../term/tuple.ts";
import type { Term } from "../../term/term.ts";
import type { Emitter } from "../emitter.ts";

/** Condition for a type test named as its BIF (`is_atom`); undefined: no such test. */
export function typeCondition(e: Emitter, test: string, o: Operand): string | undefined {
  const a = e.object(o);
  switch (test) {
    case "is_integer":
      if (e.is(o, TypeBit.Integer)) return "true";
      return `(typeof ${a} === "number" || typeof ${a} === "bigint")`;
    case "is_float":
      return `${a} instanceof ${e.helper("Float")}`;
    case "is_number":
      return `(typeof ${a} === "number" || ${a} instanceof ${e.helper("Float")} || typeof ${a} === "bigint")`;
    case "is_atom":
      return `${a} instanceof ${e.helper("Atom")}`;
    case "is_boolean":
      return `(${a} === ${e.helper("TRUE")} || ${a} === ${e.helper("FALSE")})`;
    case "is_pid":
      return `${a} instanceof ${e.helper("Pid")}`;
    case "is_reference":
      return `${a} instanceof ${e.helper("Ref")}`;
    case "is_port":
      return `${a} instanceof ${e.helper("Port")}`;
    case "is_nil":
      return `${a} === ${e.helper("NIL")}`;
    case "is_list":
      return `${a} instanceof ${e.helper("Cons")}`;
    case "is_nonempty_list":
      if (e.is(o, TypeBit.Cons | TypeBit.Nil)) return `${a} !== ${e.helper("NIL")}`;
      return `(${a} instanceof ${e.helper("Cons")} && ${a} !== ${e.helper("NIL")})`;
    case "is_binary":
      return `(${a} instanceof ${e.helper("Bits")} ? (${a}.size & 7) === 0 : ${e.helper("isContextOf")}(${a}, 7))`;
    case "is_bitstr":
    case "is_bitstring":
      // The compiler lets a match context come here as well.
      return `(${a} instanceof ${e.helper("Bits")} || ${e.helper("isContextOf")}(${a}, 0))`;
    case "is_tuple":
      return `${a} instanceof ${e.helper("Tuple")}`;
    case "is_function":
      return `${a} instanceof ${e.helper("Fun")}`;
    case "is_map":
      return `${a} instanceof ${e.helper("ErlMap")}`;
    default:
      return undefined;
  }
}

const TESTS = new Map<number, string>([
  [Op.is_integer, "is_integer"],
  [Op.is_float, "is_float"],
  [Op.is_number, "is_number"],
  [Op.is_atom, "is_atom"],
  [Op.is_boolean, "is_boolean"],
  [Op.is_pid, "is_pid"],
  [Op.is_reference, "is_reference"],
  [Op.is_port, "is_port"],
  [Op.is_nil, "is_nil"],
  [Op.is_list, "is_list"],
  [Op.is_nonempty_list, "is_nonempty_list"],
  [Op.is_binary, "is_binary"],
  [Op.is_bitstr, "is_bitstr"],
  [Op.is_tuple, "is_tuple"],
  [Op.is_function, "is_function"],
  [Op.is_map, "is_map"],
]);

/**
 * A comparison with a float. Small integers and floats compare as doubles, which is exact here: a safe integer is a
 * double. An operand that may be anything gets a test.
 */
function floatComparison(e: Emitter, js: string, a: Operand, b: Operand): string | undefined {
  const [A, B] = [e.double(a), e.double(b)];
  const float = (o: Operand) => e.is(o, TypeBit.Float);
  if (A !== undefined && B !== undefined && (float(a) || float(b))) return `(${A} ${js} ${B})`;
  if (js === "===") return undefined;
  const slow = () => `${e.helper("compare")}(${e.boxed(a)}, ${e.boxed(b)}) ${js} 0`;
  if (A !== undefined && float(a) && B === undefined) {
    const s = e.boxed(b);
    return `(${s} instanceof ${e.helper("Float")} ? ${A} ${js} ${s}.value : ${slow()})`;
  }
  if (B !== undefined && float(b) && A === undefined) {
    const s = e.boxed(a);
    return `(${s} instanceof ${e.helper("Float")} ? ${s}.value ${js} ${B} : ${slow()})`;
  }
  return undefined;
}

/** What a register holds once a test has passed. */
const REFINES = new Map<number, number>([
  [Op.is_integer, TypeBit.Integer],
  [Op.is_float, TypeBit.Float],
  [Op.is_number, TypeBit.Integer | TypeBit.Float],
  [Op.is_atom, TypeBit.Atom],
  [Op.is_boolean, TypeBit.Atom],
  [Op.is_nil, TypeBit.Nil],
  [Op.is_list, TypeBit.Cons | TypeBit.Nil],
  [Op.is_nonempty_list, TypeBit.Cons],
  [Op.is_binary, TypeBit.Bitstring],
  [Op.is_bitstr, TypeBit.Bitstring],
  [Op.is_tuple, TypeBit.Tuple],
  [Op.is_map, TypeBit.Map],
]);

/** A JavaScript condition for `a op b`. */
export function compareCondition(e: Emitter, op: string, a: Operand, b: Operand): string {
  const js = op === "=<" ? "<=" : op;
  const floats = floatComparison(e, js, a, b);
  if (floats !== undefined) return floats;
  const [A, B] = [e.boxed(a), e.boxed(b)];
  const tests = [a, b].filter((o) => e.range(o) === undefined).map((o) => `typeof ${e.boxed(o)} === "number"`);
  const fast = `${A} ${js} ${B}`;
  if (tests.length === 0) return `(${fast})`;
  return `(${tests.join(" && ")} ? ${fast} : ${e.helper("compare")}(${A}, ${B}) ${js} 0)`;
}

/** True if `===` decides `=:=` for this operand: it surely is an atom, nil or integer. */
function identity(e: Emitter, o: Operand): boolean {
  return e.is(o, TypeBit.Atom | TypeBit.Nil | TypeBit.Integer);
}

export function exactCondition(e: Emitter, a: Operand, b: Operand): string {
  const [A, B] = [e.boxed(a), e.boxed(b)];
  if (identity(e, a) || identity(e, b)) return `(${A} === ${B})`;
  const eq = e.helper(e.around.signedZeroDiffers ? "equalExact" : "equalExact25");
  return `(${A} === ${B} || typeof ${A} === "object" && ${eq}(${A}, ${B}))`;
}

export function looseCondition(e: Emitter, a: Operand, b: Operand): string {
  const floats = floatComparison(e, "===", a, b);
  if (floats !== undefined) return floats;
  const [A, B] = [e.boxed(a), e.boxed(b)];
  const simple = TypeBit.Atom | TypeBit.Nil;
  if (e.is(a, simple) || e.is(b, simple)) return `(${A} === ${B})`;
  if (e.is(a, TypeBit.Integer) && e.is(b, TypeBit.Integer)) return `(${A} === ${B})`;
  return `(${A} === ${B} || (typeof ${A} !== "number" || typeof ${B} !== "number") && ${e.helper("equal")}(${A}, ${B}))`;
}

/** The class of tuples of a small arity, or undefined. */
export function tupleClass(e: Emitter, arity: number): string {
  return e.helper(arity > MAX_SMALL ? "TupleN" : `Tuple${arity}`);
}
export function arityCondition(e: Emitter, a: string, arity: number): string {
  const c = tupleClass(e, arity);
  return arity > MAX_SMALL ? `(${a} instanceof ${c} && ${a}.elements.length === ${arity})` : `${a} instanceof ${c}`;
}
export function elementText(a: string, i: number): string {
  return i < MAX_SMALL ? `${a}.e${i}` : `${a}.elements[${i}]`;
}

export function emitTest(e: Emitter): boolean {
  const { op, args } = e.ins;
  const name = TESTS.get(op);
  if (name !== undefined) {
    if (op === Op.is_tuple && shapeFollows(e)) e.fall();
    else e.test(typeCondition(e, name, args[1]!) as string, args[0]!.n, args[1]!, REFINES.get(op));
    return true;
  }
  switch (op) {
    case Op.is_lt:
      e.test(compareCondition(e, "<", args[1]!, args[2]!), args[0]!.n);
      return true;
    case Op.is_ge:
      e.test(compareCondition(e, ">=", args[1]!, args[2]!), args[0]!.n);
      return true;
    case Op.is_eq_exact:
      e.test(exactCondition(e, args[1]!, args[2]!), args[0]!.n);
      return true;
    case Op.is_ne_exact:
      e.test(`!${exactCondition(e, args[1]!, args[2]!)}`, args[0]!.n);
      return true;
    case Op.is_eq:
      e.test(looseCondition(e, args[1]!, args[2]!), args[0]!.n);
      return true;
    case Op.is_ne:
      e.test(`!${looseCondition(e, args[1]!, args[2]!)}`, args[0]!.n);
      return true;
    case Op.test_arity:
      e.test(arityCondition(e, e.object(args[1]!), args[2]!.n), args[0]!.n);
      return true;
    case Op.is_tagged_tuple: {
      const a = e.object(args[1]!);
      e.test(`(${arityCondition(e, a, args[2]!.n)} && ${elementText(a, 0)} === ${e.src(args[3]!)})`, args[0]!.n);
      return true;
    }
    case Op.is_function2:
      e.test(`${e.helper("isFunction2")}(${e.src(args[1]!)}, ${e.src(args[2]!)})`, args[0]!.n);
      return true;
    case Op.select_val:
      selectVal(e);
      return true;
    case Op.select_tuple_arity:
      selectArity(e);
      return true;
    default:
      return false;
  }
}

/** `is_tuple` in front of a `test_arity` of the same register with the same label says nothing new. */
function shapeFollows(e: Emitter): boolean {
  const { args } = e.ins;
  const next = e.flow.checked.instrs[e.i + 1];
  return (
    next !== undefined &&
    next.op === Op.test_arity &&
    next.args[0]!.n === args[0]!.n &&
    next.args[1]!.kind === args[1]!.kind &&
    next.args[1]!.n === args[1]!.n
  );
}

function selectVal(e: Emitter): void {
  const [value, fail, table] = e.ins.args as [Operand, Operand, Operand];
  const list = table.list;
  const v = e.src(value);
  const n = list.length / 2;
  const key = (i: number) => list[2 * i]!;
  const target = (i: number) => e.target(list[2 * i + 1]!.n);
  const numbers = n > 0 && key(0).kind === Kind.Integer;
  const smallNumbers = numbers && list.every((o, i) => i % 2 === 1 || typeof o.term === "number");
  const atoms = n > 0 && key(0).kind === Kind.Atom;
  if (n <= 4 || (!smallNumbers && !atoms) || (atoms && n <= 16)) {
    for (let i = 0; i < n; i++) {
      const k = key(i);
      const cond =
        k.term instanceof Atom || typeof k.term !== "object" ? `${v} === ${e.src(k)}` : exactCondition(e, value, k);
      e.put(`if (${cond}) {\n`);
      e.goto(target(i));
      e.put("}\n");
    }
  } else if (n > 500) {
    const cases = new Map<number, number>();
    const keys: Term[] = [];
    const numbersOf: number[] = [];
    for (let i = 0; i < n; i++) {
      let c = cases.get(target(i));
      if (c === undefined) cases.set(target(i), (c = cases.size));
      keys.push(key(i).term);
      numbersOf.push(c);
    }
    const k = e.links.fresh({ t: "table", keys, cases: numbersOf });
    e.put(`switch (${k}.get(${v})) {\n`);
    for (const [block, c] of cases) {
      e.put(`case ${c}:\n`);
      e.goto(block);
    }
    e.put("}\n");
  } else if (atoms) {
    const byHash = new Map<number, number[]>();
    for (let i = 0; i < n; i++) {
      const h = (key(i).term as Atom).hash;
      const same = byHash.get(h);
      if (same === undefined) byHash.set(h, [i]);
      else same.push(i);
    }
    e.put(`if (${v} instanceof ${e.helper("Atom")}) switch (${v}.hash) {\n`);
    for (const [h, same] of byHash) {
      e.put(`case ${h}:\n`);
      for (const i of same) {
        e.put(`if (${v} === ${e.src(key(i))}) {\n`);
        e.goto(target(i));
        e.put("}\n");
      }
      e.put("break;\n");
    }
    e.put("}\n");
  } else {
    const byTarget = new Map<number, string[]>();
    for (let i = 0; i < n; i++) {
      const same = byTarget.get(target(i));
      // V8 ends the program over a table of jumps that goes up to the largest of its small integers.
      const label = key(i).term === 0x7fffffff ? e.helper("MAX_INT32") : key(i).term;
      if (same === undefined) byTarget.set(target(i), [`case ${label}:`]);
      else same.push(`case ${label}:`);
    }
    e.put(`switch (${v}) {\n`);
    for (const [block, labels] of byTarget) {
      e.put(`${labels.join(" ")}\n`);
      e.goto(block);
    }
    e.put("}\n");
  }
  e.gotoLabel(fail.n);
}

function selectArity(e: Emitter): void {
  const [value, fail, table] = e.ins.args as [Operand, Operand, Operand];
  const v = e.object(value);
  for (let i = 0; i < table.list.length; i += 2) {
    e.put(`if (${arityCondition(e, v, table.list[i]!.n)}) {\n`);
    e.gotoLabel(table.list[i + 1]!.n);
    e.put("}\n");
  }
  e.gotoLabel(fail.n);
}
