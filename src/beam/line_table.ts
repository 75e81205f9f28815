/**
 * The Line chunk: where in the source an instruction is.
 * Invariant: item 0 is the unknown position, file 0 the module's own file; every item's file exists.
 * OTP: parse_line_chunk() in beam_file.c.
 */
import { utf8Decode } from "../util/utf8.ts";
import { CompactReader, Tag } from "./compact.ts";
import type { ChunkReader } from "./container.ts";
import { chunkReader } from "./tables.ts";
import type { Chunk, LineTable } from "./types.ts";

/** OTP packs file and line into 32 bits; above these the position is unknown. OTP: MAKE_LOCATION in beam_code.h. */
const MAX_LINE = (1 << 24) - 2;
const MAX_FILE = 254;

export function noLines(module: string): LineTable {
  return { files: [`${module}.erl`], file: new Uint32Array(1), line: new Uint32Array(1) };
}

/** The line table of `module`; a chunk of an unknown version counts as none, as in erts. */
export function parseLines(fileName: string, chunk: Chunk, module: string): LineTable {
  const r: ChunkReader = chunkReader(fileName, chunk);
  if (r.u32("the version") !== 0) return noLines(module);
  r.u32("the flags");
  r.u32("the number of line instructions");
  const countAt = r.at;
  const items = r.u32("the number of line items");
  const names = r.u32("the number of file names");
  // An item takes a byte or more, a name two or more.
  if (items + names * 2 > chunk.bytes.length - r.at) {
    r.bad(`${items} lines and ${names} file names announced, more than the chunk can hold`, countAt);
  }
  const file = new Uint32Array(items + 1);
  const line = new Uint32Array(items + 1);
  const compact: CompactReader = new CompactReader(fileName, chunk.id, chunk.bytes, chunk.offset, r.at);
  let current = 0;
  for (let i = 1; i <= items; ) {
    const at = compact.at;
    compact.next();
    if (compact.big || compact.value < 0) compact.bad("a line number out of range", at);
    if (compact.tag === Tag.A) {
      if (compact.value > names) compact.bad(`file ${compact.value} of ${names} does not exist`, at);
      current = compact.value;
    } else if (compact.tag === Tag.I) {
      if (current <= MAX_FILE && compact.value <= MAX_LINE) {
        file[i] = current;
        line[i] = compact.value;
      }
      i++;
    } else compact.bad("neither a line nor a file", at);
  }
  r.at = compact.at;
  const files = [`${module}.erl`];
  for (let i = 0; i < names; i++) {
    const start = r.at;
    const size = r.u16("a file name's length");
    const name = utf8Decode(r.take(size, "a file name"));
    if (name === undefined) r.bad("a file name is not UTF-8", start);
    files.push(name === "" ? files[0]! : name);
  }
  return { files, file, line };
}
