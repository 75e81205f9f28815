/**
 * `save_calls`: a process remembers the calls it has made last, for `process_info(P, last_calls)`.
 *
 * Calls are seen as those of a global call trace are, by a session of its own that nobody else knows; sending and receiving
 * as by any trace. It watches all exported functions as long as there is a process that remembers.
 * OTP: save_calls() in beam_common.c, process_flag_aux() in bif.c.
 */
import { type Bif, bifTable } from "../../runtime/bif.ts";
import type { Exec } from "../../runtime/exec.ts";
import type { Process } from "../../runtime/process.ts";
import type { Result } from "../../runtime/signal.ts";
import { StateKey } from "../../runtime/state.ts";
import type { Vm } from "../../runtime/vm.ts";
import { atoms } from "../../term/atom.ts";
import { Pid } from "../../term/identifier.ts";
import type { Term } from "../../term/term.ts";
import { watchAllCalls } from "./pattern.ts";
import { SavedCalls } from "./last_calls.ts";
import { Session, TRACING } from "./session.ts";
import { Changes } from "./sites.ts";
import { type Tracee, traceeOf } from "./tracee.ts";

const A = atoms("save_calls", "badtype", "badarg");
const MOST = 10_000;

/** The processes that remember. */
const SAVING = new StateKey((vm) => {
  const processes = new Set<Process>();
  vm.exitHooks.push((p) => {
    if (processes.delete(p) && processes.size === 0) unwatch(vm);
  });
  return processes;
});

function unwatch(vm: Vm): void {
  const tracing = vm.state(TRACING);
  if (tracing.saving === undefined) return;
  const changes = new Changes(vm, tracing.saving);
  tracing.saving = undefined;
  changes.clear();
  changes.done();
}

/** Sets how many calls a process remembers, none so far; the old number. Errors as values. */
function process_flag_3(x: Exec, pid: Term, flag: Term, value: Term): Result {
  const { vm } = x;
  const p = pid instanceof Pid && pid.node === undefined ? vm.processes.ofPid(pid) : undefined;
  if (p === undefined) return A.badtype;
  if (flag !== A.save_calls || typeof value !== "number" || value < 0 || value > MOST) return A.badarg;
  const tracee = p.tracing as Tracee | null;
  const old = tracee?.saved?.size ?? 0;
  if (value === 0 && old === 0) return old;
  const saving = vm.state(SAVING);
  const tracing = vm.state(TRACING);
  if (value > 0) {
    traceeOf(vm, p).saved = new SavedCalls(value);
    saving.add(p);
    if (tracing.saving !== undefined) return old;
    tracing.saving = new Session(A.save_calls, 0, undefined, true);
    watchAllCalls(x, tracing.saving);
  } else {
    (tracee as Tracee).saved = undefined;
    tracee?.forgetIfIdle();
    saving.delete(p);
    if (saving.size > 0) return old;
    unwatch(vm);
  }
  // All code that runs has to be made anew.
  return x.giveUp(old);
}

export const SAVED_CALLS: readonly Bif[] = bifTable("erts_internal", {
  "process_flag/3": { doc: "Sets `save_calls` of a process; errors as values.", fn: process_flag_3 },
});
