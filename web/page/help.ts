/**
 * What the keyboard does.
 */
import { h } from "./dom.ts";

const KEYS: readonly (readonly [string, string])[] = [
  ["F6", "Between the shell and the view beside it"],
  ["Alt-1 to Alt-4", "Shell, Editor, Processes, Messages"],
  ["Ctrl-Enter, Ctrl-S", "Editor: compile and load"],
  ["Ctrl-Shift-Enter", "Editor: compile and run main()"],
  ["F8", "Editor: the compiler's next message"],
  ["F2, Delete", "List of files: rename, delete"],
  ["Escape, then Tab", "Editor: leave it"],
  ["Arrows, Enter, Delete", "Processes: move, show details, kill"],
  ["P, S", "Processes: pause or continue, one step"],
  ["Ctrl-C, Ctrl-V", "Shell: copy what is selected, paste"],
  ["Tab", "Shell: complete"],
  ["Ctrl-G, Ctrl-C", "Shell: OTP's job control, interrupt"],
  ["Arrows", "On a splitter: move it"],
];

export function showHelp(): void {
  if (document.querySelector("dialog.help") !== null) return;
  const dialog = h(
    "dialog",
    { class: "help", "aria-label": "Keys" },
    h(
      "form",
      { method: "dialog" },
      h("h2", {}, "Keys"),
      h(
        "dl",
        {},
        ...KEYS.flatMap(([key, what]) => [
          h("dt", {}, ...key.split(/(, | to )/).map((part, at) => (at % 2 === 0 ? h("kbd", {}, part) : part))),
          h("dd", {}, what),
        ]),
      ),
      h("p", { class: "muted" }, "On a Mac, Cmd is as good as Ctrl. Files may be dropped anywhere on the page."),
      h("div", { class: "buttons" }, h("button", { type: "submit", class: "button primary" }, "Close")),
    ),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
