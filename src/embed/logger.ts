/**
 * OTP's logger where no OTP is booted: the messages that `logger:log/3` and the macros let through are events of the VM.
 *
 * `logger:log_allowed/4`, which everything ends in, has other code here; levels and `logger:allow/2` are OTP's own.
 */
import { Atom, atoms } from "../term/atom.ts";
import { Fun } from "../term/fun.ts";
import { Pid } from "../term/identifier.ts";
import { listFromArray } from "../term/list.ts";
import { ErlMap, mapGet } from "../term/map_ops.ts";
import type { Term } from "../term/term.ts";
import { Tuple2 } from "../term/tuple.ts";
import type { Exec } from "../runtime/exec.ts";
import type { Code, Export } from "../runtime/module.ts";
import type { Vm } from "../runtime/vm.ts";
import { callToEnd } from "./sync.ts";

const A = atoms(
  "logger",
  "log_allowed",
  "ok",
  "string",
  "report",
  "report_cb",
  "pid",
  "io_lib",
  "format",
  "erlang",
  "apply",
);

export interface LogMessage {
  readonly level: Atom;
  /** Character data, or what is printed if it is none. */
  readonly text: Term;
  readonly pid: Term;
}

export interface Replaceable {
  readonly name: Atom;
  readonly arity: number;
  install(f: Code): void;
}

/** To be told of each module that is loaded: the logger's door leads to `log`. */
export function replaceLogger(
  vm: Vm,
  m: { readonly name: Atom; readonly functions: readonly Replaceable[] },
  log: (message: LogMessage) => void,
): void {
  if (m.name !== A.logger) return;
  const door = m.functions.find((f) => f.name === A.log_allowed && f.arity === 4);
  door?.install((...args) => {
    const [, level, message, metadata] = args as Term[];
    if (level instanceof Atom)
      log({ level, text: textOf(vm, message as Term, metadata as Term), pid: pidOf(vm.exec, metadata as Term) });
    return A.ok;
  });
}

function pidOf(x: Exec, metadata: Term): Term {
  const pid = metadata instanceof ErlMap ? mapGet(metadata, A.pid) : undefined;
  return pid instanceof Pid ? pid : x.process.pid;
}

/** `{string, Text}`, `{report, Report}` with a callback of its own or none, `{Format, Args}`. */
function textOf(vm: Vm, message: Term, metadata: Term): Term {
  if (!(message instanceof Tuple2)) return message;
  const { e0, e1 } = message;
  if (e0 === A.string) return e1;
  if (e0 === A.report) {
    const callback = metadata instanceof ErlMap ? mapGet(metadata, A.report_cb) : undefined;
    const made = callback instanceof Fun && callback.code.arity === 1 ? applied(vm, callback, [e1]) : undefined;
    return made instanceof Tuple2 ? formatted(vm, made.e0, made.e1) : e1;
  }
  if (e0 instanceof Fun) {
    const made = applied(vm, e0, [e1]);
    return made === undefined ? message : textOf(vm, made, metadata);
  }
  return formatted(vm, e0, e1);
}

function formatted(vm: Vm, format: Term, args: Term): Term {
  const text = called(vm, vm.export(A.io_lib, A.format, 2), [format, args]);
  return text ?? listFromArray([format, args]);
}

function applied(vm: Vm, fun: Term, args: readonly Term[]): Term | undefined {
  return called(vm, vm.export(A.erlang, A.apply, 2), [fun, listFromArray(args)]);
}

/** undefined: it failed, or there is no such function. */
function called(vm: Vm, e: Export, args: readonly Term[]): Term | undefined {
  let value: Term | undefined;
  const ignored = () => {};
  callToEnd(vm, e, args, {
    returned: (term) => {
      value = term;
    },
    failed: ignored,
    abandoned: ignored,
  });
  return value;
}
