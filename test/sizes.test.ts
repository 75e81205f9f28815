import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { documented, PROMPT, rows, sizes } from "../scripts/sizes.ts";
import { otp } from "./support/otp.ts";
import { ROOT } from "./support/modules.ts";

const built = sizes();

test("what is loaded is small, and docs/sizes.md says how small", {
  skip: built === undefined && "not built",
}, async () => {
  otp(27);
  const measured = await rows(built ?? []);
  assert.ok(measured.length >= 8);
  for (const { what, bytes, limit } of measured)
    assert.ok(bytes > 0 && bytes <= (limit ?? Number.POSITIVE_INFINITY), `${what}: ${bytes} bytes, at most ${limit}`);
  const written = documented();
  const stale = measured.filter(({ what, bytes }) => !(Math.abs((written.get(what) ?? 0) / bytes - 1) <= 0.01));
  assert.deepEqual(stale, [], "`npm run sizes -- --write`");
  assert.deepEqual(
    [...written.keys()].filter((what) => !measured.some((row) => row.what === what)),
    [PROMPT],
  );
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
