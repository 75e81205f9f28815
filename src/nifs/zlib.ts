/**
 * zlib's NIFs over pako. A stream is a resource that only its controlling process may use.
 * Input waits in a queue of binaries; each call of deflate_nif or inflate_nif takes some of it and gives one block of output.
 * OTP: zlib_nif.c; the rest is Erlang code in zlib.erl.
 */
import crc32 from "pako/lib/zlib/crc32.js";
import adler32 from "pako/lib/zlib/adler32.js";
import deflate from "pako/lib/zlib/deflate.js";
import inflate from "pako/lib/zlib/inflate.js";
import ZStream from "pako/lib/zlib/zstream.js";
import { type Atom, atoms } from "../term/atom.ts";
import { binary, type Bits, bytesOf, isBinary } from "../term/bits.ts";
import { Pid } from "../term/identifier.ts";
import { list, listToArray, NIL } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import { tuple2, tuple3 } from "../term/tuple.ts";
import { deflateParams, deflateZlib, inflateAnew, inflateDictionary } from "../util/deflate.ts";
import { type Bif, bifTable } from "../runtime/bif.ts";
import type { Exec } from "../runtime/exec.ts";
import { COMPRESSION, type Extension } from "../runtime/extension.ts";
import { iolistBytes } from "../runtime/iodata.ts";
import { makeResource, resource } from "../runtime/resource.ts";
import type { Result } from "../runtime/signal.ts";

const A = atoms(
  "ok",
  "error",
  "empty",
  "continue",
  "finished",
  "need_dictionary",
  "not_on_controlling_process",
  "not_initialized",
  "already_initialized",
  "stream_end",
  "stream_error",
  "data_error",
  "mem_error",
  "buf_error",
  "version_error",
  "unknown_error",
);

const Z_OK = 0;
const Z_STREAM_END = 1;
const Z_NEED_DICT = 2;
const Z_STREAM_ERROR = -2;
const Z_DATA_ERROR = -3;
const Z_MEM_ERROR = -4;
const Z_BUF_ERROR = -5;
const Z_VERSION_ERROR = -6;
const Z_NO_FLUSH = 0;

const enum State {
  None = 0,
  Deflate = 1,
  Inflate = 2,
  Closed = 3,
}

/** What happens to input after the end of the compressed stream. */
const enum AtEnd {
  Error = 0,
  Reset = 1,
  Cut = 2,
}

class Stream {
  z = new ZStream();
  state: State = State.None;
  owner: Pid;
  atEnd: AtEnd = AtEnd.Cut;
  endSeen = false;
  raw = false;
  /** CRCs of plain data, for zlib:crc32/1 of OTP 25 (raw streams only). */
  inputCrc: number | undefined = undefined;
  outputCrc: number | undefined = undefined;
  /** zlib:setBufSize/2 of OTP 25. */
  bufferSize = 4000;
  /** Input not yet taken: `queue[0]` from `taken` on, then the rest. */
  queue: Uint8Array[] = [];
  taken = 0;
  queued = 0;
  stash: Term | undefined = undefined;
  constructor(owner: Pid) {
    this.owner = owner;
  }
  /** Removes `n` bytes from the queue's head. */
  dequeue(n: number): void {
    this.queued -= n;
    let rest = this.taken + n;
    let i = 0;
    while (i < this.queue.length && rest >= (this.queue[i] as Uint8Array).length) {
      rest -= (this.queue[i] as Uint8Array).length;
      i++;
    }
    if (i > 0) this.queue.splice(0, i);
    this.taken = rest;
  }
  clearInput(): void {
    this.queue = [];
    this.taken = 0;
    this.queued = 0;
    this.stash = undefined;
  }
}

/** A result code as a value or exception. OTP: zlib_return(). */
function returned(x: Exec, code: number): Result {
  switch (code) {
    case Z_OK:
      return A.ok;
    case Z_STREAM_END:
      return A.stream_end;
    case Z_STREAM_ERROR:
      return x.error(A.stream_error);
    case Z_DATA_ERROR:
      return x.error(A.data_error);
    case Z_MEM_ERROR:
      return A.mem_error;
    case Z_BUF_ERROR:
      return A.buf_error;
    case Z_VERSION_ERROR:
      return A.version_error;
    default:
      return A.unknown_error;
  }
}

/** Why the stream may not be used now, or undefined: it may. */
function refused(x: Exec, d: Stream, needed: State | undefined): Atom | undefined {
  if (d.owner !== x.process.pid) return A.not_on_controlling_process;
  if (needed !== undefined && d.state !== needed) {
    return needed === State.None ? A.already_initialized : A.not_initialized;
  }
  return undefined;
}

function isInt(t: Term): t is number {
  return typeof t === "number" && t === (t | 0);
}

// -- The stream itself.

function open_nif_0(x: Exec): Result {
  return makeResource(x, new Stream(x.process.pid));
}

function close_nif_1(x: Exec, z: Term): Result {
  const d = resource(z, Stream);
  if (d === undefined) return x.badarg();
  const no = refused(x, d, undefined);
  if (no !== undefined) return x.error(no);
  if (d.state === State.Closed) return x.error(A.not_initialized);
  d.z = new ZStream();
  d.stash = undefined;
  d.state = State.Closed;
  return A.ok;
}

function set_controller_nif_2(x: Exec, z: Term, pid: Term): Result {
  const d = resource(z, Stream);
  if (d === undefined || !(pid instanceof Pid) || pid.node !== undefined) return x.badarg();
  const no = refused(x, d, undefined);
  if (no !== undefined) return x.error(no);
  d.owner = pid.process?.pid ?? pid;
  return A.ok;
}

function getStash_nif_1(x: Exec, z: Term): Result {
  const d = resource(z, Stream);
  if (d === undefined) return x.badarg();
  const no = refused(x, d, undefined);
  if (no !== undefined) return x.error(no);
  return d.stash === undefined ? A.empty : tuple2(A.ok, d.stash);
}

function clearStash_nif_1(x: Exec, z: Term): Result {
  const d = resource(z, Stream);
  if (d === undefined) return x.badarg();
  const no = refused(x, d, undefined) ?? (d.stash === undefined ? A.error : undefined);
  if (no !== undefined) return x.error(no);
  d.stash = undefined;
  return A.ok;
}

function setStash_nif_2(x: Exec, z: Term, term: Term): Result {
  const d = resource(z, Stream);
  if (d === undefined) return x.badarg();
  const no = refused(x, d, undefined) ?? (d.stash !== undefined ? A.error : undefined);
  if (no !== undefined) return x.error(no);
  d.stash = term;
  return A.ok;
}

function enqueue_nif_2(x: Exec, z: Term, vector: Term): Result {
  const d = resource(z, Stream);
  if (d === undefined) return x.badarg();
  const no = refused(x, d, undefined);
  if (no !== undefined) return x.error(no);
  if (d.state !== State.Deflate && d.state !== State.Inflate) return x.error(A.not_initialized);
  const items = listToArray(vector);
  if (items === undefined || !items.every((b) => isBinary(b))) return x.badarg();
  for (const item of items) {
    const bytes = bytesOf(item as Bits);
    if (bytes.length === 0) continue;
    d.queue.push(bytes);
    d.queued += bytes.length;
  }
  return A.ok;
}

// -- Deflate.

function deflateInit_nif_6(x: Exec, z: Term, level: Term, method: Term, bits: Term, memory: Term, how: Term): Result {
  const d = resource(z, Stream);
  if (d === undefined || !isInt(level) || !isInt(method) || !isInt(bits) || !isInt(memory) || !isInt(how)) {
    return x.badarg();
  }
  const no = refused(x, d, State.None);
  if (no !== undefined) return x.error(no);
  const code = deflate.deflateInit2(d.z, level, method, bits, memory, how);
  if (code === Z_OK) {
    d.state = State.Deflate;
    d.endSeen = false;
    d.raw = bits < 0;
    d.inputCrc = d.raw ? 0 : undefined;
    d.outputCrc = undefined;
  }
  return returned(x, code);
}

function deflateSetDictionary_nif_2(x: Exec, z: Term, data: Term): Result {
  const d = resource(z, Stream);
  const dictionary = iolistBytes(data);
  if (d === undefined || dictionary === undefined) return x.badarg();
  const no = refused(x, d, State.Deflate);
  if (no !== undefined) return x.error(no);
  const code = deflate.deflateSetDictionary(d.z, dictionary);
  if (code !== Z_OK) return returned(x, code);
  const sum = d.raw ? adler32(0, dictionary, dictionary.length, 0) : d.z.adler;
  return x.vm.release.otp === 25 ? sum | 0 : sum >>> 0;
}

function deflateReset_nif_1(x: Exec, z: Term): Result {
  const d = resource(z, Stream);
  if (d === undefined) return x.badarg();
  const no = refused(x, d, State.Deflate);
  if (no !== undefined) return x.error(no);
  const code = deflate.deflateReset(d.z);
  if (d.inputCrc !== undefined) d.inputCrc = 0;
  d.endSeen = false;
  d.clearInput();
  return returned(x, code);
}

function deflateEnd_nif_1(x: Exec, z: Term): Result {
  const d = resource(z, Stream);
  if (d === undefined) return x.badarg();
  const no = refused(x, d, State.Deflate);
  if (no !== undefined) return x.error(no);
  let code = deflate.deflateEnd(d.z);
  if (code === Z_OK && d.queued > 0) code = Z_DATA_ERROR;
  d.clearInput();
  d.state = State.None;
  d.z = new ZStream();
  return returned(x, code);
}

function deflateParams_nif_3(x: Exec, z: Term, level: Term, strategy: Term): Result {
  const d = resource(z, Stream);
  if (d === undefined || !isInt(level) || !isInt(strategy)) return x.badarg();
  const no = refused(x, d, State.Deflate);
  if (no !== undefined) return x.error(no);
  // All was flushed before, so nothing comes out: one byte of room tells if something does.
  d.z.output = new Uint8Array(1);
  d.z.next_out = 0;
  d.z.avail_out = 1;
  const code = deflateParams(d.z, level, strategy);
  return returned(x, d.z.avail_out === 0 ? Z_STREAM_ERROR : code);
}

function deflate_nif_4(x: Exec, z: Term, inputSize: Term, outputSize: Term, flush: Term): Result {
  const d = resource(z, Stream);
  if (d === undefined || !isInt(inputSize) || !isInt(outputSize) || !isInt(flush)) return x.badarg();
  const no = refused(x, d, State.Deflate);
  if (no !== undefined) return x.error(no);
  return codec(x, d, deflate.deflate, inputSize, outputSize, flush);
}

// -- Inflate.

function inflateInit_nif_3(x: Exec, z: Term, bits: Term, atEnd: Term): Result {
  const d = resource(z, Stream);
  if (d === undefined || !isInt(bits) || !isInt(atEnd)) return x.badarg();
  const no = refused(x, d, State.None);
  if (no !== undefined) return x.error(no);
  const code = inflate.inflateInit2(d.z, bits);
  if (code === Z_OK) {
    d.state = State.Inflate;
    d.atEnd = atEnd as AtEnd;
    d.endSeen = false;
    d.raw = bits < 0;
    d.outputCrc = d.raw ? 0 : undefined;
    d.inputCrc = undefined;
  }
  return returned(x, code);
}

function inflateSetDictionary_nif_2(x: Exec, z: Term, data: Term): Result {
  const d = resource(z, Stream);
  const dictionary = iolistBytes(data);
  if (d === undefined || dictionary === undefined) return x.badarg();
  const no = refused(x, d, State.Inflate);
  if (no !== undefined) return x.error(no);
  return returned(x, inflate.inflateSetDictionary(d.z, dictionary));
}

function inflateGetDictionary_nif_1(x: Exec, z: Term): Result {
  const d = resource(z, Stream);
  if (d === undefined) return x.badarg();
  const no = refused(x, d, State.Inflate);
  if (no !== undefined) return x.error(no);
  return binary(inflateDictionary(d.z));
}

function inflateReset_nif_1(x: Exec, z: Term): Result {
  const d = resource(z, Stream);
  if (d === undefined) return x.badarg();
  const no = refused(x, d, State.Inflate);
  if (no !== undefined) return x.error(no);
  const code = inflateAnew(d.z);
  if (d.outputCrc !== undefined) d.outputCrc = 0;
  d.endSeen = false;
  d.clearInput();
  return returned(x, code);
}

function inflateEnd_nif_1(x: Exec, z: Term): Result {
  const d = resource(z, Stream);
  if (d === undefined) return x.badarg();
  const no = refused(x, d, State.Inflate);
  if (no !== undefined) return x.error(no);
  let code = inflate.inflateEnd(d.z);
  if (code === Z_OK && (!d.endSeen || d.queued > 0)) code = Z_DATA_ERROR;
  d.clearInput();
  d.state = State.None;
  d.z = new ZStream();
  return returned(x, code);
}

function inflate_nif_4(x: Exec, z: Term, inputSize: Term, outputSize: Term, flush: Term): Result {
  const d = resource(z, Stream);
  if (d === undefined || !isInt(inputSize) || !isInt(outputSize) || !isInt(flush)) return x.badarg();
  const no = refused(x, d, State.Inflate);
  if (no !== undefined) return x.error(no);
  if (d.endSeen && d.queued > 0) {
    if (d.atEnd === AtEnd.Error) return returned(x, Z_DATA_ERROR);
    if (d.atEnd === AtEnd.Reset) {
      const code = inflateAnew(d.z);
      if (code !== Z_OK) return returned(x, code);
      d.endSeen = false;
    } else d.clearInput();
  }
  return codec(x, d, inflate.inflate, inputSize, outputSize, flush);
}

// -- One block of work.

type Codec = (z: ZStream, flush: number) => number;

/** Reductions that OTP gives a NIF for a whole time slice. */
const SLICE_REDUCTIONS = 4000;

/** Takes up to `limit` bytes of input, as many as fill the output. OTP: zlib_flush_queue(). */
function run(x: Exec, d: Stream, step: Codec, limit: number, flush: number): { code: number; took: number } {
  const z = d.z;
  let code = Z_OK;
  let took = 0;
  let percent = 0;
  let from = d.taken;
  for (let i = 0; code === Z_OK && i < d.queue.length && took < limit; i++) {
    const part = d.queue[i] as Uint8Array;
    const size = Math.min(part.length - from, limit);
    z.input = part;
    z.next_in = from;
    z.avail_in = size;
    code = step(z, Z_NO_FLUSH);
    const used = size - z.avail_in;
    took += used;
    if (d.inputCrc !== undefined) d.inputCrc = crc32(d.inputCrc, part, used, from);
    percent += Math.max(1, Math.floor((100 * used) / limit));
    if (percent >= 100) break;
    from = 0;
  }
  x.reds -= (SLICE_REDUCTIONS / 100) * Math.min(percent, 100);
  d.dequeue(took);
  if (code === Z_OK && d.queued === 0 && z.avail_out > 0) {
    // The end of the input: what zlib holds back comes out as `flush` says. Needed without flush as well, since
    // the output may have been full before.
    z.input = EMPTY;
    z.next_in = 0;
    z.avail_in = 0;
    code = step(z, flush);
  }
  z.input = EMPTY;
  return { code, took };
}
const EMPTY = new Uint8Array(0);

function codec(x: Exec, d: Stream, step: Codec, inputSize: number, outputSize: number, flush: number): Result {
  if (outputSize < 0 || inputSize <= 0) return x.badarg();
  const z = d.z;
  const out = new Uint8Array(outputSize);
  z.output = out;
  z.next_out = 0;
  z.avail_out = outputSize;
  const { code, took } = run(x, d, step, inputSize, flush);
  const made = outputSize - z.avail_out;
  z.output = EMPTY;
  if (code < 0 && code !== Z_BUF_ERROR) return returned(x, code);
  if (code === Z_STREAM_END) d.endSeen = true;
  if (d.outputCrc !== undefined) d.outputCrc = crc32(d.outputCrc, out, made, 0);
  // No progress at all: the input is malformed.
  if (took === 0 && made === 0 && d.queued !== 0) return returned(x, Z_DATA_ERROR);
  const bytes = made === outputSize ? out : out.slice(0, made);
  const output = made > 0 ? list(binary(bytes)) : NIL;
  if (d.queued === 0 && made < outputSize) return tuple2(A.finished, output);
  if (code !== Z_NEED_DICT) return tuple2(A.continue, output);
  return tuple3(A.need_dictionary, x.vm.release.otp === 25 ? z.adler | 0 : z.adler >>> 0, output);
}

// -- OTP 25 only.

function crc32_nif_1(x: Exec, z: Term): Result {
  const d = resource(z, Stream);
  if (d === undefined) return x.badarg();
  const no = refused(x, d, undefined);
  if (no !== undefined) return x.error(no);
  if (d.state === State.Deflate) return (d.inputCrc ?? 0) >>> 0;
  if (d.state === State.Inflate) return (d.outputCrc ?? 0) >>> 0;
  return x.error(A.not_initialized);
}

function getBufSize_nif_1(x: Exec, z: Term): Result {
  const d = resource(z, Stream);
  if (d === undefined) return x.badarg();
  const no = refused(x, d, undefined);
  return no !== undefined ? x.error(no) : d.bufferSize;
}

function setBufSize_nif_2(x: Exec, z: Term, size: Term): Result {
  const d = resource(z, Stream);
  if (d === undefined) return x.badarg();
  const no = refused(x, d, undefined);
  if (no !== undefined) return x.error(no);
  if (!isInt(size)) return x.badarg();
  d.bufferSize = size;
  return A.ok;
}

const nif = true;

export const ZLIB_NIFS: readonly Bif[] = bifTable("zlib", {
  "open_nif/0": { doc: "A new stream, controlled by the calling process.", fn: open_nif_0, nif },
  "close_nif/1": { doc: "Closes a stream.", fn: close_nif_1, nif },
  "set_controller_nif/2": { doc: "Gives a stream to another process.", fn: set_controller_nif_2, nif },
  "getStash_nif/1": { doc: "`{ok, Term}` that the stream keeps, or `empty`.", fn: getStash_nif_1, nif },
  "clearStash_nif/1": { doc: "Forgets the term that the stream keeps.", fn: clearStash_nif_1, nif },
  "setStash_nif/2": { doc: "Makes the stream keep a term.", fn: setStash_nif_2, nif },
  "enqueue_nif/2": { doc: "Queues a list of binaries as input.", fn: enqueue_nif_2, nif },
  "deflateInit_nif/6": { doc: "Starts to compress.", fn: deflateInit_nif_6, nif },
  "deflateSetDictionary_nif/2": { doc: "Sets the dictionary; its checksum.", fn: deflateSetDictionary_nif_2, nif },
  "deflateReset_nif/1": { doc: "Starts again with the same settings.", fn: deflateReset_nif_1, nif },
  "deflateEnd_nif/1": { doc: "Ends compressing; data_error with input left.", fn: deflateEnd_nif_1, nif },
  "deflateParams_nif/3": { doc: "Another level and strategy from here on.", fn: deflateParams_nif_3, nif },
  "deflate_nif/4": { doc: "Compresses some of the input: `{continue | finished, Output}`.", fn: deflate_nif_4, nif },
  "inflateInit_nif/3": { doc: "Starts to decompress.", fn: inflateInit_nif_3, nif },
  "inflateSetDictionary_nif/2": { doc: "Sets the dictionary asked for.", fn: inflateSetDictionary_nif_2, nif },
  "inflateGetDictionary_nif/1": { doc: "The present dictionary.", fn: inflateGetDictionary_nif_1, nif },
  "inflateReset_nif/1": { doc: "Starts again with the same settings.", fn: inflateReset_nif_1, nif },
  "inflateEnd_nif/1": { doc: "Ends decompressing; data_error before the stream's end.", fn: inflateEnd_nif_1, nif },
  "inflate_nif/4": {
    doc: "Decompresses some of the input: `{continue | finished, Output}` or `{need_dictionary, Adler, Output}`.",
    fn: inflate_nif_4,
    nif,
  },
  "crc32_nif/1": { doc: "CRC of the plain data of a raw stream.", fn: crc32_nif_1, nif, releases: [25] },
  "getBufSize_nif/1": { doc: "The stream's buffer size.", fn: getBufSize_nif_1, nif, releases: [25] },
  "setBufSize_nif/2": { doc: "Sets the stream's buffer size.", fn: setBufSize_nif_2, nif, releases: [25] },
});

/** Compression as an extension of a VM. */
export const ZLIB: Extension = {
  name: "zlib",
  bifs: ZLIB_NIFS,
  install(vm) {
    vm.state(COMPRESSION).deflate = deflateZlib;
  },
};
