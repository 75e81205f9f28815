/**
 * One line of the processes' list: an application, or a process with its numbers. Its element is used for many lines in turn.
 */
import { h, icon, setText } from "../dom.ts";
import { bytes, short } from "../numbers.ts";
import type { Line } from "./model.ts";
import { drawSparkline, heat, sparkline } from "./sparkline.ts";

let lastId = 0;

export class ProcessLine {
  line: Line | undefined;
  readonly element: HTMLElement;
  #twisty = h("span", { class: "twisty", "aria-hidden": "true" }, icon("chevron"));
  #mark = h("span", { class: "mark", "aria-hidden": "true" });
  #label = h("span", { class: "label" });
  #more = h("span", { class: "more" });
  #pid = h("span", { class: "cell pid", role: "gridcell" });
  #current = h("span", { class: "cell current", role: "gridcell" });
  #rateText = h("span", { class: "number" });
  #spark = sparkline();
  #memory = h("span", { class: "cell memory", role: "gridcell" });
  #messages = h("span", { class: "cell messages", role: "gridcell" });

  constructor() {
    this.element = h(
      "div",
      { class: "line", role: "row", id: `process-line-${++lastId}` },
      h("span", { class: "cell name", role: "gridcell" }, this.#twisty, this.#mark, this.#label, this.#more),
      this.#pid,
      this.#current,
      h("span", { class: "cell rate", role: "gridcell" }, this.#spark as unknown as HTMLElement, this.#rateText),
      this.#memory,
      this.#messages,
    );
  }

  update(line: Line, index: number, cursor: boolean, selected: boolean): void {
    this.line = line;
    const { element } = this;
    const row = line.process?.row;
    const rate = line.process?.rate ?? 0;
    element.classList.toggle("group-line", row === undefined);
    element.classList.toggle("cursor", cursor);
    element.setAttribute("aria-selected", `${selected}`);
    element.setAttribute("aria-rowindex", `${index + 1}`);
    element.setAttribute("aria-level", `${line.depth}`);
    if (line.children > 0) element.setAttribute("aria-expanded", `${line.expanded}`);
    else element.removeAttribute("aria-expanded");
    element.style.setProperty("--depth", `${Math.min(line.depth, 24) - 1}`);
    element.style.setProperty("--heat", heat(rate).toFixed(2));
    this.#twisty.classList.toggle("can", line.children > 0);
    this.#mark.dataset["kind"] = row === undefined ? "application" : row.supervisor ? "supervisor" : "worker";
    element.dataset["status"] = row?.status ?? "";
    setText(this.#label, line.label);
    const more = row === undefined ? `${line.children}` : row.name === undefined ? "" : row.initialCall;
    setText(this.#more, more);
    element.title =
      row === undefined ? "" : `${row.pid} ${row.name ?? ""}\n${row.initialCall}\nnow in ${row.currentFunction}`;
    setText(this.#pid, row?.pid ?? "");
    setText(this.#current, row?.currentFunction ?? "");
    setText(this.#rateText, row === undefined || rate < 0.5 ? "" : short(rate));
    drawSparkline(this.#spark, line.process?.history ?? []);
    setText(this.#memory, row === undefined ? "" : bytes(row.memory_bytes));
    setText(this.#messages, row === undefined || row.messages === 0 ? "" : short(row.messages));
    this.#messages.classList.toggle("many", (row?.messages ?? 0) >= 100);
  }
}
