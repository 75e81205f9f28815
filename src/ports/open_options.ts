/**
 * The options and the name of `open_port/2`, checked as erts does: a wrong option is `badopt`, a combination that makes no
 * sense or a wrong name is `badarg`.
 * OTP: open_port() in erl_bif_port.c.
 */
import { Atom, atoms, FALSE, TRUE } from "../term/atom.ts";
import { Bits } from "../term/bits.ts";
import { listToArray, NIL } from "../term/list.ts";
import type { Term } from "../term/term.ts";
import { Tuple2, Tuple3 } from "../term/tuple.ts";
import { utf8Encode } from "../util/utf8.ts";
import { ENVIRONMENT, variableName, variableValue } from "../runtime/environment.ts";
import { binaryBytes, encodeName, nameCodePoints, UTF8_NAMES } from "../runtime/filename.ts";
import type { Vm } from "../runtime/vm.ts";
import type { OpenOptions } from "./driver.ts";

const A = atoms("stream", "use_stdio", "nouse_stdio", "stderr_to_stdout", "line", "binary", "in", "out", "eof", "hide");
const B = atoms("exit_status", "overlapped_io", "packet", "env", "args", "arg0", "cd", "parallelism", "disabled");
const C = atoms("busy_limits_port", "busy_limits_msgq", "spawn", "spawn_driver", "spawn_executable", "fd");

const DEFAULT_LINE = 512;
/** OTP: ERL_DRV_BUSY_MSGQ_LIM_MIN, ERTS_BUSY... a limit of one byte and the largest word, which means none. */
const MIN_LIMIT = 1;
const SMALL_MAX = 2 ** 59;

/** Why a port is not opened, as `erts_internal:open_port/2` says it. */
export type Refusal = "badopt" | "badarg";

/** Which of the special drivers opens the port, and what name it gets. */
export interface PortName {
  readonly driver: "spawn" | "fd" | "vanilla";
  readonly name: Uint8Array;
}

/** What is read from the options beside what drivers see. */
interface Parsed {
  readonly options: OpenOptions;
  in: boolean;
  out: boolean;
  cwd: Term;
  portLimits: boolean;
}

/** The bytes of a file name, an argument or a command; undefined when it is none. */
export function nameBytes(vm: Vm, t: Term, mayBeEmpty: boolean): Uint8Array | undefined {
  let bytes: Uint8Array | undefined;
  if (t instanceof Bits) {
    // What the system takes for a name ends at the first NUL.
    bytes = binaryBytes(t);
    const end = bytes?.indexOf(0) ?? -1;
    if (end >= 0) bytes = bytes?.subarray(0, end);
  } else {
    const utf8 = vm.state(UTF8_NAMES);
    const points = nameCodePoints(t, utf8);
    if (points !== undefined) bytes = encodeName(points, utf8);
  }
  return bytes === undefined || (bytes.length === 0 && !mayBeEmpty) ? undefined : bytes;
}

export function parseOptions(vm: Vm, list: Term): { options: OpenOptions; portLimits: boolean } | Refusal {
  const items = listToArray(list);
  if (items === undefined) return "badopt";
  const p: Parsed = { options: defaults(vm), in: false, out: false, cwd: NIL, portLimits: false };
  for (const item of items) {
    if (!(item instanceof Tuple2 ? valued(vm, p, item.e0, item.e1) : flag(p, item))) return "badopt";
  }
  const { options } = p;
  options.read = p.in || !p.out;
  options.write = p.out || !p.in;
  if ((options.line > 0 && options.packetBytes > 0) || (options.stderrToStdout && !options.useStdio)) return "badopt";
  if (p.cwd !== NIL) {
    options.cd = nameBytes(vm, p.cwd, false);
    if (options.cd === undefined) return "badarg";
  }
  return { options, portLimits: p.portLimits };
}

function defaults(vm: Vm): OpenOptions {
  return {
    packetBytes: 0,
    line: 0,
    binary: false,
    read: true,
    write: true,
    eof: false,
    exitStatus: false,
    useStdio: true,
    stderrToStdout: false,
    hide: false,
    overlappedIo: false,
    parallelism: false,
    environment: new Map(vm.state(ENVIRONMENT)),
    args: undefined,
    arg0: undefined,
    cd: undefined,
    spawn: "any",
    inputFd: 0,
    outputFd: 0,
    highWatermark: 8192,
    lowWatermark: 4096,
  };
}

function flag(p: Parsed, item: Term): boolean {
  const o = p.options;
  if (item === A.stream) o.packetBytes = 0;
  else if (item === A.use_stdio) o.useStdio = true;
  else if (item === A.nouse_stdio) o.useStdio = false;
  else if (item === A.stderr_to_stdout) o.stderrToStdout = true;
  else if (item === A.line) o.line = DEFAULT_LINE;
  else if (item === A.binary) o.binary = true;
  else if (item === A.in) p.in = true;
  else if (item === A.out) p.out = true;
  else if (item === A.eof) o.eof = true;
  else if (item === A.hide) o.hide = true;
  else if (item === B.exit_status) o.exitStatus = true;
  else if (item === B.overlapped_io) o.overlappedIo = true;
  else return false;
  return true;
}

function valued(vm: Vm, p: Parsed, key: Term, value: Term): boolean {
  const o = p.options;
  switch (key) {
    case B.packet:
      if (value !== 1 && value !== 2 && value !== 4) return false;
      o.packetBytes = value;
      return true;
    case A.line:
      if (typeof value !== "number" || value <= 0 || value >= SMALL_MAX) return false;
      o.line = value;
      return true;
    case B.env:
      return environment(vm, o, value);
    case B.args: {
      const args = listToArray(value)?.map((a) => nameBytes(vm, a, true));
      if (args === undefined || args.includes(undefined)) return false;
      o.args = args as Uint8Array[];
      return true;
    }
    case B.arg0:
      o.arg0 = nameBytes(vm, value, true);
      return o.arg0 !== undefined;
    case B.cd:
      p.cwd = value;
      return true;
    case B.parallelism:
      o.parallelism = value === TRUE;
      return value === TRUE || value === FALSE;
    case C.busy_limits_port: {
      const limits = watermarks(value);
      if (limits === undefined) return false;
      [o.lowWatermark, o.highWatermark] = limits;
      p.portLimits = true;
      return true;
    }
    case C.busy_limits_msgq:
      // Signals to a port take effect at once: it has no message queue that could be full.
      return watermarks(value) !== undefined;
    default:
      return false;
  }
}

/** `{Low, High}` or `disabled`. */
function watermarks(value: Term): [number, number] | undefined {
  if (value === B.disabled) return [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  if (!(value instanceof Tuple2)) return undefined;
  const { e0: low, e1: high } = value;
  if (typeof low !== "number" || typeof high !== "number" || low < MIN_LIMIT || high < MIN_LIMIT) return undefined;
  return [Math.min(low, high), high];
}

/** A later `env` takes the place of an earlier one. */
function environment(vm: Vm, o: OpenOptions, list: Term): boolean {
  const changes = listToArray(list);
  const all = new Map(vm.state(ENVIRONMENT));
  if (changes === undefined) return false;
  for (const change of changes) {
    if (!(change instanceof Tuple2)) return false;
    const name = variableName(vm, change.e0);
    if (name === undefined) return false;
    if (change.e1 === FALSE || change.e1 === NIL) all.delete(name);
    else {
      const value = variableValue(vm, change.e1);
      if (value === undefined) return false;
      all.set(name, value);
    }
  }
  o.environment = all;
  return true;
}

/** First argument of `open_port/2`. Sets in `o` what belongs to the kind of port. */
export function parseName(vm: Vm, t: Term, o: OpenOptions): PortName | Refusal {
  const name = portName(vm, t, o);
  if (name === undefined) return "badarg";
  // An argument vector is for executables only, an exit status for what is spawned.
  if ((o.args !== undefined || o.arg0 !== undefined) && (name.driver !== "spawn" || o.spawn !== "executable"))
    return "badarg";
  return name.driver !== "spawn" && o.exitStatus ? "badarg" : name;
}

function portName(vm: Vm, t: Term, o: OpenOptions): PortName | undefined {
  if (t instanceof Atom) return { driver: "vanilla", name: utf8Encode(t.name) };
  if (t instanceof Tuple2 && (t.e0 === C.spawn || t.e0 === C.spawn_driver || t.e0 === C.spawn_executable)) {
    const name = nameBytes(vm, t.e1, false);
    if (name === undefined) return undefined;
    if (t.e0 !== C.spawn) o.spawn = t.e0 === C.spawn_driver ? "driver" : "executable";
    return { driver: "spawn", name };
  }
  if (t instanceof Tuple3 && t.e0 === C.fd) {
    if (typeof t.e1 !== "number" || typeof t.e2 !== "number") return undefined;
    o.inputFd = t.e1;
    o.outputFd = t.e2;
    return { driver: "fd", name: utf8Encode(`${t.e1 | 0}/${t.e2 | 0}`) };
  }
  const points = nameCodePoints(t, false);
  return points === undefined || points.length === 0 ? undefined : { driver: "vanilla", name: Uint8Array.from(points) };
}
