import type { Metafile, Plugin } from "esbuild";

export const withoutDocs: Plugin;
export function loadedAtOnce(outputs: Metafile["outputs"], entry: string): Set<string>;
export function sourceDigest(root: string, folders: readonly string[], pattern: RegExp): string;
