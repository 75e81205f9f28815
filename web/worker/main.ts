/**
 * The worker: a VM with OTP on a terminal that the page draws, the page's files, and answers to what the page asks.
 */
import { createVm } from "../../src/embed/create.ts";
import type { Inspector } from "../../src/embed/inspect.ts";
import { text, type Value } from "../../src/embed/values.ts";
import type { Vm } from "../../src/embed/vm.ts";
import { DrawnTerminal } from "../../src/hosts/browser/terminal.ts";
import { MemoryFiles } from "../../src/nifs/memory_files/index.ts";
import { HOME } from "../archive.ts";
import type {
  Compiled,
  Diagnostic,
  Event,
  FromWorker,
  MessageRow,
  Request,
  Requests,
  StartMessage,
  ToWorker,
} from "../protocol.ts";
import { COLUMNS, ENVIRONMENT, otpOf, RELEASE, ROWS, SCREEN, type ShellName, SNAPSHOT } from "../shells.ts";
import { Home } from "./home.ts";
import { OtpFiles } from "./otp_files.ts";

const scope = globalThis as unknown as {
  postMessage(message: FromWorker): void;
  onmessage: ((event: { readonly data: ToWorker }) => void) | null;
};

/** Output on its way to the page before who writes has to wait. */
const MAX_UNSHOWN_bytes = 1 << 18;
/** Messages told in one event, and how often there is one. */
const MAX_MESSAGES = 500;
const MESSAGES_ms = 100;
/** How long the first look at the processes waits for what applications there are. */
const PATIENCE_ms = 300;
const ASK_AGAIN = 4;

function tell(event: Event): void {
  scope.postMessage(event);
}

const files = new MemoryFiles({ now_s: () => Date.now() / 1000, cwd: HOME, changed: () => home.soon() });
const home = new Home(files, () => tell({ kind: "files" }));
let terminal: DrawnTerminal;
let otpFiles: OtpFiles;
const started = performance.now();

let giveArchive: (archive: ArrayBuffer) => void;
let refuseArchive: (problem: Error) => void;
const archive = new Promise<ArrayBuffer>((resolve, reject) => {
  [giveArchive, refuseArchive] = [resolve, reject];
});

// -- Starting.

async function start({ base, columns, rows, shell }: StartMessage): Promise<Vm> {
  otpFiles = new OtpFiles(base, files, (what, done, total) => tell({ kind: "progress", what, done, total }));
  terminal = new DrawnTerminal({ columns: COLUMNS, rows: ROWS, show });
  const [own] = await Promise.all([archive.then((bytes) => otpFiles.start(bytes)), home.restore()]);
  const vm = await createVm({
    release: RELEASE,
    files,
    env: ENVIRONMENT,
    otp: { ...otpOf(shell), terminal },
    snapshot: own.get(SNAPSHOT) as Uint8Array,
    output: (bytes) => show(bytes, () => {}),
  });
  vm.on("halt", ({ status }) => tell({ kind: "halt", status }));
  vm.on("defect", (event) => tell({ kind: "defect", text: event.text }));
  show(own.get(SCREEN) as Uint8Array, () => {});
  tell({ kind: "ready" });
  if (columns !== COLUMNS || rows !== ROWS) terminal.resize(columns, rows);
  warm(vm, shell).catch((problem) => console.warn(problem));
  return vm;
}

/** The first line is answered as quickly as those that follow. */
async function warm(vm: Vm, shell: ShellName): Promise<void> {
  await otpFiles.fetch(`${shell}-more`);
  if (shell === "erl") await vm.call("gluon_page", "warm");
}

// -- The terminal.

let unshown_bytes = 0;
const waiting: (() => void)[] = [];

function show(bytes: Uint8Array, shown: () => void): void {
  const copy = bytes.slice();
  unshown_bytes += copy.length;
  tell({ kind: "output", bytes: copy });
  if (unshown_bytes < MAX_UNSHOWN_bytes) shown();
  else waiting.push(shown);
}

function hasShown(bytes: number): void {
  unshown_bytes -= bytes;
  if (unshown_bytes < MAX_UNSHOWN_bytes) for (const shown of waiting.splice(0)) shown();
}

// -- Answers.

let inspecting: Promise<Inspector> | undefined;

/** Who looks on is loaded when somebody does. */
function inspector(): Promise<Inspector> {
  inspecting ??= (async () => {
    const [vm, module] = await Promise.all([vmNow(), import("../../src/embed/inspect.ts")]);
    return new module.Inspector(vm);
  })();
  return inspecting;
}

const answers: { readonly [K in keyof Requests]: (...args: Parameters<Requests[K]>) => unknown } = {
  files: () => home.list(),
  read: (name) => new TextDecoder().decode(home.read(name)),
  write: (name, content) => home.write(name, new TextEncoder().encode(content)),
  writeBytes: (name, bytes) => home.write(name, bytes),
  remove: (name) => home.remove(name),
  rename: (from, to) => home.rename(from, to),
  compile,
  load,
  watch,
  process: async (pid) => (await inspector()).process(pid),
  kill: async (pid) => found((await inspector()).kill(pid), pid),
  suspend: async (pid) => found((await inspector()).suspend(pid), pid),
  resume: async (pid) => found((await inspector()).resume(pid), pid),
  pause: async () => (await inspector()).pause(),
  continue: async () => (await inspector()).continue(),
  step: async () => (await inspector()).step(),
  trace,
};

function found(there: boolean, pid: string): void {
  if (!there) throw new Error(`there is no process ${pid} any more`);
}

async function compile(name: string): Promise<Compiled> {
  await otpFiles.fetch(name.endsWith(".erl") ? "compiler" : "elixir");
  const vm = await vmNow();
  const [modules, messages] = (await vm.call("gluon_page", "compile", [bytesOf(`${HOME}/${name}`)], {
    strings: true,
  })) as unknown as [Value[], Value[]];
  return {
    modules: modules.map((m) => text(m)),
    messages: messages.map((m): Diagnostic => {
      const [severity, file, line, column, what] = m as unknown as [Value, string, number, number, string];
      return {
        severity: text(severity) === "error" ? "error" : "warning",
        file: file.startsWith(`${HOME}/`) ? file.slice(HOME.length + 1) : file,
        line,
        column,
        text: what,
      };
    }),
  };
}

async function load(name: string): Promise<string> {
  const vm = await vmNow();
  const [ok, what] = (await vm.call("gluon_page", "load", [bytesOf(`${HOME}/${name}`)], {
    strings: true,
  })) as unknown as [Value, Value];
  if (text(ok) !== "ok") throw new Error(text(what));
  return text(what);
}

let watching: ReturnType<typeof setInterval> | undefined;
/** Of calls of `watch`: what an earlier one still waits for is not wanted any more. */
let wishes = 0;
let asking = false;

async function watch(interval_ms: number): Promise<void> {
  clearInterval(watching);
  const wish = ++wishes;
  if (interval_ms <= 0) return;
  const view = await inspector();
  await Promise.race([findApplications(view), sleep(PATIENCE_ms)]);
  if (wish !== wishes) return;
  let masters = 0;
  let ask = 0;
  const look = () => {
    const processes = view.processes();
    tell({ kind: "processes", processes, system: { ...view.system(), uptime_ms: performance.now() - started } });
    // One more or less: OTP is asked what it is, and a few times more, since it may still be starting.
    const now = processes.filter((p) => p.initialCall.startsWith("application_master:init/")).length;
    if (now !== masters) ask = ASK_AGAIN;
    masters = now;
    if (ask-- > 0) findApplications(view);
  };
  look();
  watching = setInterval(look, interval_ms);
}

/** OTP is asked, which says nothing while it is paused. */
async function findApplications(view: Inspector): Promise<void> {
  if (asking) return;
  asking = true;
  await view.findApplications();
  asking = false;
}

let telling: ReturnType<typeof setInterval> | undefined;

async function trace(on: boolean): Promise<void> {
  const view = await inspector();
  clearInterval(telling);
  if (!on) return view.stopMessages();
  let messages: MessageRow[] = [];
  let lost = 0;
  telling = setInterval(() => {
    if (messages.length > 0) tell({ kind: "messages", messages, lost });
    messages = [];
    lost = 0;
  }, MESSAGES_ms);
  await view.messages((row) => {
    if (messages.length < MAX_MESSAGES) messages.push(row());
    else lost++;
  });
}

async function answer(id: number, { op, args }: Request): Promise<void> {
  try {
    const value = await (answers[op] as (...args: readonly unknown[]) => unknown)(...args);
    scope.postMessage({ kind: "answer", id, ok: true, value });
  } catch (problem) {
    const error = problem instanceof Error ? problem.message : String((problem as { code?: string }).code ?? problem);
    scope.postMessage({ kind: "answer", id, ok: false, error });
  }
}

const sleep = (time_ms: number) => new Promise((resolve) => setTimeout(resolve, time_ms));
const bytesOf = (s: string) => new TextEncoder().encode(s);

let running: Promise<Vm> | undefined;
function vmNow(): Promise<Vm> {
  return running ?? Promise.reject(new Error("nothing has been started"));
}

scope.onmessage = ({ data }) => {
  if (data.kind === "start") {
    running = start(data);
    running.catch((problem) => tell({ kind: "defect", text: String(problem) }));
  } else if (data.kind === "archive") {
    if ("bytes" in data) giveArchive(data.bytes);
    else refuseArchive(new Error(data.error));
  } else if (data.kind === "input") terminal.type(bytesOf(data.text));
  else if (data.kind === "resize") terminal.resize(data.columns, data.rows);
  else if (data.kind === "shown") hasShown(data.bytes);
  else answer(data.id, data.request);
};
