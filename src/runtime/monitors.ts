/**
 * Monitors and aliases: what a reference made by `monitor` or `alias` stands for.
 *
 * One `Monitor` stands in two rings: that of its holder (`holder.monitors`), as long as the reference means anything, and
 * that of its target (`target.monitoredBy`), as long as it watches. Rings keep the order of creation, and make adding
 * and removing cost the same however many there are. The reference leads to its monitor (`ref.target`).
 * Invariant: a monitor is in its holder's ring exactly while it watches or its alias is active.
 * OTP: erl_monitor_link.h, erl_alias.c.
 */
import type { Ref } from "../term/identifier.ts";
import type { Term } from "../term/term.ts";
import type { Process } from "./process.ts";

/** When an alias stops being one. */
export const enum AliasMode {
  None = 0,
  /** `unalias/1` only. */
  Explicit = 1,
  /** With the monitor: `demonitor/1` or the 'DOWN' message. */
  Demonitor = 2,
  /** As Demonitor, or when a message came through it (which also removes the monitor). */
  ReplyDemonitor = 3,
  /** When a message came through it. */
  Reply = 4,
}

/** Whatever can be monitored: a process, a port, the time offset. */
export interface Monitored {
  monitoredBy: Monitor | null;
}

export class Monitor {
  readonly ref: Ref;
  readonly holder: Process;
  /** What it watches; null: an alias alone, or a monitor that has fired. */
  target: Monitored | null;
  /** Fourth element of the 'DOWN' message: a pid, a port or `{Name, Node}`. */
  readonly item: Term;
  /** `process`, `port` or `time_offset`. */
  readonly type: Term;
  /** First element of the message. */
  readonly tag: Term;
  alias: AliasMode;
  /** Its 'DOWN' message is a priority message (OTP 28 and newer). */
  urgent = false;
  /** It accepts priority messages: `alias([priority])`. */
  urgentAlias = false;
  // Neighbours in the holder's and in the target's ring.
  nextHeld: Monitor = this;
  prevHeld: Monitor = this;
  nextOn: Monitor = this;
  prevOn: Monitor = this;
  constructor(
    ref: Ref,
    holder: Process,
    target: Monitored | null,
    type: Term,
    item: Term,
    tag: Term,
    alias: AliasMode,
  ) {
    this.ref = ref;
    this.holder = holder;
    this.target = target;
    this.type = type;
    this.item = item;
    this.tag = tag;
    this.alias = alias;
  }
}

/** Puts a new monitor into the rings of its holder and its target. */
export function addMonitor(m: Monitor): void {
  m.ref.target = m;
  const held = m.holder.monitors;
  if (held === null) m.holder.monitors = m;
  else {
    const last = held.prevHeld;
    last.nextHeld = m;
    m.prevHeld = last;
    m.nextHeld = held;
    held.prevHeld = m;
  }
  if (m.target !== null) watch(m, m.target);
}

/** Puts `m`, whose target is `target`, into its ring. */
export function watch(m: Monitor, target: Monitored): void {
  const on = target.monitoredBy;
  if (on === null) target.monitoredBy = m;
  else {
    const last = on.prevOn;
    last.nextOn = m;
    m.prevOn = last;
    m.nextOn = on;
    on.prevOn = m;
  }
}

/** Takes `m` out of its target's ring. */
export function stopWatching(m: Monitor): void {
  const target = m.target;
  if (target === null) return;
  m.target = null;
  if (target.monitoredBy === m) target.monitoredBy = m.nextOn === m ? null : m.nextOn;
  m.prevOn.nextOn = m.nextOn;
  m.nextOn.prevOn = m.prevOn;
  m.nextOn = m;
  m.prevOn = m;
}

/** Takes `m` out of both rings: its reference means nothing any more. */
export function removeMonitor(m: Monitor): void {
  stopWatching(m);
  if (m.ref.target !== m) return;
  m.ref.target = undefined;
  m.alias = AliasMode.None;
  const holder = m.holder;
  if (holder.monitors === m) holder.monitors = m.nextHeld === m ? null : m.nextHeld;
  m.prevHeld.nextHeld = m.nextHeld;
  m.nextHeld.prevHeld = m.prevHeld;
  m.nextHeld = m;
  m.prevHeld = m;
}

/** The monitors and aliases that `p` holds, oldest first. */
export function heldMonitors(p: Process): Monitor[] {
  const out: Monitor[] = [];
  const head = p.monitors;
  if (head === null) return out;
  let m = head;
  do {
    out.push(m);
    m = m.nextHeld;
  } while (m !== head);
  return out;
}

/** The monitors on `target`, oldest first. */
export function monitorsOn(target: Monitored): Monitor[] {
  const out: Monitor[] = [];
  const head = target.monitoredBy;
  if (head === null) return out;
  let m = head;
  do {
    out.push(m);
    m = m.nextOn;
  } while (m !== head);
  return out;
}

/** The monitor or alias of `p` that `ref` names: through the reference, or by its numbers if it is a decoded copy. */
export function findMonitor(p: Process, ref: Ref): Monitor | undefined {
  if (ref.target instanceof Monitor) return ref.target.holder === p ? ref.target : undefined;
  if (ref.target !== undefined || ref.node !== undefined || p.monitors === null) return undefined;
  let m = p.monitors;
  do {
    if (m.ref.n0 === ref.n0 && m.ref.n1 === ref.n1 && m.ref.n2 === ref.n2) return m;
    m = m.nextHeld;
  } while (m !== p.monitors);
  return undefined;
}
