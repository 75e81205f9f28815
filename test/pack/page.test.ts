/** `gluon pack --target page` in Chromium: it runs, and loads what the size table counts. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { HELLO, packPage, pageFiles, SUPERVISED } from "../../scripts/page_sizes.ts";
import { serve } from "../../scripts/static_server.ts";
import { noChromium, startChromium } from "../support/chromium.ts";

const skip = noChromium();
let browser: Browser;
const folder = mkdtempSync(join(tmpdir(), "gluon-page-"));
before(async () => {
  if (!skip) browser = await startChromium();
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** What the page shows in the end, and the paths of what it has loaded. */
async function shown(sources: readonly string[], name: string, last: RegExp) {
  packPage(sources, join(folder, name));
  const server = await serve({ "/": join(folder, name) });
  const page = await browser.newPage();
  await page.goto(server.url);
  await page.locator("#output", { hasText: last }).waitFor({ timeout: 20_000 });
  const text = await page.locator("#output").textContent();
  await page.close();
  await server.close();
  const loaded = server.served.map(({ path }) => (path === "/" ? "index.html" : path.slice(1)));
  return { text, loaded: loaded.filter((path) => path !== "favicon.ico").sort() };
}

test("hello", { skip }, async () => {
  const { text, loaded } = await shown(HELLO, "hello", /\n/);
  assert.equal(text, "Hello, world!\n");
  assert.deepEqual(loaded, pageFiles(join(folder, "hello")).sort());
});

test("a supervised server", { skip }, async () => {
  const { text, loaded } = await shown(SUPERVISED, "app", /€\n/);
  assert.match(text ?? "", /\[\{specs,1\},\{active,1\},\{supervisors,0\},\{workers,1\}\] €\n$/);
  assert.deepEqual(loaded, pageFiles(join(folder, "app")).sort());
});

test("what is loaded on demand", { skip }, async () => {
  const { text, loaded } = await shown(["test/pack/chunks.erl"], "chunks", /\n/);
  assert.equal(text, "chunk 29 0.841 /x true\n");
  for (const chunk of ["re", "zlib", "math_functions", "packet_functions"])
    assert.ok(
      loaded.some((path) => path.startsWith(`gluon/chunks/${chunk}-`)),
      chunk,
    );
});
