/**
 * Keeps the page for times without a network: all that Erlang needs when it is installed, other archives as they are loaded.
 *
 * Invariant: a page gets its files of one version. A new version waits until no page of the old one is open, or until the person
 * has agreed that it be taken (`page/offline.ts`).
 */
declare const GLUON_WEB_VERSION: string;

interface Extendable {
  waitUntil(promise: Promise<unknown>): void;
}
interface Fetched extends Extendable {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
interface Scope {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: Extendable) => void): void;
  addEventListener(type: "fetch", listener: (event: Fetched) => void): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
}

const scope = globalThis as unknown as Scope;
const PREFIX = "gluon-";
const CACHE = PREFIX + GLUON_WEB_VERSION;
/** Kept only if they are used: not everybody does. */
const LATER: readonly string[] = ["sw.js", "otp/iex.bin", "otp/iex-more.bin", "otp/tools.bin", "otp/elixir.bin"];

scope.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(CACHE);
      const names: readonly string[] = await (await fetch("files.json", { cache: "no-cache" })).json();
      await cache.addAll(["./", ...names.filter((name) => !LATER.includes(name))]);
    })(),
  );
});

scope.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
      await scope.clients.claim();
    })(),
  );
});

scope.addEventListener("message", ({ data }) => {
  if (data === "activate") void scope.skipWaiting();
});

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !isOurs(request.url)) return;
  event.respondWith(answer(request));
});

function isOurs(url: string): boolean {
  return url.startsWith(scope.registration.scope);
}

async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request, { ignoreSearch: request.mode === "navigate" });
  if (kept !== undefined) return kept;
  const response = await fetch(request);
  if (response.status === 200) await cache.put(request, response.clone());
  return response;
}
