/** BIFs on terms called with random arguments, compared with what real Erlang answers. */
import assert from "node:assert";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { erlangArith, ertsInternalArith } from "../../src/bifs/erlang/arith.ts";
import { erlangConvert, ertsInternalConvert } from "../../src/bifs/erlang/convert.ts";
import { erlangExternal } from "../../src/bifs/erlang/external.ts";
import { erlangHash } from "../../src/bifs/erlang/hash.ts";
import { erlangNumbers, ertsInternalNumbers } from "../../src/bifs/erlang/numbers.ts";
import { erlangTuples } from "../../src/bifs/erlang/tuples.ts";
import { erlangTypes } from "../../src/bifs/erlang/types.ts";
import { erlangLists, listsBifs } from "../../src/bifs/lists.ts";
import { stringBifs } from "../../src/bifs/string.ts";
import type { BifFunction } from "../../src/runtime/bif.ts";
import { COMPRESSION } from "../../src/runtime/extension.ts";
import type { Exec } from "../../src/runtime/exec.ts";
import { ProcessTable } from "../../src/runtime/process_table.ts";
import { RELEASES } from "../../src/runtime/release.ts";
import { SIGNAL } from "../../src/runtime/signal.ts";
import type { Vm } from "../../src/runtime/vm.ts";
import { type Atom, atom } from "../../src/term/atom.ts";
import { type Bits, bytesOf } from "../../src/term/bits.ts";
import { equalExact } from "../../src/term/equal.ts";
import { listToArray } from "../../src/term/list.ts";
import type { Term } from "../../src/term/term.ts";
import { element, type Tuple, tuple2, tupleToArray } from "../../src/term/tuple.ts";
import { deflateZlib } from "../../src/util/deflate.ts";
import { decode, decodeEnv, show } from "../support/etf.ts";
import { testExec } from "../support/exec.ts";
import { compileErl, runErl } from "../support/otp.ts";

const SEED = 7;
const CALLS = 10_000;
let folder = "";

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "gluon-bifs-"));
  const files = ["term_bifs.erl", "../term/random_terms.erl"].map((f) => fileURLToPath(new URL(f, import.meta.url)));
  await compileErl(27, files, folder, ["+nowarn_deprecated_function"]);
});
after(() => rmSync(folder, { recursive: true }));

const bifs = new Map<string, BifFunction>();
for (const table of [
  erlangArith,
  ertsInternalArith,
  erlangConvert,
  ertsInternalConvert,
  erlangExternal,
  erlangHash,
  erlangNumbers,
  ertsInternalNumbers,
  erlangTuples,
  erlangTypes,
  erlangLists,
  listsBifs,
  stringBifs,
]) {
  for (const b of table) bifs.set(`${b.module}:${b.name}/${b.arity}`, b.fn);
}

/** An Exec whose VM can encode, decode and find no process. */
function exec(): Exec {
  const x = testExec(27);
  const vm = x.vm as unknown as Record<string, unknown>;
  const env = decodeEnv();
  vm["localSalt"] = 1;
  vm["processes"] = new ProcessTable(0, RELEASES[27]);
  vm["code"] = {
    existing: (m: Atom, f: Atom, n: number) => ({ defined: true, fun: env.externalFun(m, f, n, false) }),
    modules: new Map(),
    old: new Map(),
  };
  vm["export"] = (m: Atom, f: Atom, n: number) => ({ defined: true, fun: env.externalFun(m, f, n, false) });
  x.vm.state(COMPRESSION).deflate = deflateZlib;
  x.vm.state(COMPRESSION).inflatePart = env.inflate;
  return x;
}

test("the same values and exceptions as OTP", async () => {
  const file = join(folder, "calls");
  await runErl(27, `term_bifs:main(${JSON.stringify(file)}, ${SEED}, ${CALLS})`, { args: ["-pa", folder] });
  const rows = listToArray(decode(readFileSync(file))) as Tuple[];
  assert.equal(rows.length, CALLS);
  const x = exec();
  // Atoms in arguments exist.
  const known = (x.vm as Vm).atoms;
  for (const name of ["ok", "true"]) known.intern(name);
  const wrong: string[] = [];
  for (const row of rows) {
    const [m, f, args, expected] = tupleToArray(row) as [Atom, Atom, Term, Tuple];
    const list = listToArray(args) as Term[];
    const name = `${m.name}:${f.name}/${list.length}`;
    const fn = bifs.get(name);
    assert.ok(fn !== undefined, name);
    // Where OTP knew the atoms, they are known here.
    if (f.name === "binary_to_term" && equalExact(element(expected, 0), atom("ok"))) {
      decode(bytesOf(list[0] as Bits), decodeEnv({ atoms: known }));
    }
    // OTP leaves integers of more than 60 bits to Erlang code.
    if (f.name === "list_to_integer" && equalExact(expected, tuple2(atom("ok"), atom("big")))) continue;
    const r = fn(x, ...list);
    const given = r === SIGNAL ? tuple2(x.excClass, x.excReason) : tuple2(atom("ok"), r as Term);
    x.raising = false;
    x.reds = 1e9;
    if (!equalExact(given, expected))
      wrong.push(`${name} ${show(args)}\n   OTP ${show(expected)}\n here ${show(given)}`);
  }
  assert.equal(wrong.length, 0, `${wrong.length} differ\n${wrong.slice(0, 20).join("\n")}`);
});
