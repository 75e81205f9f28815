/**
 * Conversion between a VM's terms and JavaScript's values, both ways, by the table in docs/embedding.md.
 *
 * Nothing is shared: bytes are copied, lists and maps are made anew. Handles (pids, references, funs) belong to the VM that
 * gave them and to no other.
 */
import { normalize } from "../term/arith.ts";
import { Atom as AtomTerm, atoms, FALSE, MAX_ATOM_CHARACTERS, TRUE } from "../term/atom.ts";
import { Bits, binary, bytesOf } from "../term/bits.ts";
import { Float as FloatTerm } from "../term/float.ts";
import { Fun } from "../term/fun.ts";
import { Pid as PidTerm, Port as PortTerm, Ref } from "../term/identifier.ts";
import { Cons, listFromArray, NIL } from "../term/list.ts";
import { ErlMap, mapForEach, mapFromPairs } from "../term/map_ops.ts";
import { NativeRecord as RecordTerm } from "../term/native_record.ts";
import { printTerm } from "../term/print.ts";
import type { Term } from "../term/term.ts";
import { Tuple as TupleTerm, tupleFromArray, tupleToArray } from "../term/tuple.ts";
import { utf8Decode, utf8Encode } from "../util/utf8.ts";
import {
  Atom,
  atom,
  Bitstring,
  type ErlangFunction,
  Float,
  Handle,
  ImproperList,
  NativeRecord,
  Pid,
  Port,
  Reference,
  Tuple,
  type Value,
} from "./values.ts";

const A = atoms("null", "undefined");

/** Deeper values are taken for cyclic ones. So many levels fit on the stack of a browser's worker, which is the smallest. */
const MAX_DEPTH = 500;

/** What the conversion needs of a VM. */
export interface Realm {
  /** undefined: there are too many atoms. */
  intern(name: string): AtomTerm | undefined;
  /** Calls a fun of this VM. */
  apply(fun: Term, args: readonly Value[]): Promise<Value>;
  /** Binaries that are UTF-8 text become strings. */
  readonly strings: boolean;
  /** Terms that stand for JavaScript's objects, where the VM has interop: undefined for all others. */
  foreign?(value: object): Term | undefined;
  native?(term: Term): unknown;
}

/** Whose term a handle or function is. */
const owned = new WeakMap<object, { readonly realm: Realm; readonly term: Term }>();

export class Converter {
  private readonly realm: Realm;
  /** One handle for each pid, port and reference that JavaScript still holds. */
  private readonly handles = new WeakMap<object, object>();

  constructor(realm: Realm) {
    this.realm = realm;
  }

  // -- To the VM.

  /** Throws TypeError for what is no value, and for a handle of another VM. */
  toTerm(value: unknown): Term {
    return this.term(value, 0);
  }

  toAtom(name: string | Atom): AtomTerm {
    const text = typeof name === "string" ? name : name.name;
    if ([...text].length > MAX_ATOM_CHARACTERS)
      throw new TypeError(`an atom has at most ${MAX_ATOM_CHARACTERS} characters`);
    const made = this.realm.intern(text);
    if (made === undefined) throw new RangeError("the VM has as many atoms as it may");
    return made;
  }

  private term(value: unknown, depth: number): Term {
    switch (typeof value) {
      case "number":
        return numberTerm(value);
      case "bigint":
        return normalize(value);
      case "string":
        return binary(utf8Encode(value));
      case "boolean":
        return value ? TRUE : FALSE;
      case "undefined":
        return A.undefined;
      case "object":
        return value === null ? A.null : this.objectTerm(value, depth);
      case "function":
        return this.ownTerm(value) ?? this.foreignTerm(value);
      default:
        throw new TypeError(`a ${typeof value} is no Erlang value`);
    }
  }

  private objectTerm(value: object, depth: number): Term {
    if (depth === MAX_DEPTH) throw new TypeError(`the value is cyclic, or nested more than ${MAX_DEPTH} levels deep`);
    if (value instanceof Atom) return this.toAtom(value);
    if (value instanceof Tuple) return tupleFromArray(this.terms(value, depth));
    if (Array.isArray(value)) return listFromArray(this.terms(value, depth));
    if (value instanceof Uint8Array) return binary(value.slice());
    if (value instanceof ArrayBuffer) return binary(new Uint8Array(value.slice(0)));
    if (value instanceof Map) return mapFromPairs(this.terms(value.keys(), depth), this.terms(value.values(), depth));
    if (value instanceof Float) return new FloatTerm(finite(value.value));
    if (value instanceof Bitstring) return bitstringTerm(value);
    if (value instanceof ImproperList)
      return listFromArray(this.terms(value.items, depth), this.term(value.tail, depth + 1));
    if (value instanceof Handle) return this.ownTerm(value) as Term;
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== null && prototype !== Object.prototype) return this.foreignTerm(value);
    const keys = Object.keys(value);
    return mapFromPairs(this.terms(keys, depth), this.terms(Object.values(value), depth));
  }

  private terms(values: Iterable<unknown>, depth: number): Term[] {
    const terms: Term[] = [];
    for (const value of values) terms.push(this.term(value, depth + 1));
    return terms;
  }

  /** The term of a handle or fun of this VM; undefined for every other object. */
  ownTermOf(value: object): Term | undefined {
    const own = owned.get(value);
    return own?.realm === this.realm ? own.term : undefined;
  }

  private ownTerm(value: object): Term | undefined {
    const own = owned.get(value);
    if (own !== undefined && own.realm !== this.realm) throw new TypeError(`${describe(value)} belongs to another VM`);
    return own?.term;
  }

  private foreignTerm(value: object): Term {
    const term = this.realm.foreign?.(value);
    if (term === undefined) throw new TypeError(`${describe(value)} is no Erlang value`);
    return term;
  }

  // -- From the VM.

  /** Any term, however deep. `strings`: as in Realm. */
  fromTerm(term: Term, strings = this.realm.strings): Value {
    const open: Filling[] = [];
    const shell = (t: Term): Value => this.shell(t, strings, open);
    const result = shell(term);
    for (let next = open.pop(); next !== undefined; next = open.pop()) next(shell);
    return result;
  }

  /** What `t` becomes; containers are filled later, so that depth takes no stack. */
  private shell(t: Term, strings: boolean, open: Filling[]): Value {
    if (typeof t === "number" || typeof t === "bigint") return t;
    if (t instanceof AtomTerm) return atomValue(t);
    if (t instanceof FloatTerm) return t.value;
    if (t instanceof Bits) return bitsValue(t, strings);
    if (t instanceof Cons) {
      const items: Value[] = [];
      let rest: Term = t;
      const terms: Term[] = [];
      for (; rest instanceof Cons && rest !== NIL; rest = rest.tail) terms.push(rest.head);
      open.push((shell) => {
        for (const x of terms) items.push(shell(x));
      });
      if (rest === NIL) return items;
      return new ImproperList(items, this.shell(rest, strings, open));
    }
    if (t instanceof TupleTerm) {
      const made = new Tuple();
      open.push((shell) => {
        for (const x of tupleToArray(t)) made.push(shell(x));
      });
      return made;
    }
    if (t instanceof ErlMap) {
      const map = new Map<Value, Value>();
      open.push((shell) => mapForEach(t, (key, value) => void map.set(shell(key), shell(value))));
      return map;
    }
    const native = this.realm.native?.(t);
    return native === undefined ? this.handle(t) : (native as Value);
  }

  private handle(t: Term): Value {
    const known = this.handles.get(t as object);
    if (known !== undefined) return known as Value;
    const { realm } = this;
    const made = t instanceof Fun ? callable(realm, t) : newHandle(t);
    this.handles.set(t as object, made);
    owned.set(made, { realm, term: t });
    return made;
  }
}

type Filling = (shell: (t: Term) => Value) => void;

function callable(realm: Realm, fun: Term): ErlangFunction {
  return (...args) => realm.apply(fun, args);
}

function newHandle(t: Term): Handle {
  const text = printTerm(t);
  if (t instanceof PidTerm) return new Pid(text);
  if (t instanceof PortTerm) return new Port(text);
  if (t instanceof Ref) return new Reference(text);
  if (t instanceof RecordTerm) return new NativeRecord(text);
  // A function `fun M:F/A`.
  throw new TypeError(`${text} has no counterpart in JavaScript`);
}

function atomValue(t: AtomTerm): Value {
  if (t === TRUE) return true;
  if (t === FALSE) return false;
  if (t === A.undefined) return undefined;
  if (t === A.null) return null;
  return atom(t.name);
}

function bitsValue(t: Bits, strings: boolean): Value {
  const bytes = bytesOf(t).slice();
  if (t.size % 8 !== 0) return new Bitstring(bytes, t.size);
  return strings ? (utf8Decode(bytes) ?? bytes) : bytes;
}

function bitstringTerm({ bytes, size }: Bitstring): Term {
  if (!Number.isInteger(size) || size < 0 || size > bytes.length * 8)
    throw new TypeError(`a bitstring of ${size} bits cannot lie in ${bytes.length} bytes`);
  return new Bits(bytes.slice(), 0, size);
}

function numberTerm(n: number): Term {
  if (Number.isSafeInteger(n)) return n === 0 ? 0 : n;
  return new FloatTerm(finite(n));
}

function finite(n: number): number {
  if (!Number.isFinite(n)) throw new TypeError(`${n} is no Erlang number`);
  return n;
}

function describe(value: object): string {
  if (value instanceof Handle) return value.toString();
  if (typeof value === "function") return `the function ${value.name || "without a name"}`;
  return `an object of class ${(value.constructor as { name?: string } | undefined)?.name ?? "unknown"}`;
}
