/** The shells that the page offers: how OTP is started for them, by the build and, where it has left no snapshot, in the page. */
import { ELIXIR_ROOT, HOME, OTP_ROOT } from "./archive.ts";

export type ShellName = "erl" | "iex";

export interface Shell {
  /** Flags of `erl`. */
  readonly flags: readonly string[];
  /** What it shows before the n-th line, from 1. */
  readonly prompt: (n: number) => string;
  /** Lines that need what most people's first lines need. */
  readonly lines: readonly string[];
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
  erl: {
    flags: ["-pa", PAGE_FOLDER],
    prompt: (n) => `${n}> `,
    lines: ['lists:map(fun(X) -> {X, "a", 1.5, #{a => <<1>>}} end, [1, b]).', "nowhere:at_all()."],
  },
  iex: {
    flags: [...ELIXIR, "-pa", PAGE_FOLDER, "-user", "elixir", "-extra", "--no-halt", "+iex"],
    prompt: (n) => `iex(${n})> `,
    lines: ['Enum.map([1, :b], fn x -> {x, "a", %{a: 1.5}} end)', 'String.upcase("b")'],
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
