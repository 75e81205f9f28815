/**
 * The typed table in which BIFs and NIFs are declared.
 *
 * A BIF is a plain function of the `Exec` and its arguments. It returns a term, or SIGNAL after `x.badarg()`,
 * `x.error(...)` and the like, or after `x.yield(...)`, `x.wait(...)`. It holds no state of its own: what belongs to a VM
 * is reached through `x.vm`. It never throws a JavaScript exception.
 * The same tables feed the loader, the tests and docs/bifs.md.
 */
import type { Exec } from "./exec.ts";
import type { Result } from "./signal.ts";

// biome-ignore lint/suspicious/noExplicitAny: a table holds functions of every arity
export type BifFunction = (x: Exec, ...args: any[]) => Result;

export interface BifRow {
  /** One line: contract and failure. */
  readonly doc: string;
  readonly fn: BifFunction;
  /** A guard BIF or operator: pure, never yields, callable from guard and body instructions. */
  readonly guard?: true;
  /** A NIF: replaces its stub only once `erlang:load_nif/2` ran (or at once for statically linked libraries). */
  readonly nif?: true;
  /** OTP releases that have it; absent: all. */
  readonly releases?: readonly (25 | 27 | 29)[];
}

export interface Bif extends BifRow {
  readonly module: string;
  readonly name: string;
  readonly arity: number;
}

/** `bifTable("lists", { "reverse/2": { doc: "...", fn: reverse_2 } })`. */
export function bifTable(module: string, rows: Readonly<Record<string, BifRow>>): readonly Bif[] {
  return Object.entries(rows).map(([key, row]) => {
    const slash = key.lastIndexOf("/");
    return { module, name: key.slice(0, slash), arity: Number(key.slice(slash + 1)), ...row };
  });
}
