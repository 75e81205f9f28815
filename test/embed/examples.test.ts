/** The examples of the embedding API run, each with the one command that its first lines name. */
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { noChromium, startChromium } from "../support/chromium.ts";
import { otp } from "../support/otp.ts";
import { ROOT } from "../support/modules.ts";

const run = promisify(execFile);

async function printed(name: string, ...args: string[]): Promise<string> {
  const env = { ...process.env, GLUON_OTP: otp(27).home };
  const file = join(ROOT, "examples", name, "run.mjs");
  const { stdout, stderr } = await run(process.execPath, [file, ...args], { env, timeout: 60_000 });
  assert.equal(stderr, "");
  return stdout;
}

test("embed_node", async () => {
  assert.equal(
    await printed("embed_node"),
    `without a coupon: costs 115
TENTH: costs 108
no order at all: has no price: error: function_clause
LOOP: has no price, the rule ran too long
the audit saw an order of 2 fields
`,
  );
});

test("custom_host", async () => {
  assert.equal(
    await printed("custom_host"),
    `6 hours: it is 6:00
12 hours: it is 12:00
18 hours: it is 18:00
a day is over
24 hours: it is 0:00
`,
  );
});

test("game_script", async () => {
  const text = await printed("game_script", "1");
  const [, median] = /takes (\S+) ms/.exec(text) ?? [];
  assert.match(text, /^60 frames, .*\n999 balls in the last one\n/);
  assert.ok(Number(median) < 1000 / 60, text);
});

test("custom_nif", async () => {
  assert.equal(
    await printed("custom_nif"),
    `ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
cba
error: {js_error,<<"TypeError">>,<<"data.toReversed is not a function">>}
`,
  );
});

test("embed_browser", { skip: noChromium() }, async (t) => {
  const env = { ...process.env, GLUON_OTP: otp(27).home };
  const server = spawn(process.execPath, ["--import", "tsx", "examples/embed_browser/serve.mjs"], { cwd: ROOT, env });
  t.after(() => server.kill());
  let errors = "";
  server.stderr.on("data", (data) => {
    errors += data;
  });
  const [line] = (await Promise.race([once(server.stdout, "data"), once(server, "exit")])) as [unknown];
  const [url] = /http:\S+/.exec(`${line}`) ?? assert.fail(`${line} ${errors}`);
  assert.equal(errors, "");
  const browser = await startChromium();
  t.after(() => browser.close());
  const page = await browser.newPage();
  await page.goto(url);
  const shows = (card: string, count: number) => page.locator(`#${card} p`, { hasText: `${count}` }).waitFor();
  const click = (card: string, button: string) => page.locator(`#${card} button`, { hasText: button }).click();
  await shows("three", 0);
  for (const card of ["two", "two", "one"]) await click(card, "+ 1");
  await Promise.all([shows("one", 1), shows("two", 2), shows("three", 0)]);
  await click("two", "crash");
  await Promise.all([shows("one", 1), shows("two", 0)]);
  await click("two", "+ 1");
  await shows("two", 1);
  assert.match((await page.locator("#log").textContent()) ?? "", /error: .*\{crashed_at,2\}/s);
});
