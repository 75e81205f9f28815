import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { bareHost } from "../../src/hosts/bare/host.ts";
import { nodeHost } from "../../src/hosts/node/host.ts";
import type { Host } from "../../src/runtime/host.ts";
import { errnoName } from "../../src/runtime/posix.ts";

const bare = () =>
  bareHost({
    soon: (run) => queueMicrotask(run),
    after: () => () => {},
    write: () => {},
    randomBytes: (n) => new Uint8Array(n),
  });

const HOSTS: readonly (readonly [string, () => Host])[] = [
  ["node", nodeHost],
  ["bare", bare],
];

for (const [name, make] of HOSTS) {
  test(`${name}: clocks are whole microseconds and go forward`, () => {
    const host = make();
    const [a, b] = [host.monotonicTime_us(), host.monotonicTime_us()];
    assert.ok(Number.isSafeInteger(a) && b >= a);
    assert.ok(Number.isSafeInteger(host.systemTime_us()));
    assert.ok(Math.abs(host.systemTime_us() / 1000 - Date.now()) < 1000);
    assert.equal(host.localOffset_min(0), -new Date(0).getTimezoneOffset());
  });

  test(`${name}: compiles, gives random bytes, calls back soon and in order`, async () => {
    const host = make();
    assert.equal(host.compile(["a", "b"], "return a + b")(1, 2), 3);
    assert.equal(host.randomBytes(100_000).length, 100_000);
    const order: number[] = [];
    await new Promise<void>((resolve) => {
      host.soon(() => order.push(1));
      host.soon(() => {
        order.push(2);
        resolve();
      });
    });
    assert.deepEqual(order, [1, 2]);
  });
}

test("node: files, or the errno's name", () => {
  const folder = mkdtempSync(join(tmpdir(), "gluon-test-"));
  const { files } = nodeHost();
  const read = (name: string) => {
    try {
      return files?.readFile(Buffer.from(name));
    } catch (error) {
      return errnoName(error);
    }
  };
  writeFileSync(join(folder, "f"), "abc");
  assert.deepEqual(read(join(folder, "f")), new Uint8Array([97, 98, 99]));
  assert.equal(read(join(folder, "none")), "enoent");
  assert.equal(read(folder), "eisdir");
  assert.equal(read(join(folder, "f", "g")), "enotdir");
  assert.equal(read("a\0b"), "einval");
  rmSync(folder, { recursive: true });
});

test("node: a timer can be cancelled", async () => {
  const host = nodeHost();
  let called = 0;
  host.after(1, () => called++)();
  await new Promise<void>((resolve) => host.after(5, resolve));
  assert.equal(called, 0);
});

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const NODE = "./src/hosts/node/host.ts";
const BROWSER_HOST = "./src/hosts/browser/host.ts";
const TSX = ["--import", "tsx", "--input-type=module", "-e"];

/** A program that writes a megabyte through the host. */
const WRITER = `import { nodeHost } from "${NODE}";
nodeHost().write(1, new Uint8Array(1 << 20).fill(97));`;

test("node: everything written arrives, and a reader that leaves is no error", () => {
  const run = (reader: string) =>
    execFileSync("sh", ["-c", `"$0" "$@" 2>&1 | ${reader}`, process.execPath, ...TSX, WRITER], {
      cwd: ROOT,
      encoding: "utf8",
    });
  assert.equal(run("wc -c").trim(), `${1 << 20}`);
  assert.equal(run("(head -c 3; sleep 0.1)"), "aaa");
});

/** In a process of its own: the browser's types are not Node's, and its channel keeps Node alive. */
const BROWSER = `import assert from "node:assert/strict";
import { browserHost } from "${BROWSER_HOST}";
const written = [];
const host = browserHost({ write: (fd, bytes) => written.push(fd + ":" + new TextDecoder().decode(bytes)) });
host.write(2, Uint8Array.of(104, 105));
assert.deepEqual(written, ["2:hi"]);
assert.ok(Number.isSafeInteger(host.monotonicTime_us()));
assert.ok(Math.abs(host.systemTime_us() / 1000 - Date.now()) < 1000);
assert.equal(host.compile(["a", "b"], "return a + b")(1, 2), 3);
const cores = globalThis.navigator?.hardwareConcurrency;
assert.deepEqual(host.processors?.(), cores && { online: cores, available: cores });
assert.ok(host.randomBytes(100_000).subarray(70_000).some((byte) => byte !== 0));
const order = [];
host.after(20, () => order.push(3));
host.soon(() => order.push(1));
host.soon(() => order.push(2));
const lines = browserHost();
lines.write(1, new TextEncoder().encode("one\\ntwo"));
lines.write(1, new TextEncoder().encode(" three\\n"));
setTimeout(() => { assert.deepEqual(order, [1, 2, 3]); process.exit(0); }, 50);`;

test("browser: output, clocks, callbacks in order", () => {
  const out = execFileSync(process.execPath, [...TSX, BROWSER], { cwd: ROOT, encoding: "utf8" });
  assert.equal(out, "one\ntwo three\n");
});
