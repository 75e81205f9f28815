/**
 * Atoms, identifiers and funs as text and back.
 * OTP: bif.c, erl_unicode.c.
 */
import { type Bif, bifTable } from "../../runtime/bif.ts";
import type { Exec } from "../../runtime/exec.ts";
import type { Result } from "../../runtime/signal.ts";
import { Atom, atoms, MAX_ATOM_CHARACTERS } from "../../term/atom.ts";
import { binary, Bits, bytesOf, fromUtf8String } from "../../term/bits.ts";
import { Fun } from "../../term/fun.ts";
import { Pid, Port, Ref } from "../../term/identifier.ts";
import { Cons, listFromString, NIL } from "../../term/list.ts";
import { displayLimited, displayTerm, funText, pidText, portText, refText } from "../../term/print.ts";
import type { Term } from "../../term/term.ts";
import { decodeAt, latin1Decode, utf8Decode, utf8Length } from "../../util/utf8.ts";
import { byteString } from "./numbers.ts";

const A = atoms("latin1", "utf8", "unicode", "undefined");

// -- Atoms.

const BAD = Symbol("badarg");
const LIMIT = Symbol("system_limit");

/** The name that a character list gives; the length is looked at before what is in it. */
function nameFromList(list: Term): string | typeof BAD | typeof LIMIT {
  let s = "";
  let n = 0;
  let l = list;
  while (l instanceof Cons && l !== NIL) {
    if (++n > MAX_ATOM_CHARACTERS) return LIMIT;
    const c = l.head;
    if (typeof c !== "number" || c < 0 || c > 0x10ffff || (c >= 0xd800 && c < 0xe000)) return BAD;
    s += String.fromCodePoint(c);
    l = l.tail;
  }
  return l === NIL ? s : BAD;
}

function nameFromBinary(b: Term, encoding: Term): string | typeof BAD | typeof LIMIT {
  if (!(b instanceof Bits) || (b.size & 7) !== 0) return BAD;
  const n = b.size >>> 3;
  if (encoding === A.latin1) return n > MAX_ATOM_CHARACTERS ? LIMIT : latin1Decode(bytesOf(b));
  if (encoding !== A.utf8 && encoding !== A.unicode) return BAD;
  if (n > 4 * MAX_ATOM_CHARACTERS) return LIMIT;
  const bytes = bytesOf(b);
  const s = utf8Decode(bytes);
  if (s === undefined) return isLong(bytes) ? LIMIT : BAD;
  if (s.length <= MAX_ATOM_CHARACTERS) return s;
  return [...s].length > MAX_ATOM_CHARACTERS ? LIMIT : s;
}

/** As in erts nobody looks at what follows a name's last character that is allowed. */
function isLong(bytes: Uint8Array): boolean {
  let at = 0;
  for (let n = 0; n < MAX_ATOM_CHARACTERS; n++) {
    const c = decodeAt(bytes, at, bytes.length);
    if (c < 0) return false;
    at += utf8Length(c);
  }
  return true;
}

function intern(x: Exec, name: string | typeof BAD | typeof LIMIT): Result {
  if (typeof name !== "string") return name === BAD ? x.badarg() : x.systemLimit();
  return x.vm.atoms.intern(name) ?? x.systemLimit();
}

function existing(x: Exec, name: string | typeof BAD | typeof LIMIT): Result {
  return (typeof name === "string" ? x.vm.atoms.existing(name) : undefined) ?? x.badarg();
}

function atom_to_list_1(x: Exec, a: Term): Result {
  return a instanceof Atom ? listFromString(a.name) : x.badarg();
}
function list_to_atom_1(x: Exec, l: Term): Result {
  return intern(x, nameFromList(l));
}
function list_to_existing_atom_1(x: Exec, l: Term): Result {
  return existing(x, nameFromList(l));
}
function binary_to_atom_2(x: Exec, b: Term, encoding: Term): Result {
  return intern(x, nameFromBinary(b, encoding));
}
function binary_to_existing_atom_2(x: Exec, b: Term, encoding: Term): Result {
  return existing(x, nameFromBinary(b, encoding));
}
function atom_to_binary_2(x: Exec, a: Term, encoding: Term): Result {
  if (!(a instanceof Atom)) return x.badarg();
  if (encoding === A.utf8 || encoding === A.unicode) return fromUtf8String(a.name);
  if (encoding !== A.latin1) return x.badarg();
  const bytes = new Uint8Array(a.name.length);
  for (let i = 0; i < bytes.length; i++) {
    const c = a.name.charCodeAt(i);
    if (c > 255) return x.badarg();
    bytes[i] = c;
  }
  return binary(bytes);
}

// -- Identifiers.

function pid_to_list_1(x: Exec, p: Term): Result {
  return p instanceof Pid ? listFromString(pidText(p)) : x.badarg();
}
function port_to_list_1(x: Exec, p: Term): Result {
  return p instanceof Port ? listFromString(portText(p)) : x.badarg();
}
function ref_to_list_1(x: Exec, r: Term): Result {
  return r instanceof Ref ? listFromString(refText(r)) : x.badarg();
}
function fun_to_list_1(x: Exec, f: Term): Result {
  return f instanceof Fun ? listFromString(funText(f)) : x.badarg();
}

// Only identifiers of this node can be read: the first number of others means a connection.

function list_to_pid_1(x: Exec, l: Term): Result {
  const m = /^<0+\.([0-9]{1,10})\.([0-9]{1,10})>$/.exec(byteString(l) ?? "");
  if (m === null) return x.badarg();
  return x.vm.processes.pidOf(Number(m[1]), Number(m[2])) ?? x.badarg();
}

function list_to_port_1(x: Exec, l: Term): Result {
  const m = /^#Port<0+\.([0-9]{1,19})>$/.exec(byteString(l) ?? "");
  if (m === null) return x.badarg();
  const id = BigInt(m[1] as string);
  if (id >> BigInt(x.vm.release.portBits) !== 0n) return x.badarg();
  return new Port(undefined, x.vm.creation, id <= 9007199254740991n ? Number(id) : id);
}

function list_to_ref_1(x: Exec, l: Term): Result {
  const m = /^#Ref<0+((?:\.[0-9]{1,10}){3}|(?:\.[0-9]{1,10}){5})>$/.exec(byteString(l) ?? "");
  if (m === null) return x.badarg();
  const n = (m[1] as string).slice(1).split(".").map(Number).reverse();
  if (n.some((v) => v > 0xffffffff) || (n[0] as number) >= 1 << 18) return x.badarg();
  const more = n.length > 3 ? n.slice(3) : undefined;
  return new Ref(undefined, x.vm.creation, n[0] as number, n[1] as number, n[2] as number, more, n.length);
}

/** `erts_internal:term_to_string/2`. */
function term_to_string_2(x: Exec, t: Term, limit: Term): Result {
  if (limit === A.undefined) return listFromString(displayTerm(t));
  if (typeof limit !== "number" || limit <= 1 || limit >= 0x7fffffff) return x.badarg();
  return listFromString(displayLimited(t, limit));
}

export const erlangConvert: readonly Bif[] = bifTable("erlang", {
  "atom_to_list/1": { doc: "The name of an atom. badarg otherwise.", fn: atom_to_list_1 },
  "list_to_atom/1": { doc: "The atom of a name. badarg; system_limit above 255 characters.", fn: list_to_atom_1 },
  "list_to_existing_atom/1": { doc: "The same, if the atom exists. badarg otherwise.", fn: list_to_existing_atom_1 },
  "binary_to_atom/2": {
    doc: "The atom of a name in latin1 or utf8. badarg; system_limit above 255 characters.",
    fn: binary_to_atom_2,
  },
  "binary_to_existing_atom/2": {
    doc: "The same, if the atom exists. badarg otherwise.",
    fn: binary_to_existing_atom_2,
  },
  "atom_to_binary/2": { doc: "The name of an atom in latin1 or utf8. badarg otherwise.", fn: atom_to_binary_2 },
  "pid_to_list/1": { doc: "Text of a pid. badarg otherwise.", fn: pid_to_list_1 },
  "port_to_list/1": { doc: "Text of a port. badarg otherwise.", fn: port_to_list_1 },
  "ref_to_list/1": { doc: "Text of a reference. badarg otherwise.", fn: ref_to_list_1 },
  "fun_to_list/1": { doc: "Text of a fun. badarg otherwise.", fn: fun_to_list_1 },
  "list_to_pid/1": { doc: "The pid of a text. badarg otherwise.", fn: list_to_pid_1 },
  "list_to_port/1": { doc: "The port of a text. badarg otherwise.", fn: list_to_port_1 },
  "list_to_ref/1": { doc: "The reference of a text. badarg otherwise.", fn: list_to_ref_1 },
});

export const ertsInternalConvert: readonly Bif[] = bifTable("erts_internal", {
  "term_to_string/2": {
    doc: "A term as erlang:display/1 prints it, cut off at a limit.",
    fn: term_to_string_2,
    releases: [27, 29],
  },
});
