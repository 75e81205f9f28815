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

test("extensions are chunks of their own, of which the core has no part", {
  skip: built === undefined && "not built",
}, () => {
  const extensions = (built ?? []).filter((s) => s.extension !== undefined);
  assert.ok(extensions.some((s) => s.extension === "regular expressions"));
  assert.ok(extensions.every((s) => !s.atOnce));
  const inCore = (built ?? []).filter((s) => s.atOnce).flatMap((s) => s.inputs.map(([file]) => file));
  assert.ok(inCore.length > 100, "the core's sources are known");
  assert.deepEqual(
    inCore.filter((file) => /^src\/bifs\/re(\/|\.ts)|^src\/nifs\/|node_modules/.test(file)),
    [],
  );
});

test("there is nothing of Node in it", { skip: built === undefined && "not built" }, () => {
  for (const { name } of built ?? []) {
    const text = readFileSync(join(ROOT, name), "utf8");
    assert.doesNotMatch(text, /["']node:|(?<![.\w])require\(["\x27`]|\bprocess\.(env|argv|stdout)|\bBuffer\./, name);
  }
});
