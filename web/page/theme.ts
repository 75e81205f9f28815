/**
 * Light and dark: as the system has it, until the person chooses. Everything else is `light-dark()` in the style sheets.
 */
import { button } from "./dom.ts";
import { keep, kept } from "./keep.ts";

const dark = matchMedia("(prefers-color-scheme: dark)");
const listeners: (() => void)[] = [];

function isDark(): boolean {
  const chosen = kept("theme");
  return chosen === undefined ? dark.matches : chosen === "dark";
}

function apply(): void {
  document.documentElement.style.colorScheme = kept("theme") ?? "light dark";
  for (const listener of listeners) listener();
}

/** Calls `listener` when the colours are other ones. */
export function onTheme(listener: () => void): void {
  listeners.push(listener);
}

export function themeButton(): HTMLButtonElement {
  const toggle = (): void => {
    const next = isDark() ? "light" : "dark";
    // Back at what the system says: from now on as the system says.
    keep("theme", (next === "dark") === dark.matches ? undefined : next);
    apply();
  };
  dark.addEventListener("change", apply);
  apply();
  return button({ icon: "theme", title: "Light or dark", class: "quiet", onclick: toggle });
}

/** What a custom property of the style sheets comes to at present, as `rgb(...)`. */
export function colour(property: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${property})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}
