/** A part of builds for esbuild: minified bundles do without the documentation in the tables, which nobody reads there. */
import { readFileSync } from "node:fs";

/** The only texts in the opcode table that end in a full stop are its documentation. */
const OPCODE_DOC = /"[^"\\]*\."(?=[,\]\s])/g;

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
