/**
 * `npm run sizes`: what a browser loads, compressed with gzip -9, and what the core takes on a small board: docs/sizes.md, which
 * `npm run sizes -- --write` writes. `npm run sizes -- --files` shows the core's minified browser bundle file by file. The
 * extensions are chunks of their own, each with its row. Run `npm run build` first.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { Metafile } from "esbuild";
import { BOARD_CALLS, startBoard } from "../test/hosts/quickjs.ts";
import { ROOT } from "../test/support/modules.ts";
import { loadedAtOnce } from "./build_parts.mjs";
import { gzipSize, HELLO, pageSize, SUPERVISED } from "./page_sizes.ts";
import { promptSize } from "./page_start.ts";

/** For the entry with all that it loads at once, gzip -9. */
export const LIMIT_BYTES = 150_000;

export interface Size {
  readonly name: string;
  readonly bytes: number;
  readonly gzip_bytes: number;
  /** Loaded with the entry, not on demand. */
  readonly atOnce: boolean;
  /** The extension whose chunk it is. */
  readonly extension: string | undefined;
  /** The largest sources in it, for finding out where the weight comes from. */
  readonly inputs: readonly (readonly [string, number])[];
}

/** Extensions by the file that their chunk is built from; those that are not there have no row. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  "src/bifs/re/index.ts": "regular expressions",
  "src/nifs/zlib.ts": "compression",
  "src/nifs/asn1.ts": "ASN.1",
  "src/nifs/crypto/index.ts": "cryptography",
};

/** The minified files of dist/core/min, or undefined when they are not built. */
export function sizes(): Size[] | undefined {
  const meta = join(ROOT, "dist", "meta", "dist-core-min.json");
  if (!existsSync(meta)) return undefined;
  const { outputs } = JSON.parse(readFileSync(meta, "utf8")) as Metafile;
  const entry = Object.keys(outputs).find((path) => basename(path) === "gluon.js" && outputs[path]?.entryPoint);
  const atOnce = entry === undefined ? new Set<string>() : loadedAtOnce(outputs, entry);
  return Object.entries(outputs).map(([path, { entryPoint, inputs }]) => {
    const text = readFileSync(join(ROOT, path));
    return {
      name: path,
      bytes: text.length,
      gzip_bytes: gzipSync(text, { level: 9 }).length,
      atOnce: atOnce.has(path),
      extension: EXTENSIONS[entryPoint ?? ""],
      inputs: Object.entries(inputs)
        .map(([file, { bytesInOutput }]) => [file, bytesInOutput] as const)
        .sort((a, b) => b[1] - a[1]),
    };
  });
}

/** What a page loads before anything runs, compressed. */
export function coreSize(all: readonly Size[]): number {
  return all.filter((s) => s.atOnce).reduce((sum, s) => sum + s.gzip_bytes, 0);
}

function table(all: readonly Size[]): string {
  const row = (name: string, bytes: string, gzip: string, when: string) =>
    `${name.padEnd(48)}${bytes.padStart(10)}${gzip.padStart(10)}  ${when}\n`;
  const rows = all.map((s) =>
    row(s.name, `${s.bytes}`, `${s.gzip_bytes}`, s.atOnce ? "core" : (s.extension ?? "on demand")),
  );
  const heavy = all
    .flatMap((s) => s.inputs)
    .slice()
    .sort((a, b) => b[1] - a[1])
    .slice(0, 12)
    .map(([file, bytes]) => row(`  ${file}`, `${bytes}`, "", ""));
  return [
    row("file", "bytes", "gzip -9", ""),
    ...rows,
    row("core", "", `${coreSize(all)}`, `limit ${LIMIT_BYTES}`),
    "\nheaviest sources\n",
    ...heavy,
  ].join("");
}

/** A row of docs/sizes.md. */
export interface Row {
  readonly what: string;
  readonly bytes: number;
  readonly limit: number | undefined;
}

/** Its own test measures it (test/web/page.test.ts), since that builds the page. */
export const PROMPT = "OTP in a page (`npm run web`), up to the shell's prompt";

/** Everything but that, measured now. */
export async function rows(all: readonly Size[]): Promise<Row[]> {
  const board = await startBoard(5_000_000);
  for (const [call] of BOARD_CALLS) board.run(call);
  const boardBytes = board.usedBytes();
  board.dispose();
  const extension = (name: string) => {
    const size = all.find((s) => s.extension === name);
    return size === undefined ? [] : [{ what: `when first called: ${name}`, bytes: size.gzip_bytes, limit: undefined }];
  };
  return [
    { what: "the core", bytes: coreSize(all), limit: LIMIT_BYTES },
    {
      what: 'the core with the embedding API (`import ... from "gluon"`)',
      bytes: gzipSize(join(ROOT, "dist/embed/min/gluon.js")),
      limit: undefined,
    },
    { what: 'a page that prints "Hello, world!", all it loads', bytes: pageSize(HELLO), limit: 200_000 },
    {
      what: "a page with a supervisor and a `gen_server` under it, all it loads",
      bytes: pageSize(SUPERVISED),
      limit: 450_000,
    },
    ...(
      [
        ['a page that prints "Hello, world!", packed with --aot', HELLO],
        ["a page with a supervisor and a `gen_server` under it, packed with --aot", SUPERVISED],
      ] as const
    ).map(([what, sources]) => ({ what, bytes: pageSize(sources, ["--aot"]), limit: undefined })),
    ...[...new Set(Object.values(EXTENSIONS))].flatMap(extension),
    {
      what: "memory on QuickJS: engine, core, a ring of 100 processes and sorting",
      bytes: boardBytes,
      limit: 5_000_000,
    },
  ];
}

export const DOCUMENT = join(ROOT, "docs/sizes.md");

function markdown(measured: readonly Row[]): string {
  const number = (n: number | undefined) => n?.toLocaleString("en-US") ?? "";
  return `# Sizes

Bytes. Files are minified and compressed with gzip -9, each by itself; a page's are its HTML, its script, the program and Gluon.
\`npm run sizes -- --write\` writes this table, \`npm test\` checks that it is true within 1 %.

| what | bytes | at most |
| --- | ---: | ---: |
${measured.map(({ what, bytes, limit }) => `| ${what} | ${number(bytes)} | ${number(limit)} |\n`).join("")}
The programs are [hello.erl](../test/pack/hello.erl), [app.erl](../test/pack/app.erl) with [counter.erl](../test/pack/counter.erl), and
[quickjs_ring.erl](../test/hosts/quickjs_ring.erl). \`gluon pack --report\` shows what is in a program and why.
\`npm run sizes -- --files\` shows where the core's bytes come from.
`;
}

/** The numbers that stand in the document, by row. */
export function documented(): ReadonlyMap<string, number> {
  const text = existsSync(DOCUMENT) ? readFileSync(DOCUMENT, "utf8") : "";
  const found = [...text.matchAll(/^\| (.+?) \| ([\d,]+) \|/gm)];
  return new Map(found.map(([, what, bytes]) => [what as string, Number((bytes as string).replaceAll(",", ""))]));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const all = sizes();
  if (all === undefined) process.stdout.write("dist/core/min is not built: run `npm run build`\n");
  else if (process.argv[2] === "--files") process.stdout.write(table(all));
  else {
    const measured = await rows(all);
    const prompt = await promptSize();
    if (prompt === undefined) throw new Error("there is no Chromium to measure the page with");
    measured.splice(4, 0, { what: PROMPT, bytes: prompt, limit: 1_600_000 });
    const text = markdown(measured);
    if (process.argv[2] === "--write") writeFileSync(DOCUMENT, text);
    process.stdout.write(text);
  }
}
