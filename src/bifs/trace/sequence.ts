/**
 * Sequential tracing: the token of one process, and those of the messages in its queue.
 *
 * A token goes along with each message that its holder sends; who takes such a message out of the queue holds the token
 * from then on, and who takes out one without loses his own, unless no process has sent it.
 * OTP: seq_trace_2() in erl_bif_trace.c, seq_trace_update_serial() and seq_trace_output() in erl_trace.c.
 */
import { isSensitive } from "../../runtime/settings.ts";
import type { Process } from "../../runtime/process.ts";
import { Monitor } from "../../runtime/monitors.ts";
import { StateKey } from "../../runtime/state.ts";
import { SEQUENTIAL_TRACER } from "../../runtime/tracing.ts";
import type { Vm } from "../../runtime/vm.ts";
import { Atom, atoms, FALSE, TRUE } from "../../term/atom.ts";
import { equalExact } from "../../term/equal.ts";
import { Pid, Ref } from "../../term/identifier.ts";
import { listFromArray, NIL } from "../../term/list.ts";
import type { Term } from "../../term/term.ts";
import { Tuple2, tuple2, type Tuple4, tuple4, Tuple5, tupleFromArray } from "../../term/tuple.ts";
import { Flag } from "./flags.ts";
import { report, tracerOf, verdict } from "./tracer.ts";

const A = atoms(
  "seq_trace",
  "send",
  "receive",
  "print",
  "label",
  "serial",
  "spawn",
  "spawn_request",
  "spawn_reply",
  "ok",
  "process",
);
const T = atoms("timestamp", "strict_monotonic_timestamp", "monotonic_timestamp", "sequential_trace_token");

/** A token's flags: bits of its first element. */
const SEND = 1;
const RECEIVE = 2;
const PRINT = 4;

const FLAGS: ReadonlyMap<Term, number> = new Map([
  [A.send, SEND],
  [A.receive, RECEIVE],
  [A.print, PRINT],
  [T.timestamp, 8],
  [T.strict_monotonic_timestamp, 16],
  [T.monotonic_timestamp, 32],
]);

export interface Token {
  readonly flags: number;
  readonly label: Term;
  readonly serial: number;
  readonly sender: Term;
  readonly last: number;
}

/** What the message that is just being sent takes along. It arrives at once, or nowhere. */
const ON_THE_WAY = new StateKey((): { token: Token | undefined; message: Term } => ({
  token: undefined,
  message: NIL,
}));

export class Sequence {
  private readonly vm: Vm;
  private readonly process: Process;
  private token: Token | undefined = undefined;
  private clock = 0;
  private last = 0;
  /** Tokens of messages by their node in the queue. */
  private readonly tokens = new Map<object, Token>();
  /** Nodes of messages that no process has sent: of ports, timers and monitors. They leave the token as it is. */
  private readonly neutral = new WeakSet<object>();

  constructor(vm: Vm, p: Process) {
    this.vm = vm;
    this.process = p;
  }

  /** It has no token and knows of none. */
  get idle(): boolean {
    return this.token === undefined && this.tokens.size === 0 && this.clock === 0;
  }

  /** `{Flags, Label, Serial, Sender, Last}` or `[]`. */
  get term(): Term {
    const t = this.token;
    return t === undefined ? NIL : new Tuple5(t.flags, t.label, t.serial, t.sender, t.last);
  }

  // -- Messages.

  /** The process that gets a token with the message; undefined: none goes. */
  sends(to: Term, message: Term): Process | undefined {
    if (this.token === undefined) return undefined;
    const p = receiver(this.vm, to);
    if (p === undefined) return undefined;
    const token = this.counted();
    output(this.vm, this.process, token, SEND, to instanceof Ref ? to : p.pid, message);
    this.putOnWay(token, message);
    return p;
  }

  private putOnWay(token: Token, message: Term): void {
    const way = this.vm.state(ON_THE_WAY);
    way.token = token;
    way.message = message;
  }

  arrives(message: Term, from: Term | undefined): void {
    const way = this.vm.state(ON_THE_WAY);
    const { token } = way;
    const node = this.process.mailbox.newest;
    if (token !== undefined) {
      way.token = undefined;
      if (way.message === message && node?.term === message) this.tokens.set(node, token);
    } else if (node !== null && (!(from instanceof Pid) || isDown(message, from))) this.neutral.add(node);
  }

  removes(): void {
    const { mailbox } = this.process;
    const node = mailbox.current;
    const token = node === null ? undefined : this.tokens.get(node);
    if (node === null || token === undefined) {
      if (node === null || !this.neutral.has(node)) this.token = undefined;
      return;
    }
    this.tokens.delete(node);
    this.take(token, node.term);
  }

  private take(token: Token, message: Term): void {
    this.token = token;
    this.last = token.serial;
    if (this.clock < token.serial) this.clock = token.serial;
    output(this.vm, this.process, token, RECEIVE, this.process.pid, message);
  }

  /** The token as the next message carries it. */
  private counted(): Token {
    const token = { ...(this.token as Token), serial: ++this.clock, sender: this.process.pid, last: this.last };
    this.token = token;
    return token;
  }

  /** A process with a token makes another, which gets the token as if by messages there and back. */
  spawns(
    child: Process,
    heir: () => Sequence,
    call: readonly [Term, Term],
    options: Term,
    requested: Tuple4 | undefined,
  ): void {
    if (this.token === undefined) return;
    const reply = requested ?? tuple4(A.spawn_reply, this.vm.references.make(), A.ok, child.pid);
    const { e0: tag, e1: ref } = reply;
    const { pid, groupLeader } = this.process;
    const request = tupleFromArray([A.spawn_request, ref, pid, groupLeader, call[0], options, tag, call[1]]);
    const sent = this.counted();
    output(this.vm, this.process, sent, SEND, child.pid, request);
    const other = heir();
    other.take(sent, request);
    const answered = other.counted();
    output(this.vm, child, answered, SEND, pid, reply);
    // The answer to a request is a message; others are not seen in the queue.
    if (requested === undefined) this.take(answered, reply);
    else this.putOnWay(answered, reply);
  }

  // -- BIFs.

  /** `seq_trace/2`: the old value; undefined: badarg. */
  set(what: Term, value: Term): Term | undefined {
    const bit = FLAGS.get(what);
    if (bit !== undefined && (value === TRUE || value === FALSE)) {
      const t = this.made();
      this.token = { ...t, flags: value === TRUE ? t.flags | bit : t.flags & ~bit };
      return (t.flags & bit) !== 0 ? TRUE : FALSE;
    }
    if (what === A.label) {
      const t = this.made();
      this.token = { ...t, label: value };
      return t.label;
    }
    if (what === A.serial) return this.setSerial(value);
    if (what !== T.sequential_trace_token || value !== NIL) return undefined;
    const old = this.term;
    this.token = undefined;
    return old;
  }

  private setSerial(value: Term): Term | undefined {
    if (!(value instanceof Tuple2) || typeof value.e0 !== "number" || typeof value.e1 !== "number") return undefined;
    const t = this.made();
    this.last = value.e0;
    this.clock = value.e1;
    this.token = { ...t, last: value.e0, serial: value.e1 };
    return tuple2(t.last, t.serial);
  }

  private made(): Token {
    this.token ??= { flags: 0, label: 0, serial: 0, sender: this.process.pid, last: this.last };
    return this.token;
  }

  info(item: Term): Term | undefined {
    const t = this.token;
    const bit = FLAGS.get(item);
    if (t === undefined) {
      if (bit !== undefined || item === A.spawn) return tuple2(item as Atom, FALSE);
      return item === A.label || item === A.serial ? NIL : undefined;
    }
    if (bit !== undefined) return tuple2(item, (t.flags & bit) !== 0 ? TRUE : FALSE);
    if (item === A.label) return tuple2(item, t.label);
    return item === A.serial ? tuple2(item, tuple2(t.last, t.serial)) : undefined;
  }

  print(label: Term | undefined, message: Term): boolean {
    const t = this.token;
    if (t === undefined || (label !== undefined && !equalExact(label, t.label))) return false;
    output(this.vm, this.process, this.counted(), PRINT, NIL, message);
    return true;
  }

  reset(): void {
    this.token = undefined;
    this.tokens.clear();
    this.clock = 0;
    this.last = 0;
  }
}

/** `{Tag, Ref, process, Pid, Reason}`: what a monitor sends when `from` ends. */
function isDown(message: Term, from: Pid): boolean {
  return message instanceof Tuple5 && message.e1 instanceof Ref && message.e2 === A.process && message.e3 === from;
}

/** The living process that a message goes to. */
function receiver(vm: Vm, to: Term): Process | undefined {
  if (to instanceof Pid) return vm.processes.ofPid(to);
  if (to instanceof Ref) return to.target instanceof Monitor ? to.target.holder : undefined;
  const name = to instanceof Tuple2 ? to.e0 : to;
  return name instanceof Atom ? vm.registry.process(name) : undefined;
}

/** Tells the system's tracer: `{seq_trace, Label, {Type, {Last, Serial}, From, To, Message}}`. */
function output(vm: Vm, p: Process, token: Token, type: number, to: Term, message: Term): void {
  const { tracer: term } = vm.state(SEQUENTIAL_TRACER);
  const tracer = tracerOf(vm, term);
  if (tracer === undefined || (token.flags & type) === 0 || isSensitive(p)) return;
  if (verdict(vm, tracer, "seq_trace", A.seq_trace, p.pid) !== "trace") return;
  const what = type === SEND ? A.send : type === RECEIVE ? A.receive : A.print;
  report(vm, tracer, {
    kind: "seq_trace",
    flags: stampFlags(token.flags),
    tag: A.seq_trace,
    tracee: token.label,
    term: new Tuple5(what, tuple2(token.last, token.serial), token.sender, to, message),
  });
}

function stampFlags(flags: number): number {
  if ((flags & 8) !== 0) return Flag.timestamp;
  if ((flags & 16) !== 0) return Flag.strict_monotonic_timestamp;
  return (flags & 32) !== 0 ? Flag.monotonic_timestamp : 0;
}

/** The options of a spawn as its request would show them. */
export function spawnOptions(linked: boolean, monitored: boolean): Term {
  const out: Term[] = [];
  if (monitored) out.push(MONITOR.monitor);
  if (linked) out.push(MONITOR.link);
  return listFromArray(out);
}
const MONITOR = atoms("monitor", "link");
