/**
 * Sending messages: `!`, `erlang:send/2,3`.
 *
 * A message is the term itself: nothing is copied. Without distribution other nodes cannot be reached, so what is
 * sent there is dropped, as in OTP.
 * OTP: do_send() in bif.c.
 */
import { Atom, atoms } from "../../term/atom.ts";
import { Pid, Port, Ref } from "../../term/identifier.ts";
import { Cons, NIL } from "../../term/list.ts";
import type { Term } from "../../term/term.ts";
import { Tuple2 } from "../../term/tuple.ts";
import { type Bif, bifTable } from "../../runtime/bif.ts";
import type { Exec } from "../../runtime/exec.ts";
import { findMonitor, Monitor } from "../../runtime/monitors.ts";
import { nativePoint, type Point } from "../../runtime/point.ts";
import type { Process } from "../../runtime/process.ts";
import type { Result } from "../../runtime/signal.ts";
import { deliver, deliverToAlias, orDead } from "../../runtime/signals.ts";

const A = atoms("ok", "nosuspend", "noconnect", "priority");

/** How a message went off. */
const enum Sent {
  Ok,
  Badarg,
  /** To another node, to which there is no connection. */
  NoConnection,
  /** To a port that is busy. */
  Busy,
}

/** `To ! Message`: returns the message; badarg for a name nobody has and for what is no destination. */
export function send_2(x: Exec, to: Term, message: Term): Result {
  const from = x.process;
  if (from.tracing !== null) from.tracing.sends(to, message);
  if (to instanceof Pid) {
    const p = (to.process as Process | null) ?? x.vm.processes.ofPid(to);
    if (p !== undefined) deliver(x.vm, p, message, from.pid);
    return message;
  }
  const sent = sendElsewhere(x, to, message, false);
  if (sent === Sent.Badarg) return x.badarg();
  return sent === Sent.Busy ? waitForPort(x, SEND_AGAIN, to, message) : orDead(x, message);
}

const SEND_AGAIN = nativePoint("send", 2, (x, _r, frame, at) =>
  send_2(x, frame[at + 1] as Term, frame[at + 2] as Term),
);

const SEND_AGAIN_3 = nativePoint("send/3", 3, (x, _r, frame, at) =>
  send_3(x, frame[at + 1] as Term, frame[at + 2] as Term, frame[at + 3] as Term),
);

/** Suspends the caller until the port is not busy; then `again` sends. */
function waitForPort(x: Exec, again: Point, to: Term, ...args: Term[]): Result {
  const name = to instanceof Tuple2 ? to.e0 : to;
  const port = name instanceof Atom ? x.vm.registry.whereis(name) : name;
  x.vm.ports?.suspend(port as Port, x.process);
  return x.wait(again, to, ...args);
}

/** Everything but a pid is rare. */
function sendElsewhere(x: Exec, to: Term, message: Term, urgent: boolean): Sent {
  const vm = x.vm;
  if (to instanceof Atom) {
    const holder = vm.registry.whereis(to);
    if (holder === undefined) return Sent.Badarg;
    if (holder instanceof Port) return sendToPort(x, holder, message);
    deliver(vm, holder, message, x.process.pid);
    return Sent.Ok;
  }
  if (to instanceof Ref) {
    sendToAlias(x, to, message, urgent);
    return Sent.Ok;
  }
  if (to instanceof Port) {
    if (to.node !== undefined && to.node !== vm.node) return Sent.Badarg;
    return sendToPort(x, to, message);
  }
  if (to instanceof Tuple2 && to.e0 instanceof Atom && to.e1 instanceof Atom) {
    if (to.e1 !== vm.node) return Sent.NoConnection;
    const holder = vm.registry.whereis(to.e0);
    if (holder instanceof Port) return sendToPort(x, holder, message);
    if (holder !== undefined) deliver(vm, holder, message, x.process.pid);
    return Sent.Ok;
  }
  return Sent.Badarg;
}

function sendToPort(x: Exec, port: Port, message: Term): Sent {
  return x.vm.ports?.send(port, message) === false ? Sent.Busy : Sent.Ok;
}

function sendToAlias(x: Exec, to: Ref, message: Term, urgent: boolean): void {
  let m: Monitor | undefined;
  if (to.target instanceof Monitor) m = to.target;
  else if (to.node === undefined && to.more !== undefined) {
    // A decoded copy: it names the process.
    const p = x.vm.processes.find(to.more[0] as number, to.more[1] as number);
    if (p !== undefined) m = findMonitor(p, to);
  }
  if (m !== undefined) deliverToAlias(x.vm, m, message, urgent, x.process.pid);
}

function send_3(x: Exec, to: Term, message: Term, options: Term): Result {
  let noconnect = false;
  let urgent = false;
  let suspends = true;
  let o = options;
  for (; o instanceof Cons && o !== NIL; o = o.tail) {
    if (o.head === A.noconnect) noconnect = true;
    else if (o.head === A.priority && x.vm.release.otp >= 29) urgent = true;
    else if (o.head === A.nosuspend) suspends = false;
    else return x.badarg();
  }
  if (o !== NIL) return x.badarg();
  if (x.process.tracing !== null) x.process.tracing.sends(to, message);
  if (to instanceof Pid) {
    const p = x.vm.processes.ofPid(to);
    if (p !== undefined) deliver(x.vm, p, message, x.process.pid);
    return p === undefined && noconnect && to.node !== undefined && to.node !== x.vm.node ? A.noconnect : A.ok;
  }
  const sent = sendElsewhere(x, to, message, urgent);
  if (sent === Sent.Badarg) return x.badarg();
  if (sent === Sent.Busy) return suspends ? waitForPort(x, SEND_AGAIN_3, to, message, options) : A.nosuspend;
  return orDead(x, sent === Sent.NoConnection && noconnect ? A.noconnect : A.ok);
}

export const MESSAGES: readonly Bif[] = bifTable("erlang", {
  "!/2": { doc: "Sends a message and returns it; badarg for an unknown name.", fn: send_2 },
  "send/2": { doc: "As `!`.", fn: send_2 },
  "send/3": { doc: "Sends with options `nosuspend`, `noconnect`; ok or `noconnect`.", fn: send_3 },
});
