/**
 * What the break handler and `erlang:system_info(procs)` and the like show of a VM: processes, ports, modules, tables, memory.
 * Only what Gluon has is shown: it has no heap of its own that could be taken apart.
 * OTP: print_process_info(), info(), loaded() in break.c, db_info() in erl_db.c.
 */
import { BIFS } from "../../bifs/index.ts";
import { TABLES } from "../../ets/tables.ts";
import { LoadedModule } from "../../loader/loaded.ts";
import { type Process, Status } from "../../runtime/process.ts";
import type { Result } from "../../runtime/signal.ts";
import { SIGNAL } from "../../runtime/signal.ts";
import { SYSTEM_TEXTS } from "../../runtime/system_texts.ts";
import { atom } from "../../term/atom.ts";
import { listToArray, NIL } from "../../term/list.ts";
import { printTerm } from "../../term/print.ts";
import type { Term } from "../../term/term.ts";
import { Tuple2 } from "../../term/tuple.ts";
import type { VirtualMachine } from "../../vm.ts";

/** The texts of `erlang:system_info/1`. */
export function installSystemTexts(vm: VirtualMachine): void {
  const texts = vm.state(SYSTEM_TEXTS);
  texts.procs = () => processes(vm) + ports(vm);
  texts.loaded = () => loadedModules(vm);
  texts.info = () => systemInfo(vm);
  texts.dist = () => `=node:${printTerm(vm.node)}\n=no_distribution\n`;
}

/** A BIF's answer while no process runs. undefined: it has none. */
function call(vm: VirtualMachine, module: string, name: string, ...args: Term[]): Term | undefined {
  const bif = BIFS.find((b) => b.module === module && b.name === name && b.arity === args.length);
  const x = vm.exec;
  const running = x.process;
  // Nobody asks about itself.
  x.process = undefined as unknown as Process;
  const result = bif?.fn(x, ...args) as Result;
  x.process = running;
  x.raising = false;
  return result === SIGNAL || result === undefined ? undefined : (result as Term);
}

function processItem(vm: VirtualMachine, p: Process, name: string): Term {
  const item = call(vm, "erlang", "process_info", p.pid, atom(name));
  return item instanceof Tuple2 ? item.e1 : NIL;
}

const STATES: Readonly<Record<number, string>> = {
  [Status.Runnable]: "Scheduled",
  [Status.Running]: "Running",
  [Status.Waiting]: "Waiting",
  [Status.Held]: "Suspended",
};

export function processText(vm: VirtualMachine, p: Process): string {
  const item = (name: string) => processItem(vm, p, name);
  const lines = [`=proc:${printTerm(p.pid)}`, `State: ${STATES[p.status] ?? "Exiting"}`];
  if (p.name !== undefined) lines.push(`Name: ${printTerm(p.name)}`);
  const first = p.initialCall;
  if (first !== undefined) lines.push(`Spawned as: ${printTerm(first.module)}:${printTerm(first.name)}/${first.arity}`);
  lines.push(`Spawned by: ${p.parent === undefined ? "[]" : printTerm(p.parent)}`);
  const messages = listToArray(item("messages")) ?? [];
  lines.push(`Message queue length: ${messages.length}`);
  if (messages.length > 0) lines.push(`Message queue: [${messages.map((m) => printTerm(m)).join(",")}]`);
  const links = listToArray(item("links")) ?? [];
  if (links.length > 0) lines.push(`Link list: [${links.map((l) => printTerm(l)).join(", ")}]`);
  const dictionary = item("dictionary");
  if (dictionary !== NIL) lines.push(`Dictionary: ${printTerm(dictionary)}`);
  lines.push(`Reductions: ${printTerm(item("reductions"))}`);
  lines.push(`Stack+heap: ${printTerm(item("total_heap_size"))}`);
  lines.push(`Memory: ${printTerm(item("memory"))}`);
  lines.push(`Current stacktrace: ${printTerm(item("current_stacktrace"))}`);
  return `${lines.join("\n")}\n`;
}

export function processes(vm: VirtualMachine): string {
  return vm.processes
    .all()
    .map((p) => processText(vm, p))
    .join("");
}

export function ports(vm: VirtualMachine): string {
  const all = listToArray(call(vm, "erlang", "ports") ?? NIL) ?? [];
  return all
    .map((port) => {
      const items = listToArray(call(vm, "erlang", "port_info", port) ?? NIL) ?? [];
      const info = new Map(items.map((i) => [printTerm((i as Tuple2).e0), (i as Tuple2).e1]));
      const get = (name: string) => printTerm(info.get(name) ?? 0);
      const links = listToArray(info.get("links") ?? NIL) ?? [];
      const lines = [
        `=port:${printTerm(port)}`,
        "State: CONNECTED",
        `Slot: ${get("id")}`,
        `Connected: ${get("connected")}`,
      ];
      if (links.length > 0) lines.push(`Links: ${links.map((l) => printTerm(l)).join(", ")}`);
      lines.push(`Input: ${get("input")}`, `Output: ${get("output")}`);
      return `${lines.join("\n")}\n`;
    })
    .join("");
}

/** Bytes of a module's file, which is what there is of it before its functions are called. */
function codeSize(m: unknown): number {
  if (!(m instanceof LoadedModule)) return 0;
  return m.file.code.length;
}

export function loadedModules(vm: VirtualMachine): string {
  const current = [...vm.code.modules.values()];
  const old = [...vm.code.old.values()];
  const sum = (modules: readonly unknown[]) => modules.reduce((n: number, m) => n + codeSize(m), 0);
  const lines = current.map((m) => {
    const before = vm.code.old.get(m.name);
    return `${printTerm(m.name)} ${codeSize(m)}${before === undefined ? "" : ` (${codeSize(before)} old)`}`;
  });
  return `Current code: ${sum(current)}\nOld code: ${sum(old)}\n${lines.join("\n")}\n`;
}

export function systemInfo(vm: VirtualMachine): string {
  const count = (name: string) => printTerm(call(vm, "erlang", "system_info", atom(name)) ?? 0);
  const memory = vm.host.memory_bytes?.();
  return [
    "=memory",
    `total: ${memory ?? 0}`,
    "=index_table:atom_tab",
    `limit: ${count("atom_limit")}`,
    `entries: ${count("atom_count")}`,
    "=index_table:module_code",
    `entries: ${vm.code.modules.size}`,
    "=processes",
    `limit: ${count("process_limit")}`,
    `entries: ${count("process_count")}`,
    "=ports",
    `limit: ${count("port_limit")}`,
    `entries: ${count("port_count")}`,
    "",
  ].join("\n");
}

export function tables(vm: VirtualMachine): string {
  return vm
    .state(TABLES)
    .list()
    .map(({ id, name, named }) => {
      const table = named ? name : id;
      const items = listToArray(call(vm, "ets", "info", table) ?? NIL) ?? [];
      const info = new Map(items.map((i) => [printTerm((i as Tuple2).e0), printTerm((i as Tuple2).e1)]));
      const get = (name: string) => info.get(name) ?? "";
      return [
        `=ets:${get("owner")}`,
        `Table: ${printTerm(table)}`,
        `Name: ${get("name")}`,
        `Objects: ${get("size")}`,
        `Words: ${get("memory")}`,
        `Type: ${get("type")}`,
        `Protection: ${get("protection")}`,
        `Compressed: ${get("compressed")}`,
        `Write Concurrency: ${get("write_concurrency")}`,
        `Read Concurrency: ${get("read_concurrency")}`,
        "",
      ].join("\n");
    })
    .join("");
}
