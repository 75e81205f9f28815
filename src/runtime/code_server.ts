/**
 * The process `code_server` of a VM that boots no OTP. The VM finds and loads modules by itself (`Vm.loadOnDemand`), so what
 * the module `code` asks about a module that `erlang:module_loaded/1` denies has one answer: there is no such file.
 * Anything that would change the code path or the loaded code answers `{error, notsup}`.
 * Invariant: it has one frame and no state.
 * OTP: code_server.erl.
 */
import { atoms } from "../term/atom.ts";
import { Pid } from "../term/identifier.ts";
import { NIL } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import { Tuple2, Tuple3, tuple2 } from "../term/tuple.ts";
import type { Exec } from "./exec.ts";
import { nativePoint } from "./point.ts";
import { type Process, Segment } from "./process.ts";
import type { Result } from "./signal.ts";
import { deliver } from "./signals.ts";
import type { Vm } from "./vm.ts";

const A = atoms(
  "code_server",
  "code_call",
  "ok",
  "error",
  "nofile",
  "notsup",
  "finish_loading",
  "get_object_code_for_loading",
  "get_object_code",
);

/** Starts it and registers it. */
export function startCodeServer(vm: Vm): Process {
  const p = vm.processes.create(undefined) as Process;
  vm.registry.register(A.code_server, p);
  p.trapExit = true;
  p.frames = new Segment([LOOP], 0, null);
  vm.scheduler.enqueue(p);
  return p;
}

const LOOP = nativePoint("code_server", 0, (x): Result => {
  const { mailbox } = x.process;
  for (let m = mailbox.peek(); m !== undefined; m = mailbox.peek()) {
    mailbox.remove();
    if (!(m instanceof Tuple3) || m.e0 !== A.code_call || !(m.e1 instanceof Pid)) continue;
    const p = x.vm.processes.ofPid(m.e1);
    if (p !== undefined) deliver(x.vm, p, tuple2(A.code_server, answerTo(x, m.e2)));
  }
  return x.wait(LOOP);
});

function answerTo(_x: Exec, request: Term): Term {
  if (request instanceof Tuple3 && request.e0 === A.finish_loading && request.e1 === NIL) return A.ok;
  if (request instanceof Tuple2 && request.e0 === A.get_object_code_for_loading) return tuple2(A.error, A.nofile);
  if (request instanceof Tuple2 && request.e0 === A.get_object_code) return A.error;
  return tuple2(A.error, A.notsup);
}
