/**
 * Code that counts the words it builds: `S.words` grows by what OTP's instructions would have put on the heap.
 *
 * Most instructions build what stands in their operands. What depends on values is counted by the run-time helpers that make
 * the term, of which there are variants here; BIFs are counted as such (counting.ts). An exception is counted where it is raised, its stack
 * trace where the program asks for it.
 * OTP: the instructions that move HTOP: instr_common.cpp, instr_bs.cpp, instr_fun.cpp, erl_bits.c, erl_map.c.
 */
import { Op } from "../../beam/op.ts";
import { bitsOf } from "../../beam/operands.ts";
import { type Instr, Kind, type Operand } from "../../beam/types.ts";
import type { Emitter, Flavour } from "../../compiler/emitter.ts";
import { elementText } from "../../compiler/instr/tests.ts";
import { HELPERS } from "../../loader/helpers.ts";
import { BitBuilder } from "../../runtime/bs_create.ts";
import type { MatchContext } from "../../runtime/bs_match.ts";
import type { Exec } from "../../runtime/exec.ts";
import { type Result, SIGNAL } from "../../runtime/signal.ts";
import { Atom, atoms } from "../../term/atom.ts";
import { Bits, NO_ROOM } from "../../term/bits.ts";
import { Cons, NIL } from "../../term/list.ts";
import { ErlMap } from "../../term/map.ts";
import { mapShape } from "../../term/map_shape.ts";
import { NativeRecord } from "../../term/native_record.ts";
import type { Term } from "../../term/term.ts";
import { MAX_SMALL, Tuple2, Tuple4 } from "../../term/tuple.ts";
import { bigWords, funWords, heapBitsWords, ON_HEAP_BITS, ownWords, pushParts, tupleWords } from "../term_words.ts";
import { newMapWords, raisedWords, REFC_BITS_WORDS, SUB_BITS_WORDS, subBitsWords } from "./built_words.ts";

const A = atoms(
  "binary",
  "integer",
  "skip",
  "get_tail",
  "=:=",
  "ensure_at_least",
  "ensure_exactly",
  "reuse",
  "inplace",
);

const C = atoms("error", "exit", "error_info");

export class CountingFlavour implements Flavour {
  readonly helpers: object;
  /** Terms of loaded code: they lie in no process's heap. */
  readonly literals = new WeakSet<object>();
  private readonly release: number;

  constructor(x: Exec) {
    this.release = x.vm.release.otp;
    this.helpers = { ...HELPERS, ...countingHelpers(x, this.release) };
  }

  before(e: Emitter): void {
    if (e.ins.op === Op.catch_end) e.put(`${e.temp(CAUGHT)} = S.raising;\n`);
    else if (isMultiplyAdd(e)) e.put(`${e.temp(PRODUCT)} = S.words;\n`);
    else add(e, words(e, this.release));
  }

  after(e: Emitter): void {
    const { op, args } = e.ins;
    switch (op) {
      case Op.build_stacktrace:
        add(e, `${e.helper("traceWords")}(${e.x(0)})`);
        return;
      case Op.catch_end:
        add(e, `${e.helper("exitWords")}(S, ${e.temp(CAUGHT)}, ${e.x(0)})`);
        return;
      case Op.gc_bif1:
      case Op.gc_bif2:
        // Otherwise it is no float, or the BIF has made it.
        if (isMultiplyAdd(e)) e.put(`S.words = ${e.temp(PRODUCT)};\n`);
        else if (e.isRaw(args[args.length - 1]!)) add(e, "2");
        return;
      case Op.bs_get_float2:
        add(e, "2");
        return;
      case Op.bs_match:
        add(e, String(matchedWords(e)));
        return;
    }
  }

  literal(top: Term): void {
    const todo: Term[] = [top];
    for (let t = todo.pop(); t !== undefined; t = todo.pop()) {
      if (typeof t !== "object" || t === NIL || t instanceof Atom || this.literals.has(t)) continue;
      this.literals.add(t);
      if (t instanceof Cons) todo.push(t.head, t.tail);
      else pushParts(t, todo);
    }
  }
}

/** The local that tells whether a catch has got an exception; undefined: the rest of its stack trace had to be read first. */
const CAUGHT = "caught";

/** The local that has the words there were before a product that never becomes a term. */
const PRODUCT = "product";

/** A product to which something is added at once: one instruction in OTP's JIT. */
function isMultiplyAdd(e: Emitter): boolean {
  const { instrs } = e.flow.checked;
  const product = operator(e, e.ins, "*");
  if (product === undefined) return false;
  let next = e.i + 1;
  while (instrs[next]?.op === Op.line) next++;
  const sum = instrs[next] && operator(e, instrs[next]!, "+");
  return sum !== undefined && same(sum.dst, product.dst) && same(sum.a, product.dst) !== same(sum.b, product.dst);
}

function operator(e: Emitter, { op, args }: Instr, name: string) {
  if (op !== Op.gc_bif2 || args[0]!.n !== 0) return undefined;
  const f = e.flow.file.imports[args[2]!.n]!;
  if (f.module !== e.erlang || f.name.name !== name) return undefined;
  return { a: args[3]!, b: args[4]!, dst: args[5]! };
}

function same(a: Operand, b: Operand): boolean {
  return a.kind === b.kind && a.n === b.n && (a.kind === Kind.X || a.kind === Kind.Y);
}

function add(e: Emitter, words: string): void {
  if (words !== "0") e.put(`S.words += ${words};\n`);
}

/** What the present instruction is going to build. */
function words(e: Emitter, release: number): string {
  const { op, args } = e.ins;
  switch (op) {
    case Op.put_list:
      return "2";
    case Op.put_tuple2:
      return String(tupleWords(args[1]!.list.length));
    case Op.update_record:
      return updatedWords(e);
    case Op.make_fun2:
      return madeFun(e.flow.file.lambdas[args[0]!.n]!.numFree, release);
    case Op.make_fun3:
      return madeFun(args[2]!.list.length, release);
    case Op.fmove:
      return args[1]!.kind === Kind.Float ? "0" : "2";
    case Op.put_map_assoc:
      return literalMapWords(e);
    // An exception: its stack trace, and `{badmatch, V}` and the like, or the arguments.
    case Op.badmatch:
    case Op.case_end:
    case Op.try_case_end:
    case Op.badrecord:
      return raised(e, 3);
    case Op.func_info:
      return raised(e, 2 * args[2]!.n);
    case Op.if_end:
      return raised(e, 0);
    default:
      return "0";
  }
}

/** A fun without environment is a literal. */
function madeFun(numFree: number, release: number): string {
  return numFree === 0 ? "0" : String(funWords(numFree, release, true));
}

function raised(e: Emitter, more: number): string {
  return `${e.helper("raisedWords")}(S) + ${more}`;
}

function updatedWords(e: Emitter): string {
  const [hint, size, src, , updates] = e.ins.args;
  // In place: the tuple is written into.
  if (hint!.term === A.inplace) return "0";
  const made = String(tupleWords(size!.n));
  const l = updates!.list;
  if (hint!.term !== A.reuse || l.length !== 2) return made;
  const i = l[0]!.n - 1;
  const old = size!.n <= MAX_SMALL ? elementText(e.object(src!), i) : `${e.object(src!)}.elements[${i}]`;
  return `${old} === ${e.boxed(l[1]!)} ? 0 : ${made}`;
}

/** A map expression with constant keys, which are a literal; others go through the helpers. */
function literalMapWords(e: Emitter): string {
  const [, src, , , pairs] = e.ins.args;
  if (src!.kind !== Kind.Literal || !(src!.term instanceof ErlMap) || src!.term.size !== 0) return "0";
  const keys = pairs!.list.filter((_, i) => i % 2 === 0);
  if (keys.some((k) => k.kind === Kind.X || k.kind === Kind.Y)) return "0";
  const shape = mapShape(keys.map((k) => k.term));
  return shape === undefined ? "0" : String(3 + shape.order.length);
}

/** Binary fields of constant size; the tail goes through a helper. */
function matchedWords(e: Emitter): number {
  const l = e.ins.args[2]!.list;
  let n = 0;
  for (let k = 0; k < l.length; k += OPERANDS.get(l[k]!.term) as number)
    if (l[k]!.term === A.binary) n += subBitsWords(bitsOf(l[k + 3]!) * l[k + 4]!.n);
  return n;
}

/** How long each command of bs_match is. */
const OPERANDS: ReadonlyMap<Term, number> = new Map<Term, number>([
  [A.ensure_at_least, 3],
  [A.ensure_exactly, 2],
  [A.integer, 6],
  [A.binary, 6],
  [A.skip, 2],
  [A.get_tail, 4],
  [A["=:="], 4],
]);

// biome-ignore lint/suspicious/noExplicitAny: helpers of every kind
type Helper = (...args: any[]) => any;

/** A list of `{M, F, A, Location}`; file names are literals, arguments and error_info have been made with the exception. */
function traceWords(trace: Term): number {
  let n = 0;
  for (let l = trace; l instanceof Cons && l !== NIL; l = l.tail) {
    n += 2 + tupleWords(4);
    if (!(l.head instanceof Tuple4)) continue;
    for (let info = l.head.e3; info instanceof Cons && info !== NIL; info = info.tail)
      if (info.head instanceof Tuple2 && info.head.e0 !== C.error_info) n += 2 + tupleWords(2);
  }
  return n;
}

function countingHelpers(x: Exec, release: number): object {
  const h = HELPERS as Record<string, Helper>;
  const counted = (name: string, words: (r: never, ...args: never[]) => number): [string, Helper] => {
    const f = h[name] as Helper;
    return [
      name,
      (...args) => {
        const r = f(...args);
        if (r === SIGNAL) x.words += raisedWords(x) + 3;
        else if (r !== undefined) x.words += words(r as never, ...(args as never[]));
        return r;
      },
    ];
  };
  const map = (r: Term, _x: Exec, m: Term, ...rest: Term[]) =>
    x.process.tracing === null ? 0 : newMapWords(r, [m, ...rest], m, rest.length / 2, release);
  const maps = (r: Term, _x: Exec, m: Term, pairs: readonly Term[]) => map(r, x, m, ...pairs);
  const bits = (r: Bits) => subBitsWords(r.size);
  const integer = (r: number | bigint) => (typeof r === "bigint" ? bigWords(r) : 0);
  const record = (r: Result) => (r instanceof NativeRecord ? ownWords(r, release, true) : 0);
  const exitWords = (_x: Exec, caught: boolean | undefined, t: Term) => {
    if (caught === false || !(t instanceof Tuple2)) return 0;
    if (caught === undefined || x.excClass === C.error) return 3 + 3 + traceWords((t.e1 as Tuple2).e1);
    return x.excClass === C.exit ? 3 : 0;
  };
  // With error_info, and in it the cause.
  const constructionFailed = (name: string): [string, Helper] => [
    name,
    (...args) => {
      x.words += raisedWords(x) + 20;
      return (h[name] as Helper)(...args);
    },
  ];
  return Object.fromEntries<unknown>([
    constructionFailed("bsFailPut"),
    constructionFailed("bsFailSize"),
    constructionFailed("bsFailType"),
    ["raisedWords", raisedWords],
    ["traceWords", traceWords],
    ["exitWords", exitWords],
    counted("putMapAssoc1", map),
    counted("putMapExact1", map),
    counted("putMapAssoc", maps),
    counted("putMapExact", maps),
    counted("bsStart", (c: MatchContext, t: unknown) => (c === t ? 0 : SUB_BITS_WORDS)),
    counted("bsTail", bits),
    counted("bsGetAll", bits),
    counted("bsGetBinary", bits),
    counted("bsGetInteger", integer),
    counted("bsTakeInteger", integer),
    counted("bsInitWritable", () => REFC_BITS_WORDS),
    counted("createRecord", record),
    counted("updateRecord", record),
  ]);
}

/** The builder of binaries, counting. */
export class CountingBuilder extends BitBuilder {
  private readonly x: Exec;
  /** What has been appended to. */
  private readonly appended = new WeakSet<Bits>();
  constructor(x: Exec) {
    super(x);
    this.x = x;
  }
  override begin(n: number): Bits | undefined {
    this.x.words += n <= ON_HEAP_BITS ? heapBitsWords(n) : REFC_BITS_WORDS;
    return super.begin(n);
  }
  /** What has room to grow is referred to once more, all else is copied into a buffer that has. */
  override append(src: unknown, n: number, unit: number): Bits | undefined {
    const newest = this.isNewest(src);
    const r = super.append(src, n, unit);
    if (r === undefined || r === src) return r;
    this.x.words += newest ? SUB_BITS_WORDS : REFC_BITS_WORDS;
    this.appended.add(src as Bits);
    return r;
  }
  /** What has room to grow just grows. */
  override privateAppend(src: unknown, n: number, unit: number): Bits | undefined {
    const { words } = this.x;
    const newest = this.isNewest(src);
    const r = super.privateAppend(src, n, unit);
    if (newest) this.x.words = words;
    return r;
  }

  /** Is it the result of an append, and nothing has been appended to it since? */
  private isNewest(b: unknown): boolean {
    if (!(b instanceof Bits) || b.spare === null) return false;
    return b.spare === NO_ROOM ? !this.appended.has(b) : b.spare.used === b.offset + b.size;
  }
}
