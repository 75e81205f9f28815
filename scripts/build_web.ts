/**
 * The page as static files in dist/web, for `npm run web`.
 *
 *   index.html, start.js, page.js, worker.js, page.css, chunks/   the page, by esbuild
 *   sw.js, files.json       the service worker, and the names of all files
 *   otp/boot.bin            OTP's files that a start reads, found by starting it here
 *   otp/stdlib.bin, ...     the rest, fetched when something needs it: web/archive.ts
 *
 * OTP comes from where `gluon otp install` has laid it out. Debug information and documentation stay behind.
 */
import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { type BuildOptions, build } from "esbuild";
import { nodeVm } from "../cli/node_vm.ts";
import { createVm } from "../src/embed/create.ts";
import { DrawnTerminal } from "../src/hosts/browser/terminal.ts";
import { cachedOtp, type Otp, otpOnPath } from "../src/hosts/node/otp.ts";
import { MemoryFiles } from "../src/nifs/memory_files/index.ts";
import { prune } from "../src/pack/prune.ts";
import { encodeToBytes, PLAIN } from "../src/term/etf_encode.ts";
import type { VirtualMachine } from "../src/vm.ts";
import { type Archive, archiveBody, ELIXIR_ROOT, HOME, OTP_ROOT } from "../web/archive.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
export const WEB_DIST = join(ROOT, "dist", "web");
const RELEASE = 27;

/** Applications by the archive that has them, the first that fits; kernel and stdlib but for what a start reads. */
const ARCHIVES: readonly (readonly [name: string, applications: readonly string[]])[] = [
  ["stdlib", ["erts", "kernel", "stdlib"]],
  ["compiler", ["compiler", "syntax_tools", "parsetools"]],
  ["tools", ["eunit", "runtime_tools", "tools", "sasl", "xmerl"]],
  ["elixir", ["elixir", "iex", "logger", "eex", "ex_unit"]],
];

type Files = Map<string, Uint8Array>;

/** Without what no running program reads. A module that cannot be written anew stays as it is. */
function stripped(vm: VirtualMachine, bytes: Uint8Array, name: string): Uint8Array {
  const { file } = vm.prepare(bytes, name);
  if (file.records.length > 0) return bytes;
  return prune(file, new Set(file.functions.keys()), {
    lines: true,
    attributes: true,
    replaced: new Set(),
    encodeLiteral: (n) => encodeToBytes(file.literal(n), { ...PLAIN, node: vm.node, creation: 0 }) as Uint8Array,
  });
}

/** `ebin` and `include` of an application, by their path in the page. */
function application(vm: VirtualMachine, lib: string, folder: string, root: string): Files {
  const files: Files = new Map();
  for (const part of ["ebin", "include"]) {
    if (!existsSync(join(lib, folder, part))) continue;
    for (const name of readdirSync(join(lib, folder, part))) {
      if (!/\.(beam|app|hrl)$/.test(name)) continue;
      const bytes = new Uint8Array(readFileSync(join(lib, folder, part, name)));
      const path = `${root}/lib/${folder}/${part}/${name}`;
      files.set(path, name.endsWith(".beam") ? stripped(vm, bytes, path) : bytes);
    }
  }
  return files;
}

/** All archives' files. */
function otpFiles(otp: Otp): Map<string, Files> {
  const vm = nodeVm({ release: RELEASE });
  const elixirLib = join(otp.root, "..", "elixir", "lib");
  const all = new Map<string, Files>();
  for (const [name, applications] of ARCHIVES) {
    const files: Files = new Map();
    const lib = name === "elixir" ? elixirLib : join(otp.root, "lib");
    for (const folder of existsSync(lib) ? readdirSync(lib).sort() : []) {
      if (!applications.includes(folder.replace(/-[\d.]+$/, ""))) continue;
      const root = name === "elixir" ? ELIXIR_ROOT : OTP_ROOT;
      for (const [path, bytes] of application(vm, lib, folder, root)) files.set(path, bytes);
    }
    if (files.size > 0) all.set(name, files);
  }
  const stdlib = all.get("stdlib") as Files;
  stdlib.set(`${OTP_ROOT}/bin/start.boot`, new Uint8Array(readFileSync(join(otp.root, "bin", "start.boot"))));
  stdlib.set("/page/gluon_page.beam", stripped(vm, ownModule(otp), "gluon_page.beam"));
  return all;
}

/** The page's own Erlang module, compiled. */
function ownModule(otp: Otp): Uint8Array {
  const out = mkdtempSync(join(tmpdir(), "gluon-web-"));
  try {
    const source = join(ROOT, "web", "worker", "gluon_page.erl");
    const { status, stdout, stderr } = spawnSync(join(otp.bin, "erlc"), ["-o", out, source], { encoding: "utf8" });
    if (status !== 0) throw new Error(`gluon_page.erl: ${stdout}${stderr}`);
    return new Uint8Array(readFileSync(join(out, "gluon_page.beam")));
  } finally {
    rmSync(out, { recursive: true });
  }
}

/** Starts OTP to the shell's prompt, and answers with the paths that were read on the way. */
async function readAtStart(all: ReadonlyMap<string, Files>): Promise<Set<string>> {
  const read = new Set<string>();
  const files = new MemoryFiles({ now_s: () => Date.now() / 1000, cwd: HOME });
  for (const contents of all.values())
    for (const [path, bytes] of contents)
      files.add(path, {
        size: bytes.length,
        bytes: () => {
          read.add(path);
          return bytes;
        },
      });
  const text = new TextDecoder();
  let output = "";
  await new Promise<void>((resolve, reject) => {
    const terminal = new DrawnTerminal({
      columns: 80,
      rows: 24,
      show: (bytes, shown) => {
        shown();
        output += text.decode(bytes, { stream: true });
        // A line is evaluated as well, so that the second prompt stands on what the first line needs.
        if (output.endsWith("1> ")) terminal.type(new TextEncoder().encode("ok.\r"));
        else if (output.endsWith("2> ")) resolve();
      },
    });
    createVm({
      release: RELEASE,
      files,
      env: { TERM: "xterm-256color", HOME },
      otp: { root: OTP_ROOT, home: HOME, terminal, flags: ["-pa", "/page"] },
    }).then((vm) => {
      vm.on("halt", () => reject(new Error(`OTP has halted: ${output}`)));
    }, reject);
    setTimeout(() => reject(new Error(`OTP has not come to its prompt: ${output}`)), 60_000).unref();
  });
  return read;
}

async function writeArchives(otp: Otp, out: string): Promise<void> {
  const all = otpFiles(otp);
  const atStart = await readAtStart(all);
  const boot: Files = new Map();
  for (const files of all.values())
    for (const [path, bytes] of files)
      if (atStart.has(path)) {
        boot.set(path, bytes);
        files.delete(path);
      }
  mkdirSync(out, { recursive: true });
  const others: Archive[] = [];
  for (const [name, files] of all) others.push(writeArchive(out, name, files));
  writeArchive(out, "boot", boot, others);
}

function writeArchive(out: string, name: string, contents: Files, others?: readonly Archive[]): Archive {
  const files = [...contents].map(([path, bytes]) => [path, bytes.length] as const);
  const body = archiveBody({ files, ...(others && { others }) }, [...contents.values()]);
  const packed = gzipSync(body, { level: 9 });
  writeFileSync(join(out, `${name}.bin`), packed);
  return { name, bytes: packed.length, files };
}

/** The page's programs. */
async function writePrograms(): Promise<void> {
  const web = join(ROOT, "web");
  const common: BuildOptions = {
    absWorkingDir: ROOT,
    outdir: WEB_DIST,
    bundle: true,
    target: "es2022",
    minify: true,
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    define: { GLUON_WEB_VERSION: JSON.stringify(version()) },
  };
  // Scripts that are no modules.
  await build({ ...common, entryPoints: [join(web, "start.ts"), join(web, "sw.ts")], format: "iife" });
  await build({
    ...common,
    entryPoints: { page: join(web, "page/main.ts"), worker: join(web, "worker/main.ts") },
    splitting: true,
    format: "esm",
    chunkNames: "chunks/[name]-[hash]",
    loader: { ".erl": "text", ".ex": "text", ".exs": "text" },
  });
  for (const name of readdirSync(web))
    if (/\.(html|svg|webmanifest)$/.test(name)) cpSync(join(web, name), join(WEB_DIST, name));
}

/** The names of the files in a folder, with `/`. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => name.replaceAll("\\", "/"))
    .sort();
}

/** Names this state of the sources, for what browsers keep. */
function version(): string {
  const hash = createHash("sha1");
  for (const folder of ["src", "web"])
    for (const file of readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).sort())
      if (/\.(ts|css|html|svg|erl|ex)$/.test(file)) hash.update(file).update(readFileSync(join(ROOT, folder, file)));
  return hash.digest("hex").slice(0, 16);
}

/** OTP 27, fetched first where there is none. */
async function otpForWeb(log: (line: string) => void): Promise<Otp> {
  const onPath = otpOnPath(process.env);
  const found = cachedOtp(RELEASE, process.env) ?? (onPath?.release === RELEASE ? onPath : undefined);
  if (found !== undefined) return found;
  log(`No Erlang/OTP ${RELEASE} here: fetching it into the cache folder. This happens once.`);
  const { installOtp } = await import("../src/hosts/node/otp_install.ts");
  return installOtp(RELEASE, { env: process.env, log });
}

/** Writes dist/web anew. Answers with its files and what each weighs in transit, compressed. */
export async function buildWeb(log: (line: string) => void): Promise<(readonly [name: string, bytes: number])[]> {
  const otp = await otpForWeb(log);
  rmSync(WEB_DIST, { recursive: true, force: true });
  await writePrograms();
  await writeArchives(otp, join(WEB_DIST, "otp"));
  writeFileSync(join(WEB_DIST, "files.json"), JSON.stringify(filesIn(WEB_DIST)));
  return filesIn(WEB_DIST).map((name) => {
    const bytes = readFileSync(join(WEB_DIST, name));
    return [name, name.endsWith(".bin") ? bytes.length : gzipSync(bytes, { level: 9 }).length] as const;
  });
}
