/**
 * Builds what is run and shipped, with esbuild:
 *
 *   dist/cli.cjs        the command line for Node in one file, as CommonJS; dist/cache/ has V8's code cache of it
 *   dist/core/gluon.js  the core as an ES module for browsers and other engines; hosts and extensions beside it
 *   dist/core/min/      the same, minified
 *   dist/embed/gluon.js what `import ... from "gluon"` gives: the core with the embedding API; dist/embed/min/ minified.
 *                       Beside it `gluon/inspect`, `gluon/terminal` and `gluon/files`
 *   dist/embed/aot/     the same minified and without a compiler, for programs whose code is generated ahead of time
 *   dist/embed/node.js  `gluon/node`: files and modules of this machine, for VMs that may have them
 *
 * Nothing here checks types (`npm run typecheck` does), so that a build takes a fraction of a second.
 * `npm ci` runs it as its `prepare` step, which writes the type declarations (dist/types) as well.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { sourceDigest, withoutDocs } from "./build_parts.mjs";
import { mergeChunks } from "./merge_chunks.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const version = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;

/** Generated code that is kept, and snapshots, belong to this state of the sources. */
const digest = sourceDigest(root, ["src", "cli"], /\.ts$/);

/** What every build shares. */
const common = {
  absWorkingDir: root,
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
  define: { GLUON_VERSION: JSON.stringify(version), GLUON_BUILD: JSON.stringify(digest) },
};

/** The core, and beside it what a program takes only if it needs it: hosts, extensions, drivers. */
const core = {
  gluon: "src/index.ts",
  browser: "src/hosts/browser/host.ts",
  bare: "src/hosts/bare/host.ts",
  debug: "src/bifs/erts_debug.ts",
  re: "src/bifs/re/index.ts",
  trace: "src/bifs/trace/index.ts",
  zlib: "src/nifs/zlib.ts",
  asn1: "src/nifs/asn1.ts",
  prim_file: "src/nifs/prim_file/index.ts",
  memory_files: "src/nifs/memory_files/index.ts",
  crypto: "src/nifs/crypto/index.ts",
  ports: "src/bifs/ports.ts",
  ram_file: "src/ports/ram_file.ts",
};

/** The embedding API, and beside it what tools take. */
const embed = {
  gluon: "src/embed/index.ts",
  inspect: "src/embed/inspect.ts",
  terminal: "src/hosts/browser/terminal.ts",
  files: "src/nifs/memory_files/index.ts",
};

/** Where code is generated ahead of time nothing leads to the compiler. */
const withoutCompiler = {
  name: "without-compiler",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/]loader[\\/]generator\.ts$/ }, () => ({
      contents: readFileSync(join(root, "src/loader/no_generator.ts"), "utf8"),
      loader: "ts",
    }));
  },
};

const builds = [
  {
    ...common,
    entryPoints: { cli: "cli/main.ts" },
    outdir: "dist",
    outExtension: { ".js": ".cjs" },
    format: "cjs",
    splitting: false,
    platform: "node",
    target: "node20",
    // One byte a character, and little to scan. Names stay: reports of our own bugs show them.
    charset: "ascii",
    minifyWhitespace: true,
    minifySyntax: true,
    define: { ...common.define, "import.meta.url": "undefined" },
  },
  {
    ...common,
    entryPoints: { node: "src/hosts/node/embed.ts" },
    outdir: "dist/embed",
    splitting: false,
    platform: "node",
    target: "node20",
    metaName: "dist-embed-node",
  },
  ...[
    { entryPoints: core, outdir: "dist/core" },
    // Built apart, so that the core stays in few files.
    { entryPoints: embed, outdir: "dist/embed" },
  ].flatMap(({ entryPoints, outdir }) => {
    const options = {
      ...common,
      entryPoints,
      outdir,
      chunkNames: "chunks/[name]-[hash]",
      platform: "neutral",
      mainFields: ["module", "main"],
    };
    const min = { ...options, outdir: `${outdir}/min`, minify: true, plugins: [withoutDocs] };
    const aot = { ...min, outdir: `${outdir}/aot`, plugins: [withoutCompiler, withoutDocs] };
    return outdir === "dist/embed" ? [options, min, aot] : [options, min];
  }),
];

async function buildPlain(options) {
  // esbuild has said what is wrong.
  const { metafile } = await build(options).catch(() => process.exit(1));
  return metafile;
}

/** What a page loads: as few files as can be. */
async function buildMerged(options) {
  const built = await build({ ...options, write: false }).catch(() => process.exit(1));
  const { files, metafile } = await mergeChunks(root, built, `${options.outdir}/gluon.js`);
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return metafile;
}

const written = new Set();
for (const options of builds) {
  const entryPoints = Object.fromEntries(
    Object.entries(options.entryPoints).filter(([, file]) => existsSync(join(root, file))),
  );
  const { metaName = options.outdir.replaceAll("/", "-"), ...rest } = options;
  const metafile = await (options.minify ? buildMerged : buildPlain)({ ...rest, entryPoints });
  for (const file of Object.keys(metafile.outputs)) written.add(file);
  // What went into each file, for the size table (scripts/sizes.ts).
  const meta = join("dist", "meta", `${metaName}.json`);
  mkdirSync(join(root, dirname(meta)), { recursive: true });
  writeFileSync(join(root, meta), JSON.stringify(metafile));
  written.add(meta);
}
const launcher = createRequire(import.meta.url)("../bin/launcher.cjs");
written.add(relative(root, launcher.build()).replaceAll("\\", "/"));
// Old chunks go last, so that a program which runs during the build does not lose its files.
for (const entry of readdirSync(join(root, "dist"), { recursive: true, withFileTypes: true })) {
  const file = relative(root, join(entry.parentPath ?? entry.path, entry.name)).replaceAll("\\", "/");
  if (!entry.isDirectory() && !written.has(file) && !/^dist\/(types|web)\//.test(file)) rmSync(join(root, file));
}
