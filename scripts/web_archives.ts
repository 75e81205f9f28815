/**
 * OTP and Elixir for the page, in archives (web/archive.ts).
 *
 * A shell is started here, at build time, and saved at its prompt: `erl.bin` and `iex.bin` hold the snapshot and the files that
 * it needs to go on. `erl-more.bin` and `iex-more.bin` are what is needed soon after, the others the rest, by application.
 * Debug information and documentation stay behind.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { nodeVm } from "../cli/node_vm.ts";
import { createVm } from "../src/embed/create.ts";
import type { Vm } from "../src/embed/vm.ts";
import { DrawnTerminal } from "../src/hosts/browser/terminal.ts";
import type { Otp } from "../src/hosts/node/otp.ts";
import { MemoryFiles } from "../src/nifs/memory_files/index.ts";
import { pruned } from "../src/pack/pack.ts";
import type { VirtualMachine } from "../src/vm.ts";
import { type Archive, archiveBody, ELIXIR_ROOT, HOME, OTP_ROOT } from "../web/archive.ts";
import {
  COLUMNS,
  ENVIRONMENT,
  otpOf,
  PAGE_FOLDER,
  RELEASE,
  ROWS,
  SCREEN,
  type ShellName,
  SHELLS,
  SNAPSHOT,
} from "../web/shells.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Applications by the archive that has them, but for what a start needs. */
const APPLICATIONS: readonly (readonly [archive: string, applications: readonly string[]])[] = [
  ["stdlib", ["erts", "kernel", "stdlib"]],
  ["compiler", ["compiler", "syntax_tools", "parsetools"]],
  ["tools", ["eunit", "runtime_tools", "tools", "sasl", "xmerl"]],
  ["elixir", ["elixir", "iex", "logger", "eex", "ex_unit"]],
];

const OWN_MODULE = `${PAGE_FOLDER}/gluon_page.beam`;

const PATIENCE_ms = 120_000;
/** When so long nothing has been shown, a shell waits. */
const QUIET_ms = 300;
/** Keys come one by one, as a person's do. */
const KEY_ms = 5;

type Files = Map<string, Uint8Array>;

/** Writes all archives into the folder `out`. */
export async function writeArchives(otp: Otp, out: string): Promise<void> {
  mkdirSync(out, { recursive: true });
  const all = otpFiles(otp);
  const own = (shell: Started): [string, Uint8Array][] => [
    [SNAPSHOT, shell.snapshot],
    [SCREEN, shell.screen],
  ];
  const erl = await started(all, "erl");
  const start = take(all, erl.atStart);
  const more = take(all, new Set([...erl.soon, OWN_MODULE]));
  const rest = [...all].map(([name, files]) => writeArchive(out, name, files));
  const others = [writeArchive(out, "erl-more", more), ...rest];
  const erlStart = writeArchive(out, "erl", new Map([...own(erl), ...start]), others);
  if (!all.has("elixir")) return;

  // What Elixir's shell needs is in archives of its own, whether others have it or not.
  const everything = new Map([["erl", start], ["erl-more", more], ...all]);
  const iex = await started(everything, "iex");
  const iexMore = writeArchive(out, "iex-more", pick(everything, iex.soon));
  const erlFiles = { ...erlStart, files: erlStart.files.filter(([path]) => path !== SNAPSHOT && path !== SCREEN) };
  writeArchive(out, "iex", new Map([...own(iex), ...pick(everything, iex.atStart)]), [iexMore, erlFiles, ...others]);
}

function writeArchive(out: string, name: string, contents: Files, others?: readonly Archive[]): Archive {
  const files = [...contents].map(([path, bytes]) => [path, bytes.length] as const);
  const body = archiveBody({ files, ...(others && { others }) }, [...contents.values()]);
  const packed = gzipSync(body, { level: 9 });
  writeFileSync(join(out, `${name}.bin`), packed);
  return { name, bytes: packed.length, files };
}

function pick(all: ReadonlyMap<string, Files>, paths: ReadonlySet<string>): Files {
  return new Map([...all.values()].flatMap((files) => [...files].filter(([path]) => paths.has(path))));
}

/** Takes the named files out of where they are. */
function take(all: ReadonlyMap<string, Files>, paths: ReadonlySet<string>): Files {
  const taken = pick(all, paths);
  for (const files of all.values()) for (const path of taken.keys()) files.delete(path);
  return taken;
}

// -- Starting.

interface Started {
  readonly snapshot: Uint8Array;
  /** What the terminal has shown until then. */
  readonly screen: Uint8Array;
  /** Files that the snapshot needs to come to its prompt again. */
  readonly atStart: ReadonlySet<string>;
  /** Those that a boot, whose modules are loaded, and the first line need besides. */
  readonly soon: ReadonlySet<string>;
}

async function started(all: ReadonlyMap<string, Files>, name: ShellName): Promise<Started> {
  const { prompt, lines } = SHELLS[name];
  const atBoot = new Set<string>();
  const booted = await vmOn(name, all, atBoot);
  await booted.shown(prompt(1));
  const snapshot = await booted.vm.save();
  const screen = new TextEncoder().encode(booted.output());
  booted.vm.stop();

  const read = new Set<string>();
  const again = await vmOn(name, all, read, snapshot);
  again.terminal.resize(COLUMNS + 1, ROWS);
  await again.quiet();
  const atStart = new Set(read);
  for (const [i, line] of lines.entries()) {
    for (const key of `${line}\r`) {
      again.terminal.type(new TextEncoder().encode(key));
      await new Promise((done) => setTimeout(done, KEY_ms));
    }
    await again.shown(prompt(i + 2));
  }
  again.vm.stop();
  return { snapshot, screen, atStart, soon: new Set([...atBoot, ...read].filter((path) => !atStart.has(path))) };
}

interface Running {
  readonly vm: Vm;
  readonly terminal: DrawnTerminal;
  output(): string;
  quiet(): Promise<void>;
  shown(prompt: string): Promise<void>;
}

/** A VM with a shell that comes up or goes on; `read` gets the paths of the files that it reads. */
async function vmOn(
  name: ShellName,
  all: ReadonlyMap<string, Files>,
  read: Set<string>,
  snapshot?: Uint8Array,
): Promise<Running> {
  const files = new MemoryFiles({ now_s: () => Date.now() / 1000, cwd: HOME });
  for (const [path, data] of [...all.values()].flatMap((contents) => [...contents])) {
    const bytes = () => {
      read.add(path);
      return data;
    };
    files.add(path, { size: data.length, bytes });
  }
  let output = "";
  let last_ms = Date.now();
  const text = new TextDecoder();
  const show = (bytes: Uint8Array, shown: () => void) => {
    output += text.decode(bytes, { stream: true });
    last_ms = Date.now();
    shown();
  };
  const terminal = new DrawnTerminal({ columns: COLUMNS, rows: ROWS, show });
  const vm = await createVm({
    release: RELEASE,
    files,
    env: ENVIRONMENT,
    otp: { ...otpOf(name), terminal },
    ...(snapshot && { snapshot }),
  });
  const until = async (reached: () => boolean): Promise<void> => {
    for (const end = Date.now() + PATIENCE_ms; !reached(); ) {
      if (vm.halted !== undefined || Date.now() > end)
        throw new Error(`${name} has not come to its prompt:\n${output}`);
      await new Promise((done) => setTimeout(done, 20));
    }
  };
  const quiet = () => until(() => Date.now() - last_ms > QUIET_ms);
  return {
    vm,
    terminal,
    output: () => output,
    quiet,
    shown: (prompt) => until(() => output.endsWith(prompt)).then(quiet),
  };
}

// -- Files.

/** Without what no running program reads. A module that cannot be written anew stays as it is. */
function stripped(vm: VirtualMachine, bytes: Uint8Array, name: string): Uint8Array {
  const { file } = vm.prepare(bytes, name);
  const options = { lines: true, attributes: true, replaced: new Set<number>() };
  return pruned(vm, file, new Set(file.functions.keys()), options) ?? bytes;
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

/** All files, by archive. */
function otpFiles(otp: Otp): Map<string, Files> {
  const vm = nodeVm({ release: RELEASE });
  const elixirLib = join(otp.root, "..", "elixir", "lib");
  const all = new Map<string, Files>();
  for (const [name, applications] of APPLICATIONS) {
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
  stdlib.set(OWN_MODULE, stripped(vm, ownModule(otp), OWN_MODULE));
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
