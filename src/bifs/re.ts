/**
 * re: regular expressions. A chunk of its own: `RE` is an extension of a VM.
 *
 * The engine is in re/: pattern -> syntax tree (parse.ts, check.ts) -> program (program.ts) -> matcher (matcher.ts).
 * A match runs in slices: when its reductions are used up the process yields with the matcher, which is plain data, in a
 * reference, as OTP does.
 * A compiled pattern of OTP 25 and 27 is a binary with the pattern's text and options; of OTP 29 it is a reference.
 * OTP: erl_bif_re.c; the rest is Erlang code in re.erl, which gets what needs it from here (`urun`, `grun`, `ucompile`).
 */
import { atoms, FALSE, TRUE } from "../term/atom.ts";
import { binary, Bits, bytesOf, fromUtf8String } from "../term/bits.ts";
import { Cons, listFromArray, listFromString, NIL } from "../term/list.ts";
import { Ref } from "../term/identifier.ts";
import type { Term } from "../term/term.ts";
import { type Tuple, Tuple5, tuple, tuple2, tuple3 } from "../term/tuple.ts";
import { crc32 } from "../util/checksum.ts";
import { latin1Decode } from "../util/utf8.ts";
import { type Bif, bifTable } from "../runtime/bif.ts";
import type { Exec } from "../runtime/exec.ts";
import type { Extension } from "../runtime/extension.ts";
import { iolistBytes } from "../runtime/iodata.ts";
import { LOOP_LIMITS } from "../runtime/long_work.ts";
import { nativePoint } from "../runtime/point.ts";
import { RegexSource } from "../runtime/regex_source.ts";
import { makeResource, resource } from "../runtime/resource.ts";
import type { Result } from "../runtime/signal.ts";
import { StateKey } from "../runtime/state.ts";
import type { Vm } from "../runtime/vm.ts";
import { type Capture, CAPTURE_ALL, captured, distinctNames, parseCapture } from "./re/capture.ts";
import { compile, type CompileError, Regex } from "./re/compile.ts";
import { Matcher, Outcome } from "./re/matcher.ts";
import * as O from "./re/options.ts";
import { type Options, parseOptions } from "./re/run_options.ts";
import { utf8Error } from "./re/utf8_error.ts";

const A = atoms(
  "ok",
  "error",
  "re",
  "re_pattern",
  "re_exported_pattern",
  "nomatch",
  "match_limit",
  "match_limit_recursion",
  "compile",
  "badopt",
  "namelist",
  "list",
  "urun",
  "grun",
  "ucompile",
  "internal_error",
);

function dialectOf(vm: Vm): O.Dialect {
  return vm.release.pcre2 ? 2 : 1;
}

// -- Compiled patterns.

/** Patterns compiled lately, by text and options: programs that give the text each time need not wait each time. */
class Cache {
  private readonly recent = new Map<string, Regex>();
  /** By the binary that stands for it. */
  readonly byBinary = new WeakMap<Bits, Regex>();
  compile(bytes: Uint8Array, options: O.CompileOptions, dialect: O.Dialect): Regex | CompileError {
    if (bytes.length > CACHED_LENGTH) return compile(bytes, options, dialect);
    const key = `${options.bits},${options.newline},${options.bsr},${latin1Decode(bytes)}`;
    let regex = this.recent.get(key);
    if (regex === undefined) {
      const made = compile(bytes, options, dialect);
      if (!(made instanceof Regex)) return made;
      regex = made;
    } else this.recent.delete(key);
    this.recent.set(key, regex);
    if (this.recent.size > CACHED) this.recent.delete(this.recent.keys().next().value as string);
    return regex;
  }
}
const CACHED = 256;
const CACHED_LENGTH = 1000;
const CACHE = new StateKey(() => new Cache());

/** First bytes of a compiled pattern's binary: a name and the version of what follows. */
const MAGIC = [0x47, 0x4c, 0x52, 0x45, 0, 1, 0, 0];
const HEADER = MAGIC.length + 6;

function encodeRegex(bytes: Uint8Array, o: O.CompileOptions): Bits {
  const out = new Uint8Array(HEADER + bytes.length);
  out.set(MAGIC);
  const view = new DataView(out.buffer);
  view.setUint32(MAGIC.length, o.bits);
  out[HEADER - 2] = o.newline;
  out[HEADER - 1] = o.bsr;
  out.set(bytes, HEADER);
  return binary(out);
}

/** What `encodeRegex` was given; undefined for any other binary. */
function decode(b: Bits): { readonly bytes: Uint8Array; readonly options: O.CompileOptions } | undefined {
  if ((b.size & 7) !== 0 || b.size < HEADER * 8) return undefined;
  const bytes = bytesOf(b);
  for (let i = 0; i < MAGIC.length; i++) if (bytes[i] !== MAGIC[i]) return undefined;
  const bits = new DataView(bytes.buffer, bytes.byteOffset, HEADER).getUint32(MAGIC.length);
  const [newline, bsr] = bytes.subarray(HEADER - 2, HEADER) as unknown as [number, number];
  return { bytes: bytes.slice(HEADER), options: { bits, newline, bsr } };
}

/** The pattern in a binary that `encodeRegex` made; undefined for any other. */
function decodeRegex(x: Exec, b: Bits): Regex | undefined {
  const cache = x.vm.state(CACHE);
  const known = cache.byBinary.get(b);
  if (known !== undefined) return known;
  const made = decode(b);
  const regex = made && cache.compile(made.bytes, made.options, 1);
  if (!(regex instanceof Regex)) return undefined;
  cache.byBinary.set(b, regex);
  return regex;
}

/** What stands for a compiled pattern: OTP 29 has a reference there. */
function codeTerm(x: Exec, regex: Regex, bytes: Uint8Array, o: O.CompileOptions): Term {
  if (dialectOf(x.vm) === 2) return makeResource(x, new RegexSource(bytes, o.bits, o.newline, o.bsr, regex));
  const code = encodeRegex(bytes, o);
  x.vm.state(CACHE).byBinary.set(code, regex);
  return code;
}

/** `{re_pattern, Groups, Unicode, UseCrLf, Code}`. */
function patternTerm(regex: Regex, unicode: boolean, code: Term): Tuple {
  const crlf = regex.newline === O.NL_ANY || regex.newline === O.NL_CRLF || regex.newline === O.NL_ANYCRLF;
  return tuple(A.re_pattern, regex.groups, unicode ? 1 : 0, crlf ? 1 : 0, code);
}

/** The pattern of a `{re_pattern, ...}`; undefined: it is none. */
function regexOf(x: Exec, t: Term): Regex | undefined {
  if (!(t instanceof Tuple5) || t.e0 !== A.re_pattern) return undefined;
  if (typeof t.e1 !== "number" || typeof t.e2 !== "number" || typeof t.e3 !== "number") return undefined;
  if (t.e4 instanceof Ref) return sourceRegex(x, resource(t.e4, RegexSource));
  return t.e4 instanceof Bits && dialectOf(x.vm) === 1 ? decodeRegex(x, t.e4) : undefined;
}

/** It was compiled before; perhaps in another VM, of which this one is a copy. */
function sourceRegex(x: Exec, s: RegexSource | undefined): Regex | undefined {
  if (s !== undefined) s.compiled ??= x.vm.state(CACHE).compile(s.bytes, s, 2);
  return s?.compiled as Regex | undefined;
}

function compileOptions(o: Options): O.CompileOptions {
  return { bits: o.compile, newline: o.newline, bsr: o.bsr };
}

function errorTerm(e: CompileError, tag: Term | undefined): Term {
  const what = tuple2(listFromString(e.text), e.offset);
  return tuple2(A.error, tag === undefined ? what : tuple2(tag, what));
}

function compile_1(x: Exec, pattern: Term): Result {
  return compile_2(x, pattern, NIL);
}

function compile_2(x: Exec, pattern: Term, options: Term): Result {
  const o = parseOptions(options, dialectOf(x.vm));
  if (o === undefined || o.runOnly) return x.badargCause(A.badopt);
  if (o.unicode && !(pattern instanceof Bits)) {
    return x.vm.export(A.re, A.ucompile, 2).f(pattern, options) as Result;
  }
  const bytes = iolistBytes(pattern);
  if (bytes === undefined) return x.badarg();
  const dialect = dialectOf(x.vm);
  const made = compileOptions(o);
  const regex = x.vm.state(CACHE).compile(bytes, made, dialect);
  x.reds -= bytes.length;
  if (!(regex instanceof Regex)) return errorTerm(regex, undefined);
  if (o.export) return tuple2(A.ok, exported(bytes, options, o));
  return tuple2(A.ok, patternTerm(regex, o.unicode, codeTerm(x, regex, bytes, made)));
}

// -- OTP 29: patterns that leave the node.

/** The title, a checksum of the code, the version of the code, whether the pattern is UTF-8. */
const EXPORT_TITLE = "re-PCRE2";
const EXPORT_HEADER = EXPORT_TITLE.length + 6;
/** No version that OTP knows: it compiles the text then, as `import_1` does with OTP's. */
const EXPORT_ENCODING = 255;

function exported(bytes: Uint8Array, options: Term, o: Options): Tuple {
  const code = encodeRegex(bytes, compileOptions(o));
  const header = new Uint8Array(EXPORT_HEADER);
  for (let i = 0; i < EXPORT_TITLE.length; i++) header[i] = EXPORT_TITLE.charCodeAt(i);
  new DataView(header.buffer).setUint32(EXPORT_TITLE.length, crc32(0, bytesOf(code)));
  header[EXPORT_HEADER - 2] = EXPORT_ENCODING;
  header[EXPORT_HEADER - 1] = o.unicode ? 1 : 0;
  return tuple(A.re_exported_pattern, binary(header), binary(bytes.slice()), options, code);
}

/** Code of ours counts, whatever text and options stand beside it; those are compiled where the code is another's. */
function import_1(x: Exec, t: Term): Result {
  if (!(t instanceof Tuple5) || t.e0 !== A.re_exported_pattern) return x.badarg();
  const { e1: header, e2: text, e3: options, e4: code } = t;
  if (!(header instanceof Bits) || (header.size & 7) !== 0) return x.badarg();
  const h = bytesOf(header);
  if (h.length < EXPORT_HEADER || latin1Decode(h, 0, EXPORT_TITLE.length) !== EXPORT_TITLE) return x.badarg();
  if (h[EXPORT_HEADER - 2] === EXPORT_ENCODING) {
    if (!(code instanceof Bits) || (code.size & 7) !== 0) return x.badarg();
    const sum = new DataView(h.buffer, h.byteOffset).getUint32(EXPORT_TITLE.length);
    if (sum !== crc32(0, bytesOf(code))) return x.badarg();
    const known = decode(code);
    if (known !== undefined) return imported(x, known.bytes, known.options, h[EXPORT_HEADER - 1] !== 0);
    if (code.size < HEADER * 8) return x.badarg();
  }
  const o = parseOptions(options, 2);
  if (o === undefined || o.runOnly) return x.badargCause(A.badopt);
  if (!(text instanceof Bits) || (text.size & 7) !== 0) return x.badarg();
  return imported(x, bytesOf(text), compileOptions(o), o.unicode);
}

function imported(x: Exec, bytes: Uint8Array, o: O.CompileOptions, unicode: boolean): Result {
  const regex = x.vm.state(CACHE).compile(bytes, o, 2);
  return regex instanceof Regex ? patternTerm(regex, unicode, codeTerm(x, regex, bytes, o)) : x.badarg();
}

// -- Running.

/** A match under way. */
class Run {
  readonly matcher: Matcher;
  readonly capture: Capture;
  readonly subject: Term;
  readonly bytes: Uint8Array;
  readonly reportErrors: boolean;
  readonly groups: number;
  constructor(
    matcher: Matcher,
    capture: Capture,
    subject: Term,
    bytes: Uint8Array,
    reportErrors: boolean,
    groups: number,
  ) {
    this.matcher = matcher;
    this.capture = capture;
    this.subject = subject;
    this.bytes = bytes;
    this.reportErrors = reportErrors;
    this.groups = groups;
  }
}

/** Steps for a reduction, as OTP counts them (LOOP_FACTOR). */
const STEPS = 10;
/** OTP's MATCH_LIMIT. */
const LIMIT = 10_000_000;

/** Goes on with a match after a yield. */
const REST = nativePoint("re:run/rest", 1, (x, _r, frame, at) => {
  return proceed(x, resource(frame[at + 1] as Term, Run) as Run, frame[at + 1] as Ref);
});

function proceed(x: Exec, run: Run, ref: Ref | undefined): Result {
  const budget = Math.min(Math.max(x.reds, 10) * STEPS, x.vm.state(LOOP_LIMITS).re);
  const outcome = run.matcher.run(budget);
  if (outcome === Outcome.Running) return x.yield(REST, ref ?? makeResource(x, run));
  x.reds -= run.matcher.spent(budget) / STEPS;
  if (outcome === Outcome.Match) return matched(run);
  if (outcome === Outcome.BadStart) return x.error(A.internal_error);
  if (run.reportErrors && outcome === Outcome.MatchLimit) return tuple2(A.error, A.match_limit);
  if (run.reportErrors && outcome === Outcome.DepthLimit) return tuple2(A.error, A.match_limit_recursion);
  return A.nomatch;
}

function matched(run: Run): Term {
  const { matcher } = run;
  const { v } = matcher;
  v[0] = matcher.matchStart;
  v[1] = matcher.matchEnd;
  let count = run.groups + 1;
  while (count > 1 && (v[(count - 1) * 2] as number) < 0) count--;
  return captured(run.capture, v, count, run.subject, run.bytes);
}

function run(x: Exec, subject: Term, pattern: Term, options: Term, first: boolean): Result {
  const dialect = dialectOf(x.vm);
  const o = parseOptions(options, dialect);
  if (o === undefined || o.export) return x.badargCause(A.badopt);
  const asList = o.capture !== undefined && o.capture.type === A.list && !o.global;
  const urun = (): Result => x.vm.export(A.re, A.urun, 3).f(subject, pattern, options) as Result;
  let regex: Regex;
  if (pattern instanceof Tuple5) {
    if (o.compileOnly) return x.badarg();
    const known = regexOf(x, pattern);
    if (known === undefined) return x.badarg();
    if (pattern.e2 !== 0 && (!(subject instanceof Bits) || asList)) return urun();
    if (o.global) {
      return x.vm.export(A.re, A.grun, 3).f(subject, pattern, tuple2(options, FALSE)) as Result;
    }
    if (dialect === 2) {
      // PCRE2 knows these when compiling only: giving others now is an error.
      if (o.newline !== 0 && o.newline !== known.newline) return x.badarg();
      if (o.bsr !== 0 && o.bsr !== (known.bsr === 0 ? O.BSR_UNICODE : known.bsr)) return x.badarg();
    }
    regex = known;
  } else {
    if (!(pattern instanceof Bits || pattern instanceof Cons)) return x.badarg();
    if (o.unicode && (!(pattern instanceof Bits) || !(subject instanceof Bits) || asList)) return urun();
    const bytes = iolistBytes(pattern);
    if (bytes === undefined) return x.badarg();
    const made = compileOptions(o);
    const compiled = x.vm.state(CACHE).compile(bytes, made, dialect);
    if (!(compiled instanceof Regex)) return o.reportErrors ? errorTerm(compiled, A.compile) : x.badarg();
    if (o.global) {
      const term = patternTerm(compiled, o.unicode, codeTerm(x, compiled, bytes, made));
      const grun = x.vm.export(A.re, A.grun, 3);
      return grun.f(subject, term, tuple3(options, o.compileOnly ? TRUE : FALSE, pattern)) as Result;
    }
    regex = compiled;
  }
  return start(x, subject, regex, o, first);
}

function start(x: Exec, subject: Term, regex: Regex, o: Options, first: boolean): Result {
  let capture = CAPTURE_ALL;
  if (o.capture !== undefined) {
    const wanted = parseCapture(regex, o.capture.values, o.capture.type);
    if (wanted === undefined) return x.badarg();
    capture = wanted;
  }
  const bytes = iolistBytes(subject);
  if (bytes === undefined) return x.badarg();
  if (o.offset > bytes.length) return dialectOf(x.vm) === 2 ? x.badarg() : x.error(A.internal_error);
  if ((regex.bits & O.UTF) !== 0) {
    if (first && utf8Error(bytes.subarray(checkedFrom(regex, bytes, o.offset))) !== undefined) return x.badarg();
    if (o.offset < bytes.length && ((bytes[o.offset] as number) & 0xc0) === 0x80) return x.badarg();
  }
  const matcher = new Matcher(regex, bytes, {
    bits: o.match,
    start: o.offset,
    newline: dialectOf(x.vm) === 1 ? o.newline : 0,
    bsr: dialectOf(x.vm) === 1 ? o.bsr : 0,
    matchLimit: o.matchLimit ?? LIMIT,
    depthLimit: o.depthLimit ?? LIMIT,
  });
  return proceed(x, new Run(matcher, capture, subject, bytes, o.reportErrors, regex.groups), undefined);
}

/** Where the subject has to be UTF-8 from: PCRE2 looks no farther back than the pattern does. */
function checkedFrom(regex: Regex, bytes: Uint8Array, offset: number): number {
  if (regex.program.dialect === 1) return 0;
  let at = offset;
  for (let i = regex.maxLookbehind; i > 0 && at > 0; i--) {
    at--;
    while (at > 0 && ((bytes[at] as number) & 0xc0) === 0x80) at--;
  }
  return at;
}

function run_2(x: Exec, subject: Term, pattern: Term): Result {
  return run(x, subject, pattern, NIL, true);
}

function run_3(x: Exec, subject: Term, pattern: Term, options: Term): Result {
  return run(x, subject, pattern, options, true);
}

function internal_run_4(x: Exec, subject: Term, pattern: Term, options: Term, first: Term): Result {
  if (first !== TRUE && first !== FALSE) return x.badarg();
  return run(x, subject, pattern, options, first === TRUE);
}

function inspect_2(x: Exec, pattern: Term, item: Term): Result {
  const regex = regexOf(x, pattern);
  if (regex === undefined || item !== A.namelist) return x.badarg();
  const names = distinctNames(regex).map((name) => binary(Uint8Array.from(name, (c) => c.charCodeAt(0))));
  return tuple2(A.namelist, listFromArray(names));
}

/**
 * OTP's own version, with an addition: a program that carries a pattern compiled by the real library (Elixir puts it into
 * .beam files) compares versions and compiles the text again where they differ.
 */
const VERSIONS = { 25: "8.44 2020-02-12 gluon", 27: "8.45 2021-06-15 gluon", 29: "10.47 2025-10-21" } as const;

function version_0(x: Exec): Result {
  return fromUtf8String(VERSIONS[x.vm.release.otp]);
}

export const RE_BIFS: readonly Bif[] = bifTable("re", {
  "compile/1": { doc: "`{ok, Pattern}` or `{error, {Text, Offset}}`.", fn: compile_1 },
  "compile/2": { doc: "`{ok, Pattern}` or `{error, {Text, Offset}}`; badarg for unknown options.", fn: compile_2 },
  "run/2": { doc: "`{match, Captured}` or `nomatch`. Yields.", fn: run_2 },
  "run/3": { doc: "`{match, Captured}`, `match`, `nomatch` or an error that was asked for. Yields.", fn: run_3 },
  "internal_run/4": {
    doc: "As run/3; the last argument tells whether the subject must be checked.",
    fn: internal_run_4,
  },
  "inspect/2": { doc: "`{namelist, Names}` of a pattern.", fn: inspect_2 },
  "version/0": { doc: "The library's version.", fn: version_0 },
  "import/1": { doc: "The pattern of an exported one.", fn: import_1, releases: [29] },
});

/** Regular expressions as an extension of a VM. */
export const RE: Extension = { name: "re", bifs: RE_BIFS };
