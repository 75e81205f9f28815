/** Serves the tests of the embedding API to engines other than Node: as one module, with all that they need. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build, type Plugin } from "esbuild";
import { serve, type StaticServer } from "../../scripts/static_server.ts";
import { bundle } from "../../src/pack/bundle.ts";
import { encodeModules, type Packable } from "../../src/pack/encode.ts";
import { compiled } from "../support/compiled.ts";
import { ROOT } from "../support/modules.ts";
import { otp } from "../support/otp.ts";

/** What stands in for what. The API is that of the package, as it was built. */
const INSTEAD: readonly (readonly [RegExp, string])[] = [
  [/^node:test$/, "elsewhere/node_test.ts"],
  [/^node:assert\/strict$/, "elsewhere/assert.ts"],
  [/^node:path$|hosts\/node\/embed\.ts$|support\/(compiled|modules|otp)\.ts$/, "elsewhere/files.ts"],
];

const elsewhere: Plugin = {
  name: "elsewhere",
  setup({ onResolve }) {
    for (const [filter, file] of INSTEAD) onResolve({ filter }, () => ({ path: join(ROOT, "test/hosts", file) }));
    onResolve({ filter: /src\/embed\/index\.ts$/ }, () => ({ path: "./gluon/gluon.js", external: true }));
  },
};

/** `/` is an empty page, `/tests.js` has `runEmbedTests`, `/gluon/` the minified package, `/NAME.beam` a test's module. */
export async function serveEmbedTests(): Promise<StaticServer> {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, "test/hosts/embed_run.ts")],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    plugins: [elsewhere],
  });
  const modules = new Map<string, Packable>();
  for (const folder of otp(27).ebins.filter((path) => /\/(erts|kernel|stdlib)-[^/]*\/ebin$/.test(path)))
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".beam")))
      modules.set(basename(file, ".beam"), { bytes: readFileSync(join(folder, file)) });
  for (const name of ["embedded", "interop", "my_nif"])
    modules.set(name, { bytes: compiled(join(ROOT, `test/embed/${name}.erl`)) });
  return serve({
    "/": Buffer.from("<!doctype html><title>Gluon</title>"),
    "/tests.js": (outputFiles[0] as { contents: Uint8Array }).contents,
    "/modules": bundle(encodeModules(modules), (data) => data),
    "/gluon/": join(ROOT, "dist/embed/min"),
    "/page.beam": compiled(join(ROOT, "test/hosts/page.erl")),
  });
}

/** How many tests there are, as the files say. */
export function testCount(): number {
  const count = (name: string) =>
    [...readFileSync(join(ROOT, "test/embed", name), "utf8").matchAll(/^test\(/gm)].length;
  return count("vm.test.ts") + count("interop.test.ts");
}
