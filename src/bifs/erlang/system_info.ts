/**
 * `system_info/1` and `system_flag/2`.
 *
 * Only what is true of this VM: one scheduler, no allocators of its own, no drivers. A key of OTP's that is not here
 * raises badarg, as unknown ones do.
 * OTP: system_info_1() in erl_bif_info.c, system_flag_2() in bif.c.
 */
import { Atom, atom, atoms, FALSE, TRUE } from "../../term/atom.ts";
import { binary } from "../../term/bits.ts";
import { Pid, Port, Ref } from "../../term/identifier.ts";
import { Cons, listFromArray, listFromString, listToArray, NIL } from "../../term/list.ts";
import type { Term } from "../../term/term.ts";
import { Tuple2, tuple2, Tuple3, tuple3, tupleFromArray } from "../../term/tuple.ts";
import { TABLES } from "../../ets/tables.ts";
import { type Bif, bifTable } from "../../runtime/bif.ts";
import { START_us } from "../../runtime/clock.ts";
import { LOGGING } from "../../runtime/error_log.ts";
import type { Exec } from "../../runtime/exec.ts";
import { processOf } from "../../runtime/process.ts";
import { FULLSWEEP_AFTER, MIN_BIN_VHEAP_SIZE, MIN_HEAP_SIZE, Settings } from "../../runtime/settings.ts";
import type { Result } from "../../runtime/signal.ts";
import { deliver } from "../../runtime/signals.ts";
import { StateKey } from "../../runtime/state.ts";
import { SYSTEM_TEXTS, type SystemText } from "../../runtime/system_texts.ts";
import { CONTROL_WORD, SEQUENTIAL_TRACER } from "../../runtime/tracing.ts";
import { utf8Encode } from "../../util/utf8.ts";
import { allocatedAreas, sendMemory } from "./memory.ts";
import { heapSizes, isSize, maxHeapSize, maxHeapSizeMap, minBinVheapSize, minHeapSize } from "./process_options.ts";
import { scheduler_wall_time_1, setMicrostateAccounting } from "./statistics.ts";
import { END_OF_TIME_ms } from "./timers.ts";

const V = atoms("undefined", "none", "opt", "jit", "little", "private", "disabled", "enabled", "unbound", "unchanged");
const W = atoms("infinity", "unknown", "on_heap", "final", "logger", "internal", "external", "wordsize");
const F = atoms("max_heap_size", "min_bin_vheap_size", "min_heap_size", "fullsweep_after", "sequential_tracer");
const G = atoms("backtrace_depth", "trace_control_word", "multi_scheduling", "schedulers_online", "time_offset");
const H = atoms("finalize", "block", "unblock", "block_normal", "unblock_normal", "badopt", "system_logger");
const I = atoms(
  "scheduler_wall_time",
  "microstate_accounting",
  "reset_seq_trace",
  "debug_flags",
  "dirty_cpu_schedulers_online",
  "normal",
);
const L = atoms("kernel_refc");
const J = atoms("dirty_cpu", "dirty_io", "unix", "gluon", "outstanding_system_requests_limit", "scheduler_bind_type");

const C = atoms("cpu_topology", "defined", "detected", "used");
const TOPOLOGIES: ReadonlySet<Term> = new Set([C.defined, C.detected, C.used]);
const WARPS = atoms("no_time_warp", "single_time_warp", "multi_time_warp");
const K = atoms(
  "memory_internal",
  "allocator",
  "allocator_sizes",
  "sys_alloc",
  "mseg_alloc",
  "alloc_util",
  "erts_mmap",
);
/** All of OTP's names: what is asked about them is answered with `false`, as by an emulator without them (`+Mea min`). */
const ALLOCATORS = "temp sl std ll eheap ets fix literal binary driver".split(" ").map((name) => atom(`${name}_alloc`));
const T = atoms("enabled");

/** What `system_flag` has set, beyond the defaults of processes. */
export const FLAGS = new StateKey(() => ({ outstanding: 4 }));

/** Settings that new processes begin with. */
function defaults(x: Exec): Settings {
  const { processes } = x.vm;
  processes.defaults ??= new Settings();
  return processes.defaults;
}

const NIF_VERSIONS = { 25: "2.16", 27: "2.17", 29: "2.18" } as const;
const OFFSETS_IN_BYTES = 8;

function text(s: string): Term {
  return listFromString(s);
}

function systemVersion(x: Exec): Term {
  const { otp, erts } = x.vm.release;
  return text(`Erlang/OTP ${otp} [erts-${erts}] [gluon] [64-bit] [smp:1:1] [ds:0:0:0] [async-threads:0]\n`);
}

function garbageCollection(x: Exec): Term {
  const d = x.vm.processes.defaults;
  return listFromArray([
    tuple2(F.max_heap_size, d?.maxHeap?.size ?? 0),
    tuple2(F.min_bin_vheap_size, d?.minBinVheapSize ?? MIN_BIN_VHEAP_SIZE),
    tuple2(F.min_heap_size, d?.minHeapSize ?? MIN_HEAP_SIZE),
    tuple2(F.fullsweep_after, d?.fullsweepAfter ?? FULLSWEEP_AFTER),
  ]);
}

/** Instructions of erts, not BIFs. */
const INSTRUCTIONS: ReadonlySet<string> = new Set(["apply/2", "apply/3", "yield/0", "hibernate/0"]);

/** The BIFs; NIFs are not among them, as in erts. */
function snifs(x: Exec): Term {
  const bifs = [...x.vm.bifs.values()].filter(
    (b) => !b.nif && !(b.module === "erlang" && INSTRUCTIONS.has(`${b.name}/${b.arity}`)),
  );
  return listFromArray(bifs.map((b) => tuple3(atom(b.module), atom(b.name), b.arity)));
}

const constant = (t: Term) => (): Term => t;
const one = constant(1);
const zero = constant(0);
const no = constant(FALSE);
const yes = constant(TRUE);

const KEYS: Readonly<Record<string, (x: Exec) => Term>> = {
  // Limits and counts.
  process_count: (x) => x.vm.processes.count,
  process_limit: (x) => x.vm.processes.limit,
  port_count: (x) => x.vm.ports?.count ?? 0,
  port_limit: (x) => x.vm.ports?.limit ?? 65536,
  atom_count: (x) => x.vm.atoms.count,
  atom_limit: (x) => x.vm.atoms.limit,
  ets_limit: constant(8192),
  // The scheduler.
  schedulers: one,
  schedulers_online: one,
  schedulers_active: one,
  schedulers_total: one,
  schedulers_state: constant(tuple3(1, 1, 1)),
  all_schedulers_state: () =>
    listFromArray([
      tupleFromArray([I.normal, 1, 1, 1]),
      tupleFromArray([J.dirty_cpu, 0, 0, 0]),
      tupleFromArray([J.dirty_io, 0, 0, 0]),
    ]),
  scheduler_id: one,
  scheduler_bind_type: constant(V.unbound),
  scheduler_bindings: () => tupleFromArray([V.unbound]),
  run_queues: one,
  dirty_cpu_schedulers: zero,
  dirty_cpu_schedulers_online: zero,
  dirty_io_schedulers: zero,
  multi_scheduling: constant(V.disabled),
  multi_scheduling_blockers: constant(NIL),
  normal_multi_scheduling_blockers: constant(NIL),
  logical_processors: (x) => x.vm.host.processors?.().online ?? W.unknown,
  logical_processors_online: (x) => x.vm.host.processors?.().online ?? W.unknown,
  logical_processors_available: (x) => x.vm.host.processors?.().available ?? W.unknown,
  cpu_topology: constant(V.undefined),
  cpu_quota: constant(W.unknown),
  update_cpu_info: constant(V.unchanged),
  context_reductions: constant(4000),
  thread_pool_size: zero,
  threads: yes,
  smp_support: yes,
  // There is no library of threads to tell of.
  ethread_info: constant(NIL),
  modified_timing_level: constant(V.undefined),
  // Names and versions.
  otp_release: (x) => text(String(x.vm.release.otp)),
  version: (x) => text(x.vm.release.erts),
  system_version: systemVersion,
  machine: () => text("BEAM"),
  compat_rel: (x) => x.vm.release.otp,
  system_architecture: () => text("javascript-unknown-gluon"),
  emu_flavor: constant(V.jit),
  emu_type: constant(V.opt),
  build_type: constant(V.opt),
  max_integer: (x) => (1n << BigInt(x.vm.release.maxIntegerBits)) - 1n,
  snifs,
  c_compiler_used: constant(V.undefined),
  compile_info: constant(NIL),
  debug_compiled: no,
  ets_always_compress: no,
  nif_version: (x) => text(NIF_VERSIONS[x.vm.release.otp]),
  driver_version: () => text("3.3"),
  os_type: (x) => (x.vm.host.os === undefined ? tuple2(J.unix, J.gluon) : osType(x)),
  wordsize: constant(OFFSETS_IN_BYTES),
  endian: constant(V.little),
  constant_pool_support: yes,
  hipe_architecture: constant(V.undefined),
  taints: constant(NIL),
  emu_args: constant(NIL),
  // Memory.
  allocator: () => tupleFromArray([V.undefined, NIL, NIL, NIL]),
  alloc_util_allocators: () => listFromArray(ALLOCATORS),
  allocated_areas: allocatedAreas,
  ets_count: (x) => x.vm.state(TABLES).count,
  heap_type: constant(V.private),
  heap_sizes: () => listFromArray(heapSizes()),
  garbage_collection: garbageCollection,
  min_heap_size: (x) => tuple2(F.min_heap_size, x.vm.processes.defaults?.minHeapSize ?? MIN_HEAP_SIZE),
  min_bin_vheap_size: (x) =>
    tuple2(F.min_bin_vheap_size, x.vm.processes.defaults?.minBinVheapSize ?? MIN_BIN_VHEAP_SIZE),
  fullsweep_after: (x) => tuple2(F.fullsweep_after, x.vm.processes.defaults?.fullsweepAfter ?? FULLSWEEP_AFTER),
  max_heap_size: (x) => maxHeapSizeMap(x.vm.processes.defaults?.maxHeap, x.vm.release.otp),
  message_queue_data: (x) => x.vm.processes.defaults?.messageQueueData ?? W.on_heap,
  // Time.
  start_time: constant(START_us),
  end_time: constant(END_OF_TIME_ms * 1000),
  time_correction: yes,
  time_warp_mode: (x) => WARPS[x.vm.emulator.timeWarp ?? "no_time_warp"],
  time_offset: constant(W.final),
  os_monotonic_time_source: (x) => timeSource(x.vm.host.monotonicTime_us()),
  os_system_time_source: (x) => timeSource(x.vm.host.systemTime_us()),
  tolerant_timeofday: constant(V.disabled),
  // Distribution, ports, tracing: none.
  creation: (x) => x.vm.creation,
  dist_ctrl: constant(NIL),
  dist_buf_busy_limit: constant(1048576),
  delayed_node_table_gc: constant(60),
  async_dist: (x) => (x.vm.processes.defaults?.asyncDist === true ? TRUE : FALSE),
  port_parallelism: no,
  port_tasks: yes,
  kernel_poll: no,
  beam_jump_table: no,
  eager_check_io: yes,
  check_io: constant(NIL),
  io_thread: no,
  break_ignored: (x) => (x.vm.emulator.breakHandler === "ignore" ? TRUE : FALSE),
  lock_checking: no,
  lock_counting: no,
  dynamic_trace: constant(V.none),
  dynamic_trace_probes: no,
  trace_control_word: (x) => x.vm.state(CONTROL_WORD).value,
  sequential_tracer: (x) => tuple2(F.sequential_tracer, x.vm.state(SEQUENTIAL_TRACER).tracer),
  system_logger: (x) => x.vm.state(LOGGING).systemLogger,
  halt_flush_timeout: constant(W.infinity),
  outstanding_system_requests_limit: (x) => x.vm.state(FLAGS).outstanding,
};

const BY_ATOM: ReadonlyMap<Term, (x: Exec) => Term> = new Map(
  Object.entries(KEYS).map(([name, value]) => [atoms(name)[name] as Atom, value]),
);

const SINCE_27: ReadonlySet<Term> = new Set(Object.values(atoms("async_dist", "halt_flush_timeout", "max_integer")));

function osType(x: Exec): Term {
  const os = x.vm.host.os as { family: string; name: string };
  return tuple2(x.vm.atoms.intern(os.family) ?? J.unix, x.vm.atoms.intern(os.name) ?? J.gluon);
}

function osVersion(x: Exec): Result {
  const version = x.vm.host.os?.version;
  return version === undefined ? x.badarg() : tuple3(version[0], version[1], version[2]);
}

const TEXTS: ReadonlySet<Term> = new Set(Object.values(atoms("procs", "loaded", "info", "dist")));

const S = atoms("function", "host", "resolution", "extended", "parallel", "time", "no");

/** A clock of the host's. OTP: erts_monotonic_time_source() and erts_system_time_source() in sys_time.c. */
function timeSource(time_us: number): Term {
  return listFromArray([
    tuple2(S.function, S.host),
    tuple2(S.resolution, 1_000_000),
    tuple2(S.extended, S.no),
    tuple2(S.parallel, S.no),
    tuple2(S.time, time_us),
  ]);
}

const OS_VERSION = atoms("os_version").os_version;

function system_info_1(x: Exec, key: Term): Result {
  const value = BY_ATOM.get(key);
  if (value !== undefined) return SINCE_27.has(key) && x.vm.release.otp < 27 ? x.badarg() : value(x);
  if (key === OS_VERSION) return osVersion(x);
  if (TEXTS.has(key)) {
    const write = x.vm.state(SYSTEM_TEXTS)[(key as Atom).name as SystemText];
    return write === undefined ? x.badarg() : binary(utf8Encode(write()));
  }
  if (key instanceof Tuple2) {
    if (key.e0 === W.wordsize && (key.e1 === W.internal || key.e1 === W.external)) return OFFSETS_IN_BYTES;
    if (key.e0 === K.allocator || key.e0 === K.allocator_sizes) {
      return key.e1 instanceof Cons ? (noAllocators(key.e1) ?? x.badarg()) : isAllocator(key.e1) ? FALSE : x.badarg();
    }
    // A host tells nothing of its processors, and nobody has defined them.
    if (key.e0 === C.cpu_topology && TOPOLOGIES.has(key.e1)) return V.undefined;
  }
  if (key instanceof Tuple3 && key.e1 instanceof Ref) return request(x, key);
  return x.badarg();
}

/** Questions to every scheduler, answered by messages: there is one. */
function request(x: Exec, key: Tuple3): Result {
  const list = listToArray(key.e2);
  if (list === undefined) return x.badarg();
  if (key.e0 === K.memory_internal) sendMemory(x, key.e1, list);
  else if (key.e0 === K.allocator || key.e0 === K.allocator_sizes) {
    const answer = noAllocators(key.e2);
    if (answer === undefined) return x.badarg();
    deliver(x.vm, x.process, tuple3(key.e1, 0, answer));
  } else return x.badarg();
  return TRUE;
}

function isAllocator(name: Term): boolean {
  return [...ALLOCATORS, K.sys_alloc, K.mseg_alloc, K.alloc_util, K.erts_mmap].includes(name as Atom);
}

/** `[{Name, false}]` for a list of names. */
function noAllocators(names: Term): Term | undefined {
  const list = listToArray(names);
  if (list === undefined || list.length === 0 || !list.every(isAllocator)) return undefined;
  return listFromArray(list.map((name) => tuple2(name, FALSE)));
}

// -- Flags.

function system_flag_2(x: Exec, flag: Term, value: Term): Result {
  switch (flag) {
    case F.min_heap_size:
    case F.min_bin_vheap_size:
    case F.fullsweep_after:
    case F.max_heap_size:
      return setDefault(x, flag as Atom, value) ?? x.badarg();
    case G.backtrace_depth:
    case G.trace_control_word:
    case J.outstanding_system_requests_limit:
      return setNumber(x, flag as Atom, value) ?? x.badarg();
    case G.multi_scheduling:
      return value === H.block || value === H.unblock || value === H.block_normal || value === H.unblock_normal
        ? V.disabled
        : x.badarg();
    case G.schedulers_online:
      return value === 1 ? 1 : x.badarg();
    case I.dirty_cpu_schedulers_online:
      return x.badarg();
    case G.time_offset:
      return value === H.finalize ? W.final : x.badarg();
    case I.scheduler_wall_time:
      if (value !== TRUE && value !== FALSE) return x.badarg();
      // Once OTP runs, a process of its counts who wants the measurement.
      if (x.vm.registry.process(L.kernel_refc) === undefined) return scheduler_wall_time_1(x, value);
      return x.vm.export(L.kernel_refc, I.scheduler_wall_time, 1).f(value) as Result;
    case I.microstate_accounting:
      return setMicrostateAccounting(x, value) ?? x.badarg();
    case F.sequential_tracer:
      return setSequentialTracer(x, value) ?? x.badarg();
    case I.reset_seq_trace:
      for (const p of x.vm.processes.all()) p.tracing?.resetSequence();
      return TRUE;
    case I.debug_flags:
      return TRUE;
    case J.scheduler_bind_type:
      return value === V.unbound ? V.unbound : x.badarg();
    case H.system_logger:
      return setSystemLogger(x, value) ?? x.badarg();
    default:
      return x.badargCause(H.badopt);
  }
}

/** A tracer is a process or port of this node, or `{Module, State}` with a module of NIFs. */
function setSequentialTracer(x: Exec, value: Term): Term | undefined {
  const native =
    value instanceof Tuple2 && value.e0 instanceof Atom && x.vm.export(value.e0, T.enabled, 3).bif?.nif === true;
  const alive = value instanceof Pid ? processOf(value) !== undefined : value instanceof Port && isOpen(x, value);
  if (value !== FALSE && !native && !alive) return undefined;
  const state = x.vm.state(SEQUENTIAL_TRACER);
  const old = state.tracer;
  state.tracer = value;
  return old;
}

function isOpen(x: Exec, port: Port): boolean {
  return x.vm.ports?.isOpen(port) === true;
}

function setSystemLogger(x: Exec, value: Term): Term | undefined {
  const local = value instanceof Pid && value.node === undefined;
  if (!local && value !== W.logger && value !== V.undefined) return undefined;
  const logging = x.vm.state(LOGGING);
  const old = logging.systemLogger;
  logging.systemLogger = value;
  return old;
}

function setDefault(x: Exec, flag: Atom, value: Term): Term | undefined {
  const d = defaults(x);
  if (flag === F.max_heap_size) {
    const max = maxHeapSize(value, d.maxHeap);
    if (max === undefined || (max.size !== 0 && max.size < d.minHeapSize)) return undefined;
    const old = maxHeapSizeMap(d.maxHeap, x.vm.release.otp);
    d.maxHeap = max;
    return old;
  }
  if (!isSize(value)) return undefined;
  let old: number;
  if (flag === F.min_heap_size) {
    old = d.minHeapSize;
    d.minHeapSize = minHeapSize(value) as number;
  } else if (flag === F.min_bin_vheap_size) {
    old = d.minBinVheapSize;
    d.minBinVheapSize = minBinVheapSize(value) as number;
  } else {
    old = d.fullsweepAfter;
    d.fullsweepAfter = Math.min(value, FULLSWEEP_AFTER);
  }
  return old;
}

function setNumber(x: Exec, flag: Atom, value: Term): Term | undefined {
  if (!isSize(value)) return undefined;
  const flags = x.vm.state(FLAGS);
  if (flag === G.backtrace_depth) {
    const old = x.depth;
    x.depth = Math.min(value, 64);
    return old;
  }
  if (flag === G.trace_control_word) {
    if (value > 0xffffffff) return undefined;
    const word = x.vm.state(CONTROL_WORD);
    const old = word.value;
    word.value = value;
    return old;
  }
  if (value === 0) return undefined;
  const old = flags.outstanding;
  flags.outstanding = value;
  return old;
}

export const SYSTEM_INFO: readonly Bif[] = bifTable("erlang", {
  "system_info/1": { doc: "Facts about this VM; badarg for an unknown key.", fn: system_info_1 },
  "system_flag/2": { doc: "Sets a flag of this VM; the old value.", fn: system_flag_2 },
});
