/**
 * What a terminal can do: reads compiled terminfo entries and answers for capabilities by terminfo's and by termcap's names.
 *
 * An entry is a file DIR/x/xterm (or DIR/78/xterm): a header of six 16-bit numbers, names, booleans, numbers, offsets of
 * strings and the strings; behind them, in the same form, capabilities that the entry has names of its own for.
 * OTP: the terminal library that prim_tty_nif.c and ttsl_drv.c call; ncurses, and its term(5) for the format.
 */
import { CAPABILITIES } from "./capabilities.generated.ts";

/** A standard capability: terminfo's name, termcap's name, long name. */
export interface Capability {
  readonly name: string;
  readonly code: string;
  readonly fullName: string;
}

function table(text: string): readonly Capability[] {
  return text.split(" ").map((row) => {
    const [name, code, fullName] = row.split(",") as [string, string, string];
    return { name, code, fullName };
  });
}

/** The standard capabilities in the order in which entries hold them. */
export class StandardCapabilities {
  readonly booleans = table(CAPABILITIES.booleans);
  readonly numbers = table(CAPABILITIES.numbers);
  readonly strings = table(CAPABILITIES.strings);
}

let standardCapabilities: StandardCapabilities | undefined;
/** Split when first needed: most programs ask for no terminal. */
export function standard(): StandardCapabilities {
  standardCapabilities ??= new StandardCapabilities();
  return standardCapabilities;
}

/** What an entry says; strings are bytes as latin1 text. */
export class TerminfoEntry {
  readonly booleans: readonly (boolean | undefined)[];
  readonly numbers: readonly (number | undefined)[];
  readonly strings: readonly (string | undefined)[];
  readonly ownBooleans = new Map<string, boolean>();
  readonly ownNumbers = new Map<string, number>();
  readonly ownStrings = new Map<string, string>();

  /** The standard capabilities in the order of `standard()`. */
  constructor(
    booleans: TerminfoEntry["booleans"],
    numbers: TerminfoEntry["numbers"],
    strings: TerminfoEntry["strings"],
  ) {
    this.booleans = booleans;
    this.numbers = numbers;
    this.strings = strings;
  }

  /** Reads a compiled entry. Throws a RangeError when it is cut off or no entry at all. */
  static read(bytes: Uint8Array): TerminfoEntry {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const magic = view.getInt16(0, true);
    if (magic !== MAGIC && magic !== MAGIC_WIDE) throw new RangeError("no terminfo entry");
    const r = new Reader(view, magic === MAGIC_WIDE);
    const [nameSize, booleans, numbers, strings, textSize] = r.header();
    r.at += nameSize;
    const flags = r.booleans(booleans);
    const counts = r.numbers(numbers);
    const texts = r.offsets(strings).map((o) => (o < 0 ? undefined : r.text(r.at + o)));
    const entry = new TerminfoEntry(flags, counts, texts);
    r.at += textSize;
    r.align();
    if (r.at + 10 <= bytes.length) entry.readOwn(r);
    return entry;
  }

  /** An entry of these capabilities, by terminfo's names; all others it has not. */
  static of(has: Readonly<Record<string, true | number | string>>): TerminfoEntry {
    const pick = (table: readonly Capability[]) => table.map(({ name }) => has[name]);
    const { booleans, numbers, strings } = standard();
    return new TerminfoEntry(
      pick(booleans) as TerminfoEntry["booleans"],
      pick(numbers) as TerminfoEntry["numbers"],
      pick(strings) as TerminfoEntry["strings"],
    );
  }

  /** The capabilities with names of the entry's own. */
  private readOwn(r: Reader): void {
    const [booleans, numbers, strings] = r.header();
    const flags = r.booleans(booleans);
    const counts = r.numbers(numbers);
    const values = r.offsets(strings);
    const nameOffsets = r.offsets(booleans + numbers + strings);
    const texts = values.map((o) => (o < 0 ? undefined : r.text(r.at + o)));
    // The names follow the strings, and count from there.
    const base = texts.reduce((n, t) => n + (t === undefined ? 0 : t.length + 1), r.at);
    const names = nameOffsets.map((o) => r.text(base + o));
    flags.forEach((flag, i) => {
      this.ownBooleans.set(names[i] as string, flag);
    });
    counts.forEach((n, i) => {
      this.ownNumbers.set(names[booleans + i] as string, n);
    });
    texts.forEach((t, i) => {
      if (t !== undefined) this.ownStrings.set(names[booleans + numbers + i] as string, t);
    });
  }

  /** The entry as `tgetent` gives it: what termcap said in another way is put where termcap looks for it. */
  asTermcap(): TerminfoEntry {
    const flags = [...this.booleans];
    const texts = [...this.strings];
    const { booleans, strings } = standard();
    const left = this.termcapString("le");
    // Either "backspace moves left" or what does it instead.
    if (left !== undefined) flags[byCode(booleans, "bs")] = left === "\b";
    if (left !== "\b") texts[byCode(strings, "bc")] ??= left;
    // Termcap had one string for a reset.
    const reset = byCode(strings, "r2");
    if (this.termcapString("r1") === undefined) {
      texts[byCode(strings, "rs")] ??= texts[reset];
      texts[reset] = undefined;
    }
    return Object.assign(Object.create(TerminfoEntry.prototype) as TerminfoEntry, this, {
      booleans: flags,
      strings: texts,
    });
  }

  /** Columns or lines: as the environment says, else as given by `actual`, else as the entry says. */
  size(id: "co" | "li", env: Readonly<Record<string, string | undefined>>, actual = 0): number {
    const wanted = Number.parseInt(env[id === "co" ? "COLUMNS" : "LINES"] ?? "", 10);
    if (wanted > 0) return wanted;
    if (actual > 0) return actual;
    const own = this.termcapNumber(id);
    return own > 0 ? own : id === "co" ? 80 : 24;
  }

  // -- By termcap's names, of which two letters count. Names of an entry's own are found by all their letters.

  /** `tgetflag`. */
  termcapFlag(id: string): boolean {
    const i = byCode(standard().booleans, id);
    return i >= 0 ? this.booleans[i] === true : id.length === 2 && this.ownBooleans.get(id) === true;
  }

  /** `tgetnum`; -1: it has no such number. */
  termcapNumber(id: string): number {
    const i = byCode(standard().numbers, id);
    const n = i >= 0 ? this.numbers[i] : id.length === 2 ? this.ownNumbers.get(id) : undefined;
    return n === undefined || n < 0 ? -1 : n;
  }

  /** `tgetstr`. */
  termcapString(id: string): string | undefined {
    const i = byCode(standard().strings, id);
    return i >= 0 ? this.strings[i] : id.length === 2 ? this.ownStrings.get(id) : undefined;
  }

  /** `tigetstr`: the string; false: the terminal has none; undefined: nobody knows such a capability. */
  string(name: string): string | false | undefined {
    const i = standard().strings.findIndex((c) => c.name === name);
    return i >= 0 ? (this.strings[i] ?? false) : this.ownStrings.get(name);
  }
}

function byCode(table: readonly Capability[], id: string): number {
  return id.length < 2 ? -1 : table.findLastIndex((c) => c.code[0] === id[0] && c.code[1] === id[1]);
}

const MAGIC = 0o432;
/** Numbers have 32 bits. */
const MAGIC_WIDE = 0o1036;

class Reader {
  at = 0;
  private readonly view: DataView;
  private readonly wide: boolean;
  constructor(view: DataView, wide: boolean) {
    this.view = view;
    this.wide = wide;
  }
  /** Five sizes; those of an entry come behind the magic number. */
  header(): [number, number, number, number, number] {
    if (this.at === 0) this.at = 2;
    return this.offsets(5) as [number, number, number, number, number];
  }
  booleans(n: number): boolean[] {
    const all = Array.from({ length: n }, (_, i) => this.view.getInt8(this.at + i) === 1);
    this.at += n;
    this.align();
    return all;
  }
  numbers(n: number): number[] {
    if (!this.wide) return this.offsets(n);
    const all = Array.from({ length: n }, (_, i) => this.view.getInt32(this.at + 4 * i, true));
    this.at += 4 * n;
    return all;
  }
  offsets(n: number): number[] {
    const all = Array.from({ length: n }, (_, i) => this.view.getInt16(this.at + 2 * i, true));
    this.at += 2 * n;
    return all;
  }
  align(): void {
    this.at += this.at & 1;
  }
  /** The NUL-terminated text at `from`. */
  text(from: number): string {
    let s = "";
    for (let i = from; ; i++) {
      const c = this.view.getUint8(i);
      if (c === 0) return s;
      s += String.fromCharCode(c);
    }
  }
}
