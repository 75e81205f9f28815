/**
 * Atoms: interned for the whole JavaScript realm and compared with `===`.
 *
 * Invariant: two `Atom`s with the same name are the same object. Whether an atom *exists* for
 * `binary_to_existing_atom` and how many there may be is a VM's own matter: `AtomTable`.
 * OTP: atom.c.
 */

/** Longest atom name, in Unicode code points. OTP: MAX_ATOM_CHARACTERS. */
export const MAX_ATOM_CHARACTERS = 255;

export class Atom {
  readonly name: string;
  /** 28-bit hash of the name (OTP's atom hash, as phash2 needs it), a non-negative Smi. */
  readonly hash: number;
  /** Interning order: a small unique number for tables and switches inside one realm. */
  readonly index: number;
  /** The first four characters in 28 bits: where they differ, they decide the order of two atoms. */
  readonly ord: number;
  constructor(name: string, hash: number, index: number) {
    this.name = name;
    this.hash = hash;
    this.index = index;
    this.ord = firstChars(name);
  }
}
// A short prototype chain keeps `instanceof` a single step.
Object.setPrototypeOf(Atom.prototype, null);

/** Seven bits a character. 127 stands for all characters from there on, and for nothing known about the next ones. */
function firstChars(name: string): number {
  let ord = 0;
  let open = true;
  for (let i = 0; i < 4; i++) {
    const c = open && i < name.length ? name.charCodeAt(i) : 0;
    if (c >= 127) open = false;
    ord = (ord << 7) | (c < 127 ? c : 127);
  }
  return ord;
}

const interned = new Map<string, Atom>();

/** The atom with this name. Interning an atom here does not make it exist in any VM: see `AtomTable`. */
export function atom(name: string): Atom {
  let a = interned.get(name);
  if (a === undefined) {
    a = new Atom(name, atomHash(name), interned.size);
    interned.set(name, a);
  }
  return a;
}

/** The ELF-style hash erts keeps with each atom, over the bytes of its UTF-8 name. OTP: atom_hash() in atom.c. */
export function atomHash(name: string): number {
  let h = 0;
  for (let i = 0; i < name.length; i++) {
    let c = name.charCodeAt(i);
    if (c < 0x80) {
      h = elf(h, c);
      continue;
    }
    if (c >= 0xd800 && c < 0xdc00 && i + 1 < name.length) c = name.codePointAt(i++) as number;
    if (c < 0x800) {
      // Latin-1 letters hash as one byte, as before atoms had Unicode names.
      if (c < 0x100) h = elf(h, c);
      else {
        h = elf(h, 0xc0 | (c >> 6));
        h = elf(h, 0x80 | (c & 63));
      }
    } else if (c < 0x10000) {
      h = elf(h, 0xe0 | (c >> 12));
      h = elf(h, 0x80 | ((c >> 6) & 63));
      h = elf(h, 0x80 | (c & 63));
    } else {
      h = elf(h, 0xf0 | (c >> 18));
      h = elf(h, 0x80 | ((c >> 12) & 63));
      h = elf(h, 0x80 | ((c >> 6) & 63));
      h = elf(h, 0x80 | (c & 63));
    }
  }
  return h;
}

function elf(h: number, byte: number): number {
  const v = (((h << 4) >>> 0) + byte) >>> 0;
  const g = v & 0xf0000000;
  return g !== 0 ? (v ^ (g >>> 24) ^ g) >>> 0 : v;
}

/** The atoms that exist in one VM. */
export class AtomTable {
  private readonly known = new Map<string, Atom>();
  /** Atoms that external terms named last; the decoder says where each stands. Most names come again in the next term. */
  readonly recent: (Atom | undefined)[] = [];
  readonly limit: number;
  constructor(limit = 1048576) {
    this.limit = limit;
  }
  get count(): number {
    return this.known.size;
  }
  /** All atoms there are, in the order in which they came to be. */
  all(): Iterable<Atom> {
    return this.known.values();
  }
  /** The existing atom of this name, or undefined. */
  existing(name: string): Atom | undefined {
    return this.known.get(name) ?? common.get(name);
  }
  /** The atom of this name, created if need be; undefined when the table is full. The name's length is the caller's check. */
  intern(name: string): Atom | undefined {
    let a = this.known.get(name);
    if (a === undefined) {
      if (this.known.size >= this.limit) return undefined;
      a = atom(name);
      this.known.set(name, a);
    }
    return a;
  }
}

const common = new Map<string, Atom>();

/**
 * Atoms that the runtime itself names; they exist in every VM. Each file declares the ones it uses:
 * `const A = atoms("ok", "badarg")`, then `A.ok`.
 */
export function atoms<N extends string>(...names: N[]): { readonly [K in N]: Atom } {
  const record = {} as { [K in N]: Atom };
  for (const name of names) {
    const a = atom(name);
    common.set(name, a);
    record[name] = a;
  }
  return record;
}

export const TRUE = atoms("true").true;
export const FALSE = atoms("false").false;
