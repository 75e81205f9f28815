/**
 * re: OTP's own test data for regular expressions, every pattern and subject on real OTP and here; and patterns made of
 * them by small changes, most of which are wrong: the texts and offsets of the errors are compared.
 */
import { test } from "node:test";
import { RELEASES } from "../support/otp.ts";
import { Random } from "../support/random.ts";
import { compare, dataCases } from "./re/compare.ts";
import type { Case } from "./re/data.ts";

/** Subjects whose result differs, by release, file and line of the pattern, with the reason. */
const KNOWN: Readonly<Record<string, string>> = {
  "25/testoutput1:9342": "a group set by an abandoned branch keeps its old text in PCRE 8",
  "27/testoutput1:9342": "a group set by an abandoned branch keeps its old text in PCRE 8",
  "29/testoutput2:19470":
    "PCRE2 knows all bytes that a match can start with and so does not try a place where COMMIT would end the search",
};

const MUTATED = Number(process.env.GLUON_TEST_RE_COUNT ?? 1500);
const SEED = Number(process.env.GLUON_TEST_SEED ?? 5);

/** What patterns are made of, so that a change may mean something. */
const PIECES =
  "( ) [ ] { } * + ? | \\ ^ $ . - : = ! < > ' & # P R ( (?: (?= (?<! (?> (?| (?<n> (?P=n) (?1) (?R) (?i) (?x) \\1 \\k<n> " +
  "\\g{ \\g{-1} \\p{ \\p{Lu} \\x{ \\x{100} \\o{ \\c \\N \\N{ \\Q \\E \\K \\b [[: :]] [:alpha:] [^ {2,1} {1,99999} {,3} (?( (?(1) " +
  "(?(R) (?(DEFINE) (?C (?C9) (*ACCEPT) (* (*MARK) (*UTF) (*: 0 9 a Z \u00e9";
const ALPHABET = [...PIECES.split(" "), " ", "\n"];

function mutate(r: Random, pattern: Uint8Array): Uint8Array {
  let text = Buffer.from(pattern).toString("latin1").slice(0, 60);
  for (let n = 1 + r.below(3); n > 0; n--) {
    const at = r.below(text.length + 1);
    const kind = r.below(4);
    if (kind === 0) text = text.slice(0, at);
    else if (kind === 1) text = text.slice(0, at) + text.slice(at + 1 + r.below(2));
    else text = text.slice(0, at) + r.pick(ALPHABET) + text.slice(kind === 2 ? at : at + 1);
  }
  return Buffer.from(text, "latin1");
}

for (const release of RELEASES) {
  const data = await dataCases(release);
  for (const [file, cases] of data) {
    test(`OTP ${release}, ${file}`, (t) => compare(t, release, file, cases, KNOWN));
  }
  test(`OTP ${release}, ${MUTATED} patterns with changes, seed ${SEED}`, (t) => {
    const r = new Random(SEED);
    const isKnown = (file: string, line: number) => KNOWN[`${release}/${file}:${line}`] !== undefined;
    const all = [...data].flatMap(([file, cases]) => cases.filter(({ line }) => !isKnown(file, line)));
    const cases: Case[] = [];
    for (let i = 0; i < MUTATED; i++) {
      const c = r.pick(all);
      const subjects = c.subjects.filter((s) => s.bytes.length < 100).slice(0, 2);
      cases.push({ line: i, pattern: mutate(r, c.pattern), options: c.options, subjects });
    }
    return compare(t, release, "changed", cases);
  });
}
