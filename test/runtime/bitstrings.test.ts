/**
 * Construction and matching of random segments, compared with erl: a module with a function for each shape is
 * compiled by erlc, the same shapes are interpreted here by the helpers in the way generated code calls them.
 */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  BitBuilder,
  type BsOp,
  bsFailPut,
  bsFailSize,
  bsFailType,
  bsInitWritable,
} from "../../src/runtime/bs_create.ts";
import {
  BAD,
  bsSize,
  bsSizeAll,
  bsSizeUtf8,
  bsSizeUtf16,
  bsSizeUtf32,
  TOO_LARGE,
} from "../../src/runtime/bs_create.ts";
import { LITTLE, SIGNED } from "../../src/beam/bs_flags.ts";
import * as bs from "../../src/runtime/bs_match.ts";
import type { Exec } from "../../src/runtime/exec.ts";
import type { Signal } from "../../src/runtime/signal.ts";
import { atom } from "../../src/term/atom.ts";
import { Bits, compareBits, equalBits, MAX_BINARY_BITS } from "../../src/term/bits.ts";
import { Float } from "../../src/term/float.ts";
import type { Term } from "../../src/term/term.ts";
import { tuple } from "../../src/term/tuple.ts";
import { copyBits } from "../../src/util/bits.ts";
import { testExec } from "../support/exec.ts";
import { compileModule, runErl } from "../support/otp.ts";
import { Random } from "../support/random.ts";
import { show } from "../support/term_text.ts";

const r = new Random(Number(process.env.GLUON_TEST_SEED ?? 11));

interface Segment {
  readonly type: "integer" | "float" | "binary" | "bitstring" | "utf8" | "utf16" | "utf32";
  /** A constant, "var" for an argument, "all" for a binary's own. */
  readonly size: number | "var" | "all";
  readonly unit: number;
  readonly little: boolean;
  readonly signed: boolean;
}

function segment(last: boolean, matching: boolean): Segment {
  const type = r.pick([
    "integer",
    "integer",
    "integer",
    "integer",
    "float",
    "binary",
    "bitstring",
    "utf8",
    "utf16",
    "utf32",
  ] as const);
  const little = r.chance(0.4);
  const signed = r.chance(0.4);
  if (type === "integer") {
    const size = r.pick([
      1, 3, 5, 7, 8, 8, 8, 12, 13, 16, 16, 17, 24, 31, 32, 32, 33, 40, 53, 54, 60, 64, 64, 65, 128, 131, 200, 0,
    ]);
    return { type, size: r.chance(0.2) ? "var" : size, unit: r.chance(0.8) ? 1 : r.pick([2, 3, 8]), little, signed };
  }
  if (type === "float")
    return { type, size: r.chance(0.2) ? "var" : r.pick([16, 32, 64, 64]), unit: 1, little, signed };
  if (type === "binary" || type === "bitstring") {
    const unit = type === "binary" ? 8 : 1;
    const all = matching ? last : r.chance(0.6);
    const size = all ? "all" : r.chance(0.5) ? "var" : r.below(type === "binary" ? 9 : 40);
    return { type, size, unit, little: false, signed: false };
  }
  return { type, size: 0, unit: 0, little, signed: false };
}

/** The segment as Erlang, `V` its value or pattern, `S` its size variable. */
function source(s: Segment, v: string, size: string): string {
  const utf = s.type.startsWith("utf");
  const n = s.size === "all" || utf ? "" : `:${s.size === "var" ? size : s.size}`;
  const flags = [`${s.type}`];
  if (s.little) flags.push("little");
  if (s.signed) flags.push("signed");
  if (!utf && s.type !== "float" && s.type !== "binary" && s.type !== "bitstring" && s.unit !== 1)
    flags.push(`unit:${s.unit}`);
  return `${v}${n}/${flags.join("-")}`;
}

function flags(s: Segment): number {
  return (s.little ? LITTLE : 0) | (s.signed ? SIGNED : 0);
}

function randomBits(size: number): Bits {
  const offset = r.chance(0.5) ? 0 : r.below(16);
  const bytes = new Uint8Array((offset + size + 7) >> 3);
  for (let i = 0; i < bytes.length; i++) bytes[i] = r.pick([0, 255, 128, r.below(256), r.below(256)]);
  return new Bits(bytes, offset, size);
}

function integer(): Term {
  const n = r.pick([0, 1, 2, 5, 8, 12, 16, 24, 31, 32, 33, 48, 53, 54, 59, 60, 63, 64, 65, 100, 127, 128, 200]);
  let v = 0n;
  for (let i = 0; i < n; i++) v = v * 2n + (r.chance(0.5) ? 1n : 0n);
  if (r.chance(0.2)) v = 2n ** BigInt(n);
  if (r.chance(0.4)) v = -v;
  return BigInt(Number.MIN_SAFE_INTEGER) <= v && v <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(v) : v;
}

function float(): Term {
  const v = r.pick([
    0,
    -0,
    1,
    1.5,
    65504,
    65519.99,
    65520,
    1e-7,
    6e-8,
    2 ** -24,
    2 ** -25,
    1e39,
    -1e300,
    3.4028235677973366e38,
    5e-324,
    r.next() / 977,
  ]);
  return new Float(r.chance(0.5) ? -v : v);
}

const ODD: readonly Term[] = [atom("a"), -1, tuple(), 2n ** 70n, -(2n ** 70n), new Float(2), 0xd800, 0x110000];

function valueFor(s: Segment): Term {
  if (r.chance(0.04)) return r.pick(ODD);
  if (s.type === "integer") return integer();
  if (s.type === "float") return r.chance(0.3) ? integer() : float();
  if (s.type === "binary" || s.type === "bitstring") return randomBits(r.chance(0.8) ? 8 * r.below(20) : r.below(90));
  return r.pick([0, 65, 127, 128, 0x7ff, 0x800, 0xffff, 0x10000, 0x10ffff, 0x20ac]);
}

function sizeOf(s: Segment): Term {
  if (r.chance(0.04)) return r.pick(ODD);
  if (s.type === "float") return r.pick([16, 32, 64, 64, 8, 0, 128]);
  return r.below(s.type === "binary" ? 9 : 70);
}

// -- Construction here.

const b = new BitBuilder();

function create(x: Exec, shape: readonly Segment[], values: readonly Term[], sizes: readonly Term[]): Bits | Signal {
  const bits: number[] = [];
  let total = 0;
  const append = shape[0]?.size === "all";
  for (const [i, s] of shape.entries()) {
    const v = values[i] as Term;
    const op = (s.type === "bitstring" ? "binary" : s.type) as BsOp;
    let n: number;
    if (append && i === 0) n = 0;
    else if (s.size === "all") n = bsSizeAll(v);
    else if (s.type === "utf8") n = bsSizeUtf8(v);
    else if (s.type === "utf16") n = bsSizeUtf16(v);
    else if (s.type === "utf32") n = bsSizeUtf32(v);
    else if (s.size === "var") {
      n = bsSize(sizes[i], s.unit);
      if (n < 0) return bsFailSize(x, i + 1, op, sizes[i] as Term, n);
    } else n = (s.size as number) * s.unit;
    if (n < 0) return bsFailType(x, i + 1, op, v);
    bits.push(n);
    total += n;
  }
  const out = append ? b.append(values[0], total, (shape[0] as Segment).unit) : b.begin(total);
  if (out === undefined) return bsFailPut(x, b, 1, "append");
  for (const [i, s] of shape.entries()) {
    if (append && i === 0) continue;
    const v = values[i] as Term;
    const n = bits[i] as number;
    let ok: boolean;
    if (s.type === "integer") ok = b.putInteger(v, n, flags(s));
    else if (s.type === "float") ok = b.putFloat(v, n, flags(s));
    else if (s.type === "utf8") ok = b.putUtf8(v);
    else if (s.type === "utf16") ok = b.putUtf16(v, flags(s));
    else if (s.type === "utf32") ok = b.putUtf32(v, flags(s));
    else ok = s.size === "all" ? b.putAll(v as Bits, s.unit) : b.putBinary(v, n);
    if (!ok) return bsFailPut(x, b, i + 1, (s.type === "bitstring" ? "binary" : s.type) as BsOp);
  }
  return out;
}

// -- Matching here.

function match(shape: readonly Segment[], subject: Bits, sizes: readonly Term[]): Term | undefined {
  const c = bs.bsStart(subject) as bs.MatchContext;
  const got: Term[] = [];
  for (const [i, s] of shape.entries()) {
    let v: Term | undefined;
    if (s.type === "utf8") v = nonNegative(bs.bsGetUtf8(c));
    else if (s.type === "utf16") v = nonNegative(bs.bsGetUtf16(c, flags(s)));
    else if (s.type === "utf32") v = nonNegative(bs.bsGetUtf32(c, flags(s)));
    else if (s.size === "all") v = bs.bsGetAll(c, s.unit);
    else {
      const term = s.size === "var" ? (sizes[i] as Term) : s.size;
      const n = s.type === "float" ? bs.bsFloatSize(term, s.unit) : bs.bsFieldSize(term, s.unit);
      if (n < 0) return undefined;
      if (s.type === "integer") v = bs.bsGetInteger(c, n, flags(s));
      else if (s.type === "float") {
        const d = bs.bsGetFloat(c, n, flags(s));
        v = Number.isNaN(d) ? undefined : new Float(d);
      } else v = bs.bsGetBinary(c, n);
    }
    if (v === undefined) return undefined;
    got.push(v);
  }
  got.push(bs.bsTail(c));
  return tuple(...got);
}

function nonNegative(n: number): number | undefined {
  return n < 0 ? undefined : n;
}

// -- The comparison. Floats are shown as integers of their bits.

function plain(t: Term): Term {
  if (!(t instanceof Float)) return t;
  const d = new DataView(new ArrayBuffer(8));
  d.setFloat64(0, t.value);
  return tuple(atom("f"), d.getBigUint64(0));
}
const PLAIN = `
plain(T) when is_tuple(T) -> list_to_tuple([p(E) || E <- tuple_to_list(T)]);
plain(T) -> T.
p(F) when is_float(F) -> <<I:64>> = <<F/float>>, {f, I};
p(T) -> T.
`;

async function erl(module: string, source: string, calls: readonly string[]): Promise<string[]> {
  const folder = await compileModule(27, module, source);
  const file = join(folder, "calls");
  writeFileSync(file, `%% coding: latin-1\n${calls.map((c) => `${c}.\n`).join("")}`);
  const run = `{ok, L} = file:consult(${JSON.stringify(file)}),
    Cause = fun([{_, _, _, I} | _]) -> case proplists:get_value(error_info, I) of #{cause := X} -> X; _ -> none end end,
    Floats = fun F({f, I}) -> <<D/float>> = <<I:64>>, D; F(T) -> T end,
    [io:format("~w~n", [try apply(${module}, F, [Floats(X) || X <- A]) of V -> {ok, ${module}:plain(V)}
      catch C:R:S -> {C, R, Cause(S)} end]) || {F, A} <- L]`;
  return (await runErl(27, run, { cwd: folder })).trimEnd().split("\n");
}

function compare(
  calls: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
  about: (i: number) => string,
) {
  assert.equal(theirs.length, ours.length);
  const wrong: string[] = [];
  for (const [i, o] of ours.entries()) {
    if (o !== theirs[i] && wrong.length < 8) wrong.push(`${about(i)}\n${calls[i]}\n  here ${o}\n  erl  ${theirs[i]}`);
  }
  assert.equal(wrong.length, 0, `\n${wrong.join("\n")}`);
}

test("construction", async () => {
  const x = testExec();
  const functions: string[] = [];
  const calls: string[] = [];
  const ours: string[] = [];
  const shapes: string[] = [];
  for (let f = 0; f < 200; f++) {
    const shape = Array.from({ length: 1 + r.below(5) }, () => segment(false, false));
    const params = shape.flatMap((s, i) => (s.size === "var" ? [`V${i}`, `S${i}`] : [`V${i}`]));
    const text = `<<${shape.map((s, i) => source(s, `V${i}`, `S${i}`)).join(", ")}>>`;
    functions.push(`f${f}(${params.join(", ")}) -> ${text}.`);
    for (let k = 0; k < 12; k++) {
      const values = shape.map(valueFor);
      const sizes = shape.map(sizeOf);
      const args = shape.flatMap((s, i) =>
        s.size === "var" ? [values[i] as Term, sizes[i] as Term] : [values[i] as Term],
      );
      calls.push(`{f${f}, [${args.map((t) => show(plain(t))).join(",")}]}`);
      shapes.push(text);
      const got = create(x, shape, values, sizes);
      if (got instanceof Bits) ours.push(`{ok,${show(got)}}`);
      else {
        ours.push(`{${show(x.excClass)},${show(x.excReason)},${causeText(x.cause)}}`);
        x.raising = false;
        x.cause = undefined;
      }
    }
  }
  const theirs = await erl(
    "bs_create_shapes",
    `-module(bs_create_shapes).\n-compile([export_all, nowarn_export_all]).\n${PLAIN}${functions.join("\n")}\n`,
    calls,
  );
  compare(calls, ours, theirs.map(floatText), (i) => shapes[i] as string);
});

/** Floats inside a cause are the only ones printed; both sides drop them. */
function causeText(cause: Term | undefined): string {
  return cause === undefined ? "none" : floatText(show(cause));
}
function floatText(s: string): string {
  return s.replace(/-?\d+\.\d+(e[+-]?\d+)?/g, "FLOAT").replace(/-?\d+(\.\d+)?e[+-]?\d+/g, "FLOAT");
}

test("matching", async () => {
  const functions: string[] = [];
  const calls: string[] = [];
  const ours: string[] = [];
  const shapes: string[] = [];
  for (let f = 0; f < 200; f++) {
    const n = 1 + r.below(5);
    const shape = Array.from({ length: n }, (_, i) => segment(i === n - 1 && r.chance(0.3), true));
    const all = shape[n - 1]?.size === "all";
    const params = [
      "<<",
      ...shape.map((s, i) => (i > 0 ? ", " : "") + source(s, `V${i}`, `S${i}`)),
      all ? ">>" : ", R/bits>>",
    ].join("");
    const sizes = shape.flatMap((s, i) => (s.size === "var" ? [`S${i}`] : []));
    const result = `{${shape.map((_, i) => `V${i}`).join(", ")}, ${all ? "<<>>" : "R"}}`;
    functions.push(
      `f${f}(B${sizes.map((s) => `, ${s}`).join("")}) -> case B of ${params} -> ${result}; _ -> nomatch end.`,
    );
    for (let k = 0; k < 12; k++) {
      const values = shape.map(sizeOf);
      const subject = subjectFor(shape, values);
      const args = [subject as Term, ...shape.flatMap((s, i) => (s.size === "var" ? [values[i] as Term] : []))];
      calls.push(`{f${f}, [${args.map((t) => show(plain(t))).join(",")}]}`);
      shapes.push(params);
      const got = match(shape, subject, values);
      ours.push(
        got === undefined
          ? "{ok,nomatch}"
          : `{ok,${show(
              tuple(
                ...Object.values(got as object)
                  .flatMap((v) => (Array.isArray(v) ? v : [v]))
                  .map(plain),
              ),
            )}}`,
      );
    }
  }
  const theirs = await erl(
    "bs_match_shapes",
    `-module(bs_match_shapes).\n-compile([export_all, nowarn_export_all]).\n${PLAIN}${functions.join("\n")}\n`,
    calls,
  );
  compare(calls, ours, theirs, (i) => shapes[i] as string);
});

/** Bits that match as far as possible, now and then cut or random. */
function subjectFor(shape: readonly Segment[], sizes: readonly Term[]): Bits {
  const parts: Bits[] = [];
  for (const [i, s] of shape.entries()) {
    const n = s.size === "var" ? sizes[i] : s.size;
    if (s.type.startsWith("utf") && r.chance(0.9)) {
      const v = r.pick([65, 0x7f, 0x80, 0x7ff, 0x800, 0xffff, 0x10000, 0x10ffff]);
      b.begin(32);
      const start = b.pos;
      if (s.type === "utf8") b.putUtf8(v);
      else if (s.type === "utf16") b.putUtf16(v, flags(s));
      else b.putUtf32(v, flags(s));
      parts.push(new Bits(b.bytes, start, b.pos - start));
    } else if (s.size === "all") parts.push(randomBits(s.unit * r.below(10)));
    else parts.push(randomBits(typeof n === "number" && n >= 0 && n < 5000 ? n * s.unit : r.below(40)));
  }
  parts.push(randomBits(r.below(30)));
  let size = 0;
  for (const p of parts) size += p.size;
  const offset = r.chance(0.5) ? 0 : r.below(9);
  const bytes = new Uint8Array((offset + size + 7) >> 3);
  let at = offset;
  for (const p of parts) {
    copyBits(p.bytes, p.offset, bytes, at, p.size);
    at += p.size;
  }
  return new Bits(bytes, offset, r.chance(0.1) ? r.below(size + 1) : size);
}

test("appending: branches and private appends agree with copies", () => {
  const pool: { bits: Bits; expected: number[] }[] = [{ bits: bsInitWritable(256), expected: [] }];
  for (let i = 0; i < 5000; i++) {
    const at = r.chance(0.7) ? pool.length - 1 : r.below(pool.length);
    const from = pool[at] as { bits: Bits; expected: number[] };
    const n = r.pick([1, 3, 8, 8, 8, 16, 32]);
    const v = r.next();
    const isPrivate = r.chance(0.3);
    const out = (isPrivate ? b.privateAppend(from.bits, n, 1) : b.append(from.bits, n, 1)) as Bits;
    b.putInteger(v, n, 0);
    const expected = [...from.expected];
    for (let k = n - 1; k >= 0; k--) expected.push((v >>> k) & 1);
    if (isPrivate) pool.splice(at, 1);
    pool.push({ bits: out, expected });
    if (pool.length > 20) pool.splice(r.below(10), 1);
    if (expected.length > 3000) pool.splice(0, pool.length, { bits: bsInitWritable(0), expected: [] });
  }
  for (const { bits, expected } of pool) {
    assert.equal(bits.size, expected.length);
    const c = bs.bsStart(bits) as bs.MatchContext;
    assert.deepEqual(
      expected,
      expected.map(() => bs.bsTakeUint(c, 1)),
    );
  }
});

test("integers beyond the limit do not match", () => {
  const n = 65535 * 64;
  const ones = new Uint8Array(n / 8 + 1).fill(255);
  const ctx = () => new bs.MatchContext(ones, 0, ones.length * 8);
  assert.equal(bs.bsGetInteger(ctx(), n, 0), (1n << BigInt(n)) - 1n);
  assert.equal(bs.bsGetInteger(ctx(), n + 1, 0), undefined);
  assert.equal(bs.bsGetInteger(ctx(), n + 1, SIGNED), -1);
  const least = new Uint8Array(n / 8 + 1);
  least[0] = 128;
  assert.equal(bs.bsGetInteger(new bs.MatchContext(least, 0, n + 1), n + 1, SIGNED), undefined);
});

test("equality and order of bitstrings at any offset", () => {
  for (let i = 0; i < 500; i++) {
    const a = randomBits(r.below(70));
    const bytes = new Uint8Array(16);
    const offset = r.below(30);
    copyBits(a.bytes, a.offset, bytes, offset, a.size);
    const same = new Bits(bytes, offset, a.size);
    assert.ok(equalBits(a, same));
    assert.equal(compareBits(a, same), 0);
    if (a.size > 0) {
      const shorter = new Bits(bytes, offset, a.size - 1);
      assert.ok(compareBits(a, shorter) > 0 && compareBits(shorter, a) < 0 && !equalBits(a, shorter));
    }
  }
});

test("longer than a binary may be", () => {
  assert.equal(b.begin(MAX_BINARY_BITS + 8), undefined);
  assert.ok(b.limit);
  assert.equal(bsSize(2 ** 29, 8), TOO_LARGE);
  assert.equal(bsSize(2n ** 70n, 1), TOO_LARGE);
  assert.equal(bsSize(-1, 1), BAD);
});
