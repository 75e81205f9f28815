/**
 * The curve of a process's last rates, and the heat that its rate is shown with. Both are logarithmic: a process that does a
 * hundred reductions a second is to be seen beside one that does ten millions.
 */
import { svg } from "../dom.ts";
import { HISTORY } from "./model.ts";

const WIDTH = 56;
const HEIGHT = 16;
const MOST = Math.log10(50_000_000);

/** From 0, idle, to 1. */
export function heat(rate: number): number {
  return rate < 1 ? 0 : Math.min(1, Math.log10(rate) / MOST);
}

export function sparkline(): SVGElement {
  const element = svg("svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    width: WIDTH,
    height: HEIGHT,
    class: "spark",
    "aria-hidden": "true",
  });
  element.append(svg("path", { class: "area" }), svg("path", { class: "curve" }));
  return element;
}

export function drawSparkline(element: SVGElement, history: readonly number[]): void {
  const step = WIDTH / (HISTORY - 1);
  const left = WIDTH - (history.length - 1) * step;
  const points = history.map(
    (rate, at) => `${(left + at * step).toFixed(1)} ${(HEIGHT - 1 - heat(rate) * (HEIGHT - 2)).toFixed(1)}`,
  );
  const idle = history.every((rate) => rate < 1);
  const curve = points.length < 2 ? "" : `M${points.join("L")}`;
  element.classList.toggle("idle", idle);
  element.children[0]?.setAttribute("d", curve === "" || idle ? "" : `${curve}V${HEIGHT}H${left.toFixed(1)}Z`);
  element.children[1]?.setAttribute("d", curve);
}
