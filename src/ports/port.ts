/**
 * One open port: its owner, links, monitors, input and end.
 *
 * Signals to a port take effect at once, as those to processes do, so what a process does to a port and what comes of it stay
 * in order. Input goes to the owner as it comes; a receiver that is slow does not stop it, as in erts.
 * Invariant: a port whose state is not `Open` is unknown to processes; one that is `Closing` still writes what is queued.
 * OTP: Port in erl_port.h, io.c.
 */
import { Atom, atom, atoms } from "../term/atom.ts";
import { binary } from "../term/bits.ts";
import { Pid, type Port } from "../term/identifier.ts";
import { Cons, NIL } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import { tuple2 } from "../term/tuple.ts";
import { latin1Decode } from "../util/utf8.ts";
import { logPortError } from "../runtime/error_log.ts";
import { type LinkSet, linksToArray, withLink, withoutLink } from "../runtime/links.ts";
import { Microstate } from "../runtime/microstates.ts";
import { type Monitor, type Monitored, monitorsOn } from "../runtime/monitors.ts";
import type { Process } from "../runtime/process.ts";
import { deliver, exitSignal, fireMonitor, linkExitSignal } from "../runtime/signals.ts";
import type { Vm } from "../runtime/vm.ts";
import type { PortTracing, PortWork, TracedPort } from "../runtime/tracing.ts";
import type { Driver, DriverInstance, DriverPort, OpenOptions } from "./driver.ts";
import { LineBuffer } from "./line_buffer.ts";

const A = atoms("data", "eol", "noeol", "exit_status", "eof", "normal", "kill", "killed", "closed", "close", "badsig");

export const enum State {
  Open,
  Closing,
  Ended,
}

/** What a port asks of the table it stands in. */
export interface PortOwner {
  /** Takes an ended port out. */
  removed(port: OpenPort): void;
}

/** The one process that waits to hear whether its port opens. */
interface Opener {
  readonly process: Pid;
  readonly ref: Term;
}

export class OpenPort implements DriverPort, Monitored, TracedPort {
  readonly vm: Vm;
  readonly id: Port;
  readonly name: Uint8Array;
  readonly driver: Driver;
  readonly parallelism: boolean;
  connected: Pid;
  caller: Pid | undefined = undefined;
  binaryControl = false;
  osPid: number | undefined = undefined;
  instance: DriverInstance = {};
  tracing: PortTracing | null = null;
  state = State.Open;
  links: LinkSet = null;
  monitoredBy: Monitor | null = null;
  /** `port_set_data/2`. */
  data: Term = atom("undefined");
  /** Bytes read and written. */
  bytesIn = 0;
  bytesOut = 0;
  busy = false;
  opener: Opener | undefined = undefined;
  private readonly table: PortOwner;
  readonly binaryInput: boolean;
  readonly softEof: boolean;
  readonly lines: LineBuffer | undefined;
  private sendClosed = false;
  /** Processes that wait until it is not busy. */
  suspended: Process[] = [];

  constructor(
    vm: Vm,
    table: PortOwner,
    id: Port,
    driver: Driver,
    name: Uint8Array,
    owner: Pid,
    o: Pick<OpenOptions, "parallelism" | "binary" | "eof" | "line">,
  ) {
    this.vm = vm;
    this.table = table;
    this.id = id;
    this.driver = driver;
    this.name = name;
    this.connected = owner;
    this.parallelism = o.parallelism;
    this.binaryInput = o.binary;
    this.softEof = o.eof;
    this.lines = o.line > 0 ? new LineBuffer(o.line) : undefined;
  }

  /** The driver is called for `caller`, until `left`. */
  entered(work: PortWork, caller: Pid): void {
    this.tracing?.begins(work);
    this.caller = caller;
    this.vm.scheduler.microstates?.enter(Microstate.Port);
  }
  left(work: PortWork): void {
    this.caller = undefined;
    this.vm.scheduler.microstates?.enter(Microstate.Emulator);
    this.tracing?.ends(work);
  }

  get queued(): number {
    return this.instance.queued?.() ?? 0;
  }

  isOwner(pid: Pid): boolean {
    const { connected } = this;
    return pid === connected || (pid.id === connected.id && pid.serial === connected.serial && pid.node === undefined);
  }

  // -- What the driver does.

  opened(): void {
    this.answerOpener(this.id);
  }

  openFailed(reason: string): void {
    if (this.opener === undefined) return;
    // The opener gets the reason alone, no exit signal.
    const p = this.vm.processes.ofPid(this.opener.process);
    if (p !== undefined) this.unlink(p);
    this.answerOpener(atom(reason));
    this.fail(A.normal);
  }

  private answerOpener(answer: Term): void {
    const { opener } = this;
    if (opener === undefined) return;
    this.opener = undefined;
    this.give(opener.process, tuple2(opener.ref, answer));
  }

  output(data: Uint8Array | undefined, header?: Uint8Array): void {
    if (this.state !== State.Open) return;
    this.bytesIn += (data?.length ?? 0) + (header?.length ?? 0);
    if (this.lines === undefined) this.outputTerm(tuple2(this.id, tuple2(A.data, this.dataTerm(data, header))));
    else this.lines.add(data ?? new Uint8Array(0), (line, eol) => this.line(line, eol));
  }

  private dataTerm(data: Uint8Array | undefined, header?: Uint8Array): Term {
    let t: Term = data === undefined ? NIL : this.binaryInput ? binary(data) : bytesToList(data, NIL);
    if (header !== undefined) t = bytesToList(header, t);
    return t;
  }

  private line(line: Uint8Array, eol: boolean): void {
    const t = tuple2(eol ? A.eol : A.noeol, this.dataTerm(line));
    this.outputTerm(tuple2(this.id, tuple2(A.data, t)));
  }

  outputTerm(message: Term): void {
    this.sendTerm(this.connected, message);
  }

  sendTerm(to: Pid, message: Term): void {
    this.tracing?.sends(to, message);
    this.give(to, message);
  }

  private give(to: Pid, message: Term): void {
    const p = this.vm.processes.ofPid(to);
    if (p !== undefined && this.state !== State.Ended) deliver(this.vm, p, message);
  }

  exitStatus(status: number): void {
    if (this.state === State.Open) this.outputTerm(tuple2(this.id, tuple2(A.exit_status, status)));
  }

  setBusy(busy: boolean): void {
    if (this.busy === busy) return;
    this.busy = busy;
    if (!busy) this.resumeSuspended();
  }

  endOfInput(): void {
    if (this.state === State.Open) this.lines?.flush((line, eol) => this.line(line, eol));
    if (this.state === State.Open && this.softEof) {
      this.answerOpener(this.id);
      this.outputTerm(tuple2(this.id, A.eof));
    } else this.fail(A.normal);
  }

  fail(reason: string | Atom): void {
    this.answerOpener(this.id);
    if (this.state === State.Closing) this.terminate();
    else this.close(this.id, reason instanceof Atom ? reason : atom(reason), { dropQueue: true });
  }

  exit(reason: string | Atom): void {
    const owner = this.vm.processes.ofPid(this.connected);
    if (owner !== undefined) this.unlink(owner);
    this.fail(reason);
  }

  drained(): void {
    if (this.state === State.Closing && this.queued === 0) this.terminate();
  }

  // -- Links.

  link(p: Process): void {
    this.links = withLink(this.links, p.pid);
    p.links = withLink(p.links, this.id);
  }

  unlink(p: Process): void {
    this.links = withoutLink(this.links, p.pid);
    p.links = withoutLink(p.links, this.id);
  }

  // -- Suspension of processes.

  /** `p`, which is about to wait, waits until the port is not busy any more. */
  suspend(p: Process): void {
    p.suspends++;
    this.suspended.push(p);
  }

  /** The one that has waited longest goes last, so that none is starved. */
  private resumeSuspended(): void {
    const [first, ...rest] = this.suspended;
    this.suspended = [];
    if (first === undefined) return;
    for (const p of [...rest, first]) {
      // Either it still waits, or something has woken it and it is held.
      this.vm.scheduler.resume(p);
      this.vm.scheduler.wake(p, NIL);
    }
  }

  // -- The end.

  /** A process did something that a port does not understand: its owner gets an exit signal. */
  badSignal(): void {
    const owner = this.vm.processes.ofPid(this.connected);
    if (owner !== undefined) exitSignal(this.vm, owner, this.id, A.badsig);
  }

  /** What was to be written is no iodata. */
  badOutput(): void {
    logPortError(this.vm, `Bad value on output port '${latin1Decode(this.name)}'\n`);
  }

  /**
   * An exit signal, or a request to close, from a process or the port itself. False: it had no effect.
   * `viaLink`: a normal one counts only if it is the owner's.
   */
  close(
    from: Term,
    reason: Term,
    how: { readonly sendClosed?: boolean; readonly viaLink?: boolean; readonly dropQueue?: boolean },
  ): boolean {
    if (this.state !== State.Open) return false;
    if (how.viaLink && reason === A.normal && from !== this.connected && from !== this.id) return false;
    const drop = how.dropQueue === true || reason === A.kill;
    const { tracing } = this;
    // What ends it comes from a process, unless it is the driver.
    tracing?.begins(how.viaLink === true || from === this.id ? "external" : "close");
    if (from instanceof Pid) tracing?.receives(from, A.close);
    this.state = State.Closing;
    this.sendClosed = how.sendClosed === true;
    this.setBusy(false);
    const { vm } = this;
    tracing?.closed(reason);
    const name = vm.registry.nameOf(this.id);
    if (name !== undefined) {
      vm.registry.unregister(name);
      tracing?.event("unregister", name);
    }
    this.announce(reason === A.kill ? A.killed : reason);
    if (!drop && this.queued > 0) {
      this.instance.flush?.();
      if (this.queued > 0) return true;
    }
    this.terminate();
    return true;
  }

  /** Linked processes and monitors learn of the end. */
  private announce(reason: Term): void {
    const { vm } = this;
    const links = linksToArray(this.links);
    this.links = null;
    for (const pid of links) {
      const p = vm.processes.ofPid(pid as Pid);
      if (p !== undefined) linkExitSignal(vm, p, this.id, reason);
    }
    if (this.monitoredBy !== null) for (const m of monitorsOn(this)) fireMonitor(vm, m, reason);
  }

  private terminate(): void {
    if (this.state === State.Ended) return;
    this.state = State.Ended;
    this.instance.stop?.();
    this.table.removed(this);
    const owner = this.sendClosed ? this.vm.processes.ofPid(this.connected) : undefined;
    if (owner === undefined) return;
    this.tracing?.sends(owner.pid, A.closed);
    deliver(this.vm, owner, tuple2(this.id, A.closed));
  }
}

export function bytesToList(bytes: Uint8Array, tail: Term): Term {
  let l = tail;
  for (let i = bytes.length - 1; i >= 0; i--) l = new Cons(bytes[i] as number, l);
  return l;
}
