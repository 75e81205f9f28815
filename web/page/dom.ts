/**
 * Elements made in one expression. What comes from a program is only ever set as text, never as HTML.
 */

type Attribute = string | number | boolean | undefined | ((event: never) => void);

/** `onNAME` adds a listener; `true` is an empty attribute, `false` and `undefined` are none. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, Attribute>> = {},
  ...children: readonly (Node | string | undefined)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value as EventListener);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : `${value}`);
  }
  for (const child of children) if (child !== undefined) element.append(child);
  return element;
}

export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`index.html has no #${id}`);
  return element as T;
}

/** Sets text only where it is another one, so that nothing is laid out or read aloud again. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

const SVG = "http://www.w3.org/2000/svg";

export function svg(tag: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, `${value}`);
  return element;
}

/** Drawn in a square of 16 with a line of 1.5. */
const ICONS = {
  add: "M8 3v10M3 8h10",
  chevron: "M6 4l4 4-4 4",
  close: "M4 4l8 8M12 4l-8 8",
  code: "M6 4L2 8l4 4M10 4l4 4-4 4",
  download: "M8 2v8M4.5 7L8 10.5 11.5 7M3 13.5h10",
  edit: "M3 13l.6-2.8L10.8 3a1.4 1.4 0 0 1 2 0l.2.2a1.4 1.4 0 0 1 0 2L5.8 12.4z",
  examples: "M3 3.5h4v4H3zM9.5 3.5h3.5M9.5 7h3.5M3 10.5h10M3 13.5h7",
  file: "M4 2h5l3 3v9H4zM9 2v3h3",
  kill: "M8 2.2a5.8 5.8 0 1 0 .01 0zM5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4",
  link: "M6.5 9.5l3-3M7 4.8l1.6-1.6a2.9 2.9 0 0 1 4.1 4.1L11 9M9 11.2l-1.6 1.6a2.9 2.9 0 0 1-4.1-4.1L5 7",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  play: "M5 3.2v9.6L12.5 8z",
  restart: "M13 8a5 5 0 1 1-1.6-3.7M13 2v3.2H9.8",
  step: "M3.5 3.2v9.6L10 8zM12.5 3.5v9",
  table: "M2.5 3.5h11v9h-11zM2.5 6.5h11M6.5 6.5v6",
  theme: "M8 2.2a5.8 5.8 0 1 0 .01 0zM8 2.2v11.6",
  trash: "M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.6 9h5.8l.6-9M7 7v4M9 7v4",
  tree: "M3 2.5v9.5h3.5M3 5.5h3.5M8.5 5.5h4.5M8.5 12H13",
  warning: "M8 2.5L14 13H2zM8 6.5v3M8 11.2v.1",
  upload: "M8 10.5v-8M4.5 6L8 2.5 11.5 6M3 13.5h10",
} as const;

export type IconName = keyof typeof ICONS;

export function icon(name: IconName): SVGElement {
  const element = svg("svg", { viewBox: "0 0 16 16", class: `icon icon-${name}`, "aria-hidden": "true" });
  element.append(svg("path", { d: ICONS[name] }));
  return element;
}

interface ButtonOptions {
  readonly icon?: IconName;
  /** Shown beside the icon. */
  readonly label?: string;
  /** What it does, where the label does not say; shown on hovering, with the keys. */
  readonly title?: string;
  readonly class?: string;
  readonly disabled?: boolean;
  readonly onclick: (event: MouseEvent) => void;
}

export function button({
  icon: name,
  label,
  title,
  class: classes = "",
  disabled,
  onclick,
}: ButtonOptions): HTMLButtonElement {
  return h(
    "button",
    {
      type: "button",
      class: `button ${label === undefined ? "only-icon" : ""} ${classes}`,
      title,
      "aria-label": label === undefined ? title : undefined,
      disabled: disabled ?? false,
      onclick,
    },
    name === undefined ? undefined : icon(name),
    label === undefined ? undefined : h("span", {}, label),
  );
}

/** A field for what is looked for; `change` gets its text. */
export function searchField(placeholder: string, label: string, change: (text: string) => void): HTMLInputElement {
  const field = h("input", { type: "search", placeholder, "aria-label": label, spellcheck: "false" });
  field.addEventListener("input", () => change(field.value));
  return field;
}
