/**
 * Funs whose code is not there: purged, never loaded here, or about to be purged.
 *
 * A lost fun finds its code again when the same module is loaded; else the process's error handler may load it. Calls of
 * funs that are about to be purged wait for the end of that.
 * OTP: erl_fun.c, beam_jit_handle_unloaded_fun(), erts_internal_purge_module_2() in beam_bif_load.c.
 */
import { atoms } from "../term/atom.ts";
import type { Fun } from "../term/fun.ts";
import { listFromArray, NIL } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import { tuple2 } from "../term/tuple.ts";
import { Why } from "./exec.ts";
import type { Code, FunEntry, ModuleInstance } from "./module.ts";
import type { Process } from "./process.ts";
import { type Result, SIGNAL } from "./signal.ts";
import { SPAWN } from "./spawn.ts";
import { StateKey } from "./state.ts";
import type { Vm } from "./vm.ts";

const A = atoms("badfun", "undef", "undefined_lambda", "erts_code_purger", "pending_purge_lambda");

/** The purge under way. */
export const PURGE = new StateKey(() => ({ funs: new Map<FunEntry, Code>(), waiting: [] as Process[] }));

/** The row of current code that is the same fun. */
export function heirOf(vm: Vm, f: FunEntry): FunEntry | undefined {
  const heir = vm.code.modules.get(f.module)?.lambdas[f.index];
  const same = heir !== undefined && heir.arity === f.arity && heir.numFree === f.numFree;
  return same && heir.uniq.every((v, i) => v === f.uniq[i]) ? heir : undefined;
}

/** `f` has no code any more. */
export function lose(vm: Vm, f: FunEntry): void {
  f.lost = true;
  f.entry = (...args) => {
    const heir = heirOf(vm, f);
    if (heir !== undefined) return heir.entry(...args);
    const fun = args.pop() as Fun;
    if (vm.code.modules.has(f.module)) return badFun(vm, fun);
    const handler = vm.errorHandler(A.undefined_lambda);
    if (!handler.defined) return vm.exec.error(A.undef);
    return handler.f(f.module, fun, listFromArray(args));
  };
}

function badFun(vm: Vm, f: Fun): unknown {
  const s = vm.exec.error(tuple2(A.badfun, f));
  vm.exec.excTrace.twice = true;
  return s;
}

/** The name of the function that `f` leads to; NIL: its code is not there. */
export function funName(vm: Vm, f: FunEntry): Term {
  return f.lost ? (heirOf(vm, f)?.name ?? NIL) : f.name;
}

/** From now on calls of the funs of `old` wait. */
export function preparePurge(vm: Vm, old: ModuleInstance): void {
  const { funs } = vm.state(PURGE);
  for (const f of old.lambdas) {
    if (heirOf(vm, f) !== undefined) continue;
    funs.set(f, f.entry);
    f.lost = true;
    f.entry = (...args) => {
      const fun = args.pop() as Fun;
      return wait(vm, [f.module, fun, listFromArray(args)]);
    };
  }
}

/** The process is suspended; when it goes on it tries again. */
function wait(vm: Vm, args: readonly Term[]): Result {
  const { exec } = vm;
  exec.process.suspends++;
  vm.state(PURGE).waiting.push(exec.process);
  exec.push(SPAWN, [vm.export(A.erts_code_purger, A.pending_purge_lambda, 3), args]);
  exec.why = Why.Wait;
  return SIGNAL;
}

/** The purge is over; `keep`: the funs have their code again. */
export function endPurge(vm: Vm, keep: boolean): void {
  const state = vm.state(PURGE);
  const { funs, waiting } = state;
  state.funs = new Map();
  state.waiting = [];
  if (keep) {
    for (const [f, entry] of funs) {
      f.entry = entry;
      f.lost = false;
    }
  }
  for (const p of waiting) {
    vm.scheduler.resume(p);
    vm.scheduler.wake(p, NIL);
  }
}
