/** Reading files: tables of real modules of three releases against what OTP says of them; damaged files. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { BadBeam } from "../../src/beam/bad_beam.ts";
import { checkFile } from "../../src/beam/check.ts";
import { decodeFunction } from "../../src/beam/decode.ts";
import { parseBeam } from "../../src/beam/file.ts";
import { type BeamFile, TypeBit } from "../../src/beam/types.ts";
import { listToArray } from "../../src/term/list.ts";
import { compileModule, otp, RELEASES, runErl } from "../support/otp.ts";
import { a, assemble, f, form, i, l, lit, reader, u, u32, x } from "./assemble.ts";

const MODULES = [
  "lists",
  "gen_server",
  "erl_eval",
  "base64",
  "file_sorter",
  "prim_zip",
  "erl_tar",
  "unicode_util",
  "qlc",
];

function find(release: 25 | 27 | 29, module: string): string | undefined {
  return otp(release)
    .ebins.map((dir) => join(dir, `${module}.beam`))
    .find((file) => existsSync(file));
}

/** Name, MD5, numbers of exports, imports, atoms and attributes, as beam_lib tells them. */
const ASK = `
  lists:foreach(fun(F) ->
    {ok, {M, Cs}} = beam_lib:chunks(F, [exports, imports, atoms, attributes, locals]),
    {ok, {M, MD5}} = beam_lib:md5(F),
    [{exports, E}, {imports, I}, {atoms, A}, {attributes, At}, {locals, L}] = Cs,
    io:format("~ts ~s ~w ~w ~w ~w ~w~n", [M, binary:encode_hex(MD5), length(E), length(I), length(A), length(At), length(L)])
  end, Files)`;

for (const release of RELEASES) {
  test(`real modules of OTP ${release}`, async () => {
    const files = MODULES.map((m) => find(release, m)).filter((file) => file !== undefined);
    assert.ok(files.length >= 8);
    const text = await runErl(release, `Files = ${JSON.stringify(files)},${ASK}`);
    const told = files.map((file) => {
      const m = parseBeam(new Uint8Array(readFileSync(file)), file, reader);
      checkFile(m);
      const md5 = Buffer.from(m.md5).toString("hex").toUpperCase();
      const attributes = (listToArray(m.attributes) as unknown[]).length;
      const numbers = [m.exports.length, m.imports.length, m.atoms.length - 1, attributes, m.locals.length];
      return `${m.name.name} ${md5} ${numbers.join(" ")}`;
    });
    assert.deepEqual(told, text.trim().split("\n"));
  });
}

const SMALL = assemble({
  code: [
    ["label", u(1)],
    ["func_info", a("m"), a("föö"), u(1)],
    ["label", u(2)],
    ["is_eq_exact", f(3), x(0), i(1n << 70n)],
    ["move", lit(0), x(0)],
    ["return"],
    ["label", u(3)],
    ["call_ext_only", u(1), u(0)],
  ],
  imports: [["erlang", "hd", 1]],
  exports: [["föö", 1, 2]],
  literals: [[104, 1, 97, 7]],
});

function parse(bytes: Uint8Array) {
  const m = parseBeam(bytes, "m.beam", reader);
  checkFile(m);
  return m;
}

test("a file made by hand, plain and gzipped, with short and long atoms", () => {
  for (const bytes of [SMALL, new Uint8Array(gzipSync(SMALL))]) {
    const m = parse(bytes);
    assert.equal(m.functions[0]!.name.name, "föö");
    assert.equal(m.imports[0]!.module.name, "erlang");
    assert.equal(m.lines.files[0], "m.erl");
  }
  const name = "é".repeat(255);
  const m = parse(
    assemble({
      longAtoms: true,
      code: [
        ["label", u(1)],
        ["func_info", a("m"), a(name), u(0)],
        ["label", u(2)],
        ["move", a("x"), x(0)],
        ["return"],
      ],
    }),
  );
  assert.equal(m.functions[0]!.name.name, name);
});

test("a file cut off anywhere is a BadBeam", () => {
  for (let n = 0; n < SMALL.length; n++) assert.throws(() => parse(SMALL.subarray(0, n)), BadBeam, `${n} bytes`);
});

test("a file with a wrong byte is a BadBeam or passes", () => {
  for (let at = 0; at < SMALL.length; at++) {
    for (const bit of [1, 16, 128]) {
      const bytes = SMALL.slice();
      bytes[at]! ^= bit;
      try {
        parse(bytes);
      } catch (e) {
        assert.ok(e instanceof BadBeam, `byte ${at}: ${(e as Error).stack}`);
        assert.match(e.message, /^m\.beam: chunk .{4,6}, byte \d+: /);
      }
    }
  }
});

const F0 = [
  ["label", u(1)],
  ["func_info", a("m"), a("f"), u(0)],
  ["label", u(2)],
  ["move", a("ok"), x(0)],
  ["return"],
] as const;

const WRONG: readonly (readonly [string, Uint8Array, RegExp])[] = [
  ["empty", new Uint8Array(0), /too short/],
  ["text", new TextEncoder().encode("-module(m)."), /too short/],
  ["gzip", gzipSync(SMALL).subarray(0, 60), /gzip data that is corrupt/],
  ["old atoms", form({ Atom: [0, 0, 0, 0], Code: [1] }), /chunk Atom.*from before OTP 20/],
  ["no code", form({ AtU8: [0, 0, 0, 0] }), /chunk Code.*missing/],
  ["no imports", assemble({ code: F0, chunks: { ImpT: undefined } }), /chunk ImpT.*missing/],
  ["no atoms", assemble({ code: F0, chunks: { AtU8: u32(0) } }), /chunk AtU8.*no name/],
  ["many atoms", assemble({ code: F0, chunks: { AtU8: u32(0x7fffffff) } }), /chunk AtU8.*more than the chunk can hold/],
  [
    "atom not UTF-8",
    assemble({ code: F0, chunks: { AtU8: [0, 0, 0, 1, 1, 0xff] } }),
    /chunk AtU8, byte \d+: .*not UTF-8/,
  ],
  ["many imports", assemble({ code: F0, chunks: { ImpT: u32(0xffffffff) } }), /chunk ImpT.*more than/],
  [
    "import of atom 0",
    assemble({ code: F0, chunks: { ImpT: [...u32(1), ...u32(0), ...u32(1), ...u32(0)] } }),
    /atom 0/,
  ],
  ["labels", assemble({ code: F0, labels: 0x7fffffff }), /chunk Code.*labels announced/],
  ["functions", assemble({ code: F0, functions: 2 }), /2 functions announced, 1 there/],
  ["export label", assemble({ code: F0, exports: [["f", 0, 1]] }), /chunk ExpT.*label 1 is not the entry of f\/0/],
  ["export arity", assemble({ code: F0, exports: [["f", 1, 2]] }), /label 2 is not the entry of f\/1/],
  ["free values", assemble({ code: F0, lambdas: [["f", 0, 2, 0, 1]] }), /chunk FunT.*free values/],
  ["literal", assemble({ code: F0, literals: [[104, 200]] }), /chunk LitT.*literal 0 is not/],
  ["deflate", assemble({ code: F0, chunks: { LitT: [...u32(10), 1, 2, 3] } }), /chunk LitT.*corrupt zlib/],
  [
    "lines",
    assemble({ code: F0, chunks: { Line: [...u32(0), ...u32(0), ...u32(0), ...u32(9), ...u32(0)] } }),
    /chunk Line/,
  ],
  ["types", assemble({ code: F0, chunks: { Type: [...u32(3), ...u32(1), 0, 1] } }), /chunk Type.*type 0 is not `any`/],
  ["attributes", assemble({ code: F0, chunks: { Attr: [1, 2, 3] } }), /chunk Attr.*external term format/],
  ["double label", assemble({ code: [...F0, ["label", u(2)], ["return"]] }), /label 2 is defined twice/],
  ["code outside", assemble({ code: [["return"], ...F0] }), /outside of any function/],
  [
    "code cut off",
    assemble({ code: F0, chunks: { Code: [...u32(16), ...u32(0), ...u32(9), ...u32(0), ...u32(1)] } }),
    /int_code_end/,
  ],
];

for (const [name, bytes, message] of WRONG) {
  test(`refused: ${name}`, () => {
    assert.throws(
      () => parse(bytes),
      (e) => (e instanceof BadBeam && message.test(e.message)) || assert.fail(String(e)),
    );
  });
}

test("types of all versions are numbered as in OTP 29", () => {
  const types = (version: number, bytes: number[]) =>
    parse(assemble({ code: F0, chunks: { Type: [...u32(version), ...u32(2), ...bytes] } })).types;
  const none = [0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255];
  const one = [0, 0, 0, 0, 0, 0, 0, 1];
  const minus = [255, 255, 255, 255, 255, 255, 255, 254];
  const integer = { bits: TypeBit.Integer, min: -2, max: 1, unit: 1 };
  assert.deepEqual(types(1, [0x1f, 0xff, ...none, 0, 0x40, ...minus, ...one])[1], integer);
  assert.deepEqual(types(2, [0x1f, 0xff, 0x60, 0x40, ...minus, ...one])[1], integer);
  assert.deepEqual(types(3, [0x0f, 0xff, 0x30, 0x20, ...minus, ...one])[1], integer);
  assert.deepEqual(types(4, [0x1f, 0xff, 0x60, 0x20, ...minus, ...one])[1], integer);
  assert.deepEqual(types(3, [0x0f, 0xff, 0x40, 0x02, 7])[1], {
    bits: TypeBit.Bitstring,
    min: undefined,
    max: undefined,
    unit: 8,
  });
  assert.equal(types(1, [0x1f, 0xff, ...none, 0, 0x04, ...none])[1]!.bits, TypeBit.Bitstring);
  assert.equal(types(9, [1, 2]).length, 0);
});

test("integer operands of all sizes", () => {
  for (const n of [
    0n,
    15n,
    16n,
    2047n,
    2048n,
    -1n,
    -32768n,
    -32769n,
    2n ** 53n - 1n,
    2n ** 53n,
    -(2n ** 53n),
    2n ** 64n,
    -(2n ** 300n),
  ]) {
    const m = parse(
      assemble({
        code: [["label", u(1)], ["func_info", a("m"), a("f"), u(0)], ["label", u(2)], ["move", i(n), x(0)], ["return"]],
      }),
    );
    assert.equal(m.code.length > 0, true);
    const { term } = decodedMove(m);
    assert.equal(BigInt(term), n);
    assert.equal(typeof term, Number.isSafeInteger(Number(n)) ? "number" : "bigint");
  }
});

test("the module's MD5 covers the chunks that erts takes, FunT without its hashes", () => {
  const lambdas = [["f", 0, 2, 0, 0]] as const;
  const m = parse(assemble({ code: F0, lambdas, chunks: { Meta: [1, 2], Dbgi: [3] } }));
  const hash = createHash("md5");
  for (const id of ["AtU8", "Code", "StrT", "ImpT", "ExpT", "FunT", "Meta"]) hash.update(m.chunks.get(id)!.bytes);
  assert.equal(Buffer.from(m.md5).toString("hex"), hash.digest("hex"));
});

function decodedMove(m: BeamFile): { term: number | bigint } {
  const move = decodeFunction(m, m.functions[0]!).find((instr) => instr.args.length === 2 && instr.op === 64)!;
  return { term: move.args[0]!.term as number | bigint };
}

const RECORDS = `-module(nr).
-export([new/1, empty/0, get/1, set/2, is/1, m/1]).
-record #pair{a = 1, b, c = {x,"lit"}}.
-record #solo{}.
-export_record([pair]).
new(B) -> #pair{b = B}.
empty() -> #solo{}.
get(P) -> P#pair.a.
set(P, V) -> P#pair{a = V, b = 2}.
is(P) when is_record(P, pair) -> true;
is(#solo{}) -> solo;
is(_) -> false.
m(#pair{a = A, b = B}) -> {A, B}.
`;

test("native records of OTP 29", async () => {
  const folder = await compileModule(29, "nr", RECORDS);
  const m = parse(new Uint8Array(readFileSync(join(folder, "nr.beam"))));
  const md5 = await runErl(29, "io:put_chars(binary:encode_hex(nr:module_info(md5), lowercase))", {
    args: ["-pa", folder],
  });
  rmSync(folder, { recursive: true });
  assert.equal(Buffer.from(m.md5).toString("hex"), md5);
  const rows = m.records.map((r) => [r.name.name, r.exported, r.fields.map((field) => field.name)]);
  assert.deepEqual(rows, [
    ["pair", true, ["a", "b", "c"]],
    ["solo", false, []],
  ]);
  assert.deepEqual(m.records[0]!.defaults.slice(0, 2), [1, undefined]);
});

test("a list may not hold a list", () => {
  assert.throws(
    () =>
      parse(
        assemble({
          code: [
            ["label", u(1)],
            ["func_info", a("m"), a("f"), u(0)],
            ["label", u(2)],
            ["put_tuple2", x(0), l(l(i(1)))],
            ["return"],
          ],
        }),
      ),
    /a list inside a list/,
  );
});
