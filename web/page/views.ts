/**
 * The tabs: Editor, Processes, Messages, and on a narrow screen the shell as well. A part is loaded when it is first shown.
 * Keys as usual in a tablist: arrows, Home, End.
 */
import type { Part, ViewName } from "./app.ts";
import { byId, h } from "./dom.ts";
import { keep, kept } from "./keep.ts";

export type Loader = (root: HTMLElement) => Promise<Part>;

const narrow = matchMedia("(max-width: 920px)");

export class Views {
  #work = byId("work");
  #tabs = [...document.querySelectorAll<HTMLButtonElement>("#tabs [role=tab]")];
  #loaders: Readonly<Record<ViewName, Loader>>;
  #parts = new Map<ViewName, Promise<Part>>();
  #shown: ViewName | undefined;
  #mayLoad = false;

  constructor(loaders: Readonly<Record<ViewName, Loader>>) {
    this.#loaders = loaders;
    for (const tab of this.#tabs) {
      tab.addEventListener("click", () => void this.show(tab.dataset["view"] as ViewName));
      tab.addEventListener("keydown", (event) => this.#key(event));
    }
    narrow.addEventListener("change", () => this.show(this.#shown ?? "editor"));
    document.addEventListener("visibilitychange", () => this.#tellParts());
    void this.show(narrow.matches ? "shell" : ((kept("view") as ViewName | undefined) ?? "editor"));
  }

  /** The shell is beside the tabs, not one of them. */
  get wide(): boolean {
    return !narrow.matches;
  }

  /** From now on shown parts are loaded: not before there is a prompt, which they would delay. */
  async loadNow(): Promise<void> {
    if (this.#mayLoad) return;
    this.#mayLoad = true;
    await this.show(this.#shown ?? "editor");
  }

  /** The part, loaded if need be; it is not shown by this. */
  part(view: ViewName): Promise<Part> {
    const root = byId(view);
    let part = this.#parts.get(view);
    if (part === undefined) {
      const loading = h("p", { class: "loading" }, "Loading");
      if (view !== "shell") root.append(loading);
      part = this.#loaders[view](root).finally(() => loading.remove());
      // The next attempt is a new one: the network may be back.
      part.catch(() => this.#parts.delete(view));
      this.#parts.set(view, part);
    }
    return part;
  }

  async show(view: ViewName): Promise<void> {
    if (view === "shell" && this.wide)
      view = this.#shown === undefined || this.#shown === "shell" ? "editor" : this.#shown;
    this.#shown = view;
    this.#work.dataset["view"] = view;
    if (view !== "shell") keep("view", view);
    for (const tab of this.#tabs) {
      const selected = tab.dataset["view"] === view;
      tab.setAttribute("aria-selected", `${selected}`);
      tab.tabIndex = selected ? 0 : -1;
      byId(tab.dataset["view"] as string).hidden = !selected && !(tab.dataset["view"] === "shell" && this.wide);
    }
    if (this.#mayLoad || view === "shell") await this.part(view);
    this.#tellParts();
  }

  async focus(view: ViewName): Promise<void> {
    if (view !== "shell" || !this.wide) {
      this.#mayLoad = true;
      await this.show(view);
    }
    (await this.part(view)).focus();
  }

  /** The next of what can be seen: shell, view, shell... */
  cycle(): void {
    const inShell = byId("shell").contains(document.activeElement);
    void this.focus(inShell && this.#shown !== "shell" ? (this.#shown ?? "editor") : "shell");
  }

  #tellParts(): void {
    for (const [view, part] of this.#parts) {
      const on = document.visibilityState === "visible" && (view === this.#shown || (view === "shell" && this.wide));
      part.then((p) => p.visible(on)).catch(() => undefined);
    }
  }

  #key(event: KeyboardEvent): void {
    const tabs = this.#tabs.filter((tab) => tab.offsetParent !== null);
    const at = tabs.indexOf(event.currentTarget as HTMLButtonElement);
    const next = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const tab = tabs[(next + tabs.length) % tabs.length];
    tab?.focus();
    tab?.click();
  }
}
