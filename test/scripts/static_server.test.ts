/** The web server of tests, examples and `npm run web`. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { serve } from "../../scripts/static_server.ts";

const folder = mkdtempSync(join(tmpdir(), "gluon-served-"));
after(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, "site/deep"), { recursive: true });
writeFileSync(join(folder, "site/index.html"), "<p>home");
writeFileSync(join(folder, "site/deep/a b.mjs"), "x".repeat(1000));
writeFileSync(join(folder, "secret.txt"), "no");

/** The path as it is, which `fetch` would make tidy. */
function raw(base: string, path: string, accept = ""): Promise<{ status: number; type: string; body: Buffer }> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    get({ hostname, port, path, headers: { "Accept-Encoding": accept } }, async (response) => {
      const parts: Buffer[] = [];
      for await (const part of response) parts.push(part as Buffer);
      resolve({
        status: response.statusCode as number,
        type: response.headers["content-type"] ?? "",
        body: Buffer.concat(parts),
      });
    }).on("error", reject);
  });
}

test("files with their types, and nothing else", async (t) => {
  const server = await serve({ "/": join(folder, "site"), "/given.js": Buffer.from("1") });
  t.after(() => server.close());
  const home = await raw(server.url, "/");
  assert.deepEqual([home.status, home.type, `${home.body}`], [200, "text/html; charset=utf-8", "<p>home"]);
  assert.match((await raw(server.url, "/deep/a%20b.mjs?q=1")).type, /^text\/javascript/);
  assert.equal(`${(await raw(server.url, "/given.js")).body}`, "1");
  for (const path of ["/../secret.txt", "/%2e%2e/secret.txt", "/deep", "/deep/", "/none", "/a%00", "/%ff", "//x"])
    assert.equal((await raw(server.url, path)).status, 404, path);
  const [first] = server.served;
  assert.deepEqual({ ...first, at_ms: 0 }, { path: "/", status: 200, bytes: 7, at_ms: 0 });
});

test("gzip for whoever takes it, and headers", async (t) => {
  const server = await serve({ "/": join(folder, "site") }, { gzip: true, headers: { "X-Test": "yes" } });
  t.after(() => server.close());
  const packed = await raw(server.url, "/deep/a%20b.mjs", "gzip, br");
  assert.ok(packed.body.length < 100);
  assert.equal(gunzipSync(packed.body).length, 1000);
  assert.equal((await raw(server.url, "/deep/a%20b.mjs")).body.length, 1000);
  assert.equal((await fetch(server.url)).headers.get("x-test"), "yes");
});
