/**
 * In place of what finds files in the tests that run everywhere: modules come from the server that serves the tests, all at once
 * before they start.
 */
import { unbundle } from "../../../src/pack/bundle.ts";

let modules: ReadonlyMap<string, Uint8Array>;

/** Fetches the bundle (not compressed) with all modules that the tests may need. */
export async function fetchModules(address: string): Promise<void> {
  const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
  modules = unbundle(bytes, (data) => data);
}

export const ROOT = "";
export const join = (...parts: readonly string[]) => parts.join("/");

/** The module that was compiled from this source beforehand. */
export function compiled(file: string): Uint8Array {
  const found = modules.get(file.replace(/^.*\/|\.erl$/g, ""));
  if (found === undefined) throw new Error(`nobody compiled ${file}`);
  return found;
}

export const otp = (release: number) => ({ home: `${release}` });
export const otpModules = () => (name: string) => modules.get(name);
