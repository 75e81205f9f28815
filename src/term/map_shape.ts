/**
 * Shapes: the constant keys of a map expression, sorted once. On an empty map the expression is then
 * `new FlatMap(shape.keys, ...)`, and all maps that it makes share their keys.
 */
import { compareKeys } from "./compare.ts";
import { MAP_SMALL_LIMIT } from "./map.ts";
import { mapFromPairs } from "./map_ops.ts";
import type { Term } from "./term.ts";

/** Constant keys of a map expression in key order; `order[i]` is where key `i` stood in the expression. */
export interface MapShape {
  readonly keys: readonly Term[];
  readonly order: readonly number[];
}

/**
 * The shape of a map expression with these constant keys, at most MAP_SMALL_LIMIT; of equal keys the last one counts.
 * undefined if there are more.
 */
export function mapShape(keys: readonly Term[]): MapShape | undefined {
  const order: number[] = [];
  for (let i = 0; i < keys.length; i++) {
    let j = order.length;
    let c = 1;
    while (j > 0 && (c = compareKeys(keys[i] as Term, keys[order[j - 1] as number] as Term)) < 0) j--;
    if (j > 0 && c === 0) order[j - 1] = i;
    else order.splice(j, 0, i);
  }
  if (order.length > MAP_SMALL_LIMIT) return undefined;
  // Filled from a copy of the keys: general elements, as map_flat.ts wants them.
  const m = mapFromPairs(keys, keys);
  return { keys: m.keyArray(), order };
}
