/** The checker: each thing it verifies, with a function that is right and others that are wrong in one place. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { BadBeam } from "../../src/beam/bad_beam.ts";
import { checkFile, checkFunction } from "../../src/beam/check.ts";
import { parseBeam } from "../../src/beam/file.ts";
import { Op } from "../../src/beam/op.ts";
import { NO_FRAME, UNREACHABLE } from "../../src/beam/types.ts";
import { otp, RELEASES } from "../support/otp.ts";
import { a, assemble, f, fr, i, l, type Line, lit, nil, reader, type Source, tr, u, x, y } from "./assemble.ts";

/** Function f/arity with these instructions behind label 2; label 1 is in front of func_info. */
function fun(arity: number, ...body: Line[]): Line[] {
  return [["label", u(1)], ["func_info", a("m"), a("f"), u(arity)], ["label", u(2)], ...body];
}

function check(code: Line[], more: Partial<Source> = {}) {
  const m = parseBeam(assemble({ code, ...more }), "m.beam", reader);
  return m.functions.map((row) => checkFunction(m, row));
}

const TRY: Line[] = [
  ["allocate", u(1), u(1)],
  ["try", y(0), f(3)],
  ["call", u(1), f(2)],
  ["try_end", y(0)],
  ["deallocate", u(1)],
  ["return"],
  ["label", u(3)],
  ["try_case", y(0)],
  ["move", x(1), x(0)],
  ["deallocate", u(1)],
  ["return"],
];

test("catches and frames of each instruction", () => {
  const [c] = check(fun(1, ...TRY));
  assert.deepEqual([...c!.catches], [UNREACHABLE, UNREACHABLE, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0]);
  assert.deepEqual([...c!.frames].slice(2), [NO_FRAME, NO_FRAME, 1, 1, 1, 1, NO_FRAME, 1, 1, 1, 1, NO_FRAME]);
  assert.deepEqual(c!.catchStacks[1], { parent: 0, label: 3, slot: 0, isTry: true, depth: 1 });
});

const IMPORTS = [
  ["erlang", "hd", 1],
  ["lists", "map", 2],
  ["erlang", "error", 1],
] as const;
const SETELEMENT = [...IMPORTS, ["erlang", "setelement", 3]] as const;
const LAMBDAS = [["f", 1, 2, 0, 1]] as const;
const LITERALS = [
  [97, 1],
  [108, 0, 0, 0, 1, 119, 6, 108, 105, 116, 116, 108, 101, 106],
] as const;

const RIGHT: readonly (readonly [string, Line[], Partial<Source>?])[] = [
  ["return of an argument", fun(1, ["return"])],
  ["function_clause", fun(2, ["is_list", f(1), x(0)], ["return"])],
  [
    "set_tuple_element",
    fun(
      3,
      ["allocate", u(0), u(3)],
      ["call_ext", u(3), u(3)],
      ["set_tuple_element", i(1), x(0), u(0)],
      ["deallocate", u(0)],
      ["return"],
    ),
    { imports: SETELEMENT },
  ],
  [
    "set_tuple_element of a tuple that has been moved",
    fun(
      3,
      ["allocate", u(1), u(3)],
      ["call_ext", u(3), u(3)],
      ["move", x(0), y(0)],
      ["set_tuple_element", i(1), x(0), u(0)],
      ["move", y(0), x(1)],
      ["set_tuple_element", i(2), x(1), u(1)],
      ["deallocate", u(1)],
      ["return"],
    ),
    { imports: SETELEMENT },
  ],
  ["bif", fun(1, ["bif1", f(0), u(0), x(0), x(0)], ["return"]), { imports: IMPORTS }],
  ["call of an exit BIF without frame", fun(1, ["call_ext", u(1), u(2)]), { imports: IMPORTS }],
  ["garbage behind the frame of an exit BIF", fun(1, ["call_ext_last", u(1), u(2), u(9)]), { imports: IMPORTS }],
  [
    "trim",
    fun(
      1,
      ["allocate", u(2), u(1)],
      ["move", x(0), y(0)],
      ["move", x(0), y(1)],
      ["trim", u(1), u(1)],
      ["move", y(0), x(0)],
      ["deallocate", u(1)],
      ["return"],
    ),
  ],
  ["fun", fun(1, ["make_fun3", u(0), x(0), l(x(0))], ["return"]), { lambdas: LAMBDAS }],
  ["floats", fun(1, ["fconv", x(0), fr(0)], ["fadd", f(0), fr(0), fr(0), fr(1)], ["fmove", fr(1), x(0)], ["return"])],
  [
    "catch",
    fun(
      0,
      ["allocate", u(1), u(0)],
      ["catch", y(0), f(3)],
      ["move", nil, x(0)],
      ["label", u(3)],
      ["catch_end", y(0)],
      ["deallocate", u(1)],
      ["return"],
    ),
  ],
  [
    "receive without clauses",
    fun(1, ["label", u(3)], ["wait_timeout", f(3), x(0)], ["timeout"], ["move", a("ok"), x(0)], ["return"]),
  ],
  [
    "shared exit from frames of different size",
    fun(
      2,
      ["is_list", f(4), x(0)],
      ["allocate", u(1), u(2)],
      ["move", x(0), y(0)],
      ["is_list", f(3), x(1)],
      ["deallocate", u(1)],
      ["return"],
      ["label", u(4)],
      ["allocate", u(2), u(2)],
      ["move", x(0), y(0)],
      ["is_list", f(3), x(1)],
      ["deallocate", u(2)],
      ["return"],
      ["label", u(3)],
      ["badmatch", y(0)],
    ),
  ],
  [
    "bs_match",
    fun(
      1,
      ["bs_start_match4", a("no_fail"), u(1), x(0), x(0)],
      [
        "bs_match",
        f(3),
        x(0),
        l(
          a("ensure_at_least"),
          u(16),
          u(1),
          a("integer"),
          u(1),
          lit(1),
          u(8),
          u(1),
          x(1),
          a("skip"),
          u(8),
          a("get_tail"),
          u(2),
          u(1),
          x(2),
        ),
      ],
      ["label", u(3)],
      ["return"],
    ),
    { literals: LITERALS },
  ],
  [
    "bs_create_bin",
    fun(
      1,
      [
        "bs_create_bin",
        f(0),
        u(0),
        u(1),
        u(8),
        x(0),
        l(a("string"), u(1), u(8), nil, u(1), i(2), a("integer"), u(2), u(1), nil, x(0), i(8)),
      ],
      ["return"],
    ),
    { strings: "abc" },
  ],
];

for (const [name, code, more] of RIGHT) test(`right: ${name}`, () => void check(code, more));

test("shared exits are copied for each frame", () => {
  const [, code] = RIGHT.find(([name]) => name.startsWith("shared exit"))!;
  const [c] = check(code);
  const badmatches = c!.instrs.flatMap((instr, k) => (instr.op === Op.badmatch ? [c!.frames[k]] : []));
  assert.deepEqual(badmatches, [1, 2]);
  assert.equal(c!.labels.size, 5);
});

const WRONG: readonly (readonly [RegExp, Line[], Partial<Source>?])[] = [
  [/x5 has no value/, fun(1, ["move", x(5), x(0)], ["return"])],
  [/x0 has no value/, fun(0, ["return"])],
  [
    /x1 has no value/,
    fun(1, ["allocate", u(0), u(1)], ["call", u(1), f(2)], ["move", x(1), x(0)], ["deallocate", u(0)], ["return"]),
  ],
  [/x1 has no value/, fun(2, ["allocate", u(0), u(1)], ["move", x(1), x(0)], ["deallocate", u(0)], ["return"])],
  [/x1 has no value/, fun(1, ["test_heap", u(2), u(2)], ["return"])],
  [/y0 has no value/, fun(0, ["allocate", u(1), u(0)], ["move", y(0), x(0)], ["deallocate", u(1)], ["return"])],
  [/y0 without a frame/, fun(1, ["move", x(0), y(0)], ["return"])],
  [/y2 in a frame of 2/, fun(1, ["allocate", u(2), u(1)], ["move", x(0), y(2)], ["deallocate", u(2)], ["return"])],
  [/fr0 has no value/, fun(0, ["fmove", fr(0), x(0)], ["return"])],
  [/register 1024 is above/, fun(1, ["move", x(1024), x(0)], ["return"])],
  [/frame of none is expected, there is 1/, fun(1, ["allocate", u(1), u(1)], ["return"])],
  [/frame of 1 is expected, there is 2/, fun(1, ["allocate", u(2), u(1)], ["deallocate", u(1)], ["return"])],
  [
    /there is a frame of 1/,
    fun(1, ["allocate", u(1), u(1)], ["allocate", u(1), u(1)], ["deallocate", u(1)], ["return"]),
  ],
  [/trim: 1 of 3/, fun(1, ["allocate", u(2), u(1)], ["trim", u(1), u(2)], ["deallocate", u(2)], ["return"])],
  [/a call without a frame/, fun(1, ["call", u(1), f(2)], ["return"])],
  [/runs off the function's end/, fun(1, ["move", x(0), x(0)])],
  [
    /label 4 is not in this function/,
    [
      ...fun(0, ["jump", f(4)]),
      ["label", u(3)],
      ["func_info", a("m"), a("g"), u(0)],
      ["label", u(4)],
      ["move", nil, x(0)],
      ["return"],
    ],
  ],
  [/label 77 is out of range/, fun(0, ["jump", f(77)])],
  [/operand 1 is not a label/, fun(0, ["jump", f(0)])],
  [/label 1 is not the entry of a function/, fun(1, ["call_only", u(1), f(1)])],
  [
    /2 arguments for a function of 1/,
    fun(
      2,
      ["call_only", u(2), f(4)],
      ["label", u(3)],
      ["func_info", a("m"), a("g"), u(1)],
      ["label", u(4)],
      ["return"],
    ),
  ],
  [/1 arguments for a function of 2/, fun(1, ["call_ext_only", u(1), u(1)]), { imports: IMPORTS }],
  [/operand 2 is 7, at most 2/, fun(1, ["call_ext_only", u(1), u(7)]), { imports: IMPORTS }],
  [/lists:map\/2 is not a BIF/, fun(1, ["bif1", f(0), u(1), x(0), x(0)], ["return"]), { imports: IMPORTS }],
  [/literal 3 does not exist/, fun(0, ["move", lit(3), x(0)], ["return"])],
  [/atom 9 does not exist/, fun(0, ["move", () => [0x92], x(0)], ["return"])],
  [/operand 1 is 0, at most -1/, fun(1, ["make_fun3", u(0), x(0), l()], ["return"])],
  [/1 free values, not 0/, fun(1, ["make_fun3", u(0), x(0), l()], ["return"]), { lambdas: LAMBDAS }],
  [
    /type 5 does not exist/,
    fun(1, ["move", tr(x(0), 5), x(0)], ["return"]),
    { chunks: { Type: [0, 0, 0, 3, 0, 0, 0, 1, 0x0f, 0xff] } },
  ],
  [/operand 1 is not a register/, fun(0, ["get_hd", i(1), x(0)], ["return"])],
  [/operand 2 is not a register/, fun(0, ["move", i(1), i(2)], ["return"])],
  [/operand 2 is not an unsigned number/, fun(1, ["get_tuple_element", x(0), i(1), x(0)], ["return"])],
  [/a list of pairs has 1 elements/, fun(1, ["select_val", x(0), f(1), l(a("a"))])],
  [/a list of constants and labels/, fun(1, ["select_val", x(0), f(1), l(x(0), f(1))])],
  [/instruction of compilers before OTP 22/, fun(1, ["put_string", u(0), u(0), x(0)], ["return"])],
  [
    /line: operand 1 is 3, at most 1/,
    fun(0, ["line", u(3)], ["move", nil, x(0)], ["return"]),
    { chunks: { Line: [...Array(11).fill(0), 1, ...[0, 0, 0, 1], ...[0, 0, 0, 0], 0x11] } },
  ],
  [
    /y0 marks a catch that is in force/,
    fun(1, ["allocate", u(1), u(1)], ["try", y(0), f(3)], ["move", x(0), y(0)], ...TRY.slice(2)),
  ],
  [
    /y1 does not mark the innermost catch/,
    fun(1, ["allocate", u(2), u(1)], ["try", y(0), f(3)], ["try_end", y(1)], ...TRY.slice(4)),
  ],
  [
    /a catch is in force here/,
    fun(1, ["allocate", u(1), u(1)], ["try", y(0), f(3)], ["deallocate", u(1)], ["return"], ...TRY.slice(6)),
  ],
  [/not followed by catch_end/, fun(1, ["allocate", u(1), u(1)], ["catch", y(0), f(3)], ...TRY.slice(2))],
  [
    /paths with different catches/,
    fun(
      1,
      ["allocate", u(1), u(1)],
      ["is_list", f(4), x(0)],
      ["try", y(0), f(3)],
      ["label", u(4)],
      ["call", u(1), f(2)],
      ["try_end", y(0)],
      ...TRY.slice(4),
    ),
  ],
  [
    /takes 8 bits of 4/,
    fun(
      1,
      ["bs_start_match4", a("no_fail"), u(1), x(0), x(0)],
      ["bs_match", f(1), x(0), l(a("ensure_at_least"), u(4), u(1), a("skip"), u(8))],
      ["return"],
    ),
  ],
  [/is not a command/, fun(1, ["bs_match", f(1), x(0), l(a("leap"), u(4))], ["return"])],
  [/ends inside a command/, fun(1, ["bs_match", f(1), x(0), l(a("integer"), u(1))], ["return"])],
  [
    /list of segments has 5 elements/,
    fun(1, ["bs_create_bin", f(0), u(0), u(1), u(8), x(0), l(nil, nil, nil, nil, nil)], ["return"]),
  ],
  [
    /bytes 2 to 4 of a string table of 3/,
    fun(1, ["bs_create_bin", f(0), u(0), u(1), u(8), x(0), l(a("string"), u(1), u(8), nil, u(2), i(2))], ["return"]),
    { strings: "abc" },
  ],
  [
    /flags/,
    fun(
      1,
      ["bs_create_bin", f(0), u(0), u(1), u(8), x(0), l(a("integer"), u(1), u(8), a("big"), x(0), i(2))],
      ["return"],
    ),
  ],
  [/position 4 in a tuple of 3/, fun(1, ["update_record", a("copy"), u(3), x(0), x(0), l(u(4), x(0))], ["return"])],
  [/not the fresh result/, fun(1, ["set_tuple_element", i(1), x(0), u(0)], ["return"])],
  [
    /not the fresh result/,
    fun(
      3,
      ["allocate", u(0), u(3)],
      ["call_ext", u(3), u(3)],
      ["set_tuple_element", x(0), x(0), u(0)],
      ["deallocate", u(0)],
      ["return"],
    ),
    { imports: SETELEMENT },
  ],
  [
    /not the fresh result/,
    fun(
      3,
      ["allocate", u(1), u(3)],
      ["call_ext", u(3), u(3)],
      ["move", x(0), y(0)],
      ["set_tuple_element", y(0), x(0), u(0)],
      ["deallocate", u(1)],
      ["return"],
    ),
    { imports: SETELEMENT },
  ],
  [
    /not the fresh result/,
    fun(
      3,
      ["allocate", u(0), u(3)],
      ["call_ext", u(3), u(3)],
      ["move", i(1), x(0)],
      ["set_tuple_element", i(1), x(0), u(0)],
      ["deallocate", u(0)],
      ["return"],
    ),
    { imports: SETELEMENT },
  ],
  [/the hint is unknown/, fun(1, ["update_record", a("slow"), u(3), x(0), x(0), l(u(3), x(0))], ["return"])],
];

for (const [message, code, more] of WRONG) {
  test(`wrong: ${message.source}`, () => {
    assert.throws(
      () => check(code, more),
      (e) => (e instanceof BadBeam && message.test(e.message)) || assert.fail(`${message}: ${e}`),
    );
  });
}

/** Every n-th file: all of them pass, which takes two seconds a release. */
const EVERY = 40;

for (const release of RELEASES) {
  test(`functions of OTP ${release} pass`, () => {
    const files = otp(release)
      .ebins.filter(existsSync)
      .flatMap((dir) =>
        readdirSync(dir)
          .filter((name) => name.endsWith(".beam"))
          .map((name) => join(dir, name)),
      );
    assert.ok(files.length > 1000);
    for (let n = 0; n < files.length; n += EVERY) {
      const file = files[n]!;
      checkFile(parseBeam(new Uint8Array(readFileSync(file)), file, reader));
    }
  });
}
