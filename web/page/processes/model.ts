/**
 * The processes as lines of a tree or a table, and how fast each works. Nothing here touches the page.
 *
 * In the tree a process hangs below the one that started it, where that one lives and belongs to the same application; otherwise it
 * is a root of its application's group. Lines keep their place while nothing comes or goes.
 */
import type { ProcessRow } from "../../protocol.ts";

/** How many rates are remembered for the curve. */
export const HISTORY = 32;

export interface Tracked {
  row: ProcessRow;
  /** Reductions a second, over the last interval. */
  rate: number;
  /** The last rates, the newest last. */
  readonly history: number[];
}

export interface Line {
  /** A pid, or a group: an application's name, `:shell` or `:emulator`. */
  readonly key: string;
  /** From 1. */
  readonly depth: number;
  readonly label: string;
  readonly process: Tracked | undefined;
  readonly children: number;
  readonly expanded: boolean;
}

export type Column = "name" | "pid" | "current" | "rate" | "memory" | "messages";
type Sort = { readonly column: Column; readonly descending: boolean };

/** Groups of no application: what the shell has started, and what was there before there were applications. */
const SHELL = ":shell";
const EMULATOR = ":emulator";
const TITLES: Readonly<Record<string, string>> = { [SHELL]: "Shell", [EMULATOR]: "Emulator" };

/** What every system has comes last: what somebody looks for is hardly there. */
const LAST = ["kernel", EMULATOR];

export class ProcessModel {
  mode: "tree" | "table" = "tree";
  sort: Sort = { column: "rate", descending: true };
  filter = "";
  readonly collapsed = new Set<string>([EMULATOR]);
  #tracked = new Map<string, Tracked>();
  #at_ms = 0;
  /** Processes of no application up to this one are the emulator's. */
  #controller = 0;

  /** What the system has now, `at_ms` on a clock of the VM's. */
  update(rows: readonly ProcessRow[], at_ms: number): void {
    // A new system's clock begins anew.
    if (at_ms < this.#at_ms) this.#tracked.clear();
    const seconds = (at_ms - this.#at_ms) / 1000;
    const next = new Map<string, Tracked>();
    for (const row of rows) {
      const known = this.#tracked.get(row.pid);
      if (known === undefined) {
        next.set(row.pid, { row, rate: 0, history: [] });
        continue;
      }
      if (seconds > 0) {
        known.rate = Math.max(0, row.reductions - known.row.reductions) / seconds;
        known.history.push(known.rate);
        if (known.history.length > HISTORY) known.history.shift();
      }
      known.row = row;
      next.set(row.pid, known);
    }
    this.#tracked = next;
    this.#at_ms = at_ms;
    const controller = rows.find(({ name }) => name === "application_controller");
    this.#controller = controller === undefined ? 0 : pidNumber(controller.pid);
  }

  get(pid: string): Tracked | undefined {
    return this.#tracked.get(pid);
  }

  /** The name of a process, if it has one. */
  nameOf(pid: string): string | undefined {
    return this.#tracked.get(pid)?.row.name;
  }

  lines(): Line[] {
    return this.mode === "table" || this.filter !== "" ? this.#table() : this.#tree();
  }

  /** Makes a process's line one that is shown. */
  reveal(pid: string): void {
    const seen = new Set<string>();
    for (let row = this.#tracked.get(pid)?.row; row !== undefined && !seen.has(row.pid); ) {
      seen.add(row.pid);
      this.collapsed.delete(this.#groupOf(row));
      const parent = this.#parentOf(row);
      if (parent !== undefined) this.collapsed.delete(parent.pid);
      row = parent;
    }
  }

  #parentOf({ parent, application }: ProcessRow): ProcessRow | undefined {
    const row = parent === undefined ? undefined : this.#tracked.get(parent)?.row;
    return row?.application === application ? row : undefined;
  }

  #groupOf({ application, pid }: ProcessRow): string {
    return application ?? (pidNumber(pid) <= this.#controller ? EMULATOR : SHELL);
  }

  #tree(): Line[] {
    const roots = new Map<string, Tracked[]>();
    const children = new Map<string, Tracked[]>();
    for (const tracked of this.#tracked.values()) {
      const parent = this.#parentOf(tracked.row);
      const [map, key] = parent === undefined ? [roots, this.#groupOf(tracked.row)] : [children, parent.pid];
      const list = map.get(key);
      if (list === undefined) map.set(key, [tracked]);
      else list.push(tracked);
    }
    const lines: Line[] = [];
    const groups = [...roots.keys()].sort((a, b) => groupRank(a) - groupRank(b) || (a < b ? -1 : 1));
    // With a stack of its own: a chain of processes may be long.
    for (const group of groups) {
      const expanded = !this.collapsed.has(group);
      const members = (roots.get(group) as Tracked[]).sort(byPid);
      const label = TITLES[group] ?? group;
      lines.push({ key: group, depth: 1, label, process: undefined, children: members.length, expanded });
      const todo = expanded ? members.toReversed().map((process) => ({ process, depth: 2 })) : [];
      for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
        const { process, depth } = next;
        const below = (children.get(process.row.pid) ?? []).sort(byPid);
        const open = !this.collapsed.has(process.row.pid);
        lines.push(lineOf(process, depth, below.length, open));
        if (open) for (const child of below.toReversed()) todo.push({ process: child, depth: depth + 1 });
      }
    }
    return lines;
  }

  #table(): Line[] {
    const { column, descending } = this.sort;
    const sign = descending ? -1 : 1;
    const wanted = this.filter.toLowerCase();
    const matches = ({ row }: Tracked): boolean =>
      [row.pid, row.name ?? "", row.initialCall, row.currentFunction, row.application ?? ""].some((text) =>
        text.toLowerCase().includes(wanted),
      );
    return [...this.#tracked.values()]
      .filter(matches)
      .sort((a, b) => sign * compare(a, b, column) || byPid(a, b))
      .map((tracked) => lineOf(tracked, 1, 0, false));
  }
}

/** A process that began with a fun is better known by what it does. */
function labelOf({ name, initialCall, currentFunction, pid }: ProcessRow): string {
  return name ?? ((initialCall === "erlang:apply/2" ? currentFunction : initialCall) || pid);
}

function lineOf(process: Tracked, depth: number, children: number, expanded: boolean): Line {
  return { key: process.row.pid, depth, label: labelOf(process.row), process, children, expanded };
}

function groupRank(group: string): number {
  return group === SHELL ? 0 : LAST.indexOf(group) + 2;
}

/** `<0.88.0>` by its numbers. */
function pidNumber(pid: string): number {
  const [, high = 0, low = 0] = /\.(\d+)\.(\d+)>/.exec(pid)?.map(Number) ?? [];
  return low * 2 ** 28 + high;
}

function byPid(a: Tracked, b: Tracked): number {
  return pidNumber(a.row.pid) - pidNumber(b.row.pid);
}

function compare(a: Tracked, b: Tracked, column: Column): number {
  switch (column) {
    case "name":
      return labelOf(a.row).localeCompare(labelOf(b.row));
    case "pid":
      return byPid(a, b);
    case "current":
      return a.row.currentFunction.localeCompare(b.row.currentFunction);
    case "rate":
      return a.rate - b.rate;
    case "memory":
      return a.row.memory_bytes - b.row.memory_bytes;
    case "messages":
      return a.row.messages - b.row.messages;
  }
}
