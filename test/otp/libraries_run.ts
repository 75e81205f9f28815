/**
 * Erlang libraries that Debian packages, with their own tests: compiled by `gluon erlc` and tested by EUnit on Gluon, next to the
 * same on `erl`. The sources are fetched from Debian into the cache folder.
 *
 *   npx tsx test/otp/libraries_run.ts [NAME...]
 */
import { cpSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { cacheFolder } from "../../src/hosts/node/otp.ts";
import { fetchDebianSource } from "../../src/hosts/node/otp_install.ts";
import { Lab, type RunOptions } from "./support/lab.ts";

interface Library {
  /** Debian's source package. */
  readonly name: string;
  /** Modules that are not compiled: they need another library. */
  readonly without?: readonly string[];
  /** What EUnit is given; without it each module with tests. */
  readonly tests?: readonly string[];
}

const LIBRARIES: readonly Library[] = [
  { name: "erlang-getopt" },
  { name: "erlang-p1-utils" },
  { name: "erlang-poolboy", without: ["poolboy_eqc"] },
  { name: "neotoma" },
  { name: "erlang-goldrush" },
  { name: "erlang-base64url" },
  { name: "erlang-idna" },
  { name: "erlang-luerl" },
];

const named = process.argv.slice(2);
for (const library of LIBRARIES) {
  if (named.length > 0 && !named.includes(library.name)) continue;
  if (!(await passes(library))) process.exitCode = 1;
}

async function passes({ name, without = [], tests }: Library): Promise<boolean> {
  const folder = join(dirname(cacheFolder(process.env)), "libraries", name);
  await fetchDebianSource(name, folder, { env: process.env, log: (line) => console.error(line) });
  const lab = new Lab(27);
  try {
    for (const side of [lab.erlFolder, lab.gluonFolder]) {
      cpSync(folder, side, { recursive: true });
      mkdirSync(join(side, "ebin"), { recursive: true });
    }
    const erl = (sub: string) =>
      existsSync(join(folder, sub))
        ? readdirSync(join(folder, sub))
            .filter((f) => f.endsWith(".erl") && !without.includes(f.slice(0, -4)))
            .sort()
            .map((f) => join(sub, f))
        : [];
    const files = [...erl("src"), ...erl("test")];
    const flags = [
      "+debug_info",
      "+nowarn_deprecated_catch",
      "-DTEST",
      "-DEUNIT",
      "-I",
      "include",
      "-I",
      "src",
      "-pa",
      "ebin",
      "-o",
      "ebin",
    ];
    const options: RunOptions = { timeout_ms: 600_000 };
    const compiled = [
      await lab.erl("erlc", [...flags, ...files], options),
      await lab.gluon("erlc", [...flags, ...files], options),
    ];
    const same = compiled[0]?.status === compiled[1]?.status && compiled[0]?.out === compiled[1]?.out;
    if (!same) console.log(`${name}: erlc\n${JSON.stringify(compiled, undefined, 2)}`);
    const modules = tests ?? files.map((f) => f.slice(f.lastIndexOf("/") + 1, -4)).filter((m) => !m.endsWith("_tests"));
    const text =
      `R = eunit:test([${modules.join(", ")}], [{report, {eunit_surefire, [{dir, "."}]}}]), io:format("~p~n", [R]), ` +
      "halt(case R of ok -> 0; _ -> 1 end).";
    const args = ["-noshell", "-pa", "ebin", "-eval", text];
    const [theirs, mine] = [await lab.erl("erl", args, options), await lab.gluon("erl", args, options)];
    const summary = (out: string) =>
      out
        .match(/(?:All \d+ tests passed|\d+ tests? passed|Test passed|Failed: .*|There were no tests to run)[^\n]*/g)
        ?.join("; ") ?? out.slice(-2000);
    const equal = theirs.status === mine.status && summary(theirs.out) === summary(mine.out);
    console.log(`${equal && same ? "ok    " : "FAILED"} ${name}: ${summary(mine.out)}`);
    if (!equal)
      console.log(
        `erl: ${theirs.status} ${summary(theirs.out)}\n${mine.status} ${mine.out.slice(-4000)}${mine.err.slice(-2000)}`,
      );
    return equal && same;
  } finally {
    lab.remove();
  }
}
