/**
 * The bytes that binaries lie in. Many share one buffer, so a buffer is written once, and only what is used of it.
 * Invariant: bytes that a snapshot gives out are views into it, and never change.
 */
import { In, Out, SnapshotError } from "./format.ts";

export class BufferWriter {
  private readonly ids = new Map<Uint8Array, number>();
  private readonly used: { readonly bytes: Uint8Array; readonly ranges: [from: number, to: number][] }[] = [];

  /** The number of the buffer `bytes`, of which the bytes `from` to `to` are used. */
  use(bytes: Uint8Array, from: number, to: number): number {
    let id = this.ids.get(bytes);
    if (id === undefined) {
      id = this.used.length;
      this.ids.set(bytes, id);
      this.used.push({ bytes, ranges: [] });
    }
    if (to > from) this.used[id]?.ranges.push([from, to]);
    return id;
  }

  section(): Uint8Array {
    const out = new Out();
    out.n(this.used.length);
    for (const { bytes, ranges } of this.used) {
      const all = joined(ranges);
      out.n(all.length);
      for (const [from, to] of all) {
        out.n(from);
        out.bytes(bytes.subarray(from, to));
      }
    }
    return out.result;
  }
}

/** Ranges that touch or overlap become one. */
function joined(ranges: [number, number][]): [number, number][] {
  const out: [number, number][] = [];
  for (const [from, to] of ranges.sort((a, b) => a[0] - b[0])) {
    const last = out.at(-1);
    if (last === undefined || from > last[1]) out.push([from, to]);
    else last[1] = Math.max(last[1], to);
  }
  return out;
}

/** A stretch of a buffer that was used. */
export interface Piece {
  readonly from: number;
  readonly bytes: Uint8Array;
}

const NOTHING: Piece = { from: 0, bytes: new Uint8Array(0) };

export function readBuffers(section: Uint8Array): (id: number, from: number, to: number) => Piece {
  const r = new In(section);
  const all: Piece[][] = [];
  for (let n = r.n(); n > 0; n--) {
    const pieces: Piece[] = [];
    for (let k = r.n(); k > 0; k--) pieces.push({ from: r.n(), bytes: r.bytes() });
    all.push(pieces);
  }
  return (id, from, to) => {
    if (from >= to) return { ...NOTHING, from };
    const pieces = all[id] ?? [];
    let [lo, hi] = [0, pieces.length];
    while (hi - lo > 1) {
      const mid = (lo + hi) >> 1;
      if ((pieces[mid] as Piece).from <= from) lo = mid;
      else hi = mid;
    }
    const piece = pieces[lo];
    if (piece === undefined || from < piece.from || to > piece.from + piece.bytes.length)
      throw new SnapshotError("the snapshot names bytes that are not in it");
    return piece;
  };
}
