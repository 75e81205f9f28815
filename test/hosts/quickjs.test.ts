/** The core on QuickJS, the engine for small boards, within 5 MB: engine, code and data. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { inflateSync } from "node:zlib";
import { build } from "esbuild";
import { getQuickJS } from "quickjs-emscripten";
import { BUNDLE_HEAD, bundle } from "../../src/pack/bundle.ts";
import { compiled } from "../support/compiled.ts";
import { gluonCommand } from "../support/gluon.ts";
import { ROOT } from "../support/modules.ts";
import { otp } from "../support/otp.ts";

const LIMIT_BYTES = 5_000_000;

const folder = mkdtempSync(join(tmpdir(), "gluon-quickjs-"));
after(() => rmSync(folder, { recursive: true }));

test("a ring of 100 processes and lists:sort on QuickJS, within 5 MB", async (t) => {
  writeFileSync(join(folder, "quickjs_ring.beam"), compiled(join(ROOT, "test/hosts/quickjs_ring.erl")));
  const [gluon, ...first] = gluonCommand();
  const env = { ...process.env, GLUON_OTP: otp(27).home };
  execFileSync(gluon, [...first, "pack", "quickjs_ring.beam", "-o", "ring.gluon"], { cwd: folder, env });
  const main = await build({
    entryPoints: [join(ROOT, "test/hosts/quickjs_run.ts")],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2022",
    define: { GLUON_VERSION: '"test"' },
  });
  const packed = readFileSync(join(folder, "ring.gluon"));
  const program = bundle(new Uint8Array(inflateSync(packed.subarray(BUNDLE_HEAD))));

  const runtime = (await getQuickJS()).newRuntime();
  runtime.setMemoryLimit(LIMIT_BYTES);
  runtime.setMaxStackSize(1 << 20);
  const context = runtime.newContext();
  const bytes = context.newArrayBuffer(program.buffer as ArrayBuffer);
  context.setProp(context.global, "program", bytes);
  bytes.dispose();
  const run = (source: string): unknown => {
    const result = context.evalCode(source);
    if (result.error) throw new Error(JSON.stringify(result.error.consume(context.dump)));
    return result.value.consume(context.dump);
  };
  run((main.outputFiles[0] as { text: string }).text);
  assert.equal(run(`call("quickjs_ring", "ring", 100, 10000)`), "done");
  assert.equal(run(`call("quickjs_ring", "sort", 1000)`), "5010524");
  assert.equal(run(`call("quickjs_ring", "nothing")`), "error: undef");
  const usage = runtime.computeMemoryUsage().consume(context.dump) as { memory_used_size: number };
  t.diagnostic(`${usage.memory_used_size} bytes used`);
  assert.ok(usage.memory_used_size < LIMIT_BYTES);
  context.dispose();
  runtime.dispose();
});
