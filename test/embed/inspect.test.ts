/** OTP's shell on a terminal that the program draws, and a look inside the VM. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createVm } from "../../src/embed/create.ts";
import { brief } from "../../src/embed/brief.ts";
import { Inspector, type MessageRow } from "../../src/embed/inspect.ts";
import { atom as a, tuple as t, type Value } from "../../src/embed/values.ts";
import type { Vm } from "../../src/embed/vm.ts";
import { DrawnTerminal } from "../../src/hosts/browser/terminal.ts";
import { atom } from "../../src/term/atom.ts";
import { binary } from "../../src/term/bits.ts";
import { list, listFromString } from "../../src/term/list.ts";
import { tuple } from "../../src/term/tuple.ts";
import { otpInMemory } from "../support/memory_otp.ts";

let vm: Vm;
let look: Inspector;
let output = "";
let prompted: Promise<string>;
const terminal = new DrawnTerminal({
  columns: 80,
  rows: 24,
  show: (bytes, shown) => {
    output += new TextDecoder().decode(bytes);
    setImmediate(shown);
  },
});

/** Types a line; resolves to what has been shown until `end`. */
async function shell(line: string, end: string): Promise<string> {
  output = "";
  if (line !== "") terminal.type(new TextEncoder().encode(`${line}\r`));
  for (let i = 0; i < 1000 && !output.includes(end); i++) await new Promise((done) => setTimeout(done, 20));
  assert.ok(output.includes(end), `no ${JSON.stringify(end)} in ${JSON.stringify(output)}`);
  return output;
}

/** Waits until `holds`, for as long as a slow machine may take. */
async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 2000 && !holds(); i++) await new Promise((done) => setTimeout(done, 10));
  assert.ok(holds(), `${holds}`);
}

before(async () => {
  prompted = shell("", "1> ");
  vm = await createVm({
    otp: { root: "/otp", terminal },
    files: otpInMemory(27),
    env: { TERM: "xterm-256color" },
    strings: true,
  });
  look = new Inspector(vm);
  await look.findApplications();
});
after(() => vm?.stop());

test("OTP's shell takes lines, edits them, knows the terminal's size", async () => {
  await prompted;
  assert.match(await shell("1 + 2.", "2> "), /\r\n3\r\n/);
  // Back over the 9, and an 8 in its place.
  assert.match(await shell("19\x7f8 + 0.", "3> "), /\r\n18\r\n/);
  assert.match(await shell("io:columns().", "4> "), /\{ok,80\}/);
  terminal.resize(100, 30);
  assert.match(await shell("timer:sleep(200), io:columns().", "5> "), /\{ok,100\}/);
});

test("the supervision tree", () => {
  const rows = look.processes();
  const named = (name: string) => rows.find((p) => p.name === name);
  const kernel = named("kernel_sup");
  assert.equal(kernel?.supervisor, true);
  assert.equal(kernel.application, "kernel");
  assert.equal(kernel.initialCall, "supervisor:kernel/1");
  const server = named("code_server");
  assert.equal(server?.parent, kernel.pid);
  assert.equal(server.status, "waiting");
  assert.equal(server.currentFunction, "code_server:loop/1");
  assert.equal(look.system().processes, rows.length);
  // On a slow machine one look measures few of them.
  for (let i = 0; i < rows.length && look.system().memory_bytes <= 10_000; i++) look.processes();
  const { memory_bytes } = look.system();
  assert.ok(memory_bytes > 10_000, `${memory_bytes} bytes`);
});

test("a process: state, stack, links", async () => {
  const kernel = look.processes().find((p) => p.name === "kernel_sup");
  const details = await look.process(kernel?.pid as string);
  assert.match(details?.state as string, /^\{state,\{local,kernel_sup\},one_for_all,/);
  assert.match(details?.stack[0] as string, /^gen_server:loop\/7 \(gen_server\.erl:\d+\)$/);
  const server = look.processes().find((p) => p.name === "code_server");
  assert.ok(details?.links.includes(server?.pid as string));
  assert.equal(details?.trapExit, true);
  assert.equal(await look.process("<0.9999.0>"), undefined);
  assert.equal(look.kill("<0.9999.0>"), false);
});

test("suspended, killed, and started again by its supervisor", async () => {
  const name = a("watched");
  const start = t(a("gen_event"), a("start_link"), [t(a("local"), name)]);
  const child = t(name, start, a("permanent"), 1000, a("worker"), [a("gen_event")]);
  await vm.call("supervisor", "start_child", [a("kernel_safe_sup"), child]);
  const pidOf = () => look.processes().find((p) => p.name === "watched")?.pid as string;
  const old = pidOf();
  look.suspend(old);
  look.suspend(old);
  assert.equal(look.processes().find((p) => p.pid === old)?.status, "suspended");
  const waiting = vm.call("sys", "get_state", [vm.whereis("watched") as Value]);
  await until(() => look.processes().find((p) => p.pid === old)?.messages === 1);
  assert.match((await look.process(old))?.mailbox.join() as string, /^\{system,.*,get_state\}$/);
  look.resume(old);
  await waiting;
  assert.equal(look.kill(old), true);
  await until(() => (pidOf() ?? old) !== old);
});

test("paused, nothing runs but step by step", async () => {
  look.pause();
  let answered = false;
  const answer = vm.call("erlang", "abs", [-1]).finally(() => {
    answered = true;
  });
  await new Promise((done) => setTimeout(done, 20));
  assert.equal(answered, false);
  assert.ok(look.system().runQueue >= 1);
  assert.match(look.step() as string, /^<0\.\d+\.0>$/);
  // Others may have been there before.
  for (let i = 0; i < 1000 && !answered; i++) {
    look.step();
    await new Promise((done) => setTimeout(done, 1));
  }
  assert.equal(await answer, 1);
  assert.equal(look.system().paused, true);
  look.continue();
  assert.equal(await vm.call("erlang", "abs", [-2]), 2);
});

test("messages as they pass", async () => {
  const rows: MessageRow[] = [];
  await look.messages((row) => rows.push(row()));
  await shell("file:get_cwd().", "6> ");
  await look.stopMessages();
  const to = look.processes().find((p) => p.name === "file_server_2")?.pid;
  const asked = rows.find((row) => row.to === to);
  assert.match(asked?.text as string, /^\{'\$gen_call',\{<0\.\d+\.0>,#Ref<.*>\},\{get_cwd\}\}$/);
  const told = rows.length;
  await shell("file:get_cwd().", "7> ");
  assert.equal(rows.length, told);
});

test("terms are cut", () => {
  assert.equal(brief(tuple(atom("ok"), listFromString("hé"), binary(Uint8Array.of(104, 105)))), '{ok,"hé",<<"hi">>}');
  assert.equal(brief(list(1, 2, 3, 4, 5, 6), 6), "[1,2,3,...]");
  let deep = list(1);
  for (let i = 0; i < 100; i++) deep = list(deep);
  assert.equal(brief(deep), `${"[".repeat(13)}...${"]".repeat(13)}`);
  assert.equal(brief(binary(new Uint8Array(1000))).length, 400 * 2 - 1 + "<<...>>".length);
});
