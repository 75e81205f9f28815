/** The embedding API: calls, conversion, processes, isolation. Runs elsewhere as well: test/hosts/embed_run.ts. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import {
  Atom,
  atom,
  atomKeys,
  Bitstring,
  charlist,
  createVm,
  ErlangError,
  type ErlangFunction,
  float,
  ImproperList,
  type Pid,
  text,
  Tuple,
  tuple,
  type Value,
  type Vm,
  VmStoppedError,
} from "../../src/embed/index.ts";
import { otpModules } from "../../src/hosts/node/embed.ts";
import { compiled } from "../support/compiled.ts";
import { ROOT } from "../support/modules.ts";
import { otp } from "../support/otp.ts";

const embedded = compiled(join(ROOT, "test/embed/embedded.erl"));
const findModule = otpModules({ otp: otp(27).home });

function newVm(options: Parameters<typeof createVm>[0] = {}): Promise<Vm> {
  return createVm({ modules: [embedded], findModule, ...options });
}

/** After the VM's next turn. */
const soon = () => new Promise((resolve) => setTimeout(resolve, 0));

/** Values that come back as they went. */
const SAME: readonly Value[] = [
  0,
  -1,
  2 ** 53 - 1,
  2n ** 200n,
  -(2n ** 64n),
  1.5,
  -1e300,
  true,
  false,
  null,
  undefined,
  atom("ok"),
  atom("Größe 'x'"),
  new Uint8Array([0, 255, 128]),
  new Uint8Array(0),
  [],
  [1, [2, [3]]],
  tuple(),
  tuple(atom("error"), tuple(1, 2)),
  tuple(...Array.from({ length: 30 }, (_, i) => i)),
  new Map<Value, Value>([[1, [atom("a")]]]),
  new Map(),
  new ImproperList([1, 2], 3),
  new Bitstring(new Uint8Array([0b10100000]), 3),
];

test("values go there and come back", async () => {
  const vm = await newVm();
  for (const value of SAME) assert.deepEqual(await vm.call("embedded", "same", [value]), value);
  const many = new Map<Value, Value>(Array.from({ length: 100 }, (_, i) => [tuple(i), `${i}`]));
  const back = (await vm.call("embedded", "same", [many])) as Map<Value, Value>;
  assert.equal(back.size, 100);
  assert.deepEqual(await vm.call("embedded", "same", ["Größe"]), new TextEncoder().encode("Größe"));
  assert.equal(await vm.call("embedded", "same", ["Größe"], { strings: true }), "Größe");
  vm.stop();
});

test("Erlang sees them as it writes them", async () => {
  const vm = await newVm({ strings: true });
  const shown = async (value: Value) => vm.call("embedded", "text", [value]);
  assert.equal(await shown({ port: 80, "a b": [1.5, float(1), 1] }), '#{<<"a b">> => [1.5,1.0,1],<<"port">> => 80}');
  assert.equal(await shown(atomKeys({ port: 80 })), "#{port => 80}");
  assert.equal(await shown(charlist("abc€")), "[97,98,99,8364]");
  assert.equal(await shown([atom("a"), "b", tuple(), true, null, undefined]), '[a,<<"b">>,{},true,null,undefined]');
  assert.equal(await shown(-0), "0");
  assert.equal(await shown(1e25), "1.0e25");
  vm.stop();
});

test("JavaScript sees what Erlang makes", async () => {
  const vm = await newVm({ strings: true });
  const [one, float, big, ok, yes, nothing, none, word, bytes, bits, list, pair, improper, map] = (await vm.call(
    "embedded",
    "shapes",
  )) as Value[];
  assert.deepEqual([one, float, big], [1, 1.5, 2n ** 70n]);
  assert.equal(ok, atom("ok"));
  assert.ok(ok instanceof Atom && String(ok) === "ok" && JSON.stringify(ok) === '"ok"');
  assert.deepEqual([yes, nothing, none], [true, undefined, null]);
  assert.equal(word, "text");
  assert.deepEqual(bytes, new Uint8Array([255]));
  assert.deepEqual(bits, new Bitstring(new Uint8Array([0b10100000]), 3));
  assert.equal(text(list), "list");
  assert.ok(pair instanceof Tuple);
  assert.deepEqual([pair[0], (pair[1] as Tuple).length], [atom("a"), 0]);
  assert.deepEqual(improper, new ImproperList([atom("a")], atom("b")));
  assert.deepEqual(map, new Map([[atom("k"), [atom("v")]]]));
  vm.stop();
});

test("deep terms come over, cyclic values are refused", async () => {
  const vm = await newVm();
  let deep = await vm.call("embedded", "deep", [100_000]);
  let depth = 0;
  for (; Array.isArray(deep) && deep.length > 0; depth++) deep = deep[0];
  assert.equal(depth, 100_000);
  const cyclic: Value[] = [];
  cyclic.push(cyclic);
  await assert.rejects(vm.call("embedded", "same", [cyclic]), /cyclic/);
  await assert.rejects(vm.call("embedded", "same", [Number.NaN]), /NaN is no Erlang number/);
  await assert.rejects(vm.call("embedded", "same", [Symbol("x") as unknown as Value]), /symbol/);
  await assert.rejects(vm.call("embedded", "same", [new Date() as unknown as Value]), /class Date/);
  await assert.rejects(vm.call("embedded", "same", [(() => 1) as unknown as Value]), /function/);
  await assert.rejects(vm.call("x".repeat(256), "same", []), /255/);
  vm.stop();
});

test("exceptions are rejections with class, reason and Erlang's trace", async () => {
  const vm = await newVm({ strings: true });
  const failing = (how: string): Promise<ErlangError> =>
    vm.call("embedded", "fail", [atom(how)]).then(
      () => assert.fail("it did not fail"),
      (e) => e as ErlangError,
    );
  const error = await failing("error");
  assert.ok(error instanceof ErlangError);
  assert.deepEqual([error.class, error.reason], ["error", tuple(atom("bad"), "thing")]);
  assert.equal(error.message, 'error: {bad,<<"thing">>}');
  assert.match(error.stack ?? "", /at embedded:fail\/1 \(.*embedded\.erl:\d+\)/);
  assert.deepEqual([(await failing("exit")).class, (await failing("throw")).reason], ["exit", atom("ball")]);
  await assert.rejects(vm.call("nowhere", "f", []), /error: undef/);
  await assert.rejects(vm.call("erlang", "atom_to_list", [1]), /error: badarg/);
  vm.stop();
});

test("funs are functions", async () => {
  const vm = await newVm();
  const add = (await vm.call("embedded", "adder", [40])) as ErlangFunction;
  assert.equal(await add(2), 42);
  await assert.rejects(add(1, 2), /badarity/);
  assert.deepEqual(await vm.call("lists", "map", [add, [1, 2]]), [41, 42]);
  const reverse = (await vm.call("embedded", "exported")) as ErlangFunction;
  assert.deepEqual(await vm.apply(reverse, [[1, 2]]), [2, 1]);
  vm.stop();
});

test("spawn, send, mailboxes", async () => {
  const vm = await newVm();
  const echo = vm.spawn("embedded", "echo");
  const box = vm.mailbox();
  assert.equal(vm.send(echo, tuple(box.pid, 1)), true);
  const first = (await box.receive()) as Tuple;
  assert.equal(first[0], echo, "one pid, one handle");
  assert.match(String(echo), /^<0\.\d+\.0>$/);
  vm.send(echo, tuple(box.pid, 2));
  vm.send(echo, tuple(box.pid, 3));
  const third = (await box.receive((m) => (m as Tuple)[1] === 3)) as Tuple;
  assert.deepEqual([third[1], ((await box.receive()) as Tuple)[1]], [3, 2]);
  await vm.call("embedded", "burst", [box.pid, 1000]);
  const got: Value[] = [];
  for await (const message of box) if (got.push(message) === 1000) break;
  assert.deepEqual(
    got,
    Array.from({ length: 1000 }, (_, i) => i + 1),
  );
  const ended = vm.ended(echo);
  vm.send(echo, atom("stop"));
  assert.equal(await ended, atom("normal"));
  assert.equal(vm.send(echo, 1), false);
  assert.equal(await vm.ended(echo), atom("noproc"));
  const late = box.receive();
  box.close();
  await assert.rejects(late, /closed/);
  vm.stop();
});

test("names, exit signals, processes", async () => {
  const vm = await newVm();
  const exits: string[] = [];
  const server = vm.spawn("embedded", "registered_echo", [atom("server")]);
  vm.on("exit", ({ pid, reason }) => pid === server && exits.push(`${reason}`));
  while (vm.whereis("server") === undefined) await soon();
  assert.equal(vm.whereis("server"), server);
  const info = vm.processes().find((p) => p.pid === server);
  assert.deepEqual([info?.name, info?.initialCall, info?.messages], ["server", "embedded:registered_echo/1", 0]);
  assert.equal(vm.exit("server", atom("enough")), true);
  assert.equal(vm.exit("server", atom("enough")), false);
  await soon();
  assert.deepEqual(exits, ["enough"]);
  vm.stop();
});

test("a runaway is ended from outside, and others go on meanwhile", async () => {
  const vm = await newVm();
  const runaway = vm.spawn("embedded", "loop");
  assert.equal(await vm.call("embedded", "same", [1]), 1);
  const ended = vm.ended(runaway);
  assert.equal(vm.kill(runaway), true);
  assert.equal(await ended, atom("killed"));
  const before = vm.processes().length;
  await assert.rejects(vm.call("embedded", "loop", [], { signal: AbortSignal.timeout(30) }), /timeout/i);
  assert.equal(vm.processes().length, before, "the call's process is gone");
  const aborted = new AbortController();
  aborted.abort(new Error("not wanted"));
  await assert.rejects(vm.call("embedded", "same", [1], { signal: aborted.signal }), /not wanted/);
  vm.stop();
});

test("a stopped VM says so, and calls under way reject", async () => {
  const vm = await newVm();
  const halts: number[] = [];
  vm.on("halt", ({ status }) => halts.push(status));
  const waiting = vm.call("embedded", "wait");
  vm.stop(3);
  await assert.rejects(waiting, VmStoppedError);
  await assert.rejects(vm.call("embedded", "same", [1]), VmStoppedError);
  assert.throws(() => vm.spawn("embedded", "loop"), VmStoppedError);
  assert.deepEqual([vm.halted, halts], [3, [3]]);
  const other = await newVm();
  await assert.rejects(other.call("erlang", "halt", [4]), VmStoppedError);
  assert.equal(other.halted, 4);
});

test("VMs know nothing of each other", async () => {
  const [a, b] = await Promise.all([newVm(), newVm()]);
  const pid = a.spawn("embedded", "wait");
  assert.throws(() => b.send(pid, 1), /belongs to another VM/);
  await assert.rejects(b.call("embedded", "same", [pid]), /belongs to another VM/);
  const add = (await a.call("embedded", "adder", [1])) as ErlangFunction;
  await assert.rejects(b.call("embedded", "same", [add]), /another VM/);
  await a.call("erlang", "binary_to_atom", ["only in the first"]);
  await assert.rejects(b.call("erlang", "binary_to_existing_atom", ["only in the first"]), /badarg/);
  a.stop();
  assert.equal(await b.call("embedded", "same", [1]), 1);
  b.stop();
});

test("output, logs, defects", async () => {
  const written: string[] = [];
  const decoder = new TextDecoder();
  const vm = await newVm({ output: (bytes, fd) => written.push(`${fd} ${decoder.decode(bytes)}`) });
  await vm.call("embedded", "say", ["Größe €"]);
  assert.deepEqual(written, ["1 Größe €\n"]);
  const logs: string[] = [];
  const logged = new Promise<void>((resolve) => {
    vm.on("log", ({ level, text, pid }) => resolve(void logs.push(`${level} ${pid} ${text}`)));
  });
  const pid = (await vm.call("embedded", "crash")) as Pid;
  await logged;
  assert.match(
    logs[0] ?? "",
    new RegExp(`^error ${String(pid)} Error in process ${String(pid)} with exit value:\n{oops,`),
  );
  await assert.rejects(vm.load(new Uint8Array([1, 2, 3])), /not a module: .*embedded/);
  vm.stop();
});

test("modules are found by the VM itself, and what is wrong with a format is still said", async () => {
  const vm = await newVm();
  const ensure = (modules: Value) => vm.call("code", "ensure_modules_loaded", [modules]);
  assert.equal(await ensure([atom("lists"), atom("string")]), atom("ok"));
  const missing = (name: string) => tuple(atom(name), atom("nofile"));
  assert.deepEqual(
    await ensure([atom("aa"), atom("zz"), atom("lists"), atom("aa")]),
    tuple(atom("error"), [missing("zz"), missing("aa")]),
  );
  await assert.rejects(ensure([1]), /error: function_clause/);
  await assert.rejects(vm.call("io_lib", "format", [charlist("~q"), []]), /error: badarg/);
  vm.stop();
});

test("compressed terms", async () => {
  const vm = await newVm();
  // term_to_binary(lists:duplicate(100, a), [compressed]) of real erl.
  const bytes = [
    131, 80, 0, 0, 1, 50, 120, 156, 203, 97, 96, 96, 72, 41, 103, 76, 28, 69, 68, 162, 44, 0, 46, 63, 85, 255,
  ];
  assert.deepEqual(
    await vm.call("erlang", "binary_to_term", [new Uint8Array(bytes)]),
    Array.from({ length: 100 }, () => atom("a")),
  );
  bytes[bytes.length - 1] = (bytes.at(-1) as number) ^ 1;
  await assert.rejects(vm.call("erlang", "binary_to_term", [new Uint8Array(bytes)]), /badarg/);
  vm.stop();
});

test("limits", async () => {
  const logs: string[] = [];
  const vm = await newVm({
    limits: { processes: 1024, atoms: 60_000, processBytes: 2_000_000, messages: 5_000, reductions: 500 },
  });
  vm.on("log", ({ text }) => logs.push(text));
  await assert.rejects(vm.call("embedded", "processes", [2_000]), /system_limit/);
  await assert.rejects(vm.call("embedded", "atoms", [100_000]), /system_limit/);
  for (const { pid } of vm.processes().slice(10)) vm.kill(pid);
  await assert.rejects(vm.call("embedded", "hoard", [[]]), /exit: killed/);
  const slow = vm.spawn("embedded", "echo");
  const flood = vm.spawn("embedded", "flood", [vm.spawn("embedded", "wait_for_ever")]);
  assert.equal(vm.kill(flood), true);
  const full = vm.spawn("embedded", "full");
  const ended = vm.ended(full);
  const sender = vm.spawn("embedded", "flood", [full]);
  assert.equal(await ended, atom("killed"));
  vm.kill(sender);
  vm.kill(slow);
  assert.match(logs.join(""), /maximum heap size reached[\s\S]*has more than 5000 messages/);
  vm.stop();
  await assert.rejects(newVm({ limits: { processes: -1 } }), /limits\.processes is a positive integer, not -1/);
});

test("without capabilities there are no files, no environment, no programs, no JavaScript", async () => {
  const vm = await newVm({ strings: true });
  const id = charlist("id");
  const ways: readonly (readonly [string, string, readonly Value[]])[] = [
    ["file", "read_file", ["/etc/passwd"]],
    ["prim_file", "read_file", ["/etc/passwd"]],
    ["prim_file", "open", ["/etc/passwd", [atom("read")]]],
    ["prim_file", "get_cwd", []],
    ["erl_prim_loader", "get_file", [charlist("/etc/passwd")]],
    ["code", "load_abs", [charlist("/tmp/x")]],
    ["os", "cmd", [id]],
    ["os", "getenv", [charlist("PATH")]],
    ["erlang", "open_port", [tuple(atom("spawn"), id), []]],
    ["erlang", "open_port", [tuple(atom("fd"), 0, 1), []]],
    ["erlang", "load_nif", [charlist("x"), 0]],
    ["erl_ddll", "load_driver", [charlist("."), charlist("x")]],
    ["prim_socket", "open", [2, 1, 0, new Map()]],
    ["gen_tcp", "connect", [charlist("localhost"), 80, []]],
    ["net_kernel", "start", [[atom("x")]]],
    ["prim_tty", "init", [new Map()]],
    ["js", "global", []],
    ["js", "get", [1, "constructor"]],
    ["erts_debug", "set_internal_state", [atom("available_internal_state"), true]],
  ];
  for (const [module, name, args] of ways) {
    const outcome = await vm.call(module, name, args, { signal: AbortSignal.timeout(2000) }).then(
      (value) => (value === false || (value instanceof Tuple && value[0] === atom("error")) ? "refused" : value),
      () => "refused",
    );
    assert.equal(outcome, "refused", `${module}:${name}`);
  }
  assert.deepEqual(await vm.call("os", "getenv", []), []);
  assert.equal(vm.halted, undefined);
  vm.stop();
});
