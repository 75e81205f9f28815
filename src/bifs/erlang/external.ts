/**
 * The external term format.
 * OTP: external.c.
 */
import { type Bif, bifTable } from "../../runtime/bif.ts";
import { decodeEnv } from "../../runtime/decode_env.ts";
import type { Exec } from "../../runtime/exec.ts";
import { COMPRESSION } from "../../runtime/extension.ts";
import type { Result } from "../../runtime/signal.ts";
import { StateKey } from "../../runtime/state.ts";
import { atoms } from "../../term/atom.ts";
import { Bits, bytesOf, copyOfBytes, MAX_BINARY_BYTES } from "../../term/bits.ts";
import { decodeTerm } from "../../term/etf_decode.ts";
import { type EncodeOptions, encodeTerm } from "../../term/etf_encode.ts";
import { Cons, NIL } from "../../term/list.ts";
import type { Term } from "../../term/term.ts";
import { Tuple2, tuple2 } from "../../term/tuple.ts";
import { BytesOut } from "../../util/bytes_out.ts";

const A = atoms("badopt", "compressed", "deterministic", "local", "minor_version", "safe", "used");

/** Bytes that count as one reduction. */
const BYTES_PER_REDUCTION = 128;

/** The buffer that terms are encoded into, reused from call to call. */
const BUFFER = new StateKey(() => new BytesOut(MAX_BINARY_BYTES));

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

/** Encodes into the buffer: its bytes are the result, until the next call. undefined: too large for a binary. */
function encode(x: Exec, t: Term, options: EncodeOptions): BytesOut | undefined {
  const out = x.vm.state(BUFFER);
  out.reset();
  const fits = encodeTerm(t, options, out);
  x.reds -= Math.floor(out.n / BYTES_PER_REDUCTION);
  if (fits) return out;
  out.reset();
  return undefined;
}

function term_to_binary_1(x: Exec, t: Term): Result {
  return term_to_binary_2(x, t, NIL);
}

function term_to_binary_2(x: Exec, t: Term, options: Term): Result {
  const o = encodeOptions(x, options);
  if (o === undefined) return x.badarg();
  const out = encode(x, t, o);
  return out === undefined ? x.systemLimit() : copyOfBytes(out.bytes, 0, out.n);
}

function term_to_iovec_1(x: Exec, t: Term): Result {
  return term_to_iovec_2(x, t, NIL);
}

function term_to_iovec_2(x: Exec, t: Term, options: Term): Result {
  const r = term_to_binary_2(x, t, options);
  return r instanceof Bits ? new Cons(r, NIL) : r;
}

function external_size_1(x: Exec, t: Term): Result {
  return external_size_2(x, t, NIL);
}

function external_size_2(x: Exec, t: Term, options: Term): Result {
  const o = encodeOptions(x, options);
  if (o === undefined || !hasSizeOptions(x, options)) return x.badarg();
  const out = encode(x, t, { ...o, compressed: 0, deflate: undefined });
  return out === undefined ? x.systemLimit() : out.n;
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
  return binary_to_term_2(x, b, NIL);
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
  if (l !== NIL) return x.badargCause(A.badopt);
  if (!(b instanceof Bits) || (b.size & 7) !== 0) return x.badarg();
  const bytes = bytesOf(b);
  x.reds -= Math.floor(bytes.length / BYTES_PER_REDUCTION);
  const d = decodeTerm(bytes, decodeEnv(x.vm, safe));
  if (d === undefined) return x.badarg();
  return used ? tuple2(d.term, d.used) : d.term;
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
