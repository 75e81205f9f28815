/** The embedding API in Chromium, in a page and in a worker. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { serve, type StaticServer } from "../../scripts/static_server.ts";
import { noChromium, startChromium } from "../support/chromium.ts";
import { compiled } from "../support/compiled.ts";
import { ROOT } from "../support/modules.ts";

const skip = noChromium() || (!existsSync(join(ROOT, "dist/embed/gluon.js")) && "not built");

let browser: Browser;
let server: StaticServer;
before(async () => {
  if (skip) return;
  server = await serve({
    "/": Buffer.from("<!doctype html><title>Gluon</title>"),
    "/gluon/": join(ROOT, "dist/embed"),
    "/embedded.beam": compiled(join(ROOT, "test/embed/embedded.erl")),
  });
  browser = await startChromium();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

test("a module is loaded and called", { skip }, async () => {
  const page = await browser.newPage();
  await page.goto(server.url);
  const shown = await page.evaluate(async (base) => {
    const { createVm } = await import(`${base}gluon/gluon.js`);
    const vm = await createVm({ modules: [new URL("embedded.beam", base)] });
    return vm.call("embedded", "same", [[1, 2]]);
  }, server.url);
  assert.deepEqual(shown, [1, 2]);
  await page.close();
});
