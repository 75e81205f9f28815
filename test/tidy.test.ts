/**
 * What a reader may rely on everywhere in the project: layers, no import cycles, no dead or over-long files, names and
 * openings of files, links in the documentation.
 */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { type Module, modulesIn, ROOT } from "./support/modules.ts";

/** Lower rows never import higher ones, rooms in one row do not import each other. See docs/architecture.md. */
const ROWS = [
  ["util"],
  ["term"],
  ["beam"],
  ["compiler", "runtime"],
  ["loader", "scheduler"],
  ["ets", "ports"],
  ["bifs", "nifs"],
  ["vm.ts"],
  ["boot.ts"],
  ["hosts", "pack", "snapshot"],
  ["embed", "index.ts"],
];

const MAX_LINES = 1000;

const source = modulesIn("src", "cli", "web");
const everything = modulesIn("src", "cli", "web", "test", "scripts", "examples", "bench", "conformance");

function rowOf(room: string): number {
  const row = ROWS.findIndex((rooms) => rooms.includes(room));
  assert.ok(row >= 0, `src/${room} has no row: add it to test/tidy.test.ts and docs/architecture.md`);
  return row;
}

test("layers: imports go downwards", () => {
  const wrong: string[] = [];
  for (const { path, imports } of source.filter((m) => m.path.startsWith("src/"))) {
    const room = path.split("/")[1] as string;
    for (const { target, line } of imports) {
      if (!target.startsWith("src/")) {
        if (target.includes("/") && /^(cli|web|test|scripts)\//.test(target))
          wrong.push(`${path}:${line} imports ${target}`);
        continue;
      }
      const other = target.split("/")[1] as string;
      if (other !== room && rowOf(other) >= rowOf(room)) wrong.push(`${path}:${line} imports ${target}`);
      // Hosts share nothing but what stands beside them all.
      const [host, otherHost] = [path, target].map((p) => /^src\/hosts\/(\w+)\//.exec(p)?.[1]);
      if (host !== undefined && otherHost !== undefined && host !== otherHost)
        wrong.push(`${path}:${line} imports ${target}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test("the core names no host", () => {
  const wrong = source
    .filter(({ path }) => path.startsWith("src/") && !path.startsWith("src/hosts/"))
    .flatMap(({ path, imports }) =>
      imports.filter((i) => i.target.startsWith("node:")).map((i) => `${path}:${i.line} ${i.target}`),
    );
  assert.deepEqual(wrong, []);
});

test("every import leads to a file", () => {
  const wrong = everything.flatMap(({ path, imports }) =>
    imports
      .filter(
        (i) =>
          /^(src|cli|web|test|scripts|examples|bench|conformance)\//.test(i.target) &&
          !existsSync(join(ROOT, i.target)),
      )
      .map((i) => `${path}:${i.line} ${i.target}`),
  );
  assert.deepEqual(wrong, []);
});

test("no import cycles", () => {
  assert.deepEqual(cycles(everything), []);
});

/** The strongly connected components of more than one module, type-only imports left out. Tarjan, with its own stack. */
function cycles(modules: readonly Module[]): string[][] {
  const edges = new Map(modules.map((m) => [m.path, m.imports.filter((i) => !i.typeOnly).map((i) => i.target)]));
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const found: string[][] = [];
  const visit = (v: string): void => {
    index.set(v, index.size);
    low.set(v, index.get(v) as number);
    stack.push(v);
    onStack.add(v);
    for (const w of edges.get(v) as string[]) {
      if (!edges.has(w)) continue;
      if (!index.has(w)) {
        visit(w);
        low.set(v, Math.min(low.get(v) as number, low.get(w) as number));
      } else if (onStack.has(w)) low.set(v, Math.min(low.get(v) as number, index.get(w) as number));
    }
    if (low.get(v) !== index.get(v)) return;
    const component = stack.splice(stack.indexOf(v));
    for (const w of component) onStack.delete(w);
    if (component.length > 1 || (edges.get(v) as string[]).includes(v)) found.push(component.sort());
  };
  for (const v of edges.keys()) if (!index.has(v)) visit(v);
  return found;
}

test("no dead files: everything is reached from a program, a test or a script", () => {
  const byPath = new Map(everything.map((m) => [m.path, m]));
  // What is built on its own is a program as well.
  const built = [...readFileSync(join(ROOT, "scripts/build.mjs"), "utf8").matchAll(/"(src\/[^"]+\.ts)"/g)].map(
    (m) => m[1],
  );
  const roots = everything
    .map((m) => m.path)
    .filter(
      (path) =>
        built.includes(path) ||
        /^((cli|conformance)\/main\.ts|src\/index\.ts|src\/hosts\/\w+\/host\.ts|web\/[^/]+\.ts|web\/(worker|page)\/main\.ts|scripts\/.*|examples\/.*|test\/.*(\.test|run|install_otp|install_chromium)\.ts)$/.test(
          path,
        ),
    );
  const reached = new Set<string>();
  for (const todo = [...roots]; todo.length > 0; ) {
    const path = todo.pop() as string;
    if (reached.has(path)) continue;
    reached.add(path);
    todo.push(...(byPath.get(path)?.imports.map((i) => i.target) ?? []));
  }
  assert.deepEqual(
    [...byPath.keys()].filter((path) => !reached.has(path)),
    [],
  );
});

test(`no file over ${MAX_LINES} lines, generated ones excepted`, () => {
  const long = everything
    .filter(({ path, text }) => !path.endsWith(".generated.ts") && text.split("\n").length > MAX_LINES + 1)
    .map(({ path }) => path);
  assert.deepEqual(long, []);
});

test("files are snake_case and open with what is in them", () => {
  assert.deepEqual(
    everything.filter(({ path }) => !/^[a-z0-9_./]+$/.test(path)).map(({ path }) => path),
    [],
  );
  assert.deepEqual(
    source.filter(({ text }) => !text.startsWith("/**")).map(({ path }) => path),
    [],
  );
});

/** The text files that belong to the repository. */
function textFiles(folder = ""): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (/^(node_modules|dist|\.git|\.cache|package-lock\.json)$/.test(entry.name)) return [];
    if (entry.isDirectory()) return textFiles(path);
    return /\.(ts|mjs|md|json|erl|ex|tsv|txt|html)$/.test(entry.name) || /^(bin|\.ci)\//.test(path) ? [path] : [];
  });
}

test("nothing of one machine: no home folders, no package registry", () => {
  const pattern = new RegExp(["/ro" + "ot/", "/wo" + "rk/", "regis" + "try\\.[a-z]+\\."].join("|"));
  const wrong = textFiles().flatMap((path) =>
    readFileSync(join(ROOT, path), "utf8")
      .split("\n")
      .flatMap((line, i) => (pattern.test(line) ? [`${path}:${i + 1}: ${line.trim().slice(0, 100)}`] : [])),
  );
  assert.deepEqual(wrong, []);
});

test("package-lock.json names no place to download from", () => {
  assert.doesNotMatch(readFileSync(join(ROOT, "package-lock.json"), "utf8"), /"resolved"/);
});

test("links in the documentation lead somewhere", () => {
  const wrong = textFiles()
    .filter((path) => path.endsWith(".md"))
    .flatMap((path) =>
      [...readFileSync(join(ROOT, path), "utf8").matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
        .map((match) => join(dirname(path), match[1] as string))
        .filter((target) => !existsSync(join(ROOT, target)))
        .map((target) => `${path}: ${relative("", target)}`),
    );
  assert.deepEqual(wrong, []);
});
