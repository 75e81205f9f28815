/**
 * `erlang:system_profile/0,2`: when processes become runnable and cease to be, and when the scheduler has something to do.
 *
 * Whoever profiles stands in the run queue's place, so that nothing of the scheduler's own work changes while nobody does:
 * a process that is put into the queue is active from then on, and one that the scheduler has given a slice and that is not
 * in the queue when the next one is asked for is not.
 * Invariant: each process gets `active` and `inactive` in turns.
 * OTP: system_profile() in erl_bif_trace.c, profile_runnable_proc() and profile_scheduler() in erl_trace.c.
 */
import { type Bif, bifTable } from "../../runtime/bif.ts";
import type { Exec } from "../../runtime/exec.ts";
import { type Process, Status } from "../../runtime/process.ts";
import type { Queue } from "../../runtime/scheduling.ts";
import type { Result } from "../../runtime/signal.ts";
import { StateKey } from "../../runtime/state.ts";
import type { Vm } from "../../runtime/vm.ts";
import { type Atom, atoms } from "../../term/atom.ts";
import { Pid, Port } from "../../term/identifier.ts";
import { Cons, list, NIL } from "../../term/list.ts";
import type { Term } from "../../term/term.ts";
import { tuple2, tupleFromArray } from "../../term/tuple.ts";
import { Flag } from "./flags.ts";
import { whereIn } from "./tracee.ts";
import { livesOn, post, timestamp } from "./tracer.ts";

const A = atoms("undefined", "profile", "active", "inactive");
/** In the order in which they are shown. Ports report nothing: what is asked of one is done at once. */
const O = atoms("exclusive", "scheduler", "runnable_procs", "runnable_ports");
const T = atoms("timestamp", "monotonic_timestamp", "strict_monotonic_timestamp");

type Option = keyof typeof O;

class Profile implements Queue {
  readonly profiler: Pid | Port;
  readonly wanted: ReadonlySet<Option>;
  readonly queue: Queue;
  private readonly vm: Vm;
  private readonly stamp: number;
  /** Processes that are runnable or run. */
  private readonly active = new Set<Process>();
  /** The process that was taken last, unless it is in the queue again. */
  private running: Process | undefined;
  private idle = false;

  constructor(vm: Vm, profiler: Pid | Port, wanted: ReadonlySet<Option>, stamp: number) {
    this.vm = vm;
    this.profiler = profiler;
    this.wanted = wanted;
    this.stamp = stamp;
    this.queue = vm.scheduler.queue;
    this.running = vm.exec.process;
    for (const p of vm.processes.all())
      if (p.status === Status.Runnable || p.status === Status.Running) this.active.add(p);
  }

  get length(): number {
    return this.queue.length;
  }

  push(p: Process): void {
    this.queue.push(p);
    if (p === this.running) this.running = undefined;
    this.activate(p);
  }

  next(): Process | undefined {
    if (this.running !== undefined) this.deactivate(this.running);
    this.running = this.queue.next();
    const idle = this.running === undefined;
    if (idle !== this.idle && this.wanted.has("scheduler")) {
      this.idle = idle;
      this.tell(O.scheduler, 1, idle ? A.inactive : A.active, idle ? 0 : 1);
    }
    return this.running;
  }

  /** `p` has ended, whose frames are still there: one that waited has become runnable for it. */
  ended(p: Process): void {
    if (this.active.has(p)) return;
    this.activate(p);
    this.deactivate(p);
  }

  private activate(p: Process): void {
    if (this.active.has(p)) return;
    this.active.add(p);
    this.process(p, A.active, whereIn(p));
  }

  private deactivate(p: Process): void {
    this.active.delete(p);
    this.process(p, A.inactive, p.status === Status.Ended ? 0 : whereIn(p));
  }

  private process(p: Process, what: Atom, where: Term): void {
    if (p.pid !== this.profiler && this.wanted.has("runnable_procs")) this.tell(p.pid, what, where);
  }

  private tell(...event: Term[]): void {
    if (!livesOn(this.vm, this.profiler)) stop(this.vm);
    else post(this.vm, this.profiler, tupleFromArray([A.profile, ...event, timestamp(this.vm, this.stamp, false)]));
  }
}

const PROFILE = new StateKey((vm) => {
  const state: { profile: Profile | undefined } = { profile: undefined };
  vm.exitHooks.push((p) => {
    if (p.pid === state.profile?.profiler) stop(vm);
    state.profile?.ended(p);
  });
  return state;
});

function stop(vm: Vm): void {
  const state = vm.state(PROFILE);
  if (state.profile === undefined) return;
  vm.scheduler.queue = state.profile.queue;
  state.profile = undefined;
}

/** `{Profiler, Options}` or undefined; the kind of time stamp is not told. */
function present(vm: Vm): Term {
  const { profile } = vm.state(PROFILE);
  if (profile === undefined || !livesOn(vm, profile.profiler)) return A.undefined;
  return tuple2(profile.profiler, list(...OPTIONS.filter((o) => profile.wanted.has(o)).map((o) => O[o])));
}

const OPTIONS = Object.keys(O) as Option[];

function system_profile_0(x: Exec): Result {
  return present(x.vm);
}

/** Returns what was set before. No profiler, or no options, ends it. */
function system_profile_2(x: Exec, profiler: Term, options: Term): Result {
  const { vm } = x;
  const before = present(vm);
  if (profiler === A.undefined || options === NIL) {
    stop(vm);
    return before;
  }
  const to = profilerOf(vm, profiler);
  if (to === undefined) return x.badarg();
  const wanted = new Set<Option>();
  let stamp = Flag.timestamp;
  let l = options;
  for (; l instanceof Cons && l !== NIL; l = l.tail) {
    const { head } = l;
    const option = OPTIONS.find((o) => O[o] === head);
    const kind = (Object.keys(T) as (keyof typeof T)[]).find((t) => T[t] === head);
    if (option !== undefined) wanted.add(option);
    else if (kind !== undefined) stamp = Flag[kind];
    else return x.badarg();
  }
  if (l !== NIL) return x.badarg();
  stop(vm);
  const profile = new Profile(vm, to, wanted, stamp);
  vm.state(PROFILE).profile = profile;
  vm.scheduler.queue = profile;
  return before;
}

/** A process or port of this node that is there; undefined: none. */
function profilerOf(vm: Vm, t: Term): Pid | Port | undefined {
  if (t instanceof Pid) return vm.processes.ofPid(t)?.pid;
  return t instanceof Port && vm.ports?.isOpen(t) === true ? t : undefined;
}

export const SYSTEM_PROFILE: readonly Bif[] = bifTable("erlang", {
  "system_profile/0": { doc: "Who is told when processes become runnable.", fn: system_profile_0 },
  "system_profile/2": {
    doc: "Has a process or port told when processes become runnable; what was set before. badarg.",
    fn: system_profile_2,
  },
});
