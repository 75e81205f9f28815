/**
 * The emulator's flags (`+P 5000` arrives here as `-P`, `5000`): checked as OTP checks them, and those that mean something
 * here turned into settings. Flags for threads, allocators and the JIT are checked and have no effect.
 * OTP: early_init() and erl_start() in erl_init.c, handle_args() in erl_alloc.c, parse_args() in erl_check_io.c.
 */
import type { EmulatorSettings } from "../src/runtime/emulator_settings.ts";
import { EMULATOR } from "./erl_args.ts";
import { ErlEnd } from "./erl_words.ts";
import { FLAG_LIST } from "./emulator_usage.ts";

export interface FlagsInput {
  readonly flags: readonly string[];
  /** What stands in front of "unknown flag". */
  readonly program: string;
  readonly release: number;
  /** The emulator's own version, for `+V`. */
  readonly erts: string;
}

const MAX_TABLE = 134217727;
const MAX_ATOMS = 2147483647;
const MAX_INT = 2147483647;
const MAX_SMALL = 2 ** 59 - 1;

/** Reads the flags. Throws ErlEnd for a bad one and for `-V`. */
export function readEmulatorFlags(input: FlagsInput): { settings: EmulatorSettings; warnings: string } {
  const reader = new FlagReader(input);
  reader.each((flag) => reader.early(flag));
  reader.each((flag) => reader.memory(flag));
  reader.each((flag) => reader.polling(flag));
  reader.each((flag) => reader.main(flag));
  return { settings: reader.settings, warnings: asTerminal(reader.warnings) };
}

class FlagReader {
  readonly settings: EmulatorSettings = {};
  warnings = "";
  private readonly input: FlagsInput;
  private readonly flags: string[];
  private at = 0;

  constructor(input: FlagsInput) {
    this.input = input;
    this.flags = [...input.flags];
  }

  each(read: (flag: string) => void): void {
    for (this.at = 0; this.at < this.flags.length; this.at++) read(this.flags[this.at] as string);
  }

  private bad(message: string): never {
    throw new ErlEnd(1, { err: asTerminal(`${this.warnings}${message}\n${usage()}`) });
  }

  /** The value behind the first `length` characters of the flag, or the next word. */
  private value(length: number): string {
    const flag = this.flags[this.at] as string;
    if (flag.length > length) return flag.slice(length);
    const next = this.flags[++this.at];
    // The word that ends the flags is taken for a value like any other.
    return next ?? "--";
  }

  private oneOf<const T extends string>(value: string, values: readonly T[], message: string): T {
    return (values as readonly string[]).includes(value) ? (value as T) : this.bad(message);
  }

  private number(text: string, low: number, high: number, message: string): number {
    const n = leadingInteger(text);
    return n >= low && n <= high ? n : this.bad(message);
  }

  // -- First pass: threads.

  early(flag: string): void {
    if (flag.startsWith("-dcg")) this.groups(4, "bad decentralized counter groups limit: ");
    else if (flag.startsWith("-rg")) this.groups(3, "bad reader groups limit: ");
    else if (flag.startsWith("-A")) {
      const text = this.value(2);
      this.number(text, 0, 1024, `bad number of async threads ${text}`);
    } else if (flag.startsWith("-S")) this.schedulers(flag);
  }

  private groups(length: number, message: string): void {
    const text = this.value(length);
    if (!/^\s*[+-]?\d/.test(text)) this.bad(`${message}${text}`);
    if (leadingInteger(text) < 0) this.bad(`${message}${leadingInteger(text)}`);
  }

  private schedulers(flag: string): void {
    if (flag.startsWith("-SP")) this.percentage(3, "bad schedulers percentage specifier ");
    else if (flag.startsWith("-SDPcpu")) this.percentage(7, "bad dirty CPU schedulers percentage specifier ");
    else if (flag.startsWith("-SDcpu")) this.amount(6, "dirty CPU schedulers");
    else if (flag.startsWith("-SDio")) {
      const text = this.value(5);
      this.number(text, 1, 1024, `bad number of dirty I/O schedulers ${text}`);
    } else if (flag.startsWith("-SD")) this.bad(`bad or missing dirty scheduler specifier: ${flag}`);
    else this.amount(2, "schedulers");
  }

  private percentage(length: number, message: string): void {
    const text = this.value(length);
    const [, total, online] = /^\s*([+-]?\d+)?(?::([+-]?\d+))?/.exec(text) as RegExpExecArray;
    if (total === undefined && online === undefined) this.bad(message + text);
    if (Number(total ?? 0) < 0 || Number(online ?? 0) < 0) this.bad(message + text);
  }

  /** `TOTAL:ONLINE`. Numbers below one count from what the machine has: it has one for each processor. */
  private amount(length: number, what: string): void {
    const text = this.value(length);
    const [, total, online] = /^\s*([+-]?\d+)?(?::([+-]?\d+))?/.exec(text) as RegExpExecArray;
    if (total === undefined && online === undefined) this.bad(`bad amount of ${what} ${text}`);
    const all = Number(total ?? 1);
    if (all > 1024) this.bad(`bad amount of ${what} ${all}`);
    const on = Number(online ?? 1);
    if (on > 0 && all > 0 && on > all) this.bad(`bad amount of ${what} online ${on} (total amount of ${what} ${all})`);
  }

  // -- Second and third pass: memory and polling. What they take is taken out of the list.

  memory(flag: string): void {
    if (!flag.startsWith("-M")) return;
    const start = this.at;
    this.memoryFlag(flag);
    this.takeOut(start);
  }

  private memoryFlag(flag: string): void {
    const [, allocator, other] = /^-M(?:([uBIDEFHLRSTZ])|(.*))/.exec(flag) as RegExpExecArray;
    const name = flag.slice(1);
    const rest = flag.slice(3);
    if (/^-M(?:ea|lpm|Ye|Ytt|Ytp|Ym|dai)/.test(flag)) this.memoryWord(flag);
    else if (/^-M(?:Iscs|Xscs|Mscs|uycs|Mamcbf)/.test(flag)) this.size(name, flag.startsWith("-MMamcbf") ? 8 : 6);
    else if (/^-M(?:Mrmcbf|Mmcs|Mscrfsd|ummc)/.test(flag))
      this.size(name, /^-MMscrfsd/.test(flag) ? 9 : /^-MMrmcbf/.test(flag) ? 8 : 6);
    else if (/^-M(?:Msco|Mscrpm|usac)/.test(flag)) {
      const length = flag.startsWith("-MMscrpm") ? 8 : 6;
      this.memoryValue(name, length, this.value(length), /^(?:true|false)$/);
    } else if (flag.startsWith("-MMlp") && this.input.release >= 26)
      this.memoryValue(name, 5, this.value(5), /^(?:on|off)$/);
    else if (allocator !== undefined) this.allocator(name, rest);
    else this.bad(`bad "${other?.startsWith("M") || other?.startsWith("Y") ? name.slice(0, 2) : "M"}" parameter`);
  }

  private memoryWord(flag: string): void {
    const name = flag.slice(1);
    if (flag.startsWith("-Mea")) {
      if (!/^(?:min|max|config|r9c|r10b|r11b)$/.test(this.value(4))) this.bad(`bad "Mea" parameter`);
    } else if (flag.startsWith("-Mlpm")) this.memoryValue(name, 5, this.value(5), /^(?:all|no)$/);
    else if (flag.startsWith("-Mdai")) this.memoryValue(name, 5, this.value(5), /^(?:max|\s*\d.*)$/);
    else if (/^-MYt[tp]/.test(flag)) this.memoryValue(name, 5, this.value(5), /^\s*\d/);
    else this.memoryValue(name, 4, this.value(4), flag.startsWith("-MYe") ? /^true$/ : /^/);
  }

  private size(name: string, length: number): void {
    this.memoryValue(name, length, this.value(length), /^\s*\+?\d/);
  }

  private memoryValue(name: string, length: number, value: string, good: RegExp): void {
    if (!good.test(value)) this.bad(`bad "${name.slice(0, length - 1)}" value: ${value}`);
  }

  private allocator(name: string, rest: string): void {
    const known =
      /^(?:asbcst|as|atags|acul|acnl|acfml|acful|cp|e|t|lmbcs|mbcgs|mbsd|mmbcs|mmmbc|mmsbc|msbclt|ramv|rmbcmt|rsbcmt|rsbcst|sbct|smbcs)/;
    const found = known.exec(rest)?.[0] ?? this.bad(`bad "${name.slice(0, 2)}" parameter`);
    const value = this.value(3 + found.length);
    // A strategy is complained about under the first letter of its flag.
    if (found === "as") {
      this.memoryValue(name, 4, value, STRATEGY);
      return;
    }
    const good = /^(?:e|t|ramv|atags)$/.test(found)
      ? /^(?:true|false)$/
      : /^(?:cp|acfml|acul|acful|acnl)$/.test(found)
        ? /^[a-z0-9|:\s]+$/i
        : /^\s*\+?\d/;
    this.memoryValue(name, 3 + found.length, value, good);
  }

  polling(flag: string): void {
    const found = /^-IO(Pp|Pt|p|t|s)/.exec(flag)?.[1];
    if (found === undefined) return;
    const start = this.at;
    const text = this.value(3 + found.length);
    const [what, high] = POLLING[found] as [string, number];
    if (found === "s") {
      if (text !== "true" && text !== "false") this.bad(`bad ${what}: ${text}`);
    } else
      this.number(/^\s*[+-]?\d/.test(text) ? text : "-1", found.startsWith("P") ? 0 : 1, high, `bad ${what}: ${text}`);
    this.takeOut(start);
  }

  private takeOut(start: number): void {
    this.flags.splice(start, this.at - start + 1);
    this.at = start - 1;
  }

  // -- Last pass: all the others.

  main(flag: string): void {
    const s = this.settings;
    switch (flag[1]) {
      case "A":
      case "S":
        this.value(/^-S(?:DPcpu|Dcpu|Dio|P)?|^-A/.exec(flag)?.[0].length as number);
        break;
      case "a":
        this.stack("async threads", 2, 16);
        break;
      case "B":
        this.breaks(flag);
        break;
      case "C":
        s.timeWarp = this.word(2, WARPS, "Invalid time warp mode: ");
        break;
      case "c":
        this.correction(flag);
        break;
      case "d":
        if (flag.startsWith("-dcg")) this.value(4);
        else s.noCrashDump = true;
        break;
      case "D":
        if (this.input.release < 29) this.unknown(flag);
        else if (flag.startsWith("-Dibpl")) this.word(6, BOOLEANS, "bad +Dibpl flag ");
        break;
      case "e":
        if (flag === "-ec") s.compressedTables = true;
        else {
          const text = this.value(2);
          this.number(text, 0, MAX_INT, `bad maximum number of ets tables ${text}`);
        }
        break;
      case "f":
        this.fileNames(flag);
        break;
      case "h":
        this.heap(flag);
        break;
      case "i":
        s.initModule = this.value(2);
        break;
      case "J":
        this.jit(flag);
        break;
      case "L":
        break;
      case "n": {
        const text = this.value(2);
        this.oneOf(text, ["s", "a", "d"], `bad -n option ${text}`);
        break;
      }
      case "P": {
        const text = this.value(2);
        if (text !== "legacy")
          s.processLimit = tableSize(this.number(asInt(text), 1024, MAX_TABLE, `bad number of processes ${text}`));
        break;
      }
      case "p":
        if (flag.startsWith("-pc"))
          s.printable = this.word(3, ["unicode", "latin1"], "bad range of printable characters: ");
        else if (flag.startsWith("-pad") && this.input.release >= 26)
          s.asyncDist = this.word(4, BOOLEANS, "bad async dist value ") === "true";
        else this.unknown(flag);
        break;
      case "Q": {
        const text = this.value(2);
        if (text !== "legacy")
          s.portLimit = tableSize(this.number(asInt(text), 1024, MAX_TABLE, `bad number of ports ${text}`));
        break;
      }
      case "R": {
        const text = this.value(2);
        const { release } = this.input;
        this.number(text, release - 2, release, `bad compatibility release number ${text}`);
        break;
      }
      case "r":
        if (flag.startsWith("-rg")) this.value(3);
        break;
      case "s":
        this.scheduling(flag);
        break;
      case "T": {
        const text = this.value(2);
        this.number(text, 0, 9, `bad modified timing level ${text}`);
        break;
      }
      case "t": {
        const text = this.value(2);
        s.atomLimit = this.number(asInt(text), 8192, MAX_ATOMS, `bad atom table size ${text}`);
        break;
      }
      case "V":
        throw new ErlEnd(0, {
          err: asTerminal(`Erlang (SMP,ASYNC_THREADS) (BEAM) emulator version ${this.input.erts}\n`),
        });
      case "v":
        this.warnings += "warning: -v (only in debug compiled code)\n";
        break;
      case "H":
        this.warnings += "The undocumented +H option has been removed (R10B-6).\n\n";
        break;
      case "W": {
        const text = this.value(2);
        s.warnings = WARNINGS[text[0] ?? ""] ?? this.bad(`unrecognized warning_map option ${text}`);
        break;
      }
      case "z":
        this.miscellaneous(flag);
        break;
      default:
        this.unknown(flag);
    }
  }

  private unknown(flag: string): never {
    return this.bad(`${this.input.program} unknown flag ${flag}`);
  }

  private word<const T extends string>(length: number, words: readonly T[], message: string, end = ""): T {
    const text = this.value(length);
    return this.oneOf(text, words, `${message}${text}${end}`);
  }

  private stack(what: string, length: number, low: number): void {
    const text = this.value(length);
    this.number(text, low, 8192, `bad stack size for ${what} ${text}`);
  }

  private breaks(flag: string): void {
    const next = this.flags[this.at + 1]?.[0];
    const kind = flag[2] ?? (next === "i" || next === "c" || next === "d" ? this.value(2)[0] : "d");
    this.settings.breakHandler = kind === "i" ? "ignore" : kind === "c" ? "interrupt" : "off";
  }

  private correction(flag: string): void {
    if (flag === "-cfalse" || flag === "-ctrue") return;
    if (flag !== "-c") this.bad(`Invalid time correnction value: ${this.value(2)}`);
    if (BOOLEANS.includes((this.flags[this.at + 1] ?? "") as "true")) this.at++;
  }

  private fileNames(flag: string): void {
    if (!flag.startsWith("-fn")) this.unknown(flag);
    const text = this.value(3);
    const encoding = { u: "utf8", l: "latin1", a: "auto" } as const;
    const s = this.settings;
    s.fileNames =
      encoding[text[0] as "u"] ??
      this.bad(`bad filename encoding ${text}, can be (l,u or a, optionally followed by w, i or e)`);
    if (text[0] === "l") return;
    const kind = { w: "warning", i: "ignore", e: "error" } as const;
    s.fileNameProblems =
      kind[(text[1] ?? "w") as "w"] ?? this.bad(`bad type of warnings for wrongly coded filename: ${text.slice(1)}`);
  }

  private heap(flag: string): void {
    const s = this.settings;
    const [name] = /^-h(?:mbs|ms|pds|mqd|maxk|maxel|maxib|max)?/.exec(flag) as RegExpExecArray;
    const positive = () => {
      const text = this.value(name.length);
      return this.number(text, 1, MAX_INT, `bad heap size ${text}`);
    };
    const yes = (message: string) => this.word(name.length, BOOLEANS, message) === "true";
    if (name === "-hmbs") s.minBinaryHeap = positive();
    else if (name === "-hpds") {
      const text = this.value(name.length);
      this.number(text, 1, MAX_INT, `bad initial process dictionary size ${text}`);
    } else if (name === "-hmqd")
      s.messageQueueData = this.word(name.length, ["on_heap", "off_heap"], "Invalid message_queue_data flag: ");
    else if (name === "-hmaxk") s.maxHeapKill = yes("bad max heap kill ");
    else if (name === "-hmaxel") s.maxHeapLog = yes("bad max heap error logger ");
    else if (name === "-hmaxib" && this.input.release >= 26) s.maxHeapBinaries = yes("bad max heap include bins ");
    else if (name.startsWith("-hmax")) {
      const text = this.value(5);
      s.maxHeap = this.number(text, 0, MAX_SMALL, `bad max heap size ${text}`);
    } else s.minHeap = positive();
  }

  private jit(flag: string): void {
    const of = (text: string) => flag.startsWith(text, 2);
    if (of("Ddump")) this.word(7, BOOLEANS, "bad +JDdump flag ");
    else if (of("Pperfdirectory") && this.input.release >= 29) this.value(16);
    else if (of("Pperf"))
      this.word(7, this.input.release >= 26 ? PERF : [...BOOLEANS, "dump", "map"], "bad +JPperf support flag ");
    else if (of("Pcover")) this.word(8, COVER, "bad +JPcover flag ");
    else if (of("Msingle")) this.word(9, BOOLEANS, "bad +JMsingle support flag ");
    else if (of("M")) this.bad(`bad +JM sub-option ${flag.slice(3)}`);
    else if (!of("D") && !of("P")) this.warnings += `invalid JIT option ${flag}\n`;
    else this.leave();
  }

  /** A flag that OTP passes over although it does not know it; its value goes with it. */
  private leave(): void {
    if (this.at + 1 < this.flags.length && !(this.flags[this.at + 1] as string).startsWith("-")) this.at++;
  }

  private scheduling(flag: string): void {
    const found = SCHEDULING.find(([name]) => flag.startsWith(name, 2));
    if (found === undefined) this.bad(`bad scheduling option ${flag}`);
    const [name, good, message] = found as (typeof SCHEDULING)[number];
    if (good === undefined) return;
    const text = this.value(2 + name.length);
    if (!good.test(text)) this.bad(message(text));
    if (name === "bt" && text !== "u" && process.platform !== "linux") this.bad(message(text));
  }

  private miscellaneous(flag: string): void {
    const is = (name: string) => flag.startsWith(name, 2);
    if (is("dbbl")) {
      const n = leadingInteger(this.value(6));
      this.number(`${n}`, 1, Math.floor(MAX_INT / 1024), `Invalid dbbl limit: ${Number.isNaN(n) ? 0 : n}`);
    } else if (is("dntgc")) {
      const text = this.value(7);
      if (text !== "infinity" && !(/^\s*\+?\d+$/.test(text) && Number(text) <= 1e8))
        this.bad(`Invalid delayed node table gc: ${text}`);
    } else if (is("ebwt")) this.word(6, [...WAITS, "extremely_long"], "Invalid ets busy wait threshold: ");
    else if (is("osrl")) {
      const text = this.value(6);
      this.number(text, 1, MAX_TABLE, `Invalid outstanding requests limit ${text}`);
    } else if (is("hft") && this.input.release >= 26) {
      const text = this.value(5);
      if (text !== "infinity") this.number(text, 0, MAX_INT, `Invalid halt flush timeout ${text}`);
    } else this.bad(`bad -z option ${flag}`);
  }
}

/** As C's atoi: what a number starts with; what starts with none is 0. */
function leadingInteger(text: string): number {
  return Number(/^\s*([+-]?\d+)/.exec(text)?.[1] ?? 0);
}

/** What is left of a number in 32 bits. */
function asInt(text: string): string {
  return String(leadingInteger(text) | 0);
}

/** Tables of processes and ports have a power of two of places. */
function tableSize(n: number): number {
  return Math.min(2 ** Math.ceil(Math.log2(n)), MAX_TABLE);
}

const BOOLEANS = ["true", "false"] as const;
const WARPS = ["no_time_warp", "single_time_warp", "multi_time_warp"] as const;
const WARNINGS: Readonly<Record<string, "warning" | "info" | "error">> = { w: "warning", i: "info", e: "error" };
const WAITS = ["none", "very_short", "short", "medium", "long", "very_long"] as const;
const PERF = ["true", "false", "dump", "map", "fp", "no_fp"] as const;
const COVER = ["true", "false", "function", "function_counters", "line", "line_counters"] as const;

const POLLING: Readonly<Record<string, readonly [what: string, high: number]>> = {
  p: ["I/O pollset number", MAX_INT],
  t: ["I/O poll threads number", MAX_INT],
  Pp: ["I/O pollset percentage number", 100],
  Pt: ["I/O poll thread percentage number", 100],
  s: ["+IOs boolean argument", 0],
};

const STRATEGY = /^(?:bf|aobf|gf|af|aoff|aoffcaobf|aoffcaoff|aoffcbf|ageffcaoff|ageffcbf|ageffcaobf)$/;
const ANYTHING = /^/;
const WAIT = /^(?:none|very_short|short|medium|long|very_long)$/;
const WAKE = /^(?:very_low|low|medium|high|very_high)$/;
const BIND = /^(?:u|ns|ts|ps|s|nnts|nnps|tnnps|db)$/;
const TRUTH = /^(?:true|false)$/;
const KILO_WORDS = /^\s*(?:[2-9]\d|[1-9]\d\d|[1-7]\d{3}|80\d\d|81[0-8]\d|819[0-2])(?!\d)/;

/** Scheduling flags, a longer name before one that it begins with: name, good values, what is said of a bad one. */
const SCHEDULING: readonly (readonly [string, RegExp | undefined, (text: string) => string])[] = [
  ["bwtdcpu", WAIT, (t) => `bad dirty CPU scheduler busy wait threshold: ${t}`],
  ["bwtdio", WAIT, (t) => `bad dirty IO scheduler busy wait threshold: ${t}`],
  ["bwt", WAIT, (t) => `bad scheduler busy wait threshold: ${t}`],
  ["bt", BIND, (t) => `setting scheduler bind type '${t}' failed: invalid type`],
  ["cl", TRUTH, (t) => `bad scheduler compact load value '${t}'`],
  ["ct", /^[LTCPND0-9:,.\-a-z]+$/, (t) => `bad cpu topology '${t}': invalid identifier type`],
  ["ecio", ANYTHING, String],
  ["fwi", /^\s*\+?\d|^(?!\s*-)/, (t) => `bad scheduler forced wakeup interval ${t}`],
  ["pp", TRUTH, (t) => `bad port parallelism scheduling hint ${t}`],
  ["srct", undefined, String],
  ["ssdcpu", KILO_WORDS, (t) => `bad stack size for dirty CPU scheduler threads ${t}`],
  ["ssdio", KILO_WORDS, (t) => `bad stack size for dirty IO scheduler threads ${t}`],
  ["ss", KILO_WORDS, (t) => `bad stack size for scheduler threads ${t}`],
  ["tbt", BIND, (t) => `setting scheduler bind type '${t}' failed: invalid type`],
  ["ub", TRUTH, (t) => `bad scheduler utilization balancing  value '${t}'`],
  ["wct", /^(?:very_lazy|lazy|medium|eager|very_eager)$/, (t) => `scheduler wake cleanup threshold: ${t}`],
  ["wtdcpu", WAKE, (t) => `dirty CPU scheduler wakeup threshold: ${t}`],
  ["wtdio", WAKE, (t) => `dirty IO scheduler wakeup threshold: ${t}`],
  ["wt", WAKE, (t) => `scheduler wakeup threshold: ${t}`],
  ["ws", /^(?:default|legacy)$/, (t) => `scheduler wakeup strategy: ${t}`],
];

/** The emulator writes for a terminal in raw mode. */
function asTerminal(text: string): string {
  return text.replaceAll("\n", "\r\n");
}

function usage(): string {
  return `Usage: ${EMULATOR} [flags] [ -- [init_args] ]\nThe flags are:\n\n${FLAG_LIST}\n`;
}
