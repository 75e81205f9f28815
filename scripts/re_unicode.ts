/**
 * Makes src/bifs/re/unicode.generated.ts: the Unicode properties as the regular expressions of real OTP see them, so that they
 * are of the Unicode version that each release has. `node --import tsx scripts/re_unicode.ts` (ten minutes).
 *
 * Every property name the library knows is matched against a text of all code points; so is the other case of each letter,
 * and \X against pairs of characters. Code points with the same answers get the same grapheme break class.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileModule, otpSource, runErl } from "../test/support/otp.ts";

const CATEGORIES = "Cc Cf Cn Co Cs Ll Lm Lo Lt Lu Mc Me Mn Nd Nl No Pc Pd Pe Pf Pi Po Ps Sc Sk Sm So Zl Zp Zs".split(
  " ",
);
/** In the order of `Break` in unicode.ts. */
const BREAKS = "oth cr lf ctl ext pre spm l v t lv lvt ri zwj pict".split(" ");
/** Names that unicode.ts computes. */
const COMPUTED = new Set("any c l lc m n p s z xan xps xsp xuc xwd l&".split(" "));
const END = 0x110000;

const PROBE = `-module(probe).
-export([main/2]).
main(NamesFile, Out) ->
    {ok, B} = file:read_file(NamesFile),
    Names = string:lexemes(binary_to_list(B), "\\n"),
    CPs = lists:seq(0, 16#d7ff) ++ lists:seq(16#e000, 16#10ffff),
    All = unicode:characters_to_binary(CPs),
    L = [case re:compile("(?:\\\\p{" ++ N ++ "})+", [unicode]) of
           {ok, M} ->
             case re:run(All, M, [global, {capture, first, index}]) of
               nomatch -> [N, "\\n"];
               {match, Ms} -> [N, [[$\\s, integer_to_list(S), $\\s, integer_to_list(S + Len)] || [{S, Len}] <- Ms], "\\n"]
             end;
           _ -> []
         end || N <- Names],
    Kinds = "[\\\\p{Lu}\\\\p{Ll}\\\\p{Lt}\\\\p{Lm}\\\\p{Nl}\\\\p{So}\\\\p{Mn}\\\\p{Lo}]",
    Cased = [C || C <- CPs, C < 16#3000 orelse C > 16#A000, C < 16#ac00 orelse C > 16#d7a3,
                  re:run(<<C/utf8>>, Kinds, [unicode, {capture, none}]) =:= match],
    CB = unicode:characters_to_binary(Cased),
    Sets = [begin
              {ok, M} = re:compile(io_lib:format("\\\\x{~.16b}", [C]), [unicode, caseless]),
              {match, Ms} = re:run(CB, M, [global, {capture, first, binary}]),
              [X || [<<X/utf8>>] <- Ms]
            end || C <- Cased],
    CL = [["case", [[$\\s, integer_to_list(X)] || X <- S], "\\n"] || S <- lists:usort(Sets), length(S) > 1],
    {ok, GX} = re:compile("^\\\\X", [unicode]),
    J = fun(Cs) ->
          Bin = unicode:characters_to_binary(Cs),
          {match, [{0, N}]} = re:run(Bin, GX, [{capture, first, index}]),
          N =:= byte_size(Bin)
        end,
    GL = [{C, class(J, C)} || C <- CPs, C < 16#20000 orelse (C >= 16#E0000 andalso C =< 16#E1000)],
    ok = file:write_file(Out, [L, CL, "gb", runs(GL), "\\n"]).

class(_, 13) -> cr;
class(_, 10) -> lf;
class(J, C) ->
    case J([$a, C]) of
      true ->
        case {J([16#1F600, C, 16#200D, 16#1F600]), J([16#1F600, C, 16#1F600])} of
          {true, _} -> ext;
          {false, true} -> zwj;
          _ -> spm
        end;
      false ->
        case {J([16#1F1E6, C]), J([C, 16#301]), J([C, $a])} of
          {true, _, _} -> ri;
          {_, false, _} -> ctl;
          {_, true, true} -> pre;
          _ -> syllable(J, C, J([C, 16#1100]), J([C, 16#1160]), J([C, 16#11A8]), J([16#1100, C]))
        end
    end.

syllable(_, _, true, _, _, _) -> l;
syllable(J, C, _, true, true, true) -> case J([16#AC00, C]) of true -> v; false -> lv end;
syllable(_, _, _, _, true, true) -> lvt;
syllable(J, C, _, _, T, _) ->
    case T andalso J([16#1160, C]) of
      true -> t;
      false ->
        case J([C, 16#200D, 16#1F600]) of
          true -> pict;
          false -> oth
        end
    end.

runs([{C, G} | T]) -> runs(T, C, C, G).
runs([{C, G} | T], A, B, G) when C =:= B + 1 -> runs(T, A, C, G);
runs([{C, H} | T], A, B, G) -> [one(A, B, G) | runs(T, C, C, H)];
runs([], A, B, G) -> [one(A, B, G)].
one(_, _, oth) -> [];
one(A, B, G) -> [$\\s, integer_to_list(A), $\\s, integer_to_list(B), $\\s, atom_to_list(G)].
`;

type Range = readonly [number, number];

interface Probed {
  readonly properties: ReadonlyMap<string, readonly Range[]>;
  readonly cases: readonly (readonly number[])[];
  readonly breaks: readonly (readonly [number, number, string])[];
}

/** The names that the library's own table has, besides the general categories. */
async function namesOf(release: 27 | 29): Promise<string[]> {
  const file = `erts/emulator/pcre/${release === 27 ? "pcre_tables.c" : "pcre2_ucptables_inc.h"}`;
  const text = readFileSync(join(await otpSource(release, "re_tables", [file]), file), "latin1");
  const names = [...text.matchAll(/^#define STRING_\w+0 ((?:STR_\w+ )+)"\\0"/gm)].map((m) =>
    (m[1] as string)
      .replaceAll("STR_UNDERSCORE", "STR__")
      .replaceAll("STR_AMPERSAND", "STR_&")
      .replaceAll(/STR_| /g, ""),
  );
  return release === 27 ? names : [...names, ...names.map((n) => `sc:${n}`)];
}

async function probe(release: 27 | 29): Promise<string> {
  const saved = process.env[`RE_PROBE_${release}`];
  if (saved !== undefined) return readFileSync(saved, "latin1");
  const code = await compileModule(release, "probe", PROBE);
  const folder = mkdtempSync(join(tmpdir(), "gluon-probe-"));
  try {
    const names = join(folder, "names");
    const out = join(folder, "out");
    writeFileSync(names, [...CATEGORIES, ...(await namesOf(release))].join("\n"));
    const call = `probe:main(${JSON.stringify(names)}, ${JSON.stringify(out)})`;
    await runErl(release, call, { args: ["-pa", code], timeout_ms: 1_800_000 });
    return readFileSync(out, "latin1");
  } finally {
    rmSync(folder, { recursive: true });
    rmSync(code, { recursive: true });
  }
}

/** The code point at a byte offset of the text of all code points (no surrogates). */
function codePointAt(offset: number): number {
  if (offset < 0x80) return offset;
  const two = offset - 0x80;
  if (two < 0x780 * 2) return 0x80 + two / 2;
  const three = two - 0x780 * 2;
  if (three < 0xf000 * 3) {
    const c = 0x800 + three / 3;
    return c >= 0xd800 ? c + 0x800 : c;
  }
  return 0x10000 + (three - 0xf000 * 3) / 4;
}

function parse(text: string): Probed {
  const properties = new Map<string, readonly Range[]>();
  const cases: number[][] = [];
  const breaks: [number, number, string][] = [];
  for (const line of text.trimEnd().split("\n")) {
    const [name, ...words] = line.split(" ") as [string, ...string[]];
    if (name === "case") cases.push(words.map(Number).sort((a, b) => a - b));
    else if (name === "gb") {
      for (let i = 0; i < words.length; i += 3) {
        breaks.push([Number(words[i]), Number(words[i + 1]), words[i + 2] as string]);
      }
    } else {
      const ranges: Range[] = [];
      for (let i = 0; i < words.length; i += 2) {
        const next = codePointAt(Number(words[i + 1]));
        ranges.push([codePointAt(Number(words[i])), next === 0xe000 ? 0xd7ff : next - 1]);
      }
      properties.set(name, ranges);
    }
  }
  return { properties, cases, breaks };
}

/** Each run: its length in base 36 (none: 1), then its value as one or two characters of base 26. */
function runs(values: ArrayLike<number>): string {
  let text = "";
  for (let i = 0; i < END; ) {
    let end = i;
    const v = values[i] as number;
    while (end < END && values[end] === v) end++;
    if (end - i > 1) text += (end - i).toString(36);
    text += String.fromCharCode(65 + (v % 26)) + (v >= 26 ? String.fromCharCode(32 + Math.floor(v / 26)) : "");
    i = end;
  }
  return text;
}

/** Ranges as distance from the one before and length in base 36, the length left out if it is 1. */
function rangeText(ranges: readonly Range[]): string {
  let at = 0;
  return ranges
    .map(([first, last]) => {
      const text = (first - at).toString(36) + (last > first ? `,${(last - first + 1).toString(36)}` : "");
      at = last + 1;
      return text;
    })
    .join(" ");
}

/** Names with the same ranges, together. */
function grouped(names: readonly string[], p: Probed, prefix: string): string[][] {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const key = rangeText(p.properties.get(prefix + name) as readonly Range[]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [name]);
    else group.push(name);
  }
  return [...groups.values()];
}

function minus(a: readonly Range[], b: readonly Range[]): Range[] {
  const has = new Uint8Array(END);
  for (const [first, last] of a) has.fill(1, first, last + 1);
  for (const [first, last] of b) has.fill(0, first, last + 1);
  const out: Range[] = [];
  for (let i = has.indexOf(1); i >= 0; ) {
    let end = has.indexOf(0, i);
    if (end < 0) end = END;
    out.push([i, end - 1]);
    i = has.indexOf(1, end);
  }
  return out;
}

function encode(p: Probed, release: 27 | 29): Record<string, string> {
  const categories = new Uint8Array(END).fill(CATEGORIES.indexOf("Cn"));
  for (const [i, c] of CATEGORIES.entries())
    for (const [a, b] of p.properties.get(c) ?? []) categories.fill(i, a, b + 1);
  categories.fill(CATEGORIES.indexOf("Cs"), 0xd800, 0xe000);
  const prefix = release === 29 ? "sc:" : "";
  const names = [...p.properties.keys()].filter((n) => !CATEGORIES.includes(n) && !n.startsWith("sc:"));
  const known = names.filter((n) => !COMPUTED.has(n.toLowerCase()) && !CATEGORIES.some((c) => c.toLowerCase() === n));
  const scriptNames = grouped(
    known.filter((n) => p.properties.has(prefix + n)),
    p,
    prefix,
  );
  const scripts = new Uint16Array(END);
  const unknown = scriptNames.findIndex((group) => /^unknown$/i.test(group[0] as string) || group.includes("zzzz"));
  scripts.fill(unknown >= 0 ? unknown : scriptNames.length);
  for (const [i, [name]] of scriptNames.entries()) {
    for (const [a, b] of p.properties.get(prefix + name) as readonly Range[]) scripts.fill(i, a, b + 1);
  }
  const breaks = new Uint8Array(END);
  for (const [a, b, kind] of p.breaks) breaks.fill(BREAKS.indexOf(kind), a, b + 1);
  const sets = [...new Set(p.cases.map((c) => c.join()))].map((c) => c.split(",").map(Number));
  sets.sort((a, b) => (a[0] as number) - (b[0] as number));
  let before = 0;
  const cases = sets.map((set) => {
    const first = set[0] as number;
    const steps = [first - before, ...set.slice(1).map((c, i) => c - (set[i] as number))];
    before = first;
    return steps.map((n) => n.toString(36)).join();
  });
  const data: Record<string, string> = {
    categories: runs(categories),
    scripts: runs(scripts),
    breaks: runs(breaks),
    cases: cases.join(" "),
    scriptNames: scriptNames.map((group) => group.join("=")).join(" "),
  };
  if (release === 27) return data;
  const others = known.filter((n) => !p.properties.has(`sc:${n}`));
  const bidi = others.filter((n) => n.startsWith("bidi") && !/^bidi(c|control|m|mirrored)$/.test(n));
  const bidiClasses = new Uint8Array(END);
  for (const [i, name] of bidi.entries())
    for (const [a, b] of p.properties.get(name) as readonly Range[]) bidiClasses.fill(i, a, b + 1);
  data["extensions"] = scriptNames
    .map(([name], i) => {
      const more = minus(p.properties.get(name as string) ?? [], p.properties.get(`sc:${name}`) ?? []);
      return more.length > 0 ? `${i}:${rangeText(more)}` : "";
    })
    .filter((s) => s !== "")
    .join("|");
  data["bidi"] = runs(bidiClasses);
  data["bidiNames"] = bidi.join(" ");
  data["properties"] = grouped(
    others.filter((n) => !bidi.includes(n)),
    p,
    "",
  )
    .map((group) => `${group.join("=")}:${rangeText(p.properties.get(group[0] as string) as readonly Range[])}`)
    .join("|");
  return data;
}

const TARGET = fileURLToPath(new URL("../src/bifs/re/unicode.generated.ts", import.meta.url));
const tables: string[] = [];
for (const [i, release] of ([27, 29] as const).entries()) {
  const data = encode(parse(await probe(release)), release);
  const fields = Object.entries(data).map(([name, text]) => `  ${name}: ${JSON.stringify(text)},\n`);
  tables.push(`export const UNICODE_${i + 1}: UnicodeData = {\n${fields.join("")}};\n`);
}
writeFileSync(
  TARGET,
  `/** Unicode tables of the two PCRE libraries, made by scripts/re_unicode.ts from real OTP. Format: unicode.ts. */
export interface UnicodeData {
  readonly categories: string;
  readonly scripts: string;
  readonly breaks: string;
  readonly cases: string;
  readonly scriptNames: string;
  readonly extensions?: string;
  readonly bidi?: string;
  readonly bidiNames?: string;
  readonly properties?: string;
}

${tables.join("\n")}`,
);
