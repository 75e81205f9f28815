/**
 * Keeps the page for times without a network, with the service worker (`web/sw.ts`). The page works without it as well: from
 * a folder that is no secure context, or in a browser that has none.
 */
export async function keepForOffline(): Promise<void> {
  try {
    await navigator.serviceWorker?.register("sw.js");
  } catch {
    // Nothing that the person could do anything about.
  }
}
