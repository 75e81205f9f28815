/**
 * Timers: `start_timer`, `send_after`, `cancel_timer`, `read_timer`.
 *
 * A timer's reference leads to its `Timer`; a decoded copy of it is looked up among the running timers.
 * OTP: erl_hl_timer.c.
 */
import { Atom, atoms, FALSE, TRUE } from "../../term/atom.ts";
import { Pid, Ref } from "../../term/identifier.ts";
import { Cons, NIL } from "../../term/list.ts";
import type { Term } from "../../term/term.ts";
import { Tuple2, tuple3 } from "../../term/tuple.ts";
import { type Bif, bifTable } from "../../runtime/bif.ts";
import type { Exec } from "../../runtime/exec.ts";
import { Process, Status } from "../../runtime/process.ts";
import type { Result } from "../../runtime/signal.ts";
import { deliver } from "../../runtime/signals.ts";
import { postponed_us, suspensionOf, Timer, TimerKind } from "../../runtime/timer.ts";

const A = atoms("abs", "async", "info", "timeout", "ok", "cancel_timer", "read_timer", "clock_service");

/** The end of Erlang monotonic time in milliseconds: later timers are a badarg. OTP: erlang:system_info(end_time). */
export const END_OF_TIME_ms = 8646911284551;

function readFlag(t: Term): boolean | undefined {
  return t === TRUE ? true : t === FALSE ? false : undefined;
}

/** `[{abs, boolean()}]`: the flag; undefined: badarg. */
function absOption(options: Term): boolean | undefined {
  let abs: boolean | undefined = false;
  let o = options;
  for (; o instanceof Cons && o !== NIL; o = o.tail) {
    const option = o.head;
    if (!(option instanceof Tuple2) || option.e0 !== A.abs) return undefined;
    abs = readFlag(option.e1);
    if (abs === undefined) return undefined;
  }
  return o === NIL ? abs : undefined;
}

/** Starts a timer; `wrapped`: the message is `{timeout, Ref, Message}`. */
function start(x: Exec, time: Term, to: Term, message: Term, abs: boolean | undefined, wrapped: boolean): Result {
  const vm = x.vm;
  if (abs === undefined || typeof time !== "number") return x.badarg();
  if (!(to instanceof Atom) && !(to instanceof Pid && (to.node === undefined || to.node === vm.node)))
    return x.badarg();
  const now_us = vm.clock.monotonic_us();
  if (!abs && time < 0) return x.badarg();
  const at_us = abs ? time * 1000 : now_us + time * 1000;
  if (at_us > END_OF_TIME_ms * 1000 || at_us < -END_OF_TIME_ms * 1000) return x.badarg();
  const t = new Timer(TimerKind.Send, at_us);
  const ref = vm.references.make(t);
  t.ref = ref;
  t.message = wrapped ? tuple3(A.timeout, ref, message) : message;
  if (to instanceof Atom) t.destination = to;
  else {
    const p = vm.processes.ofPid(to);
    if (p === undefined) return ref;
    t.destination = p;
  }
  if (time === 0 && !abs) {
    // OTP sends it at once as well.
    const p = t.destination instanceof Process ? t.destination : vm.registry.process(to as Atom);
    ref.target = undefined;
    if (p !== undefined) deliver(vm, p, t.message, A.clock_service);
    return ref;
  }
  vm.scheduler.startTimer(t);
  return ref;
}

function send_after_3(x: Exec, time: Term, to: Term, message: Term): Result {
  return start(x, time, to, message, false, false);
}
function send_after_4(x: Exec, time: Term, to: Term, message: Term, options: Term): Result {
  return start(x, time, to, message, absOption(options), false);
}
function start_timer_3(x: Exec, time: Term, to: Term, message: Term): Result {
  return start(x, time, to, message, false, true);
}
function start_timer_4(x: Exec, time: Term, to: Term, message: Term, options: Term): Result {
  return start(x, time, to, message, absOption(options), true);
}

/** The running timer of a reference. One whose process has ended is none. */
function findTimer(x: Exec, ref: Ref): Timer | undefined {
  let t = ref.target instanceof Timer ? ref.target : undefined;
  if (t === undefined && ref.target === undefined && ref.node === undefined) {
    for (const other of x.vm.scheduler.timersRunning()) {
      const r = other.ref;
      if (r !== undefined && r.n0 === ref.n0 && r.n1 === ref.n1 && r.n2 === ref.n2) t = other;
    }
  }
  if (t === undefined || t.index < 0) return undefined;
  if (t.destination instanceof Process && t.destination.status === Status.Ended) {
    x.vm.scheduler.cancelTimer(t);
    return undefined;
  }
  // OTP does not find one that pauses.
  if ((suspensionOf(t)?.holders ?? 0) > 0) return undefined;
  return t;
}

function timeLeft_ms(x: Exec, t: Timer): number {
  return Math.max(0, Math.ceil((t.at_us + postponed_us(t) - x.vm.clock.monotonic_us()) / 1000));
}

/** Milliseconds left, or false; stops the timer if `cancel`. */
function timerResult(x: Exec, ref: Ref, cancel: boolean): Term {
  const t = findTimer(x, ref);
  if (t === undefined) return FALSE;
  const left = timeLeft_ms(x, t);
  if (cancel) {
    x.vm.scheduler.cancelTimer(t);
    if (t.ref !== undefined) t.ref.target = undefined;
  }
  return left;
}

function cancel_timer_1(x: Exec, ref: Term): Result {
  if (!(ref instanceof Ref)) return x.badarg();
  return timerResult(x, ref, true);
}

/** With `{async, true}` the result comes as `{Name, Ref, Result}`, unless `{info, false}`. */
function withOptions(x: Exec, ref: Term, options: Term, cancel: boolean): Result {
  let async: boolean | undefined = false;
  let info: boolean | undefined = true;
  let o = options;
  for (; o instanceof Cons && o !== NIL; o = o.tail) {
    const option = o.head;
    if (!(option instanceof Tuple2)) return x.badarg();
    if (option.e0 === A.async) async = readFlag(option.e1);
    else if (option.e0 === A.info && cancel) info = readFlag(option.e1);
    else return x.badarg();
    if (async === undefined || info === undefined) return x.badarg();
  }
  if (o !== NIL || !(ref instanceof Ref)) return x.badarg();
  const result = timerResult(x, ref, cancel);
  if (async && info) deliver(x.vm, x.process, tuple3(cancel ? A.cancel_timer : A.read_timer, ref, result));
  return async || !info ? A.ok : result;
}

function cancel_timer_2(x: Exec, ref: Term, options: Term): Result {
  return withOptions(x, ref, options, true);
}

function read_timer_1(x: Exec, ref: Term): Result {
  if (!(ref instanceof Ref)) return x.badarg();
  return timerResult(x, ref, false);
}
function read_timer_2(x: Exec, ref: Term, options: Term): Result {
  return withOptions(x, ref, options, false);
}

export const TIMERS: readonly Bif[] = bifTable("erlang", {
  "send_after/3": { doc: "Sends a message after so many ms; a reference.", fn: send_after_3 },
  "send_after/4": { doc: "As `send_after/3` with option `{abs, Bool}`.", fn: send_after_4 },
  "start_timer/3": { doc: "Sends `{timeout, Ref, Message}` after so many ms.", fn: start_timer_3 },
  "start_timer/4": { doc: "As `start_timer/3` with option `{abs, Bool}`.", fn: start_timer_4 },
  "cancel_timer/1": { doc: "Stops a timer: ms left, or false.", fn: cancel_timer_1 },
  "cancel_timer/2": { doc: "As `cancel_timer/1` with `{async, Bool}`, `{info, Bool}`.", fn: cancel_timer_2 },
  "read_timer/1": { doc: "Ms left, or false.", fn: read_timer_1 },
  "read_timer/2": { doc: "As `read_timer/1` with `{async, Bool}`.", fn: read_timer_2 },
});
