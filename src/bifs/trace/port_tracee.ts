/**
 * A traced port. What it does for a process it does at once, within the process's time slice; what comes from outside is a piece of
 * work for each message.
 * OTP: trace_port_open(), trace_port_receive(), trace_port_send(), trace_sched_ports_where() in erl_trace.c.
 */
import type { PortTracing, PortWork, TracedPort } from "../../runtime/tracing.ts";
import type { Vm } from "../../runtime/vm.ts";
import { type Atom, atoms } from "../../term/atom.ts";
import type { Pid, Port } from "../../term/identifier.ts";
import type { Term } from "../../term/term.ts";
import { tuple2 } from "../../term/tuple.ts";
import { Flag } from "./flags.ts";
import { Traced } from "./traced.ts";

const A = atoms("in", "out", "send", "receive", "open", "closed");
const E = atoms("getting_linked", "getting_unlinked", "register", "unregister");
const W = atoms("open", "command", "control", "call", "connect", "close", "link", "unlink", "info");

export class PortTracee extends Traced implements PortTracing {
  private readonly port: TracedPort;
  /** It is at a piece of work. */
  private works = false;
  private gone = false;

  constructor(vm: Vm, port: TracedPort) {
    super(vm);
    this.port = port;
  }

  get id(): Port {
    return this.port.id;
  }
  protected get secret(): boolean {
    return false;
  }
  protected attach(): void {
    this.port.tracing = this;
  }
  protected detach(): void {
    if (this.refs.length === 0) this.port.tracing = null;
  }

  begins(work: PortWork): void {
    // What a driver does while it is called is a part of that.
    if (this.works || this.gone) return;
    this.works = true;
    this.scheduled(A.in, work);
  }
  ends(work: PortWork): void {
    this.works = false;
    if (!this.gone) this.scheduled(A.out, work);
  }
  private scheduled(tag: Atom, work: PortWork): void {
    this.tellAll(Flag.running_ports, "running_ports", tag, work === "external" ? 0 : W[work]);
  }

  opened(by: Pid, name: Atom): void {
    this.tellAll(Flag.ports, "ports", A.open, by, name);
  }
  event(what: keyof typeof E, data: Term): void {
    this.tellAll(Flag.ports, "ports", E[what], data);
  }
  closed(reason: Term): void {
    this.gone = true;
    this.tellAll(Flag.ports, "ports", A.closed, reason);
  }

  /** Patterns of `receive` have no influence on ports. */
  receives(from: Pid, what: Term): void {
    this.tellAll(Flag.receive, "receive", A.receive, tuple2(from, what));
  }

  /** Nor have those of `send`, but that it can be off. */
  sends(to: Pid, message: Term): void {
    const alone = !this.works && !this.gone;
    if (alone) this.begins("external");
    for (const ref of this.refs) {
      const on = this.vm.release.otp < 27 || ref.session.send.on;
      if (on && (ref.flags & Flag.send) !== 0) this.tell(ref, "send", A.send, message, to);
    }
    if (alone) this.ends("external");
  }
}

/** The `PortTracee` of a port, made if it has none yet. */
export function portTraceeOf(vm: Vm, port: TracedPort): PortTracee {
  return (port.tracing as PortTracee | null) ?? new PortTracee(vm, port);
}
