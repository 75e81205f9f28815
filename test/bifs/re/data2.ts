/** As data.ts, for the format of PCRE2's test program: options are words after the pattern and after `\=` in a subject. */
import { readFileSync } from "node:fs";
import type { Case, Subject } from "./data.ts";

const DELIMITERS = "/!\"'`-=_:;,%&@~";

const OPTIONS: Readonly<Record<string, string>> = {
  utf: "unicode",
  ucp: "ucp",
  caseless: "caseless",
  multiline: "multiline",
  dotall: "dotall",
  extended: "extended",
  anchored: "anchored",
  dollar_endonly: "dollar_endonly",
  ungreedy: "ungreedy",
  no_auto_capture: "no_auto_capture",
  dupnames: "dupnames",
  firstline: "firstline",
  never_utf: "never_utf",
  no_start_optimize: "no_start_optimize",
};
const LETTERS: Readonly<Record<string, string>> = { i: "caseless", m: "multiline", s: "dotall", n: "no_auto_capture" };
/** What changes the test program's output, not the match. */
const NEUTRAL =
  /^(g|global|altglobal|B|I|info|mark|aftertext|allaftertext|startchar|bincode|fullbincode|debug|memory|framesize|no_auto_possess|no_dotstar_anchor|optimization_none|auto_callout|callout_info|jit.*|jitfast|jitverify|expand|hex|push|pushcopy|use_length|allusedtext|allcaptures|no_jit|jitstack=.*|replace=.*|substitute_.*|convert.*|get=.*|copy=.*|getall|stackguard=.*|subject_literal|zero_terminate|posix.*)$/;

export function readCases2(file: string): Case[] {
  const lines = readFileSync(file, "latin1").split("\n");
  const cases: Case[] = [];
  let i = 0;
  while (i < lines.length) {
    const line = lines[i] as string;
    const delimiter = line[0] ?? "";
    if (delimiter === "" || !DELIMITERS.includes(delimiter) || /^-{5}/.test(line)) {
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
    const modifiers = text.slice(close + 1);
    const options = modifiersToOptions(modifiers);
    const utf = options?.includes("unicode") ?? false;
    const subjects: Subject[] = [];
    while (i < lines.length && !startsPattern(lines[i] as string)) {
      const l = lines[i++] as string;
      if (!l.startsWith("    ") || l.startsWith("    \\= ") || l.trim() === "\\=") continue;
      const s = subject(l.replace(/^\s+/, "").replace(/\s+$/, ""), utf);
      if (s !== undefined) subjects.push(s);
    }
    const pattern = patternBytes(text.slice(0, close), modifiers);
    if (options !== undefined && pattern !== undefined) cases.push({ line: at + 1, pattern, options, subjects });
  }
  return cases;
}

function patternBytes(text: string, modifiers: string): Uint8Array | undefined {
  if (/\bexpand\b/.test(modifiers)) return undefined;
  if (!/\bhex\b/.test(modifiers)) return Buffer.from(text, "latin1");
  const bytes: number[] = [];
  for (const m of text.matchAll(/'([^']*)'|"([^"]*)"|([0-9a-fA-F]{2})|(\S)/g)) {
    if (m[4] !== undefined) return undefined;
    if (m[3] !== undefined) bytes.push(Number.parseInt(m[3], 16));
    else bytes.push(...Buffer.from(m[1] ?? m[2] ?? "", "latin1"));
  }
  return Uint8Array.from(bytes);
}

function startsPattern(line: string): boolean {
  return line !== "" && DELIMITERS.includes(line[0] as string) && !/^-{5}/.test(line);
}

function closing(text: string, delimiter: string): number {
  for (let k = 0; k < text.length; k++) {
    if (text[k] === "\\") k++;
    else if (text[k] === delimiter) return k;
  }
  return -1;
}

function modifiersToOptions(text: string): string[] | undefined {
  const out = new Set<string>();
  for (const [n, word] of text.trim().split(",").entries()) {
    const w = word.trim();
    const convention = /^(newline|bsr)=(\w+)$/.exec(w);
    if (w === "") continue;
    if (OPTIONS[w] !== undefined) out.add(OPTIONS[w] as string);
    else if (convention?.[1] === "newline" && /^(cr|lf|crlf|any|anycrlf)$/i.test(convention[2] as string)) {
      out.add(`{newline,${(convention[2] as string).toLowerCase()}}`);
    } else if (convention?.[1] === "bsr" && /^(anycrlf|unicode)$/i.test(convention[2] as string)) {
      out.add(`bsr_${(convention[2] as string).toLowerCase()}`);
    } else if (NEUTRAL.test(w)) continue;
    else if (n === 0 && /^[BIgimnsx]+$/.test(w) && !w.includes("xx")) {
      for (const c of w) {
        if (LETTERS[c] !== undefined) out.add(LETTERS[c] as string);
        else if (c === "x") out.add("extended");
      }
    } else return undefined;
  }
  return [...out];
}

const CONTROLS: Readonly<Record<string, number>> = { a: 7, b: 8, e: 27, f: 12, n: 10, r: 13, t: 9, v: 11 };
const RUN_OPTIONS = /^(anchored|notbol|noteol|notempty|notempty_atstart|offset=\d+)$/;

function subject(text: string, utf: boolean): Subject | undefined {
  const bytes: number[] = [];
  const options: string[] = [];
  let group = -1;
  const put = (code: number, wide: boolean): boolean => {
    if (!wide || !utf) {
      if (code > 255) return false;
      bytes.push(code);
      return true;
    }
    if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return false;
    bytes.push(...Buffer.from(String.fromCodePoint(code)));
    return true;
  };
  for (let k = 0; k < text.length; k++) {
    const c = text[k] as string;
    const rest = text.slice(k);
    const repeat = group >= 0 ? /^\]\{(\d+)\}/.exec(rest) : null;
    if (repeat !== null) {
      const part = bytes.slice(group);
      if (part.length * Number(repeat[1]) > 20000) return undefined;
      for (let n = 1; n < Number(repeat[1]); n++) bytes.push(...part);
      k += repeat[0].length - 1;
      group = -1;
      continue;
    }
    if (c !== "\\") {
      bytes.push(c.charCodeAt(0));
      continue;
    }
    const coded = /^\\(?:x\{([0-9a-fA-F]+)\}|o\{([0-7]+)\}|N\{U\+([0-9a-fA-F]+)\})/.exec(rest);
    const hex = /^\\x([0-9a-fA-F]{1,2})/.exec(rest);
    const octal = /^\\([0-7]{1,3})/.exec(rest);
    const d = text[k + 1];
    if (d === undefined) break;
    if (coded !== null) {
      const code =
        coded[2] !== undefined ? Number.parseInt(coded[2], 8) : Number.parseInt(coded[1] ?? coded[3] ?? "", 16);
      if (!put(code, true)) return undefined;
      k += coded[0].length - 1;
    } else if (hex !== null) {
      put(Number.parseInt(hex[1] as string, 16), false);
      k += hex[0].length - 1;
    } else if (octal !== null) {
      if (!put(Number.parseInt(octal[1] as string, 8), true)) return undefined;
      k += octal[0].length - 1;
    } else if (CONTROLS[d] !== undefined) {
      bytes.push(CONTROLS[d] as number);
      k++;
    } else if (d === "[") {
      group = bytes.length;
      k++;
    } else if (d === "=") {
      for (const w of text.slice(k + 2).split(",")) {
        const word = w.trim();
        if (RUN_OPTIONS.test(word)) options.push(word.startsWith("offset") ? `{offset,${word.slice(7)}}` : word);
        else if (!NEUTRAL.test(word) && !/^(ovector=|callout|null_context|copy_matched|mark|find_limits)/.test(word)) {
          return undefined;
        }
      }
      break;
    } else if (/[A-Za-z]/.test(d)) return undefined;
    else {
      bytes.push(d.charCodeAt(0));
      k++;
    }
  }
  const offset = Number(/offset,(\d+)/.exec(options.join())?.[1] ?? 0);
  return offset > bytes.length ? undefined : { bytes: Uint8Array.from(bytes), options };
}
