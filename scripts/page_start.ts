/**
 * `npm run page-start`: how long Chromium takes from navigation to the Erlang prompt of the page, with an empty cache and with a full
 * one, and what it loads until then. dist/web is what is measured: `npm run web -- --build` first.
 *
 *   npm run page-start [-- --runs N]
 */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Browser, Page } from "playwright-core";
import { noChromium, startChromium } from "../test/support/chromium.ts";
import { ROOT } from "../test/support/modules.ts";
import { WEB_DIST } from "./build_web.ts";
import { type Served, type StaticServer, serve } from "./static_server.ts";

export interface PageStart {
  /** From navigation to the prompt. */
  readonly cold_ms: number;
  /** The same when the browser has been there before. */
  readonly warm_ms: number;
  /** What was loaded until the first prompt, as it came over the wire. */
  readonly loaded: readonly Served[];
}

/** One visit and one more, in a browser state of their own. */
export async function pageStart(browser: Browser, server: StaticServer): Promise<PageStart> {
  const context = await browser.newContext({ viewport: { width: 1300, height: 800 } });
  try {
    const page = await context.newPage();
    const before = server.served.length;
    await page.goto(server.url);
    const cold_ms = await prompt(page);
    const began_ms = (await page.evaluate("performance.timeOrigin")) as number;
    // What comes behind the prompt may have been asked for while it was painted.
    const loaded = server.served
      .slice(before)
      .filter(({ path, at_ms }) => at_ms <= began_ms + cold_ms && !path.endsWith("-more.bin"));
    // The service worker keeps what it needs behind the prompt.
    await page.waitForFunction("navigator.serviceWorker.ready.then(() => true)");
    await page.waitForTimeout(1000);
    await page.reload();
    return { cold_ms, warm_ms: await prompt(page), loaded };
  } finally {
    await context.close();
  }
}

/** Milliseconds from navigation to the prompt. */
async function prompt(page: Page): Promise<number> {
  await page.waitForFunction("performance.getEntriesByName('gluon-prompt').length > 0", null, { timeout: 60_000 });
  return page.evaluate("performance.getEntriesByName('gluon-prompt')[0].startTime");
}

export function loadedBytes(loaded: readonly Served[]): number {
  return loaded.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Builds the page and opens it: the bytes to its prompt. undefined: there is no Chromium. */
export async function promptSize(): Promise<number | undefined> {
  if (noChromium()) return undefined;
  execFileSync(process.execPath, ["--import", "tsx", "scripts/web.ts", "--build"], { cwd: ROOT, stdio: "pipe" });
  const server = await serve({ "/": WEB_DIST }, { gzip: true });
  const browser = await startChromium();
  try {
    return loadedBytes((await pageStart(browser, server)).loaded);
  } finally {
    await browser.close();
    await server.close();
  }
}

function median(all: readonly number[]): number {
  return [...all].sort((a, b) => a - b)[all.length >> 1] as number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { runs: { type: "string", default: "7" } } });
  if (!existsSync(join(WEB_DIST, "index.html"))) throw new Error("dist/web is not built: `npm run web -- --build`");
  const server = await serve({ "/": WEB_DIST }, { gzip: true });
  const browser = await startChromium();
  try {
    const all: PageStart[] = [];
    for (let i = 0; i < Number(values.runs); i++) all.push(await pageStart(browser, server));
    const first = all[0] as PageStart;
    process.stdout.write(
      `Chromium ${browser.version()}, ${all.length} runs, medians, to the prompt of the Erlang shell\n\n`,
    );
    const row = (what: string, value: string) => process.stdout.write(`${what.padEnd(16)}${value.padStart(10)}\n`);
    row("empty cache", `${median(all.map((s) => s.cold_ms)).toFixed(0)} ms`);
    row("full cache", `${median(all.map((s) => s.warm_ms)).toFixed(0)} ms`);
    row("loaded", `${loadedBytes(first.loaded)} B`);
    row("requests", `${first.loaded.length}`);
    for (const { path, bytes } of first.loaded) row(`  ${path}`, `${bytes}`);
  } finally {
    await browser.close();
    await server.close();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
