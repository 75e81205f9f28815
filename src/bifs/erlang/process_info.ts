/**
 * `process_info/1,2`.
 *
 * Items about frames or memory need the frames of the process in the process: for the caller itself they are moved there
 * first (a Capture), and the call goes on from INFO.
 * Heap figures are those of a walk (`runtime/process_memory.ts`), in words.
 * OTP: process_info_aux() in erl_bif_info.c.
 */
import { Atom, atoms, FALSE, TRUE } from "../../term/atom.ts";
import { Pid } from "../../term/identifier.ts";
import { binary } from "../../term/bits.ts";
import { Cons, listFromArray, NIL } from "../../term/list.ts";
import { atomText } from "../../term/print.ts";
import type { Term } from "../../term/term.ts";
import { Tuple2, tuple2, tuple3 } from "../../term/tuple.ts";
import { utf8Encode } from "../../util/utf8.ts";
import { type Bif, bifTable } from "../../runtime/bif.ts";
import { type Exec, Why } from "../../runtime/exec.ts";
import { linksToArray } from "../../runtime/links.ts";
import type { Export } from "../../runtime/module.ts";
import { AliasMode, heldMonitors, type Monitor, monitorsOn } from "../../runtime/monitors.ts";
import { nativePoint, type Point } from "../../runtime/point.ts";
import { type Process, Status } from "../../runtime/process.ts";
import { heapBlock, heapInfo, measure, memoryBytes, type ProcessSize } from "../../runtime/process_memory.ts";
import { FULLSWEEP_AFTER, isSensitive, MIN_BIN_VHEAP_SIZE, MIN_HEAP_SIZE } from "../../runtime/settings.ts";
import { type Result, SIGNAL } from "../../runtime/signal.ts";
import { SPAWN } from "../../runtime/spawn.ts";
import { type Place, placeTerm, stackPlaces, stackTerm } from "../../runtime/stack.ts";
import { dictionaryList } from "./process_dictionary.ts";
import { maxHeapSizeMap, priorityAtom } from "./process_options.ts";

const A = atoms(
  "registered_name",
  "undefined",
  "process",
  "port",
  "time_offset",
  "erlang",
  "hibernate",
  "apply",
  "badarg",
  "badopt",
  "backtrace",
);
const STATUS = atoms("running", "runnable", "waiting", "suspended", "exiting");
const D = atoms("dictionary", "$process_label", "on_heap", "error_handler");
const H = atoms("max_heap_size", "min_bin_vheap_size", "min_heap_size", "fullsweep_after", "minor_gcs");

/** What one call of process_info has found out already. */
class Inquiry {
  readonly x: Exec;
  readonly p: Process;
  private measured: ProcessSize | undefined = undefined;
  constructor(x: Exec, p: Process) {
    this.x = x;
    this.p = p;
  }
  get size(): ProcessSize {
    this.measured ??= measure(this.p);
    return this.measured;
  }
  get heapWords(): number {
    if (this.hibernates) return this.size.heap;
    return heapBlock(this.p, this.size);
  }
  get stackWords(): number {
    return this.hibernates ? 0 : this.size.stack;
  }
  /** A hibernating process keeps its arguments and nothing else. */
  private get hibernates(): boolean {
    const s = this.p.frames;
    return s !== null && (s.frame[s.at] as Point).label === "hibernating";
  }
}

interface Item {
  readonly value: (q: Inquiry) => Term;
  /** The frames are read. */
  readonly frames?: true;
  /** First release that has it. */
  readonly since?: 27 | 29;
}

// -- Where the process is.

/** The function a process is in; one that has not begun or hibernates has no stack yet. */
export function current(p: Process): Place | undefined {
  const s = p.frames;
  if (s === null) return undefined;
  const point = s.frame[s.at] as Point;
  if (point === SPAWN) {
    const e = s.frame[s.at + 1] as Export;
    return { module: e.module, name: e.name, arity: e.arity, info: NIL };
  }
  if (point.label === "hibernating") return { module: A.erlang, name: A.hibernate, arity: 3, info: NIL };
  return stackPlaces(p, 1)[0];
}

function currentFunction(q: Inquiry): Term {
  const at = current(q.p);
  return at === undefined ? A.undefined : tuple3(at.module, at.name, at.arity);
}

function currentLocation(q: Inquiry): Term {
  const at = current(q.p);
  return at === undefined ? A.undefined : placeTerm(at);
}

function currentStacktrace(q: Inquiry): Term {
  return stackTerm(q.p, q.x.depth);
}

function backtrace(q: Inquiry): Term {
  return binary(backtraceText(q.p));
}

/** Nobody is shown what `process_flag(sensitive, true)` hides. */
function shown<T>(p: Process, what: T, instead: T): T {
  return isSensitive(p) ? instead : what;
}

/** Text for people: one line for each function on the stack. */
function backtraceText(p: Process): Uint8Array {
  if (isSensitive(p)) return new Uint8Array(0);
  const lines = stackPlaces(p, 1000).map((at) => `${atomText(at.module)}:${atomText(at.name)}/${at.arity}`);
  const [first = "unknown", ...rest] = lines;
  return utf8Encode([`Program counter: (${first})`, ...rest.map((l) => `Return addr (${l})`), ""].join("\n"));
}

function initialCall(q: Inquiry): Term {
  const e = q.p.initialCall;
  return e === undefined ? tuple3(A.erlang, A.apply, 2) : tuple3(e.module, e.name, e.arity);
}

function status(q: Inquiry): Term {
  const { p } = q;
  if (p === q.x.process) return STATUS.running;
  if (p.suspends > 0) return STATUS.suspended;
  if (p.status === Status.Waiting) return STATUS.waiting;
  return p.status === Status.Ended ? STATUS.exiting : STATUS.runnable;
}

/** The caller's present slice counts as well. */
function reductions({ x, p }: Inquiry): Term {
  return p === x.process ? p.reductions + x.budget - x.reds : p.reductions;
}

// -- Relations.

function monitorItem(m: Monitor): Term {
  return tuple2(m.type, m.item);
}

function monitors(q: Inquiry): Term {
  return listFromArray(
    heldMonitors(q.p)
      .filter((m) => m.target !== null)
      .map(monitorItem),
  );
}

function monitoredBy(q: Inquiry): Term {
  return listFromArray(monitorsOn(q.p).map((m) => m.holder.pid));
}

/** `{Pid, Active, Outstanding}` for each process it has suspended. */
function suspending(q: Inquiry): Term {
  const out: Term[] = [];
  for (const [p, times] of q.p.settings?.suspending ?? [])
    if (p.status !== Status.Ended) out.push(tuple3(p.pid, times, 0));
  return listFromArray(out);
}

// -- Memory.

function garbageCollection(q: Inquiry): Term {
  const s = q.p.settings;
  return listFromArray([
    tuple2(H.max_heap_size, maxHeapSizeMap(s?.maxHeap, q.x.vm.release.otp)),
    tuple2(H.min_bin_vheap_size, s?.minBinVheapSize ?? MIN_BIN_VHEAP_SIZE),
    tuple2(H.min_heap_size, s?.minHeapSize ?? MIN_HEAP_SIZE),
    tuple2(H.fullsweep_after, s?.fullsweepAfter ?? FULLSWEEP_AFTER),
    tuple2(H.minor_gcs, 0),
  ]);
}

function garbageCollectionInfo(q: Inquiry): Term {
  return listFromArray(heapInfo(q.p, q.size, q.heapWords));
}

/** `{Id, Bytes, References}` for each large binary the process reaches. */
function binaries(q: Inquiry): Term {
  let id = 0;
  return listFromArray([...q.size.binaries.values()].map((bytes) => tuple3(id++, bytes, 1)));
}

function bool(b: boolean): Atom {
  return b ? TRUE : FALSE;
}

const ITEMS: Readonly<Record<string, Item>> = {
  registered_name: { value: (q) => q.p.name ?? NIL },
  current_function: { value: currentFunction, frames: true },
  current_location: { value: currentLocation, frames: true },
  current_stacktrace: { value: currentStacktrace, frames: true },
  backtrace: { value: backtrace, frames: true },
  initial_call: { value: initialCall },
  status: { value: status },
  messages: { value: (q) => shown(q.p, listFromArray(q.p.mailbox.toArray()), NIL) },
  message_queue_len: { value: (q) => q.p.mailbox.length },
  links: { value: (q) => listFromArray(linksToArray(q.p.links)) },
  monitors: { value: monitors },
  monitored_by: { value: monitoredBy },
  dictionary: { value: (q) => shown(q.p, dictionaryList(q.p.dictionary), NIL) },
  trap_exit: { value: (q) => bool(q.p.trapExit) },
  error_handler: { value: (q) => q.p.settings?.errorHandler ?? D.error_handler },
  priority: { value: (q) => priorityAtom(q.p.priority) },
  priority_messages: { value: (q) => bool(acceptsPriority(q.p)), since: 29 },
  group_leader: { value: (q) => q.p.groupLeader },
  reductions: { value: reductions },
  total_heap_size: { value: (q) => q.heapWords, frames: true },
  heap_size: { value: (q) => q.heapWords, frames: true },
  stack_size: { value: (q) => q.stackWords, frames: true },
  memory: { value: (q) => memoryBytes(q.size), frames: true },
  garbage_collection: { value: garbageCollection },
  garbage_collection_info: { value: garbageCollectionInfo, frames: true },
  max_heap_size: { value: (q) => maxHeapSizeMap(q.p.settings?.maxHeap, q.x.vm.release.otp) },
  min_heap_size: { value: (q) => q.p.settings?.minHeapSize ?? MIN_HEAP_SIZE },
  min_bin_vheap_size: { value: (q) => q.p.settings?.minBinVheapSize ?? MIN_BIN_VHEAP_SIZE },
  fullsweep_after: { value: (q) => q.p.settings?.fullsweepAfter ?? FULLSWEEP_AFTER },
  binary: { value: binaries, frames: true },
  magic_ref: { value: () => NIL },
  suspending: { value: suspending },
  sequential_trace_token: { value: (q) => q.p.tracing?.sequenceToken ?? NIL },
  catchlevel: { value: (q) => catches(q.p), frames: true },
  trace: { value: () => 0 },
  last_calls: { value: (q) => q.p.tracing?.lastCalls ?? FALSE },
  message_queue_data: { value: (q) => q.p.settings?.messageQueueData ?? D.on_heap },
  parent: { value: (q) => q.p.parent ?? A.undefined },
  async_dist: { value: (q) => bool(q.p.settings?.asyncDist ?? false), since: 27 },
  label: { value: (q) => q.p.dictionary?.get(D.$process_label) ?? A.undefined, since: 27 },
};

const BY_ATOM: ReadonlyMap<Term, Item> = new Map(
  Object.entries(ITEMS).map(([name, item]) => [atoms(name)[name] as Term, item]),
);

/** Frames with a handler. */
function catches(p: Process): number {
  let n = 0;
  for (let s = p.frames; s !== null; s = s.older) {
    for (let i = s.at; i < s.frame.length; i += 1 + (s.frame[i] as Point).live) if ((s.frame[i] as Point).handled) n++;
  }
  return n;
}

function acceptsPriority(p: Process): boolean {
  return heldMonitors(p).some((m) => m.urgent || (m.urgentAlias && m.alias !== AliasMode.None));
}

/** The names of all items of a release. */
export function infoItems(otp: number): Term[] {
  return [...BY_ATOM].filter(([, item]) => (item.since ?? 0) <= otp).map(([name]) => name);
}

/** The item `t` asks for; `{dictionary, Key}` is one too. undefined: badarg. */
function itemOf(x: Exec, t: Term): Item | undefined {
  const { otp } = x.vm.release;
  if (t instanceof Tuple2) {
    if (t.e0 !== D.dictionary || otp < 27) return undefined;
    const key = t.e1;
    return { value: (q) => shown(q.p, q.p.dictionary?.get(key), undefined) ?? A.undefined };
  }
  const item = BY_ATOM.get(t);
  return item === undefined || (item.since !== undefined && item.since > otp) ? undefined : item;
}

/** The keys of `process_info/1`, in their order. */
const USUAL = Object.values(
  atoms(
    "registered_name",
    "current_function",
    "initial_call",
    "status",
    "message_queue_len",
    "links",
    "dictionary",
    "trap_exit",
    "error_handler",
    "priority",
    "group_leader",
    "total_heap_size",
    "heap_size",
    "stack_size",
    "reductions",
    "garbage_collection",
    "suspending",
  ),
);

/** Goes on with the caller's frames in the process: the arguments are the process's own. */
const INFO = nativePoint("process_info", 2, (x, _r, frame, at) =>
  answer(x, x.process, frame[at + 1] as readonly Term[], frame[at + 2] as Shape),
);

/** What is returned: a list without `{registered_name, []}`, a list, or one item alone. */
const enum Shape {
  Usual,
  List,
  Single,
}

function answer(x: Exec, p: Process, keys: readonly Term[], shape: Shape): Term {
  const q = new Inquiry(x, p);
  const out: Term[] = [];
  for (const key of keys) {
    const value = (itemOf(x, key) as Item).value(q);
    if (key === A.registered_name && p.name === undefined) {
      if (shape === Shape.Single) return NIL;
      if (shape === Shape.Usual) continue;
    }
    out.push(tuple2(key, value));
  }
  return shape === Shape.Single ? (out[0] as Term) : listFromArray(out);
}

const MEASURING_UNITS = 40;

function processInfo(x: Exec, pid: Term, keys: readonly Term[], shape: Shape): Result {
  let frames = false;
  for (const key of keys) {
    const item = itemOf(x, key);
    if (item === undefined) return x.badarg();
    if (item.frames === true) frames = true;
  }
  if (!(pid instanceof Pid) || (pid.node !== undefined && pid.node !== x.vm.node)) return x.badarg();
  const p = x.vm.processes.ofPid(pid);
  if (p === undefined) return A.undefined;
  // Looking into a process takes longer than a call.
  x.reds -= keys.length * (frames ? MEASURING_UNITS : 2);
  if (!frames || p !== x.process) return answer(x, p, keys, shape);
  x.why = Why.Capture;
  x.push(INFO, [keys, shape]);
  return SIGNAL;
}

function process_info_1(x: Exec, pid: Term): Result {
  return processInfo(x, pid, USUAL, Shape.Usual);
}

function process_info_2(x: Exec, pid: Term, what: Term): Result {
  if (what instanceof Atom || what instanceof Tuple2) return processInfo(x, pid, [what], Shape.Single);
  const keys: Term[] = [];
  let l: Term = what;
  for (; l instanceof Cons && l !== NIL; l = l.tail) keys.push(l.head);
  return l === NIL ? processInfo(x, pid, keys, Shape.List) : x.badarg();
}

/** Prints the backtrace of a process; badarg and badopt are values. */
function process_display_2(x: Exec, pid: Term, what: Term): Result {
  const p = pid instanceof Pid ? x.vm.processes.ofPid(pid) : undefined;
  if (p === undefined) return A.badarg;
  if (what !== A.backtrace) return A.badopt;
  if (p !== x.process) return display(x, p);
  x.why = Why.Capture;
  x.push(DISPLAY, []);
  return SIGNAL;
}

function display(x: Exec, p: Process): Term {
  x.vm.host.write(2, backtraceText(p));
  return TRUE;
}

const DISPLAY = nativePoint("process_display", 0, (x) => display(x, x.process));

export const PROCESS_INFO: readonly Bif[] = [
  ...bifTable("erts_internal", {
    "process_display/2": {
      doc: "Prints a backtrace on standard error; badarg and badopt as values.",
      fn: process_display_2,
    },
  }),
  ...bifTable("erlang", {
    "process_info/1": { doc: "The usual items, or undefined if it is dead.", fn: process_info_1 },
    "process_info/2": { doc: "One item, or a list of them.", fn: process_info_2 },
  }),
];
