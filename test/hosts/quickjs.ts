/** The core and a packed program on QuickJS, the engine for small boards, within a limit of memory: engine, code and data. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { getQuickJS } from "quickjs-emscripten";
import { compiled } from "../support/compiled.ts";
import { gluonCommand } from "../support/gluon.ts";
import { ROOT } from "../support/modules.ts";
import { otp } from "../support/otp.ts";

export interface Board {
  /** Evaluates JavaScript; throws an Error that shows what it throws. */
  run(source: string): unknown;
  usedBytes(): number;
  dispose(): void;
}

/** QuickJS with the global function `call` of quickjs_run.ts and the program of quickjs_ring.erl. */
export async function startBoard(limit_bytes: number): Promise<Board> {
  const program = packedRing();
  const main = await build({
    entryPoints: [join(ROOT, "test/hosts/quickjs_run.ts")],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2022",
    define: { GLUON_VERSION: '"test"' },
  });
  const runtime = (await getQuickJS()).newRuntime();
  runtime.setMemoryLimit(limit_bytes);
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
  return {
    run,
    usedBytes: () =>
      (runtime.computeMemoryUsage().consume(context.dump) as { memory_used_size: number }).memory_used_size,
    dispose() {
      context.dispose();
      runtime.dispose();
    },
  };
}

/** What the test runs, and the size table shows the memory of: what each call gives. */
export const BOARD_CALLS: readonly (readonly [call: string, result: string])[] = [
  [`call("quickjs_ring", "ring", 100, 10000)`, "done"],
  [`call("quickjs_ring", "sort", 1000)`, "5010524"],
];

function packedRing(): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), "gluon-quickjs-"));
  try {
    writeFileSync(join(folder, "quickjs_ring.beam"), compiled(join(ROOT, "test/hosts/quickjs_ring.erl")));
    const [gluon, ...first] = gluonCommand();
    const env = { ...process.env, GLUON_OTP: otp(27).home };
    execFileSync(gluon, [...first, "pack", "quickjs_ring.beam", "-o", "ring.gluon"], { cwd: folder, env });
    return new Uint8Array(readFileSync(join(folder, "ring.gluon")));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
