/** What the builds share (`build.mjs`, `build_web.ts`), and those who look at what they have made. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The only texts in the opcode table that end in a full stop are its documentation. */
const OPCODE_DOC = /"[^"\\]*\."(?=[,\]\s])/g;

/** For minified bundles: they do without the documentation in the tables, which nobody reads there. */
export const withoutDocs = {
  name: "without-docs",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8")
        .replace(/\bdoc:\s*"(?:[^"\\]|\\.)*"/g, 'doc: ""')
        .replace(/[\\/]opcodes\.ts$/.test(path) ? OPCODE_DOC : /$^/, '""'),
      loader: "ts",
    }));
  },
};

/** The files, of the metafile's `outputs`, that are loaded with `entry`: it and what it imports, but for what it imports on demand. */
export function loadedAtOnce(outputs, entry) {
  const paths = new Set([entry]);
  for (const path of paths)
    for (const { path: other, kind } of outputs[path]?.imports ?? []) if (kind === "import-statement") paths.add(other);
  return paths;
}

/** Names the state of the sources in these folders whose names match. */
export function sourceDigest(root, folders, pattern) {
  const hash = createHash("sha1");
  for (const folder of folders)
    for (const file of readdirSync(join(root, folder), { recursive: true }).sort())
      if (pattern.test(file)) hash.update(file).update(readFileSync(join(root, folder, file)));
  return hash.digest("hex").slice(0, 16);
}
