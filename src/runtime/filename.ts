/**
 * Names of files and environment variables, between Erlang and the operating system.
 * The encoding is settled once for a VM, by `erl +fn` or from the locale its host's environment names: UTF-8 or Latin-1.
 * OTP: "Requirements on Raw Filename Format" in erl_unicode.c, erts_native_filename_need() and friends.
 */
import { Atom } from "../term/atom.ts";
import { type Bits, bytesOf, isBinary } from "../term/bits.ts";
import { Cons, listFromArray, NIL } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import { decodeAt, utf8Encode, utf8Length } from "../util/utf8.ts";
import { StateKey } from "./state.ts";

/** True: UTF-8, false: Latin-1. */
export const UTF8_NAMES = new StateKey<boolean>((vm) => {
  const { fileNames } = vm.emulator;
  if (fileNames === "utf8" || fileNames === "latin1") return fileNames === "utf8";
  const env = vm.host.env;
  if (env === undefined) return true;
  const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || "";
  return /utf-?8/i.test(locale);
});

/**
 * The code points of a name given as a possibly nested list of characters, or as an atom; undefined when it is none:
 * a NUL, a surrogate or too large a number, an improper list, any other term.
 */
export function nameCodePoints(name: Term, utf8: boolean): number[] | undefined {
  const max = utf8 ? 0x10ffff : 0xff;
  const out: number[] = [];
  if (name instanceof Atom) {
    for (const ch of name.name) out.push(ch.codePointAt(0) as number);
    return out.every((c) => c !== 0 && c <= max) ? out : undefined;
  }
  if (!(name instanceof Cons)) return undefined;
  const rest: Term[] = [];
  let l: Term = name;
  for (;;) {
    if (!(l instanceof Cons)) return undefined;
    if (l === NIL) {
      if (rest.length === 0) return out;
      l = rest.pop() as Term;
      continue;
    }
    const head: Term = l.head;
    if (typeof head === "number") {
      if (head <= 0 || head > max || (head >= 0xd800 && head < 0xe000)) return undefined;
      out.push(head);
      l = l.tail;
    } else {
      rest.push(l.tail);
      l = head;
    }
  }
}

/** The bytes of these code points in the encoding of names. */
export function encodeName(codePoints: readonly number[], utf8: boolean): Uint8Array {
  return utf8 ? utf8Encode(codePointsToString(codePoints)) : Uint8Array.from(codePoints);
}

export function codePointsToString(codePoints: readonly number[]): string {
  let text = "";
  for (let i = 0; i < codePoints.length; i += 1024) text += String.fromCodePoint(...codePoints.slice(i, i + 1024));
  return text;
}

/** The code points that `bytes` are in UTF-8; undefined when they are none. */
export function utf8CodePoints(bytes: Uint8Array): number[] | undefined {
  const out: number[] = [];
  for (let i = 0; i < bytes.length; ) {
    const c = decodeAt(bytes, i, bytes.length);
    if (c < 0) return undefined;
    out.push(c);
    i += utf8Length(c);
  }
  return out;
}

/** The name that `bytes` mean, as a character list; undefined when they are not in the encoding of names. */
export function nameFromBytes(bytes: Uint8Array, utf8: boolean): Cons | undefined {
  if (!utf8) return listFromArray(Array.from(bytes)) as Cons;
  const points = utf8CodePoints(bytes);
  return points === undefined ? undefined : (listFromArray(points) as Cons);
}

/** The bytes of a binary, or undefined for any other term. */
export function binaryBytes(t: Term): Uint8Array | undefined {
  return isBinary(t) ? bytesOf(t as Bits) : undefined;
}
