/** `gluon pack`: what is packed runs as before, without what it does not need. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { inflateSync } from "node:zlib";
import { atom, charlist, createVm, tuple, type Value } from "../../src/embed/index.ts";
import { unbundle } from "../../src/pack/bundle.ts";
import { compiled } from "../support/compiled.ts";
import { gluonCommand } from "../support/gluon.ts";
import { ROOT } from "../support/modules.ts";
import { otp } from "../support/otp.ts";

const folder = mkdtempSync(join(tmpdir(), "gluon-pack-"));
after(() => rmSync(folder, { recursive: true }));
for (const name of ["app", "counter", "helpers"])
  writeFileSync(join(folder, `${name}.beam`), compiled(join(ROOT, `test/pack/${name}.erl`)));

function pack(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const [gluon, ...first] = gluonCommand();
  const env = { ...process.env, GLUON_OTP: otp(27).home };
  return spawnSync(gluon, [...first, "pack", ...args], { cwd: folder, env, encoding: "utf8" });
}

const modulesOf = (file: string) =>
  unbundle(new Uint8Array(readFileSync(join(folder, file))), (data) => inflateSync(data));

test("a supervised server runs from its bundle alone", async () => {
  const { status, stdout, stderr } = pack("--report", "app.beam", "-o", "out.gluon");
  assert.deepEqual([status, stderr], [0, ""]);
  assert.match(stdout, /^counter +\d+ of \d+ functions .* for app:/m);
  assert.match(stdout, /^out\.gluon: \d+ modules, \d+ of \d+ functions, \d+ bytes$/m);
  const written: string[] = [];
  const decoder = new TextDecoder();
  const vm = await createVm({
    modules: [readFileSync(join(folder, "out.gluon"))],
    output: (bytes, fd) => fd === 1 && written.push(decoder.decode(bytes)),
  });
  assert.equal(await vm.call("app", "main"), atom("ok"));
  assert.equal(written.join(""), "[{specs,1},{active,1},{supervisors,0},{workers,1}] €\n");
  vm.stop();
});

test("what the logger lets through is an event", async () => {
  const vm = await createVm({ modules: [readFileSync(join(folder, "out.gluon"))], output: () => {} });
  const logs: string[] = [];
  vm.on("log", ({ level, text }) => logs.push(`${level} ${text}`));
  await vm.call("app", "main");
  await new Promise(setImmediate);
  assert.match(logs.join("\n"), /^error .*child_terminated[\s\S]*\{reason,killed\}/);
  vm.stop();
});

test("what is not reached is not there", () => {
  pack("app.beam", "-o", "out.gluon");
  const modules = modulesOf("out.gluon");
  assert.ok(modules.has("gen_server") && modules.has("supervisor"));
  for (const name of ["mnesia", "ssl", "compile", "net_kernel", "logger_server"]) assert.ok(!modules.has(name), name);
  const lists = modules.get("lists") as Uint8Array;
  assert.ok(lists.length < 20_000, `lists has ${lists.length} bytes`);
});

test("a program that makes the names it calls says so", async () => {
  // The evaluator of expressions calls what it reads.
  const packed = pack("erl_scan", "erl_parse", "erl_eval", "--include", "lists:sum/1", "-o", "eval.gluon");
  assert.equal(packed.status, 0);
  const vm = await createVm({ modules: [readFileSync(join(folder, "eval.gluon"))] });
  const evaluate = async (text: string): Promise<Value> => {
    const [, tokens] = (await vm.call("erl_scan", "string", [charlist(text)])) as Value[];
    const [, expressions] = (await vm.call("erl_parse", "parse_exprs", [tokens])) as Value[];
    return ((await vm.call("erl_eval", "exprs", [expressions, new Map()])) as Value[])[1];
  };
  assert.equal(await evaluate("lists:sum([X * X || X <- [1, 2, 3], X rem 2 =:= 1])."), 10);
  await assert.rejects(evaluate("lists:enumerate([a])."), /undef/);
  vm.stop();
});

test("what BIFs call is there", async () => {
  assert.equal(pack("helpers.beam", "-o", "helpers.gluon").status, 0);
  const vm = await createVm({ modules: [readFileSync(join(folder, "helpers.gluon"))] });
  const [match, replaced, utf16, text] = (await vm.call("helpers", "main")) as Value[];
  assert.deepEqual(match, tuple(atom("match"), [[charlist("a")], [charlist("a")]]));
  assert.deepEqual([replaced, text], [charlist("x+y+z"), charlist("a")]);
  assert.deepEqual(utf16, Uint8Array.of(0, 97, 0, 98));
  vm.stop();
});

test("OTP's own emulator loads the modules", () => {
  pack("app.beam", "--lines", "-o", "lines.gluon");
  for (const [name, bytes] of modulesOf("lines.gluon")) writeFileSync(join(folder, `${name}.packed`), bytes);
  const program = `
    Load = fun(F) -> {ok, B} = file:read_file(F), M = list_to_atom(filename:basename(F, ".packed")),
      case erlang:prepare_loading(M, B) of {error, Why} -> io:format("~p ~p~n", [M, Why]); _ -> ok end end,
    lists:foreach(Load, filelib:wildcard("*.packed")), halt().`;
  const args = ["-noshell", "-eval", program.replace(/\s+/g, " ")];
  // Literals that are not compressed are a thing of OTP 28.
  const printed = execFileSync(otp(29).erl, args, { cwd: folder, encoding: "utf8" });
  // Preloaded modules may only be prepared by the emulator itself.
  assert.equal(printed, "");
});

test("as an ES module, and as a page", async () => {
  assert.equal(pack("--target", "module", "app.beam").status, 0);
  const made = (await import(pathToFileURL(join(folder, "app.mjs")).href)) as { default: Uint8Array };
  const vm = await createVm({ modules: [made.default], output: () => {} });
  assert.equal(await vm.call("app", "main"), atom("ok"));
  vm.stop();
  assert.equal(pack("--target=page", "app.beam", "-o", "page").status, 0);
  assert.deepEqual(readdirSync(join(folder, "page")).sort(), ["gluon", "index.html", "main.js", "program.gluon"]);
  assert.match(readFileSync(join(folder, "page/main.js"), "utf8"), /vm\.call\("app", "main"\)/);
});

test("what is wrong is said", async () => {
  const nowhere = pack("no_such_module");
  assert.deepEqual([nowhere.status, nowhere.stderr], [1, "gluon: pack: there is no module no_such_module\n"]);
  assert.match(pack("--target", "tape", "app").stderr, /--target is bundle, module, page, not tape/);
  assert.equal(pack().status, 2);
  assert.match(pack("--include", "app:main/x", "app.beam").stderr, /--include is MODULE/);
  writeFileSync(join(folder, "broken.beam"), "FOR1");
  assert.match(pack("broken.beam").stderr, /broken\.beam/);
  const cut = readFileSync(join(folder, "out.gluon")).subarray(0, 5000);
  await assert.rejects(createVm({ modules: [cut] }), /cut off or damaged/);
});
