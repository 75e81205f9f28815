/**
 * A traced process: in which sessions, for what, and what becomes of its events.
 *
 * Invariant: a process with neither a ref nor a sequential trace token has
 * no `Tracee`, but for one that ends while it still has.
 * OTP: trace_send(), trace_receive(), trace_proc(), trace_sched() in erl_trace.c.
 */
import { isSensitive } from "../../runtime/settings.ts";
import { type MatchProgram, Run } from "../../ets/match_compile.ts";
import type { Export } from "../../runtime/module.ts";
import { type Process, Status } from "../../runtime/process.ts";
import { heapInfo, measure } from "../../runtime/process_memory.ts";
import { SPAWN as SPAWN_POINT } from "../../runtime/spawn.ts";
import { stackPlaces } from "../../runtime/stack.ts";
import type { ProcessEvent, ProcessTracing } from "../../runtime/tracing.ts";
import type { Vm } from "../../runtime/vm.ts";
import { Atom, atoms, FALSE, TRUE } from "../../term/atom.ts";
import { Pid, Port, Ref } from "../../term/identifier.ts";
import { listFromArray } from "../../term/list.ts";
import type { Term } from "../../term/term.ts";
import { Tuple, Tuple2, tuple2, tuple3 } from "../../term/tuple.ts";
import { EventActions } from "./actions.ts";
import { flatWords } from "../term_words.ts";
import { CallClock } from "./call_clock.ts";
import { spawnArguments } from "./counting.ts";
import { Flag } from "./flags.ts";
import type { SavedCalls } from "./last_calls.ts";
import { Sequence } from "./sequence.ts";
import type { EventPattern, Session, TraceRef } from "./session.ts";
import { Traced } from "./traced.ts";

const A = atoms(
  "send",
  "send_to_non_existing_process",
  "receive",
  "in",
  "out",
  "out_exited",
  "timeout",
  "clock_service",
);
const S = atoms("system", "undefined");
const E = atoms("link", "unlink", "getting_linked", "getting_unlinked", "register", "unregister", "exit");

const G = atoms("max_heap_size", "wordsize", "major");
const C = atoms("gc_major_start", "gc_major_end", "gc_minor_start", "gc_minor_end", "gc_max_heap_size");

/** Events of a message queue that the process has not come to yet: OTP reports them when it fetches its messages. */
interface Arrival {
  readonly message: Term;
  readonly from: Term | undefined;
}

export class Tracee extends Traced implements ProcessTracing {
  readonly process: Process;
  readonly sequence: Sequence;
  /** By session, for `call_time`. */
  times: Map<Session, CallClock> | undefined = undefined;
  /** By session, for `call_memory`: its words are those that are counted while it runs. */
  memory: Map<Session, CallClock> | undefined = undefined;
  /** It has been made since it is traced, and has not given away the processor yet. */
  newborn = false;
  /** The arguments it has been made with, if words were counted. */
  madeWith: Term | undefined = undefined;
  /** The last calls, while it remembers them. */
  saved: SavedCalls | undefined = undefined;
  private arrivals: Arrival[] = [];

  constructor(vm: Vm, p: Process) {
    super(vm);
    this.process = p;
    this.sequence = new Sequence(vm, p);
  }

  /** That of another process. */
  of(p: Process): Tracee {
    return traceeOf(this.vm, p);
  }

  get id(): Pid {
    return this.process.pid;
  }
  protected get secret(): boolean {
    return isSensitive(this.process);
  }
  protected attach(): void {
    // A meta trace may be the first to trace anything of this process.
    this.process.tracing = this;
  }
  protected detach(session: Session): void {
    this.times?.delete(session);
    this.memory?.delete(session);
    this.forgetIfIdle();
  }

  clock(kind: "times" | "memory", session: Session): CallClock {
    this[kind] ??= new Map();
    let clock = this[kind].get(session);
    if (clock === undefined) {
      const { exec, clock: clocks } = this.vm;
      const now = kind === "memory" ? () => exec.words : () => clocks.monotonic_us();
      this[kind].set(session, (clock = new CallClock(this.process.pid, now)));
    }
    return clock;
  }

  /** Nobody is to be told of anything any more. */
  forgetIfIdle(): void {
    if (this.refs.length > 0 || this.saved !== undefined || this.arrivals.length > 0 || !this.sequence.idle) return;
    this.process.tracing = null;
  }

  /** What the pattern of `send` or `receive` makes of an event; undefined: it is not reported. */
  private filtered(ref: TraceRef, pattern: EventPattern, args: () => Term[]): Term | undefined {
    if (!pattern.on) return undefined;
    const program = pattern.spec.program as MatchProgram | undefined;
    if (program === undefined) return TRUE;
    const run = new Run(this.vm, this.process.pid, new EventActions(this, ref));
    if (!program.runTrace(run, args()) || run.message === FALSE) return undefined;
    return (ref.flags & Flag.silent) !== 0 ? undefined : run.message;
  }

  /** A sensitive process keeps what it had before. */
  private get remembering(): SavedCalls | undefined {
    return this.saved === undefined || isSensitive(this.process) ? undefined : this.saved;
  }

  get lastCalls(): Term {
    return this.saved?.toTerm() ?? FALSE;
  }

  // -- Messages.

  sends(to: Term, message: Term): void {
    const { vm } = this;
    if (!isDestination(vm, to)) return;
    this.remembering?.sends();
    const gone = to instanceof Pid && vm.processes.ofPid(to) === undefined;
    for (const ref of this.refs) {
      if ((ref.flags & Flag.send) === 0) continue;
      const result = this.filtered(ref, ref.session.send, () => [to, message]);
      if (result === undefined) continue;
      this.tell(ref, "send", gone ? A.send_to_non_existing_process : A.send, message, to, result);
    }
    // Who gets a token with the message must be able to keep it.
    const heir = this.sequence.sends(to, message);
    if (heir !== undefined) traceeOf(vm, heir);
  }

  signals(to: Process, message: Term): void {
    if (this.sequence.sends(to.pid, message) !== undefined) traceeOf(this.vm, to);
  }

  arrives(message: Term, from: Term | undefined): void {
    this.sequence.arrives(message, from);
    if (!this.refs.some((r) => (r.flags & Flag.receive) !== 0)) return;
    if (this.process.status === Status.Running) this.arrivals.push({ message, from });
    else this.received(message, from);
  }

  /** Reports what has come since the process ran. */
  private fetch(): void {
    const { arrivals } = this;
    if (arrivals.length === 0) return;
    this.arrivals = [];
    for (const { message, from } of arrivals) this.received(message, from);
  }

  private received(message: Term, from: Term | undefined): void {
    for (const ref of this.refs) {
      if ((ref.flags & Flag.receive) === 0) continue;
      const args = (): Term[] =>
        from instanceof Pid ? [from.node ?? this.vm.node, from, message] : [from ?? S.system, S.undefined, message];
      const result = this.filtered(ref, ref.session.receive, args);
      if (result !== undefined) this.tell(ref, "receive", A.receive, message, undefined, result);
    }
  }

  removes(): void {
    this.remembering?.event("receive");
    this.fetch();
    // OTP: erts_adjust_message_break().
    const message = this.memory === undefined ? undefined : this.process.mailbox.peek();
    if (message !== undefined) this.vm.exec.words += flatWords(message, this.vm.release.otp);
    this.sequence.removes();
    this.forgetIfIdle();
  }

  timesOut(): void {
    this.remembering?.event("timeout");
    this.fetch();
    this.received(A.timeout, A.clock_service);
  }

  // -- The processor.

  scheduled(what: "in" | "out" | "ended"): void {
    if (what === "ended") {
      this.tellAll(Flag.exiting, "running_procs", A.out_exited, 0);
      return;
    }
    if (what === "out") this.fetch();
    if (what === "out") {
      this.newborn = false;
      this.madeWith = undefined;
    }
    if (this.times !== undefined) for (const c of this.times.values()) c.scheduled(what);
    if (this.memory !== undefined) for (const c of this.memory.values()) c.scheduled(what);
    const flags = Flag.running | Flag.running_procs;
    if (!this.refs.some((r) => (r.flags & flags) !== 0)) return;
    this.tellAll(flags, "running_procs", what === "in" ? A.in : A.out, whereIn(this.process));
  }

  // -- What happens to it.

  event(what: ProcessEvent, data: Term): void {
    this.tellAll(Flag.procs, "procs", E[what], data);
    if (what === "exit") this.scheduled("ended");
  }

  /** Where its frames are not saved, because it runs, the stack is missing from what is told. */
  collects(type: Atom, end?: true): void {
    if (!this.refs.some((r) => (r.flags & Flag.garbage_collection) !== 0)) return;
    const info = heapInfo(this.process, measure(this.process));
    const limit = type === G.max_heap_size;
    // Only what can be reached has been counted: nothing is reclaimed.
    if (!limit) info.unshift(tuple2(G.wordsize, 0));
    const event = limit
      ? "max_heap_size"
      : (`${type === G.major ? "major" : "minor"}_${end ? "end" : "start"}` as const);
    this.tellAll(Flag.garbage_collection, "garbage_collection", C[`gc_${event}`], listFromArray(info));
  }

  linked(other: Process): void {
    // OTP 25 forgot it when links became signals.
    if (this.vm.release.otp >= 27) for (const ref of this.refs) inherit(ref, other, this.vm, LINK_FLAGS);
  }

  get sequenceToken(): Term {
    return this.sequence.term;
  }
  sequenceInfo(item: Term): Term | undefined {
    return this.sequence.info(item);
  }
  sequencePrint(label: Term | undefined, message: Term): boolean {
    return this.sequence.print(label, message);
  }
  resetSequence(): void {
    this.sequence.reset();
    this.forgetIfIdle();
  }

  /** It has made `child`. */
  spawned(child: Process, linked: boolean, what: Term): void {
    this.tellAll(Flag.procs, "procs", SPAWN.spawn, child.pid, what);
    if (linked) this.tellAll(Flag.procs, "procs", E.link, child.pid);
    for (const ref of this.refs) inherit(ref, child, this.vm, linked ? SPAWN_FLAGS | LINK_FLAGS : SPAWN_FLAGS);
  }

  /** It has been made by `parent`. */
  born(parent: Pid, linked: boolean, what: Term): void {
    this.newborn = true;
    this.madeWith = spawnArguments(this.vm);
    this.tellAll(Flag.procs, "procs", SPAWN.spawned, parent, what);
    if (linked) this.tellAll(Flag.procs, "procs", E.getting_linked, parent);
  }
}

const SPAWN = atoms("spawn", "spawned");
const SPAWN_FLAGS = Flag.set_on_spawn | Flag.set_on_first_spawn;
const LINK_FLAGS = Flag.set_on_link | Flag.set_on_first_link;

/**
 * `p` is to be traced as the process of `ref` is, if a flag of `why` says so. Where only the first one is to be, neither
 * hands on any more.
 */
function inherit(ref: TraceRef, p: Process, vm: Vm, why: number): void {
  if (ref.tracer === undefined || (ref.flags & why) === 0) return;
  if ((ref.flags & why & Flag.set_on_first_spawn) !== 0) ref.flags &= ~SPAWN_FLAGS;
  if ((ref.flags & why & Flag.set_on_first_link) !== 0) ref.flags &= ~LINK_FLAGS;
  const other = traceeOf(vm, p);
  const own = other.ref(ref.session) ?? other.addRef(ref.session, ref.tracer);
  own.flags |= ref.flags;
  own.tracer = ref.tracer;
}

/** The `Tracee` of a process, made if it has none yet. */
export function traceeOf(vm: Vm, p: Process): Tracee {
  if (p.tracing === null) p.tracing = new Tracee(vm, p);
  return p.tracing as Tracee;
}

/** The function in which the process goes on, or 0. */
export function whereIn(p: Process): Term {
  const top = p.frames;
  if (top !== null && top.frame[top.at] === SPAWN_POINT) return exportTerm(top.frame[top.at + 1] as Export);
  const place = stackPlaces(p, 1)[0];
  return place === undefined ? 0 : tuple3(place.module, place.name, place.arity);
}

function exportTerm(e: Export): Term {
  return tuple3(e.module, e.name, e.arity);
}

/** Something of this node that a message is sent to, whether it is there or not. */
function isDestination(vm: Vm, to: Term): boolean {
  if (to instanceof Tuple) return to instanceof Tuple2 && to.e0 instanceof Atom && to.e1 === vm.node;
  // What is no destination at all is seen as well, before the exception.
  return (
    !(to instanceof Pid || to instanceof Port || to instanceof Ref) || to.node === undefined || to.node === vm.node
  );
}
