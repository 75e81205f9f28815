/**
 * Ports: what `erlang:open_port/2`, `port_command/2,3` and their like call; they are Erlang code that raises what comes back as an
 * atom. Elsewhere answers are messages `{Ref, Answer}` when the emulator is busy with the port; here only `open_port` waits.
 * OTP: erl_bif_port.c, erts_bld_port_info() in erl_bif_info.c.
 */
import { Atom, atom, atoms, FALSE, TRUE } from "../../term/atom.ts";
import { binary } from "../../term/bits.ts";
import { Pid, Port } from "../../term/identifier.ts";
import { Cons, listFromArray, NIL } from "../../term/list.ts";
import type { Term } from "../../term/term.ts";
import { tuple2 } from "../../term/tuple.ts";
import { type Bif, bifTable } from "../../runtime/bif.ts";
import type { Exec } from "../../runtime/exec.ts";
import { iolistBytes } from "../../runtime/iodata.ts";
import { linkCount, linksToArray } from "../../runtime/links.ts";
import { monitorsOn } from "../../runtime/monitors.ts";
import { nativePoint } from "../../runtime/point.ts";
import type { Result } from "../../runtime/signal.ts";
import { orDead } from "../../runtime/signals.ts";
import { bytesToList, type OpenPort } from "../../ports/port.ts";
import { Command, PORTS } from "../../ports/ports.ts";

const A = atoms("badarg", "badopt", "badtype", "notsup", "undefined", "ok", "normal", "force", "nosuspend");
const I = atoms("registered_name", "name", "links", "id", "connected", "input", "output", "os_pid");
const J = atoms(
  "control",
  "call",
  "monitors",
  "monitored_by",
  "memory",
  "parallelism",
  "locking",
  "queue_size",
  "port_level",
);

/** Bytes that a link or a monitor takes. OTP: sizeof(ErtsILink), sizeof(ErtsMonitor). */
const LINK_BYTES = 48;
const MONITOR_BYTES = 56;

/** The open port that a term names: itself or a registered name. */
function lookup(x: Exec, t: Term): OpenPort | undefined {
  const port = t instanceof Atom ? x.vm.registry.whereis(t) : t;
  return port instanceof Port ? x.vm.state(PORTS).find(port) : undefined;
}

// -- Opening and closing.

function open_port_2(x: Exec, name: Term, settings: Term): Result {
  const opened = x.vm.state(PORTS).openPort(x.process, name, settings);
  if (typeof opened === "string") return atom(opened);
  return orDead(x, opened);
}

function port_close_1(x: Exec, t: Term): Result {
  const port = lookup(x, t);
  if (port === undefined) return A.badarg;
  return orDead(x, x.vm.state(PORTS).close(port, x.process.pid, A.normal) ? TRUE : A.badarg);
}

function port_connect_2(x: Exec, t: Term, pid: Term): Result {
  const port = lookup(x, t);
  const p = pid instanceof Pid ? x.vm.processes.ofPid(pid) : undefined;
  if (port === undefined || p === undefined) return A.badarg;
  x.vm.state(PORTS).connect(port, x.process.pid, p);
  return TRUE;
}

function ports_0(x: Exec): Result {
  const ports = x.vm.state(PORTS).all();
  return listFromArray(ports.map((p) => p.id));
}

// -- Talking to the driver.

const COMMAND_AGAIN = nativePoint("port_command", 3, (x, _r, frame, at) =>
  port_command_3(x, frame[at + 1] as Term, frame[at + 2] as Term, frame[at + 3] as Term),
);

function port_command_3(x: Exec, t: Term, data: Term, options: Term): Result {
  let force = false;
  let suspends = true;
  let o = options;
  for (; o instanceof Cons && o !== NIL; o = o.tail) {
    if (o.head === A.force) force = true;
    else if (o.head === A.nosuspend) suspends = false;
    else return A.badopt;
  }
  if (o !== NIL) return A.badopt;
  const port = lookup(x, t);
  if (port === undefined) return A.badarg;
  if (force && port.driver.softBusy !== true) return A.notsup;
  const done = x.vm.state(PORTS).command(port, data, x.process.pid, force);
  if (done === Command.Bad) return orDead(x, A.badarg);
  if (done === Command.Done) return orDead(x, TRUE);
  if (!suspends) return FALSE;
  port.suspend(x.process);
  return x.wait(COMMAND_AGAIN, t, data, options);
}

/** An operation is an unsigned number of 32 bits. */
function isOperation(t: Term): t is number {
  return typeof t === "number" && t >= 0 && t <= 0xffffffff;
}

function port_control_3(x: Exec, t: Term, operation: Term, data: Term): Result {
  const port = lookup(x, t);
  const bytes = iolistBytes(data);
  if (port === undefined || !isOperation(operation) || bytes === undefined) return A.badarg;
  const { tracing, instance } = port;
  const { pid } = x.process;
  port.entered("control", pid);
  if (instance.control !== undefined) tracing?.receives(pid, tuple2(J.control, tuple2(operation, binary(bytes))));
  const answer = instance.control?.(operation, bytes);
  if (answer !== undefined) tracing?.sends(pid, tuple2(port.id, tuple2(J.control, binary(answer))));
  port.left("control");
  if (answer === undefined) return orDead(x, A.badarg);
  return orDead(x, port.binaryControl ? binary(answer) : bytesToList(answer, NIL));
}

function port_call_3(x: Exec, t: Term, operation: Term, data: Term): Result {
  const port = lookup(x, t);
  if (port === undefined || !isOperation(operation)) return A.badarg;
  const { tracing, instance } = port;
  const { pid } = x.process;
  port.entered("call", pid);
  if (instance.call !== undefined) tracing?.receives(pid, tuple2(J.call, tuple2(operation, data)));
  const answer = instance.call?.(operation, data);
  if (answer !== undefined) tracing?.sends(pid, tuple2(port.id, tuple2(J.call, answer)));
  port.left("call");
  return orDead(x, answer === undefined ? A.badarg : tuple2(A.ok, answer));
}

// -- Data of inet_db.

function port_set_data_2(x: Exec, t: Term, data: Term): Result {
  const port = lookup(x, t);
  if (port === undefined) return x.badarg();
  port.data = data;
  return TRUE;
}

function port_get_data_1(x: Exec, t: Term): Result {
  return lookup(x, t)?.data ?? x.badarg();
}

// -- port_info.

const ITEMS: ReadonlyMap<Term, (x: Exec, p: OpenPort) => Term> = new Map<Term, (x: Exec, p: OpenPort) => Term>([
  [I.registered_name, (x, p) => x.vm.registry.nameOf(p.id) ?? NIL],
  [I.name, (_x, p) => bytesToList(p.name, NIL)],
  [I.links, (_x, p) => listFromArray(linksToArray(p.links))],
  // An index into erts's table, whose slots are eight apart.
  [I.id, (_x, p) => Number(p.id.id) * 8],
  [I.connected, (_x, p) => p.connected],
  [I.input, (_x, p) => p.bytesIn],
  [I.output, (_x, p) => p.bytesOut],
  [I.os_pid, (_x, p) => p.osPid ?? A.undefined],
  [J.monitors, () => NIL],
  [J.monitored_by, (_x, p) => listFromArray(monitorsOn(p).map((m) => m.holder.pid))],
  [J.memory, (_x, p) => linkCount(p.links) * LINK_BYTES + monitorsOn(p).length * MONITOR_BYTES],
  [J.parallelism, (_x, p) => (p.parallelism ? TRUE : FALSE)],
  [J.locking, () => J.port_level],
  [J.queue_size, (_x, p) => p.queued],
]);

/** Those of `port_info/1`, in their order. */
const USUAL: readonly Term[] = Object.values(I);

/** The port whose information is asked for; else the answer. `wrong`: what is said of a term that names no port. */
function inspected(x: Exec, t: Term, wrong: Atom): OpenPort | Atom {
  if (!(t instanceof Port) && !(t instanceof Atom)) return wrong;
  if (t instanceof Port && t.node !== undefined && t.node !== x.vm.node) return wrong;
  const port = lookup(x, t);
  port?.tracing?.begins("info");
  port?.tracing?.ends("info");
  return port ?? A.undefined;
}

function port_info_1(x: Exec, t: Term): Result {
  const port = inspected(x, t, A.badarg);
  if (port instanceof Atom) return port;
  const items = USUAL.map((key) => tuple2(key, ITEMS.get(key)?.(x, port) as Term));
  return listFromArray(items.filter((item) => item.e0 !== I.registered_name || item.e1 !== NIL));
}

function port_info_2(x: Exec, t: Term, key: Term): Result {
  const port = inspected(x, t, A.badtype);
  if (port instanceof Atom) return port;
  const value = ITEMS.get(key)?.(x, port);
  if (value === undefined) return A.badarg;
  return key === I.registered_name && value === NIL ? NIL : tuple2(key, value);
}

export const PORT_BIFS: readonly Bif[] = [
  ...bifTable("erlang", {
    "ports/0": { doc: "All open ports.", fn: ports_0 },
    "port_set_data/2": { doc: "Keeps a term with a port; badarg if it is not open.", fn: port_set_data_2 },
    "port_get_data/1": {
      doc: "The term kept with a port, first `undefined`; badarg if it is not open.",
      fn: port_get_data_1,
    },
  }),
  ...bifTable("erts_internal", {
    "open_port/2": {
      doc: "Opens a port: the port, a reference that `{Ref, Port | Reason}` follows, or badarg, badopt, system_limit, an errno.",
      fn: open_port_2,
    },
    "port_close/1": { doc: "Closes a port: true or badarg.", fn: port_close_1 },
    "port_connect/2": { doc: "Gives a port another owner: true or badarg.", fn: port_connect_2 },
    "port_command/3": {
      doc: "Sends data to a port, waiting while it is busy: true, false if it may not wait, or badarg, badopt, notsup.",
      fn: port_command_3,
    },
    "port_control/3": { doc: "A control operation of the port's driver: bytes or badarg.", fn: port_control_3 },
    "port_call/3": { doc: "A call to the port's driver: `{ok, Term}` or badarg.", fn: port_call_3 },
    "port_info/1": { doc: "The usual items, undefined if it is not open, or badarg.", fn: port_info_1 },
    "port_info/2": { doc: "One item, undefined if it is not open, or badarg, badtype.", fn: port_info_2 },
  }),
];
