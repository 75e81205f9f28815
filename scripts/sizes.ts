/**
 * `npm run sizes`: what the core's minified browser bundle weighs, file by file, plain and compressed with gzip -9. The
 * extensions are chunks of their own, each with its row.
 * Run `npm run build` first. The limit for the entry with all that it loads at once is in LIMIT_BYTES.
 */
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** 150 KB, gzip -9. */
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

interface Meta {
  readonly outputs: Record<
    string,
    {
      readonly entryPoint?: string;
      readonly imports: readonly { readonly path: string; readonly kind: string }[];
      readonly inputs: Record<string, { readonly bytesInOutput: number }>;
    }
  >;
}

/** The minified files of dist/core/min, or undefined when they are not built. */
export function sizes(): Size[] | undefined {
  const meta = join(ROOT, "dist", "meta", "dist-core-min.json");
  if (!existsSync(meta)) return undefined;
  const { outputs } = JSON.parse(readFileSync(meta, "utf8")) as Meta;
  const atOnce = new Set<string>();
  const visit = (path: string) => {
    if (atOnce.has(path)) return;
    atOnce.add(path);
    for (const { path: other, kind } of outputs[path]?.imports ?? []) if (kind === "import-statement") visit(other);
  };
  for (const [path, output] of Object.entries(outputs))
    if (basename(path) === "gluon.js" && output.entryPoint) visit(path);
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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const all = sizes();
  process.stdout.write(all === undefined ? "dist/core/min is not built: run `npm run build`\n" : table(all));
}
