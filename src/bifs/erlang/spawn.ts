/**
 * Spawning: `spawn/3`, `spawn_link/3`, `spawn_opt/4`, and what `spawn_request` and the boot code call.
 * The other variants are Erlang code over these.
 * OTP: bif.c, erl_create_process() in erl_process.c.
 */
import { Atom, atoms, TRUE, FALSE } from "../../term/atom.ts";
import { Ref } from "../../term/identifier.ts";
import { Cons, listToArray, NIL } from "../../term/list.ts";
import type { Term } from "../../term/term.ts";
import { Tuple2, tuple2, type Tuple4, tuple4 } from "../../term/tuple.ts";
import { type Bif, bifTable } from "../../runtime/bif.ts";
import type { Exec } from "../../runtime/exec.ts";
import type { Export } from "../../runtime/module.ts";
import { Priority, type Process } from "../../runtime/process.ts";
import { newSettings, Settings } from "../../runtime/settings.ts";
import { type Result, SIGNAL } from "../../runtime/signal.ts";
import { deliver, link } from "../../runtime/signals.ts";
import { createProcess } from "../../runtime/spawn.ts";
import { type MonitorOptions, monitorOptions, monitorProcess, PLAIN_MONITOR } from "./monitors.ts";
import { isSize, maxHeapSize, minBinVheapSize, minHeapSize, priorityOf } from "./process_options.ts";

const O = atoms("link", "monitor", "priority", "async_dist", "message_queue_data", "min_heap_size", "max_heap_size");
const P = atoms("min_bin_vheap_size", "fullsweep_after", "scheduler", "reply", "reply_tag", "on_heap", "off_heap");
const R = atoms("error_only", "success_only", "no", "yes", "spawn_reply", "error", "ok", "undefined");
const E = atoms("badopt", "badarg", "system_limit");

/** Options of `spawn_opt` and `spawn_request`, read. */
interface Options {
  link: boolean;
  monitor: MonitorOptions | undefined;
  priority: Priority;
  settings: Settings | null;
  replySuccess: boolean;
  replyError: boolean;
  tag: Term;
  /** An option was wrong. */
  bad: boolean;
}

/** Reads a list of options; undefined if it is not a proper list. `request`: those of `spawn_request` are allowed. */
function readOptions(x: Exec, list: Term, request: boolean): Options | undefined {
  const o: Options = {
    link: false,
    monitor: undefined,
    priority: Priority.Normal,
    settings: null,
    replySuccess: true,
    replyError: true,
    tag: R.spawn_reply,
    bad: false,
  };
  let l = list;
  for (; l instanceof Cons && l !== NIL; l = l.tail) {
    const option = l.head;
    if (option === O.link) o.link = true;
    else if (option === O.monitor) o.monitor = PLAIN_MONITOR;
    else if (!(option instanceof Tuple2) || !readOption(x, o, option.e0, option.e1, request)) o.bad = true;
  }
  const max = o.settings?.maxHeap?.size ?? 0;
  if (max !== 0 && max < (o.settings as Settings).minHeapSize) o.bad = true;
  return l === NIL ? o : undefined;
}

/** Reads `{name, value}` into `o`; false if it is wrong. */
function readOption(x: Exec, o: Options, name: Term, value: Term, request: boolean): boolean {
  switch (name) {
    case O.priority: {
      const priority = priorityOf(value);
      if (priority !== undefined) o.priority = priority;
      return priority !== undefined;
    }
    case O.monitor: {
      const options = monitorOptions(x, value);
      if (options !== undefined) o.monitor = options;
      return options !== undefined;
    }
    case O.link:
      o.link = true;
      return x.vm.release.otp >= 29 && linkOptions(value);
    case P.reply:
      if (!request) return false;
      o.replySuccess = value === R.yes || value === R.success_only;
      o.replyError = value === R.yes || value === R.error_only;
      return o.replySuccess || o.replyError || value === R.no;
    case P.reply_tag:
      o.tag = value;
      return request;
    case P.scheduler:
      if (!isSize(value) || value > 1) return false;
      o.settings ??= newSettings(x.vm.processes.defaults);
      o.settings.scheduler = value;
      return true;
    default:
      o.settings ??= newSettings(x.vm.processes.defaults);
      return readSetting(o.settings, name, value);
  }
}

/** Options of `link/2`: `priority` alone. */
export function linkOptions(list: Term): boolean {
  let l = list;
  for (; l instanceof Cons && l !== NIL; l = l.tail) if (l.head !== O.priority) return false;
  return l === NIL;
}

function readSetting(s: Settings, name: Term, value: Term): boolean {
  switch (name) {
    case O.async_dist:
      s.asyncDist = value === TRUE;
      return value === TRUE || value === FALSE;
    case O.message_queue_data:
      if (value !== P.on_heap && value !== P.off_heap) return false;
      s.messageQueueData = value as Atom;
      return true;
    case O.min_heap_size: {
      const size = minHeapSize(value);
      if (size !== undefined) s.minHeapSize = size;
      return size !== undefined;
    }
    case P.min_bin_vheap_size: {
      const size = minBinVheapSize(value);
      if (size !== undefined) s.minBinVheapSize = size;
      return size !== undefined;
    }
    case P.fullsweep_after:
      if (!isSize(value)) return false;
      s.fullsweepAfter = value;
      return true;
    case O.max_heap_size:
      s.maxHeap = maxHeapSize(value, s.maxHeap);
      return s.maxHeap !== undefined;
    default:
      return false;
  }
}

/** The export entry to start with. Programs spawn the same function again and again, so the last one is remembered. */
function startFunction(x: Exec, module: Atom, name: Atom, arity: number): Export {
  const last = x.vm.processes.lastStart;
  if (last !== undefined && last.name === name && last.module === module && last.arity === arity) return last;
  const e = x.vm.export(module, name, arity);
  x.vm.processes.lastStart = e;
  return e;
}

/** Creates the process of `M:F(Args)`; undefined: badarg or system_limit is raised. */
function create(x: Exec, module: Term, name: Term, args: Term): Process | undefined {
  const list = listToArray(args);
  if (!(module instanceof Atom) || !(name instanceof Atom) || list === undefined) {
    x.badarg();
    return undefined;
  }
  const p = createProcess(x.vm, x.process, startFunction(x, module, name, list.length), list);
  if (p === undefined) x.systemLimit();
  return p;
}

function spawn_3(x: Exec, module: Term, name: Term, args: Term): Result {
  const p = create(x, module, name, args);
  if (p === undefined) return SIGNAL;
  if (x.vm.processes.tracing !== null) x.vm.processes.tracing.spawned(x.process, p, false);
  x.vm.scheduler.enqueue(p);
  return p.pid;
}

function spawn_link_3(x: Exec, module: Term, name: Term, args: Term): Result {
  const p = create(x, module, name, args);
  if (p === undefined) return SIGNAL;
  link(x.process, p);
  if (x.vm.processes.tracing !== null) x.vm.processes.tracing.spawned(x.process, p, true);
  x.vm.scheduler.enqueue(p);
  return p.pid;
}

function spawn_opt_4(x: Exec, module: Term, name: Term, args: Term, list: Term): Result {
  const o = readOptions(x, list, false);
  if (o === undefined || o.bad) return x.badargCause(E.badopt);
  const p = create(x, module, name, args);
  if (p === undefined) return SIGNAL;
  const ref = prepare(x, p, o);
  start(x, p, o);
  return ref === undefined ? p.pid : tuple2(p.pid, ref);
}

/** Links and monitors `p` as the options say; the reference of the monitor. */
function prepare(x: Exec, p: Process, o: Options): Ref | undefined {
  p.priority = o.priority;
  if (o.settings !== null) p.settings = o.settings;
  if (o.link) link(x.process, p);
  return o.monitor === undefined ? undefined : monitorProcess(x, x.process, p, p.pid, o.monitor);
}

/** Starts `p`; `request`: the answer to `spawn_request` and its options. */
function start(x: Exec, p: Process, o: Options, request?: readonly [Tuple4, Term]): void {
  if (x.vm.processes.tracing !== null) x.vm.processes.tracing.spawned(x.process, p, o.link, request);
  x.vm.scheduler.enqueue(p);
}

/** Answers a reference, and sends `{Tag, Ref, ok | error, Pid | Reason}` to the caller; badarg and badopt as values. */
function spawn_request_4(x: Exec, module: Term, name: Term, args: Term, list: Term): Result {
  const arguments_ = listToArray(args);
  if (!(module instanceof Atom) || !(name instanceof Atom) || arguments_ === undefined) return E.badarg;
  const o = readOptions(x, list, true);
  if (o === undefined) return E.badopt;
  const p = o.bad
    ? undefined
    : createProcess(x.vm, x.process, startFunction(x, module, name, arguments_.length), arguments_);
  if (p === undefined) {
    const ref = x.vm.references.make();
    if (o.replyError) deliver(x.vm, x.process, tuple4(o.tag, ref, R.error, o.bad ? E.badopt : E.system_limit));
    return ref;
  }
  const ref = prepare(x, p, o) ?? x.vm.references.make();
  const reply = tuple4(o.tag, ref, R.ok, p.pid);
  start(x, p, o, [reply, list]);
  if (o.replySuccess) deliver(x.vm, x.process, reply);
  return ref;
}

/** Local requests are answered at once, so there is never one to abandon. */
function spawn_request_abandon_1(x: Exec, ref: Term): Result {
  return ref instanceof Ref ? FALSE : x.badarg();
}

function spawn_system_process_3(x: Exec, module: Term, name: Term, args: Term): Result {
  const p = create(x, module, name, args);
  if (p === undefined) return SIGNAL;
  p.settings = new Settings();
  p.settings.systemProcess = true;
  x.vm.scheduler.enqueue(p);
  return p.pid;
}

export const SPAWN_BIFS: readonly Bif[] = [
  ...bifTable("erlang", {
    "spawn/3": { doc: "Spawns M:F(Args); badarg unless atoms and a proper list.", fn: spawn_3 },
    "spawn_link/3": { doc: "Spawns and links.", fn: spawn_link_3 },
    "spawn_opt/4": { doc: "Spawns with options; badarg with cause badopt for a wrong one.", fn: spawn_opt_4 },
    "spawn_request_abandon/1": { doc: "False: local requests are answered at once.", fn: spawn_request_abandon_1 },
  }),
  ...bifTable("erts_internal", {
    "spawn_request/4": { doc: "Spawns and sends the reply of `spawn_request`.", fn: spawn_request_4 },
    "spawn_system_process/3": { doc: "Spawns a process of the runtime system itself.", fn: spawn_system_process_3 },
  }),
];
