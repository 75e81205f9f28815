/**
 * The session's files, as a list with one of them open. Keys: arrows move, Enter opens, F2 renames, Delete deletes.
 */
import type { FileRow } from "../../protocol.ts";
import { h, icon } from "../dom.ts";
import { bytes } from "../numbers.ts";

interface Wishes {
  open(name: string): void;
  rename(name: string): void;
  remove(name: string): void;
}

export class FileList {
  readonly element = h("div", { class: "files", role: "listbox", "aria-label": "Files" });
  #wishes: Wishes;
  #files: readonly FileRow[] = [];
  #open: string | undefined;

  constructor(wishes: Wishes) {
    this.#wishes = wishes;
    this.element.addEventListener("keydown", (event) => this.#key(event));
  }

  show(files: readonly FileRow[], open: string | undefined): void {
    this.#files = files;
    this.#open = open;
    const focused = (document.activeElement as HTMLElement | null)?.dataset["file"];
    const entry = open ?? files[0]?.name;
    this.element.replaceChildren(
      ...files.map(({ name, bytes: size }) =>
        h(
          "div",
          {
            role: "option",
            class: `file ${/\.[a-z]+$/.exec(name)?.[0].slice(1) ?? ""}`,
            tabindex: name === entry ? 0 : -1,
            "aria-selected": `${name === open}`,
            "data-file": name,
            title: `${name}, ${bytes(size)}${name.endsWith(".beam") ? ": a compiled module, opens by loading it" : ""}`,
            onclick: () => this.#wishes.open(name),
          },
          icon(name.endsWith(".beam") ? "play" : "file"),
          h("span", {}, name),
        ),
      ),
    );
    if (focused !== undefined) this.#focus(files.some(({ name }) => name === focused) ? focused : entry);
  }

  #focus(name: string | undefined): void {
    if (name === undefined) return;
    for (const option of this.element.children as unknown as Iterable<HTMLElement>) {
      const here = option.dataset["file"] === name;
      option.tabIndex = here ? 0 : -1;
      if (here) option.focus();
    }
  }

  #key(event: KeyboardEvent): void {
    const name = (document.activeElement as HTMLElement | null)?.dataset["file"] ?? this.#open;
    if (name === undefined) return;
    const at = this.#files.findIndex((file) => file.name === name);
    const last = this.#files.length - 1;
    const move = { ArrowUp: at - 1, ArrowLeft: at - 1, ArrowDown: at + 1, ArrowRight: at + 1, Home: 0, End: last }[
      event.key
    ];
    if (move !== undefined) this.#focus(this.#files[Math.max(0, Math.min(last, move))]?.name);
    else if (event.key === "Enter" || event.key === " ") this.#wishes.open(name);
    else if (event.key === "F2") this.#wishes.rename(name);
    else if (event.key === "Delete") this.#wishes.remove(name);
    else return;
    event.preventDefault();
  }
}
