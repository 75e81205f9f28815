/**
 * A small web server for folders: pages under test, examples, the page that `npm run web` serves. Only this machine reaches it.
 * Invariant: nothing outside of the folders is served.
 */
import { readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize, sep } from "node:path";
import { gzipSync } from "node:zlib";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".erl": "text/plain; charset=utf-8",
  ".ex": "text/plain; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".md": "text/markdown; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

export interface ServerOptions {
  /** 0, the default: any that is free. */
  readonly port?: number;
  /** Compresses with gzip -9 for whoever takes that. */
  readonly gzip?: boolean;
  /** Sent with every answer. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** One answer. */
export interface Served {
  readonly path: string;
  readonly status: number;
  /** Of the body, as it was sent. */
  readonly bytes: number;
  /** When, as Unix time. */
  readonly at_ms: number;
}

export interface StaticServer {
  /** `http://127.0.0.1:PORT/`. */
  readonly url: string;
  /** Everything that has been answered, the oldest first. */
  readonly served: readonly Served[];
  close(): Promise<void>;
}

/**
 * Serves `folders`: what the path of each begins with, `/` or `/NAME/`, and the folder. Also single answers: bytes instead
 * of a folder's name. The longest beginning that fits is taken. Resolves when it listens; rejects when the port is taken.
 */
export async function serve(
  folders: Readonly<Record<string, string | Uint8Array>>,
  { port = 0, gzip = false, headers = {} }: ServerOptions = {},
): Promise<StaticServer> {
  const prefixes = Object.keys(folders).sort((a, b) => b.length - a.length);
  const served: Served[] = [];
  const compressed = new WeakMap<Uint8Array, Uint8Array>();
  const find = (path: string): readonly [name: string, Uint8Array] | undefined => {
    const prefix = prefixes.find((p) => path.startsWith(p));
    const source = prefix === undefined ? undefined : folders[prefix];
    if (prefix === undefined || source === undefined) return undefined;
    if (typeof source !== "string") return path === prefix ? [path.replace(/\/$/, "/index.html"), source] : undefined;
    const file = fileIn(source, path.slice(prefix.length));
    return file === undefined ? undefined : [file, readFileSync(file)];
  };
  const server = createServer(({ url = "/", method, headers: wanted }, response) => {
    const path = decoded(url);
    const found = path === undefined || !/^(GET|HEAD)$/.test(method ?? "") ? undefined : find(path);
    const answer: Record<string, string> = { ...headers, "Cache-Control": "no-cache" };
    let body: Uint8Array = found?.[1] ?? Buffer.from("There is nothing here.\n");
    answer["Content-Type"] = TYPES[found === undefined ? ".txt" : extname(found[0])] ?? "application/octet-stream";
    if (gzip && /\bgzip\b/.test(`${wanted["accept-encoding"] ?? ""}`)) {
      answer["Content-Encoding"] = "gzip";
      const packed = compressed.get(body) ?? gzipSync(body, { level: 9 });
      compressed.set(body, packed);
      body = packed;
    }
    const status = found === undefined ? 404 : 200;
    served.push({ path: path ?? url, status, bytes: body.length, at_ms: Date.now() });
    response.writeHead(status, { ...answer, "Content-Length": `${body.length}` });
    response.end(method === "HEAD" ? undefined : body);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    served,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The path of a request's URL; undefined where it is none. */
function decoded(url: string): string | undefined {
  try {
    return decodeURIComponent(url.replace(/[?#].*/s, ""));
  } catch {
    return undefined;
  }
}

/** The file of `folder` that `path` names, or the index.html of the folder that it names. */
function fileIn(folder: string, path: string): string | undefined {
  const file = join(folder, normalize(`/${path}`));
  if (path.includes("\0") || !(file + sep).startsWith(join(folder, sep))) return undefined;
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats?.isFile()) return file;
  return stats?.isDirectory() && !path.endsWith("/index.html") && (path === "" || path.endsWith("/"))
    ? fileIn(folder, `${path}index.html`)
    : undefined;
}
