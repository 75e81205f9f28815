/**
 * zlib and gzip inflate of whole byte strings, with a limit on what comes out. A tenth of what zlib's stream functions take, which
 * only the module `zlib` needs.
 * Invariant: no more than twice the limit is ever allocated, whatever the compressed bytes claim.
 * RFC 1950, 1951, 1952.
 */
import { BytesOut } from "./bytes_out.ts";
import { adler32, crc32 } from "./checksum.ts";

interface Inflated {
  readonly bytes: Uint8Array;
  /** Bytes read: something may follow. */
  readonly used: number;
}

/** Lengths and distances: the first value of each code, and how many bits follow it. */
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const LENGTHS = bases(3, LENGTH_BITS);
LENGTHS[28] = 258;
const DISTANCE_BITS = Array.from({ length: 30 }, (_, code) => Math.max(0, (code >> 1) - 1));
const DISTANCES = bases(1, DISTANCE_BITS);
/** In which order the lengths of the codes of code lengths come. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const END_OF_BLOCK = 256;

function bases(first: number, bits: readonly number[]): number[] {
  return bits.map((b) => {
    const base = first;
    first += 1 << b;
    return base;
  });
}

/** A prefix code: for each of the next `bits` bits the symbol they begin with, times 16, plus its length; 0: none. */
interface Code {
  readonly bits: number;
  readonly table: Uint16Array;
}

/** Bad data: it ends in `inflate` and the others. */
class Corrupt extends Error {}

function corrupt(): never {
  throw new Corrupt();
}

/** Throws Corrupt if there are more codes than fit, or fewer; a code of one symbol may leave the other half out. */
function codeOf(lengths: Uint8Array): Code {
  const bits = lengths.reduce((most, length) => Math.max(most, length), 0);
  const size = 1 << bits;
  const table = new Uint16Array(size);
  // The next code as it is sent, from its first bit on, at the upper end of `bits` bits.
  let next = 0;
  for (let length = 1; length <= bits; length++) {
    const step = size >> length;
    for (const [symbol, its] of lengths.entries()) {
      if (its !== length) continue;
      if (next >= size) corrupt();
      for (let at = reversed(next, bits); at < size; at += 1 << length) table[at] = (symbol << 4) | length;
      next += step;
    }
  }
  if (next !== size && bits > 1) corrupt();
  return { bits, table };
}

/** The lowest `n` bits of `code`, the other way round. */
function reversed(code: number, n: number): number {
  let r = 0;
  for (let i = 0; i < n; i++) r |= ((code >> i) & 1) << (n - 1 - i);
  return r;
}

let fixed: readonly [Code, Code] | undefined;

function fixedCodes(): readonly [Code, Code] {
  fixed ??= [
    codeOf(new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280)),
    codeOf(new Uint8Array(32).fill(5)),
  ];
  return fixed;
}

class Inflater {
  at: number;
  readonly out: BytesOut;
  private readonly from: Uint8Array;
  private hold = 0;
  private held = 0;

  constructor(from: Uint8Array, at: number, limit: number) {
    this.from = from;
    this.at = at;
    this.out = new BytesOut(limit, Math.min(limit, 4 * from.length));
  }

  byte(): number {
    if (this.at >= this.from.length) corrupt();
    return this.from[this.at++]!;
  }

  private bits(n: number): number {
    while (this.held < n) {
      this.hold |= this.byte() << this.held;
      this.held += 8;
    }
    const value = this.hold & ((1 << n) - 1);
    this.hold >>>= n;
    this.held -= n;
    return value;
  }

  private symbol({ bits, table }: Code): number {
    while (this.held < bits && this.at < this.from.length) {
      this.hold |= this.byte() << this.held;
      this.held += 8;
    }
    const entry = table[this.hold & (table.length - 1)]!;
    const length = entry & 15;
    if (length === 0 || length > this.held) corrupt();
    this.hold >>>= length;
    this.held -= length;
    return entry >> 4;
  }

  /** All blocks. */
  run(): void {
    for (let last = 0; last === 0; ) {
      last = this.bits(1);
      const type = this.bits(2);
      if (type === 0) this.stored();
      else if (type === 1) this.block(...fixedCodes());
      else if (type === 2) this.block(...this.codes());
      else corrupt();
    }
    this.toByte();
  }

  /** To the next whole byte; those that were looked at and not used come again. */
  private toByte(): void {
    this.at -= this.held >> 3;
    this.hold = this.held = 0;
  }

  private stored(): void {
    this.toByte();
    const size = this.byte() | (this.byte() << 8);
    if ((this.byte() | (this.byte() << 8)) !== (size ^ 0xffff) || this.at + size > this.from.length) corrupt();
    this.out.putBytes(this.from, this.at, size);
    this.at += size;
    if (this.out.overflow) corrupt();
  }

  private codes(): readonly [Code, Code] {
    const [literals, distances, count] = [this.bits(5) + 257, this.bits(5) + 1, this.bits(4) + 4];
    if (literals > 286 || distances > 30) corrupt();
    const small = new Uint8Array(19);
    for (let i = 0; i < count; i++) small[ORDER[i]!] = this.bits(3);
    const code = codeOf(small);
    const lengths = new Uint8Array(literals + distances);
    for (let i = 0; i < lengths.length; ) {
      const symbol = this.symbol(code);
      if (symbol < 16) lengths[i++] = symbol;
      else {
        if (symbol === 16 && i === 0) corrupt();
        const value = symbol === 16 ? lengths[i - 1]! : 0;
        const end = i + (symbol === 16 ? 3 + this.bits(2) : symbol === 17 ? 3 + this.bits(3) : 11 + this.bits(7));
        if (end > lengths.length) corrupt();
        lengths.fill(value, i, end);
        i = end;
      }
    }
    if (lengths[END_OF_BLOCK] === 0) corrupt();
    return [codeOf(lengths.subarray(0, literals)), codeOf(lengths.subarray(literals))];
  }

  private block(literals: Code, distances: Code): void {
    const { out } = this;
    for (;;) {
      const symbol = this.symbol(literals);
      if (symbol < END_OF_BLOCK) out.put(symbol);
      else if (symbol === END_OF_BLOCK) return;
      else this.copy(symbol - END_OF_BLOCK - 1, distances);
      if (out.overflow) corrupt();
    }
  }

  private copy(code: number, distances: Code): void {
    if (code >= LENGTHS.length) corrupt();
    const length = LENGTHS[code]! + this.bits(LENGTH_BITS[code]!);
    const far = this.symbol(distances);
    if (far >= DISTANCES.length) corrupt();
    const from = this.out.n - DISTANCES[far]! - this.bits(DISTANCE_BITS[far]!);
    if (from < 0) corrupt();
    // Byte by byte: what is copied may be what has just been written.
    for (let i = 0; i < length; i++) this.out.put(this.out.bytes[from + i]!);
  }
}

/** Runs over the data that `head` has found the beginning of; `tail` checks what stands behind it. */
function run(
  bytes: Uint8Array,
  limit: number,
  head: (s: Inflater) => void,
  tail: (s: Inflater, out: Uint8Array) => boolean,
): Inflated | undefined {
  try {
    const s = new Inflater(bytes, 0, limit);
    head(s);
    s.run();
    const out = s.out.bytes.subarray(0, s.out.n);
    return tail(s, out) ? { bytes: out, used: s.at } : undefined;
  } catch (problem) {
    if (problem instanceof Corrupt) return undefined;
    throw problem;
  }
}

/** As `inflate`, with the number of bytes read: something may follow the zlib data. */
export function inflatePart(bytes: Uint8Array, limit: number): Inflated | undefined {
  return run(
    bytes,
    limit,
    (s) => {
      const [method, flags] = [s.byte(), s.byte()];
      // Deflate, a window of at most 32 KB, no dictionary.
      if ((method & 15) !== 8 || method > 0x78 || (flags & 32) !== 0 || (method * 256 + flags) % 31 !== 0) corrupt();
    },
    (s, out) => ((s.byte() << 24) | (s.byte() << 16) | (s.byte() << 8) | s.byte()) >>> 0 === adler32(1, out),
  );
}

/** Inflates zlib data; undefined if it is corrupt, cut off, or gives more than `limit` bytes. */
export function inflate(bytes: Uint8Array, limit: number): Uint8Array | undefined {
  return inflatePart(bytes, limit)?.bytes;
}

/** The same for gzip data. */
export function gunzip(bytes: Uint8Array, limit: number): Uint8Array | undefined {
  const u32 = (s: Inflater) => (s.byte() | (s.byte() << 8) | (s.byte() << 16) | (s.byte() << 24)) >>> 0;
  return run(
    bytes,
    limit,
    (s) => {
      if (s.byte() !== 31 || s.byte() !== 139 || s.byte() !== 8) corrupt();
      const flags = s.byte();
      if (flags >= 32) corrupt();
      s.at += 6;
      if (flags & 4) s.at += s.byte() + 256 * s.byte();
      // A name and a comment, each up to a zero.
      for (const bit of [8, 16]) if (flags & bit) while (s.byte() !== 0);
      if (flags & 2) s.at += 2;
    },
    (s, out) => u32(s) === crc32(0, out) && u32(s) === out.length >>> 0,
  )?.bytes;
}
