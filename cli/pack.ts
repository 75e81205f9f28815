/**
 * `gluon pack`: a program's modules in one small file. This file reads the command line and writes files; what a program
 * needs is found in src/pack.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { deflateSync } from "node:zlib";
import { codePath, findBeam, findOtp } from "../src/hosts/node/otp.ts";
import { bundle } from "../src/pack/bundle.ts";
import { encodeModules, type Packable } from "../src/pack/encode.ts";
import type { Packed } from "../src/pack/pack.ts";
import type { Entry } from "../src/pack/reach.ts";
import { writePage } from "./pack_page.ts";
import { readInput } from "./read_input.ts";
import { type Command, OK, UsageError } from "./usage.ts";

const TARGETS = ["bundle", "module", "page"] as const;
type Target = (typeof TARGETS)[number];

/** Other nodes: OTP's own processes lead there, and a bundle has none. */
const WITHOUT: readonly string[] = ["rpc", "erpc", "global", "net_kernel"];

interface PackCommand {
  readonly entries: readonly Entry[];
  readonly folders: readonly string[];
  readonly files: ReadonlyMap<string, string>;
  readonly without: ReadonlySet<string>;
  readonly otp: string | undefined;
  readonly target: Target;
  readonly out: string;
  readonly lines: boolean;
  readonly whole: boolean;
  readonly report: boolean;
  readonly aot: boolean;
}

export const pack: Command = {
  name: "pack",
  summary: "put a program's modules, and what they need of OTP, into one small file",
  help: `Usage: gluon pack [OPTION...] FILE.beam|MODULE...

Follows the calls of the modules named, through OTP's own, and keeps the functions that can be reached. The result is
loaded as any module: \`createVm({ modules: [bytes] })\`.

-pa DIR              adds a folder of the program's modules; may be given several times. The files' own folders and
                     the current one are searched as well
--include M[:F[/A]]  keeps a module's exports, or a function, that is called by a name the program makes or reads
--without M          leaves a module out, and what only it needs; a call of it is an error. Left out from the beginning:
                     ${WITHOUT.join(", ")}, unless they are included
--target bundle      one file, the default: NAME.gluon
--target module      an ES module with the bundle inside: \`import bundle from "./NAME.mjs"\`
--target page        a folder to put on any web server, which runs \`main/0\` of the first module
--aot                generates the JavaScript now, for places that forbid \`eval\` (a page's security policy): with
                     --target module or page
-o PATH              where to write it
--lines              keeps line numbers, for stack traces
--whole              keeps whole modules; only debug information goes
--report             lists the modules: how much is left, and what first needed them
--otp RELEASE|DIR    whose libraries to use

What is called by name only is found where the names of module and function stand side by side, and for modules of
the program and behaviours, which keep all they export. Functions that are called and are nowhere are named as warnings.`,

  async run(args) {
    return packMain(parsePack(args));
  },
};

export function parsePack(args: readonly string[]): PackCommand {
  const folders: string[] = [];
  const includes: Entry[] = [];
  const files = new Map<string, string>();
  const without = new Set(WITHOUT);
  const entries: Entry[] = [];
  let [otp, out, target]: [string | undefined, string | undefined, Target] = [undefined, undefined, "bundle"];
  const flags = { lines: false, whole: false, report: false, aot: false };
  const rest = args.flatMap((arg) =>
    /^--[a-z]+=/.test(arg) ? [arg.slice(0, arg.indexOf("=")), arg.slice(arg.indexOf("=") + 1)] : [arg],
  );
  const value = (option: string): string => {
    const given = rest.shift();
    if (given === undefined) throw new UsageError(`pack: ${option} needs a value`);
    return given;
  };
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === "-pa") folders.push(value(arg));
    else if (arg === "--include") includes.push(entryOf(value(arg)));
    else if (arg === "--without") without.add(value(arg));
    else if (arg === "--otp") otp = value(arg);
    else if (arg === "-o") out = value(arg);
    else if (arg === "--target") {
      const wanted = value(arg);
      const known = TARGETS.find((t) => t === wanted);
      if (known === undefined) throw new UsageError(`pack: --target is ${TARGETS.join(", ")}, not ${wanted}`);
      target = known;
    } else if (arg === "--lines" || arg === "--whole" || arg === "--report" || arg === "--aot")
      flags[arg.slice(2) as keyof typeof flags] = true;
    else if (arg.startsWith("-")) throw new UsageError(`pack: there is no option ${arg}`);
    else if (arg.endsWith(".beam")) {
      const name = basename(arg, ".beam");
      files.set(name, arg);
      folders.push(dirname(arg));
      entries.push([name]);
    } else entries.push([arg]);
  }
  const first = entries[0]?.[0];
  if (first === undefined) throw new UsageError("pack: which FILE.beam or MODULE?");
  if (flags.aot && target === "bundle")
    throw new UsageError("pack: --aot makes JavaScript: --target module or --target page");
  for (const [module] of [...entries, ...includes]) without.delete(module);
  const endings = { bundle: ".gluon", module: ".mjs", page: "" };
  return {
    entries: [...entries, ...includes],
    folders: [...folders, "."],
    files,
    without,
    otp,
    target,
    out: out ?? `${first}${endings[target]}`,
    ...flags,
  };
}

function entryOf(text: string): Entry {
  const [, module, name, arity] = /^([^:]+)(?::([^/]+)(?:\/(\d+))?)?$/.exec(text) ?? [];
  if (module === undefined) throw new UsageError(`pack: --include is MODULE[:FUNCTION[/ARITY]], not ${text}`);
  if (name === undefined) return [module];
  return arity === undefined ? [module, name] : [module, name, Number(arity)];
}

async function packMain(command: PackCommand): Promise<number> {
  const { nodeVm } = await import("./node_vm.ts");
  const { pack: packProgram } = await import("../src/pack/pack.ts");
  const { JS_BIFS } = await import("../src/embed/interop.ts");
  const otp = findOtp(command.otp, process.env);
  // A VM in somebody's program may have the module `js`.
  const vm = nodeVm({ release: otp?.release as 25 | 27 | 29 | undefined, nifs: JS_BIFS });
  const libraries = otp === undefined ? [] : codePath(otp);
  const find = (name: string) => {
    const given = command.files.get(name);
    if (given !== undefined) return { bytes: readInput(given), own: true };
    const own = findBeam(command.folders, name);
    const found = own ?? findBeam(libraries, name);
    return found && { bytes: found.bytes, own: own !== undefined };
  };
  const { entries, without, lines, whole } = command;
  const packed = packProgram({ vm, find, entries, without, lines, whole });
  const nowhere = entries.filter(([module]) => packed.missing.has(module)).map(([module]) => module);
  if (nowhere.length > 0)
    throw Object.assign(new Error(`pack: there is no module ${nowhere.join(", ")}`), { forUser: true });
  if (command.report) process.stdout.write(reportText(packed));
  for (const [name, caller] of packed.missing)
    process.stderr.write(`gluon pack: ${name}, which ${caller} calls, is nowhere\n`);
  const bundled = (files: ReadonlyMap<string, Packable>) =>
    bundle(encodeModules(files), (data) => deflateSync(data, { level: 9, memLevel: 9 }));
  const module = (entries[0] as Entry)[0];
  let bytes: number;
  if (command.aot) {
    const { programOf } = await import("./pack_aot.ts");
    const program = programOf(packed.modules, vm.release.otp, bundled);
    if (command.target === "page") writePage(command.out, module, { "program.js": program });
    else write(command.out, program);
    bytes = Buffer.byteLength(program);
  } else {
    const made = bundled(new Map(packed.modules.map((m) => [m.name, m])));
    if (command.target === "bundle") write(command.out, made);
    else if (command.target === "module") write(command.out, moduleText(made));
    else writePage(command.out, module, { "program.gluon": made });
    bytes = made.length;
  }
  const kept = packed.modules.reduce((sum, m) => sum + m.kept, 0);
  const all = packed.modules.reduce((sum, m) => sum + m.functions, 0);
  process.stdout.write(
    `${command.out}: ${packed.modules.length} modules, ${kept} of ${all} functions, ${bytes} bytes\n`,
  );
  return OK;
}

function write(file: string, data: Uint8Array | string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, data);
}

/** As an ES module whose default export is the bundle's bytes. */
function moduleText(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString("base64");
  return `export default Uint8Array.from(atob("${text}"), (c) => c.charCodeAt(0));\n`;
}

function reportText({ modules }: Packed): string {
  const width = Math.max(...modules.map((m) => m.name.length)) + 2;
  const rows = modules.map((m) => {
    const functions = `${m.kept} of ${m.functions}`.padStart(12);
    const sizes = `${m.bytes.length} of ${m.originalBytes}`.padStart(18);
    return `${m.name.padEnd(width)}${functions} functions ${sizes} bytes  for ${m.because}\n`;
  });
  return rows.join("");
}
