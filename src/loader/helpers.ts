/**
 * Run-time helpers that generated text names: the one object `R` it gets them from.
 * Invariant: only names listed here can stand in generated text as free names (besides `S`, `L`, `R` and JavaScript's own).
 */
import {
  bsFailOld,
  bsFailPut,
  bsFailSize,
  bsFailType,
  bsInitWritable,
  bsSize,
  bsSizeAll,
  bsSizeUtf16,
  bsSizeUtf32,
  bsSizeUtf8,
  bsUtf16Size,
  bsUtf8Size,
} from "../runtime/bs_create.ts";
import {
  bsFieldSize,
  bsFloatSize,
  bsGetAll,
  bsGetBinary,
  bsGetFloat,
  bsGetInteger,
  bsGetUtf16,
  bsGetUtf32,
  bsGetUtf8,
  bsMatchString,
  bsSkip,
  bsStart,
  bsPosition,
  bsTail,
  bsTakeInteger,
  bsTestUnit,
  isContextOf,
} from "../runtime/bs_match.ts";
import {
  getMapElement,
  getMapElementCached,
  hasMapField,
  putMapAssoc,
  putMapAssoc1,
  putMapExact,
  putMapExact1,
} from "../runtime/map_instr.ts";
import {
  createRecord,
  externalRecordField,
  isNativeRecord,
  isRecordAccessible,
  localRecordField,
  recordField,
  updateRecord,
} from "../runtime/records.ts";
import { NativeRecord } from "../term/native_record.ts";
import { SIGNAL } from "../runtime/signal.ts";
import { toDouble } from "../term/arith.ts";
import { Atom, FALSE, TRUE } from "../term/atom.ts";
import { Bits } from "../term/bits.ts";
import { compare } from "../term/compare.ts";
import { equal, equalExact, equalExact25 } from "../term/equal.ts";
import { Float } from "../term/float.ts";
import { Fun } from "../term/fun.ts";
import { Pid, Port, Ref } from "../term/identifier.ts";
import { Cons, NIL } from "../term/list.ts";
import { ErlMap } from "../term/map.ts";
import { FlatMap, flatFromArrays, NO_MORE } from "../term/map_flat.ts";
import type { Term } from "../term/term.ts";
import * as tuples from "../term/tuple.ts";
import { arity, elementAt, MAX_SMALL, Tuple, TupleN } from "../term/tuple.ts";
import { readUint, readUintLittle } from "../util/bits.ts";

/** `element(i, t)` or undefined. */
function elementOrUndefined(i: Term, t: Term): Term | undefined {
  return t instanceof Tuple && typeof i === "number" ? elementAt(t, i - 1) : undefined;
}

function isFunction2(f: Term, n: Term): boolean {
  return f instanceof Fun && f.code.arity === n;
}

/** `set_tuple_element`: writes into a tuple that nobody else has seen (beam/mutation.ts). */
function setTupleElement(t: Tuple, i: number, v: Term): void {
  if (i >= arity(t)) return;
  if (t instanceof TupleN) t.elements[i] = v;
  else if (i < MAX_SMALL) (t as unknown as Record<string, Term>)[`e${i}`] = v;
}

export const HELPERS: Readonly<Record<string, unknown>> = {
  SIGNAL,
  MAX_INT32: 0x7fffffff,
  NIL,
  TRUE,
  FALSE,
  Cons,
  Float,
  Atom,
  Pid,
  Ref,
  Port,
  Bits,
  Fun,
  ErlMap,
  Tuple,
  TupleN,
  EMPTY_TUPLE: tuples.EMPTY_TUPLE,
  Tuple0: tuples.Tuple0,
  Tuple1: tuples.Tuple1,
  Tuple2: tuples.Tuple2,
  Tuple3: tuples.Tuple3,
  Tuple4: tuples.Tuple4,
  Tuple5: tuples.Tuple5,
  Tuple6: tuples.Tuple6,
  Tuple7: tuples.Tuple7,
  Tuple8: tuples.Tuple8,
  Tuple9: tuples.Tuple9,
  Tuple10: tuples.Tuple10,
  compare,
  equal,
  equalExact,
  equalExact25,
  isFunction2,
  elementOrUndefined,
  tupleArity: arity,
  setTupleElement,
  FlatMap,
  flatFromArrays,
  NO_MORE,
  NativeRecord,
  createRecord,
  externalRecordField,
  isNativeRecord,
  isRecordAccessible,
  localRecordField,
  recordField,
  updateRecord,
  bigToDouble: toDouble,
  getMapElement,
  getMapElementCached,
  hasMapField,
  putMapAssoc,
  putMapAssoc1,
  putMapExact,
  putMapExact1,
  bsFailOld,
  bsFailPut,
  bsFailSize,
  bsFailType,
  bsInitWritable,
  bsSize,
  bsSizeAll,
  bsSizeUtf16,
  bsSizeUtf32,
  bsSizeUtf8,
  bsUtf16Size,
  bsUtf8Size,
  bsFieldSize,
  bsFloatSize,
  bsGetAll,
  bsGetBinary,
  bsGetFloat,
  bsGetInteger,
  bsGetUtf16,
  bsGetUtf32,
  bsGetUtf8,
  bsMatchString,
  bsSkip,
  bsStart,
  bsPosition,
  bsTail,
  bsTakeInteger,
  bsTestUnit,
  readUint,
  readUintLittle,
  isContextOf,
};
