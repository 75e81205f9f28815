/**
 * Which of OTP's test suites are run: the applications, where their tests are in OTP's source, how their modules are compiled,
 * and what is left out. OTP: the Makefiles of the test folders.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Application {
  readonly name: string;
  /** In OTP's source. */
  readonly folder: string;
  /** Compiler options besides the usual ones, as Erlang text. */
  readonly options?: readonly string[];
  /** Which modules are suites, if others than those named `_SUITE`. */
  readonly suites?: RegExp;
  /** What is replaced in the tests' sources: file, text, what stands in its place. */
  readonly edits?: readonly (readonly [file: string, text: string, by: string])[];
  /** Other files of OTP's source that the Makefile puts beside the tests. */
  readonly more?: readonly string[];
}

const lib = (name: string, options?: readonly string[]): Application => ({ name, folder: `lib/${name}/test`, options });

export const APPLICATIONS: readonly Application[] = [
  lib("stdlib"),
  lib("compiler", ["clint", "clint0", "ssalint"]),
  { name: "emulator", folder: "erts/emulator/test" },
  lib("kernel"),
  lib("syntax_tools"),
  lib("parsetools"),
  lib("eunit"),
  { ...lib("xmerl"), more: ["lib/xmerl/doc/examples/xmerl_test.erl"] },
  lib("tools"),
  {
    ...lib("mnesia"),
    // The cases are in modules that a suite of suites names; Common Test runs them as suites as well.
    suites: /^mnesia_\w+_(SUITE|test)$/,
    // Mnesia itself runs on a node without a name, but such a node does not answer its own ping.
    edits: [
      [
        "mnesia_test_lib.erl",
        "case net_adm:ping(Node) of",
        "case Node =:= node() orelse net_adm:ping(Node) of\n\ttrue -> [Node | init_nodes(Nodes, File, Line)];",
      ],
    ],
  },
  lib("runtime_tools"),
  lib("asn1"),
  lib("debugger"),
];

/** What the tests need of OTP's source, as patterns of tar. */
export const MEMBERS = [
  "lib/*/test/*",
  "lib/*/src/*.hrl",
  "lib/*/include/*.hrl",
  "lib/xmerl/doc/examples/*.erl",
  "lib/common_test/test_server/*",
  "erts/emulator/test/*",
];

/** Modules of OTP's test system that suites name as their hooks. */
export const TEST_SERVER_MODULES = ["ts_lib", "ts_install", "ts_install_cth"].map(
  (name) => `lib/common_test/test_server/${name}.erl`,
);

/** Suites that the Makefile makes of others, compiled in another way: variable of the Makefile, suffix, options. */
const VARIANTS: readonly (readonly [variable: string, suffix: string, options: readonly string[]])[] = [
  ["NO_OPT", "no_opt", ["no_copt", "no_postopt", "no_ssa_opt", "no_bsm_opt"]],
  ["R22", "r22", ["r22"]],
  ["R23", "r23", ["r23"]],
  ["R24", "r24", ["r24"]],
  ["R25", "r25", ["r25"]],
  ["R26", "r26", ["r26"]],
  ["R27", "r27", ["r27"]],
  ["STRIPPED_TYPES", "stripped_types", ["strip_types"]],
];

export interface Variant {
  readonly of: string;
  readonly name: string;
  readonly options: readonly string[];
}

/** The suites that the application's Makefile makes of others. The compiler's eleven times forty are left to OTP. */
export function variants(application: Application, makefile: string): Variant[] {
  if (application.name === "compiler") return [];
  return VARIANTS.flatMap(([variable, suffix, options]) => {
    const list = new RegExp(`^${variable}\\s*=\\s*((?:.*\\\\\\n)*.*)$`, "m").exec(makefile)?.[1] ?? "";
    const names = list.replaceAll("\\\n", " ").split(/\s+/);
    return names.filter(Boolean).map((name) => ({ of: `${name}_SUITE`, name: `${name}_${suffix}_SUITE`, options }));
  });
}

/** A module in a suite's data, which the suite expects to be compiled; both relative to the data's folder. */
export interface DataModule {
  readonly source: string;
  readonly folder: string;
}

/** What a data folder's `Makefile.src` compiles by `erlc`; programs in C are left out. */
export function dataModules(makefile: string): DataModule[] {
  return [...makefile.matchAll(/^\terlc (?:\$\(EFLAGS\) )?(?:-o ?(\S+) )?(\S+\.erl)$/gm)].map((match) => ({
    source: match[2] as string,
    folder: match[1] ?? ".",
  }));
}

/** The application's suites in OTP's source `source`, those left out as well, sorted. */
export function suitesOf(application: Application, source: string): string[] {
  const folder = join(source, application.folder);
  const own = readdirSync(folder)
    .filter((file) => file.endsWith(".erl"))
    .map((file) => file.slice(0, -".erl".length))
    .filter((name) => (application.suites ?? /_SUITE$/).test(name));
  const makefile = join(folder, "Makefile");
  const made = existsSync(makefile) ? variants(application, readFileSync(makefile, "utf8")).map((v) => v.name) : [];
  return [...own, ...made].sort();
}

/** Reads `NAME REASON` lines; `#` begins a comment. */
export function namesWithReasons(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of text.split("\n")) {
    const match = /^([^#\s]\S*)(?:\s+(.*\S))?\s*$/.exec(line);
    if (match !== null) found.set(match[1] as string, match[2] ?? "");
  }
  return found;
}
