/**
 * Where tracing hooks in: what the core tells a traced process's `tracing`, and nothing else. Whoever listens is an
 * extension (`bifs/trace/`), so that an untraced process costs one test for null at each of these places.
 * OTP: IS_TRACED_FL and the trace_ functions it guards, erl_trace.h.
 */
import { type Atom, FALSE } from "../term/atom.ts";
import type { Pid, Port } from "../term/identifier.ts";
import type { Term } from "../term/term.ts";
import type { Tuple4 } from "../term/tuple.ts";
import type { Process } from "./process.ts";
import { StateKey } from "./state.ts";

/** What happens to a process; `data` is the term that the trace message shows. */
export type ProcessEvent =
  | "link"
  | "unlink"
  | "getting_linked"
  | "getting_unlinked"
  | "register"
  | "unregister"
  | "exit";

/** `Process.tracing`: hears of everything a traced process, or one with a sequential trace token, does. */
export interface ProcessTracing {
  /** It is about to send `message`; `to` is the destination as the program gave it. */
  sends(to: Term, message: Term): void;
  /** As `sends`, for the message that an exit signal of it becomes: its sequential trace token goes along. */
  signals(to: Process, message: Term): void;
  /** A message has been put into its queue. `from`: the sender's pid or the atom that stands for the system. */
  arrives(message: Term, from: Term | undefined): void;
  /** The message at the save pointer is about to leave the queue. */
  removes(): void;
  /** A receive goes on after its `after`. */
  timesOut(): void;
  /** It gets the processor, gives it away, or has ended. */
  scheduled(what: "in" | "out" | "ended"): void;
  event(what: ProcessEvent, data: Term): void;
  /** A collection that was asked for begins or, `end`, is done; `max_heap_size`: the heap has outgrown its limit. */
  collects(type: Atom, end?: true): void;
  /** It has linked itself to `other`. */
  linked(other: Process): void;
  /** `process_info(P, last_calls)`. */
  readonly lastCalls: Term;
  /** `process_info(P, sequential_trace_token)`. */
  readonly sequenceToken: Term;
  /** `erlang:seq_trace_info/1`; undefined: badarg. */
  sequenceInfo(item: Term): Term | undefined;
  /** `erlang:seq_trace_print/1,2`; `label` undefined: any. False: it has no token, or another label. */
  sequencePrint(label: Term | undefined, message: Term): boolean;
  /** Forgets its sequential trace token and those of its messages. */
  resetSequence(): void;
}

/** `ProcessTable.tracing`: hears of new processes, before they run. */
export interface SpawnTracing {
  /** `request`: what answers `spawn_request`, and its options; undefined: the process was not made by one. */
  spawned(parent: Process, child: Process, linked: boolean, request?: readonly [Tuple4, Term]): void;
}

/** What a port does for somebody: `external` for what comes from outside. */
export type PortWork =
  | "open"
  | "command"
  | "control"
  | "call"
  | "connect"
  | "close"
  | "link"
  | "unlink"
  | "info"
  | "external";

/** `TracedPort.tracing`: hears of everything a traced port does. */
export interface PortTracing {
  /** It begins or has done a piece of work; one that closes does not come to the end. */
  begins(work: PortWork): void;
  ends(work: PortWork): void;
  /** `by` has opened it; `name`: its driver and what comes behind. */
  opened(by: Pid, name: Atom): void;
  event(what: "getting_linked" | "getting_unlinked" | "register" | "unregister", data: Term): void;
  closed(reason: Term): void;
  /** It is asked for something: `{From, What}`. */
  receives(from: Pid, what: Term): void;
  sends(to: Pid, message: Term): void;
}

/** An open port, as whoever traces it sees it. */
export interface TracedPort {
  readonly id: Port;
  tracing: PortTracing | null;
}

/** `system_flag(sequential_tracer, _)`: `false`, a pid, a port or `{Module, State}`. */
export const SEQUENTIAL_TRACER = new StateKey(() => ({ tracer: FALSE as Term }));

/** `system_flag(trace_control_word, _)`: one for all sessions. */
export const CONTROL_WORD = new StateKey(() => ({ value: 0 }));
