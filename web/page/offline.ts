/**
 * Keeps the page for times without a network, with the service worker (`web/sw.ts`). The page works without it as well: from
 * a place that is no secure context, or in a browser that has none.
 */
import { button, byId } from "./dom.ts";

export async function keepForOffline(): Promise<void> {
  const container = navigator.serviceWorker;
  if (container === undefined) return;
  try {
    const registration = await container.register("sw.js");
    const offer = (worker: ServiceWorker): void => {
      // The first one takes over by itself.
      if (worker.state !== "installed" || container.controller === null) return;
      const update = button({
        icon: "restart",
        label: "Update",
        title: "There is a newer version of this page",
        class: "quiet",
        onclick: () => {
          container.addEventListener("controllerchange", () => location.reload(), { once: true });
          worker.postMessage("activate");
        },
      });
      byId("phase").after(update);
    };
    if (registration.waiting) offer(registration.waiting);
    registration.addEventListener("updatefound", () => {
      const worker = registration.installing;
      worker?.addEventListener("statechange", () => offer(worker));
    });
  } catch (error) {
    console.info(`Gluon is not kept for times without a network: ${(error as Error).message}`);
  }
}
