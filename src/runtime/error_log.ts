/**
 * What the emulator itself has to report: crashed processes, processes that outgrew `max_heap_size`.
 *
 * A report goes as `{log, Level, Format, Args, Metadata}` to the process registered as `logger`; before there is one it
 * is printed on standard error.
 * OTP: send_error_term_to_logger() in utils.c, terminate_proc() in beam_common.c.
 */
import { atoms, TRUE, type Atom } from "../term/atom.ts";
import { listFromArray, listFromString } from "../term/list.ts";
import { mapFromPairs } from "../term/map_ops.ts";
import { formatPretty } from "../term/pretty.ts";
import type { Term } from "../term/term.ts";
import { tupleFromArray } from "../term/tuple.ts";
import { utf8Encode } from "../util/utf8.ts";
import type { Process } from "./process.ts";
import { deliver } from "./signals.ts";
import type { Vm } from "./vm.ts";

const A = atoms("log", "error", "logger", "error_logger", "gl", "pid", "time", "emulator", "tag", "nonode@nohost");

/** Reports an error of `p`; `format` knows `~p` and `~n` only. */
export function logError(vm: Vm, p: Process, format: string, args: readonly Term[]): void {
  const logger = vm.registry.process(A.logger);
  if (logger === p) return;
  if (logger === undefined) {
    vm.host.write(2, utf8Encode(formatted(format, args)));
    return;
  }
  const tags = mapFromPairs([A.emulator, A.tag], [TRUE, A.error]);
  const keys: Atom[] = [A.error_logger, A.gl, A.pid, A.time];
  const metadata = mapFromPairs(keys, [tags, p.groupLeader, p.pid, vm.clock.osSystem_us()]);
  deliver(vm, logger, tupleFromArray([A.log, A.error, listFromString(format), listFromArray(args), metadata]));
}

function formatted(format: string, args: readonly Term[]): string {
  let next = 0;
  let line = "";
  return format.replace(/~[pn]|[^~]+/g, (part) => {
    let text = part;
    if (part === "~n") text = "\n";
    else if (part === "~p") text = formatPretty(args[next++] as Term, { column: line.length + 1 });
    const end = text.lastIndexOf("\n");
    line = end < 0 ? line + text : text.slice(end + 1);
    return text;
  });
}

/** A process ended by an error or an uncaught throw; `reason` is its exit reason. */
export function logCrash(vm: Vm, p: Process, reason: Term): void {
  const alive = vm.node !== A["nonode@nohost"];
  const args = alive ? [p.pid, vm.node, reason] : [p.pid, reason];
  logError(vm, p, `Error in process ~p ${alive ? "on node ~p " : ""}with exit value:~n~p~n`, args);
}
