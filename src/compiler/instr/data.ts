/**
 * Moving and building terms: registers, lists, tuples, maps, funs, floats.
 */
import { Op } from "../../beam/op.ts";
import { Kind, type Operand, TypeBit } from "../../beam/types.ts";
import { atoms } from "../../term/atom.ts";
import { compareKeys } from "../../term/compare.ts";
import { ErlMap } from "../../term/map.ts";
import { mapShape } from "../../term/map_shape.ts";
import type { Term } from "../../term/term.ts";
import { MAX_SMALL } from "../../term/tuple.ts";
import type { Emitter } from "../emitter.ts";
import { elementText, tupleClass } from "./tests.ts";

const A = atoms("erlang", "badarith", "/", "*", "+", "-", "fconv", "reuse");

/** Emits a non-branching instruction; false if it is not one of this family. */
export function emitData(e: Emitter): boolean {
  const { op, args } = e.ins;
  switch (op) {
    case Op.move: {
      const [s, d] = [args[0]!, args[1]!];
      const raw = e.isRaw(s);
      if (raw) e.put(`${e.rawName(d)} = ${e.double(s)};\n`);
      else e.put(`${e.reg(d)} = ${e.src(s)};\n`);
      e.result(d, e.bits(s), raw);
      return true;
    }
    case Op.swap: {
      const t = e.temp();
      const [a, b] = [e.reg(args[0]!), e.reg(args[1]!)];
      e.put(`${t} = ${a}; ${a} = ${b}; ${b} = ${t};\n`);
      return true;
    }
    case Op.init:
      e.put(`${e.reg(args[0]!)} = ${e.helper("NIL")};\n`);
      return true;
    case Op.init_yregs:
      for (const o of args[0]!.list) e.put(`${e.reg(o)} = ${e.helper("NIL")};\n`);
      return true;
    case Op.get_list: {
      const [s, h, t] = [e.object(args[0]!), e.reg(args[1]!), e.reg(args[2]!)];
      if (h === s) e.put(`${e.temp()} = ${s}.tail; ${h} = ${s}.head; ${t} = t;\n`);
      else e.put(`${h} = ${s}.head; ${t} = ${s}.tail;\n`);
      return true;
    }
    case Op.get_hd:
      e.put(`${e.reg(args[1]!)} = ${e.object(args[0]!)}.head;\n`);
      return true;
    case Op.get_tl:
      e.put(`${e.reg(args[1]!)} = ${e.object(args[0]!)}.tail;\n`);
      return true;
    case Op.put_list:
      e.put(`${e.reg(args[2]!)} = new ${e.helper("Cons")}(${e.src(args[0]!)}, ${e.src(args[1]!)});\n`);
      return true;
    case Op.get_tuple_element:
      e.put(`${e.reg(args[2]!)} = ${elementText(e.object(args[0]!), args[1]!.n)};\n`);
      return true;
    case Op.put_tuple2:
      e.put(
        `${e.reg(args[0]!)} = ${newTuple(
          e,
          args[1]!.list.map((o) => e.src(o)),
        )};\n`,
      );
      return true;
    case Op.set_tuple_element: {
      const [v, t, i] = [e.src(args[0]!), e.src(args[1]!), args[2]!.n];
      e.put(`${e.helper("setTupleElement")}(${t}, ${i}, ${v});\n`);
      return true;
    }
    case Op.update_record:
      updateRecord(e);
      return true;
    case Op.make_fun3:
      makeFun(
        e,
        args[0]!.n,
        args[2]!.list.map((o) => e.src(o)),
        e.reg(args[1]!),
      );
      return true;
    case Op.make_fun2: {
      const numFree = e.flow.file.lambdas[args[0]!.n]!.numFree;
      makeFun(
        e,
        args[0]!.n,
        Array.from({ length: numFree }, (_, i) => e.x(i)),
        e.x(0),
      );
      return true;
    }
    case Op.fmove:
      fmove(e, args[0]!, args[1]!);
      return true;
    case Op.fnegate:
      e.put(`${e.f(args[2]!)} = -${e.f(args[1]!)};\n`);
      return true;
    default:
      return false;
  }
}

export function newTuple(e: Emitter, elements: readonly string[]): string {
  const n = elements.length;
  if (n === 0) return e.helper("EMPTY_TUPLE");
  if (n > MAX_SMALL) return `new ${e.helper("TupleN")}([${elements.join(", ")}])`;
  return `new ${tupleClass(e, n)}(${elements.join(", ")})`;
}

function updateRecord(e: Emitter): void {
  const [hint, size, src, dst, updates] = e.ins.args as [Operand, Operand, Operand, Operand, Operand];
  const n = size.n;
  const s = e.object(src);
  const values = new Map<number, string>();
  for (let i = 0; i < updates.list.length; i += 2) values.set(updates.list[i]!.n - 1, e.src(updates.list[i + 1]!));
  const d = e.reg(dst);
  if (n <= MAX_SMALL) {
    const made = newTuple(
      e,
      Array.from({ length: n }, (_, i) => values.get(i) ?? elementText(s, i)),
    );
    if (hint.term === A.reuse && values.size > 0) {
      const same = [...values].map(([i, v]) => `${elementText(s, i)} === ${v}`).join(" && ");
      e.put(`${d} = ${same} ? ${s} : ${made};\n`);
    } else e.put(`${d} = ${made};\n`);
    return;
  }
  const t = e.temp();
  e.put(`${t} = ${s}.elements.slice(); `);
  for (const [i, v] of values) e.put(`${t}[${i}] = ${v}; `);
  e.put(`${d} = new ${e.helper("TupleN")}(${t});\n`);
}

function makeFun(e: Emitter, index: number, env: readonly string[], dst: string): void {
  if (env.length === 0) {
    e.put(`${dst} = ${e.links.add({ t: "fun", index, constant: true }, `cfun${index}`)};\n`);
    return;
  }
  const k = e.links.add({ t: "fun", index, constant: false }, `fun${index}`);
  const first = [0, 1, 2].map((i) => env[i] ?? "undefined");
  const more = env.length > 3 ? `[${env.slice(3).join(", ")}]` : "undefined";
  e.put(`${dst} = new ${e.helper("Fun")}(${k}, ${first.join(", ")}, ${more});\n`);
}

// -- Floats: raw doubles in f-locals.

function fmove(e: Emitter, src: Operand, dst: Operand): void {
  if (dst.kind === Kind.Float) {
    e.put(`${e.f(dst)} = ${e.double(src) ?? `${e.src(src)}.value`};\n`);
    return;
  }
  e.put(`${e.rawName(dst)} = ${e.f(src)};\n`);
  e.result(dst, TypeBit.Float, true);
}

/** fconv, fadd, fsub, fmul, fdiv: may raise badarith. */
export function emitFloatOp(e: Emitter): boolean {
  const { op, args } = e.ins;
  if (op === Op.fconv) {
    const s = e.src(args[0]!);
    const d = e.f(args[1]!);
    const known = e.double(args[0]!);
    if (known !== undefined) e.put(`${d} = ${known};\n`);
    else {
      e.put(
        `if (typeof ${s} === "number") ${d} = ${s};\nelse if (${s} instanceof ${e.helper("Float")}) ${d} = ${s}.value;\n`,
      );
      e.put(`else if (!isFinite(${d} = ${e.helper("bigToDouble")}(${s}))) {\n`);
      e.raise(`S.raiseAt(${e.place()}, ${e.atom(A.badarith)})`);
      e.put("}\n");
    }
    return true;
  }
  const sign = op === Op.fadd ? "+" : op === Op.fsub ? "-" : op === Op.fmul ? "*" : op === Op.fdiv ? "/" : "";
  if (sign === "") return false;
  const d = e.f(args[3]!);
  e.put(`if ((${d} = ${e.f(args[1]!)} ${sign} ${e.f(args[2]!)}) - ${d} !== 0) {\n`);
  e.raise(`S.raiseAt(${e.place()}, ${e.atom(A.badarith)})`);
  e.put("}\n");
  return true;
}

// -- Maps.

export function emitMap(e: Emitter): boolean {
  const { op, args } = e.ins;
  switch (op) {
    case Op.get_map_elements:
      getMapElements(e);
      return true;
    case Op.has_map_fields: {
      const m = e.src(args[1]!);
      const tests = args[2]!.list.map((k) => `${e.helper("hasMapField")}(${m}, ${e.src(k)})`);
      e.test(tests.join(" && "), args[0]!.n);
      return true;
    }
    case Op.put_map_assoc:
    case Op.put_map_exact: {
      if (op === Op.put_map_assoc && newMap(e)) return true;
      const m = e.src(args[1]!);
      const pairs = keySorted(args[4]!.list).map((o) => e.src(o));
      const exact = op === Op.put_map_exact;
      const t = e.temp();
      const base = exact ? "putMapExact" : "putMapAssoc";
      const call =
        pairs.length === 2
          ? `${e.helper(`${base}1`)}(S, ${m}, ${pairs.join(", ")})`
          : `${e.helper(base)}(S, ${m}, [${pairs.join(", ")}])`;
      e.put(`if ((${t} = ${call}) === ${e.helper("SIGNAL")}) {\n`);
      if (args[0]!.n !== 0) {
        e.put("S.raising = false; ");
        e.gotoLabel(args[0]!.n);
      } else e.raise(`S.raisedAt(${e.place()})`);
      e.put(`}\n${e.reg(args[2]!)} = ${t};\n`);
      e.fall();
      return true;
    }
    default:
      return false;
  }
}

/** Pairs with constant keys go in the order of the keys, as in OTP: it decides which missing key is reported. */
function keySorted(pairs: readonly Operand[]): readonly Operand[] {
  const keys: Operand[] = [];
  for (let i = 0; i < pairs.length; i += 2) {
    if (pairs[i]!.kind === Kind.X || pairs[i]!.kind === Kind.Y) return pairs;
    keys.push(pairs[i]!);
  }
  const order = keys.map((_, i) => i).sort((a, b) => compareKeys(keys[a]!.term, keys[b]!.term) || a - b);
  return order.flatMap((i) => [pairs[2 * i]!, pairs[2 * i + 1]!]);
}

/** A map expression with constant keys on an empty map: the keys are sorted now and shared by all maps it makes. */
function newMap(e: Emitter): boolean {
  const { args } = e.ins;
  const [src, dst, pairs] = [args[1]!, args[2]!, args[4]!.list];
  if (src.kind !== Kind.Literal || !(src.term instanceof ErlMap) || src.term.size !== 0) return false;
  const keys: Term[] = [];
  for (let i = 0; i < pairs.length; i += 2) {
    const key = pairs[i]!;
    if (key.kind === Kind.X || key.kind === Kind.Y) return false;
    keys.push(key.term);
  }
  const shape = mapShape(keys);
  if (shape === undefined) return false;
  const values = shape.order.map((i) => e.src(pairs[2 * i + 1]!));
  const k = e.links.fresh({ t: "mapKeys", keys });
  const d = e.reg(dst);
  if (values.length > 4) e.put(`${d} = ${e.helper("flatFromArrays")}(${k}, [${values.join(", ")}]);\n`);
  else {
    const nil = e.helper("NIL");
    const all = [0, 1, 2, 3].map((i) => values[i] ?? nil);
    e.put(`${d} = new ${e.helper("FlatMap")}(${k}, ${all.join(", ")}, ${e.helper("NO_MORE")});\n`);
  }
  e.fall();
  return true;
}

/** Destinations may overwrite the map or each other only at the end: values go through temporaries when there are several. */
function getMapElements(e: Emitter): void {
  const [fail, map, table] = e.ins.args as [Operand, Operand, Operand];
  const m = e.src(map);
  const n = table.list.length / 2;
  const failBlock = e.target(fail.n);
  const temps: string[] = [];
  const tests: string[] = [];
  for (let i = 0; i < n; i++) {
    const key = table.list[2 * i]!;
    const t = i === 0 ? e.temp() : e.temp(`t${i}`);
    temps.push(t);
    const constant = key.kind !== Kind.X && key.kind !== Kind.Y;
    const call = constant
      ? `${e.helper("getMapElementCached")}(${e.links.fresh({ t: "keyCache" })}, ${m}, ${e.src(key)})`
      : `${e.helper("getMapElement")}(${m}, ${e.src(key)})`;
    tests.push(`(${t} = ${call}) === undefined`);
  }
  e.put(`if (${tests.join(" || ")}) {\n`);
  e.goto(failBlock);
  e.put("}\n");
  for (let i = 0; i < n; i++) e.put(`${e.reg(table.list[2 * i + 1]!)} = ${temps[i]};\n`);
  e.fall();
}
