/**
 * Libraries of Debian's with their own EUnit tests, on both sides of a lab. A library is compiled as its build tool would:
 * modules that others are compiled with come first, its `.app` file is made, what it depends on is on the code path.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { cacheFolder } from "../../../src/hosts/node/otp.ts";
import { fetchDebianSource } from "../../../src/hosts/node/otp_install.ts";
import type { OtpRelease } from "../../support/otp.ts";
import { type Done, Lab, type RunOptions } from "./lab.ts";

export interface Library {
  /** Debian's source package. */
  readonly name: string;
  /** Libraries that must be compiled and on the path. */
  readonly needs?: readonly string[];
  /** Modules that others are compiled with: behaviours and parse transformations. */
  readonly first?: readonly string[];
  /** Modules that are not compiled: they need what is not there. */
  readonly without?: readonly string[];
  /** What EUnit is given; without it each module. */
  readonly tests?: readonly string[];
  readonly flags?: readonly string[];
}

/** Those that want the crypto library (p1-utils, p1-oauth2, uuid, some of cowlib's modules) differ until Gluon has it. */
export const LIBRARIES: readonly Library[] = [
  { name: "erlang-getopt" },
  { name: "erlang-base64url" },
  { name: "erlang-cowlib", without: ["cow_inline"] },
  { name: "erlang-p1-utils" },
  { name: "erlang-poolboy", without: ["poolboy_eqc"] },
  { name: "erlang-goldrush" },
  { name: "erlang-unicode-util-compat" },
  { name: "erlang-idna", needs: ["erlang-unicode-util-compat"] },
  { name: "erlang-bbmustache" },
  { name: "erlang-uuid" },
  { name: "erlang-cf" },
  { name: "erlang-erlware-commons", needs: ["erlang-cf"], first: ["ec_dictionary", "ec_vsn"] },
  { name: "erlang-p1-oauth2" },
  { name: "erlang-luerl" },
  { name: "erlang-lager", needs: ["erlang-goldrush"], first: ["lager_util", "lager_transform"] },
  { name: "erlang-proper" },
];

const OPTIONS: RunOptions = { timeout_ms: 900_000 };

const folderOf = (name: string) => join(dirname(cacheFolder(process.env)), "libraries", name);

/** Fetches the library and what it needs; resolves to what went wrong. */
export async function fetchLibraries(library: Library): Promise<string | undefined> {
  for (const name of [...(library.needs ?? []), library.name]) {
    try {
      await fetchDebianSource(name, folderOf(name), { env: process.env, log: (line) => console.error(line) });
    } catch (error) {
      return (error as Error).message.replaceAll(/\s+/g, " ");
    }
  }
  return undefined;
}

/** Tests a library on both sides. `counts` is how many tests passed, failed and were left out on Gluon. */
export async function testLibrary(
  library: Library,
  release: OtpRelease,
): Promise<{ readonly differences: readonly string[]; readonly counts: string }> {
  const lab = new Lab(release);
  try {
    const differences: string[] = [];
    const compare = (what: string, theirs: string, mine: string) => {
      if (theirs !== mine) differences.push(`${what}: erl: ${theirs}\n  Gluon: ${mine}`);
    };
    for (const name of library.needs ?? []) {
      const needed = LIBRARIES.find((l) => l.name === name) as Library;
      const [theirs, mine] = await compile(lab, needed, false);
      compare(`erlc of ${name}`, said(theirs), said(mine));
    }
    const [theirs, mine] = await compile(lab, library, true);
    compare("erlc", said(theirs), said(mine));
    const args = ["-noshell", ...paths(library), "-eval", evaluation(library)];
    const options = { ...OPTIONS, folder: library.name };
    const ends = [await lab.erl("erl", args, options), await lab.gluon("erl", args, options)];
    compare("status", `${ends[0]?.status}`, `${ends[1]?.status}`);
    const [expected, got] = [lab.erlFolder, lab.gluonFolder].map((f) => results(join(f, library.name)));
    for (const name of new Set([...(expected as Results).keys(), ...(got as Results).keys()]))
      compare(name, expected?.get(name) ?? "none", got?.get(name) ?? "none");
    if (expected?.size === 0) differences.push(`no test ran: ${ends[0]?.out.slice(-1000)}${ends[0]?.err.slice(-1000)}`);
    return { differences, counts: counted([...(got as Results).values()]) };
  } finally {
    lab.remove();
  }
}

const said = (done: Done) => `${done.status} ${done.out}${done.err}`;

const paths = (library: Library) =>
  [...(library.needs ?? []).map((n) => `../${n}/ebin`), "ebin"].flatMap((f) => ["-pa", f]);

function modulesIn(folder: string, extension: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((file) => file.endsWith(extension));
  return names.map((file) => file.slice(0, -extension.length)).sort();
}

/** The library's modules, those of its tests last, as paths without ".erl". */
function modules({ name, first = [], without = [] }: Library, tests: boolean): string[] {
  const rank = (m: string) => (first.includes(m) ? first.indexOf(m) : first.length);
  const within = (sub: string) =>
    modulesIn(join(folderOf(name), sub), ".erl")
      .filter((m) => !without.includes(m) && !m.endsWith("_SUITE"))
      .sort((a, b) => rank(a) - rank(b))
      .map((m) => join(sub, m));
  return [...within("src"), ...(tests ? within("test") : [])];
}

/** Compiles on both sides with the side's own erlc, in the folder named after the library. */
async function compile(lab: Lab, library: Library, tests: boolean): Promise<[Done, Done]> {
  const { name, flags = [] } = library;
  const source = folderOf(name);
  for (const side of [lab.erlFolder, lab.gluonFolder]) {
    const target = join(side, name);
    cpSync(source, target, { recursive: true });
    mkdirSync(join(target, "ebin"), { recursive: true });
    for (const app of modulesIn(join(source, "src"), ".app.src"))
      cpSync(join(source, "src", `${app}.app.src`), join(target, "ebin", `${app}.app`));
  }
  const options = { ...OPTIONS, folder: name };
  const both = async (args: readonly string[]): Promise<[Done, Done]> => [
    await lab.erl("erlc", args, options),
    await lab.gluon("erlc", args, options),
  ];
  const generated = [".xrl", ".yrl"].flatMap((e) => modulesIn(join(source, "src"), e).map((m) => `src/${m}${e}`));
  if (generated.length > 0) await both(["-o", "src", ...generated]);
  const more = generated.map((f) => f.slice(0, -4));
  const files = [...new Set([...modules(library, tests), ...more])].map((m) => `${m}.erl`);
  const own = ["+debug_info", "+nowarn_deprecated_catch", "-I", "include", "-I", "src", "-I", ".."];
  const defined = tests ? ["-DTEST", "-DEUNIT"] : [];
  return both([...own, ...defined, ...flags, ...paths(library), "-o", "ebin", ...files]);
}

function evaluation(library: Library): string {
  const name = (path: string) => path.slice(path.lastIndexOf("/") + 1);
  // EUnit takes `m_tests` along with `m`.
  const all = modules(library, true).map(name);
  const tests = library.tests ?? all.filter((m) => !(m.endsWith("_tests") && all.includes(m.slice(0, -6))));
  const report = '{report, {eunit_surefire, [{dir, "."}]}}';
  return `R = eunit:test(['${tests.join("', '")}'], [${report}]), io:format("~p~n", [R]), halt(case R of ok -> 0; _ -> 1 end).`;
}

type Results = ReadonlyMap<string, string>;

/** What EUnit's reports say of each test: "passed", or the kind of failure. Tests of one name are numbered. */
function results(folder: string): Results {
  const found = new Map<string, string>();
  const reports = readdirSync(folder).filter((file) => /^TEST-.*\.xml$/.test(file));
  for (const report of reports.sort()) {
    const text = readFileSync(join(folder, report), "utf8");
    for (const [, name, body] of text.matchAll(
      /<testcase time="[^"]*" name="([^"]*)"(?:\/>|>([\s\S]*?)<\/testcase>)/g,
    )) {
      const plain = `${report}: ${name?.replaceAll(/<0\.\d+\.0>/g, "PID")}`;
      let unique = plain;
      for (let n = 2; found.has(unique); n++) unique = `${plain} #${n}`;
      found.set(unique, /<(failure|error|skipped)\b/.exec(body ?? "")?.[1] ?? "passed");
    }
  }
  return found;
}

function counted(values: readonly string[]): string {
  const of = (kind: string) => values.filter((v) => v === kind).length;
  const others = ["failure", "error", "skipped"].filter((kind) => of(kind) > 0).map((kind) => `, ${of(kind)} ${kind}`);
  return `${of("passed")} passed${others.join("")}`;
}
