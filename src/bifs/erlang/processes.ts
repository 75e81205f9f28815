/**
 * Processes: who they are, names, links, exit signals, flags, suspension, hibernation.
 * OTP: bif.c, erl_process.c, register.c.
 */
import { Atom, atoms, FALSE, TRUE } from "../../term/atom.ts";
import { Pid, Port, Ref } from "../../term/identifier.ts";
import { listFromArray, listToArray, NIL } from "../../term/list.ts";
import { isSmallInteger } from "../../term/small.ts";
import type { Term } from "../../term/term.ts";
import { arity, element, Tuple, tuple2, Tuple2, tuple3 } from "../../term/tuple.ts";
import { type Bif, bifTable } from "../../runtime/bif.ts";
import { collect } from "../../runtime/collection.ts";
import { type Exec, Why } from "../../runtime/exec.ts";
import { hasLink } from "../../runtime/links.ts";
import type { Export } from "../../runtime/module.ts";
import { nativePoint } from "../../runtime/point.ts";
import type { Process } from "../../runtime/process.ts";
import { type Result, SIGNAL } from "../../runtime/signal.ts";
import { deliver, exitSignal, link, linkExitSignal, orDead, unlink } from "../../runtime/signals.ts";
import { applyExport, argumentsOf, MAX_ARGUMENTS } from "../../runtime/spawn.ts";
import { settingsOf } from "./process_options.ts";
import { linkOptions } from "./spawn.ts";

const A = atoms(
  "ok",
  "undefined",
  "noproc",
  "noconnection",
  "badarg",
  "badopt",
  "none",
  "notalive",
  "registered_name",
  "normal",
);
const S = atoms("unless_suspending", "asynchronous", "suspended", "exited", "EXIT");
const T = atoms("garbage_collect", "check_process_code", "minor", "major", "max", "high", "normal", "low", "inherit");
const TEST = atoms("system_task_test");

/** The living local process a term names; undefined for everything else. */
export function localProcess(x: Exec, t: Term): Process | undefined {
  return t instanceof Pid ? x.vm.processes.ofPid(t) : undefined;
}

/** Is `t` a pid of this node (dead or alive)? */
export function isLocalPid(t: Term): t is Pid {
  return t instanceof Pid && t.node === undefined;
}

function isRemotePid(x: Exec, t: Term): boolean {
  return t instanceof Pid && t.node !== undefined && t.node !== x.vm.node;
}

function self_0(x: Exec): Result {
  return x.process.pid;
}

// -- Who lives.

function processes_0(x: Exec): Result {
  return listFromArray(x.vm.processes.all().map((p) => p.pid));
}

/** Pids in one batch from slot `from` on, and where the next batch begins. */
function processes_next_1(x: Exec, from: Term): Result {
  const table = x.vm.processes;
  if (typeof from !== "number" || from < 0 || from > table.limit) return x.badarg();
  if (from >= table.size) return A.none;
  const [next, batch] = table.batch(from);
  return tuple2(next, listFromArray(batch.map((p) => p.pid)));
}

function is_process_alive_1(x: Exec, pid: Term): Result {
  if (!(pid instanceof Pid) || isRemotePid(x, pid)) return x.badarg();
  return x.vm.processes.ofPid(pid) === undefined ? FALSE : TRUE;
}

/** The form with a reply by message. */
function is_process_alive_2(x: Exec, pid: Term, ref: Term): Result {
  if (!isLocalPid(pid) || !(ref instanceof Ref)) return x.badarg();
  deliver(x.vm, x.process, tuple2(ref, x.vm.processes.ofPid(pid) === undefined ? FALSE : TRUE));
  return A.ok;
}

function is_system_process_1(x: Exec, pid: Term): Result {
  if (!(pid instanceof Pid) || isRemotePid(x, pid)) return x.badarg();
  return x.vm.processes.ofPid(pid)?.settings?.systemProcess === true ? TRUE : FALSE;
}

// -- Names.

function register_2(x: Exec, name: Term, holder: Term): Result {
  if (!(name instanceof Atom) || name === A.undefined) return x.badargCause(A.none);
  const registry = x.vm.registry;
  if (holder instanceof Port) {
    const port = holder.node === undefined ? x.vm.ports?.find(holder) : undefined;
    if (port === undefined) return x.badargCause(A.none);
    if (registry.nameOf(holder) !== undefined) return x.badargCause(A.registered_name);
    if (!registry.register(name, holder)) return x.badargCause(A.none);
    port.tracing?.event("register", name);
    return TRUE;
  }
  if (!isLocalPid(holder)) return x.badargCause(A.none);
  const p = x.vm.processes.ofPid(holder);
  if (p === undefined) return x.badargCause(A.notalive);
  if (p.name !== undefined) return x.badargCause(A.registered_name);
  if (!registry.register(name, p)) return x.badargCause(A.none);
  if (p.tracing !== null) p.tracing.event("register", name);
  return TRUE;
}

function unregister_1(x: Exec, name: Term): Result {
  if (!(name instanceof Atom)) return x.badarg();
  const holder = x.vm.registry.whereis(name);
  if (!x.vm.registry.unregister(name)) return x.badarg();
  const target = holder instanceof Port ? x.vm.ports?.find(holder) : holder;
  target?.tracing?.event("unregister", name);
  return TRUE;
}

function whereis_1(x: Exec, name: Term): Result {
  if (!(name instanceof Atom)) return x.badarg();
  const holder = x.vm.registry.whereis(name);
  if (holder === undefined) return A.undefined;
  return holder instanceof Port ? holder : holder.pid;
}

function registered_0(x: Exec): Result {
  return listFromArray(x.vm.registry.all());
}

// -- Links.

function link_1(x: Exec, other: Term): Result {
  const p = x.process;
  if (other instanceof Pid) {
    const q = x.vm.processes.ofPid(other);
    if (p.tracing !== null) p.tracing.event("link", other);
    if (q === p) return TRUE;
    if (q !== undefined) {
      const before = hasLink(q.links, p.pid);
      link(p, q);
      if (p.tracing !== null) p.tracing.linked(q);
      if (q.tracing !== null && !before) q.tracing.event("getting_linked", p.pid);
      return TRUE;
    }
    if (isRemotePid(x, other)) {
      linkExitSignal(x.vm, p, other, A.noconnection);
      return orDead(x, TRUE);
    }
    return noProcess(x, other);
  }
  if (other instanceof Port && (other.node === undefined || other.node === x.vm.node)) {
    if (x.vm.ports?.isOpen(other) !== true) return noProcess(x, other);
    x.vm.ports.link(other, p);
    return TRUE;
  }
  return x.badarg();
}

/** A link to nobody: an exit message for those who trap exits, an exception for the others. */
function noProcess(x: Exec, other: Term): Result {
  if (!x.process.trapExit) return x.error(A.noproc);
  deliver(x.vm, x.process, tuple3(S.EXIT, other, A.noproc));
  return TRUE;
}

function link_2(x: Exec, other: Term, options: Term): Result {
  return linkOptions(options) ? link_1(x, other) : x.badargCause(A.badopt);
}

function unlink_1(x: Exec, other: Term): Result {
  const p = x.process;
  if (other instanceof Pid) {
    const q = x.vm.processes.ofPid(other);
    if (p.tracing !== null) p.tracing.event("unlink", other);
    if (q === undefined || q === p) return TRUE;
    if (q.tracing !== null && hasLink(q.links, p.pid)) q.tracing.event("getting_unlinked", p.pid);
    unlink(p, q);
    return TRUE;
  }
  if (other instanceof Port && (other.node === undefined || other.node === x.vm.node)) {
    x.vm.ports?.unlink(other, p);
    return TRUE;
  }
  return x.badarg();
}

// -- Exit.

function sendExit(x: Exec, to: Term, reason: Term, urgent: boolean): Result {
  if (to instanceof Pid) {
    const p = x.vm.processes.ofPid(to);
    if (p !== undefined) exitSignal(x.vm, p, x.process.pid, reason, urgent);
    return orDead(x, TRUE);
  }
  if (to instanceof Port && (to.node === undefined || to.node === x.vm.node)) {
    x.vm.ports?.exit(to, x.process.pid, reason);
    return orDead(x, TRUE);
  }
  return x.badarg();
}

function exit_2(x: Exec, to: Term, reason: Term): Result {
  return sendExit(x, to, reason, false);
}

/** As `exit/2`, but `normal` to the caller itself has no effect. */
function exit_signal_2(x: Exec, to: Term, reason: Term): Result {
  if (to === x.process.pid && reason === A.normal && !x.process.trapExit) return TRUE;
  return sendExit(x, to, reason, false);
}

/** `exit/3` and `exit_signal/3`: with option `priority`. */
function exit_3(x: Exec, to: Term, reason: Term, options: Term): Result {
  return linkOptions(options) ? sendExit(x, to, reason, options !== NIL) : x.badargCause(A.badopt);
}

// -- Group leaders.

function group_leader_0(x: Exec): Result {
  return x.process.groupLeader;
}

/** Answers badarg as a value. */
function group_leader_2(x: Exec, leader: Term, pid: Term): Result {
  if (!(leader instanceof Pid)) return A.badarg;
  const p = localProcess(x, pid);
  if (p === undefined) return isRemotePid(x, pid) ? TRUE : A.badarg;
  p.groupLeader = leader;
  return TRUE;
}

/** Replies by message `{Ref, true | badarg}`. */
function group_leader_3(x: Exec, leader: Term, pid: Term, ref: Term): Result {
  if (!(leader instanceof Pid) || !isLocalPid(pid) || !(ref instanceof Ref)) return x.badarg();
  deliver(x.vm, x.process, tuple2(ref, group_leader_2(x, leader, pid) as Term));
  return A.ok;
}

// -- Suspension.

function suspend_process_2(x: Exec, pid: Term, options: Term): Result {
  if (!isLocalPid(pid) || pid === x.process.pid) return A.badarg;
  const list = listToArray(options);
  if (list === undefined) return A.badopt;
  let unless = false;
  let async = false;
  let replyTag: Term | undefined;
  for (const o of list) {
    if (o === S.unless_suspending) unless = true;
    else if (o === S.asynchronous) async = true;
    else if (o instanceof Tuple2 && o.e0 === S.asynchronous) {
      async = true;
      replyTag = o.e1;
    } else return A.badopt;
  }
  const target = x.vm.processes.ofPid(pid);
  const result = suspend(x, target, unless);
  if (replyTag !== undefined) deliver(x.vm, x.process, tuple2(replyTag, target === undefined ? S.exited : S.suspended));
  return target === undefined && !async ? A.badarg : result;
}

/** Whom `p` has suspended, and how often. */
function suspensions(p: Process): Map<Process, number> {
  const settings = settingsOf(p);
  settings.suspending ??= new Map();
  return settings.suspending;
}

function suspend(x: Exec, target: Process | undefined, unless: boolean): Result {
  if (target === undefined) return TRUE;
  const held = suspensions(x.process);
  const times = held.get(target) ?? 0;
  if (unless && times > 0) return FALSE;
  held.set(target, times + 1);
  // However often one process suspends another, it counts as one holder.
  if (times === 0) x.vm.scheduler.suspend(target);
  return TRUE;
}

function resume_process_1(x: Exec, pid: Term): Result {
  const target = localProcess(x, pid);
  if (target === undefined || target === x.process) return x.badarg();
  const held = suspensions(x.process);
  const times = held.get(target) ?? 0;
  if (times === 0) return x.badarg();
  if (times > 1) held.set(target, times - 1);
  else {
    held.delete(target);
    x.vm.scheduler.unsuspend(target);
  }
  return TRUE;
}

// -- Hibernation.

const HIBERNATING = nativePoint("hibernating", 2, (x, _r, frame, at) => {
  const e = frame[at + 1] as Export;
  const args = frame[at + 2] as Term[];
  // Whatever wakes a process but a message (an old timer) leaves it in hibernation.
  if (x.process.mailbox.length === 0) return x.wait(HIBERNATING, e, args);
  return applyExport(e, args);
});

function hibernate_3(x: Exec, module: Term, name: Term, args: Term): Result {
  if (!(module instanceof Atom) || !(name instanceof Atom)) return x.badarg();
  const list = argumentsOf(x, args, MAX_ARGUMENTS);
  if (list === undefined) return SIGNAL;
  x.process.mailbox.timeout();
  x.why = Why.Hibernate;
  x.push(HIBERNATING, [x.vm.export(module, name, list.length), list]);
  return SIGNAL;
}

const HIBERNATING_KEPT = nativePoint("hibernate/0", 0, (x) => {
  return x.process.mailbox.length === 0 ? x.wait(HIBERNATING_KEPT) : A.ok;
});

/** Keeps the stack. In OTP an instruction that the loader makes of the call. */
function hibernate_0(x: Exec): Result {
  const { mailbox } = x.process;
  mailbox.timeout();
  return mailbox.length === 0 ? x.wait(HIBERNATING_KEPT) : A.ok;
}

// -- The processor.

/** Goes on with the value it holds. */
function yield_0(x: Exec): Result {
  return x.giveUp(TRUE);
}

function bump_reductions_1(x: Exec, n: Term): Result {
  if (!isSmallInteger(n) || n < 0) return x.badarg();
  x.reds -= Math.min(Number(n), 4000);
  return TRUE;
}

// -- System tasks. Memory is the JavaScript engine's business; a collection is asked for politely and is done at once.

function garbage_collect_1(x: Exec, type: Term): Result {
  if (type !== T.major && type !== T.minor) return x.badarg();
  x.why = Why.Capture;
  x.push(COLLECT, [type]);
  return SIGNAL;
}

const COLLECT = nativePoint("garbage_collect", 1, (x, _r, frame, at) => {
  collect(x.vm, x.process, frame[at + 1] as Atom);
  return orDead(x, TRUE);
});

/** Of the caller itself, whose frames are read. */
function check_process_code_1(x: Exec, module: Term): Result {
  if (!(module instanceof Atom)) return x.badarg();
  x.why = Why.Capture;
  x.push(CHECK_CODE, [module]);
  return SIGNAL;
}

const CHECK_CODE = nativePoint("check_process_code", 1, (x, _r, frame, at) =>
  x.vm.usesOldCode(x.process, frame[at + 1] as Atom) ? TRUE : FALSE,
);

const PRIORITIES: readonly Term[] = [T.max, T.high, T.normal, T.low, T.inherit];

/** `{Operation, RequestId, ...}` for process `target`; the reply `{Operation, RequestId, Result}` goes to `requester`. */
function systemTask(x: Exec, requester: Process | undefined, target: Term, priority: Term, request: Term): Result {
  if (!(target instanceof Pid) || isRemotePid(x, target) || !PRIORITIES.includes(priority)) return x.badarg();
  if (!(request instanceof Tuple) || arity(request) < 2) return x.badarg();
  const operation = element(request, 0);
  const argument = arity(request) > 2 ? element(request, 2) : FALSE;
  const p = x.vm.processes.ofPid(target);
  let result: Term = FALSE;
  if (operation === T.garbage_collect) {
    if (argument !== T.minor && argument !== T.major) return x.badarg();
    const held = p && x.vm.processes.heldCollections?.get(p);
    if (held && requester !== undefined) {
      held.push({ requester, id: element(request, 1) });
      return A.ok;
    }
    if (p !== undefined) {
      collect(x.vm, p, argument);
      result = TRUE;
    }
  } else if (operation === T.check_process_code) {
    if (!(argument instanceof Atom)) return x.badarg();
    if (p !== undefined) result = x.vm.usesOldCode(p, argument) ? TRUE : FALSE;
  } else if (operation === TEST.system_task_test) result = p === undefined ? FALSE : TRUE;
  else return x.badarg();
  if (requester !== undefined) deliver(x.vm, requester, tuple3(operation, element(request, 1), result));
  return A.ok;
}

function request_system_task_3(x: Exec, target: Term, priority: Term, request: Term): Result {
  return systemTask(x, x.process, target, priority, request);
}

function request_system_task_4(x: Exec, requester: Term, target: Term, priority: Term, request: Term): Result {
  if (!(requester instanceof Pid)) return x.badarg();
  return systemTask(x, x.vm.processes.ofPid(requester), target, priority, request);
}

export const PROCESSES: readonly Bif[] = [
  ...bifTable("erlang", {
    "self/0": { doc: "The caller's pid.", fn: self_0, guard: true },
    "processes/0": { doc: "All living local processes.", fn: processes_0 },
    "is_process_alive/1": { doc: "Whether a local process lives; badarg for others.", fn: is_process_alive_1 },
    "register/2": { doc: "Names a process or port; badarg if either is taken.", fn: register_2 },
    "unregister/1": { doc: "Frees a name; badarg if nobody has it.", fn: unregister_1 },
    "whereis/1": { doc: "Who has a name, or undefined.", fn: whereis_1 },
    "registered/0": { doc: "All registered names.", fn: registered_0 },
    "link/1": { doc: "Links the caller; noproc if there is nobody.", fn: link_1 },
    "link/2": { doc: "As `link/1` with option `priority`.", fn: link_2, releases: [29] },
    "unlink/1": { doc: "Ends a link.", fn: unlink_1 },
    "exit/2": { doc: "Sends an exit signal.", fn: exit_2 },
    "exit/3": { doc: "As `exit/2` with option `priority`.", fn: exit_3, releases: [29] },
    "exit_signal/2": { doc: "Sends an exit signal, also to the caller itself.", fn: exit_signal_2 },
    "exit_signal/3": { doc: "As `exit_signal/2` with option `priority`.", fn: exit_3, releases: [29] },
    "group_leader/0": { doc: "The caller's group leader.", fn: group_leader_0 },
    "resume_process/1": { doc: "Undoes one suspension; badarg if there is none.", fn: resume_process_1 },
    "hibernate/0": { doc: "Waits for a message.", fn: hibernate_0, releases: [29] },
    "hibernate/3": { doc: "Drops the stack and waits for a message, then calls M:F(Args).", fn: hibernate_3 },
    "yield/0": { doc: "Lets other processes run.", fn: yield_0 },
    "bump_reductions/1": { doc: "Uses up reductions.", fn: bump_reductions_1 },
  }),
  ...bifTable("erts_internal", {
    "processes_next/1": { doc: "Pids in batches, by slot.", fn: processes_next_1, releases: [29] },
    "is_process_alive/2": { doc: "As `is_process_alive/1`, the reply a message.", fn: is_process_alive_2 },
    "is_system_process/1": { doc: "Whether it belongs to the runtime system.", fn: is_system_process_1 },
    "group_leader/2": { doc: "Sets a group leader; badarg as a value.", fn: group_leader_2 },
    "group_leader/3": { doc: "Sets a group leader, the reply a message.", fn: group_leader_3 },
    "suspend_process/2": { doc: "Suspends; badarg and badopt as values.", fn: suspend_process_2 },
    "garbage_collect/1": { doc: "True.", fn: garbage_collect_1 },
    "check_process_code/1": { doc: "Whether the caller runs old code of a module. badarg.", fn: check_process_code_1 },
    "request_system_task/3": { doc: "garbage_collect or check_process_code for a process.", fn: request_system_task_3 },
    "request_system_task/4": { doc: "The same for another requester.", fn: request_system_task_4 },
  }),
];
