/**
 * BIFs of the module ets, except those that match (ets_select.ts).
 * All work on living tables that the caller may use: otherwise badarg, with the cause for `error_info`.
 * OTP: erl_db.c.
 */
import { type Bif, bifTable } from "../runtime/bif.ts";
import type { Exec } from "../runtime/exec.ts";
import { deliver } from "../runtime/signals.ts";
import { SIGNAL, type Result } from "../runtime/signal.ts";
import { binaryInfo, tableInfo, tableItem } from "../ets/info.ts";
import { parseChanges, parseOptions } from "../ets/options.ts";
import { NO_KEY, NO_SLOT } from "../ets/store.ts";
import type { Table } from "../ets/table.ts";
import { readable, TABLES, type Tables, writable } from "../ets/tables.ts";
import { updateCounter, updateElement } from "../ets/update.ts";
import { Atom, atoms, FALSE, TRUE } from "../term/atom.ts";
import { Pid } from "../term/identifier.ts";
import { Cons, listFromArray, NIL } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import { arity, element, Tuple, tuple2 } from "../term/tuple.ts";
import { ETS_SELECT_BIFS } from "./ets_select.ts";

const A = atoms(
  "$end_of_table",
  "undefined",
  "ok",
  "id",
  "type",
  "badkey",
  "owner",
  "not_owner",
  "default",
  "binary",
  "erts_internal",
  "ets_info_binary",
);
const END = A.$end_of_table;

function tables(x: Exec): Tables {
  return x.vm.state(TABLES);
}

// -- Objects

function lookup_2(x: Exec, tab: Term, key: Term): Result {
  const t = readable(x, tab);
  return t === undefined ? x.badarg() : t.store.lookup(key);
}

function member_2(x: Exec, tab: Term, key: Term): Result {
  const t = readable(x, tab);
  if (t === undefined) return x.badarg();
  return t.store.member(key) ? TRUE : FALSE;
}

/** Integers from here on are bignums in erts. */
const SMALL_END = 2n ** 59n;

/** The element at `position`, or one for each object of a bag; undefined: no object has the key; SIGNAL: badarg. */
function lookupElement(x: Exec, tab: Term, key: Term, position: Term): Result | undefined {
  const t = readable(x, tab);
  // What erts keeps in a word may be a bigint here; no object has so many elements.
  const pos = typeof position === "bigint" && position < SMALL_END ? Number(position) : position;
  if (t === undefined || typeof pos !== "number" || pos < 1) return x.badarg();
  if (t.isSet) {
    const o = t.store.get(key);
    if (o === undefined) return undefined;
    return pos <= arity(o) ? element(o, pos - 1) : x.badarg();
  }
  const found: Term[] = [];
  for (let l = t.store.lookup(key) as Cons; l !== NIL; l = l.tail as Cons) {
    const o = l.head as Tuple;
    if (pos > arity(o)) return x.badarg();
    found.push(element(o, pos - 1));
  }
  return found.length === 0 ? undefined : listFromArray(found);
}

function lookup_element_3(x: Exec, tab: Term, key: Term, pos: Term): Result {
  return lookupElement(x, tab, key, pos) ?? x.badargCause(A.badkey);
}

function lookup_element_4(x: Exec, tab: Term, key: Term, pos: Term, fallback: Term): Result {
  return lookupElement(x, tab, key, pos) ?? fallback;
}

function isObject(t: Table, o: Term): o is Tuple {
  return o instanceof Tuple && arity(o) >= t.keypos;
}

/** A proper list of objects? */
function areObjects(t: Table, list: Term): boolean {
  let l = list;
  for (; l instanceof Cons && l !== NIL; l = l.tail) if (!isObject(t, l.head)) return false;
  return l === NIL;
}

function putAll(x: Exec, t: Table, list: Term): void {
  let n = 0;
  for (let l = list as Cons; l !== NIL; l = l.tail as Cons, n++) t.store.put(l.head as Tuple);
  x.reds -= n >> 3;
}

function insert_2(x: Exec, tab: Term, what: Term): Result {
  const t = writable(x, tab);
  if (t === undefined) return x.badarg();
  if (what instanceof Cons) {
    if (!areObjects(t, what)) return x.badarg();
    putAll(x, t, what);
  } else {
    if (!isObject(t, what)) return x.badarg();
    t.store.put(what);
  }
  return TRUE;
}

function insert_new_2(x: Exec, tab: Term, what: Term): Result {
  const t = writable(x, tab);
  if (t === undefined) return x.badarg();
  const key = t.keypos - 1;
  if (what instanceof Cons) {
    if (!areObjects(t, what)) return x.badarg();
    for (let l: Cons = what; l !== NIL; l = l.tail as Cons) {
      if (t.store.member(element(l.head as Tuple, key))) return FALSE;
    }
    putAll(x, t, what);
    return TRUE;
  }
  if (!isObject(t, what)) return x.badarg();
  if (t.store.member(element(what, key))) return FALSE;
  t.store.put(what);
  return TRUE;
}

function delete_2(x: Exec, tab: Term, key: Term): Result {
  const t = writable(x, tab);
  if (t === undefined) return x.badarg();
  t.store.erase(key);
  return TRUE;
}

function delete_object_2(x: Exec, tab: Term, object: Term): Result {
  const t = writable(x, tab);
  if (t === undefined || !isObject(t, object)) return x.badarg();
  t.store.eraseObject(object);
  return TRUE;
}

function take_2(x: Exec, tab: Term, key: Term): Result {
  const t = writable(x, tab);
  if (t === undefined) return x.badarg();
  const objects = t.store.lookup(key);
  if (objects !== NIL) t.store.erase(key);
  return objects;
}

function update_counter_3(x: Exec, tab: Term, key: Term, op: Term): Result {
  const t = writable(x, tab);
  return t === undefined ? x.badarg() : updateCounter(x, t, key, op, undefined);
}

function update_counter_4(x: Exec, tab: Term, key: Term, op: Term, fallback: Term): Result {
  const t = writable(x, tab);
  if (t === undefined) return x.badarg();
  return fallback instanceof Tuple ? updateCounter(x, t, key, op, fallback) : badDefault(x);
}

function update_element_3(x: Exec, tab: Term, key: Term, changes: Term): Result {
  const t = writable(x, tab);
  return t === undefined ? x.badarg() : updateElement(x, t, key, changes, undefined);
}

function update_element_4(x: Exec, tab: Term, key: Term, changes: Term, fallback: Term): Result {
  const t = writable(x, tab);
  if (t === undefined) return x.badarg();
  return fallback instanceof Tuple ? updateElement(x, t, key, changes, fallback) : badDefault(x);
}

function badDefault(x: Exec): Result {
  return x.vm.release.newerEts ? x.badargCause(A.default) : x.badarg();
}

// -- Traversal

function first_1(x: Exec, tab: Term): Result {
  const t = readable(x, tab);
  return t === undefined ? x.badarg() : (t.store.first() ?? END);
}

function last_1(x: Exec, tab: Term): Result {
  const t = readable(x, tab);
  return t === undefined ? x.badarg() : (t.store.last() ?? END);
}

function next_2(x: Exec, tab: Term, key: Term): Result {
  const t = readable(x, tab);
  if (t === undefined) return x.badarg();
  const next = t.store.next(key);
  return next === NO_KEY ? x.badarg() : (next ?? END);
}

function prev_2(x: Exec, tab: Term, key: Term): Result {
  const t = readable(x, tab);
  if (t === undefined) return x.badarg();
  const prev = t.store.prev(key);
  return prev === NO_KEY ? x.badarg() : (prev ?? END);
}

/** `{Key, Objects}` for what one of the functions above answered. */
function withObjects(x: Exec, tab: Term, key: Result): Result {
  if (key === SIGNAL || key === END) return key;
  const t = readable(x, tab) as Table;
  return tuple2(key as Term, t.store.lookup(key as Term));
}

function first_lookup_1(x: Exec, tab: Term): Result {
  return withObjects(x, tab, first_1(x, tab));
}
function last_lookup_1(x: Exec, tab: Term): Result {
  return withObjects(x, tab, last_1(x, tab));
}
function next_lookup_2(x: Exec, tab: Term, key: Term): Result {
  return withObjects(x, tab, next_2(x, tab, key));
}
function prev_lookup_2(x: Exec, tab: Term, key: Term): Result {
  return withObjects(x, tab, prev_2(x, tab, key));
}

function slot_2(x: Exec, tab: Term, i: Term): Result {
  const t = readable(x, tab);
  if (t === undefined || typeof i !== "number" || i < 0) return x.badarg();
  const objects = t.store.slot(i);
  return objects === NO_SLOT ? x.badarg() : (objects ?? END);
}

function safe_fixtable_2(x: Exec, tab: Term, on: Term): Result {
  const t = readable(x, tab);
  if (t === undefined) return x.badarg();
  if (on === TRUE) tables(x).fix(x, t);
  else if (on === FALSE) tables(x).unfix(x, t);
  else return x.badarg();
  return TRUE;
}

// -- Tables

function new_2(x: Exec, name: Term, list: Term): Result {
  if (!(name instanceof Atom)) return x.badarg();
  const options = parseOptions(list, x.vm.release);
  if (options === undefined) return x.badarg();
  const t = tables(x).create(x, name, options);
  return t === undefined ? x.badarg() : t.handle;
}

function delete_1(x: Exec, tab: Term): Result {
  const t = writable(x, tab);
  if (t === undefined) return x.badarg();
  tables(x).delete(t);
  return TRUE;
}

/** Empties the table; the count of its objects, or `count` itself if that is not `undefined`. */
function internal_delete_all_2(x: Exec, tab: Term, count: Term): Result {
  const t = writable(x, tab);
  if (t === undefined) return x.badarg();
  if (count !== A.undefined) return count;
  const n = t.store.size;
  t.store.clear();
  return n;
}

function rename_2(x: Exec, tab: Term, name: Term): Result {
  const t = writable(x, tab);
  if (t === undefined || !(name instanceof Atom)) return x.badarg();
  return tables(x).rename(t, name) ? t.handle : x.badarg();
}

function whereis_1(x: Exec, name: Term): Result {
  if (!(name instanceof Atom)) return x.badarg();
  const t = tables(x).find(x, name);
  x.cause = undefined;
  return t === undefined ? A.undefined : t.id;
}

function give_away_3(x: Exec, tab: Term, pid: Term, data: Term): Result {
  const all = tables(x);
  const t = writable(x, tab);
  if (t === undefined || !(pid instanceof Pid)) return x.badarg();
  const to = all.living(pid);
  if (to === undefined) return x.badarg();
  if (t.owner !== x.process) return x.badargCause(A.not_owner);
  if (to === t.owner) return x.badargCause(A.owner);
  all.give(t, to, data);
  return TRUE;
}

function setopts_2(x: Exec, tab: Term, opts: Term): Result {
  const t = writable(x, tab);
  if (t === undefined) return x.badarg();
  const changes = parseChanges(opts, x.vm.release);
  if (changes === undefined || t.owner !== x.process) return x.badarg();
  const { heir } = changes;
  if (heir !== undefined) {
    t.heir = heir.pid && tables(x).heir(heir.pid);
    t.heirData = heir.data;
  }
  if (changes.protection !== undefined) t.protection = changes.protection;
  return TRUE;
}

/** The table for info: undefined without an exception if it is gone. */
function infoTable(x: Exec, tab: Term): Table | Result {
  const t = tables(x).find(x, tab);
  if (t !== undefined) return t;
  if (x.cause !== A.id) return x.badarg();
  x.cause = undefined;
  return A.undefined;
}

function info_1(x: Exec, tab: Term): Result {
  const t = infoTable(x, tab);
  return t === SIGNAL || t === A.undefined ? (t as Result) : tableInfo(x.vm, t as Table);
}

function info_2(x: Exec, tab: Term, item: Term): Result {
  if (item === A.binary) return x.vm.export(A.erts_internal, A.ets_info_binary, 1).f(tab) as Result;
  const t = infoTable(x, tab);
  if (t === SIGNAL || t === A.undefined) return t as Result;
  return tableItem(x.vm, t as Table, item) ?? x.badarg();
}

/** Sends `{Ref, [Table]}` for the one scheduler there is, and returns Ref. */
function internal_request_all_0(x: Exec): Result {
  const ref = x.vm.references.make();
  const handles = tables(x)
    .list()
    .map((t) => t.handle);
  deliver(x.vm, x.process, tuple2(ref, listFromArray(handles)));
  return ref;
}

/** The large binaries in the objects with a key. */
function ets_lookup_binary_info_2(x: Exec, tab: Term, key: Term): Result {
  const t = readable(x, tab);
  return t === undefined ? x.badarg() : binaryInfo(x.vm, t.store.lookup(key));
}

function ets_super_user_1(x: Exec, on: Term): Result {
  if (on === TRUE) tables(x).superUsers.add(x.process);
  else if (on === FALSE) tables(x).superUsers.delete(x.process);
  else return x.badarg();
  return A.ok;
}

const SINCE_27 = [27, 29] as const;

export const ETS_BIFS: readonly Bif[] = [
  ...bifTable("ets", {
    "lookup/2": { doc: "The objects with a key. badarg.", fn: lookup_2 },
    "member/2": { doc: "Whether a table has a key. badarg.", fn: member_2 },
    "lookup_element/3": { doc: "An element of the object with a key, or of each. badarg.", fn: lookup_element_3 },
    "lookup_element/4": {
      doc: "As lookup_element/3, with a default. badarg.",
      fn: lookup_element_4,
      releases: SINCE_27,
    },
    "insert/2": { doc: "Inserts an object or all of a list. badarg.", fn: insert_2 },
    "insert_new/2": { doc: "Inserts if no key is there yet. badarg.", fn: insert_new_2 },
    "delete/1": { doc: "Deletes a table. badarg.", fn: delete_1 },
    "delete/2": { doc: "Deletes the objects with a key. badarg.", fn: delete_2 },
    "delete_object/2": { doc: "Deletes an object. badarg.", fn: delete_object_2 },
    "take/2": { doc: "Deletes the objects with a key and returns them. badarg.", fn: take_2 },
    "update_counter/3": { doc: "Adds to counters of an object. badarg.", fn: update_counter_3 },
    "update_counter/4": { doc: "As update_counter/3, with a default object. badarg.", fn: update_counter_4 },
    "update_element/3": { doc: "Replaces elements of an object. badarg.", fn: update_element_3 },
    "update_element/4": {
      doc: "As update_element/3, with a default object. badarg.",
      fn: update_element_4,
      releases: SINCE_27,
    },
    "first/1": { doc: "The first key. badarg.", fn: first_1 },
    "last/1": { doc: "The last key. badarg.", fn: last_1 },
    "next/2": { doc: "The key after another. badarg.", fn: next_2 },
    "prev/2": { doc: "The key before another. badarg.", fn: prev_2 },
    "first_lookup/1": { doc: "The first key and its objects. badarg.", fn: first_lookup_1, releases: SINCE_27 },
    "last_lookup/1": { doc: "The last key and its objects. badarg.", fn: last_lookup_1, releases: SINCE_27 },
    "next_lookup/2": { doc: "The key after another and its objects. badarg.", fn: next_lookup_2, releases: SINCE_27 },
    "prev_lookup/2": { doc: "The key before another and its objects. badarg.", fn: prev_lookup_2, releases: SINCE_27 },
    "slot/2": { doc: "The objects of a slot. badarg.", fn: slot_2 },
    "safe_fixtable/2": { doc: "Fixes a table for traversal, or ends that. badarg.", fn: safe_fixtable_2 },
    "new/2": { doc: "Makes a table. badarg.", fn: new_2 },
    "internal_delete_all/2": { doc: "Deletes all objects. badarg.", fn: internal_delete_all_2 },
    "rename/2": { doc: "Renames a table. badarg.", fn: rename_2 },
    "whereis/1": { doc: "The identifier of a named table, or undefined. badarg.", fn: whereis_1 },
    "give_away/3": { doc: "Makes another process the owner. badarg.", fn: give_away_3 },
    "setopts/2": { doc: "Changes heir or protection. badarg.", fn: setopts_2 },
    "info/1": { doc: "All about a table, or undefined. badarg.", fn: info_1 },
    "info/2": { doc: "One item about a table, or undefined. badarg.", fn: info_2 },
    "internal_request_all/0": { doc: "Asks for the list of all tables as a message.", fn: internal_request_all_0 },
  }),
  ...bifTable("erts_internal", {
    "ets_raw_first/1": { doc: "As ets:first/1. badarg.", fn: first_1 },
    "ets_raw_next/2": { doc: "As ets:next/2. badarg.", fn: next_2 },
    "ets_lookup_binary_info/2": { doc: "The large binaries of a key's objects. badarg.", fn: ets_lookup_binary_info_2 },
    "ets_super_user/1": { doc: "Lets the caller use all tables, or ends that. badarg.", fn: ets_super_user_1 },
  }),
  ...ETS_SELECT_BIFS,
];
