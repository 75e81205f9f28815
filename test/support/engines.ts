/**
 * Other JavaScript engines for the tests: Bun and Deno from their npm packages, installed in the cache folder when a test wants
 * one. They weigh 100 MB each, which is too much for every `npm ci`.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { cacheFolder } from "../../src/hosts/node/otp.ts";

export interface Engine {
  readonly name: string;
  readonly version: string;
  /** The scope of the packages with the programs, one for each platform, and the program in it. */
  readonly scope: string;
  readonly program: string;
  /** Arguments before the name of a module to run. */
  readonly run: readonly string[];
}

export const ENGINES: readonly Engine[] = [
  { name: "bun", version: "1.4.5", scope: "@oven", program: "bin/bun", run: [] },
  {
    name: "deno",
    version: "2.9.6",
    scope: "@deno",
    program: "deno",
    run: ["run", "--quiet", "--no-config", "--no-lock", "--allow-net=127.0.0.1"],
  },
];

/** The path of the engine's program, installed if need be. Throws Error with npm's words. */
export function engineProgram(engine: Engine): string {
  const folder = join(dirname(cacheFolder(process.env)), "engines", `${engine.name}-${engine.version}`);
  const found = () => {
    const scope = join(folder, "node_modules", engine.scope);
    if (!existsSync(scope)) return undefined;
    // npm takes both of Bun's for Linux, with either C library, where it cannot tell.
    return readdirSync(scope)
      .sort()
      .map((name) => join(scope, name, engine.program))
      .find((file) => existsSync(file) && runs(file));
  };
  const there = found();
  if (there !== undefined) return there;
  mkdirSync(folder, { recursive: true });
  // The packages' install scripts would only move the program.
  const args = ["install", "--no-save", "--ignore-scripts", "--no-package-lock", "--prefix", folder];
  execFileSync("npm", [...args, `${engine.name}@${engine.version}`], { stdio: "pipe" });
  const installed = found();
  if (installed === undefined) throw new Error(`${engine.name} ${engine.version} has no program for this machine`);
  return installed;
}

function runs(file: string): boolean {
  try {
    execFileSync(file, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
