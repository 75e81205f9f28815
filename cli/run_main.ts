/**
 * `gluon run`, second half: makes the VM, loads the module, calls the function, waits and prints.
 */
import type { RunOptions } from "./run.ts";

/** Runs what `options` say; resolves to the exit status. */
export async function runMain(_options: RunOptions): Promise<number> {
  throw new Error("gluon run: the virtual machine is not wired to the command line yet");
}
