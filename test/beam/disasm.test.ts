/** Assembly text of a module that erlc makes. */
import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { functionText, moduleText } from "../../src/beam/disasm.ts";
import { parseBeam } from "../../src/beam/file.ts";
import { printTerm } from "../../src/term/print.ts";
import { compileModule } from "../support/otp.ts";
import { reader } from "./assemble.ts";

const SOURCE = `-module(d).
-export([f/2, g/1, h/1]).
f([H|T], Acc) -> f(T, [H + 1|Acc]);
f([], Acc) -> {'big atom', lists:reverse(Acc)}.
g(<<A:8, "xy", B/binary>>) -> {A, B}.
h(X) -> <<"ab", X:16/little, (g(X))/binary>>.
`;

test("assembly reads as erlc -S writes it", async () => {
  const folder = await compileModule(27, "d", SOURCE);
  const m = parseBeam(new Uint8Array(readFileSync(join(folder, "d.beam"))), "d.beam", reader);
  rmSync(folder, { recursive: true });
  const file = JSON.stringify(m.lines.files[1] ?? m.lines.files[0]);
  const text = (name: string) => functionText(m, m.functions.find((fn) => fn.name.name === name)!, printTerm);
  assert.equal(
    text("f"),
    `{function, f, 2, 2}.
  {label,1}.
    {line,[{location,${file},3}]}.
    {func_info,{atom,d},{atom,f},2}.
  {label,2}.
    {test,is_nonempty_list,{f,3},[{x,0}]}.
    {get_list,{x,0},{x,2},{x,0}}.
    {gc_bif,'+',{f,0},3,[{x,2},{integer,1}],{x,2}}.
    {test_heap,2,3}.
    {put_list,{x,2},{x,1},{x,1}}.
    {call_only,2,{f,2}}.  % f/2
  {label,3}.
    {test,is_nil,{f,1},[{x,0}]}.
    {allocate,0,2}.
    {move,{x,1},{x,0}}.
    {line,[{location,${file},4}]}.
    {call_ext,1,{extfunc,lists,reverse,1}}.
    {test_heap,3,1}.
    {put_tuple2,{x,0},{list,[{atom,'big atom'},{x,0}]}}.
    {deallocate,0}.
    return.
`,
  );
  assert.match(
    text("g"),
    /\{bs_match,\{f,\d\},\{x,\d\},\{commands,\[\{ensure_at_least,24,8\},\n {8}\{integer,\d,nil,8,1,/,
  );
  assert.match(text("h"), /\{atom,string\},\d,8,nil,\{string,<<"ab">>\},\{integer,2\},\n {8}\{atom,integer\},/);
  const all = moduleText(m, printTerm);
  assert.ok(all.startsWith("{module, d}.\n\n{exports, ["));
  assert.equal(all.match(/^\{function, /gm)!.length, m.functions.length);
});
