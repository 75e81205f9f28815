/**
 * The last step of PER: generated code gives a string of bytes in which instructions and data alternate; the result is the data
 * alone, bit by bit. An instruction is one byte, lengths follow in one byte or two, the higher first:
 *   0, 1              a bit
 *   2                 zero bits up to the next byte
 *   10 N B            the last N bits of the byte B
 *   20 L, 21 LL       up to the next byte, then L bytes
 *   30 U L, 31 U LL   L bytes without the last U bits
 *   40..43 N L        L bytes, each one bit; cut or filled with zeros to N bits. 41: L has two bytes, 42: N, 43: both
 *   45..47 N L        L bytes; cut or filled with zeros to N bits. 46: N has two bytes, 47: both
 * OTP: per_complete() in asn1_erl_nif.c; asn1rtt_per.erl and asn1ct_constructed_per.erl make the instructions.
 */

/** Bits, the highest of each byte first. */
class BitWriter {
  private bytes: Uint8Array;
  private size = 0;
  /** Bits of the last byte that are taken, 0 when it is full. */
  private used = 0;

  constructor(room: number) {
    this.bytes = new Uint8Array(room);
  }

  /** The last `n` bits of `value`, at most eight. */
  bits(n: number, value: number): void {
    if (n === 0) return;
    const v = value & (0xff >> (8 - n));
    if (this.used === 0) this.push((v << (8 - n)) & 0xff);
    else {
      const free = 8 - this.used;
      const last = this.size - 1;
      if (n <= free) this.bytes[last] = (this.bytes[last] as number) | (v << (free - n));
      else {
        this.bytes[last] = (this.bytes[last] as number) | (v >> (n - free));
        this.push((v << (8 - (n - free))) & 0xff);
      }
    }
    this.used = (this.used + n) & 7;
  }
  align(): void {
    this.used = 0;
  }
  octets(bytes: Uint8Array): void {
    if (this.used !== 0) for (const byte of bytes) this.bits(8, byte);
    else {
      this.reserve(bytes.length);
      this.bytes.set(bytes, this.size);
      this.size += bytes.length;
    }
  }
  /** The first `n` bits of `bytes`, zeros behind them. */
  fitted(n: number, bytes: Uint8Array): void {
    const whole = Math.min(n >> 3, bytes.length);
    this.octets(bytes.subarray(0, whole));
    let rest = n - 8 * whole;
    if (rest > 0 && whole < bytes.length) this.bits(rest, (bytes[whole] as number) >> (8 - rest));
    else for (; rest > 0; rest -= 8) this.bits(Math.min(rest, 8), 0);
  }
  /** Never empty. */
  finish(): Uint8Array {
    if (this.size === 0) this.push(0);
    return this.bytes.slice(0, this.size);
  }
  private push(byte: number): void {
    this.reserve(1);
    this.bytes[this.size++] = byte;
  }
  private reserve(n: number): void {
    if (this.size + n <= this.bytes.length) return;
    const more = new Uint8Array(Math.max(2 * this.bytes.length, this.size + n));
    more.set(this.bytes);
    this.bytes = more;
  }
}

/** Undefined for what is no such string. */
export function packPer(input: Uint8Array): Uint8Array | undefined {
  const out = new BitWriter(input.length);
  let at = 0;
  /** A number of `n` bytes; NaN behind the input's end. */
  const number = (n: number): number => {
    let v = 0;
    for (; n > 0; n--) v = v * 256 + (input[at++] ?? Number.NaN);
    return v;
  };
  /** Undefined when there are not so many. */
  const take = (n: number): Uint8Array | undefined => {
    if (!(at + n <= input.length)) return undefined;
    at += n;
    return input.subarray(at - n, at);
  };
  while (at < input.length) {
    const op = input[at++] as number;
    if (op <= 1) out.bits(1, op);
    else if (op === 2) out.align();
    else if (op === 10) {
      const [n, value] = [number(1), number(1)];
      if (!(n <= 8) || Number.isNaN(value)) return undefined;
      out.bits(n, value);
    } else if (op === 20 || op === 21) {
      const data = take(number(op - 19));
      if (data === undefined) return undefined;
      out.align();
      out.octets(data);
    } else if (op === 30 || op === 31) {
      const unused = number(1);
      const data = take(number(op - 29));
      if (data === undefined) return undefined;
      out.fitted(Math.max(0, 8 * data.length - unused), data);
    } else if (op >= 40 && op <= 43) {
      const size = number(op < 42 ? 1 : 2);
      const data = take(number(op === 40 || op === 42 ? 1 : 2));
      if (data === undefined || !singleBits(out, size, data)) return undefined;
    } else if (op >= 45 && op <= 47) {
      const size = number(op === 45 ? 1 : 2);
      const data = take(number(op === 47 ? 2 : 1));
      if (data === undefined) return undefined;
      out.fitted(size, data);
    } else return undefined;
  }
  return out.finish();
}

function singleBits(out: BitWriter, size: number, data: Uint8Array): boolean {
  for (let i = 0; i < size; i++) {
    const bit = data[i] ?? 0;
    if (bit > 1) return false;
    out.bits(1, bit);
  }
  return true;
}
