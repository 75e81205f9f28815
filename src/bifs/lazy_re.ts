/** Regular expressions, loaded when a program first uses them. */
import type { Extension } from "../runtime/extension.ts";
import { type LazyRow, lazyExtension } from "../runtime/lazy_extension.ts";

const doc = "See re.ts, which is loaded at the first call.";

const ROWS: readonly LazyRow[] = [
  { module: "re", key: "compile/1", doc },
  { module: "re", key: "compile/2", doc },
  { module: "re", key: "run/2", doc },
  { module: "re", key: "run/3", doc },
  { module: "re", key: "internal_run/4", doc },
  { module: "re", key: "inspect/2", doc },
  { module: "re", key: "version/0", doc },
  { module: "re", key: "import/1", doc, releases: [29] },
];

export const LAZY_RE: Extension = lazyExtension("re", ROWS, async () => (await import("./re.ts")).RE);
