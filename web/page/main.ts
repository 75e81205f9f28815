/**
 * The page: puts its parts in place. The worker has been started before (`web/start.ts`); the terminal is loaded at once, the
 * other parts when they are first shown and not before there is a prompt.
 */
import "./style/page.css";
import type { App, ViewName } from "./app.ts";
import { takeDrops, takeFiles } from "./drop.ts";
import { button, byId } from "./dom.ts";
import type { EditorPart } from "./editor/editor.ts";
import type { ProcessesPart } from "./processes/part.ts";
import { shellChoice } from "./shell_choice.ts";
import { makeSplitter } from "./splitter.ts";
import type { Started } from "./started.ts";
import { showSystem } from "./system.ts";
import { themeButton } from "./theme.ts";
import { type ShellKind, Vm } from "./vm.ts";
import { Views } from "./views.ts";

const vm = new Vm();
const shellCode = import("./shell/shell.ts");
if (document.readyState === "loading")
  await new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve));

const app: App = {
  vm,
  say(text, tone = "info") {
    const said = byId("said");
    said.dataset["tone"] = tone;
    said.textContent = text;
    said.title = text;
  },
  show: (view) => void views.focus(view),
  showProcess: async (pid) => {
    await views.show("processes");
    ((await views.part("processes")) as ProcessesPart).select(pid);
  },
  type: (line) => void type(line),
  take: (files) => takeFiles(app, files),
  openFile: async (name) => (await editor()).open(name),
  addFile: async (name, text) => (await editor()).add(name, text),
};

const shell = shellCode.then(({ Shell }) => new Shell(app, byId("terminal")));

async function type(line: string): Promise<void> {
  if (!views.wide) await views.show("shell");
  // What stands in the line is not part of it.
  vm.input(`\x15${line}\r`);
}

async function editor(): Promise<EditorPart> {
  await views.focus("editor");
  return (await views.part("editor")) as EditorPart;
}

const views = new Views({
  shell: () => shell,
  editor: async (root) => new (await import("./editor/editor.ts")).EditorPart(app, root),
  processes: async (root) => new (await import("./processes/part.ts")).ProcessesPart(app, root),
  messages: async (root) => new (await import("./messages/part.ts")).MessagesPart(app, root),
});

makeSplitter(byId("splitter"), { name: "work", vertical: true, initial: 48, least: 20, most: 80 });
byId("tools").append(
  button({ label: "Keys", class: "quiet", title: "What the keyboard does (F1)", onclick: () => void help() }),
  themeButton(),
);
shellChoice(app, (kind) => void restart(kind));
takeDrops(app);

async function help(): Promise<void> {
  (await import("./help.ts")).showHelp();
}

showSystem(app, (kind) => void restart(kind));

async function restart(kind: ShellKind): Promise<void> {
  const terminal = await shell;
  terminal.restart(kind);
  terminal.focus();
}

vm.on("ready", onceReady);

let ready = false;
function onceReady(): void {
  if (ready) return;
  ready = true;
  void shell.then(async (terminal) => {
    await terminal.painted();
    performance.mark("gluon-prompt");
    loadTheRest();
  });
}

function loadTheRest(): void {
  void views.loadNow();
  void shell.then((terminal) => {
    // Where there is no keyboard, one would cover half of the screen.
    const idle = document.activeElement === document.body || document.activeElement === null;
    if (idle && matchMedia("(pointer: fine)").matches) terminal.focus();
  });
  void import("./offline.ts").then(({ keepForOffline }) => keepForOffline());
  void import("./share.ts").then(({ openShared }) => openShared(app));
}
// Whoever goes there sooner gets it sooner.
byId("side").addEventListener("pointerdown", () => void views.loadNow());
byId("side").addEventListener("focusin", () => void views.loadNow());

const BY_DIGIT: readonly ViewName[] = ["shell", "editor", "processes", "messages"];
addEventListener(
  "keydown",
  (event) => {
    const digit = event.altKey && !event.ctrlKey && !event.metaKey ? /^Digit([1-4])$/.exec(event.code) : null;
    if (event.key === "F1") void help();
    else if (event.key === "F6") views.cycle();
    else if (digit) void views.focus(BY_DIGIT[Number(digit[1]) - 1] as ViewName);
    else return;
    event.preventDefault();
    event.stopPropagation();
  },
  // Before the terminal and the editor, which know keys of their own.
  { capture: true },
);

const started = globalThis as { gluonStarted?: Started };
const adopt = (): void => vm.adopt(started.gluonStarted as Started);
if (started.gluonStarted !== undefined) adopt();
else addEventListener("gluon-started", adopt, { once: true });
