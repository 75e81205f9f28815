/**
 * The page in Chromium, as a person uses it, from a server that sends a strict Content-Security-Policy. Nothing may be
 * complained about on the console.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { loadedBytes, pageStart } from "../../scripts/page_start.ts";
import { documented, PROMPT } from "../../scripts/sizes.ts";
import { serve, type StaticServer } from "../../scripts/static_server.ts";
import { noChromium, startChromium } from "../support/chromium.ts";
import { compiled } from "../support/compiled.ts";
import { ROOT } from "../support/modules.ts";

const skip = noChromium();
const POLICY = "default-src 'self'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'";
/** Of whatever may take a while on a busy machine. */
const PATIENCE_ms = 60_000;

let browser: Browser;
let server: StaticServer;
/** What was complained about on the console. */
const complaints: string[] = [];

before(async () => {
  if (skip) return;
  // A process of its own: OTP, which has been started to see what it reads, still waits for timers.
  execFileSync(process.execPath, ["--import", "tsx", "scripts/web.ts", "--build"], { cwd: ROOT, stdio: "pipe" });
  server = await serve(
    { "/": join(ROOT, "dist", "web") },
    { gzip: true, headers: { "Content-Security-Policy": POLICY } },
  );
  browser = await startChromium();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

/** A new browser's state, and the page in it at its prompt. */
async function open(options: Parameters<Browser["newContext"]>[0] = {}): Promise<[Page, BrowserContext]> {
  const context = await browser.newContext({ viewport: { width: 1300, height: 800 }, ...options });
  context.setDefaultTimeout(PATIENCE_ms);
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.stack ?? error.message));
  await page.goto(server.url);
  await prompt(page);
  return [page, context];
}

const prompt = (page: Page): Promise<unknown> => shell(page, /\d+\)?> $/);

/** Waits until what the shell shows matches. */
async function shell(page: Page, pattern: RegExp): Promise<void> {
  const rows = page.locator("#terminal .xterm-rows");
  const text = async (): Promise<string> => `${(await rows.locator("> div").allInnerTexts()).join("\n").trimEnd()} `;
  const end = Date.now() + PATIENCE_ms;
  let shown = "";
  while (Date.now() < end) {
    if ((await rows.count()) > 0) shown = (await text()).replaceAll(" ", " ");
    if (pattern.test(shown)) return;
    await page.waitForTimeout(50);
  }
  assert.match(shown, pattern);
}

async function type(page: Page, line: string): Promise<void> {
  await page.locator("#terminal textarea").focus();
  await page.keyboard.type(`${line}\n`);
}

const said = (page: Page, text: string | RegExp): Promise<void> => page.locator("#said", { hasText: text }).waitFor();
const example = (page: Page, title: string): Promise<void> => page.locator(".card", { hasText: title }).click();
const press = (page: Page, label: string): Promise<void> => page.locator(".button", { hasText: label }).first().click();
const line = (page: Page, label: string) =>
  page.locator(".grid .line:not([hidden])", { has: page.locator(".label", { hasText: new RegExp(`^${label}$`) }) });
/** Replaces the editor's text. */
async function write(page: Page, text: string): Promise<void> {
  await page.locator(".cm-content").focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(text);
}

test("a shell, with little to load before its prompt", { skip }, async () => {
  const { loaded } = await pageStart(browser, server);
  const sum = (paths: RegExp): number => loadedBytes(loaded.filter(({ path }) => paths.test(path)));
  assert.ok(sum(/./) < 1_600_000, `${sum(/./)} bytes to the prompt`);
  const documentedBytes = documented().get(PROMPT) ?? 0;
  assert.ok(Math.abs(documentedBytes / sum(/./) - 1) <= 0.01, `${sum(/./)} bytes: \`npm run sizes -- --write\``);
  assert.ok(sum(/page|start|shell-|\.css$/) < 130_000, `${sum(/page|start|shell-|\.css$/)} bytes of the page`);
  const [page, context] = await open();

  await type(page, "1+2.");
  await shell(page, /1> 1\+2\.\n3\n2> $/);
  await type(page, 'io:format("~ts~n", [[955]]).');
  await shell(page, /\nλ\nok\n/);
  await context.close();
});

test("what the compiler says, running, and files that stay", { skip }, async () => {
  const [page, context] = await open();
  await example(page, "Hello");
  await page.locator(".file", { hasText: "hello.erl" }).waitFor();
  await press(page, "Run");
  await said(page, "Loaded hello");
  await shell(page, /Hello, world!.*says hello number 1\nok\n/s);

  await write(page, "-module(hello).\n-export([main/0]).\nmain() ->\n    X = 1,\n    nowhere().\n");
  await page.keyboard.press("Control+Enter");
  await said(page, "hello.erl: 1 error");
  assert.match(await page.locator(".diagnostic.error").innerText(), /5:5.*nowhere\/0 undefined/s);
  assert.match(await page.locator(".diagnostic.warning").innerText(), /4:5.*variable 'X' is unused/s);
  assert.equal(await page.locator(".cm-lintRange-error").innerText(), "nowhere");

  await write(page, "-module(hello).\n-export([main/0]).\nmain() -> {kept, 42}.\n");
  await page.locator(".saved", { hasText: "Saved" }).waitFor();
  await page.reload();
  await prompt(page);
  await page.locator(".cm-content", { hasText: "{kept, 42}" }).waitFor();
  await press(page, "Run");
  await shell(page, /\n\{kept,42\}\n/);
  await context.close();
});

test("the processes at work: found, looked at, killed, started again by their supervisor", { skip }, async () => {
  const [page, context] = await open();
  await example(page, "Supervised counters");
  await press(page, "Run");
  await shell(page, /\{blue,0\}\]/);
  await page.locator("#tab-processes").click();
  const red = line(page, "red");
  await red.waitFor();
  assert.equal(await line(page, "counter_sup").locator(".mark").getAttribute("data-kind"), "supervisor");
  const level = async (label: string): Promise<number> => Number(await line(page, label).getAttribute("aria-level"));
  assert.equal(await level("red"), (await level("counter_sup")) + 1);

  await red.click();
  await page.locator(".details pre", { hasText: /#\{count => \d+,every => 250,name => red\}/ }).waitFor();
  assert.equal(await page.locator(".facts button.pid", { hasText: "counter_sup" }).count(), 2);
  await press(page, "Suspend");
  await page.locator(".facts", { hasText: "suspended" }).waitFor();
  await press(page, "Resume");
  await page.locator(".facts", { hasText: "waiting" }).waitFor();
  const pid = (await red.locator(".cell.pid").innerText()).trim();
  await page.locator(".grid").focus();
  await page.keyboard.press("Delete");
  await page.keyboard.press("Enter");
  await said(page, `${pid} is killed`);
  await page.locator(".details h2", { hasText: "has ended" }).waitFor();
  await page.waitForFunction(
    `[...document.querySelectorAll(".line .cell.pid")].every((cell) => cell.textContent !== ${JSON.stringify(pid)})`,
  );
  assert.equal(await line(page, "red").count(), 1);

  // A picture is seen by its pixels.
  await page.locator("label", { hasText: "Map" }).click();
  await page.locator(".map canvas").waitFor();
  await page.waitForFunction(`(() => {
    const canvas = document.querySelector(".map canvas");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return data.filter((byte, at) => at % 4 === 3 && byte > 0).length > 2000;
  })()`);
  await page.locator("label", { hasText: "Tree" }).click();

  await press(page, "Pause");
  await page.locator("#phase", { hasText: "Paused" }).waitFor();
  await press(page, "Step");
  await said(page, /had a time slice|Nobody/);
  // Paused, the view goes on.
  await page.locator("#tab-messages").click();
  await page.locator("#messages .controls").waitFor();
  await page.locator("#tab-processes").click();
  await page.locator("#processes .numbers", { hasText: "red/s0memory" }).waitFor();
  await page.locator("#processes .button", { hasText: "Continue" }).click();
  await page.locator("#phase", { hasText: "Running" }).waitFor();

  await type(page, "application:start(runtime_tools).");
  await page.locator(".grid").press("Home");
  await page.locator(".group-line .label", { hasText: "runtime_tools" }).waitFor();

  await page.locator("#tab-messages").click();
  await page
    .locator(".message-line", { hasText: /→red.*tick/ })
    .first()
    .waitFor();
  await page.locator("#messages input[type=search]").fill("green tick");
  await page.locator(".count", { hasText: /^\d+ of \d+/ }).waitFor();
  await page.locator("label", { hasText: "Diagram" }).click();
  await page.locator(".lifelines button", { hasText: "green" }).waitFor();
  assert.ok((await page.locator(".arrows .message").count()) > 0);
  await context.close();
});

test("a compiled module is dropped, with and without a network; a system that has halted is started again", {
  skip,
}, async () => {
  const [page, context] = await open();
  await page.waitForFunction('navigator.serviceWorker.ready.then(({ active }) => active?.state === "activated")');
  await context.setOffline(true);
  await page.reload();
  await prompt(page);
  const bytes = [...compiled("examples/embed_node/rules.erl")];
  await page.evaluate(`
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(${JSON.stringify(bytes)})], "rules.beam"));
    for (const kind of ["dragenter", "drop"])
      document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true }));
  `);
  await said(page, "Module rules is loaded");
  await type(page, "code:is_loaded(rules) =/= false.");
  await shell(page, /\ntrue\n/);

  await type(page, "halt(3).");
  await page.locator("#ended", { hasText: "halted, with status 3" }).waitFor();
  await page.keyboard.press("Enter");
  await page.locator("#phase", { hasText: "Running" }).waitFor();
  await type(page, 'filelib:is_file("rules.beam").');
  await shell(page, /1> filelib.*\ntrue\n/s);
  await context.close();
});

test("Elixir: its shell and its compiler; a link that has the file in it", { skip }, async () => {
  const [page, context] = await open();
  await page.locator("label", { hasText: "Elixir" }).click();
  await page.keyboard.press("Enter");
  await shell(page, /iex\(1\)> $/);
  await type(page, "Enum.sum(1..10)");
  await shell(page, /iex\(1\)> Enum\.sum\(1\.\.10\)\n55\n/);
  const text = 'defmodule Greeting do\n  def main, do: "λ" <> "!"\nend\n';
  const link = await page.evaluate(`(async () => {
    const packed = new Blob([${JSON.stringify(text)}]).stream().pipeThrough(new CompressionStream("deflate-raw"));
    const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
    const code = btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    return location.href + "#code=" + code + "&file=greeting.ex";
  })()`);
  await page.goto("about:blank");
  await page.goto(`${link}`);
  await page.locator(".file", { hasText: "greeting.ex" }).waitFor();
  await shell(page, /iex\(1\)> $/);
  await press(page, "Run");
  await said(page, "Loaded Greeting");
  await shell(page, /Greeting\.main\(\)\n"λ!"\n/);
  await context.close();
});

test("by keyboard, in one column", { skip }, async () => {
  const [page, context] = await open({ viewport: { width: 390, height: 760 } });
  await page.keyboard.press("Alt+3");
  await line(page, "kernel_sup").waitFor();
  assert.equal(await page.locator("#tab-processes").getAttribute("aria-selected"), "true");
  await page.keyboard.press("F6");
  assert.equal(await page.evaluate('document.activeElement?.closest("section")?.id'), "shell");
  await page.locator("#tab-shell").focus();
  await page.keyboard.press("ArrowRight");
  await page.locator(".welcome").waitFor();
  assert.equal(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), true);
  await context.close();
});

test("light and dark", { skip }, async () => {
  const [page, context] = await open({ colorScheme: "light" });
  const paper = (): Promise<unknown> => page.evaluate("getComputedStyle(document.body).backgroundColor");
  const light = await paper();
  await page.locator('.button[title="Light or dark"]').click();
  const dark = await paper();
  assert.notEqual(dark, light);
  await page.reload();
  await prompt(page);
  assert.equal(await paper(), dark);
  await context.close();
});

test("nothing was complained about", { skip }, () => {
  assert.deepEqual(complaints, []);
});
