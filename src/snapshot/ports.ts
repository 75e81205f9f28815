/** Open ports: of drivers that can be started again. */
import type { Driver } from "../ports/driver.ts";
import { OpenPort, State } from "../ports/port.ts";
import { PORTS } from "../ports/ports.ts";
import type { Monitor } from "../runtime/monitors.ts";
import { linksToArray } from "../runtime/links.ts";
import type { Pid, Port } from "../term/identifier.ts";
import { portText } from "../term/print.ts";
import type { Term } from "../term/term.ts";
import type { VirtualMachine } from "../vm.ts";
import { SnapshotError } from "./format.ts";
import { linkSet, type MonitorIds, restoreMonitorsOn } from "./processes.ts";

export function savePorts(vm: VirtualMachine, monitors: MonitorIds): unknown {
  if (vm.ports === undefined) return undefined;
  const { open, nextId, limit, before } = vm.state(PORTS);
  return [nextId, limit, [before.read, before.written], [...open.values()].map((port) => savePort(port, monitors))];
}

/** The forker is there in any VM that has it: it has no instance. */
function savePort(p: OpenPort, monitors: MonitorIds): unknown {
  const { driver, instance, id } = p;
  const restartable = driver.restart !== undefined && instance.save !== undefined;
  if (!restartable && driver.name !== "spawn_forker")
    throw new SnapshotError(`the port ${portText(id)} (${driver.name}) cannot be saved`);
  const still = p.state === State.Open && !p.busy && p.suspended.length === 0 && p.queued === 0;
  if (!still || p.opener !== undefined || p.lines !== undefined)
    throw new SnapshotError(`the port ${portText(id)} (${driver.name}) is at work`);
  return [
    id,
    driver.name,
    p.name,
    p.connected,
    [p.parallelism, p.binaryInput, p.softEof, p.binaryControl],
    p.osPid,
    p.links && linksToArray(p.links),
    monitors.on(p),
    p.data,
    p.bytesIn,
    p.bytesOut,
    instance.save?.(),
  ];
}

export function restorePorts(vm: VirtualMachine, saved: unknown, monitors: readonly Monitor[]): void {
  if (saved === undefined) return;
  const ports = vm.state(PORTS);
  const [nextId, limit, before, rows] = saved as [number | bigint, number, [number, number], unknown[][]];
  ports.nextId = nextId;
  ports.limit = limit;
  [ports.before.read, ports.before.written] = before;
  for (const v of rows) {
    const [id, driverName, name, connected, flags, osPid, links, monitored, data] = v;
    const [parallelism, binary, eof, binaryControl] = flags as [boolean, boolean, boolean, boolean];
    const there = ports.open.get((id as Port).id);
    const driver = there?.driver ?? (ports.drivers.get(driverName as string) as Driver);
    const o = { parallelism, binary, eof, line: 0 };
    const p = new OpenPort(vm, ports, id as Port, driver, name as Uint8Array, connected as Pid, o);
    ports.open.set(p.id.id, p);
    p.binaryControl = binaryControl;
    p.osPid = osPid as number | undefined;
    p.links = linkSet(links as unknown[] | null);
    restoreMonitorsOn(p, monitored, monitors);
    p.data = data as Term;
    [p.bytesIn, p.bytesOut] = v.slice(9) as [number, number];
    if (there === undefined) p.instance = (driver.restart as NonNullable<Driver["restart"]>)(p, v[11]);
  }
}
