/**
 * The ports of a VM: the table, and how they are opened.
 *
 * Port 0 is `forker` where commands can be started, as in erts, where it is the port that starts them: it does nothing here.
 * OTP: erts_open_driver() and erts_port_command() in io.c.
 */
import { atom, atoms } from "../term/atom.ts";
import { binary } from "../term/bits.ts";
import { normalize } from "../term/arith.ts";
import { Pid, Port, type Ref } from "../term/identifier.ts";
import type { Term } from "../term/term.ts";
import { Tuple2 } from "../term/tuple.ts";
import { latin1Decode, utf8Encode } from "../util/utf8.ts";
import { iolistBytes } from "../runtime/iodata.ts";
import { hasLink } from "../runtime/links.ts";
import type { Monitored } from "../runtime/monitors.ts";
import type { Process } from "../runtime/process.ts";
import { linkExitSignal } from "../runtime/signals.ts";
import { StateKey } from "../runtime/state.ts";
import type { PortWork, TracedPort } from "../runtime/tracing.ts";
import type { PortServices, Vm } from "../runtime/vm.ts";
import { type Driver, OpenError, type OpenOptions } from "./driver.ts";
import { parseName, parseOptions } from "./open_options.ts";
import { OpenPort, type PortOwner, State } from "./port.ts";

const A = atoms("close", "command", "connect", "connected", "normal", "noproc", "killed");

/** OTP: ERTS_DEFAULT_MAX_PORTS. */
const DEFAULT_LIMIT = 65536;

/** What became of a command to a port. */
export const enum Command {
  Done,
  /** What should be written is no iodata. */
  Bad,
  /** Nothing was done. */
  Busy,
}

const FORKER: Driver = { name: "spawn_forker", start: () => ({}) };

export class Ports implements PortServices, PortOwner {
  private readonly vm: Vm;
  readonly drivers = new Map<string, Driver>();
  readonly open = new Map<number | bigint, OpenPort>();
  nextId: number | bigint = 0;
  /** Called when the last port is gone, once the VM halts. */
  private whenGone: (() => void) | undefined = undefined;
  limit = DEFAULT_LIMIT;
  tracing: ((port: TracedPort) => void) | null = null;
  /** Bytes of ports that have ended. */
  readonly before = { read: 0, written: 0 };

  constructor(vm: Vm) {
    this.vm = vm;
  }

  addDrivers(drivers: readonly Driver[]): void {
    for (const d of drivers) if (d.releases?.includes(this.vm.release.otp) !== false) this.drivers.set(d.name, d);
    if (!this.drivers.has("spawn") || this.nextId !== 0) return;
    const init = new Pid(undefined, this.vm.creation, 0, 0);
    this.create(FORKER, utf8Encode("forker"), init, { parallelism: false, binary: false, eof: false, line: 0 });
  }

  get bytes(): { read: number; written: number } {
    const sum = { ...this.before };
    for (const p of this.open.values()) {
      sum.read += p.bytesIn;
      sum.written += p.bytesOut;
    }
    return sum;
  }

  get count(): number {
    return this.open.size;
  }

  /** The number that the next port gets: after the last one they begin anew. */
  get next(): number | bigint {
    while (this.open.has(this.nextId)) this.next = BigInt(this.nextId) + 1n;
    return this.nextId;
  }
  set next(n: bigint) {
    this.nextId = normalize(BigInt.asUintN(this.vm.release.portBits, n));
  }

  /** The open port; undefined when it is closed or never was. */
  find(port: Port): OpenPort | undefined {
    if (port.node !== undefined && port.node !== this.vm.node) return undefined;
    const found = this.open.get(port.id);
    return found?.state === State.Open ? found : undefined;
  }

  /** Open ports in the order of their numbers. */
  all(): OpenPort[] {
    return [...this.open.values()].filter((p) => p.state === State.Open);
  }

  removed(port: OpenPort): void {
    this.open.delete(port.id.id);
    this.before.read += port.bytesIn;
    this.before.written += port.bytesOut;
    if (this.whenGone !== undefined && this.writing === 0) this.whenGone();
  }

  // -- Opening.

  /**
   * Opens a port that `p` owns and is linked to: its identifier, or the reference of the message that tells it, or the reason
   * why not.
   */
  openPort(p: Process, name: Term, settings: Term): Port | Ref | string {
    const parsed = parseOptions(this.vm, settings);
    if (typeof parsed === "string") return parsed;
    const { options } = parsed;
    const what = parseName(this.vm, name, options);
    if (typeof what === "string") return what;
    const driver = this.driverFor(what.driver, what.name, options);
    if (driver === undefined) return "badarg";
    const special = this.isSpecial(driver);
    if ((options.exitStatus && driver.name !== "spawn") || (parsed.portLimits && !special)) return "badarg";
    if (this.open.size >= this.limit) return "system_limit";
    return this.start(this.create(driver, what.name, p.pid, options), p, options);
  }

  private start(port: OpenPort, p: Process, options: OpenOptions): Port | Ref | string {
    const ref = port.driver.opensLater === true ? this.vm.references.make() : undefined;
    port.link(p);
    if (ref !== undefined) port.opener = { process: p.pid, ref };
    this.tracing?.(port);
    port.tracing?.opened(p.pid, atom(latin1Decode(port.name)));
    port.entered("open", p.pid);
    const instance = port.driver.start(port, port.name, options);
    port.left("open");
    if (!(instance instanceof OpenError)) {
      port.instance = instance;
      port.tracing?.event("getting_linked", p.pid);
      return ref ?? port.id;
    }
    port.unlink(p);
    port.opener = undefined;
    port.state = State.Ended;
    this.removed(port);
    return instance.reason;
  }

  private isSpecial(driver: Driver): boolean {
    return driver.name === "spawn" || driver.name === "fd" || driver.name === "vanilla";
  }

  /** A driver's name ends at the first blank. */
  private driverFor(kind: string, name: Uint8Array, options: OpenOptions): Driver | undefined {
    if (kind !== "spawn" || options.spawn === "executable") return this.drivers.get(kind);
    const blank = name.indexOf(32);
    const found = this.drivers.get(latin1Decode(name, 0, blank < 0 ? name.length : blank));
    if (found !== undefined && !this.isSpecial(found)) return found;
    return options.spawn === "any" ? this.drivers.get("spawn") : undefined;
  }

  private create(
    driver: Driver,
    name: Uint8Array,
    owner: Pid,
    o: Pick<OpenOptions, "parallelism" | "binary" | "eof" | "line">,
  ): OpenPort {
    const id = new Port(undefined, this.vm.creation, this.next);
    this.next = BigInt(id.id) + 1n;
    const port = new OpenPort(this.vm, this, id, driver, name, owner, o);
    this.open.set(id.id, port);
    return port;
  }

  // -- What processes do to ports.

  isOpen(port: Port): boolean {
    return this.find(port) !== undefined;
  }

  monitored(port: Port): Monitored | undefined {
    return this.find(port);
  }

  link(port: Port, p: Process): void {
    const found = this.find(port);
    if (found === undefined) linkExitSignal(this.vm, p, port, A.noproc);
    else {
      const { tracing } = found;
      tracing?.begins("link");
      found.link(p);
      tracing?.event("getting_linked", p.pid);
      tracing?.ends("link");
    }
  }

  unlink(port: Port, p: Process): void {
    const found = this.find(port);
    if (found === undefined) return;
    const { tracing } = found;
    tracing?.begins("unlink");
    found.unlink(p);
    tracing?.event("getting_unlinked", p.pid);
    tracing?.ends("unlink");
  }

  linkedProcessEnded(port: Port, p: Process, reason: Term): void {
    const found = this.find(port);
    if (found === undefined) return;
    found.unlink(p);
    // The forker outlives whoever is linked to it.
    if (found.driver !== FORKER) found.close(p.pid, reason, { viaLink: true });
  }

  exit(port: Port, from: Pid, reason: Term): void {
    const found = this.find(port);
    if (found !== undefined) this.close(found, from, reason);
  }

  /** False: it cannot be closed. */
  close(port: OpenPort, from: Pid, reason: Term): boolean {
    return port.driver !== FORKER && port.close(from, reason, {});
  }

  suspend(port: Port, p: Process): void {
    this.find(port)?.suspend(p);
  }

  send(port: Port, message: Term): boolean {
    const found = this.find(port);
    if (found === undefined) return true;
    const [from, what] = message instanceof Tuple2 ? [message.e0, message.e1] : [message, message];
    if (!(from instanceof Pid)) this.refuse(found, "command");
    else if (what === A.close) this.bangClose(found, from);
    else if (what instanceof Tuple2 && what.e0 === A.command) return this.bangCommand(found, from, what.e1);
    else if (what instanceof Tuple2 && what.e0 === A.connect) this.bangConnect(found, from, what.e1);
    else this.refuse(found, "command");
    return true;
  }

  output(port: Port, bytes: Uint8Array): void {
    this.find(port)?.instance.output?.(bytes);
  }

  private bangClose(port: OpenPort, from: Pid): void {
    if (!port.isOwner(from)) this.refuse(port, "close");
    else if (port.driver !== FORKER) port.close(port.connected, A.normal, { sendClosed: true });
  }

  private bangCommand(port: OpenPort, from: Pid, data: Term): boolean {
    if (port.busy) return false;
    if (!port.isOwner(from)) this.refuse(port, "command");
    else if (this.command(port, data, this.vm.exec.process.pid, false) === Command.Bad) port.badSignal();
    return true;
  }

  private bangConnect(port: OpenPort, from: Pid, to: Term): void {
    if (!port.isOwner(from) || !(to instanceof Pid) || to.node !== undefined) {
      this.refuse(port, "connect");
      return;
    }
    const { tracing, connected: old } = port;
    tracing?.begins("connect");
    port.connected = this.vm.processes.ofPid(to)?.pid ?? to;
    tracing?.receives(from, new Tuple2(A.connect, to));
    port.sendTerm(old, new Tuple2(port.id, A.connected));
    tracing?.ends("connect");
  }

  /** The new owner is linked to the port, the old one stays so. */
  connect(port: OpenPort, by: Pid, p: Process): void {
    const { tracing } = port;
    tracing?.begins("connect");
    const linked = hasLink(port.links, p.pid);
    port.link(p);
    if (!linked) tracing?.event("getting_linked", p.pid);
    tracing?.receives(by, new Tuple2(A.connect, p.pid));
    port.connected = p.pid;
    tracing?.sends(by, new Tuple2(port.id, A.connected));
    tracing?.ends("connect");
  }

  private refuse(port: OpenPort, work: PortWork): void {
    port.tracing?.begins(work);
    port.badSignal();
    port.tracing?.ends(work);
  }

  /** Gives data to the driver. */
  command(port: OpenPort, data: Term, caller: Pid, force: boolean): Command {
    if (port.busy && !force) return Command.Busy;
    const bytes = iolistBytes(data);
    port.entered("command", caller);
    if (bytes === undefined) port.badOutput();
    else {
      port.tracing?.receives(caller, new Tuple2(A.command, binary(bytes)));
      port.bytesOut += bytes.length;
      port.instance.output?.(bytes);
    }
    port.left("command");
    return bytes === undefined ? Command.Bad : Command.Done;
  }

  // -- The end of the VM.

  /** Ports that still write what is queued. */
  private get writing(): number {
    let n = 0;
    for (const p of this.open.values()) if (p.queued > 0) n++;
    return n;
  }

  /** Closes all ports; `done` is called when what is queued has been written, at once if `flush` is not wanted. */
  halt(flush: boolean, done: () => void): void {
    for (const p of [...this.open.values()]) {
      const { id } = p;
      p.close(id, A.killed, { dropQueue: !flush });
      if (!flush) p.fail(A.normal);
    }
    if (this.writing === 0) done();
    else this.whenGone = done;
  }
}

export const PORTS = new StateKey((vm) => new Ports(vm));
