/**
 * What programs cannot show of tracing, since it takes NIFs or ports: tracer modules and tracer ports.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { MESSAGES } from "../../src/bifs/erlang/messages.ts";
import { TRACE_BIFS } from "../../src/bifs/trace/index.ts";
import { type Bif, bifTable } from "../../src/runtime/bif.ts";
import type { Exec } from "../../src/runtime/exec.ts";
import type { PortServices } from "../../src/runtime/vm.ts";
import { atoms, TRUE } from "../../src/term/atom.ts";
import { Port } from "../../src/term/identifier.ts";
import { list } from "../../src/term/list.ts";
import { displayTerm } from "../../src/term/print.ts";
import type { Term } from "../../src/term/term.ts";
import { tuple2, tuple3 } from "../../src/term/tuple.ts";
import { call, receive, start, type TestVm, testVm } from "../support/native_process.ts";

const A = atoms(
  "tracer",
  "my_tracer",
  "state",
  "send",
  "trace",
  "discard",
  "remove",
  "trace_status",
  "hello",
  "secret",
  "ok",
);

function bif(table: readonly Bif[], name: string, arity: number) {
  return (table.find((b) => b.name === name && b.arity === arity) as Bif).fn;
}
const trace_3 = bif(TRACE_BIFS, "trace", 3);
const send_2 = bif(MESSAGES, "!", 2);

/** A tracer module that keeps what it hears. */
function withTracerModule(heard: string[], status: Term): TestVm {
  const vm = testVm();
  const table = bifTable("my_tracer", {
    "enabled/3": { doc: "", nif: true, fn: (_x: Exec, tag: Term) => (tag === A.trace_status ? status : A.trace) },
    "trace/5": { doc: "", nif: true, fn: () => A.ok },
    "trace_send/5": {
      doc: "",
      nif: true,
      fn: (_x: Exec, tag: Term, state: Term, _tracee: Term, term: Term, options: Term) => {
        heard.push([tag, state, term, options].map((t) => displayTerm(t)).join(" "));
        return A.ok;
      },
    },
  });
  for (const b of table) vm.export(A.my_tracer, atoms(b.name)[b.name] as never, b.arity).bif = b;
  return vm;
}

function sender(vm: TestVm, tracer: Term): void {
  const other = start(vm, function* () {
    return yield receive();
  });
  const p = start(vm, function* () {
    yield receive();
    return yield call(send_2, other.pid, A.hello);
  });
  start(vm, function* () {
    yield call(trace_3, p.pid, TRUE, list(A.send, tracer));
    return yield call(send_2, p.pid, A.secret);
  });
  vm.host.settle();
}

test("a tracer module of NIFs is asked and told", () => {
  const heard: string[] = [];
  sender(withTracerModule(heard, A.trace), tuple3(A.tracer, A.my_tracer, A.state));
  assert.equal(heard.length, 1);
  assert.match(heard[0] as string, /^send state hello #\{extra=><0\.\d+\.0>\}$/);
});

test("a tracer module that is not there any more hears nothing", () => {
  const heard: string[] = [];
  sender(withTracerModule(heard, A.remove), tuple3(A.tracer, A.my_tracer, A.state));
  assert.deepEqual(heard, []);
});

test("a tracer port gets the external term", () => {
  const vm = testVm();
  const port = new Port(undefined, 0, 7);
  const out: Uint8Array[] = [];
  vm.ports = {
    isOpen: (p: Port) => p === port,
    output: (_p: Port, bytes: Uint8Array) => out.push(bytes),
  } as never as PortServices;
  sender(vm, tuple2(A.tracer, port));
  assert.equal(out.length, 1);
  assert.equal((out[0] as Uint8Array)[0], 131);
});
