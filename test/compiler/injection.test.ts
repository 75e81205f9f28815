/**
 * Names, strings and file names that would do harm in JavaScript text: modules made of them run as on `erl`. And the text
 * generated for any function names nothing but its own locals, S, L, R, Math and isFinite.
 */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { LAZY_RE } from "../../src/bifs/lazy_re.ts";
import { nodeHost } from "../../src/hosts/node/host.ts";
import type { LoadedModule } from "../../src/loader/loaded.ts";
import { COMPRESSION } from "../../src/runtime/extension.ts";
import { nativePoint } from "../../src/runtime/point.ts";
import { Segment } from "../../src/runtime/process.ts";
import { SIGNAL } from "../../src/runtime/signal.ts";
import { spawnProcess } from "../../src/runtime/spawn.ts";
import { atom, type Atom } from "../../src/term/atom.ts";
import { bytesOf, type Bits } from "../../src/term/bits.ts";
import { equalExact } from "../../src/term/equal.ts";
import { decodeTerm } from "../../src/term/etf_decode.ts";
import { listToArray, NIL } from "../../src/term/list.ts";
import { printTerm } from "../../src/term/print.ts";
import type { Term } from "../../src/term/term.ts";
import { element, type Tuple } from "../../src/term/tuple.ts";
import { gunzip, inflate } from "../../src/util/inflate.ts";
import { createVm, type VirtualMachine } from "../../src/vm.ts";
import { decodeEnv } from "../support/etf.ts";
import { otp, RELEASES, runErl } from "../support/otp.ts";
import { StateKey } from "../../src/runtime/state.ts";

const HARM = "globalThis.harm = 1";
const HOSTILE = [
  `'`,
  `"`,
  "`",
  "\\",
  "\n",
  "\r\n",
  "\u2028",
  "\u2029x\u2028",
  "*/",
  `*/ ${HARM}; /*`,
  `// ${HARM}`,
  `\n${HARM}//`,
  `\u2028${HARM}//`,
  `$\{${HARM}}`,
  `\`; ${HARM}; \``,
  `"; ${HARM}; "`,
  `'); ${HARM}; ('`,
  `\\"; ${HARM}; "`,
  `]; ${HARM}; [`,
  `} ${HARM}; {`,
  "</script>",
  "",
  "\0",
  "\x7f\x1b[2J",
  "😀",
  "ß",
  "S",
  "L",
  "R",
  "x0",
  "t",
  "return",
  "eval",
  "arguments",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
];

/** 'H' and "T" stand for the hostile text as atom and as string, 'M' for the module: the same if compilers allow it. */
const TEMPLATE = `
-module('M').
-file("T", 1).
-export([main/0, 'H'/1]).
-record('H', {'H' = 'H', b}).
main() ->
    Map = #{'H' => "T", "T" => <<"T"/utf8>>, {'H'} => 'H'},
    #{'H' := V} = Map,
    R = #'H'{b = V},
    F = fun(X) -> {'H', X, V, R#'H'.'H'} end,
    G = fun 'H'/1,
    [R, R#'H'{b = 1}, Map, Map#{'H' := 2}, F(1), G(2), fun 'M':'H'/1, few('H'), few(a), [many(X) || X <- ['H', a7, none]],
     applied('M'), caught(1), caught(2), caught(3), caught(4), caught(5), tail(<<"T"/utf8, "rest">>), info(),
     (catch 'M':'H'('H')), is_record(R, 'H')].
few('H') -> {yes, 'H'};
few(_) -> no.
many(a1) -> 1; many(a2) -> 2; many(a3) -> 3; many(a4) -> 4; many(a5) -> 5; many(a6) -> 6; many(a7) -> 7;
many(a8) -> 8; many(a9) -> 9; many(a10) -> 10; many(a11) -> 11; many(a12) -> 12; many(a13) -> 13; many(a14) -> 14;
many(a15) -> 15; many(a16) -> 16; many(a17) -> 17; many(a18) -> 18; many('H') -> {yes, 'H'};
many(_) -> no.
applied(M) -> M:'H'(x).
'H'(X) -> {X, 'H'}.
caught(N) ->
    try raise(N) of V -> V catch C:E:S -> {C, E, [X || X <- S, element(1, X) =:= 'M']} end.
raise(1) -> error({'H', "T"});
raise(2) -> throw('H');
raise(3) -> 'M':'H'(1, 2, 3);
raise(4) -> few_clauses('H');
raise(5) -> 'H' = id("T").
few_clauses(1) -> 1.
id(X) -> X.
tail(<<"T"/utf8, Rest/binary>>) -> {Rest, <<"T"/utf8, Rest/binary, "T"/utf8>>}.
info() -> 'M':module_info(module).
`;

/** In erl: makes a module of each text, runs it, and prints all with their results as one external term. */
const PROGRAM = `
Texts = TEXTS,
Template = unicode:characters_to_list(<<"TEMPLATE"/utf8>>),
Parse = fun Parse(Chars, Line) ->
          case erl_scan:tokens([], Chars, Line) of
            {done, {ok, Tokens, Next}, Rest} -> {ok, Form} = erl_parse:parse_form(Tokens), [Form | Parse(Rest, Next)];
            {done, {eof, _}, _} -> [];
            {more, _} -> [] end end,
Forms = Parse(Template, 1),
Put = fun Put('M', Module, _, _) -> Module;
          Put('H', _, Atom, _) -> Atom;
          Put("T", _, _, Text) -> Text;
          Put(Tuple, Module, Atom, Text) when is_tuple(Tuple) ->
            list_to_tuple(Put(tuple_to_list(Tuple), Module, Atom, Text));
          Put([X | Xs], Module, Atom, Text) -> [Put(X, Module, Atom, Text) | Put(Xs, Module, Atom, Text)];
          Put(Other, _, _, _) -> Other end,
All = [begin
         Text = unicode:characters_to_list(Utf8),
         Atom = list_to_atom(Text),
         Compile = fun(Module) -> compile:forms(Put(Forms, Module, Atom, Text), [binary, debug_info, return]) end,
         {ok, Name, Beam, _} = case Compile(Atom) of {error, _, _} -> Compile(m); Ok -> Ok end,
         {module, Name} = code:load_binary(Name, "none", Beam),
         {Beam, Name, Name:main()}
       end || Utf8 <- Texts],
io:put_chars(base64:encode(term_to_binary(All)))
`;

const VALUE = new StateKey<{ done: (r: Term | undefined) => void }>(() => ({ done: () => {} }));

/** Bottom frame of a test's process. */
const DONE = nativePoint(
  "test",
  0,
  (x, r) => {
    x.raising = false;
    x.vm.state(VALUE).done(r === SIGNAL ? x.excReason : (r as Term));
    return NIL;
  },
  true,
);

function run(vm: VirtualMachine, module: Atom, name: string): Promise<Term | undefined> {
  return new Promise((resolve) => {
    vm.state(VALUE).done = resolve;
    const p = spawnProcess(vm, undefined, vm.export(module, atom(name), 0), [])!;
    p.frames = new Segment(p.frames!.frame, 0, new Segment([DONE], 0, null));
  });
}

function newVm(release: 25 | 27 | 29, problems: string[]): VirtualMachine {
  const host = nodeHost();
  // Continuations and lambdas come this way as well.
  const compile: typeof host.compile = (params, body) => {
    problems.push(...foreignIn(body, params));
    return host.compile(params, body);
  };
  const vm = createVm(
    { ...host, compile },
    { release, extensions: [LAZY_RE], onDefect: (text) => problems.push(text) },
  );
  const compression = vm.state(COMPRESSION);
  compression.inflate = inflate;
  compression.gunzip = gunzip;
  return vm;
}

interface Made {
  readonly text: string;
  readonly beam: Uint8Array;
  readonly name: Atom;
  readonly value: Term;
}
const made = new Map<25 | 27 | 29, Made[]>();

before(async () => {
  const bytes = (s: string) => `<<${[...new TextEncoder().encode(s)].join(",")}>>`;
  const program = PROGRAM.replace("TEXTS", () => `[${HOSTILE.map(bytes).join(",")}]`).replace(
    '<<"TEMPLATE"/utf8>>',
    () => bytes(TEMPLATE),
  );
  for (const release of RELEASES) {
    const out = Buffer.from((await runErl(release, program)).trim(), "base64");
    const all = listToArray(decodeTerm(new Uint8Array(out), decodeEnv())!.term)! as Tuple[];
    assert.equal(all.length, HOSTILE.length);
    made.set(
      release,
      all.map((row, i) => ({
        text: HOSTILE[i]!,
        beam: bytesOf(element(row, 0) as Bits),
        name: element(row, 1) as Atom,
        value: element(row, 2),
      })),
    );
  }
});

for (const release of RELEASES) {
  test(`hostile names and strings, compiled by OTP ${release}, run as there`, async () => {
    for (const { text, beam, name, value } of made.get(release)!) {
      const problems: string[] = [];
      const vm = newVm(release, problems);
      const m = vm.prepare(beam, `${text}.beam`);
      assert.deepEqual(foreign(m), [], JSON.stringify(text));
      vm.finish(m);
      const r = await run(vm, name, "main");
      assert.deepEqual(problems, []);
      // Funs are others, but look the same.
      const same = r !== undefined && (equalExact(r, value) || printTerm(r) === printTerm(value));
      assert.ok(same, `${JSON.stringify(text)}: ${r && printTerm(r)}\nerl: ${printTerm(value)}`);
      assert.equal((globalThis as { harm?: unknown }).harm, undefined);
    }
  });
}

const WORDS = new Set(
  (
    "use strict const let return function if else for switch case break continue default typeof instanceof new undefined " +
    "true false null void"
  ).split(" "),
);
/** Types, and the kinds of segments that binary construction reports. */
const STRINGS = new Set(
  "use strict,number,bigint,object,integer,float,binary,utf8,utf16,utf32,append,private_append,string"
    .split(",")
    .map((s) => `"${s}"`),
);
const GLOBALS = new Set(["S", "L", "R", "Math", "isFinite"]);
const FORBIDDEN = new Set(["constructor", "prototype", "__proto__", "call", "apply", "bind"]);
const TOKEN =
  /[ \n]+|"[^"\\\n]*"|[A-Za-z_$][\w$]*|\d+(?:\.\d+)?(?:e[+-]?\d+)?n?|\.\.\.|[=!]==|>>>|\?\?=|<<|>>|<=|>=|&&|\|\||\?\?|=>|-=|\+\+|[-+*/%&|^~!<>=?:;,.(){}[\]]/y;

/** What stands in the generated text of a module's functions that must not. */
function foreign(m: LoadedModule): string[] {
  const wrong: string[] = [];
  for (const f of m.functions)
    wrong.push(...foreignIn(f.generate().text).map((w) => `${f.name.name}/${f.arity}: ${w}`));
  return wrong;
}

function foreignIn(text: string, params: readonly string[] = []): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const m = TOKEN.exec(text);
    if (m === null) return [`no token at ${JSON.stringify(text.slice(at, at + 30))}`];
    // A space tells a division from a comment.
    if (m[0].startsWith("/") && /[/*]/.test(text[TOKEN.lastIndex]!)) return [`a comment at ${text.slice(at, at + 30)}`];
    if (!/^[ \n]/.test(m[0])) tokens.push(m[0]);
  }
  return [...new Set(badTokens(tokens, new Set([...declared(tokens), ...params])))];
}

function badTokens(tokens: readonly string[], known: ReadonlySet<string>): string[] {
  const wrong: string[] = [];
  tokens.forEach((t, i) => {
    if (t.startsWith('"') && !STRINGS.has(t)) wrong.push(t);
    if (!/^[A-Za-z_$]/.test(t) || WORDS.has(t)) return;
    if (tokens[i - 1] === ".") {
      if (FORBIDDEN.has(t)) wrong.push(`.${t}`);
    } else if (!known.has(t) && !GLOBALS.has(t)) wrong.push(t);
  });
  return wrong;
}

/** Names that the text declares: constants, locals, parameters, labels, the function itself. */
function declared(tokens: readonly string[]): Set<string> {
  const known = new Set<string>();
  tokens.forEach((t, i) => {
    const next = tokens[i + 1]!;
    if (t === "function") known.add(next);
    if (t === "const") known.add(next);
    if (t === "let") for (let k = i + 1; tokens[k - 1] !== ";"; k += 2) known.add(tokens[k]!);
    if (t === "function" && tokens[i + 2] === "(")
      for (let k = i + 3; tokens[k] !== ")"; k++) if (tokens[k] !== ",") known.add(tokens[k]!);
    if (/^[BL]\d+$/.test(t) && next === ":") known.add(t);
  });
  return known;
}

test("the tokenizer finds what must not be there", () => {
  const around = (s: string) => `"use strict";\nconst k0 = L[0];\nreturn function f(x0) {\n${s}\n}`;
  assert.deepEqual(
    foreignIn(around("let y0;\nL1: for (;;) { y0 = Math.ceil(x0 / 8); continue L1; }\nreturn k0.f(S, y0);")),
    [],
  );
  assert.deepEqual(foreignIn(around("globalThis.harm = 1;")), ["globalThis"]);
  assert.deepEqual(foreignIn(around("x0.constructor();")), [".constructor"]);
  assert.deepEqual(foreignIn(around('return "text";')), ['"text"']);
  for (const s of ["/* x */", "// x", "`x`", "'x'", "x0 \u2028", "x0 # y"])
    assert.equal(foreignIn(around(s)).length, 1, s);
});

/** Every n-th module of OTP. */
const EVERY = 150;

for (const release of RELEASES) {
  test(`the text generated for modules of OTP ${release} names nothing else`, () => {
    const files = otp(release)
      .ebins.filter(existsSync)
      .flatMap((dir) => readdirSync(dir).map((name) => join(dir, name)))
      .filter((file) => file.endsWith(".beam"))
      .sort();
    const vm = newVm(release, []);
    for (let n = 0; n < files.length; n += EVERY) {
      const file = files[n]!;
      assert.deepEqual(foreign(vm.prepare(new Uint8Array(readFileSync(file)), file)), [], file);
    }
  });
}
