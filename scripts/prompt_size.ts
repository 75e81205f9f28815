/** What the page (`npm run web`) loads before the shell's prompt, measured in Chromium. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { noChromium, startChromium } from "../test/support/chromium.ts";
import { ROOT } from "../test/support/modules.ts";
import { type Served, serve } from "./static_server.ts";

/** Of the bytes that were sent, those before the prompt: the editor is fetched behind it. */
export function bytesToPrompt(served: readonly Served[]): number {
  const editor = served.findIndex(({ path }) => path.includes("/editor-"));
  return served.slice(0, editor < 0 ? served.length : editor).reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Builds the page and opens it. undefined: there is no Chromium. */
export async function promptSize(): Promise<number | undefined> {
  if (noChromium()) return undefined;
  execFileSync(process.execPath, ["--import", "tsx", "scripts/web.ts", "--build"], { cwd: ROOT, stdio: "pipe" });
  const server = await serve({ "/": join(ROOT, "dist", "web") }, { gzip: true });
  const browser = await startChromium();
  try {
    const page = await browser.newPage();
    await page.goto(server.url);
    await page.waitForFunction('performance.getEntriesByName("gluon-prompt").length > 0', undefined, {
      timeout: 60_000,
    });
    return bytesToPrompt(server.served);
  } finally {
    await browser.close();
    await server.close();
  }
}
