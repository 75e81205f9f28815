/**
 * JavaScript from Erlang: the module `js`, calls that answer at once, NIFs in JavaScript. Runs elsewhere as well:
 * test/hosts/embed_run.ts.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import {
  atom,
  createVm,
  ErlangError,
  type Pid,
  tuple,
  type Value,
  type Vm,
  VmStoppedError,
} from "../../src/embed/index.ts";
import { otpModules } from "../../src/hosts/node/embed.ts";
import { compiled } from "../support/compiled.ts";
import { ROOT } from "../support/modules.ts";
import { otp } from "../support/otp.ts";

const interop = compiled(join(ROOT, "test/embed/interop.erl"));
const natives = compiled(join(ROOT, "test/embed/my_nif.erl"));
const findModule = otpModules({ otp: otp(27).home });

const later = (delay_ms: number, value: unknown) => new Promise((done) => setTimeout(() => done(value), delay_ms));

function newVm(more: object = {}): Promise<Vm> {
  const global = {
    Math,
    Date,
    JSON,
    Uint8Array,
    EventTarget,
    Event,
    later,
    rejects: (text: string) => Promise.reject(new Error(text)),
    thrower: () => {
      throw { code: 7 };
    },
    twice: (fun: (value: number) => Promise<number>, value: number) => fun(value),
    ...more,
  };
  return createVm({ modules: [interop], findModule, js: { global } });
}

const words = (values: Value) => (values as Value[]).map((value) => [...(value as Value[])].map(plain));
const plain = (value: Value): Value =>
  value instanceof Uint8Array
    ? new TextDecoder().decode(value)
    : Array.isArray(value)
      ? [...value].map(plain)
      : value !== null && typeof value === "object" && "name" in value
        ? String(value)
        : value;

test("properties, methods, classes, copies", async () => {
  const vm = await newVm();
  assert.equal(await vm.call("interop", "basics"), atom("ok"));
  vm.stop();
});

test("JavaScript's exceptions are Erlang's", async () => {
  const vm = await newVm();
  const [missing, nothing, syntax = [], thrown = [], key, args, noClass] = words(await vm.call("interop", "errors"));
  assert.deepEqual(missing, ["error", ["js_error", "TypeError", "nothing is not a function"]]);
  assert.deepEqual(nothing, ["error", ["js_error", "TypeError", "undefined has no properties"]]);
  assert.deepEqual((syntax[1] as Value[]).slice(0, 2), ["js_error", "SyntaxError"]);
  assert.equal((thrown[1] as Value[])[0], "js_throw");
  assert.deepEqual(
    [key, args],
    [
      ["error", "badarg"],
      ["error", "badarg"],
    ],
  );
  assert.deepEqual(noClass, ["error", ["js_error", "TypeError", "that is not a function"]]);
  vm.stop();
});

test("promises: one process waits, or a message comes", async () => {
  const vm = await newVm();
  assert.equal(await vm.call("interop", "promises"), atom("ok"));
  vm.stop();
});

test("funs as callbacks, later and at once", async () => {
  const vm = await newVm();
  const [waits, fails, loops] = words(await vm.call("interop", "callbacks"));
  assert.deepEqual(waits, ["error", ["js_error", "ErlangError", "exit: {sync_call,waits}"]]);
  assert.deepEqual(fails, ["error", ["js_error", "ErlangError", "error: inside"]]);
  assert.deepEqual(loops, ["error", ["js_error", "ErlangError", "exit: {sync_call,takes_too_long}"]]);
  vm.stop();
});

test("events are messages", async () => {
  const vm = await newVm();
  assert.equal(await vm.call("interop", "events"), atom("ok"));
  vm.stop();
});

test("objects pass through calls as themselves", async () => {
  const vm = await newVm();
  const date = new Date();
  const fun = () => 1;
  assert.equal(await vm.call("interop", "same", [date as unknown as Value]), date);
  assert.equal(await vm.call("interop", "same", [fun as unknown as Value]), fun);
  vm.stop();
});

test("JavaScript that a process calls may end it, or the VM", async () => {
  const vm: Vm = await newVm({ stop: () => vm.stop(), kill: (pid: Pid) => vm.kill(pid) });
  await assert.rejects(vm.call("interop", "kill_inside"), /exit: killed/);
  await assert.rejects(vm.call("interop", "stop_inside"), VmStoppedError);
});

test("a call that answers at once", async () => {
  const vm = await newVm();
  assert.deepEqual(vm.callSync("lists", "reverse", [[1, 2, 3]]), [3, 2, 1]);
  assert.throws(() => vm.callSync("timer", "sleep", [10]), /sync_call,waits/);
  assert.throws(() => vm.callSync("erlang", "error", [atom("x")]), ErlangError);
  assert.equal(vm.processes().filter((p) => p.initialCall === "timer:sleep/1").length, 0);
  vm.stop();
  assert.throws(() => vm.callSync("lists", "reverse", [[]]), VmStoppedError);
});

test("without the option there is no JavaScript", async () => {
  const vm = await createVm({ modules: [interop], findModule });
  await assert.rejects(vm.call("js", "global"), /undef/);
  await assert.rejects(vm.call("interop", "basics"), /undef/);
  await assert.rejects(vm.call("interop", "same", [(() => 1) as unknown as Value]), TypeError);
  vm.stop();
});

test("NIFs in JavaScript", async () => {
  const nifs = {
    my_nif: {
      "add/2": (a: number, b: number) => a + b,
      "later/1": async (value: Value) => tuple(atom("ok"), (await later(5, value)) as Value),
      "fails/0": () => {
        throw new RangeError("too far");
      },
    },
  };
  const vm = await createVm({ modules: [natives], findModule, nifs });
  assert.equal(await vm.call("my_nif", "add", [40, 2]), 42);
  assert.deepEqual(await vm.call("my_nif", "later", ["x"], { strings: true }), tuple(atom("ok"), "x"));
  await assert.rejects(vm.call("my_nif", "fails"), /js_error,<<"RangeError">>,<<"too far">>/);
  assert.equal(await vm.call("my_nif", "plain"), atom("erlang"));
  vm.stop();
  const without = await createVm({ modules: [natives], findModule });
  await assert.rejects(without.call("my_nif", "add", [1, 2]), /undef/);
  without.stop();
  await assert.rejects(createVm({ nifs: { my_nif: { add: () => 1 } } }), /"add" is not the NAME\/ARITY of a function/);
});
