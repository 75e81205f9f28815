/**
 * One of a few, side by side: radio buttons that look like one control.
 */
import { h } from "./dom.ts";

export interface Segments<T extends string> {
  readonly element: HTMLElement;
  show(value: T): void;
}

export function segments<T extends string>(
  name: string,
  legend: string,
  options: readonly (readonly [value: T, label: string])[],
  chosen: (value: T) => void,
): Segments<T> {
  const radios = options.map(([value]) =>
    h("input", { type: "radio", name, value, id: `${name}-${value}`, onchange: () => chosen(value) }),
  );
  const element = h(
    "fieldset",
    { class: "segments" },
    h("legend", { class: "unseen" }, legend),
    ...options.flatMap(([value, label], at) => [
      radios[at] as HTMLElement,
      h("label", { for: `${name}-${value}` }, label),
    ]),
  );
  return {
    element,
    show: (value) => {
      for (const radio of radios) radio.checked = radio.value === value;
    },
  };
}
