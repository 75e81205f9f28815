/**
 * The process dictionary: `get`, `put`, `erase`, `get_keys`.
 * OTP: erl_process_dict.c.
 */
import { atoms } from "../../term/atom.ts";
import { equalExact } from "../../term/equal.ts";
import { listFromArray, NIL } from "../../term/list.ts";
import type { Term } from "../../term/term.ts";
import { tuple2 } from "../../term/tuple.ts";
import { type Bif, bifTable } from "../../runtime/bif.ts";
import { Dictionary } from "../../runtime/dictionary.ts";
import type { Exec } from "../../runtime/exec.ts";
import type { Result } from "../../runtime/signal.ts";

const A = atoms("undefined");

function get_1(x: Exec, key: Term): Result {
  const d = x.process.dictionary;
  return d === null ? A.undefined : (d.get(key) ?? A.undefined);
}

function put_2(x: Exec, key: Term, value: Term): Result {
  let d = x.process.dictionary;
  if (d === null) {
    d = new Dictionary();
    x.process.dictionary = d;
  }
  return d.put(key, value) ?? A.undefined;
}

function erase_1(x: Exec, key: Term): Result {
  return x.process.dictionary?.erase(key) ?? A.undefined;
}

/** The whole dictionary as a list of pairs. */
export function dictionaryList(d: Dictionary | null): Term {
  return d === null ? NIL : listFromArray(d.entries().map(([k, v]) => tuple2(k, v)));
}

function get_0(x: Exec): Result {
  return dictionaryList(x.process.dictionary);
}

function erase_0(x: Exec): Result {
  const all = dictionaryList(x.process.dictionary);
  x.process.dictionary = null;
  return all;
}

function get_keys_0(x: Exec): Result {
  const d = x.process.dictionary;
  return d === null ? NIL : listFromArray(d.entries().map(([k]) => k));
}

function get_keys_1(x: Exec, value: Term): Result {
  const d = x.process.dictionary;
  if (d === null) return NIL;
  const keys: Term[] = [];
  for (const [k, v] of d.entries()) if (equalExact(v, value)) keys.push(k);
  return listFromArray(keys);
}

export const PROCESS_DICTIONARY: readonly Bif[] = bifTable("erlang", {
  "get/0": { doc: "All pairs of the process dictionary.", fn: get_0 },
  "get/1": { doc: "The value of a key, or undefined.", fn: get_1 },
  "put/2": { doc: "Sets a key; the old value or undefined.", fn: put_2 },
  "erase/0": { doc: "Empties the dictionary; its pairs.", fn: erase_0 },
  "erase/1": { doc: "Removes a key; its value or undefined.", fn: erase_1 },
  "get_keys/0": { doc: "All keys.", fn: get_keys_0 },
  "get_keys/1": { doc: "The keys that have a value.", fn: get_keys_1 },
});
