/**
 * What decoding an external term needs of a VM: its atoms, its identifiers, and the code that funs lead to.
 */
import type { Atom } from "../term/atom.ts";
import type { DecodeEnv, Inflated } from "../term/etf_decode.ts";
import { Ref } from "../term/identifier.ts";
import { equalBytes } from "../util/bits.ts";
import { COMPRESSION } from "./extension.ts";
import { lose } from "./lost_fun.ts";
import { FunEntry } from "./module.ts";
import type { Vm } from "./vm.ts";

/** `safe` as in `binary_to_term(B, [safe])`. */
export function decodeEnv(vm: Vm, safe: boolean): DecodeEnv {
  const { release } = vm;
  return {
    atoms: vm.atoms,
    node: vm.node,
    creation: vm.creation,
    safe,
    maxIntegerBits: release.maxIntegerBits,
    localFormat: release.utf8Atoms,
    nativeRecords: release.nativeRecords,
    localSalt: vm.localSalt,
    portBits: release.portBits,
    localPid: (id, serial) => vm.processes.pidOf(id, serial),
    localRef: (n0, n1, n2, more, words) => new Ref(undefined, vm.creation, n0, n1, n2, more, words),
    externalFun(module, name, arity, mustExist) {
      const e = mustExist ? vm.code.existing(module, name, arity) : vm.export(module, name, arity);
      return e === undefined ? undefined : e.fun;
    },
    localFun: (module, uniq, index, oldIndex, oldUniq, arity, numFree) =>
      localFun(vm, module, uniq, index, oldIndex, oldUniq, arity, numFree),
    inflate: vm.state(COMPRESSION).inflatePart as
      | ((bytes: Uint8Array, limit: number) => Inflated | undefined)
      | undefined,
  };
}

/** The row of a loaded module's fun table, or one whose code is not there. */
function localFun(
  vm: Vm,
  module: Atom,
  uniq: Uint8Array,
  index: number,
  oldIndex: number,
  oldUniq: number,
  arity: number,
  numFree: number,
): FunEntry | undefined {
  for (const m of [vm.code.modules.get(module), vm.code.old.get(module)]) {
    const entry = m?.lambdas[index];
    if (entry !== undefined && entry.numFree === numFree && entry.arity === arity && equalBytes(entry.uniq, uniq))
      return entry;
  }
  const entry: FunEntry = new FunEntry(
    false,
    module,
    vm.node,
    arity,
    numFree,
    index,
    oldIndex,
    oldUniq,
    { md5: uniq },
    UNSET,
  );
  lose(vm, entry);
  return entry;
}

const UNSET = (): undefined => undefined;
