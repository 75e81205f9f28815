/**
 * The tests of the embedding API anywhere: Chromium's pages and workers, other engines. esbuild puts them and this file into one module,
 * with other files in place of Node's (`embed_elsewhere.ts`). `runEmbedTests(BASE)` fetches what it needs from there.
 */
import "./elsewhere/assert.ts";
import { fetchModules } from "./elsewhere/files.ts";
import { outcomes } from "./elsewhere/node_test.ts";

export async function runEmbedTests(base: string): ReturnType<typeof outcomes> {
  await fetchModules(`${base}modules`);
  await import("../embed/vm.test.ts");
  await import("../embed/interop.test.ts");
  return outcomes();
}

/** In a worker: whoever started it says where the server is. */
const scope = globalThis as { document?: unknown; postMessage?: (message: unknown) => void; onmessage?: unknown };
if (scope.document === undefined && scope.postMessage !== undefined)
  scope.onmessage = async ({ data }: { data: string }) => scope.postMessage?.(await runEmbedTests(data));
