/** The shells that the page offers: how OTP is started for them, by the build and, where it has left no snapshot, in the page. */
import { ELIXIR_ROOT, HOME, OTP_ROOT } from "./archive.ts";

export type ShellName = "erl" | "iex";

export interface Shell {
  /** Flags of `erl`. */
  readonly flags: readonly string[];
  /** What it shows when it has come up, and after the first line. */
  readonly prompts: readonly [string, string];
  /** A line that needs what any first line needs. */
  readonly line: string;
}

/** The page's own module lies here. */
export const PAGE_FOLDER = "/page";

export const RELEASE = 27;
export const ENVIRONMENT = { TERM: "xterm-256color", HOME, LANG: "C.UTF-8" };

/** The terminal that a saved shell has come up on. */
export const COLUMNS = 80;
export const ROWS = 24;

const ELIXIR = ["-noshell", "-elixir_root", `${ELIXIR_ROOT}/lib`, "-pa", `${ELIXIR_ROOT}/lib/elixir/ebin`];

export const SHELLS: Readonly<Record<ShellName, Shell>> = {
  erl: { flags: ["-pa", PAGE_FOLDER], prompts: ["1> ", "2> "], line: "[ok].\r" },
  iex: {
    flags: [...ELIXIR, "-pa", PAGE_FOLDER, "-user", "elixir", "-extra", "--no-halt", "+iex"],
    prompts: ["iex(1)> ", "iex(2)> "],
    line: "[:ok]\r",
  },
};

/** The option `otp` of `createVm`, but for the terminal. */
export function otpOf(shell: ShellName): {
  readonly root: string;
  readonly home: string;
  readonly flags: readonly string[];
} {
  return { root: OTP_ROOT, home: HOME, flags: SHELLS[shell].flags };
}

/** Files of a start's archive: the VM at its prompt, and what its terminal had shown. */
export const SNAPSHOT = "/page/snapshot";
export const SCREEN = "/page/screen";
