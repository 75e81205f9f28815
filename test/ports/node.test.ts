/**
 * Ports to the descriptors a program is started with, what `halt` leaves behind, and signals: on erl and on Gluon, which must
 * not be told apart from outside.
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gluonCommand } from "../support/gluon.ts";
import { compileModule, otp } from "../support/otp.ts";

const SOURCE = `
-module(from_outside).
-compile([export_all, nowarn_export_all]).
big() -> binary:copy(<<"0123456789">>, 200000).
halts() -> port_command(open_port({fd, 0, 1}, [binary, eof]), big()), erlang:halt(3).
halts_child() ->
    P = open_port({spawn, "sh -c 'sleep 0.3; cat >halted.txt; mv halted.txt done.txt'"}, []),
    port_command(P, big()), erlang:halt(4).
halts_at_once() ->
    P = open_port({spawn, "sleep 2"}, []),
    port_command(P, big()), erlang:halt(5, [{flush, false}]).
echo() -> echo(open_port({fd, 0, 1}, [binary, eof])).
echo(P) ->
    receive
        {P, {data, D}} -> port_command(P, [string:uppercase(D)]), echo(P);
        {P, eof} -> port_command(P, "eof\\n"), erlang:halt(0)
    end.
lines() -> lines(open_port({fd, 0, 1}, [{line, 4}]), 0).
lines(P, N) ->
    receive
        {P, {data, {E, L}}} -> port_command(P, io_lib:format("~p ~s~n", [E, L])), lines(P, N + 1);
        {'EXIT', P, _} -> ok
    end.
packets() -> process_flag(trap_exit, true), packets(open_port({fd, 0, 1}, [{packet, 2}, binary])).
packets(P) ->
    receive
        {P, {data, D}} -> port_command(P, [D, D]), packets(P);
        {'EXIT', P, R} -> erlang:halt(case R of normal -> 6; _ -> 7 end)
    end.
stderr() -> P = open_port({fd, 2, 2}, [out, binary]), P ! {self(), {command, "to stderr\\n"}}, erlang:halt(0).
closed_reader() ->
    process_flag(trap_exit, true),
    P = open_port({fd, 0, 1}, [out]),
    timer(300),
    port_command(P, "nobody reads"),
    receive {'EXIT', P, R} -> erlang:halt(case R of epipe -> 8; _ -> 9 end) end.
term() ->
    catch unregister(erl_signal_server),
    register(erl_signal_server, self()),
    [ok = os:set_signal(S, handle) || S <- [sighup, sigterm, sigusr2]],
    ok = os:set_signal(sigusr1, ignore),
    P = open_port({fd, 0, 1}, [binary, eof]),
    port_command(P, "ready\\n"),
    signals(P).
signals(P) ->
    receive
        {notify, sigterm} -> port_command(P, "sigterm\\n"), erlang:halt(0);
        {notify, S} -> port_command(P, [atom_to_list(S), "\\n"]), signals(P)
    end.
default() ->
    ok = os:set_signal(sigterm, default),
    P = open_port({fd, 0, 1}, [binary, eof]),
    port_command(P, "ready\\n"),
    receive never -> ok end.
timer(Ms) -> receive after Ms -> ok end.
`;

let folder: string;
before(async () => {
  folder = await compileModule(27, "from_outside", SOURCE);
});
after(() => rmSync(folder, { recursive: true }));

/** How long standard input stays open behind what is written to it. */
const INPUT_OPEN_MS = 3000;

interface Ended {
  readonly status: number | string | null;
  readonly out: string;
  readonly err: string;
}

interface How {
  readonly input?: string | Buffer;
  /** Signals to send, each when a line has come. */
  readonly signals?: readonly NodeJS.Signals[];
  readonly closeOutput?: boolean;
}

function run(command: readonly string[], { input = "", signals = [], closeOutput }: How): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const [program, ...args] = command as [string, ...string[]];
    const env = { ...process.env, ERL_CRASH_DUMP_SECONDS: "0" };
    const child = spawn(program, args, { cwd: folder, env });
    const timer = setTimeout(() => child.kill("SIGKILL"), 60_000);
    let out = "";
    let err = "";
    let sent = 0;
    child.stdout.setEncoding("latin1").on("data", (text: string) => {
      out += text;
      while (sent < signals.length && out.split("\n").length > sent + 1) child.kill(signals[sent++]);
    });
    child.stderr.setEncoding("latin1").on("data", (text: string) => {
      err += text;
    });
    if (closeOutput) child.stdout.destroy();
    child.stdin.on("error", () => undefined);
    // The end comes after the answers: a port that is at its end takes no more commands, and who is first is a matter of luck.
    if (signals.length === 0) {
      child.stdin.write(input);
      setTimeout(() => child.stdin.end(), input === "" ? 0 : INPUT_OPEN_MS);
    }
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ status: code ?? signal, out, err });
    });
  });
}

const onErl = (name: string, how: How) =>
  run([otp(27).erl, "-noshell", "-noinput", "-pa", folder, "-s", "from_outside", name], how);
const onGluon = (name: string, how: How) =>
  run([...gluonCommand(), "run", "--otp", otp(27).home, "-pa", folder, "from_outside", name], how);

/** The same on both; gives what it was. */
async function same(name: string, how: How = {}): Promise<Ended> {
  const erl = await onErl(name, how);
  const gluon = await onGluon(name, how);
  assert.deepEqual({ status: gluon.status, out: gluon.out }, { status: erl.status, out: erl.out });
  return gluon;
}

test("halt waits until everything is written", async () => {
  const { status, out } = await same("halts");
  assert.deepEqual([status, out.length], [3, 2_000_000]);
});

test("halt waits for a program that reads slowly", async () => {
  for (const start of [onErl, onGluon]) {
    assert.equal((await start("halts_child", {})).status, 4);
    // The program itself goes on after the VM.
    for (let i = 0; i < 50; i++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      if (sizeOf("done.txt") === 2_000_000) break;
    }
    assert.equal(sizeOf("done.txt"), 2_000_000);
    rmSync(join(folder, "done.txt"));
  }
});

function sizeOf(name: string): number {
  try {
    return readFileSync(join(folder, name)).length;
  } catch {
    return 0;
  }
}

test("halt without flush does not wait", async () => {
  assert.equal((await same("halts_at_once")).status, 5);
});

test("standard input and output: a stream, its end, lines, packets", async () => {
  assert.equal((await same("echo", { input: "abc\ndef" })).out, "ABC\nDEFeof\n");
  assert.equal((await same("echo")).out, "eof\n");
  assert.equal((await same("packets", { input: Buffer.from("\0\x03abc\0\0\0\x01d\0\x09x", "latin1") })).status, 6);
  // A rest without an end of line would come with the end of the port: `line_buffer.test.ts` has it.
  assert.match((await onGluon("lines", { input: "abcdefg\n\n" })).out, /^noeol abcd\neol efg\neol \n/);
});

test("standard error", async () => {
  assert.equal((await onGluon("stderr", {})).err, "to stderr\n");
});

test("nobody reads any more: the port fails with epipe", async () => {
  assert.equal((await same("closed_reader", { closeOutput: true })).status, 8);
});

test("signals reach erl_signal_server, or do what they usually do", async () => {
  const { status, out } = await same("term", { signals: ["SIGHUP", "SIGUSR2", "SIGTERM"] });
  assert.deepEqual([status, out], [0, "ready\nsighup\nsigusr2\nsigterm\n"]);
  assert.equal((await same("default", { signals: ["SIGTERM"] })).status, "SIGTERM");
});
