/** The embedding API in Chromium, in a page and in a worker: the tests that run on Node, and the page itself from Erlang. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import type { StaticServer } from "../../scripts/static_server.ts";
import { noChromium, startChromium } from "../support/chromium.ts";
import { ROOT } from "../support/modules.ts";
import { serveEmbedTests, testCount } from "./embed_elsewhere.ts";
import type { runEmbedTests } from "./embed_run.ts";

const skip = noChromium() || (!existsSync(join(ROOT, "dist/embed/min/gluon.js")) && "not built");

let browser: Browser;
let server: StaticServer;
let page: Page;
/** What the page has to say besides. */
const complaints: string[] = [];
before(async () => {
  if (skip) return;
  [browser, server] = await Promise.all([startChromium(), serveEmbedTests()]);
  page = await browser.newPage();
  page.on("pageerror", (error) => complaints.push(`${error.stack}`));
  await page.goto(server.url);
});
after(async () => {
  await browser?.close();
  await server?.close();
});

type Outcomes = Awaited<ReturnType<typeof runEmbedTests>>;

function allWell(outcomes: Outcomes): void {
  assert.equal(outcomes.length, testCount());
  assert.deepEqual(
    outcomes.filter(({ problem }) => problem !== undefined),
    [],
  );
  assert.deepEqual(complaints, []);
}

test("in a page", { skip }, async () => {
  allWell(
    await page.evaluate(async (base) => {
      const { runEmbedTests } = (await import(`${base}tests.js`)) as typeof import("./embed_run.ts");
      return runEmbedTests(base);
    }, server.url),
  );
});

test("in a worker", { skip }, async () => {
  const outcomes = page.evaluate((base) => {
    const { Worker } = globalThis as unknown as { Worker: new (url: string, options: object) => WorkerLike };
    const worker = new Worker(`${base}tests.js`, { type: "module" });
    worker.postMessage(base);
    return new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
    });
  }, server.url);
  allWell((await outcomes) as Outcomes);
});

interface WorkerLike {
  postMessage(message: unknown): void;
  onmessage: (event: { data: unknown }) => void;
  onerror: (event: { message: string }) => void;
}

test("Erlang makes the page and hears of clicks", { skip }, async () => {
  await page.evaluate(async (base) => {
    const { createVm } = (await import(`${base}gluon/gluon.js`)) as typeof import("../../src/embed/index.ts");
    const vm = await createVm({ modules: [new URL("page.beam", base)], js: { global: globalThis } });
    vm.spawn("page", "start");
  }, server.url);
  const button = page.locator("button");
  for (let i = 0; i < 3; i++) await button.click();
  await page.locator("button", { hasText: "3 times" }).waitFor({ timeout: 5000 });
  assert.match((await button.getAttribute("style")) ?? "", /color: rgb\(255, 0, 0\)/);
  assert.deepEqual(complaints, []);
});
