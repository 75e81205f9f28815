/**
 * Links: what generated text refers to besides its own locals.
 *
 * Invariant: nothing from a .beam file stands in the text itself except small integers; names, strings, large numbers and
 * all other terms are links, so that text cannot be injected and is the same in every VM.
 */
import type { Atom } from "../term/atom.ts";
import type { Term } from "../term/term.ts";
import type { PointSpec } from "./points.ts";

export type Link =
  | { readonly t: "term"; readonly term: Term }
  /** A row of the literal table. */
  | { readonly t: "literal"; readonly index: number }
  | { readonly t: "export"; readonly module: Atom; readonly name: Atom; readonly arity: number }
  /** A function of the same module, by index. */
  | { readonly t: "local"; readonly fn: number }
  /** The variant of the function for parameters that are no floats. */
  | { readonly t: "plain" }
  | { readonly t: "bif"; readonly module: Atom; readonly name: Atom; readonly arity: number }
  /** A BIF in a call instruction, which tracing sees. */
  | { readonly t: "calledBif"; readonly module: Atom; readonly name: Atom; readonly arity: number }
  /** The row of the BIF, for stack traces. */
  | { readonly t: "bifRow"; readonly module: Atom; readonly name: Atom; readonly arity: number }
  | { readonly t: "point"; readonly spec: PointSpec }
  /** The points of the places where a function builds a list on its way down (cells.ts), in order. */
  | { readonly t: "cells"; readonly sites: readonly { readonly cells: PointSpec; readonly pass: PointSpec }[] }
  /** A row of the fun table; `constant`: the fun without environment itself. */
  | { readonly t: "fun"; readonly index: number; readonly constant: boolean }
  | { readonly t: "applyCache" }
  | { readonly t: "keyCache" }
  /** A big select: from value to case number. */
  | { readonly t: "table"; readonly keys: readonly Term[]; readonly cases: readonly number[] }
  | { readonly t: "mapKeys"; readonly keys: readonly Term[] }
  | { readonly t: "bytes"; readonly bytes: Uint8Array };

export class LinkTable {
  readonly links: Link[] = [];
  private readonly names = new Map<unknown, string>();

  /** The name of a link; the same for the same `key`. */
  add(link: Link, key: unknown): string {
    let name = this.names.get(key);
    if (name === undefined) {
      name = `k${this.links.length}`;
      this.links.push(link);
      this.names.set(key, name);
    }
    return name;
  }
  /** A link of its own for one place in the code. */
  fresh(link: Link): string {
    this.links.push(link);
    return `k${this.links.length - 1}`;
  }
}
