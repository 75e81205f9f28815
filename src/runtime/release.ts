/**
 * What differs between OTP releases at our boundary, in one record. No version test stands anywhere else.
 */
export interface Release {
  readonly otp: 25 | 27 | 29;
  /** erts version string, as `erlang:system_info(version)`, unless it is known which one is installed. */
  readonly erts: string;
  /** How many processes there may be, if nobody says: more since 27. */
  readonly processLimit: number;
  /** `0.0 =:= -0.0` is false (27 and newer). */
  readonly signedZeroDiffers: boolean;
  /** A failing arithmetic instruction stands on top of the stack trace as a BIF call (26 and newer). */
  readonly operatorsInTrace: boolean;
  /** Modules inside the emulator: they have no line numbers. */
  readonly preloaded: ReadonlySet<string>;
  /** Largest integers; more bits are system_limit. OTP: BIG_ARITY_MAX words of 64 bits. */
  readonly maxIntegerBits: number;
  /** Integers become the nearest double (29); before that their 64-bit digits are added up. */
  readonly roundsToNearest: boolean;
  /** Bits of the two numbers of this node's pids, and of its ports' numbers: 28 in all up to 25. */
  readonly pidBits: { readonly id: number; readonly serial: number };
  readonly portBits: number;
  /** The timers of a process pause while others suspend it (29). */
  readonly pausesTimers: boolean;
  /** Default minor version of term_to_binary is 2 and atoms are always UTF-8 (26 and newer). */
  readonly utf8Atoms: boolean;
  /** Regular expressions are PCRE2 (28 and newer). */
  readonly pcre2: boolean;
  /** `binary:match/2,3`, `matches` and `split` check the pattern even if there is nothing to search (27 and newer). */
  readonly checksUnusedPattern: boolean;
  /** `binary_to_list/3` and `binary:copy(B, 0)` take any bitstring (25). */
  readonly bitsPassAsBinary: boolean;
  /** `unicode:bin_is_7bit/1` compares bytes with bits, so that only the empty binary passes (27). */
  readonly brokenBinIs7bit: boolean;
  /** ETS: `{heir, Pid}` without data, and a bad default object has a cause of its own (28 and newer). */
  readonly newerEts: boolean;
  /** `maps:from_list` and friends exist; native records (29). */
  readonly nativeRecords: boolean;
}

const PRELOADED_25 = [
  "atomics",
  "counters",
  "erl_init",
  "erl_prim_loader",
  "erl_tracer",
  "erlang",
  "erts_code_purger",
  "erts_dirty_process_signal_handler",
  "erts_internal",
  "erts_literal_area_collector",
  "init",
  "persistent_term",
  "prim_buffer",
  "prim_eval",
  "prim_file",
  "prim_inet",
  "prim_net",
  "prim_socket",
  "prim_zip",
  "socket_registry",
  "zlib",
];
const PRELOADED_27 = [...PRELOADED_25, "erts_trace_cleaner"];

export const RELEASES: { readonly [otp in 25 | 27 | 29]: Release } = {
  25: {
    otp: 25,
    preloaded: new Set(PRELOADED_25),
    operatorsInTrace: false,
    erts: "13.1.5",
    processLimit: 1 << 18,
    signedZeroDiffers: false,
    maxIntegerBits: 33554368,
    roundsToNearest: false,
    pidBits: { id: 15, serial: 13 },
    portBits: 28,
    pausesTimers: false,
    utf8Atoms: false,
    pcre2: false,
    checksUnusedPattern: false,
    bitsPassAsBinary: true,
    brokenBinIs7bit: false,
    newerEts: false,
    nativeRecords: false,
  },
  27: {
    otp: 27,
    preloaded: new Set(PRELOADED_27),
    operatorsInTrace: true,
    erts: "15.2.7",
    processLimit: 1 << 20,
    signedZeroDiffers: true,
    maxIntegerBits: 4194240,
    roundsToNearest: false,
    pidBits: { id: 28, serial: 32 },
    portBits: 60,
    pausesTimers: false,
    utf8Atoms: true,
    pcre2: false,
    checksUnusedPattern: true,
    bitsPassAsBinary: false,
    brokenBinIs7bit: true,
    newerEts: false,
    nativeRecords: false,
  },
  29: {
    otp: 29,
    preloaded: new Set(PRELOADED_27),
    operatorsInTrace: true,
    erts: "17.1.1",
    processLimit: 1 << 20,
    signedZeroDiffers: true,
    maxIntegerBits: 4194240,
    roundsToNearest: true,
    pidBits: { id: 28, serial: 32 },
    portBits: 60,
    pausesTimers: true,
    utf8Atoms: true,
    pcre2: true,
    checksUnusedPattern: true,
    bitsPassAsBinary: false,
    brokenBinIs7bit: false,
    newerEts: true,
    nativeRecords: true,
  },
};
