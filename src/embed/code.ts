/**
 * `code:ensure_modules_loaded/1` where no OTP is booted: the VM finds modules by itself, and what it does not find there is no file for.
 * OTP's own does the same by ways that lead to the file system and to zlib; every `io_lib:format/2` may call it, when it has failed.
 */
import { Atom, atoms } from "../term/atom.ts";
import { listFromArray, listToArray } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import { tuple2 } from "../term/tuple.ts";
import type { Result } from "../runtime/signal.ts";
import type { Vm } from "../runtime/vm.ts";
import type { Replaceable } from "./logger.ts";

const A = atoms("code", "ensure_modules_loaded", "ok", "error", "nofile", "function_clause");

/** To be told of each module that is loaded. */
export function replaceCode(vm: Vm, m: { readonly name: Atom; readonly functions: readonly Replaceable[] }): void {
  if (m.name !== A.code) return;
  const door = m.functions.find((f) => f.name === A.ensure_modules_loaded && f.arity === 1);
  door?.install((modules) => ensureLoaded(vm, modules as Term));
}

function ensureLoaded(vm: Vm, modules: Term): Result {
  const names = listToArray(modules);
  if (names === undefined || !names.every((name) => name instanceof Atom)) return vm.exec.error(A.function_clause);
  const missing = names.filter((name) => !vm.code.modules.has(name) && !vm.loadOnDemand(name));
  if (missing.length === 0) return A.ok;
  // In OTP's order, the last first.
  const sorted = [...new Set(missing)].sort((a, b) => (a.name < b.name ? 1 : -1));
  return tuple2(A.error, listFromArray(sorted.map((name) => tuple2(name, A.nofile))));
}
