/**
 * The union of all Erlang terms as JavaScript values.
 *
 * An integer is a `number` while it is a safe integer, else a `bigint`: always normalised, never -0.
 * Everything else is an instance of one of the classes below, each in its own file.
 * OTP: `Eterm` in erl_term.h.
 */
import type { Atom } from "./atom.ts";
import type { Bits } from "./bits.ts";
import type { Float } from "./float.ts";
import type { Fun } from "./fun.ts";
import type { Cons } from "./list.ts";
import type { ErlMap } from "./map.ts";
import type { Pid, Port, Ref } from "./identifier.ts";
import type { NativeRecord } from "./native_record.ts";
import type { Tuple } from "./tuple.ts";

export type Term =
  | number
  | bigint
  | Float
  | Atom
  | Cons
  | Tuple
  | ErlMap
  | Bits
  | Pid
  | Port
  | Ref
  | Fun
  | NativeRecord;
