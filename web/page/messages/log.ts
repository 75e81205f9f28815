/**
 * The last messages that passed, who is who among those that send and receive, and which messages are wanted. Nothing here
 * touches the page.
 */
import type { MessageRow, ProcessRow } from "../../protocol.ts";

export const MOST = 1000;

export class MessageLog {
  filter = "";
  /** Messages that have not been kept: they were too many for the worker to tell. */
  lost = 0;
  /** When the first message passed, of all since it was cleared. */
  start_ms = 0;
  #rows: MessageRow[] = [];
  #names = new Map<string, string>();
  #pids = new Map<string, string>();

  get size(): number {
    return this.#rows.length;
  }

  add(rows: readonly MessageRow[], lost: number): void {
    if (this.#rows.length === 0) this.start_ms = rows[0]?.at_ms ?? 0;
    this.#rows.push(...rows.slice(-MOST));
    this.#rows.splice(0, Math.max(0, this.#rows.length - MOST));
    this.lost += lost;
  }

  clear(): void {
    this.#rows = [];
    this.lost = 0;
  }

  /** Takes down names. Answers whether one of them is new. Names of processes that have ended stay: their messages do. */
  learn(processes: readonly ProcessRow[]): boolean {
    let more = false;
    for (const { pid, name } of processes) {
      if (name === undefined || this.#names.get(pid) === name) continue;
      this.#names.set(pid, name);
      this.#pids.set(name, pid);
      more = true;
    }
    return more;
  }

  /** A new system has other pids. */
  forget(): void {
    this.clear();
    this.#names.clear();
    this.#pids.clear();
  }

  /** A process by its name, else its pid. Who was sent to by name is in the rows by name. */
  label(process: string): string {
    return this.#names.get(process) ?? process;
  }

  pid(process: string): string {
    return this.#pids.get(process) ?? process;
  }

  /** Those that the filter lets through: every word of it stands in sender, receiver or text. */
  wanted(): readonly MessageRow[] {
    const words = this.filter.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return [...this.#rows];
    return this.#rows.filter(({ from, to, text }) => {
      const all = [from, to].flatMap((process) => [this.label(process), this.pid(process)]);
      const line = [...all, text].join(" ").toLowerCase();
      return words.every((word) => line.includes(word));
    });
  }
}
