/**
 * Who still runs old code, and what becomes of it when it is purged.
 *
 * As in OTP a process uses code if it is in it or will return to it; funs do not count, those of purged code are bad. Purged
 * code that somebody runs nevertheless stays until its last frame is gone: the JavaScript engine collects it.
 * OTP: check_process_code() and erts_internal_purge_module_2() in beam_bif_load.c.
 */
import type { ModuleInstance } from "../runtime/module.ts";
import { FunEntry } from "../runtime/module.ts";
import type { Point } from "../runtime/point.ts";
import type { Process } from "../runtime/process.ts";
import type { Vm } from "../runtime/vm.ts";
import { atoms } from "../term/atom.ts";
import type { Fun } from "../term/fun.ts";
import { tuple2 } from "../term/tuple.ts";
import { LoadedFunction } from "./loaded.ts";

const A = atoms("badfun");

/** Has `p`, whose frames are saved, one in a function of `m`? */
export function runsCode(p: Process, m: ModuleInstance): boolean {
  for (let s = p.frames; s !== null; s = s.older) {
    for (let i = s.at; i < s.frame.length; i += 1 + (s.frame[i] as Point).live) {
      const { location } = s.frame[i] as Point;
      if (location instanceof LoadedFunction && location.owner === m) return true;
    }
  }
  return false;
}

/** Funs of purged code: the same module loaded again takes them over, otherwise a call is `badfun`. */
export function retireFuns(vm: Vm, old: ModuleInstance, current: ModuleInstance | undefined): void {
  const same = current !== undefined && sameBytes(old.md5, current.md5);
  old.lambdas.forEach((f, i) => {
    const heir = same ? current.lambdas[i] : undefined;
    f.entry = heir instanceof FunEntry ? (...args) => heir.entry(...args) : (...args) => badFun(vm, args.at(-1) as Fun);
  });
}

function badFun(vm: Vm, f: Fun): unknown {
  const s = vm.exec.error(tuple2(A.badfun, f));
  vm.exec.excTrace.twice = true;
  return s;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((v, i) => v === b[i]);
}
