/**
 * The processes at work, twice a second while they can be seen: as a tree or a table, with one of them in detail below.
 * Keys: arrows, Home, End and Page keys move; Enter shows details; Delete kills; P pauses, S steps.
 */
import type { App, Part } from "../app.ts";
import { confirm } from "../dialog.ts";
import { h, searchField } from "../dom.ts";
import { keep, kept } from "../keep.ts";
import { type Segments, segments } from "../segments.ts";
import { makeSplitter } from "../splitter.ts";
import { VirtualList } from "../virtual_list.ts";
import { Controls } from "./controls.ts";
import { Details } from "./details.ts";
import { type Column, type Line, ProcessModel } from "./model.ts";
import { ProcessLine } from "./line.ts";
import type { ProcessMap } from "./map.ts";

const INTERVAL_MS = 500;
const ROW_HEIGHT = 26;

const LEGEND =
  "Rings are supervisors. A process is the greener the more it works, and amber all round while ten or more messages wait. What flies are messages.";

const COLUMNS: readonly { readonly column: Column; readonly title: string; readonly help: string }[] = [
  { column: "name", title: "Process", help: "Registered name, or where it began" },
  { column: "pid", title: "Pid", help: "Process identifier" },
  { column: "current", title: "Now in", help: "The function that it is in" },
  { column: "rate", title: "Red/s", help: "Reductions a second: how much it works" },
  { column: "memory", title: "Memory", help: "Memory" },
  { column: "messages", title: "Msgs", help: "Messages in its mailbox" },
];

type Mode = "tree" | "table" | "map";
const MODES: readonly (readonly [Mode, string])[] = [
  ["tree", "Tree"],
  ["table", "Table"],
  ["map", "Map"],
];

export class ProcessesPart implements Part {
  #app: App;
  #model = new ProcessModel();
  #controls: Controls;
  #details: Details;
  #list: VirtualList<Line, HTMLElement>;
  #rows = new WeakMap<HTMLElement, ProcessLine>();
  #grid = h("div", { class: "grid", role: "treegrid", tabindex: "0", "aria-label": "Processes" });
  #heads = new Map<Column, HTMLButtonElement>();
  #modes: Segments<Mode>;
  #mode: Mode = "tree";
  #map: ProcessMap | undefined;
  #frame: HTMLElement;
  /** The key of the line with the cursor. */
  #cursor = "";
  #lines: readonly Line[] = [];
  #on = false;

  constructor(app: App, root: HTMLElement) {
    this.#app = app;
    this.#controls = new Controls(app, (pid) => this.select(pid, false));
    this.#details = new Details(
      app,
      (pid) => this.#model.nameOf(pid),
      (pid) => void this.#kill(pid),
    );
    this.#modes = segments("processes-mode", "Processes as", MODES, (mode) => void this.#setMode(mode));
    const filter = searchField("Filter", "Filter processes", (text) => {
      this.#model.filter = text.trim();
      this.#show();
    });
    this.#frame = h("div", { class: "grid-frame" }, this.#heading(), this.#grid);
    const split = h("hr", { class: "splitter", tabindex: "0", "aria-label": "Height of the list" });
    const body = h("div", { class: "stack-split" }, this.#frame, split, this.#details.element);
    root.append(
      h("div", { class: "bar" }, this.#controls.element, h("div", { class: "group end" }, filter, this.#modes.element)),
      body,
    );
    makeSplitter(split, { name: "processes", vertical: false, initial: 55 });
    this.#details.element.addEventListener("gluon-details", () => {
      body.classList.toggle("whole", this.#details.pid === undefined);
      if (this.#details.pid === undefined) this.focus();
    });
    body.classList.add("whole");
    body.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#details.show(undefined);
    });
    this.#list = new VirtualList(this.#grid, {
      rowHeight: ROW_HEIGHT,
      create: () => {
        const line = new ProcessLine();
        this.#rows.set(line.element, line);
        return line.element;
      },
      update: (element, line, index) =>
        this.#rows.get(element)?.update(line, index, line.key === this.#cursor, line.key === this.#details.pid),
    });
    // The heading ends where the lines end.
    new ResizeObserver(() => {
      const width = this.#grid.offsetWidth - this.#grid.clientWidth;
      (this.#grid.parentElement as HTMLElement).style.setProperty("--scrollbar", `${width}px`);
    }).observe(this.#grid);
    this.#grid.addEventListener("keydown", (event) => this.#key(event));
    this.#grid.addEventListener("click", (event) => this.#click(event));
    void this.#setMode(MODES.find(([mode]) => mode === kept("processes.mode"))?.[0] ?? "tree");
    app.vm.on("processes", ({ system, processes }) => {
      if (!this.#on) return;
      this.#controls.update(system);
      this.#model.update(processes, system.uptime_ms);
      this.#show();
    });
    app.vm.on("messages", ({ messages }) => {
      if (this.#on && this.#mode === "map") this.#map?.messages(messages);
    });
  }

  visible(on: boolean): void {
    this.#on = on;
    this.#app.vm.trace("map", on && this.#mode === "map");
    this.#app.vm.watch("processes", on ? INTERVAL_MS : 0);
    this.#details.visible(on);
    if (on) this.#show();
  }

  focus(): void {
    (this.#mode === "map" ? this.#map?.element : this.#grid)?.focus();
  }

  /** Shows a process in the list and in detail. */
  select(pid: string, details = true): void {
    this.#model.reveal(pid);
    this.#cursor = pid;
    if (details || this.#details.pid !== undefined) this.#details.show(pid);
    this.#show();
    this.#revealCursor();
  }

  #heading(): HTMLElement {
    return h(
      "div",
      { class: "line heading" },
      ...COLUMNS.map(({ column, title, help }) => {
        const head = h(
          "button",
          {
            type: "button",
            class: `cell ${column}`,
            title: `${help}. Sorts the table.`,
            onclick: () => this.#sortBy(column),
          },
          title,
        );
        this.#heads.set(column, head);
        return head;
      }),
    );
  }

  async #setMode(mode: Mode): Promise<void> {
    this.#mode = mode;
    this.#model.mode = mode === "table" ? "table" : "tree";
    keep("processes.mode", mode === "tree" ? undefined : mode);
    this.#modes.show(mode);
    this.#frame.classList.toggle("with-map", mode === "map");
    this.#app.vm.trace("map", this.#on && mode === "map");
    this.#showHeads();
    if (mode === "map" && this.#map === undefined) {
      const { ProcessMap } = await import("./map.ts");
      this.#map ??= new ProcessMap((key) => this.#choose(key));
      this.#map.element.addEventListener("keydown", (event) => this.#key(event));
      this.#frame.append(this.#map.element, h("p", { class: "legend" }, LEGEND));
    }
    this.#show();
  }

  #sortBy(column: Column): void {
    const { sort, mode } = this.#model;
    const largestFirst = column === "rate" || column === "memory" || column === "messages";
    this.#model.sort = {
      column,
      descending: mode === "table" && sort.column === column ? !sort.descending : largestFirst,
    };
    void this.#setMode("table");
  }

  #showHeads(): void {
    const { sort, mode } = this.#model;
    for (const [column, head] of this.#heads)
      head.dataset["sort"] = mode === "table" && sort.column === column ? (sort.descending ? "down" : "up") : "";
  }

  #show(): void {
    if (this.#list === undefined) return;
    this.#lines = this.#model.lines();
    this.#grid.setAttribute("aria-rowcount", `${this.#lines.length}`);
    if (!this.#lines.some(({ key }) => key === this.#cursor)) this.#cursor = this.#lines[0]?.key ?? "";
    if (this.#mode === "map") {
      this.#map?.update(this.#lines, this.#details.pid ?? this.#cursor);
      return;
    }
    this.#list.items = this.#lines;
    const active = this.#grid.querySelector(".line.cursor:not([hidden])");
    if (active === null) this.#grid.removeAttribute("aria-activedescendant");
    else this.#grid.setAttribute("aria-activedescendant", active.id);
  }

  #revealCursor(): void {
    if (this.#mode === "map") this.#map?.reveal(this.#cursor);
    const at = this.#lines.findIndex(({ key }) => key === this.#cursor);
    if (at >= 0) this.#list.reveal(at);
  }

  /** Of the map. */
  #choose(key: string): void {
    const line = this.#lines.find((other) => other.key === key);
    if (line === undefined) return;
    this.#cursor = key;
    if (line.process === undefined) this.#fold(line, !line.expanded);
    else this.#details.show(key);
    this.#show();
  }

  #click(event: MouseEvent): void {
    const element = (event.target as Element).closest<HTMLElement>(".line");
    const line = element === null ? undefined : this.#rows.get(element)?.line;
    if (line === undefined) return;
    this.#cursor = line.key;
    if (line.process === undefined || (event.target as Element).closest(".twisty.can") !== null)
      this.#fold(line, !line.expanded);
    else this.#details.show(line.key);
    this.#show();
  }

  #fold(line: Line, expanded: boolean): void {
    if (expanded) this.#model.collapsed.delete(line.key);
    else this.#model.collapsed.add(line.key);
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = this.#lines.findIndex(({ key }) => key === this.#cursor);
    const line = this.#lines[at];
    const last = this.#lines.length - 1;
    const page = this.#list.rowsInView - 1;
    const moves: Readonly<Record<string, number>> = {
      ArrowUp: at - 1,
      ArrowDown: at + 1,
      Home: 0,
      End: last,
      PageUp: at - page,
      PageDown: at + page,
    };
    let next = moves[event.key];
    if (event.key === "Enter" || event.key === " ") {
      if (line?.process === undefined) line && this.#fold(line, !line.expanded);
      else this.#details.show(line.key);
    } else if (event.key === "Delete") {
      if (line?.process) void this.#kill(line.key);
    } else if (event.key === "ArrowRight" && line) {
      if (line.children > 0 && !line.expanded) this.#fold(line, true);
      else if (line.children > 0) next = at + 1;
    } else if (event.key === "ArrowLeft" && line) {
      if (line.children > 0 && line.expanded) this.#fold(line, false);
      else next = this.#lines.findLastIndex((other, index) => index < at && other.depth < line.depth);
    } else if (event.key === "p") void this.#controls.toggle();
    else if (event.key === "s") void this.#controls.step();
    else if (next === undefined) return;
    event.preventDefault();
    if (next !== undefined && last >= 0) this.#cursor = this.#lines[Math.max(0, Math.min(last, next))]?.key ?? "";
    this.#show();
    this.#revealCursor();
    if (this.#details.pid !== undefined && next !== undefined && this.#model.get(this.#cursor))
      this.#details.show(this.#cursor);
  }

  async #kill(pid: string): Promise<void> {
    const name = this.#model.nameOf(pid);
    const sure = await confirm({
      title: `Kill ${name === undefined ? pid : `${name} ${pid}`}?`,
      text: "It ends at once with the reason killed. Its links are told, and a supervisor may start another in its place.",
      yes: "Kill",
      danger: true,
    });
    if (!sure) return;
    const { vm, say } = this.#app;
    await vm.request("kill", pid).then(
      () => say(`${pid} is killed`, "good"),
      (error: Error) => say(error.message, "bad"),
    );
    this.focus();
  }
}
