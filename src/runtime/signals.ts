/**
 * Signals between processes: messages, exit signals, links, 'DOWN', and the end of a process.
 *
 * A signal takes effect at once, which keeps the order between any two processes for free. The one exception is a signal
 * that kills the process running at the moment: its frames are on the JavaScript stack, so it ends at its next yield or
 * wait (`exitReason`).
 * Invariant: `endProcess` never recurses: the ends it causes are queued and done in order (`ProcessTable.dying`).
 * OTP: erl_proc_sig_queue.c, erts_continue_exit_process() in erl_process.c.
 */
import { atoms, FALSE } from "../term/atom.ts";
import { Pid, type Port } from "../term/identifier.ts";
import type { Term } from "../term/term.ts";
import { tuple3, Tuple5 } from "../term/tuple.ts";
import { type Exec, Why } from "./exec.ts";
import { linksToArray, withLink, withoutLink } from "./links.ts";
import { AliasMode, heldMonitors, type Monitor, monitorsOn, removeMonitor, stopWatching } from "./monitors.ts";
import { type Process, Status } from "./process.ts";
import { SIGNAL, type Signal } from "./signal.ts";
import type { Vm } from "./vm.ts";

const A = atoms("EXIT", "normal", "kill", "killed", "noproc");

/** Appends `message` to the mailbox of `to` and wakes it. `from` matters to tracing alone: undefined is the system. */
export function deliver(vm: Vm, to: Process, message: Term, from?: Term): void {
  if (to.status === Status.Ended) return;
  to.mailbox.push(message);
  if (to.tracing !== null) to.tracing.arrives(message, from);
  if (to.status === Status.Waiting) vm.scheduler.wake(to, FALSE);
}

/** As `deliver`, before all ordinary messages. */
export function deliverUrgent(vm: Vm, to: Process, message: Term, from?: Term): void {
  if (to.status === Status.Ended) return;
  to.mailbox.pushUrgent(message);
  if (to.tracing !== null) to.tracing.arrives(message, from);
  if (to.status === Status.Waiting) vm.scheduler.wake(to, FALSE);
}

/** Sends through an alias, before other messages if both it and the sender want so; dropped if it is not active. */
export function deliverToAlias(vm: Vm, m: Monitor, message: Term, urgent: boolean, from?: Term): void {
  if (m.alias === AliasMode.None) return;
  const to = m.holder;
  if (m.alias === AliasMode.Reply || m.alias === AliasMode.ReplyDemonitor) removeMonitor(m);
  if (urgent && m.urgentAlias) deliverUrgent(vm, to, message, from);
  else deliver(vm, to, message, from);
}

// -- Exit signals.

/** The exit signal of `exit/2`, from `from` to `to`. */
export function exitSignal(vm: Vm, to: Process, from: Term, reason: Term, urgent = false): void {
  if (to.status === Status.Ended) return;
  if (reason === A.kill) die(vm, to, A.killed);
  else if (to.trapExit) exitMessage(vm, to, from, reason, urgent);
  else if (reason !== A.normal || from === to.pid) die(vm, to, reason);
}

/** The exit signal of a broken link; the link is already gone on the other side. */
export function linkExitSignal(vm: Vm, to: Process, from: Pid | Port, reason: Term, sender?: Process): void {
  if (to.status === Status.Ended) return;
  to.links = withoutLink(to.links, from);
  if (to.tracing !== null && (to.trapExit || reason === A.normal)) to.tracing.event("getting_unlinked", from);
  if (to.trapExit) exitMessage(vm, to, from, reason, false, sender);
  else if (reason !== A.normal) die(vm, to, reason);
}

function exitMessage(vm: Vm, to: Process, from: Term, reason: Term, urgent: boolean, sender?: Process): void {
  const message = tuple3(A.EXIT, from, reason);
  sender?.tracing?.signals(to, message);
  if (urgent) deliverUrgent(vm, to, message, from);
  else deliver(vm, to, message, from);
}

/** Ends `p`, at once or, if it is the one that runs, as soon as it is off the JavaScript stack. */
function die(vm: Vm, p: Process, reason: Term): void {
  if (p.status !== Status.Running) {
    endProcess(vm, p, reason);
    return;
  }
  p.exitReason ??= reason;
  vm.exec.reds = -1;
}

/** What a BIF returns when it may have killed its own process: `result`, or the abnormal return that drops the frames. */
export function orDead<T>(x: Exec, result: T): T | Signal {
  if (x.process.exitReason === undefined) return result;
  x.why = Why.Dead;
  return SIGNAL;
}

// -- Links.

/** Links two living processes. */
export function link(a: Process, b: Process): void {
  a.links = withLink(a.links, b.pid);
  b.links = withLink(b.links, a.pid);
}

export function unlink(a: Process, b: Process): void {
  a.links = withoutLink(a.links, b.pid);
  b.links = withoutLink(b.links, a.pid);
}

// -- Monitors.

/** Sends the 'DOWN' message of `m` and ends the monitor; an explicit alias stays one. */
export function fireMonitor(vm: Vm, m: Monitor, reason: Term): void {
  const { holder, ref, tag, type, item, urgent } = m;
  if (m.alias === AliasMode.Explicit || m.alias === AliasMode.Reply) stopWatching(m);
  else removeMonitor(m);
  const message = new Tuple5(tag, ref, type, item, reason);
  const from = item instanceof Pid ? item : undefined;
  if (urgent) deliverUrgent(vm, holder, message, from);
  else deliver(vm, holder, message, from);
}

// -- The end of a process.

/**
 * Ends `p`, which is not on the JavaScript stack: names, tables and timers first, then links and monitors learn of it, so
 * that whoever hears of the end finds nothing left of it.
 */
export function endProcess(vm: Vm, p: Process, reason: Term): void {
  const dying = vm.processes.dying;
  if (!retire(vm, p, reason)) return;
  dying.push(p);
  if (dying.length > 1) return;
  for (let i = 0; i < dying.length; i++) announce(vm, dying[i] as Process);
  dying.length = 0;
}

/** Takes `p` out of the world. False if it was gone already. */
function retire(vm: Vm, p: Process, reason: Term): boolean {
  if (p.status === Status.Ended) return false;
  p.status = Status.Ended;
  p.exitReason = reason;
  if (p.tracing !== null) p.tracing.event("exit", reason);
  p.resumeValue = FALSE;
  p.dictionary = null;
  if (p.receiveTimer !== null) vm.scheduler.cancelReceive(p);
  if (p.name !== undefined) {
    if (p.tracing !== null) p.tracing.event("unregister", p.name);
    vm.registry.unregister(p.name);
  }
  for (const hook of vm.exitHooks) hook(p, reason);
  p.frames = null;
  vm.processes.remove(p);
  p.mailbox.clear();
  return true;
}

/** Tells the processes and ports linked to `p`, then those that monitor it. */
function announce(vm: Vm, p: Process): void {
  const reason = p.exitReason as Term;
  if (p.settings?.suspending !== undefined) vm.scheduler.releaseSuspended(p);
  if (p.monitors !== null) for (const m of heldMonitors(p)) removeMonitor(m);
  // One that has both a link and a monitor gets 'EXIT' first.
  if (p.links !== null) {
    const links = linksToArray(p.links);
    p.links = null;
    for (const other of links) {
      if (other instanceof Pid) {
        if (other.process !== null) linkExitSignal(vm, other.process as Process, p.pid, reason, p);
      } else vm.ports?.linkedProcessEnded(other, p, reason);
    }
  }
  if (p.monitoredBy !== null) for (const m of monitorsOn(p)) fireMonitor(vm, m, reason);
}

/** `{'EXIT', From, noproc}`, as a message or an exit signal, for a link to nobody. */
export function noprocSignal(vm: Vm, p: Process, from: Pid): void {
  linkExitSignal(vm, p, from, A.noproc);
}
