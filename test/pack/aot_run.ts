/**
 * Runs `main/0` of a packed program and prints what that prints: `aot_run.ts ENTRY PROGRAM.mjs MODULE [LATER.beam]`, where ENTRY is
 * a build of the embedding API. With LATER.beam it shows instead what cannot be done where there is no compiler.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { createVm as CreateVm, Program } from "../../src/embed/index.ts";

const [entry = "", file = "", module = "", later] = process.argv.slice(2);
const imported = (path: string) => import(pathToFileURL(resolve(path)).href);
const { createVm } = (await imported(entry)) as { createVm: typeof CreateVm };
const { default: program } = (await imported(file)) as { default: Program };
const vm = await createVm({ modules: [program], output: (bytes, fd) => fd === 1 && process.stdout.write(bytes) });
vm.on("defect", ({ text }) => console.log(`defect: ${text}`));
if (later === undefined) await vm.call(module, "main");
else {
  const bytes = readFileSync(later);
  const told = (error: Error) => console.log(error.message);
  await vm.load(bytes).catch(told);
  console.log(String(await vm.call(module, "load", [bytes])));
  await vm.call(module, "trace").catch(told);
}
if ("harm" in globalThis) console.log("harm was done");
vm.stop();
