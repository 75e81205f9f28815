/**
 * Links of generated text, as values in one VM.
 */
import type { Link } from "../compiler/links.ts";
import type { BifFunction } from "../runtime/bif.ts";
import { ApplyCache } from "../runtime/exec.ts";
import { KeyCache } from "../runtime/map_instr.ts";
import { mapShape } from "../term/map_shape.ts";
import type { Result } from "../runtime/signal.ts";
import type { Vm } from "../runtime/vm.ts";
import type { Atom } from "../term/atom.ts";
import { Fun } from "../term/fun.ts";
import type { Term } from "../term/term.ts";
import type { LoadedFunction } from "./loaded.ts";

/** `watched`: for the variant behind a breakpoint, whose calls have been seen when they reach it. */
export function resolveLinks(fn: LoadedFunction, links: readonly Link[], watched: boolean): unknown[] {
  const { flavour } = fn.owner.around;
  return links.map((l) => {
    const value = resolve(fn, l, watched);
    if (l.t === "literal" || l.t === "fun") flavour?.literal(value as Term);
    return value;
  });
}

function resolve(fn: LoadedFunction, l: Link, watched: boolean): unknown {
  const { owner } = fn;
  const { vm } = owner;
  switch (l.t) {
    case "term":
      return l.term;
    case "literal":
      return owner.file.literal(l.index);
    case "export":
      return vm.export(l.module, l.name, l.arity);
    case "local":
      return owner.functions[l.fn];
    case "plain":
      return fn.plain;
    case "bif":
      return vm.export(l.module, l.name, l.arity).bif?.fn ?? missing(vm, l.module, l.name, l.arity);
    case "calledBif": {
      const e = vm.export(l.module, l.name, l.arity);
      return e.watched?.direct ?? e.bif?.fn;
    }
    case "bifRow":
      return vm.export(l.module, l.name, l.arity).bif;
    case "point":
      return watched && l.spec.instr < 0 ? fn.enteredPoint(l.spec) : fn.point(l.spec);
    case "cells":
      return l.sites.map((s) => ({ cells: fn.point(s.cells), pass: fn.point(s.pass) }));
    case "fun": {
      const entry = owner.lambdas[l.index]!;
      if (!l.constant) return entry;
      entry.constant ??= new Fun(entry, undefined, undefined, undefined, undefined);
      return entry.constant;
    }
    case "applyCache":
      return new ApplyCache();
    case "keyCache":
      return new KeyCache();
    case "table":
      return new Map<Term, number>(l.keys.map((k, i) => [k, l.cases[i] as number]));
    case "mapKeys":
      return mapShape(l.keys)?.keys;
    case "bytes":
      return l.bytes;
  }
}

/** A guard BIF this VM does not have: calls what the name leads to, which raises undef. */
function missing(vm: Vm, module: Atom, name: Atom, arity: number): BifFunction {
  const e = vm.export(module, name, arity);
  return (_x, ...args) => e.f(...args) as Result;
}
