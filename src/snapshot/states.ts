/**
 * What a VM has one of: clocks, counters, flags, the environment; records, and standard input and output of a VM without OTP.
 * Invariant: what `saveStates` gives holds no code, so that it is restored before any module is looked at.
 */
import { LAST, WALL_TIME } from "../bifs/erlang/statistics.ts";
import { FLAGS } from "../bifs/erlang/system_info.ts";
import type { Encoding } from "../runtime/char_data.ts";
import { COLLECTION_SLEEP } from "../runtime/collection_sleep.ts";
import { ENVIRONMENT } from "../runtime/environment.ts";
import { LOGGING } from "../runtime/error_log.ts";
import { CWD } from "../runtime/file_system.ts";
import { DEVICES, Device, startReading } from "../runtime/io_server.ts";
import { BOOT, State } from "../runtime/logger_boot.ts";
import { PURGE } from "../runtime/lost_fun.ts";
import { ACCOUNTING, Microstate } from "../runtime/microstates.ts";
import type { Process } from "../runtime/process.ts";
import { CONTROL_WORD, SEQUENTIAL_TRACER } from "../runtime/tracing.ts";
import type { Term } from "../term/term.ts";
import type { Tuple } from "../term/tuple.ts";
import type { VirtualMachine } from "../vm.ts";
import { SnapshotError } from "./format.ts";
import { restoreSettings, saveSettings } from "./processes.ts";

/** What is never the case in a VM that is left alone for a moment. */
export function refuseUnrest(vm: VirtualMachine): void {
  const refuse = (why: string): never => {
    throw new SnapshotError(why);
  };
  if (vm.scheduler.running) refuse("the VM is running: it can be saved between two turns");
  if (vm.halted !== undefined) refuse("the VM has ended");
  if (vm.processes.tracing !== null || vm.scheduler.monitor !== undefined) refuse("the VM is being traced");
  if (vm.processes.heldCollections !== null) refuse("collections are being held back");
  const purge = vm.state(PURGE);
  if (purge.funs.size > 0 || purge.waiting.length > 0) refuse("code is being purged");
  if (vm.state(BOOT).state === State.Starting) refuse("the logger is being started");
}

export function saveStates(vm: VirtualMachine) {
  const { clock, references: r, processes, scheduler } = vm;
  const [last, wall, boot] = [vm.state(LAST), vm.state(WALL_TIME), vm.state(BOOT)];
  return [
    [vm.node, vm.creation, vm.localSalt, vm.booted, vm.checksAtLoad],
    [clock.monotonic_us(), clock.lastNow],
    [r.n0, r.n1, r.n2, r.monotonic, r.positive],
    [processes.nextId, processes.serial, processes.groupLeader, saveSettings(processes.defaults)],
    [vm.exec.depth, scheduler.contextSwitches, scheduler.reductions, scheduler.busy_us],
    [...vm.code.known],
    [...vm.state(ENVIRONMENT)].map(([name, value]) => [name, value] as const),
    [vm.state(CWD).path, vm.state(LOGGING).systemLogger, vm.state(FLAGS).outstanding, vm.state(COLLECTION_SLEEP).ms],
    [vm.state(CONTROL_WORD).value, vm.state(SEQUENTIAL_TRACER).tracer],
    [last.reductions, last.exact, last.wall_ms, last.runtime_ms],
    [[...wall.wanted], wall.since_us, wall.busy_us],
    [scheduler.microstates !== undefined, vm.state(ACCOUNTING).times_us],
    [boot.state, boot.process],
  ] as const;
}

export function restoreStates(vm: VirtualMachine, saved: unknown): void {
  const [own, time, numbers, table, counts, known, variables, places, tracing, since, wallTime, microstates, logger] =
    saved as ReturnType<typeof saveStates>;
  [vm.node, vm.creation, vm.localSalt, vm.booted, vm.checksAtLoad] = own;
  restoreClock(vm, ...time);
  const { references: r, processes, scheduler } = vm;
  [r.n0, r.n1, r.n2, r.monotonic, r.positive] = numbers;
  [processes.nextId, processes.serial, processes.groupLeader] = table;
  processes.defaults = restoreSettings(table[3]);
  [vm.exec.depth, scheduler.contextSwitches, scheduler.reductions, scheduler.busy_us] = counts;
  for (const name of known) vm.code.known.add(name);
  const environment = vm.state(ENVIRONMENT);
  environment.clear();
  for (const [name, value] of variables) environment.set(name, value);
  [vm.state(CWD).path, vm.state(LOGGING).systemLogger] = places;
  [, , vm.state(FLAGS).outstanding, vm.state(COLLECTION_SLEEP).ms] = places;
  [vm.state(CONTROL_WORD).value, vm.state(SEQUENTIAL_TRACER).tracer] = tracing;
  const [last, wall, boot] = [vm.state(LAST), vm.state(WALL_TIME), vm.state(BOOT)];
  [last.reductions, last.exact, last.wall_ms, last.runtime_ms] = since;
  for (const p of wallTime[0]) wall.wanted.add(p);
  [, wall.since_us, wall.busy_us] = wallTime;
  const accounting = vm.state(ACCOUNTING);
  Object.assign(accounting.times_us, microstates[1]);
  if (microstates[0]) {
    accounting.start(Microstate.Sleep);
    scheduler.microstates = accounting;
  }
  [boot.state, boot.process] = logger;
}

/** Monotonic time goes on where it was. */
function restoreClock({ clock, host }: VirtualMachine, now_us: number, lastNow: number): void {
  clock.shift = now_us - host.monotonicTime_us();
  clock.offset = host.systemTime_us() - now_us;
  clock.lastNow = lastNow;
}

export function saveDevices(vm: VirtualMachine): unknown {
  return vm.state(DEVICES).map(saveDevice);
}
export function restoreDevices(vm: VirtualMachine, saved: unknown): void {
  for (const device of saved as unknown[][]) restoreDevice(vm, device);
}

function saveDevice(d: Device): unknown {
  const waiting = d.waiting.map((w) => [w.from, w.replyAs, w.request, w.rest, w.continuation]);
  const input = d.input.slice(d.at);
  return [d.fd, d.process, d.encoding, d.binary, d.onlcr, input, d.undecoded, d.ended, d.reading, waiting];
}

function restoreDevice(vm: VirtualMachine, saved: unknown[]): void {
  const [fd, process, encoding, binary, onlcr, input, undecoded, ended, reading, waiting] = saved;
  const devices = vm.state(DEVICES);
  const d = new Device(fd as 1 | 2, devices.length, process as Process, encoding as Encoding);
  d.binary = binary as boolean;
  d.onlcr = onlcr as boolean;
  d.input = input as number[];
  d.undecoded = (undecoded as Uint8Array).slice();
  d.ended = ended as boolean;
  for (const [from, replyAs, request, rest, continuation] of waiting as [Term, Term, Tuple, Term, Term][])
    d.waiting.push({ from, replyAs, request, rest, continuation });
  devices.push(d);
  // The host's input is asked for anew.
  if (reading === true && !d.ended) startReading({ vm }, d);
}
