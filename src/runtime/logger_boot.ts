/**
 * OTP's logger in a VM that boots no OTP: it is started when a program, or the emulator, first has something to log.
 *
 * The functions that need the logger's table or its server make their caller wait while a process of this file runs what
 * OTP's boot script and the application kernel run: `logger_server`, `logger_sup`, the handler `default`. Then the caller
 * repeats its call. Whatever that process starts is let through.
 * Invariant: once the logger is there, nothing stands between a caller and OTP's code.
 * OTP: init:start_em/1, kernel.erl, logger:add_handlers/1.
 */
import { type Atom, atoms, FALSE, TRUE } from "../term/atom.ts";
import { list, NIL } from "../term/list.ts";
import { mapFromPairs } from "../term/map_ops.ts";
import type { Term } from "../term/term.ts";
import { tuple2, tuple4 } from "../term/tuple.ts";
import { LOGGING, type Report, sendReport } from "./error_log.ts";
import type { Exec } from "./exec.ts";
import type { Code, FunctionEntry } from "./module.ts";
import { nativePoint, type Point } from "./point.ts";
import { type Process, processOf, Segment } from "./process.ts";
import { SIGNAL, type Result } from "./signal.ts";
import { StateKey } from "./state.ts";
import type { Vm } from "./vm.ts";

const M = atoms("logger_server", "logger_config", "logger_sup", "logger", "logger_std_h", "logger_proxy", "gen_server");
const F = atoms(
  "start_link",
  "add_handlers",
  "allow",
  "log_allowed",
  "level_to_int",
  "module_info",
  "call",
  "filesync",
  "info",
);
const A = atoms("handler", "default", "config", "type", "standard_io", "formatter", "logger_formatter");
const B = atoms("legacy_header", "single_line", "unset_module_level", "undefined", "ets", "whereis");

export const enum State {
  Off = 0,
  Starting = 1,
  On = 2,
}

class Boot {
  state = State.Off;
  /** Runs the boot, then stays as the parent of what it started. */
  process: Process | undefined = undefined;
  /** Put the functions behind gates into their places. */
  readonly gated: (() => void)[] = [];
  readonly waiting: Process[] = [];
  /** What the emulator logs meanwhile. */
  readonly held: Report[] = [];
}

export const BOOT = new StateKey(() => new Boot());

/** Makes the emulator's own reports start the logger. */
export function enableLogger(vm: Vm): void {
  const boot = vm.state(BOOT);
  vm.state(LOGGING).hold = (report) => {
    if (boot.state === State.On || (report.process !== undefined && belongs(boot, report.process))) return false;
    boot.held.push(report);
    start(vm, boot);
    return true;
  };
}

/** A function that can be compiled at once, and have other code put in its place. */
interface Gateable extends FunctionEntry {
  compile(): Code;
  install(f: Code): void;
}

/** To be told of each module that is loaded by itself: the logger's own get their gates. */
export function gateLogger(vm: Vm, m: { readonly name: Atom; readonly functions: readonly Gateable[] }): void {
  if (m.name !== M.logger_config && m.name !== M.logger_server && m.name !== M.logger) return;
  const boot = vm.state(BOOT);
  if (boot.state === State.On) return;
  for (const fn of m.functions) if (needsLogger(m.name, fn)) gate(vm, boot, fn);
}

/** What everybody calls, `logger:allow/2` above all, does with persistent terms and goes through. */
function needsLogger(module: Atom, { name, exported }: Gateable): boolean {
  if (module === M.logger) return name === F.log_allowed;
  return exported !== undefined && name !== F.allow && name !== F.level_to_int && name !== F.module_info;
}

function gate(vm: Vm, boot: Boot, fn: Gateable): void {
  const x = vm.exec;
  const code = fn.compile();
  fn.install((...args) => (belongs(boot, x.process) ? code(...args) : waitForLogger(x, fn, args)));
  boot.gated.push(() => fn.install(code));
}

function waitForLogger(x: Exec, fn: FunctionEntry, args: readonly Term[]): Result {
  const boot = x.vm.state(BOOT);
  if (boot.state === State.On) return fn.f(...args) as Result;
  start(x.vm, boot);
  boot.waiting.push(x.process);
  return x.wait(REPEAT, fn, args);
}

/**
 * A message may have come meanwhile, which is no reason to go on. The caller looked for the logger's table before, as
 * `logger_config` wants to have it: now there is one.
 */
const REPEAT = nativePoint("logger/repeat", 2, (x, _r, frame, at): Result => {
  const fn = frame[at + 1] as FunctionEntry;
  const args = frame[at + 2] as readonly Term[];
  if (x.vm.state(BOOT).state !== State.On) return x.wait(REPEAT, fn, args);
  const table = x.vm.export(B.ets, B.whereis, 1).f(M.logger) as Term;
  return fn.f(...args.map((a) => (a === B.undefined && fn.module === M.logger_config ? table : a))) as Result;
});

/** Is `p` the booting process, or has that one or its children spawned it? */
function belongs(boot: Boot, p: Process): boolean {
  if (boot.process === undefined) return false;
  for (let q: Process | undefined = p; q !== undefined; q = q.parent && processOf(q.parent))
    if (q === boot.process) return true;
  return false;
}

function start(vm: Vm, boot: Boot): void {
  if (boot.state !== State.Off) return;
  boot.state = State.Starting;
  const p = vm.processes.create(undefined);
  if (p === undefined) {
    open(vm, boot);
    return;
  }
  boot.process = p;
  p.trapExit = true;
  p.frames = new Segment([STEP, 0], 0, null);
  vm.scheduler.enqueue(p);
}

/** The boot's calls in turn. One that fails is passed over: what it wanted to start is missing then. */
const STEP: Point = nativePoint(
  "logger/step",
  1,
  (x, r, frame, at): Result => {
    const i = frame[at + 1] as number;
    if (r === SIGNAL) x.raising = false;
    if (i === 0) return x.call(STEP, [1], x.vm.export(M.logger_server, F.start_link, 0), []);
    if (i === 1) return x.call(STEP, [2], x.vm.export(M.logger_sup, F.start_link, 0), []);
    if (i === 2) return x.call(STEP, [3], x.vm.export(M.logger, F.add_handlers, 1), [handlers()]);
    open(x.vm, x.vm.state(BOOT));
    return x.wait(IDLE);
  },
  true,
);

/** Keeps what it started company: they end when their parent does. */
const IDLE = nativePoint("logger/idle", 0, (x): Result => {
  const { mailbox } = x.process;
  while (mailbox.peek() !== undefined) mailbox.remove();
  return x.wait(IDLE);
});

/** The configuration of kernel's own handler. */
function handlers(): Term {
  const format = mapFromPairs([B.legacy_header, B.single_line], [TRUE, FALSE]);
  const config = mapFromPairs([A.type], [A.standard_io]);
  const all = mapFromPairs([A.config, A.formatter], [config, tuple2(A.logger_formatter, format)]);
  return list(tuple4(A.handler, A.default, M.logger_std_h, all));
}

function open(vm: Vm, boot: Boot): void {
  boot.state = State.On;
  for (const restore of boot.gated) restore();
  boot.gated.length = 0;
  for (const p of boot.waiting) vm.scheduler.wake(p, FALSE);
  boot.waiting.length = 0;
  for (const report of boot.held) sendReport(vm, report);
  boot.held.length = 0;
}

/**
 * Goes on at `point` when all that has been logged so far is written: at once where nothing was.
 * OTP: kernel's processes end last, the logger among them.
 */
export function flushLogger(x: Exec, point: Point, ...values: unknown[]): Result {
  if (x.vm.state(BOOT).state === State.Off) return point.resume(x, FALSE, [point, ...values], 0);
  return flush(x, 0, [point, ...values]);
}

function flush(x: Exec, i: number, then: readonly unknown[]): Result {
  const boot = x.vm.state(BOOT);
  if (boot.state !== State.On) {
    boot.waiting.push(x.process);
    return x.wait(FLUSH, i, then);
  }
  const call = x.vm.export(M.gen_server, F.call, 2);
  if (i === 0) return x.call(FLUSH, [1, then], call, [M.logger_proxy, F.info]);
  if (i === 1) return x.call(FLUSH, [2, then], call, [M.logger, tuple2(B.unset_module_level, NIL)]);
  if (i === 2) return x.call(FLUSH, [3, then], x.vm.export(M.logger_std_h, F.filesync, 1), [A.default]);
  return (then[0] as Point).resume(x, FALSE, then as unknown[], 0);
}

const FLUSH = nativePoint(
  "logger/flush",
  2,
  (x, r, frame, at): Result => {
    if (r === SIGNAL) x.raising = false;
    return flush(x, frame[at + 1] as number, frame[at + 2] as readonly unknown[]);
  },
  true,
);
