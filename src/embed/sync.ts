/**
 * Calls that end before JavaScript goes on: an event handler that has to answer at once, a comparison for `Array.sort`.
 *
 * The process runs by itself, on top of whatever runs, and has to come to its end: one that waits for something, or takes
 * too long, is ended and the call fails.
 */
import { atoms } from "../term/atom.ts";
import { tuple2 } from "../term/tuple.ts";
import type { Term } from "../term/term.ts";
import type { Exec } from "../runtime/exec.ts";
import { type Process, Status } from "../runtime/process.ts";
import { Outcome, runSlice } from "../runtime/run_process.ts";
import { endProcess } from "../runtime/signals.ts";
import type { Export } from "../runtime/module.ts";
import type { Vm } from "../runtime/vm.ts";
import { SLICE } from "../scheduler/scheduler.ts";
import { type Outcome as CallOutcome, prepareCall } from "./calls.ts";

const A = atoms("normal", "sync_call", "waits", "takes_too_long");

/** Reductions that a call may take: some tens of milliseconds. */
const MOST = 2_000_000;

/** Calls `e` and tells `outcome` before it returns. False: there are too many processes. */
export function callToEnd(vm: Vm, e: Export, args: readonly Term[], outcome: CallOutcome): boolean {
  const p = prepareCall(vm, e, args, outcome);
  if (p === undefined) return false;
  runToEnd(vm.exec, p);
  return true;
}

/** Runs `p`, which is in no queue, to its end. */
function runToEnd(x: Exec, p: Process): void {
  const { process, reds, budget, raising, excClass, excReason, excTrace, why, cause } = x;
  x.raising = false;
  try {
    for (let used = 0; ; used += SLICE) {
      p.status = Status.Running;
      const outcome = runSlice(x, p, SLICE);
      const reason = endOf(p, outcome, used);
      if (reason === undefined) continue;
      p.status = Status.Waiting;
      endProcess(x.vm, p, reason);
      return;
    }
  } finally {
    Object.assign(x, { process, reds, budget, raising, excClass, excReason, excTrace, why, cause });
  }
}

function endOf(p: Process, outcome: Outcome, used: number): Term | undefined {
  if (p.exitReason !== undefined || outcome === Outcome.Ended) return p.exitReason ?? A.normal;
  if (outcome === Outcome.Waiting) return tuple2(A.sync_call, A.waits);
  return used >= MOST ? tuple2(A.sync_call, A.takes_too_long) : undefined;
}
