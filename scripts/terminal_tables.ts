/**
 * Writes the tables of src/nifs/prim_tty/ from what real OTP 29 answers on this machine: widths of characters (glibc's)
 * and names of terminal capabilities (ncurses').
 *
 *   node --import tsx scripts/terminal_tables.ts
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runPrimTty } from "../test/support/prim_tty.ts";

const FOLDER = fileURLToPath(new URL("../src/nifs/prim_tty/", import.meta.url));

const WIDTHS = `
  W = fun(C) -> case prim_tty:wcwidth(C) of {error, _} -> -1; N -> N end end,
  {_, Rows} = lists:foldl(
    fun(C, {V, [{V, N} | T]}) when C > 16#10ffff -> {V, [{V, N} | T]};
       (C, {V, [{V, N} | T]}) -> case W(C) of V -> {V, [{V, N + 1} | T]}; V2 -> {V2, [{V2, 1}, {V, N} | T]} end
    end, {W(0), [{W(0), 1}]}, lists:seq(1, 16#10ffff)),
  [io:format("~s~c", [case N of 1 -> ""; _ -> string:lowercase(integer_to_list(N, 32)) end, $B + V]) || {V, N} <- lists:reverse(Rows)]`;

const NAMES = `
  #{bool := B, num := N, str := S} = prim_tty:tinfo(),
  [io:format("~s~n", [lists:join(" ", [lists:join(",", [A, C, F]) || #{name := A, code := C, full_name := F} <- lists:reverse(L)])])
   || L <- [B, N, S]]`;

const widths = await runPrimTty(29, WIDTHS);
writeFileSync(
  `${FOLDER}wcwidth.generated.ts`,
  `/** Widths of all code points, made by scripts/terminal_tables.ts from real OTP. Format: wcwidth.ts. */\nexport const WIDTHS =\n  "${widths}";\n`,
);
const [booleans, numbers, strings] = (await runPrimTty(29, NAMES)).split("\n");
writeFileSync(
  `${FOLDER}capabilities.generated.ts`,
  `/**
 * The standard terminal capabilities in the order of terminfo entries: terminfo's name, termcap's name, long name.
 * Made by scripts/terminal_tables.ts from real OTP.
 */
export const CAPABILITIES = {
  booleans:
    "${booleans}",
  numbers:
    "${numbers}",
  strings:
    "${strings}",
};
`,
);
