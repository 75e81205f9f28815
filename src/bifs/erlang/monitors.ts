/**
 * Monitors and aliases: `monitor/2,3`, `demonitor/1,2`, `alias/1`, `unalias/1`.
 * OTP: bif.c.
 */
import { Atom, atoms, FALSE, TRUE } from "../../term/atom.ts";
import { equalExact } from "../../term/equal.ts";
import { Pid, Port, Ref } from "../../term/identifier.ts";
import { Cons, NIL } from "../../term/list.ts";
import type { Term } from "../../term/term.ts";
import { Tuple2, tuple2, Tuple5 } from "../../term/tuple.ts";
import { type Bif, bifTable } from "../../runtime/bif.ts";
import type { Exec } from "../../runtime/exec.ts";
import { AliasMode, addMonitor, findMonitor, Monitor, type Monitored, removeMonitor } from "../../runtime/monitors.ts";
import type { Process } from "../../runtime/process.ts";
import type { Result } from "../../runtime/signal.ts";
import { deliver, deliverUrgent } from "../../runtime/signals.ts";

const A = atoms("process", "port", "time_offset", "clock_service", "DOWN", "CHANGE", "noproc", "noconnection");
const O = atoms(
  "alias",
  "tag",
  "priority",
  "explicit_unalias",
  "demonitor",
  "reply_demonitor",
  "reply",
  "flush",
  "info",
);
const E = atoms("badopt", "badtype");

/** Options of `monitor/3` and of `{monitor, Options}` in spawn options. */
export interface MonitorOptions {
  alias: AliasMode;
  /** First element of the message; undefined: the usual one. */
  tag: Term | undefined;
  urgent: boolean;
}

export const PLAIN_MONITOR: MonitorOptions = { alias: AliasMode.None, tag: undefined, urgent: false };

/** undefined: not an option list. */
export function monitorOptions(x: Exec, list: Term): MonitorOptions | undefined {
  const options: MonitorOptions = { alias: AliasMode.None, tag: undefined, urgent: false };
  let l = list;
  for (; l instanceof Cons && l !== NIL; l = l.tail) {
    const o = l.head;
    if (o === O.priority && x.vm.release.otp >= 29) options.urgent = true;
    else if (!(o instanceof Tuple2)) return undefined;
    else if (o.e0 === O.tag) options.tag = o.e1;
    else if (o.e0 === O.alias) {
      if (o.e1 === O.explicit_unalias) options.alias = AliasMode.Explicit;
      else if (o.e1 === O.demonitor) options.alias = AliasMode.Demonitor;
      else if (o.e1 === O.reply_demonitor) options.alias = AliasMode.ReplyDemonitor;
      else return undefined;
    } else return undefined;
  }
  return l === NIL ? options : undefined;
}

/** A reference for a monitor of `p`: an alias names its process. */
function makeRef(x: Exec, p: Process, options: MonitorOptions): Ref {
  const references = x.vm.references;
  return options.alias === AliasMode.None ? references.make() : references.makeForProcess(p.pid.id, p.pid.serial);
}

/** `p` monitors the living process `target`. */
export function monitorProcess(x: Exec, p: Process, target: Process, item: Term, options: MonitorOptions): Ref {
  return startMonitor(x, p, target, A.process, item, options);
}

function startMonitor(x: Exec, p: Process, target: Monitored, type: Atom, item: Term, options: MonitorOptions): Ref {
  const ref = makeRef(x, p, options);
  const tag = options.tag ?? (type === A.time_offset ? A.CHANGE : A.DOWN);
  const m = new Monitor(ref, p, target, type, item, tag, options.alias);
  m.urgent = options.urgent;
  addMonitor(m);
  return ref;
}

/** There is nothing to monitor: the message comes at once. An alias lives on as the options say. */
function fireAtOnce(x: Exec, type: Atom, item: Term, reason: Atom, options: MonitorOptions): Ref {
  const p = x.process;
  const ref = makeRef(x, p, options);
  const message = new Tuple5(options.tag ?? A.DOWN, ref, type, item, reason);
  if (options.alias === AliasMode.Explicit) addMonitor(new Monitor(ref, p, null, type, item, A.DOWN, options.alias));
  if (options.urgent) deliverUrgent(x.vm, p, message);
  else deliver(x.vm, p, message);
  return ref;
}

function monitorWith(x: Exec, type: Term, item: Term, options: MonitorOptions): Result {
  if (type === A.process) return monitorProcessItem(x, item, options);
  if (type === A.port) return monitorPortItem(x, item, options);
  if (type === A.time_offset)
    return item === A.clock_service ? startMonitor(x, x.process, x.vm.clock, A.time_offset, item, options) : x.badarg();
  return x.badargCause(E.badtype);
}

function monitorProcessItem(x: Exec, item: Term, options: MonitorOptions): Result {
  const vm = x.vm;
  if (item instanceof Pid) {
    const target = vm.processes.ofPid(item);
    if (target === undefined) {
      const remote = item.node !== undefined && item.node !== vm.node;
      return fireAtOnce(x, A.process, item, remote ? A.noconnection : A.noproc, options);
    }
    // Nobody monitors itself: a reference that means nothing.
    if (target === x.process) return makeRef(x, x.process, options);
    return monitorProcess(x, x.process, target, target.pid, options);
  }
  let name = item;
  if (item instanceof Tuple2 && item.e0 instanceof Atom && item.e1 instanceof Atom) {
    if (item.e1 !== vm.node) return x.badarg();
    name = item.e0;
  }
  if (!(name instanceof Atom)) return x.badarg();
  const target = vm.registry.process(name);
  const named = tuple2(name, vm.node);
  if (target === undefined) return fireAtOnce(x, A.process, named, A.noproc, options);
  if (target === x.process) return makeRef(x, x.process, options);
  return monitorProcess(x, x.process, target, named, options);
}

function monitorPortItem(x: Exec, item: Term, options: MonitorOptions): Result {
  const vm = x.vm;
  let name = item;
  if (item instanceof Tuple2 && item.e0 instanceof Atom && item.e1 === vm.node) name = item.e0;
  let port: Term | undefined;
  let shown = item;
  if (item instanceof Port) {
    if (item.node !== undefined && item.node !== vm.node) return x.badarg();
    port = item;
  } else if (name instanceof Atom) {
    const holder = vm.registry.whereis(name);
    if (holder instanceof Port) port = holder;
    shown = tuple2(name, vm.node);
  } else return x.badarg();
  const target = port instanceof Port ? vm.ports?.monitored(port) : undefined;
  if (target === undefined) return fireAtOnce(x, A.port, shown, A.noproc, options);
  return startMonitor(x, x.process, target, A.port, shown, options);
}

function monitor_2(x: Exec, type: Term, item: Term): Result {
  return monitorWith(x, type, item, PLAIN_MONITOR);
}

function monitor_3(x: Exec, type: Term, item: Term, list: Term): Result {
  const options = monitorOptions(x, list);
  return options === undefined ? x.badargCause(E.badopt) : monitorWith(x, type, item, options);
}

/** Ends a monitor of the caller: true if there was one, undefined for badarg. */
function demonitor(x: Exec, ref: Term): boolean | undefined {
  if (!(ref instanceof Ref)) return undefined;
  if (ref.node !== undefined) return ref.node === x.vm.node ? false : undefined;
  const m = findMonitor(x.process, ref);
  if (m === undefined || m.target === null) return false;
  const { alias, urgentAlias } = m;
  removeMonitor(m);
  if (alias === AliasMode.Explicit) {
    // The alias outlives the monitor.
    const rest = new Monitor(m.ref, m.holder, null, m.type, m.item, m.tag, alias);
    rest.urgentAlias = urgentAlias;
    addMonitor(rest);
  }
  return true;
}

function demonitor_1(x: Exec, ref: Term): Result {
  return demonitor(x, ref) === undefined ? x.badarg() : TRUE;
}

function demonitor_2(x: Exec, ref: Term, options: Term): Result {
  let flush = false;
  let info = false;
  let o = options;
  for (; o instanceof Cons && o !== NIL; o = o.tail) {
    if (o.head === O.flush) flush = true;
    else if (o.head === O.info) info = true;
    else return x.badarg();
  }
  if (o !== NIL) return x.badarg();
  const found = demonitor(x, ref);
  if (found === undefined) return x.badarg();
  if (found) return TRUE;
  if (flush) {
    const down = (m: Term): boolean => m instanceof Tuple5 && (m.e1 === ref || equalExact(m.e1, ref));
    x.process.mailbox.take(down);
  }
  return info ? FALSE : TRUE;
}

// -- Aliases.

function alias_1(x: Exec, options: Term): Result {
  let mode = AliasMode.Explicit;
  let urgent = false;
  let o = options;
  for (; o instanceof Cons && o !== NIL; o = o.tail) {
    if (o.head === O.explicit_unalias) mode = AliasMode.Explicit;
    else if (o.head === O.reply) mode = AliasMode.Reply;
    else if (o.head === O.priority && x.vm.release.otp >= 29) urgent = true;
    else return x.badarg();
  }
  if (o !== NIL) return x.badarg();
  const p = x.process;
  const ref = x.vm.references.makeForProcess(p.pid.id, p.pid.serial);
  const m = new Monitor(ref, p, null, O.alias, NIL, A.DOWN, mode);
  m.urgentAlias = urgent;
  addMonitor(m);
  return ref;
}

function unalias_1(x: Exec, ref: Term): Result {
  if (!(ref instanceof Ref)) return x.badarg();
  if (ref.node !== undefined && ref.node !== x.vm.node) return FALSE;
  const m = findMonitor(x.process, ref);
  if (m === undefined || m.alias === AliasMode.None) return FALSE;
  if (m.target === null) removeMonitor(m);
  else m.alias = AliasMode.None;
  return TRUE;
}

export const MONITORS: readonly Bif[] = bifTable("erlang", {
  "monitor/2": { doc: "Monitors a process, port or the time offset; badarg for what cannot be.", fn: monitor_2 },
  "monitor/3": { doc: "As `monitor/2` with options `{alias, _}`, `{tag, _}`.", fn: monitor_3 },
  "demonitor/1": { doc: "Ends a monitor of the caller.", fn: demonitor_1 },
  "demonitor/2": { doc: "As `demonitor/1` with options `flush`, `info`.", fn: demonitor_2 },
  "alias/1": { doc: "An alias of the caller; badarg for a bad option.", fn: alias_1 },
  "unalias/1": { doc: "Ends an alias; false if it was none of the caller's.", fn: unalias_1 },
});
