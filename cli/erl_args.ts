/**
 * What the program `erl` makes of its command line and environment: flags for the emulator, words for Erlang, and the
 * environment of the system and its children. Pure.
 * OTP: main() in erlexec.c.
 */
import { delimiter, join } from "node:path";
import type { Env } from "../src/hosts/node/otp.ts";
import { allWords, ErlEnd, SEPARATOR } from "./erl_words.ts";

export interface ErlInput {
  readonly args: readonly string[];
  readonly env: Env;
  readonly root: string;
  readonly bindir: string;
  readonly release: number;
  readonly readFile: (name: string) => string;
  readonly cwd: string;
  /** The folder of Gluon's own `erl`, which children are to find first. */
  readonly ownBin?: string;
}

export interface ErlPlan {
  /** The emulator's flags, `+P 5` as `-P`, `5`. */
  readonly flags: readonly string[];
  /** What `init` gets. */
  readonly words: readonly string[];
  readonly env: Env;
  /** To be started in the background, without terminal and streams. */
  readonly detached: boolean;
  /** What is printed before the start (`-emu_args`). */
  readonly announce: string;
}

/** The name of the emulator's program in messages. */
export const EMULATOR = "beam.smp";

/** Flags with a value each, by the letter behind the `+`. */
const VALUE_FLAGS = "aACeinPQtTRWK";

const SUB_FLAGS: Readonly<Record<string, readonly string[]>> = {
  h: ["ms", "mbs", "pds", "max", "maxk", "maxel", "maxib", "mqd", ""],
  r: ["g"],
  s: ("bt bwtdcpu bwtdio bwt cl ct ecio fwi tbt wct wtdcpu wtdio wt ws ss ssdcpu ssdio pp ub" as const).split(" "),
  z: ["dbbl", "dntgc", "ebwt", "osrl", "hft"],
  p: ["c", "ad"],
};

/** Flags that take a value only since 26. */
const NEWER = ["+hmaxib", "+zhft", "+pad", "+IOs"];

const ALLOCATORS = "uBIDEFHLRSTZ";
const ALLOCATOR_FLAGS = (
  "as asbcst atags acul acnl acfml acful cp e t lmbcs mbcgs mbsd mmbcs mmmbc mmsbc msbclt ramv rmbcmt rsbcmt rsbcst " +
  "sbct smbcs"
).split(" ");
const MEMORY_FLAGS =
  "ea ummc uycs usac im is lpm Mamcbf Mrmcbf Mmcs Mscs Mscrfsd Msco Mscrpm Mlp Ye Ym Ytp Ytt Iscs Xscs dai".split(" ");

/** Plans the start of `erl`. Throws ErlEnd where `erl` itself would only print something and end. */
export function planErl(input: ErlInput): ErlPlan {
  return new Planner(input).plan();
}

class Planner {
  private readonly input: ErlInput;
  private readonly words: readonly string[];
  private readonly env: Record<string, string | undefined>;
  private readonly flags: string[] = [];
  private readonly args: string[] = [];
  private at = 0;
  private detached = false;
  private distributed = "";
  private announce = false;
  private show: "no" | "lines" | "quoted" = "no";
  private noEpmd = false;
  private protoDist = false;
  private haltAfterwards = false;

  constructor(input: ErlInput) {
    this.input = input;
    this.env = { ...input.env };
    this.words = allWords({ ...input, usage: (message) => this.usage(message) });
  }

  plan(): ErlPlan {
    const { env, args } = this;
    this.checkEmulatorType();
    env["PATH"] = path(this.input);
    if (env["HOME"] !== undefined) args.push("-home", env["HOME"]);
    if (env["ERL_EPMD_PORT"] !== undefined) args.push("-epmd_port", env["ERL_EPMD_PORT"]);
    args.push(SEPARATOR);
    while (this.at < this.words.length) {
      const word = this.words[this.at] as string;
      if (word[0] === "-") this.dash(word);
      else if (word[0] === "+") this.plus(word);
      else args.push(word);
      this.at++;
    }
    if (this.noEpmd && !this.protoDist) fail("Missing -proto_dist option, expected when using -no_epmd.");
    if (this.haltAfterwards) args.push("-s", "erlang", "halt");
    return this.result();
  }

  private result(): ErlPlan {
    const { root, bindir } = this.input;
    const progname = this.env["PROGNAME"] ?? "erl";
    const words = ["-root", root, "-bindir", bindir, "-progname", progname, SEPARATOR, ...this.args];
    const all = [...this.flags, SEPARATOR, ...words];
    const emulator = join(bindir, EMULATOR);
    if (this.show === "quoted") throw new ErlEnd(0, { out: `${[emulator, ...all].map((w) => `"${w}" `).join("")}\n` });
    if (this.show === "lines") throw new ErlEnd(0, { out: all.map((w) => `${w}\n`).join("") });
    if (this.distributed !== "") fail(`${this.distributed}: Gluon has no distribution yet.`);
    return {
      flags: this.flags,
      words,
      env: { ...this.env, ROOTDIR: root, BINDIR: bindir, EMU: this.env["EMU"] ?? "beam", PROGNAME: progname },
      detached: this.detached,
      announce: this.announce
        ? `Executing: ${[emulator, this.env["ESCRIPT_NAME"] ?? emulator, ...all].join(" ")}\n\n`
        : "",
    };
  }

  // -- Words with a minus.

  private dash(word: string): void {
    const { args } = this;
    switch (word) {
      case "-extra":
        args.push(...this.words.slice(this.at));
        this.at = this.words.length;
        break;
      case "-compile":
        args.push("-noshell", "-noinput", "-s", "c", "lc_batch");
        this.flags.push("-B");
        break;
      case "-make":
        args.push("-noshell", "-noinput", "-s", "make", "all_or_nothing");
        this.flags.push("-B");
        this.haltAfterwards = true;
        this.at = this.words.length;
        break;
      case "-man":
        throw new ManPage(this.manPage());
      case "-noinput":
        args.push("-noshell", "-noinput");
        break;
      case "-detached":
        this.detached = true;
        if (this.input.release >= 26) args.push(word);
        args.push("-noshell", "-noinput");
        break;
      case "-configfd":
        if (this.peek(word) === "0") args.push("-noshell", "-noinput");
        args.push(word);
        break;
      case "-emu_args":
        this.announce = true;
        break;
      case "-emu_args_exit":
        this.show = this.show === "quoted" ? "quoted" : "lines";
        break;
      case "-emu_name_exit":
        throw new ErlEnd(0, { out: `${EMULATOR}\n` });
      case "-emu_qouted_cmd_exit":
        this.show = "quoted";
        break;
      case "-env": {
        const name = this.value(word);
        this.env[name] = this.value(word);
        break;
      }
      case "-epmd":
        this.value(word);
        break;
      case "-keep_window":
        break;
      case "-name":
      case "-sname":
        args.push(word, this.value(word));
        this.distributed = word;
        break;
      case "-no_epmd":
        args.push(word);
        this.noEpmd = true;
        break;
      case "-proto_dist":
        args.push(word, this.value(word));
        this.protoDist = true;
        break;
      case "-start_epmd": {
        const value = this.value(word);
        if (value !== "true" && value !== "false") this.usage("Expected boolean argument for '-start_epmd'.");
        args.push(word, value);
        break;
      }
      case "-version":
        this.flags.push("-V");
        break;
      default:
        args.push(word);
    }
  }

  private manPage(): string[] {
    const rest = this.words.slice(this.at + 1);
    const end = rest.findIndex((word) => word.startsWith(SEPARATOR));
    return end < 0 ? rest : rest.slice(0, end);
  }

  // -- Words with a plus: the emulator's.

  private plus(word: string): void {
    if (word === "++S") {
      this.args.push("-noshell", "-S", ...this.words.slice(this.at + 1));
      this.at = this.words.length;
    } else if (word[1] === "+" && this.input.release >= 26) this.args.push(word);
    else if (word[1] === "B" && "icd".includes(word[2] ?? "i") === false) this.usage(missing(`-${word.slice(1)}`));
    else if (this.takesValue(word)) this.flags.push(`-${word.slice(1)}`, this.value(word));
    else {
      this.flags.push(`-${word.slice(1)}`);
      if (OPTIONAL[word]?.includes(this.words[this.at + 1] ?? "\0")) this.flags.push(this.words[++this.at] as string);
    }
  }

  private takesValue(word: string): boolean {
    if (this.input.release < 26 && NEWER.includes(word)) return false;
    const letter = word[1] ?? "";
    const rest = word.slice(2);
    if (letter !== "" && VALUE_FLAGS.includes(letter)) return rest === "";
    if (letter === "J") return true;
    if (letter === "I") {
      const name = /^(?:O[tp]|OP[tp]|Os)/.exec(rest)?.[0] ?? this.usage(missing(word));
      return name === rest;
    }
    if (letter === "S") {
      if (rest[0] === "D" && !/^D(?:cpu|Pcpu|io)/.test(rest)) this.usage(missing(word));
      return /^(?:P|Dcpu|DPcpu|Dio)?$/.test(rest);
    }
    if (letter === "M") {
      const ofAllocator = rest !== "" && ALLOCATORS.includes(rest[0] as string);
      return (ofAllocator && ALLOCATOR_FLAGS.includes(rest.slice(1))) || MEMORY_FLAGS.includes(rest);
    }
    return SUB_FLAGS[letter]?.includes(rest) ?? false;
  }

  // -- Values and ends.

  private peek(flag: string): string {
    const next = this.words[this.at + 1];
    if (next === undefined || next === SEPARATOR) return this.usage(missing(flag));
    return next;
  }

  private value(flag: string): string {
    const value = this.peek(flag);
    this.at++;
    return value;
  }

  private usage(message: string): never {
    throw new ErlEnd(1, { err: `${message}\n${usageText(this.input.release)}\n` });
  }

  /** Flags about the kind of emulator are looked at before all others. */
  private checkEmulatorType(): void {
    let other = false;
    for (let i = 0; i < this.words.length; i++) {
      const word = this.words[i];
      if (word === "-extra" || word === "++S") break;
      if (word === "-smpdisable" || (word === "-smp" && this.words[i + 1] === "disable"))
        this.usage(`Argument '-smp disable' not supported. Use "+S 1" instead.`);
      if (word !== "-emu_type" && word !== "-emu_flavor") continue;
      this.at = i;
      const value = this.value(word);
      other ||= value !== (word === "-emu_type" ? "opt" : "smp");
    }
    this.at = 0;
    if (other) fail("Invalid emulator type or flavor. Available combinations are: \n  -emu_flavor smp\n");
  }
}

/** `-man` with these words: the program `man` is to be run. */
export class ManPage extends Error {
  readonly args: readonly string[];
  constructor(args: readonly string[]) {
    super("man");
    this.args = args;
  }
}

/** What may follow a flag and then belongs to it. */
const OPTIONAL: Readonly<Record<string, readonly string[]>> = { "+B": ["i", "c", "d"], "+c": ["true", "false"] };

function missing(flag: string): string {
  return `Missing argument(s) for '${flag}'.`;
}

function fail(message: string): never {
  throw new ErlEnd(1, { err: `erlexec: ${message}\n` });
}

/**
 * PATH as `erl` leaves it to its children: the release's own folders in front, none twice. Gluon's folder comes before
 * them, so that a program that starts `erl` gets this one and no other.
 */
function path({ env, root, bindir, ownBin }: ErlInput): string {
  const old = env["PATH"];
  const front = ownBin === undefined ? [bindir] : [ownBin, bindir];
  if (old === undefined) return [...front, join(root, "bin")].join(delimiter);
  const rest = old.split(delimiter).filter((folder) => !front.includes(folder));
  return [...front, ...(old.includes(root) ? [] : [join(root, "bin")]), ...rest].join(delimiter);
}

function usageText(release: number): string {
  return [
    "Usage: erl [-version] [-sname NAME | -name NAME] [-noshell] [-noinput] [-env VAR VALUE] [-compile file ...]",
    "[-make] [-man [manopts] MANPAGE] [-x] [-emu_args] [-start_epmd BOOLEAN] [-emu_type TYPE] [-emu_flavor FLAVOR]",
    "[-args_file FILENAME] [+A THREADS] [+a SIZE] [+B[c|d|i]] [+c [BOOLEAN]] [+C MODE]",
    "[+dcg DECENTRALIZED_COUNTER_GROUPS_LIMIT] [+h HEAP_SIZE_OPTION]",
    `[+J[Pperf${release >= 26 ? "|Msingle" : ""}] JIT_OPTION] [+M<SUBSWITCH> <ARGUMENT>] [+P MAX_PROCS] [+Q MAX_PORTS]`,
    ...(release >= 28 ? [] : ["[+R COMPAT_REL]"]),
    "[+r] [+rg READER_GROUPS_LIMIT] [+s<SUBSWITCH> SCHEDULER_OPTION]",
    "[+S NO_SCHEDULERS:NO_SCHEDULERS_ONLINE] [+SP PERCENTAGE_SCHEDULERS:PERCENTAGE_SCHEDULERS_ONLINE] [+T LEVEL]",
    "[+V] [+v] [+W<i|w|e>] [+z MISC_OPTION] [args ...]",
  ].join(" ");
}
