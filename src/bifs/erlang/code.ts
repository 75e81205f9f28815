/**
 * BIFs about code: apply, funs, what is loaded.
 * OTP: erl_bif_info.c, beam_bif_load.c, bif.c (apply is an instruction there).
 */
import { type Bif, bifTable } from "../../runtime/bif.ts";
import type { Exec } from "../../runtime/exec.ts";
import { funName } from "../../runtime/lost_fun.ts";
import { FunEntry, type FunctionEntry, type ModuleInstance } from "../../runtime/module.ts";
import { type Result, SIGNAL } from "../../runtime/signal.ts";
import { applyExport, argumentsOf, MAX_ARGUMENTS } from "../../runtime/spawn.ts";
import { Atom, atoms, FALSE, TRUE } from "../../term/atom.ts";
import { binary } from "../../term/bits.ts";
import { Fun, funEnv } from "../../term/fun.ts";
import { listFromArray, NIL } from "../../term/list.ts";
import { isSmallInteger } from "../../term/small.ts";
import type { Term } from "../../term/term.ts";
import { tuple2, tuple3 } from "../../term/tuple.ts";

const A = atoms(
  "module",
  "exports",
  "attributes",
  "compile",
  "functions",
  "md5",
  "native",
  "native_addresses",
  "nifs",
  "local",
  "external",
  "type",
  "name",
  "arity",
  "env",
  "index",
  "new_index",
  "uniq",
  "new_uniq",
  "refc",
  "pid",
  "undefined",
  "undef",
);

function apply_3(x: Exec, m: Term, f: Term, args: Term): Result {
  if (!(m instanceof Atom) || !(f instanceof Atom)) return x.badarg();
  const list = argumentsOf(x, args, MAX_ARGUMENTS);
  return list === undefined ? SIGNAL : applyExport(x.vm.export(m, f, list.length), list);
}

function apply_2(x: Exec, f: Term, args: Term): Result {
  const list = argumentsOf(x, args, MAX_ARGUMENTS - 1);
  if (list === undefined) return SIGNAL;
  if (!(f instanceof Fun) || f.code.arity !== list.length) {
    // It is the call of the fun that fails, not this BIF.
    x.badFun(f, ...list);
    x.excTrace.bare = true;
    return SIGNAL;
  }
  return f.code.entry(...list, f) as Result;
}

/** Arguments of a function at most. OTP: MAX_ARG. */
const MAX_ARITY = 255;

function function_exported_3(x: Exec, m: Term, f: Term, n: Term): Result {
  if (!(m instanceof Atom) || !(f instanceof Atom) || !isSmallInteger(n)) return x.badarg();
  if (typeof n !== "number" || n < 0 || n > MAX_ARITY) return FALSE;
  const e = x.vm.export(m, f, n);
  return e.fn !== undefined || e.bif !== undefined ? TRUE : FALSE;
}

function is_builtin_3(x: Exec, m: Term, f: Term, n: Term): Result {
  if (!(m instanceof Atom) || !(f instanceof Atom) || !isSmallInteger(n)) return x.badarg();
  if (typeof n !== "number" || n < 0 || n > MAX_ARITY) return FALSE;
  const { bif } = x.vm.export(m, f, n);
  // An instruction in OTP, which says no of it, though yes of those for apply and yield.
  if (bif?.name === "hibernate" && n === 0) return FALSE;
  return bif !== undefined && !bif.nif ? TRUE : FALSE;
}

function module_loaded_1(x: Exec, m: Term): Result {
  if (!(m instanceof Atom)) return x.badarg();
  return x.vm.code.modules.has(m) || x.vm.loadOnDemand(m) ? TRUE : FALSE;
}

function loaded_0(x: Exec): Result {
  return listFromArray([...x.vm.code.modules.keys()]);
}

function pre_loaded_0(x: Exec): Result {
  return listFromArray([...x.vm.release.preloaded].map((name) => x.vm.atoms.intern(name) as Atom));
}

function check_old_code_1(x: Exec, m: Term): Result {
  if (!(m instanceof Atom)) return x.badarg();
  return x.vm.code.old.has(m) ? TRUE : FALSE;
}

function make_fun_3(x: Exec, m: Term, f: Term, n: Term): Result {
  if (!(m instanceof Atom) || !(f instanceof Atom) || typeof n !== "number" || n < 0 || n > 255) return x.badarg();
  return x.vm.export(m, f, n).fun;
}

// -- module_info.

function functionList(functions: ModuleInstance["functions"]): Term {
  return listFromArray(functions.map((f) => tuple2(f.name, f.arity)));
}

function isNif(x: Exec, { module, name, arity }: FunctionEntry): boolean {
  return x.vm.code.existing(module, name, arity)?.bif?.nif === true;
}

/** `undefined`: no such item. */
function moduleItem(x: Exec, m: ModuleInstance, item: Term): Term | undefined {
  switch (item) {
    case A.module:
      return m.name;
    case A.exports:
      // The last entry of the file first, as OTP's list is built; EUnit runs tests in this order. (There, entries that
      // other modules named before this one was loaded come last.)
      return listFromArray(m.exports.map((e) => tuple2(e.name, e.arity)).reverse());
    case A.functions:
      return functionList(m.functions);
    case A.attributes:
      return m.attributes;
    case A.compile:
      return m.compileInfo;
    case A.md5:
      return binary(m.md5);
    case A.native:
      return FALSE;
    case A.nifs:
      return functionList(m.functions.filter((f) => isNif(x, f)));
    case A.native_addresses:
      return NIL;
    default:
      return undefined;
  }
}

function get_module_info_1(x: Exec, name: Term): Result {
  const m = name instanceof Atom ? x.vm.code.modules.get(name) : undefined;
  if (m === undefined) return x.badarg();
  const items = [A.module, A.exports, A.attributes, A.compile, A.md5];
  return listFromArray(items.map((i) => tuple2(i, moduleItem(x, m, i) as Term)));
}

function get_module_info_2(x: Exec, name: Term, item: Term): Result {
  const m = name instanceof Atom ? x.vm.code.modules.get(name) : undefined;
  return (m === undefined ? undefined : moduleItem(x, m, item)) ?? x.badarg();
}

// -- Funs.

function funItem(x: Exec, f: Fun, item: Term): Term | undefined {
  const { code } = f;
  switch (item) {
    case A.type:
      return code.external ? A.external : A.local;
    case A.module:
      return code.module;
    case A.name:
      return nameOf(x, f);
    case A.arity:
      return code.arity;
    case A.env:
      return listFromArray(funEnv(f));
    default:
      return code.external ? (isLocalItem(item) ? A.undefined : undefined) : localFunItem(x, f, item);
  }
}

function nameOf(x: Exec, { code }: Fun): Term {
  return code instanceof FunEntry ? funName(x.vm, code) : code.name;
}

function isLocalItem(item: Term): boolean {
  return (
    item === A.index ||
    item === A.new_index ||
    item === A.uniq ||
    item === A.new_uniq ||
    item === A.refc ||
    item === A.pid
  );
}

function localFunItem(x: Exec, f: Fun, item: Term): Term | undefined {
  switch (item) {
    case A.index:
      return f.code.oldIndex;
    case A.new_index:
      return f.code.index;
    case A.uniq:
      return f.code.oldUniq;
    case A.new_uniq:
      return binary(f.code.uniq);
    case A.refc:
      // The code's own reference, up to OTP 27, and that of the place which all funs made here share. Copies are not counted.
      return x.vm.release.otp >= 29 ? 1 : 2;
    case A.pid:
      // As since OTP 26: who made a fun is not kept.
      return x.vm.processes.pidOf(0, 0);
    default:
      return undefined;
  }
}

function fun_info_2(x: Exec, f: Term, item: Term): Result {
  const v = f instanceof Fun ? funItem(x, f, item) : undefined;
  return v === undefined ? x.badarg() : tuple2(item, v);
}

function fun_info_mfa_1(x: Exec, f: Term): Result {
  if (!(f instanceof Fun)) return x.badarg();
  return tuple3(f.code.module, nameOf(x, f), f.code.arity);
}

export const CODE_BIFS: readonly Bif[] = bifTable("erlang", {
  "apply/2": {
    doc: "Calls a fun with a list of arguments. badfun, badarity; badarg unless a proper list.",
    fn: apply_2,
  },
  "apply/3": { doc: "Calls `M:F` with a list of arguments. badarg, undef.", fn: apply_3 },
  "function_exported/3": { doc: "Is the function exported from loaded code, or a BIF?", fn: function_exported_3 },
  "is_builtin/3": { doc: "Is the function a BIF?", fn: is_builtin_3 },
  "module_loaded/1": { doc: "Is there current code of the module?", fn: module_loaded_1 },
  "loaded/0": { doc: "Names of all loaded modules.", fn: loaded_0 },
  "pre_loaded/0": { doc: "Names of the modules inside the emulator.", fn: pre_loaded_0 },
  "check_old_code/1": { doc: "Is there old code of the module?", fn: check_old_code_1 },
  "make_fun/3": { doc: "`fun M:F/A`.", fn: make_fun_3 },
  "get_module_info/1": { doc: "What `module_info/0` answers.", fn: get_module_info_1 },
  "get_module_info/2": { doc: "What `module_info/1` answers. badarg for an unknown item.", fn: get_module_info_2 },
  "fun_info/2": { doc: "One fact about a fun: `{Item, Value}`.", fn: fun_info_2 },
  "fun_info_mfa/1": { doc: "Module, name and arity of the function a fun leads to.", fn: fun_info_mfa_1 },
});
