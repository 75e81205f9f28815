/**
 * The last messages as a sequence diagram: a line for each process, time going down, an arrow for each message.
 */
import type { MessageRow } from "../../protocol.ts";
import { h, svg } from "../dom.ts";
import { pidNumber } from "../numbers.ts";
import type { MessageLog } from "./log.ts";

const SHOWN = 80;
/** Colours for the senders, in turn: `.charge-N` of the style sheet. */
const CHARGES = 6;
const ROW = 24;
const LEFT = 56;
const LEAST_WIDTH = 96;
/** Of a character of the labels, about. */
const CHARACTER = 6.4;

export class Sequence {
  readonly element: HTMLElement;
  #heads = h("div", { class: "lifelines" });
  #drawing = svg("svg", { class: "arrows", "aria-hidden": "true" });
  #log: MessageLog;
  #go: (pid: string) => void;
  /** Processes keep their place from one drawing to the next. */
  #order: string[] = [];
  #drawn = "";

  constructor(log: MessageLog, go: (pid: string) => void) {
    this.#log = log;
    this.#go = go;
    this.element = h("div", {
      class: "sequence",
      tabindex: "0",
      role: "region",
      "aria-label": "Messages as a sequence diagram",
    });
    this.element.append(this.#heads, this.#drawing);
  }

  draw(all: readonly MessageRow[]): void {
    const rows = all.slice(-SHOWN);
    const width = this.element.clientWidth;
    const drawn = `${width} ${this.#log.filter} ${JSON.stringify(rows.at(-1) ?? null)} ${rows.length} ${rows.map(({ from }) => this.#log.label(from)).join()}`;
    if (drawn === this.#drawn || width === 0) return;
    this.#drawn = drawn;
    const who = (process: string): string => this.#log.pid(process);
    const present = new Set(rows.flatMap(({ from, to }) => [who(from), who(to)]));
    this.#order = this.#order.filter((pid) => present.has(pid));
    for (const pid of present) if (!this.#order.includes(pid)) this.#order.push(pid);

    const step = Math.max(LEAST_WIDTH, (width - 12) / Math.max(1, this.#order.length));
    const x = new Map(this.#order.map((pid, at) => [pid, (at + 0.5) * step]));
    const total = Math.max(width - 12, step * this.#order.length);
    const height = rows.length * ROW + 16;
    this.#heads.style.width = `${total}px`;
    this.#heads.replaceChildren(
      ...this.#order.map((pid) => {
        const head = h(
          "button",
          { type: "button", class: this.#charge(pid), title: pid, onclick: () => this.#go(pid) },
          this.#log.label(pid),
        );
        head.style.width = `${step}px`;
        return head;
      }),
    );
    const atEnd = this.element.scrollTop + this.element.clientHeight >= this.element.scrollHeight - 2 * ROW;
    this.#drawing.setAttribute("width", `${total}`);
    this.#drawing.setAttribute("height", `${height}`);
    this.#drawing.replaceChildren(
      ...this.#order.map((pid) => svg("path", { class: "life", d: `M${x.get(pid)} 0V${height}` })),
      ...rows.map((row, at) =>
        arrow(
          this.#charge(who(row.from)),
          row,
          x.get(who(row.from)) as number,
          x.get(who(row.to)) as number,
          at * ROW + 18,
          step,
          total,
        ),
      ),
    );
    if (atEnd) this.element.scrollTop = this.element.scrollHeight;
  }

  #charge(pid: string): string {
    return `charge-${(pidNumber(pid) * 7) % CHARGES}`;
  }
}

function arrow(
  charge: string,
  row: MessageRow,
  from: number,
  to: number,
  y: number,
  step: number,
  total: number,
): SVGElement {
  const group = svg("g", { class: `message ${charge}` });
  const toItself = from === to;
  const direction = to > from ? 1 : -1;
  const tip = toItself ? from + 2 : to - direction * 2;
  const head = toItself
    ? `M${tip + 5} ${y - 1}L${tip} ${y + 3}L${tip + 6} ${y + 5}`
    : `M${tip - direction * 6} ${y - 3.5}L${tip} ${y}L${tip - direction * 6} ${y + 3.5}`;
  group.append(
    svg("path", { class: "shaft", d: toItself ? `M${from} ${y - 6}h${LEFT / 2}v9H${tip}` : `M${from} ${y}H${tip}` }),
    svg("path", { class: "head", d: head }),
    svg("circle", { class: "from", cx: from, cy: toItself ? y - 6 : y, r: 2.2 }),
  );
  const room = toItself ? Math.min(step, total - from) - 12 : Math.max(Math.abs(to - from) - 16, step - 16);
  const letters = Math.max(4, Math.floor(room / CHARACTER));
  const text = svg("text", {
    y: y - (toItself ? 10 : 6),
    x: toItself ? from + 6 : (from + to) / 2,
    "text-anchor": toItself ? "start" : "middle",
  });
  text.textContent = row.text.length > letters ? `${row.text.slice(0, letters - 1)}…` : row.text;
  const title = svg("title", {});
  title.textContent = `${row.from} → ${row.to}\n${row.text}`;
  group.append(text, title);
  return group;
}
