/**
 * What the reference in a compiled pattern leads to (OTP 28 and newer): the pattern's text, and what it was compiled to, which
 * regular expressions (`bifs/re/`) alone know. So it can be kept, and compiled again, where those are not loaded.
 */
export class RegexSource {
  readonly bytes: Uint8Array;
  readonly bits: number;
  readonly newline: number;
  readonly bsr: number;
  compiled: unknown;
  constructor(bytes: Uint8Array, bits: number, newline: number, bsr: number, compiled: unknown) {
    this.bytes = bytes;
    this.bits = bits;
    this.newline = newline;
    this.bsr = bsr;
    this.compiled = compiled;
  }
}
