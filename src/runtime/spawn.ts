/**
 * Making processes, and the native frame they begin in.
 *
 * A new process is one saved frame, SPAWN with the function and its arguments: it becomes code when the process first runs.
 * OTP: erl_create_process() in erl_process.c.
 */
import { atoms } from "../term/atom.ts";
import { Fun } from "../term/fun.ts";
import { Cons, listFromArray, listFromString, NIL } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import { logError } from "./error_log.ts";
import type { Exec } from "./exec.ts";
import type { Export } from "./module.ts";
import { nativePoint } from "./point.ts";
import { type Priority, type Process, Segment } from "./process.ts";
import { newSettings, type Settings } from "./settings.ts";
import type { Result } from "./signal.ts";
import { link } from "./signals.ts";
import type { Vm } from "./vm.ts";

const A = atoms("erlang", "apply");

/** Arguments of `apply/3` at most; a function has at most 255. OTP: MAX_REG. */
export const MAX_ARGUMENTS = 1023;

/** The arguments in `list`. More than `most` is system_limit, a list that is not proper badarg: raised. */
export function argumentsOf(x: Exec, list: Term, most: number): Term[] | undefined {
  const out: Term[] = [];
  let l = list;
  for (; l instanceof Cons && l !== NIL; l = l.tail) {
    if (out.length === most) return void x.systemLimit();
    out.push(l.head);
  }
  return l === NIL ? out : void x.badarg();
}

/** Applies the export in the first value to the arguments in the second. */
export const SPAWN = nativePoint("spawn", 2, (_x, _r, frame, at) => {
  const e = frame[at + 1] as Export;
  const args = frame[at + 2] as readonly Term[];
  return applyExport(e, args);
});

/** Calls `e` with `args`, in tail position. Nearly every process begins with a fun of no arguments. */
export function applyExport(e: Export, args: readonly Term[]): Result {
  switch (args.length) {
    case 0:
      return e.f() as Result;
    case 1:
      return e.f(args[0]) as Result;
    case 2: {
      const fun = args[0];
      const plain = fun instanceof Fun && fun.code.arity === 0 && args[1] === NIL && e.watched === undefined;
      if (plain && e.name === A.apply && e.module === A.erlang) return fun.code.entry(fun) as Result;
      return e.f(fun, args[1]) as Result;
    }
    case 3:
      return e.f(args[0], args[1], args[2]) as Result;
    default:
      return e.f(...args) as Result;
  }
}

/**
 * A new process that will call `e` with `args`; it inherits group leader from `parent`. undefined: too many processes.
 * It is not in a run queue yet: the caller links, monitors and then enqueues it.
 */
export function createProcess(
  vm: Vm,
  parent: Process | undefined,
  e: Export,
  args: readonly Term[],
): Process | undefined {
  // Too many arguments: the process is made, and ends in apply/3.
  if (args.length > MAX_ARGUMENTS)
    return createProcess(vm, parent, vm.export(A.erlang, A.apply, 3), [e.module, e.name, listFromArray(args)]);
  const p = vm.processes.create(parent?.groupLeader);
  if (p === undefined) {
    logError(vm, parent, "~s~n", [listFromString("Too many processes\n")]);
    return undefined;
  }
  p.parent = parent?.pid;
  p.initialCall = e;
  if (vm.processes.defaults !== null) p.settings = newSettings(vm.processes.defaults);
  p.frames = new Segment([SPAWN, e, args], 0, null);
  return p;
}

export interface SpawnOptions {
  link: boolean;
  priority: Priority;
  settings: Settings | null;
}

/** `createProcess`, with options, into the run queue. */
export function spawnProcess(
  vm: Vm,
  parent: Process | undefined,
  e: Export,
  args: readonly Term[],
  options?: SpawnOptions,
): Process | undefined {
  const p = createProcess(vm, parent, e, args);
  if (p === undefined) return undefined;
  if (options !== undefined) {
    p.priority = options.priority;
    if (options.settings !== null) p.settings = options.settings;
    if (options.link && parent !== undefined) link(parent, p);
  }
  vm.scheduler.enqueue(p);
  return p;
}
