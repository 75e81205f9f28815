/**
 * `gluon run`, second half: makes the VM, loads the module, calls the function, waits and prints.
 */
import { findBeam } from "../src/hosts/node/otp.ts";
import type { Exec } from "../src/runtime/exec.ts";
import { startStandardIo } from "../src/runtime/io_server.ts";
import { enableLogger, flushLogger, gateLogger } from "../src/runtime/logger_boot.ts";
import { nativePoint } from "../src/runtime/point.ts";
import { type Process, Segment } from "../src/runtime/process.ts";
import { SIGNAL, type Result } from "../src/runtime/signal.ts";
import { spawnProcess } from "../src/runtime/spawn.ts";
import { type Atom, atoms } from "../src/term/atom.ts";
import { Bits, bytesOf } from "../src/term/bits.ts";
import { Cons, NIL } from "../src/term/list.ts";
import { mapFromPairs } from "../src/term/map_ops.ts";
import { formatPretty } from "../src/term/pretty.ts";
import type { Term } from "../src/term/term.ts";
import { Tuple2, tuple2 } from "../src/term/tuple.ts";
import { utf8Decode, utf8Encode } from "../src/util/utf8.ts";
import type { VirtualMachine } from "../src/vm.ts";
import { nodeVm } from "./node_vm.ts";
import { readInput } from "./read_input.ts";
import type { RunOptions } from "./run.ts";

const A = atoms("normal", "exit", "erl_error", "format_exception", "column");

/** As in OTP 27, with any release: `gluon run` has no `+P` to raise the quarter of it that 25 has. */
const PROCESS_LIMIT = 1 << 20;

/** Runs what `options` say; resolves to the exit status. */
export function runMain(options: RunOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    let main: Process | undefined;
    const vm = nodeVm({
      release: options.otp?.release as 25 | 27 | 29 | undefined,
      emulator: { processLimit: PROCESS_LIMIT },
      findModule: (name) => findBeam(options.codePath, name),
      onLoad: (vm, m) => gateLogger(vm, m),
      onCrash: (_vm, p) => p === main,
      onHalt: resolve,
    });
    // Node has nothing left to wait for: no timer, no input, no process that runs.
    process.once("beforeExit", () => {
      if (main === undefined || vm.halted !== undefined) return;
      process.stderr.write("gluon: run: the program waits for a message that nobody is left to send\n");
      resolve(1);
    });
    try {
      main = start(vm, options);
    } catch (problem) {
      reject(problem);
    }
  });
}

function start(vm: VirtualMachine, options: RunOptions): Process {
  const io = startStandardIo(vm);
  enableLogger(vm);
  const name = moduleName(vm, options);
  const e = vm.export(name, vm.atoms.intern(options.functionName) as Atom, options.args.length);
  const p = spawnProcess(vm, undefined, e, options.args) as Process;
  p.groupLeader = io.pid;
  p.frames = new Segment(p.frames?.frame as unknown[], 0, new Segment([RESULT], 0, null));
  // Killed from outside: an exception of its own ends in the frame above.
  vm.exitHooks.push((q, reason) => {
    if (q === p && vm.halted === undefined) explainExit(vm, reason);
  });
  return p;
}

/** The shell takes a reason that looks like one of an error for such, whoever it comes from. */
function explainExit(vm: VirtualMachine, reason: Term): void {
  const split = reason instanceof Tuple2 && reason.e1 instanceof Cons ? reason : tuple2(reason, NIL);
  const p = vm.processes.create(undefined) as Process;
  p.frames = new Segment([FLUSH, A.exit, split.e0, split.e1], 0, null);
  vm.scheduler.enqueue(p);
}

function moduleName(vm: VirtualMachine, options: RunOptions): Atom {
  if ("module" in options.target) return vm.atoms.intern(options.target.module) as Atom;
  const { file } = options.target;
  const m = vm.prepare(readInput(file), file);
  vm.finish(m);
  return m.name;
}

/** The bottom frame of the main process: prints what the function returned, or the exception, and ends the VM. */
const RESULT = nativePoint(
  "gluon run",
  0,
  (x, r) => {
    return r === SIGNAL ? explain(x) : flushLogger(x, RETURNED, r);
  },
  true,
);

const RETURNED = nativePoint("gluon run, returned", 1, (x, _r, frame, at) => {
  x.vm.host.write(1, utf8Encode(`${formatPretty(frame[at + 1] as Term)}\n`));
  x.vm.halt(0, true);
  return A.normal;
});

function explain(x: Exec): Result {
  x.raising = false;
  const cls = x.excClass;
  const reason = x.excReason;
  // The shell's evaluator has left by then, without a trace.
  const trace = cls === A.exit && reason === A.normal ? NIL : x.excTrace.toTerm();
  return flushLogger(x, EXPLAIN, cls, reason, trace);
}

const FLUSH = nativePoint("gluon run, ended", 3, (x, _r, frame, at) =>
  flushLogger(x, EXPLAIN, frame[at + 1], frame[at + 2], frame[at + 3]),
);

/** The shell's words for an exception are OTP's own: `erl_error:format_exception/4`, after "** ". */
const EXPLAIN = nativePoint("gluon run, explain", 3, (x, _r, frame, at) => {
  const exception = [frame[at + 1], frame[at + 2], frame[at + 3]] as Term[];
  const format = x.vm.export(A.erl_error, A.format_exception, 4);
  return x.call(EXPLAINED, exception, format, [...exception, mapFromPairs([A.column], [TAG.length + 1])]);
});

const TAG = "** ";

const EXPLAINED = nativePoint(
  "gluon run, exception",
  3,
  (x, r, frame, at) => {
    const bytes = r === SIGNAL ? undefined : utf8Encode(chardata(r as Term));
    const plain = () =>
      `exception ${(frame[at + 1] as Atom).name}: ${formatPretty(frame[at + 2] as Term)}\n  stack: ${formatPretty(frame[at + 3] as Term)}`;
    x.raising = false;
    x.vm.host.write(2, utf8Encode(TAG));
    x.vm.host.write(2, bytes ?? utf8Encode(plain()));
    x.vm.host.write(2, utf8Encode("\n"));
    x.vm.halt(1, true);
    return A.normal;
  },
  true,
);

/** The text of character data: code points, UTF-8 binaries and lists of them. */
function chardata(t: Term): string {
  let text = "";
  const work: Term[] = [t];
  while (work.length > 0) {
    const item = work.pop() as Term;
    if (typeof item === "number") text += String.fromCodePoint(item);
    else if (item instanceof Bits) text += utf8Decode(bytesOf(item)) ?? "";
    else if (item instanceof Cons && item !== NIL) work.push(item.tail, item.head);
  }
  return text;
}
