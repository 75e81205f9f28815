/**
 * Ports with a driver of the test's own: what the interface promises to drivers and to processes, beyond what programs on
 * real erl show (test/programs/port_*.erl).
 */
import { ports } from "../../src/bifs/ports.ts";
import assert from "node:assert/strict";
import { test } from "node:test";
import { PORT_BIFS } from "../../src/bifs/erlang/ports.ts";
import { send_2 } from "../../src/bifs/erlang/messages.ts";
import type { BifFunction } from "../../src/runtime/bif.ts";
import type { Process } from "../../src/runtime/process.ts";
import { type Driver, type DriverInstance, type DriverPort, OpenError } from "../../src/ports/driver.ts";
import { atom } from "../../src/term/atom.ts";
import { fromUtf8String } from "../../src/term/bits.ts";
import { Port, Ref } from "../../src/term/identifier.ts";
import { list, listFromString, NIL } from "../../src/term/list.ts";
import { formatPretty } from "../../src/term/pretty.ts";
import type { Term } from "../../src/term/term.ts";
import { tuple2 } from "../../src/term/tuple.ts";
import { createVm, type VmOptions } from "../../src/vm.ts";
import { type Body, call, FakeHost, receive, start, type TestVm } from "../support/native_process.ts";

/** A driver whose ports the test holds in its hands. */
class Toy implements Driver {
  readonly name: string;
  readonly opensLater?: true;
  readonly softBusy?: true;
  ports: DriverPort[] = [];
  log: string[] = [];
  queue = 0;
  refuse: string | undefined;
  constructor(name: string, flags: { opensLater?: true; softBusy?: true } = {}) {
    this.name = name;
    Object.assign(this, flags);
  }
  get port(): DriverPort {
    return this.ports.at(-1) as DriverPort;
  }
  start(port: DriverPort, name: Uint8Array): DriverInstance | OpenError {
    if (this.refuse !== undefined) return new OpenError(this.refuse);
    this.ports.push(port);
    this.log.push(`start ${Buffer.from(name)}`);
    return {
      output: (data) => void this.log.push(`output ${Buffer.from(data)}`),
      control: (operation, data) => (operation === 1 ? data : undefined),
      call: (_operation, data) => (data === NIL ? undefined : tuple2(data, data)),
      queued: () => this.queue,
      flush: () => void this.log.push("flush"),
      stop: () => void this.log.push("stop"),
    };
  }
}

function bif(name: string, arity: number): BifFunction {
  return PORT_BIFS.find((b) => b.name === name && b.arity === arity)?.fn as BifFunction;
}
const openPort = (name: string, options: Term = NIL) =>
  call(bif("open_port", 2), tuple2(atom("spawn_driver"), listFromString(name)), options);
const command = (port: Term, data: string, options: Term = NIL) =>
  call(bif("port_command", 3), port, listFromString(data), options);

function vmWith(drivers: readonly Driver[], options: VmOptions = {}): TestVm {
  return createVm(new FakeHost(), { ...options, extensions: [ports(drivers)] }) as unknown as TestVm;
}

/** Runs `body` in a process until nothing can run; what it says, and its exit reason. */
function run(vm: TestVm, body: (self: Process, say: (t: Term) => void) => Body): { said: string[]; process: Process } {
  const said: string[] = [];
  const process = start(vm, (self) => body(self, (t) => said.push(formatPretty(t))));
  vm.host.settle();
  return { said, process };
}

test("a driver gets its name, commands, and its end", () => {
  const toy = new Toy("toy");
  const vm = vmWith([toy]);
  const { said } = run(vm, function* (_self, say) {
    const port = yield openPort("toy with arguments");
    say(yield command(port, "a"));
    say(yield call(send_2, port, tuple2(_self.pid, tuple2(atom("command"), listFromString("b")))));
    say(yield call(bif("port_close", 1), port));
    say(yield command(port, "c"));
    return NIL;
  });
  assert.deepEqual(toy.log, ["start toy with arguments", "output a", "output b", "stop"]);
  assert.deepEqual([said[0], said[2], said[3]], ["true", "true", "badarg"]);
  assert.equal(vm.ports?.count, 0);
});

test("control and call: lists or binaries, terms, or badarg", () => {
  const toy = new Toy("toy");
  const { said } = run(vmWith([toy]), function* (_self, say) {
    const port = yield openPort("toy");
    say(yield call(bif("port_control", 3), port, 1, fromUtf8String("ab")));
    toy.port.binaryControl = true;
    say(yield call(bif("port_control", 3), port, 1, fromUtf8String("ab")));
    say(yield call(bif("port_control", 3), port, 2, NIL));
    say(yield call(bif("port_call", 3), port, 1, atom("x")));
    say(yield call(bif("port_call", 3), port, 1, NIL));
    return NIL;
  });
  assert.deepEqual(said, ['"ab"', '<<"ab">>', "badarg", "{ok,{x,x}}", "badarg"]);
});

test("a port that opens later: first a reference, then the port or the reason", () => {
  const toy = new Toy("toy", { opensLater: true });
  const vm = vmWith([toy]);
  const body = (trap: boolean) =>
    function* (self: Process, say: (t: Term) => void): Body {
      self.trapExit = trap;
      const ref = yield openPort("toy");
      assert.ok(ref instanceof Ref);
      say(yield receive());
      say(yield receive(() => true, 10));
      return NIL;
    };
  const good = run(vm, body(false));
  toy.port.opened();
  vm.host.advance(20);
  assert.match(good.said[0] as string, /^\{#Ref<.*>,#Port<0\.0>\}$/);
  assert.equal(good.said[1], "timeout");
  const bad = run(vm, body(true));
  toy.port.openFailed("emfile");
  vm.host.advance(20);
  assert.match(bad.said[0] as string, /^\{#Ref<.*>,emfile\}$/);
  assert.equal(bad.said[1], "timeout", "no exit signal follows");
  assert.equal(vm.ports?.count, 0);
});

test("a driver that refuses: the reason, and nothing is left", () => {
  const toy = new Toy("toy");
  toy.refuse = "enoent";
  const vm = vmWith([toy]);
  const { said, process } = run(vm, function* (_self, say) {
    say(yield openPort("toy"));
    say(yield openPort("other"));
    return NIL;
  });
  assert.deepEqual(said, ["enoent", "badarg"]);
  assert.equal(process.links, null);
  assert.equal(vm.ports?.count, 0);
});

test("the table is full: system_limit", () => {
  const { said } = run(vmWith([new Toy("toy")], { emulator: { portLimit: 2 } }), function* (_self, say) {
    yield openPort("toy");
    const second = yield openPort("toy");
    say(yield openPort("toy"));
    yield call(bif("port_close", 1), second);
    say((yield openPort("toy")) instanceof Port ? atom("opened") : NIL);
    return NIL;
  });
  assert.deepEqual(said, ["system_limit", "opened"]);
});

test("a busy port suspends its senders; the first goes last", () => {
  const toy = new Toy("toy", { softBusy: true });
  const vm = vmWith([toy]);
  let port: Term = NIL;
  const owner = run(vm, function* () {
    port = yield openPort("toy");
    return yield receive();
  });
  toy.port.setBusy(true);
  const senders = ["a", "b", "c"].map((name) =>
    run(vm, function* (_self, say) {
      say(yield command(port, name));
      return NIL;
    }),
  );
  const other = run(vm, function* (_self, say) {
    say(yield command(port, "no", list(atom("nosuspend"))));
    say(yield command(port, "forced", list(atom("force"))));
    return NIL;
  });
  assert.deepEqual(other.said, ["false", "true"]);
  assert.deepEqual(
    senders.map((s) => s.said),
    [[], [], []],
  );
  toy.port.setBusy(false);
  vm.host.settle();
  assert.deepEqual(toy.log.slice(1), ["output forced", "output b", "output c", "output a"]);
  assert.deepEqual(
    senders.map((s) => s.said),
    [["true"], ["true"], ["true"]],
  );
  assert.notEqual(owner.process.status, 4);
});

test("who waits for a port that goes learns of it", () => {
  const toy = new Toy("toy");
  const vm = vmWith([toy]);
  const { said } = run(vm, function* (self, say) {
    self.trapExit = true;
    const port = yield openPort("toy");
    toy.port.setBusy(true);
    say(yield command(port, "a"));
    say(yield receive());
    return NIL;
  });
  toy.port.fail("epipe");
  vm.host.settle();
  assert.deepEqual(said, ["badarg", "{'EXIT',#Port<0.0>,epipe}"]);
});

test("a port closes when what is queued is written; kill and errors do not wait", () => {
  for (const how of ["close", "kill", "fail"]) {
    const toy = new Toy("toy");
    const vm = vmWith([toy]);
    const { said } = run(vm, function* (self, say) {
      self.trapExit = true;
      const port = (yield openPort("toy")) as Port;
      toy.queue = 10;
      if (how === "close") yield call(send_2, port, tuple2(self.pid, atom("close")));
      else if (how === "kill") vm.ports?.exit(port, self.pid, atom("kill"));
      else toy.port.fail("eio");
      say(vm.ports?.isOpen(port) === false ? atom("gone") : NIL);
      for (;;) say(yield receive());
    });
    if (how !== "close") {
      assert.deepEqual(toy.log, ["start toy", "stop"]);
      assert.deepEqual(said, ["gone", `{'EXIT',#Port<0.0>,${how === "kill" ? "killed" : "eio"}}`]);
      continue;
    }
    assert.deepEqual(toy.log, ["start toy", "flush"]);
    assert.deepEqual(said, ["gone", "{'EXIT',#Port<0.0>,normal}"]);
    toy.queue = 0;
    toy.port.drained();
    vm.host.settle();
    assert.deepEqual(toy.log, ["start toy", "flush", "stop"]);
    assert.equal(said.at(-1), "{#Port<0.0>,closed}");
  }
});

test("input: the options' format; after the end nothing comes", () => {
  const toy = new Toy("toy");
  const vm = vmWith([toy]);
  const { said } = run(vm, function* (self, say) {
    self.trapExit = true;
    yield openPort("toy", list(atom("binary")));
    for (;;) say(yield receive());
  });
  const { port } = toy;
  port.output(Buffer.from("abc"));
  port.output(undefined, Uint8Array.of(1, 2));
  port.output(Buffer.from("x"), Uint8Array.of(9));
  port.exitStatus(3);
  port.endOfInput();
  port.output(Buffer.from("late"));
  port.endOfInput();
  vm.host.settle();
  assert.deepEqual(said, [
    '{#Port<0.0>,{data,<<"abc">>}}',
    "{#Port<0.0>,{data,[1,2]}}",
    '{#Port<0.0>,{data,[9|<<"x">>]}}',
    "{#Port<0.0>,{exit_status,3}}",
    "{'EXIT',#Port<0.0>,normal}",
  ]);
});

test("exit: the owner does not learn of it", () => {
  const toy = new Toy("toy");
  const vm = vmWith([toy]);
  const { said } = run(vm, function* (self, say) {
    self.trapExit = true;
    yield openPort("toy");
    for (;;) say(yield receive());
  });
  toy.port.exit("eio");
  vm.host.settle();
  assert.deepEqual(said, []);
  assert.deepEqual(toy.log, ["start toy", "stop"]);
});

test("halt waits for what is queued, unless it is not to", () => {
  for (const flush of [true, false]) {
    const toy = new Toy("toy");
    let status: number | undefined;
    const vm = vmWith([toy], {
      onHalt: (s) => {
        status = s;
      },
    });
    run(vm, function* () {
      yield openPort("toy");
      yield openPort("toy");
      toy.queue = 5;
      return yield receive();
    });
    vm.halt(7, flush);
    assert.equal(status, flush ? undefined : 7);
    if (!flush) continue;
    toy.queue = 0;
    for (const port of toy.ports) port.drained();
    assert.equal(status, 7);
    assert.equal(toy.log.filter((l) => l === "stop").length, 2);
  }
});

test("releases: a driver is there only where it says", () => {
  const old: Driver = { name: "old", releases: [25], start: () => ({}) };
  const open = (release: 25 | 27) =>
    run(vmWith([old], { release }), function* (_self, say) {
      say((yield openPort("old")) instanceof Port ? atom("opened") : atom("badarg"));
      return NIL;
    }).said;
  assert.deepEqual([open(25), open(27)], [["opened"], ["badarg"]]);
});
