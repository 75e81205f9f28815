/**
 * The external term format.
 * OTP: external.c.
 */
import { type Bif, bifTable } from "../../runtime/bif.ts";
import { decodeEnv } from "../../runtime/decode_env.ts";
import type { Exec } from "../../runtime/exec.ts";
import { COMPRESSION } from "../../runtime/extension.ts";
import { inSteps, type LongWork, STEP_CELLS } from "../../runtime/long_work.ts";
import type { Result } from "../../runtime/signal.ts";
import { StateKey } from "../../runtime/state.ts";
import { atoms } from "../../term/atom.ts";
import { Bits, bytesOf, copyOfBytes, MAX_BINARY_BYTES } from "../../term/bits.ts";
import { MORE, TermDecoding } from "../../term/etf_decode.ts";
import { type EncodeOptions, encodeTerm, TermEncoding } from "../../term/etf_encode.ts";
import { Cons, NIL } from "../../term/list.ts";
import type { Term } from "../../term/term.ts";
import { Tuple2, tuple2 } from "../../term/tuple.ts";
import { BytesOut } from "../../util/bytes_out.ts";

const A = atoms("badopt", "compressed", "deterministic", "local", "minor_version", "safe", "used");

/** Bytes that count as one reduction, when they are made and, as terms take more room, when they are read. */
const BYTES_PER_REDUCTION = 128;
const BYTES_READ_PER_REDUCTION = 16;

/** A term up to this size is encoded at once. */
const AT_ONCE_BYTES = 1 << 20;

/** The buffer that terms are encoded into, reused from call to call. */
const BUFFER = new StateKey(() => new BytesOut(AT_ONCE_BYTES));

/** Options of term_to_binary/2; undefined: badarg. */
function encodeOptions(x: Exec, list: Term): EncodeOptions | undefined {
  const { vm } = x;
  let minorVersion = vm.release.utf8Atoms ? 2 : 1;
  let compressed = 0;
  let deterministic = false;
  let local = false;
  let l = list;
  while (l instanceof Cons && l !== NIL) {
    const o = l.head;
    if (o === A.compressed) compressed = -1;
    else if (o === A.deterministic) deterministic = true;
    else if (o === A.local && vm.release.utf8Atoms) local = true;
    else if (o instanceof Tuple2 && typeof o.e1 === "number") {
      if (o.e0 === A.minor_version && o.e1 >= 0 && o.e1 <= 2) minorVersion = o.e1;
      else if (o.e0 === A.compressed && o.e1 >= 0 && o.e1 <= 9) compressed = o.e1;
      else return undefined;
    } else return undefined;
    l = l.tail;
  }
  if (l !== NIL || (deterministic && local)) return undefined;
  return {
    node: vm.node,
    creation: vm.creation,
    minorVersion,
    deterministic,
    local,
    localSalt: vm.localSalt,
    compressed,
    deflate: compressed === 0 ? undefined : vm.state(COMPRESSION).deflate,
  };
}

/** Encodes a term and makes a result of the bytes. One that turns out to be long is begun again, in steps. */
function encode(x: Exec, t: Term, o: EncodeOptions, make: Make, name: string, args: readonly Term[]): Result {
  const out = x.vm.state(BUFFER);
  out.reset();
  if (!encodeTerm(t, o, out)) return inSteps(x, new LongEncoding(t, o, make), "erlang", name, ...args);
  x.reds -= Math.floor(out.n / BYTES_PER_REDUCTION);
  return made(out, make);
}

/** What is made of the bytes. */
const enum Make {
  Binary,
  Iovec,
  Size,
}

function made(out: BytesOut, make: Make): Term {
  if (make === Make.Size) return out.n;
  const b = copyOfBytes(out.bytes, 0, out.n);
  return make === Make.Binary ? b : new Cons(b, NIL);
}

class LongEncoding implements LongWork {
  private readonly out = new BytesOut(MAX_BINARY_BYTES, AT_ONCE_BYTES);
  private readonly encoding: TermEncoding;
  private readonly make: Make;
  constructor(t: Term, options: EncodeOptions, make: Make) {
    this.encoding = new TermEncoding(t, options, this.out);
    this.make = make;
  }
  step(x: Exec): Result | undefined {
    const fits = this.encoding.proceed(STEP_CELLS);
    return fits === undefined ? undefined : fits ? made(this.out, this.make) : x.systemLimit();
  }
}

function term_to_binary_1(x: Exec, t: Term): Result {
  return encode(x, t, encodeOptions(x, NIL) as EncodeOptions, Make.Binary, "term_to_binary", [t]);
}

function term_to_binary_2(x: Exec, t: Term, options: Term): Result {
  const o = encodeOptions(x, options);
  return o === undefined ? x.badarg() : encode(x, t, o, Make.Binary, "term_to_binary", [t, options]);
}

function term_to_iovec_1(x: Exec, t: Term): Result {
  return encode(x, t, encodeOptions(x, NIL) as EncodeOptions, Make.Iovec, "term_to_iovec", [t]);
}

function term_to_iovec_2(x: Exec, t: Term, options: Term): Result {
  const o = encodeOptions(x, options);
  return o === undefined ? x.badarg() : encode(x, t, o, Make.Iovec, "term_to_iovec", [t, options]);
}

function external_size_1(x: Exec, t: Term): Result {
  return encode(x, t, encodeOptions(x, NIL) as EncodeOptions, Make.Size, "external_size", [t]);
}

function external_size_2(x: Exec, t: Term, options: Term): Result {
  const o = encodeOptions(x, options);
  if (o === undefined || !hasSizeOptions(x, options)) return x.badarg();
  return encode(x, t, { ...o, compressed: 0, deflate: undefined }, Make.Size, "external_size", [t, options]);
}

/** Until OTP 25, the minor version alone, and that no higher than 1. */
function hasSizeOptions(x: Exec, options: Term): boolean {
  if (x.vm.release.utf8Atoms) return true;
  for (let l = options; l instanceof Cons && l !== NIL; l = l.tail) {
    if (!(l.head instanceof Tuple2) || l.head.e0 !== A.minor_version || l.head.e1 === 2) return false;
  }
  return true;
}

function binary_to_term_1(x: Exec, b: Term): Result {
  return decode(x, b, false, false, [b]);
}

function binary_to_term_2(x: Exec, b: Term, options: Term): Result {
  let safe = false;
  let used = false;
  let l = options;
  while (l instanceof Cons && l !== NIL) {
    if (l.head === A.safe) safe = true;
    else if (l.head === A.used) used = true;
    else return x.badargCause(A.badopt);
    l = l.tail;
  }
  return l === NIL ? decode(x, b, safe, used, [b, options]) : x.badargCause(A.badopt);
}

function decode(x: Exec, b: Term, safe: boolean, used: boolean, args: readonly Term[]): Result {
  if (!(b instanceof Bits) || (b.size & 7) !== 0) return x.badarg();
  const bytes = bytesOf(b);
  x.reds -= Math.floor(bytes.length / BYTES_READ_PER_REDUCTION);
  const decoding = new TermDecoding(bytes, decodeEnv(x.vm, safe));
  return inSteps(x, new Decoding(decoding, used), "erlang", "binary_to_term", ...args);
}

class Decoding implements LongWork {
  private readonly decoding: TermDecoding;
  private readonly used: boolean;
  constructor(decoding: TermDecoding, used: boolean) {
    this.decoding = decoding;
    this.used = used;
  }
  step(x: Exec): Result | undefined {
    const d = this.decoding.proceed(STEP_CELLS);
    if (d === MORE) return undefined;
    if (d === undefined) return x.badarg();
    return this.used ? tuple2(d.term, d.used) : d.term;
  }
}

export const erlangExternal: readonly Bif[] = bifTable("erlang", {
  "term_to_binary/1": {
    doc: "A term in the external format. system_limit when it is larger than a binary may be.",
    fn: term_to_binary_1,
  },
  "term_to_binary/2": { doc: "The same with options. badarg for wrong ones.", fn: term_to_binary_2 },
  "term_to_iovec/1": { doc: "As term_to_binary/1, as a list of binaries.", fn: term_to_iovec_1 },
  "term_to_iovec/2": { doc: "As term_to_binary/2, as a list of binaries.", fn: term_to_iovec_2 },
  "binary_to_term/1": { doc: "The term of a binary in the external format. badarg otherwise.", fn: binary_to_term_1 },
  "binary_to_term/2": { doc: "The same with options safe and used. badarg.", fn: binary_to_term_2 },
  "external_size/1": { doc: "Bytes that term_to_binary/1 gives at most.", fn: external_size_1 },
  "external_size/2": { doc: "Bytes that term_to_binary/2 gives at most, uncompressed.", fn: external_size_2 },
});
