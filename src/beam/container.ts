/**
 * The outer layers of a .beam file: gzip, the IFF form, the chunks in it; and reading big-endian words of a chunk.
 * Invariant: a chunk's bytes are a view into the file; its offset is counted in the file after gunzip.
 * OTP: iff_init() and read_beam_chunks() in beam_file.c.
 */
import { BadBeam } from "./bad_beam.ts";
import type { Chunk } from "./types.ts";

/** No file is larger than this when unpacked. */
export const MAX_FILE_SIZE = 1 << 28;

const FOR1 = 0x464f5231;
const BEAM = 0x4245414d;

export type Gunzip = (bytes: Uint8Array, limit: number) => Uint8Array | undefined;

/** The file itself, unpacked if it is gzip data. */
export function unpack(bytes: Uint8Array, fileName: string, gunzip: Gunzip): Uint8Array {
  if (bytes.length < 2 || bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const plain = gunzip(bytes, MAX_FILE_SIZE);
  if (plain === undefined) throw new BadBeam(fileName, "file", 0, "gzip data that is corrupt or too large");
  return plain;
}

/** The chunks of an unpacked file by name. Of several with one name the last counts, as in erts. */
export function readChunks(file: Uint8Array, fileName: string): Map<string, Chunk> {
  const header = (at: number, what: string): never => {
    throw new BadBeam(fileName, "header", at, what);
  };
  if (file.length < 12) header(file.length, "the file is too short to be a BEAM file");
  if (u32(file, 0) !== FOR1) header(0, "not a BEAM file: it does not begin with FOR1");
  if (u32(file, 8) !== BEAM) header(8, "not a BEAM file: its form is not BEAM");
  const end = u32(file, 4) + 8;
  if (end < 12) header(4, "the form's size is too small");
  if (end > file.length) header(4, `the file is cut off: ${end} bytes announced, ${file.length} there`);
  const chunks = new Map<string, Chunk>();
  let at = 12;
  while (at < end) {
    if (end - at < 8) header(at, "the file ends inside a chunk's header");
    const id = String.fromCharCode(file[at]!, file[at + 1]!, file[at + 2]!, file[at + 3]!);
    const size = u32(file, at + 4);
    const data = at + 8;
    if (size > end - data) {
      header(at, `chunk ${printable(id)} is cut off: ${size} bytes announced, ${end - data} left`);
    }
    chunks.set(id, { id, offset: data, bytes: file.subarray(data, data + size) });
    at = data + ((size + 3) & ~3);
    if (at > end) header(data + size, `padding after chunk ${printable(id)} is missing`);
  }
  return chunks;
}

/** A chunk's name with anything but plain letters and digits replaced, fit for a message. */
export function printable(id: string): string {
  let out = "";
  for (let i = 0; i < id.length; i++) {
    const c = id.charCodeAt(i);
    out += c > 0x20 && c < 0x7f ? id[i] : "?";
  }
  return out;
}

export function u32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! * 0x1000000 + ((bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!)) >>> 0;
}

/** Reads through one chunk; every failure is a BadBeam that names it. */
export class ChunkReader {
  readonly fileName: string;
  readonly chunk: string;
  readonly bytes: Uint8Array;
  /** Added to `at` for messages. */
  readonly base: number;
  at = 0;
  constructor(fileName: string, chunk: string, bytes: Uint8Array, base: number) {
    this.fileName = fileName;
    this.chunk = chunk;
    this.bytes = bytes;
    this.base = base;
  }

  bad(reason: string, at = this.at): never {
    throw new BadBeam(this.fileName, this.chunk, this.base + at, reason);
  }
  need(n: number, what: string): void {
    if (n > this.bytes.length - this.at) this.bad(`the chunk ends inside ${what}`);
  }
  u8(what: string): number {
    this.need(1, what);
    return this.bytes[this.at++]!;
  }
  u16(what: string): number {
    this.need(2, what);
    const v = (this.bytes[this.at]! << 8) | this.bytes[this.at + 1]!;
    this.at += 2;
    return v;
  }
  u32(what: string): number {
    this.need(4, what);
    const v = u32(this.bytes, this.at);
    this.at += 4;
    return v;
  }
  /** A count of items of at least `size` bytes each, all of which must fit into what is left. */
  count(size: number, what: string): number {
    const at = this.at;
    const n = this.u32(`the number of ${what}`);
    if (n * size > this.bytes.length - this.at) this.bad(`${n} ${what} announced, more than the chunk can hold`, at);
    return n;
  }
  take(n: number, what: string): Uint8Array {
    this.need(n, what);
    this.at += n;
    return this.bytes.subarray(this.at - n, this.at);
  }
}
