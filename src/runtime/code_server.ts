/**
 * The process `code_server` of a VM that boots no OTP. The VM finds and loads modules by itself (`Vm.loadOnDemand`), so what
 * the module `code` asks about a module that `erlang:module_loaded/1` denies has one answer: there is no such file.
 * Loading from memory, deleting and purging work; anything about the code path answers `{error, notsup}`.
 * Invariant: it has one frame and no state.
 * OTP: code_server.erl.
 */
import { Atom, atoms, FALSE, TRUE } from "../term/atom.ts";
import { Bits, bytesOf, isBinary } from "../term/bits.ts";
import { Pid } from "../term/identifier.ts";
import { NIL } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import { Tuple2, Tuple3, Tuple4, Tuple6, tuple2 } from "../term/tuple.ts";
import type { Exec } from "./exec.ts";
import { PreparedCode } from "./module.ts";
import { nativePoint } from "./point.ts";
import { type Process, Segment } from "./process.ts";
import { resource } from "./resource.ts";
import type { Result } from "./signal.ts";
import { deliver, exitSignal } from "./signals.ts";
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
  "load_module",
  "load_binary",
  "badarg",
  "module",
  "delete",
  "purge",
  "soft_purge",
  "kill",
  "badfile",
  "not_purged",
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

function answerTo(x: Exec, request: Term): Term {
  if (request instanceof Tuple6 && request.e0 === A.load_module) return loadModule(x, request);
  if (request instanceof Tuple4 && request.e0 === A.load_binary) return loadBinary(x, request.e1, request.e3);
  if (request instanceof Tuple2 && request.e1 instanceof Atom) {
    const done = codeRequest(x, request.e0, request.e1);
    if (done !== undefined) return done;
  }
  if (request instanceof Tuple3 && request.e0 === A.finish_loading && request.e1 === NIL) return A.ok;
  if (request instanceof Tuple2 && request.e0 === A.get_object_code_for_loading) return tuple2(A.error, A.nofile);
  if (request instanceof Tuple2 && request.e0 === A.get_object_code) return A.error;
  return tuple2(A.error, A.notsup);
}

/** `{load_module, Prepared, Module, File, Purge, EnsureLoaded}`: what `code:load_binary/3` comes to. */
function loadModule(x: Exec, r: Tuple6): Term {
  const p = resource(r.e1, PreparedCode);
  if (p === undefined || p.finished || !(r.e2 instanceof Atom)) return tuple2(A.error, A.badfile);
  if (r.e4 === TRUE) x.vm.purgeModule(r.e2);
  if (x.vm.code.old.has(r.e2) && x.vm.code.modules.has(r.e2)) return tuple2(A.error, A.not_purged);
  p.finished = true;
  x.vm.finishModule(p.module);
  return tuple2(A.module, r.e2);
}

/** `{load_binary, Module, File, Binary}`: `code:load_binary/3` of OTP 25. */
function loadBinary(x: Exec, module: Term, code: Term): Term {
  if (!(module instanceof Atom) || !(code instanceof Bits) || !isBinary(code)) return tuple2(A.error, A.badarg);
  const m = x.vm.prepareModule(bytesOf(code), `${module.name}.beam`);
  if (m === undefined || m.name !== module) return tuple2(A.error, A.badfile);
  x.vm.purgeModule(module);
  x.vm.finishModule(m);
  return tuple2(A.module, module);
}

/** Processes that run old code of `module`. */
function lingerers(x: Exec, module: Atom): Process[] {
  return x.vm.processes.all().filter((p) => x.vm.usesOldCode(p, module));
}

function codeRequest(x: Exec, what: Term, module: Atom): Term | undefined {
  const old = x.vm.code.old.has(module);
  switch (what) {
    case A.delete:
      if (old || !x.vm.code.modules.has(module)) return FALSE;
      x.vm.deleteModule(module);
      return TRUE;
    case A.purge: {
      const lingering = old ? lingerers(x, module) : [];
      for (const p of lingering) exitSignal(x.vm, p, x.process.pid, A.kill, false);
      x.vm.purgeModule(module);
      return lingering.length > 0 ? TRUE : FALSE;
    }
    case A.soft_purge:
      if (old && lingerers(x, module).length > 0) return FALSE;
      x.vm.purgeModule(module);
      return TRUE;
    default:
      return undefined;
  }
}
