/**
 * The tables of a .beam file: atoms, imports, exports, local functions, funs, literals.
 * Invariant: every atom index and arity that leaves this file has been checked; labels are checked in file.ts.
 * OTP: parse_atom_chunk() and its neighbours in beam_file.c.
 */
import { type Atom, MAX_ATOM_CHARACTERS } from "../term/atom.ts";
import type { Term } from "../term/term.ts";
import { utf8Decode } from "../util/utf8.ts";
import { CompactReader } from "./compact.ts";
import { ChunkReader } from "./container.ts";
import type { BeamReader, Chunk, ImportRow, LabelledRow, LambdaRow } from "./types.ts";

/** OTP: MAX_ARG. */
export const MAX_ARITY = 255;

export function chunkReader(fileName: string, chunk: Chunk): ChunkReader {
  return new ChunkReader(fileName, chunk.id, chunk.bytes, chunk.offset);
}

/**
 * AtU8. Up to OTP 27: a count, then names with a length byte each. From 28 on the count is negative and lengths are
 * compact terms. Row 0 is unused and filled with the first atom, the module's name.
 */
export function parseAtoms(fileName: string, chunk: Chunk, intern: BeamReader["atom"]): Atom[] {
  const r: ChunkReader = chunkReader(fileName, chunk);
  let count = r.u32("the number of atoms") | 0;
  const long = count < 0;
  if (long) count = -count;
  if (count < 1) r.bad("the module has no name: there are no atoms", 0);
  if (count > chunk.bytes.length - 4) r.bad(`${count} atoms announced, more than the chunk can hold`, 0);
  const compact: CompactReader = new CompactReader(fileName, chunk.id, chunk.bytes, chunk.offset);
  const atoms: Atom[] = new Array(count + 1);
  for (let i = 1; i <= count; i++) {
    const start = r.at;
    let size: number;
    if (long) {
      compact.at = r.at;
      size = compact.unsigned("an atom's length");
      r.at = compact.at;
    } else size = r.u8("an atom's length");
    r.need(size, "an atom");
    atoms[i] = parseAtom(r, size, start, intern);
  }
  atoms[0] = atoms[1]!;
  return atoms;
}

function parseAtom(r: ChunkReader, size: number, start: number, intern: BeamReader["atom"]): Atom {
  const name = utf8Decode(r.bytes, r.at, r.at + size);
  if (name === undefined) r.bad("an atom is not UTF-8", start);
  if (name.length > MAX_ATOM_CHARACTERS && [...name].length > MAX_ATOM_CHARACTERS) {
    r.bad(`an atom of more than ${MAX_ATOM_CHARACTERS} characters`, start);
  }
  r.at += size;
  const atom = intern(name);
  if (atom === undefined) r.bad("the atom table is full", start);
  return atom;
}

function atomAt(r: ChunkReader, atoms: readonly Atom[], what: string): Atom {
  const at = r.at;
  const index = r.u32(what);
  if (index === 0 || index >= atoms.length) r.bad(`${what} is atom ${index}, which does not exist`, at);
  return atoms[index]!;
}

function arityAt(r: ChunkReader, what: string): number {
  const at = r.at;
  const arity = r.u32(what);
  if (arity > MAX_ARITY) r.bad(`${what} is ${arity}, above ${MAX_ARITY}`, at);
  return arity;
}

/** ImpT: functions of other modules, and BIFs. */
export function parseImports(fileName: string, chunk: Chunk, atoms: readonly Atom[]): ImportRow[] {
  const r: ChunkReader = chunkReader(fileName, chunk);
  const count = r.count(12, "imports");
  const rows: ImportRow[] = new Array(count);
  for (let i = 0; i < count; i++) {
    const module = atomAt(r, atoms, "an import's module");
    const name = atomAt(r, atoms, "an import's name");
    rows[i] = { module, name, arity: arityAt(r, "an import's arity") };
  }
  return rows;
}

/** ExpT and LocT: functions of this module with their entry labels. */
export function parseLabelled(fileName: string, chunk: Chunk, atoms: readonly Atom[]): LabelledRow[] {
  const r: ChunkReader = chunkReader(fileName, chunk);
  const count = r.count(12, "functions");
  const rows: LabelledRow[] = new Array(count);
  for (let i = 0; i < count; i++) {
    const name = atomAt(r, atoms, "a function's name");
    const arity = arityAt(r, "a function's arity");
    rows[i] = { name, arity, label: r.u32("a function's label") };
  }
  return rows;
}

/** FunT: the funs that the module makes. */
export function parseLambdas(fileName: string, chunk: Chunk, atoms: readonly Atom[]): LambdaRow[] {
  const r: ChunkReader = chunkReader(fileName, chunk);
  const count = r.count(24, "funs");
  const rows: LambdaRow[] = new Array(count);
  for (let i = 0; i < count; i++) {
    const start = r.at;
    const name = atomAt(r, atoms, "a fun's name");
    const arity = arityAt(r, "a fun's arity");
    const label = r.u32("a fun's label");
    const index = r.u32("a fun's index");
    const numFree = r.u32("a fun's number of free values");
    const oldUniq = r.u32("a fun's old hash");
    if (numFree > arity) r.bad(`a fun of arity ${arity} has ${numFree} free values`, start);
    rows[i] = { name, arity, label, index, numFree, oldUniq };
  }
  return rows;
}

/**
 * LitT: terms in the external format, each decoded when it is first asked for. Up to OTP 27 the table is zlib data behind its
 * unpacked size; from 28 on the size is 0 and the table plain. Offsets in messages are those of the unpacked table.
 */
export class LiteralTable {
  readonly count: number;
  private readonly reader: BeamReader;
  private readonly table: ChunkReader;
  /** The bytes of a literal until it is decoded. */
  private readonly bytes: (Uint8Array | undefined)[] = [];
  private readonly terms: Term[] = [];

  constructor(fileName: string, chunk: Chunk, reader: BeamReader) {
    this.reader = reader;
    const outer: ChunkReader = chunkReader(fileName, chunk);
    const size = outer.u32("the size of the literals");
    let bytes = chunk.bytes.subarray(4);
    if (size > 0) {
      const plain = reader.inflate(bytes, size);
      if (plain === undefined) outer.bad("the literals are corrupt zlib data");
      if (plain.length !== size) outer.bad(`${size} bytes of literals announced, ${plain.length} there`, 0);
      bytes = plain;
    }
    const r: ChunkReader = new ChunkReader(fileName, chunk.id, bytes, size > 0 ? 0 : chunk.offset + 4);
    this.table = r;
    this.count = r.count(4, "literals");
    for (let i = 0; i < this.count; i++) this.bytes.push(r.take(r.u32("a literal's size"), "a literal"));
  }

  /** The same term each time. Throws BadBeam. */
  get(n: number): Term {
    const ext = this.bytes[n];
    if (ext === undefined) return this.terms[n] as Term;
    const term = this.reader.decodeTerm(ext);
    if (term === undefined)
      this.table.bad(`literal ${n} is not in the external term format`, ext.byteOffset - this.table.bytes.byteOffset);
    this.bytes[n] = undefined;
    this.terms[n] = term;
    return term;
  }
}
