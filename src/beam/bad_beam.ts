/**
 * The one error a bad .beam file gives: it names the file, the chunk and the byte.
 * Assertions are for our own bugs, Erlang exceptions for the program that runs: neither is ever a `BadBeam`.
 */

export class BadBeam extends Error {
  readonly fileName: string;
  /** The chunk's four letters, or "header", or "file". */
  readonly chunk: string;
  /** Byte offset in the file (after gunzip); inside a compressed chunk, that of the chunk's data. */
  readonly offset: number;
  /** What is wrong, in plain words. */
  readonly reason: string;
  constructor(fileName: string, chunk: string, offset: number, reason: string) {
    super(`${fileName}: chunk ${chunk}, byte ${offset}: ${reason}`);
    this.name = "BadBeam";
    this.fileName = fileName;
    this.chunk = chunk;
    this.offset = offset;
    this.reason = reason;
  }
}
