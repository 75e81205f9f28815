/**
 * The process `init` of a VM that boots no OTP: it answers what libraries ask it (`init:get_argument/1` and the like) and
 * stops the VM for `init:stop/0,1`.
 * Invariant: it has one frame and no state.
 * OTP: loop/1 in init.erl.
 */
import { atoms, TRUE } from "../term/atom.ts";
import { Pid } from "../term/identifier.ts";
import { list, listFromArray, listFromString, NIL } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import { Tuple2, tuple2 } from "../term/tuple.ts";
import type { Exec } from "./exec.ts";
import { flushLogger } from "./logger_boot.ts";
import { nativePoint } from "./point.ts";
import { type Process, Segment } from "./process.ts";
import type { Result } from "./signal.ts";
import { deliver } from "./signals.ts";
import type { Vm } from "./vm.ts";

const A = atoms("init", "stop", "started", "ok", "error", "home", "progname", "none", "not_allowed");
const Q = atoms("get_arguments", "get_plain_arguments", "get_argument", "get_status", "script_id", "get_configfd");
const R = atoms("notify_when_started", "fetch_loaded", "ensure_loaded", "get_script_name");

const E = atoms("ets", "new", "ac_tab", "set", "public", "named_table", "read_concurrency");
const K = atoms("persistent_term", "put", "kernel_os_cmd_shell");

/** Starts it and registers it. It wants to be the first process of the VM: `<0.0.0>`. */
export function startInit(vm: Vm): Process {
  const p = vm.processes.create(undefined) as Process;
  vm.registry.register(A.init, p);
  p.trapExit = true;
  p.frames = new Segment([START], 0, null);
  vm.scheduler.enqueue(p);
  return p;
}

/**
 * First of all the table of application environments, which libraries read: it stays empty, so that they see their
 * defaults. OTP: application_controller.erl.
 */
const START = nativePoint("init/start", 0, (x): Result => {
  const create = x.vm.export(E.ets, E.new, 2);
  return x.call(SHELL, [], create, [E.ac_tab, list(E.set, E.public, E.named_table, tuple2(E.read_concurrency, TRUE))]);
});

/** The shell of `os:cmd/1`. OTP: os:internal_init_cmd_shell/0, which kernel calls when it starts. */
const SHELL = nativePoint("init/shell", 0, (x): Result => {
  if (x.vm.host.os?.family !== "unix") return x.yield(LOOP);
  const put = x.vm.export(K.persistent_term, K.put, 2);
  return x.call(LOOP, [], put, [K.kernel_os_cmd_shell, listFromString("/bin/sh")]);
});

const LOOP = nativePoint("init", 0, (x): Result => {
  const { mailbox } = x.process;
  for (let m = mailbox.peek(); m !== undefined; m = mailbox.peek()) {
    mailbox.remove();
    if (!(m instanceof Tuple2)) continue;
    if (m.e0 === A.stop) return flushLogger(x, STOP, m.e1);
    if (m.e0 instanceof Pid) {
      const answer = answerTo(x, m.e1);
      const p = x.vm.processes.ofPid(m.e0);
      if (answer !== undefined && p !== undefined) deliver(x.vm, p, tuple2(A.init, answer));
    }
  }
  return x.wait(LOOP);
});

/** `{stop, Status}`; a restart needs a booted system, so it stops as well. */
const STOP = nativePoint("init/stop", 1, (x, _r, frame, at): Result => {
  const reason = frame[at + 1] as Term;
  const status = reason instanceof Tuple2 && reason.e0 === A.stop ? reason.e1 : 0;
  x.vm.halt(typeof status === "number" && status >= 0 ? status % 256 : 1, true);
  return x.wait(LOOP);
});

function answerTo(x: Exec, request: Term): Term | undefined {
  switch (request) {
    case Q.get_arguments:
      return flags(x);
    case Q.get_plain_arguments:
    case R.fetch_loaded:
      return NIL;
    case Q.get_status:
      return tuple2(A.started, A.started);
    case Q.script_id:
      return tuple2(listFromString("Gluon"), listFromString(String(x.vm.release.otp)));
    case R.get_script_name:
      return tuple2(NIL, NIL);
  }
  if (!(request instanceof Tuple2)) return undefined;
  switch (request.e0) {
    case Q.get_argument:
      return argument(x, request.e1);
    case R.notify_when_started:
      return A.started;
    case R.ensure_loaded:
      return A.not_allowed;
    case Q.get_configfd:
      return A.none;
    default:
      return undefined;
  }
}

/** The flags there are: the home folder, if the host has one, and the program's name. */
function flags(x: Exec): Term {
  const home = x.vm.host.env?.HOME;
  const all = [tuple2(A.progname, list(listFromString("gluon")))];
  if (home !== undefined) all.push(tuple2(A.home, list(listFromString(home))));
  return listFromArray(all);
}

function argument(x: Exec, name: Term): Term {
  const home = x.vm.host.env?.HOME;
  const value = name === A.progname ? "gluon" : name === A.home ? home : undefined;
  return value === undefined ? A.error : tuple2(A.ok, list(list(listFromString(value))));
}
