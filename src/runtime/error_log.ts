/**
 * What the emulator itself has to report: crashed processes, processes that outgrew `max_heap_size`.
 *
 * A report goes as `{log, Level, Format, Args, Metadata}` to the system logger, which is the process registered as `logger`
 * unless `system_flag(system_logger, _)` named another; before there is one it is printed on standard error.
 * OTP: send_error_term_to_logger() in utils.c, terminate_proc() in beam_common.c.
 */
import { type Atom, atoms, TRUE } from "../term/atom.ts";
import { Pid } from "../term/identifier.ts";
import { listFromArray, listFromString, listToArray } from "../term/list.ts";
import { mapFromPairs } from "../term/map_ops.ts";
import { formatPretty } from "../term/pretty.ts";
import type { Term } from "../term/term.ts";
import { tupleFromArray } from "../term/tuple.ts";
import { utf8Encode } from "../util/utf8.ts";
import { type Process, processOf } from "./process.ts";
import { deliver } from "./signals.ts";
import { StateKey } from "./state.ts";
import type { Vm } from "./vm.ts";

const A = atoms("log", "error", "logger", "error_logger", "gl", "pid", "time", "emulator", "tag", "nonode@nohost");

export interface Report {
  /** Whose error it is; undefined: a port's. */
  readonly process: Process | undefined;
  readonly level: Atom;
  readonly format: string;
  readonly args: readonly Term[];
  readonly time_us: Term;
}

/** Where reports go. */
class Logging {
  /** `logger`, `undefined` or the pid of a local process. */
  systemLogger: Term = A.logger;
  /** Set where a logger is started on demand: keeps a report until it is there. False: it is not kept. */
  hold: ((r: Report) => boolean) | undefined = undefined;
}

export const LOGGING = new StateKey(() => new Logging());

/** Reports an error of `p`, or something of another level; `format` knows `~p`, `~s` and `~n` only. */
export function logError(
  vm: Vm,
  p: Process | undefined,
  format: string,
  args: readonly Term[],
  level: Atom = A.error,
): void {
  const logging = vm.state(LOGGING);
  // As in OTP, it is seen only now that a process has ended.
  if (logging.systemLogger instanceof Pid && processOf(logging.systemLogger) === undefined)
    logging.systemLogger = A.logger;
  const report = { process: p, level, format, args, time_us: vm.clock.osSystem_us() };
  if (systemLogger(vm, logging.systemLogger) === undefined && logging.hold?.(report) === true) return;
  sendReport(vm, report);
}

export function sendReport(vm: Vm, { process, level, format, args, time_us }: Report): void {
  const logger = systemLogger(vm, vm.state(LOGGING).systemLogger);
  if (logger !== undefined && logger === process) return;
  if (logger === undefined) {
    vm.host.write(2, utf8Encode(formatReport(format, args)));
    return;
  }
  const tags = mapFromPairs([A.emulator, A.tag], [TRUE, level]);
  const metadata =
    process === undefined
      ? mapFromPairs([A.error_logger, A.time], [tags, time_us])
      : mapFromPairs([A.error_logger, A.gl, A.pid, A.time], [tags, process.groupLeader, process.pid, time_us]);
  deliver(vm, logger, tupleFromArray([A.log, level, listFromString(format), listFromArray(args), metadata]));
}

function systemLogger(vm: Vm, t: Term): Process | undefined {
  if (t instanceof Pid) return processOf(t);
  return t === A.logger ? vm.registry.process(A.logger) : undefined;
}

/** A report's text. */
export function formatReport(format: string, args: readonly Term[]): string {
  let next = 0;
  let line = "";
  return format.replace(/~[psn]|[^~]+/g, (part) => {
    let text = part;
    if (part === "~n") text = "\n";
    else if (part === "~s") text = textOf(args[next++] as Term);
    else if (part === "~p") text = formatPretty(args[next++] as Term, { column: line.length + 1 });
    const end = text.lastIndexOf("\n");
    line = end < 0 ? line + text : text.slice(end + 1);
    return text;
  });
}

function textOf(chars: Term): string {
  return (listToArray(chars) as number[]).map((c) => String.fromCodePoint(c)).join("");
}

/** A port got what it cannot write. */
export function logPortError(vm: Vm, text: string): void {
  logError(vm, undefined, "~s~n", [listFromString(text)]);
}

/** A process ended by an error or an uncaught throw; `reason` is its exit reason. */
export function logCrash(vm: Vm, p: Process, reason: Term): void {
  const alive = vm.node !== A["nonode@nohost"];
  const args = alive ? [p.pid, vm.node, reason] : [p.pid, reason];
  logError(vm, p, `Error in process ~p ${alive ? "on node ~p " : ""}with exit value:~n~p~n`, args);
}
