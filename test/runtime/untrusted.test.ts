/** Instructions that meet values they are not made for, in files that no compiler made: the process ends, nothing else. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { nodeHost } from "../../src/hosts/node/host.ts";
import { nativePoint } from "../../src/runtime/point.ts";
import { Segment } from "../../src/runtime/process.ts";
import { SIGNAL } from "../../src/runtime/signal.ts";
import { spawnProcess } from "../../src/runtime/spawn.ts";
import { atom } from "../../src/term/atom.ts";
import { binary, copyOfBytes } from "../../src/term/bits.ts";
import { NIL } from "../../src/term/list.ts";
import { printTerm } from "../../src/term/print.ts";
import type { Term } from "../../src/term/term.ts";
import { tuple2 } from "../../src/term/tuple.ts";
import { createVm } from "../../src/vm.ts";
import { assemble, a, type Line, u, x } from "../beam/assemble.ts";

/** What m:f(Args...) gives, and whom the VM blames for a JavaScript exception. */
function run(args: readonly Term[], body: readonly Line[]): Promise<[string, string[]]> {
  const code: Line[] = [
    ["label", u(1)],
    ["func_info", a("m"), a("f"), u(args.length)],
    ["label", u(2)],
    ...body,
    ["return"],
  ];
  const blamed: string[] = [];
  const vm = createVm(nodeHost(), { onDefect: (_text, blame) => blamed.push(blame) });
  vm.finish(vm.prepare(assemble({ code, exports: [["f", args.length, 2]] }), "m.beam"));
  return new Promise((resolve) => {
    const done = nativePoint(
      "test",
      0,
      (e, r) => {
        resolve([r === SIGNAL ? `error ${printTerm(e.excReason)}` : printTerm(r as Term), blamed]);
        e.raising = false;
        return NIL;
      },
      true,
    );
    const p = spawnProcess(vm, undefined, vm.export(atom("m"), atom("f"), args.length), args)!;
    p.frames = new Segment(p.frames!.frame, 0, new Segment([done], 0, null));
  });
}

test("the head of something that is no list", async () => {
  const twice: Line[] = [
    ["get_hd", x(0), x(0)],
    ["get_hd", x(0), x(0)],
  ];
  assert.deepEqual(await run([tuple2(1, 2)], twice), ["error internal_error", ["code"]]);
});

test("a position that is another binary's, or nobody's", async () => {
  const neighbours = [copyOfBytes(Uint8Array.of(1, 2, 3), 0, 3), copyOfBytes(Uint8Array.of(4, 5, 6), 0, 3)] as const;
  const start = (from: number, to: number): Line => ["bs_start_match4", a("no_fail"), u(3), x(from), x(to)];
  const rest: Line = ["bs_get_tail", x(1), x(0), u(3)];
  const swapped: Line[] = [
    start(0, 0),
    start(1, 1),
    ["bs_get_position", x(0), x(2), u(3)],
    ["bs_set_position", x(1), x(2)],
    rest,
  ];
  assert.deepEqual(await run([...neighbours, 0], swapped), ["error internal_error", ["code"]]);
  const given: Line[] = [start(0, 1), ["bs_set_position", x(1), x(2)], rest];
  for (const position of [-8, 32, atom("x"), tuple2(1, 2)]) {
    assert.deepEqual(await run([binary(Uint8Array.of(1, 2, 3)), 0, position], given), [
      "error internal_error",
      ["code"],
    ]);
  }
  assert.deepEqual(await run([binary(Uint8Array.of(1, 2, 3)), 0, 8], given), ["<<2,3>>", []]);
});
