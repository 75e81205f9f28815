/**
 * The scheduler of one VM: time slices, timers, and the host's turn.
 *
 * `run` gives slices to runnable processes until none is left or a turn is over, then hands the thread back to the host
 * (`host.soon`); with nothing to run it asks the host for one call at the next timer (`host.after`), or for nothing.
 * Time comes from `vm.clock` only, and it is asked after so much work, not by itself.
 * Invariant: outside `run`, whenever a process is runnable a turn is planned; a timer that runs is planned for.
 * OTP: erts_schedule() in erl_process.c.
 */
import { roundToNearest } from "../term/arith.ts";
import { atoms, Atom, TRUE } from "../term/atom.ts";
import type { Term } from "../term/term.ts";
import { limitedSlice, overHeapLimit } from "../runtime/heap_limit.ts";
import { Microstate, type Microstates } from "../runtime/microstates.ts";
import { type Process, Status } from "../runtime/process.ts";
import { Outcome, runSlice } from "../runtime/run_process.ts";
import { After, type Queue, type Scheduling } from "../runtime/scheduling.ts";
import { deliver, endProcess } from "../runtime/signals.ts";
import { newSettings } from "../runtime/settings.ts";
import type { Result } from "../runtime/signal.ts";
import type { SystemMonitor } from "../runtime/system_monitor.ts";
import { postponed_us, suspensionOf, Timer, TimerKind } from "../runtime/timer.ts";
import type { Vm } from "../runtime/vm.ts";
import { RunQueue } from "./run_queue.ts";
import { TimerHeap } from "./timer_heap.ts";

const A = atoms("infinity", "normal", "killed", "clock_service");

/** Call units in a time slice. OTP: CONTEXT_REDS. */
export const SLICE = 4000;
/** How long a turn may keep the host waiting. */
const TURN_us = 8000;
/** Units of work between two looks at the clock: some tens of microseconds, a hundred at most in slow programs. */
const CLOCK_UNITS = 8000;
/** What giving a process its slice costs, in units. */
const SLICE_COST = 60;
/** The longest time asked of the host at once: its timers count milliseconds in 31 bits. */
const LONGEST_WAIT_ms = 1e9;
/** Receive timeouts beyond 32 bits raise `timeout_value`. */
const MAX_RECEIVE_ms = 0xffffffff;

export class Scheduler implements Scheduling {
  contextSwitches = 0;
  reductions = 0;
  queue: Queue = new RunQueue();
  monitor: SystemMonitor | undefined = undefined;
  microstates: Microstates | undefined = undefined;
  busy_us = 0;
  private turnBegan_us = 0;
  private readonly vm: Vm;
  readonly timers = new TimerHeap();
  running = false;
  private planned = false;
  private stopped = false;
  /** Cancels the host's timer, and what it was set for. */
  private cancelWait: (() => void) | undefined = undefined;
  private waitingFor_us = Number.POSITIVE_INFINITY;
  private readonly turn = (): void => this.run();
  private readonly units: number;

  constructor(vm: Vm) {
    this.vm = vm;
    this.units = vm.emulator.slice ?? SLICE;
  }

  // -- Run queue.

  enqueue(p: Process): void {
    if (p.suspends > 0) {
      p.status = Status.Held;
      return;
    }
    p.status = Status.Runnable;
    this.queue.push(p);
    if (!this.running && !this.planned) this.planTurn();
  }

  wake(p: Process, value: Result): void {
    if (p.status !== Status.Waiting) return;
    p.resumeValue = value;
    this.enqueue(p);
  }

  suspend(p: Process): void {
    p.suspends++;
    if (!this.vm.release.pausesTimers) return;
    p.settings ??= newSettings(null);
    const { settings } = p;
    settings.suspension ??= { holders: 0, since_us: 0, total_us: 0, held: [] };
    if (settings.suspension.holders++ === 0) settings.suspension.since_us = this.vm.clock.monotonic_us();
  }

  unsuspend(p: Process): void {
    const s = p.settings?.suspension;
    if (s !== undefined && --s.holders === 0) {
      s.total_us += this.vm.clock.monotonic_us() - s.since_us;
      for (const t of s.held.splice(0)) this.postpone(t);
    }
    this.resume(p);
  }

  resume(p: Process): void {
    p.suspends--;
    if (p.suspends === 0 && p.status === Status.Held) this.enqueue(p);
  }

  releaseSuspended(p: Process): void {
    const suspending = p.settings?.suspending;
    if (suspending === undefined) return;
    for (const q of suspending.keys()) if (q.status !== Status.Ended) this.unsuspend(q);
    suspending.clear();
  }

  // -- Turns.

  run(): void {
    this.planned = false;
    if (this.running || this.stopped) return;
    this.running = true;
    this.microstates?.enter(Microstate.Other);
    roundToNearest(this.vm.release.roundsToNearest);
    this.stopWaiting();
    const clock = this.vm.clock;
    let now = clock.monotonic_us();
    this.turnBegan_us = now;
    const end = now + TURN_us;
    if (this.timers.next_us <= now) this.fire(now);
    let units = CLOCK_UNITS;
    while (!this.stopped) {
      const p = this.queue.next();
      if (p !== undefined) {
        units -= this.slice(p);
        if (units > 0) continue;
      }
      units = CLOCK_UNITS;
      if (p === undefined && this.timers.size === 0) break;
      now = clock.monotonic_us();
      if (this.timers.next_us <= now) this.fire(now);
      else if (p === undefined) break;
      if (now >= end) break;
    }
    this.running = false;
    this.busy_us += now - this.turnBegan_us;
    if (this.stopped) return;
    if (this.queue.length > 0) this.planTurn();
    else {
      this.microstates?.enter(Microstate.Sleep);
      this.waitForTimer(now);
    }
  }

  busyTime_us(now_us = this.vm.clock.monotonic_us()): number {
    return this.busy_us + (this.running ? now_us - this.turnBegan_us : 0);
  }

  /** Runs nothing any more. */
  stop(): void {
    this.stopped = true;
    this.stopWaiting();
  }

  /** Gives `p` its time slice; returns the units it took. */
  private slice(p: Process): number {
    if (p.status !== Status.Runnable) return 1;
    if (p.suspends > 0) {
      p.status = Status.Held;
      return 1;
    }
    p.status = Status.Running;
    this.contextSwitches++;
    if (p.tracing !== null) p.tracing.scheduled("in");
    const before = p.reductions;
    const { monitor } = this;
    if (monitor !== undefined) monitor.before(p);
    this.microstates?.enter(Microstate.Emulator);
    const { units: whole } = this;
    const outcome = runSlice(this.vm.exec, p, p.settings === null ? whole : limitedSlice(p.settings, whole));
    this.microstates?.enter(Microstate.Other);
    if (p.settings !== null && outcome !== Outcome.Ended && overHeapLimit(this.vm, p, p.settings, outcome))
      p.exitReason ??= A.killed;
    if (p.tracing !== null && p.exitReason === undefined && outcome !== Outcome.Ended) p.tracing.scheduled("out");
    if (p.exitReason !== undefined || outcome === Outcome.Ended) endProcess(this.vm, p, p.exitReason ?? A.normal);
    else if (outcome === Outcome.Waiting) p.status = Status.Waiting;
    else this.enqueue(p);
    if (monitor !== undefined) monitor.after(p);
    const units = p.reductions - before;
    this.reductions += units;
    return units + SLICE_COST;
  }

  private planTurn(): void {
    if (this.planned || this.stopped) return;
    this.planned = true;
    this.microstates?.enter(Microstate.CheckIo);
    this.vm.host.soon(this.turn);
  }

  private waitForTimer(now_us: number): void {
    const next = this.timers.next_us;
    if (next === Number.POSITIVE_INFINITY) return;
    this.waitingFor_us = next;
    const delay_ms = Math.min(Math.max(Math.ceil((next - now_us) / 1000), 0), LONGEST_WAIT_ms);
    this.cancelWait = this.vm.host.after(delay_ms, () => {
      this.cancelWait = undefined;
      this.waitingFor_us = Number.POSITIVE_INFINITY;
      this.run();
    });
  }

  private stopWaiting(): void {
    if (this.cancelWait === undefined) return;
    this.cancelWait();
    this.cancelWait = undefined;
    this.waitingFor_us = Number.POSITIVE_INFINITY;
  }

  // -- Timers.

  startTimer(t: Timer): void {
    this.reckon(t);
    this.timers.add(t);
    if (this.running || this.planned || t.at_us >= this.waitingFor_us) return;
    this.stopWaiting();
    this.waitForTimer(this.vm.clock.monotonic_us());
  }

  cancelTimer(t: Timer): boolean {
    return this.timers.remove(t);
  }

  timersRunning(): Iterable<Timer> {
    return this.timers;
  }

  receiveTimeout(p: Process, time: Term): After {
    if (p.receiveTimer !== null) return After.Wait;
    if (p.timedOut) {
      p.timedOut = false;
      return After.Expired;
    }
    if (typeof time === "number") {
      if (time === 0) return After.Expired;
      if (time < 0 || time > MAX_RECEIVE_ms) return badTimeout(p);
      const t = new Timer(TimerKind.Receive, this.vm.clock.monotonic_us() + time * 1000);
      t.destination = p;
      this.reckon(t);
      p.receiveTimer = t;
      this.timers.add(t);
      return After.Wait;
    }
    return time === A.infinity ? After.Wait : badTimeout(p);
  }

  cancelReceive(p: Process): void {
    p.timedOut = false;
    if (p.receiveTimer === null) return;
    this.timers.remove(p.receiveTimer);
    p.receiveTimer = null;
  }

  private fire(now_us: number): void {
    this.microstates?.enter(Microstate.Aux);
    for (let t = this.timers.takeDue(now_us); t !== undefined; t = this.timers.takeDue(now_us)) this.fireOne(t);
    this.microstates?.enter(Microstate.Other);
  }

  /** A timer starts: it pauses for what is yet to come. */
  private reckon(t: Timer): void {
    const s = suspensionOf(t);
    if (s === undefined) return;
    t.paused_us = s.total_us + (s.holders > 0 ? this.vm.clock.monotonic_us() - s.since_us : 0);
  }

  /** Starts a timer anew, later by as much as its process has been suspended meanwhile. */
  private postpone(t: Timer): void {
    t.at_us += postponed_us(t);
    this.startTimer(t);
  }

  /** True for a timer that does not fire now, because its process is or has been suspended. */
  private paused(t: Timer): boolean {
    const s = suspensionOf(t);
    if (s === undefined || (t.destination as Process).status === Status.Ended) return false;
    if (s.holders > 0) s.held.push(t);
    else if (t.paused_us < s.total_us) this.postpone(t);
    else return false;
    return true;
  }

  private fireOne(t: Timer): void {
    if (this.paused(t)) return;
    switch (t.kind) {
      case TimerKind.Receive: {
        const p = t.destination as Process;
        p.receiveTimer = null;
        if (p.status === Status.Waiting) this.wake(p, TRUE);
        else p.timedOut = true;
        break;
      }
      case TimerKind.Send: {
        if (t.ref !== undefined) t.ref.target = undefined;
        const to = t.destination instanceof Atom ? this.vm.registry.process(t.destination) : (t.destination as Process);
        if (to !== undefined) deliver(this.vm, to, t.message, A.clock_service);
        break;
      }
      default:
        t.run?.();
    }
  }
}

/** The exception ends the receive: the next one starts at the front. */
function badTimeout(p: Process): After {
  p.mailbox.timeout();
  return After.Bad;
}
