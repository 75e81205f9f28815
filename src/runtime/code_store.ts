/**
 * Where a host keeps generated code between runs. What is in it was written by the same build of Gluon, and arrives whole or
 * not at all: the host sees to that.
 */

/** Generated text as a function: the Exec, the links, the helpers give the code. */
export type Factory = (exec: unknown, links: readonly unknown[], helpers: unknown) => unknown;

/** Texts that were added together. */
export interface StoredPart {
  /** What the loader wrote about them. */
  readonly index: string;
  /** Their factories in order, compiled when first asked for. */
  factories(): readonly Factory[];
}

export interface CodeStore {
  /** A short name that no other bytes have. */
  digest(bytes: Uint8Array): string;
  /** What is kept under a name; undefined: nothing. */
  load(name: string): readonly StoredPart[] | undefined;
  /**
   * Adds a part, the texts of its factories as JavaScript expressions; `alone`: in place of what is there. Written later;
   * failure is silent.
   */
  add(name: string, index: string, factories: readonly string[], alone: boolean): void;
}
