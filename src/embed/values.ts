/**
 * Erlang's values as JavaScript sees them. What JavaScript has a type for is that type; the classes here are for the rest.
 * docs/embedding.md has the table.
 */
import { shortFloat } from "../term/float_text.ts";
import { utf8Decode } from "../util/utf8.ts";

/** What a VM takes and gives. */
export type Value =
  | number
  | bigint
  | string
  | boolean
  | null
  | undefined
  | Atom
  | Float
  | Uint8Array
  | Bitstring
  | Tuple
  | ImproperList
  | Handle
  | ErlangFunction
  | readonly Value[]
  | ReadonlyMap<Value, Value>
  | { readonly [key: string]: Value };

/** An Erlang fun: JavaScript calls it as any function and gets a promise of its value. */
export type ErlangFunction = (...args: Value[]) => Promise<Value>;

const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** What Node's `console.log` shows is what `String` gives. */
abstract class Shown {
  abstract toString(): string;
  [INSPECT](): string {
    return this.toString();
  }
}

/** An atom; two of the same name are the same object. `true`, `false`, `null` and `undefined` are JavaScript's own. */
export class Atom extends Shown {
  readonly name: string;
  /** Use `atom(name)`. */
  constructor(name: string) {
    super();
    this.name = name;
  }
  override toString(): string {
    return this.name;
  }
  toJSON(): string {
    return this.name;
  }
}

const atoms = new Map<string, Atom>();

/** The atom of this name. It comes to be in a VM when it is handed to it. */
export function atom(name: string): Atom {
  let a = atoms.get(name);
  if (a === undefined) {
    a = new Atom(name);
    atoms.set(name, a);
  }
  return a;
}

/** A tuple: an array of its elements, `const [tag, value] = t`. */
export class Tuple extends Array<Value> {
  // What `map`, `filter` and `slice` make of a tuple is a list.
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }
}

export function tuple(...elements: Value[]): Tuple {
  const t = new Tuple();
  t.push(...elements);
  return t;
}

/** A float even if its value is an integer: `float(1)` is Erlang's 1.0. */
export class Float extends Shown {
  readonly value: number;
  constructor(value: number) {
    super();
    this.value = value;
  }
  override toString(): string {
    return shortFloat(this.value);
  }
  override valueOf(): number {
    return this.value;
  }
}

export function float(value: number): Float {
  return new Float(value);
}

/** A bitstring that does not end at a byte: `size` bits, the first in the highest bit of the first byte. */
export class Bitstring {
  readonly bytes: Uint8Array;
  readonly size: number;
  constructor(bytes: Uint8Array, size: number) {
    this.bytes = bytes;
    this.size = size;
  }
}

/** `[a, b | tail]` where `tail` is no list. */
export class ImproperList {
  readonly items: readonly Value[];
  readonly tail: Value;
  constructor(items: readonly Value[], tail: Value) {
    this.items = items;
    this.tail = tail;
  }
}

/** Something that lives in one VM and means something there alone: a pid, a port, a reference. */
export abstract class Handle extends Shown {
  private readonly text: string;
  constructor(text: string) {
    super();
    this.text = text;
  }
  override toString(): string {
    return this.text;
  }
}

export class Pid extends Handle {
  declare private readonly brand: "pid";
}
export class Port extends Handle {
  declare private readonly brand: "port";
}
export class Reference extends Handle {
  declare private readonly brand: "reference";
}
/** A native record of OTP 29. */
export class NativeRecord extends Handle {
  declare private readonly brand: "record";
}

/** The map with atoms for keys that Erlang's options often are: `atomKeys({ port: 80 })` is `#{port => 80}`. */
export function atomKeys(object: { readonly [key: string]: Value }): Map<Value, Value> {
  return new Map(Object.entries(object).map(([key, value]) => [atom(key), value]));
}

/** The list of code points that Erlang's strings are. */
export function charlist(text: string): number[] {
  return Array.from(text, (c) => c.codePointAt(0) as number);
}

/** The text of a list of code points, of UTF-8 bytes, or of both nested as Erlang's character data is. Throws TypeError. */
export function text(data: Value): string {
  if (typeof data === "string") return data;
  if (data instanceof Atom) return data.name;
  let out = "";
  const work: Value[] = [data];
  while (work.length > 0) {
    const item = work.pop();
    if (typeof item === "number" && item >= 0 && item <= 0x10ffff) out += String.fromCodePoint(item);
    else if (typeof item === "string") out += item;
    else if (item instanceof Uint8Array) out += utf8Decode(item) ?? notText();
    else if (item instanceof ImproperList) work.push(item.tail, ...item.items.toReversed());
    else if (isList(item)) for (let i = item.length - 1; i >= 0; i--) work.push(item[i]);
    else notText();
  }
  return out;
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value) && !(value instanceof Tuple);
}

function notText(): never {
  throw new TypeError("that is no character data");
}
