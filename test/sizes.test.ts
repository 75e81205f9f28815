import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { coreSize, LIMIT_BYTES, sizes } from "../scripts/sizes.ts";
import { ROOT } from "./support/modules.ts";

const built = sizes();

test("the browser bundle of the core is small", { skip: built === undefined && "not built" }, () => {
  const total = coreSize(built ?? []);
  assert.ok(total > 0 && total <= LIMIT_BYTES, `${total} bytes, limit ${LIMIT_BYTES}: see \`npm run sizes\``);
});

test("there is nothing of Node in it", { skip: built === undefined && "not built" }, () => {
  for (const { name } of built ?? []) {
    const text = readFileSync(join(ROOT, name), "utf8");
    assert.doesNotMatch(text, /["']node:|\brequire\(|\bprocess\.(env|argv|stdout)|\bBuffer\./, name);
  }
});
