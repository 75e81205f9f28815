/**
 * The Recs chunk of OTP 29: definitions of the module's native records.
 * Each is encoded like an instruction `call_last Name Exported [Field, Default | u 0, ...]`.
 * OTP: parse_record_chunk() in beam_file.c, build_record_chunk/2 in beam_asm.erl.
 */
import { Op } from "./op.ts";
import { type Atom, FALSE, TRUE } from "../term/atom.ts";
import type { Term } from "../term/term.ts";
import type { ChunkReader } from "./container.ts";
import { Decoder } from "./decode.ts";
import { chunkReader } from "./tables.ts";
import { type BeamFile, type Chunk, Kind, type Operand, type RecordRow } from "./types.ts";

export function parseRecords(file: BeamFile, chunk: Chunk): RecordRow[] {
  const r: ChunkReader = chunkReader(file.fileName, chunk);
  if (r.u32("the version") !== 0) r.bad("an unknown version", 0);
  const count = r.u32("the number of records");
  r.u32("the number of fields");
  if (count > chunk.bytes.length) r.bad(`${count} records announced, more than the chunk can hold`, 4);
  const decoder = new Decoder(file, r.at, chunk.bytes.length, chunk.id, chunk.bytes, chunk.offset);
  const rows: RecordRow[] = [];
  for (let i = 0; i < count; i++) {
    const start = decoder.at;
    if (chunk.bytes[start] !== Op.call_last) r.bad("a record's definition is missing", start);
    const row = recordRow(decoder.instruction().args);
    if (row === undefined) r.bad(`record ${i} is malformed`, start);
    rows.push(row);
  }
  return rows;
}

function recordRow(args: readonly Operand[]): RecordRow | undefined {
  const [name, exported, list] = args as [Operand, Operand, Operand];
  if (name.kind !== Kind.Atom || list.kind !== Kind.List || list.list.length % 2 !== 0) return undefined;
  if (exported.term !== TRUE && exported.term !== FALSE) return undefined;
  const fields: Atom[] = [];
  const defaults: (Term | undefined)[] = [];
  for (let i = 0; i < list.list.length; i += 2) {
    const field = list.list[i]!;
    const value = list.list[i + 1]!;
    if (field.kind !== Kind.Atom) return undefined;
    fields.push(field.term as Atom);
    switch (value.kind) {
      case Kind.Unsigned:
        defaults.push(undefined);
        break;
      case Kind.Atom:
      case Kind.Nil:
      case Kind.Integer:
      case Kind.Literal:
        defaults.push(value.term);
        break;
      default:
        return undefined;
    }
  }
  return { name: name.term as Atom, exported: exported.term === TRUE, fields, defaults };
}
