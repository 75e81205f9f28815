/**
 * Packets of `{packet, 1 | 2 | 4}`: a header in network byte order says how long each is.
 * Of use to drivers of byte streams.
 * OTP: output() and ready_input() in sys_drivers.c.
 */

/** The header for `length` bytes; undefined: it cannot tell as many. */
export function packetHeader(bytes: 1 | 2 | 4, length: number): Uint8Array | undefined {
  if (bytes < 4 && length >= 2 ** (8 * bytes)) return undefined;
  const header = new Uint8Array(bytes);
  for (let i = bytes - 1, rest = length; i >= 0; i--, rest = Math.floor(rest / 256)) header[i] = rest % 256;
  return header;
}

/** Cuts a stream of bytes into packets. */
export class PacketReader {
  private readonly headerBytes: number;
  /** What has come of the present header, and of the packet behind it. */
  private header: number[] = [];
  private parts: Uint8Array[] = [];
  private missing = 0;

  constructor(headerBytes: 1 | 2 | 4) {
    this.headerBytes = headerBytes;
  }

  add(bytes: Uint8Array, sink: (packet: Uint8Array) => void): void {
    for (let at = 0; at < bytes.length; ) {
      if (this.header.length < this.headerBytes) {
        this.header.push(bytes[at++] as number);
        if (this.header.length < this.headerBytes) continue;
        this.missing = this.header.reduce((n, b) => n * 256 + b, 0);
      } else {
        const part = bytes.subarray(at, at + this.missing);
        this.parts.push(part);
        this.missing -= part.length;
        at += part.length;
      }
      if (this.missing > 0) continue;
      const packet = joined(this.parts);
      this.header = [];
      this.parts = [];
      sink(packet);
    }
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0] as Uint8Array;
  const all = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of parts) {
    all.set(p, at);
    at += p.length;
  }
  return all;
}
