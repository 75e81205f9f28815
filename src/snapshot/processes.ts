/**
 * Processes: frames, mailboxes, dictionaries, flags; links, monitors and names; who is to run, in order.
 * Invariant: processes are there, by their numbers, before anything else is read; the rest of them follows.
 */
import { addMonitor, heldMonitors, Monitor, type Monitored, monitorsOn, watch } from "../runtime/monitors.ts";
import { type LinkSet, linksToArray } from "../runtime/links.ts";
import { Dictionary } from "../runtime/dictionary.ts";
import type { Mailbox, Message, ReceiveMarker } from "../runtime/mailbox.ts";
import type { Export } from "../runtime/module.ts";
import { type Priority, Process, Segment, Status } from "../runtime/process.ts";
import type { Registered } from "../runtime/registry.ts";
import { type MaxHeapSize, Settings } from "../runtime/settings.ts";
import type { Result } from "../runtime/signal.ts";
import { RunQueue } from "../scheduler/run_queue.ts";
import type { Atom } from "../term/atom.ts";
import { Pid, type Ref } from "../term/identifier.ts";
import { pidText } from "../term/print.ts";
import type { Term } from "../term/term.ts";
import type { VirtualMachine } from "../vm.ts";
import { In, Out, SnapshotError } from "./format.ts";

/** Gives processes their numbers: those that live, and those that have ended and are named still. */
export class ProcessIds {
  private readonly ids = new Map<Process, number>();
  readonly living: readonly Process[];
  constructor(vm: VirtualMachine) {
    this.living = vm.processes.all();
    for (const p of this.living) this.ids.set(p, this.ids.size);
  }
  id(p: Process): number {
    let id = this.ids.get(p);
    if (id === undefined) {
      id = this.ids.size;
      this.ids.set(p, id);
    }
    return id;
  }
  /** Number and serial of each; the living first. */
  section(): Uint8Array {
    const out = new Out();
    out.n(this.living.length);
    for (const { pid } of this.ids.keys()) {
      out.n(pid.id);
      out.n(pid.serial);
    }
    return out.result;
  }
}

export function restoreProcessIds(vm: VirtualMachine, section: Uint8Array): Process[] {
  const r = new In(section);
  const living = r.n();
  const out: Process[] = [];
  while (r.more) {
    const [id, serial] = [r.n(), r.n()];
    if (out.length < living) {
      vm.processes.next = [id, serial];
      const p = vm.processes.create(undefined);
      if (p === undefined) throw new SnapshotError(`the snapshot has ${living} processes, the VM may have fewer`);
      out.push(p);
      continue;
    }
    const p = new Process(new Pid(undefined, vm.creation, id, serial), undefined);
    p.status = Status.Ended;
    p.pid.process = null;
    out.push(p);
  }
  return out;
}

export function processName(p: Process): string {
  return `process ${pidText(p.pid)}${p.name === undefined ? "" : ` (${p.name.name})`}`;
}

// -- Processes one by one.

export function saveProcess(p: Process): unknown[] {
  if (p.tracing !== null) throw new SnapshotError(`${processName(p)} is being traced`);
  if (p.status === Status.Running) throw new SnapshotError(`${processName(p)} is running`);
  const segments: unknown[] = [];
  for (let s = p.frames; s !== null; s = s.older) segments.push(s.frame.slice(s.at));
  return [
    p.status,
    p.priority,
    segments,
    p.resumeValue,
    saveMailbox(p.mailbox),
    p.timedOut,
    p.trapExit,
    p.exitReason,
    p.reductions,
    p.groupLeader,
    p.parent,
    p.initialCall,
    p.links && linksToArray(p.links),
    p.dictionary?.entries().flat(),
    saveSettings(p.settings),
    p.suspends,
  ];
}

export function restoreProcess(p: Process, saved: unknown): void {
  const s = saved as unknown[];
  const [status, priority, segments, resumeValue, mailbox, timedOut, trapExit, exitReason, reductions] = s;
  p.status = status as Status;
  p.priority = priority as Priority;
  for (const frame of (segments as unknown[][]).reverse()) p.frames = new Segment(frame, 0, p.frames);
  p.resumeValue = resumeValue as Result;
  restoreMailbox(p.mailbox, mailbox);
  p.timedOut = timedOut as boolean;
  p.trapExit = trapExit as boolean;
  p.exitReason = exitReason as Term | undefined;
  p.reductions = reductions as number;
  const [groupLeader, parent, initialCall, links, dictionary, settings, suspends] = s.slice(9);
  p.groupLeader = groupLeader as Pid;
  p.parent = parent as Pid | undefined;
  p.initialCall = initialCall as Export | undefined;
  p.links = linkSet(links as unknown[] | null);
  if (dictionary !== undefined) {
    const pairs = dictionary as Term[];
    p.dictionary = new Dictionary();
    for (let i = 0; i < pairs.length; i += 2) p.dictionary.put(pairs[i] as Term, pairs[i + 1] as Term);
  }
  p.settings = restoreSettings(settings);
  p.suspends = suspends as number;
}

export function linkSet(links: unknown[] | null): LinkSet {
  if (links === null) return null;
  return (links.length === 1 ? links[0] : new Set(links)) as LinkSet;
}

/** Messages in order; places among them are counts of messages before. */
function saveMailbox(m: Mailbox): unknown {
  if (m.first === null && m.markers === null) return undefined;
  const places = new Map<Message | null, number>([[null, 0]]);
  for (let at = m.first; at !== null; at = at.next) places.set(at, places.size);
  const markers = m.markers?.map((marker) => [marker, places.get(marker.after), marker.ref]);
  return [m.toArray(), places.get(m.seen), places.get(m.lastUrgent), markers];
}

function restoreMailbox(m: Mailbox, saved: unknown): void {
  if (saved === undefined) return;
  const [messages, seen, lastUrgent, markers] = saved as [Term[], number, number, unknown[][] | undefined];
  for (const term of messages) m.push(term);
  const places: (Message | null)[] = [null];
  for (let at = m.first; at !== null; at = at.next) places.push(at);
  m.seen = places[seen] ?? null;
  m.lastUrgent = places[lastUrgent] ?? null;
  if (markers === undefined) return;
  m.markers = markers.map(([marker, after, ref]) => {
    const restored = marker as ReceiveMarker;
    restored.after = places[after as number] ?? null;
    restored.ref = ref as Ref | undefined;
    return restored;
  });
}

export function saveSettings(s: Settings | null): unknown {
  if (s === null) return undefined;
  const { maxHeap: h } = s;
  return [
    s.minHeapSize,
    s.minBinVheapSize,
    s.fullsweepAfter,
    h && [h.size, h.kill, h.errorLogger, h.includeSharedBinaries],
    s.maxMessages,
    s.messageQueueData,
    s.errorHandler,
    s.asyncDist,
    s.sensitive,
    s.monitorNodes,
    s.systemProcess,
    s.scheduler,
    s.suspending && [...s.suspending].flat(),
    s.measureAt,
    s.measuredMessages,
    s.made,
  ];
}

export function restoreSettings(saved: unknown): Settings | null {
  if (saved === undefined) return null;
  const v = saved as unknown[];
  const s = new Settings();
  [s.minHeapSize, s.minBinVheapSize, s.fullsweepAfter] = v as number[] as [number, number, number];
  if (v[3] !== undefined) {
    const [size, kill, errorLogger, includeSharedBinaries] = v[3] as [number, boolean, boolean, boolean];
    s.maxHeap = { size, kill, errorLogger, includeSharedBinaries } satisfies MaxHeapSize;
  }
  s.maxMessages = v[4] as number | undefined;
  [s.messageQueueData, s.errorHandler] = v.slice(5) as [Atom, Atom];
  [s.asyncDist, s.sensitive] = v.slice(7) as [boolean, boolean];
  s.monitorNodes = v[9] as number;
  s.systemProcess = v[10] as boolean;
  s.scheduler = v[11] as number;
  if (v[12] !== undefined) {
    const pairs = v[12] as unknown[];
    s.suspending = new Map();
    for (let i = 0; i < pairs.length; i += 2) s.suspending.set(pairs[i] as Process, pairs[i + 1] as number);
  }
  [s.measureAt, s.measuredMessages, s.made] = v.slice(13) as [number, number, number];
  return s;
}

// -- Monitors and aliases: each by its number; each target has its own in order.

export class MonitorIds {
  private readonly ids = new Map<Monitor, number>();
  private readonly rows: unknown[] = [];
  constructor(processes: readonly Process[]) {
    for (const p of processes)
      for (const m of heldMonitors(p)) {
        this.ids.set(m, this.rows.length);
        this.rows.push([m.ref, m.holder, m.type, m.item, m.tag, m.alias, m.urgent, m.urgentAlias]);
      }
  }
  on(target: Monitored): unknown {
    if (target.monitoredBy === null) return null;
    return monitorsOn(target).map((m) => this.ids.get(m));
  }
  saved(): unknown {
    return this.rows;
  }
}

/** The monitors, which watch nothing yet. */
export function restoreMonitors(saved: unknown): Monitor[] {
  return (saved as unknown[][]).map(([ref, holder, type, item, tag, alias, urgent, urgentAlias]) => {
    const m = new Monitor(
      ref as Ref,
      holder as Process,
      null,
      type as Term,
      item as Term,
      tag as Term,
      alias as Monitor["alias"],
    );
    m.urgent = urgent as boolean;
    m.urgentAlias = urgentAlias as boolean;
    addMonitor(m);
    return m;
  });
}

export function restoreMonitorsOn(target: Monitored, saved: unknown, monitors: readonly Monitor[]): void {
  for (const id of (saved ?? []) as number[]) {
    const m = monitors[id] as Monitor;
    m.target = target;
    watch(m, target);
  }
}

// -- Names and turns.

export function saveNames(vm: VirtualMachine): unknown {
  return vm.registry.all().map((name) => [name, vm.registry.whereis(name)]);
}
export function restoreNames(vm: VirtualMachine, saved: unknown): void {
  for (const [name, holder] of saved as [Atom, Registered][]) vm.registry.register(name, holder);
}

/** Runnable processes in the order of their turns. */
export function saveQueue(vm: VirtualMachine): unknown {
  const { queue } = vm.scheduler;
  if (!(queue instanceof RunQueue)) throw new SnapshotError("the VM's processes are run by somebody else's order");
  const all = [queue.max, queue.high, queue.rest].flatMap(({ ring, mask, head, length }) =>
    Array.from({ length }, (_, i) => ring[(head + i) & mask]),
  );
  return all.filter((p) => p?.status === Status.Runnable);
}
export function restoreQueue(vm: VirtualMachine, saved: unknown): void {
  for (const p of saved as Process[]) {
    // In no queue yet.
    p.status = Status.Waiting;
    vm.scheduler.enqueue(p);
  }
}
