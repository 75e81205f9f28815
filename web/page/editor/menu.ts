/**
 * A menu below its button. Keys: arrows, Home, End, Enter, Escape.
 */
import { h } from "../dom.ts";

export interface Entry {
  readonly title: string;
  readonly text?: string;
  /** A short word at its right. */
  readonly tag?: string;
  choose(): void;
}

export function attachMenu(opener: HTMLButtonElement, label: string, entries: readonly Entry[]): void {
  const menu = h("div", { class: "menu", role: "menu", "aria-label": label, popover: "auto" });
  menu.append(...entries.map((entry) => item(entry, () => menu.hidePopover())));
  opener.after(menu);
  opener.setAttribute("aria-haspopup", "menu");
  opener.setAttribute("aria-expanded", "false");
  opener.popoverTargetElement = menu;
  menu.addEventListener("toggle", (event) => {
    const open = (event as ToggleEvent).newState === "open";
    opener.setAttribute("aria-expanded", `${open}`);
    if (!open) return;
    const { left, bottom } = opener.getBoundingClientRect();
    menu.style.left = `${Math.max(8, Math.min(left, innerWidth - menu.offsetWidth - 8))}px`;
    menu.style.top = `${bottom + 4}px`;
    (menu.firstElementChild as HTMLElement | null)?.focus();
  });
  menu.addEventListener("keydown", (event) => {
    const items = [...menu.children] as HTMLElement[];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const next = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: items.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    items[(next + items.length) % items.length]?.focus();
  });
}

function item({ title, text, tag, choose }: Entry, close: () => void): HTMLElement {
  return h(
    "button",
    {
      type: "button",
      role: "menuitem",
      tabindex: "-1",
      onclick: () => {
        close();
        choose();
      },
    },
    h("span", { class: "title" }, title),
    tag === undefined ? undefined : h("span", { class: "tag" }, tag),
    text === undefined ? undefined : h("span", { class: "text" }, text),
  );
}
