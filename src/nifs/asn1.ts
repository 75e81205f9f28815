/**
 * asn1rt_nif: the parts of ASN.1's encodings that OTP has in C: tags, lengths and values of BER in both directions, and the
 * last step of PER, which puts the pieces that generated code gives one behind the other, bit by bit.
 * Invariant: neither direction recurses, however deep the values are nested.
 * OTP: asn1_erl_nif.c.
 */
import { type Bif, bifTable } from "../runtime/bif.ts";
import type { Exec } from "../runtime/exec.ts";
import type { Extension } from "../runtime/extension.ts";
import { iolistBytes } from "../runtime/iodata.ts";
import type { Result } from "../runtime/signal.ts";
import { type Atom, atoms } from "../term/atom.ts";
import { binary, type Bits, bytesOf, EMPTY_BINARY, isBinary } from "../term/bits.ts";
import { Cons, listFromArray, listToArray } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import { arity, element, Tuple, tuple2 } from "../term/tuple.ts";
import { packPer } from "./asn1_per.ts";

const A = atoms("error", "invalid_tag", "invalid_length", "invalid_value", "unknown");

const FORM = 0x20;
const INDEFINITE = 0x80;
/** Where OTP's function gives up, as it measures its C stack. */
const MAX_DEPTH = 585;

/** A constructed value whose parts are being read. */
interface Open {
  readonly tag: number;
  readonly parts: Term[];
  /** Behind the last part; undefined: two zero bytes follow that. */
  readonly end: number | undefined;
  /** Nothing of it lies behind this. */
  readonly limit: number;
}

class Decoder {
  readonly bytes: Uint8Array;
  at = 0;
  failure: Atom = A.unknown;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** One value as `{Tag, Binary | List}`; undefined: `failure` at `at`. */
  value(): Term | undefined {
    const open: Open[] = [];
    for (;;) {
      const outer = open.at(-1);
      const limit = outer?.limit ?? this.bytes.length;
      let done = this.start(limit, open);
      if (done === undefined) return undefined;
      // What has begun may be empty; what has ended may end those around it.
      for (;;) {
        const inner = open.at(-1);
        if (done !== "opened") {
          if (inner === undefined) return done;
          inner.parts.push(done);
        }
        if (inner === undefined) break;
        const ended = this.ended(inner);
        if (ended === undefined) return undefined;
        if (!ended) break;
        open.pop();
        done = tuple2(inner.tag, listFromArray(inner.parts));
      }
    }
  }

  /** Reads tag and length, and the value unless it has parts: then it is pushed to `open`. */
  private start(limit: number, open: Open[]): Term | "opened" | undefined {
    const { bytes } = this;
    if (this.at + 2 > limit) return this.fail(A.invalid_value);
    const constructed = ((bytes[this.at] as number) & FORM) !== 0;
    const tag = this.tag(limit);
    if (tag === undefined) return undefined;
    if (this.at >= limit) return this.fail(A.invalid_tag);
    if (open.length >= MAX_DEPTH) return this.fail(A.unknown);
    if (bytes[this.at] === INDEFINITE) {
      this.at++;
      if (this.at + 1 >= limit || !constructed) return this.fail(A.invalid_length);
      open.push({ tag, parts: [], end: undefined, limit });
      return "opened";
    }
    const length = this.length(limit);
    if (length === undefined) return undefined;
    if (length > limit - (this.at + 1)) return this.fail(A.invalid_value);
    const from = this.at + 1;
    if (constructed) {
      this.at = from;
      open.push({ tag, parts: [], end: from + length, limit: from + length });
      return "opened";
    }
    this.at = from + length;
    return tuple2(tag, binary(bytes.subarray(from, this.at)));
  }

  /** The class above bit 16, the number below. OTP takes numbers of two bytes, no longer ones. */
  private tag(limit: number): number | undefined {
    const { bytes } = this;
    const first = bytes[this.at] as number;
    const kind = (first & 0xc0) << 10;
    if ((first & 0x1f) < 31) {
      this.at++;
      return kind | (first & 0x1f);
    }
    if (this.at + 3 > limit) return this.fail(A.invalid_value);
    let high = 0;
    this.at++;
    if ((bytes[this.at] as number) >= 128) high = ((bytes[this.at++] as number) & 127) << 7;
    const low = bytes[this.at] as number;
    if (low >= 128) return this.fail(A.invalid_tag);
    this.at++;
    return kind | high | low;
  }

  /** Leaves `at` on the last byte of the length. */
  private length(limit: number): number | undefined {
    const first = this.bytes[this.at] as number;
    if (first < 128) return first;
    const size = first & 127;
    if (size > limit - (this.at + 1)) return this.fail(A.invalid_length);
    let length = 0;
    for (let i = 0; i < size; i++) {
      this.at++;
      if (length >= 2 ** 24) return this.fail(A.invalid_length);
      length = length * 256 + (this.bytes[this.at] as number);
    }
    return length;
  }

  /** Has the innermost value ended? Undefined: it has no end. */
  private ended({ end, limit }: Open): boolean | undefined {
    if (end !== undefined) return this.at >= end;
    if (this.at + 1 >= limit) return this.fail(A.invalid_length);
    if (this.bytes[this.at] !== 0 || this.bytes[this.at + 1] !== 0) return false;
    this.at += 2;
    return true;
  }

  private fail(failure: Atom): undefined {
    this.failure = failure;
  }
}

function decode_ber_tlv_raw_1(x: Exec, data: Term): Result {
  const bytes = iolistBytes(data);
  if (bytes === undefined) return x.badarg();
  const decoder = new Decoder(bytes);
  const value = decoder.value();
  if (value === undefined) return tuple2(A.error, tuple2(decoder.failure, decoder.at));
  return tuple2(value, binary(bytes.subarray(decoder.at)));
}

/** Bytes that are written from the last one to the first: a length is known when its value has been written. */
class Backwards {
  private bytes = new Uint8Array(256);
  private start = 256;

  get size(): number {
    return this.bytes.length - this.start;
  }
  byte(b: number): void {
    if (this.start === 0) this.grow(1);
    this.bytes[--this.start] = b;
  }
  all(bytes: Uint8Array): void {
    if (this.start < bytes.length) this.grow(bytes.length);
    this.start -= bytes.length;
    this.bytes.set(bytes, this.start);
  }
  written(): Uint8Array {
    return this.bytes.slice(this.start);
  }
  private grow(n: number): void {
    const more = new Uint8Array(Math.max(this.bytes.length * 2, this.size + n));
    more.set(this.bytes.subarray(this.start), more.length - this.size);
    this.start += more.length - this.bytes.length;
    this.bytes = more;
  }
}

/** A value of which everything behind the length has been written. */
interface Written {
  readonly tag: Term;
  /** Bytes that stood there before. */
  readonly before: number;
}

/** The bytes of `{Tag, Binary | List}`; undefined: it is no such term. */
function encodeBer(value: Term): Uint8Array | undefined {
  const out = new Backwards();
  const work: (Written | { readonly value: Term })[] = [{ value }];
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    if ("before" in next) {
      writeLength(out, out.size - next.before);
      if (!writeTag(out, next.tag, FORM)) return undefined;
      continue;
    }
    if (!(next.value instanceof Tuple) || arity(next.value) < 2) return undefined;
    const [tag, inner] = [element(next.value, 0), element(next.value, 1)];
    if (inner instanceof Cons) {
      const parts = listToArray(inner);
      if (parts === undefined) return undefined;
      work.push({ tag, before: out.size });
      for (const part of parts) work.push({ value: part });
    } else if (isBinary(inner)) {
      const bytes = bytesOf(inner as Bits);
      out.all(bytes);
      writeLength(out, bytes.length);
      if (!writeTag(out, tag, 0)) return undefined;
    } else return undefined;
  }
  return out.written();
}

function writeLength(out: Backwards, length: number): void {
  if (length < 128) {
    out.byte(length);
    return;
  }
  let size = 0;
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) {
    out.byte(rest % 256);
    size++;
  }
  out.byte(size | 128);
}

function writeTag(out: Backwards, tag: Term, form: number): boolean {
  if (typeof tag !== "number" || tag < 0 || tag > 0xffffffff) return false;
  const first = form | ((tag & 0x30000) >>> 10);
  let number = tag & 0xffff;
  if (number <= 30) {
    out.byte(first | number);
    return true;
  }
  out.byte(number & 127);
  for (number >>>= 7; number > 0; number >>>= 7) out.byte((number & 127) | 128);
  out.byte(first | 31);
  return true;
}

function encode_ber_tlv_1(_x: Exec, value: Term): Result {
  const bytes = encodeBer(value);
  return bytes === undefined ? tuple2(A.error, -1) : binary(bytes);
}

function encode_per_complete_1(x: Exec, data: Term): Result {
  const bytes = iolistBytes(data);
  if (bytes === undefined) return x.badarg();
  if (bytes.length === 0) return EMPTY_BINARY;
  const packed = packPer(bytes);
  // OTP's error is the character "1".
  return packed === undefined ? tuple2(A.error, 0x31) : binary(packed);
}

const nif = true;

export const ASN1_NIFS: readonly Bif[] = bifTable("asn1rt_nif", {
  "decode_ber_tlv_raw/1": {
    doc: "`{{Tag, Binary | List}, Rest}` of BER, or `{error, {Reason, Position}}`.",
    fn: decode_ber_tlv_raw_1,
    nif,
  },
  "encode_ber_tlv/1": { doc: "BER of `{Tag, Binary | List}`, or `{error, -1}`.", fn: encode_ber_tlv_1, nif },
  "encode_per_complete/1": {
    doc: "PER of the instructions that generated encoders give, or `{error, $1}`.",
    fn: encode_per_complete_1,
    nif,
  },
});

export const ASN1: Extension = { name: "asn1", bifs: ASN1_NIFS };
