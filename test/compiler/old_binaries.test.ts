/** Binary construction as compilers before OTP 25 made it: room first, then one instruction for each segment. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { nodeHost } from "../../src/hosts/node/host.ts";
import { nativePoint } from "../../src/runtime/point.ts";
import { Segment } from "../../src/runtime/process.ts";
import { SIGNAL } from "../../src/runtime/signal.ts";
import { spawnProcess } from "../../src/runtime/spawn.ts";
import { atom } from "../../src/term/atom.ts";
import { binary, type Bits } from "../../src/term/bits.ts";
import { NIL } from "../../src/term/list.ts";
import { printTerm } from "../../src/term/print.ts";
import type { Term } from "../../src/term/term.ts";
import { createVm } from "../../src/vm.ts";
import { assemble, a, f, i, type Line, u, x } from "../beam/assemble.ts";

/** What m:f(Args...) gives, as text; an exception's reason after `error`. */
function run(args: readonly Term[], body: readonly Line[], strings = ""): Promise<string> {
  const code: Line[] = [
    ["label", u(1)],
    ["func_info", a("m"), a("f"), u(args.length)],
    ["label", u(2)],
    ...body,
    ["return"],
  ];
  const vm = createVm(nodeHost(), { onDefect: (text) => assert.fail(text) });
  vm.finish(vm.prepare(assemble({ code, strings, exports: [["f", args.length, 2]] }), "m.beam"));
  return new Promise((resolve) => {
    const done = nativePoint(
      "test",
      0,
      (e, r) => {
        resolve(r === SIGNAL ? `error ${printTerm(e.excReason)}` : printTerm(r as Term));
        e.raising = false;
        return NIL;
      },
      true,
    );
    const p = spawnProcess(vm, undefined, vm.export(atom("m"), atom("f"), args.length), args)!;
    p.frames = new Segment(p.frames!.frame, 0, new Segment([done], 0, null));
  });
}

const init = (bytes: number, live: number, dst: number): Line => [
  "bs_init2",
  f(0),
  u(bytes),
  u(0),
  u(live),
  u(0),
  x(dst),
];
const integer = (size: number, v: number): Line => ["bs_put_integer", f(0), i(size), u(1), u(0), x(v)];
const result = (r: number): Line => ["move", x(r), x(0)];
const bytes = (...b: number[]): Bits => binary(Uint8Array.from(b));

test("segments of each type", async () => {
  assert.equal(await run([258], [init(2, 1, 1), integer(16, 0), result(1)]), "<<1,2>>");
  const utf = [
    init(6, 1, 1),
    ["bs_put_utf8", f(0), u(0), x(0)],
    ["bs_put_utf32", f(0), u(0), x(0)],
    result(1),
  ] as Line[];
  assert.equal(await run([228], utf), "<<195,164,0,0,0,228>>");
  const text = [init(4, 1, 1), ["bs_put_string", u(2), u(1)], ["bs_put_utf16", f(0), u(0), x(0)], result(1)] as Line[];
  assert.equal(await run([65], text, "abc"), "<<98,99,0,65>>");
  const all: Line[] = [
    init(3, 2, 2),
    ["bs_put_binary", f(0), a("all"), u(8), u(0), x(0)],
    ["bs_put_binary", f(0), i(1), u(8), u(0), x(1)],
    result(2),
  ];
  assert.equal(await run([bytes(1, 2), bytes(3, 4)], all), "<<1,2,3>>");
});

test("bad segments are badarg", async () => {
  assert.equal(await run([atom("a")], [init(1, 1, 1), integer(8, 0), result(1)]), "error badarg");
  assert.equal(await run([0xd800], [init(4, 1, 1), ["bs_put_utf8", f(0), u(0), x(0)], result(1)]), "error badarg");
  const all: Line[] = [init(1, 1, 1), ["bs_put_binary", f(0), a("all"), u(8), u(0), x(0)], result(1)];
  assert.equal(await run([7], all), "error badarg");
});

test("nothing is written where no room was made", async () => {
  // Both binaries come out of one array.
  const beyond: Line[] = [init(1, 1, 1), integer(8, 0), integer(8, 0), result(1)];
  assert.equal(await run([1], beyond), "error badarg");
  assert.equal(await run([1], [integer(8, 0)]), "error badarg");
  const text: Line[] = [init(1, 1, 1), integer(8, 0), ["bs_put_string", u(2), u(0)], result(1)];
  assert.equal(await run([1], text, "ab"), "<<1>>");
});
