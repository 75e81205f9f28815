/**
 * Links as JSON, for code that is kept: arrays that begin with the kind, atoms as their index in the file's table or by name.
 * Invariant: what is read again resolves to the same values, in any VM that has the file.
 */
import type { BeamFile } from "../beam/types.ts";
import type { Link } from "../compiler/links.ts";
import type { PointSpec } from "../compiler/points.ts";
import { Atom, type AtomTable, atom } from "../term/atom.ts";
import { binary, bytesOf, isBinary } from "../term/bits.ts";
import { Float } from "../term/float.ts";
import { NIL } from "../term/list.ts";
import type { Term } from "../term/term.ts";

type Json = string | number | boolean | readonly Json[];

const enum K {
  Term = 0,
  Literal = 1,
  Export = 2,
  Bif = 3,
  BifRow = 4,
  Local = 5,
  Plain = 6,
  Point = 7,
  Cells = 8,
  Fun = 9,
  ApplyCache = 10,
  KeyCache = 11,
  Table = 12,
  MapKeys = 13,
  Bytes = 14,
  CalledBif = 15,
}

export class LinkWriter {
  private readonly file: BeamFile;
  private readonly atoms: ReadonlyMap<Atom, number>;
  private literals: ReadonlyMap<Term, number> | undefined = undefined;
  constructor(file: BeamFile) {
    this.file = file;
    this.atoms = new Map(file.atoms.map((a, i) => [a, i]));
  }

  /** undefined: something that cannot be written. */
  write(links: readonly Link[]): string | undefined {
    const out: Json[] = [];
    for (const l of links) {
      const json = this.link(l);
      if (json === undefined) return undefined;
      out.push(json);
    }
    return JSON.stringify(out);
  }

  private atom(a: Atom): Json {
    return this.atoms.get(a) ?? a.name;
  }
  private mfa(kind: K, l: { readonly module: Atom; readonly name: Atom; readonly arity: number }): Json {
    return [kind, this.atom(l.module), this.atom(l.name), l.arity];
  }
  private link(l: Link): Json | undefined {
    switch (l.t) {
      case "term": {
        const term = this.term(l.term);
        return term === undefined ? undefined : [K.Term, term];
      }
      case "literal":
        return [K.Literal, l.index];
      case "export":
        return this.mfa(K.Export, l);
      case "bif":
        return this.mfa(K.Bif, l);
      case "calledBif":
        return this.mfa(K.CalledBif, l);
      case "bifRow":
        return this.mfa(K.BifRow, l);
      case "local":
        return [K.Local, l.fn];
      case "plain":
        return [K.Plain];
      case "point":
        return [K.Point, point(l.spec)];
      case "cells":
        return [K.Cells, l.sites.map((s) => [point(s.cells), point(s.pass)])];
      case "fun":
        return [K.Fun, l.index, l.constant];
      case "applyCache":
        return [K.ApplyCache];
      case "keyCache":
        return [K.KeyCache];
      case "table": {
        const keys = this.terms(l.keys);
        return keys === undefined ? undefined : [K.Table, keys, l.cases];
      }
      case "mapKeys": {
        const keys = this.terms(l.keys);
        return keys === undefined ? undefined : [K.MapKeys, keys];
      }
      case "bytes":
        return [K.Bytes, [...l.bytes]];
      default:
        return l satisfies never;
    }
  }
  private terms(all: readonly Term[]): Json | undefined {
    const out: Json[] = [];
    for (const t of all) {
      const json = this.term(t);
      if (json === undefined) return undefined;
      out.push(json);
    }
    return out;
  }
  /** Atoms as they are, other terms in arrays: those that are no more than a number or bytes, and literals of the file. */
  private term(t: Term): Json | undefined {
    if (t instanceof Atom) return this.atom(t);
    if (typeof t === "number") return ["i", t];
    if (typeof t === "bigint") return ["n", t.toString()];
    if (t === NIL) return ["0"];
    if (t instanceof Float) return ["f", Object.is(t.value, -0) ? "-0" : String(t.value)];
    if (isBinary(t)) return ["b", [...bytesOf(t)]];
    this.literals ??= new Map(Array.from({ length: this.file.literalCount }, (_, i) => [this.file.literal(i), i]));
    const literal = this.literals.get(t);
    return literal === undefined ? undefined : ["l", literal];
  }
}

function point(p: PointSpec): Json {
  return [p.instr, p.line, p.live, p.role, p.handled];
}

export class LinkReader {
  private readonly file: BeamFile;
  private readonly atoms: AtomTable;
  constructor(file: BeamFile, atoms: AtomTable) {
    this.file = file;
    this.atoms = atoms;
  }

  read(text: string): readonly Link[] {
    // biome-ignore lint/suspicious/noExplicitAny: what LinkWriter wrote, checked by the store's checksum
    return (JSON.parse(text) as any[][]).map((l) => this.link(l));
  }

  private atom(a: string | number): Atom {
    return typeof a === "number" ? (this.file.atoms[a] as Atom) : (this.atoms.intern(a) ?? atom(a));
  }
  // biome-ignore lint/suspicious/noExplicitAny: as above
  private link([kind, a, b, c]: any[]): Link {
    switch (kind as K) {
      case K.Term:
        return { t: "term", term: this.term(a) };
      case K.Literal:
        return { t: "literal", index: a };
      case K.Export:
        return { t: "export", module: this.atom(a), name: this.atom(b), arity: c };
      case K.Bif:
        return { t: "bif", module: this.atom(a), name: this.atom(b), arity: c };
      case K.CalledBif:
        return { t: "calledBif", module: this.atom(a), name: this.atom(b), arity: c };
      case K.BifRow:
        return { t: "bifRow", module: this.atom(a), name: this.atom(b), arity: c };
      case K.Local:
        return { t: "local", fn: a };
      case K.Plain:
        return { t: "plain" };
      case K.Point:
        return { t: "point", spec: spec(a) };
      case K.Cells:
        return { t: "cells", sites: a.map(([x, y]: [Json, Json]) => ({ cells: spec(x), pass: spec(y) })) };
      case K.Fun:
        return { t: "fun", index: a, constant: b };
      case K.ApplyCache:
        return { t: "applyCache" };
      case K.KeyCache:
        return { t: "keyCache" };
      case K.Table:
        return { t: "table", keys: a.map((t: Json) => this.term(t)), cases: b };
      case K.MapKeys:
        return { t: "mapKeys", keys: a.map((t: Json) => this.term(t)) };
      case K.Bytes:
        return { t: "bytes", bytes: Uint8Array.from(a) };
    }
  }
  private term(json: Json): Term {
    if (typeof json === "string" || typeof json === "number") return this.atom(json);
    const [kind, value] = json as readonly [string, never];
    switch (kind) {
      case "i":
        return value;
      case "n":
        return BigInt(value);
      case "f":
        return new Float(Number(value));
      case "l":
        return this.file.literal(value);
      case "b":
        return binary(Uint8Array.from(value));
      default:
        return NIL;
    }
  }
}

// biome-ignore lint/suspicious/noExplicitAny: as above
function spec([instr, line, live, role, handled]: any): PointSpec {
  return { instr, line, live, role, handled };
}
