/**
 * Extensions: parts of OTP's emulator that are chunks of their own (regular expressions, compression), so that a program
 * which needs none of them loads none of them. The program that makes a VM says which it has:
 * `createVm(host, { extensions: [RE, ZLIB] })`. What is missing raises undef, as any BIF that is not there.
 */
import type { Bif } from "./bif.ts";
import { StateKey } from "./state.ts";
import type { Vm } from "./vm.ts";

export interface Extension {
  readonly name: string;
  /** BIFs and NIFs it adds to the VM's tables. */
  readonly bifs: readonly Bif[];
  /** Gives the VM services beyond BIFs. */
  install?(vm: Vm): void;
}

/** Compression for the core's own use (`term_to_binary(T, [compressed])`); absent without the extension. */
export class Compression {
  /** `bytes` in zlib's format at `level` (0 to 9, -1: zlib's default). */
  deflate: ((bytes: Uint8Array, level: number) => Uint8Array) | undefined = undefined;
  /** The whole of zlib data; undefined: corrupt or more than `limit` bytes. */
  inflate: ((bytes: Uint8Array, limit: number) => Uint8Array | undefined) | undefined = undefined;
  /** As `inflate`, with the number of bytes it read: something may follow. */
  inflatePart: ((bytes: Uint8Array, limit: number) => { bytes: Uint8Array; used: number } | undefined) | undefined =
    undefined;
  gunzip: ((bytes: Uint8Array, limit: number) => Uint8Array | undefined) | undefined = undefined;
}
export const COMPRESSION = new StateKey(() => new Compression());
