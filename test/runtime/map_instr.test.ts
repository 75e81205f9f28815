import assert from "node:assert/strict";
import { test } from "node:test";
import { getMapElementCached, KeyCache } from "../../src/runtime/map_instr.ts";
import { atoms } from "../../src/term/atom.ts";
import { EMPTY_MAP } from "../../src/term/map_flat.ts";
import { mapFromPairs } from "../../src/term/map_ops.ts";

const A = atoms("a", "b");

test("a place that looks up a key finds none in the empty map, whatever it saw before", () => {
  const place = new KeyCache();
  assert.equal(getMapElementCached(place, EMPTY_MAP, A.a), undefined);
  assert.equal(getMapElementCached(place, mapFromPairs([A.a, A.b], [1, 2]), A.b), 2);
  assert.equal(getMapElementCached(place, EMPTY_MAP, A.b), undefined);
});
