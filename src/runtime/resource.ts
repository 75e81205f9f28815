/**
 * Magic references: a `Ref` that carries an object of the VM (an open file, a zlib stream, a compiled pattern).
 * Two of them are equal when they are the same reference; the object lives as long as the reference.
 * OTP: erts_mk_magic_ref() in erl_bif_unique.c, enif_make_resource().
 */
import { Ref } from "../term/identifier.ts";
import type { Term } from "../term/term.ts";
import type { Exec } from "./exec.ts";
import { StateKey } from "./state.ts";

class Counter {
  next = 0;
}
const COUNTER = new StateKey(() => new Counter());

/** Third word of these references: keeps their numbers apart from those that `make_ref/0` hands out. */
const MAGIC_WORD = 0xffff_ffff;

/** A new reference to `target`. */
export function makeResource(x: Exec, target: object): Ref {
  const counter = x.vm.state(COUNTER);
  const n = counter.next++;
  const low = n % 0x40000;
  return new Ref(undefined, x.vm.creation, low, (n - low) / 0x40000, MAGIC_WORD, undefined, 3, target);
}

/** The object of class `type` behind `t`, or undefined. */
export function resource<T extends object>(t: Term, type: abstract new (...args: never[]) => T): T | undefined {
  if (!(t instanceof Ref)) return undefined;
  const target = t.target;
  return target instanceof type ? target : undefined;
}
