/**
 * All about one process. Asked for about once a second while it can be seen; what has not changed is left as it is, so that
 * focus, selection and scrolling stay.
 */
import type { ProcessDetails } from "../../protocol.ts";
import type { App } from "../app.ts";
import { button, h, setText } from "../dom.ts";
import { bytes, short } from "../numbers.ts";
import { pidButton, withPids } from "./pid_text.ts";

const INTERVAL_MS = 1000;

interface Section {
  readonly element: HTMLElement;
  readonly count: HTMLElement;
  readonly body: HTMLElement;
  shown: string;
}

export class Details {
  readonly element: HTMLElement;
  #app: App;
  #nameOf: (pid: string) => string | undefined;
  #kill: (pid: string) => void;
  #title = h("h2");
  #facts = h("dl", { class: "facts" });
  #factsShown = "";
  #sections = new Map<string, Section>();
  #suspend: HTMLButtonElement;
  #pid: string | undefined;
  #suspended = false;
  #timer = 0;
  #on = false;

  constructor(app: App, nameOf: (pid: string) => string | undefined, kill: (pid: string) => void) {
    this.#app = app;
    this.#nameOf = nameOf;
    this.#kill = kill;
    this.#suspend = button({ label: "Suspend", onclick: () => void this.#toggleSuspended() });
    const end = button({
      icon: "kill",
      label: "Kill",
      title: "Kill this process (Delete)",
      class: "danger",
      onclick: () => this.#pid && kill(this.#pid),
    });
    const close = button({
      icon: "close",
      title: "Close (Escape)",
      class: "quiet",
      onclick: () => this.show(undefined),
    });
    this.element = h(
      "section",
      { class: "details", "aria-label": "Process", tabindex: "-1", hidden: true },
      h("div", { class: "bar" }, this.#title, h("div", { class: "group end" }, this.#suspend, end, close)),
      h(
        "div",
        { class: "details-body" },
        this.#facts,
        ...["State", "Mailbox", "Stack", "Dictionary"].map((name) => this.#section(name)),
      ),
    );
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Delete" && this.#pid) this.#kill(this.#pid);
    });
  }

  get pid(): string | undefined {
    return this.#pid;
  }

  /** Shows a process, or nothing. */
  show(pid: string | undefined): void {
    if (pid !== this.#pid) this.element.classList.remove("gone");
    this.#pid = pid;
    this.element.hidden = pid === undefined;
    this.element.dispatchEvent(new Event("gluon-details"));
    void this.refresh();
  }

  visible(on: boolean): void {
    this.#on = on;
    void this.refresh();
  }

  async refresh(): Promise<void> {
    clearTimeout(this.#timer);
    const pid = this.#pid;
    if (pid === undefined || !this.#on) return;
    const details = await this.#app.vm.request("process", pid).catch(() => undefined);
    if (pid !== this.#pid) return;
    if (details !== undefined) this.#fill(details);
    else {
      // What was seen last stays to be read.
      this.element.classList.add("gone");
      setText(this.#title, `${pid} has ended`);
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.refresh(), INTERVAL_MS);
  }

  #fill(details: ProcessDetails): void {
    this.element.classList.remove("gone");
    setText(this.#title, details.name === undefined ? details.pid : `${details.name} ${details.pid}`);
    this.#suspended = details.status === "suspended";
    setText(this.#suspend.lastElementChild as Element, this.#suspended ? "Resume" : "Suspend");
    const facts: readonly (readonly [string, string | readonly string[]])[] = [
      ["status", details.status + (details.trapExit ? ", traps exits" : "")],
      ["initial call", details.initialCall],
      ["now in", details.currentFunction],
      ["application", details.application ?? "none"],
      ["started by", details.parent === undefined ? [] : [details.parent]],
      ["group leader", [details.groupLeader]],
      ["memory", bytes(details.memory_bytes)],
      ["reductions", short(details.reductions)],
      ["links", details.links],
      ["monitors", details.monitors],
      ["monitored by", details.monitoredBy],
    ];
    const text = JSON.stringify(facts);
    if (text !== this.#factsShown) {
      this.#factsShown = text;
      const focused = this.#facts.contains(document.activeElement);
      this.#facts.replaceChildren(
        ...facts
          .filter(([, value]) => value.length > 0)
          .map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, ...this.#value(value)))),
      );
      if (focused) this.element.focus();
    }
    this.#set("State", details.state === undefined ? [] : [details.state]);
    this.#set("Mailbox", details.mailbox, details.messages);
    this.#set("Stack", details.stack);
    this.#set(
      "Dictionary",
      details.dictionary.map(([key, value]) => `${key}: ${value}`),
    );
  }

  #go = (pid: string): void => this.#app.showProcess(pid);

  /** Pids, which may be ports as well, by their names. */
  #value(value: string | readonly string[]): (string | Node)[] {
    if (typeof value === "string") return withPids(value, this.#go);
    return value.map((pid) => (pid.startsWith("<") ? pidButton(pid, this.#go, this.#nameOf(pid)) : h("span", {}, pid)));
  }

  #section(name: string): HTMLElement {
    const count = h("span", { class: "count" });
    const body = h("div", { class: "terms" });
    const element = h("details", { open: true }, h("summary", {}, name, count), body);
    this.#sections.set(name, { element, count, body, shown: "" });
    return element;
  }

  #set(name: string, terms: readonly string[], all = terms.length): void {
    const section = this.#sections.get(name) as Section;
    section.element.hidden = terms.length === 0;
    setText(section.count, all > 1 ? `${all}` : "");
    const text = terms.join("\0");
    if (text === section.shown) return;
    section.shown = text;
    const more = all > terms.length ? [h("p", { class: "muted" }, `and ${all - terms.length} more`)] : [];
    section.body.replaceChildren(...terms.map((term) => h("pre", {}, ...withPids(term, this.#go))), ...more);
  }

  async #toggleSuspended(): Promise<void> {
    const pid = this.#pid;
    if (pid === undefined) return;
    await this.#app.vm
      .request(this.#suspended ? "resume" : "suspend", pid)
      .catch((error: Error) => this.#app.say(error.message, "bad"));
    await this.refresh();
  }
}
