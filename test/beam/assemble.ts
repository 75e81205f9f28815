/**
 * Makes small .beam files by hand, also wrong ones, as no compiler would.
 *
 *     assemble({ code: [["label", u(1)], ["func_info", a("m"), a("f"), u(0)], ["label", u(2)], ["return"]] })
 */
import type { Op } from "../../src/beam/op.ts";
import { OPCODES } from "../../src/beam/opcodes.ts";
import type { BeamReader } from "../../src/beam/types.ts";
import { atom } from "../../src/term/atom.ts";
import { decodeTerm } from "../../src/term/etf_decode.ts";
import { gunzip, inflate } from "../../src/util/inflate.ts";
import { decodeEnv } from "../support/etf.ts";

/** An operand, encoded once the atom table is known. */
export type Arg = (atoms: string[]) => number[];

export function compact(tag: number, n: number | bigint): number[] {
  const v = BigInt(n);
  if (v >= 0n && v < 16n) return [(Number(v) << 4) | tag];
  if (v >= 0n && v < 2048n) return [((Number(v) >> 3) & 0xe0) | 8 | tag, Number(v) & 0xff];
  let size = 2;
  while (BigInt.asIntN(8 * size, v) !== v) size++;
  const bytes: number[] = [];
  for (let i = size - 1; i >= 0; i--) bytes.push(Number((v >> BigInt(8 * i)) & 0xffn));
  const head = size <= 8 ? [((size - 2) << 5) | 0x18 | tag] : [0xf8 | tag, ...compact(0, size - 9)];
  return [...head, ...bytes];
}

export const u =
  (n: number | bigint): Arg =>
  () =>
    compact(0, n);
export const i =
  (n: number | bigint): Arg =>
  () =>
    compact(1, n);
export const a =
  (name: string): Arg =>
  (atoms) =>
    compact(2, atomIndex(atoms, name));
export const nil: Arg = () => compact(2, 0);
export const x =
  (n: number): Arg =>
  () =>
    compact(3, n);
export const y =
  (n: number): Arg =>
  () =>
    compact(4, n);
export const f =
  (n: number): Arg =>
  () =>
    compact(5, n);
export const fr =
  (n: number): Arg =>
  () => [...compact(7, 2), ...compact(0, n)];
export const lit =
  (n: number): Arg =>
  () => [...compact(7, 4), ...compact(0, n)];
export const tr =
  (r: Arg, type: number): Arg =>
  (atoms) => [...compact(7, 5), ...r(atoms), ...compact(0, type)];
export const l =
  (...list: Arg[]): Arg =>
  (atoms) => [...compact(7, 1), ...compact(0, list.length), ...list.flatMap((e) => e(atoms))];

function atomIndex(atoms: string[], name: string): number {
  let at = atoms.indexOf(name);
  if (at < 0) at = atoms.push(name) - 1;
  return at + 1;
}

export type Line = readonly [name: keyof typeof Op | string, ...args: Arg[]];

export interface Source {
  readonly code: readonly Line[];
  readonly labels?: number;
  readonly functions?: number;
  readonly imports?: readonly (readonly [module: string, name: string, arity: number])[];
  readonly exports?: readonly (readonly [name: string, arity: number, label: number])[];
  readonly lambdas?: readonly (readonly [name: string, arity: number, label: number, index: number, free: number])[];
  /** External terms without their version byte. */
  readonly literals?: readonly (readonly number[])[];
  readonly strings?: string;
  /** More chunks, or other bytes for one of the above. */
  readonly chunks?: Readonly<Record<string, readonly number[] | undefined>>;
  readonly longAtoms?: boolean;
}

export const u32 = (n: number): number[] => [(n >>> 24) & 255, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];

/** The bytes of a module `m`. */
export function assemble(source: Source): Uint8Array {
  const atoms = ["m"];
  const code: number[] = [];
  for (const [name, ...args] of [...source.code, ["int_code_end"] as Line]) {
    code.push(OPCODES.find((o) => o.name === name)!.op, ...args.flatMap((arg) => arg(atoms)));
  }
  const labels = source.labels ?? source.code.filter(([name]) => name === "label").length + 1;
  const functions = source.functions ?? source.code.filter(([name]) => name === "func_info").length;
  const row = (...values: (number | string)[]) =>
    values.flatMap((v) => u32(typeof v === "string" ? atomIndex(atoms, v) : v));
  const { imports = [], exports = [], lambdas = [], literals = [] } = source;
  const chunks: Record<string, readonly number[] | undefined> = {
    Code: [...u32(16), ...u32(0), ...u32(191), ...u32(labels), ...u32(functions), ...code],
    StrT: [...(source.strings ?? "")].map((c) => c.charCodeAt(0)),
    ImpT: [...u32(imports.length), ...imports.flatMap((r) => row(...r))],
    ExpT: [...u32(exports.length), ...exports.flatMap((r) => row(...r))],
  };
  if (lambdas.length > 0) chunks["FunT"] = [...u32(lambdas.length), ...lambdas.flatMap((r) => row(...r, 0))];
  if (literals.length > 0) {
    const rows = literals.flatMap((t) => [...u32(t.length + 1), 131, ...t]);
    chunks["LitT"] = [...u32(0), ...u32(literals.length), ...rows];
  }
  const names = atoms.map((name) => [...new TextEncoder().encode(name)]);
  chunks["AtU8"] = source.longAtoms
    ? [...u32(-atoms.length), ...names.flatMap((n) => [...compact(0, n.length), ...n])]
    : [...u32(atoms.length), ...names.flatMap((n) => [n.length, ...n])];
  return form({ ...chunks, ...source.chunks });
}

/** The IFF form of these chunks. */
export function form(chunks: Readonly<Record<string, readonly number[] | undefined>>): Uint8Array {
  const ascii = (s: string) => [...s].map((c) => c.charCodeAt(0));
  const body: number[] = ascii("BEAM");
  for (const [id, bytes] of Object.entries(chunks)) {
    if (bytes === undefined) continue;
    body.push(...ascii(id), ...u32(bytes.length), ...bytes);
    while (body.length % 4 !== 0) body.push(0);
  }
  return Uint8Array.from([...ascii("FOR1"), ...u32(body.length), ...body]);
}

const env = decodeEnv();
export const reader: BeamReader = {
  inflate,
  gunzip,
  decodeTerm: (bytes) => decodeTerm(bytes, env)?.term,
  atom,
};
