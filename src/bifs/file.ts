/**
 * File names: the BIFs of `file` and `prim_file` that touch no file.
 * A native name is a binary that ends in a NUL.
 * OTP: erl_unicode.c.
 */
import { atoms, FALSE, TRUE } from "../term/atom.ts";
import { binary, type Bits, bytesOf, isBinary } from "../term/bits.ts";
import { Cons, listFromArray, NIL } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import { tuple2 } from "../term/tuple.ts";
import { type Bif, bifTable } from "../runtime/bif.ts";
import type { Exec } from "../runtime/exec.ts";
import {
  codePointsToString,
  encodeName,
  nameCodePoints,
  nameFromBytes,
  utf8CodePoints,
  UTF8_NAMES,
} from "../runtime/filename.ts";
import type { Result } from "../runtime/signal.ts";

const A = atoms("utf8", "latin1", "error", "warning");

function native_name_encoding_0(x: Exec): Result {
  return x.vm.state(UTF8_NAMES) ? A.utf8 : A.latin1;
}

function internal_name2native_1(x: Exec, name: Term): Result {
  if (isBinary(name)) {
    const bytes = bytesOf(name as Bits);
    return bytes.includes(0) ? x.badarg() : withNul(bytes);
  }
  const utf8 = x.vm.state(UTF8_NAMES);
  // Atoms are prim_file's own business.
  const points = name instanceof Cons ? nameCodePoints(name, utf8) : undefined;
  return points === undefined ? x.badarg() : withNul(encodeName(points, utf8));
}

function withNul(bytes: Uint8Array): Bits {
  const out = new Uint8Array(bytes.length + 1);
  out.set(bytes);
  return binary(out);
}

function internal_native2name_1(x: Exec, name: Term): Result {
  if (!isBinary(name)) return x.badarg();
  return nameFromBytes(bytesOf(name as Bits), x.vm.state(UTF8_NAMES)) ?? tuple2(A.error, A.warning);
}

function internal_normalize_utf8_1(x: Exec, name: Term): Result {
  if (!isBinary(name)) return x.badarg();
  const points = utf8CodePoints(bytesOf(name as Bits));
  if (points === undefined) return x.badarg();
  if (points.length === 0) return NIL;
  const composed = codePointsToString(points).normalize("NFC");
  return listFromArray(Array.from(composed, (c) => c.codePointAt(0) as number));
}

function is_translatable_1(x: Exec, name: Term): Result {
  if (!isBinary(name)) return x.badarg();
  if (!x.vm.state(UTF8_NAMES)) return TRUE;
  return utf8CodePoints(bytesOf(name as Bits)) === undefined ? FALSE : TRUE;
}

export const FILE_BIFS: readonly Bif[] = [
  ...bifTable("file", {
    "native_name_encoding/0": {
      doc: "`utf8` or `latin1`: how names of files are encoded.",
      fn: native_name_encoding_0,
    },
  }),
  ...bifTable("prim_file", {
    "internal_name2native/1": {
      doc: "A NUL-terminated binary of a name; badarg unless it is a binary or character list without NUL.",
      fn: internal_name2native_1,
    },
    "internal_native2name/1": {
      doc: "The character list of a native name; `{error, warning}` when it is not UTF-8.",
      fn: internal_native2name_1,
    },
    "internal_normalize_utf8/1": {
      doc: "The composed character list of a UTF-8 binary; badarg when it is not UTF-8.",
      fn: internal_normalize_utf8_1,
    },
    "is_translatable/1": { doc: "Whether a binary is a name in the native encoding.", fn: is_translatable_1 },
  }),
];
