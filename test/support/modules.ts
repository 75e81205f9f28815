/**
 * The project's modules and what each imports, read from their text: for the tidiness test.
 * An import is type-only when the compiler erases it: `import type`, or every name marked `type`.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export interface Import {
  /** A path from the repository's top, or a bare name such as `node:fs`. */
  readonly target: string;
  readonly typeOnly: boolean;
  readonly line: number;
}

export interface Module {
  /** From the repository's top, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

/** Every TypeScript and JavaScript module under the given folders. */
export function modulesIn(...folders: readonly string[]): Module[] {
  return folders
    .filter((folder) => existsSync(join(ROOT, folder)))
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && /(?<!\.d)\.(ts|mjs)$/.test(entry.name))
        .map((entry) => relative(ROOT, join(entry.parentPath ?? entry.path, entry.name)).replaceAll("\\", "/")),
    )
    .sort()
    .map((path) => {
      const text = readFileSync(join(ROOT, path), "utf8");
      return { path, text, imports: importsOf(path, text) };
    });
}

const STATIC = /^[ \t]*(?:import|export)\b(?<clause>[^;"'`]*?)\bfrom\s*["'](?<static>[^"']+)["']/gm;
const BARE = /^[ \t]*import\s*["'](?<bare>[^"']+)["']/gm;
const DYNAMIC = /(?<typeOf>typeof\s+)?\bimport\(\s*["'](?<dynamic>[^"']+)["']\s*\)(?<member>\.[A-Z])?/g;

function importsOf(path: string, text: string): Import[] {
  const code = withoutComments(text);
  const found: Import[] = [];
  const add = (index: number, specifier: string, typeOnly: boolean) => {
    const target = specifier.startsWith(".") ? join(dirname(path), specifier).replaceAll("\\", "/") : specifier;
    found.push({ target, typeOnly, line: code.slice(0, index).split("\n").length });
  };
  for (const m of code.matchAll(STATIC))
    add(m.index, m.groups?.["static"] as string, isTypeClause(m.groups?.["clause"] ?? ""));
  for (const m of code.matchAll(BARE)) add(m.index, m.groups?.["bare"] as string, false);
  for (const m of code.matchAll(DYNAMIC)) {
    // `import("x").Name` in a type; a value is awaited and never followed by a capital at once.
    const typeOnly = m.groups?.["typeOf"] !== undefined || m.groups?.["member"] !== undefined;
    add(m.index, m.groups?.["dynamic"] as string, typeOnly);
  }
  return found;
}

function isTypeClause(clause: string): boolean {
  if (/^\s*type\b(?!\s*,)/.test(clause)) return true;
  const names = /\{([^}]*)\}/.exec(clause)?.[1];
  if (names === undefined || /^\s*\w+\s*,/.test(clause)) return false;
  return names
    .split(",")
    .filter((name) => name.trim() !== "")
    .every((name) => /^\s*type\s/.test(name));
}

/** Comments become blanks, so that positions stay. Good enough for import statements, which hold no such text. */
function withoutComments(text: string): string {
  return text.replace(/^[ \t]*\/\*[\s\S]*?\*\/|^[ \t]*\/\/.*$/gm, (comment) => comment.replace(/[^\n]/g, " "));
}
