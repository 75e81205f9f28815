/** `gluon pack --target page`: a folder that any web server can serve. */
import { cpSync, mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What stands beside the command line, in the package that was started: `bin/gluon` or `cli/main.ts`. */
const built = (aot: boolean) =>
  join(dirname(realpathSync(process.argv[1] as string)), "..", "dist", "embed", aot ? "aot" : "min");

/** The program as a bundle, or as JavaScript that was generated ahead of time. */
type ProgramFile = { readonly "program.gluon": Uint8Array } | { readonly "program.js": string };

/** Writes the page that calls `main/0` of `module` and shows what it writes. */
export function writePage(folder: string, module: string, program: ProgramFile): void {
  const aot = "program.js" in program;
  mkdirSync(folder, { recursive: true });
  cpSync(built(aot), join(folder, "gluon"), { recursive: true });
  for (const [name, data] of Object.entries(program)) writeFileSync(join(folder, name), data);
  writeFileSync(join(folder, "main.js"), script(module, aot));
  writeFileSync(join(folder, "index.html"), html(module, aot));
}

/** Scripts of the page's own place and nothing else: no text becomes code. */
const POLICY = "default-src 'none'; script-src 'self'";

function html(module: string, aot: boolean): string {
  const policy = aot ? `\n  <meta http-equiv="Content-Security-Policy" content="${POLICY}">` : "";
  return `<!doctype html>
<html lang="en">
  <meta charset="utf-8">${policy}
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${module.replace(/[<&]/g, "")}</title>
  <pre id="output"></pre>
  <script type="module" src="main.js"></script>
</html>
`;
}

function script(module: string, aot: boolean): string {
  return `import { createVm } from "./gluon/gluon.js";
${aot ? 'import program from "./program.js";\n' : ""}
const output = document.getElementById("output");
const decoder = new TextDecoder();
const vm = await createVm({
  modules: [${aot ? "program" : 'new URL("program.gluon", import.meta.url)'}],
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
