/**
 * Reads a .beam file: container, tables, places of functions.
 * Invariant: when `parseBeam` returns, all tables are consistent with each other; no instruction has been decoded.
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
import { Scanner } from "./scan.ts";
import { chunkReader, parseAtoms, parseImports, parseLabelled, parseLambdas, parseLiterals } from "./tables.ts";
import { parseTypes } from "./type_table.ts";
import type { BeamFile, BeamReader, Chunk, LabelledRow, LambdaRow } from "./types.ts";

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const NOTHING = new Uint8Array(0);

/** Reads the file whose bytes are `bytes`. Throws `BadBeam`, which names `fileName`, the chunk and the byte. */
export function parseBeam(bytes: Uint8Array, fileName: string, reader: BeamReader): BeamFile {
  const chunks = readChunks(
    unpack(bytes, fileName, (b, limit) => reader.gunzip(b, limit)),
    fileName,
  );
  const code = chunkOf(chunks, fileName, "Code");
  if (!chunks.has("AtU8") && chunks.has("Atom")) {
    const old = chunks.get("Atom")!;
    throw new BadBeam(fileName, "Atom", old.offset, "atoms in Latin-1, from before OTP 20: compile the module again");
  }
  const atoms = parseAtoms(fileName, chunkOf(chunks, fileName, "AtU8"), reader.atom);
  const name = atoms[0]!;
  const header = parseCodeHeader(fileName, code);
  const codeBytes = code.bytes.subarray(header.size);
  const codeOffset = code.offset + header.size;
  const scan = new Scanner(fileName, codeBytes, codeOffset, header.labels, atoms).run(header.functions);
  const optional = (id: string): Chunk | undefined => {
    const chunk = chunks.get(id);
    return chunk !== undefined && chunk.bytes.length > 0 ? chunk : undefined;
  };
  const literals = optional("LitT");
  const lambdas = optional("FunT");
  const locals = optional("LocT");
  const lines = optional("Line");
  const types = optional("Type");
  const records = optional("Recs");
  const typeTable = types === undefined ? { version: 0, types: [] } : parseTypes(fileName, types);
  let md5: Uint8Array | undefined;
  const file: Writable<BeamFile> = {
    fileName,
    name,
    get md5() {
      md5 ??= moduleMd5(chunks);
      return md5;
    },
    atoms,
    imports: parseImports(fileName, chunkOf(chunks, fileName, "ImpT"), atoms),
    exports: parseLabelled(fileName, chunkOf(chunks, fileName, "ExpT"), atoms),
    locals: locals === undefined ? [] : parseLabelled(fileName, locals, atoms),
    lambdas: lambdas === undefined ? [] : parseLambdas(fileName, lambdas, atoms),
    literals: literals === undefined ? [] : parseLiterals(fileName, literals, reader),
    strings: chunks.get("StrT")?.bytes ?? NOTHING,
    lines: lines === undefined ? noLines(name.name) : parseLines(fileName, lines, name.name),
    types: typeTable.types,
    typesVersion: typeTable.version,
    records: [],
    attributes: parseTerm(fileName, optional("Attr"), reader),
    compileInfo: parseTerm(fileName, optional("CInf"), reader),
    chunks,
    code: codeBytes,
    codeOffset,
    functions: scan.functions,
    labelFunction: scan.labelFunction,
    onLoad: scan.onLoad,
  };
  checkLabels(file);
  if (records !== undefined) file.records = parseRecords(file, records);
  return file;
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
