/**
 * BIFs of the module records: native records of OTP 29.
 * OTP: erl_record.c.
 */
import { type Bif, bifTable } from "../runtime/bif.ts";
import type { Exec } from "../runtime/exec.ts";
import { badfield, badrecord, recordDefinition, recordField, updateRecord } from "../runtime/records.ts";
import type { Result } from "../runtime/signal.ts";
import { Atom, atoms, FALSE, TRUE } from "../term/atom.ts";
import { listFromArray, listToArray } from "../term/list.ts";
import { ErlMap } from "../term/map.ts";
import { mapForEach, mapFromPairs, mapGet } from "../term/map_ops.ts";
import { NativeRecord, type RecordDefinition } from "../term/native_record.ts";
import type { Term } from "../term/term.ts";
import { Tuple2, tuple2 } from "../term/tuple.ts";

const A = atoms("is_exported", "_");

function get_2(x: Exec, key: Term, r: Term): Result {
  return r instanceof NativeRecord ? (recordField(r, key) ?? x.badarg()) : x.badarg();
}

function get_module_1(x: Exec, r: Term): Result {
  return r instanceof NativeRecord ? r.definition.module : x.badarg();
}

function get_name_1(x: Exec, r: Term): Result {
  return r instanceof NativeRecord ? r.definition.name : x.badarg();
}

function get_field_names_1(x: Exec, r: Term): Result {
  return r instanceof NativeRecord ? listFromArray(r.definition.fields) : badrecord(x, r);
}

function is_exported_1(x: Exec, r: Term): Result {
  if (!(r instanceof NativeRecord)) return badrecord(x, r);
  return r.definition.exported ? TRUE : FALSE;
}

/** Are two definitions of one name the same, apart from defaults? */
function sameFields(a: RecordDefinition, fields: readonly Atom[], exported: boolean): boolean {
  return a.exported === exported && a.fields.length === fields.length && a.fields.every((f, i) => f === fields[i]);
}

function create_4(x: Exec, module: Term, name: Term, list: Term, options: Term): Result {
  if (!(module instanceof Atom) || !(name instanceof Atom)) return badrecord(x, name);
  if (!(options instanceof ErlMap)) return x.badmap(options);
  const exported = options.size === 1 ? mapGet(options, A.is_exported) : undefined;
  const pairs = listToArray(list);
  if ((exported !== TRUE && exported !== FALSE) || pairs === undefined) return x.badarg();
  const fields: Atom[] = [];
  const values: Term[] = [];
  for (const p of pairs) {
    if (!(p instanceof Tuple2)) return x.badarg();
    if (!(p.e0 instanceof Atom)) return badfield(x, module, name, p.e0);
    fields.push(p.e0);
    values.push(p.e1);
  }
  if (new Set(fields).size < fields.length) return x.badarg();
  const known = recordDefinition(x, module, name);
  if (known !== undefined && sameFields(known, fields, exported === TRUE)) return new NativeRecord(known, values);
  const defaults = fields.map(() => undefined);
  return new NativeRecord({ module, name, exported: exported === TRUE, fields, defaults }, values);
}

function update_4(x: Exec, r: Term, module: Term, name: Term, fields: Term): Result {
  if (!(r instanceof NativeRecord)) return badrecord(x, r);
  const d = r.definition;
  if (name !== A._ && (d.module !== module || d.name !== name)) return badrecord(x, name);
  if (!(fields instanceof ErlMap)) return x.badmap(fields);
  if (fields.size === 0) return r;
  const pairs: Term[] = [];
  mapForEach(fields, (k, v) => {
    pairs.push(k, v);
  });
  return updateRecord(x, r, pairs);
}

function get_definition_2(x: Exec, module: Term, name: Term): Result {
  if (!(module instanceof Atom) || !(name instanceof Atom)) return x.badarg();
  const d = recordDefinition(x, module, name);
  if (d === undefined) return x.badarg();
  const fields = d.fields.map((f, i) => {
    const v = d.defaults[i];
    return v === undefined ? f : tuple2(f, v);
  });
  return tuple2(mapFromPairs([A.is_exported], [d.exported ? TRUE : FALSE]), listFromArray(fields));
}

const ONLY_29 = [29] as const;

export const RECORDS_BIFS: readonly Bif[] = bifTable("records", {
  "get/2": { doc: "The value of a field. badarg.", fn: get_2, releases: ONLY_29 },
  "get_module/1": { doc: "The module of a record. badarg.", fn: get_module_1, releases: ONLY_29 },
  "get_name/1": { doc: "The name of a record. badarg.", fn: get_name_1, releases: ONLY_29 },
  "get_field_names/1": { doc: "The fields as defined. {badrecord, T}.", fn: get_field_names_1, releases: ONLY_29 },
  "is_exported/1": { doc: "Whether a record is exported. {badrecord, T}.", fn: is_exported_1, releases: ONLY_29 },
  "create/4": {
    doc: "Makes a record without its definition. badarg, {badrecord, T}, {badmap, T}, {badfield, T}.",
    fn: create_4,
    releases: ONLY_29,
  },
  "update/4": {
    doc: "A record with other values. {badrecord, T}, {badmap, T}, {badfield, T}.",
    fn: update_4,
    releases: ONLY_29,
  },
  "get_definition/2": { doc: "The definition of a record. badarg.", fn: get_definition_2, releases: ONLY_29 },
});
