/**
 * Magic references: a `Ref` that carries an object of the VM (an open file, a zlib stream, a compiled pattern).
 * Two of them are equal when they are the same reference; the object lives as long as the reference.
 * OTP: erts_mk_magic_ref() in erl_bif_unique.c, enif_make_resource().
 */
import { Ref } from "../term/identifier.ts";
import type { Term } from "../term/term.ts";
import type { Exec } from "./exec.ts";

/** A new reference to `target`. */
export function makeResource(x: Exec, target: object): Ref {
  return x.vm.references.make(target);
}

/** The object of class `type` behind `t`, or undefined. */
export function resource<T extends object>(t: Term, type: abstract new (...args: never[]) => T): T | undefined {
  if (!(t instanceof Ref)) return undefined;
  const target = t.target;
  return target instanceof type ? target : undefined;
}
