/** Tracing, loaded when a program first uses it. */
import type { Extension } from "../runtime/extension.ts";
import { type LazyRow, lazyExtension } from "../runtime/lazy_extension.ts";

const doc = "See trace/, which is loaded at the first call.";
const releases = [27, 29] as const;

const ROWS: readonly LazyRow[] = [
  { module: "erlang", key: "trace_info/2", doc },
  { module: "erlang", key: "trace_delivered/1", doc },
  { module: "erlang", key: "seq_trace/2", doc },
  { module: "erlang", key: "system_monitor/0", doc, releases: [25, 27] },
  { module: "erlang", key: "system_monitor/1", doc, releases: [25, 27] },
  { module: "erlang", key: "system_monitor/2", doc, releases: [25, 27] },
  { module: "erts_internal", key: "system_monitor/1", doc, releases: [29] },
  { module: "erts_internal", key: "system_monitor/3", doc, releases: [29] },
  { module: "erlang", key: "system_profile/0", doc },
  { module: "erlang", key: "system_profile/2", doc },
  { module: "erts_debug", key: "breakpoint/2", doc },
  { module: "erts_internal", key: "process_flag/3", doc },
  { module: "erts_internal", key: "trace/3", doc },
  { module: "erts_internal", key: "trace/4", doc, releases },
  { module: "erts_internal", key: "trace_pattern/3", doc },
  { module: "erts_internal", key: "trace_pattern/4", doc, releases },
  { module: "erts_internal", key: "trace_info/3", doc, releases },
  { module: "erts_internal", key: "trace_session_create/3", doc, releases },
  { module: "erts_internal", key: "trace_session_destroy/1", doc, releases },
  { module: "erts_trace_cleaner", key: "check/0", doc, releases },
  { module: "erts_trace_cleaner", key: "send_trace_clean_signal/1", doc, releases },
  { module: "erl_tracer", key: "enabled/3", doc, nif: true },
  { module: "erl_tracer", key: "trace/5", doc, nif: true },
];

export const LAZY_TRACE: Extension = lazyExtension("trace", ROWS, async () => (await import("./trace/index.ts")).TRACE);
