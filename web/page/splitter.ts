/**
 * The bar between two panes: dragged, or moved with the arrow keys, Home and End; a double click puts it back.
 * It sets `--split` of its parent, a percentage, which is kept.
 */
import { keep, kept } from "./keep.ts";

interface SplitterOptions {
  /** Under which it is kept. */
  readonly name: string;
  readonly vertical: boolean;
  readonly initial: number;
  readonly least?: number;
  readonly most?: number;
}

export function makeSplitter(
  bar: HTMLElement,
  { name, vertical, initial, least = 15, most = 85 }: SplitterOptions,
): void {
  const parent = bar.parentElement as HTMLElement;
  let value = initial;
  const set = (percent: number): void => {
    value = Math.min(most, Math.max(least, percent));
    parent.style.setProperty("--split", `${value}%`);
    bar.setAttribute("aria-valuenow", `${Math.round(value)}`);
    keep(`split.${name}`, value === initial ? undefined : value.toFixed(1));
  };
  bar.setAttribute("aria-orientation", vertical ? "vertical" : "horizontal");
  bar.setAttribute("aria-valuemin", `${least}`);
  bar.setAttribute("aria-valuemax", `${most}`);
  set(Number(kept(`split.${name}`) ?? initial) || initial);

  bar.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    bar.focus();
    bar.setPointerCapture(event.pointerId);
  });
  bar.addEventListener("pointermove", (event) => {
    if (!bar.hasPointerCapture(event.pointerId)) return;
    const box = parent.getBoundingClientRect();
    set(100 * (vertical ? (event.clientX - box.left) / box.width : (event.clientY - box.top) / box.height));
  });
  bar.addEventListener("dblclick", () => set(initial));
  bar.addEventListener("keydown", (event) => {
    const [less, more] = vertical ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
    const next = { [less as string]: value - 2, [more as string]: value + 2, Home: least, End: most }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    set(next);
  });
}
