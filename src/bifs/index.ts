/**
 * All BIFs of the core, one table each. Regular expressions and compression are extensions: see `runtime/extension.ts`.
 */
import type { Bif } from "../runtime/bif.ts";
import { BINARY_MODULE_BIFS } from "./binary.ts";
import { erlangArith, ertsInternalArith } from "./erlang/arith.ts";
import { BINARY_BIFS } from "./erlang/binaries.ts";
import { erlangConvert, ertsInternalConvert } from "./erlang/convert.ts";
import { erlangExternal } from "./erlang/external.ts";
import { erlangHash } from "./erlang/hash.ts";
import { erlangNumbers, ertsInternalNumbers } from "./erlang/numbers.ts";
import { erlangTuples } from "./erlang/tuples.ts";
import { erlangTypes } from "./erlang/types.ts";
import { CODE_BIFS } from "./erlang/code.ts";
import { LOADING_BIFS } from "./erlang/loading.ts";
import { NIF_BIFS } from "./erlang/nif.ts";
import { EXCEPTION_BIFS } from "./erlang/exceptions.ts";
import { ERLANG_MAPS_BIFS } from "./erlang/maps.ts";
import { MESSAGES } from "./erlang/messages.ts";
import { MONITORS } from "./erlang/monitors.ts";
import { PROCESS_DICTIONARY } from "./erlang/process_dictionary.ts";
import { PROCESS_INFO } from "./erlang/process_info.ts";
import { PROCESS_FLAGS } from "./erlang/process_flags.ts";
import { PROCESSES } from "./erlang/processes.ts";
import { SPAWN_BIFS } from "./erlang/spawn.ts";
import { STATISTICS } from "./erlang/statistics.ts";
import { SYSTEM } from "./erlang/system.ts";
import { SYSTEM_INFO } from "./erlang/system_info.ts";
import { TIME } from "./erlang/time.ts";
import { TIMERS } from "./erlang/timers.ts";
import { ETS_BIFS } from "./ets.ts";
import { FILE_BIFS } from "./file.ts";
import { erlangLists, listsBifs } from "./lists.ts";
import { stringBifs } from "./string.ts";
import { MAPS_BIFS } from "./maps.ts";
import { MATH_BIFS } from "./math.ts";
import { MISC_BIFS } from "./misc.ts";
import { OS_BIFS } from "./os.ts";
import { PACKET_BIFS } from "./packets.ts";
import { UNICODE_BIFS } from "./unicode.ts";

import { ATOMICS_BIFS } from "./atomics.ts";
import { COUNTERS_BIFS } from "./counters.ts";
import { PERSISTENT_TERM_BIFS } from "./persistent_term.ts";
import { RECORDS_BIFS } from "./records.ts";
export const BIFS: readonly Bif[] = [
  ...FILE_BIFS,
  ...MATH_BIFS,
  ...MISC_BIFS,
  ...OS_BIFS,
  ...ERLANG_MAPS_BIFS,
  ...MAPS_BIFS,
  ...ETS_BIFS,
  ...RECORDS_BIFS,
  ...PERSISTENT_TERM_BIFS,
  ...COUNTERS_BIFS,
  ...ATOMICS_BIFS,
  ...BINARY_BIFS,
  ...erlangArith,
  ...ertsInternalArith,
  ...erlangConvert,
  ...ertsInternalConvert,
  ...erlangExternal,
  ...erlangHash,
  ...erlangLists,
  ...listsBifs,
  ...erlangNumbers,
  ...ertsInternalNumbers,
  ...erlangTuples,
  ...erlangTypes,
  ...stringBifs,
  ...CODE_BIFS,
  ...EXCEPTION_BIFS,
  ...LOADING_BIFS,
  ...NIF_BIFS,
  ...BINARY_MODULE_BIFS,
  ...PACKET_BIFS,
  ...UNICODE_BIFS,
  ...MESSAGES,
  ...MONITORS,
  ...PROCESS_DICTIONARY,
  ...PROCESS_FLAGS,
  ...PROCESSES,
  ...SPAWN_BIFS,
  ...PROCESS_INFO,
  ...STATISTICS,
  ...SYSTEM,
  ...SYSTEM_INFO,
  ...TIME,
  ...TIMERS,
];
