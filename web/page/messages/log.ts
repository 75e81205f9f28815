/**
 * The last messages that passed, and which of them are wanted. Nothing here touches the page.
 */
import type { MessageRow } from "../../protocol.ts";

export const MOST = 1000;

export class MessageLog {
  filter = "";
  /** Rows that have not been kept: they were too many, here or in the worker. */
  lost = 0;
  #rows: MessageRow[] = [];
  #nameOf: (pid: string) => string | undefined;

  constructor(nameOf: (pid: string) => string | undefined) {
    this.#nameOf = nameOf;
  }

  get size(): number {
    return this.#rows.length;
  }

  add(rows: readonly MessageRow[], lost: number): void {
    this.#rows.push(...rows.slice(-MOST));
    const over = Math.max(0, this.#rows.length - MOST);
    this.lost += lost;
    this.#rows.splice(0, over);
  }

  clear(): void {
    this.#rows = [];
    this.lost = 0;
  }

  /** Those that the filter lets through: every word of it stands in sender, receiver or text. */
  wanted(): readonly MessageRow[] {
    const words = this.filter.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return [...this.#rows];
    return this.#rows.filter((row) => {
      const text = `${this.label(row.from)} ${row.from} ${this.label(row.to)} ${row.to} ${row.text}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }

  /** A process by its name, else its pid. */
  label(pid: string): string {
    return this.#nameOf(pid) ?? pid;
  }
}
