/**
 * Small families whose answers are fixed in this VM: coverage (there is no support for it), loadable drivers (there are
 * none), dynamic tracing, sequential tracing, and what the kernel asks about the emulator itself.
 * OTP: erl_bif_coverage.c, erl_bif_ddll.c, dtrace-wrapper.h, erl_bif_trace.c, erl_bif_info.c.
 */
import { Atom, atoms, FALSE, TRUE } from "../term/atom.ts";
import { Bits, isBinary } from "../term/bits.ts";
import { Float } from "../term/float.ts";
import { Fun } from "../term/fun.ts";
import { Pid, Port, Ref } from "../term/identifier.ts";
import { Cons, listFromString, listToArray, NIL } from "../term/list.ts";
import { ErlMap, MAP_SMALL_LIMIT } from "../term/map.ts";
import { NativeRecord } from "../term/native_record.ts";
import type { Term } from "../term/term.ts";
import { Tuple2, tuple2, tupleFromArray } from "../term/tuple.ts";
import { type Bif, bifTable } from "../runtime/bif.ts";
import type { Exec } from "../runtime/exec.ts";
import { nameCodePoints, UTF8_NAMES } from "../runtime/filename.ts";
import type { Result } from "../runtime/signal.ts";

const A = atoms(
  "ok",
  "error",
  "undefined",
  "warning",
  "schedulers",
  "open_error",
  "not_loaded",
  "kill_ports",
  "driver_options",
  "monitor",
  "pending",
  "pending_driver",
  "reload",
  "send",
  "receive",
  "print",
  "timestamp",
  "monotonic_timestamp",
  "strict_monotonic_timestamp",
  "spawn",
  "label",
  "serial",
  "erts_dflags",
  "none",
);

// -- code: coverage needs the generator's support, which is not there; like an emulator without JIT.

function coverage_support_0(_x: Exec): Result {
  return FALSE;
}

function unsupported(x: Exec): Result {
  return x.badarg();
}

// -- erl_ddll

/** OTP: ERL_DE_DYNAMIC_ERROR_GROUP, a library that the system's loader refused. */
const DYNAMIC_ERROR = -10;

function isDriverName(x: Exec, t: Term): boolean {
  const points = nameCodePoints(t, x.vm.state(UTF8_NAMES));
  return points !== undefined && points.length > 0;
}

function driverOptionsOk(list: Term, forLoad: boolean): boolean {
  const options = listToArray(list);
  if (options === undefined) return false;
  return options.every((o) => {
    if (o === A.kill_ports) return !forLoad;
    if (!(o instanceof Tuple2)) return false;
    if (o.e0 === A.monitor) return o.e1 === A.pending || (!forLoad && o.e1 === A.pending_driver);
    if (!forLoad) return false;
    if (o.e0 === A.reload) return o.e1 === A.pending || o.e1 === A.pending_driver;
    return o.e0 === A.driver_options && (listToArray(o.e1)?.every((d) => d === A.kill_ports) ?? false);
  });
}

function try_load_3(x: Exec, path: Term, name: Term, options: Term): Result {
  const reload = listToArray(options)?.some((o) => o instanceof Tuple2 && o.e0 === A.reload) ?? false;
  if (!driverOptionsOk(options, true) || !isDriverName(x, name)) return x.badarg();
  const pathOk = isBinary(path) || nameCodePoints(path, x.vm.state(UTF8_NAMES)) !== undefined;
  if (!pathOk || path === NIL) return x.badarg();
  return tuple2(A.error, reload ? A.not_loaded : tuple2(A.open_error, DYNAMIC_ERROR));
}

function try_unload_2(x: Exec, name: Term, options: Term): Result {
  if (!driverOptionsOk(options, false) || !isDriverName(x, name)) return x.badarg();
  return tuple2(A.error, A.not_loaded);
}

function info_2(x: Exec, _name: Term, _item: Term): Result {
  return x.badarg();
}

function loaded_drivers_0(_x: Exec): Result {
  return tuple2(A.ok, NIL);
}

const DRIVER_ERRORS: Readonly<Record<string, string>> = {
  inconsistent: "Driver name and/or driver options are inconsistent with currently loaded driver",
  linked_in_driver: "Driver is statically linked and cannot be loaded/unloaded",
  permanent: "DDLL driver is permanent an cannot be unloaded/loaded",
  not_loaded: "DDLL driver is not loaded",
  not_loaded_by_this_process: "DDLL driver was not loaded by this process",
  not_pending: "DDLL load not pending for this driver name",
  already_loaded: "DDLL driver is already loaded successfully",
  pending_reload: "Driver reloading is already pending",
  pending_process: "Driver is loaded by others when attempting option {reload, pending_driver}",
};

const OPEN_ERRORS: Readonly<Record<number, string>> = {
  [-1]: "No driver init in dynamic library",
  [-2]: "Driver init failed",
  [-3]: "Bad driver name",
  [-4]: "Driver name to long",
  [-5]: "Driver compiled with incorrect version of erl_driver.h",
  [DYNAMIC_ERROR]: "Unknown dlload error",
};

function format_error_int_1(x: Exec, code: Term): Result {
  if (code instanceof Atom) {
    const known = Object.hasOwn(DRIVER_ERRORS, code.name) ? DRIVER_ERRORS[code.name] : undefined;
    return known === undefined ? x.badarg() : listFromString(known);
  }
  if (code instanceof Tuple2 && code.e0 === A.open_error && typeof code.e1 === "number") {
    return listFromString(OPEN_ERRORS[code.e1] ?? "Unspecified error");
  }
  return x.badarg();
}

// -- dt_*: there is no dynamic tracing.

function dt_undefined_0(_x: Exec): Result {
  return A.undefined;
}

function dt_put_tag_1(_x: Exec, _tag: Term): Result {
  return A.undefined;
}

function dt_same_1(_x: Exec, data: Term): Result {
  return data;
}

function dt_spread_tag_1(x: Exec, on: Term): Result {
  return on === TRUE || on === FALSE ? TRUE : x.badarg();
}

function dt_restore_tag_1(x: Exec, tag: Term): Result {
  return tag === TRUE ? TRUE : x.badarg();
}

// -- seq_trace: tokens are the business of the extension for tracing; without it no process has one.

function seq_trace_info_1(x: Exec, item: Term): Result {
  const { tracing } = x.process;
  if (tracing !== null) return tracing.sequenceInfo(item) ?? x.badarg();
  switch (item) {
    case A.send:
    case A.receive:
    case A.print:
    case A.timestamp:
    case A.monotonic_timestamp:
    case A.strict_monotonic_timestamp:
    case A.spawn:
      return tuple2(item, FALSE);
    case A.label:
    case A.serial:
      return NIL;
    default:
      return x.badarg();
  }
}

function seq_trace_print_1(x: Exec, message: Term): Result {
  return x.process.tracing?.sequencePrint(undefined, message) === true ? TRUE : FALSE;
}

function seq_trace_print_2(x: Exec, label: Term, message: Term): Result {
  return x.process.tracing?.sequencePrint(label, message) === true ? TRUE : FALSE;
}

// -- erts_internal

function perf_counter_unit_0(_x: Exec): Result {
  return 1_000_000;
}

function no_aux_work_threads_0(_x: Exec): Result {
  return 2;
}

function system_check_1(x: Exec, what: Term): Result {
  return what === A.schedulers ? A.ok : x.badarg();
}

function is_process_executing_dirty_1(x: Exec, pid: Term): Result {
  return pid instanceof Pid && pid.node === undefined ? FALSE : x.badarg();
}

function get_creation_0(x: Exec): Result {
  return x.vm.creation === 0 ? A.undefined : x.vm.creation;
}

/** Distribution flags, per release: default, mandatory, addable, rejectable, strict order. */
const DFLAGS: { readonly [otp in 25 | 27 | 29]: readonly Term[] } = {
  25: [55966662588, 17239956, 55966662588, 8396866, 8192],
  27: [55966662588, 17230663572, 55966662588, 8396866, 8192],
  29: [468283523004, 17230663572, 468283523004, 8396866, 8192],
};

function get_dflags_0(x: Exec): Result {
  return tupleFromArray([A.erts_dflags, ...DFLAGS[x.vm.release.otp]]);
}

/** The widest integer that OTP keeps in one word. */
const SMALL_LIMIT = 1n << 59n;

/** Most bits of a bitstring that OTP keeps on the process's heap. */
const HEAP_BITS = 512;

function term_type_1(x: Exec, t: Term): Result {
  if (t instanceof Bits) {
    if (x.vm.release.otp === 25 && t.size % 8 !== 0) return T["sub_binary"] as Atom;
    if (t.size <= HEAP_BITS) return T["heap_binary"] as Atom;
    return T[x.vm.release.otp === 25 ? "refc_binary" : "sub_binary"] as Atom;
  }
  return T[typeName(t)] as Atom;
}

const T: Readonly<Record<string, Atom>> = atoms(
  "atom",
  "fixnum",
  "bignum",
  "hfloat",
  "list",
  "nil",
  "tuple",
  "fun",
  "export",
  "flatmap",
  "hashmap",
  "heap_binary",
  "refc_binary",
  "sub_binary",
  "reference",
  "external_reference",
  "pid",
  "external_pid",
  "port",
  "external_port",
  "struct",
);

function typeName(t: Term): string {
  if (typeof t === "number") return "fixnum";
  if (typeof t === "bigint") return t < SMALL_LIMIT && t >= -SMALL_LIMIT ? "fixnum" : "bignum";
  if (t instanceof Atom) return "atom";
  if (t instanceof Cons) return t === NIL ? "nil" : "list";
  if (t instanceof Float) return "hfloat";
  if (t instanceof Fun) return t.code.external ? "export" : "fun";
  if (t instanceof ErlMap) return t.size <= MAP_SMALL_LIMIT ? "flatmap" : "hashmap";
  if (t instanceof Pid) return t.node === undefined ? "pid" : "external_pid";
  if (t instanceof Port) return t.node === undefined ? "port" : "external_port";
  if (t instanceof Ref) return t.node === undefined ? "reference" : "external_reference";
  if (t instanceof NativeRecord) return "struct";
  return "tuple";
}

/** There are no dirty schedulers, whose signal handler alone may call these. */
function notsup(x: Exec): Result {
  return x.notsup();
}

/** No allocators of our own: nothing to gather. */
function gather_1(x: Exec): Result {
  return x.badarg();
}
const WARNINGS = atoms("warning", "info", "error");

// -- net_kernel, error_logger

function dflag_unicode_io_1(x: Exec, pid: Term): Result {
  return pid instanceof Pid ? TRUE : x.badarg();
}

function warning_map_0(x: Exec): Result {
  const { warnings } = x.vm.emulator;
  return warnings === undefined ? A.warning : WARNINGS[warnings];
}

export const MISC_BIFS: readonly Bif[] = [
  ...bifTable("code", {
    "coverage_support/0": { doc: "`false`: no coverage here.", fn: coverage_support_0, releases: [27, 29] },
    "get_coverage/2": { doc: "badarg, as without coverage support.", fn: unsupported, releases: [27, 29] },
    "get_coverage_mode/0": { doc: "badarg, as without coverage support.", fn: unsupported, releases: [27, 29] },
    "get_coverage_mode/1": { doc: "badarg, as without coverage support.", fn: unsupported, releases: [27, 29] },
    "reset_coverage/1": { doc: "badarg, as without coverage support.", fn: unsupported, releases: [27, 29] },
    "set_coverage_mode/1": { doc: "badarg, as without coverage support.", fn: unsupported, releases: [27, 29] },
  }),
  ...bifTable("erl_ddll", {
    "try_load/3": { doc: "An error: this VM loads no drivers. badarg for bad names and options.", fn: try_load_3 },
    "try_unload/2": { doc: "`{error, not_loaded}`. badarg for bad names and options.", fn: try_unload_2 },
    "loaded_drivers/0": { doc: "`{ok, []}`.", fn: loaded_drivers_0 },
    "info/2": { doc: "badarg: no driver of that name.", fn: info_2 },
    "format_error_int/1": { doc: "The text of an error code as a string.", fn: format_error_int_1 },
  }),
  ...bifTable("erlang", {
    "dt_get_tag/0": { doc: "`undefined`: no dynamic tracing.", fn: dt_undefined_0 },
    "dt_get_tag_data/0": { doc: "`undefined`: no dynamic tracing.", fn: dt_undefined_0 },
    "dt_put_tag/1": { doc: "`undefined`: no dynamic tracing.", fn: dt_put_tag_1 },
    "dt_append_vm_tag_data/1": { doc: "Its argument: no dynamic tracing.", fn: dt_same_1 },
    "dt_prepend_vm_tag_data/1": { doc: "Its argument: no dynamic tracing.", fn: dt_same_1 },
    "dt_spread_tag/1": { doc: "`true`: no dynamic tracing. badarg unless a boolean.", fn: dt_spread_tag_1 },
    "dt_restore_tag/1": { doc: "`true`: no dynamic tracing. badarg unless `true`.", fn: dt_restore_tag_1 },
    "seq_trace_info/1": { doc: "What the process's trace token says. badarg.", fn: seq_trace_info_1 },
    "seq_trace_print/1": { doc: "Prints to the tracer; false without a trace token.", fn: seq_trace_print_1 },
    "seq_trace_print/2": { doc: "As `seq_trace_print/1` if the token has this label.", fn: seq_trace_print_2 },
  }),
  ...bifTable("erts_internal", {
    "perf_counter_unit/0": { doc: "Parts of a second that `os:perf_counter/0` counts.", fn: perf_counter_unit_0 },
    "no_aux_work_threads/0": { doc: "Schedulers and one more, as the callers expect.", fn: no_aux_work_threads_0 },
    "system_check/1": { doc: "`ok` for `schedulers`; else badarg.", fn: system_check_1 },
    "is_process_executing_dirty/1": { doc: "`false`: no dirty schedulers.", fn: is_process_executing_dirty_1 },
    "get_creation/0": { doc: "The node's creation, `undefined` before distribution starts.", fn: get_creation_0 },
    "get_dflags/0": { doc: "The distribution flags as an `erts_dflags` record.", fn: get_dflags_0 },
    "check_dirty_process_code/2": { doc: "notsup: no dirty schedulers.", fn: notsup },
    "dirty_process_handle_signals/1": { doc: "notsup: no dirty schedulers.", fn: notsup },
    "gather_alloc_histograms/1": { doc: "badarg: no allocators of our own.", fn: gather_1 },
    "gather_carrier_info/1": { doc: "badarg: no allocators of our own.", fn: gather_1 },
    "term_type/1": { doc: "How a term is represented, as an atom.", fn: term_type_1 },
  }),
  ...bifTable("net_kernel", {
    "dflag_unicode_io/1": { doc: "`true`: every node understands Unicode I/O.", fn: dflag_unicode_io_1 },
  }),
  ...bifTable("error_logger", {
    "warning_map/0": { doc: "How warnings are logged (`erl +W`): `warning`, `info` or `error`.", fn: warning_map_0 },
  }),
];
