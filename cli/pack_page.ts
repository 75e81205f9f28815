/** `gluon pack --target page`: a folder that any web server can serve. */
import { cpSync, mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What stands beside the command line, in the package that was started: `bin/gluon` or `cli/main.ts`. */
const built = () => join(dirname(realpathSync(process.argv[1] as string)), "..", "dist", "embed", "min");

/** Writes the page that calls `main/0` of `module` and shows what it writes. */
export function writePage(folder: string, module: string, bundle: Uint8Array): void {
  mkdirSync(folder, { recursive: true });
  cpSync(built(), join(folder, "gluon"), { recursive: true });
  writeFileSync(join(folder, "program.gluon"), bundle);
  writeFileSync(join(folder, "main.js"), script(module));
  writeFileSync(join(folder, "index.html"), html(module));
}

function html(module: string): string {
  return `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${module.replace(/[<&]/g, "")}</title>
  <pre id="output"></pre>
  <script type="module" src="main.js"></script>
</html>
`;
}

function script(module: string): string {
  return `import { createVm } from "./gluon/gluon.js";

const output = document.getElementById("output");
const decoder = new TextDecoder();
const vm = await createVm({
  modules: [new URL("program.gluon", import.meta.url)],
  output: (bytes) => output.append(decoder.decode(bytes, { stream: true })),
});
try {
  await vm.call(${JSON.stringify(module)}, "main");
} catch (error) {
  output.append(String(error));
  throw error;
}
`;
}
