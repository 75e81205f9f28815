/**
 * OTP's own test data for regular expressions (stdlib's re_SUITE_data, in PCRE's testoutput format), read as patterns with
 * subjects. The expected results in the files are not used: real OTP is asked for the same patterns and subjects.
 */
import { readFileSync } from "node:fs";

export interface Subject {
  readonly bytes: Uint8Array;
  /** Options of re:run/3 as Erlang text. */
  readonly options: readonly string[];
}

export interface Case {
  readonly line: number;
  readonly pattern: Uint8Array;
  /** Options of re:compile/2 as Erlang text. */
  readonly options: readonly string[];
  readonly subjects: readonly Subject[];
}

const DELIMITERS = "/!\"'`-=_:;,%&@~";

const FLAGS: Readonly<Record<string, string>> = {
  i: "caseless",
  m: "multiline",
  s: "dotall",
  x: "extended",
  A: "anchored",
  E: "dollar_endonly",
  U: "ungreedy",
  N: "no_auto_capture",
  J: "dupnames",
  f: "firstline",
  "8": "unicode",
  W: "ucp",
  Y: "no_start_optimize",
  "9": "never_utf",
};
/** Flags of the test program that change nothing here. */
const NEUTRAL = "g+BDIZMKCS=?GO|1\n";

export function readCases(file: string): Case[] {
  const lines = readFileSync(file, "latin1").split("\n");
  const cases: Case[] = [];
  let i = 0;
  while (i < lines.length) {
    const line = lines[i] as string;
    const delimiter = line[0] ?? "";
    if (delimiter === "" || !DELIMITERS.includes(delimiter) || line.startsWith("--")) {
      i++;
      continue;
    }
    const at = i;
    let text = line.slice(1);
    let close = closing(text, delimiter);
    while (close < 0 && i + 1 < lines.length) {
      text += `\n${lines[++i]}`;
      close = closing(text, delimiter);
    }
    i++;
    if (close < 0) continue;
    const options = flags(text.slice(close + 1));
    const utf = options?.includes("unicode") ?? false;
    const subjects: Subject[] = [];
    while (i < lines.length && !startsPattern(lines[i] as string)) {
      const l = lines[i++] as string;
      if (l.startsWith("    ")) {
        const s = subject(l.replace(/^\s+/, "").replace(/\s+$/, ""), utf);
        if (s !== undefined) subjects.push(s);
      }
    }
    if (options === undefined) continue;
    cases.push({ line: at + 1, pattern: Buffer.from(text.slice(0, close), "latin1"), options, subjects });
  }
  return cases;
}

function startsPattern(line: string): boolean {
  return line !== "" && DELIMITERS.includes(line[0] as string) && !line.startsWith("--") && !line.startsWith("---");
}

function closing(text: string, delimiter: string): number {
  for (let k = 0; k < text.length; k++) {
    if (text[k] === "\\") k++;
    else if (text[k] === delimiter) return k;
  }
  return -1;
}

function flags(text: string): string[] | undefined {
  const out: string[] = [];
  for (let k = 0; k < text.length; k++) {
    const c = text[k] as string;
    if (c === "<") {
      const end = text.indexOf(">", k);
      const word = text.slice(k + 1, end).toLowerCase();
      if (word === "bsr_anycrlf" || word === "bsr_unicode") out.push(word);
      else if (["cr", "lf", "crlf", "any", "anycrlf"].includes(word)) out.push(`{newline,${word}}`);
      else return undefined;
      k = end;
    } else if (FLAGS[c] !== undefined) out.push(FLAGS[c] as string);
    else if (c === "P" || c === "T" || c === "L" || c === "F" || c === "X" || c === "<") return undefined;
    else if (!NEUTRAL.includes(c) && c.trim() !== "") {
      // An unknown flag, or what follows the flags of PCRE2's test program.
      if (/[a-zA-Z]/.test(c)) return undefined;
    }
  }
  return out;
}

const CONTROLS: Readonly<Record<string, number>> = { a: 7, b: 8, e: 27, f: 12, n: 10, r: 13, t: 9, v: 11 };

function subject(text: string, utf: boolean): Subject | undefined {
  const bytes: number[] = [];
  const options: string[] = [];
  for (let k = 0; k < text.length; k++) {
    const c = text[k] as string;
    if (c !== "\\") {
      bytes.push(c.charCodeAt(0));
      continue;
    }
    const d = text[++k];
    if (d === undefined) break;
    if (CONTROLS[d] !== undefined) bytes.push(CONTROLS[d] as number);
    else if (d === "x") {
      const braced = /^\{([0-9a-fA-F]+)\}/.exec(text.slice(k + 1));
      if (braced !== null) {
        k += braced[0].length;
        const code = Number.parseInt(braced[1] as string, 16);
        if (utf) {
          if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return undefined;
          bytes.push(...Buffer.from(String.fromCodePoint(code)));
        } else if (code > 255) return undefined;
        else bytes.push(code);
      } else {
        const hex = /^[0-9a-fA-F]{1,2}/.exec(text.slice(k + 1));
        bytes.push(hex === null ? 0 : Number.parseInt(hex[0], 16));
        k += hex?.[0].length ?? 0;
      }
    } else if (d >= "0" && d <= "7") {
      const octal = (/^[0-7]{1,3}/.exec(text.slice(k)) as RegExpExecArray)[0];
      bytes.push(Number.parseInt(octal, 8) & 255);
      k += octal.length - 1;
    } else if (d === "A") options.push("anchored");
    else if (d === "B") options.push("notbol");
    else if (d === "Z") options.push("noteol");
    else if (d === "N") {
      options.push(options.includes("notempty") ? "notempty_atstart" : "notempty");
    } else if (d === ">") {
      const n = /^\d+/.exec(text.slice(k + 1));
      if (n === null) return undefined;
      options.push(`{offset,${n[0]}}`);
      k += n[0].length;
    } else if (d === "<") {
      const end = text.indexOf(">", k);
      const word = text.slice(k + 1, end).toLowerCase();
      if (!["cr", "lf", "crlf", "any", "anycrlf"].includes(word)) return undefined;
      options.push(`{newline,${word}}`);
      k = end;
    } else if (d === "C" || d === "G" || d === "O") {
      const more = /^[-+!*]?\w*/.exec(text.slice(k + 1));
      k += more?.[0].length ?? 0;
    } else if ("SMQqLDPRFY?=".includes(d)) {
      if (d !== "S" && d !== "M" && d !== "Q" && d !== "q" && d !== "L") return undefined;
    } else bytes.push(d.charCodeAt(0));
  }
  const offset = Number(/offset,(\d+)/.exec(options.join())?.[1] ?? 0);
  // Beyond the subject's end OTP up to 27 dies of an internal error.
  return offset > bytes.length ? undefined : { bytes: Uint8Array.from(bytes), options };
}

/** An Erlang binary as text. */
export function erlangBinary(bytes: Uint8Array): string {
  return `<<${Array.from(bytes).join(",")}>>`;
}
