/**
 * `trace`: for what processes are traced, and what becomes of new ones.
 * OTP: trace(), start_trace() in erl_bif_trace.c.
 */
import type { Exec } from "../../runtime/exec.ts";
import { logError } from "../../runtime/error_log.ts";
import { Process, type Segment } from "../../runtime/process.ts";
import type { Result } from "../../runtime/signal.ts";
import type { SpawnTracing } from "../../runtime/tracing.ts";
import type { Vm } from "../../runtime/vm.ts";
import { type Atom, atoms, FALSE, TRUE } from "../../term/atom.ts";
import { Pid, Port } from "../../term/identifier.ts";
import { list, listFromArray } from "../../term/list.ts";
import type { Term } from "../../term/term.ts";
import { type Tuple4, tuple3 } from "../../term/tuple.ts";
import { readFlags } from "./actions.ts";
import { MODIFIERS, PORT_FLAGS, PROCESS_FLAGS } from "./flags.ts";
import { portTraceeOf } from "./port_tracee.ts";
import { spawnOptions } from "./sequence.ts";
import { type NewTracing, type Session, TRACING } from "./session.ts";
import { type Target, targetOf, type Traced, tracedOf } from "./traced.ts";
import { type Tracee, traceeOf } from "./tracee.ts";
import { isThere, type Tracer, tracerOf } from "./tracer.ts";

const A = atoms("badopt", "undefined", "erts_internal", "spawn_init");
const ALL = atoms("all", "processes", "ports");
const EXISTING = atoms("existing", "existing_processes", "existing_ports");
const NEW = atoms("new", "new_processes", "new_ports");

const OF_PROCESSES: ReadonlySet<Term> = new Set([ALL.processes, EXISTING.existing_processes, NEW.new_processes]);
const OF_PORTS: ReadonlySet<Term> = new Set([ALL.ports, EXISTING.existing_ports, NEW.new_ports]);

/** The number of processes and ports that the change reached. badarg. */
export function trace(x: Exec, session: Session, what: Term, how: Term, flagList: Term): Result {
  const { vm } = x;
  const wanted = readFlags(vm, session, flagList);
  if (wanted === undefined) return x.badargCause(A.badopt);
  if (how !== TRUE && how !== FALSE) return x.badarg();
  const on = how === TRUE;
  const tracer = on ? (wanted.tracer ?? session.tracer ?? tracerOf(vm, x.process.pid)) : undefined;
  if (wanted.cpu && what !== ALL.all) return x.badarg();
  if (what instanceof Pid || what instanceof Port) {
    const target = targetOf(vm, what);
    if (target === undefined) return x.badarg();
    listen(vm);
    // OTP 25 minds another tracer even where flags are taken off.
    const minded = on || vm.release.otp >= 27 ? undefined : wanted.tracer;
    const others = minded !== undefined && tracedByOther(vm, session, target, minded);
    if (!others && setFlags(vm, session, target, tracer, wanted.flags)) return 1;
    return onlyOneTracer(x);
  }
  const existing = isIn(ALL, what) || isIn(EXISTING, what);
  const future = isIn(ALL, what) || isIn(NEW, what);
  if (!existing && !future) return x.badarg();
  listen(vm);
  let matched = 0;
  if (existing && reachesProcesses(what, wanted.flags)) {
    for (const p of vm.processes.all()) if (setFlags(vm, session, p, tracer, wanted.flags)) matched++;
  }
  if (existing && reachesPorts(what, wanted.flags)) {
    for (const p of vm.ports?.all() ?? []) if (setFlags(vm, session, p, tracer, wanted.flags)) matched++;
  }
  if (future) {
    const { flags } = wanted;
    if (!OF_PORTS.has(what)) change(vm, session.newProcesses, on, flags & PROCESS_FLAGS, tracer);
    if (!OF_PROCESSES.has(what)) change(vm, session.newPorts, on, flags & PORT_FLAGS, tracer);
  }
  if (wanted.cpu) vm.state(TRACING).cpuTimestamps = on;
  return matched;
}

function isIn(names: Readonly<Record<string, Atom>>, t: Term): boolean {
  return Object.values(names).includes(t as Atom);
}

function reachesProcesses(what: Term, flags: number): boolean {
  if (OF_PORTS.has(what)) return false;
  return (flags & (PROCESS_FLAGS | MODIFIERS)) !== 0;
}

function reachesPorts(what: Term, flags: number): boolean {
  return !OF_PROCESSES.has(what) && (flags & PORT_FLAGS) !== 0;
}

function change(vm: Vm, n: NewTracing, on: boolean, flags: number, tracer: Tracer | undefined): void {
  if (flags === 0) return;
  n.flags = on ? n.flags | flags : n.flags & ~flags;
  // As in OTP, where taking one flag off takes the tracer away and with it all flags.
  n.tracer = tracer;
  settle(vm, n);
}

/** Flags without a tracer that is there mean nothing. */
function settle(vm: Vm, n: NewTracing): void {
  if (n.flags !== 0 && n.tracer !== undefined && isThere(vm, n.tracer, A.undefined)) return;
  n.flags = 0;
  n.tracer = undefined;
}

function makeTraced(vm: Vm, t: Target): Traced {
  return t instanceof Process ? traceeOf(vm, t) : portTraceeOf(vm, t);
}

/** `tracer` undefined: the flags go off. False: somebody else traces it. */
function setFlags(vm: Vm, session: Session, t: Target, tracer: Tracer | undefined, flags: number): boolean {
  let ref = tracedOf(t)?.ref(session);
  if (tracer === undefined) {
    if (ref === undefined) return true;
    ref.flags &= ~flags;
    if (ref.flags === 0) makeTraced(vm, t).dropRef(ref);
    return true;
  }
  if (tracedByOther(vm, session, t, tracer)) return false;
  // One whose tracer is gone has been dropped by the question.
  ref = tracedOf(t)?.ref(session);
  if (flags === 0 && ref === undefined) return true;
  // A tracer that is gone takes its flags along at once.
  if (!isThere(vm, tracer, t instanceof Process ? t.pid : t.id)) return true;
  ref ??= makeTraced(vm, t).addRef(session, tracer);
  ref.flags |= flags;
  return true;
}

function tracedByOther(vm: Vm, session: Session, t: Target, tracer: Tracer): boolean {
  const ref = tracedOf(t)?.ref(session);
  return ref !== undefined && !tracer.equals(ref.tracer) && makeTraced(vm, t).alive(ref);
}

function onlyOneTracer(x: Exec): Result {
  logError(x.vm, x.process, "** can only have one tracer per process~n", []);
  return x.badarg();
}

// -- New processes and ports.

/** From now on new processes and ports are heard of. */
export function listen(vm: Vm): void {
  vm.processes.tracing ??= new Births(vm);
  if (vm.ports !== undefined) vm.ports.tracing ??= (port) => traceNewborn(vm, port, (s) => s.newPorts);
}

/** Gives what is new the flags that each session has for it. */
function traceNewborn(vm: Vm, t: Target, of: (session: Session) => NewTracing): void {
  for (const session of vm.state(TRACING).sessions) {
    const n = of(session);
    if (n.flags === 0) continue;
    settle(vm, n);
    if (n.tracer === undefined) continue;
    const traced = makeTraced(vm, t);
    const ref = traced.ref(session) ?? traced.addRef(session, n.tracer);
    ref.flags |= n.flags;
  }
}

class Births implements SpawnTracing {
  private readonly vm: Vm;
  constructor(vm: Vm) {
    this.vm = vm;
  }

  spawned(parent: Process, child: Process, linked: boolean, request?: readonly [Tuple4, Term]): void {
    const { vm } = this;
    traceNewborn(vm, child, (s) => s.newProcesses);
    const tracer = parent.tracing as Tracee | null;
    if (tracer === null && child.tracing === null) return;
    const call = callOf(child, request !== undefined);
    tracer?.spawned(child, linked, tuple3(call[0], call[1], call[2]));
    (child.tracing as Tracee | null)?.born(parent.pid, linked, tuple3(call[0], call[1], call[2]));
    if (tracer === null || tracer.sequence.idle) return;
    const [m, f, args] = callOf(child, false);
    const arity = (child.initialCall as NonNullable<Process["initialCall"]>).arity;
    const options = request?.[1] ?? spawnOptions(linked, child.monitoredBy !== null);
    tracer.sequence.spawns(
      child,
      () => traceeOf(vm, child).sequence,
      [tuple3(m, f, arity), args],
      options,
      request?.[0],
    );
  }
}

/** Module, function and arguments of a new process, which stand in its one frame. */
function callOf(p: Process, requested: boolean): readonly [Term, Term, Term] {
  const { frame, at } = p.frames as Segment;
  const e = p.initialCall as NonNullable<Process["initialCall"]>;
  const args = listFromArray([...(frame[at + 2] as readonly Term[])]);
  // What `spawn_request` starts.
  if (requested) return [A.erts_internal, A.spawn_init, list(tuple3(e.module, e.name, args))];
  return [e.module, e.name, args];
}
