/**
 * `erts_debug:get_internal_state/1` and `set_internal_state/2`: what OTP's own tests look at and change inside the emulator.
 *
 * Only what has a true answer here: a question about something that this VM does not have (allocators, tables of nodes, the
 * values of the C emulator's internal hash) raises badarg, as one that nobody knows does.
 * OTP: erts_debug_get_internal_state_1() and erts_debug_set_internal_state_2() in erl_bif_info.c.
 */
import { normalize } from "../term/arith.ts";
import { Atom, atoms, FALSE, TRUE } from "../term/atom.ts";
import { binary, Bits } from "../term/bits.ts";
import { Pid, Port } from "../term/identifier.ts";
import { listFromArray, listFromString, listToArray, NIL } from "../term/list.ts";
import { keyHash } from "../term/map_hash.ts";
import { mapFromPairs } from "../term/map_ops.ts";
import { displayTerm } from "../term/print.ts";
import type { Term } from "../term/term.ts";
import { Tuple2, Tuple3, tuple2, tuple3, tupleFromArray } from "../term/tuple.ts";
import { COLLECTION_SLEEP } from "../runtime/collection_sleep.ts";
import { logError } from "../runtime/error_log.ts";
import type { Exec } from "../runtime/exec.ts";
import { type Linked, linksToArray } from "../runtime/links.ts";
import { LIMITS, LOOP_LIMITS } from "../runtime/long_work.ts";
import { heldMonitors, type Monitor, monitorsOn } from "../runtime/monitors.ts";
import { nativePoint } from "../runtime/point.ts";
import { Process } from "../runtime/process.ts";
import type { Result } from "../runtime/signal.ts";
import { deliver } from "../runtime/signals.ts";
import { StateKey } from "../runtime/state.ts";
import type { Timer, TimerKind } from "../runtime/timer.ts";

const A = atoms("undef", "ok", "notsup", "undefined", "available_internal_state", "default", "table", "system");
const R = atoms(
  "ptab_list_bif_info",
  "erl_link",
  "erl_monitor",
  "process",
  "port",
  "linked",
  "origin",
  "target",
  "links",
);
const B = atoms("heap_binary", "refc_binary", "binary");
const G = atoms("garbage_collect", "status");
const W = atoms("deallocations", "timer_cancellations", "aux_work", "thread_progress");
const M = atoms("erlang", "memory");
const L = atoms("warning", "info", "error");
const T = atoms("no_time_warp", "single_time_warp", "multi_time_warp", "multizero_timeout_in_timeout_done");

class Internal {
  available = false;
  /** The atoms there were when one was last asked for by a number that was too high. */
  atoms: readonly Atom[] = [];
}
const INTERNAL = new StateKey(() => new Internal());

/** Answers to a question that is an atom. */
const GET: Readonly<Record<string, (x: Exec) => Result>> = {
  reds_left: (x) => Math.max(x.reds, 0),
  force_heap_frags: () => FALSE,
  hashmap_collision_bonanza: () => FALSE,
  scheduler_dump: () => FALSE,
  lc_graph: () => A.notsup,
  flxctr_memory_usage: () => A.notsup,
  memory: (x) => x.vm.export(M.erlang, M.memory, 0).f() as Result,
  // There is one run queue: nothing is ever balanced.
  nbalance: () => 0,
  persistent_term: (x) => mapFromPairs([A.table], [x.vm.inside.persistentTerms().places]),
  process_info_args: (x) => listFromArray(x.vm.inside.infoItems()),
  next_pid: nextPid,
  next_port: nextPort,
  processes: (x) => listFromArray(x.vm.processes.all().map((p) => p.pid)),
  processes_bif_info: (x) => {
    // `processes/0` looks at the whole table in one step: one chunk, and nothing that ends meanwhile.
    const { size } = x.vm.processes;
    return tupleFromArray([R.ptab_list_bif_info, 0, 1, size, size, 0, 0, 0, size, 0]);
  },
};

/** Answers to `{Question, About}`; undefined: badarg. */
const GET_OF: Readonly<Record<string, (x: Exec, about: Term) => Term | undefined>> = {
  process_status: (x, pid) => {
    const status = x.vm.bifs.get("erlang:process_info/2")?.fn(x, pid, G.status);
    return status instanceof Tuple2 ? status.e1 : status === A.undefined ? A.undefined : undefined;
  },
  internal_hash: (_x, t) => keyHash(t) >>> 0,
  atom: (x, n) => (typeof n === "number" && n >= 0 ? atomOfNumber(x, n) : undefined),
  link_list: linkList,
  monitor_list: (x, pid) => {
    const p = localProcess(x, pid);
    return p === undefined ? noNode(x, pid) : p === null ? A.undefined : monitorList(p);
  },
  dist_ctrl: () => A.undefined,
  binary_info: (_x, t) => {
    if (!(t instanceof Bits)) return undefined;
    const bytes = Math.ceil(t.size / 8);
    if (bytes <= HEAP_BYTES) return B.heap_binary;
    // What lies behind it, which others may share.
    return tupleFromArray([B.refc_binary, bytes, tuple2(B.binary, t.bytes.buffer.byteLength), 0]);
  },
};
/** OTP keeps longer binaries outside of processes. */
const HEAP_BYTES = 64;

/** What numbers pids and ports that are made next: tests make them large or begin anew. */
function nextPid({ vm: { processes, release } }: Exec): Term {
  const [id, serial] = processes.next;
  return normalize((BigInt(serial) << BigInt(release.pidBits.id)) | BigInt(id));
}

function nextPort(x: Exec): Result {
  return x.vm.ports?.next ?? x.badarg();
}

function after(n: Term, bits: number): bigint | undefined {
  if ((typeof n !== "number" && typeof n !== "bigint") || n < 0) return undefined;
  return BigInt.asUintN(bits, BigInt(n) + 1n);
}

/** The process of a local pid, null if it has ended; undefined: no local pid. */
function localProcess(x: Exec, pid: Term): Process | null | undefined {
  if (!(pid instanceof Pid) || pid.node !== undefined) return undefined;
  return x.vm.processes.ofPid(pid) ?? null;
}

/** What connections to other nodes hold: nothing, as there is no other node. */
function noNode(x: Exec, name: Term): Term | undefined {
  if (!(name instanceof Atom)) return undefined;
  return name === x.vm.node ? NIL : A.undefined;
}

/** The atom with this number in the order in which they came to be; as many are made as are missing. */
function atomOfNumber({ vm }: Exec, n: number): Term | undefined {
  const state = vm.state(INTERNAL);
  if (n >= state.atoms.length) {
    for (let i = vm.atoms.count; i <= n; i = vm.atoms.count)
      if (vm.atoms.intern(`am${i.toString(16)}`) === undefined || vm.atoms.count === i) return undefined;
    state.atoms = [...vm.atoms.all()];
  }
  return state.atoms[n];
}

/** `{erl_link, process | port, Other, linked, Id}`: the id is an address in C, and 0 here. */
function linkList(x: Exec, of: Term): Term | undefined {
  const p = localProcess(x, of);
  if (p === null) return A.undefined;
  if (p !== undefined) return listFromArray(linksToArray(p.links).map(linkElement));
  if (!(of instanceof Port)) return noNode(x, of);
  const info = x.vm.bifs.get("erts_internal:port_info/2")?.fn(x, of, R.links);
  if (!(info instanceof Tuple2)) return A.undefined;
  return listFromArray((listToArray(info.e1) as Linked[]).map(linkElement));
}

function linkElement(other: Linked): Term {
  return tupleFromArray([R.erl_link, other instanceof Port ? R.port : R.process, other, R.linked, 0]);
}

/** `{erl_monitor, Type, origin | target, Ref, OtherEnd, Name | []}` of the monitors that `p` holds and those on it. */
function monitorList(p: Process): Term {
  const nameOf = (m: Monitor) => (m.item instanceof Tuple2 ? m.item.e0 : NIL);
  const otherEnd = (m: Monitor) => (m.target instanceof Process ? m.target.pid : m.item);
  return listFromArray([
    ...heldMonitors(p)
      .filter((m) => m.target !== null)
      .map((m) => tupleFromArray([R.erl_monitor, m.type, R.origin, m.ref, otherEnd(m), nameOf(m)])),
    ...monitorsOn(p).map((m) => tupleFromArray([R.erl_monitor, m.type, R.target, m.ref, m.holder.pid, nameOf(m)])),
  ]);
}

const WARPS: readonly Term[] = [T.no_time_warp, T.single_time_warp, T.multi_time_warp];

export function get_internal_state_1(x: Exec, what: Term): Result {
  const state = x.vm.state(INTERNAL);
  if (what === A.available_internal_state) return state.available ? TRUE : FALSE;
  if (!state.available) return x.error(A.undef);
  if (what instanceof Atom && Object.hasOwn(GET, what.name)) return (GET[what.name] as (x: Exec) => Result)(x);
  if (what instanceof Tuple2 && what.e0 instanceof Atom && Object.hasOwn(GET_OF, what.e0.name))
    return GET_OF[what.e0.name]?.(x, what.e1) ?? x.badarg();
  if (what instanceof Tuple3 && what.e0 instanceof Atom && what.e0.name === "check_time_config") {
    // Time is always corrected here.
    if ((what.e1 === TRUE || what.e1 === FALSE) && WARPS.includes(what.e2)) return what.e1;
  }
  return x.badarg();
}

/** What can be set; undefined: badarg. */
const SET: Readonly<Record<string, (x: Exec, to: Term) => Result | undefined>> = {
  unicode_loop_limit: (x, to) => setLoopLimit(x, "unicode", to),
  binary_loop_limit: (x, to) => setLoopLimit(x, "binary", to),
  re_loop_limit: (x, to) => setLoopLimit(x, "re", to),
  reds_left: (x, to) => {
    if (typeof to !== "number") return undefined;
    // Never more than are left: the stack was measured for those.
    if (to >= 0) x.reds = Math.min(x.reds, to);
    return TRUE;
  },
  next_pid: (x, before) => {
    const { id, serial } = x.vm.release.pidBits;
    const n = after(before, id + serial);
    if (n === undefined) return undefined;
    x.vm.processes.next = [Number(BigInt.asUintN(id, n)), Number(n >> BigInt(id))];
    return nextPid(x);
  },
  next_port: (x, before) => {
    const n = after(before, x.vm.release.portBits);
    if (n === undefined || x.vm.ports === undefined) return undefined;
    x.vm.ports.next = n;
    return nextPort(x);
  },
  block: sleep,
  sleep,
  block_scheduler: sleep,
  force_gc: (x, pid) => {
    const p = localProcess(x, pid);
    return p === undefined ? undefined : p === null ? FALSE : TRUE;
  },
  gc_state: setCollecting,
  test_long_gc_sleep: (x, ms) => {
    if (typeof ms !== "number" || ms < 0) return undefined;
    x.vm.state(COLLECTION_SLEEP).ms = ms;
    return TRUE;
  },
  // What has ended is gone at once, and so is a timer that was cancelled: it is enough to let others run.
  wait: (x, what) => (Object.values(W).includes(what as Atom) ? x.yield(OK) : undefined),
  ets_force_trap: () => A.notsup,
  mbuf: (_x, t) => t,
  binary: (_x, bytes) => {
    if (typeof bytes !== "number" || bytes < 0) return undefined;
    return bytes < 2 ** 31 ? binary(new Uint8Array(bytes)) : FALSE;
  },
  // A process has one queue for its signals.
  proc_sig_buffers: (_x, on) => (on === TRUE ? FALSE : A.notsup),
  multizero_timeout_in_timeout: timersFromTimers,
};

const OK = nativePoint("internal_state/ok", 0, () => A.ok);

export function set_internal_state_2(x: Exec, what: Term, to: Term): Result {
  const state = x.vm.state(INTERNAL);
  if (what === A.available_internal_state && (to === TRUE || to === FALSE)) {
    const before = state.available;
    state.available = to === TRUE;
    if (to === TRUE) warn(x);
    return before ? TRUE : FALSE;
  }
  if (!state.available) return x.error(A.undef);
  if (what instanceof Atom && Object.hasOwn(SET, what.name)) return SET[what.name]?.(x, to) ?? x.badarg();
  return x.badarg();
}

function warn({ vm, process: p }: Exec): void {
  const where = vm.node.name === "nonode@nohost" ? "" : `on node ${vm.node.name} `;
  const text =
    `Process ${displayTerm(p.pid)} ${where}enabled access to the emulator internal state.\n` +
    "NOTE: This is an erts internal test feature and should *only* be used by OTP test-suites.\n";
  logError(vm, p, "~s~n", [listFromString(text)], L[vm.emulator.warnings ?? "warning"]);
}

/** How much a BIF does before others may run; the old limit. */
function setLoopLimit(x: Exec, of: keyof typeof LIMITS, to: Term): Result | undefined {
  const limits = x.vm.state(LOOP_LIMITS);
  const before = limits[of];
  if (to === A.default) limits[of] = LIMITS[of];
  else if (typeof to === "number" && to > 0) limits[of] = to;
  else return undefined;
  return before;
}

/** Nothing else runs for so many milliseconds. */
function sleep(x: Exec, ms: Term): Result | undefined {
  if (typeof ms !== "number") return undefined;
  const { clock } = x.vm;
  for (const end = clock.monotonic_us() + ms * 1000; clock.monotonic_us() < end; );
  return TRUE;
}

/** Whether requests to collect the caller's garbage are answered, or wait until they are; the old state. */
function setCollecting(x: Exec, to: Term): Result | undefined {
  if (to !== TRUE && to !== FALSE) return undefined;
  const { vm, process: p } = x;
  const { processes } = vm;
  if (processes.heldCollections === null) {
    processes.heldCollections = new Map();
    vm.exitHooks.push((ended) => answerCollections(x, ended, FALSE));
  }
  const off = processes.heldCollections.has(p);
  if (to === TRUE) answerCollections(x, p, TRUE);
  else if (!off) processes.heldCollections.set(p, []);
  return off ? FALSE : TRUE;
}

function answerCollections(x: Exec, p: Process, result: Term): void {
  const { heldCollections } = x.vm.processes;
  const held = heldCollections?.get(p) ?? [];
  heldCollections?.delete(p);
  for (const { requester, id } of held) deliver(x.vm, requester, tuple3(G.garbage_collect, id, result));
}

/** A timer that sets a timer of no time when it fires, which does the same once more, and then there is a message. */
function timersFromTimers(x: Exec, ms: Term): Result | undefined {
  if (typeof ms !== "number") return undefined;
  const { vm, process: p } = x;
  const after = (time_ms: number, run: () => void) => {
    // No `new Timer`: the class stays in the core's own chunk.
    const t: Timer = {
      ...{
        kind: 2 as TimerKind.Native,
        at_us: vm.clock.monotonic_us() + time_ms * 1000,
        paused_us: 0,
        sequence: 0,
        index: -1,
      },
      ...{ destination: null, message: 0, ref: undefined, run },
    };
    vm.scheduler.startTimer(t);
  };
  after(Math.max(ms, 0), () =>
    after(0, () => after(0, () => deliver(vm, p, T.multizero_timeout_in_timeout_done, A.system))),
  );
  return A.ok;
}
