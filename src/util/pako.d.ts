/** The part of pako 2.1 that is used here: it comes without types. */
declare module "pako" {
  export class Inflate {
    constructor(options?: { windowBits?: number; chunkSize?: number; raw?: boolean });
    push(data: Uint8Array, flush?: number | boolean): boolean;
    onData: (chunk: Uint8Array) => void;
    onEnd: (status: number) => void;
    err: number;
    msg: string;
    result: Uint8Array;
  }
  export class Deflate {
    constructor(options?: {
      level?: number;
      windowBits?: number;
      memLevel?: number;
      strategy?: number;
      chunkSize?: number;
      raw?: boolean;
      gzip?: boolean;
    });
    push(data: Uint8Array, flush?: number | boolean): boolean;
    onData: (chunk: Uint8Array) => void;
    onEnd: (status: number) => void;
    err: number;
    msg: string;
    result: Uint8Array;
  }
}
