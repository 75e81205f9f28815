/**
 * What traced processes and ports have in common: in which sessions they are traced, for what, and who is told.
 *
 * Invariant: every ref has a tracer and at least one flag.
 * OTP: ErtsPTabElementCommon in erl_ptab.h.
 */
import type { Process } from "../../runtime/process.ts";
import type { TracedPort } from "../../runtime/tracing.ts";
import type { Vm } from "../../runtime/vm.ts";
import type { Atom } from "../../term/atom.ts";
import { Pid, type Port } from "../../term/identifier.ts";
import type { Term } from "../../term/term.ts";
import type { Session, TraceRef } from "./session.ts";
import { isThere, type Kind, report, type Tracer, verdict } from "./tracer.ts";

/** What can be traced. */
export type Target = Process | TracedPort;

/** The living process or open port; undefined: there is none. */
export function targetOf(vm: Vm, id: Pid | Port): Target | undefined {
  return id instanceof Pid ? vm.processes.ofPid(id) : vm.ports?.find(id);
}

export function tracedOf(t: Target): Traced | null {
  return t.tracing as Traced | null;
}

export abstract class Traced {
  readonly vm: Vm;
  /** The newest session first. */
  refs: TraceRef[] = [];

  constructor(vm: Vm) {
    this.vm = vm;
  }

  abstract get id(): Pid | Port;
  /** Nobody is told of what it does. */
  protected abstract get secret(): boolean;
  /** It has a ref. */
  protected abstract attach(): void;
  /** It has lost its ref in `session`. */
  protected abstract detach(session: Session): void;

  ref(s: Session): TraceRef | undefined {
    return this.refs.find((r) => r.session === s);
  }

  addRef(session: Session, tracer: Tracer): TraceRef {
    const ref = { session, flags: 0, tracer };
    this.refs = [ref, ...this.refs];
    this.attach();
    return ref;
  }

  dropRef(ref: TraceRef): void {
    ref.flags = 0;
    ref.tracer = undefined;
    this.refs = this.refs.filter((r) => r !== ref);
    this.detach(ref.session);
  }

  /** Is the tracer of `ref` there? Drops the ref if it is not. */
  alive(ref: TraceRef): boolean {
    if (ref.tracer !== undefined && isThere(this.vm, ref.tracer, this.id)) return true;
    this.dropRef(ref);
    return false;
  }

  /** Tells the tracer of one ref, unless it does not want to hear of it. */
  tell(ref: TraceRef, kind: Kind, tag: Atom, term: Term, extra?: Term, result?: Term): void {
    const { tracer, flags } = ref;
    if (tracer === undefined || this.secret) return;
    const { id } = this;
    const wanted = verdict(this.vm, tracer, kind, tag, id);
    if (wanted === "remove") this.dropRef(ref);
    else if (wanted === "trace") report(this.vm, tracer, { kind, flags, tag, tracee: id, term, extra, result });
  }

  protected tellAll(flag: number, kind: Kind, tag: Atom, term: Term, extra?: Term): void {
    for (const ref of this.refs) if ((ref.flags & flag) !== 0) this.tell(ref, kind, tag, term, extra);
  }
}
