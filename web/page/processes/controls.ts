/**
 * Pause, continue, step, and the system's numbers: above the processes and above the messages.
 */
import type { SystemInfo } from "../../protocol.ts";
import type { App } from "../app.ts";
import { button, h, setText } from "../dom.ts";
import { bytes, short } from "../numbers.ts";

/** `stepped` gets the pid of who had the step. */
export class Controls {
  readonly element: HTMLElement;
  #app: App;
  #stepped: (pid: string) => void;
  #toggle: HTMLButtonElement;
  #step: HTMLButtonElement;
  #numbers = new Map<string, HTMLElement>();
  #last: SystemInfo | undefined;

  constructor(app: App, stepped: (pid: string) => void, withNumbers = true) {
    this.#app = app;
    this.#stepped = stepped;
    this.#toggle = button({
      icon: "pause",
      label: "Pause",
      title: "Stop every process (P)",
      onclick: () => void this.toggle(),
    });
    this.#step = button({
      icon: "step",
      label: "Step",
      title: "One time slice of one process (S)",
      onclick: () => void this.step(),
    });
    const numbers = ["processes", "red/s", "memory", "queue"].map((name) => {
      const value = h("dd", {}, "–");
      this.#numbers.set(name, value);
      return h("div", {}, h("dt", {}, name), value);
    });
    this.element = h(
      "div",
      { class: "controls", role: "toolbar", "aria-label": "System" },
      this.#toggle,
      this.#step,
      withNumbers ? h("dl", { class: "numbers" }, ...numbers) : undefined,
    );
    app.vm.on("paused", () => this.#show());
    app.vm.on("phase", () => this.#show());
    this.#show();
  }

  update(system: SystemInfo): void {
    const last = this.#last;
    const seconds = (system.uptime_ms - (last?.uptime_ms ?? 0)) / 1000;
    this.#set("processes", `${system.processes}`);
    if (last !== undefined && seconds > 0)
      this.#set("red/s", short(Math.max(0, system.reductions - last.reductions) / seconds));
    this.#set("memory", bytes(system.memory_bytes));
    this.#set("queue", `${system.runQueue}`);
    this.#last = system;
  }

  async toggle(): Promise<void> {
    const { vm, say } = this.#app;
    await vm.pause(!vm.paused).catch((error: Error) => say(error.message, "bad"));
  }

  async step(): Promise<void> {
    const { vm, say } = this.#app;
    try {
      if (!vm.paused) await vm.pause(true);
      const pid = await vm.request("step");
      if (pid === undefined) say("Nobody has anything to do");
      else {
        say(`${pid} had a time slice`);
        this.#stepped(pid);
      }
    } catch (error) {
      say((error as Error).message, "bad");
    }
  }

  #set(name: string, text: string): void {
    setText(this.#numbers.get(name) as HTMLElement, text);
  }

  #show(): void {
    const { vm } = this.#app;
    const replacement = button({
      icon: vm.paused ? "play" : "pause",
      label: vm.paused ? "Continue" : "Pause",
      onclick: () => undefined,
    });
    this.#toggle.replaceChildren(...replacement.childNodes);
    this.#toggle.classList.toggle("on", vm.paused);
    this.#toggle.disabled = this.#step.disabled = vm.phase !== "running";
  }
}
