/**
 * The terminal: bytes from the worker are shown, keys go to it. What came before the terminal was loaded was kept by it.
 * Copying: Ctrl-C with something selected, Ctrl-Shift-C, or Cmd-C; pasting: Ctrl-V, Ctrl-Shift-V, Cmd-V.
 */
import { FitAddon } from "@xterm/addon-fit";
import { Terminal } from "@xterm/xterm";
import type { App, Part } from "../app.ts";
import { colour, onTheme } from "../theme.ts";
import type { ShellKind } from "../vm.ts";

const ANSI = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"] as const;

export class Shell implements Part {
  #app: App;
  #terminal: Terminal;
  #fit = new FitAddon();

  constructor(app: App, root: HTMLElement) {
    this.#app = app;
    const { vm } = app;
    const style = getComputedStyle(root);
    this.#terminal = new Terminal({
      fontFamily: style.fontFamily,
      fontSize: 13,
      lineHeight: 1.25,
      scrollback: 5000,
      cursorBlink: !matchMedia("(prefers-reduced-motion: reduce)").matches,
      theme: theme(),
      // Links that a program prints lead nowhere.
      linkHandler: { activate: () => undefined },
    });
    this.#terminal.loadAddon(this.#fit);
    this.#terminal.open(root);
    this.#terminal.textarea?.setAttribute("aria-label", "Shell: input");
    this.#terminal.attachCustomKeyEventHandler((event) => this.#forTerminal(event));
    this.#terminal.onData((text) => vm.input(text));
    this.#terminal.onResize(({ cols, rows }) => vm.resize(cols, rows));
    onTheme(() => {
      this.#terminal.options.theme = theme();
    });
    new ResizeObserver(() => this.#fitNow()).observe(root);
    this.#fitNow();
    vm.takeOutput((bytes) => this.#terminal.write(bytes, () => vm.shown(bytes.length)));
  }

  restart(kind: ShellKind): void {
    this.#terminal.reset();
    this.#app.vm.start(kind, this.#terminal.cols, this.#terminal.rows);
  }

  /** Resolves when all that has been written so far is on the screen. */
  painted(): Promise<void> {
    return new Promise((resolve) => this.#terminal.write("", () => requestAnimationFrame(() => resolve())));
  }

  focus(): void {
    this.#terminal.focus();
  }

  visible(on: boolean): void {
    if (on) this.#fitNow();
  }

  /** For tests and for whoever reads the screen: what stands in the terminal, the scrolled part as well. */
  get text(): string {
    const { active } = this.#terminal.buffer;
    return Array.from({ length: active.length }, (_, y) => active.getLine(y)?.translateToString(true) ?? "").join("\n");
  }

  #fitNow(): void {
    // A terminal that cannot be seen has no size.
    if ((this.#terminal.element?.clientWidth ?? 0) > 0) this.#fit.fit();
  }

  /** Whether a key is the terminal's; otherwise it is the browser's. */
  #forTerminal(event: KeyboardEvent): boolean {
    if (event.type !== "keydown" || event.altKey || !(event.ctrlKey || event.metaKey)) return true;
    if (event.code === "KeyV") return false;
    if (event.code === "KeyC" && (this.#terminal.hasSelection() || event.shiftKey)) {
      const selected = this.#terminal.getSelection();
      if (selected !== "") void navigator.clipboard?.writeText(selected);
      this.#terminal.clearSelection();
      event.preventDefault();
      return false;
    }
    return true;
  }
}

function theme(): Record<string, string> {
  const colours: Record<string, string> = {
    background: colour("--panel"),
    foreground: colour("--ink"),
    cursor: colour("--ink"),
    cursorAccent: colour("--panel"),
    selectionBackground: colour("--selection"),
  };
  for (const name of ANSI) {
    colours[name] = colour(`--ansi-${name}`);
    colours[`bright${name[0]?.toUpperCase()}${name.slice(1)}`] = colour(`--ansi-bright-${name}`);
  }
  return colours;
}
