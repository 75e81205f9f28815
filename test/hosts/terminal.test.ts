/** Widths of characters and terminal capabilities: what Gluon's prim_tty says is what real OTP says. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { PRIM_TTY_TEXT_NIFS } from "../../src/nifs/prim_tty/text.ts";
import { findTerminal } from "../../src/hosts/node/terminal/database.ts";
import { NODE_TERMINAL } from "../../src/hosts/node/terminal/terminal.ts";
import { TERMINAL } from "../../src/nifs/prim_tty/terminal.ts";
import { standard, type TerminfoEntry } from "../../src/nifs/prim_tty/terminfo.ts";
import { tgoto, tparm, withoutPadding } from "../../src/nifs/prim_tty/tparm.ts";
import { wcwidth } from "../../src/nifs/prim_tty/wcwidth.ts";
import type { Exec } from "../../src/runtime/exec.ts";
import { atom } from "../../src/term/atom.ts";
import { binary } from "../../src/term/bits.ts";
import { list, listFromString } from "../../src/term/list.ts";
import { makeHash2 } from "../../src/term/phash.ts";
import { printTerm } from "../../src/term/print.ts";
import type { Term } from "../../src/term/term.ts";
import { functions, testExec, value } from "../support/exec.ts";
import { runPrimTty } from "../support/prim_tty.ts";

const TERMINALS = [
  "xterm",
  "xterm-256color",
  "vt100",
  "vt52",
  "dumb",
  "linux",
  "screen",
  "tmux",
  "rxvt",
  "ansi",
  "sun",
];

/** Those that this machine's database has: Debian keeps the rarer ones in a package of their own. */
const terminals = TERMINALS.map((name) => [name, findTerminal(name, {})] as const).filter(
  (t): t is [string, TerminfoEntry] => t[1] !== undefined,
);

const hex = (s: string | undefined | false) => (typeof s === "string" ? Buffer.from(s, "latin1").toString("hex") : "-");
const erlangList = (names: readonly string[]) => `[${names.map((n) => `"${n}"`).join(",")}]`;

function terminalExec(release: 27 | 29): Exec {
  const x = testExec(release);
  x.vm.state(TERMINAL).terminal = NODE_TERMINAL;
  return x;
}

test("the machine knows the usual terminals", () => {
  const names = terminals.map(([name]) => name);
  for (const name of ["xterm", "xterm-256color", "vt100", "dumb", "linux", "screen", "tmux"])
    assert.ok(names.includes(name), name);
});

test("wcwidth: every code point as glibc", async () => {
  const expected = await runPrimTty(
    27,
    `W = fun(C) -> case prim_tty:wcwidth(C) of {error, _} -> -1; N -> N end end,
     lists:foldl(fun(C, V) -> case W(C) of V -> V; N -> io:format("~w ~w~n", [C, N]), N end end, none, lists:seq(1, 16#110000))`,
  );
  let own = "";
  let last: number | undefined;
  for (let c = 1; c <= 0x110000; c++) {
    const n = wcwidth(c);
    if (n !== last) own += `${c} ${n}\n`;
    last = n;
  }
  assert.equal(own, expected);
});

test("termcap's names, every terminal, OTP 27", async () => {
  const { booleans, numbers, strings } = standard();
  const codes = (table: readonly { code: string }[]) => table.map((c) => c.code);
  // What turns attributes off is changed by the library for programs that draw lines; nothing of OTP's asks for it.
  const texts = codes(strings).filter((code) => code !== "me");
  const expected = await runPrimTty(
    27,
    `Hex = fun({ok, S}) -> string:lowercase(binary:encode_hex(S)); (false) -> "-" end,
     [begin
       ok = prim_tty:tgetent(T),
       [io:format("~s ~s ~w~n", [T, C, prim_tty:tgetflag(C)]) || C <- ${erlangList(codes(booleans))}],
       [io:format("~s ~s ~w~n", [T, C, prim_tty:tgetnum(C)]) || C <- ${erlangList(codes(numbers))}],
       [io:format("~s ~s ~s~n", [T, C, Hex(prim_tty:tgetstr_nif([C, 0]))]) || C <- ${erlangList(texts)}]
     end || T <- ${erlangList(terminals.map(([name]) => name))}]`,
  );
  const own: string[] = [];
  for (const [name, given] of terminals) {
    const entry = given.asTermcap();
    for (const c of codes(booleans)) own.push(`${name} ${c} ${entry.termcapFlag(c)}`);
    // Without a terminal and the variables COLUMNS and LINES its size is what the entry says, or the usual one.
    for (const c of codes(numbers))
      own.push(`${name} ${c} ${c === "co" || c === "li" ? entry.size(c, {}) : entry.termcapNumber(c)}`);
    for (const c of texts) own.push(`${name} ${c} ${hex(entry.termcapString(c))}`);
  }
  const lines = expected.trimEnd().split("\n");
  assert.deepEqual(
    own.filter((line, i) => line !== lines[i]),
    lines.filter((line, i) => line !== own[i]),
  );
});

test("terminfo's names, every terminal, OTP 29", async () => {
  const names = [...standard().strings.map((c) => c.name), "Ms", "XM", "kUP5", "xm", "nobody"];
  const expected = await runPrimTty(
    29,
    `Hex = fun({ok, S}) -> string:lowercase(binary:encode_hex(S)); (X) -> io_lib:format("~w", [X]) end,
     [begin
       true = os:putenv("TERM", T),
       ok = prim_tty:setupterm(),
       [io:format("~s ~s ~s~n", [T, C, Hex(try prim_tty:tigetstr(C) catch error:R -> R end)]) || C <- ${erlangList(names)}]
     end || T <- ["xterm"]]`,
  );
  const before = process.env["TERM"];
  process.env["TERM"] = "xterm";
  const x = terminalExec(29);
  const f = functions(PRIM_TTY_TEXT_NIFS) as Record<string, (x: Exec, ...args: Term[]) => Term>;
  value(x, f["setupterm_nif/0"]!(x));
  process.env["TERM"] = before;
  const entry = findTerminal("xterm", {}) as TerminfoEntry;
  const own = names.map((n) => {
    const s = entry.string(n);
    return `xterm ${n} ${s === undefined ? "badarg" : s === false ? "false" : hex(s)}`;
  });
  assert.deepEqual(own, expected.trimEnd().split("\n"));
});

const PROGRAMS: readonly (readonly [string, readonly number[]])[] = [
  ["\\e[%i%p1%d;%p2%dH", [1, 2]],
  ["\\e[%?%p1%{8}%<%t3%p1%d%e%p1%{16}%<%t9%p1%{8}%-%d%e38;5;%p1%d%;m", [5]],
  ["\\e[%?%p1%{8}%<%t3%p1%d%e%p1%{16}%<%t9%p1%{8}%-%d%e38;5;%p1%d%;m", [12]],
  ["\\e[%?%p1%{8}%<%t3%p1%d%e%p1%{16}%<%t9%p1%{8}%-%d%e38;5;%p1%d%;m", [200]],
  ["%p1%2d|%p1%02d|%p1%:-4d|%p1%x|%p1%X|%p1%o|%p1%:+d|%p1%.4d|%p1%#x", [27]],
  ["%p1%p2%+%d %p1%p2%-%d %p1%p2%*%d %p1%p2%/%d %p1%p2%m%d", [17, 5]],
  ["%p1%p2%&%d %p1%p2%|%d %p1%p2%^%d %p1%~%d %p1%!%d", [12, 10]],
  ["%p1%p2%A%d %p1%p2%O%d %p1%p2%=%d %p1%p2%<%d %p1%p2%>%d", [3, 3]],
  ["%p1%c%p2%c", [65, 0]],
  ["%p1%Pa%ga%ga%+%d %'x'%d", [4]],
  ["100%% a$<5>b$<2*>c$<1.5/>d$<x>e$<", [1]],
  ["a$<5>b", []],
];

test("strings with parameters, OTP 29 and 27", async () => {
  const calls = PROGRAMS.map(([text, args]) => `{"${text.replaceAll("'", "'")}", [${args}]}`).join(",");
  const expected = await runPrimTty(
    29,
    `[begin {ok, S} = prim_tty:tputs(T, A), io:format("~s~n", [binary:encode_hex(S)]) end || {T, A} <- [${calls}]]`,
  );
  const own = PROGRAMS.map(([text, args]) => {
    const t = text.replaceAll("\\e", "\x1b");
    return hex(withoutPadding(args.length === 0 ? t : (tparm(t, args) as string))).toUpperCase();
  });
  assert.deepEqual(own, expected.trimEnd().split("\n"));

  const gotos = [
    "\\e[%i%d;%dH",
    "\\eY%+ %+ ",
    "%r%d %d",
    "%d %3",
    "%n%d",
    "%B%d %D%d",
    "%i%p1%d;%p2%d$<5>",
    "%%%d",
    "%i%d",
    "",
  ];
  const from27 = await runPrimTty(
    27,
    `[case prim_tty:tgoto(T, 7, 42) of {ok, S} -> io:format("~s~n", [binary:encode_hex(S)]); _ -> io:format("-~n") end
      || T <- ${erlangList(gotos)}]`,
  );
  const own27 = gotos.map((t) => {
    const s = tgoto(t.replaceAll("\\e", "\x1b"), 7, 42);
    return s === undefined ? "-" : hex(withoutPadding(s)).toUpperCase();
  });
  assert.deepEqual(own27, from27.replace(/\n$/, "").split("\n"));
});

test("tinfo lists the names as OTP 29 does", async () => {
  const x = terminalExec(29);
  const own = value(x, functions(PRIM_TTY_TEXT_NIFS)["tinfo_nif/0"]!(x));
  const expected = await runPrimTty(29, "erlang:display(erlang:phash2(prim_tty:tinfo()))");
  assert.equal(String(makeHash2(own) % 2 ** 27), expected.trim());
});

test("arguments and answers", () => {
  const x = terminalExec(27);
  const f = functions(PRIM_TTY_TEXT_NIFS);
  const call = (name: string, ...args: Term[]) => printTerm(value(x, f[name]!(x, ...args)));
  const bad = (name: string, ...args: Term[]) => assert.throws(() => call(name, ...args), /error:badarg/);
  assert.equal(call("isprint/1", 65), "true");
  assert.equal(call("isprint/1", 200), "false");
  assert.equal(call("isprint/1", 321), "true");
  bad("isprint/1", atom("a"));
  bad("wcwidth/1", 2 ** 40);
  assert.equal(call("wcwidth/1", -5), "{error,not_printable}");
  assert.equal(
    call("wcswidth/1", binary(new Uint8Array([65, 0, 0, 0, 66, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]))),
    "{ok,2}",
  );
  assert.equal(call("wcswidth/1", binary(new Uint8Array([1, 0, 0, 0]))), "{error,not_printable}");
  bad("wcswidth/1", atom("a"));
  assert.equal(call("sizeof_wchar/0"), "4");
  assert.equal(call("tgetent_nif/1", list(listFromString("nosuch"), 0)), "{error,{tgetent,enoent}}");
  assert.equal(call("tgetnum_nif/1", list(listFromString("co"), 0)), "-1");
  assert.equal(call("tgetent_nif/1", list(listFromString("xterm"), 0)), "ok");
  assert.equal(call("tgetstr_nif/1", list(listFromString("clear"), 0)), "{ok,<<27,91,72,27,91,50,74>>}");
  assert.equal(call("tgetflag_nif/1", list(listFromString("xn"), 0)), "true");
  bad("tgetstr_nif/1", atom("up"));
  bad("tputs_nif/2", listFromString("a"), list(atom("b")));
  bad("tigetstr_nif/1", list(listFromString("zz"), 0));
});
