/**
 * What the page says of the system as a whole: how it is, how far loading has come, and that it has ended.
 */
import type { App } from "./app.ts";
import { button, byId, h, setText } from "./dom.ts";
import type { ShellKind } from "./vm.ts";

const PHASES = { starting: "Starting", running: "Running", paused: "Paused", halted: "Halted", failed: "Failed" };

export function showSystem({ vm, say }: App, restart: (kind: ShellKind) => void): void {
  const progress = byId("progress");
  const ended = byId("ended");

  const showPhase = (): void => {
    const phase = vm.phase === "running" && vm.paused ? "paused" : vm.phase;
    byId("phase").dataset["phase"] = phase;
    setText(byId("phase-text"), PHASES[phase]);
    progress.classList.toggle("busy", phase === "starting");
    ended.hidden = phase !== "halted" && phase !== "failed";
  };
  vm.on("phase", showPhase);
  vm.on("paused", showPhase);

  vm.on("progress", ({ what, done, total }) => {
    const percent = total > 0 ? Math.min(100, (100 * done) / total) : 0;
    progress.style.setProperty("--done", `${percent}%`);
    progress.setAttribute("aria-valuenow", `${Math.round(percent)}`);
    const loading = done < total;
    progress.classList.toggle("busy", loading || vm.phase === "starting");
    const kilobytes = (bytes: number): number => Math.ceil(bytes / 1000);
    if (loading) say(`Loading ${what}: ${kilobytes(done)} of ${kilobytes(total)} KB`);
    else if (byId("said").textContent?.startsWith("Loading ")) say("");
  });

  const showEnd = (title: string, details?: string): void => {
    const again = button({ icon: "restart", label: "Start again", class: "primary", onclick: () => restart(vm.shell) });
    ended.replaceChildren(
      h("p", {}, title),
      ...(details === undefined ? [] : [h("pre", { tabindex: "0" }, details)]),
      again,
    );
    if (byId("shell").contains(document.activeElement) || document.activeElement === document.body) again.focus();
  };
  vm.on("halt", ({ status }) => showEnd(`The system has halted${status === 0 ? "." : `, with status ${status}.`}`));
  vm.on("defect", ({ text }) => showEnd("Something in Gluon itself has failed.", text));
}
