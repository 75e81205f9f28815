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
import type { CodeStore, Factory, StoredPart } from "../runtime/code_store.ts";
import type { AtomTable } from "../term/atom.ts";
import { utf8Encode } from "../util/utf8.ts";
import type { CodeCache, FoundCode, KeptCode } from "./kept_code.ts";
import { LinkReader, LinkWriter } from "./link_json.ts";

interface Index {
  /** In the first part only. */
  readonly functions?: KnownFunctions;
  /** For each factory of the part: what it makes, and its links. */
  readonly entries: readonly (readonly [id: string, links: string])[];
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
class CachedCode implements KeptCode {
  readonly ahead = false;
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

  find(fn: number, part: string, file: BeamFile, atoms: AtomTable): FoundCode | undefined {
    const entry = this.entries.get(`${fn}${part}`);
    if (entry === undefined) return undefined;
    this.reader ??= new LinkReader(file, atoms);
    return { factory: entry.part.factories()[entry.at] as Factory, links: this.reader.read(entry.links) };
  }

  add(fn: number, part: string, text: string, links: readonly Link[]): void {
    this.fresh.push({ id: `${fn}${part}`, links, text });
  }

  /** Many small parts become one. */
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
