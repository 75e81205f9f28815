/**
 * Loading in OTP's two steps: `prepare` reads a file into an instance that nobody sees, `finish` makes it the current code.
 * OTP: beam_load.c, beam_bif_load.c.
 */
import type { BeamFile, LambdaRow } from "../beam/types.ts";
import type { Surroundings } from "../compiler/emitter.ts";
import { type CodeTables, FunEntry } from "../runtime/module.ts";
import type { Vm } from "../runtime/vm.ts";
import { type Fun, funEnv } from "../term/fun.ts";
import type { KeptCode } from "./kept_code.ts";
import { LoadedFunction, LoadedModule } from "./loaded.ts";

/** An instance of `file` in `vm`, not yet current. */
export function prepare(vm: Vm, file: BeamFile, around: Surroundings, cache?: KeptCode): LoadedModule {
  const m = new LoadedModule(file, vm, around, cache);
  m.functions = file.functions.map((row) => new LoadedFunction(m, row));
  m.entries = new Map(m.functions.map((fn) => [fn.row.entryLabel, fn]));
  m.lambdas = file.lambdas.map((row) => lambdaEntry(m, row));
  if (file.onLoad >= 0) m.onLoad = m.functions[file.onLoad];
  return m;
}

/** Makes `m` the current code of its module; what was current becomes old. */
export function finish(vm: Vm, tables: CodeTables, m: LoadedModule): void {
  const current = tables.modules.get(m.name);
  if (current !== undefined) {
    tables.old.set(m.name, current);
    for (const e of tables.ofModule(m.name)) vm.undefine(e);
  }
  tables.modules.set(m.name, m);
  tables.known.add(m.name);
  m.exports = m.file.exports.map((row) => {
    const e = vm.export(m.name, row.name, row.arity);
    const fn = m.entries.get(row.label) as LoadedFunction;
    e.fn = fn;
    if (e.bif === undefined) {
      fn.exported = e;
      e.f = fn.f;
    }
    return e;
  });
  // A BIF's stub in its own module leads to the BIF.
  if (m.around.hasBifs(m.name)) {
    for (const fn of m.functions)
      if (m.around.isBif(m.name, fn.name, fn.arity)) fn.f = vm.export(m.name, fn.name, fn.arity).f;
  }
  tables.loaded?.(m);
}

/** What a row of the fun table leads to: calls the lambda's function with arguments and free values. */
function lambdaEntry(m: LoadedModule, row: LambdaRow): FunEntry {
  const fn = m.entries.get(row.label) as LoadedFunction;
  const n = row.arity - row.numFree;
  const entry = new FunEntry(false, m.name, row.name, n, row.numFree, row.index, row.index, row.oldUniq, m, unset);
  let calls = 0;
  entry.entry = (...args) => {
    if (++calls < CALLS_BEFORE_CODE) {
      const fun = args.pop() as Fun;
      return fn.f(...args, ...funEnv(fun));
    }
    entry.entry = fn.lambda(n, row.numFree);
    return entry.entry(...args);
  };
  return entry;
}

/** Most funs of a starting system are called a few times only. */
const CALLS_BEFORE_CODE = 16;

function unset(_f: Fun): never {
  throw new Error("fun without code");
}
