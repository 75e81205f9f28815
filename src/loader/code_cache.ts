/**
 * Generated code that is kept between runs, by the checksum of the module's file.
 *
 * What is kept of a module: where its functions are, and for each function or continuation that some run has needed its text and
 * its links. So a later run neither scans the file nor generates code, and the engine may keep what it made of the text.
 * Invariant: with or without it a program runs the same; whatever cannot be written down is generated again each time.
 */
import { type KnownFunctions, knownFunctions } from "../beam/file.ts";
import type { BeamFile } from "../beam/types.ts";
import type { Link } from "../compiler/links.ts";
import type { CodeStore, Factory, StoredPart } from "../runtime/code_store.ts";
import { Atom, type AtomTable } from "../term/atom.ts";
import { Float } from "../term/float.ts";
import { NIL } from "../term/list.ts";
import type { Term } from "../term/term.ts";

interface Index {
  /** In the first part only. */
  readonly functions?: KnownFunctions;
  /** For each factory of the part: what it makes, and its links. */
  readonly entries: readonly (readonly [id: string, links: string])[];
}

/** A module that has more parts is written anew as one. */
const MAX_PARTS = 6;

/** What is kept of one module's file, and what this run adds. */
export class CachedCode {
  /** Where functions are, if an earlier run has left it. */
  readonly known: KnownFunctions | undefined = undefined;
  private readonly store: CodeStore;
  private readonly name: string;
  private readonly parts: number;
  private readonly entries = new Map<
    string,
    { readonly links: string; readonly part: StoredPart; readonly at: number }
  >();
  private fresh: { readonly id: string; readonly links: string; readonly text: string }[] = [];
  private literals: Map<Term, number> | undefined = undefined;

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
    const factory = entry.part.factories()[entry.at];
    const links = factory === undefined ? undefined : decodeLinks(entry.links, file, atoms);
    return links === undefined ? undefined : { factory: factory as Factory, links };
  }

  /** Keeps what this run has generated. */
  add(id: string, file: BeamFile, text: string, links: readonly Link[]): void {
    this.literals ??= new Map(Array.from({ length: file.literalCount }, (_, i) => [file.literal(i), i]));
    const encoded = encodeLinks(links, this.literals);
    if (encoded !== undefined) this.fresh.push({ id, links: encoded, text });
  }

  /** Hands everything new to the store. Many small parts become one. */
  save(file: BeamFile): void {
    if (this.fresh.length === 0) return;
    const all = this.fresh.map(({ id, links, text }) => ({ id, links, text: `(S, L, R) => {\n${text}\n}` }));
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

// -- Links as JSON. A term is [kind, value].

type Json = string | number | readonly Json[];

function encodeTerm(t: Term, literals: ReadonlyMap<Term, number>): Json | undefined {
  if (t instanceof Atom) return ["a", t.name];
  if (typeof t === "number") return ["i", t];
  if (typeof t === "bigint") return ["n", t.toString()];
  if (t === NIL) return ["0"];
  const literal = literals.get(t);
  if (literal !== undefined) return ["l", literal];
  if (t instanceof Float) return ["f", Object.is(t.value, -0) ? "-0" : String(t.value)];
  return undefined;
}

function decodeTerm(json: Json, file: BeamFile, atoms: AtomTable): Term | undefined {
  const [kind, value] = json as readonly [string, string | number];
  switch (kind) {
    case "a":
      return atoms.intern(value as string);
    case "i":
      return value as number;
    case "n":
      return BigInt(value);
    case "0":
      return NIL;
    case "l":
      return file.literal(value as number);
    case "f":
      return new Float(Number(value));
    default:
      return undefined;
  }
}

function encodeLinks(links: readonly Link[], literals: ReadonlyMap<Term, number>): string | undefined {
  const out: unknown[] = [];
  for (const l of links) {
    switch (l.t) {
      case "term": {
        const term = encodeTerm(l.term, literals);
        if (term === undefined) return undefined;
        out.push({ t: l.t, term });
        break;
      }
      case "export":
      case "bif":
      case "bifRow":
        out.push({ t: l.t, module: l.module.name, name: l.name.name, arity: l.arity });
        break;
      case "table":
      case "mapKeys": {
        const keys = l.keys.map((k) => encodeTerm(k, literals));
        if (keys.includes(undefined)) return undefined;
        out.push({ ...l, keys });
        break;
      }
      case "bytes":
        out.push({ t: l.t, bytes: [...l.bytes] });
        break;
      default:
        out.push(l);
    }
  }
  return JSON.stringify(out);
}

/** undefined: an atom more than the VM can have. */
function decodeLinks(text: string, file: BeamFile, atoms: AtomTable): readonly Link[] | undefined {
  // biome-ignore lint/suspicious/noExplicitAny: what `encodeLinks` wrote, checked by the store's checksum
  const links = JSON.parse(text) as any[];
  for (const l of links) {
    switch (l.t as Link["t"]) {
      case "term":
        l.term = decodeTerm(l.term, file, atoms);
        if (l.term === undefined) return undefined;
        break;
      case "export":
      case "bif":
      case "bifRow":
        l.module = atoms.intern(l.module);
        l.name = atoms.intern(l.name);
        if (l.module === undefined || l.name === undefined) return undefined;
        break;
      case "table":
      case "mapKeys":
        l.keys = l.keys.map((k: Json) => decodeTerm(k, file, atoms));
        if (l.keys.includes(undefined)) return undefined;
        break;
      case "bytes":
        l.bytes = Uint8Array.from(l.bytes);
        break;
    }
  }
  return links as Link[];
}
