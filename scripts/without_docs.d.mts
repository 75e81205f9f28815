import type { Plugin } from "esbuild";

export const withoutDocs: Plugin;
