/**
 * Keeps the page for times without a network: what belongs to it when it is installed, OTP's archives as they are loaded.
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

scope.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(CACHE);
      const names: readonly string[] = await (await fetch("files.json", { cache: "no-cache" })).json();
      await cache.addAll(["./", "otp/boot.bin", ...names]);
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
  // What was loaded before there was a service worker.
  else if (Array.isArray(data)) void keep(data.filter((url) => typeof url === "string" && isOurs(url)));
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

async function keep(urls: readonly string[]): Promise<void> {
  const cache = await caches.open(CACHE);
  for (const url of urls) if ((await cache.match(url)) === undefined) await cache.add(url).catch(() => undefined);
}
