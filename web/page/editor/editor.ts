/**
 * Files, their text, the compilers' messages and running. What is typed is kept in the browser half a second later.
 * Invariant: a file's text is written before it is compiled, renamed or left.
 */
import type { EditorState } from "@codemirror/state";
import type { Diagnostic, FileRow } from "../../protocol.ts";
import type { App, Part } from "../app.ts";
import { confirm, prompt } from "../dialog.ts";
import { button, h, icon, setText } from "../dom.ts";
import { EXAMPLES, type Example } from "../examples/index.ts";
import { keep, kept } from "../keep.ts";
import { shareLink } from "../share.ts";
import { Code } from "./code.ts";
import { FileList } from "./file_list.ts";
import { attachMenu } from "./menu.ts";
import { languageOf, mainCall, template } from "./source.ts";

const SAVE_AFTER_MS = 500;

export class EditorPart implements Part {
  #app: App;
  #code: Code;
  #list: FileList;
  #files: readonly FileRow[] = [];
  #name: string | undefined;
  /** Of files that were open before: their history and selection. */
  #states = new Map<string, EditorState>();
  #said = new Map<string, readonly Diagnostic[]>();
  #frame: HTMLElement;
  #messages = h("div", { class: "diagnostics", role: "list", "aria-label": "Messages of the compiler", hidden: true });
  #saved = h("span", { class: "muted saved", role: "status" });
  #forFile: HTMLButtonElement[];
  #compileButton: HTMLButtonElement;
  #runButton: HTMLButtonElement;
  #timer = 0;
  #dirty = false;
  #writing: Promise<void> = Promise.resolve();
  #switching = false;
  #ready: Promise<void>;

  constructor(app: App, root: HTMLElement) {
    this.#app = app;
    const examples = button({
      icon: "examples",
      label: "Examples",
      title: "Short programs to begin with",
      onclick: () => undefined,
    });
    this.#compileButton = button({
      icon: "code",
      label: "Compile",
      title: "Compile and load (Ctrl-Enter)",
      onclick: () => void this.compile(),
    });
    this.#runButton = button({
      icon: "play",
      label: "Run",
      class: "primary",
      title: "Compile, load and call main() in the shell (Ctrl-Shift-Enter)",
      onclick: () => void this.run(),
    });
    const share = button({
      icon: "link",
      title: "Copy a link that has this file in it",
      class: "quiet",
      onclick: () => void this.#share(),
    });
    const rename = button({
      icon: "edit",
      title: "Rename (F2)",
      class: "quiet",
      onclick: () => this.#name && void this.#rename(this.#name),
    });
    const download = button({
      icon: "download",
      title: "Download",
      class: "quiet",
      onclick: () => void this.#download(),
    });
    const remove = button({
      icon: "trash",
      title: "Delete (Delete)",
      class: "quiet",
      onclick: () => this.#name && void this.#remove(this.#name),
    });
    this.#forFile = [this.#compileButton, this.#runButton, share, rename, download, remove];
    const picker = h("input", { type: "file", multiple: true, hidden: true });
    picker.addEventListener("change", () => {
      void app.take([...(picker.files ?? [])]);
      picker.value = "";
    });
    this.#list = new FileList({
      open: (name) => void this.open(name),
      rename: (name) => void this.#rename(name),
      remove: (name) => void this.#remove(name),
    });
    const place = h("div", { class: "code" });
    this.#frame = h("div", { class: "code-frame" }, this.#welcome(), place, this.#messages);
    root.append(
      h(
        "div",
        { class: "bar" },
        h("div", { class: "group" }, examples),
        h("div", { class: "group end" }, this.#saved, share, this.#compileButton, this.#runButton),
      ),
      h(
        "div",
        { class: "editor-body" },
        h(
          "div",
          { class: "sidebar" },
          h(
            "div",
            { class: "group", role: "toolbar", "aria-label": "Files" },
            button({ icon: "add", title: "New file", class: "quiet", onclick: () => void this.#create() }),
            button({ icon: "upload", title: "Files from this machine", class: "quiet", onclick: () => picker.click() }),
            rename,
            download,
            remove,
            picker,
          ),
          this.#list.element,
        ),
        this.#frame,
      ),
    );
    attachMenu(
      examples,
      "Examples",
      EXAMPLES.map((example) => ({
        title: example.title,
        text: example.text,
        tag: example.name,
        choose: () => void this.#openExample(example),
      })),
    );
    this.#code = new Code(place, {
      changed: () => this.#changed(),
      compile: () => void this.compile(),
      run: () => void this.run(),
    });
    this.#showOpen();
    app.vm.on("files", () => void this.#refresh());
    addEventListener("pagehide", () => void this.#save());
    document.addEventListener("visibilitychange", () => void this.#save());
    this.#ready = this.#start();
  }

  visible(): void {
    this.#code.view.requestMeasure();
  }

  focus(): void {
    if (this.#name === undefined) this.#frame.querySelector<HTMLElement>(".welcome button")?.focus();
    else this.#code.view.focus();
  }

  /** Opens a file of the home folder; a compiled module is loaded. */
  async open(name: string): Promise<void> {
    await this.#ready;
    await this.#open(name);
  }

  /** Whether modules were loaded. */
  async compile(): Promise<boolean> {
    const name = this.#name;
    const { vm, say } = this.#app;
    if (name === undefined) return false;
    if (languageOf(name) === undefined) {
      say(`${name}: only .erl, .ex and .exs files are compiled`, "bad");
      return false;
    }
    if (vm.phase === "halted" || vm.phase === "failed" || vm.paused) {
      say(vm.paused ? "The system is paused: nothing is compiled" : "The system has ended: start it again", "bad");
      return false;
    }
    await this.#save();
    this.#compileButton.classList.add("busy");
    say(`Compiling ${name}`);
    try {
      const { modules, messages } = await vm.request("compile", name);
      this.#said.set(name, messages);
      this.#showMessages();
      const errors = messages.filter(({ severity }) => severity === "error").length;
      const warnings = messages.length - errors;
      const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
      if (modules.length === 0)
        say(`${name}: ${errors > 0 ? counted(errors, "error") : "there is no module in it"}`, "bad");
      else
        say(
          `Loaded ${modules.map((module) => module.replace(/^Elixir\./, "")).join(", ")}${warnings > 0 ? `, with ${counted(warnings, "warning")}` : ""}`,
          "good",
        );
      return modules.length > 0;
    } catch (error) {
      say(`${name}: ${(error as Error).message}`, "bad");
      return false;
    } finally {
      this.#compileButton.classList.remove("busy");
    }
  }

  async run(): Promise<void> {
    const name = this.#name;
    if (name === undefined || !(await this.compile())) return;
    const call = mainCall(name, this.#code.text, this.#app.vm.shell);
    if (call === undefined) this.#app.say(`Loaded; ${name} has no main() to be run`, "bad");
    else this.#app.type(call);
  }

  /** Writes a file and opens it; if there is another one of that name the person is asked. */
  async add(name: string, text: string): Promise<void> {
    await this.#ready;
    const { vm } = this.#app;
    await this.#save();
    if (this.#has(name) && (await vm.request("read", name)) !== text) {
      const replace = await confirm({
        title: `Replace your ${name}?`,
        text: "There is a file of that name with another text.",
        yes: "Replace",
        danger: true,
      });
      if (!replace) return this.#open(name);
    }
    await this.#write(name, text);
    this.#forget(name);
    await this.#refresh();
    await this.#open(name);
  }

  async #start(): Promise<void> {
    await this.#refresh();
    const last = kept("file");
    if (last !== undefined && this.#has(last) && this.#name === undefined) await this.#open(last);
  }

  #has(name: string): boolean {
    return this.#files.some((file) => file.name === name);
  }

  async #open(name: string): Promise<void> {
    const { vm, say } = this.#app;
    try {
      if (name.endsWith(".beam")) {
        say(`Module ${await vm.request("load", name)} is loaded`, "good");
        return;
      }
      await this.#save();
      const text = await vm.request("read", name);
      if (this.#name !== undefined) this.#states.set(this.#name, this.#code.view.state);
      const state = this.#states.get(name);
      this.#switching = true;
      this.#name = name;
      this.#code.view.setState(state?.doc.toString() === text ? state : this.#code.state(name, text));
      this.#switching = false;
      keep("file", name);
      this.#showOpen();
      this.#showMessages();
      setText(this.#saved, "");
    } catch (error) {
      say(`${name}: ${(error as Error).message}`, "bad");
    }
  }

  #close(): void {
    this.#name = undefined;
    keep("file", undefined);
    this.#showOpen();
    this.#showMessages();
  }

  #forget(name: string): void {
    this.#states.delete(name);
    this.#said.delete(name);
    if (this.#name === name) this.#name = undefined;
  }

  #showOpen(): void {
    this.#list.show(this.#files, this.#name);
    this.#frame.classList.toggle("empty", this.#name === undefined);
    for (const control of this.#forFile) control.disabled = this.#name === undefined;
  }

  /** The files are other ones: something here or a program has written. */
  async #refresh(): Promise<void> {
    const { vm } = this.#app;
    try {
      this.#files = await vm.request("files");
    } catch {
      return;
    }
    const name = this.#name;
    if (name !== undefined && !this.#has(name) && !this.#dirty) this.#close();
    this.#showOpen();
    if (name === undefined || !this.#has(name) || this.#dirty) return;
    await this.#writing;
    const before = this.#code.text;
    const text = await vm.request("read", name).catch(() => undefined);
    if (text === undefined || this.#name !== name || this.#dirty || this.#code.text !== before || text === before)
      return;
    this.#switching = true;
    this.#code.replace(text);
    this.#switching = false;
  }

  #changed(): void {
    if (this.#switching) return;
    this.#dirty = true;
    setText(this.#saved, "Edited");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#save(), SAVE_AFTER_MS);
  }

  async #save(): Promise<void> {
    clearTimeout(this.#timer);
    const name = this.#name;
    if (this.#dirty && name !== undefined) {
      this.#dirty = false;
      await this.#write(name, this.#code.text);
      if (!this.#dirty) setText(this.#saved, "Saved");
    }
    await this.#writing;
  }

  async #write(name: string, text: string): Promise<void> {
    const write = this.#app.vm.request("write", name, text);
    this.#writing = write.catch(() => undefined);
    await write.catch((error: Error) => {
      this.#app.say(`${name} is not saved: ${error.message}`, "bad");
      // It stays to be done.
      if (name === this.#name) this.#changed();
    });
  }

  async #create(): Promise<void> {
    const name = await prompt({
      title: "New file",
      text: "Its ending says what it is: .erl is Erlang, .ex Elixir.",
      yes: "Create",
      value: "new.erl",
      check: (line) => this.#wrong(line),
    });
    if (name === undefined) return;
    await this.add(name, template(name));
    this.#code.view.focus();
  }

  async #rename(from: string): Promise<void> {
    const to = await prompt({
      title: `Rename ${from}`,
      yes: "Rename",
      value: from,
      check: (line) => (line === from ? undefined : this.#wrong(line)),
    });
    if (to === undefined || to === from) return;
    const { vm, say } = this.#app;
    await this.#save();
    const wasOpen = from === this.#name;
    try {
      await vm.request("rename", from, to);
    } catch (error) {
      return say(`${from}: ${(error as Error).message}`, "bad");
    }
    this.#forget(from);
    await this.#refresh();
    if (wasOpen) await this.#open(to);
  }

  async #remove(name: string): Promise<void> {
    if (!(await confirm({ title: `Delete ${name}?`, text: "It is kept nowhere else.", yes: "Delete", danger: true })))
      return;
    if (name === this.#name) this.#dirty = false;
    await this.#app.vm.request("remove", name).catch((error: Error) => this.#app.say(error.message, "bad"));
    if (name === this.#name) this.#close();
    this.#forget(name);
    await this.#refresh();
  }

  #wrong(name: string): string | undefined {
    if (!/^[\w@][\w@.-]*$/.test(name)) return "Letters, digits, _ @ . - are possible.";
    return this.#has(name) ? "There is one of that name." : undefined;
  }

  async #download(): Promise<void> {
    await this.#save();
    if (this.#name === undefined) return;
    const url = URL.createObjectURL(new Blob([this.#code.text], { type: "text/plain" }));
    h("a", { href: url, download: this.#name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  }

  async #share(): Promise<void> {
    if (this.#name === undefined) return;
    const link = await shareLink(this.#name, this.#code.text);
    try {
      await navigator.clipboard.writeText(link);
      this.#app.say("The link is copied", "good");
    } catch {
      // Not everywhere may a page do that.
      history.replaceState(null, "", link);
      this.#app.say("The link is in the address bar", "good");
    }
  }

  async #openExample({ name, source }: Example): Promise<void> {
    await this.add(name, source);
    if (this.#name === name) this.#app.say(`${name}: Run compiles it and calls main()`);
    this.#code.view.focus();
  }

  #welcome(): HTMLElement {
    return h(
      "div",
      { class: "welcome" },
      h("h2", {}, "Write a program, or begin with one"),
      h(
        "p",
        { class: "muted" },
        "Erlang's and Elixir's own compilers work in this page. Your files stay in this browser.",
      ),
      h(
        "div",
        { class: "cards" },
        ...EXAMPLES.map((example) =>
          h(
            "button",
            { type: "button", class: "card", onclick: () => void this.#openExample(example) },
            h("span", { class: "title" }, example.title),
            h("span", { class: "tag" }, example.name),
            h("span", { class: "text" }, example.text),
          ),
        ),
      ),
    );
  }

  #showMessages(): void {
    const name = this.#name ?? "";
    const said = this.#said.get(name) ?? [];
    this.#messages.hidden = said.length === 0;
    this.#messages.replaceChildren(
      ...said.map(({ severity, file, line, column, text }) => {
        const here = file === "" || file === name;
        const place = `${here ? "" : `${file}:`}${line > 0 ? line : ""}${line > 0 && column > 0 ? `:${column}` : ""}`;
        const go = async (): Promise<void> => {
          if (!here) await this.#open(file);
          this.#code.goTo(line, column);
        };
        return h(
          "div",
          { role: "listitem" },
          h(
            "button",
            { type: "button", class: `diagnostic ${severity}`, onclick: () => void go() },
            icon(severity === "error" ? "close" : "warning"),
            h("span", { class: "place" }, place),
            h("span", { class: "text" }, `${severity === "warning" ? "Warning: " : ""}${text}`),
          ),
        );
      }),
    );
    if (this.#name !== undefined) this.#code.mark(said.filter(({ file }) => file === "" || file === name));
  }
}
