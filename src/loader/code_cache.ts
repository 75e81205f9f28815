/**
 * Generated code that is kept between runs, by the checksum of the module's file.
 *
 * What is kept of a module: where its functions are, and for each function or continuation that some run has needed its text and
 * its links. So a later run neither scans and checks the file nor generates code, and the engine may keep what it made of the text.
 * Invariant: with or without it a program runs the same; whatever cannot be written down is generated again each time.
 */
import { type KnownFunctions, knownFunctions } from "../beam/file.ts";
import type { BeamFile } from "../beam/types.ts";
import type { Link } from "../compiler/links.ts";
import type { PointSpec } from "../compiler/points.ts";
import type { CodeStore, Factory, StoredPart } from "../runtime/code_store.ts";
import { Atom, type AtomTable, atom } from "../term/atom.ts";
import { binary, bytesOf, isBinary } from "../term/bits.ts";
import { Float } from "../term/float.ts";
import { NIL } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import { utf8Encode } from "../util/utf8.ts";

interface Index {
  /** In the first part only. */
  readonly functions?: KnownFunctions;
  /** For each factory of the part: what it makes, and its links. */
  readonly entries: readonly (readonly [id: string, links: string])[];
}

/** Gives a VM the kept code of each module: `VmOptions.codeCache`. */
export interface CodeCache {
  /** Of the module whose file is `bytes`; `around`: what generated code depends on besides. */
  open(bytes: Uint8Array, around: string): CachedCode;
}

export function codeCache(store: CodeStore): CodeCache {
  let last = "";
  let name = "";
  return {
    open(bytes, around) {
      if (around !== last) name = store.digest(utf8Encode(around));
      last = around;
      return new CachedCode(store, `${store.digest(bytes)}-${name}`);
    },
  };
}

/** A module that has more parts is written anew as one. */
const MAX_PARTS = 6;

/** What is kept of one module's file, and what this run adds. */
export class CachedCode {
  /** Where functions are, if an earlier run has left it: it has checked the file, or has loaded it while OTP booted. */
  readonly known: KnownFunctions | undefined = undefined;
  private readonly store: CodeStore;
  private readonly name: string;
  private readonly parts: number;
  private readonly entries = new Map<
    string,
    { readonly links: string; readonly part: StoredPart; readonly at: number }
  >();
  private fresh: { readonly id: string; readonly links: readonly Link[]; readonly text: string }[] = [];
  private reader: LinkReader | undefined = undefined;

  constructor(store: CodeStore, name: string) {
    this.store = store;
    this.name = name;
    const parts = store.load(name) ?? [];
    this.parts = parts.length;
    for (const part of parts) {
      const index = JSON.parse(part.index) as Index;
      this.known ??= index.functions;
      for (const [at, [id, links]] of index.entries.entries()) this.entries.set(id, { links, part, at });
    }
  }

  /** The factory and the links that an earlier run left under `id`. */
  find(id: string, file: BeamFile, atoms: AtomTable): { factory: Factory; links: readonly Link[] } | undefined {
    const entry = this.entries.get(id);
    if (entry === undefined) return undefined;
    this.reader ??= new LinkReader(file, atoms);
    return { factory: entry.part.factories()[entry.at] as Factory, links: this.reader.read(entry.links) };
  }

  /** Keeps what this run has generated. */
  add(id: string, text: string, links: readonly Link[]): void {
    this.fresh.push({ id, links, text });
  }

  /** Hands everything new to the store; of a module that is new, that it is a good one. Many small parts become one. */
  save(file: BeamFile): void {
    if (this.fresh.length === 0 && this.parts > 0) return;
    const writer = new LinkWriter(file);
    const all: { readonly id: string; readonly links: string; readonly text: string }[] = [];
    for (const { id, links, text } of this.fresh) {
      const written = writer.write(links);
      if (written !== undefined) all.push({ id, links: written, text: `(S, L, R) => {\n${text}\n}` });
    }
    const alone = this.parts >= MAX_PARTS;
    if (alone)
      for (const [id, { links, part, at }] of this.entries) all.push({ id, links, text: String(part.factories()[at]) });
    const index: Index = {
      functions: this.parts === 0 || alone ? (this.known ?? knownFunctions(file)) : undefined,
      entries: all.map(({ id, links }) => [id, links]),
    };
    this.store.add(
      this.name,
      JSON.stringify(index),
      all.map((f) => f.text),
      alone,
    );
    this.fresh = [];
  }
}

// -- Links as JSON: arrays that begin with the kind, atoms as their index in the file's table or by name.

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

class LinkWriter {
  private readonly atoms: ReadonlyMap<Atom, number>;
  constructor(file: BeamFile) {
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
  /** Atoms as they are, other terms in arrays. */
  private term(t: Term): Json | undefined {
    if (t instanceof Atom) return this.atom(t);
    if (typeof t === "number") return ["i", t];
    if (typeof t === "bigint") return ["n", t.toString()];
    if (t === NIL) return ["0"];
    if (t instanceof Float) return ["f", Object.is(t.value, -0) ? "-0" : String(t.value)];
    if (isBinary(t)) return ["b", [...bytesOf(t)]];
    return undefined;
  }
}

function point(p: PointSpec): Json {
  return [p.instr, p.line, p.live, p.role, p.handled];
}

class LinkReader {
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
