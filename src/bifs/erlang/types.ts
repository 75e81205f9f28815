/**
 * Type tests and sizes.
 * OTP: erl_bif_op.c, erl_bif_guard.c.
 */
import { type Bif, bifTable } from "../../runtime/bif.ts";
import type { Exec } from "../../runtime/exec.ts";
import type { Result } from "../../runtime/signal.ts";
import { Atom, FALSE, TRUE } from "../../term/atom.ts";
import { Bits, isBinary } from "../../term/bits.ts";
import { Float } from "../../term/float.ts";
import { Fun } from "../../term/fun.ts";
import { Pid, Port, Ref } from "../../term/identifier.ts";
import { Cons } from "../../term/list.ts";
import { ErlMap } from "../../term/map.ts";
import { NativeRecord } from "../../term/native_record.ts";
import { isSmallInteger } from "../../term/small.ts";
import type { Term } from "../../term/term.ts";
import { arity, element, Tuple } from "../../term/tuple.ts";

const bool = (b: boolean): Atom => (b ? TRUE : FALSE);
const isInt = (t: Term): t is number | bigint => typeof t === "number" || typeof t === "bigint";

function is_atom_1(_x: Exec, t: Term): Result {
  return bool(t instanceof Atom);
}
function is_binary_1(_x: Exec, t: Term): Result {
  return bool(isBinary(t));
}
function is_bitstring_1(_x: Exec, t: Term): Result {
  return bool(t instanceof Bits);
}
function is_boolean_1(_x: Exec, t: Term): Result {
  return bool(t === TRUE || t === FALSE);
}
function is_float_1(_x: Exec, t: Term): Result {
  return bool(t instanceof Float);
}
function is_function_1(_x: Exec, t: Term): Result {
  return bool(t instanceof Fun);
}
function is_function_2(x: Exec, t: Term, n: Term): Result {
  if (!isInt(n) || n < 0) return x.badarg();
  return bool(t instanceof Fun && t.code.arity === n);
}
function is_integer_1(_x: Exec, t: Term): Result {
  return bool(isInt(t));
}
function is_integer_3(x: Exec, t: Term, low: Term, high: Term): Result {
  if (!isInt(low) || !isInt(high)) return x.badarg();
  return bool(isInt(t) && t >= low && t <= high);
}
function is_list_1(_x: Exec, t: Term): Result {
  return bool(t instanceof Cons);
}
function is_map_1(_x: Exec, t: Term): Result {
  return bool(t instanceof ErlMap);
}
function is_number_1(_x: Exec, t: Term): Result {
  return bool(isInt(t) || t instanceof Float);
}
function is_pid_1(_x: Exec, t: Term): Result {
  return bool(t instanceof Pid);
}
function is_port_1(_x: Exec, t: Term): Result {
  return bool(t instanceof Port);
}
function is_reference_1(_x: Exec, t: Term): Result {
  return bool(t instanceof Ref);
}
function is_tuple_1(_x: Exec, t: Term): Result {
  return bool(t instanceof Tuple);
}
function is_record_1(_x: Exec, t: Term): Result {
  return bool(t instanceof NativeRecord);
}
function is_record_2(x: Exec, t: Term, tag: Term): Result {
  if (!(tag instanceof Atom)) return x.badarg();
  if (t instanceof Tuple) return bool(arity(t) > 0 && element(t, 0) === tag);
  return bool(t instanceof NativeRecord && t.definition.name === tag);
}
function is_record_3(x: Exec, t: Term, tag: Term, size: Term): Result {
  if (!(tag instanceof Atom)) return x.badarg();
  if (size instanceof Atom && x.vm.release.nativeRecords) {
    return bool(t instanceof NativeRecord && t.definition.module === tag && t.definition.name === size);
  }
  if (!isSmallInteger(size)) return x.badarg();
  return bool(t instanceof Tuple && arity(t) === size && arity(t) > 0 && element(t, 0) === tag);
}

function size_1(x: Exec, t: Term): Result {
  if (t instanceof Tuple) return arity(t);
  return t instanceof Bits ? t.size >>> 3 : x.badarg();
}

export const erlangTypes: readonly Bif[] = bifTable("erlang", {
  "is_atom/1": { doc: "True for an atom.", fn: is_atom_1, guard: true },
  "is_binary/1": { doc: "True for a bitstring of whole bytes.", fn: is_binary_1, guard: true },
  "is_bitstring/1": { doc: "True for a bitstring.", fn: is_bitstring_1, guard: true },
  "is_boolean/1": { doc: "True for true and false.", fn: is_boolean_1, guard: true },
  "is_float/1": { doc: "True for a float.", fn: is_float_1, guard: true },
  "is_function/1": { doc: "True for a fun.", fn: is_function_1, guard: true },
  "is_function/2": {
    doc: "True for a fun of this arity. badarg unless that is an integer >= 0.",
    fn: is_function_2,
    guard: true,
  },
  "is_integer/1": { doc: "True for an integer.", fn: is_integer_1, guard: true },
  "is_integer/3": {
    doc: "True for an integer within bounds. badarg unless they are integers.",
    fn: is_integer_3,
    guard: true,
    releases: [29],
  },
  "is_list/1": { doc: "True for [] and for a cell.", fn: is_list_1, guard: true },
  "is_map/1": { doc: "True for a map.", fn: is_map_1, guard: true },
  "is_number/1": { doc: "True for an integer or float.", fn: is_number_1, guard: true },
  "is_pid/1": { doc: "True for a pid.", fn: is_pid_1, guard: true },
  "is_port/1": { doc: "True for a port.", fn: is_port_1, guard: true },
  "is_reference/1": { doc: "True for a reference.", fn: is_reference_1, guard: true },
  "is_tuple/1": { doc: "True for a tuple.", fn: is_tuple_1, guard: true },
  "is_record/1": { doc: "True for a native record.", fn: is_record_1, guard: true, releases: [29] },
  "is_record/2": { doc: "True for a record with this tag. badarg unless it is an atom.", fn: is_record_2, guard: true },
  "is_record/3": {
    doc: "True for a record with this tag and size, or a native one of this module and name.",
    fn: is_record_3,
    guard: true,
  },
  "size/1": { doc: "Elements of a tuple, or whole bytes of a bitstring. badarg otherwise.", fn: size_1, guard: true },
});
