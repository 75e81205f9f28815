/**
 * Messages as they pass, while they can be seen: as a list or as a sequence diagram. The last thousand are kept.
 */
import type { MessageRow } from "../../protocol.ts";
import type { App, Part } from "../app.ts";
import { button, h, setText, searchField } from "../dom.ts";
import { keep, kept } from "../keep.ts";
import { type Segments, segments } from "../segments.ts";
import { Controls } from "../processes/controls.ts";
import { VirtualList } from "../virtual_list.ts";
import { MessageLog, MOST } from "./log.ts";
import { Sequence } from "./sequence.ts";

/** For the names and the numbers; messages come as they pass. */
const INTERVAL_MS = 1000;
const ROW_HEIGHT = 24;

export class MessagesPart implements Part {
  #app: App;
  #log = new MessageLog();
  #controls: Controls;
  #list: VirtualList<MessageRow, HTMLElement>;
  #sequence: Sequence;
  #frame: HTMLElement;
  #count = h("span", { class: "muted count" });
  #hold: HTMLButtonElement;
  #mode: Segments<"list" | "diagram">;
  #asSequence = kept("messages.mode") === "sequence";
  /** The display stands still; messages are still taken down. */
  #held = false;
  #on = false;
  #frameAsked = false;

  constructor(app: App, root: HTMLElement) {
    this.#app = app;
    const go = (process: string): void => app.showProcess(this.#log.pid(process));
    this.#controls = new Controls(app, () => undefined, false);
    const filter = searchField("Filter: name, pid, text", "Filter messages", (text) => {
      this.#log.filter = text;
      this.#show();
    });
    this.#hold = button({
      icon: "pause",
      label: "Hold",
      title: "Hold the display; the system goes on",
      onclick: () => this.#setHeld(!this.#held),
    });
    this.#mode = segments(
      "messages-mode",
      "Messages as",
      [
        ["list", "List"],
        ["diagram", "Diagram"],
      ],
      (mode) => this.#setMode(mode === "diagram"),
    );
    const clear = button({ icon: "trash", title: "Clear", class: "quiet", onclick: () => this.#clear() });
    const scroller = h("div", {
      class: "log",
      role: "log",
      "aria-live": "off",
      tabindex: "0",
      "aria-label": "Messages",
    });
    this.#list = new VirtualList(scroller, {
      rowHeight: ROW_HEIGHT,
      create: () => messageLine(go),
      update: (row, message) => this.#fill(row, message),
    });
    this.#sequence = new Sequence(this.#log, go);
    this.#frame = h("div", { class: "frame" }, scroller, this.#sequence.element);
    root.append(
      h(
        "div",
        { class: "bar" },
        this.#controls.element,
        h("div", { class: "group end" }, filter, this.#hold, this.#mode.element, clear),
      ),
      this.#frame,
      h("div", { class: "bar low" }, this.#count),
    );
    new ResizeObserver(() => this.#show()).observe(this.#frame);
    this.#setMode(this.#asSequence);
    app.vm.on("messages", ({ messages, lost }) => {
      if (!this.#on) return;
      this.#log.add(messages, lost);
      if (!this.#held) this.#showSoon();
    });
    app.vm.on("processes", ({ system, processes }) => {
      if (!this.#on) return;
      this.#controls.update(system);
      if (this.#log.learn(processes) && !this.#held) this.#showSoon();
    });
    app.vm.on("phase", () => {
      if (app.vm.phase !== "starting") return;
      this.#log.forget();
      this.#show();
    });
  }

  visible(on: boolean): void {
    if (on === this.#on) return;
    this.#on = on;
    this.#app.vm.watch("messages", on ? INTERVAL_MS : 0);
    this.#app.vm.trace("messages", on);
    if (on) this.#show();
  }

  focus(): void {
    (this.#asSequence ? this.#sequence.element : this.#list.scroller).focus();
  }

  #clear(): void {
    this.#log.clear();
    this.#show();
  }

  #setHeld(held: boolean): void {
    this.#held = held;
    this.#hold.classList.toggle("on", held);
    this.#hold.setAttribute("aria-pressed", `${held}`);
    if (!held) this.#show();
  }

  #setMode(asSequence: boolean): void {
    this.#asSequence = asSequence;
    keep("messages.mode", asSequence ? "sequence" : undefined);
    this.#mode.show(asSequence ? "diagram" : "list");
    this.#list.scroller.hidden = asSequence;
    this.#sequence.element.hidden = !asSequence;
    this.#show();
  }

  #showSoon(): void {
    if (this.#frameAsked) return;
    this.#frameAsked = true;
    requestAnimationFrame(() => {
      this.#frameAsked = false;
      if (!this.#held) this.#show();
    });
  }

  #show(): void {
    if (!this.#on) return;
    const wanted = this.#log.wanted();
    const of = wanted.length === this.#log.size ? "" : ` of ${this.#log.size}`;
    const lost = this.#log.lost > 0 ? `; ${this.#log.lost} passed too fast to be kept` : "";
    setText(
      this.#count,
      this.#log.size === 0
        ? "No message has passed since this is shown."
        : `${wanted.length}${of} ${this.#log.size === 1 ? "message" : "messages"}, the last ${MOST} at most${lost}`,
    );
    if (this.#asSequence) {
      this.#sequence.draw(wanted);
      return;
    }
    const follow = this.#list.atEnd;
    this.#list.items = wanted;
    if (follow) this.#list.scrollToEnd();
  }

  #fill(row: HTMLElement, message: MessageRow): void {
    const [at, from, , to, text] = row.children as unknown as HTMLElement[];
    setText(at as HTMLElement, ((message.at_ms - this.#log.start_ms) / 1000).toFixed(3));
    for (const [element, pid] of [
      [from as HTMLElement, message.from],
      [to as HTMLElement, message.to],
    ] as const) {
      setText(element, this.#log.label(pid));
      element.dataset["pid"] = pid;
      element.title = this.#log.pid(pid);
    }
    setText(text as HTMLElement, message.text);
    (text as HTMLElement).title = message.text;
  }
}

function messageLine(go: (pid: string) => void): HTMLElement {
  const end = (): HTMLElement => {
    const element = h("button", { type: "button", class: "pid", tabindex: "-1" });
    element.addEventListener("click", () => go(element.dataset["pid"] as string));
    return element;
  };
  return h(
    "div",
    { class: "message-line" },
    h("span", { class: "at" }),
    end(),
    h("span", { class: "to", "aria-hidden": "true" }, "→"),
    end(),
    h("span", { class: "text" }),
  );
}
