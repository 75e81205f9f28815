/**
 * Reads a .beam file: container, tables, places of functions.
 * Invariant: when `parseBeam` returns, all tables are consistent with each other; no instruction has been decoded. A file that
 * was read before, by its checksum, is reopened: its tables are known to be good and are read when they are needed.
 * OTP: beamfile_read() in beam_file.c.
 */
import type { Atom } from "../term/atom.ts";
import { NIL } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import { Md5 } from "../util/md5.ts";
import { BadBeam } from "./bad_beam.ts";
import { type ChunkReader, readChunks, unpack } from "./container.ts";
import { noLines, parseLines } from "./line_table.ts";
import { MAX_OPCODE } from "./opcodes.ts";
import { parseRecords } from "./records.ts";
import { type Scan, Scanner } from "./scan.ts";
import { chunkReader, LiteralTable, parseAtoms, parseImports, parseLabelled, parseLambdas } from "./tables.ts";
import { parseTypes } from "./type_table.ts";
import {
  type BeamFile,
  type BeamReader,
  type Chunk,
  FunctionRow,
  type ImportRow,
  type LabelledRow,
  type LambdaRow,
  type LineTable,
  type RecordRow,
  type TypeEntry,
} from "./types.ts";

const NOTHING = new Uint8Array(0);

/** Reads the file whose bytes are `bytes`. Throws `BadBeam`, which names `fileName`, the chunk and the byte. */
export function parseBeam(bytes: Uint8Array, fileName: string, reader: BeamReader): BeamFile {
  const file = new ReadFile(bytes, fileName, reader, undefined);
  // Every table is read now, so that a broken one is found here and not while the module runs.
  void [file.imports, file.exports, file.locals, file.lambdas, file.lines, file.types];
  for (let i = 0; i < file.literalCount; i++) file.literal(i);
  void [file.attributes, file.compileInfo, file.functions, file.labelFunction];
  checkLabels(file);
  void file.records;
  return file;
}

/** Where the functions of a file are, as an earlier `parseBeam` of the very same bytes found it. */
export interface KnownFunctions {
  /** Six numbers a function: atom of the name, arity, `func_info`'s label, entry label, start, end. */
  readonly rows: readonly number[];
  readonly onLoad: number;
}

export function knownFunctions(file: BeamFile): KnownFunctions {
  const index = new Map(file.atoms.map((a, i) => [a, i]));
  const rows = file.functions.flatMap((f) => [
    index.get(f.name) as number,
    f.arity,
    f.infoLabel,
    f.entryLabel,
    f.start,
    f.end,
  ]);
  return { rows, onLoad: file.onLoad };
}

/** As `parseBeam`, for bytes that it has read before: tables are read when they are first looked at. */
export function reopenBeam(bytes: Uint8Array, fileName: string, reader: BeamReader, known: KnownFunctions): BeamFile {
  return new ReadFile(bytes, fileName, reader, known);
}

class ReadFile implements BeamFile {
  readonly fileName: string;
  readonly name: Atom;
  readonly atoms: readonly Atom[];
  readonly chunks: ReadonlyMap<string, Chunk>;
  readonly code: Uint8Array;
  readonly codeOffset: number;
  readonly functions: readonly FunctionRow[];
  readonly onLoad: number;
  private readonly reader: BeamReader;
  private readonly header: { readonly labels: number; readonly functions: number };

  constructor(bytes: Uint8Array, fileName: string, reader: BeamReader, known: KnownFunctions | undefined) {
    this.fileName = fileName;
    this.reader = reader;
    this.chunks = readChunks(
      unpack(bytes, fileName, (b, limit) => reader.gunzip(b, limit)),
      fileName,
    );
    const code = chunkOf(this.chunks, fileName, "Code");
    if (!this.chunks.has("AtU8") && this.chunks.has("Atom")) {
      const old = this.chunks.get("Atom")!;
      throw new BadBeam(fileName, "Atom", old.offset, "atoms in Latin-1, from before OTP 20: compile the module again");
    }
    this.atoms = parseAtoms(fileName, chunkOf(this.chunks, fileName, "AtU8"), reader.atom);
    this.name = this.atoms[0]!;
    const header = parseCodeHeader(fileName, code);
    this.header = header;
    this.code = code.bytes.subarray(header.size);
    this.codeOffset = code.offset + header.size;
    if (known !== undefined) {
      this.functions = knownRows(this.atoms, known.rows);
      this.onLoad = known.onLoad;
      return;
    }
    const scan = this.scan();
    this.functions = scan.functions;
    this.onLoad = scan.onLoad;
    this.labels = scan.labelFunction;
  }

  private scan(): Scan {
    return new Scanner(this.fileName, this.code, this.codeOffset, this.header.labels, this.atoms).run(
      this.header.functions,
    );
  }
  private chunk(id: string): Chunk | undefined {
    const chunk = this.chunks.get(id);
    return chunk !== undefined && chunk.bytes.length > 0 ? chunk : undefined;
  }

  private labels: Int32Array | undefined = undefined;
  get labelFunction(): Int32Array {
    this.labels ??= this.scan().labelFunction;
    return this.labels;
  }
  private md5Digest: Uint8Array | undefined = undefined;
  get md5(): Uint8Array {
    this.md5Digest ??= moduleMd5(this.chunks);
    return this.md5Digest;
  }
  private importRows: readonly ImportRow[] | undefined = undefined;
  get imports(): readonly ImportRow[] {
    this.importRows ??= parseImports(this.fileName, chunkOf(this.chunks, this.fileName, "ImpT"), this.atoms);
    return this.importRows;
  }
  private exportRows: readonly LabelledRow[] | undefined = undefined;
  get exports(): readonly LabelledRow[] {
    this.exportRows ??= parseLabelled(this.fileName, chunkOf(this.chunks, this.fileName, "ExpT"), this.atoms);
    return this.exportRows;
  }
  private localRows: readonly LabelledRow[] | undefined = undefined;
  get locals(): readonly LabelledRow[] {
    const chunk = this.chunk("LocT");
    this.localRows ??= chunk === undefined ? [] : parseLabelled(this.fileName, chunk, this.atoms);
    return this.localRows;
  }
  private lambdaRows: readonly LambdaRow[] | undefined = undefined;
  get lambdas(): readonly LambdaRow[] {
    const chunk = this.chunk("FunT");
    this.lambdaRows ??= chunk === undefined ? [] : parseLambdas(this.fileName, chunk, this.atoms);
    return this.lambdaRows;
  }
  private literalTable: LiteralTable | undefined = undefined;
  private get literals(): LiteralTable | undefined {
    const chunk = this.chunk("LitT");
    if (chunk !== undefined) this.literalTable ??= new LiteralTable(this.fileName, chunk, this.reader);
    return this.literalTable;
  }
  get literalCount(): number {
    return this.literals?.count ?? 0;
  }
  literal(n: number): Term {
    return this.literals?.get(n) as Term;
  }
  get strings(): Uint8Array {
    return this.chunks.get("StrT")?.bytes ?? NOTHING;
  }
  private lineTable: LineTable | undefined = undefined;
  get lines(): LineTable {
    const chunk = this.chunk("Line");
    this.lineTable ??= chunk === undefined ? noLines(this.name.name) : parseLines(this.fileName, chunk, this.name.name);
    return this.lineTable;
  }
  private typeTable: ReturnType<typeof parseTypes> | undefined = undefined;
  private get typed(): ReturnType<typeof parseTypes> {
    const chunk = this.chunk("Type");
    this.typeTable ??= chunk === undefined ? NO_TYPES : parseTypes(this.fileName, chunk);
    return this.typeTable;
  }
  get types(): readonly TypeEntry[] {
    return this.typed.types;
  }
  get typesVersion(): number {
    return this.typed.version;
  }
  private recordRows: readonly RecordRow[] | undefined = undefined;
  get records(): readonly RecordRow[] {
    const chunk = this.chunk("Recs");
    this.recordRows ??= chunk === undefined ? [] : parseRecords(this, chunk);
    return this.recordRows;
  }
  private attributeTerm: Term | undefined = undefined;
  get attributes(): Term {
    this.attributeTerm ??= parseTerm(this.fileName, this.chunk("Attr"), this.reader);
    return this.attributeTerm;
  }
  private compileTerm: Term | undefined = undefined;
  get compileInfo(): Term {
    this.compileTerm ??= parseTerm(this.fileName, this.chunk("CInf"), this.reader);
    return this.compileTerm;
  }
}

const NO_TYPES: ReturnType<typeof parseTypes> = { version: 0, types: [] };

function knownRows(atoms: readonly Atom[], rows: readonly number[]): FunctionRow[] {
  const out: FunctionRow[] = [];
  for (let i = 0; i + 5 < rows.length; i += 6) {
    const [name, arity, infoLabel, entryLabel, start, end] = rows.slice(i, i + 6) as [number, ...number[]];
    out.push(new FunctionRow(out.length, atoms[name] as Atom, arity!, infoLabel!, entryLabel!, start!, end!));
  }
  return out;
}

function chunkOf(chunks: ReadonlyMap<string, Chunk>, fileName: string, id: string): Chunk {
  const chunk = chunks.get(id);
  if (chunk === undefined) throw new BadBeam(fileName, id, 0, "the chunk is missing");
  if (chunk.bytes.length === 0) throw new BadBeam(fileName, id, chunk.offset, "the chunk is empty");
  return chunk;
}

function parseCodeHeader(fileName: string, chunk: Chunk): { size: number; labels: number; functions: number } {
  const r: ChunkReader = chunkReader(fileName, chunk);
  const size = r.u32("the header's size") + 4;
  if (size < 20 || size > chunk.bytes.length) r.bad(`the header's size is ${size - 4}`, 0);
  const format = r.u32("the instruction set");
  if (format !== 0) r.bad(`instruction set ${format} is not known`, 4);
  const highest = r.u32("the highest opcode");
  if (highest > MAX_OPCODE) {
    r.bad(`opcode ${highest} is needed, ${MAX_OPCODE} is the highest known: the compiler is newer than OTP 29`, 8);
  }
  const labels = r.u32("the number of labels");
  return { size, labels, functions: r.u32("the number of functions") };
}

function parseTerm(fileName: string, chunk: Chunk | undefined, reader: BeamReader): Term {
  if (chunk === undefined) return NIL;
  const term = reader.decodeTerm(chunk.bytes);
  if (term === undefined) throw new BadBeam(fileName, chunk.id, chunk.offset, "not in the external term format");
  return term;
}

/** Rows of ExpT, LocT and FunT must say of their function what the code says. */
function checkLabels(file: BeamFile): void {
  checkRows(file, "ExpT", 12, 8, file.exports);
  checkRows(file, "LocT", 12, 8, file.locals);
  checkRows(file, "FunT", 24, 8, file.lambdas);
}

function checkRows(
  file: BeamFile,
  id: string,
  size: number,
  at: number,
  rows: readonly (LabelledRow | LambdaRow)[],
): void {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const index = row.label < file.labelFunction.length ? file.labelFunction[row.label]! : -1;
    const f = index < 0 ? undefined : file.functions[index];
    if (f !== undefined && f.entryLabel === row.label && f.arity === row.arity && f.name === row.name) continue;
    const offset = file.chunks.get(id)!.offset + 4 + i * size + at;
    throw new BadBeam(file.fileName, id, offset, `label ${row.label} is not the entry of ${mfa(row.name, row.arity)}`);
  }
}

function mfa(name: Atom, arity: number): string {
  return `${name.name}/${arity}`;
}

/** Chunks the module's checksum covers, in this order. FunT counts with its old hashes as zeros. */
const CHECKSUM = ["AtU8", "Code", "StrT", "ImpT", "ExpT", "FunT", "LitT", "Meta", "Recs", "DbgB"];

/** The checksum that `module_info(md5)` gives. */
export function moduleMd5(chunks: ReadonlyMap<string, Chunk>): Uint8Array {
  const md5 = new Md5();
  for (const id of CHECKSUM) {
    const chunk = chunks.get(id);
    if (chunk !== undefined) md5.update(id === "FunT" ? withoutHashes(chunk.bytes) : chunk.bytes);
  }
  return md5.digest();
}

function withoutHashes(bytes: Uint8Array): Uint8Array {
  const out = bytes.slice();
  for (let at = 4; at + 24 <= out.length; at += 24) out.fill(0, at + 20, at + 24);
  return out;
}
