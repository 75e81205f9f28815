/**
 * Native records of OTP 29: what instructions and BIFs do with them.
 *
 * A record keeps the definition it was made with, also after its module has been loaded anew with another one.
 * Fields and values stand in the order of definition; the helpers take `pairs`: field, value, field, value, ...
 * OTP: erl_record.c.
 */
import { type Atom, atoms } from "../term/atom.ts";
import { NativeRecord, type RecordDefinition } from "../term/native_record.ts";
import type { Term } from "../term/term.ts";
import { tuple2 } from "../term/tuple.ts";
import type { Exec } from "./exec.ts";
import type { ModuleInstance } from "./module.ts";
import type { Result, Signal } from "./signal.ts";

const A = atoms("badrecord", "badfield", "novalue");

/** The definition of a record; those of old code are found by that code alone. */
export function recordDefinition(x: Exec, module: Atom, name: Atom): RecordDefinition | undefined {
  return x.vm.code.modules.get(module)?.records.get(name);
}

export function badrecord(x: Exec, t: Term): Signal {
  return x.error(tuple2(A.badrecord, t));
}

/** `{badfield, {{Module, Name}, Field}}` */
export function badfield(x: Exec, module: Term, name: Term, field: Term): Signal {
  return x.error(tuple2(A.badfield, tuple2(tuple2(module, name), field)));
}

/** is_native_record: is `t` a record of this name? */
export function isNativeRecord(t: unknown, module: Atom, name: Atom): boolean {
  return t instanceof NativeRecord && t.definition.module === module && t.definition.name === name;
}

/** is_record_accessible: is the record `t` exported, or `local` its module? `local` undefined: from any module. */
export function isRecordAccessible(t: unknown, local: Atom | undefined): boolean {
  return t instanceof NativeRecord && (t.definition.exported || t.definition.module === local);
}

/** The value of `field` in the record `t`; undefined: it has no such field. */
export function recordField(t: NativeRecord, field: Term): Term | undefined {
  const i = (t.definition.fields as readonly Term[]).indexOf(field);
  return i < 0 ? undefined : t.values[i];
}

/**
 * put_record without a source: a record of `own`, the code that makes it; or else of `module:name`, which must be exported.
 * {badrecord, {Module, Name}}, {badfield, _}, {novalue, _} for a field without value and default.
 */
export function createRecord(
  x: Exec,
  module: Atom,
  name: Atom,
  own: ModuleInstance | undefined,
  pairs: readonly Term[],
): Result {
  const d = own === undefined ? recordDefinition(x, module, name) : own.records.get(name);
  if (d === undefined || !(own !== undefined || d.exported)) return badrecord(x, tuple2(module, name));
  const values: (Term | undefined)[] = d.defaults.slice();
  for (let i = 0; i < pairs.length; i += 2) {
    const at = (d.fields as readonly Term[]).indexOf(pairs[i] as Term);
    if (at < 0) return badfield(x, module, name, pairs[i] as Term);
    values[at] = pairs[i + 1] as Term;
  }
  const missing = values.indexOf(undefined);
  if (missing >= 0) return x.error(tuple2(A.novalue, tuple2(tuple2(module, name), d.fields[missing] as Atom)));
  return new NativeRecord(d, values as Term[]);
}

/** put_record with a source, which is a record: it with other values. {badfield, _}. */
export function updateRecord(x: Exec, r: NativeRecord, pairs: readonly Term[]): Result {
  const d = r.definition;
  const values = r.values.slice();
  for (let i = 0; i < pairs.length; i += 2) {
    const at = (d.fields as readonly Term[]).indexOf(pairs[i] as Term);
    if (at < 0) return badfield(x, d.module, d.name, pairs[i] as Term);
    values[at] = pairs[i + 1] as Term;
  }
  return new NativeRecord(d, values);
}

/**
 * get_record_field by the name of a record of the module itself; `name` undefined stands for any (`#_.field`).
 * {badrecord, T}, {badfield, _}.
 */
export function localRecordField(x: Exec, t: Term, name: Atom | undefined, field: Atom): Result {
  if (!(t instanceof NativeRecord) || (name !== undefined && t.definition.name !== name)) return badrecord(x, t);
  return recordField(t, field) ?? badfield(x, t.definition.module, t.definition.name, field);
}

/** get_record_field of a record of another module, which must be exported; `module` undefined stands for any record. */
export function externalRecordField(
  x: Exec,
  t: Term,
  module: Atom | undefined,
  name: Atom | undefined,
  field: Atom,
): Result {
  if (!(t instanceof NativeRecord)) return badrecord(x, t);
  const d = t.definition;
  if ((module !== undefined && (d.module !== module || d.name !== name)) || !d.exported) return badrecord(x, t);
  return recordField(t, field) ?? badfield(x, d.module, d.name, field);
}
