/**
 * What the subcommands share: usage errors and the way to report them.
 */

/** Exit statuses: 0 all right, 1 the program or the command failed, 2 it was called wrongly. */
export const OK = 0;
export const FAILED = 1;
export const BAD_USAGE = 2;

/** The command was called wrongly: the message and a hint go to standard error, the status is 2. */
export class UsageError extends Error {}

export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  readonly help: string;
  /** `--help` is an argument like any other. */
  readonly ownHelp?: boolean;
  /** Returns the exit status. Throws UsageError; any other error is reported by its message with status 1. */
  run(args: readonly string[]): Promise<number>;
}
