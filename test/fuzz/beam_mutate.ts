/**
 * Damages .beam files: bytes anywhere, sizes and counts, whole chunks, atoms, literals, and instructions in ways that
 * keep the file's shape, so that every stage of the loader meets its share of nonsense.
 */
import { CompactReader, Ext, Tag } from "../../src/beam/compact.ts";
import { decodeFunction } from "../../src/beam/decode.ts";
import { parseBeam } from "../../src/beam/file.ts";
import { ARITY, MAX_OPCODE, OPCODES } from "../../src/beam/opcodes.ts";
import type { BeamFile } from "../../src/beam/types.ts";
import { inflate } from "../../src/util/inflate.ts";
import { compact, form, reader, u32 } from "../beam/assemble.ts";
import type { Random } from "../support/random.ts";

/** A file to damage, read once. */
export interface Sample {
  readonly name: string;
  readonly release: 25 | 27 | 29;
  readonly bytes: Uint8Array;
  readonly file: BeamFile;
}

export function sample(name: string, release: 25 | 27 | 29, bytes: Uint8Array): Sample {
  return { name, release, bytes, file: parseBeam(bytes, name, reader) };
}

/** Names that would do harm in text that is not escaped. */
const HOSTILE = ["`$" + "{x}`", "*/x();/*", "\u2028x()", "');x('", "\\", "__proto__", "constructor", "\n", "", "\0"];
const EXTREMES = [0, 1, 2, 255, 256, 0x7fffffff, 0x80000000, 0xffffffff];

type Chunks = Record<string, number[] | undefined>;

/** What `mutate` did. */
export interface Touched {
  /** Index of the function whose instructions are others now. */
  fn: number;
}

/** `s` with something wrong in it. */
export function mutate(s: Sample, r: Random, touched: Touched = { fn: -1 }): Uint8Array {
  switch (r.below(10)) {
    case 0:
      return bytes(s.bytes, r);
    case 1:
      return s.bytes.slice(0, r.below(s.bytes.length));
    case 2:
      return word(s, r);
    case 3:
      return chunk(s, r);
    case 4:
      return name(s, r);
    case 5:
      return literal(s, r, touched);
    default:
      return instructions(s, r, touched);
  }
}

function bytes(original: Uint8Array, r: Random): Uint8Array {
  const out = original.slice();
  for (let n = 1 + r.below(8); n > 0; n--) out[r.below(out.length)] = r.below(256);
  return out;
}

/** One of the counts and sizes that chunks begin with. */
function word(s: Sample, r: Random): Uint8Array {
  const out = s.bytes.slice();
  const chunk = r.pick([...s.file.chunks.values()]);
  const at = chunk.offset - 4 + 4 * r.below(8);
  if (at + 4 <= out.length) out.set(u32(r.chance(0.5) ? r.pick(EXTREMES) : r.below(300)), at);
  return out;
}

function chunksOf(s: Sample): Chunks {
  const out: Chunks = {};
  for (const [id, chunk] of s.file.chunks) if (id !== "Dbgi" && id !== "Docs") out[id] = [...chunk.bytes];
  return out;
}

/** Drops, empties, cuts, exchanges or scrambles chunks. */
function chunk(s: Sample, r: Random): Uint8Array {
  const chunks = chunksOf(s);
  const ids = Object.keys(chunks);
  const id = r.pick(ids);
  const other = r.pick(ids);
  const data = chunks[id]!;
  switch (r.below(5)) {
    case 0:
      delete chunks[id];
      break;
    case 1:
      chunks[id] = data.slice(0, r.below(data.length + 1));
      break;
    case 2:
      [chunks[id], chunks[other]] = [chunks[other], data];
      break;
    case 3:
      data.splice(r.below(data.length + 1), 0, ...Array.from({ length: r.below(9) }, () => r.below(256)));
      break;
    default:
      for (let n = 1 + r.below(4); n > 0 && data.length > 0; n--) data[r.below(data.length)] = r.below(256);
  }
  return form(chunks);
}

/** Other atoms in the same places. */
function name(s: Sample, r: Random): Uint8Array {
  const names = s.file.atoms.slice(1).map((a) => a.name);
  for (let n = 1 + r.below(3); n > 0; n--) {
    const at = r.chance(0.3) ? 0 : r.below(names.length);
    names[at] = r.chance(0.5) ? r.pick(HOSTILE) : r.pick(names);
  }
  const rows = names.flatMap((text) => {
    const utf8 = [...new TextEncoder().encode(text)];
    return [...compact(0, utf8.length), ...utf8];
  });
  return form({ ...chunksOf(s), AtU8: [...u32(-names.length), ...rows] });
}

/** The literals unpacked, with wrong bytes. */
function literal(s: Sample, r: Random, touched: Touched): Uint8Array {
  const chunks = chunksOf(s);
  const packed = chunks["LitT"];
  if (packed === undefined) return instructions(s, r, touched);
  const size = (packed[0]! << 24) | (packed[1]! << 16) | (packed[2]! << 8) | packed[3]!;
  const rest = Uint8Array.from(packed.slice(4));
  const plain = [...((size === 0 ? rest : inflate(rest, size)) ?? rest)];
  for (let n = 1 + r.below(4); n > 0 && plain.length > 0; n--) plain[r.below(plain.length)] = r.below(256);
  return form({ ...chunks, LitT: [...u32(0), ...plain] });
}

/** Instructions of one function changed, dropped, doubled, exchanged, moved; operands replaced. */
function instructions(s: Sample, r: Random, touched: Touched): Uint8Array {
  const { file } = s;
  const code = [...file.code];
  const row = r.pick(file.functions);
  touched.fn = row.index;
  const decoded = decodeFunction(file, row);
  const at = 2 + r.below(decoded.length - 2);
  const start = decoded[at]!.offset;
  const end = decoded[at + 1]?.offset ?? row.end;
  const text = code.slice(start, end);
  switch (r.below(6)) {
    case 0:
      code.splice(start, end - start);
      break;
    case 1:
      code.splice(start, 0, ...text);
      break;
    case 2: {
      const from = decoded[2 + r.below(decoded.length - 2)]!.offset;
      code.splice(from, 0, ...text);
      break;
    }
    case 3: {
      const same = OPCODES.filter((o) => o.op > 0 && o.arity === ARITY[text[0]!]);
      code[start] = r.chance(0.2) ? 1 + r.below(MAX_OPCODE) : r.pick(same).op;
      break;
    }
    default:
      code.splice(start, end - start, text[0]!, ...operand(text, file, r));
  }
  const header = file.codeOffset - file.chunks.get("Code")!.offset;
  return form({ ...chunksOf(s), Code: [...file.chunks.get("Code")!.bytes.subarray(0, header), ...code] });
}

/** The operands of an instruction with one replaced. */
function operand(text: readonly number[], file: BeamFile, r: Random): number[] {
  const bytes = Uint8Array.from(text);
  const reader = new CompactReader("", "", bytes, 0, 1);
  const places: (readonly [from: number, to: number])[] = [];
  while (reader.at < bytes.length) {
    const from = reader.at;
    reader.next();
    // A register with a type is one operand; of a list its elements.
    if (reader.tag === Tag.Z && reader.value === Ext.TypedRegister) {
      reader.next();
      reader.next();
    }
    places.push([from, reader.at]);
  }
  if (places.length === 0) return [];
  const [from, to] = r.pick(places);
  const first = bytes[from]!;
  let put: number[];
  switch (r.below(4)) {
    case 0:
      // The same kind, another number near by.
      put = compact(first & 7, Math.max(0, (first >> 4) + r.pick([-1, 1, 2, 16])));
      break;
    case 1:
      put = compact(r.below(8), first >> 4);
      break;
    case 2:
      put = compact(r.below(6), r.pick([0, 1, 255, 1023, 1024, 70000, -1, 2 ** 40, file.labelFunction.length]));
      break;
    default:
      put = r.pick([
        [...compact(7, 4), ...compact(0, r.below(file.literalCount + 1))],
        [...compact(7, 2), ...compact(0, r.below(4))],
        compact(2, r.below(file.atoms.length)),
        compact(5, r.below(file.labelFunction.length)),
      ]);
  }
  return [...text.slice(1, from), ...put, ...text.slice(to)];
}
