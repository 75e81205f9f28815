/**
 * prim_tty: widths of characters and the terminal's control strings.
 * OTP: prim_tty_nif.c.
 */
import { atom, atoms, FALSE, TRUE } from "../../term/atom.ts";
import { binary } from "../../term/bits.ts";
import { listFromArray, listFromString, listToArray } from "../../term/list.ts";
import { mapFromPairs } from "../../term/map_ops.ts";
import type { Term } from "../../term/term.ts";
import { tuple2 } from "../../term/tuple.ts";
import { type Bif, bifTable } from "../../runtime/bif.ts";
import type { Exec } from "../../runtime/exec.ts";
import { iolistBytes } from "../../runtime/iodata.ts";
import type { Result } from "../../runtime/signal.ts";
import type { Vm } from "../../runtime/vm.ts";
import { StateKey } from "../../runtime/state.ts";
import { latin1Decode } from "../../util/utf8.ts";
import { TERMINAL } from "./terminal.ts";
import { type Capability, standard, type TerminfoEntry } from "./terminfo.ts";
import { tgoto, tparm, withoutPadding } from "./tparm.ts";
import { asciiWidth, wcwidth } from "./wcwidth.ts";

const A = atoms("ok", "error", "not_printable", "name", "code", "full_name", "bool", "num", "str");

/** A C `int`. */
function int(t: Term): number | undefined {
  return typeof t === "number" && t === (t | 0) ? t : undefined;
}

// -- Characters.

/** Does the C library know more than ASCII? Fixed when the terminal is first used. */
const WIDE = new StateKey((vm) => vm.state(TERMINAL).terminal.utf8());

function width(x: Exec, c: number): number {
  return x.vm.state(WIDE) ? wcwidth(c) : asciiWidth(c);
}

function isprint_1(x: Exec, c: Term): Result {
  const i = int(c);
  if (i === undefined) return x.badarg();
  // C takes a byte of it. No locale that is in use has printable single bytes beyond ASCII.
  const byte = i & 0xff;
  return byte >= 0x20 && byte < 0x7f ? TRUE : FALSE;
}

function wcwidth_1(x: Exec, c: Term): Result {
  const i = int(c);
  if (i === undefined) return x.badarg();
  const n = width(x, i);
  return n < 0 ? tuple2(A.error, A.not_printable) : n;
}

function wcswidth_1(x: Exec, chars: Term): Result {
  const bytes = iolistBytes(chars);
  if (bytes === undefined) return x.badarg();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let sum = 0;
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const c = view.getInt32(at, true);
    if (c === 0) break;
    const n = width(x, c);
    if (n < 0) return tuple2(A.error, A.not_printable);
    sum += n;
  }
  return tuple2(A.ok, sum);
}

function sizeof_wchar_0(): Result {
  return 4;
}

// -- Capabilities.

/** The terminal that the last `tgetent` or `setupterm` has found. */
class Found {
  entry: TerminfoEntry | undefined = undefined;
  /** Its name, and who has found it. */
  by: readonly [name: string, what: "tgetent" | "setupterm"] | undefined = undefined;
}
export const FOUND = new StateKey(() => new Found());

/** A C string: what stands before the NUL. undefined: no iolist. */
function text(t: Term): string | undefined {
  const bytes = iolistBytes(t);
  if (bytes === undefined) return undefined;
  const end = bytes.indexOf(0);
  return latin1Decode(end < 0 ? bytes : bytes.subarray(0, end));
}

function latin1(s: string): Term {
  return binary(Uint8Array.from(s, (c) => c.charCodeAt(0)));
}

function environment(x: Exec): Readonly<Record<string, string | undefined>> {
  return x.vm.host.env ?? {};
}

function size(x: Exec): readonly [number, number] | undefined {
  return x.vm.state(TERMINAL).terminal.size(1);
}

export function setUp(x: { readonly vm: Vm }, name: string, what: "tgetent" | "setupterm"): Result {
  const entry = x.vm.state(TERMINAL).terminal.entry(name);
  if (entry === undefined) return tuple2(A.error, tuple2(atom(what), atom("enoent")));
  const found = x.vm.state(FOUND);
  found.entry = what === "tgetent" ? entry.asTermcap() : entry;
  found.by = [name, what];
  return A.ok;
}

function tgetent_nif_1(x: Exec, name: Term): Result {
  const s = text(name);
  return s === undefined ? x.badarg() : setUp(x, s, "tgetent");
}

function setupterm_nif_0(x: Exec): Result {
  return setUp(x, environment(x)["TERM"] ?? "", "setupterm");
}

function number_1(x: Exec, id: Term): Result {
  const s = text(id);
  if (s === undefined) return x.badarg();
  const { entry } = x.vm.state(FOUND);
  if (entry === undefined) return -1;
  // The library notes the terminal's size when it looks the terminal up.
  if (s.startsWith("co")) return entry.size("co", environment(x), size(x)?.[0]);
  if (s.startsWith("li")) return entry.size("li", environment(x), size(x)?.[1]);
  return entry.termcapNumber(s);
}

function flag_1(x: Exec, id: Term): Result {
  const s = text(id);
  if (s === undefined) return x.badarg();
  return x.vm.state(FOUND).entry?.termcapFlag(s) === true ? TRUE : FALSE;
}

function tgetstr_nif_1(x: Exec, id: Term): Result {
  const s = text(id);
  if (s === undefined) return x.badarg();
  const found = x.vm.state(FOUND).entry?.termcapString(s);
  return found === undefined ? FALSE : tuple2(A.ok, latin1(found));
}

function tigetstr_nif_1(x: Exec, name: Term): Result {
  const s = text(name);
  const found = s === undefined ? undefined : x.vm.state(FOUND).entry?.string(s);
  if (found === undefined) return x.badarg();
  return found === false ? FALSE : tuple2(A.ok, latin1(found));
}

function tgoto_nif(x: Exec, capability: Term, column: Term = 0, line: Term = 0): Result {
  const s = text(capability);
  const a = int(column);
  const b = int(line);
  if (s === undefined || a === undefined || b === undefined) return x.badarg();
  const filled = tgoto(s, a, b);
  if (filled === undefined) return tuple2(A.error, tuple2(atom("tgoto"), atom("einval")));
  return tuple2(A.ok, latin1(withoutPadding(filled)));
}

function tputs_nif_2(x: Exec, capability: Term, params: Term): Result {
  const s = text(capability);
  const numbers = listToArray(params);
  if (s === undefined || numbers === undefined || numbers.length > 9) return x.badarg();
  if (!numbers.every((n) => typeof n === "number")) return x.badarg();
  const filled = numbers.length === 0 ? s : tparm(s, numbers);
  if (filled === undefined) return tuple2(A.error, tuple2(atom("tparm"), atom("einval")));
  return tuple2(A.ok, latin1(withoutPadding(filled)));
}

function tinfo_nif_0(): Result {
  const keys = [A.name, A.code, A.full_name];
  const list = (table: readonly Capability[]) =>
    listFromArray(table.map((c) => mapFromPairs(keys, [c.name, c.code, c.fullName].map(listFromString))).reverse());
  const { booleans, numbers, strings } = standard();
  return mapFromPairs([A.bool, A.num, A.str], [list(booleans), list(numbers), list(strings)]);
}

const OLDER = [27] as const;
const NEWER = [29] as const;
const BOTH = [27, 29] as const;

export const PRIM_TTY_TEXT_NIFS: readonly Bif[] = bifTable("prim_tty", {
  "isprint/1": { doc: "Is the byte printable?", fn: isprint_1, nif: true, releases: BOTH },
  "wcwidth/1": {
    doc: "Columns a character takes, or `{error, not_printable}`.",
    fn: wcwidth_1,
    nif: true,
    releases: BOTH,
  },
  "wcswidth/1": { doc: "Columns that 32-bit characters take up to a NUL.", fn: wcswidth_1, nif: true, releases: BOTH },
  "sizeof_wchar/0": { doc: "Bytes of a wide character.", fn: sizeof_wchar_0, nif: true, releases: BOTH },
  "tgetent_nif/1": {
    doc: "Finds a terminal in the machine's database.",
    fn: tgetent_nif_1,
    nif: true,
    releases: OLDER,
  },
  "tgetnum_nif/1": { doc: "A number by termcap's name, or -1.", fn: number_1, nif: true, releases: OLDER },
  "tgetflag_nif/1": { doc: "A flag by termcap's name.", fn: flag_1, nif: true, releases: OLDER },
  "tgetstr_nif/1": {
    doc: "`{ok, String}` by termcap's name, or false.",
    fn: tgetstr_nif_1,
    nif: true,
    releases: OLDER,
  },
  "tgoto_nif/1": { doc: "Fills in a string's parameters with zeros.", fn: tgoto_nif, nif: true, releases: OLDER },
  "tgoto_nif/2": { doc: "Fills in a string's column.", fn: tgoto_nif, nif: true, releases: OLDER },
  "tgoto_nif/3": { doc: "Fills in a string's column and line.", fn: tgoto_nif, nif: true, releases: OLDER },
  "setupterm_nif/0": { doc: "Finds the terminal that $TERM names.", fn: setupterm_nif_0, nif: true, releases: NEWER },
  "tigetnum_nif/1": { doc: "A number by termcap's name, or -1.", fn: number_1, nif: true, releases: NEWER },
  "tigetflag_nif/1": { doc: "A flag by termcap's name.", fn: flag_1, nif: true, releases: NEWER },
  "tigetstr_nif/1": {
    doc: "`{ok, String}` by terminfo's name, or false; badarg: no such name.",
    fn: tigetstr_nif_1,
    nif: true,
    releases: NEWER,
  },
  "tputs_nif/2": { doc: "Fills in a string's parameters.", fn: tputs_nif_2, nif: true, releases: NEWER },
  "tinfo_nif/0": { doc: "The names of all capabilities.", fn: tinfo_nif_0, nif: true, releases: NEWER },
});
