/**
 * The external term format, decoding: any bytes to a term, or undefined.
 *
 * Invariants: nothing is allocated that the bytes still to come could not fill (each element takes a byte at least), and
 * depth costs memory only: containers under way are frames on an explicit stack.
 * OTP: dec_term() and decoded_size() in external.c.
 */
import { bigFromBytes } from "../util/bigbits.ts";
import { latin1Decode, utf8Decode } from "../util/utf8.ts";
import { normalize } from "./arith.ts";
import { type Atom, type AtomTable, MAX_ATOM_CHARACTERS } from "./atom.ts";
import { Bits, copyOfBytes } from "./bits.ts";
import * as T from "./etf_tags.ts";
import { Float } from "./float.ts";
import { parseFloatText } from "./float_text.ts";
import { type Fun, type FunCode, funFromArray } from "./fun.ts";
import { Pid, Port, Ref } from "./identifier.ts";
import { Cons, NIL } from "./list.ts";
import { compareKeys } from "./compare.ts";
import { MAP_SMALL_LIMIT } from "./map.ts";
import { termArray } from "./map_flat.ts";
import { mapFromPairs, mapFromSortedUnique } from "./map_ops.ts";
import { NativeRecord } from "./native_record.ts";
import { blockHash } from "./phash.ts";
import type { Term } from "./term.ts";
import { EMPTY_TUPLE, MAX_ARITY, Tuple2, Tuple3, Tuple4, tupleFromArray } from "./tuple.ts";

/** What inflating gives: the bytes, and how many of the compressed ones that took. */
export interface Inflated {
  readonly bytes: Uint8Array;
  readonly used: number;
}

/** What decoding needs of the VM. */
export interface DecodeEnv {
  readonly atoms: AtomTable;
  /** This node's name and creation: identifiers with both become local. */
  readonly node: Atom;
  readonly creation: number;
  /** `safe`: no new atoms, no funs of functions that do not exist. */
  readonly safe: boolean;
  /** Largest integers, in bits. */
  readonly maxIntegerBits: number;
  /** The release reads LOCAL_EXT; native records. */
  readonly localFormat: boolean;
  readonly nativeRecords: boolean;
  /** What the hashes of LOCAL_EXT start from: a secret of the VM. */
  readonly localSalt: number;
  /** Bits of the numbers of this node's ports. */
  readonly portBits: number;
  /** undefined: no pid of this node can have these numbers. */
  localPid(id: number, serial: number): Pid | undefined;
  localRef(n0: number, n1: number, n2: number, more: readonly number[] | undefined, words: number): Ref;
  /** `fun M:F/A`; undefined: `mustExist` and it does not. */
  externalFun(module: Atom, name: Atom, arity: number, mustExist: boolean): Fun | undefined;
  /** The code of a local fun, a stand-in where the module's code is another or not loaded. */
  localFun(
    module: Atom,
    uniq: Uint8Array,
    index: number,
    oldIndex: number,
    oldUniq: number,
    arity: number,
    numFree: number,
  ): FunCode | undefined;
  /** zlib; undefined result: corrupt or more than `limit` bytes. Undefined: compressed terms are refused. */
  readonly inflate: ((bytes: Uint8Array, limit: number) => Inflated | undefined) | undefined;
}

export interface Decoded {
  readonly term: Term;
  /** How many of the bytes the term took. */
  readonly used: number;
}

/** Decodes the external term at the start of `bytes`; what follows it is ignored. undefined: no external term. */
export function decodeTerm(bytes: Uint8Array, env: DecodeEnv): Decoded | undefined {
  return new TermDecoding(bytes, env).proceed(Infinity) as Decoded | undefined;
}

/** There is more to decode. */
export const MORE = Symbol("more");

/** Decodes in steps the external term at the start of some bytes. */
export class TermDecoding {
  private readonly decoder: Decoder | undefined;
  /** For a compressed term, how many bytes it takes. */
  private readonly used: number | undefined = undefined;
  constructor(bytes: Uint8Array, env: DecodeEnv) {
    if (bytes.length < 1 || bytes[0] !== T.VERSION_MAGIC) return;
    if (bytes.length < 6 || bytes[1] !== T.COMPRESSED) {
      this.decoder = new Decoder(bytes, 1, env);
      return;
    }
    if (env.inflate === undefined) return;
    const size = ((bytes[2]! << 24) | (bytes[3]! << 16) | (bytes[4]! << 8) | bytes[5]!) >>> 0;
    const inflated = env.inflate(bytes.subarray(6), size);
    if (inflated === undefined || inflated.bytes.length !== size) return;
    this.used = 6 + inflated.used;
    this.decoder = new Decoder(inflated.bytes, 0, env);
  }

  /** Decodes about `parts` leaves and containers. undefined: no external term. */
  proceed(parts: number): Decoded | typeof MORE | undefined {
    const { decoder } = this;
    const term = decoder?.decode(parts);
    if (term === undefined || term === MORE) return term;
    return { term, used: this.used ?? (decoder as Decoder).at };
  }
}

const LIST = 0;
const TUPLE = 1;
const MAP = 2;
const FUN = 3;
const RECORD = 4;
const LOCAL = 5;

/** What a container under way is besides its parts: funs and records, and where a local term's hashed bytes begin. */
interface Head {
  readonly code?: FunCode;
  readonly module?: Atom;
  readonly name?: Atom;
  readonly fields?: readonly Atom[];
  readonly exported?: boolean;
  readonly start?: number;
  readonly hash?: number;
}

/** Stands for "a container was opened" where a term would be. */
const OPEN = Symbol("open");
/** Nothing came of this tag: read on. */
const AGAIN = Symbol("again");
/** The node's name in identifiers of the local format. */
const HERE = Symbol("here");

const MAX_REFERENCE = 1 << 18;
const MAX_FREE = 255;
const doubles = new DataView(new ArrayBuffer(8));

/** Where `Decoder.decode` goes on. */
class UnderWay {
  readonly values: Term[] = [NIL];
  readonly outer: number[] = [];
  readonly heads: (Head | undefined)[] = [];
  readonly lists: Cons[] = [];
  sp = 0;
  first: Cons = NIL;
  last: Cons = NIL;
  kind = -1;
  total = 0;
  need = 0;
  head: Head | undefined = undefined;
}

class Decoder {
  private readonly bytes: Uint8Array;
  private readonly end: number;
  at: number;
  private readonly env: DecodeEnv;
  private local = false;
  // The container that `open` opened.
  private openKind = 0;
  private openNeed = 0;
  private openHead: Head | undefined = undefined;
  private under: UnderWay = new UnderWay();
  /** The keys of the last small map: maps that have the same share them. */
  private lastKeys: readonly Term[] = [];

  constructor(bytes: Uint8Array, at: number, env: DecodeEnv) {
    this.bytes = bytes;
    this.end = bytes.length;
    this.at = at;
    this.env = env;
  }

  /**
   * A list grows at its end; the parts of other containers under way stand on a stack. Of each container, its kind, number
   * of parts and parts still missing stand on others.
   */
  decode(parts: number): Term | typeof MORE | undefined {
    const { under } = this;
    const { values, outer, heads, lists } = under;
    let { sp, first, last, kind, total, need, head } = under;
    let left = parts;
    for (;;) {
      if (--left < 0) {
        this.under = { values, outer, heads, lists, sp, first, last, kind, total, need, head };
        return MORE;
      }
      let v = this.next();
      if (v === undefined) return undefined;
      if (v === AGAIN) continue;
      if (v === OPEN) {
        outer.push(kind, total, need);
        if (kind === LIST) lists.push(first, last);
        else if (kind > TUPLE) heads.push(head);
        first = last = NIL;
        kind = this.openKind;
        need = total = this.openNeed;
        head = this.openHead;
        continue;
      }
      // A finished term goes into the container above it, which may thereby be finished as well.
      for (;;) {
        if (kind < 0) return v as Term;
        if (kind === LIST) {
          if (--need === 0) {
            last.tail = v as Term;
            v = first;
          } else {
            const cell = new Cons(v as Term, NIL);
            if (first === NIL) first = cell;
            else last.tail = cell;
            last = cell;
            break;
          }
        } else {
          values[sp++] = v as Term;
          if (--need > 0) break;
          sp -= total;
          v = kind === TUPLE ? tupleOf(values, sp, total) : this.close(kind, head, values, sp, sp + total);
          if (v === undefined) return undefined;
        }
        need = outer.pop() as number;
        total = outer.pop() as number;
        kind = outer.pop() as number;
        if (kind === LIST) {
          last = lists.pop() as Cons;
          first = lists.pop() as Cons;
        } else if (kind > TUPLE) head = heads.pop();
      }
    }
  }

  private has(n: number): boolean {
    return n <= this.end - this.at;
  }
  private u8(): number {
    return this.bytes[this.at++]!;
  }
  private u16(): number {
    return (this.u8() << 8) | this.u8();
  }
  private i32(): number {
    const b = this.bytes;
    const p = this.at;
    this.at = p + 4;
    return (b[p]! << 24) | (b[p + 1]! << 16) | (b[p + 2]! << 8) | b[p + 3]!;
  }
  private u32(): number {
    return this.i32() >>> 0;
  }

  private open(kind: number, need: number, head?: Head): typeof OPEN {
    this.openKind = kind;
    this.openNeed = need;
    this.openHead = head;
    return OPEN;
  }

  /** The next term if it has no parts, OPEN for a container's head, undefined for an error. */
  private next(): Term | typeof OPEN | typeof AGAIN | undefined {
    if (!this.has(1)) return undefined;
    const tag = this.u8();
    switch (tag) {
      case T.SMALL_INTEGER_EXT:
        return this.has(1) ? this.u8() : undefined;
      case T.INTEGER_EXT:
        return this.has(4) ? this.i32() : undefined;
      case T.NIL_EXT:
        return NIL;
      case T.ATOM_EXT:
      case T.SMALL_ATOM_EXT:
      case T.ATOM_UTF8_EXT:
      case T.SMALL_ATOM_UTF8_EXT:
        return this.atomOf(tag);
      case T.SMALL_TUPLE_EXT:
        return this.has(1) ? this.tuple(this.u8()) : undefined;
      case T.LARGE_TUPLE_EXT:
        return this.has(4) ? this.tuple(this.u32()) : undefined;
      case T.LIST_EXT:
        return this.list();
      case T.STRING_EXT:
        return this.string();
      case T.BINARY_EXT:
        return this.binary();
      case T.BIT_BINARY_EXT:
        return this.bitBinary();
      case T.MAP_EXT:
        return this.map();
      case T.SMALL_BIG_EXT:
        return this.has(2) ? this.big(this.u8()) : undefined;
      case T.LARGE_BIG_EXT:
        return this.has(5) ? this.big(this.u32()) : undefined;
      case T.NEW_FLOAT_EXT:
        return this.float();
      case T.FLOAT_EXT:
        return this.floatText();
      case T.NEW_PID_EXT:
      case T.PID_EXT:
        return this.pid(tag);
      case T.PORT_EXT:
      case T.NEW_PORT_EXT:
      case T.V4_PORT_EXT:
        return this.port(tag);
      case T.REFERENCE_EXT:
      case T.NEW_REFERENCE_EXT:
      case T.NEWER_REFERENCE_EXT:
        return this.reference(tag);
      case T.EXPORT_EXT:
        return this.exportFun();
      case T.NEW_FUN_EXT:
        return this.fun();
      case T.LOCAL_EXT:
        return this.localTerm();
      case T.RECORD_EXT:
        return this.record();
      default:
        return undefined;
    }
  }

  /** Makes a term of all parts of a container; undefined: they do not make one. */
  private close(kind: number, head: Head | undefined, values: Term[], base: number, sp: number): Term | undefined {
    switch (kind) {
      case MAP:
        return this.mapOf(values, base, (sp - base) >> 1);
      case FUN:
        return funFromArray(head?.code as FunCode, values.slice(base, sp));
      case RECORD:
        return recordOf(head as Head, values.slice(base, sp));
      default:
        return this.localHash(head?.start as number) === head?.hash ? values[base] : undefined;
    }
  }

  /** A map of `n` keys and values in turn; undefined: a key is there twice. */
  private mapOf(values: Term[], base: number, n: number): Term | undefined {
    const ks = termArray(n);
    const vs = termArray(n);
    if (n > MAP_SMALL_LIMIT) {
      for (let i = 0; i < n; i++) {
        ks[i] = values[base + 2 * i]!;
        vs[i] = values[base + 2 * i + 1]!;
      }
      const m = mapFromPairs(ks, vs);
      return m.size === n ? m : undefined;
    }
    for (let i = 0; i < n; i++) {
      const k = values[base + 2 * i]!;
      let j = i;
      for (; j > 0; j--) {
        const c = compareKeys(k, ks[j - 1]!);
        if (c === 0) return undefined;
        if (c > 0) break;
        ks[j] = ks[j - 1]!;
        vs[j] = vs[j - 1]!;
      }
      ks[j] = k;
      vs[j] = values[base + 2 * i + 1]!;
    }
    if (!sameTerms(ks, this.lastKeys)) this.lastKeys = ks;
    return mapFromSortedUnique(this.lastKeys, vs);
  }

  /** Of the bytes from `start` to here. */
  private localHash(start: number): number {
    return blockHash(this.bytes.subarray(start, this.at), this.at - start, this.env.localSalt | 0);
  }

  private tuple(n: number): Term | typeof OPEN | undefined {
    if (n === 0) return EMPTY_TUPLE;
    if (!this.has(n) || n > MAX_ARITY) return undefined;
    return this.open(TUPLE, n);
  }

  private list(): typeof OPEN | typeof AGAIN | undefined {
    if (!this.has(4)) return undefined;
    const n = this.u32();
    if (!this.has(n)) return undefined;
    // No elements: the tail stands for the whole.
    if (n === 0) return AGAIN;
    return this.open(LIST, n + 1);
  }

  private string(): Term | undefined {
    if (!this.has(2)) return undefined;
    const n = this.u16();
    if (!this.has(n)) return undefined;
    const { bytes, at } = this;
    let l = NIL;
    for (let i = at + n - 1; i >= at; i--) l = new Cons(bytes[i]!, l);
    this.at = at + n;
    return l;
  }

  private map(): Term | typeof OPEN | undefined {
    if (!this.has(4)) return undefined;
    const n = this.u32();
    if (!this.has(2 * n)) return undefined;
    if (n === 0) return mapFromPairs([], []);
    return this.open(MAP, 2 * n);
  }

  private binary(): Term | undefined {
    if (!this.has(4)) return undefined;
    const n = this.u32();
    if (!this.has(n)) return undefined;
    const at = this.at;
    this.at = at + n;
    return copyOfBytes(this.bytes, at, at + n);
  }

  private bitBinary(): Term | undefined {
    if (!this.has(5)) return undefined;
    const n = this.u32();
    const bits = this.u8();
    if (!this.has(n) || n === 0 || bits === 0 || bits > 8) return undefined;
    const at = this.at;
    this.at = at + n;
    const b = copyOfBytes(this.bytes, at, at + n);
    return bits === 8 ? b : new Bits(b.bytes, b.offset, b.size - 8 + bits);
  }

  /** An integer of `n` bytes, least significant first, after a byte for the sign. */
  private big(n: number): Term | undefined {
    if (n * 8 > this.env.maxIntegerBits || !this.has(n + 1)) return undefined;
    const negative = this.u8() !== 0;
    const { bytes, at } = this;
    this.at = at + n;
    if (n <= 6) {
      let v = 0;
      for (let i = at + n - 1; i >= at; i--) v = v * 256 + bytes[i]!;
      return negative && v !== 0 ? -v : v;
    }
    const reversed = new Uint8Array(n);
    for (let i = 0, j = at + n - 1; i < n; i++, j--) reversed[i] = bytes[j]!;
    const m = bigFromBytes(reversed, 0, n);
    return normalize(negative ? -m : m);
  }

  private float(): Term | undefined {
    if (!this.has(8)) return undefined;
    doubles.setInt32(0, this.i32());
    doubles.setInt32(4, this.i32());
    const v = doubles.getFloat64(0);
    return v - v === 0 ? new Float(v) : undefined;
  }

  private floatText(): Term | undefined {
    if (!this.has(31)) return undefined;
    const v = parseFloatText(latin1Decode(this.bytes, this.at, this.at + 31));
    this.at += 31;
    return v === undefined ? undefined : new Float(v);
  }

  private atomOf(tag: number): Atom | undefined {
    const small = tag === T.SMALL_ATOM_EXT || tag === T.SMALL_ATOM_UTF8_EXT;
    if (!this.has(small ? 1 : 2)) return undefined;
    const n = small ? this.u8() : this.u16();
    const utf8 = tag === T.ATOM_UTF8_EXT || tag === T.SMALL_ATOM_UTF8_EXT;
    if (!this.has(n) || n > (utf8 ? 4 * MAX_ATOM_CHARACTERS : MAX_ATOM_CHARACTERS)) return undefined;
    const at = this.at;
    this.at = at + n;
    const slot = this.atomSlot(n);
    const { atoms, safe } = this.env;
    const seen = atoms.recent[slot];
    if (seen !== undefined && this.isNameAt(seen, at, n)) return seen;
    const name = utf8 ? utf8Decode(this.bytes, at, at + n) : latin1Decode(this.bytes, at, at + n);
    if (name === undefined || (n > MAX_ATOM_CHARACTERS && tooLong(name))) return undefined;
    if (safe) return atoms.existing(name);
    const a = atoms.intern(name);
    if (a !== undefined && name.length === n) atoms.recent[slot] = a;
    return a;
  }

  /** Where the atom of a name is kept, by its length and some of its bytes. */
  private atomSlot(n: number): number {
    if (n === 0) return 0;
    const { bytes, at } = this;
    return (n + bytes[at - 1]! * 5 + bytes[at - n]! * 3 + bytes[at - n + (n >> 1)]! * 7) & 63;
  }

  /** True if the name of `a` is in ASCII and stands at `at`. */
  private isNameAt(a: Atom, at: number, n: number): boolean {
    const { name } = a;
    if (name.length !== n) return false;
    for (let i = 0; i < n; i++) {
      const c = this.bytes[at + i]!;
      if (c > 127 || name.charCodeAt(i) !== c) return false;
    }
    return true;
  }

  /** An atom in its place inside of another term. */
  private atom(): Atom | undefined {
    if (!this.has(1)) return undefined;
    const tag = this.u8();
    switch (tag) {
      case T.ATOM_EXT:
      case T.SMALL_ATOM_EXT:
      case T.ATOM_UTF8_EXT:
      case T.SMALL_ATOM_UTF8_EXT:
        return this.atomOf(tag);
      default:
        return undefined;
    }
  }

  /** A node's name; HERE in the local format. */
  private node(): Atom | typeof HERE | undefined {
    if (this.local && this.has(1) && this.bytes[this.at] === T.NIL_EXT) {
      this.at++;
      return HERE;
    }
    return this.atom();
  }

  /** A creation: one byte below 4 in old tags, else four bytes. undefined: neither. */
  private creation(old: boolean): number | undefined {
    if (!this.has(old ? 1 : 4)) return undefined;
    if (!old) return this.u32();
    const c = this.u8();
    return c < 4 ? c : undefined;
  }

  private isHere(node: Atom | typeof HERE, creation: number): node is typeof HERE {
    return node === HERE || (node === this.env.node && creation === this.env.creation);
  }

  private pid(tag: number): Pid | undefined {
    const node = this.node();
    if (node === undefined || !this.has(8)) return undefined;
    const id = this.u32();
    const serial = this.u32();
    const creation = this.creation(tag === T.PID_EXT);
    if (creation === undefined) return undefined;
    if (!this.isHere(node, creation)) return new Pid(node, creation, id, serial);
    return this.env.localPid(id, serial);
  }

  private port(tag: number): Port | undefined {
    const node = this.node();
    if (node === undefined || !this.has(tag === T.V4_PORT_EXT ? 8 : 4)) return undefined;
    const high = tag === T.V4_PORT_EXT ? this.u32() : 0;
    const low = this.u32();
    const creation = this.creation(tag === T.PORT_EXT);
    if (creation === undefined) return undefined;
    const id = high < 0x200000 ? high * 4294967296 + low : (BigInt(high) << 32n) | BigInt(low);
    if (!this.isHere(node, creation)) return new Port(node, creation, id);
    return BigInt(id) >> BigInt(this.env.portBits) === 0n ? new Port(undefined, this.env.creation, id) : undefined;
  }

  private reference(tag: number): Ref | undefined {
    const old = tag !== T.NEWER_REFERENCE_EXT;
    let words = 1;
    if (tag !== T.REFERENCE_EXT) {
      if (!this.has(2)) return undefined;
      words = this.u16();
      if (words > 5 || words === 0) return undefined;
    }
    const node = this.node();
    if (node === undefined) return undefined;
    // The oldest tag has its number before the creation.
    const n: number[] = [];
    if (tag === T.REFERENCE_EXT) {
      if (!this.has(4)) return undefined;
      n.push(this.u32());
    }
    const creation = this.creation(old);
    if (creation === undefined || !this.has(4 * (words - n.length))) return undefined;
    while (n.length < words) n.push(this.u32());
    const here = this.isHere(node, creation);
    if ((old || here) && n[0]! >= MAX_REFERENCE) return undefined;
    const more = words > 3 ? n.slice(3) : undefined;
    if (here) return this.env.localRef(n[0]!, n[1] ?? 0, n[2] ?? 0, more, Math.max(words, 3));
    return new Ref(node as Atom, creation, n[0]!, n[1] ?? 0, n[2] ?? 0, more, words);
  }

  /** A small integer in its place inside of another term. */
  private small(): number | undefined {
    if (!this.has(1)) return undefined;
    const tag = this.bytes[this.at]!;
    if (tag < T.SMALL_INTEGER_EXT || (tag > T.INTEGER_EXT && tag !== T.SMALL_BIG_EXT)) return undefined;
    const v = this.next();
    return typeof v === "number" ? v : undefined;
  }

  private exportFun(): Fun | undefined {
    const module = this.atom();
    if (module === undefined) return undefined;
    const name = this.atom();
    if (name === undefined) return undefined;
    const arity = this.small();
    if (arity === undefined || arity < 0) return undefined;
    return this.env.externalFun(module, name, arity, this.env.safe);
  }

  private fun(): Term | typeof OPEN | undefined {
    if (!this.has(29)) return undefined;
    // The size in bytes is not looked at: some releases wrote it wrong.
    this.at += 4;
    const arity = this.u8();
    const uniq = new Uint8Array(16);
    for (let i = 0; i < 16; i++) uniq[i] = this.bytes[this.at + i]!;
    this.at += 16;
    const index = this.u32();
    const numFree = this.u32();
    if (numFree > MAX_FREE) return undefined;
    const module = this.atom();
    if (module === undefined) return undefined;
    const oldIndex = this.small();
    const oldUniq = oldIndex === undefined ? undefined : this.small();
    if (oldIndex === undefined || oldUniq === undefined || !this.has(1)) return undefined;
    const tag = this.u8();
    if ((tag !== T.PID_EXT && tag !== T.NEW_PID_EXT) || this.pid(tag) === undefined) return undefined;
    const code = this.env.localFun(module, uniq, index, oldIndex, oldUniq, arity, numFree);
    if (code === undefined) return undefined;
    if (numFree === 0) return funFromArray(code, []);
    return this.open(FUN, numFree, { code });
  }

  private localTerm(): typeof OPEN | undefined {
    if (!this.env.localFormat || !this.has(4)) return undefined;
    const hash = this.i32();
    this.local = true;
    return this.open(LOCAL, 1, { hash, start: this.at });
  }

  private record(): Term | typeof OPEN | undefined {
    if (!this.env.nativeRecords || !this.has(5)) return undefined;
    const n = this.u32();
    const flags = this.u8();
    if (flags > 1 || !this.has(2 * n)) return undefined;
    const module = this.atom();
    const name = module === undefined ? undefined : this.atom();
    if (module === undefined || name === undefined) return undefined;
    const fields: Atom[] = [];
    for (let i = 0; i < n; i++) {
      const field = this.atom();
      if (field === undefined) return undefined;
      fields.push(field);
    }
    if (new Set(fields).size !== n) return undefined;
    const head = { module, name, fields, exported: flags === 1 };
    return n === 0 ? recordOf(head, []) : this.open(RECORD, n, head);
  }
}

/** True for more code points than an atom may have. */
function tooLong(name: string): boolean {
  let n = name.length;
  for (let i = 0; i < name.length; i++) if ((name.charCodeAt(i) & 0xfc00) === 0xdc00) n--;
  return n > MAX_ATOM_CHARACTERS;
}

function tupleOf(values: readonly Term[], base: number, n: number): Term {
  if (n === 2) return new Tuple2(values[base]!, values[base + 1]!);
  if (n === 3) return new Tuple3(values[base]!, values[base + 1]!, values[base + 2]!);
  if (n === 4) return new Tuple4(values[base]!, values[base + 1]!, values[base + 2]!, values[base + 3]!);
  return tupleFromArray(values.slice(base, base + n));
}

function sameTerms(a: readonly Term[], b: readonly Term[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function recordOf(head: Head, values: readonly Term[]): NativeRecord {
  const fields = head.fields as readonly Atom[];
  const definition = {
    module: head.module as Atom,
    name: head.name as Atom,
    exported: head.exported as boolean,
    fields,
    defaults: fields.map(() => undefined),
  };
  return new NativeRecord(definition, values);
}
