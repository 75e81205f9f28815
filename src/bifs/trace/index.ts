/**
 * Tracing: `erlang:trace`, `trace_pattern`, `trace_info`, sessions, the NIFs of `erl_tracer`, `system_monitor` and the
 * debugger's breakpoints, as an extension of a VM.
 * docs/tracing.md explains the mechanism.
 * OTP: erl_bif_trace.c, erl_tracer_nif.c.
 */
import { type Bif, bifTable } from "../../runtime/bif.ts";
import type { Exec } from "../../runtime/exec.ts";
import type { Extension } from "../../runtime/extension.ts";
import { makeResource } from "../../runtime/resource.ts";
import type { Result } from "../../runtime/signal.ts";
import { deliver } from "../../runtime/signals.ts";
import { Atom, atoms, FALSE, TRUE } from "../../term/atom.ts";
import { Pid, Port } from "../../term/identifier.ts";
import { NIL } from "../../term/list.ts";
import type { Term } from "../../term/term.ts";
import { tuple2, tuple3 } from "../../term/tuple.ts";
import { listen, trace } from "./control.ts";
import { syncCounting } from "./counting.ts";
import { breakpoint_2 } from "./debug_break.ts";
import { traceInfo } from "./info.ts";
import { tracePattern } from "./pattern.ts";
import { SAVED_CALLS } from "./saved_calls.ts";
import { type Session, TRACING } from "./session.ts";
import { Changes } from "./sites.ts";
import { SYSTEM_MONITOR, watch } from "./system_monitor.ts";
import { SYSTEM_PROFILE } from "./system_profile.ts";
import { tracedOf } from "./traced.ts";
import { traceeOf } from "./tracee.ts";
import { defaultEnabled, defaultTrace, tracerOf } from "./tracer.ts";

const A = atoms("any", "session", "badopt", "undefined", "all", "trace_delivered");

function legacy(x: Exec): Session {
  return x.vm.state(TRACING).legacy;
}

function livingSession(x: Exec, t: Term): Session | undefined {
  return x.vm.state(TRACING).find(t, false);
}

function trace_3(x: Exec, what: Term, how: Term, flags: Term): Result {
  return trace(x, legacy(x), what, how, flags);
}

function trace_4(x: Exec, session: Term, what: Term, how: Term, flags: Term): Result {
  const s = livingSession(x, session);
  return s === undefined ? x.badargCause(A.session) : trace(x, s, what, how, flags);
}

function trace_pattern_3(x: Exec, mfa: Term, what: Term, flags: Term): Result {
  return tracePattern(x, legacy(x), mfa, what, flags);
}

function trace_pattern_4(x: Exec, session: Term, mfa: Term, what: Term, flags: Term): Result {
  const s = livingSession(x, session);
  return s === undefined ? x.badargCause(A.session) : tracePattern(x, s, mfa, what, flags);
}

function trace_info_2(x: Exec, what: Term, item: Term): Result {
  return traceInfo(x, legacy(x), what, item);
}

function trace_info_3(x: Exec, session: Term, what: Term, item: Term): Result {
  if (session === A.any) return traceInfo(x, undefined, what, item);
  const s = livingSession(x, session);
  return s === undefined ? x.badargCause(A.session) : traceInfo(x, s, what, item);
}

/** `{Reference, {Name, Id}}`. */
function trace_session_create_3(x: Exec, name: Term, tracer: Term, options: Term): Result {
  if (options !== NIL || !(name instanceof Atom)) return x.badarg();
  const t = tracer === A.undefined ? undefined : tracerOf(x.vm, tracer);
  if (t === undefined && tracer !== A.undefined) return x.badarg();
  const s = x.vm.state(TRACING).create(name, t);
  return tuple2(makeResource(x, s), s.weakReference);
}

/** False if it was destroyed before. badarg. */
function trace_session_destroy_1(x: Exec, session: Term): Result {
  const tracing = x.vm.state(TRACING);
  const s = tracing.find(session, true);
  if (s === undefined) return x.badargCause(A.badopt);
  if (!s.alive) return FALSE;
  if (s.watcher !== undefined) watch(x.vm, s, undefined);
  s.alive = false;
  tracing.sessions = tracing.sessions.filter((other) => other !== s);
  const changes = new Changes(x.vm, s);
  changes.clear();
  changes.done();
  for (const t of [...x.vm.processes.all(), ...(x.vm.ports?.all() ?? [])]) {
    const traced = tracedOf(t);
    const ref = traced?.ref(s);
    if (ref !== undefined) traced?.dropRef(ref);
  }
  return syncCounting(x.vm) ? x.giveUp(TRUE) : TRUE;
}

/** Trace messages are delivered at once, so the answer comes at once. */
function trace_delivered_1(x: Exec, tracee: Term): Result {
  const local = tracee instanceof Pid && (tracee.node === undefined || tracee.node === x.vm.node);
  if (!local && !(tracee instanceof Port) && tracee !== A.all) return x.badarg();
  const ref = x.vm.references.make();
  deliver(x.vm, x.process, tuple3(A.trace_delivered, tracee, ref));
  return ref;
}

function seq_trace_2(x: Exec, what: Term, value: Term): Result {
  if (!(what instanceof Atom)) return x.badarg();
  listen(x.vm);
  const tracee = traceeOf(x.vm, x.process);
  const old = tracee.sequence.set(what, value);
  tracee.forgetIfIdle();
  return old ?? x.badarg();
}

/** The cleaner has nothing to do: a session that is destroyed is gone at once. */
function check_0(_x: Exec): Result {
  return FALSE;
}

function send_trace_clean_signal_1(x: Exec, _to: Term): Result {
  return x.notsup();
}

function enabled_3(x: Exec, tag: Term, state: Term, tracee: Term): Result {
  return defaultEnabled(x.vm, tag, state, tracee);
}

function erl_tracer_trace_5(x: Exec, tag: Term, state: Term, tracee: Term, term: Term, options: Term): Result {
  return defaultTrace(x.vm, tag, state, tracee, term, options);
}

const SESSIONS = [27, 29] as const;

export const TRACE_BIFS: readonly Bif[] = [
  ...bifTable("erlang", {
    "trace_info/2": { doc: "What is traced, and for whom. badarg.", fn: trace_info_2 },
    "trace_delivered/1": {
      doc: "Sends a message when all trace messages have been delivered. badarg.",
      fn: trace_delivered_1,
    },
    "seq_trace/2": { doc: "Sets a part of the process's trace token; the old value. badarg.", fn: seq_trace_2 },
  }),
  ...bifTable("erts_internal", {
    "trace/3": { doc: "Sets or clears trace flags; how many processes. badarg.", fn: trace_3 },
    "trace/4": { doc: "As `trace/3` in a session. badarg.", fn: trace_4, releases: SESSIONS },
    "trace_pattern/3": { doc: "Sets or clears what calls and messages are traced. badarg.", fn: trace_pattern_3 },
    "trace_pattern/4": { doc: "As `trace_pattern/3` in a session. badarg.", fn: trace_pattern_4, releases: SESSIONS },
    "trace_info/3": { doc: "As `erlang:trace_info/2` in a session. badarg.", fn: trace_info_3, releases: SESSIONS },
    "trace_session_create/3": { doc: "A new session. badarg.", fn: trace_session_create_3, releases: SESSIONS },
    "trace_session_destroy/1": { doc: "Ends a session. badarg.", fn: trace_session_destroy_1, releases: SESSIONS },
  }),
  ...bifTable("erts_trace_cleaner", {
    "check/0": { doc: "False: there is nothing to clean.", fn: check_0, releases: SESSIONS },
    "send_trace_clean_signal/1": { doc: "notsup.", fn: send_trace_clean_signal_1, releases: SESSIONS },
  }),
  ...bifTable("erl_tracer", {
    "enabled/3": { doc: "Whether a process that is a tracer wants an event.", fn: enabled_3, nif: true },
    "trace/5": { doc: "Sends a trace message to a tracer.", fn: erl_tracer_trace_5, nif: true },
  }),
  ...bifTable("erts_debug", {
    "breakpoint/2": { doc: "Has the error handler called instead of functions, for the debugger.", fn: breakpoint_2 },
  }),
  ...SAVED_CALLS,
  ...SYSTEM_MONITOR,
  ...SYSTEM_PROFILE,
];

/** Tracing as an extension of a VM. */
export const TRACE: Extension = { name: "trace", bifs: TRACE_BIFS };
