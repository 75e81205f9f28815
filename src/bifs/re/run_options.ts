/**
 * The option lists of re:compile/2 and re:run/3.
 * OTP: parse_options() in erl_bif_re.c.
 */
import { type Atom, atoms } from "../../term/atom.ts";
import { Cons, NIL } from "../../term/list.ts";
import type { Term } from "../../term/term.ts";
import { Tuple, Tuple2, Tuple3 } from "../../term/tuple.ts";
import * as O from "./options.ts";

const A = atoms("capture", "offset", "match_limit", "match_limit_recursion", "newline", "index");

/** What the list holds. */
export interface Options {
  compile: number;
  match: number;
  newline: number;
  bsr: number;
  /** Some option is for compiling only, or for running only. */
  compileOnly: boolean;
  runOnly: boolean;
  unicode: boolean;
  global: boolean;
  reportErrors: boolean;
  export: boolean;
  offset: number;
  matchLimit: number | undefined;
  depthLimit: number | undefined;
  capture: { values: Term; type: Term } | undefined;
}

const INT_MAX = 0x7fffffff;

const COMPILE: Readonly<Record<string, number>> = {
  caseless: O.CASELESS,
  dollar_endonly: O.DOLLAR_ENDONLY,
  dotall: O.DOTALL,
  extended: O.EXTENDED,
  firstline: O.FIRSTLINE,
  multiline: O.MULTILINE,
  no_auto_capture: O.NO_AUTO_CAPTURE,
  dupnames: O.DUPNAMES,
  ungreedy: O.UNGREEDY,
  ucp: O.UCP,
  never_utf: O.NEVER_UTF,
  no_start_optimize: O.NO_START_OPTIMIZE,
};
const RUN: Readonly<Record<string, number>> = {
  notempty: O.NOTEMPTY,
  notempty_atstart: O.NOTEMPTY_ATSTART,
  notbol: O.NOTBOL,
  noteol: O.NOTEOL,
};
const NEWLINES: Readonly<Record<string, number>> = {
  cr: O.NL_CR,
  lf: O.NL_LF,
  crlf: O.NL_CRLF,
  any: O.NL_ANY,
  anycrlf: O.NL_ANYCRLF,
  nul: O.NL_NUL,
};

/** The options of a list; undefined when it is malformed or has an unknown one. */
export function parseOptions(list: Term, dialect: O.Dialect): Options | undefined {
  const o: Options = {
    compile: 0,
    match: 0,
    newline: 0,
    bsr: 0,
    compileOnly: false,
    runOnly: false,
    unicode: false,
    global: false,
    reportErrors: false,
    export: false,
    offset: 0,
    matchLimit: undefined,
    depthLimit: undefined,
    capture: undefined,
  };
  let l = list;
  for (; l instanceof Cons && l !== NIL; l = l.tail) {
    const item = l.head;
    const ok = item instanceof Tuple ? pair(o, item, dialect) : isAtom(item) && flag(o, item.name, dialect);
    if (!ok) return undefined;
  }
  return l === NIL ? o : undefined;
}

function isAtom(t: Term): t is Atom {
  return typeof t === "object" && "name" in t && "hash" in t;
}

function int(t: Term): number | undefined {
  return typeof t === "number" && t >= 0 && t <= INT_MAX ? t : undefined;
}

function pair(o: Options, item: Tuple, dialect: O.Dialect): boolean {
  if (item instanceof Tuple3 && item.e0 === A.capture) {
    o.capture = { values: item.e1, type: item.e2 };
    o.runOnly = true;
    return true;
  }
  if (!(item instanceof Tuple2)) return false;
  const value = item.e1;
  switch (item.e0) {
    case A.capture:
      o.capture = { values: value, type: A.index };
      o.runOnly = true;
      return true;
    case A.offset:
    case A.match_limit:
    case A.match_limit_recursion: {
      const n = int(value);
      if (n === undefined) return false;
      if (item.e0 === A.offset) o.offset = n;
      else if (item.e0 === A.match_limit) o.matchLimit = n;
      else o.depthLimit = n;
      o.runOnly = true;
      return true;
    }
    case A.newline: {
      if (!isAtom(value)) return false;
      const n = Object.hasOwn(NEWLINES, value.name) ? (NEWLINES[value.name] as number) : 0;
      if (n === 0 || (n === O.NL_NUL && dialect === 1)) return false;
      // PCRE 8's options are bits of one word, where several are combined.
      o.newline = dialect === 1 ? o.newline | n : n;
      return true;
    }
    default:
      return false;
  }
}

function flag(o: Options, name: string, dialect: O.Dialect): boolean {
  if (Object.hasOwn(COMPILE, name)) {
    o.compile |= COMPILE[name] as number;
    o.compileOnly = true;
    return true;
  }
  if (Object.hasOwn(RUN, name)) {
    o.match |= RUN[name] as number;
    o.runOnly = true;
    return true;
  }
  switch (name) {
    case "anchored":
      o.compile |= O.ANCHORED;
      o.match |= O.MATCH_ANCHORED;
      return true;
    case "unicode":
      o.compile |= O.UTF;
      o.unicode = o.compileOnly = true;
      return true;
    case "report_errors":
      o.reportErrors = o.runOnly = true;
      return true;
    case "global":
      o.global = o.runOnly = true;
      return true;
    case "bsr_anycrlf":
      o.bsr = dialect === 1 ? o.bsr | O.BSR_ANYCRLF : O.BSR_ANYCRLF;
      return true;
    case "bsr_unicode":
      o.bsr = dialect === 1 ? o.bsr | O.BSR_UNICODE : O.BSR_UNICODE;
      return true;
    case "export":
      if (dialect === 1) return false;
      o.export = o.compileOnly = true;
      return true;
    default:
      return false;
  }
}
