/**
 * Mailbox: the messages of one process in order of arrival, and the save pointer of a receive under way.
 *
 * Messages are nodes of a singly linked list. The save pointer is kept as the last node already looked at (`seen`), so
 * that taking out the current message costs the same wherever it is, and a message that arrives while the process waits
 * is found without looking at the older ones again.
 * Invariant: `seen` and the position of every marker are null (front) or a node of the list.
 * OTP: erl_message.c; receive markers: erl_proc_sig_queue.h.
 */
import type { Ref } from "../term/identifier.ts";
import type { Term } from "../term/term.ts";

export class Message {
  readonly term: Term;
  next: Message | null = null;
  constructor(term: Term) {
    this.term = term;
  }
}

/**
 * A place in the mailbox at the time a reference was about to be made: older messages cannot contain it.
 * A frame value (see architecture.md, invariant 1); `undefined` stands for "the mailbox was empty".
 */
export class ReceiveMarker {
  /** The newest message older than the marker; null: none is left. */
  after: Message | null;
  ref: Ref | undefined = undefined;
  constructor(after: Message | null) {
    this.after = after;
  }
}

/** Markers kept at most, as in OTP; the oldest gives way. */
const MAX_MARKERS = 8;

export class Mailbox {
  /** Messages in the queue: what `process_info(P, message_queue_len)` says. */
  length = 0;
  first: Message | null = null;
  private last: Message | null = null;
  /** The last message the current receive has refused; null: it begins at the front. */
  seen: Message | null = null;
  markers: ReceiveMarker[] | null = null;
  /** The newest priority message that is still in the queue (OTP 28 and newer). */
  lastUrgent: Message | null = null;

  /** Appends a message. Waking the process is the caller's business. */
  push(term: Term): void {
    const m = new Message(term);
    if (this.last === null) this.first = m;
    else this.last.next = m;
    this.last = m;
    this.length++;
  }

  /** Puts a priority message behind the older priority messages and before all others; receives begin anew. */
  pushUrgent(term: Term): void {
    const m = new Message(term);
    const before = this.lastUrgent;
    m.next = before === null ? this.first : before.next;
    if (before === null) this.first = m;
    else before.next = m;
    if (m.next === null) this.last = m;
    this.lastUrgent = m;
    this.length++;
    // What a marker or the save pointer has passed over is no longer all that is older: look again from the front.
    this.seen = null;
    this.markers = null;
  }

  /** The message at the save pointer; undefined at the end of the queue. */
  peek(): Term | undefined {
    const seen = this.seen;
    const m = seen === null ? this.first : seen.next;
    return m === null ? undefined : m.term;
  }

  /** `loop_rec_end`: the current message does not match, the save pointer moves on. */
  skip(): void {
    const seen = this.seen;
    const m = seen === null ? this.first : seen.next;
    if (m !== null) this.seen = m;
  }

  /** `remove_message`: takes the current message out; the next receive starts at the front. */
  remove(): void {
    const seen = this.seen;
    const m = seen === null ? this.first : seen.next;
    this.seen = null;
    if (m !== null) this.unlink(seen, m);
  }

  /** `timeout`: the next receive starts at the front. */
  timeout(): void {
    this.seen = null;
  }

  /** The message at the save pointer, as an object with an identity; null at the end of the queue. */
  get current(): { readonly term: Term } | null {
    return this.seen === null ? this.first : this.seen.next;
  }

  /** The last message of the queue, likewise. */
  get newest(): { readonly term: Term } | null {
    return this.last;
  }

  /** True when a message is at the save pointer. */
  get pending(): boolean {
    return this.seen === null ? this.first !== null : this.seen.next !== null;
  }

  private unlink(before: Message | null, m: Message): void {
    if (before === null) this.first = m.next;
    else before.next = m.next;
    if (m.next === null) this.last = before;
    this.length--;
    if (this.markers !== null) {
      for (const marker of this.markers) if (marker.after === m) marker.after = before;
    }
    if (this.lastUrgent === m) this.lastUrgent = before;
    if (this.seen === m) this.seen = before;
  }

  // -- Receive markers: `recv_marker_*` instructions.

  /** `recv_marker_reserve`: remembers the present end of the queue; undefined when there is nothing to skip. */
  reserveMarker(): ReceiveMarker | undefined {
    if (this.last === null) return undefined;
    const marker = new ReceiveMarker(this.last);
    if (this.markers === null) this.markers = [marker];
    else {
      if (this.markers.length >= MAX_MARKERS) this.markers.shift();
      this.markers.push(marker);
    }
    return marker;
  }

  /** `recv_marker_bind`: the reference made after the reservation. */
  bindMarker(marker: ReceiveMarker | undefined, ref: unknown): void {
    if (marker !== undefined) marker.ref = ref as Ref;
  }

  /** `recv_marker_use`: a receive that only matches messages with `ref` starts at its marker, if there is one. */
  useMarker(ref: unknown): void {
    if (this.markers === null) return;
    for (const marker of this.markers) {
      if (marker.ref === ref) {
        this.seen = marker.after;
        return;
      }
    }
  }

  /** `recv_marker_clear`: `which` is a reserved marker or the reference bound to one. */
  clearMarker(which: unknown): void {
    const markers = this.markers;
    if (markers === null || which === undefined) return;
    const i = markers.findIndex((m) => m === which || m.ref === which);
    if (i < 0) return;
    if (markers.length === 1) this.markers = null;
    else markers.splice(i, 1);
  }

  // -- For BIFs that look at the whole queue.

  /** Takes out the first message for which `wanted` holds; undefined if there is none. */
  take(wanted: (term: Term) => boolean): Term | undefined {
    let before: Message | null = null;
    for (let m = this.first; m !== null; m = m.next) {
      if (wanted(m.term)) {
        this.unlink(before, m);
        return m.term;
      }
      before = m;
    }
    return undefined;
  }

  /** The messages in order: `process_info(P, messages)`. */
  toArray(): Term[] {
    const out: Term[] = [];
    for (let m = this.first; m !== null; m = m.next) out.push(m.term);
    return out;
  }

  /** Drops everything: the process has ended. */
  clear(): void {
    this.first = null;
    this.last = null;
    this.seen = null;
    this.markers = null;
    this.lastUrgent = null;
    this.length = 0;
  }
}
