import assert from "node:assert/strict";
import { test } from "node:test";
import { atoms } from "../../src/term/atom.ts";
import { binary } from "../../src/term/bits.ts";
import { list, listFromString, listToArray, NIL } from "../../src/term/list.ts";
import type { Term } from "../../src/term/term.ts";
import { tuple, type Tuple, tuple2, tuple3, tupleToArray } from "../../src/term/tuple.ts";
import { charDataBytes } from "../../src/runtime/char_data.ts";
import { localeEncoding, startIoServer } from "../../src/runtime/io_server.ts";
import type { Bif } from "../../src/runtime/bif.ts";
import type { Process } from "../../src/runtime/process.ts";
import { MESSAGES } from "../../src/bifs/erlang/messages.ts";
import { call, receive, start, type TestVm, testVm } from "../support/native_process.ts";

const A = atoms("user", "io_request", "io_reply", "put_chars", "unicode", "latin1", "ok", "error", "eof", "requests");
const B = atoms(
  "get_line",
  "get_chars",
  "get_until",
  "getopts",
  "setopts",
  "binary",
  "encoding",
  "done",
  "more",
  "m",
  "f",
);
const C = atoms("enotsup", "foo", "request", "true", "false", "get_geometry", "columns");
const send = (MESSAGES.find((b) => b.name === "!") as Bif).fn;

/** Sends the requests to the server, one after the other; the replies. */
function ask(vm: TestVm, server: Process, ...requests: Term[]): Term[] {
  const replies: Term[] = [];
  start(vm, function* (self) {
    for (const r of requests) {
      yield call(send, server.pid, tuple(A.io_request, self.pid, 1, r));
      replies.push((tupleToArray((yield receive()) as Tuple) as Term[])[2] as Term);
    }
    return A.ok;
  });
  vm.host.settle();
  return replies;
}

/** Lets `chunks` come from standard input. */
function input(vm: TestVm, ...chunks: (string | undefined)[]): void {
  Object.assign(vm.host, {
    read(callback: (chunk: Uint8Array | undefined) => void) {
      for (const c of chunks) vm.host.soon(() => callback(c === undefined ? undefined : Buffer.from(c, "latin1")));
    },
  });
}

function text(t: Term | undefined): string {
  return String.fromCodePoint(...(listToArray(t as Term) as number[]));
}

test("put_chars writes in the device's encoding", () => {
  const vm = testVm();
  const server = startIoServer(vm, A.user, 1, "unicode");
  const replies = ask(
    vm,
    server,
    tuple3(A.put_chars, A.unicode, list(228, 1024, binary(Buffer.from("é")))),
    tuple3(A.put_chars, A.latin1, binary(Uint8Array.of(228))),
    tuple2(B.setopts, list(tuple2(B.encoding, A.latin1))),
    tuple3(A.put_chars, A.unicode, list(228, 1024)),
    tuple3(A.put_chars, A.latin1, list(1024)),
    tuple2(A.requests, list(tuple2(A.put_chars, listFromString("a")), C.foo, tuple2(A.put_chars, listFromString("b")))),
    tuple2(C.get_geometry, C.columns),
    C.foo,
  );
  assert.equal(Buffer.from(vm.host.written.join(""), "latin1").toString("latin1").slice(0, 6), "Ã¤Ð\x80Ã©");
  assert.equal(vm.host.written.slice(1).join(""), "Ã¤\xe4\\x{400}a");
  assert.deepEqual([replies[0], replies[1], replies[2], replies[3]], [A.ok, A.ok, A.ok, A.ok]);
  const error = (t: Term | undefined): Term => tupleToArray(t as Tuple)[1] as Term;
  assert.equal((tupleToArray(error(replies[4]) as Tuple) as Term[])[0], A.put_chars);
  assert.equal(error(replies[5]), C.request);
  assert.equal(error(replies[6]), C.enotsup);
  assert.equal(error(replies[7]), C.request);
});

test("put_chars calls Erlang code for the characters, and lives through its failure", () => {
  const vm = testVm();
  const server = startIoServer(vm, A.user, 1, "unicode");
  const e = vm.export(B.m, B.f, 1);
  e.f = (x: Term) => (x === 0 ? vm.exec.badarg() : list(x));
  const request = (n: number): Term => tuple(A.put_chars, A.unicode, B.m, B.f, list(n));
  const replies = ask(vm, server, request(65), request(0), request(66));
  assert.equal(vm.host.written.join(""), "AB");
  assert.equal(tupleToArray(replies[1] as Tuple)[1], B.f);
});

test("lines and characters come from standard input, output goes on meanwhile", () => {
  const vm = testVm();
  const server = startIoServer(vm, A.user, 1, "latin1");
  let more: ((chunk: Uint8Array | undefined) => void) | undefined;
  Object.assign(vm.host, { read: (callback: typeof more) => (more = callback) });
  const line = ask(vm, server, tuple3(B.get_line, A.latin1, listFromString("> ")));
  assert.deepEqual(line, []);
  ask(vm, server, tuple2(A.put_chars, listFromString("x")));
  assert.equal(vm.host.written.join(""), "> x");
  more?.(Buffer.from("ab\ncd"));
  vm.host.settle();
  assert.equal(text(line[0]), "ab\n");
  const chars = ask(vm, server, tuple(B.get_chars, A.latin1, NIL, 1), tuple(B.get_chars, A.latin1, NIL, 5));
  assert.equal(text(chars[0]), "c");
  more?.(undefined);
  vm.host.settle();
  assert.equal(text(chars[1]), "d");
  assert.deepEqual(ask(vm, server, tuple3(B.get_line, A.latin1, NIL)), [A.eof]);
});

test("UTF-8 cut between two chunks; binary mode", () => {
  const vm = testVm();
  const server = startIoServer(vm, A.user, 1, "unicode");
  input(vm, "\xc3", "\xa4\n", undefined);
  const replies = ask(vm, server, tuple2(B.setopts, list(B.binary)), tuple3(B.get_line, A.unicode, NIL));
  const bits = replies[1] as { bytes?: Uint8Array };
  assert.deepEqual([...(bits.bytes as Uint8Array)], [0xc3, 0xa4, 10]);
});

test("get_until asks for more and gives back the rest", () => {
  const vm = testVm();
  const server = startIoServer(vm, A.user, 1, "latin1");
  input(vm, "ab\ncd\nef\n", undefined);
  const e = vm.export(B.m, B.f, 2);
  e.f = (continuation: Term, data: Term) =>
    continuation === NIL ? tuple2(B.more, data) : tuple3(B.done, continuation, listFromString("rest\n"));
  const replies = ask(
    vm,
    server,
    tuple(B.get_until, A.latin1, NIL, B.m, B.f, NIL),
    tuple3(B.get_line, A.latin1, NIL),
    tuple3(B.get_line, A.latin1, NIL),
  );
  assert.deepEqual(replies.map(text), ["ab\n", "rest\n", "ef\n"]);
});

test("what is no character data", () => {
  assert.equal(charDataBytes(list(1, A.ok), "unicode", "unicode"), undefined);
  assert.equal(charDataBytes(list(0xd800), "unicode", "unicode"), undefined);
  assert.equal(charDataBytes(list(binary(Uint8Array.of(255))), "unicode", "unicode"), undefined);
  assert.deepEqual([...(charDataBytes(list(list(), list(97), NIL), "unicode", "latin1") ?? [])], [97]);
  let deep: Term = list(98);
  for (let i = 0; i < 1000000; i++) deep = list(deep);
  assert.deepEqual([...(charDataBytes(deep, "latin1", "latin1") ?? [])], [98]);
});

test("the locale decides the encoding", () => {
  assert.equal(localeEncoding({ LANG: "sv_SE.UTF-8" }), "unicode");
  assert.equal(localeEncoding({ LC_ALL: "C", LANG: "sv_SE.UTF-8" }), "latin1");
  assert.equal(localeEncoding(undefined), "latin1");
});
