/**
 * The Type chunk of a module that is packed: the rows that its instructions name, those of comparisons made alike.
 *
 * A comparison is no faster for knowing that a number lies between 768 and 879 instead of somewhere in 32 bits, and each of
 * the thousand comparisons that look a character up has a row of its own. A wider range is as true as a narrow one.
 */
import { Op } from "../beam/op.ts";
import { typeRows } from "../beam/type_table.ts";
import type { BeamFile } from "../beam/types.ts";
import { Bytes } from "./bytes.ts";

export const COMPARISONS: ReadonlySet<number> = new Set([
  Op.is_lt,
  Op.is_ge,
  Op.is_eq,
  Op.is_ne,
  Op.is_eq_exact,
  Op.is_ne_exact,
  Op.select_val,
]);

/** Both bounds as a chunk has them, eight bytes each. */
const INT32 = [255, 255, 255, 255, 128, 0, 0, 0, 0, 0, 0, 0, 127, 255, 255, 255];
const [MIN, MAX] = [-(2 ** 31), 2 ** 31 - 1];
/** Where the bounds are in a row. */
const BOUNDS = 2;

export class TypeRows {
  private readonly file: BeamFile;
  private readonly old: readonly Uint8Array[];
  private readonly rows: Uint8Array[] = [];
  private readonly places = new Map<string, number>();

  constructor(file: BeamFile) {
    this.file = file;
    const chunk = file.types.length > 0 ? file.chunks.get("Type") : undefined;
    this.old = chunk === undefined ? [] : typeRows(chunk.bytes, file.typesVersion);
    // Row 0 says nothing.
    if (chunk !== undefined) this.place(0, false);
  }

  /** The new place of row `n`, in a comparison or elsewhere. */
  place(n: number, compares: boolean): number {
    let row = this.old[n] as Uint8Array;
    const { min, max } = this.file.types[n] as BeamFile["types"][number];
    if (compares && min !== undefined && max !== undefined && min >= MIN && max <= MAX) {
      row = row.slice();
      row.set(INT32, BOUNDS);
    }
    const key = row.join();
    let place = this.places.get(key);
    if (place === undefined) {
      place = this.rows.push(row) - 1;
      this.places.set(key, place);
    }
    return place;
  }

  table(): Uint8Array {
    const out = new Bytes();
    out.u32(this.file.typesVersion);
    out.u32(this.rows.length);
    for (const row of this.rows) out.all(row);
    return out.take();
  }
}
